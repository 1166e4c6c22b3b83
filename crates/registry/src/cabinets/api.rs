//! What is told over HTTP and belongs to no slice: the law's own words (codes, programmes, calculator), the way of an act, receipts.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::{
    extract::{Path, Request, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use jiff::civil::Date;
use law::Pack;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    Subject, charges, cut_receipt,
    onec::{self, Part},
    reconciliation::{Sides, statement},
    timeline::{self, Step},
};
use crate::{
    app::App,
    platform::{
        Actor, Refusal, Result, access,
        http::{
            Caller,
            json::{BYTES_MAX, read},
            problem::Rejected,
            query::{Asked, month},
        },
        paper::Form,
    },
};

/// The routes of the cabinets.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(codes))
        .routes(routes!(programmes))
        .routes(routes!(calc))
        .routes(routes!(way))
        .routes(routes!(receipt))
        .routes(routes!(extract))
        .routes(routes!(reconciliation))
        .routes(routes!(parental_fees))
        .routes(routes!(one_c))
        .merge(super::accounts::api::routes())
        .merge(super::work::api::routes())
}

/// Whoever asks may ask this; signed in or not.
async fn open_to(app: &App, caller: Option<&Caller>) -> Result<()> {
    let actor = caller.map_or_else(|| Actor::public(app.clock.id()), |caller| caller.actor.clone());
    access::require(app, &actor, "read.public").await
}

/// A text in the three languages.
#[derive(Debug, Serialize, ToSchema)]
struct Words {
    /// Kazakh.
    kk: &'static str,
    /// Russian.
    ru: &'static str,
    /// English.
    en: &'static str,
}

impl From<&'static law::refusal::Text> for Words {
    fn from(text: &'static law::refusal::Text) -> Self {
        Self { kk: &text.kk, ru: &text.ru, en: &text.en }
    }
}

/// A refusal code.
#[derive(Debug, Serialize, ToSchema)]
struct CodeRow {
    /// The stable code.
    #[schema(example = "act.stale")]
    code: &'static str,
    /// What was refused.
    text: Words,
    /// The section of the specification or the order that asks for it.
    clause: &'static str,
    /// What the reader can do.
    remedy: Words,
}

/// The codes of all refusals.
#[derive(Debug, Serialize, ToSchema)]
struct Codes {
    /// In the order of the alphabet.
    codes: Vec<CodeRow>,
}

/// Every refusal code in three languages, with its clause and remedy.
#[utoipa::path(get, path = "/api/v1/codes", tag = "law", responses((status = 200, body = Codes)),
    extensions(("x-action" = json!("read.public"))))]
async fn codes(State(app): State<Arc<App>>, caller: Option<Caller>) -> Result<axum::Json<Codes>> {
    open_to(&app, caller.as_ref()).await?;
    let row = |(code, entry): (&'static str, &'static law::refusal::Entry)| CodeRow {
        code,
        text: (&entry.text).into(),
        clause: &entry.clause,
        remedy: (&entry.remedy).into(),
    };
    Ok(axum::Json(Codes { codes: law::codes().map(row).collect() }))
}

/// The programmes by code, each with the keys of its terms.
#[derive(Debug, Serialize, ToSchema)]
struct Programmes {
    /// The terms in force last.
    #[schema(value_type = Object)]
    programmes: Map<String, Value>,
}

/// The programmes with their terms (the keys are those of the glossary).
#[utoipa::path(get, path = "/api/v1/programmes", tag = "law", responses((status = 200, body = Programmes)),
    extensions(("x-action" = json!("read.public"))))]
async fn programmes(State(app): State<Arc<App>>, caller: Option<Caller>) -> Result<axum::Json<Programmes>> {
    open_to(&app, caller.as_ref()).await?;
    let pack = Pack::kz();
    let mut programmes = Map::new();
    for terms in pack.terms.iter().filter_map(|terms| pack.latest_terms(&terms.programme)) {
        programmes.insert(terms.programme.clone(), serde_json::to_value(terms)?);
    }
    Ok(axum::Json(Programmes { programmes }))
}

/// The law's calculator: a case in JSON, or many, a line each; the same answers as `qazyna calc`.
#[utoipa::path(post, path = "/api/v1/calc", tag = "law",
    request_body(content((Value = "application/json"), (String = "application/x-ndjson"))),
    responses((status = 200, content((Object = "application/json"), (String = "application/x-ndjson")))),
    extensions(("x-action" = json!("read.public"))))]
