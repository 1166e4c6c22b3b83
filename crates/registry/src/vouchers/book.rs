//! Books days of contracts (spec 2.1, 2.4): load in a few queries, decide by the rule in memory, save in a few statements.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use law::{DayMask, Terms};
use ledger::posting::Kind;
use uuid::Uuid;

use super::{
    booking::{Booked, Booking, NewPortion, mask},
    load,
    store::{self, DaysKey, Part, Portion, PortionEnd, Repricing},
    terms,
    world::Ordered,
};
use crate::{
    budgets::{self, Movement},
    platform::{Refusal, Result, Tx},
};

/// Bookings of whole performers of one region and programme, whose locks the caller holds.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// The region of performers and vouchers.
    pub region: i16,
    /// The programme.
    pub programme: &'a str,
    /// State orders by performer and month.
    pub orders: &'a HashMap<Uuid, HashMap<Date, Ordered>>,
    /// What is to be booked; a single booking is a batch of one.
    pub bookings: &'a [Booking],
}

impl Batch<'_> {
    /// The terms that its bookings are decided by: those of today, of a pilot that begins later those of the first day of service.
    ///
    /// # Errors
    /// `programme.unknown`.
    pub fn terms(&self, tx: &Tx<'_>) -> Result<&'static Terms> {
        let first = self.bookings.iter().map(|booking| booking.from).min();
        let today = tx.today();
        terms::terms(tx.pack(), self.programme, first.map_or(today, |first| first.max(today)))
    }
}

/// Books a batch: an answer each, in the order given. Decided in the order of first day, performer and contract number, whatever the
/// order given. The caller holds the performers' locks.
///
/// # Errors
/// `programme.unknown`, `calendar.unknown_year` and faults; refusals of single bookings are answers (see
/// [`World::book`](super::world::World::book)).
pub async fn book_many(tx: &mut Tx<'_>, batch: &Batch<'_>) -> Result<Vec<Result<Booked, Refusal>>> {
    let (Some(from), Some(to)) =
        (batch.bookings.iter().map(|b| b.from).min(), batch.bookings.iter().map(|b| b.to).max())
    else {
        return Ok(Vec::new());
    };
    let months = load::months_between(from, to);
    let mut world = load::world(tx, batch, &months).await?;
    let mut order: Vec<usize> = (0..batch.bookings.len()).collect();
    order.sort_by_key(|index| {
        batch.bookings.get(*index).map(|b| (b.from, b.performer_id, b.number.clone(), b.contract_id))
    });

    let mut answers: Vec<Option<Result<Booked, Refusal>>> = vec![None; batch.bookings.len()];
    let mut wants: HashMap<usize, Vec<DaysKey>> = HashMap::new();
    let mut claims = BTreeMap::<DaysKey, DayMask>::new();
    let mut vouchers = HashSet::new();
    for (index, booking) in in_order(&order, batch.bookings) {
        match (world.eligible(booking), &booking.child) {
            (Ok((voucher, days)), Some(child)) => {
                vouchers.insert(voucher.id);
                for (month, days) in days {
                    let key = (child.bucket, month, child.id);
                    *claims.entry(key).or_default() |= days;
                    wants.entry(index).or_default().push(key);
                }
            }
            (Ok(_), None) => {}
            (Err(refusal), _) => answer(&mut answers, index, Err(refusal)),
        }
    }
    let keys: Vec<DaysKey> = claims.keys().copied().collect();
    load::elsewhere(tx, batch, &mut world, (&keys, &months)).await?;
    let won = store::claim_days(tx, batch.programme, &claims).await?;
    for (index, keys) in &wants {
        if keys.iter().any(|key| !won.contains(key)) {
            answer(
                &mut answers,
                *index,
                Err(Refusal::new("booking.elsewhere", "another performer booked these days first")),
            );
        }
    }
    claims.retain(|key, _| won.contains(key));

    let vouchers: Vec<Uuid> = vouchers.into_iter().collect();
    load::money(tx, batch, &mut world, (&vouchers, &months)).await?;
    for (index, booking) in in_order(&order, batch.bookings) {
        if answers.get(index).is_some_and(Option::is_none) {
            let booked = world.book(booking);
            if let (Ok(booked), Some(keys)) = (&booked, wants.get(&index)) {
                keep(&mut claims, keys, booked);
            }
            answer(&mut answers, index, booked);
        }
    }
    // What is still claimed belongs to bookings that were refused for places or money.
    claims.retain(|_, days| *days != 0);
    if !claims.is_empty() {
        store::free_days(tx, batch.programme, &claims).await?;
    }
    let answers: Vec<_> = answers.into_iter().flatten().collect();
    let accepted: Vec<(&Booking, &Booked)> = batch
        .bookings
        .iter()
        .zip(&answers)
        .filter_map(|(booking, answer)| answer.as_ref().ok().map(|booked| (booking, booked)))
        .collect();
    let bins = world.performers.iter().map(|(id, performer)| (*id, performer.bin.as_str())).collect();
    save(tx, batch.region, &accepted, &bins).await?;
    Ok(answers)
}

