//! The edge of the pages: what a handler refused, and paths that nobody serves, become a page that says what to do next.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, StatusCode, header},
    middleware::Next,
    response::Response,
};
use uuid::Uuid;

use super::{
    Answer,
    page::{Page, Reader, show_as},
};
use crate::{
    app::App,
    platform::{Error, Refusal, Result, govuk},
};

/// What could not be shown, why, and what the reader can do.
#[derive(Template)]
#[template(path = "platform/http/refused.html")]
struct RefusedPage {
    page: Page,
    status: u16,
    code: Option<&'static str>,
    text: String,
    remedy: String,
    request: Option<Uuid>,
    sign_in: bool,
}

/// The layer around everything that people read.
pub async fn pages(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    if request.uri().path().starts_with("/api/") {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let reader = Reader::of(&parts, app.is_sandbox()).unwrap_or_else(|| Reader::nowhere(&parts, app.is_sandbox()));
    let response = next.run(Request::from_parts(parts, body)).await;
    let Some(refusal) = refusal_of(&response) else { return response };
    match page(&reader, response.status(), refusal) {
        Ok(mut shown) => {
            let (mut old, _) = response.into_parts();
            old.headers.remove(header::CONTENT_LENGTH);
            for (name, value) in shown.headers() {
                old.headers.insert(name, value.clone());
            }
            old.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
            *shown.headers_mut() = old.headers;
            *shown.extensions_mut() = old.extensions;
            shown
        }
        Err(error) => {
            tracing::error!(%error, "a refusal could not be shown");
            response
        }
    }
}

/// What there is to explain: a handler's refusal or fault, or an answer of the router itself that has no words.
fn refusal_of(response: &Response) -> Option<Option<Refusal>> {
    let kind = response.headers().get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind.is_some_and(|kind| kind.starts_with(b"text/html")) {
        return None;
    }
    if let Some(Answer(error)) = response.extensions().get() {
        return Some(match error.as_ref() {
            Error::Refused(refusal) => Some(refusal.clone()),
            Error::Fault(_) => None,
        });
    }
    let wordless = kind.is_none_or(|kind| kind.starts_with(b"text/plain"));
    let code = match response.status() {
        StatusCode::NOT_FOUND => "page.unknown",
        StatusCode::METHOD_NOT_ALLOWED => "request.method",
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY => "request.malformed",
        StatusCode::PAYLOAD_TOO_LARGE => "request.too_large",
        StatusCode::UNSUPPORTED_MEDIA_TYPE => "request.media_type",
        StatusCode::TOO_MANY_REQUESTS => "request.rate",
        StatusCode::INTERNAL_SERVER_ERROR | StatusCode::SERVICE_UNAVAILABLE if wordless => return Some(None),
        _ => return None,
    };
    wordless.then(|| Some(Refusal::new(code, "")))
}

fn page(reader: &Reader, status: StatusCode, refusal: Option<Refusal>) -> Result<Response> {
    let entry = refusal.as_ref().and_then(|refusal| law::code(refusal.code));
    let (text, remedy) = match entry {
        Some(entry) => (reader.language.of(&entry.text).to_owned(), reader.language.of(&entry.remedy).to_owned()),
        None => (reader.t("refused-fault").to_string(), reader.t("refused-fault-remedy").to_string()),
    };
    let title = match status.as_u16() {
        401 => "refused-401",
        403 => "refused-403",
        404 => "refused-404",
        409 => "refused-409",
        429 => "refused-429",
        500 => "refused-500",
        503 => "refused-503",
        _ => "refused-422",
    };
    show_as(
        status,
        &RefusedPage {
            page: reader.page(title),
            status: status.as_u16(),
            code: refusal.map(|refusal| refusal.code),
            text,
            remedy,
            request: reader.request(),
            sign_in: status == StatusCode::UNAUTHORIZED,
        },
    )
}
