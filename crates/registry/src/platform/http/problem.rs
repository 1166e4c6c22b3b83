//! Refusals and faults below `/api/` as RFC 9457 problems: words in the reader's language, the code to program against, the clause and
//! what to do about it.

use std::{panic::AssertUnwindSafe, sync::Arc};

use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use futures_util::FutureExt as _;
use law::refusal::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Answer, Language, session::RequestId};
use crate::{
    app::App,
    platform::{Error, Refusal},
};

/// The media type of a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// What is wrong with one place of the request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Place {
    /// Where: a JSON pointer into the body, or `?name` for a parameter.
    #[schema(example = "/programme")]
    pub pointer: String,
    /// The stable code.
    #[schema(example = "request.unknown_field")]
    pub code: String,
    /// What it is about, in English.
    pub detail: String,
}

/// A refusal or a fault (RFC 9457).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// Where the code is explained.
    #[serde(rename = "type")]
    #[schema(example = "/codes#act.stale")]
    pub kind: String,
    /// What was refused, in the reader's language.
    pub title: String,
    /// The HTTP status.
    #[schema(minimum = 400, maximum = 599, example = 409)]
    pub status: u16,
    /// What it is about; names no person.
    pub detail: String,
    /// The path that was asked for.
    #[schema(example = "/api/v1/acts/signatures")]
    pub instance: String,
    /// The stable code.
    #[schema(pattern = r"^[a-z_]+\.[a-z_]+$", example = "act.stale")]
    pub code: String,
    /// Whether the same request may succeed later.
    pub retryable: bool,
    /// The request's id, also in the journal and in `X-Request-Id`.
    pub request_id: Uuid,
    /// The section of the specification or the order that asks for it.
    pub clause: String,
    /// What the reader can do, in the reader's language.
    pub remedy: String,
    /// Each place that is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Place>,
}

/// An error with the places of the request that it is about.
#[derive(Debug)]
pub struct Rejected {
    /// What is answered.
    pub error: Error,
    /// Where.
    pub places: Vec<Place>,
}

impl Rejected {
    /// A refusal of one place of the request.
    pub fn at(pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        let (pointer, detail) = (pointer.into(), detail.into());
        let error = Refusal::new(code, detail.clone()).into();
        Self { error, places: vec![Place { pointer, code: code.to_owned(), detail }] }
    }
}

impl<E: Into<Error>> From<E> for Rejected {
    fn from(error: E) -> Self {
        Self { error: error.into(), places: Vec::new() }
    }
}

/// The places of a problem, in the response's extensions until the edge renders them.
#[derive(Clone, Debug)]
struct Places(Arc<Vec<Place>>);

impl IntoResponse for Rejected {
    fn into_response(self) -> Response {
        let mut response = self.error.into_response();
        response.extensions_mut().insert(Places(Arc::new(self.places)));
        response
    }
}

/// After how many seconds it may be tried again, in the response's extensions.
#[derive(Clone, Copy, Debug)]
pub struct RetryAfter(pub u64);

/// The best of our languages by `Accept-Language`; Kazakh when the reader asks for none of them.
fn language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut best: Option<(Language, u32)> = None;
    for part in asked.split(',') {
        let mut pieces = part.split(';');
        let tag = pieces.next().unwrap_or_default().trim().to_ascii_lowercase();
        let Some(language) = Language::parse(tag.split('-').next().unwrap_or_default()) else { continue };
        let quality = pieces.find_map(|piece| piece.trim().strip_prefix("q=").map(thousandths)).unwrap_or(1000);
        if quality > best.map_or(0, |(_, known)| known) {
            best = Some((language, quality));
        }
    }
    best.map_or(Language::Kk, |(language, _)| language)
}

/// `0.8` as 800.
fn thousandths(text: &str) -> u32 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits: String = fraction.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or_default();
    whole.saturating_mul(1000).saturating_add(digits.parse().unwrap_or_default()).min(1000)
}

/// What the request was, kept for its problem.
struct Asked {
    language: Language,
    instance: String,
    id: Uuid,
}

