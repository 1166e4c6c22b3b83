//! Ends of vouchers and moves between regions over HTTP. An end is proposed with what a dry run finds and then carried out.

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

use crate::{
    app::App,
    contracts::{self, Ended, Ending, Moving, Relocated},
    platform::{
        Result, access,
        http::{
            Caller,
            idempotency::{Begun, Once, Reply},
            json::Strict,
            problem::Rejected,
        },
    },
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(propose))
        .routes(routes!(approve))
        .routes(routes!(withdraw))
        .routes(routes!(reinstate))
        .routes(routes!(list_moves, transfer_region))
}

/// What ends a voucher.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EndBody {
    /// The voucher's number.
    #[schema(min_length = 1, max_length = 40, example = "SCH-75-2026-00000001-0")]
    voucher: String,
    /// A reason of the programme's table of end reasons.
    #[schema(pattern = "^[a-z_]+$", example = "refusal")]
    reason: String,
    /// The last day that stays served.
    #[schema(format = Date, value_type = String, example = "2026-10-11")]
    last: Date,
    /// Number and date of the document that says so.
    #[schema(min_length = 1, max_length = 200)]
    document: String,
}

impl From<EndBody> for Ending {
    fn from(EndBody { voucher, reason, last, document }: EndBody) -> Self {
        Self { voucher, reason, last, document }
    }
}

/// An end that waits to be carried out.
#[derive(Debug, Serialize, ToSchema)]
struct Proposed {
    /// The proposal.
    proposal: Uuid,
}

/// Proposes the end of a voucher.
#[utoipa::path(post, path = "/api/v1/voucher-ends", tag = "vouchers", request_body = EndBody,
    responses((status = 201, body = Proposed)), extensions(("x-action" = json!("end"))))]
async fn propose(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<EndBody>,
) -> Result<Response, Rejected> {
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let proposal = contracts::propose_end(&app, &caller.actor, &body.value.into()).await?;
    let location = format!("/api/v1/voucher-ends/{proposal}");
    Ok(first.answer(Reply::json(StatusCode::CREATED, location, &Proposed { proposal })?).await?)
}

/// Carries a proposed end out; asks for a signature within the last five minutes. An annulment is approved by another person.
#[utoipa::path(post, path = "/api/v1/voucher-ends/{id}/approve", tag = "vouchers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Ended)), extensions(("x-action" = json!("end"))))]
async fn approve(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "end").await?;
    caller.require_step_up(app.clock.now())?;
    let first = match once.begin(&app, &caller.actor, &[]).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    // The end commits by itself and a proposal is decided once: repeated it changes nothing.
    let ended = contracts::approve_end(&app, &caller.actor, id).await?;
    Ok(first.answer(Reply::json(StatusCode::OK, "", &ended)?).await?)
}

/// Takes a proposed end back.
#[utoipa::path(post, path = "/api/v1/voucher-ends/{id}/withdraw", tag = "vouchers", params(("id" = Uuid, Path)),
    responses((status = 200, body = Proposed)), extensions(("x-action" = json!("end"))))]
async fn withdraw(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
) -> Result<Response, Rejected> {
    let first = match once.begin(&app, &caller.actor, &[]).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    contracts::withdraw_end(&app, &caller.actor, id).await?;
    Ok(first.answer(Reply::json(StatusCode::OK, "", &Proposed { proposal: id })?).await?)
}

/// Who is reinstated.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReinstateBody {
    /// The number of the annulled voucher.
    #[schema(min_length = 1, max_length = 40)]
    voucher: String,
    /// The first day of the successor.
    #[schema(format = Date, value_type = String, example = "2026-11-01")]
    on: Date,
    /// Number and date of the document that says so.
    #[schema(min_length = 1, max_length = 200)]
    document: String,
}

/// Issues a successor of an annulled voucher for the months that are left.
#[utoipa::path(post, path = "/api/v1/reinstatements", tag = "vouchers", request_body = ReinstateBody,
    responses((status = 201, body = Ended)), extensions(("x-action" = json!("end"))))]
async fn reinstate(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<ReinstateBody>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "end").await?;
    caller.require_step_up(app.clock.now())?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let ReinstateBody { voucher, on, document } = body.value;
    let what = Ending { voucher, reason: String::new(), last: on, document };
    let ended = contracts::reinstate(&app, &caller.actor, &what).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &ended)?).await?)
}

/// Moves that wait to be carried out.
#[derive(Debug, Serialize, ToSchema)]
struct Moves {
    /// The newest first, 200 at most.
    moves: Vec<Relocated>,
}

/// Children of whom the persons register tells that they have moved into your regions.
#[utoipa::path(get, path = "/api/v1/moves", tag = "vouchers", responses((status = 200, body = Moves)),
    extensions(("x-action" = json!("move"))))]
async fn list_moves(State(app): State<Arc<App>>, caller: Caller) -> Result<axum::Json<Moves>> {
    Ok(axum::Json(Moves { moves: contracts::relocated(&app, &caller.actor).await? }))
}

/// Who has moved where.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MoveBody {
    /// The voucher's number.
    #[schema(min_length = 1, max_length = 40)]
    voucher: String,
    /// The region where the child lives now.
    #[schema(minimum = 1, maximum = 99)]
    region: i16,
    /// The first day there.
    #[schema(format = Date, value_type = String, example = "2026-10-12")]
    on: Date,
    /// Number and date of the document that says so.
    #[schema(min_length = 1, max_length = 200)]
    document: String,
}

/// Carries a move out: a successor in the new region, or the end of the voucher, as the programme's terms say.
#[utoipa::path(post, path = "/api/v1/moves", tag = "vouchers", request_body = MoveBody,
    responses((status = 201, body = Ended)), extensions(("x-action" = json!("move"))))]
async fn transfer_region(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<MoveBody>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "move").await?;
    caller.require_step_up(app.clock.now())?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let MoveBody { voucher, region, on, document } = body.value;
    let ended = contracts::transfer_region(&app, &caller.actor, &Moving { voucher, region, on, document }).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &ended)?).await?)
}
