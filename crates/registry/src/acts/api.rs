//! Acts over HTTP: lists, one act with its lines and frozen bytes, signatures, exceptions of a month.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::{HeaderValue, StatusCode},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{
    IntoParams, PartialSchema, ToSchema,
    openapi::{
        Ref, RefOr,
        schema::{AnyOfBuilder, ObjectBuilder, Schema, SchemaType},
    },
};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    Brought, Side,
    judge::Judge,
    store::api::{self as store, ActLineRow, ActRow, ExceptionKey, ExceptionRow, Key},
};
use crate::{
    app::App,
    platform::{
        Actor, Refusal, Result, access,
        error::refuse,
        http::{
            Caller,
            idempotency::{Begun, Once, Reply},
            json::{self, Strict},
            paging::{Cursor, Page, Paged},
            problem::{Place, Rejected},
            query::{Asked, any_month, month},
        },
        paper::Form,
    },
};

/// The most bytes of a batch of signatures.
const BATCH_BYTES_MAX: usize = 16 * 1024 * 1024;
/// The most signatures of a batch.
const BATCH_MAX: usize = 1000;

/// The routes of this slice.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get))
        .routes(routes!(lines))
        .routes(routes!(document))
        .routes(routes!(sign_one))
        .routes(routes!(sign_many))
        .routes(routes!(exceptions))
        .merge(super::qr::api::routes())
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListAsked {
    /// Only acts of this month, `yyyy-mm`.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")]
    month: Option<String>,
    /// Only acts that stand there.
    #[param(pattern = "^[a-z_]+$", example = "performer_signed")]
    state: Option<String>,
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// Acts by region and month.
#[utoipa::path(get, path = "/api/v1/acts", tag = "acts", params(ListAsked),
    responses((status = 200, body = Paged<ActRow>)), extensions(("x-action" = json!("read.acts"))))]
async fn list(State(app): State<Arc<App>>, caller: Caller, asked: Asked<ListAsked>) -> Result<Page<ActRow>, Rejected> {
    access::require(&app, &caller.actor, "read.acts").await?;
    let Asked { by, uri } = asked;
    let cursor = Cursor::<Key>::read(&app, &uri, (by.after.as_deref(), by.limit))?;
    let month = any_month("?month", by.month.as_deref())?;
    if by.state.as_deref().is_some_and(|state| super::State::parse(state).is_none()) {
        return Err(Rejected::at("?state", "input.invalid", "no act stands there"));
    }
    let tx = app.begin(&caller.actor, "acts.read", 0).await?;
    let rows = store::list(&tx, (month, by.state.as_deref()), cursor.after, cursor.rows()).await?;
    tx.commit().await?;
    Ok(cursor.page(&app, rows, |act| (act.region, act.month, act.id))?)
}

/// The act, where it lies in the caller's scope; what lies outside of it is as unknown as what is nowhere.
async fn seen(app: &App, actor: &Actor, id: Uuid) -> Result<ActRow> {
    access::require(app, actor, "read.acts").await?;
    let tx = app.begin(actor, "acts.read", 0).await?;
    let act = store::find(&tx, id).await?;
    tx.commit().await?;
    act.ok_or_else(|| Refusal::new("act.unknown", id.to_string()).into())
}

/// One act.
#[utoipa::path(get, path = "/api/v1/acts/{id}", tag = "acts", params(("id" = Uuid, Path)),
    responses((status = 200, body = ActRow)), extensions(("x-action" = json!("read.acts"))))]
async fn get(State(app): State<Arc<App>>, caller: Caller, Path(id): Path<Uuid>) -> Result<axum::Json<ActRow>> {
    Ok(axum::Json(seen(&app, &caller.actor, id).await?))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PageAsked {
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// The lines of the current version of an act.
#[utoipa::path(get, path = "/api/v1/acts/{id}/lines", tag = "acts", params(("id" = Uuid, Path), PageAsked),
    responses((status = 200, body = Paged<ActLineRow>)), extensions(("x-action" = json!("read.acts"))))]
