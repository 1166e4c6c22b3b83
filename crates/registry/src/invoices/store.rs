//! All SQL of the slice `invoices`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Result, Tx},
};

fact! {
    /// An invoice attached to an act by its registration number.
    pub struct ActInvoice in "act_invoices" {
        region: i16 = "int2",
        month: Date = "date",
        act_id: Uuid = "uuid",
        registration_number: String = "text",
        invoice_date: Date = "date",
        total: i64 = "int8",
    }
}

/// Registration numbers that are used, with their acts: of these numbers or of these acts.
pub(super) async fn list_used(tx: &Tx<'_>, numbers: &[&str], acts: &[Uuid]) -> Result<Vec<(String, Uuid)>> {
    let rows = tx
        .query(
            "SELECT registration_number, act_id FROM act_invoices WHERE registration_number = ANY ($1) OR act_id = ANY ($2)",
            &[&numbers, &acts],
        )
        .await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, tokio_postgres::Error>>()?)
}
