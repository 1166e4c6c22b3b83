//! Ends of vouchers and moves between regions: a dry run shows what would go back, then one person or, where it annuls, a second carries it
//! out; moves that the persons register tells of are carried out by the region where the child lives now.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use law::Pack;
use serde::Deserialize;
use uuid::Uuid;

use super::{open, step_up::StepUp};
use crate::{
    app::App,
    cabinets::titles,
    contracts::{
        self, Ended, Ending, Moving, Relocated,
        propose::{self, KIND},
    },
    platform::{
        Result,
        govuk::{self, Cell, Errors, SummaryList, Table, Tag},
        http::{
            Caller, Page, Reader,
            page::{show, show_again},
            words,
        },
        proposals::{self, Decision, Eyes, Proposal},
    },
};

/// Proposals listed.
const LISTED: i64 = 20;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/ends", get(list).post(propose_one))
        .route("/{language}/issuer/ends/moves", post(carry_out))
        .route("/{language}/issuer/ends/{id}", get(protocol))
        .route("/{language}/issuer/ends/{id}/approve", post(approve))
        .route("/{language}/issuer/ends/{id}/withdraw", post(withdraw))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    voucher: String,
    reason: String,
    document: String,
    /// Of a move: the new region.
    region: String,
    #[serde(rename = "last-day")]
    day: String,
    #[serde(rename = "last-month")]
    month: String,
    #[serde(rename = "last-year")]
    year: String,
}

