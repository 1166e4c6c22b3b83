//! The extract of a voucher that the issuer has issued: what it owes, to which performer, month by month; whose it is stays hidden.

use std::sync::Arc;

use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};

use crate::{
    app::App,
    cabinets::my,
    platform::{Result, access, http::Caller, paper::Form},
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/issuer/vouchers/{number}/extract.{form}", get(extract))
}

async fn extract(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, number, form)): Path<(String, String, String)>,
) -> Result<Response> {
    let form = Form::parse(&form)?;
    access::require(&app, &caller.actor, "page.issuer.acts").await?;
    my::paper::of_issuer(&app, &caller.actor, &number).await?.answer(form).await
}
