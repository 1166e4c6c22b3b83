//! What does not agree between the registry and the bank, line by line.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    response::Response,
};
use serde::{Deserialize, Serialize};

use super::{
    open,
    store::{self, DifferenceRow},
};
use crate::{
    app::App,
    cabinets::lists::{self, Ask, Place, Question, filled},
    platform::{
        Actor, Result, blocks,
        govuk::{Pagination, SummaryList},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    /// SHA-256 of a statement.
    statement: String,
    code: String,
    after: String,
}

impl Query {
    fn which(&self) -> (Option<&str>, Option<&str>) {
        (filled(&self.statement), filled(&self.code))
    }
}

impl Question for Query {
    const WORD: &'static str = "differences";
    const PATH: &'static str = "/operator/differences";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("statement", &self.statement), ("code", &self.code)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor).await?;
        let rows = store::differences(&tx, self.which(), None, limit).await?;
        tx.commit().await?;
        let row = |row: DifferenceRow| {
            let (ordered, ordered_iban) = row.ordered.unzip();
            vec![
                row.name.into(),
                i64::from(row.row).into(),
                row.end_to_end.into(),
                row.outcome.into(),
                row.amount.into(),
                ordered.into(),
                row.iban.into(),
                ordered_iban.into(),
                row.booked_on.to_string().into(),
                row.recorded_at.to_string().into(),
            ]
        };
        let header = [
            "statement",
            "line",
            "order",
            "code",
            "bank_amount_tiyn",
            "ordered_amount_tiyn",
            "iban",
            "ordered_iban",
            "booked_on",
            "recorded_at",
        ];
        Ok(lists::List::new("differences", header, rows.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/operator/differences.html")]
struct DifferencesPage {
    page: Page,
    filter: blocks::Filter,
    rows: Vec<DifferenceRow>,
    total: i64,
    sum: i64,
    pages: Pagination,
    files: Vec<(String, &'static str)>,
}

/// The refusal that an outcome stands for.
fn code(outcome: &str) -> &str {
    if outcome == "repeated" { "row.duplicate" } else { outcome }
}

impl DifferencesPage {
    /// One difference: what the bank says beside what was ordered, and what to do.
    fn card(&self, row: &DifferenceRow) -> SummaryList {
        let page = &self.page;
        let code = code(&row.outcome);
        let (text, remedy) = page.refusal(code);
        let mut list = SummaryList::new()
            .card(text)
            .row(page.t("difference-code"), code)
            .row(page.t("difference-order"), &row.end_to_end)
            .row(page.t("difference-paid"), page.money(row.amount))
            .row(page.t("difference-iban"), &row.iban)
            .row(page.t("difference-day"), page.date(row.booked_on))
            .row(
                page.t("difference-line"),
                page.t("difference-line-of").with("n", row.row).with("file", row.name.as_str()),
            );
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
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let after = Place::parse(&query.after);
    let mut rows = store::differences(&tx, query.which(), after.as_ref(), store::PAGE.saturating_add(1)).await?;
    let of_codes = store::count_differences(&tx, filled(&query.statement)).await?;
    tx.commit().await?;
    let page = reader.page("operator-differences-title");
    let place = |row: &DifferenceRow| Place::text(row.recorded_at, row.id);
    let pages = lists::pages(&page, &query, (&mut rows, store::PAGE), place);
    let named = |(outcome, count, _): &(String, i64, i64)| {
        (
            outcome.clone(),
            page.t("difference-of-code").with("words", page.refusal(code(outcome)).0).with("n", *count).into(),
        )
    };
    let known = of_codes.iter().map(named).collect();
    let shown = of_codes.iter().filter(|(outcome, ..)| query.which().1.is_none_or(|asked| asked == outcome));
    let (total, sum) = shown
        .fold((0_i64, 0_i64), |(n, sum), (_, count, amount)| (n.saturating_add(*count), sum.saturating_add(*amount)));
    let filter = Ask::new(&page, &query)
        .choose("code", page.t("message-words"), known)
        .keep("statement", query.which().0.map(|_| page.t("difference-of-statement").into()))
        .filter();
    answer(&DifferencesPage { filter, rows, total, sum, pages, files: query.files(&page), page })
}
