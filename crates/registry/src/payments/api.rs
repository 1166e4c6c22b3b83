//! Payment orders and registers over HTTP.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::store::api::{self as store, Key, OrderRow};
use crate::{
    app::App,
    platform::{
        Refusal, Result, access,
        http::{
            Caller,
            paging::{Cursor, Page, Paged},
            problem::Rejected,
            query::{Asked, any_month},
        },
        paper::Form,
    },
};

/// The routes of this slice.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(file)).routes(routes!(document))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListAsked {
    /// Only orders of this month, `yyyy-mm`.
    #[param(pattern = "^[0-9]{4}-(0[1-9]|1[0-2])$", example = "2026-09")]
    month: Option<String>,
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// Payment orders by region and month.
#[utoipa::path(get, path = "/api/v1/orders", tag = "payments", params(ListAsked),
    responses((status = 200, body = Paged<OrderRow>)), extensions(("x-action" = json!("read.orders"))))]
async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<ListAsked>,
) -> Result<Page<OrderRow>, Rejected> {
    access::require(&app, &caller.actor, "read.orders").await?;
    let cursor = Cursor::<Key>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    let month = any_month("?month", asked.by.month.as_deref())?;
    let tx = app.begin(&caller.actor, "orders.read", 0).await?;
    let rows = store::list(&tx, month, cursor.after, cursor.rows()).await?;
    tx.commit().await?;
    Ok(cursor.page(&app, rows, |order| (order.region, order.month, order.id))?)
}

/// The payment file of a register (pain.001).
#[utoipa::path(get, path = "/api/v1/registers/{id}/file", tag = "payments", params(("id" = Uuid, Path)),
    responses((status = 200, body = String, content_type = "application/xml")),
    extensions(("x-action" = json!("read.registers"))))]
async fn file(State(app): State<Arc<App>>, caller: Caller, Path(id): Path<Uuid>) -> Result<Response> {
    access::require(&app, &caller.actor, "read.registers").await?;
    let tx = app.begin(&caller.actor, "orders.read", 0).await?;
    let found = store::find_file(&tx, id).await?;
    tx.commit().await?;
    let (number, bytes) = found.ok_or_else(|| Refusal::new("register.unknown", id.to_string()))?;
    let headers = [
        (header::CONTENT_TYPE, "application/xml; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, crate::platform::http::file::attachment(&format!("{number}.xml"))),
    ];
    Ok((headers, bytes).into_response())
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct DocumentAsked {
    /// `xml` (the default): canonical XML. `pdf`: PDF/A-3 with that XML inside. `xlsx`: a workbook.
    #[param(pattern = "^(xml|pdf|xlsx)$", example = "pdf")]
    form: Option<String>,
}

/// The register of acts as a document: which acts are paid by it, to whom, with its control total.
#[utoipa::path(get, path = "/api/v1/registers/{id}/document", tag = "payments", params(("id" = Uuid, Path), DocumentAsked),
    responses((status = 200, content((String = "application/xml"), (String = "application/pdf"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-action" = json!("read.registers"))))]
async fn document(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    asked: Asked<DocumentAsked>,
) -> Result<Response, Rejected> {
    let form = Form::asked(asked.by.form.as_deref())?;
    access::require(&app, &caller.actor, "read.registers").await?;
    let tx = app.begin(&caller.actor, "orders.read", 0).await?;
    let made = super::paper::find(&tx, id).await?;
    tx.commit().await?;
    Ok(made.answer(form).await?)
}
