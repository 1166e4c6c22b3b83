//! The capital component of schools (spec 3.9).

use crate::money::round_half_up;
use crate::month::{DayMask, day_bit};
use crate::pack::CapitalTerms;
use crate::{Minor, Refusal};

/// `multiple × mrp × enrolled / (study months × study)`, half up, in tiyn; the multiple is the kind's in the pack.
/// Refuses with `amount.not_positive`, `month.no_study_days`, `enrolled_days.range`, in this order;
/// `input.invalid` for a kind that the pack does not know.
pub fn capital_due(
    terms: &CapitalTerms,
    kind: &str,
    mrp: Minor,
    study_days: i64,
    enrolled_days: i64,
) -> Result<Minor, Refusal> {
    let known = terms.kinds.iter().find(|row| row.kind == kind).ok_or(Refusal::InputInvalid)?;
    if !mrp.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    if study_days <= 0 {
        return Err(Refusal::MonthNoStudyDays);
    }
    if enrolled_days < 0 || enrolled_days > study_days {
        return Err(Refusal::EnrolledDaysRange);
    }
    let exact = || {
        let yearly = i128::from(known.mrp).checked_mul(i128::from(mrp.tiyn()))?;
        let den = i128::from(terms.study_months).checked_mul(i128::from(study_days))?;
        i64::try_from(round_half_up(yearly.checked_mul(i128::from(enrolled_days))?, den)?).ok()
    };
    exact().map(Minor::new).ok_or(Refusal::InputInvalid)
}

/// A pupil of a month: study days of the group, and days of the enrolment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pupil {
    pub study: DayMask,
    pub enrolled: DayMask,
}

/// The places of an obligation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places<'a> {
    pub kind: &'a str,
    pub count: u32,
}

/// What an obligation makes due for a month.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CapitalDue {
    /// Pupils with a day within the places.
    pub pupils: u32,
    pub due: Minor,
}

/// What obligations make due for the pupils of a month: on each study day the first pupils take the places of the first obligation, the next
/// ones those of the next; what a day finds no place for is not paid. Each pupil's sum is that of [`capital_due`] for the days within the
/// places, rounded by itself. Refuses as that does.
pub fn capital_month(
    terms: &CapitalTerms,
    mrp: Minor,
    pupils: &[Pupil],
    obligations: &[Places<'_>],
) -> Result<Vec<CapitalDue>, Refusal> {
    let mut left: Vec<DayMask> = pupils.iter().map(|pupil| pupil.study & pupil.enrolled).collect();
    let mut found = Vec::with_capacity(obligations.len());
    for places in obligations {
        let mut taken = [0_u32; 31];
        let mut sum = CapitalDue::default();
        for (pupil, left) in pupils.iter().zip(&mut left) {
            let days = seat(*left, &mut taken, places.count);
            if days == 0 {
                continue;
            }
            *left &= !days;
            let (study, enrolled) = (pupil.study.count_ones(), days.count_ones());
            let due = capital_due(terms, places.kind, mrp, study.into(), enrolled.into())?;
            sum.pupils = sum.pupils.saturating_add(1);
            sum.due = Minor::new(sum.due.tiyn().checked_add(due.tiyn()).ok_or(Refusal::InputInvalid)?);
        }
        found.push(sum);
    }
    Ok(found)
}

/// The days on which there is a place left; takes them.
fn seat(days: DayMask, taken: &mut [u32; 31], places: u32) -> DayMask {
    let mut seated = 0;
    for (taken, day) in taken.iter_mut().zip(1..) {
        if days & day_bit(day) != 0 && *taken < places {
            *taken = taken.saturating_add(1);
            seated |= day_bit(day);
        }
    }
    seated
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pack;

    #[test]
    fn nobody_enrolled_costs_nothing_and_nobody_is_enrolled_longer_than_the_month() {
        let due = |study, enrolled| {
            let due = capital_due(&Pack::kz().capital, "new", Minor::new(432_500), study, enrolled);
            due.map(Minor::tiyn).map_err(|refusal| refusal.code())
        };
        assert_eq!((due(20, 0), due(20, 20)), (Ok(0), Ok(4_613_333)));
        assert_eq!((due(20, -1), due(20, 21)), (Err("enrolled_days.range"), Err("enrolled_days.range")));
        assert_eq!((due(1, 1), due(0, 0)), (Ok(4_613_333), Err("month.no_study_days")));
    }

    #[test]
    fn places_are_taken_day_by_day_in_the_order_of_pupils_and_of_obligations() {
        let whole = Pupil { study: 0b1111, enrolled: !0 };
        let (early, late) = (Pupil { enrolled: 0b0011, ..whole }, Pupil { enrolled: 0b1100, ..whole });
        let month = |pupils: &[Pupil], places: &[(&'static str, u32)]| {
            let places: Vec<Places<'_>> = places.iter().map(|&(kind, count)| Places { kind, count }).collect();
            let found = capital_month(&Pack::kz().capital, Minor::new(432_500), pupils, &places).unwrap();
            found.iter().map(|one| (one.pupils, one.due.tiyn())).collect::<Vec<_>>()
        };
        // Who leaves gives the place to who comes; the third finds none.
        assert_eq!(month(&[early, late, whole], &[("new", 1)]), [(2, 2 * 2_306_667)]);
        assert_eq!(
            month(&[early, late, whole], &[("new", 1), ("reconstruction", 1)]),
            [(2, 4_613_334), (1, 2_258_611)]
        );
        assert_eq!(month(&[whole], &[("new", 0)]), [(0, 0)]);
        assert_eq!(month(&[], &[("new", 5)]), [(0, 0)]);
        assert!(
            capital_month(&Pack::kz().capital, Minor::ZERO, &[whole], &[Places { kind: "new", count: 1 }]).is_err()
        );
    }
}
