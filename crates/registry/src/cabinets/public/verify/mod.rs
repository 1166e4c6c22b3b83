//! Verify it yourself (spec 8.1): a receipt against the log that is public today, and the log itself. A receipt that is pasted here is
//! calculated with and forgotten; nothing of it is kept, shown back or logged.

mod log;
mod proof;

use std::sync::Arc;

use anyhow::Context as _;
use askama::Template;
use axum::{
    Router,
    extract::{Multipart, Path, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use uuid::Uuid;

use self::proof::{Proven, Verdict};
use super::{begin, store::log as store};
use crate::{
    app::App,
    cabinets::titles,
    platform::{
        Refusal, Result,
        error::refuse,
        govuk::{self, Errors, SummaryList},
        http::{
            Page, Reader,
            page::{show, show_again},
        },
    },
};

/// A receipt is a few kilobytes.
const RECEIPT_MAX: usize = 256 * 1024;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/verify", get(ask).post(check))
        .route("/{language}/verify/{entry}", get(entry))
        .merge(log::routes())
}

#[derive(Template)]
#[template(path = "cabinets/public/verify/receipt.html")]
struct ReceiptPage {
    page: Page,
    errors: Errors,
    proven: Option<SummaryList>,
    continued: Option<String>,
}

async fn ask(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    begin(&app, &reader, "page.public.verify").await?.commit().await?;
    let (page, errors) = (reader.page("verify-title"), Errors::new(reader.language));
    show(&ReceiptPage { page, errors, proven: None, continued: None })
}

async fn check(State(app): State<Arc<App>>, reader: Reader, form: Multipart) -> Result<Response> {
    begin(&app, &reader, "page.public.verify").await?.commit().await?;
    let mut errors = Errors::new(reader.language);
    let text = match receipt(form).await? {
        Some(text) if text.trim().is_empty() => {
            errors.say("receipt", "verify-empty");
            None
        }
        Some(text) => Some(text),
        None => {
            errors.say("receipt", "verify-not-text");
            None
        }
    };
    let verdict = match text {
        Some(text) => {
            let folder = app.log_dir();
            let judged = tokio::task::spawn_blocking(move || proof::receipt(&folder, &text)).await;
            Some(judged.context("verifying a receipt")??)
        }
        None => None,
    };
    let page = reader.page("verify-title");
    let (proven, continued) = match verdict {
        None => (None, None),
        Some(Verdict::Unreadable) => {
            errors.say("receipt", "verify-unreadable");
            (None, None)
        }
        Some(Verdict::NoLog) => {
            errors.say("receipt", "verify-no-log");
            (None, None)
        }
        Some(Verdict::Broken(code)) => {
            errors.add(
                "receipt",
                reader.t(match code {
                    "receipt.row" => "verify-broken-row",
                    "receipt.body" => "verify-broken-body",
                    "receipt.entry" => "verify-broken-entry",
                    "checkpoint.signature" => "verify-broken-signature",
                    _ => "verify-broken-head",
                }),
            );
            (None, None)
        }
        Some(Verdict::Proven(proven)) => {
            let key = if proven.continued { "verify-continued" } else { "verify-not-continued" };
            let sizes =
                page.t(key).with("size", page.number(proven.head_size)).with("now", page.number(proven.log_size));
            (Some(facts(&page, &proven)), Some(sizes.to_string()))
        }
    };
    let shown = ReceiptPage { page: errors.on(page), errors, proven, continued };
    if shown.errors.is_empty() { show(&shown) } else { show_again(&shown) }
}

/// The receipt that was pasted, or the file of it; nothing when it is no text or too long.
async fn receipt(mut form: Multipart) -> Result<Option<String>> {
    let malformed = |_| Refusal::new("request.malformed", "");
    let mut text = String::new();
    while let Some(field) = form.next_field().await.map_err(malformed)? {
        let is_file = field.file_name().is_some();
        let bytes = field.bytes().await.map_err(malformed)?;
        if bytes.is_empty() || (!is_file && !text.is_empty()) {
            continue;
        }
        match String::from_utf8(bytes.to_vec()) {
            Ok(read) if bytes.len() <= RECEIPT_MAX => text = read,
            Ok(_) | Err(_) => return Ok(None),
        }
    }
    Ok(Some(text))
}

/// What a receipt proves: which table, when, at which place of the log. The row itself is its holder's and is not printed.
fn facts(page: &Page, proven: &Proven) -> SummaryList {
    SummaryList::new()
        .row(page.t("verify-table"), &proven.table)
        .row(page.t("verify-kind"), format!("{} ({})", titles::entry_kind(page.reader(), &proven.kind), proven.kind))
        .row(page.t("verify-recorded"), page.instant(proven.recorded_at))
        .row(page.t("verify-index"), page.number(proven.index))
        .row(page.t("verify-head"), page.t("log-entries").with("n", proven.head_size))
        .row(page.t("verify-origin"), &proven.origin)
}

/// Where an entry stands: a link that a receipt's holder can give to somebody else.
async fn entry(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, entry)): Path<(String, String)>,
) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.verify").await?;
    let Ok(entry) = entry.parse::<Uuid>() else { return refuse("page.unknown", "") };
    let Some(index) = store::index(&tx, entry).await? else { return refuse("page.unknown", "") };
    tx.commit().await?;
    Ok(Redirect::to(&reader.href(format!("/verify/log/{index}"))).into_response())
}
