//! What one person prepares and another approves (spec 6.1, 8.4): a proposal holds the parameters and what a dry run found; a decision
//! comes once. The same person never decides what needs two.

use jiff::Timestamp;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio_postgres::Row;
use uuid::Uuid;

use super::{Actor, Refusal, Result, Tx, error::refuse};
use crate::fact;

fact! {
    /// What somebody proposes.
    pub struct ProposalRow in "proposals" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        kind: String = "text",
        organisation: String = "text",
        prepared_by: String = "text",
        input: Value = "jsonb",
        found: Value = "jsonb",
        sha256: Vec<u8> = "bytea",
    }
}

fact! {
    /// What became of a proposal.
    pub struct DecisionRow in "proposal_decisions" {
        region: i16 = "int2",
        proposal_id: Uuid = "uuid",
        decision: String = "text",
        decided_by: String = "text",
        job_id: Option<Uuid> = "uuid",
    }
}

/// A decision about a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// It was done.
    Approved,
    /// It was taken back.
    Withdrawn,
}

impl Decision {
    /// As the table spells it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// Who has to decide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eyes {
    /// Whoever prepared it may decide.
    Two,
    /// Another person decides; only taking back is one's own.
    Four,
}

/// What became of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// What.
    pub decision: Decision,
    /// By whom: the keyed hash of the person.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The job that does it, where there is one.
    pub job: Option<Uuid>,
}

/// A proposal with what became of it.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Its region.
    pub region: i16,
    /// Its id.
    pub id: Uuid,
    /// What is proposed: `issue`, `budget`.
    pub kind: String,
    /// Who prepared it: the keyed hash of the person.
    pub prepared_by: String,
    /// The parameters.
    pub input: Value,
    /// What the dry run found.
    pub found: Value,
    /// SHA-256 of parameters and findings.
    pub sha256: Vec<u8>,
    /// When it was prepared.
    pub prepared_at: Timestamp,
    /// What became of it; nothing while it waits.
    pub decided: Option<Decided>,
}

impl Proposal {
    /// Whether this person prepared it.
    #[must_use]
    pub fn is_by(&self, actor: &Actor) -> bool {
        self.prepared_by == actor.person
    }
}

/// The hash of parameters and findings: keys of JSON objects are sorted, so that the same means the same bytes.
fn digest(input: &Value, found: &Value) -> Vec<u8> {
    Sha256::digest(json!([input, found]).to_string().as_bytes()).to_vec()
}

/// Records a proposal in the transaction of its region; gives its id.
///
/// # Errors
/// Faults.
pub async fn record(tx: &mut Tx<'_>, region: i16, kind: &str, (input, found): (Value, Value)) -> Result<Uuid> {
    let id = tx.app().clock.id();
    let (organisation, prepared_by) = (tx.actor().organisation.clone(), tx.actor().person.clone());
    let sha256 = digest(&input, &found);
    tx.record(&[ProposalRow { region, id, kind: kind.to_owned(), organisation, prepared_by, input, found, sha256 }])
        .await?;
    Ok(id)
}

/// Decides about a proposal: approved, what the dry run finds now (`found`) must be what was proposed.
///
/// # Errors
/// `proposal.decided`, `act.four_eyes`, `proposal.stale`; faults.
pub async fn decide(
    tx: &mut Tx<'_>,
    proposal: &Proposal,
    eyes: Eyes,
    (decision, job_id): (Decision, Option<Uuid>),
    found: Option<&Value>,
) -> Result<()> {
    if proposal.decided.is_some() {
        return refuse("proposal.decided", proposal.id.to_string());
    }
    if decision == Decision::Approved && eyes == Eyes::Four && proposal.is_by(tx.actor()) {
        return refuse("act.four_eyes", "whoever prepared a proposal does not approve it");
    }
    if found.is_some_and(|found| digest(&proposal.input, found) != proposal.sha256) {
        return refuse("proposal.stale", "what it rests on has changed since it was prepared");
    }
    let decided_by = tx.actor().person.clone();
    let row = DecisionRow {
        region: proposal.region,
        proposal_id: proposal.id,
        decision: decision.code().to_owned(),
        decided_by,
        job_id,
    };
    let recorded = tx.record(&[row]).await;
    match recorded {
        Err(error) if error.is_conflict() => refuse("proposal.decided", proposal.id.to_string()),
        other => other,
    }
}

const COLUMNS: &str = "SELECT
        p.region,
        p.id,
        p.kind,
        p.prepared_by,
        p.input,
        p.found,
        p.sha256,
        p.recorded_at,
        d.decision,
        d.decided_by,
        d.recorded_at AS decided_at,
        d.job_id
    FROM proposals p
    LEFT JOIN proposal_decisions d ON d.region = p.region AND d.proposal_id = p.id";

fn read(row: &Row) -> Result<Proposal> {
    let decision: Option<String> = row.try_get("decision")?;
    let decided = match decision.as_deref() {
        None => None,
        Some(word) => Some(Decided {
            decision: if word == Decision::Approved.code() { Decision::Approved } else { Decision::Withdrawn },
            by: row.try_get("decided_by")?,
            at: row.try_get("decided_at")?,
            job: row.try_get("job_id")?,
        }),
    };
    Ok(Proposal {
        region: row.try_get("region")?,
        id: row.try_get("id")?,
        kind: row.try_get("kind")?,
        prepared_by: row.try_get("prepared_by")?,
        input: row.try_get("input")?,
        found: row.try_get("found")?,
        sha256: row.try_get("sha256")?,
        prepared_at: row.try_get("recorded_at")?,
        decided,
    })
}

/// A proposal of the actor's organisation.
///
/// # Errors
/// `proposal.unknown`; faults.
pub async fn get(tx: &Tx<'_>, kind: &str, id: Uuid) -> Result<Proposal> {
    let sql = format!("{COLUMNS} WHERE p.id = $1 AND p.kind = $2 AND p.organisation = $3");
    let row = tx.find(&sql, &[&id, &kind, &tx.actor().organisation]).await?;
    row.as_ref().map(read).transpose()?.ok_or_else(|| Refusal::new("proposal.unknown", id.to_string()).into())
}

/// The newest proposals of the actor's organisation.
///
/// # Errors
/// Faults.
pub async fn list(tx: &Tx<'_>, kind: &str, limit: i64) -> Result<Vec<Proposal>> {
    let sql = format!("{COLUMNS} WHERE p.kind = $1 AND p.organisation = $2 ORDER BY p.id DESC LIMIT $3");
    let rows = tx.query(&sql, &[&kind, &tx.actor().organisation, &limit]).await?;
    rows.iter().map(read).collect()
}
