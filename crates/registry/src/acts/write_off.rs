//! The write-off (spec 2.2, 6.1): what both sides have signed becomes money owed. `plan` decides, pure; `post` loads and records.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use ledger::posting::{Effect, Kind};
use uuid::Uuid;

use super::store::sign::{self as store, Act, PostedLine};
use crate::{
    budgets::{self, Movement},
    platform::{Refusal, Result, Tx},
};

/// A line of an act as the write-off sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Whether it corrects an earlier month.
    pub(super) adjustment: bool,
    /// Whether it lies beside the parts; its subject is then the performer.
    pub(super) beside: bool,
    pub(super) subject: Uuid,
    pub(super) part_month: Date,
    pub(super) portion: i16,
    /// The budget line it charges, of the act's own month.
    pub(super) budget_line: Uuid,
    /// Tiyn; below zero only for an adjustment.
    pub(super) due: i64,
    /// What the portion, or the performer beside its parts, still has committed on the line (tiyn); 0 for an adjustment.
    pub(super) committed: i64,
}

/// One movement to be: of which line, what, how much (tiyn).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) line: usize,
    pub(super) kind: Kind,
    pub(super) amount: i64,
    pub(super) rest: i64,
}

/// The signed total is not what these lines and receivables give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Disagrees;

impl Line {
    /// The movement as it is on the account of the line.
    fn of(&self, kind: Kind) -> Kind {
        if self.beside { kind.beside_parts() } else { kind }
    }

    /// Whether two lines owe on one account.
    fn shares_account(&self, other: &Self) -> bool {
        (self.budget_line, self.subject, self.part_month, self.portion)
            == (other.budget_line, other.subject, other.part_month, other.portion)
    }
}

/// The movements of an act in the order in which no balance falls below zero. `total` is the signed one, `carried` what the performer
/// must give back from earlier acts (tiyn). Afterwards exactly `total` is owed by this act: what is above is set off in the order of lines.
///
/// An adjustment downwards takes from due that this act made on the same account; due of earlier acts stays theirs, because an act's
/// invoice and order are for its signed total.
pub(super) fn plan(lines: &[Line], total: i64, carried: i64) -> Result<Vec<Step>, Disagrees> {
    let mut steps = Vec::with_capacity(lines.len());
    let mut due = vec![0_i64; lines.len()];
    let (mut owed, mut receivable) = (0_i64, carried);
    for (n, line) in lines.iter().enumerate() {
        let mut step = |kind, amount, rest| steps.push(Step { line: n, kind: line.of(kind), amount, rest });
        if !line.adjustment && line.beside {
            if line.due < 0 || line.committed < 0 {
                return Err(Disagrees);
            }
            // What was held is let go, and what is owed taken: together they need only the difference to be free.
            for (kind, amount) in [(Kind::Unreserve, line.committed), (Kind::PerformerDue, line.due)] {
                if amount > 0 {
                    step(kind, amount, 0);
                }
            }
            owed = owed.checked_add(line.due).ok_or(Disagrees)?;
            put(&mut due, n, line.due);
        } else if !line.adjustment {
            let gap = line.due.saturating_sub(line.committed).max(0);
            if line.due < 0 || line.committed < 0 {
                return Err(Disagrees);
            }
            if gap > 0 {
                step(Kind::Book, gap, 0);
            }
            step(Kind::WriteOff, line.due, line.committed.saturating_add(gap).saturating_sub(line.due));
            owed = owed.checked_add(line.due).ok_or(Disagrees)?;
            put(&mut due, n, line.due);
        } else if line.due >= 0 {
            if line.due > 0 {
                step(Kind::AdjustUp, line.due, 0);
            }
            owed = owed.checked_add(line.due).ok_or(Disagrees)?;
            put(&mut due, n, line.due);
        } else {
            let mut left = line.due.checked_neg().ok_or(Disagrees)?;
            let earlier = lines.iter().zip(due.iter_mut()).take(n).find(|(other, _)| other.shares_account(line));
            if let Some((_, held)) = earlier {
                let down = left.min(*held);
                if down > 0 {
                    step(Kind::AdjustDown, down, 0);
                }
                *held = held.saturating_sub(down);
                owed = owed.saturating_sub(down);
                left = left.saturating_sub(down);
            }
            if left > 0 {
                step(Kind::Receivable, left, 0);
            }
            receivable = receivable.checked_add(left).ok_or(Disagrees)?;
        }
    }
    let mut set_off = owed.checked_sub(total).filter(|left| (0..=receivable).contains(left)).ok_or(Disagrees)?;
    for (n, held) in due.iter().enumerate() {
        let amount = set_off.min(*held);
        if amount > 0 {
            let kind = lines.get(n).map_or(Kind::SetOff, |line| line.of(Kind::SetOff));
            steps.push(Step { line: n, kind, amount, rest: 0 });
            set_off = set_off.saturating_sub(amount);
        }
    }
    Ok(steps)
}

