//! Sharing money that does not suffice (spec 3.6).

use crate::Refusal;

/// A claim on the money: tiyn and its weight (0 … 10⁹).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub amount: i64,
    pub weight: i64,
}

/// What each claim gets, in the order of the claims, and what stays unpaid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apportioned {
    pub paid: Vec<i64>,
    pub unpaid: i128,
}

/// Pays all claims when the money suffices, else shares it by weight, never above a claim: a filled claim leaves and the
/// rest is shared again; whole tiyn by largest remainder, ties by order. Weight 0 gets nothing while money is short.
/// Refuses with `amount.negative`; a negative weight counts as 0.
pub fn apportion(available: i64, claims: &[Claim]) -> Result<Apportioned, Refusal> {
    if available < 0 || claims.iter().any(|claim| claim.amount < 0) {
        return Err(Refusal::AmountNegative);
    }
    let claimed = claims.iter().fold(0i128, |sum, claim| sum.saturating_add(i128::from(claim.amount)));
    if claimed <= i128::from(available) {
        return Ok(Apportioned { paid: claims.iter().map(|claim| claim.amount).collect(), unpaid: 0 });
    }
    let paid = share(available, claims);
    let sum = paid.iter().fold(0i128, |sum, amount| sum.saturating_add(i128::from(*amount)));
    Ok(Apportioned { paid, unpaid: claimed.saturating_sub(sum) })
}

/// Fills claims from the smallest amount per weight while the proportional share covers them; the open rest shares what
/// is left. This order fills exactly the claims that repeated rounds would.
fn share(available: i64, claims: &[Claim]) -> Vec<i64> {
    let mut paid = vec![0; claims.len()];
    let mut open: Vec<(usize, &Claim)> = claims.iter().enumerate().filter(|(_, claim)| claim.weight > 0).collect();
    let by_weight = |amount: i64, weight: i64| i128::from(amount).saturating_mul(i128::from(weight));
    open.sort_by(|(_, a), (_, b)| by_weight(a.amount, b.weight).cmp(&by_weight(b.amount, a.weight)));
    let mut money = i128::from(available);
    let mut weights = open.iter().fold(0i128, |sum, (_, claim)| sum.saturating_add(i128::from(claim.weight)));
    let mut filled = 0usize;
    for (at, claim) in &open {
        let (amount, weight) = (i128::from(claim.amount), i128::from(claim.weight));
        if amount.saturating_mul(weights) > money.saturating_mul(weight) {
            break;
        }
        give(&mut paid, *at, claim.amount);
        money = money.saturating_sub(amount);
        weights = weights.saturating_sub(weight);
        filled = filled.saturating_add(1);
    }
    let rest = open.get(filled..).unwrap_or_default();
    if weights > 0 {
        share_rest(&mut paid, rest, money, weights);
    }
    paid
}

/// Shares `money` by weight among claims that it cannot fill: floors, then one each by largest remainder.
fn share_rest(paid: &mut [i64], open: &[(usize, &Claim)], money: i128, weights: i128) {
    let mut left = money;
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(open.len());
    for (at, claim) in open {
        let product = money.saturating_mul(i128::from(claim.weight));
        let floor = product.checked_div(weights).unwrap_or(0);
        give(paid, *at, i64::try_from(floor).unwrap_or(0));
        left = left.saturating_sub(floor);
        remainders.push((product.checked_rem(weights).unwrap_or(0), *at));
    }
    remainders.sort_by(|(a, first), (b, second)| b.cmp(a).then(first.cmp(second)));
    for (_, at) in remainders.iter().take(usize::try_from(left).unwrap_or(0)) {
        give(paid, *at, 1);
    }
}

fn give(paid: &mut [i64], at: usize, amount: i64) {
    if let Some(to) = paid.get_mut(at) {
        *to = to.saturating_add(amount);
    }
}

#[cfg(test)]
#[path = "apportion_tests.rs"]
mod tests;
