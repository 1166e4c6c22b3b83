//! Long work: a job is put down in the transaction of the request that asks for it, and done by whichever process is free.
//!
//! A job survives the process that works on it: its lease runs out, another takes it over and begins again, which is right because every
//! use case may be repeated. The jobs of one organisation are done one after another in the order they came, so that one client with many
//! files does not keep the others waiting and files take effect in the order they were sent.

mod kinds;
mod store;
mod worker;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

pub use kinds::{Done, Kinds, Order};
pub use worker::{step, work};

use super::{Actor, Refusal, Result, Role, Scope, Tx, access, error::refuse, housekeeping};
use crate::app::App;

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = JobState)]
pub enum State {
    /// Nobody works on it yet.
    Queued,
    /// A process works on it.
    Running,
    /// Done; what came of it is in `result`.
    Done,
    /// Refused or given up; `result` has the code.
    Failed,
    /// Taken back before it began.
    Cancelled,
}

impl State {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// As the table spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads the word of the table.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether nothing more will happen to the job.
    #[must_use]
    pub fn is_final(self) -> bool {
        match self {
            Self::Queued | Self::Running => false,
            Self::Done | Self::Failed | Self::Cancelled => true,
        }
    }
}

/// A job as whoever asked for it sees it.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: Uuid,
    /// The region of whoever asked; 0 is the nation.
    pub region: i16,
    /// What is done, also the action of the access matrix: `import.budget`, `close`.
    pub kind: String,
    /// For whom: a BIN, empty for the machine's operator.
    pub organisation: String,
    /// Where it stands.
    pub state: State,
    /// The step under way; empty before the first.
    pub step: String,
    /// How much of the step is done.
    pub done: i64,
    /// How much there is; 0 when nobody knows yet.
    pub total: i64,
    /// What was asked for: the parameters; of a file its name, size and SHA-256.
    pub input: Value,
    /// The use case's answer; of a failed job `{code, detail}`.
    pub result: Option<Value>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it was begun first.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// What can be fetched: name, media type, bytes.
    pub files: Vec<(String, String, i64)>,
}

/// What a job leaves behind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// A plain name of our own making.
    pub name: String,
    /// Its media type.
    pub media_type: String,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// Begins a transaction in which jobs can be put down and read. It sees every job: the statements are held to the actor's organisation.
///
/// # Errors
/// Faults of the database.
pub async fn begin<'a>(app: &'a App, actor: &Actor) -> Result<Tx<'a>> {
    app.begin(&actor.with_scope(Scope::National), "jobs", actor.home()).await
}

/// Puts a job down in a transaction of [`begin`]; wake the workers with [`woken`] after its commit.
///
/// # Errors
/// `access.denied` when the actor may not do the kind; faults.
pub async fn enqueue(tx: &Tx<'_>, actor: &Actor, kind: &'static str, input: Value) -> Result<Uuid> {
    access::require(tx.app(), actor, kind).await?;
    let id = tx.app().clock.id();
    store::insert(tx, &store::New { region: actor.home(), id, kind, actor, input }).await?;
    Ok(id)
}

/// Wakes the workers of this process; those of others look by themselves within seconds.
pub fn woken(app: &App) {
    app.jobs_woken.notify_one();
}

/// Puts a job down in a transaction of its own and wakes the workers.
///
/// # Errors
/// As [`enqueue`].
pub async fn start(app: &App, actor: &Actor, kind: &'static str, input: Value) -> Result<Uuid> {
    let tx = begin(app, actor).await?;
    let id = enqueue(&tx, actor, kind, input).await?;
    tx.commit().await?;
    woken(app);
    Ok(id)
}

/// Whose jobs an actor sees: its organisation's in the same role, its own when it acts for none; the registrar sees all.
fn whose(actor: &Actor) -> store::Whose<'_> {
    let all = actor.role == Role::Registrar && actor.scope == Scope::National;
    store::Whose { all, role: actor.role.code(), organisation: &actor.organisation, person: &actor.person }
}

/// One job with the names of its files.
///
/// # Errors
/// `job.unknown` when there is none that the actor may see; faults.
pub async fn find(app: &App, actor: &Actor, id: Uuid) -> Result<Job> {
    let tx = begin(app, actor).await?;
    let found = store::find(&tx, &whose(actor), id).await?;
    tx.commit().await?;
    found.ok_or_else(|| Refusal::new("job.unknown", id.to_string()).into())
}

/// Takes a job of the actor's own organisation back, in a transaction of [`begin`]: one that waits is never begun. Taken back twice it stays
/// so.
///
/// # Errors
/// `access.denied`; `job.unknown`, also for the registrar about another's; `job.begun` when it is under way or has ended; faults.
pub async fn cancel(tx: &Tx<'_>, actor: &Actor, id: Uuid) -> Result<Job> {
    access::require(tx.app(), actor, "cancel.jobs").await?;
    let own = store::Whose { all: false, ..whose(actor) };
    let unknown = || Refusal::new("job.unknown", id.to_string());
    let job = store::find(tx, &own, id).await?.ok_or_else(unknown)?;
    if job.state != State::Cancelled && !store::cancel(tx, (job.region, id)).await? {
        return refuse("job.begun", id.to_string());
    }
    Ok(store::find(tx, &own, id).await?.ok_or_else(unknown)?)
}

/// Erases the files of jobs that ended before one time, and jobs that ended before another; answers how many of each.
///
/// # Errors
/// Faults.
pub(super) async fn erase(app: &App, files_before: Timestamp, before: Timestamp) -> Result<(u64, u64)> {
    // A job goes with its files, whatever they may be kept for.
    let files = housekeeping::erase(app, store::ERASE_FILES, &files_before.max(before)).await?;
    Ok((files, housekeeping::erase(app, store::ERASE, &before).await?))
}

/// Jobs, the newest first, those after (older than) `after`; their files are not listed.
///
/// # Errors
/// Faults.
pub async fn list(app: &App, actor: &Actor, after: Option<Uuid>, limit: i64) -> Result<Vec<Job>> {
    let tx = begin(app, actor).await?;
    let found = store::list(&tx, &whose(actor), after, limit).await?;
    tx.commit().await?;
    Ok(found)
}

/// A file that a job left.
///
/// # Errors
/// `job.unknown` when the actor sees no such job or the job has no such file; faults.
pub async fn file(app: &App, actor: &Actor, id: Uuid, name: &str) -> Result<File> {
    let tx = begin(app, actor).await?;
    let found = store::find_file(&tx, &whose(actor), id, name).await?;
    tx.commit().await?;
    found.ok_or_else(|| Refusal::new("job.unknown", format!("{id} has no such file")).into())
}

#[cfg(test)]
mod tests;
