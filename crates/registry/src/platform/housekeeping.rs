//! Keeping house: what only serves the machine is erased when its time is over – answers kept under keys, jobs and their files, the log of
//! requests, nonces, sessions. The journal, facts and kept messages are no such things and are never touched here.

use std::{sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{Actor, Result, http, identity, jobs};
use crate::app::App;

/// How often it is looked for what has served its time.
const EVERY: Duration = Duration::from_secs(3600);
/// Rows (of files: jobs) erased by one transaction, so that nobody waits long for its locks.
const AT_ONCE: i64 = 5_000;

/// For how many days things are kept.
#[derive(Clone, Copy, Debug)]
pub struct Keep {
    /// Answers that are given again under their `Idempotency-Key`. What moves money has natural keys besides, which never expire.
    pub idempotency_keys: u16,
    /// Files that jobs left, which may name persons.
    pub job_files: u16,
    /// Jobs, after their end.
    pub jobs: u16,
    /// Lines of the log of requests.
    pub requests: u16,
    /// Sessions, after their last use; until then their person sees them listed.
    pub sessions: u16,
}

/// What was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Answers under keys.
    pub idempotency_keys: u64,
    /// Files of jobs.
    pub job_files: u64,
    /// Jobs.
    pub jobs: u64,
    /// Lines of the log of requests.
    pub requests: u64,
    /// Nonces whose time was over.
    pub nonces: u64,
    /// Sessions.
    pub sessions: u64,
}

/// Keeps house until it is aborted; several processes may. A fault of the database is told and tried again.
pub async fn keep(app: Arc<App>, keep: Keep) {
    loop {
        match once(&app, keep).await {
            Ok(erased) if erased == Erased::default() => {}
            Ok(erased) => tracing::info!(?erased, "what had served its time was erased"),
            Err(error) => tracing::error!(%error, "what has served its time could not be erased"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Erases what has served its time.
///
/// # Errors
/// Faults; what was erased until then stays erased.
pub async fn once(app: &App, keep: Keep) -> Result<Erased> {
    let now = app.clock.now();
    let before = |days: u16| now.checked_sub(SignedDuration::from_hours(i64::from(days).saturating_mul(24)));
    let (job_files, jobs) = jobs::erase(app, before(keep.job_files)?, before(keep.jobs)?).await?;
    let idempotency_keys = http::idempotency::erase(app, before(keep.idempotency_keys)?).await?;
    let requests = http::request_log::erase(app, before(keep.requests)?).await?;
    let (nonces, sessions) = identity::erase(app, before(keep.sessions)?).await?;
    Ok(Erased { idempotency_keys, job_files, jobs, requests, nonces, sessions })
}

/// Runs a statement that erases at most $2 rows from before $1, until nothing is left; answers how many rows went.
///
/// # Errors
/// Faults; what was erased until then stays erased.
pub(super) async fn erase(app: &App, statement: &str, before: &(dyn ToSql + Sync)) -> Result<u64> {
    let machine = Actor::console(app.clock.id());
    let mut all = 0_u64;
    loop {
        let tx = app.begin(&machine, "housekeeping", 0).await?;
        let gone = tx.execute(statement, &[before, &AT_ONCE]).await?;
        tx.commit().await?;
        if gone == 0 {
            return Ok(all);
        }
        all = all.saturating_add(gone);
    }
}

/// The smallest `UUIDv7` of an instant: ids made before it are smaller.
pub(super) fn first_id(at: Timestamp) -> Uuid {
    let milliseconds = u64::try_from(at.as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(milliseconds, &[0; 10]).into_uuid()
}

#[cfg(test)]
mod tests;
