//! All SQL of the slice `programmes`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Fact, Result, Tx},
};

fact! {
    /// A per-capita rate of the methodology in force from a date (tiyn a month); a later row for the same key and date replaces it.
    pub struct Rate in "rates" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        programme: String = "text",
        locality: String = "text",
        performer_kind: String = "text",
        group_kind: String = "text",
        hours: i16 = "int2",
        valid_from: Date = "date",
        valid_to: Option<Date> = "date",
        monthly: i64 = "int8",
        act_number: String = "text",
        act_date: Date = "date",
        note: String = "text",
    }
}

/// Every rate of some acts: a file's own rows are among them if it was read before.
pub(super) async fn list_by_act(tx: &Tx<'_>, act_numbers: &[&str]) -> Result<Vec<Rate>> {
    let rows = tx.query(&format!("{} WHERE act_number = ANY ($1)", Rate::SELECT), &[&act_numbers]).await?;
    Ok(rows.iter().map(|row| Ok(Rate::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}
