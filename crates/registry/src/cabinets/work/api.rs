//! Long acts over HTTP: each answers 202 with a job; jobs and what they leave are read here.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{Asked as Work, Kind, enqueue};
use crate::{
    acts::Close,
    app::App,
    payments::Order,
    platform::{
        Actor, Refusal, Result, access,
        http::{
            Caller, file,
            idempotency::{Begun, Once, Reply},
            json::{Strict, read},
            paging::{Cursor, Page, Paged},
            problem::Rejected,
            query::{Asked, month},
        },
        jobs,
    },
    vouchers::{self, Issue},
};

/// The most bytes of a file that is brought.
pub(crate) const FILE_BYTES_MAX: usize = 100 * 1024 * 1024;

/// The routes of jobs.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(bring))
        .routes(routes!(issue))
        .routes(routes!(close))
        .routes(routes!(orders))
        .routes(routes!(export))
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(fetch))
        .routes(routes!(cancel))
}

/// What a job leaves to be fetched.
#[derive(Debug, Serialize, ToSchema)]
struct JobFile {
    /// Its name.
    name: String,
    /// Its media type.
    media_type: String,
    /// How long it is.
    #[schema(minimum = 0)]
    bytes: i64,
}

/// A job.
#[derive(Debug, Serialize, ToSchema)]
struct JobRow {
    /// Its id.
    id: Uuid,
    /// What is done.
    #[schema(example = "import.timesheet")]
    kind: String,
    /// Where it stands.
    state: jobs::State,
    /// The step under way.
    step: String,
    /// How much of the step is done.
    done: i64,
    /// How much there is; 0 when nobody knows yet.
    total: i64,
    /// What was asked for.
    #[schema(value_type = Object)]
    input: Value,
    /// What came of it; of a failed job its code and detail.
    #[schema(value_type = Option<Object>)]
    result: Option<Value>,
    /// When it was asked for.
    created_at: Timestamp,
    /// When it was begun.
    started_at: Option<Timestamp>,
    /// When it ended.
    finished_at: Option<Timestamp>,
    /// What can be fetched; in lists nothing is named.
    files: Vec<JobFile>,
}

impl From<jobs::Job> for JobRow {
    fn from(job: jobs::Job) -> Self {
        let files =
            job.files.into_iter().map(|(name, media_type, bytes)| JobFile { name, media_type, bytes }).collect();
        Self {
            id: job.id,
            kind: job.kind,
            state: job.state,
            step: job.step,
            done: job.done,
            total: job.total,
            input: job.input,
            result: job.result,
            created_at: job.created_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
            files,
        }
    }
}

/// A job that was put down.
#[derive(Debug, Serialize, ToSchema)]
struct Accepted {
    /// The job's id.
    job: Uuid,
    /// Where it is read.
    #[schema(example = "/api/v1/jobs/0199a4e2-0000-7000-8000-000000000000")]
    href: String,
}

/// Refuses a programme that there is none of and a region that can be none, before a job is put down that would only find it out.
fn known(app: &App, programme: Option<&str>, region: Option<i16>) -> Result<(), Rejected> {
    if programme.is_some_and(|programme| app.pack().latest_terms(programme).is_none()) {
        return Err(Rejected::at("/programme", "input.invalid", "there is no such programme"));
    }
    if region.is_some_and(|region| !(1..=99).contains(&region)) {
        return Err(Rejected::at("/region", "input.invalid", "1 to 99"));
    }
    Ok(())
}

/// Puts a job down under the request's key and answers 202.
async fn ask(app: &App, actor: &Actor, (once, body): (Once, &[u8]), asked: Work<'_>) -> Result<Response> {
    let first = match once.begin(app, actor, body).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let job = enqueue(&first.tx, actor, asked).await?;
    let href = format!("/api/v1/jobs/{job}");
    first.answer(Reply::json(StatusCode::ACCEPTED, href.clone(), &Accepted { job, href })?).await
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct BringAsked {
    /// Check everything, change nothing.
    #[serde(default)]
    dry_run: bool,
}

/// Brings a file: its bytes are the body, its name is in `Content-Disposition`.
#[utoipa::path(post, path = "/api/v1/imports/{kind}", tag = "jobs",
    params(("kind" = String, Path, pattern = "^(budget|volumes|rates|performers|estimates|capital|persons|grants|oneroster|timesheet|invoices|statement|mandates|fees|ceilings|fee-payments)$"), BringAsked,
        ("Content-Disposition" = String, Header, example = "attachment; filename=\"09.csv\"")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 202, body = Accepted)), extensions(("x-action" = json!("import.*"))))]
