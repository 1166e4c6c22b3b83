//! The paper of an act: what was signed and by whom, as the sides have it.

use std::sync::Arc;

use axum::{
    extract::{Path, State},
    response::Response,
};
use uuid::Uuid;

use crate::{
    acts,
    app::App,
    platform::{Result, access, http::Caller, paper::Form},
};

/// `/audit/acts/{id}/act.pdf`, `.xlsx` and `.xml`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id, form)): Path<(String, Uuid, String)>,
) -> Result<Response> {
    let form = Form::parse(&form)?;
    access::require(&app, &caller.actor, "page.auditor.sample").await?;
    let tx = app.begin(&caller.actor, "acts.read", 0).await?;
    let frozen = acts::paper::find(&tx, id).await?;
    tx.commit().await?;
    frozen.answer(app.pack(), form).await
}
