//! The registrar's desk (spec 8.4): the journal, messages that were refused, all jobs.

mod desk;
mod journal;
mod messages;
mod store;

use std::sync::Arc;

use axum::{Router, routing::get};

use super::lists::{self, List, Long};
use crate::{
    app::App,
    platform::{Actor, Result, Tx, access},
};

/// All routes of the registrar.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/registrar", get(desk::show))
        .route("/{language}/registrar/journal", get(journal::list))
        .route("/{language}/registrar/journal/file", get(lists::file::<journal::Query>))
        .route("/{language}/registrar/journal/{id}", get(journal::one))
        .route("/{language}/registrar/messages", get(messages::list))
        .route("/{language}/registrar/messages/file", get(lists::file::<messages::Query>))
        .route("/{language}/registrar/messages/{kind}/{sha256}", get(messages::one))
        .route("/{language}/registrar/import", get(messages::form).post(messages::upload))
}

/// A list of these pages for a job.
pub(super) async fn long_list(asked: &Long<'_>) -> Result<Option<List>> {
    let (entries, messages) = (asked.of::<journal::Query>().await?, asked.of::<messages::Query>().await?);
    Ok(entries.or(messages))
}

/// Opens the reading transaction of a page.
async fn open<'a>(app: &'a App, actor: &Actor) -> Result<Tx<'a>> {
    access::require(app, actor, "page.registrar").await?;
    app.begin(actor, "registrar.read", 0).await
}
