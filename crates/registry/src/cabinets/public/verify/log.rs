//! The log explorer: signed heads, an entry with its proof, two heads compared. What is shown here anybody can make from `/log/`.

use std::sync::Arc;

use anyhow::Context as _;
use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use jiff::Timestamp;
use ledger::log::tiles;
use serde::Deserialize;

use super::{begin, proof, store};
use crate::{
    app::App,
    platform::{
        Result,
        error::refuse,
        fact::hex,
        govuk::{self, Cell, Errors, Pagination, SummaryList, Table},
        http::{
            Page, Reader,
            page::{show, show_again},
        },
    },
};

/// Heads on a page.
const PAGE: i64 = 20;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/verify/log", get(heads))
        .route("/{language}/verify/log/{index}", get(entry))
        .route("/{language}/verify/log/head/{size}", get(head))
}

/// What the address of the explorer asks.
#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    /// Heads of fewer entries than this.
    below: Option<i64>,
    /// An entry to go to.
    #[serde(default)]
    entry: String,
    /// Two heads to compare.
    #[serde(default)]
    old: String,
    #[serde(default)]
    new: String,
}

#[derive(Template)]
#[template(path = "cabinets/public/verify/log.html")]
struct LogPage {
    page: Page,
    errors: Errors,
    entries: i64,
    waiting: i64,
    newest: Option<store::HeadRow>,
    heads: Table,
    pagination: Pagination,
    asked: Asked,
    compared: Option<Compared>,
}

/// Two heads compared.
struct Compared {
    old: i64,
    new: i64,
    holds: bool,
    path: Vec<String>,
}

async fn heads(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    if let Ok(index) = asked.entry.trim().parse::<u64>() {
        return Ok(Redirect::to(&reader.href(format!("/verify/log/{index}"))).into_response());
    } else if !asked.entry.trim().is_empty() {
        errors.say("entry", "log-entry-wrong");
    }
    let tx = begin(&app, &reader, "page.public.verify").await?;
    let mut rows = store::heads(&tx, asked.below.unwrap_or(i64::MAX), PAGE.saturating_add(1)).await?;
    let (newest, entries, waiting) =
        (store::newest(&tx).await?, store::entries(&tx).await?, store::waiting(&tx).await?);
    let pair = pair(&tx, &asked, &mut errors).await?;
    tx.commit().await?;
    let compared = match pair {
        Some((old, new)) => {
            let folder = app.log_dir();
            let (old_size, new_size) = (old.size, new.size);
            let proof = tokio::task::spawn_blocking(move || proof::consistency(&folder, &old.note, &new.note)).await;
            let proof = proof.context("comparing heads")??;
            let path = proof.path.iter().map(|hash| hex(hash)).collect();
            Some(Compared { old: old_size, new: new_size, holds: proof.holds, path })
        }
        None => None,
    };
    let page = reader.page("log-title").crumb("/verify", reader.t("verify-title"));
    let more = rows.len() > usize::try_from(PAGE).unwrap_or_default();
    rows.truncate(usize::try_from(PAGE).unwrap_or_default());
    let next = rows.last().filter(|_| more).map(|row| page.href(format!("/verify/log?below={}", row.size)));
    let shown = LogPage {
        heads: heads_table(&page, &rows),
        pagination: Pagination::new(&page, asked.below.map(|_| page.href("/verify/log")), next),
        newest,
        page: errors.on(page),
        errors,
        entries,
        waiting,
        asked,
        compared,
    };
    if shown.errors.is_empty() { show(&shown) } else { show_again(&shown) }
}

/// The two heads that are to be compared, the smaller first.
async fn pair(
    tx: &crate::platform::Tx<'_>,
    asked: &Asked,
    errors: &mut Errors,
) -> Result<Option<(store::HeadRow, store::HeadRow)>> {
    if asked.old.trim().is_empty() && asked.new.trim().is_empty() {
        return Ok(None);
    }
    let mut found = Vec::new();
    for (field, text) in [("old", &asked.old), ("new", &asked.new)] {
        let size: Option<i64> = text.trim().parse().ok();
        let row = match size {
            Some(size) => store::head(tx, size).await?,
            None => None,
        };
        match row {
            Some(row) => found.push(row),
            None => errors.say(field, "log-head-wrong"),
        }
    }
    found.sort_by_key(|row| row.size);
    let mut found = found.into_iter();
    Ok(found.next().zip(found.next()))
}