async fn calc(State(app): State<Arc<App>>, caller: Option<Caller>, request: Request) -> Result<Response, Rejected> {
    open_to(&app, caller.as_ref()).await?;
    let (parts, body) = request.into_parts();
    let told = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = told.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_one = kind == "application/json";
    if !(is_one || kind == "application/x-ndjson") || parts.headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Refusal::new("request.media_type", "application/json or application/x-ndjson").into());
    }
    let mut bytes = read(&parts.headers, body, BYTES_MAX).await?.to_vec();
    if is_one {
        // Line ends cannot stand within a JSON text's strings: they are blanks between its tokens.
        bytes.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')).for_each(|byte| *byte = b' ');
    }
    let work = move || {
        let mut answers = Vec::new();
        law::calc::run(Pack::kz(), bytes.as_slice(), &mut answers).map(|_| answers)
    };
    let answers = tokio::task::spawn_blocking(work).await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?;
    let kind = if is_one { "application/json" } else { "application/x-ndjson" };
    Ok(([(header::CONTENT_TYPE, kind)], answers).into_response())
}

/// The way of an act.
#[derive(Debug, Serialize, ToSchema)]
struct Way {
    /// The seven steps in their order.
    #[schema(min_items = 7, max_items = 7)]
    steps: Vec<Step>,
}

/// The seven steps of an act from draft to payment: where it stands, who holds it, until when.
#[utoipa::path(get, path = "/api/v1/acts/{id}/timeline", tag = "acts", params(("id" = Uuid, Path)),
    responses((status = 200, body = Way)), extensions(("x-action" = json!("read.acts"))))]
async fn way(State(app): State<Arc<App>>, caller: Caller, Path(id): Path<Uuid>) -> Result<axum::Json<Way>> {
    let steps = timeline::of(&app, &caller.actor, id).await?;
    Ok(axum::Json(Way { steps }))
}

/// The receipt of a movement of money: its proof against a signed head of the log, checked without the registry.
#[utoipa::path(get, path = "/api/v1/receipts/{id}", tag = "log", params(("id" = Uuid, Path)),
    responses((status = 200, body = Object)), extensions(("x-action" = json!("export"))))]
