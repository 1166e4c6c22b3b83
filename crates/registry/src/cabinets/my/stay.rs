//! A stay: one portion of a voucher as its holder may see it – where, which days, what was marked, what is due and paid; pure.

use jiff::{SignedDuration, Timestamp, civil::Date};
use law::{Calendar, DayMask, Month, Terms, month::day_bit};
use uuid::Uuid;

use crate::{
    attendance::{Mark, Planes},
    parties::GroupCalendar,
    vouchers::{
        Effect,
        voucher::{State, Sums},
    },
};

/// Where the child is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Performer {
    pub(super) id: Uuid,
    pub(super) bin: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    /// Of the object where the group meets; empty when the registry does not know it.
    pub(super) address: String,
}

/// The contract as it reads now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contract {
    pub(super) id: Uuid,
    pub(super) number: String,
    pub(super) signed_on: Date,
    /// The day of the parent's consent; none while it is not given.
    pub(super) confirmed_on: Option<Date>,
    /// Whether both sides have confirmed it.
    pub(super) confirmed: bool,
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) enrolled_from: Date,
    pub(super) enrolled_to: Option<Date>,
    /// The group's title.
    pub(super) group: String,
}

impl Contract {
    /// Whether a consent can still be given: it was not, and the contract runs on.
    pub(super) fn awaits_consent(&self, today: Date) -> bool {
        self.confirmed_on.is_none() && self.to >= today
    }
}

/// What movements say of a portion (tiyn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Money {
    /// When the issuer accepted the service.
    pub(super) written_on: Option<Date>,
    pub(super) due: i64,
    /// On its way to the bank.
    pub(super) ordered: i64,
    pub(super) paid: i64,
    pub(super) ordered_on: Option<Date>,
    pub(super) paid_on: Option<Date>,
    /// When the bank sent money back last.
    pub(super) returned_on: Option<Date>,
}

/// One portion with everything that its holder may see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stay {
    /// The state calendar that its days follow.
    pub(super) calendar: &'static Calendar,
    /// The first day of the month.
    pub(super) month: Date,
    pub(super) portion: i16,
    pub(super) from_day: i16,
    /// The last day that counts; before `from_day` when none is left.
    pub(super) last_day: i16,
    pub(super) effect: Option<String>,
    pub(super) reason: Option<String>,
    /// The legal date of the end.
    pub(super) ended_on: Option<Date>,
    /// The part's nominal (tiyn).
    pub(super) nominal: i64,
    /// Whether a published budget holds its money.
    pub(super) funded: bool,
    pub(super) performer: Performer,
    pub(super) contract: Contract,
    pub(super) weekdays: i16,
    pub(super) vacations: String,
    pub(super) planes: Planes,
    /// When attendance was last reported.
    pub(super) told_at: Option<Timestamp>,
    pub(super) money: Money,
}

/// What a day of a month is for one child.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// Somebody reported.
    Marked(Mark),
    /// Nobody reported in time.
    Missing,
    /// Not over yet, or the report is not late.
    Awaited,
    /// A day of the week on which the group does not meet.
    Weekend,
    /// A day off of the state.
    Holiday,
    /// The group's vacation.
    Vacation,
    /// No place on that day.
    Outside,
}

/// The latest day whose attendance ought to be there: the term of the pack after its end.
pub(super) fn reported_until(terms: &Terms, now: Timestamp) -> Date {
    let late = SignedDuration::from_hours(i64::from(terms.lms_freshness_hours));
    let then = now.checked_sub(late).unwrap_or(now);
    crate::platform::clock::Clock::legal_date(then).yesterday().unwrap_or(Date::MIN)
}

impl Stay {
    /// Its state by the machine of vouchers.
    pub(super) fn state(&self) -> State {
        let Money { due, paid, written_on, .. } = self.money;
        let sums = Sums { held: 0, written_off: written_on.is_some(), due, paid };
        State::of(sums, if self.is_empty() { self.effect() } else { None }).confirmed(self.contract.confirmed)
    }

