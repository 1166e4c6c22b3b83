#![expect(clippy::as_conversions, reason = "small counts of a test")]

use proptest::prelude::*;

use super::*;

/// The rounds of spec 3.6 as they are written: fill, leave, share again.
fn by_rounds(available: i64, claims: &[Claim]) -> Vec<i64> {
    if claims.iter().map(|c| c.amount).sum::<i64>() <= available {
        return claims.iter().map(|c| c.amount).collect();
    }
    let mut paid = vec![0i64; claims.len()];
    let mut open: Vec<usize> = (0..claims.len()).filter(|i| claims[*i].weight > 0).collect();
    let mut money = available;
    loop {
        let weights: i64 = open.iter().map(|i| claims[*i].weight).sum();
        let full: Vec<usize> =
            open.iter().copied().filter(|i| claims[*i].amount * weights <= money * claims[*i].weight).collect();
        if full.is_empty() {
            let mut rest: Vec<(i64, usize)> = open
                .iter()
                .map(|i| {
                    paid[*i] = money * claims[*i].weight / weights;
                    (-(money * claims[*i].weight % weights), *i)
                })
                .collect();
            let left = money - open.iter().map(|i| paid[*i]).sum::<i64>();
            rest.sort();
            rest.iter().take(left as usize).for_each(|(_, i)| paid[*i] += 1);
            return paid;
        }
        for i in &full {
            paid[*i] = claims[*i].amount;
            money -= paid[*i];
        }
        open.retain(|i| !full.contains(i));
    }
}

proptest! {
    #[test]
    fn one_sweep_gives_what_the_rounds_give(available in 0i64..5_000, claims in prop::collection::vec((0i64..800, 0i64..9), 0..14)) {
        let claims: Vec<Claim> = claims.into_iter().map(|(amount, weight)| Claim { amount, weight }).collect();
        let got = apportion(available, &claims).unwrap();
        prop_assert_eq!(&got.paid, &by_rounds(available, &claims));
        let (claimed, paid) = (claims.iter().map(|c| c.amount).sum::<i64>(), got.paid.iter().sum::<i64>());
        prop_assert!(paid <= available && got.unpaid == i128::from(claimed - paid));
        prop_assert!(got.paid.iter().zip(&claims).all(|(paid, claim)| *paid <= claim.amount));
    }
}

#[test]
fn the_greatest_numbers_are_shared_exactly() {
    let claims = vec![Claim { amount: 1_000_000_000_000_000, weight: 1_000_000_000 }; 3];
    let got = apportion(1_000_000_000_000_000, &claims).unwrap();
    assert_eq!(got.paid, [333_333_333_333_334, 333_333_333_333_333, 333_333_333_333_333]);
    assert_eq!(got.unpaid, 2_000_000_000_000_000);
}

#[test]
fn negative_money_is_refused() {
    assert_eq!(apportion(-1, &[]), Err(Refusal::AmountNegative));
    assert_eq!(apportion(1, &[Claim { amount: -1, weight: 1 }]), Err(Refusal::AmountNegative));
}
