use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::Pack;

fn calendar() -> &'static Calendar {
    &Pack::kz().calendar
}

fn works(day: Date) -> bool {
    let weekend = day.weekday().to_monday_one_offset() > 5;
    let calendar = calendar();
    (!weekend && !calendar.off_days().contains(&day)) || calendar.worked_days().contains(&day)
}

#[test]
fn the_calendar_agrees_with_an_independent_one() {
    let listed = include_str!("../../../testdata/holidays-kz.csv");
    let rows = |kind: &str| -> BTreeSet<Date> {
        let rows = listed.lines().skip(2).map(|row| row.split(',').collect::<Vec<_>>());
        rows.filter(|row| row[1] == kind).map(|row| row[0].parse().unwrap()).collect()
    };
    // No difference is known between the package `holidays` 0.108 and spec 3.3; one would be listed here, and the spec wins.
    let known_differences: BTreeSet<Date> = BTreeSet::new();
    let differences: BTreeSet<Date> = rows("off").symmetric_difference(calendar().off_days()).copied().collect();
    assert_eq!(differences, known_differences);
    assert_eq!(&rows("worked"), calendar().worked_days());
}

#[test]
fn years_that_are_not_entered_are_unknown() {
    let (before, first, last, after) = (date(2023, 12, 31), date(2024, 1, 1), date(2027, 12, 31), date(2028, 1, 1));
    for (from, to) in [(before, last), (first, after), (Date::MIN, Date::MAX)] {
        assert_eq!(calendar().working_days(from, to), Err(Refusal::CalendarUnknownYear));
    }
    assert!(calendar().working_days(first, last).is_ok());
    assert_eq!(calendar().working_days(after, before), Err(Refusal::PeriodReversed));
    assert_eq!(calendar().add_working_days(before, 0), Err(Refusal::DaysNotPositive));
    assert_eq!(calendar().add_working_days(before, 1), Err(Refusal::CalendarUnknownYear));
    assert_eq!(calendar().add_working_days(first, i64::MAX), Err(Refusal::CalendarUnknownYear));
    assert_eq!(calendar().add_working_days(last, 1), Err(Refusal::CalendarUnknownYear));
    assert_eq!(calendar().add_working_days(date(2027, 12, 30), 1), Ok(last));
    assert_eq!(calendar().is_working(last), Ok(true));
    assert_eq!(calendar().is_working(first), Ok(false));
    assert_eq!(calendar().is_working(after), Err(Refusal::CalendarUnknownYear));
    assert_eq!(calendar().study_days(Month::parse("2028-01").unwrap(), 127, &[]), Err(Refusal::CalendarUnknownYear));
    assert_eq!(calendar().study_days(Month::parse("2023-12").unwrap(), 127, &[]), Err(Refusal::CalendarUnknownYear));
}

#[test]
fn terms_end_as_the_law_counts_them() {
    for (event, term, end) in [
        (date(2026, 1, 31), Term::Months(1), date(2026, 3, 2)),
        (date(2024, 1, 31), Term::Months(1), date(2024, 2, 29)),
        (date(2024, 2, 29), Term::Months(12), date(2025, 2, 28)),
        (date(2026, 3, 5), Term::Days(3), date(2026, 3, 10)),
        (date(2024, 5, 3), Term::Days(1), date(2024, 5, 4)),
        (date(2024, 5, 3), Term::WorkingDays(1), date(2024, 5, 4)),
        (date(2027, 12, 30), Term::Days(1), date(2027, 12, 31)),
    ] {
        assert_eq!(calendar().deadline(event, term), Ok(end), "{event} {term:?}");
    }
    for term in [Term::Days(0), Term::Months(-1), Term::WorkingDays(0)] {
        assert_eq!(calendar().deadline(Date::MIN, term), Err(Refusal::DaysNotPositive));
    }
    for term in [Term::Days(1), Term::Months(1), Term::WorkingDays(1), Term::Days(i64::MAX), Term::Months(i64::MAX)] {
        assert_eq!(calendar().deadline(date(2027, 12, 31), term), Err(Refusal::CalendarUnknownYear), "{term:?}");
        assert_eq!(calendar().deadline(Date::MAX, term), Err(Refusal::CalendarUnknownYear), "{term:?}");
    }
}

#[test]
fn a_worked_weekend_adds_no_study_day_and_takes_none() {
    let may = Month::parse("2024-05").unwrap();
    assert_eq!(calendar().study_days(may, 0b001_1111, &[]).unwrap() & day_bit(4), 0);
    assert_eq!(calendar().study_days(may, 0b010_0000, &[]).unwrap() & day_bit(4), day_bit(4));
    assert_eq!(calendar().study_days(may, 0, &[]), Ok(0));
}

#[test]
fn a_calendar_with_gaps_or_impossible_days_is_not_built() {
    let good = Pack::kz().calendar_data.clone();
    let broken = |change: fn(&mut CalendarData)| {
        let mut data = good.clone();
        change(&mut data);
        Calendar::build(&data).is_none()
    };
    assert!(!broken(|_| {}));
    assert!(broken(|data| data.years.clear()));
    assert!(broken(|data| data.years = vec![2024, 2026]));
    assert!(broken(|data| data.years = vec![0]));
    assert!(broken(|data| data.weekend = vec![8]));
    assert!(broken(|data| data.holidays[0].day = 32));
    assert!(!broken(|data| data.years = vec![9998, 9999]));
}

proptest! {
    #[test]
    fn counting_agrees_with_walking_day_by_day(start in 0i64..1461, length in 0i64..1461, add in 1i64..900) {
        let day = |n: i64| date(2024, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
        let (from, to) = (day(start), day((start + length).min(1460)));
        let count = (start..=(start + length).min(1460)).filter(|n| works(day(*n))).count();
        prop_assert_eq!(calendar().working_days(from, to), Ok(u32::try_from(count).unwrap()));
        let mut left = add;
        let mut at = start;
        while left > 0 && at < 1460 {
            at += 1;
            left -= i64::from(works(day(at)));
        }
        let walked = if left == 0 { Ok(day(at)) } else { Err(Refusal::CalendarUnknownYear) };
        prop_assert_eq!(calendar().add_working_days(from, add), walked);
        let mut end = start + add;
        while end < 1461 && !works(day(end)) {
            end += 1;
        }
        let walked = if end < 1461 { Ok(day(end)) } else { Err(Refusal::CalendarUnknownYear) };
        prop_assert_eq!(calendar().deadline(from, Term::Days(add)), walked);
    }

    #[test]
    fn study_days_agree_with_judging_each_day(index in 0i64..48, weekdays in 0u8..128, a in -10i64..40, b in -10i64..40) {
        let month = Month::parse("2024-01").unwrap().plus(index).unwrap();
        let day = |n: i64| month.first().checked_add(jiff::Span::new().days(n)).unwrap();
        let vacation = (day(a), day(b));
        let mut naive = 0;
        for d in 1..=month.days() {
            let date = month.day_or_last(d).unwrap();
            let bit = 1u8 << (date.weekday().to_monday_one_offset() - 1);
            let free = calendar().off_days().contains(&date) || (vacation.0 <= date && date <= vacation.1);
            if weekdays & bit != 0 && !free {
                naive |= 1 << (d - 1);
            }
        }
        prop_assert_eq!(calendar().study_days(month, weekdays, &[vacation]), Ok(naive));
    }
}
