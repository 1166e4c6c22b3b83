//! A database per test: one private cluster per test run, one template with the migrations applied, one copy of it for
//! each test. Nothing is dropped; the whole cluster is thrown away when the run ends.

pub mod enrolled;
pub mod fixture;
mod points;
pub mod programmes;

use std::fs::{self, File, TryLockError};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result};
use tokio_postgres::{Client, Config, NoTls};

use super::cluster::{Cluster, ClusterConfig, Durability, Lifetime, Role};
use super::migrate;

pub use points::{Alone, alone};

/// Whoever listens to a page tells its tables apart by their captions: none may stand there twice.
///
/// # Panics
/// When one does.
#[track_caller]
pub fn require_captions(html: &str) {
    let captions = html.split("<caption").skip(1).map(|rest| rest.split("</caption>").next().unwrap_or_default());
    let mut seen = std::collections::BTreeSet::new();
    for caption in captions {
        assert!(seen.insert(caption), "two tables are called {caption}");
    }
}

/// A database of one test's own, with the migrations applied.
#[derive(Debug)]
pub struct TestDatabase {
    cluster: Cluster,
    name: String,
}

impl TestDatabase {
    /// The database's name in the run's cluster.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How to connect as `role`.
    #[must_use]
    pub fn config(&self, role: Role) -> Config {
        self.cluster.config(role, &self.name)
    }

    /// The same as a connection string, for `--database-url` of another process.
    #[must_use]
    pub fn url(&self, role: Role) -> String {
        self.cluster.url(role, &self.name)
    }

    /// Connects as `role`.
    pub async fn connect(&self, role: Role) -> Result<Client> {
        connect(&self.config(role)).await
    }

