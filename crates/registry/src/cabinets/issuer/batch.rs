//! A batch of acts to sign: what was chosen with its versions, count and total, those with exceptions first; signed by the sandbox's key as
//! a job, or elsewhere: documents out, signatures in. What is signed already stays signed, so that a batch can be taken up again.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, Path, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use uuid::Uuid;

use super::{acts::state_tag, bundle, filter::Tab, jobs as work, open, step_up::StepUp, store::acts as store};
use crate::{
    acts::{self, Side},
    app::App,
    cabinets::titles,
    platform::{
        Actor, Progress, Refusal, Result, blocks,
        error::refuse,
        govuk::{self, Button, Cell, FileUpload, SummaryList, Table, Tag},
        http::{Caller, Page, Reader, page::show},
        jobs,
        paper::attached,
        proposals,
    },
};

/// The kind of these proposals.
pub(super) const KIND: &str = "acts.batch";
/// An archive of signatures.
const ARCHIVE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Acts shown; the archive and the job take all.
const SHOWN: usize = 200;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/acts/batches/{id}", get(preview))
        .route("/{language}/issuer/acts/batches/{id}/sign", post(sign))
        .route("/{language}/issuer/acts/batches/{id}/documents.zip", get(documents))
        .route(
            "/{language}/issuer/acts/batches/{id}/signatures",
            post(upload).layer(DefaultBodyLimit::max(ARCHIVE_BYTES_MAX)),
        )
}

#[derive(Deserialize)]
struct Input {
    acts: Vec<(Uuid, i16)>,
}

/// The acts of a batch as they stand now.
pub(super) async fn load(app: &App, actor: &Actor, id: Uuid) -> Result<Vec<store::InBatch>> {
    let tx = open(app, actor, "page.issuer.acts").await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    let Input { acts } = serde_json::from_value(proposal.input)?;
    let found = store::list_batch(&tx, &actor.organisation, &acts).await?;
    tx.commit().await?;
    Ok(found)
}

#[derive(Template)]
#[template(path = "cabinets/issuer/batch.html")]
struct BatchPage {
    page: Page,
    id: Uuid,
    /// The facts in one sentence, above the button.
    found: String,
    facts: SummaryList,
    waiting: usize,
    exceptions: Option<Table>,
    others: Option<Table>,
    more: usize,
    gone: Option<Table>,
    step_up: StepUp,
    sandbox: bool,
}

async fn preview(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let found = load(&app, &caller.actor, id).await?;
    let page = super::under(reader.page("issuer-batch-title")).crumb("/issuer/acts", reader.t("issuer-acts-title"));
    let (waits, gone): (Vec<_>, Vec<_>) = found.into_iter().partition(store::InBatch::waits);
    let (with, without): (Vec<_>, Vec<_>) = waits.iter().partition(|act| act.exceptions > 0);
    let total = waits.iter().fold(0_i64, |sum, act| sum.saturating_add(act.total));
    let shown = with.len().min(SHOWN).saturating_add(without.len().min(SHOWN));
    show(&BatchPage {
        id,
        facts: SummaryList::new()
            .row(page.t("issuer-batch-acts"), waits.len())
            .row(page.t("issuer-batch-total"), page.money(total))
            .row(page.t("issuer-batch-exceptions"), with.len()),
        found: page
            .t("issuer-acts-found")
            .with("n", waits.len())
            .with("sum", page.money(total))
            .with("exceptions", with.len())
            .into(),
        more: waits.len().saturating_sub(shown),
        exceptions: table(&page, page.t("issuer-batch-with").to_string(), &with),
        others: table(&page, page.t("issuer-batch-without").to_string(), &without),
        gone: table(&page, page.t("issuer-batch-gone").to_string(), &gone.iter().collect::<Vec<_>>()),
        waiting: waits.len(),
        step_up: StepUp::seen(&reader, &caller, app.clock.now(), &format!("/issuer/acts/batches/{id}")),
        sandbox: app.keys.is_some(),
        page,
    })
}

impl BatchPage {
    fn ways(&self) -> blocks::Sign {
        let page = &self.page;
        let at = page.href(format_args!("/issuer/acts/batches/{}", self.id));
        let field = FileUpload::new("signatures", page.t("issuer-batch-signatures"))
            .hint(page.t("issuer-batch-signatures-hint"))
            .accept(".zip");
        let send = Button::new(page.t("issuer-batch-upload"));
        let ways =
            blocks::Sign::elsewhere(page.t("issuer-batch-elsewhere"), format_args!("{at}/signatures"), field, send)
                .step_to(
                    page.t("issuer-batch-step-1"),
                    format_args!("{at}/documents.zip"),
                    page.t("issuer-batch-download"),
                )
                .step(page.t("issuer-batch-step-2"))
                .step(page.t("issuer-batch-step-3"));
        if !self.sandbox {
            return ways;
        }
        let button = Button::new(page.t("issuer-batch-sign").with("n", self.waiting));
        ways.key(format_args!("{at}/sign"), button, page.t("issuer-batch-sandbox"))
    }
}

