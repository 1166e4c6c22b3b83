//! The month of a group as a grid: what each day of each child is, what is missing, what will be paid as known now; pure.

use jiff::civil::{Date, Weekday};
use law::{
    Calendar, DayMask, Minor, Month, Terms,
    amount::{AmountTerms, Marks, MonthFacts, amount_due},
    month::{day_bit, days_up_to},
};

use super::store::attendance::{Group, Place};
use crate::{
    attendance::{Mark, Planes},
    cabinets::days::kind,
    parties::GroupCalendar,
    platform::blocks::DayKind,
};

/// The marks of a timesheet in the order of its legend.
pub(super) const MARKS: [Mark; 5] = [Mark::Present, Mark::Excused, Mark::Unexcused, Mark::Leave, Mark::Closed];

/// What a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// The group meets.
    Study,
    /// It never meets on this day of the week.
    Weekend,
    /// A holiday of the state calendar.
    Holiday,
    /// A vacation of the group.
    Vacation,
}

impl Column {
    /// What the pages show it as; where the group meets, its cells tell more.
    pub(super) fn kind(self) -> DayKind {
        match self {
            Self::Study => DayKind::Ahead,
            Self::Weekend => DayKind::Weekend,
            Self::Holiday => DayKind::Holiday,
            Self::Vacation => DayKind::Vacation,
        }
    }
}

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// The group does not meet.
    Free,
    /// The child is not enrolled on that day.
    Outside,
    /// It has not come yet.
    Ahead,
    /// Enrolled, the day is over, nothing was said.
    Missing,
    /// A mark.
    Marked {
        /// Which.
        mark: Mark,
        /// Taken by QR.
        qr: bool,
    },
    /// A mark on a day on which the child is not enrolled or the group does not meet: it counts for nothing.
    Conflict(Mark),
}

impl Cell {
    /// What the pages show it as, in its column.
    pub(super) fn kind(self, column: Column) -> DayKind {
        match self {
            Self::Free => column.kind(),
            Self::Outside => DayKind::Outside,
            Self::Ahead => DayKind::Ahead,
            Self::Missing => DayKind::Missing,
            Self::Marked { mark, .. } => kind(mark),
            Self::Conflict(_) => DayKind::Conflict,
        }
    }

    /// Whose letter it shows: a conflict shows that of the mark that counts for nothing.
    pub(super) fn letter(self, column: Column) -> DayKind {
        if let Self::Conflict(mark) = self { kind(mark) } else { self.kind(column) }
    }
}

/// The days of a group's month.
#[derive(Clone, Debug)]
pub(super) struct Days {
    pub(super) month: Month,
    pub(super) columns: Vec<Column>,
    /// Days on which the group meets.
    pub(super) study: DayMask,
    /// Days that are over.
    pub(super) past: DayMask,
}

impl Days {
    /// The days of a month by the group's calendar; nothing when the calendar cannot be read or does not know the year.
    pub(super) fn of(group: &Group, month: Date, today: Date, calendar: &Calendar) -> Option<Self> {
        Self::by(GroupCalendar::parse(group.weekdays, &group.vacations)?, month, today, calendar)
    }

    /// As [`Self::of`], by the parts of a calendar.
    pub(super) fn by(of: GroupCalendar, month: Date, today: Date, calendar: &Calendar) -> Option<Self> {
        let month = Month::of(month);
        let study = calendar.study_days(month, of.weekdays, &of.vacations).ok()?;
        let column = |day: u32| {
            let date = month.day_or_last(day)?;
            Some(if study & day_bit(day) != 0 {
                Column::Study
            } else if of.vacations.iter().any(|(from, to)| (*from..=*to).contains(&date)) {
                Column::Vacation
            } else if of.weekdays & weekday_bit(date.weekday()) == 0 {
                Column::Weekend
            } else {
                Column::Holiday
            })
        };
        let columns = (1..=month.days()).map(column).collect::<Option<Vec<_>>>()?;
        Some(Self { month, columns, study, past: past(month, today) })
    }
}

fn weekday_bit(day: Weekday) -> u8 {
    1_u8.checked_shl(u32::from(day.to_monday_zero_offset().unsigned_abs())).unwrap_or(0)
}

