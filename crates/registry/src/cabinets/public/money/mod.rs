//! Follow the money (spec 8.1): budget → committed → due → ordered → paid by year, programme, region and performer. Sums come from budget
//! lines, which movements keep, so that a page costs the same for a thousand children as for a million.

mod flow;
mod programme;
mod region;

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use ledger::posting::Effect;
use serde::Deserialize;

use super::{
    begin,
    download::{Download, Value},
    map::{self, Drawn, Valued},
    names,
    store::money::{self as store, MoneyRow},
};
use crate::{
    app::App,
    platform::{
        Result,
        blocks::Figure,
        error::refuse,
        govuk::{Cell, Table},
        http::{Page, Reader, format, page::show},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/money", get(year))
        .route("/{language}/money.csv", get(csv))
        .merge(programme::routes())
        .merge(region::routes())
}

/// What the map compares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Metric {
    #[default]
    Paid,
    Budget,
    /// Paid of the budget, in hundredths of a percent.
    Share,
    Free,
}

impl Metric {
    const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Paid, "paid", "money-paid"),
        (Self::Share, "share", "money-share"),
        (Self::Budget, "budget", "money-budget"),
        (Self::Free, "free", "money-free"),
    ];

    fn key(self) -> &'static str {
        Self::ALL.iter().find(|(metric, ..)| *metric == self).map_or("money-paid", |(_, _, key)| key)
    }

    fn of(self, money: Effect) -> Option<i64> {
        match self {
            Self::Paid => Some(money.paid),
            Self::Budget => Some(money.allotted),
            Self::Free => money.free(),
            Self::Share => share(money),
        }
    }

    fn shown(self, page: &Page, value: i64) -> String {
        match self {
            Self::Share => format::percent(value),
            Self::Paid | Self::Budget | Self::Free => names::short(page, value),
        }
    }
}

/// Paid of the budget in hundredths of a percent, rounded half up; nothing without a budget.
fn share(money: Effect) -> Option<i64> {
    let exact = i128::from(money.paid).checked_mul(20_000)?.checked_div(i128::from(money.allotted))?;
    i64::try_from(exact.checked_add(1)?.checked_div(2)?).ok()
}

/// Which year and metric the address asks for.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Asked {
    year: Option<i16>,
    #[serde(default)]
    metric: Metric,
}

/// Adds up rows by what they have in common.
fn by<K: Ord>(rows: &[MoneyRow], key: impl Fn(&MoneyRow) -> K) -> BTreeMap<K, Effect> {
    let mut sums = BTreeMap::<K, Effect>::new();
    for row in rows {
        let sum = sums.entry(key(row)).or_default();
        *sum = plus(*sum, row.money);
    }
    sums
}

fn plus(a: Effect, b: Effect) -> Effect {
    Effect {
        allotted: a.allotted.saturating_add(b.allotted),
        committed: a.committed.saturating_add(b.committed),
        due: a.due.saturating_add(b.due),
        ordered: a.ordered.saturating_add(b.ordered),
        paid: a.paid.saturating_add(b.paid),
    }
}

fn total<'a>(sums: impl IntoIterator<Item = &'a Effect>) -> Effect {
    sums.into_iter().fold(Effect::default(), |sum, money| plus(sum, *money))
}

/// The first numbers of a page.
fn figures(page: &Page, money: Effect) -> Vec<(String, String)> {
    let sum = |key: &'static str, tiyn| (page.t(key).to_string(), names::short(page, tiyn));
    vec![
        sum("money-budget", money.allotted),
        sum("money-paid", money.paid),
        sum("money-free", money.free().unwrap_or_default()),
        (page.t("money-share").into(), share(money).map_or_else(|| "–".to_owned(), format::percent)),
    ]
}

