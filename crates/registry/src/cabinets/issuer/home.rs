//! The first screen: what waits for the issuer, and the money of the year.

use std::sync::Arc;

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use jiff::{SignedDuration, civil::Date};
use ledger::posting::Effect;

use super::{open, store::home as store};
use crate::{
    acts::qr,
    app::App,
    cabinets::{
        charges,
        deadline::Due,
        deadlines::{self, Count},
        jobs_pages,
    },
    platform::{
        Result,
        govuk::{self, Cell, Table, Tag, Task, TaskList},
        http::{Caller, Page, Reader, page::show},
        jobs::{self, Job},
    },
};

/// How many jobs are shown.
const JOBS: i64 = 5;
/// For how long a fee that was refused is counted: 30 days.
const REFUSED_SHOWN: SignedDuration = SignedDuration::from_hours(720);

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/issuer", get(home))
}

#[derive(Template)]
#[template(path = "cabinets/issuer/home.html")]
struct HomePage {
    page: Page,
    tasks: TaskList,
    year: i16,
    months: Option<Table>,
    free: i64,
    jobs: Option<Table>,
    now: String,
}

async fn home(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.home").await?;
    let (bin, today) = (caller.actor.organisation.clone(), tx.today());
    let waiting = store::find_waiting(&tx, &bin).await?;
    let count = deadlines::count(&tx, &caller.actor).await?;
    let since = tx.at().checked_sub(REFUSED_SHOWN)?;
    let refused = charges::store::count_refused(&tx, &bin, since).await?;
    let failures = qr::store::count_waiting(&tx, &bin).await?;
    let money = store::list_year(&tx, &bin, today.year()).await?;
    tx.commit().await?;
    let jobs = jobs::list(&app, &caller.actor, None, JOBS).await?;
    let page = reader.page("issuer-title");
    let free = money.iter().fold(0_i64, |sum, (_, money)| sum.saturating_add(money.free().unwrap_or_default()));
    show(&HomePage {
        tasks: tasks(&page, (&waiting, count), (&jobs, refused, failures), today),
        year: today.year(),
        months: months(&page, &money),
        free,
        jobs: (!jobs.is_empty()).then(|| jobs_pages::table(&page, &jobs)),
        now: page.instant(app.clock.now()),
        page,
    })
}

/// What waits; what does not wait says so in a plain word.
fn tasks(
    page: &Page,
    (waiting, count): (&store::Waiting, Count),
    (jobs, refused, failures): (&[Job], i64, i64),
    today: Date,
) -> TaskList {
    let pack = page.reader().pack();
    let none = || page.t("issuer-nothing-waits").to_string();
    let to_sign = match &waiting.oldest {
        Some(since) => {
            let due = count.first_act.map(|on| Due::seen(&pack.calendar, on, today));
            let tag = due.map_or_else(|| Tag::yellow(page.number(waiting.acts)), |due| due.tag(page));
            let sum = page.money(waiting.total);
            let hint = page.t("issuer-wait-acts-hint").with("n", waiting.acts).with("sum", sum);
            let hint = hint.with("since", page.instant(*since));
            Task::tagged(page.t("issuer-wait-acts"), tag).href(page.href("/issuer/acts")).hint(hint)
        }
        None => Task::new(page.t("issuer-wait-acts"), none()).href(page.href("/issuer/acts")),
    };
    let counted = |key: &'static str, href: &str, count: i64, hint: String| {
        let href = page.href(href);
        if count > 0 {
            Task::tagged(page.t(key), Tag::yellow(page.number(count))).href(href).hint(hint)
        } else {
            Task::new(page.t(key), none()).href(href)
        }
    };
    let open = jobs.iter().filter(|job| !job.state.is_final()).count();
    let open = i64::try_from(open).unwrap_or(i64::MAX);
    TaskList::new("waits")
        .task(to_sign)
        .task(deadlines_task(page, count, today))
        .task(counted(
            "issuer-wait-exceptions",
            "/issuer/exceptions",
            waiting.exceptions,
            page.t("issuer-wait-exceptions-hint").into(),
        ))
        .task(counted(
            "issuer-wait-budget",
            "/issuer/budget",
            waiting.awaiting_parts,
            page.t("issuer-wait-budget-hint").with("sum", page.money(waiting.awaiting_sum)).into(),
        ))
        .task(counted("issuer-wait-qr", "/issuer/qr", failures, page.t("issuer-wait-qr-hint").into()))
        .task(counted(
            "issuer-wait-fees",
            "/issuer/fees?state=refused",
            refused,
            page.t("issuer-wait-fees-hint").into(),
        ))
        .task(counted("issuer-wait-jobs", "/jobs", open, page.t("issuer-wait-jobs-hint").into()))
}

/// The legal terms that are with the issuer: its own, and those that performers have missed.
fn deadlines_task(page: &Page, count: Count, today: Date) -> Task {
    let href = page.href("/deadlines");
    let Some(first) = count.first else {
        return Task::new(page.t("deadlines-with-you"), page.t("issuer-nothing-waits")).href(href);
    };
    let tag = Due::seen(&page.reader().pack().calendar, first, today).tag(page);
    let hint = page.t("deadlines-with-you-hint").with("n", count.mine).with("missed", count.missed);
    Task::tagged(page.t("deadlines-with-you"), tag).href(href).hint(hint)
}

fn months(page: &Page, money: &[(Date, Effect)]) -> Option<Table> {
    if money.is_empty() {
        return None;
    }
    let sums = |money: &Effect| {
        [
            money.allotted,
            money.committed,
            money.due.saturating_add(money.ordered),
            money.paid,
            money.free().unwrap_or_default(),
        ]
    };
    let mut total = [0_i64; 5];
    let mut table = Table::new(page.t("issuer-year-caption"))
        .caption_hidden()
        .dense()
        .text(page.t("issuer-month"))
        .number(page.t("issuer-allotted"))
        .number(page.t("issuer-committed"))
        .number(page.t("issuer-accepted-unpaid"))
        .number(page.t("issuer-paid"))
        .number(page.t("issuer-free"));
    for (month, money) in money {
        let row = sums(money);
        for (sum, one) in total.iter_mut().zip(row) {
            *sum = sum.saturating_add(one);
        }
        let cells = row.map(|sum| Cell::new(page.amount(sum)));
        table = table.row(std::iter::once(Cell::new(page.month(*month))).chain(cells));
    }
    let cells = total.map(|sum| Cell::new(page.amount(sum)));
    Some(table.row(std::iter::once(Cell::new(page.t("issuer-total"))).chain(cells)))
}
