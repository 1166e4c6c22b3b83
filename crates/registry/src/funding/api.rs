//! Estimates and capital obligations over HTTP. They are entered by a file: `POST /api/v1/imports/estimates` and `…/capital`.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::extract::State;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store::{self, Key};
use crate::{
    app::App,
    platform::{
        Result, access,
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
    OpenApiRouter::new().routes(routes!(list_estimates)).routes(routes!(list_obligations))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EstimatesAsked {
    /// The financial year.
    #[param(minimum = 2000, maximum = 2999, example = 2026)]
    year: i16,
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// What a state performer's month costs whatever its contingent. Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct MonthEstimate {
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    region: i16,
    /// The performer's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    performer_bin: String,
    /// The programme.
    programme: String,
    /// The month's first day.
    #[schema(format = Date, example = "2026-09-01")]
    month: Date,
    /// The estimate.
    #[schema(minimum = 1)]
    amount: i64,
    /// The document that approves it.
    document_number: String,
    /// Its date.
    #[schema(format = Date, example = "2026-08-01")]
    document_date: Date,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: Timestamp,
}

/// The estimates in force of a financial year.
#[utoipa::path(get, path = "/api/v1/estimates", tag = "budget", params(EstimatesAsked),
    responses((status = 200, body = Paged<MonthEstimate>)), extensions(("x-action" = json!("read.budget"))))]
async fn list_estimates(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<EstimatesAsked>,
) -> Result<Page<MonthEstimate>, Rejected> {
    access::require(&app, &caller.actor, "read.budget").await?;
    let cursor = Cursor::<Key>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    let wrong = || Rejected::at("?year", "input.invalid", "2000 to 2999");
    let year = Some(asked.by.year).filter(|year| (2000..=2999).contains(year)).ok_or_else(wrong)?;
    let months = (Date::constant(year, 1, 1), Date::constant(year, 12, 1));
    let tx = app.begin(&caller.actor, "estimates.read", 0).await?;
    let rows = store::list_year(&tx, months, None, cursor.after.as_ref(), cursor.rows()).await?;
    tx.commit().await?;
    let row = |row: store::EstimateRow| MonthEstimate {
        region: row.region,
        performer_bin: row.performer_bin,
        programme: row.programme,
        month: row.month,
        amount: row.amount,
        document_number: row.document_number,
        document_date: row.document_date,
        recorded_at: row.recorded_at,
    };
    let rows: Vec<MonthEstimate> = rows.into_iter().map(row).collect();
    Ok(cursor
        .page(&app, rows, |row| (row.region, row.performer_bin.clone(), row.month.strftime("%Y-%m").to_string()))?)
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ObligationsAsked {
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// Places that the capital component is paid for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct CapitalObligation {
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    region: i16,
    /// The performer's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    performer_bin: String,
    /// The programme.
    programme: String,
    /// Its number among the performer's.
    number: String,
    /// A new building, or a reconstruction.
    #[schema(pattern = "^(new|reconstruction)$", example = "new")]
    kind: String,
    /// How many places; none when it has ended.
    #[schema(minimum = 0)]
    places: i32,
    /// When it was accepted.
    #[schema(format = Date, example = "2024-09-01")]
    accepted_on: Date,
    /// The document of that.
    document: String,
    /// The first month it is paid for.
    #[schema(format = Date, example = "2024-09-01")]
    first_month: Date,
    /// The last month it is paid for.
    #[schema(format = Date, example = "2032-08-01")]
    last_month: Date,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: Timestamp,
}

/// The obligations of the capital component as they stand.
#[utoipa::path(get, path = "/api/v1/capital", tag = "budget", params(ObligationsAsked),
    responses((status = 200, body = Paged<CapitalObligation>)), extensions(("x-action" = json!("read.budget"))))]
async fn list_obligations(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<ObligationsAsked>,
) -> Result<Page<CapitalObligation>, Rejected> {
    access::require(&app, &caller.actor, "read.budget").await?;
    let cursor = Cursor::<Key>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    let tx = app.begin(&caller.actor, "capital.read", 0).await?;
    let rows = store::list_standing(&tx, None, cursor.after.as_ref(), cursor.rows()).await?;
    tx.commit().await?;
    let row = |row: store::ObligationRow| CapitalObligation {
        region: row.region,
        performer_bin: row.performer_bin,
        programme: row.programme,
        number: row.number,
        kind: row.kind,
        places: row.places,
        accepted_on: row.accepted_on,
        document: row.document,
        first_month: row.first_month,
        last_month: row.last_month,
        recorded_at: row.recorded_at,
    };
    let rows: Vec<CapitalObligation> = rows.into_iter().map(row).collect();
    Ok(cursor.page(&app, rows, |row| (row.region, row.performer_bin.clone(), row.number.clone()))?)
}