fn heads_table(page: &Page, rows: &[store::HeadRow]) -> Table {
    let table = Table::new(page.t("log-heads"))
        .caption_hidden()
        .number(page.t("log-size"))
        .text(page.t("log-signed"))
        .text(page.t("log-signatures"));
    rows.iter().fold(table, |table, row| {
        table.row([
            Cell::link(page.href(format!("/verify/log/head/{}", row.size)), page.number(row.size)),
            Cell::new(page.instant(row.signed_at)),
            Cell::new(signers(&row.note).join(", ")),
        ])
    })
}

/// Whose signature lines a note carries: the log's, and those of witnesses.
fn signers(note: &str) -> Vec<String> {
    let lines = note.lines().filter_map(|line| line.strip_prefix("— "));
    lines.filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}

#[derive(Template)]
#[template(path = "cabinets/public/verify/entry.html")]
struct EntryPage {
    page: Page,
    facts: SummaryList,
    holds: bool,
    path: Vec<String>,
    index: u64,
    size: u64,
    previous: Option<String>,
    next: Option<String>,
    bundle: String,
    tile: String,
}

async fn entry(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, index)): Path<(String, String)>,
) -> Result<Response> {
    begin(&app, &reader, "page.public.verify").await?.commit().await?;
    let Ok(index) = index.parse::<u64>() else { return refuse("page.unknown", "") };
    let folder = app.log_dir();
    let found = tokio::task::spawn_blocking(move || proof::inclusion(&folder, index)).await;
    let Some(included) = found.context("proving an entry")?? else { return refuse("page.unknown", "") };
    let page = reader.page_of(reader.t("log-entry-title").with("index", index));
    let page = page.crumb("/verify", reader.t("verify-title")).crumb("/verify/log", reader.t("log-title"));
    let facts = SummaryList::new()
        .row(page.t("log-index"), index)
        .row(page.t("log-entry-hash"), hex(&included.entry))
        .row(page.t("log-leaf-hash"), hex(&included.leaf))
        .row(page.t("log-size"), included.size)
        .row(page.t("log-root"), hex(&included.root));
    let (tile, width) = tile_of(index, included.size);
    show(&EntryPage {
        facts,
        holds: included.proof.holds,
        path: included.proof.path.iter().map(|hash| hex(hash)).collect(),
        size: included.size,
        previous: index.checked_sub(1).map(|index| page.href(format!("/verify/log/{index}"))),
        next: index
            .checked_add(1)
            .filter(|next| *next < included.size)
            .map(|next| page.href(format!("/verify/log/{next}"))),
        bundle: format!("/log/{}", tiles::bundle_path(tile, width)),
        tile: format!("/log/{}", tiles::tile_path(0, tile, width)),
        index,
        page,
    })
}

/// The tile that holds an index, and how full it is under a head.
fn tile_of(index: u64, size: u64) -> (u64, u64) {
    let tile = index / tiles::WIDTH;
    (tile, size.saturating_sub(tile.saturating_mul(tiles::WIDTH)).min(tiles::WIDTH))
}

#[derive(Template)]
#[template(path = "cabinets/public/verify/head.html")]
struct HeadPage {
    page: Page,
    size: i64,
    signed_at: Timestamp,
    note: String,
    signers: Vec<String>,
}

async fn head(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, size)): Path<(String, String)>,
) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.verify").await?;
    let Ok(size) = size.parse::<i64>() else { return refuse("page.unknown", "") };
    let Some(row) = store::head(&tx, size).await? else { return refuse("page.unknown", "") };
    tx.commit().await?;
    let page = reader.page_of(reader.t("log-head-title").with("n", size));
    let page = page.crumb("/verify", reader.t("verify-title")).crumb("/verify/log", reader.t("log-title"));
    show(&HeadPage { signers: signers(&row.note), signed_at: row.signed_at, note: row.note, size, page })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signers_are_the_names_of_the_lines() {
        let note = "qazyna.kz/log\n5\nAAAA\n\n— qazyna.kz/log AAAA\n— witness.example BBBB\n";
        assert_eq!(signers(note), ["qazyna.kz/log", "witness.example"]);
        assert_eq!(signers(""), [""; 0]);
    }

    #[test]
    fn the_tile_of_an_entry_is_as_full_as_the_head_says() {
        assert_eq!(
            [tile_of(0, 5), tile_of(255, 300), tile_of(256, 300), tile_of(600, 1000)],
            [(0, 5), (0, 256), (1, 44), (2, 256)]
        );
    }
}
