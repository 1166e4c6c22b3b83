//! Personal accounts on pages and papers (spec 2.1): where an account stands, the notices of what was done to it, and its statement for
//! any period. Every sum of a statement follows from movements by the legs of the ledger.

pub(crate) mod api;
mod page;
mod paper;
mod registrar;
mod reorganisations;
mod store;
#[cfg(test)]
mod tests;

use jiff::{Timestamp, civil::Date};
use ledger::posting::{Account as Chart, Kind};

use super::names;
use crate::{
    accounts::{Owner, State, account::Event, store as events},
    platform::{Actor, Refusal, Result, Tx, clock::Clock},
};
use store::Moved;

pub(crate) use page::{Asked, Place, file, show};
pub(crate) use registrar::routes;

/// Balances of an account, or what a movement changes in them (tiyn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Balance {
    /// Booked for the months to come.
    pub(crate) committed: i64,
    /// Owed for service rendered.
    pub(crate) due: i64,
    /// In payment orders.
    pub(crate) ordered: i64,
    /// Confirmed by the bank.
    pub(crate) paid: i64,
    /// What the performer has to give back.
    pub(crate) receivable: i64,
}

impl Balance {
    fn of(kind: Kind, amount: i64, rest: i64) -> Self {
        let mut balance = Self::default();
        for leg in kind.legs(amount, rest) {
            balance.add(leg.debit, leg.amount.saturating_neg());
            balance.add(leg.credit, leg.amount);
        }
        balance
    }

    fn add(&mut self, account: Chart, amount: i64) {
        let (column, amount) = match account {
            Chart::TreasuryAllotment | Chart::BudgetFree => return,
            Chart::PartCommitted | Chart::PerformerCommitted => (&mut self.committed, amount),
            Chart::PartDue | Chart::PerformerDue => (&mut self.due, amount),
            Chart::PartOrdered | Chart::PerformerOrdered => (&mut self.ordered, amount),
            Chart::PartPaid | Chart::PerformerPaid => (&mut self.paid, amount),
            // Whoever was overpaid owes what the chart has below zero.
            Chart::PerformerReceivable => (&mut self.receivable, amount.saturating_neg()),
        };
        *column = column.saturating_add(amount);
    }

    fn plus(self, other: Self) -> Self {
        Self {
            committed: self.committed.saturating_add(other.committed),
            due: self.due.saturating_add(other.due),
            ordered: self.ordered.saturating_add(other.ordered),
            paid: self.paid.saturating_add(other.paid),
            receivable: self.receivable.saturating_add(other.receivable),
        }
    }

    /// What is shown of the account of an owner: a performer's has no bookings, they are its children's.
    fn columns(self, owner: &Owner) -> Vec<(&'static str, i64)> {
        let all = [
            ("committed", self.committed),
            ("due", self.due),
            ("ordered", self.ordered),
            ("paid", self.paid),
            ("receivable", self.receivable),
        ];
        let hidden = match owner {
            Owner::Person(..) => "receivable",
            Owner::Performer(_) => "committed",
        };
        all.into_iter().filter(|(name, _)| *name != hidden).collect()
    }
}

/// What a row of a statement tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A voucher was issued to the account.
    Issued,
    /// It was annulled.
    Annulled,
    /// Money moved.
    Moved(Kind),
}

impl What {
    /// The word of its texts.
    fn word(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Annulled => "annulled",
            Self::Moved(kind) => match kind {
                Kind::Allot | Kind::Cut => "other",
                Kind::Book => "book",
                Kind::Release => "release",
                Kind::WriteOff => "write-off",
                Kind::Reserve => "reserve",
                Kind::Unreserve => "unreserve",
                Kind::PerformerDue => "beside",
                Kind::Order | Kind::PerformerOrder => "order",
                Kind::Redeem | Kind::PerformerRedeem => "redeem",
                Kind::Returned | Kind::PerformerReturned => "returned",
                Kind::ReturnedAfter | Kind::PerformerReturnedAfter => "returned-after",
                Kind::AdjustUp => "adjust-up",
                Kind::AdjustDown | Kind::PerformerDown => "adjust-down",
                Kind::Receivable | Kind::PerformerReceivable => "receivable",
                Kind::SetOff | Kind::PerformerSetOff => "set-off",
            },
        }
    }
}

