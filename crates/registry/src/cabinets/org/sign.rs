//! Signing an act: what is shown is read from the stored bytes, and those bytes are what is signed (spec 6.1, 7.5).

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Multipart, Path, State},
    response::Response,
};
use eds::certificate::Usage;
use ring::digest;

use super::{Own, act, id_of, store};
use crate::{
    acts::{self, Document, DocumentLine, Side},
    app::App,
    cabinets::act_view::Act,
    platform::{
        Refusal, Result, access, blocks,
        error::refuse,
        fact::hex,
        govuk,
        http::{
            Caller, Page, Reader,
            page::{show as render, show_again},
        },
        identity::keys,
    },
};

/// The largest signature.
const CMS_MAX: usize = 1024 * 1024;
/// Lines of the document that the page shows; the XML itself has all of them.
const LINES: usize = 500;

#[derive(Template)]
#[template(path = "cabinets/org/sign.html")]
struct SignPage {
    page: Page,
    act: Act,
    version: i16,
    document: Document,
    sha256: String,
    /// Why it cannot be signed now: a code.
    obstacle: Option<&'static str>,
    has_keys: bool,
    errors: govuk::Errors,
}

/// What is to be signed: the act, the version and its bytes.
struct Subject {
    own: Own,
    act: Act,
    version: i16,
    xml: Vec<u8>,
}

async fn subject(app: &App, caller: &Caller, id: &str) -> Result<Subject> {
    let own = Own::enter(app, caller, "page.org.sign").await?;
    let tx = own.begin(app).await?;
    let act = act::find(&tx, &own, id_of(id, "act.unknown")?).await?;
    let found = store::acts::find_document(&tx, &own, act.id).await?;
    tx.commit().await?;
    let Some((version, xml)) = found else { return refuse("act.unknown", id) };
    Ok(Subject { own, act, version, xml })
}

/// `/org/acts/{id}/sign`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response> {
    let subject = subject(&app, &caller, &id).await?;
    let errors = govuk::Errors::new(reader.language);
    render(&page(&app, &reader, subject, errors).await?)
}

async fn page(app: &App, reader: &Reader, subject: Subject, errors: govuk::Errors) -> Result<SignPage> {
    let Subject { own, act, version, xml } = subject;
    let obstacle = match act.state.as_str() {
        "draft" if act::is_current(app, &own, &act).await? => None,
        "draft" => Some("act.stale"),
        _ => Some("act.already_signed"),
    };
    let document = Document::read(&xml)?;
    let sha256 = hex(digest::digest(&digest::SHA256, &xml).as_ref());
    let page = errors.on(reader.page("org-sign-title").back(format!("/org/acts/{}", act.id)));
    let has_keys = app.keys.is_some();
    Ok(SignPage { page, act, version, document, sha256, obstacle, has_keys, errors })
}

/// What the form sends.
#[derive(Default)]
struct Form {
    /// The version that was shown.
    version: Option<i16>,
    /// The hash that was shown.
    sha256: String,
    /// Sign with the sandbox's key.
    sandbox: bool,
    /// A signature made elsewhere.
    cms: Vec<u8>,
}

async fn read(mut parts: Multipart) -> Result<Form> {
    let malformed =
        |error: axum::extract::multipart::MultipartError| Refusal::new("request.malformed", error.body_text());
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(malformed)? {
        let name = part.name().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(malformed)?;
        if bytes.len() > CMS_MAX {
            return refuse("request.too_large", "a signature is smaller");
        }
        let text = || String::from_utf8_lossy(&bytes).trim().to_owned();
        match name.as_str() {
            "version" => form.version = text().parse().ok(),
            "sha256" => form.sha256 = text(),
            "by" => form.sandbox = text() == "sandbox",
            "cms" => form.cms = bytes.to_vec(),
            _ => return refuse("request.unknown_field", name),
        }
    }
    Ok(form)
}

/// `POST /org/acts/{id}/sign`: takes a signature over the bytes that were shown.
pub(super) async fn sign(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    parts: Multipart,
) -> Result<Response> {
    let subject = subject(&app, &caller, &id).await?;
    let form = read(parts).await?;
    let act = subject.act.id;
    match take(&app, &caller, &subject, form).await {
        Ok(()) => Ok(reader.done("/org/payments", "done-org-signed")),
        Err(error) => {
            let mut errors = govuk::Errors::new(reader.language);
            errors.refused("cms", error)?;
            tracing::info!(%act, "a signature was refused");
            show_again(&page(&app, &reader, subject, errors).await?)
        }
    }
}

async fn take(app: &App, caller: &Caller, subject: &Subject, form: Form) -> Result<()> {
    access::require(app, &caller.actor, "sign.performer").await?;
    let shown = hex(digest::digest(&digest::SHA256, &subject.xml).as_ref());
    if form.version != Some(subject.version) || form.sha256 != shown {
        return refuse("act.stale", "another version was shown");
    }
    let cms = if form.sandbox { sandbox(app, caller, &subject.xml)? } else { form.cms };
    if cms.is_empty() {
        return refuse("signature.invalid", "no signature was sent");
    }
    require_signer(app, caller, &cms)?;
    acts::accept_signature(app, Side::Performer, subject.act.id, subject.version, cms).await
}

