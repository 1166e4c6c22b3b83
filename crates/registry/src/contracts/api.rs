//! Contracts over HTTP: the consent of the parent, ends of vouchers and moves between regions.

mod consents;
mod ends;

use std::sync::Arc;

use utoipa_axum::router::OpenApiRouter;

use crate::app::App;

/// The routes of this slice.
pub(crate) fn routes() -> OpenApiRouter<Arc<App>> {
    consents::routes().merge(ends::routes())
}
