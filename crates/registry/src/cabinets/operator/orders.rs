//! Payment orders: a list by month, region and state, and the order to form those of a month.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Query as Asked, State},
    response::{IntoResponse as _, Redirect, Response},
};
use law::Month;
use serde::{Deserialize, Serialize};

use super::{
    open,
    store::{self, Filter, OrderRow},
};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Listing, Question, filled},
        titles,
        work::{self, Asked as Work},
    },
    payments::Order,
    platform::{
        Actor, Result, access,
        error::refuse,
        govuk::{Cell, Table, Tag},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

/// States that an order is in before and after the bank's word.
const STATES: [&str; 3] = ["sent", "in_doubt", "confirmed"];

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    month: String,
    region: String,
    state: String,
    q: String,
    register: String,
    after: String,
}

impl Query {
    fn filter(&self) -> Filter {
        Filter {
            month: Month::parse(self.month.trim()).map(Month::first),
            region: self.region.trim().parse().ok(),
            state: filled(&self.state).map(str::to_owned),
            text: filled(&self.q).map(str::to_owned),
            register: self.register.parse().ok(),
            after: self.after.parse().ok(),
        }
    }
}

impl Question for Query {
    const WORD: &'static str = "orders";
    const PATH: &'static str = "/operator/orders";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("month", &self.month),
            ("region", &self.region),
            ("state", &self.state),
            ("q", &self.q),
            ("register", &self.register),
        ]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor).await?;
        let orders = store::orders(&tx, &Filter { after: None, ..self.filter() }, limit).await?;
        tx.commit().await?;
        let row = |order: OrderRow| {
            vec![
                order.number.into(),
                order.month.strftime("%Y-%m").to_string().into(),
                i64::from(order.region).into(),
                order.performer_bin.into(),
                order.performer_kk.into(),
                order.performer_ru.into(),
                order.iban.into(),
                order.amount.into(),
                order.state.into(),
                order.act.into(),
                order.difference.into(),
                order.recorded_at.to_string().into(),
            ]
        };
        let header = [
            "order",
            "month",
            "region",
            "performer_bin",
            "performer_kk",
            "performer_ru",
            "iban",
            "amount_tiyn",
            "state",
            "act",
            "difference",
            "formed_at",
        ];
        Ok(lists::List::new("orders", header, orders.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/operator/orders.html")]
struct OrdersPage {
    page: Page,
    listing: Listing,
}

/// An order's state in a word and a colour.
pub(super) fn tag(page: &Page, state: &str) -> Tag {
    let word = page.t_of("order-state", state);
    match state {
        "confirmed" => Tag::green(word),
        "in_doubt" | "rejected" => Tag::red(word),
        _ => Tag::blue(word),
    }
}

/// Orders as a table.
pub(super) fn table(page: &Page, orders: &[OrderRow]) -> Table {
    let table = Table::new(page.t("operator-orders-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("order-number"))
        .text(page.t("order-payee"))
        .text(page.t("order-iban"))
        .number(page.t("order-amount"))
        .text(page.t("order-state"))
        .text(page.t("order-act"));
    table.rows(orders.iter().map(|order| {
        let payee = titles::performer(page.reader(), &order.performer_kk, &order.performer_ru);
        let state = tag(page, &order.state);
        [
            Cell::new(&order.number),
            Cell::new(format!("{payee}, {}", order.performer_bin)),
            Cell::new(&order.iban),
            Cell::number(page.amount(order.amount)),
            Cell::html(state),
            Cell::new(&order.act),
        ]
    }))
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let asked = query.filter();
    let mut orders = store::orders(&tx, &asked, store::PAGE.saturating_add(1)).await?;
    let (total, sum) = store::count_orders(&tx, &asked).await?;
    let months = store::months(&tx).await?;
    tx.commit().await?;
    let page = reader.page("operator-orders-title").wide();
    let pages = lists::pages(&page, &query, (&mut orders, store::PAGE), |order| order.id.to_string());
    let states = STATES.map(|state| (state.to_owned(), page.t_of("order-state", state).into())).into();
    let filter = Ask::new(&page, &query)
        .month(&months)
        .region()
        .choose("state", page.t("order-state"), states)
        .write("q", page.t("order-payee-or-number"), page.t("order-payee-or-number-hint"))
        .keep("register", asked.register.map(|_| page.t("order-of-register").into()))
        .filter();
    let rows = (total, table(&page, &orders));
    let listing = Listing::new((&page, &query), filter, rows, pages, page.t("operator-orders-none"));
    let listing =
        if total > 0 { listing.about(page.t("operator-orders-sum").with("sum", page.money(sum))) } else { listing };
    answer(&OrdersPage { listing, page })
}

/// The month whose invoiced acts are to be ordered.
#[derive(Debug, Deserialize)]
pub(super) struct Ordering {
    month: String,
}

/// Puts the forming of registers and orders down as a job; it moves money, so whoever has not signed just now is led there first.
pub(super) async fn form(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(ordering): Form<Ordering>,
) -> Result<Response> {
    let Some(month) = Month::parse(ordering.month.trim()).map(Month::first) else {
        return refuse("page.unknown", "no such month");
    };
    access::require(&app, &caller.actor, "orders").await?;
    if caller.require_step_up(app.clock.now()).is_err() {
        let next = reader.href("/operator");
        return Ok(Redirect::to(&reader.href(format!("/auth/step-up?next={next}"))).into_response());
    }
    let job = work::start(&app, &caller.actor, Work::Orders(Order { month, programme: None })).await?;
    Ok(reader.done(format!("/jobs/{job}"), "done-started"))
}
