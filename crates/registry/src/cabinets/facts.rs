//! Every fact of the registry, streamed row by row with its hash: what the audit and the export compare with the journal.

use std::{borrow::Cow, pin::pin};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use ledger::log::entry::RowHash;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use crate::{
    accounts::store::{PerformerAccountEvent, PersonAccountEvent},
    acts::{
        qr::store::{QrDecision, QrFailure},
        store::{ActFee, ActLine, ActSignature, ActVersion, Exception},
    },
    attendance::store::{
        AttendanceBatch,
        parents::{Confirmation as MonthConfirmation, Dispute, DisputeAnswer, DisputeFile, SilentMonth},
    },
    beneficiaries::store::{Person, PersonState, Relocation},
    budgets::{BudgetLine, Movement},
    contracts::fees::store::{FeeCeiling, FeePayment, ParentalFee},
    contracts::store::{
        Confirmation, Contract, ContractRevision, ContractVoucher, StateOrder, StateOrderMonth, StateOrderPrice,
    },
    funding::store::{Estimate, Obligation},
    invoices::store::ActInvoice,
    parties::store::{Group, GroupRevision, Issuer, Object, Performer, StandingRow, successions::Succession},
    payments::store::{ActRegister, PaymentOrder, StatementLine},
    platform::{
        Fact, Progress, Result, Tx,
        erasure::{BodyErasure, KeyErasure},
        identity::store::{Mandate, MandateProgrammes, Reading},
        inbox::Outcome,
        proposals::{DecisionRow, ProposalRow},
    },
    programmes::store::{CalendarDay, CalendarYear, EndReasonRow, LabelRow, Rate, RateIssuer, TermsRow},
    vouchers::{
        grants::store::Grant,
        store::{Part, Portion, PortionEnd, Repricing, Voucher, VoucherEnd},
        volumes::store::OrderVolume,
    },
};

/// A row as the journal knows it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seen {
    /// The table.
    pub(super) table: &'static str,
    /// The entry that the row names.
    pub(super) entry: Uuid,
    /// When the row says it was recorded.
    pub(super) recorded_at: Timestamp,
    /// Its hash.
    pub(super) hash: RowHash,
}

macro_rules! every_fact {
    ($($fact:ty),* $(,)?) => {
        /// The tables of all facts.
        pub(super) const TABLES: &[&str] = &[$(<$fact as Fact>::TABLE),*];

        /// Streams every row of every fact in the transaction's scope; tells how many.
        pub(super) async fn scan(tx: &Tx<'_>, progress: &Progress, mut see: impl FnMut(Seen) -> Result<()>) -> Result<u64> {
            let mut rows = 0_u64;
            $(
                let done = TABLES.iter().position(|table| *table == <$fact as Fact>::TABLE).unwrap_or_default();
                progress.at(<$fact as Fact>::TABLE, done, TABLES.len());
                rows = rows.saturating_add(scan_table::<$fact>(tx, None, &mut see).await?);
            )*
            Ok(rows)
        }

        /// Streams the rows of one table that belong to entries, given in ascending order.
        pub(super) async fn scan_entries(tx: &Tx<'_>, table: &str, entries: &[Uuid], mut see: impl FnMut(Seen) -> Result<()>) -> Result<u64> {
            $(
                if table == <$fact as Fact>::TABLE {
                    return scan_table::<$fact>(tx, Some(entries), &mut see).await;
                }
            )*
            Err(anyhow::anyhow!("{table} is no table of facts").into())
        }
    };
}

every_fact!(
    Outcome,
    ProposalRow,
    DecisionRow,
    Issuer,
    Performer,
    StandingRow,
    Succession,
    Object,
    Group,
    GroupRevision,
    Person,
    PersonState,
    Relocation,
    PersonAccountEvent,
    PerformerAccountEvent,
    BudgetLine,
    OrderVolume,
    Grant,
    Rate,
    RateIssuer,
    TermsRow,
    EndReasonRow,
    LabelRow,
    CalendarDay,
    CalendarYear,
    StateOrder,
    StateOrderMonth,
    StateOrderPrice,
    Contract,
    ContractRevision,
    Confirmation,
    ContractVoucher,
    ParentalFee,
    FeeCeiling,
    FeePayment,
    Voucher,
    Part,
    Repricing,
    Portion,
    PortionEnd,
    VoucherEnd,
    AttendanceBatch,
    MonthConfirmation,
    Dispute,
    DisputeFile,
    DisputeAnswer,
    SilentMonth,
    Estimate,
    Obligation,
    ActVersion,
    ActLine,
    ActFee,
    Exception,
    QrFailure,
    QrDecision,
    ActSignature,
    ActInvoice,
    ActRegister,
    PaymentOrder,
    StatementLine,
    Movement,
    Mandate,
    MandateProgrammes,
    Reading,
    KeyErasure,
    BodyErasure,
);

/// All rows of a table, or those of entries. The bounds stand beside the ids for the summaries of pages, which know the least and the
/// greatest entry of each.
async fn scan_table<T: Fact>(
    tx: &Tx<'_>,
    entries: Option<&[Uuid]>,
    see: &mut impl FnMut(Seen) -> Result<()>,
) -> Result<u64> {
    let client = tx.client()?;
    let (sql, key): (Cow<'_, str>, Vec<&(dyn ToSql + Sync)>) = match &entries {
        None => (T::SELECT.into(), Vec::new()),
        Some(ids) => {
            let (Some(first), Some(last)) = (ids.first(), ids.last()) else { return Ok(0) };
            let within = "fact.entry_id BETWEEN $1 AND $2 AND fact.entry_id = ANY ($3)";
            (format!("SELECT * FROM ({}) fact WHERE {within}", T::SELECT).into(), vec![first, last, ids])
        }
    };
    let statement = client.prepare_cached(&sql).await?;
    let mut stream = pin!(client.query_raw(&statement, key).await?);
    let mut rows = 0_u64;
    while let Some(row) = stream.try_next().await? {
        let recorded = T::read(&row)?;
        let hash = recorded.fact.hash(recorded.recorded_at);
        see(Seen { table: T::TABLE, entry: recorded.entry_id, recorded_at: recorded.recorded_at, hash })?;
        rows = rows.saturating_add(1);
    }
    Ok(rows)
}
