//! The parent's word on a month (spec 1.3, S4): until when it is asked, when it is void, what silence means; pure.

use jiff::{Timestamp, ToSpan as _, civil::Date};
use law::{Pack, Terms, terms::Confirmation as Asked};

use super::planes::Planes;

/// A confirmation as it was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// What was marked then.
    pub planes: Planes,
    /// When.
    pub at: Timestamp,
}

impl Given {
    /// Whether every day that was confirmed is still marked so; days that were marked afterwards are not its matter.
    #[must_use]
    pub fn stands(self, now: Planes) -> bool {
        let (then, days) = (self.planes, self.planes.said());
        ((then.p0 ^ now.p0) | (then.p1 ^ now.p1) | (then.p2 ^ now.p2)) & days == 0
    }
}

/// What is marked of a month, and on which day it was last told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// The month's first day.
    pub month: Date,
    /// The marks.
    pub planes: Planes,
    /// The legal date of the last list.
    pub on: Date,
}

/// Where the parent's word on a month stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Nobody is asked: the programme has no confirmation, or nothing is marked.
    NotAsked,
    /// It is asked for until the end of this day.
    Open(Date),
    /// What was confirmed has changed: it is asked for again, until the end of this day.
    Void(Date),
    /// It was given and stands; with days marked since, which may be confirmed until the end of that day.
    Given(Timestamp, Option<Date>),
    /// The term passed without a word: that is a yes.
    Silent,
}

impl Word {
    /// Until when a confirmation is taken now.
    #[must_use]
    pub fn until(self) -> Option<Date> {
        match self {
            Self::Open(until) | Self::Void(until) | Self::Given(_, Some(until)) => Some(until),
            Self::Given(_, None) | Self::NotAsked | Self::Silent => None,
        }
    }
}

/// Whether a programme asks parents at all.
#[must_use]
pub fn is_asked(terms: &Terms) -> bool {
    match terms.parent_confirmation {
        Asked::None => false,
        Asked::MonthEndSilenceConfirms => true,
    }
}

/// The last day on which a month's word is taken: the month's last, and for marks that came or changed after it the term of the pack
/// from the day on which they did.
#[must_use]
pub fn until(pack: &Pack, told: Told, changed: bool) -> Date {
    let last = told.month.last_of_month();
    let late = changed || told.on > last;
    let again = late.then(|| pack.deadline_after("parent_reconfirms", told.on)).flatten();
    again.map_or(last, |again| again.max(last))
}

/// Where the parent's word stands on a day.
#[must_use]
pub fn word((pack, terms): (&Pack, &Terms), told: Told, given: &[Given], today: Date) -> Word {
    if !is_asked(terms) || told.planes.said() == 0 {
        return Word::NotAsked;
    }
    let standing = given.iter().filter(|one| one.stands(told.planes)).max_by_key(|one| one.at);
    if let Some(one) = standing {
        let rest = told.planes.said() & !one.planes.said();
        let until = until(pack, told, false);
        return Word::Given(one.at, (rest != 0 && today <= until).then_some(until));
    }
    let until = until(pack, told, !given.is_empty());
    match (today <= until, given.is_empty()) {
        (true, true) => Word::Open(until),
        (true, false) => Word::Void(until),
        (false, _) => Word::Silent,
    }
}

/// What follows from months that were confirmed by silence only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Silence {
    /// Nothing: the parent spoke, or the programme does not mind.
    Fine,
    /// One more silent month, ending on this day, and the voucher is annulled.
    Warned(Date),
    /// That month ends within the days of the last warning.
    Last(Date),
    /// As many months as the programme bears have passed in silence.
    Annuls,
}

/// What silence means on a day. `silent` are the months that are over, the oldest first, each with whether nothing but silence confirmed
/// it; `spoke` is whether the parent has spoken in the month that runs.
#[must_use]
pub fn silence((pack, terms): (&Pack, &Terms), silent: &[bool], spoke: bool, today: Date) -> Silence {
    let most = usize::try_from(terms.silent_months_annul).unwrap_or(usize::MAX);
    let count = in_a_row(silent);
    if most == 0 || count == 0 {
        return Silence::Fine;
    }
    if count >= most {
        return Silence::Annuls;
    }
    if spoke || count.saturating_add(1) < most {
        return if spoke { Silence::Fine } else { Silence::Warned(months_on(today, most.saturating_sub(count))) };
    }
    let last = today.last_of_month();
    let days = pack.deadline("silence_warning").map_or(0, |row| i64::from(row.count));
    let from = last.checked_sub(days.days()).unwrap_or(last);
    if today >= from { Silence::Last(last) } else { Silence::Warned(last) }
}

/// How many silent months stand at the end.
#[must_use]
pub fn in_a_row(silent: &[bool]) -> usize {
    silent.iter().rev().take_while(|one| **one).count()
}

