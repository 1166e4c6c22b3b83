//! `/{language}/auth/…`: signing in and stepping up by a signature that is uploaded as a file, so that it works with any program and without
//! scripts; the choice of a capacity; signing out.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Extension, Multipart, Query, State},
    http::{HeaderMap, header},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Deserialize;

use super::{
    Capacity, LIFE, NONCE_LIFE, Nonce, Opened, Purpose, Signed,
    api::{Context, count, origin, put_cookie},
    ask_nonce, choose, end, may_enter, own, sign_in,
    sign_in::CMS_BYTES_MAX,
    step_up,
};
use crate::{
    app::App,
    platform::{
        Refusal, Result, Role,
        fact::hex,
        govuk,
        http::{
            Page, Reader,
            page::show,
            session::{BINDING_COOKIE, COOKIE, SignedIn, client, cookie, token},
        },
    },
};

/// The routes. A signature is small.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/auth/login", get(login))
        .route("/{language}/auth/nonce", post(nonce))
        .route("/{language}/auth/nonce.txt", post(download))
        .route("/{language}/auth/session", post(open))
        .route("/{language}/auth/role", get(roles).post(choose_role))
        .route("/{language}/auth/step-up", get(ask_step_up).post(stepped))
        .route("/{language}/auth/sign-out", post(sign_out))
        .merge(own::routes())
        .layer(DefaultBodyLimit::max(CMS_BYTES_MAX * 3))
}

/// Where a role begins.
#[must_use]
pub fn home(role: Role) -> &'static str {
    match role {
        Role::Issuer => "/issuer",
        Role::Operator => "/operator",
        Role::Registrar => "/registrar",
        Role::Performer => "/org",
        Role::Beneficiary => "/my",
        Role::Authority | Role::Auditor => "/audit",
        Role::Public => "",
    }
}