    /// Another database with the same rows: what somebody who owns the machine could put in place later. Waits for the sessions of
    /// this one to end.
    pub async fn copy(&self) -> Result<Self> {
        let (name, template) = (next_name(), &self.name);
        let kit = connect(&self.cluster.test_kit_config("postgres")).await?;
        let owner = Role::Owner.name();
        // A process that was killed left its database behind, and numbers of processes come again.
        kit.batch_execute(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await?;
        let copy = format!("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY wal_log");
        for _ in 0..100 {
            if kit.batch_execute(&copy).await.is_ok() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let cluster = Cluster::start(&run_folder()?, &shared_config())?;
        connect(&cluster.config(Role::Owner, &name)).await.context("copying a database")?;
        Ok(Self { cluster, name })
    }

    /// The definitions of this database as `pg_dump --schema-only` writes them.
    pub fn schema(&self) -> Result<String> {
        self.cluster.schema_of(&self.name)
    }

    /// Runs SQL as the superuser, as somebody who owns the whole machine would, to plant damage. Answers what psql
    /// prints, unaligned and without headers.
    pub fn as_superuser(&self, sql: &str) -> Result<String> {
        self.cluster.superuser_psql(&self.name, sql)
    }
}

/// Makes a database for one test with the registry's schema; partitions reach from August 2026 through July 2027.
pub async fn database() -> Result<TestDatabase> {
    let template = format!("qazyna_template_{}", migrate::version());
    database_from(&template, async |owner: Config| {
        let mut client = connect(&owner).await?;
        migrate::run(&mut client, jiff::civil::date(2026, 8, 1), 12).await?;
        Ok(())
    })
    .await
}

/// Makes a database for one test, a copy of `template`. The first test of a run that asks for a template makes it, by
/// `migrate`, which gets the owner's connection and leaves no session behind; so name a template for what it holds.
pub async fn database_from(template: &str, migrate: impl AsyncFnOnce(Config) -> Result<()>) -> Result<TestDatabase> {
    points::wait().await;
    let cluster = shared_cluster(template, migrate).await?;
    let name = next_name();
    let kit = connect(&cluster.test_kit_config("postgres")).await?;
    let owner = Role::Owner.name();
    let copy = format!("CREATE DATABASE {name} OWNER {owner} TEMPLATE {template} STRATEGY wal_log");
    kit.batch_execute(&copy).await.context("copying the template database")?;
    Ok(TestDatabase { cluster, name })
}

fn next_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    format!("t_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn shared_config() -> ClusterConfig {
    ClusterConfig {
        durability: Durability::Test,
        lifetime: Lifetime::Detached,
        shared_buffers_mb: 128,
        max_connections: 300,
        ..ClusterConfig::default()
    }
}

async fn shared_cluster(template: &str, migrate: impl AsyncFnOnce(Config) -> Result<()>) -> Result<Cluster> {
    let run = run_folder()?;
    let _turn = take_turn(&run).await?;
    let mut cluster = Cluster::start(&run, &shared_config())?;
    // The runner is the parent of every test: cargo-nextest, cargo or a shell.
    cluster.lend_to(std::os::unix::process::parent_id())?;
    let ready = run.join(format!("{template}-is-ready"));
    if !ready.exists() {
        let kit = connect(&cluster.test_kit_config("postgres")).await?;
        let owner = Role::Owner.name();
        // A test that died half-way through the migrations leaves a half-made template.
        kit.batch_execute(&format!("DROP DATABASE IF EXISTS {template}")).await?;
        kit.batch_execute(&format!("CREATE DATABASE {template} OWNER {owner}")).await?;
        migrate(cluster.config(Role::Owner, template)).await.context("migrating the template database")?;
        fs::write(ready, "")?;
    }
    Ok(cluster)
}

/// The folder of this test run, under the target folder: by the runner's own id, else by the runner's process.
fn run_folder() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").exists());
    let target = target.with_context(|| format!("no target folder above {}", program.display()))?;
    let run = std::env::var("NEXTEST_RUN_ID").unwrap_or_else(|_| format!("p{}", std::os::unix::process::parent_id()));
    let folder = target.join("test-clusters").join(run);
    fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// Waits until no other test prepares the cluster; the turn ends with the file. Waiting sleeps instead of blocking,
/// because two tests may share a thread.
async fn take_turn(run: &std::path::Path) -> Result<File> {
    let turn = File::create(run.join("kit.lock"))?;
    loop {
        match turn.try_lock() {
            Ok(()) => return Ok(turn),
            Err(TryLockError::WouldBlock) => tokio::time::sleep(Duration::from_millis(10)).await,
            Err(TryLockError::Error(error)) => return Err(error).context("locking the test cluster"),
        }
    }
}

async fn connect(config: &Config) -> Result<Client> {
    let (client, connection) = config.connect(NoTls).await?;
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            // A test that kills its session, or its server, expects this.
            tracing::debug!(%error, "a test's session has ended");
        }
    });
    Ok(client)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn probe(owner: Config) -> Result<()> {
        connect(&owner).await?.batch_execute("CREATE TABLE IF NOT EXISTS probe (id int PRIMARY KEY)").await?;
        Ok(())
    }

    #[tokio::test]
    async fn each_test_has_a_copy_of_the_template_that_no_other_test_sees() {
        let (one, two) = tokio::join!(database_from("kit_template", probe), database_from("kit_template", probe));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_ne!(one.name(), two.name());
        one.connect(Role::Owner).await.unwrap().batch_execute("INSERT INTO probe VALUES (1)").await.unwrap();
        assert_eq!(one.as_superuser("SELECT count(*) FROM probe").unwrap().trim(), "1");
        assert_eq!(two.as_superuser("SELECT count(*) FROM probe").unwrap().trim(), "0");
    }

    #[tokio::test]
    async fn roles_of_a_test_database_may_do_no_more_than_in_earnest() {
        let test = database_from("kit_template", probe).await.unwrap();
        let app = test.connect(Role::App).await.unwrap();
        let words = app.batch_execute("CREATE TABLE public.mine (x int)").await.unwrap_err();
        assert!(words.as_db_error().unwrap().message().contains("permission denied"));
        let owner = test.connect(Role::Owner).await.unwrap();
        let row =
            owner.query_one("SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user", &[]).await;
        assert!(!row.unwrap().get::<_, bool>(0));
        assert_eq!(
            test.as_superuser("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").unwrap().trim(),
            "t"
        );
    }

    #[tokio::test]
    async fn the_registrys_schema_is_there_and_is_of_the_version_the_binary_knows() {
        let test = database().await.unwrap();
        migrate::require_version(&test.connect(Role::App).await.unwrap()).await.unwrap();
    }

    /// Not a test by itself: a runner of its own, which makes a database and ends.
    #[tokio::test]
    async fn run_to_be_cleared_away() {
        if std::env::var_os("QAZYNA_TEST_RUN").is_some() {
            eprintln!("\nfolder {}", run_folder().unwrap().display());
            database_from("kit_template", probe).await.unwrap();
        }
    }

    #[test]
    fn nothing_is_left_of_a_run_that_is_over() {
        let program = std::env::current_exe().unwrap();
        let run = format!("cleared-{}", std::process::id());
        // The shell is the guardian here; `true` keeps it from becoming the test itself.
        let answer = std::process::Command::new("sh")
            .args(["-c", "\"$0\" --exact --nocapture platform::testkit::tests::run_to_be_cleared_away; true"])
            .arg(program)
            .env("QAZYNA_TEST_RUN", "1")
            .env("NEXTEST_RUN_ID", run)
            .output()
            .unwrap();
        let words = String::from_utf8(answer.stderr).unwrap();
        let folder = words.lines().find_map(|line| line.strip_prefix("folder ")).unwrap();
        assert!(words.contains("folder") && answer.status.success(), "{words}");
        for _ in 0..300 {
            if !std::path::Path::new(folder).exists() {
                return;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("{folder} is still there");
    }
}
