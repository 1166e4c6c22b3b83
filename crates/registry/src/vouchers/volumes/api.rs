//! Order volumes over HTTP. They are published by a file: `POST /api/v1/imports/volumes`.
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

/// The routes of this capability.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListAsked {
    /// The year in which the vouchers' months begin.
    #[param(minimum = 2000, maximum = 2999, example = 2026)]
    year: i16,
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// A version of an order volume. Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
struct OrderVolumeRow {
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    region: i16,
    /// The programme.
    programme: String,
    /// The year in which the vouchers' months begin.
    year: i16,
    /// The issuer's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    issuer_bin: String,
    /// Its number, from 1.
    version: i16,
    /// The average annual contingent in ten-thousandths of a child.
    #[schema(minimum = 0, example = 1_204_500)]
    contingent_e4: i64,
    /// For the whole span of the voucher.
    normative: i64,
    /// Contingent × normative.
    volume: i64,
    /// The forecast that a correction cites; empty in the first version.
    forecast: String,
    /// The act that publishes it.
    act_number: String,
    /// Its date.
    #[schema(format = Date, example = "2026-08-01")]
    act_date: Date,
    /// When it was recorded.
    recorded_at: Timestamp,
    /// How many vouchers it allows.
    places: i64,
    /// Live vouchers of the issuer, region, programme and year now; null when a later version replaces this one.
    issued: Option<i64>,
}

impl From<store::VolumeRow> for OrderVolumeRow {
    fn from(row: store::VolumeRow) -> Self {
        Self {
            places: row.places(),
            region: row.region,
            programme: row.programme,
            year: row.year,
            issuer_bin: row.issuer_bin,
            version: row.version,
            contingent_e4: row.said.contingent,
            normative: row.said.normative,
            volume: row.said.volume,
            forecast: row.said.forecast,
            act_number: row.said.act_number,
            act_date: row.said.act_date,
            recorded_at: row.recorded_at,
            issued: row.issued,
        }
    }
}

/// The order volumes of a year, version by version, with how many vouchers are issued of how many.
#[utoipa::path(get, path = "/api/v1/volumes", tag = "vouchers", params(ListAsked),
    responses((status = 200, body = Paged<OrderVolumeRow>)), extensions(("x-action" = json!("read.budget"))))]
async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<ListAsked>,
) -> Result<Page<OrderVolumeRow>, Rejected> {
    access::require(&app, &caller.actor, "read.budget").await?;
    let cursor = Cursor::<Key>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    if !(2000..=2999).contains(&asked.by.year) {
        return Err(Rejected::at("?year", "input.invalid", "2000 to 2999"));
    }
    let tx = app.begin(&caller.actor, "volumes.read", 0).await?;
    let rows = store::list(&tx, (asked.by.year, None), cursor.after.as_ref(), cursor.rows()).await?;
    tx.commit().await?;
    let rows = rows.into_iter().map(OrderVolumeRow::from).collect();
    Ok(cursor.page(&app, rows, |row: &OrderVolumeRow| {
        (row.region, row.programme.clone(), row.issuer_bin.clone(), row.version)
    })?)
}