fn put(due: &mut [i64], n: usize, amount: i64) {
    if let Some(slot) = due.get_mut(n) {
        *slot = amount;
    }
}

/// Posts acts of one region and month that both sides have signed, in the caller's transaction under the locks of their performers.
/// Answers those that are refused, for which nothing was posted: `budget.exhausted`, `act.stale`.
pub(super) async fn post(tx: &mut Tx<'_>, region: i16, month: Date, acts: &[&Act]) -> Result<Vec<(Uuid, Refusal)>> {
    let versions: Vec<(Uuid, i16)> = acts.iter().map(|act| (act.id, act.version)).collect();
    let performers = Vec::from_iter(acts.iter().map(|act| act.performer_id).collect::<BTreeSet<_>>());
    let lines = store::list_lines(tx, region, month, &versions).await?;
    let carried: HashMap<Uuid, i64> = store::list_carried(tx, region, &performers).await?.into_iter().collect();
    let mut by_act = HashMap::<Uuid, Vec<PostedLine>>::new();
    for line in lines {
        by_act.entry(line.act).or_default().push(line);
    }
    let (mut planned, mut refused) = (Vec::new(), Vec::new());
    for act in acts {
        let lines = by_act.remove(&act.id).unwrap_or_default();
        let plain: Vec<Line> = lines.iter().map(|line| line.line.clone()).collect();
        let carried = carried.get(&act.performer_id).copied().unwrap_or_default();
        match plan(&plain, act.total, carried) {
            Ok(steps) => planned.push(Planned { act, lines, steps }),
            Err(Disagrees) => {
                let words = "the signed total is not what its lines and the performer's receivables give now";
                refused.push((act.id, Refusal::new("act.stale", words)));
            }
        }
    }
    let planned = affordable(tx, region, month, planned, &mut refused).await?;
    let movements = movements(tx, region, &planned).await?;
    budgets::post(tx, region, &movements).await?;
    Ok(refused)
}

/// An act with what it will post.
struct Planned<'a> {
    act: &'a Act,
    lines: Vec<PostedLine>,
    steps: Vec<Step>,
}

impl Planned<'_> {
    fn line(&self, step: &Step) -> Result<&PostedLine> {
        Ok(self.lines.get(step.line).ok_or_else(|| anyhow::anyhow!("a step of no line"))?)
    }

    /// What the act leaves of each budget line's free money.
    fn free(&self) -> Result<BTreeMap<Uuid, i64>> {
        let mut lines = BTreeMap::<Uuid, Effect>::new();
        for step in &self.steps {
            let effect = lines.entry(self.line(step)?.line.budget_line).or_default();
            *effect = effect.plus(step.kind.effect(step.amount, step.rest)).ok_or_else(beyond)?;
        }
        lines.into_iter().map(|(line, effect)| Ok((line, effect.free().ok_or_else(beyond)?))).collect()
    }
}

fn beyond() -> anyhow::Error {
    anyhow::anyhow!("a sum of movements is beyond the range of money")
}

