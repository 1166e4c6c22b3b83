//! What closes have kept out of acts, by code and performer, with the way to put it right.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Query as Asked, State},
    response::Response,
    routing::get,
};
use law::Month;
use serde::{Deserialize, Serialize};

use super::{open, store::acts::list_months, store::exceptions as store};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Question, filled},
        titles,
    },
    platform::{
        Actor, Result, blocks,
        govuk::{self, Cell, Pagination, Table},
        http::{Caller, Page, Reader, page::show},
    },
};

/// Rows of a page.
const PAGE: i64 = 100;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/exceptions", get(exceptions))
        .route("/{language}/issuer/exceptions/file", get(lists::file::<Query>))
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    month: String,
    code: String,
    q: String,
    after: String,
}

impl Query {
    fn asked(&self) -> store::Asked {
        let filled = |text: &str| filled(text).map(str::to_owned);
        store::Asked {
            month: Month::parse(self.month.trim()).map(Month::first),
            code: filled(&self.code),
            performer: filled(&self.q),
        }
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/exceptions.html")]
struct ExceptionsPage {
    page: Page,
    filter: blocks::Filter,
    codes: Option<Table>,
    rows: Option<Table>,
    remedy: Option<(&'static str, &'static str)>,
    pages: Pagination,
    all: String,
    files: Vec<(String, &'static str)>,
    now: String,
}

async fn exceptions(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.exceptions").await?;
    let (bin, asked) = (caller.actor.organisation.as_str(), query.asked());
    let codes = store::count_codes(&tx, bin, &asked).await?;
    let mut rows = store::list(&tx, bin, &asked, filled(&query.after), PAGE.saturating_add(1)).await?;
    let months = list_months(&tx, bin).await?;
    tx.commit().await?;
    let page = super::under(reader.page("issuer-exceptions-title"));
    let pages = lists::pages(&page, &query, (&mut rows, PAGE), |row| row.key.clone());
    show(&ExceptionsPage {
        filter: Ask::new(&page, &query)
            .month(&months)
            .write("q", page.t("issuer-filter-performer"), page.t("issuer-filter-performer-hint"))
            .keep("code", asked.code.as_ref().map(|code| page.refusal(code).0.to_owned()))
            .filter(),
        codes: by_code(&page, &query, &codes),
        rows: listed(&page, &rows),
        remedy: asked.code.as_ref().map(|code| page.refusal(code)),
        pages,
        all: page.href(query.path(&[("code", "")])),
        files: query.files(&page),
        now: page.instant(app.clock.now()),
        page,
    })
}

fn by_code(page: &Page, query: &Query, codes: &[store::OfCode]) -> Option<Table> {
    let row = |one: &store::OfCode| {
        let (text, remedy) = page.refusal(&one.code);
        let href = page.href(query.path(&[("code", &one.code)]));
        [
            Cell::link(href, text),
            Cell::new(remedy),
            Cell::new(page.number(one.lines)),
            Cell::new(page.number(one.performers)),
        ]
    };
    let table = Table::new(page.t("issuer-exceptions-by-code"))
        .caption_hidden()
        .stacked()
        .text(page.t("issuer-why"))
        .text(page.t("issuer-remedy"))
        .number(page.t("issuer-lines"))
        .number(page.t("issuer-performers"))
        .rows(codes.iter().map(row));
    (!codes.is_empty()).then_some(table)
}

fn listed(page: &Page, rows: &[store::KeptOut]) -> Option<Table> {
    let row = |one: &store::KeptOut| {
        let performer = titles::performer(page.reader(), &one.name_kk, &one.name_ru);
        let voucher =
            if one.voucher.is_empty() { page.t("actview-whole-act").to_string() } else { one.voucher.clone() };
        [
            Cell::link(page.href(format_args!("/issuer/acts/{}", one.act)), performer),
            Cell::new(page.month(one.month)),
            Cell::new(voucher),
            Cell::new(page.refusal(&one.code).0),
            Cell::new(&one.code),
        ]
    };
    let table = Table::new(page.t("issuer-exceptions-lines"))
        .caption_hidden()
        .stacked()
        .text(page.t("issuer-performer"))
        .text(page.t("issuer-month"))
        .text(page.t("actview-voucher"))
        .text(page.t("issuer-why"))
        .text(page.t("issuer-code"))
        .rows(rows.iter().map(row));
    (!rows.is_empty()).then_some(table)
}

impl Question for Query {
    const WORD: &'static str = "exceptions";
    const PATH: &'static str = "/issuer/exceptions";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("month", &self.month), ("code", &self.code), ("q", &self.q)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor, "page.issuer.exceptions").await?;
        let rows = store::list(&tx, &actor.organisation, &self.asked(), None, limit).await?;
        tx.commit().await?;
        let row = |one: store::KeptOut| {
            vec![
                one.month.strftime("%Y-%m").to_string().into(),
                one.bin.into(),
                one.name_kk.into(),
                one.name_ru.into(),
                one.act_number.into(),
                one.voucher.into(),
                i64::from(one.portion).into(),
                one.code.into(),
            ]
        };
        let header = ["month", "performer_bin", "performer_kk", "performer_ru", "act", "voucher", "portion", "code"];
        Ok(lists::List::new("exceptions", header, rows.into_iter().map(row).collect()))
    }
}
