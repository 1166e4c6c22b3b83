//! Signatures that come through a door where people sign in.

use uuid::Uuid;

use super::sign::{Side, accept_signature};
use crate::{
    app::App,
    platform::{Actor, Result, access, error::refuse},
};

/// Accepts a signature from somebody who has signed in: the act has to be of the organisation that they act for, in that role. What is not theirs is
/// as unknown as what is nowhere.
///
/// # Errors
/// `access.denied` for another role's side; else as [`accept_signature`].
pub async fn accept_for(app: &App, actor: &Actor, side: Side, (act, version): (Uuid, i16), cms: Vec<u8>) -> Result<()> {
    access::require(app, actor, side.action()).await?;
    let tx = app.begin(actor, "acts.read", 0).await?;
    let seen = super::store::api::find(&tx, act).await?;
    tx.commit().await?;
    let party = seen.map(|seen| match side {
        Side::Performer => seen.performer_bin,
        Side::Issuer => seen.issuer_bin,
    });
    if party.as_deref() != Some(actor.organisation.as_str()) {
        return refuse("act.unknown", act.to_string());
    }
    accept_signature(app, side, act, version, cms).await
}
