//! The movements of money as double entries (spec 2.2): which account each kind debits and credits.
//!
//! The ledger knows lines, subjects and performers only as texts. An account is its name and, after a colon, what it belongs to,
//! exactly as the audit export prints it (spec 2.6).

use std::fmt;

/// A kind of movement; the number is what is stored and never changes its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Money is allotted to a line: treasury.allotment → budget.free.
    Allot,
    /// An allotment is cut: budget.free → treasury.allotment.
    Cut,
    /// A part is booked, or repriced upwards: budget.free → part.committed.
    Book,
    /// Months return (release, pause, annulment, a lower nominal): part.committed → budget.free.
    Release,
    /// An act is signed by both: part.committed → part.due (amount) and → budget.free (rest).
    WriteOff,
    /// A payment order is formed: part.due → part.ordered.
    Order,
    /// The statement confirms it: part.ordered → part.paid.
    Redeem,
    /// The bank sends the money back before confirmation: part.ordered → part.due.
    Returned,
    /// The bank sends the money back after redemption: part.paid → part.due.
    ReturnedAfter,
    /// An adjustment in the performer's favour: budget.free → part.due.
    AdjustUp,
    /// An adjustment against the performer while the part still has due: part.due → budget.free.
    AdjustDown,
    /// An adjustment against the performer after payment: performer.receivable → budget.free.
    Receivable,
    /// A receivable is set off against due of a later act: part.due → performer.receivable.
    SetOff,
    /// What an estimate asks for above its parts is held: budget.free → performer.committed.
    Reserve,
    /// It is held no longer: performer.committed → budget.free.
    Unreserve,
    /// An act owes a performer beside its parts (an estimate above them, a capital line), or adjusts that upwards:
    /// budget.free → performer.due.
    PerformerDue,
    /// An adjustment against the performer of what the act owes beside its parts: performer.due → budget.free.
    PerformerDown,
    /// The same after payment: performer.receivable → budget.free.
    PerformerReceivable,
    /// A receivable is set off against what an act owes beside its parts: performer.due → performer.receivable.
    PerformerSetOff,
    /// A payment order is formed: performer.due → performer.ordered.
    PerformerOrder,
    /// The statement confirms it: performer.ordered → performer.paid.
    PerformerRedeem,
    /// The bank sends the money back before confirmation: performer.ordered → performer.due.
    PerformerReturned,
    /// The bank sends the money back after redemption: performer.paid → performer.due.
    PerformerReturnedAfter,
}

impl Kind {
    /// All kinds in the order of their numbers.
    pub const ALL: [Self; 23] = [
        Self::Allot,
        Self::Cut,
        Self::Book,
        Self::Release,
        Self::WriteOff,
        Self::Order,
        Self::Redeem,
        Self::Returned,
        Self::ReturnedAfter,
        Self::AdjustUp,
        Self::AdjustDown,
        Self::Receivable,
        Self::SetOff,
        Self::Reserve,
        Self::Unreserve,
        Self::PerformerDue,
        Self::PerformerDown,
        Self::PerformerReceivable,
        Self::PerformerSetOff,
        Self::PerformerOrder,
        Self::PerformerRedeem,
        Self::PerformerReturned,
        Self::PerformerReturnedAfter,
    ];

    /// The stored number, from 1.
    #[must_use]
    pub fn code(self) -> i16 {
        match self {
            Self::Allot => 1,
            Self::Cut => 2,
            Self::Book => 3,
            Self::Release => 4,
            Self::WriteOff => 5,
            Self::Order => 6,
            Self::Redeem => 7,
            Self::Returned => 8,
            Self::ReturnedAfter => 9,
            Self::AdjustUp => 10,
            Self::AdjustDown => 11,
            Self::Receivable => 12,
            Self::SetOff => 13,
            Self::Reserve => 14,
            Self::Unreserve => 15,
            Self::PerformerDue => 16,
            Self::PerformerDown => 17,
            Self::PerformerReceivable => 18,
            Self::PerformerSetOff => 19,
            Self::PerformerOrder => 20,
            Self::PerformerRedeem => 21,
            Self::PerformerReturned => 22,
            Self::PerformerReturnedAfter => 23,
        }
    }