/// The sums of a table: one line each, the total last.
fn table(page: &Page, (caption, first): (&str, &'static str), lines: Vec<(Cell, Effect)>) -> Table {
    let table = Table::new(caption)
        .caption_hidden()
        .dense()
        .stacked()
        .text(page.t(first))
        .number(page.t("money-budget"))
        .number(page.t("money-committed"))
        .number(page.t("money-due"))
        .number(page.t("money-ordered"))
        .number(page.t("money-paid"))
        .number(page.t("money-free"));
    let whole = total(lines.iter().map(|(_, money)| money));
    let cells = |(name, money): (Cell, Effect)| {
        let sums =
            [money.allotted, money.committed, money.due, money.ordered, money.paid, money.free().unwrap_or_default()];
        std::iter::once(name).chain(sums.map(|tiyn| Cell::number(format::amount(tiyn)))).collect::<Vec<_>>()
    };
    let last = (Cell::new(page.t("money-total")), whole);
    table.rows(lines.into_iter().chain([last]).map(cells))
}

/// Whether the parts of a budget add up to it, said so that it can be checked by hand.
fn balance(page: &Page, money: Effect) -> String {
    let parts = [money.free().unwrap_or_default(), money.committed, money.due, money.ordered, money.paid];
    let sum: i64 = parts.iter().fold(0, |sum, part| sum.saturating_add(*part));
    let key = if sum == money.allotted { "money-balance" } else { "money-imbalance" };
    let [free, committed, due, ordered, paid] = parts.map(format::amount);
    page.t(key)
        .with("free", free)
        .with("committed", committed)
        .with("due", due)
        .with("ordered", ordered)
        .with("paid", paid)
        .with("budget", format::amount(money.allotted))
        .into()
}

/// The map of a metric.
fn draw(page: &Page, metric: Metric, regions: &BTreeMap<i16, Effect>) -> Option<Drawn> {
    let title = page.t("money-map").with("metric", page.t(metric.key())).to_string();
    let description = page.t("money-map-description").to_string();
    let values: Vec<Valued> =
        regions.iter().map(|(region, money)| Valued { region: *region, value: metric.of(*money) }).collect();
    map::draw(page, (&title, &description), &values, &|value| metric.shown(page, value))
}

/// Links to the map's other metrics: address, name, whether it is the one shown.
fn metrics(page: &Page, path: &str, now: Metric) -> Vec<(String, String, bool)> {
    let joint = if path.contains('?') { '&' } else { '?' };
    let way = |(metric, code, key): (Metric, &str, &'static str)| {
        (page.href(format!("{path}{joint}metric={code}#map")), page.t(key).to_string(), metric == now)
    };
    Metric::ALL.map(way).into()
}

/// The columns of the open tables of money.
pub(super) const COLUMNS: [&str; 10] = [
    "year",
    "programme",
    "region",
    "month",
    "allotted_tiyn",
    "committed_tiyn",
    "due_tiyn",
    "ordered_tiyn",
    "paid_tiyn",
    "free_tiyn",
];

/// Rows as an open table.
pub(super) fn download(name: String, year: i16, rows: &[MoneyRow]) -> Download {
    let values = |row: &MoneyRow| -> Vec<Value> {
        vec![
            i64::from(year).into(),
            row.programme.as_str().into(),
            format!("{:02}", row.region).into(),
            row.month.strftime("%Y-%m").to_string().into(),
            row.money.allotted.into(),
            row.money.committed.into(),
            row.money.due.into(),
            row.money.ordered.into(),
            row.money.paid.into(),
            row.money.free().map_or(Value::None, Value::Number),
        ]
    };
    Download { name, columns: COLUMNS.to_vec(), rows: rows.iter().map(values).collect() }
}

/// All the money of some rows.
pub(super) fn whole(rows: &[MoneyRow]) -> Effect {
    total(rows.iter().map(|row| &row.money))
}

/// What became of a year's money, as the first page and this one show it.
pub(super) fn year_flow(page: &Page, (year, money): (i16, Effect), now: &str) -> Option<Figure> {
    let chart = flow::states(page, money)?;
    let caption = page.t("money-flow").with("year", year.to_string()).to_string();
    let csv = page.href(format!("/money.csv?year={year}"));
    Some(flow::figure(page, &chart, ("flow", &caption)).as_of(now).limits(page.t("money-limits")).csv(csv))
}

#[derive(Template)]
#[template(path = "cabinets/public/money/year.html")]
struct YearPage {
    page: Page,
    years: Vec<i16>,
    year: i16,
    figures: Vec<(String, String)>,
    flow: Option<Figure>,
    programmes: Table,
    balance: String,
    map: Option<Drawn>,
    metrics: Vec<(String, String, bool)>,
    regions: Table,
    now: String,
}

async fn year(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.money").await?;
    let years = store::years(&tx).await?;
    let page = reader.page("money-title");
    let Some(year) = asked.year.filter(|year| years.contains(year)).or_else(|| years.first().copied()) else {
        tx.commit().await?;
        return show(&EmptyPage { page });
    };
    let rows = store::of_year(&tx, year, None, None).await?;
    let now = page.instant(tx.at());
    tx.commit().await?;
    let (programmes, regions) = (by(&rows, |row| row.programme.clone()), by(&rows, |row| row.region));
    let whole = total(programmes.values());
    let caption = |key: &'static str| page.t(key).to_string();
    let link = |(code, money): (&String, &Effect)| {
        (Cell::link(page.href(format!("/money/{year}/{code}")), names::programme(&page, code)), *money)
    };
    let name = |(region, money): (&i16, &Effect)| (Cell::new(names::region(reader.language, *region)), *money);
    show(&YearPage {
        figures: figures(&page, whole),
        flow: year_flow(&page, (year, whole), &now),
        programmes: table(
            &page,
            (&caption("money-by-programme"), "money-programme"),
            programmes.iter().map(link).collect(),
        ),
        balance: balance(&page, whole),
        map: draw(&page, asked.metric, &regions),
        metrics: metrics(&page, &format!("/money?year={year}"), asked.metric),
        regions: table(&page, (&caption("money-by-region"), "money-region"), regions.iter().map(name).collect()),
        years,
        year,
        now,
        page,
    })
}

#[derive(Template)]
#[template(path = "cabinets/public/money/empty.html")]
struct EmptyPage {
    page: Page,
}

async fn csv(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.money").await?;
    let years = store::years(&tx).await?;
    let Some(year) = asked.year.or_else(|| years.first().copied()) else { return refuse("page.unknown", "") };
    let rows = store::of_year(&tx, year, None, None).await?;
    tx.commit().await?;
    download(format!("money-{year}"), year, &rows).csv()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::Language;

    #[test]
    fn a_share_is_rounded_half_up() {
        let of = |paid, allotted| share(Effect { allotted, paid, ..Effect::default() });
        assert_eq!([of(1, 3), of(2, 3), of(1, 8), of(5, 0)], [Some(3333), Some(6667), Some(1250), None]);
        assert_eq!(of(i64::MAX, i64::MAX), Some(10_000));
    }

    #[test]
    fn what_does_not_add_up_is_said() {
        let page = Reader::stranger(Language::En).page("money-title");
        let money = Effect { allotted: 100, committed: 30, due: 20, ordered: 10, paid: 5 };
        assert!(balance(&page, money).contains("0,35 + 0,30 + 0,20 + 0,10 + 0,05 = 1,00"), "{}", balance(&page, money));
    }
}
