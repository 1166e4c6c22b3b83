//! Accounts over HTTP: one account with its history, and what the registrar does to it.

use std::sync::Arc;

use axum::{
    extract::{Path, State as Of},
    http::StatusCode,
    response::Response,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::{
    account::{Change, Event, Hold, Owner, State},
    change::{Changed, Changing, change},
    store,
};
use crate::{
    app::App,
    platform::{
        Actor, Refusal, Result, access,
        clock::Clock,
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
    OpenApiRouter::new().routes(routes!(get)).routes(routes!(enter))
}

/// What happened to an account.
#[derive(Debug, Serialize, ToSchema)]
struct AccountEvent {
    /// `block`, `lift`, `close` or `reopen`.
    #[schema(pattern = "^(block|lift|close|reopen)$", example = "block")]
    event: &'static str,
    /// Of a block: `payments` or `all`.
    hold: Option<&'static str>,
    /// Why.
    reason: String,
    /// By which document.
    document: String,
    /// From which day.
    #[schema(format = Date, value_type = String, example = "2026-10-11")]
    effective_on: Date,
    /// When it was entered.
    #[schema(format = DateTime, value_type = String)]
    recorded_at: Timestamp,
}

/// A personal account.
#[derive(Debug, Serialize, ToSchema)]
struct Account {
    /// Its number.
    number: String,
    /// `person` or `performer`.
    #[schema(pattern = "^(person|performer)$")]
    owner: &'static str,
    /// When it was opened.
    #[schema(format = Date, value_type = String, example = "2026-08-20")]
    opened_on: Date,
    /// `active`, `blocked` or `closed`.
    #[schema(pattern = "^(active|blocked|closed)$", example = "active")]
    state: &'static str,
    /// Everything since the opening, the oldest first.
    events: Vec<AccountEvent>,
}

fn shown((at, event): (Timestamp, Event)) -> AccountEvent {
    AccountEvent {
        event: event.change.code(),
        hold: event.change.hold().map(Hold::code),
        reason: event.reason,
        document: event.document,
        effective_on: event.effective_on,
        recorded_at: at,
    }
}

/// The owner of a number in sight of the actor; what is another's is as unknown as what is nowhere.
///
/// # Errors
/// `account.unknown`.
pub(crate) fn owner(actor: &Actor, number: &str) -> Result<Owner, Refusal> {
    Owner::parse(number)
        .filter(|owner| owner.is_in_sight(actor))
        .ok_or_else(|| Refusal::new("account.unknown", number.chars().take(40).collect::<String>()))
}

/// A personal account with its history.
#[utoipa::path(get, path = "/api/v1/accounts/{id}", tag = "accounts", params(("id" = String, Path)),
    responses((status = 200, body = Account)), extensions(("x-action" = json!("read.accounts"))))]
async fn get(Of(app): Of<Arc<App>>, caller: Caller, Path(number): Path<String>) -> Result<axum::Json<Account>> {
    access::require(&app, &caller.actor, "read.accounts").await?;
    let owner = owner(&caller.actor, &number)?;
    let tx = app.begin(&caller.actor, "accounts.read", 0).await?;
    let opened = store::find_opened(&tx, &owner).await?;
    let events = store::list_events(&tx, &owner).await?;
    tx.commit().await?;
    let opened = opened.ok_or_else(|| Refusal::new("account.unknown", ""))?;
    Ok(axum::Json(Account {
        number: owner.number(),
        owner: owner.kind(),
        opened_on: Clock::legal_date(opened),
        state: State::after(events.last().map(|(_, latest)| latest)).code(),
        events: events.into_iter().map(shown).collect(),
    }))
}

/// What is to be done to an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Entered {
    /// `block`, `lift`, `close` or `reopen`.
    #[schema(pattern = "^(block|lift|close|reopen)$", example = "block")]
    event: String,
    /// Of a block: `payments` or `all`.
    #[schema(pattern = "^(payments|all)$", example = "all")]
    hold: Option<String>,
    /// Why.
    #[schema(pattern = "^[a-z_]+$", example = "court")]
    reason: String,
    /// Number and date of the document.
    #[schema(min_length = 1, max_length = 200)]
    document: String,
}

/// Blocks, lifts, closes or opens an account again.
#[utoipa::path(post, path = "/api/v1/accounts/{id}/events", tag = "accounts", params(("id" = String, Path)), request_body = Entered,
    responses((status = 201, body = Changed)), extensions(("x-action" = json!("change.account"))))]
async fn enter(
    Of(app): Of<Arc<App>>,
    caller: Caller,
    Path(number): Path<String>,
    once: Once,
    body: Strict<Entered>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "change.account").await?;
    caller.require_step_up(app.clock.now())?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let Entered { event, hold, reason, document } = body.value;
    let asked = Change::of(&event, hold.as_deref());
    let Some(asked) = asked else {
        return Err(Rejected::at("/event", "input.invalid", "an event, with a hold if it is a block"));
    };
    let what = Changing { owner: owner(&caller.actor, &number)?, change: asked, reason, document };
    // It has its own transaction; the same words once more change nothing.
    let changed = change(&app, &caller.actor, &what).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &changed)?).await?)
}
