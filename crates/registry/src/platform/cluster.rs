//! The private PostgreSQL cluster that the binary starts itself when it is given no `--database-url` (ADR 1).
//!
//! The first process starts the server, every other one connects; the server stops with the last one that uses it,
//! however that one ends. The application is never a superuser: the kernel tells the server
//! who connects (peer authentication), and a map tells which roles that user may be.

mod folder;
mod lease;
mod os;
mod postmaster;
mod programs;
mod settings;
mod users;
#[cfg(any(test, feature = "testkit"))]
mod watchdog;

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Config, NoTls};

use folder::Folder;
use lease::{Lease, Turn};
use postmaster::Postmaster;
use programs::Programs;
pub use settings::{ClusterConfig, Durability, Lifetime};
pub use users::OsUser;
use users::Users;

/// The database that a new cluster holds.
pub const DATABASE: &str = "qazyna";

/// The role that the application takes for the transactions of a performer or a person: it reads what is their own and nobody logs in
/// as it. The application does not inherit its rights.
pub const READER: &str = "qazyna_reader";

/// How long a server that others use may be without an answer.
const BUSY_PATIENCE: Duration = Duration::from_secs(120);

/// A role of the database, by what its holder may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Owns the database and its schema: migrations and partitions.
    Owner,
    /// Serves and runs jobs: no CREATE, no way round row-level security.
    App,
    /// Signs checkpoints of the journal; runs as another user of the operating system where it can.
    Signer,
    /// Erases personal data whose term has ended.
    Erasure,
}

impl Role {
    /// All roles, in the order in which they are made.
    pub const ALL: [Self; 4] = [Self::Owner, Self::App, Self::Signer, Self::Erasure];

    /// The name of the role in the database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "qazyna_owner",
            Self::App => "qazyna_app",
            Self::Signer => "qazyna_signer",
            Self::Erasure => "qazyna_erasure",
        }
    }
}

/// A private cluster that answers. Dropping it stops the server unless another process uses it.
#[derive(Debug)]
pub struct Cluster {
    folder: Folder,
    users: Users,
    programs: Programs,
    /// The server, if this process started it.
    started: Option<Postmaster>,
    /// This process's share in the server; none in a server that is detached.
    lease: Option<Lease>,
}

impl Cluster {
    /// Starts the cluster in `data_dir`, making it first if there is none, and returns when it answers; if another
    /// process runs it already, connects to that one. Blocks for a second at the first start, for a tenth of one
    /// later, longer after a crash.
    ///
    /// Refuses with the command to type when PostgreSQL is missing, too old or of another major version than the data.
    pub fn start(data_dir: &Path, config: &ClusterConfig) -> Result<Self> {
        let users = Users::find()?;
        let folder = Folder::prepare(data_dir, &users)?;
        let programs = Programs::find(config.programs.as_deref(), &config.installed, &folder.pgdata)?;
        let mut cluster = Self { folder, users, programs, started: None, lease: None };
        let _turn = Turn::take(&cluster.folder)?;
        let shared = match config.lifetime {
            Lifetime::Detached => true,
            Lifetime::Users => {
                let (lease, shared) = Lease::take(&cluster.folder)?;
                cluster.lease = Some(lease);
                shared
            }
        };
        // What runs without a user is left over from a killed process and about to be stopped.
        if !(shared && cluster.comes_up()?) {
            cluster.run_server(config)?;
        }
        Ok(cluster)
    }

