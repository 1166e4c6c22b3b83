//! One's own pages (spec 8.2): a parent, guardian or student sees the children, vouchers, attendance and payments that are theirs, and
//! who looked at them. Everything is read in the scope `Own`; somebody else's child is answered as one that does not exist.

mod access_log;
mod account;
mod attendance;
mod child;
mod explained;
mod extract;
mod fees;
mod home;
mod household;
pub(super) mod paper;
mod payments;
mod settings;
mod spoken;
mod status;
mod stay;
mod store;
mod strip;
mod transfer;
mod view;
mod wrong;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    routing::{get, post},
};

use crate::app::App;

/// The pages, below `/{language}/my`.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/my", get(home::show))
        .route("/{language}/my/children/{id}", get(child::show))
        .route("/{language}/my/children/{id}/contracts/{contract}/confirm", post(child::confirm))
        .route("/{language}/my/children/{id}/attendance", get(attendance::latest))
        .route("/{language}/my/children/{id}/attendance/{month}", get(attendance::show).post(spoken::confirm))
        .route(
            "/{language}/my/children/{id}/attendance/{month}/wrong/{contract}",
            get(wrong::show).post(wrong::send).layer(DefaultBodyLimit::max(wrong::BYTES_MAX)),
        )
        .route("/{language}/my/children/{id}/payments", get(payments::show))
        .route("/{language}/my/children/{id}/extract", get(extract::show))
        .route("/{language}/my/children/{id}/extract.{form}", get(extract::file))
        .route("/{language}/my/children/{id}/account", get(account::show))
        .route("/{language}/my/children/{id}/account/statement.{form}", get(account::file))
        .route("/{language}/my/children/{id}/transfer", get(transfer::show))
        .route("/{language}/my/access-log", get(access_log::show))
        .route("/{language}/my/access-log.csv", get(access_log::csv))
        .route("/{language}/my/settings", get(settings::show))
}