    /// The kind of a stored number; `None` for a number that no kind has.
    #[must_use]
    pub fn of(code: i16) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// The same movement of money that lies beside the parts of a performer.
    #[must_use]
    pub fn beside_parts(self) -> Self {
        match self {
            Self::Order => Self::PerformerOrder,
            Self::Redeem => Self::PerformerRedeem,
            Self::Returned => Self::PerformerReturned,
            Self::ReturnedAfter => Self::PerformerReturnedAfter,
            Self::AdjustUp => Self::PerformerDue,
            Self::AdjustDown => Self::PerformerDown,
            Self::Receivable => Self::PerformerReceivable,
            Self::SetOff => Self::PerformerSetOff,
            Self::Allot
            | Self::Cut
            | Self::Book
            | Self::Release
            | Self::WriteOff
            | Self::Reserve
            | Self::Unreserve
            | Self::PerformerDue
            | Self::PerformerDown
            | Self::PerformerReceivable
            | Self::PerformerSetOff
            | Self::PerformerOrder
            | Self::PerformerRedeem
            | Self::PerformerReturned
            | Self::PerformerReturnedAfter => self,
        }
    }

    fn accounts(self) -> (Account, Account) {
        use Account::{
            BudgetFree, PartCommitted, PartDue, PartOrdered, PartPaid, PerformerCommitted, PerformerDue,
            PerformerOrdered, PerformerPaid, PerformerReceivable, TreasuryAllotment,
        };
        match self {
            Self::Allot => (TreasuryAllotment, BudgetFree),
            Self::Cut => (BudgetFree, TreasuryAllotment),
            Self::Book => (BudgetFree, PartCommitted),
            Self::Release => (PartCommitted, BudgetFree),
            Self::WriteOff => (PartCommitted, PartDue),
            Self::Order => (PartDue, PartOrdered),
            Self::Redeem => (PartOrdered, PartPaid),
            Self::Returned => (PartOrdered, PartDue),
            Self::ReturnedAfter => (PartPaid, PartDue),
            Self::AdjustUp => (BudgetFree, PartDue),
            Self::AdjustDown => (PartDue, BudgetFree),
            Self::Receivable => (PerformerReceivable, BudgetFree),
            Self::SetOff => (PartDue, PerformerReceivable),
            Self::Reserve => (BudgetFree, PerformerCommitted),
            Self::Unreserve => (PerformerCommitted, BudgetFree),
            Self::PerformerDue => (BudgetFree, PerformerDue),
            Self::PerformerDown => (PerformerDue, BudgetFree),
            Self::PerformerReceivable => (PerformerReceivable, BudgetFree),
            Self::PerformerSetOff => (PerformerDue, PerformerReceivable),
            Self::PerformerOrder => (PerformerDue, PerformerOrdered),
            Self::PerformerRedeem => (PerformerOrdered, PerformerPaid),
            Self::PerformerReturned => (PerformerOrdered, PerformerDue),
            Self::PerformerReturnedAfter => (PerformerPaid, PerformerDue),
        }
    }

    /// What the movement does to its budget line, in the columns allotted, committed, due, ordered, paid.
    /// A receivable lowers what was paid; its set-off pays from it, so that the line shows what the programme really cost.
    #[must_use]
    pub fn effect(self, amount: i64, rest: i64) -> Effect {
        let (debit, credit) = self.accounts();
        let mut effect = Effect::default();
        effect.add(debit, amount.checked_neg());
        effect.add(credit, Some(amount));
        if self == Self::WriteOff {
            effect.add(Account::PartCommitted, rest.checked_neg());
        }
        effect
    }

    /// The legs of a movement in the order of the export: one, or two for a write-off with a rest.
    #[must_use]
    pub fn legs(self, amount: i64, rest: i64) -> Vec<Leg> {
        let (debit, credit) = self.accounts();
        match self {
            Self::WriteOff => vec![
                Leg { debit, credit, amount },
                Leg { debit: Account::PartCommitted, credit: Account::BudgetFree, amount: rest },
            ],
            Self::Allot
            | Self::Cut
            | Self::Book
            | Self::Release
            | Self::Order
            | Self::Redeem
            | Self::Returned
            | Self::ReturnedAfter
            | Self::AdjustUp
            | Self::AdjustDown
            | Self::Receivable
            | Self::SetOff
            | Self::Reserve
            | Self::Unreserve
            | Self::PerformerDue
            | Self::PerformerDown
            | Self::PerformerReceivable
            | Self::PerformerSetOff
            | Self::PerformerOrder
            | Self::PerformerRedeem
            | Self::PerformerReturned
            | Self::PerformerReturnedAfter => vec![Leg { debit, credit, amount }],
        }
    }
}

