//! Whose month it is: a parent speaks of the months of its own children and of no other.

use jiff::civil::Date;
use uuid::Uuid;

use super::store::{
    self,
    parents::{self, Disputed, Seat},
};
use crate::{
    app::App,
    platform::{Actor, Refusal, Result, Scope, Tx, fact::from_hex, secrets::PersonKey},
};

/// The month of one's own child on a contract. Somebody else's is as unknown as one that is nowhere.
///
/// # Errors
/// `timesheet.unknown`; faults.
pub(super) async fn find(app: &App, actor: &Actor, month: Date, contract: Uuid) -> Result<Seat> {
    let all = list(app, actor, month).await?;
    let own = all.into_iter().find(|seat| seat.contract_id == contract);
    own.ok_or_else(|| Refusal::new("timesheet.unknown", "no such month of a child of yours").into())
}

/// The months of one's own children.
pub(super) async fn list(app: &App, actor: &Actor, month: Date) -> Result<Vec<Seat>> {
    let Scope::Own { persons, .. } = &actor.scope else { return Ok(Vec::new()) };
    if persons.is_empty() {
        return Ok(Vec::new());
    }
    let tx = app.begin(actor, "attendance.read", 0).await?;
    let contracts = parents::list_own(&tx, persons, month).await?;
    let mut own = Vec::new();
    for chunk in contracts.chunk_by(|one, next| one.0 == next.0) {
        let Some((region, _)) = chunk.first() else { continue };
        let ids: Vec<Uuid> = chunk.iter().map(|(_, contract)| *contract).collect();
        own.extend(parents::list_seats(&tx, (*region, month), &ids).await?);
    }
    tx.commit().await?;
    Ok(own)
}

/// Begins what is written of a region, for somebody who was found to speak of their own.
pub(super) async fn begin<'a>(app: &'a App, actor: &Actor, kind: &'static str, region: i16) -> Result<Tx<'a>> {
    app.begin(&actor.with_scope(Scope::Regions(vec![region])), kind, region).await
}

/// The actor as facts name a person.
pub(super) fn hand(actor: &Actor) -> Vec<u8> {
    from_hex(&actor.person)
}

/// The child's key.
///
/// # Errors
/// `timesheet.unknown` when the child's data were erased; faults.
pub(super) fn open_key(app: &App, wrapped: Option<&[u8]>) -> Result<PersonKey> {
    let wrapped = wrapped.ok_or_else(|| Refusal::new("timesheet.unknown", "the child's data were erased"))?;
    app.secrets.person_key(wrapped)
}

/// What somebody wrote, under the child's key; nothing for nothing.
pub(super) fn seal(app: &App, key: &PersonKey, words: &str) -> Result<Vec<u8>> {
    let words = words.trim();
    if words.is_empty() { Ok(Vec::new()) } else { app.secrets.encrypt(key, words) }
}

/// What was sealed so; nothing when the key is gone.
pub(super) fn unseal(app: &App, wrapped: Option<&[u8]>, sealed: &[u8]) -> Result<String> {
    match wrapped {
        Some(wrapped) if !sealed.is_empty() => app.secrets.decrypt(&app.secrets.person_key(wrapped)?, sealed),
        Some(_) | None => Ok(String::new()),
    }
}

/// The seat of a contract, read again within a writing transaction.
pub(super) async fn seat_now(tx: &Tx<'_>, seat: &Seat) -> Result<Seat> {
    let seats = parents::list_seats(tx, (seat.region, seat.month), &[seat.contract_id]).await?;
    seats.into_iter().next().ok_or_else(|| Refusal::new("timesheet.unknown", "the place is gone").into())
}

/// The seat of a contract on a day: a child that changed the group within the month has one in each.
pub(super) async fn seat_on(tx: &Tx<'_>, seat: &Seat, day: u32) -> Result<Seat> {
    let seats = parents::list_seats(tx, (seat.region, seat.month), &[seat.contract_id]).await?;
    on_day(seats, day).ok_or_else(|| Refusal::new("timesheet.unknown", "the place is gone").into())
}

/// Of the seats of one contract that of a day, else the first.
pub(super) fn on_day(seats: Vec<Seat>, day: u32) -> Option<Seat> {
    let day = i16::try_from(day).unwrap_or(i16::MAX);
    let place = seats.iter().position(|seat| (seat.from_day..=seat.last_day).contains(&day)).unwrap_or(0);
    seats.into_iter().nth(place)
}

/// Whether a signature stands over the performer's month.
pub(super) async fn is_signed(tx: &Tx<'_>, seat: &Seat) -> Result<bool> {
    let standings = store::list_standings(tx, seat.region, seat.month, &[seat.performer_id]).await?;
    Ok(!standings.is_empty())
}

/// The disputes of the seat's contract.
pub(super) async fn disputes(tx: &Tx<'_>, seat: &Seat) -> Result<Vec<Disputed>> {
    parents::list_of_contracts(tx, (seat.region, seat.month), &[seat.contract_id]).await
}
