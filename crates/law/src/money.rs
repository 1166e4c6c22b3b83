//! Money in integer minor units and its one rounding (spec 3, 3.4).

use std::fmt;

use serde::{Deserialize, Serialize};

/// An amount in minor units of the pack's currency (tiyn, 1/100 ₸). There is no floating point and no product of amounts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Minor(i64);

impl Minor {
    pub const ZERO: Minor = Minor(0);

    /// Takes an amount of tiyn.
    pub const fn new(tiyn: i64) -> Minor {
        Minor(tiyn)
    }

    /// The amount in tiyn.
    pub const fn tiyn(self) -> i64 {
        self.0
    }

    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// The sum, or nothing when it does not fit.
    pub const fn checked_add(self, other: Minor) -> Option<Minor> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Minor(sum)),
            None => None,
        }
    }

    /// The difference, or nothing when it does not fit.
    pub const fn checked_sub(self, other: Minor) -> Option<Minor> {
        match self.0.checked_sub(other.0) {
            Some(rest) => Some(Minor(rest)),
            None => None,
        }
    }

    /// Equal parts that sum exactly: the remainder goes one tiyn each to the first parts (spec 3.5). No parts for `n` = 0.
    pub fn split(self, n: u32) -> impl Iterator<Item = Minor> {
        let parts = i64::from(n);
        let base = self.0.checked_div_euclid(parts).unwrap_or(0);
        let extra = self.0.checked_rem_euclid(parts).unwrap_or(0);
        (0..parts).map(move |i| Minor(base.saturating_add(i64::from(i < extra))))
    }

    /// `self × num / den`, rounded half up (spec 3.4). Nothing when `den` is not positive or the result does not fit.
    pub fn pro_rata(self, num: i64, den: i64) -> Option<Minor> {
        let exact = i128::from(self.0).checked_mul(i128::from(num))?;
        i64::try_from(round_half_up(exact, i128::from(den))?).ok().map(Minor)
    }
}

impl fmt::Display for Minor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The one rounding of money: `num / den` to the nearest whole, halves towards plus infinity.
/// Nothing when `den` is not positive or an intermediate leaves `i128`.
pub fn round_half_up(num: i128, den: i128) -> Option<i128> {
    if den <= 0 {
        return None;
    }
    num.checked_mul(2)?.checked_add(den)?.checked_div_euclid(den.checked_mul(2)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_up_and_less_goes_down() {
        for (num, den, whole) in [(1, 2, 1), (3, 2, 2), (-1, 2, 0), (-3, 2, -1), (49, 100, 0), (50, 100, 1), (7, 1, 7)]
        {
            assert_eq!(round_half_up(num, den), Some(whole), "{num}/{den}");
        }
    }

    #[test]
    fn a_denominator_that_is_not_positive_has_no_answer() {
        assert_eq!(round_half_up(1, 0), None);
        assert_eq!(round_half_up(1, -1), None);
        assert_eq!(Minor::new(5).pro_rata(1, 0), None);
        assert_eq!(round_half_up(i128::MAX, 1), None);
        assert_eq!(Minor::new(i64::MAX).pro_rata(2, 1), None);
    }

    #[test]
    fn sums_beyond_the_range_are_not_made() {
        assert_eq!(Minor::new(i64::MAX).checked_add(Minor::new(1)), None);
        assert_eq!(Minor::new(i64::MIN).checked_sub(Minor::new(1)), None);
        assert_eq!(Minor::new(5).checked_sub(Minor::new(7)), Some(Minor::new(-2)));
        assert_eq!(Minor::new(5).checked_add(Minor::new(7)), Some(Minor::new(12)));
        assert!(!Minor::ZERO.is_positive());
        assert!(Minor::new(1).is_positive());
        assert_eq!(Minor::new(-31).to_string(), "-31");
        assert_eq!(Minor::new(5).split(0).count(), 0);
    }

    proptest! {
        #[test]
        fn parts_sum_to_the_whole_and_never_grow(total in 0i64..=1_000_000_000_000_000, n in 1u32..=40) {
            let parts: Vec<i64> = Minor::new(total).split(n).map(Minor::tiyn).collect();
            prop_assert_eq!(parts.len(), usize::try_from(n).unwrap());
            prop_assert_eq!(parts.iter().sum::<i64>(), total);
            prop_assert!(parts.is_sorted_by(|a, b| a >= b));
            prop_assert!(parts[0] - parts[parts.len() - 1] <= 1);
        }

        #[test]
        fn rounding_is_within_half_of_the_exact_quotient(num in -1_000_000_000_000i128..1_000_000_000_000, den in 1i128..1_000_000) {
            let whole = round_half_up(num, den).unwrap();
            let twice_error = 2 * (whole * den - num);
            prop_assert!(twice_error <= den && twice_error > -den);
        }
    }
}
