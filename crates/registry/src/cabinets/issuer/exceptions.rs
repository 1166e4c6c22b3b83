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
use serde_json::json;

use super::{filter::encode, open, store::acts::list_months, store::exceptions as store};
use crate::{
    app::App,
    cabinets::{lists, titles},
    platform::{
        Actor, Result,
        govuk::{self, Cell, Pagination, Table},
        http::{Caller, Page, Reader, page::show},
    },
};

/// Rows of a page.
const PAGE: i64 = 100;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/exceptions", get(exceptions))
        .route("/{language}/issuer/exceptions/file", get(file))
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    month: String,
    code: String,
    q: String,
    after: String,
    form: String,
}

impl Query {
    fn asked(&self) -> store::Asked {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        store::Asked {
            month: Month::parse(self.month.trim()).map(Month::first),
            code: filled(&self.code),
            performer: filled(&self.q),
        }
    }

    fn with(&self, with: &[(&str, &str)]) -> String {
        let own = [("month", self.month.as_str()), ("code", &self.code), ("q", &self.q)];
        let kept = own.into_iter().filter(|(name, _)| !with.iter().any(|(other, _)| other == name));
        encode(kept.chain(with.iter().copied()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/exceptions.html")]
struct ExceptionsPage {
    page: Page,
    query: Query,
    months: Vec<(String, String)>,
    codes: Option<Table>,
    rows: Option<Table>,
    remedy: Option<(&'static str, &'static str)>,
    pages: Pagination,
    all: String,
    xlsx: String,
    csv: String,
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
    let after = Some(query.after.as_str()).filter(|after| !after.is_empty());
    let mut rows = store::list(&tx, bin, &asked, after, PAGE.saturating_add(1)).await?;
    let months = list_months(&tx, bin).await?;
    tx.commit().await?;
    let page = super::under(reader.page("issuer-exceptions-title"));
    let here = page.href("/issuer/exceptions");
    let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > PAGE;
    if more {
        rows.pop();
    }
    let next = rows.last().filter(|_| more).map(|row| format!("{here}{}", query.with(&[("after", &row.key)])));
    let previous = after.map(|_| format!("{here}{}", query.with(&[])));
    let file = |form| format!("{}{}", page.href("/issuer/exceptions/file"), query.with(&[("form", form)]));
    show(&ExceptionsPage {
        months: months.iter().map(|month| (month.strftime("%Y-%m").to_string(), page.month(*month).into())).collect(),
        codes: by_code(&page, &query, &codes),
        rows: listed(&page, &rows),
        remedy: asked.code.as_ref().map(|code| page.refusal(code)),
        pages: Pagination::new(&page, previous, next),
        all: format!("{here}{}", query.with(&[("code", "")])),
        xlsx: file("xlsx"),
        csv: file("csv"),
        now: page.instant(app.clock.now()),
        page,
        query,
    })
}

fn by_code(page: &Page, query: &Query, codes: &[store::OfCode]) -> Option<Table> {
    let row = |one: &store::OfCode| {
        let (text, remedy) = page.refusal(&one.code);
        let href = format!("{}{}", page.href("/issuer/exceptions"), query.with(&[("code", &one.code)]));
        [
            Cell::link(href, text),
            Cell::new(remedy),
            Cell::new(page.number(one.lines)),
            Cell::new(page.number(one.performers)),
        ]
    };
    let table = Table::new(page.t("issuer-exceptions-by-code"))
        .caption_hidden()
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
        .text(page.t("issuer-performer"))
        .text(page.t("issuer-month"))
        .text(page.t("actview-voucher"))
        .text(page.t("issuer-why"))
        .text(page.t("issuer-code"))
        .rows(rows.iter().map(row));
    (!rows.is_empty()).then_some(table)
}

/// The list of a question, for a file.
pub(super) async fn list(app: &App, actor: &Actor, query: &Query, limit: i64) -> Result<lists::List> {
    let tx = open(app, actor, "page.issuer.exceptions").await?;
    let rows = store::list(&tx, &actor.organisation, &query.asked(), None, limit).await?;
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

async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let form = lists::Form::parse(&query.form)?;
    let list = list(&app, &caller.actor, &query, lists::at_once(&app)).await?;
    lists::answer_or_job((&app, &reader, &caller), (&list, form), ("exceptions", json!(query))).await
}
