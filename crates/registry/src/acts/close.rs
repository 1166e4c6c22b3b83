//! Closes a month (spec 2.5): drafts of acts for whole performers, chunk by chunk, as often as wanted.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use jiff::civil::Date;
use law::{Terms, amount::AmountTerms};
use serde::Serialize;
use uuid::Uuid;

use super::{
    chunk::close_chunk,
    store::{close as store, leave},
};
use crate::{
    app::App,
    platform::{Actor, Progress, Refusal, Result, Tx, access},
};

/// How much one transaction closes.
const CHUNK_PERFORMERS: usize = 50;
const CHUNK_PORTIONS: usize = 5_000;
/// Chunks under way at once: while one waits for the database another computes.
const CHUNKS_AT_ONCE: usize = 3;

/// What to close.
#[derive(Clone, Debug)]
pub struct Close {
    /// The first day of the month.
    pub month: Date,
    /// One programme, or all.
    pub programme: Option<String>,
    /// One region, or all that the actor sees.
    pub region: Option<i16>,
}

/// What a close did; sums in tiyn.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Closed {
    /// `YYYY-MM`.
    pub month: String,
    /// Performers looked at.
    pub performers: usize,
    /// Performers whose draft stands now.
    pub closed: usize,
    /// Performers whose act is signed already.
    pub skipped: usize,
    /// Performers with days that nobody marked: their children are kept out, all others go on without them.
    pub late: usize,
    /// Lines of all drafts.
    pub lines: usize,
    /// Portions kept out, by code in `exceptions`.
    pub exceptions: usize,
    /// Σ dues of the lines.
    pub total_due: i64,
    /// Whole seconds that it took.
    pub seconds: u64,
}

impl Closed {
    pub(super) fn plus(mut self, other: &Self) -> Self {
        self.performers = self.performers.saturating_add(other.performers);
        self.closed = self.closed.saturating_add(other.closed);
        self.skipped = self.skipped.saturating_add(other.skipped);
        self.late = self.late.saturating_add(other.late);
        self.lines = self.lines.saturating_add(other.lines);
        self.exceptions = self.exceptions.saturating_add(other.exceptions);
        self.total_due = self.total_due.saturating_add(other.total_due);
        self
    }
}

/// What the chunks of one region and programme share, read once.
pub(super) struct Shared {
    pub(super) region: i16,
    pub(super) month: Date,
    pub(super) terms: &'static Terms,
    pub(super) amount_terms: AmountTerms,
    /// Vouchers whose part has several portions.
    pub(super) several: HashSet<Uuid>,
    /// Days of leave in the programme.
    pub(super) leave: Arc<leave::Leave>,
    pub(super) deaths: Arc<HashMap<Uuid, Date>>,
    pub(super) receivables: HashMap<Uuid, i64>,
    pub(super) adjusting_line: Option<Uuid>,
}

/// Closes a month: for each performer the amounts as known now, reconciled, as a version of its draft act. May be repeated and broken
/// off at any time; what did not change is not written again, and what is signed is left alone.
///
/// # Errors
/// `access.denied`; `close.in_progress` when another close of the same region, month and programme runs; `programme.unknown`; faults of
/// the database.
pub async fn close(app: &App, actor: &Actor, what: &Close, progress: &Progress) -> Result<Closed> {
    access::require(app, actor, "close").await?;
    let started = Instant::now();
    // This transaction writes nothing: it holds the locks of the close while the chunks commit.
    let held = app.begin(actor, "acts.closing", 0).await?;
    let mut work = BTreeMap::<(i16, String), Vec<(Uuid, usize)>>::new();
    for one in store::list_work(&held, what.month, what.programme.as_deref(), what.region).await? {
        work.entry((one.region, one.programme)).or_default().push((one.performer_id, one.portions));
    }
    for (region, programme) in work.keys() {
        if !store::try_lock(&held, *region, what.month, programme).await? {
            return Err(Refusal::new("close.in_progress", format!("{programme} of region {region:02}")).into());
        }
    }
    let total: usize = work.values().map(Vec::len).sum();
    let mut closed = Closed { month: what.month.strftime("%Y-%m").to_string(), ..Closed::default() };
    let persons = Persons {
        leave: leave::list_leave(&held, what.month)
            .await?
            .into_iter()
            .map(|(of, leave)| (of, Arc::new(leave)))
            .collect(),
        deaths: Arc::new(store::list_deaths(&held).await?),
    };
    for ((region, programme), performers) in work {
        let shared = share(&held, (region, what.month), &programme, &persons).await?;
        let chunks = into_chunks(performers);
        let mut outcomes = stream::iter(&chunks)
            .map(|performers| close_chunk(app, actor, &shared, performers))
            .buffer_unordered(CHUNKS_AT_ONCE);
        while let Some(outcome) = outcomes.try_next().await? {
            closed = closed.plus(&outcome);
            progress.at("performers", closed.performers, total);
        }
    }
    held.commit().await?;
    closed.seconds = started.elapsed().as_secs();
    Ok(closed)
}

/// What is known of children wherever they are.
struct Persons {
    /// By programme: each has its own limit of a year.
    leave: HashMap<String, Arc<leave::Leave>>,
    deaths: Arc<HashMap<Uuid, Date>>,
}

async fn share(held: &Tx<'_>, (region, month): (i16, Date), programme: &str, persons: &Persons) -> Result<Shared> {
    let terms = held.pack().terms_on(programme, month.last_of_month());
    let terms = terms.ok_or_else(|| Refusal::new("programme.unknown", programme))?;
    let (several, receivables, adjusting_line) = tokio::try_join!(
        store::list_shared(held, region, month),
        store::list_receivables(held, region),
        store::find_adjusting_line(held, region, month, programme),
    )?;
    let (leave, deaths) = (persons.leave.get(programme).cloned().unwrap_or_default(), Arc::clone(&persons.deaths));
    Ok(Shared { region, month, terms, amount_terms: terms.into(), several, leave, deaths, receivables, adjusting_line })
}

/// Whole performers, so many at once that a commit is worth its cost.
fn into_chunks(performers: Vec<(Uuid, usize)>) -> Vec<Vec<Uuid>> {
    let mut chunks: Vec<(Vec<Uuid>, usize)> = Vec::new();
    for (performer, portions) in performers {
        match chunks.last_mut() {
            Some((chunk, sum)) if chunk.len() < CHUNK_PERFORMERS && sum.saturating_add(portions) <= CHUNK_PORTIONS => {
                chunk.push(performer);
                *sum = sum.saturating_add(portions);
            }
            Some(_) | None => chunks.push((vec![performer], portions)),
        }
    }
    chunks.into_iter().map(|(chunk, _)| chunk).collect()
}
