//! Disputes of marks in the issuer's regions: where each stands, until when it is answered, which are refused and go to risk review.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query as Asked, State},
    response::Response,
    routing::get,
};
use jiff::civil::Date;
use law::Month;
use serde::{Deserialize, Serialize};

use super::{open, store::acts::list_months};
use crate::{
    app::App,
    attendance::{self, dispute::State as Standing},
    cabinets::{
        lists::{self, Ask, Listing, Question, filled},
        org::{self, dispute_day, dispute_tag},
        store::disputes::{self as store, DisputeRow},
        titles,
    },
    platform::{
        Actor, Refusal, Result, Scope,
        error::refuse,
        govuk::{Cell, Table},
        http::{Caller, Page, Reader, page::show},
        identity::readings,
    },
};

/// Rows of a page.
const PAGE: i64 = 100;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/disputes", get(disputes))
        .route("/{language}/issuer/disputes/file", get(lists::file::<Query>))
        .route("/{language}/issuer/disputes/{id}/evidence", get(evidence))
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    month: String,
    state: String,
    q: String,
    after: String,
}

impl Query {
    fn asked(&self, actor: &Actor) -> store::Asked {
        store::Asked {
            issuer: Some(actor.organisation.clone()),
            performers: None,
            month: Month::parse(self.month.trim()).map(Month::first),
            state: filled(&self.state).map(str::to_owned),
            performer: filled(&self.q).map(str::to_owned),
        }
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/disputes.html")]
struct DisputesPage {
    page: Page,
    listing: Listing,
    now: String,
}

async fn disputes(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.disputes").await?;
    let asked = query.asked(&caller.actor);
    let after = filled(&query.after).and_then(|text| text.parse().ok());
    let mut rows = store::list(&tx, &asked, after, PAGE.saturating_add(1)).await?;
    let total = store::count(&tx, &asked).await?;
    let months = list_months(&tx, &caller.actor.organisation).await?;
    let (at, today) = (tx.at(), tx.today());
    tx.commit().await?;
    let page = super::under(reader.page("issuer-disputes-title")).wide();
    let pages = lists::pages(&page, &query, (&mut rows, PAGE), |row| row.id.to_string());
    let states = Standing::ALL.map(|state| (state.code().to_owned(), page.t_of("dispute-state", state.code()).into()));
    let filter = Ask::new(&page, &query)
        .month(&months)
        .choose("state", page.t("life-dispute-state"), states.into())
        .write("q", page.t("issuer-filter-performer"), page.t("issuer-filter-performer-hint"))
        .filter();
    let table = listed(&page, &rows, today);
    let listing = Listing::new((&page, &query), filter, (total, table), pages, page.t("issuer-disputes-empty"))
        .about(page.t("issuer-disputes-lead"));
    show(&DisputesPage { listing, now: page.instant(at), page })
}

/// The file that came with a dispute about one of the issuer's vouchers; the reading is noted for the child.
async fn evidence(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.disputes").await?;
    let id = id.parse().map_err(|_| Refusal::new("dispute.unknown", ""))?;
    let Some((region, performer)) = store::find_performer(&tx, &caller.actor.organisation, id).await? else {
        return refuse("dispute.unknown", "");
    };
    tx.commit().await?;
    // The dispute is the issuer's; its file lies under the child's key, which no region has.
    let tx = app.begin(&caller.actor.with_scope(Scope::National), "issuer.read", region).await?;
    let (dispute, month) = attendance::of_dispute(&tx, (&[region], &[performer]), id).await?;
    let (media_type, bytes) = month.file(&app, &tx, dispute.id).await?;
    let person = store::person(&tx, month.seat.region, month.seat.contract_id).await?;
    tx.commit().await?;
    readings::keep(&app, &caller.actor, &person, "attendance").await?;
    Ok(org::kept_file(&dispute, media_type, bytes))
}

fn listed(page: &Page, rows: &[DisputeRow], today: Date) -> Table {
    let row = |one: &DisputeRow| {
        let state = page.t_of("dispute-state", one.state.code());
        [
            Cell::new(page.date(dispute_day(one.month, one.day))),
            Cell::new(titles::performer(page.reader(), &one.name_kk, &one.name_ru)),
            Cell::new(&one.voucher),
            Cell::new(page.t_of("dispute-reason", &one.reason)),
            Cell::new(page.date(one.answer_by)),
            Cell::new(state),
            Cell::html(dispute_tag(page, (one.state, one.answer_by), today)),
            if one.has_file {
                Cell::link(page.href(format_args!("/issuer/disputes/{}/evidence", one.id)), page.t("org-dispute-file"))
            } else {
                Cell::new("")
            },
        ]
    };
    Table::new(page.t("issuer-disputes-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("life-dispute-day"))
        .text(page.t("deadline-performer"))
        .text(page.t("actview-voucher"))
        .text(page.t("life-dispute-reason"))
        .text(page.t("life-dispute-answer-by"))
        .text(page.t("life-dispute-state"))
        .text(page.t("deadline-due"))
        .text(page.t("issuer-dispute-file"))
        .rows(rows.iter().map(row))
}

impl Question for Query {
    const WORD: &'static str = "disputes";
    const PATH: &'static str = "/issuer/disputes";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("month", &self.month), ("state", &self.state), ("q", &self.q)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor, "page.issuer.disputes").await?;
        let rows = store::list(&tx, &self.asked(actor), None, limit).await?;
        tx.commit().await?;
        let row = |one: DisputeRow| {
            vec![
                dispute_day(one.month, one.day).to_string().into(),
                one.bin.into(),
                one.name_kk.into(),
                one.name_ru.into(),
                one.voucher.into(),
                one.reason.into(),
                one.state.code().to_owned().into(),
                one.raised_at.to_string().into(),
                (if one.has_file { "yes" } else { "" }).to_owned().into(),
                one.answer_by.to_string().into(),
                one.answered_at.map(|at| at.to_string()).unwrap_or_default().into(),
                (if one.state == Standing::Refused { "yes" } else { "" }).to_owned().into(),
            ]
        };
        let header = [
            "day",
            "performer_bin",
            "performer_kk",
            "performer_ru",
            "voucher",
            "reason",
            "state",
            "raised_at",
            "file",
            "answer_by",
            "answered_at",
            "risk_review",
        ];
        Ok(lists::List::new("disputes", header, rows.into_iter().map(row).collect()))
    }
}
