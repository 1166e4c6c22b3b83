//! Budget lines over HTTP.
#![expect(unused_qualifications, reason = "the macro of a route names its parameters in full")]

use std::sync::Arc;

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

use super::store::api::{self as store, BudgetLineRow, Key};
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
    OpenApiRouter::new().routes(routes!(list))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct ListAsked {
    /// The financial year.
    #[param(minimum = 2000, maximum = 2999, example = 2026)]
    year: i16,
    /// `next_cursor` of the page before.
    after: Option<String>,
    /// Rows of a page.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<i64>,
}

/// The lines of a year with what is promised, owed, ordered and paid.
#[utoipa::path(get, path = "/api/v1/budget", tag = "budget", params(ListAsked),
    responses((status = 200, body = Paged<BudgetLineRow>)), extensions(("x-action" = json!("read.budget"))))]
async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
    asked: Asked<ListAsked>,
) -> Result<Page<BudgetLineRow>, Rejected> {
    access::require(&app, &caller.actor, "read.budget").await?;
    let cursor = Cursor::<Key>::read(&app, &asked.uri, (asked.by.after.as_deref(), asked.by.limit))?;
    if !(2000..=2999).contains(&asked.by.year) {
        return Err(Rejected::at("?year", "input.invalid", "2000 to 2999"));
    }
    let tx = app.begin(&caller.actor, "budget.read", 0).await?;
    let rows = store::list(&tx, asked.by.year, cursor.after, cursor.rows()).await?;
    tx.commit().await?;
    Ok(cursor.page(&app, rows, |line| (line.region, line.month, line.id))?)
}
