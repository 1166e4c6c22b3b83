//! The reconciliation statement with an issuer, as the performer asks for it.

use std::sync::Arc;

use axum::{
    extract::{Query, State},
    response::Response,
};

use crate::{
    app::App,
    cabinets::reconciliation::{self, Asked, Page},
    platform::{
        Result, access,
        http::{Caller, Reader},
    },
};

const PAGE: Page = Page { path: "/org/reconciliation", above: ("/org/payments", "org-payments-title") };

/// `/org/reconciliation`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.org.payments").await?;
    reconciliation::show((&app, &reader, &caller), PAGE, asked).await
}

/// `/org/reconciliation/file`.
pub(super) async fn file(State(app): State<Arc<App>>, caller: Caller, Query(asked): Query<Asked>) -> Result<Response> {
    access::require(&app, &caller.actor, "page.org.payments").await?;
    reconciliation::file((&app, &caller), asked).await
}
