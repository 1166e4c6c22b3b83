//! Migrations and the dictionaries they seed: run by the owner's role, never by the application (spec 2.3).

use jiff::{ToSpan as _, civil::Date};
use tokio_postgres::Client;

use super::{Refusal, Result};

mod embedded {
    refinery::embed_migrations!("../../migrations");
}

/// Tables that are split by month; their partitions are made ahead.
const BY_MONTH: [&str; 12] = [
    "live_days",
    "parts",
    "repricings",
    "portions",
    "portion_ends",
    "attendance_batches",
    "attendance_months",
    "act_versions",
    "act_lines",
    "act_fees",
    "exceptions",
    "movements",
];

/// What a migration did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The schema's version now.
    pub version: i64,
    /// Migrations applied by this run.
    pub applied: usize,
    /// Partitions made by this run.
    pub partitions: u64,
}

/// The newest version this binary knows.
#[must_use]
pub fn version() -> i64 {
    embedded::migrations::runner()
        .get_migrations()
        .iter()
        .map(|migration| i64::from(migration.version()))
        .max()
        .unwrap_or(0)
}

/// Applies what is missing, makes partitions from `from` for `months` months ahead and seeds the dictionaries. May be run again.
///
/// # Errors
/// When a migration fails; each is one transaction.
pub async fn run(client: &mut Client, from: Date, months: i32) -> Result<Migrated> {
    let report = embedded::migrations::runner().run_async(client).await.map_err(anyhow::Error::from)?;
    // The first migration grants on every table there is, the migrator's own among them: that one is the owner's.
    let own =
        "REVOKE ALL ON refinery_schema_history FROM qazyna_app; GRANT SELECT ON refinery_schema_history TO qazyna_app";
    client.batch_execute(own).await?;
    let mut partitions = 0_u64;
    for ahead in 0..months {
        let first = from.first_of_month().checked_add(ahead.months())?;
        let next = first.checked_add(1.month())?;
        for table in BY_MONTH {
            partitions = partitions.saturating_add(make_partition(client, table, first, next).await?);
        }
    }
    super::access::seed(client).await?;
    Ok(Migrated { version: version(), applied: report.applied_migrations().len(), partitions })
}

async fn make_partition(client: &Client, table: &str, first: Date, next: Date) -> Result<u64> {
    let name = format!("{table}_{}", first.strftime("%Y%m"));
    if client.query_opt("SELECT 1 FROM pg_class WHERE relname = $1", &[&name]).await?.is_some() {
        return Ok(0);
    }
    // Folded attendance is updated in place: room on the page keeps the updates HOT.
    let room = if table == "attendance_months" { " WITH (fillfactor = 70)" } else { "" };
    let sql = format!("CREATE TABLE {name} PARTITION OF {table} FOR VALUES FROM ('{first}') TO ('{next}'){room}");
    client.batch_execute(&sql).await?;
    Ok(1)
}

/// Refuses a database whose schema this binary does not know.
///
/// # Errors
/// `schema.version`, with both versions.
pub async fn require_version(client: &Client) -> Result<()> {
    let found: i64 = match client.query_opt("SELECT max(version)::bigint FROM refinery_schema_history", &[]).await {
        Ok(row) => row.and_then(|row| row.get::<_, Option<i64>>(0)).unwrap_or(0),
        Err(error) if error.code() == Some(&tokio_postgres::error::SqlState::UNDEFINED_TABLE) => 0,
        Err(error) => return Err(error.into()),
    };
    let known = version();
    if found == known {
        return Ok(());
    }
    let detail = format!("the database has version {found}, this binary knows {known}: run `qazyna migrate`");
    Err(Refusal::new("schema.version", detail).into())
}

/// Makes the roles that the schema grants rights to, where they are missing (a private cluster has them from its start).
///
/// # Errors
/// When a role is missing and this user may not make it: the message says what the administrator types.
pub async fn require_roles(client: &Client) -> Result<()> {
    for role in ["qazyna_app", "qazyna_signer", "qazyna_erasure"] {
        if client.query_opt("SELECT 1 FROM pg_roles WHERE rolname = $1", &[&role]).await?.is_some() {
            continue;
        }
        let make =
            format!("CREATE ROLE {role} NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS; GRANT {role} TO CURRENT_USER");
        client.batch_execute(&make).await.map_err(|error| {
            anyhow::anyhow!("{error}: the role {role} is missing; as the database's administrator: CREATE ROLE {role}; GRANT {role} TO the owner of the schema")
        })?;
    }
    require_reader(client).await?;
    client.batch_execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC").await?;
    Ok(())
}

/// Makes the role that reads what is one's own: the application may become it and does not inherit it (else its rules would hold for
/// every transaction).
async fn require_reader(client: &Client) -> Result<()> {
    let ready = "SELECT 1 FROM pg_roles WHERE rolname = 'qazyna_reader' AND pg_has_role('qazyna_app', 'qazyna_reader', 'MEMBER')
        AND NOT pg_has_role('qazyna_app', 'qazyna_reader', 'USAGE')";
    if client.query_opt(ready, &[]).await?.is_some() {
        return Ok(());
    }
    let missing = client.query_opt("SELECT 1 FROM pg_roles WHERE rolname = 'qazyna_reader'", &[]).await?.is_none();
    let create = if missing { "CREATE ROLE qazyna_reader NOLOGIN; " } else { "" };
    let make = format!(
        "{create}REVOKE qazyna_reader FROM qazyna_app; ALTER ROLE qazyna_app NOINHERIT; GRANT qazyna_reader TO qazyna_app"
    );
    client.batch_execute(&make).await.map_err(|error| {
        anyhow::anyhow!(
            "{error}: the role qazyna_reader is missing or inherited; as the database's administrator: {make}"
        )
        .into()
    })
}

/// Whether a database was migrated at all.
///
/// # Errors
/// Faults of the database.
pub async fn is_migrated(client: &Client) -> Result<bool> {
    let row = client.query_one("SELECT to_regclass('refinery_schema_history') IS NOT NULL", &[]).await?;
    Ok(row.try_get(0)?)
}

/// Refuses to work with more rights than the application may have.
///
/// # Errors
/// A fault that names the right.
pub async fn require_app_rights(client: &Client) -> Result<()> {
    let row = client
        .query_one(
            "SELECT current_user::text, r.rolsuper OR r.rolbypassrls OR pg_has_role(current_user, 'qazyna_reader', 'USAGE'),
                has_schema_privilege(current_user, 'public', 'CREATE')
            FROM pg_roles r WHERE r.rolname = current_user",
            &[],
        )
        .await?;
    let (user, above, creates): (String, bool, bool) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
    if above || creates {
        return Err(anyhow::anyhow!("{user} may do more than the application should: connect as qazyna_app").into());
    }
    Ok(())
}