/// The days before today; all of a month that is over, none of one that has not begun.
fn past(month: Month, today: Date) -> DayMask {
    month.all_days() & month.days_between(month.first(), today.yesterday().unwrap_or(today))
}

/// A row of the grid.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// Days seen.
    pub(super) present: u32,
    /// Days that would be paid; known once nothing of the month is missing.
    pub(super) payable: Option<u32>,
    /// What would be due (tiyn), likewise.
    pub(super) due: Option<i64>,
    /// Enrolled study days that are over, and those of them that nothing was said of.
    pub(super) expected: u32,
    pub(super) missing: u32,
    /// Marks that count for nothing.
    pub(super) conflicts: u32,
}

impl Row {
    /// Whether somebody has to look at it.
    pub(super) fn is_problem(&self) -> bool {
        self.missing > 0 || self.conflicts > 0
    }
}

impl Place {
    /// The days that are left of it.
    pub(super) fn live(&self) -> DayMask {
        span(self.from_day, self.last_day)
    }
}

/// Days from one to another, both included.
pub(super) fn span(from: i16, to: i16) -> DayMask {
    let until = |day: i16| days_up_to(u32::try_from(day).unwrap_or(0));
    until(to) & !until(from.saturating_sub(1))
}

/// The marks of some days.
pub(super) fn marks(planes: Planes, days: DayMask) -> Marks {
    Marks {
        present: planes.days(Mark::Present) & days,
        ill: planes.days(Mark::Excused) & days,
        unexcused: planes.days(Mark::Unexcused) & days,
        leave: planes.days(Mark::Leave) & days,
        closed: planes.days(Mark::Closed) & days,
    }
}

/// The row of a place.
pub(super) fn row(place: &Place, days: &Days, terms: &Terms) -> Row {
    let live = place.live() & days.month.all_days();
    let counted = live & days.study;
    let said = place.planes.said();
    let facts = MonthFacts {
        study: days.study,
        enrolled: live,
        marks: marks(place.planes, counted),
        nominal: Minor::new(place.nominal),
        leave_days_used: place.leave_used,
        parental_fee: None,
    };
    let amount = amount_due(AmountTerms::from(terms), &facts).ok();
    Row {
        cells: (1..=days.month.days()).map(|day| cell(place.planes, (live, days), day)).collect(),
        present: (place.planes.days(Mark::Present) & counted).count_ones(),
        payable: amount.map(|amount| amount.payable_days),
        due: amount.map(|amount| amount.due.tiyn()),
        expected: (counted & days.past).count_ones(),
        missing: (counted & days.past & !said).count_ones(),
        conflicts: (said & !counted).count_ones(),
    }
}

/// What a day is.
pub(super) fn cell(planes: Planes, (live, days): (DayMask, &Days), day: u32) -> Cell {
    let bit = day_bit(day);
    let mark = MARKS.into_iter().find(|mark| planes.days(*mark) & bit != 0);
    match mark {
        Some(mark) if live & days.study & bit != 0 => Cell::Marked { mark, qr: planes.qr & bit != 0 },
        Some(mark) => Cell::Conflict(mark),
        None if days.study & bit == 0 => Cell::Free,
        None if live & bit == 0 => Cell::Outside,
        None if days.past & bit == 0 => Cell::Ahead,
        None => Cell::Missing,
    }
}

/// How complete a month is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Completeness {
    /// Child-days that are over and should be known.
    pub(super) expected: u64,
    /// Of them unknown.
    pub(super) missing: u64,
    /// Children of whom something is missing.
    pub(super) children: u64,
    /// Marks that count for nothing.
    pub(super) conflicts: u64,
}

impl Completeness {
    /// Of rows.
    pub(super) fn of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Self {
        rows.into_iter().fold(Self::default(), |sum, row| Self {
            expected: sum.expected.saturating_add(u64::from(row.expected)),
            missing: sum.missing.saturating_add(u64::from(row.missing)),
            children: sum.children.saturating_add(u64::from(row.missing > 0)),
            conflicts: sum.conflicts.saturating_add(u64::from(row.conflicts)),
        })
    }