async fn bring(
    State(app): State<Arc<App>>,
    caller: Caller,
    (Path(kind), asked): (Path<String>, Asked<BringAsked>),
    once: Once,
    request: Request,
) -> Result<Response, Rejected> {
    let kind = Kind::parse(&kind).ok_or_else(|| Refusal::new("page.unknown", "there is no such kind of file"))?;
    access::require(&app, &caller.actor, kind.action()).await?;
    let (name, bytes) = brought(request).await?;
    let what = Work::Import { kind, name: &name, bytes: &bytes, dry_run: asked.by.dry_run };
    Ok(ask(&app, &caller.actor, (once, &bytes), what).await?)
}

/// The name and bytes of a file. Forms of a browser have a page of their own; here the body is the file.
async fn brought(request: Request) -> Result<(String, Bytes), Rejected> {
    let (parts, body) = request.into_parts();
    let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let is_other = ["multipart/", "application/x-www-form-urlencoded"].iter().any(|other| kind.starts_with(other));
    if kind.is_empty() || is_other || parts.headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Refusal::new("request.media_type", "the body is the file itself, not encoded").into());
    }
    let name = file::name(&parts.headers)?;
    Ok((name, read(&parts.headers, body, FILE_BYTES_MAX).await?))
}

/// Which vouchers to issue. It may name persons, so it is never printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct IssueBody {
    /// The programme.
    #[schema(pattern = "^[a-z_]+$")]
    programme: String,
    /// The year in which the vouchers' months begin.
    #[schema(minimum = 2000, maximum = 2999, example = 2026)]
    year: i16,
    /// One region, or all of yours.
    #[schema(minimum = 1, maximum = 99)]
    region: Option<i16>,
    /// The IINs of the children, where the programme's vouchers are issued within an order volume to a list; else left out.
    #[schema(max_items = 10_000)]
    children: Option<Vec<String>>,
}

/// Issues vouchers by the terms of a programme: to every child of its ages, to the children of a list within the order volume, or to the
/// students of the grant register within it.
#[utoipa::path(post, path = "/api/v1/vouchers/issue", tag = "jobs", request_body = IssueBody,
    responses((status = 202, body = Accepted)), extensions(("x-action" = json!("issue"))))]
async fn issue(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<IssueBody>,
) -> Result<Response, Rejected> {
    let IssueBody { programme, year, region, children } = body.value;
    if !(2000..=2999).contains(&year) {
        return Err(Rejected::at("/year", "input.invalid", "2000 to 2999"));
    }
    known(&app, Some(&programme), region)?;
    let list = children.as_deref().map(vouchers::propose::table);
    let list = list.as_deref().map(|list| (vouchers::propose::LIST, list));
    let what = Work::Issue { what: Issue { programme, year, region }, list };
    Ok(ask(&app, &caller.actor, (once, &body.bytes), what).await?)
}

/// Which part of a month.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MonthBody {
    /// One programme, or all.
    #[schema(pattern = "^[a-z_]+$")]
    programme: Option<String>,
    /// One region, or all of yours.
    #[schema(minimum = 1, maximum = 99)]
    region: Option<i16>,
}

/// Makes the drafts of a month's acts.
#[utoipa::path(post, path = "/api/v1/months/{month}/close", tag = "jobs",
    params(("month" = String, Path, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")), request_body = MonthBody,
    responses((status = 202, body = Accepted)), extensions(("x-action" = json!("close"))))]
async fn close(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(text): Path<String>,
    once: Once,
    body: Strict<MonthBody>,
) -> Result<Response, Rejected> {
    let MonthBody { programme, region } = body.value;
    known(&app, programme.as_deref(), region)?;
    let what = Work::Close(Close { month: month("month", &text)?, programme, region });
    Ok(ask(&app, &caller.actor, (once, &body.bytes), what).await?)
}

/// Which orders of a month.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct OrdersBody {
    /// One programme, or all.
    #[schema(pattern = "^[a-z_]+$")]
    programme: Option<String>,
}

/// Forms registers of acts and payment orders; asks for a signature within the last five minutes.
#[utoipa::path(post, path = "/api/v1/months/{month}/orders", tag = "jobs",
    params(("month" = String, Path, pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")), request_body = OrdersBody,
    responses((status = 202, body = Accepted)), extensions(("x-action" = json!("orders"))))]
