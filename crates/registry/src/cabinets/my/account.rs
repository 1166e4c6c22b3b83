//! `/my/children/{id}/account`: the personal account of a child or student, its notices and its statement (spec 2.1).

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};

use super::{
    household,
    view::{self, OfPerson},
};
use crate::{
    accounts::Owner,
    app::App,
    cabinets::accounts::{self, Asked, Place},
    platform::{
        Result, access,
        http::{Caller, Reader},
    },
};

/// The page.
pub(super) async fn show(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id)): OfPerson,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.account").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    let page = reader.page("account-title").crumb("/my", reader.t("my-title"));
    let page = page.crumb(format!("/my/children/{}", member.id), view::name(&reader, &member));
    let place = Place { path: format!("/my/children/{}/account", member.id), page };
    accounts::show((&app, &caller), place, &Owner::Person(member.bucket, member.id), &asked).await
}

/// Its statement as a file.
pub(super) async fn file(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id, form)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.account").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    accounts::file((&app, &caller), &Owner::Person(member.bucket, member.id), (&asked, &form)).await
}