    /// Both together.
    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            expected: self.expected.saturating_add(other.expected),
            missing: self.missing.saturating_add(other.missing),
            children: self.children.saturating_add(other.children),
            conflicts: self.conflicts.saturating_add(other.conflicts),
        }
    }

    /// Hundredths of a percent that are known, rounded down so that 100 % means everything; none while nothing is expected.
    pub(super) fn share(self) -> Option<i64> {
        let known = u128::from(self.expected.saturating_sub(self.missing));
        let share = known.saturating_mul(10_000).checked_div(u128::from(self.expected))?;
        i64::try_from(share).ok()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use law::Pack;
    use uuid::Uuid;

    use super::*;
    use crate::attendance::Said;

    fn days(today: Date) -> Days {
        let of = GroupCalendar::parse(31, "2026-10-12/2026-10-18").unwrap();
        Days::by(of, date(2026, 10, 1), today, &Pack::kz().calendar).unwrap()
    }

    fn place(from_day: i16, last_day: i16, said: &[(u32, Mark)]) -> Place {
        let mut planes = Planes::default();
        for (day, mark) in said {
            planes.say(*day, Said::new(*mark, "qr").unwrap());
        }
        Place {
            group: Uuid::nil(),
            contract: Uuid::nil(),
            contract_number: String::new(),
            voucher: String::new(),
            from_day,
            last_day,
            person: (0, Uuid::nil()),
            name_cipher: Vec::new(),
            wrapped_key: None,
            planes,
            nominal: 1600,
            leave_used: 0,
        }
    }

    fn terms() -> &'static Terms {
        Pack::kz().latest_terms("school").unwrap()
    }

    #[test]
    fn columns_tell_weekends_holidays_and_vacations_apart() {
        let days = days(date(2026, 11, 5));
        let of = |column| -> Vec<usize> {
            let all = days.columns.iter().zip(1..).filter(|(known, _)| **known == column);
            all.map(|(_, day)| day).collect()
        };
        assert_eq!(of(Column::Weekend), [3, 4, 10, 11, 24, 25, 31]);
        assert_eq!(of(Column::Vacation), [12, 13, 14, 15, 16, 17, 18]);
        // 25 October is a Sunday: the day off moves to Monday.
        assert_eq!(of(Column::Holiday), [26]);
        assert_eq!(of(Column::Study).len(), 16);
    }

    #[test]
    fn a_cell_says_what_is_missing_what_is_ahead_and_what_does_not_count() {
        let days = days(date(2026, 10, 8));
        let place = place(5, 31, &[(1, Mark::Present), (5, Mark::Present), (10, Mark::Present), (6, Mark::Excused)]);
        let row = row(&place, &days, terms());
        let at = |day: usize| row.cells[day - 1];
        assert_eq!([at(1), at(10)], [Cell::Conflict(Mark::Present); 2]);
        assert_eq!(at(2), Cell::Outside);
        assert_eq!(at(3), Cell::Free);
        assert_eq!(at(5), Cell::Marked { mark: Mark::Present, qr: true });
        assert_eq!((at(7), at(8), at(12)), (Cell::Missing, Cell::Ahead, Cell::Free));
        assert_eq!((row.present, row.expected, row.missing, row.conflicts, row.payable), (1, 3, 1, 2, None));
        assert!(row.is_problem());
    }

    #[test]
    fn what_is_paid_is_known_once_the_month_is_complete() {
        let days = days(date(2026, 11, 5));
        let study: Vec<u32> = (1..=31).filter(|day| days.study & day_bit(*day) != 0).collect();
        let all: Vec<(u32, Mark)> = study.iter().map(|day| (*day, Mark::Present)).collect();
        let full = row(&place(1, 31, &all), &days, terms());
        assert_eq!((full.payable, full.due, full.is_problem()), (Some(16), Some(1600), false));
        let half = row(&place(1, 31, &all[..15]), &days, terms());
        assert_eq!((half.payable, half.missing), (None, 1));
        let sum = Completeness::of([&full, &half]);
        assert_eq!(sum, Completeness { expected: 32, missing: 1, children: 1, conflicts: 0 });
        assert_eq!((sum.share(), Completeness::default().share()), (Some(9687), None));
    }
}
