//! What an act owes beside its parts: what the estimate of a state performer's month asks for above them (spec 3.8), and the capital
//! component (spec 3.9); pure.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{Timestamp, civil::Date};
use law::{
    Minor, Pack,
    apportion::{Claim, apportion},
    capital::{CapitalDue, Places, Pupil, capital_due, capital_month},
};
use uuid::Uuid;

use super::{
    draft::{Draft, Kept, Known, study_days, written},
    line::Portion,
};
use crate::funding::Obligation;

/// An estimate of a month (tiyn), and the budget line that pays what the parts do not hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimated {
    pub(super) amount: i64,
    pub(super) line_id: Uuid,
}

/// An obligation, and since when it stands so.
#[derive(Clone, Debug)]
pub(super) struct Obliged {
    pub(super) obligation: Obligation,
    pub(super) recorded_at: Timestamp,
}

impl Obliged {
    /// Obligations take pupils in this order.
    pub(super) fn order(&self) -> (Date, &str) {
        (self.obligation.accepted_on, &self.obligation.number)
    }

    fn places_in(&self, month: Date) -> u32 {
        let lasts = (self.obligation.first_month..=self.obligation.last_month).contains(&month);
        if lasts { u32::try_from(self.obligation.places).unwrap_or(0) } else { 0 }
    }
}

/// What signed acts have given for a month (tiyn).
#[derive(Clone, Debug, Default)]
pub(super) struct Signed {
    /// As of when the month's own act was made.
    pub(super) known_at: Timestamp,
    /// Σ dues of all lines but those of the capital component.
    pub(super) written: i64,
    /// Σ dues of the capital component by obligation.
    pub(super) capital: HashMap<Uuid, i64>,
}

/// What a performer has beside its parts.
#[derive(Clone, Debug, Default)]
pub(super) struct Funding {
    pub(super) estimates: BTreeMap<Date, Estimated>,
    /// By day of acceptance and number.
    pub(super) obligations: Vec<Obliged>,
    /// Months that the issuer has signed.
    pub(super) signed: BTreeMap<Date, Signed>,
}

impl Funding {
    /// Signed months whose capital lines have to be looked at again: `changed` are those of which anything was recorded since.
    pub(super) fn capital_again(&self, changed: &HashSet<Date>) -> Vec<Date> {
        let since = |at: Timestamp| self.obligations.iter().any(|one| one.recorded_at > at);
        let again = |(month, signed): &(&Date, &Signed)| changed.contains(month) || since(signed.known_at);
        if self.obligations.is_empty() {
            return Vec::new();
        }
        self.signed.iter().filter(again).map(|(month, _)| *month).collect()
    }
}

/// A line of the draft that is of no part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct BesideLine {
    /// The obligation; nil for an estimate.
    pub(super) obligation: Uuid,
    /// Its number; empty for an estimate.
    pub(super) document: String,
    /// The act's month, or the month corrected.
    pub(super) month: Date,
    pub(super) line_id: Uuid,
    /// The estimate, or what a place costs in a whole month (tiyn).
    pub(super) nominal: i64,
    /// Pupils within the places.
    pub(super) pupils: u32,
    /// As known now (tiyn).
    pub(super) computed: i64,
    /// Less what earlier acts have given (tiyn).
    pub(super) due: i64,
}

impl BesideLine {
    /// The number of its kind: 2 estimate, 3 capital.
    pub(super) fn kind(&self) -> i16 {
        if self.obligation.is_nil() { 2 } else { 3 }
    }
}

/// Portions of earlier months that a capital component is counted for, by month.
pub(super) type Earlier = HashMap<Date, Vec<Portion>>;

/// Adds what the performer has beside its parts to the draft of its parts, whose lines stand in their order: shares the estimate among
/// them, and makes the lines beside them.
pub(super) fn add(draft: &mut Draft<'_>, funding: &Funding, earlier: &Earlier, (known, pack): (&Known<'_>, &Pack)) {
    estimate(draft, funding, known);
    for (month, estimated) in funding.estimates.range(..known.month) {
        if let Some(signed) = funding.signed.get(month) {
            let here = draft.lines.iter().filter(|line| line.portion.month == *month);
            let given = here.fold(signed.written, |sum, line| sum.saturating_add(line.due));
            let due = estimated.amount.saturating_sub(given);
            if due != 0 {
                let line = of_estimate(*month, estimated, (known.adjusting_line, due));
                put(draft, line, *month);
            }
        }
    }
    let now: Vec<&Portion> = draft.lines.iter().filter(|line| !line.is_adjustment).map(|line| line.portion).collect();
    capital(draft, funding, (known.month, &now), (known, pack));
    let mut months: Vec<Date> = earlier.keys().copied().collect();
    months.sort_unstable();
    for month in months {
        let lined: HashSet<(Uuid, i16)> = draft
            .lines
            .iter()
            .filter(|line| line.portion.month == month)
            .map(|line| (line.portion.voucher_id, line.portion.portion))
            .collect();
        let counts = |portion: &&Portion| {
            lined.contains(&(portion.voucher_id, portion.portion)) || written(portion, known).is_some()
        };
        let mut then: Vec<&Portion> = earlier.get(&month).into_iter().flatten().filter(counts).collect();
        then.sort_by(|one, other| (&one.number, one.portion).cmp(&(&other.number, other.portion)));
        capital(draft, funding, (month, &then), (known, pack));
    }
}