/// Where to go afterwards: only a page of ours below a language, never another site.
#[must_use]
pub fn safe_next(next: &str) -> Option<&str> {
    let ours = ["/kk/", "/ru/", "/en/"].iter().any(|start| next.starts_with(start));
    let plain = next.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/-_.?=&%".contains(&byte));
    (ours && plain && !next.contains("//") && !next.contains("..")).then_some(next)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Next {
    next: String,
}

#[derive(Template)]
#[template(path = "platform/identity/login.html")]
struct LoginPage {
    page: Page,
    next: String,
    sandbox: bool,
}

async fn login(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Next>) -> Result<Response> {
    let next = safe_next(&asked.next).unwrap_or_default().to_owned();
    show(&LoginPage { page: reader.page("signin-title"), next, sandbox: app.is_sandbox() })
}

#[derive(Template)]
#[template(path = "platform/identity/sign.html")]
struct SignPage {
    page: Page,
    nonce: Nonce,
    next: String,
    /// Where the signature goes, and what the button says.
    action: &'static str,
    button: &'static str,
    lead: &'static str,
    sandbox: bool,
}

async fn nonce(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    extensions: Context,
    Form(asked): Form<Next>,
) -> Result<Response> {
    app.identity.limits.draw(client(&extensions.0), app.clock.now())?;
    may_enter(&app, None).await?;
    let binding = hex(&app.secrets.salt()?);
    let nonce = ask_nonce(&app, Purpose::SignIn, origin(&headers)?, &binding).await?;
    let mut response = show(&SignPage {
        page: reader.page("signin-sign-title").back("/auth/login"),
        nonce,
        next: safe_next(&asked.next).unwrap_or_default().to_owned(),
        action: "/auth/session",
        button: "signin-submit",
        lead: "signin-sign-lead",
        sandbox: false,
    })?;
    response.headers_mut().insert(header::CACHE_CONTROL, axum::http::HeaderValue::from_static("no-store"));
    put_cookie(&mut response, (BINDING_COOKIE, &binding), NONCE_LIFE.as_secs());
    Ok(response)
}

#[derive(Deserialize)]
struct Text {
    nonce: String,
}

/// The text as a file, byte for byte as it is signed: what the form's own field would have changed (line ends) is changed back.
async fn download(Form(text): Form<Text>) -> Result<Response> {
    let plain = text.nonce.replace("\r\n", "\n");
    if plain.len() > 1_000 || !plain.starts_with("Qazyna\n") {
        return Err(Refusal::new("request.malformed", "nonce").into());
    }
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"qazyna-sign-in.txt\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, plain).into_response())
}

/// What a form with a signature brings.
#[derive(Default)]
struct Upload {
    nonce: String,
    next: String,
    cms: Vec<u8>,
}

impl Upload {
    async fn read(mut form: Multipart) -> Result<Self> {
        let mut upload = Self::default();
        let malformed = |_| Refusal::new("request.malformed", "the form");
        while let Some(field) = form.next_field().await.map_err(malformed)? {
            match field.name() {
                Some("nonce") => upload.nonce = field.text().await.map_err(malformed)?.replace("\r\n", "\n"),
                Some("next") => upload.next = field.text().await.map_err(malformed)?,
                Some("signature") => upload.cms = field.bytes().await.map_err(malformed)?.to_vec(),
                _ => return Err(Refusal::new("request.unknown_field", "the form").into()),
            }
        }
        if upload.cms.len() > CMS_BYTES_MAX {
            return Err(Refusal::new("request.too_large", "signature").into());
        }
        // Some programs write the signature as bare base64.
        if !upload.cms.starts_with(&[0x30]) && !upload.cms.starts_with(b"-----") {
            let plain: Vec<u8> = upload.cms.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            upload.cms = STANDARD.decode(plain).unwrap_or_default();
        }
        Ok(upload)
    }
}

async fn open(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    extensions: Context,
    form: Multipart,
) -> Result<Response> {
    let client = client(&extensions.0);
    app.identity.limits.enter(client, app.clock.now())?;
    may_enter(&app, None).await?;
    let upload = Upload::read(form).await?;
    let binding = cookie(&headers, BINDING_COOKIE).unwrap_or_default();
    let signed = Signed { nonce: &upload.nonce, cms: &upload.cms, origin: origin(&headers)?, binding };
    let before = token(&headers).map(|token| token.secret);
    let opened = sign_in(&app, &signed, before.as_deref()).await;
    count(&app, client, opened.as_ref().err());
    Ok(welcome(&reader, &opened?, &upload.next))
}

/// The answer to somebody who has signed in: the session's cookie, and on to the choice of a capacity, the page asked for, or the role's own.
pub fn welcome(reader: &Reader, opened: &Opened, next: &str) -> Response {
    let to = match (&opened.chosen, safe_next(next)) {
        (None, None) => reader.href("/auth/role"),
        (None, Some(next)) => format!("{}?next={}", reader.href("/auth/role"), next.replace('&', "%26")),
        (Some(_), Some(next)) => next.to_owned(),
        (Some(capacity), None) => reader.href(home(capacity.role)),
    };
    let to = match opened.ended {
        0 => to,
        n => reader.told(to, "done-oldest-session-ended", n),
    };
    let mut response = Redirect::to(&to).into_response();
    put_cookie(&mut response, (COOKIE, &opened.token), LIFE.as_secs());
    put_cookie(&mut response, (BINDING_COOKIE, ""), 0);
    response
}

#[derive(Template)]
#[template(path = "platform/identity/role.html")]
struct RolePage {
    page: Page,
    capacities: Vec<(String, Capacity)>,
    chosen: String,
    next: String,
}

impl RolePage {
    fn items(&self) -> Vec<govuk::Item> {
        let item = |(value, capacity): &(String, Capacity)| {
            let name = self.page.t_of("signin-role", capacity.role.code());
            let whose = [capacity.organisation(self.page.lang()), capacity.bin.as_str()];
            let whose: Vec<&str> = whose.into_iter().filter(|text| !text.is_empty()).collect();
            govuk::Item::new(value, name).hint(whose.join(", "))
        };
        self.capacities.iter().map(item).collect()
    }
}

/// A capacity as the form sends it.
fn word(capacity: &Capacity) -> String {
    format!("{}/{}", capacity.role.code(), capacity.bin)
}

async fn roles(reader: Reader, signed_in: SignedIn, Query(asked): Query<Next>) -> Result<Response> {
    let known = signed_in.known;
    let capacities: Vec<_> = known.capacities.iter().map(|capacity| (word(capacity), capacity.clone())).collect();
    let chosen = known.chosen.as_ref().or_else(|| known.capacities.first()).map(word).unwrap_or_default();
    let next = safe_next(&asked.next).unwrap_or_default().to_owned();
    show(&RolePage { page: reader.page("signin-role-title"), capacities, chosen, next })
}

#[derive(Deserialize)]
struct Chosen {
    capacity: String,
    #[serde(default)]
    next: String,
}

async fn choose_role(
    State(app): State<Arc<App>>,
    reader: Reader,
    signed_in: SignedIn,
    Form(told): Form<Chosen>,
) -> Result<Response> {
    let (role, bin) = told.capacity.split_once('/').unwrap_or_default();
    let chosen = choose(&app, &signed_in.token.secret, &signed_in.known, (role, bin)).await?;
    let to = safe_next(&told.next).map_or_else(|| reader.href(home(chosen.role)), str::to_owned);
    Ok(Redirect::to(&to).into_response())
}

async fn ask_step_up(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    signed_in: SignedIn,
    Query(asked): Query<Next>,
) -> Result<Response> {
    let nonce = ask_nonce(&app, Purpose::StepUp, origin(&headers)?, &signed_in.token.secret).await?;
    show(&SignPage {
        page: reader.page("signin-step-title"),
        nonce,
        next: safe_next(&asked.next).unwrap_or_default().to_owned(),
        action: "/auth/step-up",
        button: "signin-step-submit",
        lead: "signin-step-lead",
        sandbox: app.is_sandbox(),
    })
}

async fn stepped(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    (signed_in, extensions): (SignedIn, Context),
    form: Multipart,
) -> Result<Response> {
    let client = client(&extensions.0);
    app.identity.limits.enter(client, app.clock.now())?;
    let upload = Upload::read(form).await?;
    let secret = &signed_in.token.secret;
    let signed = Signed { nonce: &upload.nonce, cms: &upload.cms, origin: origin(&headers)?, binding: secret };
    let until = step_up(&app, secret, &signed_in.known, &signed).await;
    count(&app, client, until.as_ref().err());
    until?;
    Ok(after_step_up(&reader, &signed_in, &upload.next))
}

/// The answer to somebody who has stepped up: on to the page asked for, or the role's own.
#[must_use]
pub fn after_step_up(reader: &Reader, signed_in: &SignedIn, next: &str) -> Response {
    let role = signed_in.known.chosen.as_ref().map_or(Role::Public, |capacity| capacity.role);
    match safe_next(next) {
        Some(next) => Redirect::to(next).into_response(),
        None => reader.done(home(role), "done-confirmed"),
    }
}

async fn sign_out(
    State(app): State<Arc<App>>,
    reader: Reader,
    signed_in: Option<Extension<SignedIn>>,
) -> Result<Response> {
    if let Some(signed_in) = signed_in {
        end(&app, &signed_in.token.secret).await?;
    }
    let mut response = reader.done("", "done-signed-out");
    put_cookie(&mut response, (COOKIE, ""), 0);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c_33_nobody_is_sent_on_to_another_site() {
        for good in ["/kk/org/acts", "/ru/my?month=2026-09&page=2", "/en/issuer/acts/0198c0de"] {
            assert_eq!(safe_next(good), Some(good));
        }
        for bad in [
            "",
            "/",
            "/kk",
            "//evil.kz/kk/",
            "/kk//evil.kz",
            "/\\evil.kz",
            "/kk/\\evil.kz",
            "https://evil.kz/kk/",
            "javascript:alert(1)",
            "/kk/../../x",
            "/kk/\r\nset-cookie: a=b",
            "/kk/a#b",
            "/fr/org",
            "/kk/@evil",
        ] {
            assert_eq!(safe_next(bad), None, "{bad}");
        }
    }
}
