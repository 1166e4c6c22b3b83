//! What parents still owe, by age: payments meet the oldest months first; pure.

use jiff::civil::Date;
use serde::Serialize;

/// How long a month has been owed, counted from its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// The month has ended less than a month ago.
    Current,
    /// One month and more.
    One,
    /// Two months and more.
    Two,
    /// Three months and more.
    Three,
}

impl Age {
    /// All ages, the youngest first.
    pub const ALL: [Self; 4] = [Self::Current, Self::One, Self::Two, Self::Three];

    /// How old a charge is on a day.
    #[must_use]
    pub fn of(month: Date, today: Date) -> Self {
        let months = |day: Date| i32::from(day.year()).saturating_mul(12).saturating_add(i32::from(day.month()));
        match months(today).saturating_sub(months(month)) {
            ..=1 => Self::Current,
            2 => Self::One,
            3 => Self::Two,
            4.. => Self::Three,
        }
    }

    /// The word of files and messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::One => "one",
            Self::Two => "two",
            Self::Three => "three",
        }
    }
}

/// How a contract's fees stand; sums in tiyn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Owed {
    /// Σ charges, adjustments among them.
    pub charged: i64,
    /// Σ payments, less what was given back.
    pub paid: i64,
    /// What is owed of each month, the oldest first; months that are paid are left out.
    pub months: Vec<(Date, i64)>,
    /// What was paid beyond all charges.
    pub ahead: i64,
}

impl Owed {
    /// Σ owed (tiyn).
    #[must_use]
    pub fn rest(&self) -> i64 {
        self.months.iter().fold(0_i64, |sum, (_, rest)| sum.saturating_add(*rest))
    }

    /// Σ owed of an age on a day (tiyn).
    #[must_use]
    pub fn aged(&self, age: Age, today: Date) -> i64 {
        let of_age = self.months.iter().filter(|(month, _)| Age::of(*month, today) == age);
        of_age.fold(0_i64, |sum, (_, rest)| sum.saturating_add(*rest))
    }
}

/// Sets what was paid (never below zero: nothing is given back that was not paid) against charges by month. A month that an adjustment brought below zero pays for others.
#[must_use]
pub fn owed(charges: &[(Date, i64)], paid: i64) -> Owed {
    let mut by_month = std::collections::BTreeMap::<Date, i64>::new();
    for (month, amount) in charges {
        let held = by_month.entry(*month).or_default();
        *held = held.saturating_add(*amount);
    }
    let charged = by_month.values().fold(0_i64, |sum, amount| sum.saturating_add(*amount));
    let below = by_month.values().filter(|amount| **amount < 0).fold(0_i64, |sum, amount| sum.saturating_sub(*amount));
    let mut left = paid.max(0).saturating_add(below);
    let mut months = Vec::new();
    for (month, amount) in by_month.into_iter().filter(|(_, amount)| *amount > 0) {
        let met = left.clamp(0, amount);
        left = left.saturating_sub(met);
        if amount > met {
            months.push((month, amount.saturating_sub(met)));
        }
    }
    Owed { charged, paid, months, ahead: left.max(0) }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn payments_meet_the_oldest_months_first() {
        let (september, october) = (date(2026, 9, 1), date(2026, 10, 1));
        let charges = [(october, 500), (september, 400), (september, -100)];
        let stands = owed(&charges, 450);
        assert_eq!((stands.charged, stands.months.as_slice(), stands.ahead), (800, [(october, 350)].as_slice(), 0));
        assert_eq!(owed(&charges, 1000).ahead, 200);
        assert_eq!(owed(&charges, 0).months, [(september, 300), (october, 500)]);
        // An adjustment below what was charged pays for the next month.
        assert_eq!(owed(&[(september, -100), (october, 500)], 0).months, [(october, 400)]);
    }

    #[test]
    fn a_month_grows_older_with_each_month_after_its_end() {
        let september = date(2026, 9, 1);
        let ages =
            [(9, 30), (10, 31), (11, 1), (12, 31)].map(|(month, day)| Age::of(september, date(2026, month, day)));
        assert_eq!(ages, [Age::Current, Age::Current, Age::One, Age::Two]);
        assert_eq!(Age::of(september, date(2027, 1, 1)), Age::Three);
    }

    proptest! {
        #[test]
        fn what_is_owed_less_what_is_ahead_is_what_was_charged_less_what_was_paid(
            charges in proptest::collection::vec((1_i8..13, -1_000_i64..5_000), 1..20),
            paid in 0_i64..60_000,
        ) {
            let charges: Vec<(Date, i64)> = charges.into_iter().map(|(month, sum)| (date(2026, month, 1), sum)).collect();
            let stands = owed(&charges, paid);
            prop_assert_eq!(stands.rest() - stands.ahead, stands.charged - stands.paid);
            prop_assert!(stands.months.iter().all(|(_, rest)| *rest > 0));
            prop_assert!(stands.rest() == 0 || stands.ahead == 0);
            prop_assert!(stands.months.windows(2).all(|pair| pair[0].0 < pair[1].0));
            let today = date(2026, 12, 31);
            prop_assert_eq!(Age::ALL.map(|age| stands.aged(age, today)).iter().sum::<i64>(), stands.rest());
        }
    }
}
