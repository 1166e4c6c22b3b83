//! The transaction: one actor, one scope, one instant, one journal entry.

use std::collections::BTreeMap;

use deadpool_postgres::Object;
use futures_util::future::try_join_all;
use jiff::{Timestamp, civil::Date};
use ledger::log::entry::{BODY_VERSION, Body, RowHash, RowHasher, TableRoot, entry_hash};
use tokio_postgres::{Row, types::ToSql};
use uuid::Uuid;

use super::{Actor, Fact, Result, Scope};
use crate::app::App;

/// An open transaction. Facts inserted through it are hashed into its entry, which `commit` writes in the same round trip as COMMIT.
/// Dropped without commit, it is rolled back by closing its connection.
pub struct Tx<'a> {
    app: &'a App,
    client: Option<Object>,
    actor: Actor,
    region: i16,
    kind: &'static str,
    at: Timestamp,
    entry: Uuid,
    rows: BTreeMap<&'static str, Vec<RowHash>>,
}

fn list<T: ToString>(values: impl Iterator<Item = T>) -> String {
    values.map(|value| value.to_string()).collect::<Vec<_>>().join(",")
}

/// Programmes as a setting: codes of letters, digits and underscores. What is none of these names no programme; a comma alone names none at all,
/// where nothing would be all of them.
fn codes(programmes: &[String]) -> String {
    let is_code = |code: &&String| code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    format!("{},", list(programmes.iter().filter(is_code)))
}

/// What a transaction is told of its scope. The values are codes, commas and hyphens of our own making: a prepared statement cannot SET.
fn begin_in(scope: &Scope) -> String {
    let wide = |regions: &str| {
        format!(
            "BEGIN; SET LOCAL qazyna.regions = '{regions}'; SET LOCAL qazyna.party = ''; SET LOCAL qazyna.persons = ''"
        )
    };
    match scope {
        Scope::National => wide("national"),
        Scope::Regions(regions) => wide(&list(regions.iter())),
        Scope::Programmes { regions, programmes } => {
            let begun = if regions.is_empty() { wide("national") } else { wide(&list(regions.iter())) };
            format!("{begun}; SET LOCAL qazyna.programmes = '{}'", codes(programmes))
        }
        Scope::Own { parties, persons } => {
            let pairs =
                |own: &[(i16, Uuid)]| (list(own.iter().map(|pair| pair.0)), list(own.iter().map(|pair| pair.1)));
            let ((regions, parties), (buckets, persons)) = (pairs(parties), pairs(persons));
            format!(
                "BEGIN READ ONLY; SET LOCAL ROLE {reader}; SET LOCAL qazyna.regions = ''; SET LOCAL qazyna.party = ''; \
                SET LOCAL qazyna.party_regions = '{regions}'; SET LOCAL qazyna.parties = '{parties}'; \
                SET LOCAL qazyna.person_buckets = '{buckets}'; SET LOCAL qazyna.persons = '{persons}'",
                reader = super::cluster::READER,
            )
        }
    }
}

impl<'a> Tx<'a> {
    /// BEGIN and scope in one round trip. `kind` names what happens (`vouchers.issued`), `region` whose entry it is (0 = the nation's).
    ///
    /// # Errors
    /// Faults of the database only.
    pub async fn begin(app: &'a App, actor: &Actor, kind: &'static str, region: i16) -> Result<Self> {
        // What somebody of one region does for no region in particular is an entry of that region.
        let region = if region == 0 { actor.home() } else { region };
        let client = app.db.get().await?;
        if let Err(error) = client.batch_execute(&begin_in(&actor.scope)).await {
            // A transaction whose scope was not set must not go back to the pool.
            drop(Object::take(client));
            return Err(error.into());
        }
        let (at, entry) = (app.clock.now(), app.clock.id());
        Ok(Self { app, client: Some(client), actor: actor.clone(), region, kind, at, entry, rows: BTreeMap::new() })
    }

    /// When everything in this transaction is recorded.
    #[must_use]
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// Takes the time anew once locks are held: what was waited for is then recorded earlier than what follows here.
    ///
    /// # Errors
    /// When something was recorded already.
    pub fn renew(&mut self) -> Result<()> {
        if !self.rows.is_empty() {
            return Err(anyhow::anyhow!("a transaction that has recorded something cannot move in time").into());
        }
        self.at = self.app.clock.now();
        Ok(())
    }

    /// The legal date of the transaction.
    #[must_use]
    pub fn today(&self) -> Date {
        super::clock::Clock::legal_date(self.at)
    }

