//! What a change of rates or of the contingent does to the months of a year; pure. Sums in tiyn.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// What a rate is for: locality, kind of performer, kind of group, hours. Programmes that take their nominal from elsewhere have none.
pub(super) type Key = Option<(String, String, String, i16)>;

/// Children that are booked for a month at one nominal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Booked {
    pub(super) month: Date,
    pub(super) key: Key,
    pub(super) nominal: i64,
    pub(super) children: i64,
}

/// What a nominal becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Price {
    /// It stays.
    Same,
    /// More or less by this many hundredths of a per cent.
    By(i64),
    /// This sum.
    Set(i64),
}

/// A change as somebody wants to see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The first month that it touches.
    pub(super) from: Date,
    /// What it is for; everything for none.
    pub(super) key: Option<Key>,
    pub(super) price: Price,
    /// Children more or less in each of these months.
    pub(super) children: i64,
}

/// A month now and then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) children: i64,
    pub(super) sum: i64,
}

impl Sums {
    fn add(&mut self, children: i64, nominal: i64) {
        self.children = self.children.saturating_add(children);
        self.sum = self.sum.saturating_add(children.saturating_mul(nominal));
    }
}

/// The months of what is booked, each as it is and as it would be. Children that come have the nominal of the most children there; never do
/// more leave than there are.
pub(super) fn simulate(booked: &[Booked], change: &Change) -> BTreeMap<Date, (Sums, Sums)> {
    let mut months = BTreeMap::<Date, (Sums, Sums)>::new();
    let mut common = BTreeMap::<Date, &Booked>::new();
    let touches = |one: &Booked| one.month >= change.from && change.key.as_ref().is_none_or(|key| *key == one.key);
    for one in booked {
        let (now, then) = months.entry(one.month).or_default();
        now.add(one.children, one.nominal);
        if touches(one) {
            then.add(one.children, priced(one.nominal, change.price));
            let most = common.entry(one.month).or_insert(one);
            if (one.children, one.nominal) > (most.children, most.nominal) {
                *most = one;
            }
        } else {
            then.add(one.children, one.nominal);
        }
    }
    for (month, most) in common {
        let touched: i64 = booked.iter().filter(|one| one.month == month && touches(one)).map(|one| one.children).sum();
        let come = change.children.max(touched.saturating_neg());
        if let Some((_, then)) = months.get_mut(&month) {
            then.add(come, priced(most.nominal, change.price));
        }
    }
    months
}

/// A nominal after the change, half up; never below zero.
fn priced(nominal: i64, price: Price) -> i64 {
    match price {
        Price::Same => nominal,
        Price::Set(sum) => sum,
        Price::By(hundredths) => {
            let factor = 10_000_i128.saturating_add(i128::from(hundredths)).max(0);
            let product = i128::from(nominal).saturating_mul(factor);
            i64::try_from(product.saturating_mul(2).saturating_add(10_000).div_euclid(20_000)).unwrap_or(i64::MAX)
        }
    }
}

/// The average contingent of months in ten-thousandths, half up (spec 3.6: the mean over the months).
pub(super) fn contingent_e4(children: &[i64]) -> i64 {
    let sum: i64 = children.iter().sum();
    let count = i64::try_from(children.len()).unwrap_or(i64::MAX).max(1);
    sum.saturating_mul(20_000).saturating_add(count).div_euclid(count.saturating_mul(2))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn key(kind: &str) -> Key {
        Some(("urban".to_owned(), "private".to_owned(), kind.to_owned(), 5))
    }

    fn booked(month: i8, kind: &str, nominal: i64, children: i64) -> Booked {
        Booked { month: date(2026, month, 1), key: key(kind), nominal, children }
    }

    fn then(change: &Change) -> Vec<(i64, i64)> {
        let all = [booked(9, "primary", 1000, 10), booked(10, "primary", 1000, 12), booked(10, "senior", 1501, 3)];
        simulate(&all, change).into_values().map(|(_, then)| (then.children, then.sum)).collect()
    }

    #[test]
    fn a_rate_changes_from_its_month_for_its_kind_and_children_come_at_the_usual_nominal() {
        let same = Change { from: date(2026, 9, 1), key: None, price: Price::Same, children: 0 };
        assert_eq!(then(&same), [(10, 10_000), (15, 16_503)]);
        let october = Change { from: date(2026, 10, 1), ..same.clone() };
        assert_eq!(then(&Change { price: Price::By(1_000), ..october.clone() }), [(10, 10_000), (15, 18_153)]);
        let senior = Change { key: Some(key("senior")), ..october.clone() };
        assert_eq!(then(&Change { price: Price::Set(2_000), ..senior.clone() }), [(10, 10_000), (15, 18_000)]);
        assert_eq!(then(&Change { children: 2, ..october.clone() }), [(10, 10_000), (17, 18_503)]);
        assert_eq!(then(&Change { children: -5, ..senior }), [(10, 10_000), (12, 12_000)]);
        assert_eq!(then(&Change { price: Price::By(-20_000), ..october }), [(10, 10_000), (15, 0)]);
    }

    #[test]
    fn the_contingent_is_the_mean_over_months() {
        assert_eq!(contingent_e4(&[10, 15]), 125_000);
        assert_eq!(contingent_e4(&[1, 1, 0]), 6_667);
        assert_eq!(contingent_e4(&[]), 0);
    }

    proptest! {
        #[test]
        fn no_change_changes_nothing_and_a_percent_there_and_back_is_near(
            nominals in proptest::collection::vec((1_i64..10_000_000, 0_i64..500), 1..8),
            hundredths in -9_000_i64..9_000,
        ) {
            let all: Vec<Booked> = nominals.iter().map(|(nominal, children)| booked(9, "primary", *nominal, *children)).collect();
            let change = |price| Change { from: date(2026, 1, 1), key: None, price, children: 0 };
            for (now, then) in simulate(&all, &change(Price::Same)).into_values() {
                prop_assert_eq!(now, then);
            }
            for (now, then) in simulate(&all, &change(Price::By(hundredths))).into_values() {
                let exact = i128::from(now.sum) * i128::from(10_000 + hundredths);
                let off = (i128::from(then.sum) * 10_000 - exact).abs();
                prop_assert!(off <= i128::from(now.children) * 5_000, "half a tiyn a child at most");
            }
        }
    }
}