async fn receipt(State(app): State<Arc<App>>, caller: Caller, Path(id): Path<Uuid>) -> Result<axum::Json<Value>> {
    let receipt = cut_receipt(&app, &caller.actor, Subject::Movement(id)).await?;
    Ok(axum::Json(serde_json::to_value(receipt)?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FormAsked {
    /// `xml` (the default): canonical XML. `pdf`: PDF/A-3 with that XML inside. `xlsx`: a workbook.
    #[param(pattern = "^(xml|pdf|xlsx)$", example = "pdf")]
    form: Option<String>,
}

/// The extract of a voucher: requisites and the state of every part. It names the person for the person's own household alone.
#[utoipa::path(get, path = "/api/v1/vouchers/{id}/extract", tag = "vouchers", params(("id" = Uuid, Path), FormAsked),
    responses((status = 200, content((String = "application/xml"), (String = "application/pdf"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-action" = json!("read.vouchers"))))]
async fn extract(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    asked: Asked<FormAsked>,
) -> Result<Response, Rejected> {
    let form = Form::asked(asked.by.form.as_deref())?;
    access::require(&app, &caller.actor, "read.vouchers").await?;
    Ok(super::my::paper::of_voucher(&app, &caller.actor, id).await?.answer(form).await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ReconciliationAsked {
    /// The performer's BIN.
    #[param(pattern = "^[0-9]{12}$", example = "990340001231")]
    performer: String,
    /// The issuer's BIN.
    #[param(pattern = "^[0-9]{12}$", example = "990340001231")]
    issuer: String,
    /// The first day.
    #[param(format = Date, example = "2026-09-01")]
    from: String,
    /// The last day.
    #[param(format = Date, example = "2026-12-31")]
    to: String,
    /// `xml` (the default): canonical XML. `pdf`: PDF/A-3 with that XML inside. `xlsx`: a workbook.
    #[param(pattern = "^(xml|pdf|xlsx)$", example = "pdf")]
    form: Option<String>,
}

fn period(from: &str, to: &str) -> Result<(Date, Date), Rejected> {
    let day = |at: &'static str, text: &str| {
        text.parse::<Date>().map_err(|_| Rejected::at(at, "input.invalid", "a day, yyyy-mm-dd"))
    };
    let (from, to) = (day("?from", from)?, day("?to", to)?);
    if from > to {
        return Err(Rejected::at("?to", "period.reversed", "the period ends before it begins"));
    }
    Ok((from, to))
}

/// The reconciliation statement of a performer and an issuer: balance, acts, adjustments, payments, balance, from movements of money.
#[utoipa::path(get, path = "/api/v1/reconciliation", tag = "payments", params(ReconciliationAsked),
    responses((status = 200, content((String = "application/xml"), (String = "application/pdf"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-action" = json!("read.acts"))))]
async fn reconciliation(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<ReconciliationAsked>,
) -> Result<Response, Rejected> {
    let form = Form::asked(asked.by.form.as_deref())?;
    let period = period(&asked.by.from, &asked.by.to)?;
    access::require(&app, &caller.actor, "read.acts").await?;
    let sides = Sides { performer: asked.by.performer, issuer: asked.by.issuer };
    sides.require_own(&caller.actor)?;
    let tx = app.begin(&caller.actor, "reconciliation.read", 0).await?;
    let found = statement(&tx, sides, period).await?;
    tx.commit().await?;
    Ok(found.made()?.answer(form).await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FeesAsked {
    /// The performer's BIN.
    #[param(pattern = "^[0-9]{12}$", example = "990340001231")]
    performer: String,
    /// The programme.
    programme: String,
    /// `yyyy-mm`.
    #[param(pattern = "^[0-9]{4}-[0-9]{2}$", example = "2026-09")]
    month: String,
    /// `xml` (the default): canonical XML. `pdf`: PDF/A-3 with that XML inside. `xlsx`: a workbook.
    #[param(pattern = "^(xml|pdf|xlsx)$", example = "pdf")]
    form: Option<String>,
}

/// The charge list of a performer's parental fees in a month: by contract what is charged and how, what is paid, and what is owed by age.
#[utoipa::path(get, path = "/api/v1/parental-fees", tag = "payments", params(FeesAsked),
    responses((status = 200, content((String = "application/xml"), (String = "application/pdf"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-action" = json!("read.acts"))))]
async fn parental_fees(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<FeesAsked>,
) -> Result<Response, Rejected> {
    let form = Form::asked(asked.by.form.as_deref())?;
    let month = month("?month", &asked.by.month)?;
    access::require(&app, &caller.actor, "read.acts").await?;
    let tx = app.begin(&caller.actor, "fees.read", 0).await?;
    let party = charges::store::find_party(&tx, &asked.by.performer, &asked.by.programme).await?;
    let Some(party) = party else { return Err(Refusal::new("performer.unknown", asked.by.performer).into()) };
    let found = charges::list(&tx, party, month).await?;
    tx.commit().await?;
    Ok(found.made()?.answer(form).await?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct OneCAsked {
    /// The performer's BIN.
    #[param(pattern = "^[0-9]{12}$", example = "990340001231")]
    performer: String,
    /// The first day.
    #[param(format = Date, example = "2026-09-01")]
    from: String,
    /// The last day.
    #[param(format = Date, example = "2026-12-31")]
    to: String,
    /// `payments` (`1CClientBankExchange` in windows-1251) or `acts` (`CommerceML`).
    #[param(pattern = "^(payments|acts)$", example = "payments")]
    part: String,
}

/// A performer's payments or acts of a period, as 1C reads them.
#[utoipa::path(get, path = "/api/v1/one-c", tag = "payments", params(OneCAsked),
    responses((status = 200, content((String = "text/plain"), (String = "application/xml")))),
    extensions(("x-action" = json!("read.acts"))))]
async fn one_c(State(app): State<Arc<App>>, caller: Caller, asked: Asked<OneCAsked>) -> Result<Response, Rejected> {
    let OneCAsked { performer, from, to, part } = asked.by;
    let part = Part::parse(&part).map_err(|_| Rejected::at("?part", "input.invalid", "payments or acts"))?;
    let (from, to) = period(&from, &to)?;
    access::require(&app, &caller.actor, "read.acts").await?;
    Ok(onec::file((&app, &caller.actor), part, (&performer, from, to)).await?)
}
