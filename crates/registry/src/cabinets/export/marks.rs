//! marks.csv: the posted lists unrolled, each mark a revision.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Work, Written, file::CsvFile};
use crate::{
    attendance::Said,
    cabinets::{sorter::Sorter, store::people},
    platform::{Result, fact::instant},
};

const HEADER: &[&str] = &["beneficiary", "group", "date", "mark", "method", "recorded_at"];
/// Below every character of a cell, so that joined cells sort as their columns do.
const BETWEEN: char = '\u{1f}';

/// Writes the marks sorted by beneficiary, group, date and the order in which they were recorded; the pseudonym is not known to the
/// database, so they are sorted here.
pub(super) async fn write(work: &Work<'_>) -> Result<Written> {
    work.progress.at("marks.csv", 0, 0);
    let mut sorter = Sorter::new(&work.folder);
    let client = work.tx.client()?;
    let statement = client.prepare_cached(people::MARKS).await?;
    let parameters: [&(dyn tokio_postgres::types::ToSql + Sync); 3] = [&work.region, &work.programme, &work.months];
    let mut rows = pin!(client.query_raw(&statement, parameters).await?);
    while let Some(row) = rows.try_next().await? {
        let person: Uuid = row.try_get(0)?;
        unroll(&row, &work.tx.app().secrets.pseudonym("export", person), &mut sorter)?;
    }
    let mut sorted = sorter.finish()?;
    let mut file = CsvFile::create(&work.folder, "marks.csv", HEADER)?;
    while let Some(record) = sorted.next()? {
        let text = String::from_utf8(record).map_err(anyhow::Error::from)?;
        let mut cells = text.split(BETWEEN).map(Some);
        let (Some(beneficiary), Some(group), Some(date), Some(at), Some(_), Some(mark), Some(method)) =
            (cells.next(), cells.next(), cells.next(), cells.next(), cells.next(), cells.next(), cells.next())
        else {
            return Err(anyhow::anyhow!("a mark lost a cell while it was sorted").into());
        };
        file.row([beneficiary, group, date, mark, method, at])?;
    }
    file.finish()
}

fn unroll(row: &Row, beneficiary: &str, sorter: &mut Sorter) -> Result<()> {
    let (group, month, first): (&str, Date, i16) = (row.try_get(1)?, row.try_get(2)?, row.try_get(3)?);
    let (bytes, at, batch): (&[u8], Timestamp, Uuid) = (row.try_get(4)?, row.try_get(5)?, row.try_get(6)?);
    let at = instant(at);
    for (byte, day) in bytes.iter().zip(first..) {
        let said = Said::from(*byte);
        let Some(mark) = said.mark() else { continue };
        let date = Date::new(month.year(), month.month(), i8::try_from(day).unwrap_or_default())?;
        let (mark, method, b) = (mark.letter(), said.method(), BETWEEN);
        sorter.push(format!("{beneficiary}{b}{group}{b}{date}{b}{at}{b}{batch}{b}{mark}{b}{method}").into_bytes())?;
    }
    Ok(())
}
