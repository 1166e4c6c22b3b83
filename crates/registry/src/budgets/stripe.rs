//! A budget line spread over stripes (spec 2.2, 9.1): pure.

use jiff::civil::Date;
use ledger::posting::Effect;
use uuid::Uuid;

/// How many stripes a line has: measured, sixteen keep a hot line at 0.61–0.82 of spread ones.
pub(super) const STRIPES: i16 = 16;

/// A stripe of a line, or a change of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stripe {
    pub(super) month: Date,
    pub(super) line_id: Uuid,
    pub(super) stripe: i16,
    pub(super) state: Effect,
}

/// The line has not as much free money as a movement takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Exhausted;

/// Applies a change to a line and levels it: the change lands on the first stripe, then the allotment is dealt out so that every stripe
/// has the same free money (which stripe holds an allotment means nothing). Gives the changes, stripe by stripe.
pub(super) fn spread(stripes: &[Stripe], change: Effect) -> Result<Vec<Stripe>, Exhausted> {
    let mut after: Vec<Stripe> = stripes.to_vec();
    let first = after.first_mut().ok_or(Exhausted)?;
    first.state = first.state.plus(change).ok_or(Exhausted)?;
    let total = after.iter().try_fold(Effect::default(), |sum, stripe| sum.plus(stripe.state)).and_then(Effect::free);
    let free = total.filter(|free| *free >= 0).ok_or(Exhausted)?;
    let count = i64::try_from(after.len()).map_err(|_| Exhausted)?;
    let (each, mut extra) = (free.checked_div(count).ok_or(Exhausted)?, free.checked_rem(count).ok_or(Exhausted)?);
    let mut changes = Vec::with_capacity(after.len());
    for (before, after) in stripes.iter().zip(after) {
        let one = extra.min(1);
        extra = extra.saturating_sub(one);
        let here = after.state.free().ok_or(Exhausted)?;
        let moved = each.saturating_add(one).checked_sub(here).ok_or(Exhausted)?;
        let allotted = after.state.allotted.checked_add(moved).ok_or(Exhausted)?;
        let state = Effect { allotted, ..after.state }.minus(before.state).ok_or(Exhausted)?;
        changes.push(Stripe { state, ..after });
    }
    Ok(changes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(states: Vec<Effect>) -> Vec<Stripe> {
        let month = jiff::civil::date(2026, 9, 1);
        (0_i16..).zip(states).map(|(stripe, state)| Stripe { month, line_id: Uuid::nil(), stripe, state }).collect()
    }

    proptest! {
        #[test]
        fn a_change_is_applied_whole_leaves_no_stripe_overcommitted_or_is_refused(
            allotted in 0_i64..1_000_000, changes in proptest::collection::vec((-50_000_i64..400_000, -500_000_i64..500_000), 1..20),
        ) {
            let mut stripes = line(vec![Effect::default(); 16]);
            let mut sum = Effect::default();
            for change in std::iter::once(Effect { allotted, ..Effect::default() })
                .chain(changes.into_iter().map(|(allotted, committed)| Effect { allotted, committed, ..Effect::default() }))
            {
                let fits = sum.plus(change).and_then(Effect::free).is_some_and(|free| free >= 0);
                match spread(&stripes, change) {
                    Ok(changes) => {
                        prop_assert!(fits);
                        sum = sum.plus(change).unwrap();
                        for (stripe, change) in stripes.iter_mut().zip(changes) {
                            stripe.state = stripe.state.plus(change.state).unwrap();
                            prop_assert!(stripe.state.free().unwrap() >= 0);
                        }
                        let total = stripes.iter().try_fold(Effect::default(), |sum, stripe| sum.plus(stripe.state)).unwrap();
                        prop_assert_eq!(total, sum);
                        let frees: Vec<i64> = stripes.iter().map(|stripe| stripe.state.free().unwrap()).collect();
                        prop_assert!(frees.iter().max().unwrap() - frees.iter().min().unwrap() <= 1);
                    }
                    Err(Exhausted) => prop_assert!(!fits),
                }
            }
        }
    }
}
