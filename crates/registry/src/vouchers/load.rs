//! Loads what bookings are decided on: a query a table for the whole batch.

use std::collections::{HashMap, HashSet};

use jiff::{ToSpan as _, civil::Date};
use uuid::Uuid;

use super::{
    book::Batch,
    booking::{add_places, mask},
    store::{self, DaysKey, Of},
    terms,
    world::{GroupHeld, LineHeld, PartHeld, Parts, PerformerHeld, PortionHeld, RateHeld, VoucherHeld, World},
};
use crate::{
    accounts,
    budgets::store::lock_lines,
    parties::store::{list_groups, list_performers},
    platform::{Result, Tx},
    programmes::store::rates_on,
};

/// The first days of the months from one date to another.
pub(super) fn months_between(from: Date, to: Date) -> Vec<Date> {
    let next = |month: &Date| month.checked_add(1.month()).ok();
    std::iter::successors(Some(from.first_of_month()), next).take_while(|month| *month <= to).collect()
}

/// Everything but parts and lines, which are read under the locks of the days.
pub(super) async fn world(tx: &Tx<'_>, batch: &Batch<'_>, months: &[Date]) -> Result<World> {
    let terms = batch.terms(tx)?;
    let mut world = World::new(terms);
    let children: Vec<(i16, Uuid)> = batch
        .bookings
        .iter()
        .filter_map(|booking| booking.child.as_ref())
        .map(|child| (child.bucket, child.id))
        .collect::<HashSet<_>>()
        .into_iter()
        .collect();
    let performers: Vec<Uuid> =
        batch.bookings.iter().map(|booking| booking.performer_id).collect::<HashSet<_>>().into_iter().collect();
    vouchers(tx, batch, &mut world, &children).await?;
    let mut programmes = terms.no_overlap_with.clone();
    programmes.push(batch.programme.to_owned());
    for (child, month, programme, days) in store::live_days(tx, &children, months, &programmes).await? {
        let held = if programme == batch.programme { &mut world.live } else { &mut world.elsewhere };
        *held.entry((child, month)).or_default() |= days;
    }
    for row in list_performers(tx, batch.region, &performers, tx.today()).await? {
        let orders = batch.orders.get(&row.id).cloned().unwrap_or_default();
        let held = PerformerHeld {
            bin: row.bin,
            admitted_on: row.admitted_on,
            standing: row.standing,
            rate_key: (row.locality, row.kind),
            orders,
        };
        world.performers.insert(row.id, held);
    }
    groups(tx, batch, &mut world, (&performers, months)).await?;
    for rate in rates_on(tx, batch.region, batch.programme, months).await? {
        world.rates.insert(rate.key, RateHeld { id: rate.id, monthly: rate.monthly });
    }
    places(tx, batch, &mut world, (&performers, months)).await?;
    Ok(world)
}

async fn vouchers(tx: &Tx<'_>, batch: &Batch<'_>, world: &mut World, children: &[(i16, Uuid)]) -> Result<()> {
    let rows = store::list_vouchers(tx, batch.region, batch.programme, children).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let annulled = store::annulments(tx, batch.region, &ids).await?;
    for row in rows {
        let parts = match row.parts {
            0 => Parts::AtBooking((Date::new(row.year, 1, 1)?, Date::new(row.year, 12, 31)?)),
            parts => Parts::Fixed(part_months(row.first_month, parts)),
        };
        let annulled_from = annulled.get(&row.id).copied();
        let held = VoucherHeld { id: row.id, number: row.number, issuer_bin: row.issuer_bin, parts, annulled_from };
        world.vouchers.entry(row.child).or_default().push(held);
    }
    Ok(())
}

/// Locks the days of children in the programmes that may not overlap with this one, and reads them anew: of two first bookings at once the
/// second waits here and then sees the first. Programmes without such a rule lock nothing.
pub(super) async fn elsewhere(
    tx: &Tx<'_>,
    batch: &Batch<'_>,
    world: &mut World,
    (keys, months): (&[DaysKey], &[Date]),
) -> Result<()> {
    let terms = batch.terms(tx)?;
    if terms.no_overlap_with.is_empty() || keys.is_empty() {
        return Ok(());
    }
    let mut programmes = terms.no_overlap_with.clone();
    programmes.push(batch.programme.to_owned());
    store::lock_days(tx, &programmes, keys).await?;
    let children: HashSet<(i16, Uuid)> = keys.iter().map(|key| (key.0, key.2)).collect();
    let children = Vec::from_iter(children);
    for (child, month, _, days) in store::live_days(tx, &children, months, &terms.no_overlap_with).await? {
        *world.elsewhere.entry((child, month)).or_default() |= days;
    }
    Ok(())
}

