//! Registers of acts and the payment files made from them.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use super::{
    orders::{self, Asking},
    store::{self, Filter, OrderRow, RegisterRow},
};
use crate::{
    app::App,
    cabinets::titles,
    platform::{
        Result, access,
        error::refuse,
        govuk::{Cell, Pagination, SummaryList, Table},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

#[derive(Template)]
#[template(path = "cabinets/operator/registers.html")]
struct RegistersPage {
    page: Page,
    registers: Vec<RegisterRow>,
    next: Option<String>,
}

impl RegistersPage {
    fn table(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("operator-registers-title"))
            .caption_hidden()
            .text(page.t("register-number"))
            .text(page.t("register-month"))
            .text(page.t("register-region"))
            .number(page.t("register-acts"))
            .number(page.t("register-total"))
            .number(page.t("register-paid"));
        table.rows(self.registers.iter().map(|register| {
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
    let mut registers = store::registers(&tx, &asking.filter()?).await?;
    tx.commit().await?;
    let next = orders::cut(&mut registers).then(|| registers.last().map(|last| last.id)).flatten();
    let next = next.map(|after| asking.next(&reader.href("/operator/registers"), after));
    let page = reader.page("operator-registers-title").wide();
    answer(&RegistersPage { page, registers, next })
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
    access::require(&app, &caller.actor, "page.operator").await?;
    let tx = app.begin(&caller.actor, "operator.read", 0).await?;
    let Some(register) = store::find_register(&tx, id).await? else { return refuse("page.unknown", "") };
    let orders = store::orders(&tx, Some(id), &Filter::default()).await?;
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
    access::require(&app, &caller.actor, "page.operator").await?;
    let tx = app.begin(&caller.actor, "operator.read", 0).await?;
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
