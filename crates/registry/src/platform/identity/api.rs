//! `/api/v1/session`: signing in by a signed nonce, choosing a capacity, stepping up, signing out; `/api/v1/sessions`: where else one is
//! signed in.

use std::{convert::Infallible, sync::Arc};

use axum::{
    Json,
    extract::{Extension, FromRequestParts, Path, Request, State},
    http::{Extensions, HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    Capacity, Known, LIFE, NONCE_LIFE, Purpose, Signed, ask_nonce, choose, end, end_own, may_enter, sign_in,
    sign_in::CMS_BYTES_MAX, step_up, store::Listed,
};
use crate::{
    app::App,
    platform::{
        Error, Refusal, Result,
        fact::hex,
        http::{
            json::{self, Strict},
            problem::Rejected,
            session::{BINDING_COOKIE, COOKIE, Carrier, SignedIn, client, cookie, set_cookie, token},
        },
    },
};

/// The most bytes of a body: a signature in base64 and the text that was signed.
const BODY_MAX: usize = CMS_BYTES_MAX * 2;

/// The routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(open, show, close))
        .routes(routes!(nonce))
        .routes(routes!(capacity))
        .routes(routes!(stepped))
        .routes(routes!(list))
        .routes(routes!(end_one))
}

/// The host that the request names.
pub(crate) fn origin(headers: &HeaderMap) -> Result<&str> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    Ok(host.ok_or_else(|| Refusal::new("request.malformed", "the request names no host"))?)
}

/// What a nonce is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
struct AskNonce {
    /// To open a session, or before what moves money.
    #[schema(pattern = "^(sign_in|step_up)$")]
    purpose: String,
    /// A programme keeps what binds the nonce itself; a browser gets a cookie.
    bearer: bool,
}

impl Default for AskNonce {
    fn default() -> Self {
        Self { purpose: Purpose::SignIn.code().to_owned(), bearer: false }
    }
}

/// A text to be signed.
#[derive(Serialize, ToSchema)]
struct NonceAnswer {
    /// The text; its bytes in UTF-8 are signed.
    nonce: String,
    /// Until when.
    expires_at: Timestamp,
    /// What a programme sends back with the signature.
    #[serde(skip_serializing_if = "Option::is_none")]
    binding: Option<String>,
}

/// Asks for a text to sign: to open a session, or to step up. Without a body it is for a browser that signs in.
#[utoipa::path(post, path = "/api/v1/session/nonce", tag = "session", request_body = Option<AskNonce>, responses((status = 200, body = NonceAnswer)), extensions(("x-action" = json!("session")), ("x-open" = json!(true))))]
async fn nonce(
    State(app): State<Arc<App>>,
    signed_in: Option<Extension<SignedIn>>,
    Context(extensions): Context,
    request: Request,
) -> Result<Response, Rejected> {
    app.identity.limits.draw(client(&extensions), app.clock.now())?;
    let (parts, body) = request.into_parts();
    let body = json::read(&parts.headers, body, BODY_MAX).await?;
    let asked: AskNonce = if body.is_empty() {
        AskNonce::default()
    } else {
        json::require_media_type(&parts.headers, "application/json")?;
        json::typed(json::parse(&body)?, "")?
    };
    let origin = origin(&parts.headers)?;
    if asked.purpose == Purpose::StepUp.code() {
        let Extension(signed_in) = signed_in.ok_or_else(|| Refusal::new("session.none", "sign in first"))?;
        may_enter(&app, Some(&signed_in)).await?;
        let nonce = ask_nonce(&app, Purpose::StepUp, origin, &signed_in.token.secret).await?;
        return Ok(no_store(NonceAnswer { nonce: nonce.text, expires_at: nonce.expires_at, binding: None }));
    }
    if asked.purpose != Purpose::SignIn.code() {
        return Err(Rejected::at("/purpose", "input.invalid", "sign_in or step_up"));
    }
    may_enter(&app, None).await?;
    let binding = hex(&app.secrets.salt()?);
    let nonce = ask_nonce(&app, Purpose::SignIn, origin, &binding).await?;
    let told = asked.bearer.then(|| binding.clone());
    let mut response = no_store(NonceAnswer { nonce: nonce.text, expires_at: nonce.expires_at, binding: told });
    if !asked.bearer {
        put_cookie(&mut response, (BINDING_COOKIE, &binding), NONCE_LIFE.as_secs());
    }
    Ok(response)
}

/// A signed nonce.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SignedNonce {
    /// The text as it was told.
    nonce: String,
    /// Base64 of the CMS.
    #[schema(format = Byte, max_length = 65536)]
    cms: String,
    /// What a programme was told with the nonce; it gets the token in the answer.
    binding: Option<String>,
}

