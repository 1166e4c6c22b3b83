//! Files of the performer: timesheets, rosters, invoices. A file is checked first and taken in earnest after that; both are jobs.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Multipart, Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;
use serde_json::Value;

use super::{Own, id_of};
use crate::{
    app::App,
    cabinets::work::{self, Asked, Kind},
    platform::{
        Report, Result, blocks,
        error::refuse,
        govuk,
        http::{
            Caller, Page, Reader,
            page::{show as render, show_again},
        },
        inbox::{FileReport, RowError},
        jobs::{self, Job, State as Stands},
    },
};

/// Errors shown on the page; the copy of the file has all of them.
const ERRORS: usize = 100;
/// The largest file: what is larger comes in parts or through the API.
pub(super) const BYTES_MAX: usize = 64 * 1024 * 1024;

/// The kinds that a performer brings.
const KINDS: [Kind; 5] = [Kind::Timesheet, Kind::Oneroster, Kind::Invoices, Kind::Fees, Kind::FeePayments];

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct AskedPage {
    kind: Option<String>,
}

#[derive(Template)]
#[template(path = "cabinets/org/import.html")]
struct ImportPage {
    page: Page,
    kind: String,
    earnest: bool,
    errors: govuk::Errors,
    jobs: Vec<Job>,
}

/// `/org/import`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<AskedPage>,
) -> Result<Response> {
    Own::enter(&app, &caller, "page.org.import").await?;
    let kind = asked.kind.as_deref().and_then(Kind::parse).filter(|kind| KINDS.contains(kind));
    let kind = kind.unwrap_or(Kind::Timesheet).word().to_owned();
    let errors = govuk::Errors::new(reader.language);
    let jobs = own_jobs(&app, &caller).await?;
    render(&ImportPage { page: page(&reader), kind, earnest: false, errors, jobs })
}

fn page(reader: &Reader) -> Page {
    reader.page("org-import-title").crumb("/org", reader.t("org-title"))
}

/// The latest imports of the organisation.
async fn own_jobs(app: &App, caller: &Caller) -> Result<Vec<Job>> {
    let mut jobs = jobs::list(app, &caller.actor, None, 20).await?;
    jobs.retain(|job| KINDS.iter().any(|kind| kind.action() == job.kind));
    jobs.truncate(10);
    Ok(jobs)
}

/// What a form has sent.
#[derive(Default)]
struct Form {
    kind: String,
    earnest: bool,
    name: String,
    bytes: Vec<u8>,
}

async fn read(mut parts: Multipart) -> Result<Form> {
    let mut form = Form::default();
    loop {
        let part = match parts.next_field().await {
            Ok(Some(part)) => part,
            Ok(None) => return Ok(form),
            Err(error) => return refuse(code(&error), error.body_text()),
        };
        let (name, file) =
            (part.name().unwrap_or_default().to_owned(), part.file_name().unwrap_or_default().to_owned());
        let bytes = match part.bytes().await {
            Ok(bytes) => bytes,
            Err(error) => return refuse(code(&error), error.body_text()),
        };
        match name.as_str() {
            "kind" => form.kind = String::from_utf8_lossy(&bytes).into_owned(),
            "earnest" => form.earnest = bytes.as_ref() == b"1",
            "file" => (form.name, form.bytes) = (plain_name(&file), bytes.to_vec()),
            _ => return refuse("request.unknown_field", name),
        }
    }
}

fn code(error: &axum::extract::multipart::MultipartError) -> &'static str {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE { "request.too_large" } else { "request.malformed" }
}

/// A file's name without the folders of its sender's machine.
fn plain_name(name: &str) -> String {
    let plain = name.rsplit(['/', '\\']).next().unwrap_or_default();
    plain.chars().filter(|c| !c.is_control()).take(120).collect()
}

