//! Carries a reorganisation out: all regions and programmes of the predecessor, all its contracts, or nothing.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::hand_over::{self, Handed};
use crate::{
    accounts, acts,
    app::App,
    contracts,
    parties::{
        self, Handover,
        store::successions::{self, Pair, Succession},
    },
    platform::{Actor, Refusal, Result, Tx, access, error::refuse},
};

/// How a successor comes to take over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The predecessor becomes part of the successor.
    Merger,
    /// The same organisation under another BIN.
    NewBin,
    /// The predecessor gives its contracts away and exists on: its account stays open.
    Assignment,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Merger, Self::NewBin, Self::Assignment];

    /// The word that is kept.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Merger => "merger",
            Self::NewBin => "new_bin",
            Self::Assignment => "assignment",
        }
    }

    /// The kind of a word.
    #[must_use]
    pub fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// Who takes over from whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reorganising {
    /// The BIN of the predecessor.
    pub predecessor: String,
    /// The BIN of the successor: admitted wherever the predecessor is.
    pub successor: String,
    /// How.
    pub kind: Kind,
    /// The first day of the successor (Asia/Almaty).
    pub on: Date,
    /// Number and date of the document.
    pub document: String,
}

/// What went over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reorganised {
    /// Performers: one a region and programme.
    pub performers: usize,
    /// State orders whose months that are left went over.
    pub state_orders: usize,
    /// Service contracts.
    pub contracts: usize,
    /// Portions that the successor serves now.
    pub portions: usize,
    /// What is booked for the successor (tiyn).
    pub booked: i64,
    /// Whether it was only tried: nothing was kept.
    pub dry_run: bool,
}

/// Lets a performer take over from another from a day, in one transaction: the predecessor's months are closed by days up to the day
/// before, the successor books the rest by the same contracts, what is due and not ordered yet is paid to it, and the predecessor's
/// account is closed unless it was an assignment. A dry run does the same and keeps nothing.
///
/// # Errors
/// `access.denied`; `input.invalid` for a performer and itself, `performer.unknown`, `performer.not_admitted` where the successor has no
/// place beside the predecessor, `performer.succeeded`, `end.document`, `month.closed` when an act of the first day's month or later is
/// signed, `account.blocked`, `account.closed`, the refusals of a booking when a contract cannot go over; faults.
pub async fn reorganise(app: &App, actor: &Actor, what: &Reorganising, dry_run: bool) -> Result<Reorganised> {
    access::require(app, actor, "reorganise").await?;
    contracts::document(&what.document)?;
    if what.predecessor == what.successor {
        return refuse("input.invalid", "a performer does not take over from itself");
    }
    let mut tx = app.begin(actor, "performers.reorganised", 0).await?;
    let done = Reorganised { dry_run, ..carry_out(&mut tx, what).await? };
    if dry_run {
        drop(tx)
    } else {
        tx.commit().await?
    }
    Ok(done)
}

async fn carry_out(tx: &mut Tx<'_>, what: &Reorganising) -> Result<Reorganised> {
    let pairs = successions::list_pairs(tx, &what.predecessor, &what.successor).await?;
    if pairs.is_empty() {
        return refuse("performer.unknown", what.predecessor.clone());
    }
    let over = pairs.iter().map(|pair| handover(pair, what)).collect::<Result<Vec<_>, Refusal>>()?;
    lock(tx, &over).await?;
    let mut rows = Vec::new();
    for over in &over {
        rows.extend(check(tx, over, what).await?);
    }
    let mut done = Reorganised { performers: over.len(), ..Reorganised::default() };
    for (pair, over) in pairs.iter().zip(&over) {
        let Handed { state_orders, contracts, portions, booked } =
            hand_over::hand_over(tx, over, &pair.programme).await?;
        done.state_orders = done.state_orders.saturating_add(state_orders);
        done.contracts = done.contracts.saturating_add(contracts);
        done.portions = done.portions.saturating_add(portions);
        done.booked = done.booked.saturating_add(booked);
        parties::count_up(tx, over.region, &[over.predecessor, over.successor]).await?;
    }
    rows.sort_by_key(|row: &Succession| (row.region, row.predecessor_id));
    tx.record(&rows).await?;
    if what.kind != Kind::Assignment {
        accounts::close_reorganised(tx, &what.predecessor, (&what.document, what.on)).await?;
    }
    Ok(done)
}

fn handover(pair: &Pair, what: &Reorganising) -> Result<Handover, Refusal> {
    let absent = || {
        Refusal::new(
            "performer.not_admitted",
            format!("{} in {} of {:02}", what.successor, pair.programme, pair.region),
        )
    };
    Ok(Handover {
        region: pair.region,
        predecessor: pair.predecessor,
        successor: pair.successor.ok_or_else(absent)?,
        successor_bin: what.successor.clone(),
        on: what.on,
    })
}

/// Takes the locks of both sides in every region, in the order of all locks.
async fn lock(tx: &mut Tx<'_>, over: &[Handover]) -> Result<()> {
    for region in over.iter().map(|over| over.region).collect::<BTreeSet<_>>() {
        let of_region = over.iter().filter(|over| over.region == region);
        let ids: Vec<Uuid> = of_region.flat_map(|over| [over.predecessor, over.successor]).collect();
        parties::lock_performers(tx, region, &ids).await?;
    }
    Ok(())
}

/// Whether one may take over from the other now; answers the rows that say so, those of earlier predecessors included.
async fn check(tx: &Tx<'_>, over: &Handover, what: &Reorganising) -> Result<Vec<Succession>> {
    let known = successions::list_successions(tx, over.region, &[over.predecessor, over.successor]).await?;
    let is_gone = |id: Uuid| known.iter().any(|row| row.predecessor_id == id);
    if is_gone(over.predecessor) || is_gone(over.successor) {
        return refuse("performer.succeeded", format!("{} or {}", what.predecessor, what.successor));
    }
    if acts::store::stage::has_signed(tx, over.region, over.predecessor, what.on.first_of_month()).await? {
        return refuse("month.closed", format!("an act of {} or later is signed", what.on.strftime("%Y-%m")));
    }
    let standing = accounts::store::standing(tx, &[], &[what.successor.as_str()]).await?;
    standing.performer(&what.successor).require_bookable()?;
    let row = |predecessor_id: Uuid| Succession {
        region: over.region,
        predecessor_id,
        successor_id: over.successor,
        kind: what.kind.code().to_owned(),
        document: what.document.trim().to_owned(),
        effective_on: what.on,
    };
    let before = known.iter().filter(|row| row.successor_id == over.predecessor).map(|row| row.predecessor_id);
    Ok(before.chain([over.predecessor]).map(row).collect())
}