impl Written {
    fn date(&self) -> Option<Date> {
        let year = self.year.trim().parse().ok().filter(|year| (2020..=2100).contains(year))?;
        Date::new(year, self.month.trim().parse().ok()?, self.day.trim().parse().ok()?).ok()
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/ends.html")]
struct EndsPage {
    page: Page,
    errors: Errors,
    written: Written,
    reasons: Vec<(&'static str, String)>,
    moves: Vec<Relocated>,
    step_up: StepUp,
    list: Option<Table>,
}

/// Every reason of the tables of all programmes, in words.
fn reasons(reader: &Reader, pack: &'static Pack) -> Vec<(&'static str, String)> {
    let mut codes: Vec<&'static str> = pack.end_reasons.iter().map(|row| row.reason.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().map(|code| (code, reason(reader, code))).collect()
}

fn reason(reader: &Reader, code: &str) -> String {
    let word = code.replace('_', "-");
    let known = [format!("ends-reason-{word}"), format!("my-reason-{word}")].into_iter().find(|key| words::has(key));
    known.map_or_else(|| code.to_owned(), |key| reader.t(key).to_string())
}

async fn page_of(
    app: &App,
    reader: &Reader,
    caller: &Caller,
    (written, errors): (Written, Errors),
) -> Result<EndsPage> {
    let tx = open(app, &caller.actor, "page.issuer.ends").await?;
    let proposals = proposals::list(&tx, KIND, LISTED).await?;
    tx.commit().await?;
    let moves = contracts::relocated(app, &caller.actor).await?;
    let page = errors.on(super::under(reader.page("ends-title")));
    let list = (!proposals.is_empty()).then(|| listed(&page, caller, &proposals));
    let step_up = StepUp::seen(reader, caller, app.clock.now(), "/issuer/ends");
    Ok(EndsPage { page, errors, written, reasons: reasons(reader, app.pack()), moves, step_up, list })
}

async fn list(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let errors = Errors::new(reader.language);
    show(&page_of(&app, &reader, &caller, (Written::default(), errors)).await?)
}

fn listed(page: &Page, caller: &Caller, proposals: &[Proposal]) -> Table {
    let row = |proposal: &Proposal| {
        let told = serde_json::from_value::<Ending>(proposal.input.clone());
        let (voucher, why) = told.map(|told| (told.voucher, told.reason)).unwrap_or_default();
        [
            Cell::link(page.href(format_args!("/issuer/ends/{}", proposal.id)), voucher),
            Cell::new(reason(page.reader(), &why)),
            Cell::new(page.instant(proposal.prepared_at)),
            Cell::html(tag(page, caller, proposal)),
        ]
    };
    Table::new(page.t("issuer-proposals"))
        .caption_hidden()
        .text(page.t("ends-voucher"))
        .text(page.t("ends-reason"))
        .text(page.t("issuer-prepared-at"))
        .text(page.t("issuer-state"))
        .rows(proposals.iter().map(row))
}

fn tag(page: &Page, caller: &Caller, proposal: &Proposal) -> Tag {
    let waits_for_other = proposal.is_by(&caller.actor) && propose::eyes(proposal) == Eyes::Four;
    match &proposal.decided {
        None if waits_for_other => Tag::blue(page.t("issuer-proposal-waits-other")),
        None => Tag::yellow(page.t("issuer-proposal-waits-you")),
        Some(decided) => match decided.decision {
            Decision::Approved => Tag::green(page.t("ends-done")),
            Decision::Withdrawn => Tag::grey(page.t("issuer-proposal-withdrawn")),
        },
    }
}

async fn propose_one(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    if let Some(last) = written.date() {
        let Written { voucher, reason, document, .. } = written.clone();
        let what = Ending { voucher: voucher.trim().to_owned(), reason, last, document };
        match contracts::propose_end(&app, &caller.actor, &what).await {
            Ok(id) => return Ok(Redirect::to(&reader.href(format_args!("/issuer/ends/{id}"))).into_response()),
            Err(error) => errors.refused("voucher", error)?,
        }
    } else {
        errors.say("last", "transfer-on-wrong");
    }
    show_again(&page_of(&app, &reader, &caller, (written, errors)).await?)
}

async fn carry_out(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    crate::platform::access::require(&app, &caller.actor, "page.issuer.ends").await?;
    caller.require_step_up(app.clock.now())?;
    let mut errors = Errors::new(reader.language);
    if let (Some(on), Ok(region)) = (written.date(), written.region.parse()) {
        let what = Moving { voucher: written.voucher.clone(), region, on, document: written.document.clone() };
        match contracts::transfer_region(&app, &caller.actor, &what).await {
            Ok(_) => return Ok(reader.done("/issuer/ends", "done-ends-moved")),
            Err(error) => errors.refused("moves", error)?,
        }
    } else {
        errors.say("moves", "transfer-on-wrong");
    }
    show_again(&page_of(&app, &reader, &caller, (Written::default(), errors)).await?)
}

impl EndsPage {
    fn last(&self) -> govuk::DateInput {
        let Written { day, month, year, .. } = &self.written;
        let input = govuk::DateInput::new(&self.page, "last", self.page.t("ends-last"));
        input.hint(self.page.t("ends-last-hint")).written([day, month, year]).error(self.errors.get("last"))
    }

    fn moved(&self, one: &Relocated) -> SummaryList {
        let page = &self.page;
        let what = if one.keeps { "ends-move-keeps" } else { "ends-move-annuls" };
        SummaryList::new()
            .row(page.t("ends-voucher"), &one.voucher)
            .row(page.t("issuer-programme"), titles::programme(page.reader(), &one.programme))
            .row(page.t("ends-move-where"), format!("{} → {}", one.from_kato, one.to_kato))
            .row(page.t("ends-move-told"), page.date(one.told_on))
            .row(page.t("ends-effect"), page.t(what))
    }

    /// The register's own word is the document that a move rests on.
    fn document(one: &Relocated) -> String {
        format!("persons register, {}", one.told_on)
    }

    fn parts(date: &Date) -> [(&'static str, String); 3] {
        [
            ("last-day", date.day().to_string()),
            ("last-month", date.month().to_string()),
            ("last-year", date.year().to_string()),
        ]
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/ends_protocol.html")]
struct ProtocolPage {
    page: Page,
    id: Uuid,
    tag: Tag,
    facts: SummaryList,
    open: bool,
    may_approve: bool,
    annuls: bool,
    step_up: StepUp,
}

async fn protocol(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.ends").await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    tx.commit().await?;
    let what: Ending = serde_json::from_value(proposal.input.clone())?;
    let page = super::under(reader.page("ends-protocol-title")).crumb("/issuer/ends", reader.t("ends-title"));
    let annuls = propose::eyes(&proposal) == Eyes::Four;
    show(&ProtocolPage {
        id,
        tag: tag(&page, &caller, &proposal),
        facts: facts(&page, &proposal, &what),
        open: proposal.decided.is_none(),
        may_approve: !(annuls && proposal.is_by(&caller.actor)),
        annuls,
        step_up: StepUp::seen(&reader, &caller, app.clock.now(), &format!("/issuer/ends/{id}")),
        page,
    })
}

fn facts(page: &Page, proposal: &Proposal, what: &Ending) -> SummaryList {
    let found = &proposal.found;
    let number = |key: &str| found.get(key).and_then(serde_json::Value::as_i64).unwrap_or_default();
    let effect = found.get("effect").and_then(serde_json::Value::as_str).unwrap_or_default();
    SummaryList::new()
        .row(page.t("ends-voucher"), &what.voucher)
        .row(page.t("ends-reason"), reason(page.reader(), &what.reason))
        .row(page.t("ends-last"), page.long_date(what.last))
        .row_quoted(page.t("ends-document"), &what.document)
        .row(page.t("ends-effect"), page.t_of("ends-effect", effect))
        .row(page.t("ends-contracts"), page.number(number("contracts")))
        .row(page.t("ends-portions"), page.number(number("portions")))
        .row(page.t("ends-returned"), page.money(number("returned")))
        .row(page.t("issuer-prepared-at"), page.instant(proposal.prepared_at))
}

async fn approve(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    caller.require_step_up(app.clock.now())?;
    let Ended { .. } = contracts::approve_end(&app, &caller.actor, id).await?;
    Ok(reader.done(format_args!("/issuer/ends/{id}"), "done-ends-ended"))
}

async fn withdraw(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    contracts::withdraw_end(&app, &caller.actor, id).await?;
    Ok(reader.done(format_args!("/issuer/ends/{id}"), "done-issuer-withdrawn"))
}
