//! A new allotment by months: entered in fields or pasted from a spreadsheet, with a control total that must agree to the tiyn; then shown
//! beside what stands today, and written only when that was confirmed.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use documents::{csv_out::CsvOut, safe_cell::Cell as Csv};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{open, paste, programmes, step_up::StepUp, store::budget as store};
use crate::{
    app::App,
    cabinets::{
        lists, titles,
        work::{self, Asked, Kind},
    },
    platform::{
        Result, Scope, access, blocks,
        error::refuse,
        govuk::{self, Cell, Errors, SummaryList, Table, Tag},
        http::{Caller, Page, Reader, format, page::show, page::show_again},
        jobs::{self, Job},
        proposals::{self, Decision, Eyes, Proposal},
    },
};

/// The kind of these proposals.
const KIND: &str = "budget";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/budget/new", get(ask).post(propose))
        .route("/{language}/issuer/budget/entries/{id}", get(check))
        .route("/{language}/issuer/budget/entries/{id}/confirm", post(confirm))
        .route("/{language}/issuer/budget/entries/{id}/withdraw", post(withdraw))
}

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    region: String,
    programme: String,
    source: String,
    kbk: String,
    year: String,
    pasted: String,
    total: String,
    #[serde(flatten)]
    months: BTreeMap<String, String>,
}

impl Written {
    fn month(&self, number: &i8) -> &str {
        self.months.get(&format!("m{number}")).map_or("", |text| text.trim())
    }
}

/// What is proposed: one line of the budget, sums in tiyn by month number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) region: i16,
    pub(super) programme: String,
    pub(super) source: String,
    pub(super) kbk: String,
    pub(super) year: i16,
    pub(super) months: BTreeMap<i8, i64>,
}

impl Entry {
    /// Σ of the months.
    pub(super) fn total(&self) -> i64 {
        self.months.values().fold(0_i64, |sum, one| sum.saturating_add(*one))
    }

