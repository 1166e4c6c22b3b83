//! What performers have beside their parts: the estimates of a financial year, and the obligations of the capital component.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use jiff::civil::Date;
use serde::Deserialize;

use super::open;
use crate::{
    app::App,
    cabinets::titles,
    funding::store::{self, EstimateRow, ObligationRow},
    platform::{
        Result,
        govuk::{self, Cell, Table},
        http::{Caller, Page, Reader, page::show, words::Language},
    },
};

/// Rows shown of each.
const LISTED: i64 = 500;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/issuer/funding", get(list))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    year: String,
}

#[derive(Template)]
#[template(path = "cabinets/issuer/funding.html")]
struct FundingPage {
    page: Page,
    year: i16,
    years: Vec<i16>,
    estimates: Option<Table>,
    obligations: Option<Table>,
    now: String,
}

async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.budget").await?;
    let this_year = tx.today().year();
    let years: Vec<i16> = (this_year.saturating_sub(1)..=this_year.saturating_add(1)).collect();
    let year = asked.year.parse().ok().filter(|year| years.contains(year)).unwrap_or(this_year);
    let months = (Date::constant(year, 1, 1), Date::constant(year, 12, 1));
    let bin = Some(caller.actor.organisation.as_str());
    let estimates = store::list_year(&tx, months, bin, None, LISTED).await?;
    let obligations = store::list_standing(&tx, bin, None, LISTED).await?;
    tx.commit().await?;
    let page = super::under(reader.page("funding-title")).wide();
    show(&FundingPage {
        estimates: (!estimates.is_empty()).then(|| of_estimates(&page, &estimates)),
        obligations: (!obligations.is_empty()).then(|| of_obligations(&page, &obligations)),
        year,
        years,
        now: page.instant(app.clock.now()),
        page,
    })
}

fn performer<'a>(page: &Page, kk: &'a str, ru: &'a str) -> &'a str {
    match page.reader().language {
        Language::Kk => kk,
        Language::Ru | Language::En => ru,
    }
}

fn of_estimates(page: &Page, rows: &[EstimateRow]) -> Table {
    let document = |row: &EstimateRow| {
        page.t("funding-document-of")
            .with("number", row.document_number.as_str())
            .with("date", page.date(row.document_date))
    };
    let row = |row: &EstimateRow| {
        [
            Cell::new(format_args!("{}, {}", performer(page, &row.name_kk, &row.name_ru), row.performer_bin)),
            Cell::new(titles::programme(page.reader(), &row.programme)),
            Cell::new(page.month(row.month)),
            Cell::number(page.amount(row.amount)),
            Cell::new(document(row)),
            Cell::new(page.instant(row.recorded_at)),
        ]
    };
    Table::new(page.t("funding-estimates"))
        .caption_hidden()
        .text(page.t("funding-performer"))
        .text(page.t("issuer-programme"))
        .text(page.t("funding-month"))
        .number(page.t("funding-amount"))
        .text(page.t("funding-document"))
        .text(page.t("funding-recorded"))
        .rows(rows.iter().map(row))
}

fn of_obligations(page: &Page, rows: &[ObligationRow]) -> Table {
    let span = |row: &ObligationRow| {
        page.t("funding-span").with("from", page.month(row.first_month)).with("to", page.month(row.last_month))
    };
    let row = |row: &ObligationRow| {
        [
            Cell::new(format_args!("{}, {}", performer(page, &row.name_kk, &row.name_ru), row.performer_bin)),
            Cell::new(&row.number),
            Cell::new(page.t_of("funding-kind", &row.kind)),
            Cell::number(page.number(i64::from(row.places))),
            Cell::new(page.date(row.accepted_on)),
            Cell::new(span(row)),
            Cell::new(&row.document),
        ]
    };
    Table::new(page.t("funding-obligations"))
        .caption_hidden()
        .text(page.t("funding-performer"))
        .text(page.t("funding-number"))
        .text(page.t("funding-kind"))
        .number(page.t("funding-places"))
        .text(page.t("funding-accepted"))
        .text(page.t("funding-months"))
        .text(page.t("funding-document"))
        .rows(rows.iter().map(row))
}