/// The layer around everything: below `/api/` each refusal, each fault, each rejection of the router's own and each panic becomes a problem.
pub async fn layer(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let asked = Asked {
        language: language(request.headers()),
        instance: request.uri().path().to_owned(),
        id: request.extensions().get::<RequestId>().map_or_else(|| app.clock.id(), |id| id.0),
    };
    let response = match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => Error::Fault(anyhow::anyhow!("the handler panicked")).into_response(),
    };
    asked.rendered(response)
}

/// Whether a path is the API's.
#[must_use]
pub fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/")
}

impl Asked {
    fn rendered(&self, response: Response) -> Response {
        let status = response.status();
        let known = response.extensions().get::<Answer>().map(|answer| Arc::clone(&answer.0));
        let is_problem = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind == MEDIA_TYPE);
        if known.is_none() && (is_problem || !(status.is_client_error() || status.is_server_error())) {
            return response;
        }
        let places = response.extensions().get::<Places>().map(|places| places.0.to_vec()).unwrap_or_default();
        let (code, detail) = match known.as_deref() {
            Some(Error::Refused(refusal)) => (refusal.code, refusal.detail.clone()),
            // A fault's words may name anything: they are in our log under the request's id.
            Some(Error::Fault(_)) => ("request.fault", String::new()),
            None => (own_code(status), String::new()),
        };
        let problem = self.problem((status, code, detail), places);
        let wait = response.extensions().get::<RetryAfter>().map(|after| after.0);
        let (mut parts, _) = response.into_parts();
        parts.headers.remove(header::CONTENT_LENGTH);
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        parts.headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(self.language.code()));
        if let Some(seconds) = wait.or(problem.retryable.then_some(1)) {
            parts.headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        Response::from_parts(parts, Body::from(serde_json::to_vec(&problem).unwrap_or_default()))
    }

    fn problem(&self, (status, code, detail): (StatusCode, &str, String), errors: Vec<Place>) -> Problem {
        let entry = law::code(code);
        let text = |pick: fn(&law::refusal::Entry) -> &Text| {
            entry.map_or(code, |entry| self.language.of(pick(entry))).to_owned()
        };
        Problem {
            kind: format!("/codes#{code}"),
            title: text(|entry| &entry.text),
            status: status.as_u16(),
            detail,
            instance: self.instance.clone(),
            code: code.to_owned(),
            retryable: is_retryable(status, code),
            request_id: self.id,
            clause: entry.map(|entry| entry.clause.clone()).unwrap_or_default(),
            remedy: text(|entry| &entry.remedy),
            errors,
        }
    }
}

/// The code of what the router answers by itself.
fn own_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::NOT_FOUND => "page.unknown",
        StatusCode::METHOD_NOT_ALLOWED => "request.method",
        StatusCode::PAYLOAD_TOO_LARGE => "request.too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "request.media_type",
        StatusCode::TOO_MANY_REQUESTS => "request.rate",
        StatusCode::UNAUTHORIZED => "session.none",
        StatusCode::FORBIDDEN => "access.denied",
        status if status.is_server_error() => "request.fault",
        _ => "request.malformed",
    }
}

/// Whether the very same request may succeed later without anybody doing anything about it.
fn is_retryable(status: StatusCode, code: &str) -> bool {
    status.is_server_error()
        || ["request.rate", "idempotency.in_progress", "close.in_progress", "signature.indeterminate"].contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_the_best_of_ours_that_is_asked_for() {
        for (asked, expected) in [
            ("", Language::Kk),
            ("ru", Language::Ru),
            ("en-GB,en;q=0.9", Language::En),
            ("de,fr;q=0.9", Language::Kk),
            ("de, ru;q=0.5, en;q=0.7", Language::En),
            ("ru;q=0, en;q=0.1", Language::En),
            ("ru;q=x,kk;q=0.001", Language::Kk),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_LANGUAGE, HeaderValue::from_static(asked));
            assert_eq!(language(&headers), expected, "{asked}");
        }
    }
}
