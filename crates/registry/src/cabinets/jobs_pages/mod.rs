//! Jobs on the pages: every long act with its progress, its counts, and what can be fetched.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::{
    app::App,
    platform::{
        Result, access, blocks,
        govuk::{self, Cell, Pagination, SummaryList, Table},
        http::{Caller, Page, Reader, file::attachment, page::show as answer},
        jobs::{self, Job, State as Stands},
    },
};

/// The action of who reads jobs.
const READ: &str = "read.jobs";
/// Jobs of a page.
const PAGE: usize = 50;

/// All routes of jobs.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/jobs", get(list))
        .route("/{language}/jobs/{id}", get(one))
        .route("/{language}/jobs/{id}/cancel", post(cancel))
        .route("/{language}/jobs/{id}/files/{name}", get(file))
}

/// Jobs as a table.
pub(super) fn table(page: &Page, jobs: &[Job]) -> Table {
    let table = Table::new(page.t("jobs-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("job-kind"))
        .text(page.t("job-created"))
        .text(page.t("job-state"))
        .text(page.t("job-about"));
    table.rows(jobs.iter().map(|job| {
        [
            Cell::link(page.href(format!("/jobs/{}", job.id)), page.t_of("job-kind", &job.kind)),
            Cell::new(page.instant(job.created_at)),
            Cell::html(blocks::Job::tag(page, job.state)),
            Cell::new(about(job)),
        ]
    }))
}

/// What the job is about: the file's name, or month, programme and year.
fn about(job: &Job) -> String {
    let word = |key: &str| match job.input.get(key) {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let words = ["file", "month", "programme", "year"].into_iter().filter_map(word);
    words.collect::<Vec<_>>().join(", ")
}

#[derive(Debug, Deserialize)]
struct Asking {
    after: Option<Uuid>,
}

#[derive(Template)]
#[template(path = "cabinets/jobs_pages/list.html")]
struct ListPage {
    page: Page,
    jobs: Vec<Job>,
    next: Option<String>,
}

impl ListPage {
    fn table(&self) -> Table {
        table(&self.page, &self.jobs)
    }

    fn pages(&self) -> Pagination {
        Pagination::new(&self.page, None, self.next.clone())
    }
}

async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asking): Query<Asking>,
) -> Result<Response> {
    access::require(&app, &caller.actor, READ).await?;
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let mut jobs = jobs::list(&app, &caller.actor, asking.after, limit).await?;
    let more = jobs.len() > PAGE;
    jobs.truncate(PAGE);
    let next = jobs.last().filter(|_| more).map(|last| reader.href(format!("/jobs?after={}", last.id)));
    answer(&ListPage { page: reader.page("jobs-title"), jobs, next })
}

#[derive(Template)]
#[template(path = "cabinets/jobs_pages/one.html")]
struct JobPage {
    page: Page,
    job: Job,
    /// Whether whoever looks may take it back.
    may_cancel: bool,
}

impl JobPage {
    fn progress(&self) -> blocks::Job {
        blocks::Job::new(&self.page, format_args!("/jobs/{}", self.job.id), &self.job)
    }

    /// The code of a job that failed, with its words and remedy.
    fn refusal(&self) -> Option<(String, &'static str, &'static str)> {
        let code = self.job.result.as_ref()?.get("code")?.as_str()?.to_owned();
        let (text, remedy) = self.page.refusal(&code);
        Some((code, text, remedy))
    }

    fn facts(&self) -> SummaryList {
        let page = &self.page;
        let mut list = SummaryList::new()
            .row(page.t("job-about"), about(&self.job))
            .row(page.t("job-created"), page.instant(self.job.created_at));
        if let Some(at) = self.job.started_at {
            list = list.row(page.t("job-started"), page.instant(at));
        }
        if let Some(at) = self.job.finished_at {
            list = list.row(page.t("job-finished"), page.instant(at));
        }
        list
    }

    /// The counts of the result: every number of the use case's answer, sums as money.
    fn counts(&self) -> Option<SummaryList> {
        let result = self.job.result.as_ref()?.as_object()?;
        let mut list = SummaryList::new();
        let mut any = false;
        for (name, value) in result {
            let shown = match value {
                Value::Number(_) if name == "seconds" => continue,
                Value::Number(number) => number
                    .as_i64()
                    .map(|n| if name.starts_with("total") { self.page.money(n) } else { self.page.number(n) }),
                Value::Array(rows) => i64::try_from(rows.len()).ok().map(|n| self.page.number(n)),
                Value::Null | Value::Bool(_) | Value::String(_) | Value::Object(_) => None,
            };
            if let Some(shown) = shown {
                list = list.row(self.page.t_of("result", name), shown);
                any = true;
            }
        }
        any.then_some(list)
    }

    /// The files of an import, each with its rows counted.
    fn files_read(&self) -> Option<Table> {
        let files = self.job.result.as_ref()?.get("files")?.as_array()?;
        let page = &self.page;
        let number = |file: &Value, key: &str| file.get(key).and_then(Value::as_i64).unwrap_or_default();
        let table = Table::new(page.t("job-files-read"))
            .text(page.t("message-name"))
            .number(page.t("message-count"))
            .number(page.t("message-accepted"))
            .number(page.t("message-refused"));
        Some(table.rows(files.iter().map(|file| {
            [
                Cell::new(file.get("name").and_then(Value::as_str).unwrap_or_default()),
                Cell::number(page.number(number(file, "rows"))),
                Cell::number(page.number(number(file, "accepted"))),
                Cell::number(page.number(number(file, "refused"))),
            ]
        })))
    }

    /// The first acts that were not signed, with the words of their codes.
    fn refused(&self) -> Option<Table> {
        let refused = self.job.result.as_ref()?.get("refused")?.as_array()?;
        let page = &self.page;
        let text = |one: &Value, key: &str| one.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let table = Table::new(page.t("job-refused"))
            .text(page.t("job-act"))
            .text(page.t("message-words"))
            .text(page.t("message-remedy"))
            .text(page.t("message-code"));
        let rows = refused.iter().take(PAGE).map(|one| {
            let code = text(one, "code");
            let (words, remedy) = page.refusal(&code);
            [Cell::new(text(one, "act")), Cell::new(words), Cell::new(remedy), Cell::new(code)]
        });
        (!refused.is_empty()).then(|| table.rows(rows))
    }

    /// Where a batch that broke off or had refusals is taken up again.
    fn batch(&self) -> Option<String> {
        let batch = self.job.input.get("batch").and_then(Value::as_str)?;
        self.job.state.is_final().then(|| self.page.href(format_args!("/issuer/acts/batches/{batch}")))
    }

    /// The first rows that an import refused, with the words of their codes.
    fn errors(&self) -> Option<Table> {
        let errors = self.job.result.as_ref()?.get("errors")?.as_array()?;
        if errors.is_empty() {
            return None;
        }
        let page = &self.page;
        let text = |error: &Value, key: &str| error.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let table = Table::new(page.t("message-rows").with("n", errors.len().min(PAGE)))
            .number(page.t("message-row"))
            .text(page.t("message-code"))
            .text(page.t("message-words"))
            .text(page.t("message-remedy"));
        Some(table.rows(errors.iter().take(PAGE).map(|error| {
            let code = text(error, "code");
            let (words, remedy) = page.refusal(&code);
            let row = error.get("row").and_then(Value::as_i64).unwrap_or_default();
            [Cell::number(row), Cell::new(&code), Cell::new(words), Cell::new(remedy)]
        })))
    }
}

async fn one(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, READ).await?;
    let job = jobs::find(&app, &caller.actor, id).await?;
    let title = reader.t(format!("job-kind-{}", job.kind.replace(['.', '_'], "-")));
    let page = reader.page_of(title).crumb("/jobs", reader.t("jobs-title"));
    // The registrar sees the jobs of others and cancels none of them.
    let may_cancel = job.state == Stands::Queued && job.organisation == caller.actor.organisation;
    answer(&JobPage { page, job, may_cancel })
}

async fn cancel(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let tx = jobs::begin(&app, &caller.actor).await?;
    jobs::cancel(&tx, &caller.actor, id).await?;
    tx.commit().await?;
    Ok(reader.done(format_args!("/jobs/{id}"), "done-job-cancelled"))
}

async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id, name)): Path<(String, Uuid, String)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, READ).await?;
    let file = jobs::file(&app, &caller.actor, id, &name).await?;
    let headers = [(header::CONTENT_TYPE, file.media_type), (header::CONTENT_DISPOSITION, attachment(&file.name))];
    Ok((headers, file.bytes).into_response())
}
