//! A calendar month and its days as bits.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Days of one month: bit 0 is day 1, bit 30 is day 31.
pub type DayMask = u32;

/// A month of the years 1–9999, written `YYYY-MM`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month, or nothing outside the years 1–9999 and the months 1–12.
    pub fn try_new(year: i16, month: i8) -> Option<Month> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then_some(Month { year, month })
    }

    /// The month that `date` lies in.
    pub fn of(date: Date) -> Month {
        Month { year: date.year(), month: date.month() }
    }

    /// Reads exactly `YYYY-MM`.
    pub fn parse(text: &str) -> Option<Month> {
        let [y1, y2, y3, y4, b'-', m1, m2] = text.as_bytes() else { return None };
        let year = number(&[*y1, *y2, *y3, *y4])?;
        Month::try_new(i16::try_from(year).ok()?, i8::try_from(number(&[*m1, *m2])?).ok()?)
    }

    pub fn year(self) -> i16 {
        self.year
    }

    /// 1 is January.
    pub fn month(self) -> i8 {
        self.month
    }

    /// The number of days, 28–31.
    pub fn days(self) -> u32 {
        let leap = self.year % 4 == 0 && (self.year % 100 != 0 || self.year % 400 == 0);
        match self.month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    /// The following month; nothing after 9999-12.
    pub fn next(self) -> Option<Month> {
        self.plus(1)
    }

    /// The month `n` months on; nothing outside the years 1–9999.
    pub fn plus(self, n: i64) -> Option<Month> {
        let index = self.index().checked_add(n)?;
        let year = i16::try_from(index.checked_div_euclid(12)?).ok()?;
        Month::try_new(year, i8::try_from(index.checked_rem_euclid(12)?.checked_add(1)?).ok()?)
    }

    /// Months since the year 0, so that the difference of two is their distance.
    pub fn index(self) -> i64 {
        i64::from(self.year).saturating_mul(12).saturating_add(i64::from(self.month)).saturating_sub(1)
    }

    /// The given day, cut to the month's last one.
    pub fn day_or_last(self, day: u32) -> Option<Date> {
        Date::new(self.year, self.month, i8::try_from(day.min(self.days())).ok()?).ok()
    }

    pub fn first(self) -> Date {
        Date::constant(self.year, self.month, 1)
    }

    /// The month's last date.
    pub fn last(self) -> Date {
        self.first().last_of_month()
    }

    /// All days of the month.
    pub fn all_days(self) -> DayMask {
        days_up_to(self.days())
    }

    /// The bits of the days of this month within `[from, to]`, both included; none when reversed or elsewhere.
    pub fn days_between(self, from: Date, to: Date) -> DayMask {
        let before = match Month::of(from).cmp(&self) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Equal => days_up_to(day_of(from).saturating_sub(1)),
            std::cmp::Ordering::Greater => return 0,
        };
        let until = match Month::of(to).cmp(&self) {
            std::cmp::Ordering::Less => return 0,
            std::cmp::Ordering::Equal => days_up_to(day_of(to)),
            std::cmp::Ordering::Greater => self.all_days(),
        };
        until & !before
    }
}

/// The bits of the days 1 to `day`; none for 0.
pub fn days_up_to(day: u32) -> DayMask {
    1u32.checked_shl(day).map_or(DayMask::MAX, |bit| bit.saturating_sub(1))
}

/// The bit of one day, 1–31; none for others.
pub fn day_bit(day: u32) -> DayMask {
    if (1..=31).contains(&day) { 1u32.checked_shl(day.saturating_sub(1)).unwrap_or(0) } else { 0 }
}

/// The day of the month, 1–31.
pub fn day_of(date: Date) -> u32 {
    u32::from(date.day().unsigned_abs())
}

/// Reads exactly `YYYY-MM-DD` of the years 1–9999.
pub fn parse_date(text: &str) -> Option<Date> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return None };
    let year = i16::try_from(number(&[*y1, *y2, *y3, *y4])?).ok()?;
    let month = Month::try_new(year, i8::try_from(number(&[*m1, *m2])?).ok()?)?;
    let day = number(&[*d1, *d2])?;
    (1..=month.days()).contains(&day).then(|| month.day_or_last(day)).flatten()
}