async fn orders(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(text): Path<String>,
    once: Once,
    body: Strict<OrdersBody>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "orders").await?;
    known(&app, body.value.programme.as_deref(), None)?;
    let what = Work::Orders(Order { month: month("month", &text)?, programme: body.value.programme });
    caller.require_step_up(app.clock.now())?;
    Ok(ask(&app, &caller.actor, (once, &body.bytes), what).await?)
}

/// What to export.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ExportBody {
    /// The month, `yyyy-mm`.
    #[schema(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")]
    month: String,
    /// One programme, or all.
    #[schema(pattern = "^[a-z_]+$")]
    programme: Option<String>,
    /// One region, or all of yours.
    #[schema(minimum = 1, maximum = 99)]
    region: Option<i16>,
}

/// Makes the audit export: everything that an outside auditor needs to recompute a month.
#[utoipa::path(post, path = "/api/v1/exports", tag = "jobs", request_body = ExportBody,
    responses((status = 202, body = Accepted)), extensions(("x-action" = json!("export"))))]
async fn export(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<ExportBody>,
) -> Result<Response, Rejected> {
    let ExportBody { month: text, programme, region } = body.value;
    known(&app, programme.as_deref(), region)?;
    let what = Work::Export { month: month("/month", &text)?, programme, region };
    Ok(ask(&app, &caller.actor, (once, &body.bytes), what).await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListAsked {
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// Jobs of your organisation, the newest first.
#[utoipa::path(get, path = "/api/v1/jobs", tag = "jobs", params(ListAsked),
    responses((status = 200, body = Paged<JobRow>)), extensions(("x-action" = json!("read.jobs"))))]
async fn list(State(app): State<Arc<App>>, caller: Caller, asked: Asked<ListAsked>) -> Result<Page<JobRow>, Rejected> {
    access::require(&app, &caller.actor, "read.jobs").await?;
    let cursor = Cursor::<Uuid>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    let found = jobs::list(&app, &caller.actor, cursor.after, cursor.rows()).await?;
    Ok(cursor.page(&app, found.into_iter().map(JobRow::from).collect(), |job| job.id)?)
}

/// One job.
#[utoipa::path(get, path = "/api/v1/jobs/{id}", tag = "jobs", params(("id" = Uuid, Path)),
    responses((status = 200, body = JobRow)), extensions(("x-action" = json!("read.jobs"))))]
async fn get(State(app): State<Arc<App>>, caller: Caller, Path(id): Path<Uuid>) -> Result<Response> {
    access::require(&app, &caller.actor, "read.jobs").await?;
    let job = jobs::find(&app, &caller.actor, id).await?;
    let wait = if job.state.is_final() { None } else { Some(HeaderValue::from(1)) };
    let mut response = axum::Json(JobRow::from(job)).into_response();
    if let Some(wait) = wait {
        response.headers_mut().insert(header::RETRY_AFTER, wait);
    }
    Ok(response)
}

/// Takes back a job of your organisation that has not begun.
#[utoipa::path(post, path = "/api/v1/jobs/{id}/cancel", tag = "jobs", params(("id" = Uuid, Path)),
    responses((status = 200, body = JobRow)), extensions(("x-action" = json!("cancel.jobs"))))]
async fn cancel(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
) -> Result<Response, Rejected> {
    let first = match once.begin(&app, &caller.actor, &[]).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let job = jobs::cancel(&first.tx, &caller.actor, id).await?;
    Ok(first.answer(Reply::json(StatusCode::OK, "", &JobRow::from(job))?).await?)
}

/// A file that a job left.
#[utoipa::path(get, path = "/api/v1/jobs/{id}/files/{name}", tag = "jobs",
    params(("id" = Uuid, Path), ("name" = String, Path, example = "report.json")),
    responses((status = 200, body = Vec<u8>, content_type = "application/octet-stream")),
    extensions(("x-action" = json!("read.jobs"))))]
async fn fetch(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((id, name)): Path<(Uuid, String)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "read.jobs").await?;
    let jobs::File { name, media_type, bytes } = jobs::file(&app, &caller.actor, id, &name).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_str(&media_type).map_err(anyhow::Error::from)?);
    let disposition = HeaderValue::from_str(&file::attachment(&name)).map_err(anyhow::Error::from)?;
    headers.insert(header::CONTENT_DISPOSITION, disposition);
    Ok((headers, bytes).into_response())
}
