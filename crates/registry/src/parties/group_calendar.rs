//! The calendar of a group as its revision keeps it: weekdays as bits, vacations as `2026-11-01/2026-11-08;…`; pure.

use jiff::civil::Date;
use law::month::parse_date;

/// The days on which a group meets, before the state's holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupCalendar {
    /// Bit 0 is Monday.
    pub weekdays: u8,
    /// Both ends included.
    pub vacations: Vec<(Date, Date)>,
}

impl GroupCalendar {
    /// Reads a revision; nothing when it is not in its form.
    #[must_use]
    pub fn parse(weekdays: i16, vacations: &str) -> Option<Self> {
        let weekdays = u8::try_from(weekdays).ok().filter(|days| (1..=127).contains(days))?;
        let spans = vacations.split(';').map(str::trim).filter(|span| !span.is_empty());
        let vacations =
            spans.map(|span| span.split_once('/').and_then(|(from, to)| Some((parse_date(from)?, parse_date(to)?))));
        Some(Self { weekdays, vacations: vacations.collect::<Option<_>>()? })
    }
}