async fn lines(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    asked: Asked<PageAsked>,
) -> Result<Page<ActLineRow>, Rejected> {
    let cursor = Cursor::<i32>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    let act = seen(&app, &caller.actor, id).await?;
    let tx = app.begin(&caller.actor, "acts.read", 0).await?;
    let rows = store::list_lines(&tx, &act, cursor.after.unwrap_or(i32::MIN), cursor.rows()).await?;
    tx.commit().await?;
    Ok(cursor.page(&app, rows, |line| line.n)?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DocumentAsked {
    /// `xml` (the default): exactly the bytes to be signed. `pdf`: PDF/A-3 with those bytes inside. `xlsx`: a workbook.
    #[param(pattern = "^(xml|pdf|xlsx)$", example = "pdf")]
    form: Option<String>,
}

/// The document of the current version: the canonical XML to be signed, or a rendering of it with the signatures.
#[utoipa::path(get, path = "/api/v1/acts/{id}/document", tag = "acts", params(("id" = Uuid, Path), DocumentAsked),
    responses((status = 200, content((String = "application/xml"), (String = "application/pdf"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-action" = json!("read.acts"))))]
async fn document(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    asked: Asked<DocumentAsked>,
) -> Result<Response, Rejected> {
    let form = Form::asked(asked.by.form.as_deref())?;
    let act = seen(&app, &caller.actor, id).await?;
    let tx = app.begin(&caller.actor, "acts.read", 0).await?;
    let frozen = super::paper::find(&tx, id).await?;
    tx.commit().await?;
    let mut response = frozen.answer(app.pack(), form).await?;
    response.headers_mut().insert("act-version", HeaderValue::from(act.version));
    Ok(response)
}

/// A detached signature over the bytes of a version.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Signature {
    /// Whose signature it is.
    side: Side,
    /// The version whose bytes were signed.
    #[schema(minimum = 1)]
    version: i16,
    /// The CMS in base64.
    #[schema(format = Byte, max_length = 65536)]
    cms: String,
}

/// The same with the act named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ActSigned {
    /// The act.
    act: Uuid,
    /// Whose signature it is.
    side: Side,
    /// The version whose bytes were signed.
    #[schema(minimum = 1)]
    version: i16,
    /// The CMS in base64.
    #[schema(format = Byte, max_length = 65536)]
    cms: String,
}

/// Accepts one signature for whoever asks.
async fn accept(app: &App, actor: &Actor, judge: &Arc<Judge>, (act, signature): (Uuid, Signature)) -> Result<()> {
    let Ok(cms) = STANDARD.decode(signature.cms.as_bytes()) else {
        return refuse("signature.invalid", "cms: is not base64");
    };
    super::accept::accept_for(app, actor, judge, signature.side, Brought { act, version: signature.version, cms }).await
}

/// Signs an act for one side.
#[utoipa::path(post, path = "/api/v1/acts/{id}/signatures", tag = "acts", params(("id" = Uuid, Path)), request_body = Signature,
    responses((status = 201, body = ActRow)), extensions(("x-action" = json!(["sign.performer", "sign.issuer"]))))]
async fn sign_one(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    once: Once,
    body: Strict<Signature>,
) -> Result<Response, Rejected> {
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    // A signature has its own transaction and a key that never expires: act, side and signer. Repeated it changes nothing.
    accept(&app, &caller.actor, &Arc::new(Judge::open(&app)?), (id, body.value)).await?;
    let act = seen(&app, &caller.actor, id).await?;
    Ok(first.answer(Reply::json(StatusCode::CREATED, format!("/api/v1/acts/{id}"), &act)?).await?)
}

/// A batch of signatures.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Batch {
    /// Each stands for itself.
    #[schema(value_type = Vec<Item>, min_items = 1, max_items = 1000)]
    signatures: Vec<Value>,
}

/// An item of a batch as the document shows it: a signature of an act, or anything else, which is refused at its place
/// while the others stand.
struct Item;

impl PartialSchema for Item {
    fn schema() -> RefOr<Schema> {
        let other = ObjectBuilder::new().schema_type(SchemaType::AnyValue).description(Some("Refused at its place."));
        AnyOfBuilder::new().item(Ref::from_schema_name(ActSigned::name())).item(other).into()
    }
}

impl ToSchema for Item {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((ActSigned::name().into_owned(), ActSigned::schema()));
        ActSigned::schemas(schemas);
    }
}

