//! Average contingent and the volume of the state order (spec 3.6).

use crate::Refusal;
use crate::money::round_half_up;

/// A month of enrolled days, one number for each child.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VolumeMonth {
    pub study_days: i64,
    pub enrolled_days: Vec<i64>,
}

/// The average contingent in ten-thousandths (half up) and the volume in tiyn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    pub contingent_e4: i128,
    pub tiyn: i128,
}

/// SK = mean over months of Σ enrolled / study days, exact; volume = SK × `normative` (tiyn for the whole span), half up.
/// Refuses month by month with `month.no_study_days` or `enrolled_days.range`; `input.invalid` without months or when
/// a month has more than 31 study days.
pub fn order_volume(normative: i64, months: &[VolumeMonth]) -> Result<Volume, Refusal> {
    let mut places = 0i128;
    for month in months {
        if month.study_days <= 0 {
            return Err(Refusal::MonthNoStudyDays);
        }
        if month.enrolled_days.iter().any(|days| !(0..=month.study_days).contains(days)) {
            return Err(Refusal::EnrolledDaysRange);
        }
        let enrolled = month.enrolled_days.iter().fold(0i128, |sum, days| sum.saturating_add(i128::from(*days)));
        let unit = COMMON.checked_div(i128::from(month.study_days)).filter(|_| month.study_days <= 31);
        places = unit
            .and_then(|unit| unit.checked_mul(enrolled))
            .and_then(|scaled| places.checked_add(scaled))
            .ok_or(Refusal::InputInvalid)?;
    }
    let count = i128::try_from(months.len()).unwrap_or(i128::MAX);
    let den = COMMON.checked_mul(count).filter(|den| *den > 0).ok_or(Refusal::InputInvalid)?;
    let product = |factor: i64| exact_product(places, den, i128::from(factor)).ok_or(Refusal::InputInvalid);
    Ok(Volume { contingent_e4: product(10_000)?, tiyn: product(normative)? })
}

/// The volume of a published contingent: SK (ten-thousandths, as it is published) × `normative` (tiyn for the whole span), half up. Nothing when
/// either is below zero or the product leaves the range of money.
pub fn volume_of(contingent_e4: i64, normative: i64) -> Option<i64> {
    let product = i128::from(contingent_e4).checked_mul(i128::from(normative))?;
    let tiyn = round_half_up(product, 10_000)?;
    i64::try_from(tiyn).ok().filter(|_| contingent_e4 >= 0 && normative >= 0)
}

/// The least common multiple of 1 … 31, so that sums over months stay whole.
const COMMON: i128 = 72_201_776_446_800;

/// `num / den × factor` half up; the whole part is multiplied apart, so that no intermediate leaves `i128`.
fn exact_product(num: i128, den: i128, factor: i128) -> Option<i128> {
    let whole = num.checked_div(den)?.checked_mul(factor)?;
    let rest = num.checked_rem(den)?.checked_mul(factor)?;
    whole.checked_add(round_half_up(rest, den)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_published_volume_is_the_product_half_up_and_never_below_zero() {
        for (contingent, normative, volume) in [
            (1_204_500, 59_220_000, Some(7_133_049_000)),
            (1, 4_999, Some(0)),
            (1, 5_000, Some(1)),
            (0, 59_220_000, Some(0)),
            (-1, 1, None),
            (1, -1, None),
            (i64::MAX, i64::MAX, None),
        ] {
            assert_eq!(volume_of(contingent, normative), volume, "{contingent} {normative}");
        }
    }
}