impl SignedNonce {
    fn cms(&self) -> Result<Vec<u8>, Rejected> {
        let plain: String = self.cms.chars().filter(|letter| !letter.is_ascii_whitespace()).collect();
        STANDARD.decode(plain).map_err(|_| Rejected::at("/cms", "input.invalid", "is not base64"))
    }
}

/// Opens a session by a signed nonce.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", request_body = SignedNonce, responses((status = 201, body = OpenedAnswer)), extensions(("x-action" = json!("session")), ("x-open" = json!(true))))]
async fn open(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Context(extensions): Context,
    body: Strict<SignedNonce, BODY_MAX>,
) -> Result<Response, Rejected> {
    let client = client(&extensions);
    app.identity.limits.enter(client, app.clock.now())?;
    may_enter(&app, None).await?;
    let told = body.value;
    let cms = told.cms()?;
    let bound = cookie(&headers, BINDING_COOKIE);
    let binding = told.binding.as_deref().or(bound).unwrap_or_default();
    let signed = Signed { nonce: &told.nonce, cms: &cms, origin: origin(&headers)?, binding };
    let before = token(&headers).map(|token| token.secret);
    let opened = sign_in(&app, &signed, before.as_deref()).await;
    count(&app, client, opened.as_ref().err());
    let opened = opened?;
    let bearer = told.binding.is_some();
    let answer = OpenedAnswer {
        token: bearer.then(|| opened.token.clone()),
        capacity: opened.chosen.as_ref().map(CapacityAnswer::of),
        capacities: opened.capacities.iter().map(CapacityAnswer::of).collect(),
        ended: opened.ended,
    };
    let mut response = (StatusCode::CREATED, no_store(answer)).into_response();
    if !bearer {
        put_cookie(&mut response, (COOKIE, &opened.token), LIFE.as_secs());
        put_cookie(&mut response, (BINDING_COOKIE, ""), 0);
    }
    Ok(response)
}

/// Counts an attempt: only what the person did wrong closes the door, never our own fault.
pub(crate) fn count(app: &App, client: std::net::IpAddr, error: Option<&Error>) {
    let now = app.clock.now();
    match error.map(Error::code) {
        None => app.identity.limits.passed(client, now),
        Some(Some(code)) => {
            tracing::info!(code, "a sign-in was refused");
            app.identity.limits.failed(client, now);
        }
        Some(None) => {}
    }
}

/// A session.
#[derive(Serialize, ToSchema)]
struct OpenedAnswer {
    /// A programme's token; a browser gets a cookie instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// For whom the person acts; none until chosen.
    capacity: Option<CapacityAnswer>,
    /// For whom the person may act.
    capacities: Vec<CapacityAnswer>,
    /// How many of the person's oldest sessions were ended by this one: five live at a time.
    #[schema(minimum = 0)]
    ended: u64,
}

/// A role for an organisation.
#[derive(Serialize, ToSchema)]
struct CapacityAnswer {
    /// The role.
    role: &'static str,
    /// The BIN; empty for a private person.
    bin: String,
    /// Its name.
    organisation: String,
}

impl CapacityAnswer {
    fn of(capacity: &Capacity) -> Self {
        Self {
            role: capacity.role.code(),
            bin: capacity.bin.clone(),
            organisation: capacity.organisation("ru").to_owned(),
        }
    }
}

/// The session under way.
#[derive(Serialize, ToSchema)]
struct SessionAnswer {
    /// The person's name by the certificate; shown to that person alone.
    name: String,
    /// For whom the person acts; none until chosen.
    capacity: Option<CapacityAnswer>,
    /// For whom the person may act.
    capacities: Vec<CapacityAnswer>,
    /// When it ends.
    expires_at: Timestamp,
    /// Until when what moves money is allowed.
    stepped_up_until: Option<Timestamp>,
}

impl SessionAnswer {
    fn of(known: &Known, chosen: Option<&Capacity>) -> Self {
        Self {
            name: known.name.clone(),
            capacity: chosen.map(CapacityAnswer::of),
            capacities: known.capacities.iter().map(CapacityAnswer::of).collect(),
            expires_at: known.expires_at,
            stepped_up_until: known.stepped_up_until,
        }
    }
}

/// The session under way.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", responses((status = 200, body = SessionAnswer)), extensions(("x-action" = json!("session"))))]
async fn show(signed_in: SignedIn) -> Response {
    no_store(SessionAnswer::of(&signed_in.known, signed_in.known.chosen.as_ref()))
}

/// For whom to act.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Choice {
    /// The role.
    role: String,
    /// The BIN; empty for a private person.
    #[serde(default)]
    bin: String,
}

