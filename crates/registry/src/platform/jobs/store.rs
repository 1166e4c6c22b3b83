//! The tables of jobs.

use jiff::Timestamp;
use serde_json::{Value, json};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{File, Job, State};
use crate::platform::{Actor, Result, Role, Scope, Tx};

/// A job to put down.
pub(super) struct New<'a> {
    pub(super) region: i16,
    pub(super) id: Uuid,
    pub(super) kind: &'a str,
    pub(super) actor: &'a Actor,
    pub(super) input: Value,
}

/// Whose jobs are asked for.
pub(super) struct Whose<'a> {
    pub(super) all: bool,
    pub(super) role: &'a str,
    pub(super) organisation: &'a str,
    pub(super) person: &'a str,
}

/// A job taken by a worker.
pub(super) struct Claimed {
    pub(super) region: i16,
    pub(super) id: Uuid,
    pub(super) kind: String,
    pub(super) actor: Actor,
    pub(super) input: Value,
    pub(super) attempts: i16,
}

/// The actor as the job keeps it: who, which regions and programmes. A performer's own rows are found again from its organisation.
fn told(actor: &Actor) -> Value {
    json!({
        "role": actor.role.code(),
        "organisation": actor.organisation,
        "person": actor.person,
        "national": actor.scope == Scope::National,
        "regions": actor.scope.regions(),
        "programmes": actor.scope.programmes(),
    })
}

fn actor(told: &Value, job: Uuid) -> Result<Actor> {
    let text = |key: &str| told.get(key).and_then(Value::as_str).map(str::to_owned);
    let broken = || anyhow::anyhow!("the actor of job {job} cannot be read");
    let role = text("role").and_then(|role| Role::of(&role)).ok_or_else(broken)?;
    let regions = told.get("regions").and_then(Value::as_array);
    let regions =
        regions.into_iter().flatten().filter_map(Value::as_i64).filter_map(|region| i16::try_from(region).ok());
    let regions: Vec<i16> = regions.collect();
    let programmes = told.get("programmes").and_then(Value::as_array);
    let programmes: Vec<String> =
        programmes.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    let national = told.get("national").and_then(Value::as_bool).ok_or_else(broken)?;
    Ok(Actor {
        role,
        organisation: text("organisation").ok_or_else(broken)?,
        person: text("person").ok_or_else(broken)?,
        request: job,
        scope: match (national, programmes.is_empty()) {
            (true, _) => Scope::National,
            (false, false) => Scope::Programmes { regions, programmes },
            (false, true) => Scope::Regions(regions),
        },
    })
}

pub(super) async fn insert(tx: &Tx<'_>, new: &New<'_>) -> Result<()> {
    tx.execute(
        "INSERT INTO jobs (region, id, kind, role, organisation, actor, input, state, step, done, total, attempts, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 'queued', '', 0, 0, 0, $8)",
        &[
            &new.region,
            &new.id,
            &new.kind,
            &new.actor.role.code(),
            &new.actor.organisation,
            &told(new.actor),
            &new.input,
            &tx.at(),
        ],
    )
    .await?;
    Ok(())
}

const COLUMNS: &str =
    "region, id, kind, organisation, state, step, done, total, input, result, created_at, started_at, finished_at";
/// $1 all, $2 role, $3 organisation, $4 person.
const SEEN: &str = "($1 OR (role = $2 AND organisation = $3 AND (organisation <> '' OR actor ->> 'person' = $4)))";

fn job(row: &Row) -> Result<Job> {
    let state: String = row.try_get("state")?;
    Ok(Job {
        region: row.try_get("region")?,
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        organisation: row.try_get("organisation")?,
        state: State::parse(&state).ok_or_else(|| anyhow::anyhow!("a job is {state}"))?,
        step: row.try_get("step")?,
        done: row.try_get("done")?,
        total: row.try_get("total")?,
        input: row.try_get("input")?,
        result: row.try_get("result")?,
        created_at: row.try_get("created_at")?,
        started_at: row.try_get("started_at")?,
        finished_at: row.try_get("finished_at")?,
        files: Vec::new(),
    })
}

pub(super) async fn find(tx: &Tx<'_>, whose: &Whose<'_>, id: Uuid) -> Result<Option<Job>> {
    let sql = format!("SELECT {COLUMNS} FROM jobs WHERE id = $5 AND {SEEN}");
    let found = tx.find(&sql, &[&whose.all, &whose.role, &whose.organisation, &whose.person, &id]).await?;
    let Some(mut found) = found.as_ref().map(job).transpose()? else { return Ok(None) };
    let files = "SELECT name, media_type, octet_length(bytes)::bigint FROM job_files WHERE region = $1 AND job_id = $2 ORDER BY name";
    for row in tx.query(files, &[&found.region, &id]).await? {
        found.files.push((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?));
    }
    Ok(Some(found))
}

pub(super) async fn list(tx: &Tx<'_>, whose: &Whose<'_>, after: Option<Uuid>, limit: i64) -> Result<Vec<Job>> {
    let sql =
        format!("SELECT {COLUMNS} FROM jobs WHERE {SEEN} AND ($5::uuid IS NULL OR id < $5) ORDER BY id DESC LIMIT $6");
    let rows = tx.query(&sql, &[&whose.all, &whose.role, &whose.organisation, &whose.person, &after, &limit]).await?;
    rows.iter().map(job).collect()
}