/// `POST /org/import`: keeps the file and puts the job down.
pub(super) async fn bring(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    parts: Multipart,
) -> Result<Response> {
    Own::enter(&app, &caller, "page.org.import").await?;
    let form = read(parts).await?;
    let mut errors = govuk::Errors::new(reader.language);
    let kind = Kind::parse(&form.kind).filter(|kind| KINDS.contains(kind));
    if kind.is_none() {
        errors.say("kind", "org-import-no-kind");
    }
    if form.bytes.is_empty() {
        errors.say("file", "org-import-no-file");
    }
    if let (Some(kind), true) = (kind, errors.is_empty()) {
        let asked = Asked::Import { kind, name: &form.name, bytes: &form.bytes, dry_run: !form.earnest };
        match work::start(&app, &caller.actor, asked).await {
            Ok(job) => return Ok(Redirect::to(&reader.href(format!("/org/import/{job}"))).into_response()),
            Err(error) => errors.refused("file", error)?,
        }
    }
    let jobs = own_jobs(&app, &caller).await?;
    let page = errors.on(page(&reader));
    show_again(&ImportPage { page, kind: form.kind, earnest: form.earnest, errors, jobs })
}

#[derive(Template)]
#[template(path = "cabinets/org/imported.html")]
struct ImportedPage {
    page: Page,
    job: Job,
    dry_run: bool,
    report: Option<Report>,
}

/// An import of the organisation.
async fn find(app: &App, caller: &Caller, text: &str) -> Result<Job> {
    let job = jobs::find(app, &caller.actor, id_of(text, "job.unknown")?).await?;
    if KINDS.iter().any(|kind| kind.action() == job.kind) { Ok(job) } else { refuse("job.unknown", text) }
}

fn is_dry(job: &Job) -> bool {
    job.input.get("dry_run").and_then(Value::as_bool).unwrap_or_default()
}

/// `/org/import/{job}`: how far it is, then what came of it.
pub(super) async fn result(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, job)): Path<(String, String)>,
) -> Result<Response> {
    Own::enter(&app, &caller, "page.org.import").await?;
    let job = find(&app, &caller, &job).await?;
    let report = job.result.clone().filter(|_| job.state == Stands::Done);
    let report = report.map(serde_json::from_value).transpose()?;
    let dry_run = is_dry(&job);
    let title = if dry_run { "org-imported-checked" } else { "org-imported-title" };
    let page = reader.page(title).back("/org/import");
    render(&ImportedPage { page, job, dry_run, report })
}

/// `POST /org/import/{job}`: takes in earnest what was only checked.
pub(super) async fn take(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, job)): Path<(String, String)>,
) -> Result<Response> {
    Own::enter(&app, &caller, "page.org.import").await?;
    let job = find(&app, &caller, &job).await?;
    let kind = KINDS.into_iter().find(|kind| kind.action() == job.kind);
    let (Some(kind), Stands::Done, true) = (kind, job.state, is_dry(&job)) else {
        return refuse("job.unknown", "only a check that is done can be followed by the import");
    };
    let mut input = job.input;
    if let Some(input) = input.as_object_mut() {
        input.insert("dry_run".to_owned(), Value::Bool(false));
    }
    let next = jobs::start(&app, &caller.actor, kind.action(), input).await?;
    Ok(Redirect::to(&reader.href(format!("/org/import/{next}"))).into_response())
}

fn kind_word(job: &Job) -> &str {
    job.kind.trim_start_matches("import.")
}

fn file_name(job: &Job) -> &str {
    job.input.get("file").and_then(Value::as_str).unwrap_or_default()
}

impl ImportPage {
    /// What the file is taken for and how, until it is chosen otherwise.
    fn choice(&self) -> String {
        let key = if self.earnest { "org-import-choice-earnest" } else { "org-import-choice" };
        let kind = Kind::parse(&self.kind).filter(|kind| KINDS.contains(kind)).unwrap_or(Kind::Timesheet);
        self.page.t(key).with("kind", self.page.t_of("org-kind", kind.word())).to_string()
    }

    fn kinds(&self) -> govuk::Radios {
        let item = |kind: Kind| {
            let (text, hint) = (self.page.t_of("org-kind", kind.word()), self.page.t_of("org-kind-hint", kind.word()));
            govuk::Item::new(kind.word(), text).hint(hint)
        };
        let radios =
            govuk::Radios::new("kind", self.page.t("org-import-kind")).value(&self.kind).error(self.errors.get("kind"));
        KINDS.into_iter().map(item).fold(radios, govuk::Radios::item)
    }

