//! Whether the registry works: its version, the age of the last signed head, what waits, what the last audit found.

use std::sync::Arc;

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use jiff::Timestamp;

use super::{begin, store::log as store};
use crate::{
    app::App,
    cabinets::last_audit,
    platform::{
        Result,
        govuk::{SummaryList, Tag},
        http::{Page, Reader, page::show},
    },
};

/// A head older than this while entries wait is late.
const LATE_S: i64 = 15 * 60;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/status", get(status))
}

#[derive(Template)]
#[template(path = "cabinets/public/status.html")]
struct StatusPage {
    page: Page,
    facts: SummaryList,
    now: String,
}

/// How the log stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Health {
    /// Everything has its place and is signed, or will be in a moment.
    Good,
    /// Entries wait and nothing was signed for a while.
    Late,
    /// Nothing was signed yet.
    Empty,
}

fn health(signed: Option<(i64, Timestamp)>, entries: i64, now: Timestamp) -> Health {
    let Some((size, at)) = signed else { return if entries == 0 { Health::Empty } else { Health::Late } };
    let age = now.as_second().saturating_sub(at.as_second());
    if size < entries && age > LATE_S { Health::Late } else { Health::Good }
}

async fn status(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.verify").await?;
    let (newest, entries, waiting) =
        (store::newest(&tx).await?, store::entries(&tx).await?, store::waiting(&tx).await?);
    let audited = last_audit::find(&tx).await?;
    let now = tx.at();
    tx.commit().await?;
    let page = reader.page("status-title");
    let signed = newest.as_ref().map(|head| (head.size, head.signed_at));
    let tag = match health(signed, entries.saturating_add(waiting), now) {
        Health::Good => Tag::green(page.t("status-good")),
        Health::Late => Tag::yellow(page.t("status-late")),
        Health::Empty => Tag::grey(page.t("status-empty")),
    };
    let age = |at: Timestamp| now.as_second().saturating_sub(at.as_second()).max(0) / 60;
    let facts = SummaryList::new()
        .row_html(page.t("status-pages"), Tag::green(page.t("status-works")))
        .row_html(page.t("status-log"), tag)
        .row(page.t("status-version"), env!("CARGO_PKG_VERSION"))
        .row(page.t("log-count"), page.number(entries))
        .row(page.t("log-waiting"), page.number(waiting));
    let facts = match &newest {
        Some(head) => facts.row(page.t("log-newest"), page.number(head.size)).row(
            page.t("log-signed"),
            page.t("status-signed").with("at", page.instant(head.signed_at)).with("minutes", age(head.signed_at)),
        ),
        None => facts,
    };
    let facts = last_audit::rows(facts, &page, audited.as_ref());
    let now = page.instant(now);
    show(&StatusPage { page, facts, now })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_log_is_late_when_entries_wait_for_long() {
        let at = |seconds| Timestamp::from_second(seconds).unwrap();
        assert_eq!(health(None, 0, at(0)), Health::Empty);
        assert_eq!(health(None, 5, at(0)), Health::Late);
        assert_eq!(health(Some((5, at(0))), 5, at(100_000)), Health::Good);
        assert_eq!(health(Some((5, at(0))), 6, at(60)), Health::Good);
        assert_eq!(health(Some((5, at(0))), 6, at(2_000)), Health::Late);
    }
}
