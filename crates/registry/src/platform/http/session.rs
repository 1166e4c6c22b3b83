//! Who asks: reads the session's token, puts the caller into the request, and keeps answers to a person out of every cache.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use uuid::Uuid;

use super::Caller;
use crate::{
    app::App,
    platform::{
        Error, Refusal, Result,
        identity::{self, Known},
    },
};

/// The cookie of a session. Its prefix makes browsers hold it to this host, its root and TLS.
pub const COOKIE: &str = "__Host-qazyna";
/// The cookie that binds a nonce to the browser that asked for it.
pub const BINDING_COOKIE: &str = "__Host-qazyna-nonce";

/// The id of a request, given at the edge.
#[derive(Clone, Copy, Debug)]
pub struct RequestId(pub Uuid);

/// How a request proves its session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carrier {
    /// The cookie of a browser, which other sites can make it send.
    Cookie,
    /// `Authorization: Bearer`, which they cannot.
    Bearer,
}

/// A signed-in person, also one who has not chosen a capacity yet. Extract [`Caller`] instead wherever a capacity is needed. A handler that
/// takes `SignedIn` asks the matrix for `session` (`session.none`, `access.denied`).
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// The session.
    pub known: Known,
    /// Its token.
    pub token: Token,
}

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        let signed_in = parts.extensions.get::<Self>().cloned();
        let signed_in = signed_in.ok_or_else(|| Refusal::new("session.none", "sign in first"))?;
        identity::may_enter(app, Some(&signed_in)).await?;
        Ok(signed_in)
    }
}

/// A session's token; never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token {
    /// What is kept as a hash.
    pub secret: String,
    /// How it came.
    pub carrier: Carrier,
}

impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Token({:?})", self.carrier)
    }
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';')).find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// A `Set-Cookie` of ours; `seconds` 0 takes it away.
#[must_use]
pub fn set_cookie(name: &str, value: &str, seconds: i64) -> Option<HeaderValue> {
    let text = format!("{name}={value}; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age={seconds}");
    HeaderValue::from_str(&text).ok()
}

/// The token of a request. A bearer's goes before a cookie.
#[must_use]
pub fn token(headers: &HeaderMap) -> Option<Token> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let (scheme, secret) = value.to_str().ok()?.split_once(' ')?;
        let bearer = scheme.eq_ignore_ascii_case("bearer") && is_token(secret);
        return bearer.then(|| Token { secret: secret.to_owned(), carrier: Carrier::Bearer });
    }
    let secret = cookie(headers, COOKIE).filter(|secret| is_token(secret))?;
    Some(Token { secret: secret.to_owned(), carrier: Carrier::Cookie })
}

/// What a token of ours looks like; nothing else is looked up.
fn is_token(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The address that a request comes from.
#[must_use]
pub fn client(request: &axum::http::Extensions) -> std::net::IpAddr {
    let unknown = std::net::IpAddr::V4(std::net::Ipv4Addr::UNSPECIFIED);
    request.get::<ConnectInfo<SocketAddr>>().map_or(unknown, |info| info.0.ip())
}

/// The layer: [`SignedIn`] and, with a capacity, [`Caller`] into the request's extensions; `Cache-Control: no-store` onto what a signed-in
/// person is answered.
pub async fn layer(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let Some(token) = token(request.headers()) else { return next.run(request).await };
    let known = match identity::resume(&app, &token.secret).await {
        Ok(known) => known,
        Err(error) => return error.into_response(),
    };
    if let Some(known) = known {
        let request_id = request.extensions().get::<RequestId>().map_or_else(|| app.clock.id(), |id| id.0);
        let language = request.uri().path().split('/').nth(1).unwrap_or_default();
        if let Some(caller) = caller(&known, request_id, language) {
            request.extensions_mut().insert(caller);
        }
        request.extensions_mut().insert(SignedIn { known, token });
    }
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn caller(known: &Known, request: Uuid, language: &str) -> Option<Caller> {
    let capacity = known.chosen.as_ref()?;
    Some(Caller {
        session: known.id,
        actor: known.actor(capacity, request),
        name: known.name.clone(),
        organisation_name: capacity.organisation(language).to_owned(),
        capacities: known.capacities.len(),
        stepped_up_until: known.stepped_up_until,
    })
}
