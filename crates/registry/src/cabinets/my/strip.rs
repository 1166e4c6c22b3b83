//! The parts of a voucher month by month with the state of each; pure.

use jiff::{ToSpan as _, civil::Date};

use super::{stay::Stay, store::Voucher};
use crate::{
    platform::blocks::PartState,
    vouchers::{Effect, voucher::State},
};

/// A part of a voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// Its first day.
    pub(super) month: Date,
    pub(super) state: PartState,
    /// Fixed by the booking (tiyn).
    pub(super) nominal: Option<i64>,
    pub(super) due: i64,
    pub(super) ordered: i64,
    pub(super) paid: i64,
    /// In order of their first days.
    pub(super) stays: Vec<Stay>,
}

impl Part {
    /// The stays that have days left.
    pub(super) fn live(&self) -> impl Iterator<Item = &Stay> {
        self.stays.iter().filter(|stay| !stay.is_empty())
    }

    /// Where the child is, or was last, in the month.
    pub(super) fn stay(&self) -> Option<&Stay> {
        self.live().last().or(self.stays.last())
    }
}

/// The months that are parts of a voucher; of one that gets its parts when it is booked, those of its year.
pub(super) fn months(voucher: &Voucher) -> Vec<Date> {
    if voucher.parts == 0 {
        return (1..=12).filter_map(|month| Date::new(voucher.year, month, 1).ok()).collect();
    }
    let is_part = |n: i32| i32::from(voucher.parts).checked_shr(n.cast_unsigned()).unwrap_or(0) & 1 == 1;
    (0..12).filter(|n| is_part(*n)).filter_map(|n| voucher.first_month.checked_add(n.months()).ok()).collect()
}

/// The parts of a voucher, seen on a day.
pub(super) fn parts(voucher: &Voucher, stays: Vec<Stay>, today: Date) -> Vec<Part> {
    let of_stays = stays.iter().filter(|stay| stay.effect() == Some(Effect::Annul)).map(Stay::last);
    let annulled = of_stays.chain(voucher.annulled.iter().map(|(last, _)| *last)).min();
    let mut left = stays;
    let mut parts = Vec::new();
    for month in months(voucher) {
        let (mut own, rest): (Vec<Stay>, Vec<Stay>) = left.into_iter().partition(|stay| stay.month == month);
        left = rest;
        // What everybody left is no part of a voucher that is split anew by its next booking.
        let held = own.iter().any(|stay| !matches!(stay.state(), State::Issued));
        if voucher.parts == 0 && !held {
            continue;
        }
        own.sort_by_key(|stay| (stay.from_day, stay.portion));
        parts.push(part(month, own, annulled.is_some_and(|last| month.last_of_month() > last), today));
    }
    parts
}

fn part(month: Date, stays: Vec<Stay>, ended: bool, today: Date) -> Part {
    let states: Vec<State> = stays.iter().map(Stay::state).collect();
    let sum = |of: fn(&Stay) -> i64| stays.iter().map(of).fold(0_i64, i64::saturating_add);
    let state = match State::of_part(&states, ended) {
        State::Issued if month.last_of_month() < today => PartState::Passed,
        State::Issued => PartState::Future,
        State::Booked | State::Active if stays.iter().any(|stay| !stay.is_empty() && !stay.funded) => {
            PartState::Reserved
        }
        State::Booked => PartState::Booked,
        State::Active => PartState::Active,
        State::WrittenOff { .. } => PartState::WrittenOff,
        State::Redeemed { .. } => PartState::Redeemed,
        State::Annulled => PartState::Annulled,
    };
    Part {
        month,
        state,
        nominal: stays.first().map(|stay| stay.nominal),
        due: sum(|stay| stay.money.due),
        ordered: sum(|stay| stay.money.ordered),
        paid: sum(|stay| stay.money.paid),
        stays,
    }
}
