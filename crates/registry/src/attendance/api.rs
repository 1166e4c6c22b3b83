//! The parent's word over HTTP: the months of one's own children, confirming them, disputing a day; and the performer's answer.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{Answer, Confirm, Mark, MonthWord, Planes, Raise, confirmation::Word, dispute::State as Standing};
use crate::{
    app::App,
    platform::{
        Refusal, Result,
        fact::instant,
        http::{
            Caller,
            idempotency::{Begun, Once, Reply},
            json::Strict,
            problem::Rejected,
            query::month,
        },
    },
};

/// The most bytes of a dispute with its file in base64.
const DISPUTE_BYTES_MAX: usize = 28 * 1024 * 1024;

/// The routes of the parent's word.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(confirm)).routes(routes!(raise)).routes(routes!(answer))
}

/// A month of a child at a performer.
#[derive(Debug, Serialize, ToSchema)]
struct ChildMonth {
    /// The contract, by which the month is spoken of.
    contract: Uuid,
    /// The programme.
    programme: String,
    /// The marks as they are shown now: what a confirmation names as seen.
    seen: String,
    /// Day and letter, of the days that are marked.
    marks: Vec<(u32, String)>,
    /// `not_asked`, `open`, `void`, `given` or `silent`.
    word: &'static str,
    /// The last day on which a confirmation is taken.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// When the month was confirmed.
    #[schema(value_type = Option<String>, format = DateTime)]
    confirmed_at: Option<Timestamp>,
    /// The last day on which a day can be disputed for the first time.
    #[schema(value_type = Option<String>, format = Date)]
    disputes_until: Option<Date>,
    /// The days that were called wrong.
    disputes: Vec<DisputeRow>,
}

/// A disputed day.
#[derive(Debug, Serialize, ToSchema)]
struct DisputeRow {
    /// The dispute.
    id: Uuid,
    /// The day of the month.
    day: i16,
    /// Why.
    reason: String,
    /// `open`, `corrected` or `refused`.
    state: &'static str,
    /// The last day for the answer.
    #[schema(value_type = String, format = Date)]
    answer_by: Date,
    /// When it was answered.
    #[schema(value_type = Option<String>, format = DateTime)]
    answered_at: Option<Timestamp>,
}

impl ChildMonth {
    fn of(word: &MonthWord) -> Self {
        let planes = word.seat.planes;
        let marks = (1..=31).filter_map(|day| Some((day, planes.on(day)?.letter().to_owned())));
        let row = |one: &super::store::parents::Disputed| DisputeRow {
            id: one.id,
            day: one.day,
            reason: one.reason.clone(),
            state: one.state.code(),
            answer_by: one.answer_by,
            answered_at: one.answered_at,
        };
        Self {
            contract: word.seat.contract_id,
            programme: word.seat.programme.clone(),
            seen: planes.token(),
            marks: marks.collect(),
            word: spelled(word.word),
            until: word.word.until(),
            confirmed_at: if let Word::Given(at, _) = word.word { Some(at) } else { None },
            disputes_until: word.lock,
            disputes: word.disputes.iter().map(row).collect(),
        }
    }
}

fn spelled(word: Word) -> &'static str {
    match word {
        Word::NotAsked => "not_asked",
        Word::Open(_) => "open",
        Word::Void(_) => "void",
        Word::Given(..) => "given",
        Word::Silent => "silent",
    }
}

/// The month of one's own children, place by place, with what may be said of it.
#[utoipa::path(get, path = "/api/v1/attendance/{month}", tag = "attendance",
    params(("month" = String, Path, description = "yyyy-mm", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")),
    responses((status = 200, body = Vec<ChildMonth>)), extensions(("x-action" = json!("read.attendance"))))]
async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<String>,
) -> Result<axum::Json<Vec<ChildMonth>>, Rejected> {
    let of = month("/month", &of)?;
    let words = super::of_own(&app, &caller.actor, of).await?;
    Ok(axum::Json(words.iter().map(ChildMonth::of).collect()))
}

/// A month that a parent confirms.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MonthSeen {
    /// The contract.
    contract: Uuid,
    /// `seen` of the month as it was read.
    #[schema(pattern = "^[0-9a-f]+[.][0-9a-f]+[.][0-9a-f]+$", example = "3f.0.0")]
    seen: String,
}

/// What stands after a confirmation.
#[derive(Debug, Serialize, ToSchema)]
struct MonthConfirmed {
    /// When the month was confirmed.
    #[schema(format = DateTime)]
    confirmed_at: String,
    /// Whether that was before this request.
    before: bool,
}