    fn is_of(&self, line: &store::LineMonth) -> bool {
        (self.region, &self.programme, &self.source, &self.kbk)
            == (line.region, &line.programme, &line.source, &line.kbk)
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/budget_entry.html")]
struct EntryPage {
    page: Page,
    errors: Errors,
    written: Written,
    regions: Vec<(i16, String)>,
    programmes: Vec<(&'static str, String)>,
    months: Vec<(i8, String)>,
}

fn entry_page(reader: &Reader, issuers: &[(i16, String)], written: Written, errors: Errors) -> EntryPage {
    let language = reader.language;
    let page = errors.on(super::under(reader.page("issuer-entry-title")));
    let page = page.crumb("/issuer/budget", reader.t("issuer-budget"));
    let year = written.year.parse().unwrap_or(2026);
    let named =
        |number: i8| Date::new(year, number, 1).ok().map(|first| (number, format::month(language, first).into()));
    EntryPage {
        page,
        errors,
        written,
        regions: issuers.iter().map(|(code, _)| (*code, titles::region(reader, *code))).collect(),
        programmes: programmes(reader),
        months: (1..=12).filter_map(named).collect(),
    }
}

async fn ask(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(mut written): Query<Written>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.budget").await?;
    let issuers = store::list_issuers(&tx, &caller.actor.organisation).await?;
    let today = tx.today();
    tx.commit().await?;
    if written.year.is_empty() {
        written.year = today.year().to_string();
    }
    show(&entry_page(&reader, &issuers, written, Errors::new(reader.language)))
}

async fn propose(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "import.budget").await?;
    let tx = open(&app, &caller.actor, "page.issuer.budget").await?;
    let issuers = store::list_issuers(&tx, &caller.actor.organisation).await?;
    let today = tx.today();
    tx.commit().await?;
    let mut errors = Errors::new(reader.language);
    let regions: Vec<i16> = issuers.iter().map(|(region, _)| *region).collect();
    let Some(entry) = read(&reader, (&written, &mut errors), &regions, today) else {
        return show_again(&entry_page(&reader, &issuers, written, errors));
    };
    let mut tx = app.begin(&caller.actor, "proposals.made", entry.region).await?;
    let region = entry.region;
    let id = proposals::record(&mut tx, region, KIND, (serde_json::to_value(&entry)?, serde_json::Value::Null)).await?;
    tx.commit().await?;
    Ok(Redirect::to(&reader.href(format_args!("/issuer/budget/entries/{id}"))).into_response())
}

/// Reads the form; nothing, with errors, when a field cannot be read or the control total does not agree.
fn read(reader: &Reader, (written, errors): (&Written, &mut Errors), regions: &[i16], today: Date) -> Option<Entry> {
    let region = written.region.parse().ok().or_else(|| regions.first().copied()).filter(|it| regions.contains(it));
    if region.is_none() {
        errors.say("region", "issuer-entry-region-wrong");
    }
    if !super::codes(reader.pack()).contains(&written.programme.as_str()) {
        errors.say("programme", "issuer-entry-programme-wrong");
    }
    if !["republican", "local"].contains(&written.source.as_str()) {
        errors.say("source", "issuer-entry-source-wrong");
    }
    let kbk = written.kbk.trim();
    if kbk.is_empty() || kbk.len() > 20 || !kbk.bytes().all(|byte| byte.is_ascii_digit()) {
        errors.say("kbk", "issuer-entry-kbk-wrong");
    }
    let near = today.year().saturating_sub(1)..=today.year().saturating_add(2);
    let year = written.year.trim().parse::<i16>().ok().filter(|year| near.contains(year));
    if year.is_none() {
        let text = reader.t("issuer-entry-year-wrong").with("from", near.start().to_string());
        errors.add("year", text.with("to", near.end().to_string()));
    }
    let months = months(reader, written, errors, year.unwrap_or(today.year()));
    let entry = Entry {
        region: region?,
        programme: written.programme.clone(),
        source: written.source.clone(),
        kbk: kbk.to_owned(),
        year: year?,
        months: months?,
    };
    agree(reader, written, errors, &entry);
    errors.is_empty().then_some(entry)
}

/// The control total must be there and be the sum, to the tiyn.
fn agree(reader: &Reader, written: &Written, errors: &mut Errors, entry: &Entry) {
    match format::parse_money(&written.total) {
        None => errors.say("total", "issuer-entry-total-wrong"),
        Some(total) if total != entry.total() => {
            let difference = total.saturating_sub(entry.total());
            let text = reader.t("issuer-entry-total-differs").with("sum", format::money(entry.total()));
            errors.add("total", text.with("difference", format::money(difference)));
        }
        Some(_) => {}
    }
}

fn months(reader: &Reader, written: &Written, errors: &mut Errors, year: i16) -> Option<BTreeMap<i8, i64>> {
    let filled = (1..=12).any(|number| !written.month(&number).is_empty());
    let pasted = !written.pasted.trim().is_empty();
    match (filled, pasted) {
        (true, true) => errors.say("pasted", "issuer-entry-both"),
        (false, false) => errors.say("m1", "issuer-entry-nothing"),
        (false, true) => match paste::read(&written.pasted, year) {
            Ok(months) => return Some(months),
            Err(unread) => errors.add("pasted", unread_text(reader, &unread)),
        },
        (true, false) => {
            let mut months = BTreeMap::new();
            for number in 1..=12 {
                match written.month(&number) {
                    "" => {}
                    text => match format::parse_money(text) {
                        Some(sum) => drop(months.insert(number, sum)),
                        None => errors.say(format_args!("m{number}"), "issuer-entry-sum-wrong"),
                    },
                }
            }
            return Some(months);
        }
    }
    None
}

fn unread_text(reader: &Reader, unread: &paste::Unread) -> String {
    match unread {
        paste::Unread::Empty => reader.t("issuer-paste-empty"),
        paste::Unread::Shape { rows, columns } => {
            reader.t("issuer-paste-shape").with("rows", *rows).with("columns", *columns)
        }
        paste::Unread::Sum { row, column } => reader.t("issuer-paste-sum").with("row", *row).with("column", *column),
        paste::Unread::Month { row } => reader.t("issuer-paste-month").with("row", *row),
        paste::Unread::Twice { row } => reader.t("issuer-paste-twice").with("row", *row),
    }
    .into()
}

#[derive(Template)]
#[template(path = "cabinets/issuer/budget_check.html")]
struct CheckPage {
    page: Page,
    line: SummaryList,
    table: Table,
    id: Uuid,
    too_low: bool,
    changes: bool,
    step_up: StepUp,
    decided: Option<(Tag, String)>,
    job: Option<String>,
}

/// What an entry would change: months with what stands today and what would stand.
struct Compared {
    month: Date,
    now: i64,
    held: i64,
    wanted: i64,
}

impl Compared {
    fn is_too_low(&self) -> bool {
        self.wanted < self.held
    }
}

async fn load(app: &App, caller: &Caller, id: Uuid) -> Result<(Proposal, Entry, Vec<Compared>)> {
    let tx = open(app, &caller.actor, "page.issuer.budget").await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    let entry: Entry = serde_json::from_value(proposal.input.clone())?;
    let lines = store::list_lines(&tx, (&caller.actor.organisation, entry.year), None, lists::ROWS_MAX).await?;
    tx.commit().await?;
    let mut compared = Vec::with_capacity(entry.months.len());
    for (number, wanted) in &entry.months {
        let month = Date::new(entry.year, *number, 1)?;
        let line = lines.iter().find(|line| entry.is_of(line) && line.month == month);
        let money = line.map(|line| line.money).unwrap_or_default();
        let held = money.allotted.saturating_sub(money.free().unwrap_or_default());
        compared.push(Compared { month, now: money.allotted, held, wanted: *wanted });
    }
    Ok((proposal, entry, compared))
}

async fn check(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let (proposal, entry, compared) = load(&app, &caller, id).await?;
    let job = match proposal.decided.as_ref().and_then(|decided| decided.job) {
        Some(job) => Some(jobs::find(&app, &caller.actor, job).await?),
        None => None,
    };
    let page = super::under(reader.page("issuer-check-title")).crumb("/issuer/budget", reader.t("issuer-budget"));
    let decided = proposal.decided.as_ref().map(|decided| said(&page, decided, job.as_ref()));
    let here = format!("/issuer/budget/entries/{id}");
    show(&CheckPage {
        line: summary(&page, &entry),
        table: table(&page, &entry, &compared, proposal.decided.is_some()),
        id,
        too_low: compared.iter().any(Compared::is_too_low),
        changes: compared.iter().any(|one| one.now != one.wanted),
        step_up: StepUp::seen(&reader, &caller, app.clock.now(), &here),
        decided,
        job: job.map(|job| page.href(format_args!("/jobs/{}", job.id))),
        page,
    })
}

fn said(page: &Page, decided: &proposals::Decided, job: Option<&Job>) -> (Tag, String) {
    let at = page.instant(decided.at);
    match (decided.decision, job) {
        (Decision::Withdrawn, _) => {
            (Tag::grey(page.t("issuer-proposal-withdrawn")), page.t("issuer-entry-withdrawn").with("at", at).into())
        }
        (Decision::Approved, Some(job)) => {
            (blocks::Job::tag(page, job.state), page.t("issuer-entry-confirmed").with("at", at).into())
        }
        (Decision::Approved, None) => {
            (Tag::green(page.t("issuer-proposal-approved")), page.t("issuer-entry-confirmed").with("at", at).into())
        }
    }
}

fn summary(page: &Page, entry: &Entry) -> SummaryList {
    SummaryList::new()
        .row(page.t("issuer-programme"), titles::programme(page.reader(), &entry.programme))
        .row(page.t("issuer-region"), titles::region(page.reader(), entry.region))
        .row(page.t("issuer-source"), page.t_of("issuer-source", &entry.source))
        .row(page.t("issuer-kbk"), &entry.kbk)
        .row(page.t("issuer-financial-year"), entry.year)
        .row(page.t("issuer-control-total"), page.money(entry.total()))
}

fn table(page: &Page, entry: &Entry, compared: &[Compared], decided: bool) -> Table {
    let table = Table::new(page.t("issuer-check-caption")).caption_hidden().text(page.t("issuer-month"));
    if decided {
        let rows = compared.iter().map(|one| [Cell::new(page.month(one.month)), Cell::new(page.amount(one.wanted))]);
        let total = [Cell::new(page.t("issuer-total")), Cell::new(page.amount(entry.total()))];
        return table.number(page.t("issuer-entered")).rows(rows).row(total);
    }
    let row = |one: &Compared| {
        let difference = one.wanted.saturating_sub(one.now);
        let said = if one.is_too_low() {
            Cell::html(Tag::red(page.t("issuer-check-too-low").with("held", page.money(one.held))))
        } else if difference == 0 {
            Cell::new(page.t("issuer-check-same"))
        } else {
            Cell::new("")
        };
        [
            Cell::new(page.month(one.month)),
            Cell::new(page.amount(one.now)),
            Cell::new(page.amount(one.wanted)),
            Cell::new(signed(page, difference)),
            said,
        ]
    };
    let now = compared.iter().fold(0_i64, |sum, one| sum.saturating_add(one.now));
    let total = [
        Cell::new(page.t("issuer-total")),
        Cell::new(page.amount(now)),
        Cell::new(page.amount(entry.total())),
        Cell::new(signed(page, entry.total().saturating_sub(now))),
        Cell::new(""),
    ];
    table
        .number(page.t("issuer-check-now"))
        .number(page.t("issuer-check-then"))
        .number(page.t("issuer-check-difference"))
        .text(page.t("issuer-check-note"))
        .rows(compared.iter().map(row))
        .row(total)
}

/// A difference with its sign.
pub(super) fn signed(page: &Page, tiyn: i64) -> String {
    if tiyn > 0 { format!("+{}", page.amount(tiyn)) } else { page.amount(tiyn) }
}

async fn confirm(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    caller.require_step_up(app.clock.now())?;
    let actor = &caller.actor;
    let (proposal, entry, compared) = load(&app, &caller, id).await?;
    if proposal.decided.is_some() {
        return refuse("proposal.decided", id.to_string());
    }
    if let Some(low) = compared.iter().find(|one| one.is_too_low()) {
        return refuse("budget.cut_below_committed", low.month.strftime("%Y-%m").to_string());
    }
    let (name, bytes) = file(&app, &caller, (id, &entry)).await?;
    // Files of jobs are kept where the workers look for them: in the nation's inbox.
    let mut tx = app.begin(&actor.with_scope(Scope::National), "proposals.decided", entry.region).await?;
    let asked = Asked::Import { kind: Kind::Budget, name: &name, bytes: &bytes, dry_run: false };
    let job = work::enqueue(&tx, actor, asked).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Two, (Decision::Approved, Some(job)), None).await?;
    tx.commit().await?;
    jobs::woken(&app);
    Ok(Redirect::to(&reader.href(format_args!("/jobs/{job}"))).into_response())
}

/// The file that an import takes; the entry's id stands in it, so that the same sums entered again later are another file.
async fn file(app: &App, caller: &Caller, (id, entry): (Uuid, &Entry)) -> Result<(String, Vec<u8>)> {
    let tx = open(app, &caller.actor, "page.issuer.budget").await?;
    let issuers = store::list_issuers(&tx, &caller.actor.organisation).await?;
    tx.commit().await?;
    let name = issuers.iter().find(|(region, _)| *region == entry.region).map_or("", |(_, name)| name);
    let header =
        ["issuer_bin", "issuer_name", "programme", "region", "year", "month", "source", "kbk", "amount_tiyn", "entry"];
    let mut out = CsvOut::new(Vec::new(), &header)?;
    let (region, year, id) = (format!("{:02}", entry.region), entry.year.to_string(), id.to_string());
    for (number, amount) in &entry.months {
        let month = format!("{year}-{number:02}");
        out.row(&[
            Csv::Text(&caller.actor.organisation),
            Csv::Text(name),
            Csv::Text(&entry.programme),
            Csv::Text(&region),
            Csv::Text(&year),
            Csv::Text(&month),
            Csv::Text(&entry.source),
            Csv::Text(&entry.kbk),
            Csv::Integer(*amount),
            Csv::Text(&id),
        ])?;
    }
    Ok((format!("budget-{id}.csv"), out.finish()?))
}

async fn withdraw(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "import.budget").await?;
    let mut tx = app.begin(&caller.actor, "proposals.decided", 0).await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Two, (Decision::Withdrawn, None), None).await?;
    tx.commit().await?;
    Ok(reader.done("/issuer/budget", "done-issuer-withdrawn"))
}
