//! What everybody may read without signing in (spec 8.1): places, money, rules, the log and its proofs, codes, open data.
//!
//! Whoever reads acts here as the public, signed in or not; nothing of these pages depends on the session.

mod codes;
mod data;
mod download;
mod few;
mod fold;
mod home;
mod map;
mod money;
mod names;
mod places;
mod rules;
mod status;
mod store;
mod terms_kept;
mod texts;
mod verify;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;

use crate::{
    app::App,
    platform::{Actor, Result, Tx, access, http::Reader},
};

/// The public pages.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(home::routes())
        .merge(places::routes())
        .merge(money::routes())
        .merge(rules::routes())
        .merge(verify::routes())
        .merge(codes::routes())
        .merge(data::routes())
        .merge(status::routes())
        .merge(terms_kept::routes())
        .merge(texts::routes())
}

/// Begins the reading of a page, as the public.
async fn begin<'a>(app: &'a App, reader: &Reader, action: &'static str) -> Result<Tx<'a>> {
    let actor = Actor::public(reader.request().unwrap_or_else(|| app.clock.id()));
    access::require(app, &actor, action).await?;
    app.begin(&actor, action, 0).await
}
