//! What happened: budget → parts → acts → paid, by month, and the head of the journal.

use jiff::civil::Date;
use ledger::posting::Effect;

use super::store;
use crate::{
    app::App,
    platform::{Actor, Result},
};

/// A service month in numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MonthRow {
    /// Its first day.
    pub month: Date,
    /// The sum of its budget lines (tiyn).
    pub money: Effect,
    /// Parts that are booked, of whatever state.
    pub parts: i64,
    /// Acts by state: draft, signed by the performer, signed by both, invoiced or later, paid.
    pub acts: Vec<(String, i64)>,
    /// Lines kept out of the acts, by code.
    pub exceptions: Vec<(String, i64)>,
}

/// The journal in numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// Entries with an index.
    pub entries: i64,
    /// Entries committed and not yet sequenced.
    pub waiting: i64,
    /// The newest signed head.
    pub head: Option<String>,
}

/// Everything the page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overview {
    /// Months that have parts or money, in order.
    pub months: Vec<MonthRow>,
    /// The journal.
    pub journal: Journal,
    /// Children with a voucher, vouchers, performers.
    pub counts: (i64, i64, i64),
}

/// Reads the overview.
///
/// # Errors
/// Faults of the database.
pub async fn overview(app: &App, actor: &Actor) -> Result<Overview> {
    let tx = app.begin(actor, "overview.read", 0).await?;
    let overview = Overview {
        months: store::months(&tx).await?,
        journal: store::journal(&tx).await?,
        counts: store::counts(&tx).await?,
    };
    tx.commit().await?;
    Ok(overview)
}
