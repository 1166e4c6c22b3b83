//! Working days, legal terms and study days (spec 3.3).
//!
//! The calendar is built once from the pack's rules: every entered year becomes a table of days, so that counting
//! working days between two dates and adding them are look-ups.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use crate::Refusal;
use crate::month::{DayMask, Month, day_bit, day_of};

/// The pack's `calendar.toml`: entered years, holidays and decrees.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarData {
    /// Entered years, consecutive and ascending.
    pub years: Vec<i16>,
    /// ISO weekdays that are the state's weekend (1 = Monday … 7 = Sunday).
    pub weekend: Vec<i8>,
    /// Holidays on the same day every year.
    pub holidays: Vec<Holiday>,
    /// Feasts with a date of their own each year; they do not move.
    pub feasts: Vec<Feast>,
    /// Working days made free.
    pub decreed_off: Vec<Decree>,
    /// Weekend days made working.
    pub decreed_worked: Vec<Decree>,
}

/// A yearly holiday.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    pub name: String,
    pub month: i8,
    pub day: i8,
    /// Whether it moves to the next free working day when it falls on a weekend.
    pub moves: bool,
    /// First year, when it was not always one.
    pub from: Option<i16>,
    /// Last year, when it is no longer one.
    pub through: Option<i16>,
}

/// A feast on one date.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Feast {
    pub name: String,
    pub date: Date,
}

/// A day changed by decree.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Decree {
    pub date: Date,
    pub act: String,
}

/// What a legal term is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    WorkingDays(i64),
    Days(i64),
    Months(i64),
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct MonthRow {
    /// Index of the month's first day among all days.
    first: usize,
    /// Days of each ISO weekday, Monday first.
    weekdays: [DayMask; 7],
    /// Non-working holidays: on their own day, moved or decreed.
    off: DayMask,
}

/// The state calendar of the entered years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    start: Month,
    months: Vec<MonthRow>,
    /// Working days before each day; one longer than the days.
    worked_before: Vec<u32>,
    off_days: BTreeSet<Date>,
    worked_days: BTreeSet<Date>,
}

impl Calendar {
    /// Builds the tables. `None` when the years are empty, not consecutive or outside 1–9999, or a holiday has no such date.
    pub fn build(data: &CalendarData) -> Option<Calendar> {
        let start = Month::try_new(*data.years.first()?, 1)?;
        let consecutive = data.years.iter().zip(start.year()..).all(|(year, expected)| *year == expected);
        let off_days = off_days(data)?;
        if !consecutive || !data.weekend.iter().all(|day| (1..=7).contains(day)) {
            return None;
        }
        let worked_days: BTreeSet<Date> = data.decreed_worked.iter().map(|decree| decree.date).collect();
        let mut calendar = Calendar { start, months: Vec::new(), worked_before: vec![0], off_days, worked_days };
        let mut month = start;
        for _ in 0..data.years.len().checked_mul(12)? {
            calendar.push_month(month, &data.weekend)?;
            month = month.next().unwrap_or(month);
        }
        Some(calendar)
    }

    fn push_month(&mut self, month: Month, weekend: &[i8]) -> Option<()> {
        let mut row = MonthRow { first: self.days(), weekdays: [0; 7], off: 0 };
        let mut worked = self.worked_before.last().copied()?;
        for day in 1..=month.days() {
            let date = month.day_or_last(day)?;
            let weekday = date.weekday().to_monday_one_offset();
            let column = usize::try_from(weekday.checked_sub(1)?).ok()?;
            *row.weekdays.get_mut(column)? |= day_bit(day);
            if self.off_days.contains(&date) {
                row.off |= day_bit(day);
            }
            let free = weekend.contains(&weekday) || self.off_days.contains(&date);
            worked = worked.checked_add(u32::from(!free || self.worked_days.contains(&date)))?;
            self.worked_before.push(worked);
        }
        self.months.push(row);
        Some(())
    }

    /// Holidays that are not worked: on their own day, moved or decreed. Weekends are not listed.
    pub fn off_days(&self) -> &BTreeSet<Date> {
        &self.off_days
    }

    /// Weekend days that are worked by decree.
    pub fn worked_days(&self) -> &BTreeSet<Date> {
        &self.worked_days
    }

    /// Whether the state works on `date`; `calendar.unknown_year` outside the entered years.
    pub fn is_working(&self, date: Date) -> Result<bool, Refusal> {
        let index = self.index(date)?;
        Ok(self.worked_before(index) < self.worked_before(index.saturating_add(1)))
    }

    /// Working days from `from` to `to`, both included. Refuses with `period.reversed`, then `calendar.unknown_year`.
    pub fn working_days(&self, from: Date, to: Date) -> Result<u32, Refusal> {
        if from > to {
            return Err(Refusal::PeriodReversed);
        }
        let (first, last) = (self.index(from)?, self.index(to)?);
        Ok(self.worked_before(last.saturating_add(1)).saturating_sub(self.worked_before(first)))
    }