/// Keeps the acts whose budget lines have the money that they take beyond what was committed; lines are locked only when one does.
async fn affordable<'a>(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    planned: Vec<Planned<'a>>,
    refused: &mut Vec<(Uuid, Refusal)>,
) -> Result<Vec<Planned<'a>>> {
    let wanting =
        |planned: &Planned<'_>| Ok::<_, crate::platform::Error>(planned.free()?.values().any(|free| *free < 0));
    let mut programmes = BTreeSet::new();
    for one in &planned {
        if wanting(one)? {
            programmes.insert(one.act.programme.as_str());
        }
    }
    let mut left = HashMap::<Uuid, i64>::new();
    for programme in programmes {
        let lines = budgets::store::lock_lines(tx, region, programme, &[month]).await?;
        left.extend(lines.into_iter().map(|line| (line.id, line.free)));
    }
    let mut kept = Vec::with_capacity(planned.len());
    for one in planned {
        let free = one.free()?;
        let short = free.iter().find(|(line, change)| {
            **change < 0 && left.get(line).copied().unwrap_or_default().saturating_add(**change) < 0
        });
        if let Some((line, change)) = short {
            let words = format!("line {line} lacks money for {} tiyn beyond what was booked", change.saturating_abs());
            refused.push((one.act.id, Refusal::new("budget.exhausted", words)));
            continue;
        }
        for (line, change) in free {
            if let Some(left) = left.get_mut(&line) {
                *left = left.saturating_add(change);
            }
        }
        kept.push(one);
    }
    Ok(kept)
}