/// What a movement changes on its budget line (tiyn). `allotted = free + committed + due + ordered + paid` holds always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Money given to the line.
    pub allotted: i64,
    /// Promised by bookings.
    pub committed: i64,
    /// Owed by signed acts.
    pub due: i64,
    /// In payment orders.
    pub ordered: i64,
    /// Confirmed by statements, less what performers must give back.
    pub paid: i64,
}

impl Effect {
    fn add(&mut self, account: Account, amount: Option<i64>) {
        let Some(amount) = amount else { return };
        let column = match account {
            Account::TreasuryAllotment => {
                self.allotted = self.allotted.saturating_sub(amount);
                return;
            }
            Account::BudgetFree => return,
            Account::PartCommitted | Account::PerformerCommitted => &mut self.committed,
            Account::PartDue | Account::PerformerDue => &mut self.due,
            Account::PartOrdered | Account::PerformerOrdered => &mut self.ordered,
            Account::PartPaid | Account::PerformerPaid | Account::PerformerReceivable => &mut self.paid,
        };
        *column = column.saturating_add(amount);
    }

    /// The sum of two effects; `None` when a column leaves the range of money.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        Some(Self {
            allotted: self.allotted.checked_add(other.allotted)?,
            committed: self.committed.checked_add(other.committed)?,
            due: self.due.checked_add(other.due)?,
            ordered: self.ordered.checked_add(other.ordered)?,
            paid: self.paid.checked_add(other.paid)?,
        })
    }

    /// What changed since another state; `None` when a column leaves the range of money.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        Some(Self {
            allotted: self.allotted.checked_sub(other.allotted)?,
            committed: self.committed.checked_sub(other.committed)?,
            due: self.due.checked_sub(other.due)?,
            ordered: self.ordered.checked_sub(other.ordered)?,
            paid: self.paid.checked_sub(other.paid)?,
        })
    }

    /// What is left to promise; `None` on overflow. Below zero the line is overcommitted.
    #[must_use]
    pub fn free(self) -> Option<i64> {
        [self.committed, self.due, self.ordered, self.paid].into_iter().try_fold(self.allotted, i64::checked_sub)
    }
}

/// An account of the chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Account {
    /// Where allotments come from; below zero by what was allotted.
    TreasuryAllotment,
    /// What a line has left.
    BudgetFree,
    /// Booked.
    PartCommitted,
    /// Owed.
    PartDue,
    /// Being paid.
    PartOrdered,
    /// Paid.
    PartPaid,
    /// Held for a performer beside its parts.
    PerformerCommitted,
    /// Owed to a performer beside its parts.
    PerformerDue,
    /// Being paid beside the parts.
    PerformerOrdered,
    /// Paid beside the parts.
    PerformerPaid,
    /// What a performer was overpaid.
    PerformerReceivable,
}

/// One debit and one credit of an amount (tiyn).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leg {
    /// The account that gives.
    pub debit: Account,
    /// The account that takes.
    pub credit: Account,
    /// Never below zero.
    pub amount: i64,
}

/// Whose account it is: the texts that the export prints.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// `issuer/programme/region/YYYY-MM/source/kbk`.
    pub line: &'a str,
    /// The performer's BIN, empty where there is none.
    pub performer: &'a str,
    /// `VOUCHER/YYYY-MM`, empty where there is none.
    pub part: &'a str,
}

impl Account {
    /// The account's name in the export.
    #[must_use]
    pub fn of(self, owner: Owner<'_>) -> String {
        Named { account: self, owner }.to_string()
    }
}

/// An account with its owner: prints as the export names it.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// The account.
    pub account: Account,
    /// Whose it is.
    pub owner: Owner<'a>,
}