    fn jobs(&self) -> govuk::Table {
        let page = &self.page;
        let row = |job: &Job| {
            let check = if is_dry(job) { page.t("org-import-check") } else { page.t("org-import-earnest") };
            [
                govuk::Cell::link(page.href(format!("/org/import/{}", job.id)), file_name(job)),
                govuk::Cell::html(blocks::Job::tag(page, job.state)),
                govuk::Cell::new(page.t_of("org-kind", kind_word(job))),
                govuk::Cell::new(check),
                govuk::Cell::new(page.instant(job.created_at)),
            ]
        };
        govuk::Table::new(page.t("org-import-latest"))
            .caption_hidden()
            .text(page.t("org-col-file"))
            .text(page.t("org-col-state"))
            .text(page.t("org-col-kind"))
            .text(page.t("org-col-how"))
            .text(page.t("org-col-at"))
            .rows(self.jobs.iter().map(row))
    }
}

impl ImportedPage {
    fn progress(&self) -> blocks::Job {
        blocks::Job::new(&self.page, format_args!("/org/import/{}", self.job.id), &self.job)
    }

    fn refusal(&self) -> Option<(&'static str, &'static str)> {
        let code = self.job.result.as_ref().filter(|_| self.job.state == Stands::Failed)?.get("code")?.as_str()?;
        Some(self.page.refusal(code))
    }

    /// The sum of something over the files.
    fn sum(&self, what: fn(&FileReport) -> usize) -> usize {
        self.report.iter().flat_map(|report| &report.files).map(what).sum()
    }

    fn rows(&self) -> usize {
        self.sum(|file| file.rows)
    }

    /// Rows taken whole.
    fn accepted(&self) -> usize {
        self.sum(|file| file.accepted)
    }

    /// Rows of which something is taken and something refused.
    fn in_part(&self) -> usize {
        self.sum(|file| file.in_part)
    }

    /// Rows of which all or something is taken.
    fn taken(&self) -> usize {
        self.sum(FileReport::taken)
    }

    /// Rows of which nothing is taken.
    fn refused(&self) -> usize {
        self.sum(|file| file.refused.saturating_sub(file.in_part))
    }

    fn has_errors(&self) -> bool {
        self.report.as_ref().is_some_and(|report| !report.errors.is_empty())
    }

    /// Whether something would be taken.
    fn can_be_taken(&self) -> bool {
        self.dry_run && self.taken() > 0
    }

    fn errors(&self) -> govuk::Table {
        let page = &self.page;
        let row = |error: &RowError| {
            let (text, remedy) = page.refusal(&error.code);
            let place = if error.row == 0 { page.t("org-import-whole").to_string() } else { error.row.to_string() };
            [
                govuk::Cell::new(place),
                govuk::Cell::new(text),
                govuk::Cell::new(remedy),
                govuk::Cell::new(&error.detail),
                govuk::Cell::new(&error.code),
                govuk::Cell::new(&error.file),
            ]
        };
        let errors = self.report.iter().flat_map(|report| &report.errors).take(ERRORS);
        govuk::Table::new(page.t("org-imported-errors"))
            .caption_hidden()
            .text(page.t("org-col-row"))
            .text(page.t("org-col-why"))
            .text(page.t("org-col-remedy"))
            .text(page.t("org-col-detail"))
            .text(page.t("org-col-code"))
            .text(page.t("org-col-file"))
            .rows(errors.map(row))
    }

    fn errors_shown(&self) -> Option<(usize, usize)> {
        let all = self.report.as_ref()?.errors.len();
        (all > ERRORS).then_some((ERRORS, all))
    }

    fn file(&self, name: &str) -> String {
        self.page.href(format!("/jobs/{}/files/{name}", self.job.id))
    }

    fn summary(&self) -> govuk::SummaryList {
        let page = &self.page;
        govuk::SummaryList::new()
            .row(page.t("org-col-file"), file_name(&self.job))
            .row(page.t("org-col-kind"), page.t_of("org-kind", kind_word(&self.job)))
            .row(page.t("org-col-at"), page.instant(self.job.created_at))
    }
}
