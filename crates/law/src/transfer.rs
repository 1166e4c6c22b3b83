//! When a child changes performer (spec 1.3, term `transfer`): the last day at the old one and the first at the new.

use jiff::civil::Date;

use crate::{Month, Terms, terms::Transfer};

/// The days of a change of performer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handover {
    /// The last day paid at the old performer.
    pub last: Date,
    /// The first day at the new one.
    pub first: Date,
    /// Whether the day wished was moved: the programme changes performers on the 1st of a month only.
    pub moved: bool,
}

impl Terms {
    /// The days of a change wished from `wish` on. `None` outside the years 1–9999.
    pub fn handover(&self, wish: Date) -> Option<Handover> {
        let moved = self.transfer == Transfer::FirstOfMonth && wish.day() != 1;
        let first = if moved { Month::of(wish).next()?.first() } else { wish };
        Some(Handover { last: first.yesterday().ok()?, first, moved })
    }

    /// Whether a day may be the last before a change of performer.
    pub fn may_leave_on(&self, last: Date) -> bool {
        match self.transfer {
            Transfer::ByDays => true,
            Transfer::FirstOfMonth => last == last.last_of_month(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::Pack;

    fn check(transfer: Transfer, wish: Date, last: Date, first: Date) {
        for terms in Pack::kz().terms.iter().filter(|terms| terms.transfer == transfer) {
            let expected = Handover { last, first, moved: wish != first };
            assert_eq!(terms.handover(wish), Some(expected), "{} {wish}", terms.programme);
            assert!(terms.may_leave_on(last));
        }
    }

    #[test]
    fn a_change_is_on_the_day_wished_or_on_the_first_of_the_next_month() {
        check(Transfer::ByDays, date(2026, 10, 14), date(2026, 10, 13), date(2026, 10, 14));
        check(Transfer::ByDays, date(2026, 10, 1), date(2026, 9, 30), date(2026, 10, 1));
        check(Transfer::FirstOfMonth, date(2026, 10, 14), date(2026, 10, 31), date(2026, 11, 1));
        check(Transfer::FirstOfMonth, date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 1));
        check(Transfer::FirstOfMonth, date(2026, 10, 1), date(2026, 9, 30), date(2026, 10, 1));
    }

    #[test]
    fn every_programme_of_the_pack_is_tried() {
        let kinds = [Transfer::ByDays, Transfer::FirstOfMonth];
        assert!(kinds.iter().all(|kind| Pack::kz().terms.iter().any(|terms| terms.transfer == *kind)));
        let first = Pack::kz().terms.iter().find(|terms| terms.transfer == Transfer::FirstOfMonth).unwrap();
        assert!(!first.may_leave_on(date(2026, 10, 30)) && first.may_leave_on(date(2027, 2, 28)));
    }
}
