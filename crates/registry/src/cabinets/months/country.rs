//! A month of the country by regions, and its close as one job.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Query as FromAddress, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use law::Month;
use serde::{Deserialize, Serialize};

use super::store::{self, RegionMonth};
use crate::{
    acts::Close,
    app::App,
    cabinets::{
        lists::{self, Ask, Listing, Question, encode, filled},
        titles,
        work::{self, Asked},
    },
    platform::{
        Actor, Result, Tx, access,
        error::refuse,
        govuk::{self, Cell, Pagination, Table},
        http::{Caller, Page, Reader, format, page::show as answer},
    },
};

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    month: String,
    programme: String,
}

impl Question for Query {
    const WORD: &'static str = "country.month";
    const PATH: &'static str = "/registrar/months";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("month", &self.month), ("programme", &self.programme)]
    }

    fn after(&self) -> &'static str {
        ""
    }

    async fn list(&self, app: &App, actor: &Actor, _: i64) -> Result<lists::List> {
        let tx = open(app, actor).await?;
        let month = month_of(&tx, &self.month, &[]);
        let rows = store::list_regions(&tx, month, filled(&self.programme)).await?;
        tx.commit().await?;
        let row = |one: RegionMonth| {
            vec![
                month.strftime("%Y-%m").to_string().into(),
                i64::from(one.region).into(),
                one.programme.clone().into(),
                one.performers.into(),
                one.missing().into(),
                one.late.into(),
                one.drafts.into(),
                one.signed.into(),
                one.exceptions.into(),
                one.total.into(),
            ]
        };
        let header = [
            "month",
            "region",
            "programme",
            "performers",
            "not_closed",
            "late",
            "drafts",
            "signed",
            "lines_kept_out",
            "total_tiyn",
        ];
        Ok(lists::List::new("month", header, rows.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/months/country.html")]
struct CountryPage {
    page: Page,
    listing: Listing,
    /// `YYYY-MM`, and the programme that is shown.
    month: String,
    programme: String,
    what: String,
    ended: bool,
    late: i64,
    late_href: String,
}

async fn open<'a>(app: &'a App, actor: &Actor) -> Result<Tx<'a>> {
    access::require(app, actor, "page.registrar").await?;
    app.begin(actor, "registrar.read", 0).await
}

/// The month asked for; else the newest that is over, else the newest.
pub(super) fn month_of(tx: &Tx<'_>, written: &str, known: &[Date]) -> Date {
    let over = known.iter().find(|month| month.last_of_month() < tx.today());
    let month = Month::parse(written.trim()).map(Month::first);
    month.or(over.or(known.first()).copied()).unwrap_or_else(|| tx.today().first_of_month())
}

pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    FromAddress(mut query): FromAddress<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let months = store::list_months(&tx, tx.today()).await?;
    let month = month_of(&tx, &query.month, &months);
    query.month = month.strftime("%Y-%m").to_string();
    let rows = store::list_regions(&tx, month, filled(&query.programme)).await?;
    let ended = month.last_of_month() < tx.today();
    tx.commit().await?;
    let page = reader.page_of(reader.t("months-title").with("month", format::month(reader.language, month))).wide();
    let page = page.crumb("/registrar", reader.t("registrar-desk-title"));
    let sum = rows.iter().fold(RegionMonth::default(), RegionMonth::plus);
    let filter = Ask::new(&page, &query).month(&months).programme().filter();
    let count = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let pages = Pagination::new(&page, None, None);
    let table = (count, table(&page, &query.month, &rows, &sum));
    let listing = Listing::new((&page, &query), filter, table, pages, page.t("months-none"));
    let what = filled(&query.programme)
        .map_or_else(|| page.t("months-all-programmes").to_string(), |one| titles::programme(page.reader(), one));
    answer(&CountryPage {
        late: sum.late,
        late_href: page.href(format_args!(
            "/registrar/late{}",
            encode([("month", query.month.as_str()), ("programme", &query.programme)])
        )),
        listing,
        month: query.month,
        programme: query.programme,
        what,
        ended,
        page,
    })
}

fn table(page: &Page, month: &str, rows: &[RegionMonth], sum: &RegionMonth) -> Table {
    let numbers = |one: &RegionMonth| {
        [one.performers, one.missing(), one.late, one.drafts, one.signed, one.exceptions]
            .map(|count| Cell::new(page.number(count)))
            .into_iter()
            .chain([Cell::new(page.amount(one.total))])
    };
    let row = |one: &RegionMonth| {
        let (region, name) = (one.region.to_string(), titles::region(page.reader(), one.region));
        let late = encode([("month", month), ("region", region.as_str()), ("programme", &one.programme)]);
        let first = [
            Cell::link(page.href(format_args!("/registrar/late{late}")), name),
            Cell::new(titles::programme(page.reader(), &one.programme)),
        ];
        first.into_iter().chain(numbers(one)).collect::<Vec<_>>()
    };
    let total = [Cell::new(page.t("months-country")), Cell::new("")];
    Table::new(page.t("months-by-region"))
        .caption_hidden()
        .stacked()
        .text(page.t("register-region"))
        .text(page.t("filter-programme"))
        .number(page.t("issuer-performers"))
        .number(page.t("months-not-closed"))
        .number(page.t("months-late"))
        .number(page.t("months-drafts"))
        .number(page.t("issuer-close-signed-acts"))
        .number(page.t("issuer-exceptions"))
        .number(page.t("issuer-sum-tenge"))
        .rows(rows.iter().map(row))
        .row(total.into_iter().chain(numbers(sum)))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    month: String,
    programme: String,
}

/// Closes the whole country: one job, chunk by chunk, that late performers hold up nowhere.
pub(super) async fn close(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    let Some(month) = Month::parse(&written.month).map(Month::first).filter(|month| *month <= app.clock.today()) else {
        return refuse("input.invalid", "/month");
    };
    let what = Close { month, programme: filled(&written.programme).map(str::to_owned), region: None };
    let job = work::start(&app, &caller.actor, Asked::Close(what)).await?;
    Ok(Redirect::to(&reader.href(format_args!("/jobs/{job}"))).into_response())
}
