#![expect(clippy::as_conversions, reason = "small counts of a test")]

use proptest::prelude::*;

use super::*;

const THREE_DAYS: AmountTerms =
    AmountTerms { absence: AbsenceRule::Allowed { allowed: 3 }, leave_days_max: 60, charges_fee: true };
const ENROLLED: AmountTerms = AmountTerms { absence: AbsenceRule::Enrolled, leave_days_max: 60, charges_fee: false };

fn half_up(amount: i64, days: i64, of: i64) -> i64 {
    (2 * amount * days + of) / (2 * of)
}

/// Spec 3.4 read day by day: letters by day, `.` for no mark, without bits.
fn naive(
    terms: AmountTerms,
    nominal: i64,
    days: &[(bool, bool, char)],
    used: u32,
    fee: i64,
) -> Result<[i64; 10], Refusal> {
    let n = days.iter().filter(|(study, _, _)| *study).count() as i64;
    if n == 0 {
        return Err(Refusal::MonthNoStudyDays);
    }
    if days.iter().any(|(study, enrolled, mark)| *mark != '.' && !(*study && *enrolled)) {
        return Err(Refusal::MarkOutsideEnrolment);
    }
    if days.iter().any(|(study, enrolled, mark)| *mark == '.' && *study && *enrolled) {
        return Err(Refusal::TimesheetIncomplete);
    }
    let (mut p, mut s, mut u, mut l, mut c, mut left) = (0, 0, 0, 0, 0, 60 - i64::from(used.min(60)));
    for (_, _, mark) in days {
        match mark {
            'P' => p += 1,
            'S' => s += 1,
            'C' => c += 1,
            'L' if left > 0 => {
                l += 1;
                left -= 1;
            }
            'L' | 'U' => u += 1,
            _ => {}
        }
    }
    let e = p + s + u + l + c;
    let payable = match terms.absence {
        AbsenceRule::Allowed { .. } => e - (u - 3).max(0),
        AbsenceRule::Enrolled => {
            if p > 0 || s + c == e {
                e
            } else {
                0
            }
        }
    };
    Ok([n, e, p, s, l, c, u, payable, half_up(nominal, payable, n), half_up(fee, e - l - c, n)])
}

proptest! {
    #[test]
    fn bits_agree_with_reading_day_by_day(
        days in prop::collection::vec((any::<bool>(), prop::bool::weighted(0.9), prop::sample::select(vec!['P', 'P', 'S', 'U', 'U', 'L', 'C'])), 28..=31),
        spoil in prop::option::weighted(0.2, (0usize..28, prop::sample::select(vec!['.', 'P']))),
        used in 0u32..70, nominal in 1i64..100_000_000, fee in 0i64..50_000_000, three in any::<bool>(),
    ) {
        let mut days = days;
        for day in &mut days {
            if !(day.0 && day.1) {
                day.2 = '.';
            }
        }
        if let Some((at, mark)) = spoil {
            days[at].2 = mark;
        }
        let terms = if three { THREE_DAYS } else { ENROLLED };
        let mut facts = MonthFacts { study: 0, enrolled: 0, marks: Marks::default(), nominal: Minor::new(nominal), leave_days_used: used, parental_fee: Some(Minor::new(fee)) };
        for (day, (study, enrolled, mark)) in (1u32..).zip(&days) {
            facts.study |= if *study { day_bit(day) } else { 0 };
            facts.enrolled |= if *enrolled { day_bit(day) } else { 0 };
            if *mark != '.' {
                facts.marks.set(day, Mark::Unexcused);
                facts.marks.set(day, Mark::parse(&mark.to_string()).unwrap());
            }
        }
        let got = amount_due(terms, &facts).map(|a| {
            prop_assert_eq!(a.parental_fee_due.is_some(), three);
            let fee = a.parental_fee_due.map_or(half_up(fee, i64::from(a.enrolled_days - a.leave - a.closed), i64::from(a.study_days)), Minor::tiyn);
            Ok([a.study_days.into(), a.enrolled_days.into(), a.present.into(), a.excused.into(), a.leave.into(), a.closed.into(), a.unexcused.into(), a.payable_days.into(), a.due.tiyn(), fee])
        });
        let got = match got { Ok(inner) => Ok(inner?), Err(refusal) => Err(refusal) };
        if let Ok(values) = &got {
            prop_assert!(values[8] <= nominal && values[8] >= 0);
        }
        prop_assert_eq!(got, naive(terms, nominal, &days, used, fee));
    }

    #[test]
    fn dues_of_portions_never_exceed_the_nominal(nominal in 0i64..1000, amounts in prop::collection::vec(0i64..600, 0..6)) {
        let amounts: Vec<Minor> = amounts.into_iter().map(Minor::new).collect();
        let dues: i64 = cut_to_nominal(Minor::new(nominal), &amounts).into_iter().map(Minor::tiyn).sum();
        prop_assert_eq!(dues, amounts.iter().map(|a| a.tiyn()).sum::<i64>().min(nominal));
    }
}

#[test]
fn a_nominal_that_is_not_positive_is_refused_first() {
    let facts = MonthFacts {
        study: 0,
        enrolled: 0,
        marks: Marks::default(),
        nominal: Minor::ZERO,
        leave_days_used: 0,
        parental_fee: None,
    };
    assert_eq!(amount_due(ENROLLED, &facts), Err(Refusal::AmountNotPositive));
}

#[test]
fn an_earlier_portion_is_served_first() {
    let dues = cut_to_nominal(Minor::new(100), &[Minor::new(70), Minor::new(40), Minor::new(5)]);
    assert_eq!(dues, [Minor::new(70), Minor::new(30), Minor::ZERO]);
}

#[test]
fn a_part_that_is_paid_whatever_the_attendance_counts_what_is_known_and_pays_every_enrolled_day() {
    let terms = AmountTerms { absence: AbsenceRule::Allowed { allowed: 3 }, leave_days_max: 60, charges_fee: false };
    let facts = MonthFacts {
        study: 0b11_1111_1111,
        enrolled: 0b00_1111_1111,
        marks: Marks { unexcused: 0b0111_1100, present: 1, ..Marks::default() },
        nominal: Minor::new(1000),
        leave_days_used: 0,
        parental_fee: None,
    };
    let found = amount_enrolled(terms, &facts).unwrap();
    assert_eq!((found.study_days, found.enrolled_days, found.payable_days), (10, 8, 8));
    assert_eq!((found.present, found.unexcused, found.due), (1, 5, Minor::new(800)));
    let nobody = MonthFacts { enrolled: 0, marks: Marks::default(), ..facts };
    assert_eq!(amount_enrolled(terms, &nobody).unwrap().due, Minor::ZERO);
    assert_eq!(amount_enrolled(terms, &MonthFacts { study: 0, ..facts }), Err(Refusal::MonthNoStudyDays));
}
