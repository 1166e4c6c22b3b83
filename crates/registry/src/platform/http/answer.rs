//! How a refusal or a fault becomes an answer: the handler returns the error, one layer at the edge renders it, as problem+json below
//! `/api/` and as a page elsewhere.

use std::sync::Arc;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};

use crate::platform::Error;

/// What a handler answered instead of its result; kept in the response's extensions until the edge renders it.
#[derive(Clone, Debug)]
pub struct Answer(pub Arc<Error>);

/// The status of a refusal: what is not there, what another came before, what the caller may not, else 422.
#[must_use]
pub fn status(error: &Error) -> StatusCode {
    let Some(code) = error.code() else { return StatusCode::INTERNAL_SERVER_ERROR };
    match code {
        "session.none" | "session.nonce" | "session.signature" | "session.certificate" | "session.indeterminate" => {
            StatusCode::UNAUTHORIZED
        }
        "access.denied" | "access.step_up" | "request.origin" | "session.capacity" | "session.no_role" => {
            StatusCode::FORBIDDEN
        }
        "request.too_large" | "file.bomb" => StatusCode::PAYLOAD_TOO_LARGE,
        "request.media_type" => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        "request.method" => StatusCode::METHOD_NOT_ALLOWED,
        "request.malformed" => StatusCode::BAD_REQUEST,
        "request.rate" => StatusCode::TOO_MANY_REQUESTS,
        "page.unknown" => StatusCode::NOT_FOUND,
        "act.stale"
        | "act.already_signed"
        | "act.four_eyes"
        | "close.in_progress"
        | "confirmation.changed"
        | "confirmation.disputed"
        | "dispute.answered"
        | "dispute.open"
        | "month.closed"
        | "idempotency.in_progress"
        | "job.begun" => StatusCode::CONFLICT,
        unknown if unknown.ends_with(".unknown") => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let mut response = status(&self).into_response();
        response.extensions_mut().insert(Answer(Arc::new(self)));
        response
    }
}
