//! Where a change comes from: a browser says it, and another site's page is not let in (trust: cross-site requests).

use axum::{
    extract::Request,
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use super::session::{self, BINDING_COOKIE, COOKIE, Carrier};
use crate::platform::{Error, Refusal};

/// The layer: a request that may change something and comes from another site is refused with `request.origin`.
pub async fn layer(request: Request, next: Next) -> Response {
    let reads = [Method::GET, Method::HEAD, Method::OPTIONS].contains(request.method());
    if reads || is_ours(request.headers()) {
        return next.run(request).await;
    }
    Error::from(Refusal::new("request.origin", "the request comes from another site")).into_response()
}

/// Whether a change may come from where the request says it does. What carries one of our cookies must say so; what carries none, like a
/// programme with its bearer token, may be silent.
fn is_ours(headers: &HeaderMap) -> bool {
    if session::token(headers).is_some_and(|token| token.carrier == Carrier::Bearer) {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = text("sec-fetch-site") {
        return ["same-origin", "none"].contains(&site);
    }
    match text(header::ORIGIN.as_str()) {
        Some(origin) => {
            let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
            host.is_some() && host == text(header::HOST.as_str())
        }
        None => [COOKIE, BINDING_COOKIE].iter().all(|name| session::cookie(headers, name).is_none()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ours(lines: &[(&'static str, &str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", "e-qazyna.kz".parse().unwrap());
        for (name, value) in lines {
            headers.insert(*name, value.parse().unwrap());
        }
        is_ours(&headers)
    }

    #[test]
    fn a_browsers_own_pages_are_let_in_and_others_are_not() {
        let cookie = ("cookie", "a=b; __Host-qazyna=0000000000000000000000000000000000000000000000000000000000000000");
        assert!(ours(&[cookie, ("sec-fetch-site", "same-origin")]));
        assert!(ours(&[cookie, ("sec-fetch-site", "none")]));
        assert!(!ours(&[cookie, ("sec-fetch-site", "cross-site"), ("origin", "https://e-qazyna.kz")]));
        assert!(!ours(&[cookie, ("sec-fetch-site", "same-site")]));
        assert!(ours(&[cookie, ("origin", "https://e-qazyna.kz")]));
        for other in ["null", "https://evil-e-qazyna.kz", "https://e-qazyna.kz.evil.kz", "https://e-qazyna.kz:8443", ""]
        {
            assert!(!ours(&[cookie, ("origin", other)]), "{other}");
            assert!(!ours(&[("origin", other)]), "{other}");
        }
        assert!(!ours(&[cookie]));
        assert!(!ours(&[("cookie", "__Host-qazyna-nonce=1")]));
        assert!(ours(&[]));
        let bearer = ("authorization", "Bearer 0000000000000000000000000000000000000000000000000000000000000000");
        assert!(ours(&[bearer, ("sec-fetch-site", "cross-site")]));
        assert!(!ours(&[cookie, ("authorization", "Bearer short"), ("sec-fetch-site", "cross-site")]));
    }
}
