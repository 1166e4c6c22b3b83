//! `/org/disputes`: the days that parents call wrong, with a clock; each is corrected or refused with a reason.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Path, Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use law::Month;
use serde::Deserialize;
use uuid::Uuid;

use super::{Own, Purpose, id_of};
use crate::{
    app::App,
    attendance::{self, Answer, Mark, MonthWord, dispute::State as Standing, store::parents::Disputed},
    cabinets::{
        days,
        deadline::Due,
        store::disputes::{self as store, DisputeRow},
    },
    platform::{
        Result, Tx,
        error::refuse,
        govuk::{self, Cell, Errors, Select, SummaryList, Table, Tag},
        http::{
            Caller,
            file::attachment,
            page::{Page, Reader, show as render, show_again},
        },
    },
};

/// The newest that are listed.
const SHOWN: i64 = 500;

/// Which are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// `all`: the answered ones too.
    state: String,
}

#[derive(Template)]
#[template(path = "cabinets/org/disputes.html")]
struct DisputesPage {
    page: Page,
    table: Option<Table>,
    all: bool,
}

/// The list.
pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.disputes").await?;
    let all = asked.state == "all";
    let of = store::Asked {
        performers: Some((own.regions.clone(), own.performers.clone())),
        state: (!all).then(|| Standing::Open.code().to_owned()),
        ..store::Asked::default()
    };
    let tx = own.begin(&app).await?;
    let rows = store::list(&tx, &of, None, SHOWN).await?;
    let today = tx.today();
    tx.commit().await?;
    let page = reader.page("org-disputes-title").crumb("/org", reader.t("org-title"));
    let table = (!rows.is_empty()).then(|| table(&page, &rows, today));
    render(&DisputesPage { page, table, all })
}

/// Where a dispute stands: the clock while it is open.
pub(in crate::cabinets) fn tag(page: &Page, row: (Standing, Date), today: Date) -> Tag {
    let word = page.t_of("dispute-state", row.0.code());
    match row.0 {
        Standing::Open => Due::seen(&page.reader().pack().calendar, row.1, today).tag(page),
        Standing::Corrected => Tag::green(word),
        Standing::Refused => Tag::red(word),
    }
}