/// What came of one item.
#[derive(Debug, Serialize, ToSchema)]
struct ItemResult {
    /// Its place in the batch, from 0.
    index: usize,
    /// Whether it was accepted.
    accepted: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Place>,
}

/// What came of a batch, item by item.
#[derive(Debug, Serialize, ToSchema)]
struct BatchResult {
    /// Items accepted.
    accepted: usize,
    /// Items refused.
    refused: usize,
    /// In the order of the batch.
    items: Vec<ItemResult>,
}

/// Signs many acts; each is accepted or refused by itself.
#[utoipa::path(post, path = "/api/v1/acts/signatures", tag = "acts", request_body = Batch,
    responses((status = 200, body = BatchResult)), extensions(("x-action" = json!(["sign.performer", "sign.issuer"]))))]
async fn sign_many(
    State(app): State<Arc<App>>,
    caller: Caller,
    once: Once,
    body: Strict<Batch, BATCH_BYTES_MAX>,
) -> Result<Response, Rejected> {
    if !(1..=BATCH_MAX).contains(&body.value.signatures.len()) {
        return Err(Rejected::at("/signatures", "input.invalid", format!("1 to {BATCH_MAX} items")));
    }
    let first = match once.begin(&app, &caller.actor, &body.bytes).await? {
        Begun::Again(answer) => return Ok(answer),
        Begun::First(first) => first,
    };
    let judge = Arc::new(Judge::open(&app)?);
    let mut items = Vec::with_capacity(body.value.signatures.len());
    for (index, item) in body.value.signatures.into_iter().enumerate() {
        let error = one_of_many((&app, &caller.actor, &judge), &format!("/signatures/{index}"), item).await?;
        items.push(ItemResult { index, accepted: error.is_none(), error });
    }
    let accepted = items.iter().filter(|item| item.accepted).count();
    let result = BatchResult { accepted, refused: items.len().saturating_sub(accepted), items };
    Ok(first.answer(Reply::json(StatusCode::OK, "", &result)?).await?)
}

/// Why an item is refused, if it is. A fault ends the batch: it is asked again under its key, and what was accepted stays so.
async fn one_of_many(
    (app, actor, judge): (&App, &Actor, &Arc<Judge>),
    pointer: &str,
    item: Value,
) -> Result<Option<Place>> {
    let told = |pointer: &str, refusal: &Refusal| Place {
        pointer: pointer.to_owned(),
        code: refusal.code.to_owned(),
        detail: refusal.detail.clone(),
    };
    let outcome = match json::typed::<ActSigned>(item, pointer) {
        Ok(ActSigned { act, side, version, cms }) => {
            accept(app, actor, judge, (act, Signature { side, version, cms })).await
        }
        Err(rejected) => match rejected.places.into_iter().next() {
            Some(place) => return Ok(Some(place)),
            None => Err(rejected.error),
        },
    };
    match outcome {
        Ok(()) => Ok(None),
        Err(crate::platform::Error::Refused(refusal)) => Ok(Some(told(pointer, &refusal))),
        Err(fault) => Err(fault),
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ExceptionsAsked {
    /// The month, `yyyy-mm`.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")]
    month: String,
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// What the latest close of a month kept out of the acts.
#[utoipa::path(get, path = "/api/v1/exceptions", tag = "acts", params(ExceptionsAsked),
    responses((status = 200, body = Paged<ExceptionRow>)), extensions(("x-action" = json!("read.exceptions"))))]
async fn exceptions(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<ExceptionsAsked>,
) -> Result<Page<ExceptionRow>, Rejected> {
    access::require(&app, &caller.actor, "read.exceptions").await?;
    let cursor = Cursor::<ExceptionKey>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    let month = month("?month", &asked.by.month)?;
    let tx = app.begin(&caller.actor, "acts.read", 0).await?;
    let rows = store::list_exceptions(&tx, month, cursor.after.clone(), cursor.rows()).await?;
    tx.commit().await?;
    Ok(cursor.page(&app, rows, |row| (row.region, row.performer_id, row.voucher_id, row.portion, row.code.clone()))?)
}
