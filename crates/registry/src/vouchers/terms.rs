//! What the pack in force says to this slice: terms, study days, effects of ends.

use jiff::civil::Date;
use law::{DayMask, Month, Pack, Terms, pack::EndEffect};

use super::voucher::Effect;
use crate::{
    parties::GroupCalendar,
    platform::{Refusal, Result},
};

/// The terms of a programme in force on a date.
///
/// # Errors
/// `programme.unknown`.
pub fn terms<'a>(pack: &'a Pack, programme: &str, on: Date) -> Result<&'a Terms> {
    pack.terms_on(programme, on).ok_or_else(|| Refusal::new("programme.unknown", programme).into())
}

/// The study days of a month for a group, as bits.
///
/// # Errors
/// `calendar.unknown_year` for a year that is not entered; a fault when a stored calendar cannot be read.
pub fn study_days(pack: &Pack, month: Date, weekdays: i16, vacations: &str) -> Result<DayMask> {
    let calendar = GroupCalendar::parse(weekdays, vacations)
        .ok_or_else(|| anyhow::anyhow!("a group's calendar is not in its form: {vacations}"))?;
    let days = pack.calendar.study_days(Month::of(month), calendar.weekdays, &calendar.vacations);
    days.map_err(|refusal| Refusal::new(refusal.code(), month.strftime("%Y").to_string()).into())
}

/// Why, when the child changes performer: the term `transfer` says when it may.
pub const TRANSFER: &str = "transfer";

/// Holds the last day of an end to the programme's rule of transfers.
///
/// # Errors
/// `transfer.first_of_month` for a transfer within a month where the programme changes performers on the 1st only.
pub fn check_transfer(pack: &Pack, programme: &str, reason: &str, last: Date) -> Result<(), Refusal> {
    let allowed = pack.terms_on(programme, last).is_none_or(|terms| reason != TRANSFER || terms.may_leave_on(last));
    if allowed {
        Ok(())
    } else {
        Err(Refusal::new("transfer.first_of_month", format!("{last} is not the last day of its month")))
    }
}

/// What the end for a reason does; `None` for a reason that the programme does not know.
#[must_use]
pub fn effect(pack: &Pack, programme: &str, reason: &str, on: Date) -> Option<Effect> {
    pack.end_effect(programme, reason, on).map(|effect| match effect {
        EndEffect::Release => Effect::Release,
        EndEffect::Pause => Effect::Pause,
        EndEffect::Annul => Effect::Annul,
    })
}
