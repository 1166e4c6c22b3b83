//! Consents on paper: contracts that wait for the parent's, and the entry of a paper by a clerk, for families without the portal.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query as Asked, State},
    response::Response,
    routing::get,
};
use jiff::civil::Date;
use law::Iin;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{open, store::consents as store};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Listing, Question, filled},
        titles,
    },
    contracts::{self, Consent},
    platform::{
        Actor, Result,
        error::refuse,
        govuk::{self, Cell, Errors, SummaryList, Table},
        http::{Caller, Page, Reader, page::show, page::show_again},
    },
};

/// Rows of a page.
const PAGE: i64 = 100;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/consents", get(list))
        .route("/{language}/issuer/consents/file", get(lists::file::<Query>))
        .route("/{language}/issuer/consents/{contract}", get(ask).post(enter))
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    q: String,
    after: String,
}

impl Question for Query {
    const WORD: &'static str = "consents";
    const PATH: &'static str = "/issuer/consents";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor, "page.issuer.consents").await?;
        let of = (actor.organisation.as_str(), filled(&self.q));
        let rows = store::list(&tx, of, (None, None), limit).await?;
        tx.commit().await?;
        let row = |one: store::Waiting| {
            vec![
                one.contract.into(),
                one.voucher.into(),
                one.programme.into(),
                one.bin.into(),
                one.name_kk.into(),
                one.name_ru.into(),
                one.from.to_string().into(),
                one.signed_on.to_string().into(),
            ]
        };
        let header = [
            "contract",
            "voucher",
            "programme",
            "performer_bin",
            "performer_kk",
            "performer_ru",
            "contract_from",
            "performer_signed_on",
        ];
        Ok(lists::List::new("consents", header, rows.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/consents.html")]
struct ConsentsPage {
    page: Page,
    listing: Listing,
}

async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.consents").await?;
    let of = (caller.actor.organisation.as_str(), filled(&query.q));
    let after = query.after.parse().ok();
    let mut rows = store::list(&tx, of, (None, after), PAGE.saturating_add(1)).await?;
    let total = store::count(&tx, of).await?;
    tx.commit().await?;
    let page = super::under(reader.page("consents-title")).wide();
    let pages = lists::pages(&page, &query, (&mut rows, PAGE), |row| row.id.to_string());
    let filter = Ask::new(&page, &query).write("q", page.t("consents-filter"), page.t("consents-filter-hint")).filter();
    let listing = Listing::new((&page, &query), filter, (total, table(&page, &rows)), pages, page.t("consents-none"))
        .about(page.t("consents-lead"));
    show(&ConsentsPage { listing, page })
}

fn table(page: &Page, rows: &[store::Waiting]) -> Table {
    let row = |one: &store::Waiting| {
        [
            Cell::link(page.href(format_args!("/issuer/consents/{}", one.id)), &one.contract),
            Cell::new(&one.voucher),
            Cell::new(titles::performer(page.reader(), &one.name_kk, &one.name_ru)),
            Cell::new(titles::programme(page.reader(), &one.programme)),
            Cell::new(page.date(one.from)),
        ]
    };
    Table::new(page.t("consents-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("consents-contract"))
        .text(page.t("actview-voucher"))
        .text(page.t("issuer-performer"))
        .text(page.t("issuer-programme"))
        .text(page.t("consents-from"))
        .rows(rows.iter().map(row))
}

/// The paper as it was written.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    iin: String,
    document: String,
    #[serde(rename = "signed-day")]
    day: String,
    #[serde(rename = "signed-month")]
    month: String,
    #[serde(rename = "signed-year")]
    year: String,
}

impl Written {
    fn date_parts(&self) -> [&str; 3] {
        [&self.day, &self.month, &self.year]
    }

    /// The paper; what is wrong goes to the errors.
    fn read(&self, today: Date, errors: &mut Errors) -> Option<Consent> {
        let [day, month, year] = self.date_parts();
        let year = year.trim().parse::<i16>().ok().filter(|year| (2000..=2999).contains(year));
        let date = |year| Date::new(year, month.trim().parse().ok()?, day.trim().parse().ok()?).ok();
        let signed_on = year.and_then(date).filter(|day| *day <= today);
        if signed_on.is_none() {
            errors.say("signed", "consents-date-wrong");
        }
        let iin = Iin::parse(self.iin.trim());
        if iin.is_err() {
            errors.say("iin", "consents-iin-wrong");
        }
        let document = self.document.trim();
        if !(1..=100).contains(&document.chars().count()) {
            errors.say("document", "consents-document-wrong");
        }
        if !errors.is_empty() {
            return None;
        }
        Some(Consent::Paper { iin: iin.ok()?, signed_on: signed_on?, document: document.to_owned() })
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/consent.html")]
struct ConsentPage {
    page: Page,
    errors: Errors,
    here: String,
    summary: SummaryList,
    written: Written,
}

async fn page_of(
    app: &App,
    reader: &Reader,
    caller: &Caller,
    (id, written, errors): (&str, Written, Errors),
) -> Result<ConsentPage> {
    let tx = open(app, &caller.actor, "page.issuer.consents").await?;
    let of = (caller.actor.organisation.as_str(), None);
    let found = match id.parse::<Uuid>() {
        Ok(id) => store::list(&tx, of, (Some(id), None), 1).await?,
        Err(_) => Vec::new(),
    };
    tx.commit().await?;
    let Some(one) = found.into_iter().next() else { return refuse("contract.unknown", "") };
    let page = super::under(reader.page("consent-title")).crumb("/issuer/consents", reader.t("consents-title"));
    let summary = SummaryList::new()
        .row(page.t("consents-contract"), &one.contract)
        .row(page.t("actview-voucher"), &one.voucher)
        .row(page.t("issuer-performer"), titles::performer(page.reader(), &one.name_kk, &one.name_ru))
        .row(page.t("issuer-programme"), titles::programme(page.reader(), &one.programme))
        .row(page.t("consents-from"), page.date(one.from))
        .row(page.t("consents-signed"), page.date(one.signed_on));
    let here = page.href(format_args!("/issuer/consents/{}", one.id));
    Ok(ConsentPage { here, summary, written, page: errors.on(page), errors })
}

async fn ask(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response> {
    let errors = Errors::new(reader.language);
    show(&page_of(&app, &reader, &caller, (&id, Written::default(), errors)).await?)
}

async fn enter(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    Form(written): Form<Written>,
) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    // Whoever may not see the contract may not confirm it.
    let page = page_of(&app, &reader, &caller, (&id, written.clone(), Errors::new(reader.language))).await?;
    drop(page);
    if let (Some(paper), Ok(contract)) = (written.read(app.clock.today(), &mut errors), id.parse()) {
        match contracts::confirm(&app, &caller.actor, contract, paper).await {
            Ok(_) => return Ok(reader.done("/issuer/consents", "done-consent-entered")),
            Err(error) => errors.refused("iin", error)?,
        }
    }
    show_again(&page_of(&app, &reader, &caller, (&id, written, errors)).await?)
}