async fn movements(tx: &Tx<'_>, region: i16, planned: &[Planned<'_>]) -> Result<Vec<Movement>> {
    let ids: BTreeSet<Uuid> =
        planned.iter().flat_map(|one| one.lines.iter().map(|line| line.line.budget_line)).collect();
    let names: HashMap<Uuid, budgets::Line> = budgets::store::list_lines(tx, region, &Vec::from_iter(ids))
        .await?
        .into_iter()
        .map(|line| (line.id, line))
        .collect();
    let mut movements = Vec::with_capacity(planned.iter().map(|one| one.steps.len()).sum());
    for one in planned {
        for step in &one.steps {
            let posted = one.line(step)?;
            let line = &posted.line;
            let budget = names
                .get(&line.budget_line)
                .ok_or_else(|| anyhow::anyhow!("an act charges a line that is not there"))?;
            movements.push(Movement {
                region,
                month: budget.month,
                subject: line.subject,
                id: tx.app().clock.id(),
                kind: step.kind,
                line_id: line.budget_line,
                performer_id: Some(one.act.performer_id),
                part_month: line.part_month,
                portion: line.portion,
                amount: step.amount,
                rest: step.rest,
                document_kind: "act".to_owned(),
                document: one.act.id,
                effective_on: tx.today(),
                line_name: budget.name.clone(),
                voucher_number: posted.voucher_number.clone(),
                performer_bin: one.act.performer_bin.clone(),
            });
        }
    }
    movements.sort_unstable_by_key(|movement| (movement.month, movement.subject, movement.id));
    Ok(movements)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn line(n: u128, adjustment: bool, due: i64, committed: i64) -> Line {
        let part_month = date(2026, if adjustment { 9 } else { 10 }, 1);
        Line {
            adjustment,
            beside: false,
            subject: Uuid::from_u128(n),
            part_month,
            portion: 0,
            budget_line: Uuid::nil(),
            due,
            committed,
        }
    }

    fn sum(steps: &[Step], kind: Kind) -> i64 {
        steps.iter().filter(|step| [kind, kind.beside_parts()].contains(&step.kind)).map(|step| step.amount).sum()
    }

    #[test]
    fn a_portion_that_owes_more_than_was_booked_is_booked_first() {
        let steps = plan(&[line(1, false, 700, 500)], 700, 0).unwrap();
        let kinds: Vec<_> = steps.iter().map(|step| (step.kind, step.amount, step.rest)).collect();
        assert_eq!(kinds, [(Kind::Book, 200, 0), (Kind::WriteOff, 700, 0)]);
    }

    #[test]
    fn an_adjustment_upwards_and_one_downwards_of_one_account_meet_there() {
        let steps = plan(&[line(1, true, 500, 0), line(1, true, -700, 0)], 0, 0).unwrap();
        let kinds: Vec<_> = steps.iter().map(|step| (step.kind, step.amount)).collect();
        assert_eq!(kinds, [(Kind::AdjustUp, 500), (Kind::AdjustDown, 500), (Kind::Receivable, 200)]);
    }

    #[test]
    fn what_lies_beside_the_parts_lets_go_what_was_held_and_owes_its_own() {
        let beside = |adjustment, due, committed| Line { beside: true, ..line(9, adjustment, due, committed) };
        let kinds = |lines: &[Line], total, carried| {
            let steps = plan(lines, total, carried).unwrap();
            steps.iter().map(|step| (step.kind, step.amount)).collect::<Vec<_>>()
        };
        let month = [beside(false, 700, 500)];
        assert_eq!(
            kinds(&month, 600, 100),
            [(Kind::Unreserve, 500), (Kind::PerformerDue, 700), (Kind::PerformerSetOff, 100)]
        );
        let less = [beside(true, 500, 0), beside(true, -700, 0)];
        assert_eq!(
            kinds(&less, 0, 0),
            [(Kind::PerformerDue, 500), (Kind::PerformerDown, 500), (Kind::PerformerReceivable, 200)]
        );
        assert_eq!(kinds(&[beside(false, 0, 0)], 0, 0), []);
        assert_eq!(plan(&[beside(false, -1, 0)], 0, 0), Err(Disagrees));
    }

    #[test]
    fn a_total_that_was_signed_before_a_receivable_was_set_off_elsewhere_disagrees() {
        assert_eq!(plan(&[line(1, false, 700, 700)], 600, 0), Err(Disagrees));
        assert_eq!(plan(&[line(1, false, 700, 700)], 800, 100), Err(Disagrees));
        assert!(plan(&[line(1, false, 700, 700)], 600, 100).is_ok());
    }

    proptest! {
        #[test]
        fn no_balance_falls_below_zero_and_exactly_the_signed_total_is_owed(
            lines in proptest::collection::vec((any::<bool>(), any::<bool>(), 0_u128..12, -5_000_i64..9_000, 0_i64..9_000), 0..30),
            carried in 0_i64..20_000,
        ) {
            let lines: Vec<Line> = lines
                .into_iter()
                .enumerate()
                .map(|(n, (adjustment, beside, subject, due, committed))| if adjustment {
                    Line { beside, ..line(subject + if beside { 100 } else { 0 }, true, due, 0) }
                } else {
                    Line { beside, ..line(1_000 + u128::try_from(n).unwrap(), false, due.abs(), committed) }
                })
                .collect();
            let dues: i64 = lines.iter().map(|line| line.due).sum();
            let total = (dues - carried).max(0);
            let steps = plan(&lines, total, carried).unwrap();
            let mut committed: Vec<i64> = lines.iter().map(|line| line.committed).collect();
            let mut due = HashMap::<(Uuid, Date), i64>::new();
            let mut receivable = carried;
            for step in &steps {
                let line = &lines[step.line];
                let held = due.entry((line.subject, line.part_month)).or_default();
                prop_assert!(step.amount >= 0 && step.rest >= 0);
                prop_assert_eq!(step.kind.beside_parts() == step.kind, line.beside || matches!(step.kind, Kind::Book | Kind::WriteOff));
                match step.kind {
                    Kind::Book => committed[step.line] += step.amount,
                    Kind::WriteOff => { committed[step.line] -= step.amount + step.rest; *held += step.amount; }
                    Kind::Unreserve => committed[step.line] -= step.amount,
                    Kind::AdjustUp | Kind::PerformerDue => *held += step.amount,
                    Kind::AdjustDown | Kind::PerformerDown => *held -= step.amount,
                    Kind::Receivable | Kind::PerformerReceivable => receivable += step.amount,
                    Kind::SetOff | Kind::PerformerSetOff => { *held -= step.amount; receivable -= step.amount; }
                    Kind::Reserve | Kind::PerformerOrder | Kind::PerformerRedeem | Kind::PerformerReturned
                    | Kind::PerformerReturnedAfter | Kind::Allot | Kind::Cut | Kind::Release | Kind::Order | Kind::Redeem | Kind::Returned
                    | Kind::ReturnedAfter => prop_assert!(false, "a signature does not post {:?}", step.kind),
                }
                prop_assert!(committed[step.line] >= 0 && *held >= 0 && receivable >= 0);
            }
            prop_assert_eq!(due.values().sum::<i64>(), total);
            // Every portion of the month is written off whole: nothing stays committed (P6).
            prop_assert!(lines.iter().zip(&committed).all(|(line, left)| line.adjustment || *left == 0));
            prop_assert_eq!(steps.iter().filter(|step| step.kind == Kind::WriteOff).count(), lines.iter().filter(|line| !line.adjustment && !line.beside).count());
            prop_assert_eq!(receivable, carried + sum(&steps, Kind::Receivable) - sum(&steps, Kind::SetOff));
            // What was above the total was not lost: it is still to be given back.
            prop_assert_eq!(total - receivable, dues - carried);
        }
    }
}
