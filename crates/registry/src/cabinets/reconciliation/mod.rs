//! The reconciliation statement of a performer and an issuer (акт сверки, spec 6.1): what acts have made due, what was paid, what the
//! performer has to give back, for any period. Every sum follows from movements.

mod page;
mod paper;
mod store;

use jiff::civil::Date;
use ledger::posting::Kind;

use crate::platform::{Actor, Refusal, Result, Role, Tx, error::refuse};
use store::{Moved, Parties};

pub(crate) use page::{Asked, Page, file, show};

/// Who reconcile, by their BINs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Sides {
    pub(crate) performer: String,
    pub(crate) issuer: String,
}

impl Sides {
    /// A performer and an issuer ask for what is between them and another, never for what is between others.
    ///
    /// # Errors
    /// `performer.unknown`.
    pub(crate) fn require_own(&self, actor: &Actor) -> Result<()> {
        let own = match actor.role {
            Role::Performer => Some(&self.performer),
            Role::Issuer => Some(&self.issuer),
            Role::Operator | Role::Registrar | Role::Authority | Role::Beneficiary | Role::Auditor | Role::Public => {
                None
            }
        };
        if own.is_some_and(|own| *own != actor.organisation) {
            return refuse("performer.unknown", "neither side is yours");
        }
        Ok(())
    }
}

/// A line of the statement; sums in tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    on: Date,
    kind: Kind,
    act: String,
    order: String,
    /// What it makes due to the performer; below zero where an adjustment takes away.
    accrued: i64,
    /// What was paid; below zero where the bank sent money back.
    paid: i64,
}

/// A statement; sums in tiyn, a balance above zero is owed by the issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    sides: Sides,
    parties: Parties,
    from: Date,
    to: Date,
    opening: i64,
    rows: Vec<Row>,
    /// On the last day: what is due and not yet paid.
    due: i64,
    /// On the last day: what the performer has to give back, set off against its next acts.
    receivable: i64,
    /// Within the period: what was set off.
    set_off: i64,
}

impl Statement {
    fn accrued(&self) -> i64 {
        self.rows.iter().fold(0, |sum, row| sum.saturating_add(row.accrued))
    }

    fn paid(&self) -> i64 {
        self.rows.iter().fold(0, |sum, row| sum.saturating_add(row.paid))
    }

    fn closing(&self) -> i64 {
        self.opening.saturating_add(self.accrued()).saturating_sub(self.paid())
    }

    /// Makes the statement of a period from everything that has moved up to its last day; pure.
    fn of((sides, parties): (Sides, Parties), (from, to): (Date, Date), moved: Vec<Moved>) -> Self {
        let mut made =
            Self { sides, parties, from, to, opening: 0, rows: Vec::new(), due: 0, receivable: 0, set_off: 0 };
        for one in moved {
            let Some(kind) = Kind::of(one.kind) else { continue };
            let (accrued, paid) = effect(kind, one.amount);
            let is_set_off = matches!(kind, Kind::SetOff | Kind::PerformerSetOff);
            if is_set_off {
                made.receivable = made.receivable.saturating_sub(one.amount);
                made.due = made.due.saturating_sub(one.amount);
            } else if matches!(kind, Kind::Receivable | Kind::PerformerReceivable) {
                made.receivable = made.receivable.saturating_add(one.amount);
            } else {
                made.due = made.due.saturating_add(accrued).saturating_sub(paid);
            }
            if one.on < from {
                made.opening = made.opening.saturating_add(accrued).saturating_sub(paid);
            } else if is_set_off {
                made.set_off = made.set_off.saturating_add(one.amount);
            } else {
                made.rows.push(Row { on: one.on, kind, act: one.act, order: one.order, accrued, paid });
            }
        }
        made
    }
}

/// What a movement makes due to the performer, and what it pays (tiyn). A set-off does neither: it takes as much from what is due as from
/// what has to be given back.
fn effect(kind: Kind, amount: i64) -> (i64, i64) {
    let less = amount.saturating_neg();
    match kind {
        Kind::WriteOff | Kind::AdjustUp | Kind::PerformerDue => (amount, 0),
        Kind::AdjustDown | Kind::Receivable | Kind::PerformerDown | Kind::PerformerReceivable => (less, 0),
        Kind::Redeem | Kind::PerformerRedeem => (0, amount),
        Kind::ReturnedAfter | Kind::PerformerReturnedAfter => (0, less),
        Kind::Allot
        | Kind::Cut
        | Kind::Book
        | Kind::Release
        | Kind::Order
        | Kind::Returned
        | Kind::SetOff
        | Kind::Reserve
        | Kind::Unreserve
        | Kind::PerformerOrder
        | Kind::PerformerReturned
        | Kind::PerformerSetOff => (0, 0),
    }
}

/// The statement of a period, from what lies in the scope.
///
/// # Errors
/// `performer.unknown` when there is no act between the two; faults.
pub(crate) async fn statement(tx: &Tx<'_>, sides: Sides, (from, to): (Date, Date)) -> Result<Statement> {
    let unknown = || Refusal::new("performer.unknown", format!("{} and {}", sides.performer, sides.issuer));
    let parties = store::find_parties(tx, &sides).await?.ok_or_else(unknown)?;
    let places = store::find_places(tx, &sides.performer).await?;
    let moved = store::list_moved(tx, &sides, &places, to).await?;
    Ok(Statement::of((sides, parties), (from, to), moved))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn moved(day: i8, kind: Kind, amount: i64) -> Moved {
        Moved { on: date(2026, 10, day), kind: kind.code(), act: "A".to_owned(), order: String::new(), amount }
    }

    fn of(from: i8, moved: &[Moved]) -> Statement {
        let sides = Sides { performer: "1".to_owned(), issuer: "2".to_owned() };
        Statement::of((sides, Parties::default()), (date(2026, 10, from), date(2026, 10, 31)), moved.to_vec())
    }

    #[test]
    fn a_balance_is_what_is_due_less_what_has_to_be_given_back_wherever_the_period_begins() {
        let story = [
            moved(1, Kind::WriteOff, 1000),
            moved(2, Kind::Redeem, 1000),
            moved(3, Kind::Receivable, 300),
            moved(4, Kind::WriteOff, 800),
            moved(4, Kind::SetOff, 300),
            moved(5, Kind::AdjustUp, 50),
            moved(6, Kind::AdjustDown, 20),
            moved(7, Kind::Redeem, 400),
            moved(8, Kind::ReturnedAfter, 100),
        ];
        let whole = of(1, &story);
        assert_eq!((whole.opening, whole.accrued(), whole.paid(), whole.closing()), (0, 1530, 1300, 230));
        assert_eq!((whole.due, whole.receivable, whole.set_off, whole.rows.len()), (230, 0, 300, 8));
        for from in 2..=9 {
            let later = of(from, &story);
            assert_eq!(later.closing(), 230, "{from}");
            assert_eq!(later.due - later.receivable, later.closing(), "{from}");
            assert_eq!(
                later.opening
                    + whole
                        .rows
                        .iter()
                        .filter(|row| row.on >= later.from)
                        .map(|row| row.accrued - row.paid)
                        .sum::<i64>(),
                230
            );
        }
        let early = of(1, &story[..3]);
        assert_eq!((early.closing(), early.due, early.receivable), (-300, 0, 300));
    }
}
