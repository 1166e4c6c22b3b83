//! What only a sandbox serves: signing in, and stepping up, as an invented person whose key lies on this machine. The signature then goes
//! the way that every real one goes.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use askama::Template;
use axum::{
    Form, Router,
    extract::State,
    http::{HeaderMap, header},
    response::{Redirect, Response},
    routing::{get, post},
};
use eds::Usage;
use registry::{
    app::App,
    platform::{
        Refusal, Result,
        http::{
            Page, Reader,
            page::show,
            session::{SignedIn, token},
        },
        identity::{
            self, Purpose, Signed,
            keys::{KeyRing, Person, ring},
            pages::{after_step_up, welcome},
        },
    },
};
use serde::Deserialize;

/// The routes; nothing where there is no sandbox.
pub(crate) fn routes(app: &App) -> Router<Arc<App>> {
    if !app.is_sandbox() {
        return Router::new();
    }
    Router::new()
        .route("/sandbox/sign-in", get(|| async { Redirect::temporary("/kk/sandbox/sign-in") }))
        .route("/{language}/sandbox/sign-in", get(people).post(sign_in))
        .route("/{language}/sandbox/step-up", post(step_up))
}

/// Gives the application the keys of a world's invented people.
pub(crate) fn open(app: &mut App, ca: &Path) -> Result<()> {
    app.keys = Some(KeyRing::open(&ca.join("keys"), &app.secrets)?);
    Ok(())
}

#[derive(Template)]
#[template(path = "sandbox_door/people.html")]
struct PeoplePage {
    page: Page,
    groups: Vec<(&'static str, Vec<Person>)>,
}

impl PeoplePage {
    /// The BIN, or for a parent the number in the file's name, so that two of one name are told apart.
    fn about(&self, person: &Person) -> String {
        match person.file.strip_prefix("auth-parent-") {
            Some(number) => number.to_owned(),
            None => person.bin.clone(),
        }
    }
}

/// What people are, in the order of the page: the file's name without `auth-` begins so.
const KINDS: [&str; 9] = [
    "issuer-preparer",
    "issuer-head",
    "performer-director",
    "performer-accountant",
    "parent",
    "operator",
    "registrar",
    "authority",
    "auditor",
];

async fn people(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    let mut by_kind: BTreeMap<usize, Vec<Person>> = BTreeMap::new();
    for person in ring(&app)?.people() {
        let what = person.file.strip_prefix("auth-").unwrap_or_default();
        if let Some(kind) = KINDS.iter().position(|kind| what.starts_with(kind)) {
            by_kind.entry(kind).or_default().push(person);
        }
    }
    let groups = by_kind.into_iter().filter_map(|(kind, people)| Some((*KINDS.get(kind)?, people))).collect();
    show(&PeoplePage { page: reader.page("sandbox-title"), groups })
}

#[derive(Deserialize)]
struct Who {
    /// The name of a key's file.
    key: String,
}

async fn sign_in(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    Form(who): Form<Who>,
) -> Result<Response> {
    let ring = ring(&app)?;
    let person = ring.people().into_iter().find(|person| person.file == who.key);
    let person = person.ok_or_else(|| Refusal::new("page.unknown", "there is no such person"))?;
    let origin = origin(&headers)?;
    // The binding is this request's own: nobody else ever holds the nonce.
    let binding = app.clock.id().to_string();
    let nonce = identity::ask_nonce(&app, Purpose::SignIn, origin, &binding).await?;
    let cms = ring.sign((&person.person, &person.bin), Usage::Auth, nonce.text.as_bytes(), app.clock.now())?;
    let signed = Signed { nonce: &nonce.text, cms: &cms, origin, binding: &binding };
    let before = token(&headers).map(|token| token.secret);
    let opened = identity::sign_in(&app, &signed, before.as_deref()).await?;
    Ok(welcome(&reader, &opened, ""))
}

#[derive(Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn step_up(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    signed_in: SignedIn,
    Form(asked): Form<Next>,
) -> Result<Response> {
    let (known, secret) = (&signed_in.known, &signed_in.token.secret);
    let ring = ring(&app)?;
    let hmac = registry::platform::fact::hex(&known.person_hmac);
    let key = ring.people().into_iter().find(|person| person.person == hmac);
    let key =
        key.ok_or_else(|| Refusal::new("signature.wrong_certificate", "the sandbox has no key of this person"))?;
    let origin = origin(&headers)?;
    let nonce = identity::ask_nonce(&app, Purpose::StepUp, origin, secret).await?;
    let cms = ring.sign((&hmac, &key.bin), Usage::Auth, nonce.text.as_bytes(), app.clock.now())?;
    let signed = Signed { nonce: &nonce.text, cms: &cms, origin, binding: secret };
    identity::step_up(&app, secret, known, &signed).await?;
    Ok(after_step_up(&reader, &signed_in, &asked.next))
}

fn origin(headers: &HeaderMap) -> Result<&str> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
    Ok(host.ok_or_else(|| Refusal::new("request.malformed", "the request names no host"))?)
}