    /// The date `days` working days after `date`; the day after counts as 1.
    /// Refuses with `days.not_positive`, then `calendar.unknown_year`, also when the count leaves the entered years.
    pub fn add_working_days(&self, date: Date, days: i64) -> Result<Date, Refusal> {
        if days <= 0 {
            return Err(Refusal::DaysNotPositive);
        }
        let start = self.index(date)?.saturating_add(1);
        let target = i64::from(self.worked_before(start)).saturating_add(days);
        let after = self.worked_before.partition_point(|worked| i64::from(*worked) < target);
        self.date_at(after.saturating_sub(1))
    }

    /// The last day of a legal term that starts the day after `event`. A term in months ends on the event's day of the
    /// month or the month's last; one in days or months moves from a non-working day to the next working one.
    /// Refusals as [`Calendar::add_working_days`]. The term ends at 23:59:59 Asia/Almaty of the day returned.
    pub fn deadline(&self, event: Date, term: Term) -> Result<Date, Refusal> {
        let (Term::WorkingDays(count) | Term::Days(count) | Term::Months(count)) = term;
        if count <= 0 {
            return Err(Refusal::DaysNotPositive);
        }
        let start = self.index(event)?;
        let end = match term {
            Term::WorkingDays(days) => return self.add_working_days(event, days),
            Term::Days(days) => usize::try_from(days)
                .ok()
                .and_then(|days| start.checked_add(days))
                .ok_or(Refusal::CalendarUnknownYear)?,
            Term::Months(months) => {
                let month = Month::of(event).plus(months).ok_or(Refusal::CalendarUnknownYear)?;
                self.index(month.day_or_last(day_of(event)).ok_or(Refusal::CalendarUnknownYear)?)?
            }
        };
        let worked = self.worked_before(end);
        let after = self.worked_before.partition_point(|before| *before <= worked);
        self.date_at(after.saturating_sub(1).max(end))
    }

    /// The study days of a month for a group: days of its ISO `weekdays` (bit 0 = Monday) without non-working holidays
    /// and `vacations`. A worked weekend adds none; a group that works that weekday keeps it.
    /// Refuses with `calendar.unknown_year`.
    pub fn study_days(&self, month: Month, weekdays: u8, vacations: &[(Date, Date)]) -> Result<DayMask, Refusal> {
        let row = self.row(month).ok_or(Refusal::CalendarUnknownYear)?;
        let mut days = 0;
        for (column, mask) in row.weekdays.iter().enumerate() {
            if weekdays.checked_shr(u32::try_from(column).unwrap_or(u32::MAX)).unwrap_or(0) & 1 == 1 {
                days |= mask;
            }
        }
        let free = vacations.iter().fold(row.off, |free, (from, to)| free | month.days_between(*from, *to));
        Ok(days & !free)
    }

    fn days(&self) -> usize {
        self.worked_before.len().saturating_sub(1)
    }

    fn worked_before(&self, index: usize) -> u32 {
        self.worked_before.get(index).or(self.worked_before.last()).copied().unwrap_or(0)
    }

    fn row(&self, month: Month) -> Option<&MonthRow> {
        let offset = month.index().checked_sub(self.start.index())?;
        self.months.get(usize::try_from(offset).ok()?)
    }

    fn index(&self, date: Date) -> Result<usize, Refusal> {
        let day = usize::try_from(day_of(date)).unwrap_or(0);
        let row = self.row(Month::of(date)).ok_or(Refusal::CalendarUnknownYear)?;
        Ok(row.first.saturating_add(day).saturating_sub(1))
    }

    fn date_at(&self, index: usize) -> Result<Date, Refusal> {
        if index >= self.days() {
            return Err(Refusal::CalendarUnknownYear);
        }
        let date = || {
            let offset = self.months.partition_point(|row| row.first <= index).checked_sub(1)?;
            let day = index.checked_sub(self.months.get(offset)?.first)?.checked_add(1)?;
            self.start.plus(i64::try_from(offset).ok()?)?.day_or_last(u32::try_from(day).ok()?)
        };
        date().ok_or(Refusal::CalendarUnknownYear)
    }
}

/// All holidays and decreed days off, with each moving holiday's substitute, in date order (spec 3.3).
fn off_days(data: &CalendarData) -> Option<BTreeSet<Date>> {
    let mut fixed: BTreeSet<Date> = data.feasts.iter().map(|feast| feast.date).collect();
    fixed.extend(data.decreed_off.iter().map(|decree| decree.date));
    let mut moving = BTreeSet::new();
    for year in &data.years {
        for holiday in data.holidays.iter().filter(|holiday| holiday.is_in(*year)) {
            let date = Date::new(*year, holiday.month, holiday.day).ok()?;
            if holiday.moves {
                moving.insert(date);
            }
            fixed.insert(date);
        }
    }
    let weekend = |date: Date| data.weekend.contains(&date.weekday().to_monday_one_offset());
    for holiday in moving.into_iter().filter(|date| weekend(*date)) {
        let mut next = holiday.tomorrow().ok()?;
        while weekend(next) || fixed.contains(&next) {
            next = next.tomorrow().ok()?;
        }
        fixed.insert(next);
    }
    Some(fixed)
}

impl Holiday {
    fn is_in(&self, year: i16) -> bool {
        self.from.is_none_or(|from| from <= year) && self.through.is_none_or(|through| year <= through)
    }
}

#[cfg(test)]
#[path = "calendar_tests.rs"]
mod tests;