/// Shares the month's estimate among its parts, and makes the line of what they do not take.
fn estimate(draft: &mut Draft<'_>, funding: &Funding, known: &Known<'_>) {
    let Some(estimated) = funding.estimates.get(&known.month) else { return };
    let mut lines: Vec<_> = draft.lines.iter_mut().filter(|line| !line.is_adjustment).collect();
    let claims: Vec<Claim> =
        lines.iter().map(|line| Claim { amount: line.due, weight: line.amount.enrolled_days.into() }).collect();
    let (paid, beside) = split(estimated.amount, &claims);
    for (line, paid) in lines.iter_mut().zip(paid) {
        line.due = paid;
    }
    let line = of_estimate(known.month, estimated, (Some(estimated.line_id), beside));
    put(draft, line, known.month);
}

/// What of an estimate falls on each part, and what on none: together always the estimate.
pub(super) fn split(estimate: i64, claims: &[Claim]) -> (Vec<i64>, i64) {
    // Claims are never below zero, nor is an estimate.
    let paid = apportion(estimate, claims).map(|shared| shared.paid).unwrap_or_else(|_| vec![0; claims.len()]);
    let beside = paid.iter().fold(estimate, |left, paid| left.saturating_sub(*paid));
    (paid, beside)
}

fn of_estimate(month: Date, estimated: &Estimated, (line_id, due): (Option<Uuid>, i64)) -> Option<BesideLine> {
    Some(BesideLine {
        obligation: Uuid::nil(),
        document: String::new(),
        month,
        line_id: line_id?,
        nominal: estimated.amount,
        pupils: 0,
        computed: due,
        due,
    })
}

/// Puts a line into the draft, or what keeps it out: no budget line that it could charge.
fn put(draft: &mut Draft<'_>, line: Option<BesideLine>, month: Date) {
    match line {
        Some(line) => draft.beside.push(line),
        None => keep(draft, "budget.exhausted", month),
    }
}

fn keep(draft: &mut Draft<'_>, code: &'static str, month: Date) {
    let detail = month.strftime("%Y-%m").to_string();
    let kept = Kept { voucher_id: Uuid::nil(), portion: 0, code, detail };
    if !draft.kept.iter().any(|one| (one.voucher_id, one.portion, one.code) == (Uuid::nil(), 0, code)) {
        draft.kept.push(kept);
        draft.kept.sort();
    }
}

/// The capital lines of a month for its pupils: what is known now less what earlier acts have given.
fn capital(
    draft: &mut Draft<'_>,
    funding: &Funding,
    (month, portions): (Date, &[&Portion]),
    (known, pack): (&Known<'_>, &Pack),
) {
    let nothing = HashMap::new();
    let before = funding.signed.get(&month).map_or(&nothing, |signed| &signed.capital);
    let given = |one: &Obliged| before.get(&one.obligation.id).copied().unwrap_or_default();
    let obligations: Vec<&Obliged> =
        funding.obligations.iter().filter(|one| one.places_in(month) > 0 || given(one) != 0).collect();
    if obligations.is_empty() {
        return;
    }
    let pupils: Vec<Pupil> = portions
        .iter()
        .filter_map(|portion| Some(Pupil { study: study_days(portion, known).ok()?, enrolled: portion.live }))
        .collect();
    let places: Vec<Places<'_>> =
        obligations.iter().map(|one| Places { kind: &one.obligation.kind, count: one.places_in(month) }).collect();
    let mrp = pack.mrp_of(month.year()).unwrap_or(Minor::ZERO);
    let found = match capital_month(&pack.capital, mrp, &pupils, &places) {
        Ok(found) => found,
        Err(refusal) => return keep(draft, refusal.code(), month),
    };
    for (one, CapitalDue { pupils, due }) in obligations.into_iter().zip(found) {
        let difference = due.tiyn().saturating_sub(given(one));
        if difference == 0 {
            continue;
        }
        let line = known.adjusting_line.map(|line_id| BesideLine {
            obligation: one.obligation.id,
            document: one.obligation.number.clone(),
            month,
            line_id,
            nominal: capital_due(&pack.capital, &one.obligation.kind, mrp, 1, 1).map_or(0, Minor::tiyn),
            pupils,
            computed: due.tiyn(),
            due: difference,
        });
        put(draft, line, month);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_lines_of_a_month_are_its_estimate_and_no_part_takes_more_than_it_may(
            estimate in 1_i64..1_000_000,
            claims in proptest::collection::vec((0_i64..200_000, 0_i64..24), 0..40),
        ) {
            let claims: Vec<Claim> = claims.into_iter().map(|(amount, weight)| Claim { amount, weight }).collect();
            let (paid, beside) = split(estimate, &claims);
            prop_assert_eq!(paid.iter().sum::<i64>() + beside, estimate);
            prop_assert!(beside >= 0 && paid.iter().zip(&claims).all(|(paid, claim)| (0..=claim.amount).contains(paid)));
            // Nothing lies beside the parts while one that somebody was enrolled in could take it.
            let room = paid.iter().zip(&claims).any(|(paid, claim)| claim.weight > 0 && *paid < claim.amount);
            prop_assert!(beside == 0 || !room);
        }
    }
}