/// A row of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) on: Date,
    pub(crate) what: What,
    /// The voucher's number; empty on the account of a performer.
    pub(crate) voucher: String,
    /// The month of the part.
    pub(crate) month: Option<Date>,
    /// The number of the act, order or contract.
    pub(crate) document: String,
    pub(crate) change: Balance,
}

/// An account as its owner sees it.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) owner: Owner,
    /// Kazakh and Russian name; empty when a person's data were erased.
    pub(crate) names: (String, String),
    pub(crate) opened_on: Date,
    pub(crate) opened_at: Timestamp,
    pub(crate) state: State,
    /// What was done to it, the oldest first.
    pub(crate) events: Vec<(Timestamp, Event)>,
}

/// The statement of an account for a period: balances in tiyn.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    pub(crate) account: Account,
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) opening: Balance,
    pub(crate) rows: Vec<Row>,
}

impl Statement {
    /// Makes the statement of a period from everything that happened up to its last day, the oldest first; pure.
    fn of(account: Account, (from, to): (Date, Date), rows: Vec<Row>) -> Self {
        let (before, within): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.on < from);
        let opening = before.iter().fold(Balance::default(), |sum, row| sum.plus(row.change));
        Self { account, from, to, opening, rows: within }
    }

    /// What was on the account on the last day.
    pub(crate) fn closing(&self) -> Balance {
        self.rows.iter().fold(self.opening, |sum, row| sum.plus(row.change))
    }
}

impl From<Moved> for Row {
    fn from(moved: Moved) -> Self {
        Self {
            on: moved.on,
            change: Balance::of(moved.kind, moved.amount, moved.rest),
            what: What::Moved(moved.kind),
            voucher: moved.voucher,
            month: moved.month,
            document: moved.document,
        }
    }
}

/// An account with its history, from what lies in the scope.
///
/// # Errors
/// `account.unknown`; faults.
pub(crate) async fn find(tx: &Tx<'_>, owner: &Owner) -> Result<Account> {
    let unknown = || Refusal::new("account.unknown", owner.number());
    let opened_at = events::find_opened(tx, owner).await?.ok_or_else(unknown)?;
    let names = match owner {
        Owner::Performer(bin) => store::find_names(tx, bin).await?,
        Owner::Person(bucket, id) => {
            let sealed = store::find_sealed_name(tx, (*bucket, *id)).await?;
            let name = sealed.and_then(|(key, name)| names::reveal(&tx.app().secrets, key.as_deref(), &name));
            name.map(|name| (name.clone(), name)).unwrap_or_default()
        }
    };
    let events = events::list_events(tx, owner).await?;
    let state = State::after(events.last().map(|(_, latest)| latest));
    Ok(Account { owner: owner.clone(), names, opened_on: Clock::legal_date(opened_at), opened_at, state, events })
}

/// The statement of an account for a period, from what lies in the scope.
///
/// # Errors
/// `account.unknown`; faults.
pub(crate) async fn statement(tx: &Tx<'_>, owner: &Owner, (from, to): (Date, Date)) -> Result<Statement> {
    let account = find(tx, owner).await?;
    let rows = match owner {
        Owner::Performer(bin) => store::list_of_performer(tx, bin, to).await?,
        Owner::Person(bucket, id) => store::list_of_person(tx, (*bucket, *id), to).await?,
    };
    Ok(Statement::of(account, (from, to), rows))
}

/// Whoever reads the account of a person that is not their own is noted before anything of it is shown.
async fn note(app: &crate::app::App, actor: &Actor, owner: &Owner) -> Result<()> {
    match owner {
        Owner::Person(bucket, id) => {
            crate::platform::identity::readings::keep(app, actor, &[(*bucket, *id)], "account").await
        }
        Owner::Performer(_) => Ok(()),
    }
}
