//! The first screen: money on its way, and how far registry and bank disagree.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Date;

use super::{
    open,
    store::{self, Desk, HeldRow},
};
use crate::{
    app::App,
    cabinets::{
        deadlines::{self, Count},
        titles,
    },
    platform::{
        Result,
        govuk::{Cell, SummaryList, Table},
        http::{Caller, Page, Reader, page::show as answer},
    },
};

#[derive(Template)]
#[template(path = "cabinets/operator/desk.html")]
struct DeskPage {
    page: Page,
    desk: Desk,
    to_order: Vec<(Date, i64, i64)>,
    held: Vec<HeldRow>,
    /// Legal terms that are with the operator.
    deadlines: Count,
}

impl DeskPage {
    /// The first thing an operator wants to know.
    fn verdict(&self) -> String {
        match self.desk.differences.0 {
            0 => self.page.t("operator-desk-agrees").into(),
            n => self.page.t("operator-desk-differs").with("n", n).into(),
        }
    }

    /// Acts that are not ordered while an account is blocked, with the code.
    fn held(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("operator-held"))
            .caption_hidden()
            .stacked()
            .text(page.t("order-act"))
            .text(page.t("order-payee"))
            .number(page.t("order-amount"))
            .text(page.t("account-state"));
        table.rows(self.held.iter().map(|held| {
            let payee = titles::performer(page.reader(), &held.names.0, &held.names.1);
            let code = if held.is_closed { "account.closed" } else { "account.blocked" };
            [
                Cell::new(&held.act),
                Cell::new(format!("{payee}, {}", held.performer_bin)),
                Cell::number(page.amount(held.total)),
                Cell::new(page.refusal(code).0),
            ]
        }))
    }

    fn sums(&self) -> SummaryList {
        let said = |(count, sum): (i64, i64)| {
            self.page.t("operator-count-and-sum").with("n", count).with("sum", self.page.money(sum))
        };
        let mut list = SummaryList::new()
            .row(self.page.t("operator-to-order"), said(self.desk.to_order))
            .row(self.page.t("order-state-sent"), said(self.desk.sent))
            .row(self.page.t("order-state-in-doubt"), said(self.desk.in_doubt))
            .row(self.page.t("order-state-confirmed"), said(self.desk.confirmed))
            .row(self.page.t("operator-differences"), said(self.desk.differences));
        if let Some(oldest) = self.desk.oldest {
            list = list.row(self.page.t("operator-oldest"), self.page.instant(oldest));
        }
        list
    }
}

pub(super) async fn show(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let (desk, to_order) = (store::desk(&tx).await?, store::to_order(&tx).await?);
    let held = store::held(&tx).await?;
    let deadlines = deadlines::count(&tx, &caller.actor).await?;
    tx.commit().await?;
    answer(&DeskPage { page: reader.page("operator-desk-title"), desk, to_order, held, deadlines })
}