impl fmt::Display for Named<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (account, Owner { line, performer, part }) = (self.account, self.owner);
        match account {
            Account::TreasuryAllotment => account.fmt(out),
            Account::BudgetFree => write!(out, "{account}:{line}"),
            Account::PartCommitted | Account::PartDue | Account::PartOrdered | Account::PartPaid => {
                write!(out, "{account}:{line}|{performer}|{part}")
            }
            Account::PerformerCommitted
            | Account::PerformerDue
            | Account::PerformerOrdered
            | Account::PerformerPaid
            | Account::PerformerReceivable => write!(out, "{account}:{line}|{performer}"),
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::TreasuryAllotment => "treasury.allotment",
            Self::BudgetFree => "budget.free",
            Self::PartCommitted => "part.committed",
            Self::PartDue => "part.due",
            Self::PartOrdered => "part.ordered",
            Self::PartPaid => "part.paid",
            Self::PerformerCommitted => "performer.committed",
            Self::PerformerDue => "performer.due",
            Self::PerformerOrdered => "performer.ordered",
            Self::PerformerPaid => "performer.paid",
            Self::PerformerReceivable => "performer.receivable",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_names_its_kind_and_no_other_does() {
        for kind in Kind::ALL {
            assert_eq!(Kind::of(kind.code()), Some(kind));
        }
        assert_eq!(Kind::of(0), None);
        assert_eq!(Kind::of(24), None);
    }

    #[test]
    fn the_effect_of_a_movement_is_the_sum_of_its_legs() {
        for kind in Kind::ALL {
            let mut sums = std::collections::BTreeMap::<Account, i64>::new();
            for leg in kind.legs(700, 300) {
                *sums.entry(leg.debit).or_default() -= leg.amount;
                *sums.entry(leg.credit).or_default() += leg.amount;
            }
            let of = |account| sums.get(&account).copied().unwrap_or_default();
            let effect = kind.effect(700, 300);
            assert_eq!(effect.allotted, -of(Account::TreasuryAllotment), "{kind:?}");
            let both = |part, performer| of(part) + of(performer);
            assert_eq!(effect.committed, both(Account::PartCommitted, Account::PerformerCommitted), "{kind:?}");
            assert_eq!(effect.due, both(Account::PartDue, Account::PerformerDue), "{kind:?}");
            assert_eq!(effect.ordered, both(Account::PartOrdered, Account::PerformerOrdered), "{kind:?}");
            let paid = both(Account::PartPaid, Account::PerformerPaid) + of(Account::PerformerReceivable);
            assert_eq!(effect.paid, paid, "{kind:?}");
            assert_eq!(effect.free(), Some(of(Account::BudgetFree)), "{kind:?}");
            assert_eq!(sums.values().sum::<i64>(), 0, "{kind:?}");
        }
    }

    #[test]
    fn a_month_from_allotment_to_payment_leaves_what_was_not_used() {
        let steps = [
            (Kind::Allot, 1000, 0),
            (Kind::Book, 900, 0),
            (Kind::WriteOff, 600, 300),
            (Kind::Order, 600, 0),
            (Kind::Redeem, 600, 0),
            (Kind::Receivable, 50, 0),
        ];
        let line = steps
            .into_iter()
            .map(|(kind, amount, rest)| kind.effect(amount, rest))
            .try_fold(Effect::default(), Effect::plus)
            .unwrap();
        assert_eq!(line, Effect { allotted: 1000, committed: 0, due: 0, ordered: 0, paid: 550 });
        assert_eq!(line.free(), Some(450));
        assert_eq!(Effect { allotted: i64::MAX, ..line }.plus(line), None);
    }

    #[test]
    fn money_beside_the_parts_moves_as_that_of_parts_does() {
        for kind in Kind::ALL {
            assert_eq!(kind.beside_parts().effect(700, 0), kind.effect(700, 0), "{kind:?}");
            assert_eq!(kind.beside_parts().beside_parts(), kind.beside_parts());
        }
        let owner = Owner { line: "L", performer: "P", part: "" };
        let legs = Kind::Order.beside_parts().legs(700, 0);
        let names: Vec<_> = legs.iter().map(|leg| (leg.debit.of(owner), leg.credit.of(owner))).collect();
        assert_eq!(names, [("performer.due:L|P".to_owned(), "performer.ordered:L|P".to_owned())]);
    }

    #[test]
    fn accounts_print_as_the_export_says() {
        let owner = Owner { line: "L", performer: "P", part: "V/2026-09" };
        assert_eq!(Account::TreasuryAllotment.of(owner), "treasury.allotment");
        assert_eq!(Account::BudgetFree.of(owner), "budget.free:L");
        assert_eq!(Account::PartDue.of(owner), "part.due:L|P|V/2026-09");
        assert_eq!(Account::PerformerReceivable.of(owner), "performer.receivable:L|P");
    }
}
