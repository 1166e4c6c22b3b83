//! The long act of the issuer's pages: a batch signed by the sandbox's key.

use eds::certificate::Usage;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{batch, open, store::acts as store};
use crate::{
    acts::{self, Brought, Side},
    platform::{
        Refusal, Result,
        identity::keys,
        jobs::{Done, Kinds, Order},
    },
};

/// The kind that signs a batch.
pub(super) const SIGN: &str = "sign.batch";
/// Acts signed and accepted at a time: what is done stays when the rest breaks off.
const CHUNK: usize = 20;

/// Adds the kind of these pages.
#[must_use]
pub fn kinds(kinds: Kinds) -> Kinds {
    kinds.with(SIGN, sign)
}

fn lost() -> anyhow::Error {
    anyhow::anyhow!("the parameters of a job cannot be read")
}

/// Signs what of the batch still waits; begun again it goes on with the rest.
async fn sign(order: Order) -> Result<Done> {
    let batch = order.input.get("batch").and_then(Value::as_str).and_then(|id| id.parse::<Uuid>().ok());
    let (app, actor) = (&order.app, &order.actor);
    let found = batch::load(app, actor, batch.ok_or_else(lost)?).await?;
    let waits: Vec<&store::InBatch> = found.iter().filter(|act| act.waits()).collect();
    let (mut signed, mut total, mut refused) = (0_usize, 0_i64, Vec::new());
    order.progress.at("sign", 0, waits.len());
    for (chunk, done) in waits.chunks(CHUNK).zip(1_usize..) {
        let brought = make(&order, chunk).await?;
        let outcomes =
            acts::accept_signatures(app, Side::Issuer, brought, &crate::platform::Progress::silent()).await?;
        for (id, outcome) in outcomes {
            let Some(act) = chunk.iter().find(|act| act.id == id) else { continue };
            match outcome {
                Ok(()) => {
                    signed = signed.saturating_add(1);
                    total = total.saturating_add(act.total);
                }
                Err(Refusal { code, detail }) => {
                    refused.push(json!({ "act": act.number, "code": code, "detail": detail }));
                }
            }
        }
        order.progress.at("sign", done.saturating_mul(CHUNK).min(waits.len()), waits.len());
    }
    Ok(Done { result: json!({ "acts": signed, "total": total, "refused": refused }), files: Vec::new() })
}

/// Signatures over the frozen bytes, by the key that the sandbox has of whoever asked.
async fn make(order: &Order, chunk: &[&store::InBatch]) -> Result<Vec<Brought>> {
    let (app, actor) = (&order.app, &order.actor);
    let ring = keys::ring(app)?;
    let tx = open(app, actor, "page.issuer.acts").await?;
    let versions: Vec<(Uuid, i16)> = chunk.iter().map(|act| (act.id, act.chosen)).collect();
    let documents = store::list_documents(&tx, &actor.organisation, &versions).await?;
    tx.commit().await?;
    let mut brought = Vec::with_capacity(documents.len());
    for (act, _, version, xml) in documents {
        let cms = ring.sign((&actor.person, &actor.organisation), Usage::Sign, &xml, app.clock.now())?;
        brought.push(Brought { act, version, cms });
    }
    Ok(brought)
}
