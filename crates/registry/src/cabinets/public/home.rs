//! The first page: the ways in, and beneath them what became of the money, month by month.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{Redirect, Response},
    routing::get,
};
use documents::sankey::{Link, Node, Sankey, Shape, Words};
use ledger::posting::Effect;

use super::overview::{Journal, MonthRow, overview};
use crate::{
    app::App,
    platform::{
        Actor, Result,
        blocks::Figure,
        govuk::{self, Cell, SummaryList, Table},
        http::{Page, Reader, format, page::show},
    },
};

/// `/` and the first page in each language.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/", get(|| async { Redirect::temporary("/kk") })).route("/{language}", get(home))
}

async fn home(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    let overview = overview(&app, &Actor::console(app.clock.id())).await?;
    let page = reader.page("home-title");
    let now = format::instant(app.clock.now());
    let shown = overview.months.iter().rev().filter(|month| month.parts > 0 && !month.acts.is_empty());
    let months = shown.map(|month| MonthView::of(&page, month, &now)).collect();
    show(&HomePage { months, counts: overview.counts, journal: overview.journal, page })
}

#[derive(Template)]
#[template(path = "cabinets/public/home.html")]
struct HomePage {
    page: Page,
    counts: (i64, i64, i64),
    months: Vec<MonthView>,
    journal: Journal,
}

impl HomePage {
    /// The ways in: path, heading, one line about it.
    fn ways(&self) -> [(&'static str, &'static str, &'static str); 6] {
        [
            ("/places", "home-places", "home-places-text"),
            ("/money", "home-money", "home-money-text"),
            ("/rules", "home-rules", "home-rules-text"),
            ("/verify", "home-verify", "home-verify-text"),
            ("/journal", "home-journal", "home-journal-text"),
            ("/auth/login", "home-sign-in", "home-sign-in-text"),
        ]
    }
}

/// A month of money as the page shows it.
struct MonthView {
    title: String,
    numbers: SummaryList,
    figure: Option<Figure>,
    acts: SummaryList,
    exceptions: Vec<(String, &'static str, i64)>,
}

impl MonthView {
    fn of(page: &Page, row: &MonthRow, now: &str) -> Self {
        let money = row.money;
        let numbers = SummaryList::new()
            .row(page.t("home-budget"), page.money(money.allotted))
            .row(page.t("home-paid"), page.money(money.paid))
            .row(page.t("home-free"), page.money(money.free().unwrap_or_default()))
            .row(page.t("home-parts"), page.number(row.parts));
        let acts = row.acts.iter().fold(SummaryList::new(), |list, (state, count)| {
            list.row(page.t_of("act-state", state), page.number(*count))
        });
        let said = |(code, count): &(String, i64)| (code.clone(), page.refusal(code).0, *count);
        Self {
            title: page.month(row.month).into(),
            numbers,
            figure: figure(page, row, now),
            acts,
            exceptions: row.exceptions.iter().map(said).collect(),
        }
    }
}

fn figure(page: &Page, row: &MonthRow, now: &str) -> Option<Figure> {
    let chart = chart(page, row.money)?;
    let title = page.t("home-flow").with("month", page.month(row.month)).to_string();
    let description = page.t("home-flow-description").to_string();
    let draw = |shape, id: &str| {
        let id = format!("{id}-{}", row.month.strftime("%Y-%m"));
        chart.svg(Words { id: &id, title: &title, description: &description }, shape, &format::money)
    };
    let cells = |flow: documents::sankey::TwinRow| {
        [Cell::new(flow.from), Cell::new(flow.to), Cell::new(format::amount(flow.tiyn))]
    };
    let table = Table::new(&title)
        .caption_hidden()
        .text(page.t("figure-from"))
        .text(page.t("figure-to"))
        .number(page.t("figure-sum"))
        .rows(chart.twin().into_iter().map(cells));
    Some(
        Figure::new(page, &title)
            .drawn(draw(Shape::Wide, "wide"), draw(Shape::Narrow, "narrow"))
            .table(table)
            .as_of(now),
    )
}

/// Budget → booked, acts, free; acts → paid, in payment, owed.
fn chart(page: &Page, money: Effect) -> Option<Sankey> {
    let node = |id: &str, key: &'static str| Node { id: id.to_owned(), label: page.t(key).into() };
    let link = |from: &str, to: &str, tiyn| Link { from: from.to_owned(), to: to.to_owned(), tiyn };
    let acts = money.due.checked_add(money.ordered)?.checked_add(money.paid)?;
    let nodes = [
        node("budget", "home-budget"),
        node("acts", "home-acts"),
        node("booked", "home-booked"),
        node("free", "home-free"),
        node("paid", "home-paid"),
        node("ordered", "home-ordered"),
        node("due", "home-due"),
    ];
    let links = [
        link("budget", "acts", acts),
        link("budget", "booked", money.committed),
        link("budget", "free", money.free()?),
        link("acts", "paid", money.paid),
        link("acts", "ordered", money.ordered),
        link("acts", "due", money.due),
    ];
    Sankey::new(&nodes, &links).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::Language;

    #[test]
    fn the_chart_balances_whatever_state_the_money_is_in() {
        let money = Effect { allotted: 1000, committed: 300, due: 20, ordered: 30, paid: 400 };
        let page = Reader::stranger(Language::Ru).page("home-title");
        let twin = chart(&page, money).unwrap().twin();
        assert_eq!(twin.iter().map(|row| row.tiyn).collect::<Vec<_>>(), [450, 300, 250, 400, 30, 20]);
    }
}
