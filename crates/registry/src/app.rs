//! The application: one struct with everything a use case may need.

use std::path::PathBuf;

use deadpool_postgres::Pool;
use law::Pack;
use tokio::sync::Notify;

use crate::{
    payments::Payer,
    platform::{
        Actor, Result, Tx,
        clock::Clock,
        identity::{Desk, keys::KeyRing},
        migrate,
        secrets::Secrets,
    },
    programmes::Rules,
};

/// See [`App::list_rows_at_once`] (spec 8.4).
const LIST_ROWS_AT_ONCE: usize = 5_000;

/// Database, clock, secrets and the pack in force.
#[derive(Debug)]
pub struct App {
    /// Connections of the application's role.
    pub db: Pool,
    /// Time and ids.
    pub clock: Clock,
    /// Keys.
    pub secrets: Secrets,
    /// Where keys, log tiles and files lie.
    pub data: PathBuf,
    /// Whom signatures are trusted by.
    pub trust: TrustPaths,
    /// From which accounts programmes are paid, as the operator has entered them.
    pub payers: Vec<Payer>,
    /// Renders the metrics, where somebody collects them.
    pub metrics: Option<Metrics>,
    /// What sign-in keeps in memory.
    pub identity: Desk,
    /// Keys of the invented people of a sandbox, to sign with on the server; a registry with real people has none.
    pub keys: Option<KeyRing>,
    /// How many rows of a list are made into a file while somebody waits; more is the work of a job.
    pub list_rows_at_once: usize,
    /// Terms, calendar and labels in force.
    pub rules: Rules,
    /// Wakes the sequencer after a commit.
    pub journal_woken: Notify,
    /// Wakes the workers when a job was put down.
    pub jobs_woken: Notify,
}

/// Renders what was measured, in the text format of Prometheus.
pub struct Metrics(pub Box<dyn Fn() -> String + Send + Sync>);

impl std::fmt::Debug for Metrics {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Metrics")
    }
}

/// Folders of trust anchors and revocation lists.
#[derive(Clone, Debug, Default)]
pub struct TrustPaths {
    /// PEM or DER certificates that are trusted by themselves.
    pub roots: Option<PathBuf>,
    /// Revocation lists.
    pub crls: Option<PathBuf>,
}

impl App {
    /// Opens the application on a database that `migrate` has prepared.
    ///
    /// # Errors
    /// `schema.version` when the database was made by another version of the registry.
    pub async fn open(database: tokio_postgres::Config, data: PathBuf, clock: Clock) -> Result<Self> {
        let manager = deadpool_postgres::Manager::new(database, tokio_postgres::NoTls);
        let db = Pool::builder(manager).max_size(16).build().map_err(anyhow::Error::from)?;
        let client = db.get().await?;
        migrate::require_version(&client).await?;
        migrate::require_app_rights(&client).await?;
        let rules = Rules::default();
        rules.refresh(&client).await?;
        drop(client);
        let secrets = Secrets::load(&data.join("keys"))?;
        Ok(Self {
            db,
            clock,
            secrets,
            data,
            trust: TrustPaths::default(),
            payers: Vec::new(),
            metrics: None,
            identity: Desk::default(),
            keys: None,
            list_rows_at_once: LIST_ROWS_AT_ONCE,
            rules,
            journal_woken: Notify::new(),
            jobs_woken: Notify::new(),
        })
    }

    /// Whether this is a sandbox, whose people are invented: every page says so.
    #[must_use]
    pub fn is_sandbox(&self) -> bool {
        self.keys.is_some()
    }

    /// The pack in force: the binary's, with the rows entered since.
    #[must_use]
    pub fn pack(&self) -> &'static Pack {
        self.rules.pack()
    }

    /// Reads rows of the rules that this or another process entered; tells whether there were any.
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn refresh_rules(&self) -> Result<bool> {
        self.rules.refresh(&*self.db.get().await?).await
    }

    /// Where the public log lies: in the data folder, or behind its link.
    #[must_use]
    pub fn log_dir(&self) -> PathBuf {
        self.data.join("log")
    }

    /// Begins a transaction; see [`Tx::begin`].
    ///
    /// # Errors
    /// Faults of the database.
    pub async fn begin(&self, actor: &Actor, kind: &'static str, region: i16) -> Result<Tx<'_>> {
        Tx::begin(self, actor, kind, region).await
    }
}
