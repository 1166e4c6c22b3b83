//! The auditor's desk (spec 1.2, 8.4): a seeded sample of signed lines, each computed anew, and the export that recomputes everything.

mod desk;
mod paper;
mod recompute;
mod sample;
mod store;

use std::sync::Arc;

use axum::{Router, routing::get};

use crate::app::App;

/// All routes of the auditor.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/audit", get(desk::show))
        .route("/{language}/audit/sample", get(desk::draw))
        .route("/{language}/audit/sample/file", get(desk::file))
        .route("/{language}/audit/acts/{id}/act.{form}", get(paper::show))
        .route("/{language}/audit/export", get(desk::export_form).post(desk::export))
}