/// The months of a voucher from its mask.
pub(super) fn part_months(first: Date, parts: i16) -> Vec<Date> {
    (0_i32..12)
        .filter(|bit| i32::from(parts) & 1_i32.checked_shl(bit.unsigned_abs()).unwrap_or(0) != 0)
        .filter_map(|bit| first.checked_add(bit.months()).ok())
        .collect()
}

async fn groups(
    tx: &Tx<'_>,
    batch: &Batch<'_>,
    world: &mut World,
    (performers, months): (&[Uuid], &[Date]),
) -> Result<()> {
    let mut calendars = HashMap::new();
    for row in list_groups(tx, batch.region, performers).await? {
        let Some(revision) = row.revision else { continue };
        let mut study = HashMap::with_capacity(months.len());
        for month in months {
            let key = (*month, revision.weekdays, revision.vacations.clone());
            let days = match calendars.get(&key) {
                Some(days) => *days,
                None => terms::study_days(tx.pack(), *month, revision.weekdays, &revision.vacations)?,
            };
            calendars.insert(key, days);
            study.insert(*month, days);
        }
        let held = GroupHeld {
            performer_id: row.performer_id,
            object_id: revision.object_id,
            object_capacity: row.object_capacity,
            capacity: revision.capacity,
            ages: (revision.age_from, revision.age_to),
            rate_key: (revision.group_kind, revision.hours),
            study,
        };
        world.groups.insert(row.id, held);
    }
    Ok(())
}

/// Who is where already, and what it costs.
async fn places(
    tx: &Tx<'_>,
    batch: &Batch<'_>,
    world: &mut World,
    (performers, months): (&[Uuid], &[Date]),
) -> Result<()> {
    for row in store::list_portions(tx, batch.region, months, Of::Performers(performers)).await? {
        let days = mask((row.from_day, row.last_day));
        if days == 0 {
            continue;
        }
        *world.own.entry((row.contract_id, row.month)).or_default() |= days;
        let object = world.groups.get(&row.group_id).map(|group| group.object_id);
        for key in [Some(row.group_id), object, Some(row.performer_id)].into_iter().flatten() {
            add_places(world.places.entry((key, row.month)).or_insert([0; 31]), days);
        }
    }
    for (performer, month, held) in store::money_held(tx, batch.region, performers, months).await? {
        world.money.insert((performer, month), held);
    }
    Ok(())
}

/// The accounts of children and performers on which nothing may be booked.
async fn accounts(tx: &Tx<'_>, batch: &Batch<'_>, world: &mut World) -> Result<()> {
    let children: HashSet<(i16, Uuid)> = batch
        .bookings
        .iter()
        .filter_map(|booking| booking.child.as_ref())
        .map(|child| (child.bucket, child.id))
        .collect();
    let bins: Vec<&str> = world.performers.values().map(|performer| performer.bin.as_str()).collect();
    let standing = accounts::store::standing(tx, &Vec::from_iter(children.iter().copied()), &bins).await?;
    let persons = children.into_iter().map(|(_, child)| (child, standing.person(child)));
    let performers = world.performers.iter().map(|(id, performer)| (*id, standing.performer(&performer.bin)));
    let closed = persons.chain(performers).filter_map(|(id, state)| Some((id, state.require_bookable().err()?)));
    world.closed = closed.collect();
    Ok(())
}

/// Parts of the vouchers and the budget lines: read when the days are locked, so that nobody else changes them.
pub(super) async fn money(
    tx: &Tx<'_>,
    batch: &Batch<'_>,
    world: &mut World,
    (vouchers, months): (&[Uuid], &[Date]),
) -> Result<()> {
    accounts(tx, batch, world).await?;
    // A voucher that ended since it was first looked at is annulled now.
    let annulled = store::annulments(tx, batch.region, vouchers).await?;
    for voucher in world.vouchers.values_mut().flatten() {
        voucher.annulled_from = annulled.get(&voucher.id).copied().or(voucher.annulled_from);
    }
    for row in store::list_parts(tx, batch.region, vouchers, months).await? {
        let part = PartHeld { nominal: row.nominal, rate_id: row.rate_id, line_id: row.line_id, portions: Vec::new() };
        world.parts.insert((row.voucher_id, row.month), part);
    }
    let sums = store::movement_sums(tx, batch.region, vouchers, months).await?;
    for row in store::list_portions(tx, batch.region, months, Of::Vouchers(vouchers)).await? {
        let sums = sums.get(&(row.voucher_id, row.month, row.portion)).copied().unwrap_or_default();
        let live = row.last_day >= row.from_day;
        if let Some(part) = world.parts.get_mut(&(row.voucher_id, row.month)) {
            part.portions.push(PortionHeld { portion: row.portion, live, sums });
        }
    }
    for line in lock_lines(tx, batch.region, batch.programme, months).await? {
        world.lines.entry(line.month).or_default().push(LineHeld { id: line.id, name: line.name, free: line.free });
    }
    Ok(())
}
