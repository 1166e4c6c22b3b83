//! What does not agree between the registry and the bank, line by line.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    orders::cut,
    said,
    store::{self, DifferenceRow},
};
use crate::{
    app::App,
    platform::{
        Result, access,
        error::refuse,
        govuk::{Pagination, SummaryList},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

/// The filter as the address says it; `after` is `microseconds.id` of the last line seen.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asking {
    statement: Option<String>,
    code: Option<String>,
    after: Option<String>,
}

impl Asking {
    fn after(&self) -> Result<Option<(Timestamp, Uuid)>> {
        let Some(after) = said(self.after.as_deref()) else { return Ok(None) };
        let read = || {
            let (at, id) = after.split_once('.')?;
            Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, id.parse().ok()?))
        };
        read().map_or_else(|| refuse("page.unknown", "no such page of the list"), |after| Ok(Some(after)))
    }

    fn next(&self, path: &str, last: &DifferenceRow) -> String {
        let mut href = format!("{path}?after={}.{}", last.recorded_at.as_microsecond(), last.id);
        for (name, value) in [("statement", &self.statement), ("code", &self.code)] {
            let plain = |value: &&str| value.bytes().all(|b| b.is_ascii_alphanumeric() || b"._".contains(&b));
            if let Some(value) = said(value.as_deref()).filter(plain) {
                href.push_str(&format!("&{name}={value}"));
            }
        }
        href
    }
}

#[derive(Template)]
#[template(path = "cabinets/operator/differences.html")]
struct DifferencesPage {
    page: Page,
    rows: Vec<DifferenceRow>,
    next: Option<String>,
}

impl DifferencesPage {
    /// One difference: what the bank says beside what was ordered, and what to do.
    fn card(&self, row: &DifferenceRow) -> SummaryList {
        let page = &self.page;
        let code = if row.outcome == "repeated" { "row.duplicate" } else { row.outcome.as_str() };
        let (text, remedy) = page.refusal(code);
        let mut list = SummaryList::new()
            .card(text)
            .row(page.t("difference-code"), code)
            .row(page.t("difference-order"), &row.end_to_end)
            .row(page.t("difference-paid"), page.money(row.amount))
            .row(page.t("difference-iban"), &row.iban)
            .row(page.t("difference-day"), page.date(row.booked_on))
            .row(page.t("difference-line"), row.row);
        if let Some((amount, iban)) = &row.ordered {
            list = list.row(page.t("difference-ordered"), page.money(*amount));
            if *amount != row.amount {
                list = list.row(page.t("difference-by"), page.money(row.amount.saturating_sub(*amount)));
            }
            if *iban != row.iban {
                list = list.row(page.t("difference-ordered-iban"), iban);
            }
        }
        list.row(page.t("difference-remedy"), remedy)
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
    access::require(&app, &caller.actor, "page.operator").await?;
    let tx = app.begin(&caller.actor, "operator.read", 0).await?;
    let which = (said(asking.statement.as_deref()), said(asking.code.as_deref()));
    let mut rows = store::differences(&tx, which, asking.after()?).await?;
    tx.commit().await?;
    let more = cut(&mut rows);
    let next = rows.last().filter(|_| more).map(|last| asking.next(&reader.href("/operator/differences"), last));
    answer(&DifferencesPage { page: reader.page("operator-differences-title"), rows, next })
}