    /// Whether no day of it is left.
    pub(super) fn is_empty(&self) -> bool {
        self.last_day < self.from_day
    }

    /// What its end did.
    pub(super) fn effect(&self) -> Option<Effect> {
        self.effect.as_deref().and_then(Effect::of)
    }

    /// As the voucher that continues its own has it: its place ended, the voucher goes on.
    pub(super) fn continued(self) -> Self {
        Self { effect: self.effect.map(|_| Effect::Release.code().to_owned()), ..self }
    }

    /// Its first day.
    pub(super) fn first(&self) -> Date {
        self.day(self.from_day)
    }

    /// Its last day; the day before its first when none is left.
    pub(super) fn last(&self) -> Date {
        if self.is_empty() { self.first().yesterday().unwrap_or(Date::MIN) } else { self.day(self.last_day) }
    }

    fn day(&self, day: i16) -> Date {
        let number = u32::try_from(day).unwrap_or(1).max(1);
        Month::of(self.month).day_or_last(number).unwrap_or(self.month)
    }

    /// The days on which the child has the place.
    pub(super) fn live(&self) -> DayMask {
        if self.is_empty() { 0 } else { Month::of(self.month).days_between(self.first(), self.last()) }
    }

    fn of_group(&self) -> GroupCalendar {
        GroupCalendar::parse(self.weekdays, &self.vacations)
            .unwrap_or(GroupCalendar { weekdays: law::amount::WORK_WEEK, vacations: Vec::new() })
    }

    /// The study days of the group; none in a year that the calendar does not know.
    pub(super) fn study(&self) -> DayMask {
        let calendar = self.of_group();
        let days = self.calendar.study_days(Month::of(self.month), calendar.weekdays, &calendar.vacations);
        days.unwrap_or(0)
    }

    /// The days whose report is late: enrolled study days up to a date of which nothing is known.
    pub(super) fn missing(&self, until: Date) -> DayMask {
        let over = Month::of(self.month).days_between(Date::MIN, until);
        self.study() & self.live() & over & !self.planes.said()
    }

    /// What a day of its month is.
    pub(super) fn day_kind(&self, day: u32, until: Date) -> Day {
        let bit = day_bit(day);
        if self.live() & bit == 0 {
            return Day::Outside;
        }
        if self.study() & bit != 0 {
            let marks = [Mark::Present, Mark::Excused, Mark::Unexcused, Mark::Leave, Mark::Closed];
            let said = marks.into_iter().find(|mark| self.planes.days(*mark) & bit != 0);
            return match said {
                Some(mark) => Day::Marked(mark),
                None if self.missing(until) & bit != 0 => Day::Missing,
                None => Day::Awaited,
            };
        }
        self.free_kind(day)
    }

    /// Why a day is no study day.
    fn free_kind(&self, day: u32) -> Day {
        let month = Month::of(self.month);
        let calendar = self.of_group();
        let date = month.day_or_last(day).unwrap_or(self.month);
        let weekday = date.weekday().to_monday_zero_offset();
        if calendar.weekdays.checked_shr(u32::try_from(weekday).unwrap_or(0)).unwrap_or(0) & 1 == 0 {
            Day::Weekend
        } else if self.calendar.off_days().contains(&date) {
            Day::Holiday
        } else {
            Day::Vacation
        }
    }
}

/// The numbers of the days of a mask: `3, 4, 17–19`.
pub(super) fn day_list(days: DayMask) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for day in (1..=31).filter(|day| days & day_bit(*day) != 0) {
        match runs.last_mut() {
            Some((_, last)) if last.checked_add(1) == Some(day) => *last = day,
            _ => runs.push((day, day)),
        }
    }
    let written = runs.into_iter().map(|(from, to)| match to.saturating_sub(from) {
        0 => from.to_string(),
        1 => format!("{from}, {to}"),
        _ => format!("{from}–{to}"),
    });
    written.collect::<Vec<_>>().join(", ")
}
