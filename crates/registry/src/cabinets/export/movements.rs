//! movements.csv: every movement of the lines concerned; each row's hash is that of the journal.

use std::pin::pin;

use futures_util::TryStreamExt as _;

use super::{Work, Written, file::CsvFile, journal};
use crate::{
    budgets::Movement,
    cabinets::store::money,
    platform::{Fact as _, Result},
};

const HEADER: &[&str] = &[
    "id",
    "effective_on",
    "recorded_at",
    "debit",
    "credit",
    "amount",
    "voucher_number",
    "part_month",
    "document_kind",
    "document",
];

/// Writes the movements and tells the journal which rows are in the file.
pub(super) async fn write(work: &Work<'_>, journal: &mut journal::Rows) -> Result<Written> {
    work.progress.at("movements.csv", 0, 0);
    let mut file = CsvFile::create(&work.folder, "movements.csv", HEADER)?;
    let client = work.tx.client()?;
    let statement = client.prepare_cached(&format!("{} {}", Movement::SELECT, money::MOVEMENTS_OF_LINES)).await?;
    let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 1] = [&work.lines];
    let mut rows = pin!(client.query_raw(&statement, parameters).await?);
    while let Some(row) = rows.try_next().await? {
        let movement = Movement::read(&row)?;
        for leg in movement.fact.csv(movement.recorded_at) {
            file.row(leg.iter().map(|cell| Some(cell.as_str())))?;
        }
        journal.exported(movement.entry_id, Movement::TABLE, movement.fact.hash(movement.recorded_at))?;
    }
    file.finish()
}