    /// Whether the server that others use answers. One that recovers, or has no session free, is waited for: to stop it
    /// would be to stop it under them.
    fn comes_up(&self) -> Result<bool> {
        let deadline = Instant::now() + BUSY_PATIENCE;
        while !self.answers()? {
            if postmaster::running(&self.folder.pgdata).is_none() {
                return Ok(false);
            }
            if Instant::now() >= deadline {
                bail!(
                    "the PostgreSQL in {} is used by another process and does not answer",
                    self.folder.pgdata.display()
                )
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(true)
    }

    fn run_server(&mut self, config: &ClusterConfig) -> Result<()> {
        let (folder, programs, users) = (&self.folder, &self.programs, &self.users);
        postmaster::stop_running(&folder.pgdata)?;
        folder.make_if_missing(programs, users, config.durability)?;
        folder.add_roles(programs, users)?;
        folder.write_access(users, config.durability)?;
        let lz4 = knows_lz4(folder, programs, users);
        let command = || server_command(config, folder, programs.command("postgres", users), lz4);
        let started = Postmaster::start(folder, command, || self.is_up())?;
        if config.lifetime == Lifetime::Users {
            lease::keep(folder, started.pid())?;
        }
        self.started = Some(started);
        Ok(())
    }

    /// Gives up this process's share; the last one stops the server and waits for its end.
    fn leave(&mut self) -> Result<()> {
        let Some(lease) = self.lease.take() else {
            // A detached server that was not lent on ends with this.
            self.started = None;
            return Ok(());
        };
        let _turn = Turn::take(&self.folder)?;
        if !lease.is_last()? {
            if let Some(started) = self.started.take() {
                started.forget();
            }
            return Ok(());
        }
        self.started = None;
        postmaster::stop_running(&self.folder.pgdata)
    }

    /// How to connect to `database` as `role`.
    #[must_use]
    pub fn config(&self, role: Role, database: &str) -> Config {
        self.config_as(role.name(), database)
    }

    fn config_as(&self, role: &str, database: &str) -> Config {
        let mut config = Config::new();
        config.host_path(&self.folder.socket).user(role).dbname(database).application_name("qazyna");
        config
    }

    /// The same as a connection string, for another process.
    #[must_use]
    pub fn url(&self, role: Role, database: &str) -> String {
        format!("host={} user={} dbname={database}", self.folder.socket.display(), role.name())
    }

    /// The folder that every user of the cluster can enter: the data folder, or one elsewhere.
    #[must_use]
    pub fn home(&self) -> &Path {
        self.folder.pgdata.parent().unwrap_or(&self.folder.pgdata)
    }

    /// The user under which the signer's process can run, when this process may start it so (it runs as root); a
    /// signer under the application's own user would be no second pair of hands.
    #[must_use]
    pub fn signer_user(&self) -> Option<&OsUser> {
        self.users.signer.as_ref()
    }

    /// Whether this process started the server.
    #[must_use]
    pub fn is_owner(&self) -> bool {
        self.started.is_some()
    }

    /// The process id of the server's first process, for tests that kill it and for diagnosis.
    #[must_use]
    pub fn postmaster_pid(&self) -> Option<u32> {
        match &self.started {
            Some(postmaster) => Some(postmaster.pid()),
            None => postmaster::running(&self.folder.pgdata),
        }
    }

    /// Where the server writes what it has to say.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.folder.log
    }

    /// Ends the use of the server. The last user stops it: sessions are ended, everything is written.
    pub fn stop(self) {
        drop(self);
    }

    fn is_up(&self) -> bool {
        self.answers().unwrap_or(false)
    }

    /// Asks the server for a row. `false` while it is starting, stopping or absent; a refusal of who we are is an
    /// error, because no waiting helps.
    fn answers(&self) -> Result<bool> {
        let config = self.config(Role::Owner, DATABASE);
        match thread::scope(|scope| scope.spawn(move || ask(config)).join()) {
            Ok(Ok(())) => Ok(true),
            Ok(Err(error)) if is_stranger(&error) => Err(error).with_context(|| {
                format!("the running PostgreSQL does not know user `{}`; run as who started it", self.users.me.name)
            }),
            Ok(Err(_)) => Ok(false),
            Err(_) => bail!("the thread that asks PostgreSQL panicked"),
        }
    }

    /// Lets the server live on after this process, until the process `guardian` ends; then it is stopped and the
    /// whole cluster removed. For the test kit alone.
    #[cfg(any(test, feature = "testkit"))]
    pub(super) fn lend_to(&mut self, guardian: u32) -> Result<()> {
        let Some(postmaster) = self.started.take() else { return Ok(()) };
        watchdog::watch(guardian, postmaster.pid(), &self.folder)?;
        postmaster.forget();
        Ok(())
    }

    /// How to connect as the role that makes the tests' databases. For the test kit alone.
    #[cfg(any(test, feature = "testkit"))]
    pub(super) fn test_kit_config(&self, database: &str) -> Config {
        self.config_as(folder::TEST_KIT_ROLE, database)
    }

    /// The definitions of a database as `pg_dump` of the server's own version writes them. For tests alone.
    #[cfg(any(test, feature = "testkit"))]
    pub fn schema_of(&self, database: &str) -> Result<String> {
        let socket = self.folder.socket.to_string_lossy().into_owned();
        self.programs.run("pg_dump", &self.users, &["--schema-only", "-U", "postgres", "-h", &socket, database])
    }

    /// Runs SQL as the superuser, by psql as the server's own user: what somebody with the whole machine could do.
    /// Answers what psql prints, unaligned and without headers. For planted damage in tests alone.
    #[cfg(any(test, feature = "testkit"))]
    pub fn superuser_psql(&self, database: &str, sql: &str) -> Result<String> {
        let socket = self.folder.socket.to_string_lossy().into_owned();
        let words = ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-U", "postgres"];
        let mut args: Vec<&str> = words.to_vec();
        args.extend(["-h", &socket, "-d", database, "-c", sql]);
        self.programs.run("psql", &self.users, &args)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.leave() {
            tracing::error!(error = format!("{error:#}"), "leaving the private cluster");
        }
    }
}

/// One round trip. It runs on a runtime of its own, so that `start` may be called inside another one.
fn ask(config: Config) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (client, connection) = config.connect(NoTls).await?;
        tokio::spawn(connection);
        client.simple_query("SELECT 1").await?;
        Ok(())
    })
}

/// Whether the server refused the connection for who we are.
fn is_stranger(error: &anyhow::Error) -> bool {
    let code = error.downcast_ref::<tokio_postgres::Error>().and_then(tokio_postgres::Error::code);
    code == Some(&SqlState::INVALID_AUTHORIZATION_SPECIFICATION)
}

/// Whether this build of PostgreSQL has lz4; asked of the server itself, which alone knows how it was built.
fn knows_lz4(folder: &Folder, programs: &Programs, users: &Users) -> bool {
    let pgdata = folder.pgdata.to_string_lossy();
    programs.run("postgres", users, &["-D", &pgdata, "-C", "wal_compression", "-c", "wal_compression=lz4"]).is_ok()
}

fn server_command(config: &ClusterConfig, folder: &Folder, mut command: Command, lz4: bool) -> Command {
    use std::os::unix::process::CommandExt;
    // Its own group: Ctrl-C at a terminal reaches the application, which then stops the server last.
    command.process_group(0).arg("-D").arg(&folder.pgdata);
    let mut set = |name: &str, value: &str| {
        command.arg("-c").arg(format!("{name}={value}"));
    };
    set("unix_socket_directories", &folder.socket.to_string_lossy());
    set("hba_file", &folder.access.to_string_lossy());
    set("ident_file", &folder.map.to_string_lossy());
    for (name, value) in config.settings(lz4) {
        set(name, &value);
    }
    command
}

#[cfg(test)]
mod tests;
