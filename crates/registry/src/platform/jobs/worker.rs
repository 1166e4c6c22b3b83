//! The workers: claim, hold, do, end.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::{runtime::Handle, task};
use uuid::Uuid;

use super::{
    super::{Actor, Error, Progress, Result},
    Done, Kinds, Order, State, begin,
    store::{self, Claimed},
};
use crate::app::App;

/// How long a job is held without a word: a dead process's jobs are taken over after it.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// How often progress is written and the lease renewed.
const TELLING: Duration = Duration::from_secs(1);
/// How often workers look by themselves.
const LOOKING: Duration = Duration::from_secs(2);
/// How often a job that broke off or failed by a fault is begun before it is given up.
const ATTEMPTS: i16 = 4;

/// Works until it is aborted; several may run, in one process or in many. A fault of the database is told and tried again.
pub async fn work(app: Arc<App>, kinds: Kinds) {
    loop {
        match step(&app, &kinds).await {
            Ok(true) => {}
            Ok(false) => {
                tokio::select! {
                    () = app.jobs_woken.notified() => {}
                    () = tokio::time::sleep(LOOKING) => {}
                }
            }
            Err(error) => {
                tracing::error!(%error, "a worker stopped and begins again");
                tokio::time::sleep(LOOKING).await;
            }
        }
    }
}

/// Does one job, if there is one to do.
///
/// # Errors
/// Faults of the database; what goes wrong within a job ends the job.
pub async fn step(app: &Arc<App>, kinds: &Kinds) -> Result<bool> {
    let lease = app.clock.id();
    let tx = begin(app, &machine(app)).await?;
    let claimed = store::claim(&tx, lease, later(tx.at())).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(false) };
    // Another worker may find the next one meanwhile.
    app.jobs_woken.notify_one();
    let held = Held { region: claimed.region, id: claimed.id, lease };
    let attempts = claimed.attempts;
    let outcome = if attempts > ATTEMPTS { Err(given_up()) } else { run(app, kinds, &held, claimed).await };
    held.end(app, outcome, attempts).await?;
    Ok(true)
}

fn machine(app: &App) -> Actor {
    Actor::console(app.clock.id())
}

fn later(at: Timestamp) -> Timestamp {
    at.checked_add(LEASE).unwrap_or(at)
}

fn given_up() -> Error {
    anyhow::anyhow!("the work broke off {ATTEMPTS} times").into()
}

/// A job under a lease.
struct Held {
    region: i16,
    id: Uuid,
    lease: Uuid,
}

/// Does the job on a thread of its own, telling its progress meanwhile. A panic is a fault of this job alone.
async fn run(app: &Arc<App>, kinds: &Kinds, held: &Held, claimed: Claimed) -> Result<Done> {
    let Some(doer) = kinds.doer(&claimed.kind) else {
        return Err(anyhow::anyhow!("this process cannot do {}", claimed.kind).into());
    };
    let latest = Arc::new(Mutex::new((String::new(), 0_u64, 0_u64)));
    let told = Arc::clone(&latest);
    let progress = Progress::new(move |step, done, total| {
        *told.lock().unwrap_or_else(PoisonError::into_inner) = (step.to_owned(), done, total);
    });
    let order = Order { app: Arc::clone(app), id: claimed.id, actor: claimed.actor, input: claimed.input, progress };
    let mut doing = task::spawn_blocking(move || Handle::current().block_on(doer(order)));
    let mut held_still = true;
    loop {
        tokio::select! {
            done = &mut doing => {
                let done = done.map_err(|panic| anyhow::anyhow!("the work panicked: {panic}"))?;
                held.tell(app, &latest).await.map(drop)?;
                return done;
            }
            () = tokio::time::sleep(TELLING), if held_still => {
                // A database that does not answer now does not end the work: the lease has seconds left.
                held_still = held.tell(app, &latest).await.unwrap_or_else(|error| {
                    tracing::warn!(%error, "the progress of a job cannot be told");
                    true
                });
            }
        }
    }
}

impl Held {
    fn key(&self) -> (i16, Uuid, Uuid) {
        (self.region, self.id, self.lease)
    }

    async fn tell(&self, app: &App, latest: &Mutex<(String, u64, u64)>) -> Result<bool> {
        let (step, done, total) = latest.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let number = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
        let tx = begin(app, &machine(app)).await?;
        let held = store::tell(&tx, self.key(), (&step, number(done), number(total)), later(tx.at())).await?;
        tx.commit().await?;
        Ok(held)
    }

    /// Ends the job, or puts it back after a fault. What another process has taken over is that process's to end.
    async fn end(&self, app: &App, outcome: Result<Done>, attempts: i16) -> Result<()> {
        let tx = begin(app, &machine(app)).await?;
        match outcome {
            Ok(done) => {
                store::finish(&tx, self.key(), (State::Done, &done.result), &done.files).await?;
            }
            Err(Error::Refused(refusal)) => {
                let result = json!({ "code": refusal.code, "detail": refusal.detail });
                store::finish(&tx, self.key(), (State::Failed, &result), &[]).await?;
            }
            Err(Error::Fault(fault)) => {
                tracing::error!(job = %self.id, error = format!("{fault:#}"), attempts, "a job failed by a fault");
                if attempts < ATTEMPTS {
                    let wait = SignedDuration::from_secs(i64::from(attempts));
                    store::put_back(&tx, self.key(), tx.at().checked_add(wait).unwrap_or(tx.at())).await?;
                } else {
                    store::finish(&tx, self.key(), (State::Failed, &fault_result()), &[]).await?;
                }
            }
        }
        tx.commit().await
    }
}

/// A fault is told by its code alone: its words may name anything.
fn fault_result() -> Value {
    json!({ "code": "job.fault", "detail": "" })
}
