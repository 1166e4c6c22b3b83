//! The registrar's desk (spec 8.4): the journal, messages that were refused, all jobs.

mod desk;
mod journal;
mod messages;
mod store;

use std::sync::Arc;

use axum::{Router, routing::get};

use crate::app::App;

/// All routes of the registrar.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/registrar", get(desk::show))
        .route("/{language}/registrar/journal", get(journal::list))
        .route("/{language}/registrar/journal/{id}", get(journal::one))
        .route("/{language}/registrar/messages", get(messages::list))
        .route("/{language}/registrar/messages/{kind}/{sha256}", get(messages::one))
        .route("/{language}/registrar/import", get(messages::form).post(messages::upload))
}
