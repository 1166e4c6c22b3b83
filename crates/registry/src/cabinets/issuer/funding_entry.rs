//! Estimates and capital obligations entered by an issuer: rows pasted from a sheet, read by a dry run, then confirmed by another person with
//! a fresh signature; what is confirmed goes the way of a file.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use tokio::{runtime::Handle, task};
use uuid::Uuid;

use super::{open, step_up::StepUp};
use crate::{
    app::App,
    cabinets::work::{self, Asked, Kind},
    platform::{
        Actor, Progress, Refusal, Report, Result, Scope, access, blocks,
        error::refuse,
        govuk::{self, Cell, Errors, SummaryList, Table, Tag},
        http::{Caller, Page, Reader, page::show, page::show_again},
        jobs,
        proposals::{self, Decision, Eyes, Proposal},
    },
};

/// The kind of these proposals.
const KIND: &str = "funding";
/// The most that is pasted: a year of some hundred performers; more is brought as a file.
const PASTED_BYTES_MAX: usize = 200_000;
/// Refused rows that are shown.
const SHOWN: usize = 100;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/funding/new", get(ask).post(propose))
        .route("/{language}/issuer/funding/entries/{id}", get(check))
        .route("/{language}/issuer/funding/entries/{id}/confirm", post(confirm))
        .route("/{language}/issuer/funding/entries/{id}/withdraw", post(withdraw))
}

/// The form as it was filled in.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    what: String,
    pasted: String,
}

/// What is proposed: rows of which kind of file, as they were pasted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    what: String,
    rows: usize,
    text: String,
}

impl Entry {
    fn kind(&self) -> Result<Kind, Refusal> {
        kind_of(&self.what).ok_or_else(|| Refusal::new("page.unknown", "there is no such entry"))
    }

    /// The file that the import takes; the entry's id stands in its header, so that the same rows entered again later are another file.
    fn file(&self, id: Uuid) -> (String, Vec<u8>) {
        let (header, rest) = self.text.split_once('\n').unwrap_or((&self.text, ""));
        let separator = ['\t', ';', ','].into_iter().find(|one| header.contains(*one)).unwrap_or('\t');
        let bytes = format!("{}{separator}entry {id}\n{rest}", header.trim_end_matches('\r')).into_bytes();
        (format!("{}-{id}.csv", self.what), bytes)
    }
}

/// What can be entered here.
fn kind_of(what: &str) -> Option<Kind> {
    Kind::parse(what).filter(|kind| matches!(kind, Kind::Estimates | Kind::Capital))
}

#[derive(Template)]
#[template(path = "cabinets/issuer/funding_entry.html")]
struct EntryPage {
    page: Page,
    errors: Errors,
    written: Written,
    refused: Option<Table>,
}

fn entry_page(reader: &Reader, written: Written, errors: Errors, refused: Option<&Report>) -> EntryPage {
    let page = errors.on(super::under(reader.page("funding-entry-title")));
    let page = page.crumb("/issuer/funding", reader.t("funding-title"));
    let refused = refused.map(|report| of_refused(&page, report));
    EntryPage { page, errors, written, refused }
}

fn of_refused(page: &Page, report: &Report) -> Table {
    let rows = report.errors.iter().take(SHOWN).map(|error| {
        let (text, remedy) = page.refusal(&error.code);
        [Cell::new(error.row), Cell::new(format_args!("{text} {remedy}")), Cell::new(&error.detail)]
    });
    Table::new(page.t("funding-refused"))
        .caption_hidden()
        .number(page.t("funding-row"))
        .text(page.t("actview-why"))
        .text(page.t("funding-detail"))
        .rows(rows)
}

async fn ask(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(written): Query<Written>,
) -> Result<Response> {
    open(&app, &caller.actor, "page.issuer.budget").await?.commit().await?;
    show(&entry_page(&reader, written, Errors::new(reader.language), None))
}

/// What the import would say of the rows; on a thread of its own, as a job does it.
async fn tried(app: &Arc<App>, actor: &Actor, kind: Kind, text: &str) -> Result<Report> {
    let (app, actor, text) = (Arc::clone(app), actor.clone(), text.to_owned());
    let trying = task::spawn_blocking(move || {
        let (file, silent) = (("pasted.csv", text.as_bytes()), Progress::silent());
        Handle::current().block_on(work::import(&app, (kind, true), &actor, file, &silent))
    });
    Ok(trying.await.map_err(anyhow::Error::from)??.report)
}

