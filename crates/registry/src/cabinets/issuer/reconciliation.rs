//! The reconciliation statement with a performer, as the issuer asks for it.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};

use crate::{
    app::App,
    cabinets::reconciliation::{self, Asked, Page},
    platform::{
        Result, access,
        http::{Caller, Reader},
    },
};

const PAGE: Page = Page { path: "/issuer/reconciliation", above: ("/issuer/performers", "issuer-performers-title") };

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/reconciliation", get(show))
        .route("/{language}/issuer/reconciliation/file", get(file))
}

async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.issuer.performers").await?;
    reconciliation::show((&app, &reader, &caller), PAGE, asked).await
}

async fn file(State(app): State<Arc<App>>, caller: Caller, Query(asked): Query<Asked>) -> Result<Response> {
    access::require(&app, &caller.actor, "page.issuer.performers").await?;
    reconciliation::file((&app, &caller), asked).await
}
