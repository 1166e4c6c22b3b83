//! The operator's desk (spec 8.4): payment orders, statements of the bank, and what does not agree between them.

mod desk;
mod differences;
mod orders;
mod registers;
mod statements;
mod store;

use std::sync::Arc;

use axum::{Router, routing::get};

use super::lists::{self, List, Long};
use crate::{
    app::App,
    platform::{Actor, Result, Tx, access},
};

/// All routes of the operator.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/operator", get(desk::show))
        .route("/{language}/operator/orders", get(orders::list).post(orders::form))
        .route("/{language}/operator/orders/file", get(lists::file::<orders::Query>))
        .route("/{language}/operator/registers", get(registers::list))
        .route("/{language}/operator/registers/file", get(lists::file::<registers::Query>))
        .route("/{language}/operator/registers/{id}", get(registers::one))
        .route("/{language}/operator/registers/{id}/file", get(registers::file))
        .route("/{language}/operator/registers/{id}/register.{form}", get(registers::document))
        .route("/{language}/operator/statements", get(statements::list).post(statements::upload))
        .route("/{language}/operator/statements/file", get(lists::file::<statements::Query>))
        .route("/{language}/operator/differences", get(differences::list))
        .route("/{language}/operator/differences/file", get(lists::file::<differences::Query>))
}

/// A list of these pages for a job.
pub(super) async fn long_list(asked: &Long<'_>) -> Result<Option<List>> {
    let (orders, registers) = (asked.of::<orders::Query>().await?, asked.of::<registers::Query>().await?);
    let (read, differ) = (asked.of::<statements::Query>().await?, asked.of::<differences::Query>().await?);
    Ok(orders.or(registers).or(read).or(differ))
}

/// Opens the reading transaction of a page.
async fn open<'a>(app: &'a App, actor: &Actor) -> Result<Tx<'a>> {
    access::require(app, actor, "page.operator").await?;
    app.begin(actor, "operator.read", 0).await
}