async fn propose(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    open(&app, &caller.actor, "page.issuer.budget").await?.commit().await?;
    let mut errors = Errors::new(reader.language);
    let kind = kind_of(&written.what);
    if kind.is_none() {
        errors.say("what", "funding-what-wrong");
    }
    if written.pasted.trim().is_empty() || written.pasted.len() > PASTED_BYTES_MAX {
        errors.say("pasted", "funding-pasted-wrong");
    }
    let Some(kind) = kind.filter(|_| errors.is_empty()) else {
        return show_again(&entry_page(&reader, written, errors, None));
    };
    access::require(&app, &caller.actor, kind.action()).await?;
    let report = tried(&app, &caller.actor, kind, &written.pasted).await?;
    if !report.errors.is_empty() {
        errors.say("pasted", "funding-pasted-refused");
        return show_again(&entry_page(&reader, written, errors, Some(&report)));
    }
    let rows = report.files.iter().fold(0_usize, |sum, file| sum.saturating_add(file.rows));
    let entry = Entry { what: written.what, rows, text: written.pasted };
    let region = caller.actor.home();
    let mut tx = app.begin(&caller.actor, "proposals.made", region).await?;
    let input = (serde_json::to_value(&entry)?, serde_json::Value::Null);
    let id = proposals::record(&mut tx, region, KIND, input).await?;
    tx.commit().await?;
    Ok(Redirect::to(&reader.href(format_args!("/issuer/funding/entries/{id}"))).into_response())
}

#[derive(Template)]
#[template(path = "cabinets/issuer/funding_check.html")]
struct CheckPage {
    page: Page,
    entered: SummaryList,
    text: String,
    id: Uuid,
    own: bool,
    step_up: StepUp,
    decided: Option<(Tag, String)>,
    job: Option<String>,
}

async fn load(app: &App, caller: &Caller, id: Uuid) -> Result<(Proposal, Entry)> {
    let tx = open(app, &caller.actor, "page.issuer.budget").await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    tx.commit().await?;
    let entry = serde_json::from_value(proposal.input.clone())?;
    Ok((proposal, entry))
}

async fn check(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let (proposal, entry) = load(&app, &caller, id).await?;
    let job = match proposal.decided.as_ref().and_then(|decided| decided.job) {
        Some(job) => Some(jobs::find(&app, &caller.actor, job).await?),
        None => None,
    };
    let page = super::under(reader.page("funding-check-title")).crumb("/issuer/funding", reader.t("funding-title"));
    let decided = proposal.decided.as_ref().map(|decided| {
        let at = page.instant(decided.at);
        let state = job.as_ref().map(|job| blocks::Job::tag(&page, job.state));
        match decided.decision {
            Decision::Withdrawn => {
                (Tag::grey(page.t("issuer-proposal-withdrawn")), page.t("issuer-entry-withdrawn").with("at", at).into())
            }
            Decision::Approved => {
                let tag = state.unwrap_or_else(|| Tag::green(page.t("issuer-proposal-approved")));
                (tag, page.t("issuer-entry-confirmed").with("at", at).into())
            }
        }
    });
    let here = format!("/issuer/funding/entries/{id}");
    show(&CheckPage {
        entered: SummaryList::new()
            .row(page.t("funding-what"), page.t_of("funding-what", &entry.what))
            .row(page.t("funding-rows"), page.number(i64::try_from(entry.rows).unwrap_or(i64::MAX))),
        text: entry.text,
        id,
        own: proposal.is_by(&caller.actor),
        step_up: StepUp::seen(&reader, &caller, app.clock.now(), &here),
        decided,
        job: job.map(|job| page.href(format_args!("/jobs/{}", job.id))),
        page,
    })
}

async fn confirm(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    caller.require_step_up(app.clock.now())?;
    let actor = &caller.actor;
    let (proposal, entry) = load(&app, &caller, id).await?;
    if proposal.decided.is_some() {
        return refuse("proposal.decided", id.to_string());
    }
    let kind = entry.kind()?;
    // What would be refused now is told before anything is written.
    if let Some(error) = tried(&app, actor, kind, &entry.text).await?.errors.into_iter().next() {
        return refuse("proposal.stale", format!("row {}: {} {}", error.row, error.code, error.detail));
    }
    let (name, bytes) = entry.file(id);
    // Files of jobs are kept where the workers look for them: in the nation's inbox.
    let mut tx = app.begin(&actor.with_scope(Scope::National), "proposals.decided", proposal.region).await?;
    let asked = Asked::Import { kind, name: &name, bytes: &bytes, dry_run: false };
    let job = work::enqueue(&tx, actor, asked).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Four, (Decision::Approved, Some(job)), None).await?;
    tx.commit().await?;
    jobs::woken(&app);
    Ok(Redirect::to(&reader.href(format_args!("/jobs/{job}"))).into_response())
}

async fn withdraw(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let (_, entry) = load(&app, &caller, id).await?;
    access::require(&app, &caller.actor, entry.kind()?.action()).await?;
    let mut tx = app.begin(&caller.actor, "proposals.decided", 0).await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Four, (Decision::Withdrawn, None), None).await?;
    tx.commit().await?;
    Ok(reader.done("/issuer/funding", "done-issuer-withdrawn"))
}
