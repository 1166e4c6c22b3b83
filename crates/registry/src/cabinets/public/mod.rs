//! What everybody may read without signing in.

mod home;
pub mod overview;
mod store;

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// The public pages.
pub fn routes() -> Router<Arc<App>> {
    home::routes()
}
