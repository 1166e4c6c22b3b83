//! `/org/account`: the personal account of the organisation, its notices and its statement (spec 2.1).

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};

use super::Own;
use crate::{
    accounts::Owner,
    app::App,
    cabinets::accounts::{self, Asked, Place},
    platform::{
        Result,
        http::{Caller, Reader},
    },
};

/// The page.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.account").await?;
    let page = reader.page("account-title").crumb("/org", reader.t("org-title"));
    let place =
        Place { path: "/org/account".to_owned(), page: page.crumb("/org/payments", reader.t("org-payments-title")) };
    accounts::show((&app, &caller), place, &Owner::Performer(own.actor.organisation), &asked).await
}

/// Its statement as a file.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, form)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.account").await?;
    accounts::file((&app, &caller), &Owner::Performer(own.actor.organisation), (&asked, &form)).await
}
