//! The statement of an account over HTTP.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::page::{Asked as Period, file};
use crate::{
    accounts,
    app::App,
    platform::{
        access,
        http::{Caller, problem::Rejected, query::Asked},
    },
};

/// The routes.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(statement))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct StatementAsked {
    /// The first day.
    #[param(value_type = String, format = Date, example = "2026-09-01")]
    from: Date,
    /// The last day.
    #[param(value_type = String, format = Date, example = "2026-12-31")]
    to: Date,
    /// `xml` (the default): canonical XML. `pdf`: PDF/A-3 with that XML inside. `xlsx`: a workbook. `csv`: the rows in tiyn.
    #[param(pattern = "^(xml|pdf|xlsx|csv)$", example = "pdf")]
    form: Option<String>,
}

/// The statement of a personal account: balance, every movement of a period, balance.
#[utoipa::path(get, path = "/api/v1/accounts/{id}/statement", tag = "accounts", params(("id" = String, Path), StatementAsked),
    responses((status = 200, content((String = "application/xml"), (String = "application/pdf"), (String = "text/csv"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))),
    extensions(("x-action" = json!("read.accounts"))))]
async fn statement(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(number): Path<String>,
    asked: Asked<StatementAsked>,
) -> Result<Response, Rejected> {
    access::require(&app, &caller.actor, "read.accounts").await?;
    let StatementAsked { from, to, form } = asked.by;
    if from > to {
        return Err(Rejected::at("?to", "period.reversed", "the period ends before it begins"));
    }
    let form = form.as_deref().unwrap_or("xml");
    if !["xml", "pdf", "xlsx", "csv"].contains(&form) {
        return Err(Rejected::at("?form", "input.invalid", "xml, pdf, xlsx or csv"));
    }
    let owner = accounts::api::owner(&caller.actor, &number)?;
    Ok(file((&app, &caller), &owner, (&Period::of(from, to), form)).await?)
}
