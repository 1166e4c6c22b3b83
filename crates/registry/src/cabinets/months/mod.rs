//! The month of the country (spec 2.5): region by region how far it is, its close by one act, and apart from all others the performers
//! whose timesheets are late.

mod country;
mod late;
mod store;
#[cfg(test)]
pub(in crate::cabinets) mod tests;

use std::sync::Arc;

use axum::{Router, routing::get};

use super::lists::{self, List, Long};
use crate::{app::App, platform::Result};

/// The pages of the registrar, and the issuer's list of its own late performers.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/registrar/months", get(country::show).post(country::close))
        .route("/{language}/registrar/months/file", get(lists::file::<country::Query>))
        .route("/{language}/registrar/late", get(late::show::<late::Country>))
        .route("/{language}/registrar/late/file", get(lists::file::<late::Query<late::Country>>))
        .route("/{language}/issuer/late", get(late::show::<late::Own>))
        .route("/{language}/issuer/late/file", get(lists::file::<late::Query<late::Own>>))
}

/// A list of these pages for a job.
pub(super) async fn long_list(asked: &Long<'_>) -> Result<Option<List>> {
    let (months, of_country) = (asked.of::<country::Query>().await?, asked.of::<late::Query<late::Country>>().await?);
    Ok(months.or(of_country).or(asked.of::<late::Query<late::Own>>().await?))
}
