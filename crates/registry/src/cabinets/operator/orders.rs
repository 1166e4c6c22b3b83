//! Payment orders: a list by month, region and state, and the order to form those of a month.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    month, said,
    store::{self, Filter, OrderRow},
};
use crate::{
    app::App,
    cabinets::{
        titles,
        work::{self, Asked},
    },
    payments::Order,
    platform::{
        Result, access,
        error::refuse,
        govuk::{Cell, Pagination, Select, Table, Tag},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

/// States that an order is in before and after the bank's word.
const STATES: [&str; 3] = ["sent", "in_doubt", "confirmed"];

/// The filter as the address says it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asking {
    month: Option<String>,
    region: Option<String>,
    state: Option<String>,
    after: Option<Uuid>,
}

impl Asking {
    pub(super) fn filter(&self) -> Result<Filter> {
        let state = said(self.state.as_deref());
        if state.is_some_and(|state| !STATES.contains(&state)) {
            return refuse("page.unknown", "no such state");
        }
        Ok(Filter {
            month: month(self.month.as_deref())?,
            region: said(self.region.as_deref()).and_then(|region| region.parse().ok()),
            state: state.map(str::to_owned),
            after: self.after,
        })
    }

    /// The address of the page after the row.
    pub(super) fn next(&self, path: &str, after: Uuid) -> String {
        let mut query = format!("?after={after}");
        for (name, value) in [("month", &self.month), ("region", &self.region), ("state", &self.state)] {
            if let Some(value) = said(value.as_deref())
                .filter(|value| value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)))
            {
                query.push_str(&format!("&{name}={value}"));
            }
        }
        format!("{path}{query}")
    }
}

#[derive(Template)]
#[template(path = "cabinets/operator/orders.html")]
struct OrdersPage {
    page: Page,
    asking: Asking,
    orders: Vec<OrderRow>,
    next: Option<String>,
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

impl OrdersPage {
    fn months(&self) -> Select {
        let chosen = self.asking.state.clone().unwrap_or_default();
        let states = STATES.map(|state| (state.to_owned(), self.page.t_of("order-state", state).to_string()));
        let all = (String::new(), self.page.t("filter-all").to_string());
        Select::new("state", self.page.t("order-state")).choices(std::iter::once(all).chain(states)).value(chosen)
    }

    fn table(&self) -> Table {
        table(&self.page, &self.orders)
    }

    fn pages(&self) -> Pagination {
        Pagination::new(&self.page, None, self.next.clone())
    }
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asking): Query<Asking>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.operator").await?;
    let tx = app.begin(&caller.actor, "operator.read", 0).await?;
    let mut orders = store::orders(&tx, None, &asking.filter()?).await?;
    tx.commit().await?;
    let next = cut(&mut orders).then(|| orders.last().map(|last| last.id)).flatten();
    let next = next.map(|after| asking.next(&reader.href("/operator/orders"), after));
    let page = reader.page("operator-orders-title").wide();
    answer(&OrdersPage { page, asking, orders, next })
}

/// Cuts a list that was read one row too long to its page; tells whether there is more.
pub(super) fn cut<T>(rows: &mut Vec<T>) -> bool {
    let page = usize::try_from(store::PAGE).unwrap_or(usize::MAX);
    let more = rows.len() > page;
    rows.truncate(page);
    more
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
    let Some(month) = month(Some(&ordering.month))? else { return refuse("page.unknown", "no month") };
    access::require(&app, &caller.actor, "orders").await?;
    if caller.require_step_up(app.clock.now()).is_err() {
        let next = reader.href("/operator");
        return Ok(Redirect::to(&reader.href(format!("/auth/step-up?next={next}"))).into_response());
    }
    let job = work::start(&app, &caller.actor, Asked::Orders(Order { month, programme: None })).await?;
    Ok(reader.done(format!("/jobs/{job}"), "done-started"))
}
