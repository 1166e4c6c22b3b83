//! Technical failures of attendance by QR that performers have documented: accepted, their days leave the base of the share.

use std::sync::Arc;

use askama::Template;
use axum::{Form, Router, extract::State, response::Response, routing::get};
use serde::Deserialize;
use uuid::Uuid;

use super::open;
use crate::{
    acts::qr::{self, Decide, store::Known},
    app::App,
    cabinets::{
        org::{dispute_day, qr_tag},
        titles,
    },
    platform::{
        Result, access,
        error::refuse,
        govuk::{self, Errors, SummaryList},
        http::{
            Caller, Page, Reader,
            page::{show, show_again},
        },
    },
};

/// Failures shown.
const SHOWN: i64 = 200;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/issuer/qr", get(list).post(decide))
}

#[derive(Template)]
#[template(path = "cabinets/issuer/qr.html")]
struct FailuresPage {
    page: Page,
    here: String,
    failures: Vec<Known>,
    errors: Errors,
}

/// What the form sends.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Given {
    failure: String,
    /// `accept` or `refuse`.
    r#do: String,
    reason: String,
}

async fn page((app, reader, caller): (&App, &Reader, &Caller), errors: Errors) -> Result<FailuresPage> {
    let tx = open(app, &caller.actor, "page.issuer.qr").await?;
    let failures = qr::store::list_of_issuer(&tx, &caller.actor.organisation, SHOWN).await?;
    tx.commit().await?;
    let page = super::under(reader.page("qr-issuer-title"));
    Ok(FailuresPage { here: page.href("/issuer/qr"), page: errors.on(page), failures, errors })
}

async fn list(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    show(&page((&app, &reader, &caller), Errors::new(reader.language)).await?)
}

async fn decide(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(given): Form<Given>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.issuer.qr").await?;
    let accepted = match given.r#do.as_str() {
        "accept" => true,
        "refuse" => false,
        _ => return refuse("input.invalid", "accept or refuse"),
    };
    let failure: Uuid = match given.failure.parse() {
        Ok(failure) => failure,
        Err(_) => return refuse("qr.failure_unknown", ""),
    };
    let mut errors = Errors::new(reader.language);
    match qr::decide(&app, &caller.actor, Decide { failure, accepted, reason: given.reason }).await {
        Ok(()) => return Ok(reader.done("/issuer/qr", "done-qr-decided")),
        Err(error) => errors.refused(format!("reason-{failure}"), error)?,
    }
    show_again(&page((&app, &reader, &caller), errors).await?)
}

impl FailuresPage {
    fn about(&self, known: &Known) -> SummaryList {
        let page = &self.page;
        let failure = &known.failure;
        let day = |day: i16| page.date(dispute_day(failure.month, day));
        let of = if known.group.is_empty() { page.t("qr-all-groups").to_string() } else { known.group.clone() };
        let list = SummaryList::new()
            .row(
                page.t("deadline-performer"),
                titles::performer(page.reader(), &known.performer_kk, &known.performer_ru),
            )
            .row(page.t("qr-which-days"), format!("{} – {}", day(failure.from_day), day(failure.to_day)))
            .row(page.t("fees-group"), of)
            .row_quoted(page.t("qr-document"), &failure.document)
            .row_quoted(page.t("qr-cause"), &failure.cause)
            .row(page.t("qr-told"), page.instant(known.recorded_at))
            .row_html(page.t("qr-state"), qr_tag(page, known.accepted));
        let list = if known.reason.is_empty() { list } else { list.row_quoted(page.t("qr-reason"), &known.reason) };
        list.card(format!("{} · {}", known.performer_bin, titles::programme(page.reader(), &known.programme)))
    }

    fn field(&self, known: &Known) -> govuk::Input {
        let id = format!("reason-{}", known.failure.id);
        govuk::Input::new(&id, self.page.t("qr-reason")).name("reason").error(self.errors.get(&id))
    }
}