fn in_order<'a>(order: &[usize], bookings: &'a [Booking]) -> impl Iterator<Item = (usize, &'a Booking)> {
    order.iter().filter_map(move |index| bookings.get(*index).map(|booking| (*index, booking)))
}

fn answer(answers: &mut [Option<Result<Booked, Refusal>>], index: usize, what: Result<Booked, Refusal>) {
    if let Some(place) = answers.get_mut(index) {
        place.get_or_insert(what);
    }
}

/// Takes booked days out of the claims that are given back at the end.
fn keep(claims: &mut BTreeMap<DaysKey, DayMask>, keys: &[DaysKey], booked: &Booked) {
    for key in keys {
        if let Some(days) = claims.get_mut(key) {
            for portion in booked.portions.iter().filter(|portion| portion.month == key.1) {
                *days &= !mask(portion.days);
            }
        }
    }
}

async fn save(
    tx: &mut Tx<'_>,
    region: i16,
    accepted: &[(&Booking, &Booked)],
    bins: &HashMap<Uuid, &str>,
) -> Result<()> {
    let (mut parts, mut repricings, mut portions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut ends, mut movements) = (Vec::new(), Vec::new());
    for (booking, booked) in accepted {
        for new in &booked.portions {
            let key = (region, new.month, booked.voucher_id);
            if let Some((nominal, line_id)) = new.part {
                let (nominal, rate_id) = (nominal.amount, nominal.source);
                parts.push(Part { region: key.0, month: key.1, voucher_id: key.2, nominal, line_id, rate_id });
            }
            repricings.extend(new.anew.map(|anew| Repricing {
                region: key.0,
                month: key.1,
                voucher_id: key.2,
                nominal: anew.amount,
                rate_id: anew.source,
                effective_on: booking.effective_on,
            }));
            portions.push(portion_of(key, booking, new));
            if let Some((effect, reason)) = &new.ends {
                ends.push(PortionEnd {
                    region: key.0,
                    month: key.1,
                    voucher_id: key.2,
                    portion: new.portion,
                    last_day: new.days.1,
                    effect: effect.code().to_owned(),
                    reason: reason.clone(),
                    effective_on: booking.to,
                });
            }
            if let Some((amount, line_id, line_name)) = &new.money {
                movements.push(Movement {
                    region,
                    month: new.month,
                    subject: booked.voucher_id,
                    id: tx.app().clock.id(),
                    kind: Kind::Book,
                    line_id: *line_id,
                    performer_id: Some(booking.performer_id),
                    part_month: new.month,
                    portion: new.portion,
                    amount: *amount,
                    rest: 0,
                    document_kind: "booking".to_owned(),
                    document: booking.contract_id,
                    effective_on: booking.effective_on,
                    line_name: line_name.clone(),
                    voucher_number: booked.voucher_number.clone(),
                    performer_bin: bins.get(&booking.performer_id).copied().unwrap_or_default().to_owned(),
                });
            }
        }
    }
    parts.sort_by_key(|part| (part.month, part.voucher_id));
    repricings.sort_by_key(|repricing| (repricing.month, repricing.voucher_id));
    portions.sort_by_key(|portion| (portion.month, portion.voucher_id, portion.portion));
    ends.sort_by_key(|end| (end.month, end.voucher_id, end.portion));
    movements.sort_by_key(|movement| (movement.month, movement.subject, movement.id));
    tx.record(&parts).await?;
    tx.record(&repricings).await?;
    tx.record(&portions).await?;
    tx.record(&ends).await?;
    budgets::post(tx, region, &movements).await
}

fn portion_of((region, month, voucher_id): (i16, Date, Uuid), booking: &Booking, new: &NewPortion) -> Portion {
    Portion {
        region,
        month,
        voucher_id,
        portion: new.portion,
        performer_id: booking.performer_id,
        contract_id: booking.contract_id,
        group_id: booking.group_id,
        from_day: new.days.0,
        to_day: new.days.1,
        effective_on: booking.effective_on,
    }
}
