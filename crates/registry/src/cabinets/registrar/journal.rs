//! The journal entry by entry: what was recorded, when, by which role, and where it lies in the log.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query as Asked, State},
    response::Response,
};
use jiff::civil::Date;
use ledger::log::entry::{Body, entry_hash};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    open,
    store::{self, EntryRow, Filter, Kept},
};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Question, filled},
        titles,
    },
    platform::{
        Actor, Result, blocks,
        error::refuse,
        fact::hex,
        govuk::{Cell, Pagination, SummaryList, Table, Tag},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    kind: String,
    region: String,
    until: String,
    /// An id of an entry, or its place in the log.
    q: String,
    after: String,
}

impl Query {
    fn filter(&self) -> Filter {
        let (id, index) = (self.q.trim().parse().ok(), self.q.trim().parse().ok());
        // What is neither an id nor a place names no entry.
        let index = if filled(&self.q).is_some() && id.is_none() && index.is_none() { Some(-1) } else { index };
        Filter {
            kind: filled(&self.kind).map(str::to_owned),
            region: self.region.trim().parse().ok(),
            until: self.until.trim().parse::<Date>().ok(),
            id,
            index,
            after: self.after.parse().ok(),
        }
    }
}

impl Question for Query {
    const WORD: &'static str = "journal";
    const PATH: &'static str = "/registrar/journal";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("kind", &self.kind), ("region", &self.region), ("until", &self.until), ("q", &self.q)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor).await?;
        let entries = store::entries(&tx, &Filter { after: None, ..self.filter() }, limit).await?;
        tx.commit().await?;
        let row = |entry: EntryRow| {
            vec![
                entry.index.into(),
                entry.id.to_string().into(),
                entry.kind.into(),
                i64::from(entry.region).into(),
                entry.recorded_at.to_string().into(),
            ]
        };
        let header = ["index", "entry", "kind", "region", "recorded_at"];
        Ok(lists::List::new("journal", header, entries.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/registrar/journal.html")]
struct JournalPage {
    page: Page,
    filter: blocks::Filter,
    entries: Option<Table>,
    waiting: i64,
    pages: Pagination,
    files: Vec<(String, &'static str)>,
}

fn table(page: &Page, entries: &[EntryRow]) -> Option<Table> {
    let table = Table::new(page.t("registrar-journal-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("entry-recorded"))
        .text(page.t("entry-kind"))
        .text(page.t("entry-region"))
        .number(page.t("entry-index"));
    let table = table.rows(entries.iter().map(|entry| {
        [
            Cell::link(page.href(format!("/registrar/journal/{}", entry.id)), page.instant(entry.recorded_at)),
            Cell::new(titles::entry_kind(page.reader(), &entry.kind)),
            Cell::new(titles::region(page.reader(), entry.region)),
            Cell::number(entry.index.map_or_else(String::new, |index| page.number(index))),
        ]
    }));
    (!entries.is_empty()).then_some(table)
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let kinds = store::kinds(&tx).await?;
    let mut entries = store::entries(&tx, &query.filter(), store::PAGE.saturating_add(1)).await?;
    let (_, waiting, _) = store::journal(&tx).await?;
    tx.commit().await?;
    let page = reader.page("registrar-journal-title");
    let place = |entry: &EntryRow| entry.index.unwrap_or_default().to_string();
    let pages = lists::pages(&page, &query, (&mut entries, store::PAGE), place);
    let named = |kind: String| {
        let name = titles::entry_kind(&reader, &kind);
        (kind, name)
    };
    let filter = Ask::new(&page, &query)
        .choose("kind", page.t("entry-kind"), kinds.into_iter().map(named).collect())
        .region()
        .day("until", page.t("filter-until"))
        .write("q", page.t("entry-id-or-index"), page.t("entry-id-or-index-hint"))
        .filter();
    let (entries, files) = (table(&page, &entries), query.files(&page));
    answer(&JournalPage { filter, entries, waiting, pages, files, page })
}

#[derive(Template)]
#[template(path = "cabinets/registrar/entry.html")]
struct EntryPage {
    page: Page,
    entry: EntryRow,
    hash: String,
    body: Option<Body>,
    /// Whether salt and body give the hash that the log holds; none where they were erased.
    agrees: Option<bool>,
}

impl EntryPage {
    /// Role and organisation of whoever acted; the person's keyed hash stays out of sight.
    fn actor(&self) -> String {
        let actor = self.body.as_ref().map_or("", |body| body.actor.as_str());
        let mut parts = actor.split('/');
        let (role, organisation) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let role = self.page.t_of("role", role).to_string();
        if organisation.is_empty() { role } else { format!("{role}, {organisation}") }
    }

    fn verdict(&self, agrees: bool) -> Tag {
        if agrees { Tag::green(self.page.t("entry-agrees")) } else { Tag::red(self.page.t("entry-differs")) }
    }

    fn facts(&self) -> SummaryList {
        let page = &self.page;
        let list = SummaryList::new()
            .row(
                page.t("entry-kind"),
                format!("{} ({})", titles::entry_kind(page.reader(), &self.entry.kind), self.entry.kind),
            )
            .row(page.t("entry-recorded"), page.instant(self.entry.recorded_at))
            .row(page.t("entry-region"), titles::region(page.reader(), self.entry.region))
            .row(page.t("entry-id"), self.entry.id)
            .row(page.t("entry-hash"), &self.hash);
        let list = match self.entry.index {
            Some(index) => list.row(page.t("entry-index"), page.number(index)),
            None => list.row(page.t("entry-index"), page.t("entry-waits")),
        };
        let list = match self.agrees {
            Some(agrees) => list.row_html(page.t("entry-check"), self.verdict(agrees)),
            None => list,
        };
        match (&self.body, self.agrees) {
            (Some(_), _) => list.row(page.t("entry-actor"), self.actor()),
            (None, Some(_)) => list.row(page.t("entry-actor"), page.t("entry-unreadable")),
            (None, None) => list.row(page.t("entry-actor"), page.t("entry-erased")),
        }
    }

    fn tables(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("entry-tables"))
            .text(page.t("entry-table"))
            .number(page.t("entry-rows"))
            .text(page.t("entry-root"));
        let roots = self.body.iter().flat_map(|body| &body.tables);
        table.rows(roots.map(|root| [Cell::new(&root.table), Cell::number(root.rows), Cell::new(hex(&root.root.0))]))
    }
}

pub(super) async fn one(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let found = store::find_entry(&tx, id).await?;
    tx.commit().await?;
    let Some(Kept { row, entry, sealed }) = found else { return refuse("page.unknown", "") };
    let agrees = sealed.as_ref().map(|(salt, body)| holds(salt, body, &entry));
    let body = sealed.and_then(|(_, body)| Body::parse(&body).ok());
    let page = reader.page("entry-title").crumb("/registrar/journal", reader.t("registrar-journal-title"));
    answer(&EntryPage { page, entry: row, hash: hex(&entry), body, agrees })
}

/// Whether salt and body give the hash.
fn holds(salt: &[u8], body: &[u8], entry: &[u8]) -> bool {
    <&[u8; 32]>::try_from(salt).is_ok_and(|salt| entry_hash(salt, body).as_slice() == entry)
}
