//! An issue in two pairs of eyes over HTTP: proposed with what a dry run finds, read, approved by another person, or taken back.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{Forecast, Issue, KIND, LIST, decide, found, put, region_of, seeing_all, table, told};
use crate::{
    app::App,
    platform::{
        Actor, Result, access,
        fact::hex,
        http::{
            Caller,
            idempotency::{Begun, Once, Reply},
            json::Strict,
            problem::Rejected,
        },
        proposals::{self, Decision, Eyes, Proposal},
    },
};

/// The routes of proposals.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(propose))
        .routes(routes!(get))
        .routes(routes!(approve))
        .routes(routes!(withdraw))
}

/// Which vouchers are proposed to be issued. It may name persons, so it is never printed.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProposalBody {
    /// The programme.
    #[schema(pattern = "^[a-z_]+$")]
    programme: String,
    /// The year in which the vouchers' months begin.
    #[schema(minimum = 2000, maximum = 2999, example = 2026)]
    year: i16,
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    region: i16,
    /// The IINs of the children, where the programme's vouchers are issued within an order volume to a list; else left out.
    #[schema(max_items = 10_000)]
    children: Option<Vec<String>>,
}

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
enum ProposalStanding {
    /// Another person has to approve.
    Waits,
    /// A job issues, or has issued.
    Approved,
    /// It was taken back.
    Withdrawn,
}

/// A proposal of an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct IssueProposal {
    /// Its id.
    id: Uuid,
    /// The programme.
    programme: String,
    /// The year in which the vouchers' months begin.
    year: i16,
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    region: i16,
    /// What the dry run found when it was prepared.
    found: Forecast,
    /// When it was prepared.
    prepared_at: Timestamp,
    /// Where it stands.
    standing: ProposalStanding,
    /// When it was decided.
    decided_at: Option<Timestamp>,
    /// The job that issues.
    job: Option<Uuid>,
    /// SHA-256 of parameters and findings: what whoever approves approves.
    #[schema(pattern = "^[0-9a-f]{64}$")]
    sha256: String,
}

fn seen(proposal: &Proposal) -> Result<IssueProposal> {
    let Issue { programme, year, .. } = told(proposal)?;
    let decided = proposal.decided.as_ref();
    Ok(IssueProposal {
        id: proposal.id,
        programme,
        year,
        region: proposal.region,
        found: serde_json::from_value(proposal.found.clone())?,
        prepared_at: proposal.prepared_at,
        standing: match decided.map(|decided| decided.decision) {
            None => ProposalStanding::Waits,
            Some(Decision::Approved) => ProposalStanding::Approved,
            Some(Decision::Withdrawn) => ProposalStanding::Withdrawn,
        },
        decided_at: decided.map(|decided| decided.at),
        job: decided.and_then(|decided| decided.job),
        sha256: hex(&proposal.sha256),
    })
}

/// Proposes an issue: the dry run counts who would get a voucher, and another person approves.
#[utoipa::path(post, path = "/api/v1/vouchers/proposals", tag = "vouchers", request_body = ProposalBody,
    responses((status = 201, body = IssueProposal)), extensions(("x-action" = json!("issue"))))]
async fn propose(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<ProposalBody>,
) -> Result<Response, Rejected> {
    let actor = &caller.actor;
    access::require(&app, actor, KIND).await?;
    let ProposalBody { programme, year, region, children } = body.value;
    for (at, wrong, words) in [
        ("/year", !(2000..=2999).contains(&year), "2000 to 2999"),
        ("/region", !(1..=99).contains(&region), "1 to 99"),
        ("/programme", app.pack().latest_terms(&programme).is_none(), "there is no such programme"),
    ] {
        if wrong {
            return Err(Rejected::at(at, "input.invalid", words));
        }
    }
    let what = Issue { programme, year, region: Some(region) };
    let region = region_of(actor, &what)?;
    let list = children.as_deref().map(table);
    let list = list.as_deref().map(|bytes| (LIST, bytes));
    let mut first = match once.begin(&app, actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let id = put(&mut first.tx, region, &what, list).await?;
    let proposal = seen(&proposals::get(&first.tx, KIND, id).await?)?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, format!("/api/v1/vouchers/proposals/{id}"), &proposal)?).await?)
}

/// One proposal of your organisation.
#[utoipa::path(get, path = "/api/v1/vouchers/proposals/{id}", tag = "vouchers", params(("id" = Uuid, Path)),
    responses((status = 200, body = IssueProposal)), extensions(("x-action" = json!("issue"))))]
async fn get(State(app): State<Arc<App>>, caller: Caller, Path(id): Path<Uuid>) -> Result<Json<IssueProposal>> {
    access::require(&app, &caller.actor, KIND).await?;
    Ok(Json(read(&app, &caller.actor, id).await?))
}

async fn read(app: &App, actor: &Actor, id: Uuid) -> Result<IssueProposal> {
    let tx = app.begin(&seeing_all(actor), "proposals.read", actor.home()).await?;
    let proposal = found(&tx, actor, id).await?;
    tx.commit().await?;
    seen(&proposal)
}

/// Approves what another person prepared; asks for a signature within the last five minutes. The job that issues is in the answer.
#[utoipa::path(post, path = "/api/v1/vouchers/proposals/{id}/approve", tag = "vouchers", params(("id" = Uuid, Path)),
    responses((status = 202, body = IssueProposal)), extensions(("x-action" = json!("issue"))))]
async fn approve(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, KIND).await?;
    caller.require_step_up(app.clock.now())?;
    let mut first = match once.begin(&app, &caller.actor, &[]).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let job = decide(&mut first.tx, &caller.actor, id).await?;
    let proposal = seen(&found(&first.tx, &caller.actor, id).await?)?;
    Ok(first.answer(Reply::json(StatusCode::ACCEPTED, format!("/api/v1/jobs/{job}"), &proposal)?).await?)
}

/// Takes a proposal of your organisation back.
#[utoipa::path(post, path = "/api/v1/vouchers/proposals/{id}/withdraw", tag = "vouchers", params(("id" = Uuid, Path)),
    responses((status = 200, body = IssueProposal)), extensions(("x-action" = json!("issue"))))]
async fn withdraw(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, KIND).await?;
    let mut first = match once.begin(&app, &caller.actor, &[]).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let proposal = found(&first.tx, &caller.actor, id).await?;
    proposals::decide(&mut first.tx, &proposal, Eyes::Four, (Decision::Withdrawn, None), None).await?;
    let proposal = seen(&found(&first.tx, &caller.actor, id).await?)?;
    Ok(first.answer(Reply::json(StatusCode::OK, "", &proposal)?).await?)
}
