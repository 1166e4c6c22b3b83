//! The files for the organisation's accountant: payments and acts of a period, as 1C reads them.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    app::App,
    cabinets::onec::{self, Part},
    platform::{Result, access, http::Caller},
};

/// The period; what is no day is the default.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    from: String,
    to: String,
}

/// `/org/payments/1c/payments.txt` and `acts.xml`; without a period of this year up to today.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, name)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let part = Part::parse(&name)?;
    access::require(&app, &caller.actor, "page.org.payments").await?;
    let to: Date = asked.to.parse().unwrap_or_else(|_| app.clock.today());
    let from = asked.from.parse().unwrap_or_else(|_| to.first_of_year());
    onec::file((&app, &caller.actor), part, (&caller.actor.organisation, from, to)).await
}