/// Days since 1970-01-01, negative before it; exact for every date of the years 1–9999.
pub(crate) fn days_since_epoch(date: Date) -> i32 {
    let years = i32::from(date.year()).saturating_sub(1);
    let leap_days = (years / 4).saturating_sub(years / 100).saturating_add(years / 400);
    let before_year = years.saturating_mul(365).saturating_add(leap_days);
    before_year.saturating_add(i32::from(date.day_of_year())).saturating_sub(719_163)
}

/// Reads ASCII digits only: no sign, no space.
pub(crate) fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0u32, |sum, digit| {
        let value = u32::from(digit.is_ascii_digit().then(|| digit.wrapping_sub(b'0'))?);
        sum.checked_mul(10)?.checked_add(value)
    })
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Month, D::Error> {
        let text = String::deserialize(from)?;
        Month::parse(&text).ok_or_else(|| D::Error::custom("a month is written YYYY-MM"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn days_are_counted_as_the_calendar_library_counts_them() {
        let epoch = Date::constant(1970, 1, 1);
        for year in 1..=9999 {
            for (month, day) in [(1, 1), (2, 28), (3, 1), (12, 31)] {
                let date = Date::constant(year, month, day);
                assert_eq!(days_since_epoch(date), epoch.until(date).unwrap().get_days(), "{date}");
            }
        }
    }

    #[test]
    fn months_and_dates_are_read_exactly_as_written() {
        assert_eq!(Month::parse("2026-09"), Month::try_new(2026, 9));
        for wrong in ["2026-9", "2026-13", "2026-00", "0000-01", "+026-01", "2026/01", "2026-01-01", "", "２026-1"] {
            assert_eq!(Month::parse(wrong), None, "{wrong}");
        }
        assert!(parse_date("0001-01-01").is_some());
        assert!(parse_date("9999-12-31").is_some());
        assert!(parse_date("2024-02-29").is_some());
        assert!(parse_date("2000-02-29").is_some());
        for wrong in [
            "2025-02-29",
            "1900-02-29",
            "2026-04-31",
            "2026-01-00",
            "2026-01-32",
            "0000-01-01",
            "2026-1-01",
            "20260101",
            "2026-01-01 ",
            "2026-01-0a",
        ] {
            assert_eq!(parse_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn february_is_long_in_leap_years_alone() {
        let days = |year| Month::try_new(year, 2).map(Month::days);
        assert_eq!([1900, 2000, 2024, 2025, 2100, 2400].map(days), [28, 29, 29, 28, 28, 29].map(Some));
    }

    #[test]
    fn the_edges_of_time_are_edges() {
        assert_eq!(Month::parse("9999-12").unwrap().next(), None);
        assert_eq!(Month::parse("0001-01").unwrap().plus(-1), None);
        assert_eq!(Month::parse("2025-12").unwrap().next(), Month::parse("2026-01"));
        assert_eq!(Month::parse("2026-01").unwrap().plus(-1), Month::parse("2025-12"));
        assert_eq!(Month::parse("2026-01").unwrap().plus(i64::MAX), None);
        assert_eq!(days_up_to(0), 0);
        assert_eq!(days_up_to(31), 0x7fff_ffff);
        assert_eq!(days_up_to(32), u32::MAX);
        assert_eq!((day_bit(0), day_bit(1), day_bit(31), day_bit(32)), (0, 1, 1 << 30, 0));
    }

    proptest! {
        #[test]
        fn the_days_of_a_month_agree_with_the_calendar_library(year in 1i16..=9999, month in 1i8..=12) {
            let m = Month::try_new(year, month).unwrap();
            prop_assert_eq!(m.days(), u32::from(m.first().days_in_month().unsigned_abs()));
            prop_assert_eq!(Month::parse(&m.to_string()), Some(m));
            prop_assert_eq!(day_of(m.last()), m.days());
            prop_assert_eq!(m.day_or_last(31).unwrap(), m.last());
        }

        #[test]
        fn days_between_agree_with_counting_them(a in -40i64..80, b in -40i64..80) {
            let m = Month::parse("2026-02").unwrap();
            let day = |n: i64| m.first().checked_add(jiff::Span::new().days(n)).unwrap();
            let (from, to) = (day(a), day(b));
            let mut naive = 0;
            for d in 1..=m.days() {
                let date = m.day_or_last(d).unwrap();
                if from <= date && date <= to {
                    naive |= 1 << (d - 1);
                }
            }
            prop_assert_eq!(m.days_between(from, to), naive);
        }
    }
}
