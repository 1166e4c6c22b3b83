//! The leaves against the signed heads and the published log.

use std::{collections::BTreeMap, pin::pin};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use ledger::log::{
    LogError,
    checkpoint::SignedCheckpoint,
    files::{Dir, Fetch as _},
    tiles::TileReader,
    tree::{Frontier, Hash, leaf_hash},
};

use super::Audited;
use crate::{
    cabinets::store::journal,
    platform::{Result, Tx, fact::instant},
};

/// How much earlier than an entry before it an entry may have been recorded: the longest transaction there is.
const TRANSACTION_S_MAX: i64 = 3600;

/// A signed head that the leaves must give.
struct Head {
    root: Hash,
    table: &'static str,
}

/// Walks the leaves once: contiguous, in the order of recording, equal to the published entries, with the root of every signed head.
pub(super) async fn check(tx: &Tx<'_>, newest: Option<Vec<u8>>, audited: &mut Audited) -> Result<()> {
    let dir = Dir(tx.app().data.join("log"));
    let (mut heads, published) = heads(tx, (&dir, newest), audited).await?;
    let mut reader = TileReader::new(&dir, published);
    let client = tx.client()?;
    let statement = client.prepare_cached(journal::LOG).await?;
    let nothing: [&(dyn tokio_postgres::types::ToSql + Sync); 0] = [];
    let mut leaves = pin!(client.query_raw(&statement, nothing).await?);
    let (mut tree, mut latest) = (Frontier::default(), Timestamp::MIN);
    let mut expected = 0_i64;
    while let Some(row) = leaves.try_next().await? {
        let (index, entry): (i64, Vec<u8>) = (row.try_get(0)?, row.try_get(1)?);
        if index != expected {
            audited.found("leaf.missing", "journal_leaves", expected.to_string(), format!("the next leaf is {index}"));
        }
        expected = index.saturating_add(1);
        if let Some(at) = row.try_get::<_, Option<Timestamp>>(2)? {
            if at.as_second() < latest.as_second().saturating_sub(TRANSACTION_S_MAX) {
                let detail = format!("recorded at {} after an entry of {}", instant(at), instant(latest));
                audited.found("entry.back_dated", "journal_entries", index.to_string(), detail);
            }
            latest = latest.max(at);
        }
        compare(&mut reader, index, &entry, published, audited)?;
        tree.push(leaf_hash(&entry));
        let here = heads.remove(&tree.size()).unwrap_or_default();
        for head in here.iter().filter(|head| head.root != tree.root()) {
            audited.found(
                "checkpoint.root",
                head.table,
                tree.size().to_string(),
                "the leaves give another root than was signed",
            );
        }
    }
    for (size, _) in heads {
        audited.found(
            "log.rolled_back",
            "journal_leaves",
            size.to_string(),
            format!("{expected} leaves are there, a head over {size} was signed"),
        );
    }
    Ok(())
}

/// A leaf against the entry that was published under its index.
fn compare(
    reader: &mut TileReader<'_, Dir>,
    index: i64,
    entry: &[u8],
    published: u64,
    audited: &mut Audited,
) -> Result<()> {
    let Some(at) = u64::try_from(index).ok().filter(|at| *at < published) else { return Ok(()) };
    match reader.entry(at) {
        Ok(kept) if kept.as_slice() == entry => {}
        Ok(_) => audited.found("log.forked", "journal_leaves", index.to_string(), "the published entry is another"),
        Err(LogError::Found { finding }) => {
            audited.found(finding.code(), "log", index.to_string(), finding.to_string())
        }
        Err(error @ LogError::Io { .. }) => {
            return Err(anyhow::Error::from(error).context("reading the published log").into());
        }
    }
    Ok(())
}

/// Every signed head of the database and the newest published one, by size, and the published size (0 without a log).
async fn heads(
    tx: &Tx<'_>,
    (dir, newest): (&Dir, Option<Vec<u8>>),
    audited: &mut Audited,
) -> Result<(BTreeMap<u64, Vec<Head>>, u64)> {
    let mut heads = BTreeMap::<u64, Vec<Head>>::new();
    for row in tx.query(journal::HEADS, &[]).await? {
        let (size, note): (i64, String) = (row.try_get(0)?, row.try_get(1)?);
        let signed = SignedCheckpoint::parse("journal_checkpoints", &note);
        match (signed, u64::try_from(size)) {
            (Ok(signed), Ok(known)) if signed.checkpoint.size == known => {
                let kept = dir.get(&format!("checkpoints/{known}"))?.map(String::from_utf8).and_then(Result::ok);
                let kept = kept.and_then(|note| SignedCheckpoint::parse("checkpoints", &note).ok());
                if kept.is_none_or(|kept| kept.checkpoint != signed.checkpoint) {
                    audited.found(
                        "checkpoint.missing",
                        "journal_checkpoints",
                        size.to_string(),
                        "the published log has no such head",
                    );
                }
                heads
                    .entry(known)
                    .or_default()
                    .push(Head { root: signed.checkpoint.root, table: "journal_checkpoints" });
            }
            _ => audited.found(
                "checkpoint.malformed",
                "journal_checkpoints",
                size.to_string(),
                "the note is not that of its size",
            ),
        }
    }
    let Some(newest) = newest else { return Ok((heads, 0)) };
    match String::from_utf8(newest).ok().and_then(|note| SignedCheckpoint::parse("checkpoint", &note).ok()) {
        Some(newest) => {
            let size = newest.checkpoint.size;
            heads.entry(size).or_default().push(Head { root: newest.checkpoint.root, table: "log" });
            Ok((heads, size))
        }
        None => {
            audited.found("checkpoint.malformed", "log", "checkpoint", "the newest published head is not well formed");
            Ok((heads, 0))
        }
    }
}
