//! Issue of vouchers: a dry run tells who would get one, one person proposes, another approves, a job issues; the protocol stays.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use law::{Pack, terms::Issue as Whom};
use serde::Deserialize;
use uuid::Uuid;

use super::{open, step_up::StepUp, store::budget::list_issuers};
use crate::{
    app::App,
    cabinets::{
        titles,
        work::{self, Asked},
    },
    contracts::Renew,
    platform::{
        Result, access, blocks,
        govuk::{self, Cell, Errors, SummaryList, Table, Tag},
        http::{Caller, Page, Reader, page::show, page::show_again},
        jobs::{self, Job},
        proposals::{self, Decision, Proposal},
    },
    vouchers::{self, Forecast, Issue, propose as issue},
};

/// Proposals listed.
const LISTED: i64 = 20;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/issue", get(list).post(propose))
        .route("/{language}/issuer/issue/renew", post(renew))
        .route("/{language}/issuer/issue/{id}", get(protocol))
        .route("/{language}/issuer/issue/{id}/approve", post(approve))
        .route("/{language}/issuer/issue/{id}/withdraw", post(withdraw))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    region: String,
    programme: String,
    year: String,
    /// IINs, as they were pasted.
    children: String,
}

impl Written {
    /// The IINs one by one; a heading over them is left out.
    fn iins(&self) -> Vec<&str> {
        let words = self.children.split(|letter: char| letter.is_whitespace() || [',', ';'].contains(&letter));
        words
            .filter(|word| !word.is_empty() && !["iin", "иин", "жсн"].contains(&word.to_lowercase().as_str()))
            .collect()
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/issue.html")]
struct IssuePage {
    page: Page,
    errors: Errors,
    written: Written,
    regions: Vec<(i16, String)>,
    programmes: Vec<(&'static str, String)>,
    list: Option<Table>,
    /// The year that is under way.
    this_year: String,
}

/// Whom a programme's vouchers are issued to.
fn issues_to(pack: &'static Pack, programme: &str) -> Option<Whom> {
    pack.latest_terms(programme).map(|terms| terms.issue)
}

/// Whether a programme's vouchers are issued to a list.
fn is_listed(pack: &'static Pack, programme: &str) -> bool {
    issues_to(pack, programme) == Some(Whom::OrderVolume)
}

async fn page_of(
    app: &App,
    reader: &Reader,
    caller: &Caller,
    (written, errors): (Written, Errors),
) -> Result<IssuePage> {
    let tx = open(app, &caller.actor, "page.issuer.issue").await?;
    let issuers = list_issuers(&tx, &caller.actor.organisation).await?;
    let proposals = proposals::list(&tx, issue::KIND, LISTED).await?;
    tx.commit().await?;
    let page = errors.on(super::under(reader.page("issuer-issue-title")));
    let list = (!proposals.is_empty()).then(|| listed(&page, caller, &proposals));
    let regions = issuers.iter().map(|(code, _)| (*code, titles::region(reader, *code))).collect();
    let (programmes, this_year) = (super::programmes(reader), app.clock.today().year().to_string());
    Ok(IssuePage { page, errors, written, regions, programmes, list, this_year })
}

async fn list(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let year = app.clock.today().year().to_string();
    // A programme that needs no list is the shortest way to a dry run.
    let unlisted =
        super::codes(app.pack()).into_iter().find(|code| issues_to(app.pack(), code) == Some(Whom::Automatic));
    let programme = unlisted.unwrap_or_default().to_owned();
    let written = Written { year, programme, ..Written::default() };
    let errors = Errors::new(reader.language);
    show(&page_of(&app, &reader, &caller, (written, errors)).await?)
}

/// The year that has begun: vouchers that ended with the last one are continued on their contracts.
async fn renew(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    access::require(&app, &caller.actor, "page.issuer.issue").await?;
    let what = Renew { year: app.clock.today().year(), programme: None, region: None };
    let mut job = None;
    for region in caller.actor.scope.regions().unwrap_or_default() {
        let asked = Asked::Renew(Renew { region: Some(*region), ..what.clone() });
        job = Some(work::start(&app, &caller.actor, asked).await?);
    }
    let path = job.map_or_else(|| "/jobs".to_owned(), |job| format!("/jobs/{job}"));
    Ok(Redirect::to(&reader.href(path)).into_response())
}

fn listed(page: &Page, caller: &Caller, proposals: &[Proposal]) -> Table {
    let row = |proposal: &Proposal| {
        let title = match issue::told(proposal) {
            Ok(what) => what_text(page, &what),
            Err(_) => proposal.id.to_string(),
        };
        let found: Forecast = serde_json::from_value(proposal.found.clone()).unwrap_or_default();
        [
            Cell::link(page.href(format_args!("/issuer/issue/{}", proposal.id)), title),
            Cell::new(page.instant(proposal.prepared_at)),
            Cell::new(page.number(found.entitled)),
            Cell::html(tag(page, caller, proposal)),
        ]
    };
    Table::new(page.t("issuer-proposals"))
        .caption_hidden()
        .text(page.t("issuer-proposal"))
        .text(page.t("issuer-prepared-at"))
        .number(page.t("issuer-entitled"))
        .text(page.t("issuer-state"))
        .rows(proposals.iter().map(row))
}

fn what_text(page: &Page, what: &Issue) -> String {
    page.t("issuer-issue-what")
        .with("programme", titles::programme(page.reader(), &what.programme))
        .with("year", what.year.to_string())
        .with("region", titles::region(page.reader(), what.region.unwrap_or_default()))
        .into()
}

fn tag(page: &Page, caller: &Caller, proposal: &Proposal) -> Tag {
    match &proposal.decided {
        None if proposal.is_by(&caller.actor) => Tag::blue(page.t("issuer-proposal-waits-other")),
        None => Tag::yellow(page.t("issuer-proposal-waits-you")),
        Some(decided) => match decided.decision {
            Decision::Approved => Tag::green(page.t("issuer-proposal-approved")),
            Decision::Withdrawn => Tag::grey(page.t("issuer-proposal-withdrawn")),
        },
    }
}

async fn propose(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    if let Some(what) = read(app.pack(), &written, (&mut errors, &caller), app.clock.today()) {
        let listed = is_listed(app.pack(), &what.programme);
        let table = listed.then(|| issue::table(&written.iins()));
        let list = table.as_deref().map(|table| (issue::LIST, table));
        match vouchers::propose(&app, &caller.actor, &what, list).await {
            Ok(id) => return Ok(Redirect::to(&reader.href(format_args!("/issuer/issue/{id}"))).into_response()),
            Err(error) => errors.refused("programme", error)?,
        }
    }
    show_again(&page_of(&app, &reader, &caller, (written, errors)).await?)
}

fn read(
    pack: &'static Pack,
    written: &Written,
    (errors, caller): (&mut Errors, &Caller),
    today: Date,
) -> Option<Issue> {
    let year = written.year.trim().parse::<i16>().ok();
    let near = today.year().saturating_sub(1)..=today.year().saturating_add(1);
    let year = year.filter(|year| near.contains(year));
    if year.is_none() {
        errors.say("year", "issuer-issue-year-wrong");
    }
    if !super::codes(pack).contains(&written.programme.as_str()) {
        errors.say("programme", "issuer-entry-programme-wrong");
    }
    match (is_listed(pack, &written.programme), written.iins().is_empty()) {
        (true, true) => errors.say("children", "volumes-list-needed"),
        (false, false) => errors.say("children", "volumes-list-needless"),
        (true, false) | (false, true) => {}
    }
    let region = written.region.parse::<i16>().ok().filter(|region| caller.actor.reaches(*region));
    if region.is_none() {
        errors.say("region", "issuer-entry-region-wrong");
    }
    let (Some(year), Some(region)) = (year, region) else { return None };
    errors.is_empty().then(|| Issue { programme: written.programme.clone(), year, region: Some(region) })
}

#[derive(Template)]
#[template(path = "cabinets/issuer/issue_protocol.html")]
struct ProtocolPage {
    page: Page,
    id: Uuid,
    tag: Tag,
    facts: SummaryList,
    refused: Option<Table>,
    result: Option<SummaryList>,
    job: Option<(String, Tag)>,
    may: May,
    step_up: StepUp,
    hash: String,
}

/// What the reader may do with a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum May {
    /// It is decided.
    Nothing,
    /// Another person has to approve.
    Wait,
    /// The reader approves or sends it away.
    Decide,
}

async fn protocol(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.issue").await?;
    let proposal = proposals::get(&tx, issue::KIND, id).await?;
    tx.commit().await?;
    let job = match proposal.decided.as_ref().and_then(|decided| decided.job) {
        Some(job) => Some(jobs::find(&app, &caller.actor, job).await?),
        None => None,
    };
    let what = issue::told(&proposal)?;
    let found: Forecast = serde_json::from_value(proposal.found.clone())?;
    let page =
        super::under(reader.page("issuer-protocol-title")).crumb("/issuer/issue", reader.t("issuer-issue-title"));
    let may = match &proposal.decided {
        Some(_) => May::Nothing,
        None if proposal.is_by(&caller.actor) => May::Wait,
        None => May::Decide,
    };
    show(&ProtocolPage {
        id,
        tag: tag(&page, &caller, &proposal),
        facts: facts(&page, &caller, &proposal, (&what, &found)),
        refused: refused(&page, &found.refused),
        result: job.as_ref().and_then(|job| result(&page, job)),
        job: job.map(|job| (page.href(format_args!("/jobs/{}", job.id)), blocks::Job::tag(&page, job.state))),
        may,
        step_up: StepUp::seen(&reader, &caller, app.clock.now(), &format!("/issuer/issue/{id}")),
        hash: crate::platform::fact::hex(&proposal.sha256),
        page,
    })
}

/// A person of the proposal: the reader, or somebody else, by the end of the keyed hash that the journal has.
fn person(page: &Page, caller: &Caller, by: &str) -> String {
    if by == caller.actor.person {
        return page.t("issuer-person-you").with("name", caller.name.as_str()).into();
    }
    let mark: String = by.chars().take(8).collect();
    page.t("issuer-person-other").with("mark", mark).into()
}

fn facts(page: &Page, caller: &Caller, proposal: &Proposal, (what, found): (&Issue, &Forecast)) -> SummaryList {
    let list = SummaryList::new()
        .row(page.t("issuer-proposal"), what_text(page, what))
        .row(page.t("issuer-entitled"), page.number(found.entitled))
        .row(page.t("issuer-held"), page.number(found.held));
    let list = match found.left {
        Some(left) => list.row(page.t("volumes-left"), page.number(left)),
        None => list,
    };
    let list = list
        .row(page.t("issuer-prepared-by"), person(page, caller, &proposal.prepared_by))
        .row(page.t("issuer-prepared-at"), page.instant(proposal.prepared_at));
    let Some(decided) = &proposal.decided else { return list };
    list.row(page.t("issuer-decided-by"), person(page, caller, &decided.by))
        .row(page.t("issuer-decided-at"), page.instant(decided.at))
}

fn refused(page: &Page, refused: &BTreeMap<String, i64>) -> Option<Table> {
    let row = |(code, count): (&String, &i64)| {
        let (text, remedy) = page.refusal(code);
        [Cell::new(text), Cell::new(remedy), Cell::new(code), Cell::new(page.number(*count))]
    };
    let table = Table::new(page.t("issuer-refused"))
        .caption_hidden()
        .text(page.t("issuer-why"))
        .text(page.t("issuer-remedy"))
        .text(page.t("issuer-code"))
        .number(page.t("issuer-children"))
        .rows(refused.iter().map(row));
    (!refused.is_empty()).then_some(table)
}

/// How many the job refused, of whatever reason.
fn refused_by(job: &Job) -> i64 {
    let counts = job.result.as_ref().and_then(|result| result.get("refused")).and_then(serde_json::Value::as_object);
    let counts = counts.into_iter().flat_map(|counts| counts.values()).filter_map(serde_json::Value::as_i64);
    counts.fold(0, i64::saturating_add)
}

/// What the job has done.
fn result(page: &Page, job: &Job) -> Option<SummaryList> {
    let result = job.result.as_ref().filter(|_| job.state == jobs::State::Done)?;
    let number = |key: &str| result.get(key).and_then(serde_json::Value::as_i64).unwrap_or_default();
    Some(
        SummaryList::new()
            .row(page.t("issuer-issued"), page.number(number("issued")))
            .row(page.t("issuer-held"), page.number(number("held")))
            .row(page.t("volumes-refused"), page.number(refused_by(job)))
            .row(page.t("issuer-finished-at"), job.finished_at.map(|at| page.instant(at)).unwrap_or_default()),
    )
}

async fn approve(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    caller.require_step_up(app.clock.now())?;
    vouchers::approve(&app, &caller.actor, id).await?;
    Ok(reader.done(format_args!("/issuer/issue/{id}"), "done-issuer-approved"))
}

async fn withdraw(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    vouchers::withdraw(&app, &caller.actor, id).await?;
    Ok(reader.done(format_args!("/issuer/issue/{id}"), "done-issuer-withdrawn"))
}