/// The last day of the month that is the `count`th from this one.
fn months_on(today: Date, count: usize) -> Date {
    let ahead = i32::try_from(count.saturating_sub(1)).unwrap_or(0);
    today.first_of_month().checked_add(ahead.months()).unwrap_or(today).last_of_month()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::{attendance::Mark, attendance::Said, platform::clock::Clock};

    const SEPTEMBER: Date = date(2026, 9, 1);

    fn planes(days: &[(u32, Mark)]) -> Planes {
        let mut planes = Planes::default();
        for (day, mark) in days {
            planes.say(*day, Said::new(*mark, "manual").unwrap());
        }
        planes
    }

    fn terms(programme: &str) -> &'static Terms {
        Pack::kz().latest_terms(programme).unwrap()
    }

    /// The word of a month told on a day, seen at an instant.
    fn seen(programme: &str, told: (&[(u32, Mark)], Date), given: &[&[(u32, Mark)]], at: &str) -> Word {
        let told = Told { month: SEPTEMBER, planes: planes(told.0), on: told.1 };
        let at_ = |n: i64| Timestamp::from_second(1_790_000_000 + n).unwrap();
        let given: Vec<Given> =
            given.iter().zip(0..).map(|(days, n)| Given { planes: planes(days), at: at_(n) }).collect();
        word((Pack::kz(), terms(programme)), told, &given, Clock::legal_date(at.parse().unwrap()))
    }

    #[test]
    fn a_month_is_asked_for_until_the_last_second_of_its_last_day_in_almaty() {
        let marks: (&[_], Date) = (&[(1, Mark::Present)], date(2026, 9, 29));
        let until = date(2026, 9, 30);
        assert_eq!(seen("preschool", marks, &[], "2026-09-30T18:59:59Z"), Word::Open(until));
        assert_eq!(seen("preschool", marks, &[], "2026-09-30T19:00:00Z"), Word::Silent);
        assert_eq!(seen("school", marks, &[], "2026-09-30T18:59:59Z"), Word::NotAsked);
        assert_eq!(seen("preschool", (&[], until), &[], "2026-09-30T18:59:59Z"), Word::NotAsked);
    }

    #[test]
    fn marks_that_come_after_the_month_are_confirmed_within_two_calendar_days() {
        // Thursday 1 October and two days are Saturday: the term moves to Monday.
        let late: (&[_], Date) = (&[(30, Mark::Present)], date(2026, 10, 1));
        assert_eq!(seen("preschool", late, &[], "2026-10-05T18:59:59Z"), Word::Open(date(2026, 10, 5)));
        assert_eq!(seen("preschool", late, &[], "2026-10-05T19:00:00Z"), Word::Silent);
    }

    #[test]
    fn a_change_of_a_confirmed_day_voids_and_a_new_day_does_not() {
        let then: &[(u32, Mark)] = &[(1, Mark::Present), (2, Mark::Unexcused)];
        let more: &[(u32, Mark)] = &[(1, Mark::Present), (2, Mark::Unexcused), (3, Mark::Present)];
        let other: &[(u32, Mark)] = &[(1, Mark::Present), (2, Mark::Excused)];
        let on = date(2026, 9, 29);
        let at = "2026-09-29T10:00:00Z";
        assert!(matches!(seen("preschool", (then, on), &[then], at), Word::Given(_, None)));
        assert!(matches!(seen("preschool", (more, on), &[then], at), Word::Given(_, Some(_))));
        // Tuesday 29 September and two days are Thursday 1 October.
        assert_eq!(seen("preschool", (other, on), &[then], at), Word::Void(date(2026, 10, 1)));
        assert_eq!(seen("preschool", (other, on), &[then], "2026-10-01T19:00:00Z"), Word::Silent);
        assert!(matches!(seen("preschool", (other, on), &[then, other], at), Word::Given(_, None)));
    }

    #[test]
    fn two_silent_months_annul_where_the_terms_say_so() {
        let check = |programme: &str, silent: &[bool], spoke: bool, today: Date| {
            silence((Pack::kz(), terms(programme)), silent, spoke, today)
        };
        let (october, end) = (date(2024, 10, 10), date(2024, 10, 31));
        assert_eq!(check("preschool_accounts", &[false], false, october), Silence::Fine);
        assert_eq!(check("preschool_accounts", &[true], false, october), Silence::Warned(end));
        assert_eq!(check("preschool_accounts", &[true], false, date(2024, 10, 23)), Silence::Warned(end));
        assert_eq!(check("preschool_accounts", &[true], false, date(2024, 10, 24)), Silence::Last(end));
        assert_eq!(check("preschool_accounts", &[true], true, date(2024, 10, 24)), Silence::Fine);
        assert_eq!(check("preschool_accounts", &[true, true], false, october), Silence::Annuls);
        assert_eq!(check("preschool_accounts", &[true, true, false], false, october), Silence::Fine);
        assert_eq!(check("preschool_accounts", &[true, false, true], false, october), Silence::Warned(end));
        assert_eq!(check("preschool", &[true, true, true], false, october), Silence::Fine);
    }
}
