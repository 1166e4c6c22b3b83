//! `/my/children/{id}/transfer`: what a change to another place would do, before anything is decided.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};

use super::{
    household,
    view::{self, OfPerson},
};
use crate::{
    app::App,
    cabinets::transfer::{About, Asked, answer},
    platform::{
        Result, access,
        http::{Caller, page::Reader},
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
    access::require(&app, &caller.actor, "page.my.transfer").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    let child = format!("/my/children/{}", member.id);
    let held = member.voucher(asked.voucher())?.filter(|_| member.alive);
    let Some(held) = held else { return Ok(Redirect::to(&reader.href(&child)).into_response()) };
    let about = About {
        voucher: held.voucher.id,
        region: held.voucher.region,
        programme: held.voucher.programme.clone(),
        path: format!("{child}/transfer"),
    };
    let page =
        reader.page("transfer-title").crumb("/my", reader.t("my-title")).crumb(child, view::name(&reader, &member));
    answer(&app, (&reader, &caller.actor), page, (about, asked)).await
}
