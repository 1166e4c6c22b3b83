//! Vouchers over HTTP: lists, and one voucher with its parts. No person is named.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::extract::{Path, State};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};
use uuid::Uuid;

use super::{
    store::api::{self as store, PartRow, VoucherRow},
    transfer::{self, Preview, Wish},
};
use crate::{
    app::App,
    platform::{
        Refusal, Result, access,
        http::{
            Caller,
            paging::{Cursor, Page, Paged},
            problem::Rejected,
            query::Asked,
        },
    },
};

/// The routes of this slice.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(transfer_preview))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListAsked {
    /// Only vouchers of this programme.
    programme: Option<String>,
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// Vouchers by region.
#[utoipa::path(get, path = "/api/v1/vouchers", tag = "vouchers", params(ListAsked),
    responses((status = 200, body = Paged<VoucherRow>)), extensions(("x-action" = json!("read.vouchers"))))]
async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<ListAsked>,
) -> Result<Page<VoucherRow>, Rejected> {
    access::require(&app, &caller.actor, "read.vouchers").await?;
    let cursor = Cursor::<(i16, Uuid)>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    let tx = app.begin(&caller.actor, "vouchers.read", 0).await?;
    let rows = store::list(&tx, asked.by.programme.as_deref(), cursor.after, cursor.rows()).await?;
    tx.commit().await?;
    Ok(cursor.page(&app, rows, |voucher| (voucher.region, voucher.id))?)
}

/// A voucher with its parts.
#[derive(Debug, Serialize, ToSchema)]
struct VoucherParts {
    /// The voucher.
    voucher: VoucherRow,
    /// Its months.
    parts: Vec<PartRow>,
}

/// One voucher with its parts and portions.
#[utoipa::path(get, path = "/api/v1/vouchers/{id}", tag = "vouchers", params(("id" = Uuid, Path)),
    responses((status = 200, body = VoucherParts)), extensions(("x-action" = json!("read.vouchers"))))]
async fn get(State(app): State<Arc<App>>, caller: Caller, Path(id): Path<Uuid>) -> Result<axum::Json<VoucherParts>> {
    access::require(&app, &caller.actor, "read.vouchers").await?;
    let tx = app.begin(&caller.actor, "vouchers.read", 0).await?;
    let voucher = store::find(&tx, id).await?.ok_or_else(|| Refusal::new("voucher.unknown", id.to_string()))?;
    let parts = store::list_parts(&tx, &voucher).await?;
    tx.commit().await?;
    Ok(axum::Json(VoucherParts { voucher, parts }))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PreviewAsked {
    /// The group where the child is to go.
    to_group: Uuid,
    /// The first day wished there.
    #[param(value_type = String, format = Date, example = "2026-10-14")]
    on: Date,
}

/// What a change of performer would do: days, money, gaps and what goes back to the budget. Nothing is changed.
#[utoipa::path(get, path = "/api/v1/vouchers/{id}/transfer-preview", tag = "vouchers",
    params(("id" = Uuid, Path), PreviewAsked), responses((status = 200, body = Preview)),
    extensions(("x-action" = json!("read.vouchers"))))]
async fn transfer_preview(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<Uuid>,
    asked: Asked<PreviewAsked>,
) -> Result<axum::Json<Preview>, Rejected> {
    let PreviewAsked { to_group, on } = asked.by;
    Ok(axum::Json(transfer::preview(&app, &caller.actor, Wish { voucher: id, to_group, on }).await?))
}
