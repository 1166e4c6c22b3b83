//! Closing a month of the region: how far each month is, and the close as a job with its result.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::State,
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use jiff::civil::Date;
use law::{Month, Pack};
use serde::Deserialize;
use serde_json::Value;

use super::{open, store::budget::list_issuers, store::months as store};
use crate::{
    acts::Close,
    app::App,
    cabinets::{
        titles,
        work::{self, Asked},
    },
    platform::{
        Result, blocks,
        govuk::{self, Cell, Errors, Table, Tag},
        http::{Caller, Page, Reader, page::show, page::show_again},
        jobs::{self, Job},
    },
};

/// Jobs looked through for closes.
const JOBS: i64 = 50;
/// Closes shown.
const SHOWN: usize = 10;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/issuer/close", get(ask).post(start))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    region: String,
    /// `YYYY-MM/programme`.
    month: String,
}

#[derive(Template)]
#[template(path = "cabinets/issuer/close.html")]
struct ClosePage {
    page: Page,
    errors: Errors,
    written: Written,
    regions: Vec<(i16, String)>,
    choices: Vec<(String, String)>,
    months: Option<Table>,
    jobs: Option<Table>,
}

async fn page_of(
    app: &App,
    reader: &Reader,
    caller: &Caller,
    (written, errors): (Written, Errors),
) -> Result<ClosePage> {
    let tx = open(app, &caller.actor, "page.issuer.close").await?;
    let bin = caller.actor.organisation.as_str();
    let issuers = list_issuers(&tx, bin).await?;
    let months = store::list(&tx, bin, tx.today()).await?;
    tx.commit().await?;
    let jobs = jobs::list(app, &caller.actor, None, JOBS).await?;
    let page = errors.on(super::under(reader.page("issuer-close-title")).wide());
    let choice = |one: &store::MonthOf| {
        let text = page.t("issuer-close-choice").with("month", page.month(one.month));
        let text = text.with("programme", titles::programme(page.reader(), &one.programme));
        (format!("{}/{}", one.month.strftime("%Y-%m"), one.programme), text.to_string())
    };
    Ok(ClosePage {
        choices: months.iter().filter(|one| one.is_open()).map(choice).collect(),
        months: (!months.is_empty()).then(|| stand(&page, &months)),
        jobs: closes(&page, &jobs),
        regions: issuers.iter().map(|(code, _)| (*code, titles::region(reader, *code))).collect(),
        page,
        errors,
        written,
    })
}

async fn ask(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let errors = Errors::new(reader.language);
    show(&page_of(&app, &reader, &caller, (Written::default(), errors)).await?)
}

fn stand(page: &Page, months: &[store::MonthOf]) -> Table {
    let row = |one: &store::MonthOf| {
        let tag = match (one.missing(), one.stale, one.drafts) {
            (missing, ..) if missing > 0 => Tag::yellow(page.t("issuer-close-not-closed").with("n", missing)),
            (_, stale, _) if stale > 0 => Tag::orange(page.t("issuer-close-stale").with("n", stale)),
            (_, _, drafts) if drafts > 0 => Tag::blue(page.t("issuer-close-drafts").with("n", drafts)),
            _ => Tag::green(page.t("issuer-close-signed")),
        };
        let link = format!("/issuer/acts?tab=all&month={}&programme={}", one.month.strftime("%Y-%m"), one.programme);
        [
            Cell::link(page.href(link), page.month(one.month)),
            Cell::new(titles::programme(page.reader(), &one.programme)),
            Cell::html(tag),
            Cell::new(page.number(one.performers)),
            Cell::new(page.number(one.signed)),
            Cell::new(page.number(one.exceptions)),
            Cell::new(page.amount(one.total)),
        ]
    };
    Table::new(page.t("issuer-close-months"))
        .caption_hidden()
        .stacked()
        .text(page.t("issuer-month"))
        .text(page.t("issuer-programme"))
        .text(page.t("issuer-state"))
        .number(page.t("issuer-performers"))
        .number(page.t("issuer-close-signed-acts"))
        .number(page.t("issuer-exceptions"))
        .number(page.t("issuer-sum-tenge"))
        .rows(months.iter().map(row))
}

fn number(value: Option<&Value>, key: &str) -> i64 {
    value.and_then(|value| value.get(key)).and_then(Value::as_i64).unwrap_or_default()
}

fn closes(page: &Page, jobs: &[Job]) -> Option<Table> {
    let row = |job: &Job| {
        let result = job.result.as_ref().filter(|_| job.state == jobs::State::Done);
        let month = job.input.get("month").and_then(Value::as_str).and_then(Month::parse);
        let title = month.map_or_else(String::new, |month| page.month(month.first()).into());
        let count = |key| if result.is_some() { page.number(number(result, key)) } else { String::new() };
        let total = if result.is_some() { page.amount(number(result, "total_due")) } else { String::new() };
        [
            Cell::link(page.href(format_args!("/jobs/{}", job.id)), title),
            Cell::new(page.instant(job.created_at)),
            Cell::html(blocks::Job::tag(page, job.state)),
            Cell::new(count("performers")),
            Cell::new(count("lines")),
            Cell::new(count("exceptions")),
            Cell::new(total),
        ]
    };
    let mut found = jobs.iter().filter(|job| job.kind == "close").take(SHOWN).peekable();
    found.peek()?;
    let table = Table::new(page.t("issuer-close-jobs"))
        .caption_hidden()
        .stacked()
        .text(page.t("issuer-month"))
        .text(page.t("issuer-job-begun"))
        .text(page.t("issuer-state"))
        .number(page.t("issuer-performers"))
        .number(page.t("issuer-lines"))
        .number(page.t("issuer-exceptions"))
        .number(page.t("issuer-sum-tenge"));
    Some(table.rows(found.map(row)))
}

async fn start(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    let Some((month, programme)) = read(app.pack(), &written.month, app.clock.today()) else {
        errors.say("month", "issuer-close-month-wrong");
        return show_again(&page_of(&app, &reader, &caller, (written, errors)).await?);
    };
    let region = written.region.parse().ok().or_else(|| Some(caller.actor.home()));
    let asked = Asked::Close(Close { month, programme: Some(programme), region });
    let job = work::start(&app, &caller.actor, asked).await?;
    Ok(Redirect::to(&reader.href(format_args!("/jobs/{job}"))).into_response())
}

/// A month that has begun, with its programme.
fn read(pack: &'static Pack, written: &str, today: Date) -> Option<(Date, String)> {
    let (month, programme) = written.split_once('/')?;
    let month = Month::parse(month)?.first();
    let known = super::codes(pack).contains(&programme);
    (known && month <= today).then(|| (month, programme.to_owned()))
}
