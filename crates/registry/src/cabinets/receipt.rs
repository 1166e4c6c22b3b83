//! Receipts: the proof that a row is in the journal, for its holder (spec 2.3).

use ledger::log::{
    LogError,
    checkpoint::SignedCheckpoint,
    entry::RowHash,
    files::Dir,
    receipt::{Receipt, Source},
};
use uuid::Uuid;

use super::{facts, store::journal};
use crate::{
    acts::store::ActLine,
    app::App,
    budgets::Movement,
    platform::{Actor, Fact, Recorded, Refusal, Result, Tx, access},
};

/// The row that a receipt is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A movement of money.
    Movement(Uuid),
    /// A line of an act: act, version, number.
    ActLine(Uuid, i16, i32),
}

/// Cuts the receipt of a row under the newest signed head. Reads the rows of its entry alone, by the summaries of pages (V5).
///
/// # Errors
/// `access.denied`; `receipt.row` when there is no such row in the actor's scope, `receipt.entry` when no signed head covers it yet.
pub async fn cut_receipt(app: &App, actor: &Actor, subject: Subject) -> Result<Receipt> {
    access::require(app, actor, "export").await?;
    let tx = app.begin(actor, "receipt", 0).await?;
    // The planner does not know yet how rows lie in a table that was never analysed; the summaries of pages are never the worse way.
    tx.client()?.batch_execute("SET LOCAL enable_seqscan = off").await?;
    let (table, entry, row) = match subject {
        Subject::Movement(id) => {
            find(&tx, &format!("{} WHERE m.id = $1", Movement::SELECT), &[&id], Movement::read).await?
        }
        Subject::ActLine(act, version, n) => {
            let (select, seen) = (ActLine::SELECT, journal::SEEN_ACT);
            let sql = format!("{select} WHERE act_id = $1 AND version = $2 AND n = $3 AND {seen}");
            find(&tx, &sql, &[&act, &version, &n], ActLine::read).await?
        }
    };
    let mut rows: Vec<RowHash> = Vec::new();
    facts::scan_entries(&tx, table, &[entry], |seen| {
        rows.push(seen.hash);
        Ok(())
    })
    .await?;
    let no_entry = || Refusal::new("receipt.entry", "no signed head covers it yet");
    let kept = tx.find(journal::ONE, &[&entry, &Vec::from_iter(0_i16..100)]).await?.ok_or_else(no_entry)?;
    let (index, salt, body): (i64, Vec<u8>, Vec<u8>) = (kept.try_get(0)?, kept.try_get(1)?, kept.try_get(2)?);
    let note: String = tx.find(journal::HEAD, &[&index]).await?.ok_or_else(no_entry)?.try_get(0)?;
    let salt = <[u8; 32]>::try_from(salt).map_err(|_| anyhow::anyhow!("the salt of entry {entry} is not 32 bytes"))?;
    let body = String::from_utf8(body).map_err(anyhow::Error::from)?;
    let source = Source { index: u64::try_from(index).unwrap_or_default(), body: &body, salt: &salt, rows: &rows };
    let head =
        SignedCheckpoint::parse("journal_checkpoints", &note).map_err(LogError::from).map_err(anyhow::Error::from)?;
    let fields: Vec<Option<&str>> = row.iter().map(Option::as_deref).collect();
    let receipt =
        Receipt::cut(&Dir(app.data.join("log")), &head, source, table, &fields).map_err(anyhow::Error::from)?;
    tx.commit().await?;
    Ok(receipt)
}

/// The one row of a statement: its table, entry and texts.
async fn find<T: Fact>(
    tx: &Tx<'_>,
    sql: &str,
    key: &[&(dyn tokio_postgres::types::ToSql + Sync)],
    read: impl Fn(&tokio_postgres::Row) -> Result<Recorded<T>, tokio_postgres::Error>,
) -> Result<(&'static str, Uuid, Vec<Option<String>>)> {
    let row = tx.find(sql, key).await?.ok_or_else(|| Refusal::new("receipt.row", "no such row"))?;
    let recorded = read(&row)?;
    Ok((T::TABLE, recorded.entry_id, recorded.fact.canonical(recorded.recorded_at)))
}