fn table(page: &Page, rows: &[DisputeRow], today: Date) -> Table {
    let row = |one: &DisputeRow| {
        [
            Cell::link(page.href(format!("/org/disputes/{}", one.id)), page.date(day_of(one.month, one.day))),
            Cell::new(&one.voucher),
            Cell::new(page.t_of("dispute-reason", &one.reason)),
            Cell::new(page.date(one.answer_by)),
            Cell::html(tag(page, (one.state, one.answer_by), today)),
        ]
    };
    Table::new(page.t("org-disputes-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("life-dispute-day"))
        .text(page.t("org-col-voucher"))
        .text(page.t("life-dispute-reason"))
        .text(page.t("life-dispute-answer-by"))
        .text(page.t("life-dispute-state"))
        .rows(rows.iter().map(row))
}

/// A day of a month.
pub(in crate::cabinets) fn day_of(month: Date, day: i16) -> Date {
    u32::try_from(day).ok().and_then(|day| Month::of(month).day_or_last(day)).unwrap_or(month)
}

#[derive(Template)]
#[template(path = "cabinets/org/dispute.html")]
struct DisputePage {
    page: Page,
    here: String,
    dispute: Disputed,
    summary: SummaryList,
    file: Option<String>,
    written: Given,
    errors: Errors,
}

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Given {
    /// `correct` or `refuse`.
    r#do: String,
    mark: String,
    words: String,
}

async fn find(tx: &Tx<'_>, own: &Own, id: &str) -> Result<(Disputed, MonthWord)> {
    attendance::of_dispute(tx, (&own.regions, &own.performers), id_of(id, "dispute.unknown")?).await
}

async fn about(
    (app, own, reader): (&App, &Own, &Reader),
    id: &str,
    (written, errors): (Given, Errors),
) -> Result<DisputePage> {
    let tx = own.begin(app).await?;
    let (dispute, month) = find(&tx, own, id).await?;
    let today = tx.today();
    let person = store_person(&tx, &month).await?;
    tx.commit().await?;
    own.reads(app, &person, Purpose::Attendance).await?;
    let (words, answer) = month.words(app, &dispute)?;
    let page = reader
        .page("org-dispute-title")
        .crumb("/org", reader.t("org-title"))
        .crumb("/org/disputes", reader.t("org-disputes-title"));
    let said = u32::try_from(dispute.day).ok().and_then(|day| month.seat.planes.on(day));
    let said = said.map_or_else(|| page.t("life-wrong-unmarked").to_string(), |mark| days::kind(mark).said(reader));
    let list = SummaryList::new()
        .row(page.t("life-dispute-day"), page.date(day_of(dispute.month, dispute.day)))
        .row_html(page.t("life-dispute-state"), tag(&page, (dispute.state, dispute.answer_by), today))
        .row(page.t("org-dispute-marked"), said)
        .row(page.t("life-dispute-reason"), page.t_of("dispute-reason", &dispute.reason))
        .row(page.t("org-dispute-raised"), page.instant(dispute.raised_at))
        .row(page.t("life-dispute-answer-by"), page.date(dispute.answer_by));
    let list = if words.is_empty() { list } else { list.row_quoted(page.t("life-dispute-words"), words) };
    let list = if answer.is_empty() { list } else { list.row_quoted(page.t("life-dispute-answer"), answer) };
    let here = page.href(format!("/org/disputes/{}", dispute.id));
    let file = dispute.file.is_some().then(|| format!("{here}/evidence"));
    Ok(DisputePage { summary: list, file, here, dispute, written, page: errors.on(page), errors })
}

/// The child whose card is read.
async fn store_person(tx: &Tx<'_>, month: &MonthWord) -> Result<Vec<(i16, Uuid)>> {
    crate::cabinets::store::disputes::person(tx, month.seat.region, month.seat.contract_id).await
}

/// One dispute.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.disputes").await?;
    render(&about((&app, &own, &reader), &id, (Given::default(), Errors::new(reader.language))).await?)
}

/// Takes the answer.
pub(super) async fn answer(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.disputes").await?;
    let mut errors = Errors::new(reader.language);
    let (field, order) = match (given.r#do.as_str(), Mark::parse(&given.mark)) {
        ("refuse", _) => ("words", Some(Answer::Refuse(given.words.clone()))),
        ("correct", Some(mark)) if mark != Mark::Withdrawn => ("mark", Some(Answer::Correct(mark))),
        ("correct", _) => ("mark", None),
        _ => return refuse("input.invalid", "correct or refuse"),
    };
    match order {
        None => errors.say("mark", "org-dispute-mark-none"),
        Some(order) => match attendance::answer(&app, &caller.actor, id_of(&id, "dispute.unknown")?, order).await {
            Ok(_) => return Ok(reader.done(format!("/org/disputes/{id}"), "done-dispute-answered")),
            Err(error) => errors.refused(field, error)?,
        },
    }
    show_again(&about((&app, &own, &reader), &id, (given, errors)).await?)
}

/// The file that came with it: to be kept, never to be shown by the browser.
pub(super) async fn evidence(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.disputes").await?;
    let tx = own.begin(&app).await?;
    let (dispute, month) = find(&tx, &own, &id).await?;
    let (media_type, bytes) = month.file(&app, &tx, dispute.id).await?;
    let person = store_person(&tx, &month).await?;
    tx.commit().await?;
    own.reads(&app, &person, Purpose::Attendance).await?;
    Ok(kept_file(&dispute, media_type, bytes))
}

/// A dispute's file as an answer.
pub(in crate::cabinets) fn kept_file(dispute: &Disputed, media_type: String, bytes: Vec<u8>) -> Response {
    let ending = media_type.rsplit('/').next().unwrap_or_default().to_owned();
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, attachment(&format!("{}.{ending}", dispute.id))),
    ];
    (headers, bytes).into_response()
}

impl DisputePage {
    fn marks(&self) -> Select {
        let none = (String::new(), self.page.t("life-wrong-choose").to_string());
        let marks = [Mark::Present, Mark::Excused, Mark::Unexcused, Mark::Leave, Mark::Closed];
        let choice = |mark: Mark| (mark.letter().to_owned(), days::kind(mark).said(self.page.reader()));
        Select::new("mark", self.page.t("org-dispute-mark"))
            .choices(std::iter::once(none).chain(marks.map(choice)))
            .value(&self.written.mark)
            .error(self.errors.get("mark"))
    }

    fn is_open(&self) -> bool {
        self.dispute.state == Standing::Open
    }
}
