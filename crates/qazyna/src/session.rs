//! A session of a command with the registry: database, application, and what makes the journal public afterwards.

use std::{path::PathBuf, str::FromStr as _};

use anyhow::Context as _;
use jiff::civil::Date;
use registry::{
    app::{App, Metrics, TrustPaths},
    platform::{
        Actor, Result,
        clock::Clock,
        cluster::{Cluster, ClusterConfig, DATABASE, Role},
        migrate, sequencer,
    },
    programmes,
};

use crate::{cli::Place, commands::signer, config::Config};

/// The first month that partitions are made for, and how many.
const FIRST_MONTH: (i16, i8) = (2025, 9);
const MONTHS_AHEAD: i32 = 36;

/// An open registry.
pub(crate) struct Session {
    pub(crate) app: App,
    pub(crate) config: Config,
    pub(crate) data: PathBuf,
    /// Connects as the erasure role.
    pub(crate) eraser: tokio_postgres::Config,
    signer_database: String,
    cluster: Option<Cluster>,
}

/// Where a command connects, by role.
struct Database {
    owner: tokio_postgres::Config,
    app: tokio_postgres::Config,
    eraser: tokio_postgres::Config,
    signer: String,
    cluster: Option<Cluster>,
}

fn database(place: &Place, config: &Config) -> Result<Database> {
    if let Some(url) = place.database_url.as_ref().or(config.database_url.as_ref()) {
        let owner = tokio_postgres::Config::from_str(url).context("reading the database URL")?;
        // Whoever the URL names, the application works with the rights of its own role only.
        let as_role = |role: Role| {
            let mut config = owner.clone();
            if owner.get_user() != Some(role.name()) {
                config.options(format!("-c role={}", role.name()));
            }
            config
        };
        let (app, eraser) = (as_role(Role::App), as_role(Role::Erasure));
        return Ok(Database { owner, app, eraser, signer: url.clone(), cluster: None });
    }
    let cluster = Cluster::start(&place.data, &ClusterConfig::default())?;
    Ok(Database {
        owner: cluster.config(Role::Owner, DATABASE),
        app: cluster.config(Role::App, DATABASE),
        eraser: cluster.config(Role::Erasure, DATABASE),
        signer: cluster.url(Role::Signer, DATABASE),
        cluster: Some(cluster),
    })
}

/// Connects as whom a configuration names.
pub(crate) async fn connect(config: &tokio_postgres::Config) -> Result<tokio_postgres::Client> {
    let (client, connection) = config.connect(tokio_postgres::NoTls).await.context("connecting to the database")?;
    // The task ends with the client.
    drop(tokio::spawn(connection));
    Ok(client)
}

/// Migrates the database of a place as its owner.
pub(crate) async fn migrate(place: &Place) -> Result<migrate::Migrated> {
    let config = Config::read(&place.data)?;
    let database = database(place, &config)?;
    let migrated = migrate_with(&database.owner).await;
    if migrated.is_ok() {
        let app = App::open(database.app, place.data.clone(), Clock::system()).await?;
        programmes::seed(&app, &Actor::console(app.clock.id())).await?;
        app.db.close();
    }
    if let Some(cluster) = database.cluster {
        cluster.stop();
    }
    migrated
}

async fn migrate_with(owner: &tokio_postgres::Config) -> Result<migrate::Migrated> {
    let mut client = connect(owner).await?;
    migrate::require_roles(&client).await?;
    let from = Date::new(FIRST_MONTH.0, FIRST_MONTH.1, 1)?;
    migrate::run(&mut client, from, MONTHS_AHEAD).await
}

/// The process's recorder of metrics; a second registry in one process shares what the first collects.
fn metrics() -> Option<Metrics> {
    let recorder = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder().ok()?;
    Some(Metrics(Box::new(move || recorder.render())))
}

impl Session {
    /// Opens the registry of a place. A private cluster that is new is migrated; any other database must have been.
    pub(crate) async fn open(place: &Place) -> Result<Self> {
        let config = Config::read(&place.data)?;
        let database = database(place, &config)?;
        let mut is_new = false;
        if database.cluster.is_some() {
            let client = connect(&database.owner).await?;
            if !migrate::is_migrated(&client).await? {
                migrate_with(&database.owner).await?;
                is_new = true;
            }
        }
        let mut app = App::open(database.app, place.data.clone(), Clock::system()).await?;
        if is_new {
            programmes::seed(&app, &Actor::console(app.clock.id())).await?;
        }
        let ca = place.data.join("ca");
        let default = |configured: &Option<PathBuf>, name: &str| {
            configured.clone().or_else(|| Some(ca.join(name)).filter(|folder| folder.is_dir()))
        };
        app.trust = TrustPaths {
            roots: default(&config.signatures.roots, "roots"),
            crls: default(&config.signatures.crls, "crl"),
        };
        app.metrics = metrics();
        app.payers.clone_from(&config.payers);
        Ok(Self {
            app,
            config,
            data: place.data.clone(),
            eraser: database.eraser,
            signer_database: database.signer,
            cluster: database.cluster,
        })
    }

    /// The operator at the console.
    pub(crate) fn console(&self) -> Actor {
        Actor::console(self.app.clock.id())
    }

    /// Where the signer works: its key, the public log, its database, its user.
    pub(crate) fn signer(&self) -> Result<signer::Signer> {
        signer::Signer::prepare(self.cluster.as_ref(), &self.data, &self.config, &self.signer_database)
    }

    /// Ends a writing command: what it committed gets its index and a signed head, then the private cluster stops.
    pub(crate) async fn close(self) -> Result<()> {
        sequencer::drain(&self.app).await?;
        let signer = self.signer()?;
        tokio::task::spawn_blocking(move || signer.sign_once()).await.context("waiting for the signer")??;
        self.stop();
        Ok(())
    }

    /// The application, and what must outlive it.
    pub(crate) fn into_parts(self) -> (App, Option<Cluster>) {
        (self.app, self.cluster)
    }

    /// Ends a reading command.
    pub(crate) fn stop(self) {
        self.app.db.close();
        if let Some(cluster) = self.cluster {
            cluster.stop();
        }
    }
}

/// The first day of `YYYY-MM`.
pub(crate) fn month(text: &str) -> Result<Date> {
    let month = law::Month::parse(text).ok_or_else(|| anyhow::anyhow!("{text} is no month: write YYYY-MM"))?;
    Ok(month.first())
}
