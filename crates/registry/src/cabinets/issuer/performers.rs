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

use super::{filter::Cursor, open, store::performers as store};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Question, encode, filled},
        titles,
    },
    platform::{
        Actor, Result, blocks,
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
        .route("/{language}/issuer/performers/file", get(lists::file::<Query>))
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
}

impl Query {
    fn asked(&self) -> store::Asked {
        let filled = |text: &str| filled(text).map(str::to_owned);
        store::Asked {
            programme: filled(&self.programme),
            standing: filled(&self.standing),
            performer: filled(&self.q),
        }
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
    filter: blocks::Filter,
    month_name: String,
    year: i16,
    counts: Vec<(String, i64)>,
    rows: Option<Table>,
    pages: Pagination,
    files: Vec<(String, &'static str)>,
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
    let pages = lists::pages(&page, &query, (&mut rows, PAGE), |row| Cursor::text(row.id, &row.key));
    show(&PerformersPage {
        filter: filter(&page, &query),
        month_name: page.month(month).into(),
        year: month.year(),
        counts: counts.iter().map(|(word, count)| (page.t_of("issuer-standing", word).into(), *count)).collect(),
        rows: listed(&page, &rows),
        pages,
        files: query.files(&page),
        now: page.instant(app.clock.now()),
        page,
    })
}

fn filter(page: &Page, query: &Query) -> blocks::Filter {
    let standings = STANDINGS.map(|word| (word.to_owned(), page.t_of("issuer-standing", word).into())).into();
    let programmes = super::programmes(page.reader()).into_iter().map(|(code, name)| (code.to_owned(), name)).collect();
    Ask::new(page, query)
        .write("q", page.t("issuer-filter-performer"), page.t("issuer-filter-performer-hint"))
        .choose("standing", page.t("issuer-standing"), standings)
        .choose("programme", page.t("issuer-programme"), programmes)
        .keep("month", Month::parse(query.month.trim()).map(|month| page.month(month.first()).into()))
        .filter()
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

impl Question for Query {
    const WORD: &'static str = "performers";
    const PATH: &'static str = "/issuer/performers";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("month", &self.month), ("programme", &self.programme), ("standing", &self.standing), ("q", &self.q)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor, "page.issuer.performers").await?;
        let month = self.month(tx.today());
        let rows = store::list(&tx, &actor.organisation, (&self.asked(), month), None, limit).await?;
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
}
