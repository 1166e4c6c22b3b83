//! The first screen: whether the journal keeps up, what the last audit found, and what waits.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::Timestamp;

use super::{open, store};
use crate::{
    app::App,
    cabinets::{jobs_pages, last_audit, store::audits::AuditRow},
    platform::{
        Result,
        govuk::{SummaryList, Table, Tag},
        http::{Caller, Page, Reader, page::show as answer},
        jobs::{self, Job},
    },
};

/// A head older than this while entries wait is late (spec 2.3).
const HEAD_SECONDS_MAX: i64 = 60;
/// Jobs of the first screen.
const JOBS: i64 = 10;

#[derive(Template)]
#[template(path = "cabinets/registrar/desk.html")]
struct DeskPage {
    page: Page,
    entries: i64,
    waiting: i64,
    head: Option<(i64, Timestamp)>,
    now: Timestamp,
    audited: Option<AuditRow>,
    jobs: Vec<Job>,
}

impl DeskPage {
    fn journal(&self) -> SummaryList {
        let page = &self.page;
        let list = SummaryList::new()
            .row_html(page.t("registrar-journal-state"), self.verdict())
            .row(page.t("registrar-entries"), page.number(self.entries))
            .row(page.t("registrar-waiting"), page.number(self.waiting));
        let list = match self.head {
            Some((size, at)) => list
                .row(page.t("registrar-head-size"), page.number(size))
                .row(page.t("registrar-head-at"), page.instant(at)),
            None => list,
        };
        last_audit::rows(list, page, self.audited.as_ref())
    }

    fn verdict(&self) -> Tag {
        let covered = self.head.is_some_and(|(size, _)| size >= self.entries) && self.waiting == 0;
        let fresh =
            self.head.is_some_and(|(_, at)| self.now.as_second().saturating_sub(at.as_second()) <= HEAD_SECONDS_MAX);
        match (covered, fresh) {
            (true, _) => Tag::green(self.page.t("registrar-journal-whole")),
            (false, true) => Tag::blue(self.page.t("registrar-journal-soon")),
            (false, false) => Tag::red(self.page.t("registrar-journal-late")),
        }
    }

    fn jobs(&self) -> Table {
        jobs_pages::table(&self.page, &self.jobs)
    }
}

pub(super) async fn show(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let (entries, waiting, head) = store::journal(&tx).await?;
    let audited = last_audit::find(&tx).await?;
    tx.commit().await?;
    let jobs = jobs::list(&app, &caller.actor, None, JOBS).await?;
    let (page, now) = (reader.page("registrar-desk-title"), app.clock.now());
    answer(&DeskPage { page, entries, waiting, head, now, audited, jobs })
}
