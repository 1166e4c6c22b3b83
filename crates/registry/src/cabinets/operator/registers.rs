//! Registers of acts and the payment files made from them.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query as Asked, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use law::Month;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    open, orders,
    store::{self, Filter, OrderRow, RegisterRow},
};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Listing, Question},
        titles,
    },
    payments,
    platform::{
        Actor, Result,
        error::refuse,
        govuk::{Cell, SummaryList, Table},
        http::{Caller, Page, Reader, page::show as answer},
        paper::Form,
    },
};

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    month: String,
    region: String,
    after: String,
}

impl Query {
    fn filter(&self) -> Filter {
        Filter {
            month: Month::parse(self.month.trim()).map(Month::first),
            region: self.region.trim().parse().ok(),
            after: self.after.parse().ok(),
            ..Filter::default()
        }
    }
}

impl Question for Query {
    const WORD: &'static str = "registers";
    const PATH: &'static str = "/operator/registers";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("month", &self.month), ("region", &self.region)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor).await?;
        let registers = store::registers(&tx, &Filter { after: None, ..self.filter() }, limit).await?;
        tx.commit().await?;
        let row = |register: RegisterRow| {
            vec![
                register.number.into(),
                register.month.strftime("%Y-%m").to_string().into(),
                i64::from(register.region).into(),
                register.programme.into(),
                i64::from(register.acts).into(),
                register.orders.into(),
                register.total.into(),
                register.paid.into(),
                register.recorded_at.to_string().into(),
            ]
        };
        let header =
            ["register", "month", "region", "programme", "acts", "orders", "total_tiyn", "confirmed_tiyn", "formed_at"];
        Ok(lists::List::new("registers", header, registers.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/operator/registers.html")]
struct RegistersPage {
    page: Page,
    listing: Listing,
}

fn table(page: &Page, registers: &[RegisterRow]) -> Table {
    let table = Table::new(page.t("operator-registers-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("register-number"))
        .text(page.t("register-month"))
        .text(page.t("register-region"))
        .number(page.t("register-acts"))
        .number(page.t("register-total"))
        .number(page.t("register-paid"));
    table.rows(registers.iter().map(|register| {
        [
            Cell::link(page.href(format!("/operator/registers/{}", register.id)), &register.number),
            Cell::new(page.month(register.month)),
            Cell::new(titles::region(page.reader(), register.region)),
            Cell::number(register.acts),
            Cell::number(page.amount(register.total)),
            Cell::number(page.amount(register.paid)),
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
    let mut registers = store::registers(&tx, &asked, store::PAGE.saturating_add(1)).await?;
    let (total, months) = (store::count_registers(&tx, &asked).await?, store::months(&tx).await?);
    tx.commit().await?;
    let page = reader.page("operator-registers-title").wide();
    let pages = lists::pages(&page, &query, (&mut registers, store::PAGE), |register| register.id.to_string());
    let filter = Ask::new(&page, &query).month(&months).region().filter();
    let rows = (total, table(&page, &registers));
    let listing = Listing::new((&page, &query), filter, rows, pages, page.t("operator-registers-none"));
    answer(&RegistersPage { listing, page })
}

#[derive(Template)]
#[template(path = "cabinets/operator/register.html")]
struct RegisterPage {
    page: Page,
    register: RegisterRow,
    orders: Vec<OrderRow>,
}

impl RegisterPage {
    /// The control totals: what the register says, what its orders sum to, what the bank has confirmed.
    fn totals(&self) -> SummaryList {
        let page = &self.page;
        SummaryList::new()
            .row(page.t("register-month"), page.month(self.register.month))
            .row(page.t("register-region"), titles::region(page.reader(), self.register.region))
            .row(page.t("register-programme"), titles::programme(page.reader(), &self.register.programme))
            .row(page.t("register-formed"), page.instant(self.register.recorded_at))
            .row(page.t("register-acts"), self.register.acts)
            .row(page.t("register-orders"), self.register.orders)
            .row(page.t("register-total"), page.money(self.register.total))
            .row(page.t("register-paid"), page.money(self.register.paid))
            .row(page.t("register-open"), page.money(self.register.total.saturating_sub(self.register.paid)))
    }

    fn table(&self) -> Table {
        orders::table(&self.page, &self.orders)
    }
}

pub(super) async fn one(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let Some(register) = store::find_register(&tx, id).await? else { return refuse("page.unknown", "") };
    let asked = Filter { register: Some(id), ..Filter::default() };
    let orders = store::orders(&tx, &asked, store::PAGE).await?;
    tx.commit().await?;
    let page = reader
        .page_of(reader.t("register-title").with("number", register.number.as_str()))
        .wide()
        .crumb("/operator/registers", reader.t("operator-registers-title"));
    answer(&RegisterPage { page, register, orders })
}

/// The pain.001 as it was formed.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let found = store::find_file(&tx, id).await?;
    tx.commit().await?;
    let Some((number, bytes)) = found else { return refuse("page.unknown", "") };
    let name: String = number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    let headers = [
        (header::CONTENT_TYPE, "application/xml".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.xml\"")),
    ];
    Ok((headers, bytes).into_response())
}

/// `/operator/registers/{id}/register.pdf`, `.xlsx` and `.xml`: the register as a document.
pub(super) async fn document(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id, form)): Path<(String, Uuid, String)>,
) -> Result<Response> {
    let form = Form::parse(&form)?;
    let tx = open(&app, &caller.actor).await?;
    let made = payments::paper::find(&tx, id).await?;
    tx.commit().await?;
    made.answer(form).await
}
