//! Terms of programmes and their versions.

use jiff::civil::Date;

use crate::platform::{Result, Tx};

/// A dated row of a programme's terms.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct TermsRow {
    pub(in crate::cabinets::public) programme: String,
    pub(in crate::cabinets::public) valid_from: Date,
    pub(in crate::cabinets::public) terms: law::Terms,
}

/// The terms of every programme, of each the latest first.
pub(in crate::cabinets::public) async fn terms(tx: &Tx<'_>) -> Result<Vec<TermsRow>> {
    let sql = "SELECT programme, valid_from, terms FROM programme_terms ORDER BY programme, valid_from DESC LIMIT 500";
    let read = |row: &tokio_postgres::Row| {
        let terms: serde_json::Value = row.try_get(2)?;
        Ok(TermsRow { programme: row.try_get(0)?, valid_from: row.try_get(1)?, terms: serde_json::from_value(terms)? })
    };
    tx.query(sql, &[]).await?.iter().map(read).collect()
}
