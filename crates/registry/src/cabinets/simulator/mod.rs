//! What a new rate or another contingent would cost (spec 1.3, 2.2, 3.6): the year's budget month by month, now and then. Nothing is
//! written; everything it is asked stands in the address.

mod page;
mod rule;
mod store;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{Router, routing::get};

use super::lists::{self, List, Long};
use crate::{app::App, platform::Result};

/// The pages: an issuer's own money, and the operator's sight of the country.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/simulator", get(page::show::<page::Own>))
        .route("/{language}/issuer/simulator/file", get(lists::file::<page::Query<page::Own>>))
        .route("/{language}/operator/simulator", get(page::show::<page::Country>))
        .route("/{language}/operator/simulator/file", get(lists::file::<page::Query<page::Country>>))
}

/// A list of these pages for a job.
pub(super) async fn long_list(asked: &Long<'_>) -> Result<Option<List>> {
    let own = asked.of::<page::Query<page::Own>>().await?;
    Ok(own.or(asked.of::<page::Query<page::Country>>().await?))
}
