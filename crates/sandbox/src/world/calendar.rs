//! The two generated months: which days a group studies, and what each child did on them.

use rand::{Rng, RngCore};
use rand_chacha::ChaCha8Rng;

/// A month whose attendance the world writes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Month {
    September,
    October,
}

impl Month {
    pub(super) const BOTH: [Self; 2] = [Self::September, Self::October];

    /// `2026-09` or `2026-10`.
    pub(super) fn text(self) -> &'static str {
        match self {
            Self::September => "2026-09",
            Self::October => "2026-10",
        }
    }
}

/// Days of a month as bits: bit 1 is the 1st.
pub(super) type Days = u32;

/// The bits of `from..=to`; an empty set when reversed.
pub(super) fn days(from: u8, to: u8) -> Days {
    (from..=to.min(31)).fold(0, |set, day| set | 1 << day)
}

/// Five weekday sets of real timetables: the ordinary week, six days, six-day schools resting on Monday, four days, three.
pub(super) const WEEKDAYS: [&str; 5] = ["1 2 3 4 5", "1 2 3 4 5 6", "2 3 4 5 6", "1 2 3 4", "1 3 5"];

/// Two vacation calendars. No order gives them for private schools: they are invented.
pub(super) const VACATIONS: [&str; 2] = [
    "2026-10-26/2026-11-01;2026-12-31/2027-01-10;2027-03-19/2027-03-28",
    "2026-10-12/2026-10-18;2026-12-28/2027-01-08;2027-03-21/2027-03-29",
];

/// The study days of a group in a month, by the state calendar (spec 3.3).
pub(super) fn study_days(month: Month, weekdays: &str, vacations: &str) -> Days {
    let weekdays = weekdays.bytes().filter(u8::is_ascii_digit).fold(0, |set, digit| set | 1 << (digit - b'1'));
    let range = |vacation: &str| {
        let (from, to) = vacation.split_once('/')?;
        Some((law::month::parse_date(from)?, law::month::parse_date(to)?))
    };
    let vacations: Vec<_> = vacations.split(';').filter_map(range).collect();
    let days = law::Month::parse(month.text())
        .and_then(|month| law::Pack::kz().calendar.study_days(month, weekdays, &vacations).ok());
    // Law counts bits from 0.
    days.unwrap_or_default() << 1
}

/// What a timesheet cell holds; `Absent`'s letter is U in the exports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// No mark.
    None,
    /// Present, marked by QR.
    Scanned,
    /// Present, marked by hand.
    Present,
    /// Ill, with a certificate.
    Ill,
    /// Absent without a valid reason.
    Absent,
    /// Leave of a parent on application.
    Leave,
    /// The group was closed with a document.
    Closed,
    /// A planted letter that is no mark.
    Unknown,
}

/// The marks of a month by day; the first is the 1st.
pub(super) type Marks = [Mark; 31];

/// How a child goes through a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Habit {
    /// Comes, with ordinary absences.
    Comes,
    /// Is never seen: every day is an absence without a reason.
    NeverSeen,
}

/// Draws the marks of the enrolled study days. About seven marks of ten are presence by QR.
pub(super) fn attend(rng: &mut ChaCha8Rng, enrolled: Days, closed: Days, habit: Habit) -> Marks {
    let mut chances = [0_u8; 31];
    rng.fill_bytes(&mut chances);
    let mut ill_for = 0_u8;
    let mut marks = [Mark::None; 31];
    for (index, (mark, chance)) in marks.iter_mut().zip(chances).enumerate() {
        let bit = 1_u32 << (index + 1);
        if enrolled & bit == 0 {
            continue;
        }
        *mark = if closed & bit != 0 {
            Mark::Closed
        } else if habit == Habit::NeverSeen {
            Mark::Absent
        } else if ill_for > 0 {
            ill_for -= 1;
            Mark::Ill
        } else {
            match chance {
                0..=188 => Mark::Scanned,
                189..=243 => Mark::Present,
                244..=246 => {
                    ill_for = 2;
                    Mark::Ill
                }
                247..=251 => Mark::Absent,
                252..=255 => Mark::Leave,
            }
        };
    }
    marks
}

/// Three study days in a row on which a group was closed, for one group in forty.
pub(super) fn closed_days(rng: &mut ChaCha8Rng, study: Days) -> Days {
    if !rng.random_ratio(1, 40) {
        return 0;
    }
    let first = rng.random_range(2..20);
    (first..=31_u8).filter(|day| study & 1 << day != 0).take(3).fold(0, |set, day| set | 1 << day)
}
