//! The journal of readings: whoever opens the card of a person says for what, and that person sees it (spec 1.4).

use jiff::Timestamp;
use uuid::Uuid;

use super::store;
pub use super::store::Reading;
use crate::{
    app::App,
    platform::{Actor, Result, Scope},
};

/// The newest readings that are shown.
const SHOWN: i64 = 200;

/// Notes that the actor reads the cards of persons (bucket and id), before they are shown. What one reads of oneself or one's children is
/// not noted.
///
/// # Errors
/// Faults.
pub async fn keep(app: &App, actor: &Actor, persons: &[(i16, Uuid)], purpose: &str) -> Result<()> {
    let own = |person: &(i16, Uuid)| matches!(&actor.scope, Scope::Own { persons, .. } if persons.contains(person));
    let mut read: Vec<(i16, Uuid)> = persons.iter().filter(|person| !own(person)).copied().collect();
    read.sort_unstable();
    read.dedup();
    let reader_hmac = unhex(&actor.person);
    let readings: Vec<Reading> = read
        .into_iter()
        .map(|(bucket, person_id)| Reading {
            bucket,
            person_id,
            reader_hmac: reader_hmac.clone(),
            organisation: actor.organisation.clone(),
            role: actor.role.code().to_owned(),
            purpose: purpose.to_owned(),
            request: actor.request,
        })
        .collect();
    if readings.is_empty() {
        return Ok(());
    }
    let mut tx = app.begin(&actor.with_scope(Scope::National), "persons.read", 0).await?;
    tx.record(&readings).await?;
    tx.commit().await
}

/// Who read a person's card, the newest first; the actor's scope decides whether anything is seen.
///
/// # Errors
/// Faults.
pub async fn list(app: &App, actor: &Actor, (bucket, person): (i16, Uuid)) -> Result<Vec<(Timestamp, Reading)>> {
    let tx = app.begin(actor, "persons.readings", 0).await?;
    let found = store::list_readings(&tx, bucket, person, SHOWN).await?;
    tx.commit().await?;
    Ok(found)
}

/// The bytes of hexadecimal digits; the console has none.
fn unhex(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes().chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok()?;
        u8::from_str_radix(pair, 16).ok()
    });
    bytes.collect::<Option<_>>().unwrap_or_default()
}
