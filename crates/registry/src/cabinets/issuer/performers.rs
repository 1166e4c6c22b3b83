//! The performers of the region: standing, children against places, sums of the year.

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

use super::{
    filter::{Cursor, encode},
    open,
    store::performers as store,
};
use crate::{
    app::App,
    cabinets::{lists, titles},
    platform::{
        Actor, Result,
        govuk::{self, Cell, Pagination, Table, Tag},
        http::{Caller, Page, Reader, page::show},
    },
};

/// Rows of a page.
const PAGE: i64 = 50;
/// Standings, as data spell them.
const STANDINGS: [&str; 3] = ["good", "suspended", "terminated"];

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/performers", get(performers))
        .route("/{language}/issuer/performers/file", get(file))
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    month: String,
    programme: String,
    standing: String,
    q: String,
    after: String,
    form: String,
}

impl Query {
    fn asked(&self) -> store::Asked {
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        store::Asked {
            programme: filled(&self.programme),
            standing: filled(&self.standing),
            performer: filled(&self.q),
        }
    }

    fn with(&self, with: &[(&str, &str)]) -> String {
        let own = [
            ("month", self.month.as_str()),
            ("programme", &self.programme),
            ("standing", &self.standing),
            ("q", &self.q),
        ];
        let kept = own.into_iter().filter(|(name, _)| !with.iter().any(|(other, _)| other == name));
        encode(kept.chain(with.iter().copied()))
    }

    fn cursor(&self) -> Option<Cursor> {
        super::filter::Query { after: self.after.clone(), sort: "performer".to_owned(), ..Default::default() }.cursor()
    }

    fn month(&self, today: jiff::civil::Date) -> jiff::civil::Date {
        Month::parse(self.month.trim()).map_or_else(|| today.first_of_month(), Month::first)
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/performers.html")]
struct PerformersPage {
    page: Page,
    query: Query,
    month: String,
    month_name: String,
    year: i16,
    counts: Vec<(String, i64)>,
    programmes: Vec<(&'static str, String)>,
    standings: Vec<(&'static str, String)>,
    rows: Option<Table>,
    pages: Pagination,
    xlsx: String,
    csv: String,
    now: String,
}

async fn performers(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.performers").await?;
    let bin = caller.actor.organisation.as_str();
    let (month, cursor) = (query.month(tx.today()), query.cursor());
    let after = cursor.as_ref().map(|cursor| (cursor.key.as_str(), cursor.id));
    let mut rows = store::list(&tx, bin, (&query.asked(), month), after, PAGE.saturating_add(1)).await?;
    let counts = store::count(&tx, bin).await?;
    tx.commit().await?;
    let page = super::under(reader.page("issuer-performers-title")).wide();
    let here = page.href("/issuer/performers");
    let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > PAGE;
    if more {
        rows.pop();
    }
    let place = |row: &store::Listed| query.with(&[("after", &Cursor::text(row.id, &row.key))]);
    let next = rows.last().filter(|_| more).map(|row| format!("{here}{}", place(row)));
    let previous = cursor.map(|_| format!("{here}{}", query.with(&[])));
    let file = |form| format!("{}{}", page.href("/issuer/performers/file"), query.with(&[("form", form)]));
    show(&PerformersPage {
        month: month.strftime("%Y-%m").to_string(),
        month_name: page.month(month).into(),
        year: month.year(),
        counts: counts.iter().map(|(word, count)| (page.t_of("issuer-standing", word).into(), *count)).collect(),
        programmes: super::programmes(page.reader()),
        standings: STANDINGS.map(|word| (word, page.t_of("issuer-standing", word).into())).into(),
        rows: listed(&page, &rows),
        pages: Pagination::new(&page, previous, next),
        xlsx: file("xlsx"),
        csv: file("csv"),
        now: page.instant(app.clock.now()),
        page,
        query,
    })
}

fn standing(page: &Page, row: &store::Listed) -> Tag {
    let word = page.t_of("issuer-standing", &row.standing);
    match row.standing.as_str() {
        "terminated" => Tag::red(word),
        "suspended" => Tag::orange(word),
        _ => Tag::green(word),
    }
}

fn listed(page: &Page, rows: &[store::Listed]) -> Option<Table> {
    let row = |one: &store::Listed| {
        let acts = encode([("tab", "all"), ("q", one.bin.as_str())]);
        let full = one.capacity > 0 && one.children > one.capacity;
        let children = page.t("issuer-children-of").with("n", one.children).with("places", one.capacity);
        let children = if full { Cell::html(Tag::orange(children)) } else { Cell::new(children) };
        [
            Cell::link(
                page.href(format_args!("/issuer/acts{acts}")),
                titles::performer(page.reader(), &one.name_kk, &one.name_ru),
            ),
            Cell::new(&one.bin),
            Cell::new(titles::programme(page.reader(), &one.programme)),
            Cell::html(standing(page, one)),
            children,
            Cell::new(page.number(one.ordered_places)),
            Cell::new(page.amount(one.accepted)),
            Cell::new(page.amount(one.paid)),
        ]
    };
    let table = Table::new(page.t("issuer-performers-title"))
        .caption_hidden()
        .text(page.t("issuer-performer"))
        .text(page.t("issuer-bin"))
        .text(page.t("issuer-programme"))
        .text(page.t("issuer-standing"))
        .text(page.t("issuer-children-places"))
        .number(page.t("issuer-ordered-places"))
        .number(page.t("issuer-accepted-year"))
        .number(page.t("issuer-paid-year"))
        .rows(rows.iter().map(row));
    (!rows.is_empty()).then_some(table)
}

/// The list of a question, for a file.
pub(super) async fn list(app: &App, actor: &Actor, query: &Query, limit: i64) -> Result<lists::List> {
    let tx = open(app, actor, "page.issuer.performers").await?;
    let month = query.month(tx.today());
    let rows = store::list(&tx, &actor.organisation, (&query.asked(), month), None, limit).await?;
    tx.commit().await?;
    let row = |one: store::Listed| {
        vec![
            one.bin.into(),
            one.name_kk.into(),
            one.name_ru.into(),
            one.kind.into(),
            one.programme.into(),
            one.standing.into(),
            one.reason.into(),
            one.standing_from.map(|day| day.to_string()).unwrap_or_default().into(),
            month.strftime("%Y-%m").to_string().into(),
            one.children.into(),
            one.capacity.into(),
            one.ordered_places.into(),
            one.accepted.into(),
            one.paid.into(),
        ]
    };
    let header = [
        "bin",
        "name_kk",
        "name_ru",
        "kind",
        "programme",
        "standing",
        "reason",
        "standing_from",
        "month",
        "children",
        "capacity",
        "ordered_places",
        "accepted_tiyn",
        "paid_tiyn",
    ];
    Ok(lists::List::new("performers", header, rows.into_iter().map(row).collect()))
}

async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let form = lists::Form::parse(&query.form)?;
    let list = list(&app, &caller.actor, &query, lists::at_once(&app)).await?;
    lists::answer_or_job((&app, &reader, &caller), (&list, form), ("performers", json!(query))).await
}
