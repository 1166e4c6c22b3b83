//! The journal entry by entry: what was recorded, when, by which role, and where it lies in the log.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use ledger::log::entry::Body;
use serde::Deserialize;
use uuid::Uuid;

use super::store::{self, EntryRow, Filter};
use crate::{
    app::App,
    cabinets::titles,
    platform::{
        Result, access,
        error::refuse,
        fact::hex,
        govuk::{Cell, Pagination, Select, SummaryList, Table},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

/// The filter as the address says it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asking {
    kind: Option<String>,
    region: Option<String>,
    until: Option<String>,
    after: Option<Uuid>,
}

/// A field that says something and holds nothing but the letters of codes and dates.
fn said(text: Option<&String>) -> Option<&str> {
    let plain = |text: &&str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    text.map(|text| text.trim()).filter(|text| !text.is_empty()).filter(plain)
}

impl Asking {
    fn filter(&self) -> Filter {
        Filter {
            kind: said(self.kind.as_ref()).map(str::to_owned),
            region: said(self.region.as_ref()).and_then(|region| region.parse().ok()),
            until: said(self.until.as_ref()).and_then(|day| day.parse::<Date>().ok()),
            after: self.after,
        }
    }

    fn next(&self, path: &str, after: Uuid) -> String {
        let mut href = format!("{path}?after={after}");
        for (name, value) in [("kind", &self.kind), ("region", &self.region), ("until", &self.until)] {
            if let Some(value) = said(value.as_ref()) {
                href.push_str(&format!("&{name}={value}"));
            }
        }
        href
    }
}

#[derive(Template)]
#[template(path = "cabinets/registrar/journal.html")]
struct JournalPage {
    page: Page,
    asking: Asking,
    kinds: Vec<(String, i64)>,
    entries: Vec<EntryRow>,
    next: Option<String>,
}

impl JournalPage {
    fn kind(&self) -> Select {
        let all = (String::new(), self.page.t("filter-all").to_string());
        let kinds = self.kinds.iter().map(|(kind, count)| (kind.clone(), format!("{kind} ({count})")));
        let chosen = said(self.asking.kind.as_ref()).unwrap_or_default();
        Select::new("kind", self.page.t("entry-kind")).choices(std::iter::once(all).chain(kinds)).value(chosen)
    }

    fn table(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("registrar-journal-title"))
            .caption_hidden()
            .text(page.t("entry-recorded"))
            .text(page.t("entry-kind"))
            .text(page.t("entry-region"))
            .number(page.t("entry-index"));
        table.rows(self.entries.iter().map(|entry| {
            let index = entry.index.map_or_else(|| page.t("entry-waits").to_string(), |index| page.number(index));
            [
                Cell::link(page.href(format!("/registrar/journal/{}", entry.id)), page.instant(entry.recorded_at)),
                Cell::new(&entry.kind),
                Cell::new(titles::region(page.reader(), entry.region)),
                Cell::number(index),
            ]
        }))
    }

    fn pages(&self) -> Pagination {
        Pagination::new(&self.page, None, self.next.clone())
    }
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asking): Query<Asking>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.registrar").await?;
    let tx = app.begin(&caller.actor, "registrar.read", 0).await?;
    let kinds = store::kinds(&tx).await?;
    let mut entries = store::entries(&tx, &asking.filter()).await?;
    tx.commit().await?;
    let size = usize::try_from(store::PAGE).unwrap_or(usize::MAX);
    let more = entries.len() > size;
    entries.truncate(size);
    let last = entries.last().filter(|_| more).map(|last| last.id);
    let next = last.map(|after| asking.next(&reader.href("/registrar/journal"), after));
    answer(&JournalPage { page: reader.page("registrar-journal-title"), asking, kinds, entries, next })
}

#[derive(Template)]
#[template(path = "cabinets/registrar/entry.html")]
struct EntryPage {
    page: Page,
    entry: EntryRow,
    hash: String,
    body: Option<Body>,
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

    fn facts(&self) -> SummaryList {
        let page = &self.page;
        let list = SummaryList::new()
            .row(page.t("entry-kind"), &self.entry.kind)
            .row(page.t("entry-recorded"), page.instant(self.entry.recorded_at))
            .row(page.t("entry-region"), titles::region(page.reader(), self.entry.region))
            .row(page.t("entry-id"), self.entry.id)
            .row(page.t("entry-hash"), &self.hash);
        let list = match self.entry.index {
            Some(index) => list.row(page.t("entry-index"), index),
            None => list.row(page.t("entry-index"), page.t("entry-waits")),
        };
        match &self.body {
            Some(_) => list.row(page.t("entry-actor"), self.actor()),
            None => list.row(page.t("entry-actor"), page.t("entry-erased")),
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
    access::require(&app, &caller.actor, "page.registrar").await?;
    let tx = app.begin(&caller.actor, "registrar.read", 0).await?;
    let found = store::find_entry(&tx, id).await?;
    tx.commit().await?;
    let Some((entry, hash, body)) = found else { return refuse("page.unknown", "") };
    let body = body.and_then(|body| Body::parse(&body).ok());
    let page = reader.page("entry-title").crumb("/registrar/journal", reader.t("registrar-journal-title"));
    answer(&EntryPage { page, entry, hash: hex(&hash), body })
}
