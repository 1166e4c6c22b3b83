//! A parent confirms the month of a child (spec 1.3, 8.2): a fact with who, when and what was marked.

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{
    confirmation::{Told, Word, word},
    dispute::State,
    own,
    planes::Planes,
    store::parents::{self, Confirmation, Seat},
};
use crate::{
    app::App,
    platform::{Actor, Refusal, Result, Tx, access, clock::Clock, error::refuse},
};

/// How often a confirmation that met another one looks again.
const TRIES: usize = 3;

/// What a parent confirms.
#[derive(Clone, Copy, Debug)]
pub struct Confirm {
    /// The month's first day.
    pub month: Date,
    /// The contract.
    pub contract: Uuid,
    /// The marks that the parent saw.
    pub seen: Planes,
}

/// What came of it: when the month was confirmed, and whether that was before already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// When.
    pub at: Timestamp,
    /// By an earlier request, or by the other parent.
    pub before: bool,
}

/// Confirms a month as the parent saw it. Said again, it changes nothing.
///
/// # Errors
/// `access.denied`; `timesheet.unknown` for a child that is not the actor's; `confirmation.not_asked`, `confirmation.closed` after the
/// term, `confirmation.changed` when the marks are no longer those that were seen, `confirmation.disputed` while a day is disputed; faults.
pub async fn confirm(app: &App, actor: &Actor, order: Confirm) -> Result<Confirmed> {
    access::require(app, actor, "confirm").await?;
    let seat = own::find(app, actor, order.month, order.contract).await?;
    for _ in 1..TRIES {
        match once(app, actor, &seat, order.seen).await {
            Err(error) if error.is_conflict() => {}
            done => return done,
        }
    }
    once(app, actor, &seat, order.seen).await
}

async fn once(app: &App, actor: &Actor, seat: &Seat, seen: Planes) -> Result<Confirmed> {
    let mut tx = own::begin(app, actor, "attendance.confirmed", seat.region).await?;
    let seat = own::seat_now(&tx, seat).await?;
    match standing(&tx, &seat).await? {
        Word::Given(at, None) if covers(seen, seat.planes) => {
            tx.commit().await?;
            return Ok(Confirmed { at, before: true });
        }
        Word::NotAsked => {
            return refuse("confirmation.not_asked", "the programme asks no parent, or nothing is marked");
        }
        Word::Silent | Word::Given(_, None) => return refuse("confirmation.closed", "the term is over"),
        Word::Open(_) | Word::Void(_) | Word::Given(_, Some(_)) => {}
    }
    if !covers(seen, seat.planes) {
        return refuse("confirmation.changed", "the marks have changed since they were shown");
    }
    if own::disputes(&tx, &seat).await?.iter().any(|dispute| dispute.state == State::Open) {
        return refuse("confirmation.disputed", "a day of the month is disputed");
    }
    let bits = |plane: u32| plane.cast_signed();
    let fact = Confirmation {
        region: seat.region,
        month: seat.month,
        contract_id: seat.contract_id,
        p0: bits(seat.planes.p0),
        p1: bits(seat.planes.p1),
        p2: bits(seat.planes.p2),
        confirmed_by: own::hand(actor),
    };
    tx.record(&[fact]).await?;
    let at = tx.at();
    tx.commit().await?;
    Ok(Confirmed { at, before: false })
}

/// Whether what was seen is what is marked; how marks were taken is not the parent's matter.
fn covers(seen: Planes, now: Planes) -> bool {
    (seen.p0, seen.p1, seen.p2) == (now.p0, now.p1, now.p2)
}

async fn standing(tx: &Tx<'_>, seat: &Seat) -> Result<Word> {
    let given = parents::list_given(tx, (seat.region, seat.month), &[seat.contract_id]).await?;
    let given = given.get(&seat.contract_id).map_or(&[][..], Vec::as_slice);
    let told = told(seat);
    let terms = tx.pack().terms_on(&seat.programme, seat.month.last_of_month());
    let terms = terms.ok_or_else(|| Refusal::new("confirmation.not_asked", "the programme has no terms"))?;
    Ok(word((tx.pack(), terms), told, given, tx.today()))
}

/// What is marked of a seat.
pub(super) fn told(seat: &Seat) -> Told {
    let on = seat.told_at.map_or(seat.month, Clock::legal_date);
    Told { month: seat.month, planes: seat.planes, on }
}
