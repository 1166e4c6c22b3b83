//! Until when a month below its share is cured, and what a close knows of it.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;
use law::{DayMask, Month, Pack, Terms, calendar::Term, qr_share::qr_share};
use uuid::Uuid;

use super::store;
use crate::{
    acts::close::Shared,
    platform::{Result, Tx},
};

/// The last day of the cure term of a month: its working days run from the lock of the timesheet, up to which marks are told anyway. Nothing
/// where no share is asked for.
pub(crate) fn until(pack: &Pack, terms: &Terms, month: Date) -> Option<Date> {
    if terms.qr_share_bp == 0 {
        return None;
    }
    let working = |count: u32| Term::WorkingDays(i64::from(count));
    let lock = pack.calendar.deadline(month.last_of_month(), working(terms.timesheet_lock_working_days)).ok()?;
    pack.calendar.deadline(lock, working(terms.qr_cure_working_days)).ok()
}

/// What a close knows of the cure of its performers.
#[derive(Clone, Debug, Default)]
pub(in crate::acts) struct Cure {
    /// Days that leave the base, by group or, for all groups, by performer.
    pub(in crate::acts) failed: HashMap<Uuid, DayMask>,
    /// Performers with a failure that nobody has decided: their month waits.
    waiting: HashSet<Uuid>,
    /// Basis points, once the term is over.
    required: Option<u32>,
}

impl Cure {
    /// Whether a performer's month is still short after the term, so that nothing is paid for it.
    pub(in crate::acts) fn is_over(&self, performer: Uuid, (enrolled, by_qr): (u32, u32)) -> bool {
        let Some(required) = self.required.filter(|_| enrolled > 0 && !self.waiting.contains(&performer)) else {
            return false;
        };
        qr_share(enrolled.into(), by_qr.into(), required.into()).is_ok_and(|share| !share.meets)
    }
}

/// Reads it for performers of a close.
pub(in crate::acts) async fn cure(tx: &Tx<'_>, shared: &Shared, performers: &[Uuid]) -> Result<Cure> {
    let mut cure = Cure::default();
    for known in store::list(tx, (shared.region, shared.month), performers).await? {
        match known.accepted {
            Some(true) => *cure.failed.entry(known.of()).or_default() |= known.days(),
            Some(false) => {}
            None => {
                cure.waiting.insert(known.failure.performer_id);
            }
        }
    }
    let until = until(tx.pack(), shared.terms, shared.month);
    cure.required = until.filter(|until| tx.today() > *until).map(|_| shared.terms.qr_share_bp);
    Ok(cure)
}

/// Days of a month from one to another.
pub(super) fn days(month: Date, (from, to): (i16, i16)) -> DayMask {
    let day = |day: i16| month.with().day(i8::try_from(day).unwrap_or(31)).build().unwrap_or(month.last_of_month());
    Month::of(month).days_between(day(from), day(to))
}