/// Chooses for whom to act.
#[utoipa::path(put, path = "/api/v1/session/capacity", tag = "session", request_body = Choice, responses((status = 200, body = SessionAnswer)), extensions(("x-action" = json!("session"))))]
async fn capacity(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    body: Strict<Choice, BODY_MAX>,
) -> Result<Response, Rejected> {
    let told = body.value;
    let chosen = choose(&app, &signed_in.token.secret, &signed_in.known, (&told.role, &told.bin)).await?;
    let known = Known { stepped_up_until: None, ..signed_in.known.clone() };
    Ok(no_store(SessionAnswer::of(&known, Some(&chosen))))
}

/// Signs again, before what moves money.
#[utoipa::path(post, path = "/api/v1/session/step-up", tag = "session", request_body = SignedNonce, responses((status = 200, body = SessionAnswer)), extensions(("x-action" = json!("session"))))]
async fn stepped(
    State(app): State<Arc<App>>,
    signed_in: SignedIn,
    headers: HeaderMap,
    Context(extensions): Context,
    body: Strict<SignedNonce, BODY_MAX>,
) -> Result<Response, Rejected> {
    let client = client(&extensions);
    app.identity.limits.enter(client, app.clock.now())?;
    let told = body.value;
    let cms = told.cms()?;
    let secret = &signed_in.token.secret;
    let signed = Signed { nonce: &told.nonce, cms: &cms, origin: origin(&headers)?, binding: secret };
    let until = step_up(&app, secret, &signed_in.known, &signed).await;
    count(&app, client, until.as_ref().err());
    let known = Known { stepped_up_until: Some(until?), ..signed_in.known.clone() };
    Ok(no_store(SessionAnswer::of(&known, known.chosen.as_ref())))
}

/// Ends the session.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", responses((status = 204)), extensions(("x-action" = json!("session"))))]
async fn close(State(app): State<Arc<App>>, signed_in: SignedIn) -> Result<Response> {
    end(&app, &signed_in.token.secret).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if signed_in.token.carrier == Carrier::Cookie {
        put_cookie(&mut response, (COOKIE, ""), 0);
    }
    Ok(response)
}

/// A session of the person.
#[derive(Serialize, ToSchema)]
struct SessionRow {
    /// The session.
    id: Uuid,
    /// Whether it is the one that asks.
    current: bool,
    /// The role that was chosen, if one was.
    role: Option<String>,
    /// For which BIN; empty for a private person.
    bin: Option<String>,
    /// When it was opened.
    created_at: Timestamp,
    /// When it was used last.
    used_at: Timestamp,
    /// When it ended; null while it lives.
    ended_at: Option<Timestamp>,
    /// Why it ended; empty while it lives.
    #[schema(pattern = "^(|signed_out|too_many|capacity|time)$")]
    ended_why: String,
}

/// The sessions of the person.
#[derive(Serialize, ToSchema)]
struct SessionRows {
    /// The newest first; those that ended are listed for some weeks.
    #[schema(max_items = 100)]
    items: Vec<SessionRow>,
}

/// Where else you are signed in, and which of your sessions ended why.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "session", responses((status = 200, body = SessionRows)), extensions(("x-action" = json!("session"))))]
async fn list(State(app): State<Arc<App>>, signed_in: SignedIn) -> Result<Response> {
    let row = |listed: Listed| SessionRow {
        id: listed.id,
        current: listed.id == signed_in.known.id,
        role: listed.role,
        bin: listed.bin,
        created_at: listed.created_at,
        used_at: listed.used_at,
        ended_at: listed.ended_at,
        ended_why: listed.ended_why,
    };
    let items = super::list(&app, &signed_in.known).await?.into_iter().map(row).collect();
    Ok(no_store(SessionRows { items }))
}

/// Ends one of your sessions.
#[utoipa::path(delete, path = "/api/v1/sessions/{id}", tag = "session", params(("id" = Uuid, Path)), responses((status = 204)), extensions(("x-action" = json!("session"))))]
async fn end_one(State(app): State<Arc<App>>, signed_in: SignedIn, Path(id): Path<Uuid>) -> Result<StatusCode> {
    end_own(&app, &signed_in.known, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn no_store(answer: impl Serialize) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

pub(crate) fn put_cookie(response: &mut Response, (name, value): (&str, &str), seconds: i64) {
    if let Some(cookie) = set_cookie(name, value, seconds) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// What the server knows of a request beside what it says.
pub(crate) struct Context(pub(crate) Extensions);

impl<S: Send + Sync> FromRequestParts<S> for Context {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(parts.extensions.clone()))
    }
}