fn table(page: &Page, caption: String, acts: &[&store::InBatch]) -> Option<Table> {
    let row = |act: &&store::InBatch| {
        let performer = titles::performer(page.reader(), &act.name_kk, &act.name_ru);
        let state = if act.waits() {
            state_tag(page, Tab::Waiting)
        } else if act.state == "performer_signed" {
            Tag::orange(page.t("issuer-batch-new-version"))
        } else {
            Tag::green(page.t_of("act-state", &act.state))
        };
        [
            Cell::link(page.href(format_args!("/issuer/acts/{}", act.id)), performer),
            Cell::new(&act.bin),
            Cell::new(page.month(act.month)),
            Cell::new(page.amount(act.total)),
            Cell::new(page.number(i64::from(act.lines))),
            Cell::new(page.number(act.exceptions)),
            Cell::html(state),
        ]
    };
    let table = Table::new(caption)
        .text(page.t("issuer-performer"))
        .text(page.t("issuer-bin"))
        .text(page.t("issuer-month"))
        .number(page.t("issuer-sum-tenge"))
        .number(page.t("issuer-lines"))
        .number(page.t("issuer-exceptions"))
        .text(page.t("issuer-state"))
        .stacked()
        .rows(acts.iter().take(SHOWN).map(row));
    (!acts.is_empty()).then_some(table)
}

/// With the key that the sandbox has of the reader: a job, so that thousands can be signed.
async fn sign(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    caller.require_step_up(app.clock.now())?;
    if app.keys.is_none() {
        return refuse("page.unknown", "there is no sandbox here");
    }
    let waits = load(&app, &caller.actor, id).await?.iter().filter(|act| act.waits()).count();
    if waits == 0 {
        return Ok(reader.done(format_args!("/issuer/acts/batches/{id}"), "done-issuer-nothing-to-sign"));
    }
    let job = jobs::start(&app, &caller.actor, work::SIGN, json!({ "batch": id, "acts": waits })).await?;
    Ok(Redirect::to(&reader.href(format_args!("/jobs/{job}"))).into_response())
}

async fn documents(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let acts: Vec<(Uuid, i16)> =
        load(&app, &caller.actor, id).await?.iter().filter(|act| act.waits()).map(|act| (act.id, act.chosen)).collect();
    let tx = open(&app, &caller.actor, "page.issuer.acts").await?;
    let documents = store::list_documents(&tx, &caller.actor.organisation, &acts).await?;
    tx.commit().await?;
    Ok(attached("acts.zip", "application/zip", bundle::pack(&documents)?))
}

#[derive(Template)]
#[template(path = "cabinets/issuer/batch_signed.html")]
struct SignedPage {
    page: Page,
    id: Uuid,
    signed: usize,
    refused: Option<Table>,
    strangers: Vec<String>,
}

/// Signatures made elsewhere, each told apart.
async fn upload(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
    form: Multipart,
) -> Result<Response> {
    caller.require_step_up(app.clock.now())?;
    let found = load(&app, &caller.actor, id).await?;
    let stems = found.iter().map(|act| (bundle::stem(&act.number, act.chosen), (act.id, act.chosen))).collect();
    let bundle::Unpacked { brought, strangers } = bundle::unpack(&file(form).await?, &stems)?;
    let outcomes = acts::accept_signatures(&app, Side::Issuer, brought, &Progress::silent()).await?;
    let numbers: HashMap<Uuid, &str> = found.iter().map(|act| (act.id, act.number.as_str())).collect();
    let refusals: Vec<(&str, &Refusal)> = outcomes
        .iter()
        .filter_map(|(act, outcome)| Some((numbers.get(act).copied()?, outcome.as_ref().err()?)))
        .collect();
    let page = super::under(reader.page("issuer-signed-title")).crumb("/issuer/acts", reader.t("issuer-acts-title"));
    show(&SignedPage {
        id,
        signed: outcomes.iter().filter(|(_, outcome)| outcome.is_ok()).count(),
        refused: refused(&page, &refusals),
        strangers,
        page,
    })
}

fn refused(page: &Page, refusals: &[(&str, &Refusal)]) -> Option<Table> {
    let row = |(number, refusal): &(&str, &Refusal)| {
        let (text, remedy) = page.refusal(refusal.code);
        [Cell::new(number), Cell::new(text), Cell::new(remedy), Cell::new(refusal.code)]
    };
    let table = Table::new(page.t("issuer-signed-refused"))
        .text(page.t("issuer-act"))
        .text(page.t("issuer-why"))
        .text(page.t("issuer-remedy"))
        .text(page.t("issuer-code"))
        .rows(refusals.iter().map(row));
    (!refusals.is_empty()).then_some(table)
}

/// The one file of the form.
async fn file(mut form: Multipart) -> Result<Vec<u8>> {
    let malformed = |_| Refusal::new("request.malformed", "a part of the form cannot be read");
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        if field.name() == Some("signatures") {
            return Ok(field.bytes().await.map_err(malformed)?.to_vec());
        }
    }
    refuse("file.empty", "no file was sent")
}
