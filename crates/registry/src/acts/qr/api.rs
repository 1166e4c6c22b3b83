//! The share by QR over HTTP: a month's share by group and day, documenting a failure, deciding it.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{Decide, Failure, GroupShare, share};
use crate::{
    app::App,
    platform::{
        Refusal, Result, Scope, access,
        http::{
            Caller,
            idempotency::{Begun, Once, Reply},
            json::Strict,
            problem::Rejected,
            query::{Asked, month},
        },
    },
};

pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(month_share)).routes(routes!(document)).routes(routes!(decide))
}

/// Which month.
#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct AskedMonth {
    /// `YYYY-MM`.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}$")]
    month: String,
}

/// A failure that was documented.
#[derive(Debug, Serialize, ToSchema)]
struct DocumentedFailure {
    id: Uuid,
    /// Empty: all groups.
    group: String,
    from_day: i16,
    to_day: i16,
    document: String,
    cause: String,
    /// None: it waits for the issuer.
    accepted: Option<bool>,
    reason: String,
}

/// A month's share by QR.
#[derive(Debug, Serialize, ToSchema)]
struct QrMonth {
    /// Basis points asked for.
    required_bp: u32,
    enrolled: u32,
    by_qr: u32,
    /// Basis points, rounded down.
    share_bp: i64,
    meets: bool,
    /// The last day of the cure term.
    #[schema(value_type = Option<String>, format = Date)]
    until: Option<Date>,
    /// Groups, the one that lacks most first.
    groups: Vec<GroupShare>,
    failures: Vec<DocumentedFailure>,
}

/// The share of one's own organisation in a month by group and day, with the failures documented.
#[utoipa::path(get, path = "/api/v1/performers/{id}/qr-share", tag = "attendance", params(("id" = Uuid, Path), AskedMonth),
    responses((status = 200, body = QrMonth)), extensions(("x-action" = json!("document.qr"))))]
async fn month_share(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    asked: Asked<AskedMonth>,
) -> Result<axum::Json<QrMonth>, Rejected> {
    access::require(&app, &caller.actor, "document.qr").await?;
    let region = region_of(&caller, id)?;
    let tx = app.begin(&caller.actor, "qr.read", 0).await?;
    let share = share(&tx, (region, month("?month", &asked.by.month)?), id).await?;
    tx.commit().await?;
    let failure = |known: super::store::Known| DocumentedFailure {
        id: known.failure.id,
        group: known.group,
        from_day: known.failure.from_day,
        to_day: known.failure.to_day,
        document: known.failure.document,
        cause: known.failure.cause,
        accepted: known.accepted,
        reason: known.reason,
    };
    Ok(axum::Json(QrMonth {
        required_bp: share.required_bp,
        enrolled: share.enrolled,
        by_qr: share.by_qr,
        share_bp: share.share_bp,
        meets: share.meets,
        until: share.until,
        groups: share.groups,
        failures: share.failures.into_iter().map(failure).collect(),
    }))
}

fn region_of(caller: &Caller, performer: Uuid) -> Result<i16, Refusal> {
    let unknown = || Refusal::new("performer.unknown", performer.to_string());
    let Scope::Own { parties, .. } = &caller.actor.scope else { return Err(unknown()) };
    parties.iter().find(|(_, id)| *id == performer).map(|(region, _)| *region).ok_or_else(unknown)
}

/// What failed, on days of one month.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FailureTold {
    /// The performer.
    performer: Uuid,
    #[schema(format = Date)]
    from: Date,
    #[schema(format = Date)]
    to: Date,
    /// The group's code; without it all groups.
    group: Option<String>,
    #[schema(min_length = 1, max_length = 500)]
    document: String,
    #[schema(min_length = 1, max_length = 500)]
    cause: String,
}

/// A failure's id.
#[derive(Debug, Serialize, ToSchema)]
struct FailureMade {
    id: Uuid,
}

/// Documents a technical failure within the cure term.
#[utoipa::path(post, path = "/api/v1/qr-failures", tag = "attendance", request_body = FailureTold,
    responses((status = 201, body = FailureMade)), extensions(("x-action" = json!("document.qr"))))]
async fn document(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<FailureTold>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "document.qr").await?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let told = body.value;
    let performer = (region_of(&caller, told.performer)?, told.performer);
    let (days, group) = ((told.from, told.to), told.group);
    let what = Failure { performer, days, group, document: told.document, cause: told.cause };
    let id = super::document(&app, &caller.actor, what).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &FailureMade { id })?).await?)
}

/// The issuer's word on a failure.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct FailureDecision {
    /// Whether its days leave the base.
    accepted: bool,
    /// Why; a refusal has a reason.
    #[serde(default)]
    #[schema(max_length = 500)]
    reason: String,
}

/// Decides a failure. The same decision again changes nothing.
#[utoipa::path(post, path = "/api/v1/qr-failures/{id}/decisions", tag = "attendance", params(("id" = Uuid, Path)), request_body = FailureDecision,
    responses((status = 201, body = FailureMade)), extensions(("x-action" = json!("decide.qr"))))]
async fn decide(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
    body: Strict<FailureDecision>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "decide.qr").await?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let what = Decide { failure: id, accepted: body.value.accepted, reason: body.value.reason };
    super::decide(&app, &caller.actor, what).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &FailureMade { id })?).await?)
}