pub(super) async fn find_file(tx: &Tx<'_>, whose: &Whose<'_>, id: Uuid, name: &str) -> Result<Option<File>> {
    let sql = format!(
        "SELECT f.name, f.media_type, f.bytes FROM job_files f WHERE f.name = $6 AND (f.region, f.job_id) IN (SELECT region, id FROM jobs WHERE id = $5 AND {SEEN})"
    );
    let found = tx.find(&sql, &[&whose.all, &whose.role, &whose.organisation, &whose.person, &id, &name]).await?;
    found.map(|row| Ok(File { name: row.try_get(0)?, media_type: row.try_get(1)?, bytes: row.try_get(2)? })).transpose()
}

/// Takes the oldest job that is free, whose organisation has none under way. $1 now, $2 the lease, $3 its end.
pub(super) async fn claim(tx: &Tx<'_>, lease: Uuid, until: Timestamp) -> Result<Option<Claimed>> {
    let row = tx
        .find(
            "UPDATE jobs SET state = 'running', lease = $2, lease_until = $3, attempts = attempts + 1, started_at = coalesce(started_at, $1)
            WHERE (region, id) IN (
                SELECT j.region, j.id FROM jobs j
                WHERE j.state IN ('queued', 'running') AND (j.lease_until IS NULL OR j.lease_until < $1)
                  AND NOT EXISTS (SELECT FROM jobs o WHERE o.state = 'running' AND o.lease_until >= $1 AND o.role = j.role AND o.organisation = j.organisation)
                ORDER BY j.id
                LIMIT 1
                FOR UPDATE SKIP LOCKED)
            RETURNING region, id, kind, actor, input, attempts",
            &[&tx.at(), &lease, &until],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let id = row.try_get(1)?;
    Ok(Some(Claimed {
        region: row.try_get(0)?,
        id,
        kind: row.try_get(2)?,
        actor: actor(&row.try_get(3)?, id)?,
        input: row.try_get(4)?,
        attempts: row.try_get(5)?,
    }))
}

/// Writes how far a job is and holds it longer; false when another process has taken it over.
pub(super) async fn tell(
    tx: &Tx<'_>,
    (region, id, lease): (i16, Uuid, Uuid),
    (step, done, total): (&str, i64, i64),
    until: Timestamp,
) -> Result<bool> {
    let told = tx
        .execute(
            "UPDATE jobs SET step = $4, done = $5, total = $6, lease_until = $7 WHERE region = $1 AND id = $2 AND lease = $3 AND state = 'running'",
            &[&region, &id, &lease, &step, &done, &total, &until],
        )
        .await?;
    Ok(told == 1)
}

/// Ends a job that this lease still holds; false when another process has taken it over.
pub(super) async fn finish(
    tx: &Tx<'_>,
    (region, id, lease): (i16, Uuid, Uuid),
    (state, result): (State, &Value),
    files: &[File],
) -> Result<bool> {
    let ended = tx
        .execute(
            "UPDATE jobs SET state = $4, result = $5, finished_at = $6, lease = NULL, lease_until = NULL
            WHERE region = $1 AND id = $2 AND lease = $3 AND state = 'running'",
            &[&region, &id, &lease, &state.code(), result, &tx.at()],
        )
        .await?;
    if ended == 0 {
        return Ok(false);
    }
    for file in files {
        tx.execute(
            "INSERT INTO job_files (region, job_id, name, media_type, bytes) VALUES ($1, $2, $3, $4, $5)",
            &[&region, &id, &file.name, &file.media_type, &file.bytes],
        )
        .await?;
    }
    Ok(true)
}

/// Puts a job back, to be tried again from `at` on.
pub(super) async fn put_back(tx: &Tx<'_>, (region, id, lease): (i16, Uuid, Uuid), at: Timestamp) -> Result<()> {
    tx.execute(
        "UPDATE jobs SET state = 'queued', lease = NULL, lease_until = $4 WHERE region = $1 AND id = $2 AND lease = $3 AND state = 'running'",
        &[&region, &id, &lease, &at],
    )
    .await?;
    Ok(())
}

/// Takes a job back that nobody works on; false when somebody does, or it has ended.
pub(super) async fn cancel(tx: &Tx<'_>, (region, id): (i16, Uuid)) -> Result<bool> {
    let cancelled = tx
        .execute(
            "UPDATE jobs SET state = 'cancelled', finished_at = $3, lease = NULL, lease_until = NULL WHERE region = $1 AND id = $2 AND state = 'queued'",
            &[&region, &id, &tx.at()],
        )
        .await?;
    Ok(cancelled == 1)
}

/// Erases the files of jobs that ended before $1; see [`crate::platform::housekeeping::erase`].
pub(super) const ERASE_FILES: &str = "DELETE FROM job_files WHERE (region, job_id) IN (
        SELECT j.region, j.id FROM jobs j
        WHERE j.finished_at < $1 AND EXISTS (SELECT FROM job_files f WHERE f.region = j.region AND f.job_id = j.id)
        LIMIT $2)";

/// Erases jobs that ended before $1 and have no files any more.
pub(super) const ERASE: &str = "DELETE FROM jobs WHERE (region, id) IN (
        SELECT j.region, j.id FROM jobs j
        WHERE j.finished_at < $1 AND NOT EXISTS (SELECT FROM job_files f WHERE f.region = j.region AND f.job_id = j.id)
        LIMIT $2)";