/// Confirms the month of one's own child as it was seen.
#[utoipa::path(post, path = "/api/v1/attendance/{month}/confirmations", tag = "attendance", request_body = MonthSeen,
    params(("month" = String, Path, description = "yyyy-mm", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")),
    responses((status = 201, body = MonthConfirmed)), extensions(("x-action" = json!("confirm"))))]
async fn confirm(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<String>,
    once: Once,
    body: Strict<MonthSeen>,
) -> Result<Response, Rejected> {
    let of = month("/month", &of)?;
    let seen = Planes::of_token(&body.value.seen)
        .ok_or_else(|| Rejected::at("/seen", "input.invalid", "give what the month was read with"))?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    // The confirmation has its own transaction and a key that never expires: the month and what was seen.
    let order = Confirm { month: of, contract: body.value.contract, seen };
    let confirmed = super::confirm(&app, &caller.actor, order).await?;
    let told = MonthConfirmed { confirmed_at: instant(confirmed.at), before: confirmed.before };
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &told)?).await?)
}

/// A day that a parent calls wrong.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DayWrong {
    /// The contract.
    contract: Uuid,
    /// The day of the month.
    #[schema(minimum = 1, maximum = 31)]
    day: u32,
    /// `was_present`, `was_absent`, `was_ill` or `other`.
    reason: String,
    /// In the parent's words; needed for `other`.
    #[serde(default)]
    words: String,
    /// A PDF, JPEG, PNG or WebP in base64.
    #[serde(default)]
    file: String,
}

// What a parent writes of a child is printed nowhere.
impl std::fmt::Debug for DayWrong {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DayWrong").field("day", &self.day).finish_non_exhaustive()
    }
}

/// What stands after a dispute was raised.
#[derive(Debug, Serialize, ToSchema)]
struct DayDisputed {
    /// The dispute.
    id: Uuid,
    /// The last day for the answer.
    #[schema(value_type = String, format = Date)]
    answer_by: Date,
    /// Whether the day was disputed before this request.
    before: bool,
}

/// Says that a day of one's own child is wrong.
#[utoipa::path(post, path = "/api/v1/attendance/{month}/disputes", tag = "attendance", request_body = DayWrong,
    params(("month" = String, Path, description = "yyyy-mm", pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")),
    responses((status = 201, body = DayDisputed)), extensions(("x-action" = json!("dispute"))))]
async fn raise(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(of): Path<String>,
    once: Once,
    body: Strict<DayWrong, DISPUTE_BYTES_MAX>,
) -> Result<Response, Rejected> {
    let of = month("/month", &of)?;
    let DayWrong { contract, day, reason, words, file } = body.value;
    let file = STANDARD.decode(file).map_err(|_| Rejected::at("/file", "input.invalid", "base64 is read here"))?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let raised = super::raise(&app, &caller.actor, Raise { month: of, contract, day, reason, words, file }).await?;
    let told = DayDisputed { id: raised.id, answer_by: raised.answer_by, before: raised.before };
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &told)?).await?)
}

/// The performer's answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct DisputeAnswered {
    /// `P`, `S`, `U`, `L` or `C`: the day is marked so. Without it the dispute is refused.
    #[serde(default)]
    mark: Option<String>,
    /// Why it is refused.
    #[serde(default)]
    words: String,
}

// The words speak of a child.
impl std::fmt::Debug for DisputeAnswered {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("DisputeAnswered").field("mark", &self.mark).finish_non_exhaustive()
    }
}

/// Where a dispute stands.
#[derive(Debug, Serialize, ToSchema)]
struct DisputeStanding {
    /// `open`, `corrected` or `refused`.
    state: &'static str,
}

impl DisputeAnswered {
    fn read(self) -> Result<Answer, Refusal> {
        match self.mark.as_deref() {
            None => Ok(Answer::Refuse(self.words)),
            Some(letter) => match Mark::parse(letter) {
                Some(Mark::Withdrawn) | None => Err(Refusal::new("mark.unknown", "P, S, U, L or C")),
                Some(mark) => Ok(Answer::Correct(mark)),
            },
        }
    }
}

/// Answers a dispute of one's own organisation: with a mark, or with the reason why it stays.
#[utoipa::path(post, path = "/api/v1/disputes/{id}/answers", tag = "attendance", params(("id" = Uuid, Path)),
    request_body = DisputeAnswered, responses((status = 201, body = DisputeStanding)),
    extensions(("x-action" = json!("answer.dispute"))))]
async fn answer(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
    body: Strict<DisputeAnswered>,
) -> Result<Response, Rejected> {
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let state: Standing = super::answer(&app, &caller.actor, id, body.value.read()?).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &DisputeStanding { state: state.code() })?).await?)
}