    /// The journal entry being written.
    #[must_use]
    pub fn entry(&self) -> Uuid {
        self.entry
    }

    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The application, for ids, secrets and the pack.
    #[must_use]
    pub fn app(&self) -> &'a App {
        self.app
    }

    /// The pack in force.
    #[must_use]
    pub fn pack(&self) -> &'static law::Pack {
        self.app.pack()
    }

    /// The connection, for what `query` and `execute` do not cover (streams).
    ///
    /// # Errors
    /// Never while the transaction is open.
    pub fn client(&self) -> Result<&Object> {
        self.client.as_ref().ok_or_else(|| anyhow::anyhow!("the transaction is closed").into())
    }

    /// Runs a prepared query.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn query(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await?;
        Ok(client.query(&statement, parameters).await?)
    }

    /// Runs a prepared query that gives at most one row.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn find(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Result<Option<Row>> {
        Ok(self.query(sql, parameters).await?.into_iter().next())
    }

    /// Runs a prepared statement and tells how many rows it changed.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn execute(&self, sql: &str, parameters: &[&(dyn ToSql + Sync)]) -> Result<u64> {
        let client = self.client()?;
        let statement = client.prepare_cached(sql).await?;
        Ok(client.execute(&statement, parameters).await?)
    }

    /// Inserts facts by one statement and takes their hashes into the entry. Callers sort by the table's key, so that
    /// transactions take keys in one order.
    ///
    /// # Errors
    /// Faults of the database, among them a key that is already there.
    pub async fn record<T: Fact>(&mut self, facts: &[T]) -> Result<()> {
        if facts.is_empty() {
            return Ok(());
        }
        let arrays = T::arrays(facts);
        let mut parameters: Vec<&(dyn ToSql + Sync)> = Vec::with_capacity(arrays.len().saturating_add(2));
        for array in &arrays {
            parameters.push(array.as_ref());
        }
        parameters.push(&self.at);
        parameters.push(&self.entry);
        let inserted = self.execute(&T::insert(), &parameters).await?;
        let expected = u64::try_from(facts.len()).unwrap_or(u64::MAX);
        if inserted != expected {
            return Err(anyhow::anyhow!("{} of {expected} rows of {} were inserted", inserted, T::TABLE).into());
        }
        let hashes = self.rows.entry(T::TABLE).or_default();
        let mut row = RowHasher::default();
        hashes.extend(facts.iter().map(|fact| fact.hash_with(self.at, &mut row)));
        Ok(())
    }

    /// Whether nothing was recorded yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    fn body(&self) -> Result<Vec<u8>> {
        let body = Body {
            v: BODY_VERSION,
            entry: self.entry.to_string(),
            kind: self.kind.to_owned(),
            region: format!("{:02}", self.region),
            actor: self.actor.journal(),
            effective_on: Some(self.today().to_string()),
            recorded_at: self.at.as_microsecond(),
            tables: self.rows.iter().map(|(table, rows)| TableRoot::over(table, rows)).collect(),
        };
        body.encode().map_err(|finding| anyhow::anyhow!("a journal body cannot be written: {finding:?}").into())
    }

    /// Writes the entry (when anything was recorded) and commits, in one round trip. After an error the outcome is unknown only when
    /// the connection broke; every use case can therefore be repeated.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn commit(mut self) -> Result<()> {
        fail::fail_point!("before-commit", |_| Err(anyhow::anyhow!("fail point before-commit").into()));
        let Some(client) = self.client.take() else { return Ok(()) };
        let outcome = self.write_entry_and_commit(&client).await;
        if outcome.is_err() {
            drop(Object::take(client));
        }
        fail::fail_point!("after-commit", |_| Err(anyhow::anyhow!("fail point after-commit").into()));
        outcome
    }

    async fn write_entry_and_commit(&self, client: &Object) -> Result<()> {
        if self.rows.is_empty() {
            client.batch_execute("COMMIT").await?;
            return Ok(());
        }
        let body = self.body()?;
        let salt = self.app.secrets.salt()?;
        let entry = entry_hash(&salt, &body).to_vec();
        let salt = salt.to_vec();
        let (entries, bodies, queue) = (
            client.prepare_cached(JOURNAL_ENTRY).await?,
            client.prepare_cached(JOURNAL_BODY).await?,
            client.prepare_cached(JOURNAL_QUEUE).await?,
        );
        // Polled together the statements go out in one batch, and COMMIT is answered last.
        let run = async |statement: &tokio_postgres::Statement, parameters: Vec<&(dyn ToSql + Sync)>| {
            client.execute(statement, &parameters).await
        };
        try_join_all([
            run(&entries, vec![&self.region, &self.entry, &self.kind, &entry, &self.at]),
            run(&bodies, vec![&self.region, &self.entry, &salt, &body]),
            run(&queue, vec![&self.region, &self.entry]),
        ])
        .await?;
        client.batch_execute("COMMIT").await?;
        self.app.journal_woken.notify_one();
        Ok(())
    }
}

const JOURNAL_ENTRY: &str =
    "INSERT INTO journal_entries (region, id, kind, entry, recorded_at) VALUES ($1, $2, $3, $4, $5)";
const JOURNAL_BODY: &str = "INSERT INTO journal_bodies (region, id, salt, body) VALUES ($1, $2, $3, $4)";
const JOURNAL_QUEUE: &str = "INSERT INTO journal_queue (region, id) VALUES ($1, $2)";

impl Drop for Tx<'_> {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            drop(Object::take(client));
        }
    }
}