/// Signs as the signed-in person with the key that the sandbox holds for them; nowhere else is there one.
fn sandbox(app: &App, caller: &Caller, xml: &[u8]) -> Result<Vec<u8>> {
    let who = (caller.actor.person.as_str(), caller.actor.organisation.as_str());
    keys::ring(app)?.sign(who, Usage::Sign, xml, app.clock.now())
}

/// Whoever is signed in has signed: another person's signature is not brought under this name.
fn require_signer(app: &App, caller: &Caller, cms: &[u8]) -> Result<()> {
    let claimed = eds::cms::claimed(cms);
    let is_caller = |certificate: &eds::Certificate| {
        certificate.iin().is_some_and(|iin| hex(&app.secrets.lookup(iin).1) == caller.actor.person)
    };
    match claimed.as_slice() {
        [one] if is_caller(one) => Ok(()),
        [] => refuse("signature.invalid", "the message holds no certificate of its signer"),
        [_] => refuse("signature.wrong_certificate", "the certificate is another person's"),
        [_, _, ..] => refuse("signature.invalid", "an act is signed by one person at a time"),
    }
}

impl SignPage {
    fn ways(&self) -> blocks::Sign {
        let page = &self.page;
        let field = govuk::FileUpload::new("cms", page.t("org-sign-cms"))
            .hint(page.t("org-sign-cms-hint"))
            .accept(".cms,.p7s,.p7m,.sig,.pem")
            .error(self.errors.get("cms"));
        let action = page.href(format!("/org/acts/{}/sign", self.act.id));
        let ways = blocks::Sign::elsewhere(
            page.t("org-sign-file"),
            &action,
            field,
            govuk::Button::new(page.t("org-sign-send")),
        )
        .hidden("version", self.version)
        .hidden("sha256", &self.sha256)
        .step_to("", self.xml(), page.t("org-sign-step-xml"))
        .step(page.t("org-sign-step-tool"))
        .step(page.t("org-sign-step-bring"));
        if !self.has_keys {
            return ways;
        }
        let button = govuk::Button::new(page.t("org-sign-sandbox")).sends("by", "sandbox");
        ways.key(action, button, page.t("org-sign-sandbox-hint"))
    }

    fn head(&self) -> govuk::SummaryList {
        let (page, document) = (&self.page, &self.document);
        let rule =
            |name: &str| document.rule.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
        govuk::SummaryList::new()
            .row(page.t("org-col-act"), document.head("number"))
            .row(page.t("org-col-version"), document.head("version"))
            .row(page.t("org-col-month"), document.head("month"))
            .row(page.t("org-col-performer"), document.head("performer"))
            .row(page.t("org-col-issuer"), document.head("issuer"))
            .row(page.t("org-col-rule"), format!("{} · {}", rule("version"), rule("act")))
            .row(page.t("org-line-known"), document.head("known_at"))
            .row(page.t("org-col-lines"), document.total("lines"))
            .row(page.t("org-col-enrolled-days"), document.total("enrolled_days"))
            .row(page.t("org-col-qr-days"), document.total("qr_days"))
            .row(page.t("org-sign-due"), page.money(document.total("due")))
            .row(page.t("org-act-set-off"), page.money(document.total("receivable")))
            .row(page.t("org-col-total"), page.money(document.total("total")))
    }

    fn lines(&self) -> govuk::Table {
        let page = &self.page;
        let row = |line: &DocumentLine| {
            let days = |name: &str| govuk::Cell::number(line.get(name).to_owned());
            [
                govuk::Cell::new(line.get("n").to_owned()),
                govuk::Cell::new(line.get("part").to_owned()),
                govuk::Cell::number(page.amount(line.number("nominal"))),
                days("study"),
                days("enrolled"),
                days("present"),
                days("payable"),
                govuk::Cell::number(page.amount(line.number("due"))),
            ]
        };
        govuk::Table::new(page.t("org-act-lines"))
            .caption_hidden()
            .text(page.t("org-col-n"))
            .text(page.t("org-col-voucher"))
            .number(page.t("org-col-nominal"))
            .number(page.t("org-col-study"))
            .number(page.t("org-col-enrolled"))
            .number(page.t("org-col-present"))
            .number(page.t("org-col-payable"))
            .number(page.t("org-col-due"))
            .rows(self.document.lines.iter().take(LINES).map(row))
    }

    fn hidden_lines(&self) -> usize {
        self.document.lines.len().saturating_sub(LINES)
    }

    fn xml(&self) -> String {
        self.page.href(format!("/org/acts/{}/act.xml", self.act.id))
    }
}
