//! Pages travel compressed to those who take it: a month of a child is a fifth of its bytes on a slow phone. Nothing secret stands in a
//! page beside what others can make it say – sessions live in cookies alone – so that its length tells nothing.

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, header},
    middleware::Next,
    response::Response,
};

use super::assets::{packed, takes_gzip};

/// Below this a page fits into one packet anyway.
const SMALL: u64 = 1_000;
/// Above this it is a download, which goes out as it is made.
const LARGE: u64 = 4_000_000;

/// The layer around everything that people read.
pub async fn layer(request: Request, next: Next) -> Response {
    let takes = takes_gzip(request.headers());
    let response = next.run(request).await;
    let size = response.body().size_hint().exact().unwrap_or(u64::MAX);
    if !is_text(response.headers()) || !(SMALL..=LARGE).contains(&size) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts.headers.append(header::VARY, HeaderValue::from_static("accept-encoding"));
    if !takes {
        return Response::from_parts(parts, body);
    }
    let Ok(plain) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let body = match packed(&plain) {
        Ok(packed) => {
            parts.headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            parts.headers.remove(header::CONTENT_LENGTH);
            packed
        }
        Err(_) => plain,
    };
    Response::from_parts(parts, Body::from(body))
}

/// Whether an answer is a page or a table that is not compressed yet.
fn is_text(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let text = [b"text/html".as_slice(), b"text/csv"].iter().any(|text| kind.starts_with(text));
    text && !headers.contains_key(header::CONTENT_ENCODING)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use axum::{Router, http::Request as Asked, middleware, routing::get};
    use tower::ServiceExt as _;

    use super::*;

    async fn ask(body: &'static str, kind: &'static str, takes: &str) -> (Response, Vec<u8>) {
        let app = Router::new()
            .route("/", get(move || async move { ([(header::CONTENT_TYPE, kind)], body) }))
            .layer(middleware::from_fn(layer));
        let asked = Asked::get("/").header(header::ACCEPT_ENCODING, takes).body(Body::empty()).unwrap();
        let (parts, body) = app.oneshot(asked).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        (Response::from_parts(parts, Body::empty()), bytes)
    }

    #[tokio::test]
    async fn a_page_travels_compressed_to_those_who_take_it() {
        let page: &'static str = Box::leak("бір ".repeat(2000).into_boxed_str());
        let (answer, bytes) = ask(page, "text/html; charset=utf-8", "gzip, br").await;
        assert_eq!(answer.headers()[header::CONTENT_ENCODING], "gzip");
        assert_eq!(answer.headers()[header::VARY], "accept-encoding");
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, page);
        assert!(bytes.len() * 10 < page.len());
        let (answer, bytes) = ask(page, "text/html", "br").await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING) && bytes == page.as_bytes());
        let (answer, _) = ask(page, "application/octet-stream", "gzip").await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING));
        let (answer, _) = ask("short", "text/html", "gzip").await;
        assert!(!answer.headers().contains_key(header::CONTENT_ENCODING));
    }
}
