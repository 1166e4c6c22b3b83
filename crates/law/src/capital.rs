//! The capital component of schools (spec 3.9).

use crate::money::round_half_up;
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
}
