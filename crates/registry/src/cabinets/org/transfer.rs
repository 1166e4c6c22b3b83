//! `/org/children/{contract}/transfer`: what it would do if a child of the organisation went to another.

use std::sync::Arc;

use axum::{
    extract::{Path, Query, State},
    response::Response,
};

use super::{Own, id_of, store};
use crate::{
    app::App,
    cabinets::transfer::{About, Asked, answer},
    platform::{
        Result,
        error::refuse,
        http::{Caller, Reader},
    },
};

/// The page. It names no child.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, contract)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.children").await?;
    let contract = id_of(&contract, "page.unknown")?;
    let tx = own.begin(&app).await?;
    let found = store::children::find_voucher(&tx, &own, contract).await?;
    tx.commit().await?;
    let Some((region, voucher, programme)) = found else { return refuse("page.unknown", "no such contract") };
    let about = About { voucher, region, programme, path: format!("/org/children/{contract}/transfer") };
    let page = reader
        .page("transfer-title")
        .crumb("/org", reader.t("org-title"))
        .crumb("/org/children", reader.t("org-children-title"));
    answer(&app, (&reader, &caller.actor), page, (about, asked)).await
}
