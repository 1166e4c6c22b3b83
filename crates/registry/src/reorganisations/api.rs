//! Reorganisations over HTTP.

use std::sync::Arc;

use axum::{extract::State, http::StatusCode, response::Response};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{Kind, Reorganised, Reorganising, reorganise};
use crate::{
    app::App,
    platform::{
        access,
        http::{
            Caller,
            idempotency::{Begun, Once, Reply},
            json::Strict,
            problem::Rejected,
        },
    },
};

/// The routes of this slice.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(enter))
}

/// Who takes over from whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Succeeds {
    /// The BIN of the predecessor.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    predecessor: String,
    /// The BIN of the successor.
    #[schema(pattern = "^[0-9]{12}$", example = "990440000385")]
    successor: String,
    /// How.
    kind: Kind,
    /// The first day of the successor.
    #[schema(format = Date, value_type = String, example = "2026-10-14")]
    on: Date,
    /// Number and date of the document.
    #[schema(min_length = 1, max_length = 200)]
    document: String,
    /// Only tries it: nothing is kept.
    dry_run: bool,
}

/// Lets a performer take over from another: places, contracts, portions and dues, from a day and by a document.
#[utoipa::path(post, path = "/api/v1/reorganisations", tag = "accounts", request_body = Succeeds,
    responses((status = 201, body = Reorganised)), extensions(("x-action" = json!("reorganise"))))]
async fn enter(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<Succeeds>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "reorganise").await?;
    caller.require_step_up(app.clock.now())?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let Succeeds { predecessor, successor, kind, on, document, dry_run } = body.value;
    let what = Reorganising { predecessor, successor, kind, on, document };
    // It has its own transaction; carried out again it is refused as done.
    let done = reorganise(&app, &caller.actor, &what, dry_run).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &done)?).await?)
}
