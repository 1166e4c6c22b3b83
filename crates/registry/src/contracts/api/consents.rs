//! Contracts over HTTP: the consent of the parent.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::Response,
};
use jiff::civil::Date;
use law::Iin;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use crate::{
    app::App,
    contracts::{self, Consent},
    platform::{
        Refusal, access,
        http::{
            Caller,
            idempotency::{Begun, Once, Reply},
            json::Strict,
            problem::Rejected,
        },
    },
};

pub(super) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(confirm))
}

/// A paper that a clerk of the issuer enters.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Paper {
    /// Who signed it.
    #[schema(pattern = "^[0-9]{12}$")]
    iin: String,
    /// When it was signed.
    #[schema(format = Date, example = "2026-08-24")]
    signed_on: Date,
    /// Which paper it is.
    #[schema(min_length = 1, max_length = 100)]
    document: String,
}

/// A consent: of the caller to a contract of the person, or on paper.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Consented {
    /// The child or student whose contract it is; without `paper`.
    person: Option<Uuid>,
    /// The paper; without `person`.
    paper: Option<Paper>,
}

/// What came of it.
#[derive(Debug, Serialize, ToSchema)]
struct Confirmed {
    /// The contract.
    contract: Uuid,
    /// Whether the consent is new; `false` where it was given before.
    is_new: bool,
}

impl Consented {
    fn read(self) -> Result<Consent, Rejected> {
        match (self.person, self.paper) {
            (Some(person), None) => Ok(Consent::Portal { person }),
            (None, Some(Paper { iin, signed_on, document })) => {
                let iin = Iin::parse(&iin)
                    .map_err(|refusal| Rejected::at("/paper/iin", refusal.code(), "the IIN breaks its rule"))?;
                if document.trim().is_empty() || document.chars().count() > 100 {
                    return Err(Rejected::at("/paper/document", "input.invalid", "1 to 100 characters"));
                }
                Ok(Consent::Paper { iin, signed_on, document })
            }
            (Some(_), Some(_)) | (None, None) => {
                Err(Refusal::new("input.invalid", "exactly one of person and paper").into())
            }
        }
    }
}

/// Gives the parent's consent to a contract. Given again it changes nothing.
#[utoipa::path(post, path = "/api/v1/contracts/{id}/confirmations", tag = "contracts", params(("id" = Uuid, Path)), request_body = Consented,
    responses((status = 201, body = Confirmed)), extensions(("x-action" = json!("confirm.contract"))))]
async fn confirm(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
    body: Strict<Consented>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "confirm.contract").await?;
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    // A consent has its own transaction and a key that never expires: contract and side.
    let is_new = contracts::confirm(&app, &caller.actor, id, body.value.read()?).await?;
    let confirmed = Confirmed { contract: id, is_new };
    Ok(first.answer(Reply::json(StatusCode::CREATED, "", &confirmed)?).await?)
}
