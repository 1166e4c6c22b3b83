//! The signer: publishes sequenced entries as tiles and signs heads, as another user of the operating system than the application.

mod store;

use std::{
    fs,
    os::unix::{
        fs::{PermissionsExt as _, chown},
        process::CommandExt as _,
    },
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, bail, ensure};
use ledger::log::{
    Finding, LogError,
    files::Dir,
    keys::{KeyKind, Signer as LogKey},
    tiles::TileReader,
    writer::LogWriter,
};
use registry::platform::{
    Result,
    clock::Clock,
    cluster::{Cluster, Role},
};
use tokio_postgres::{Client, NoTls};

use crate::{cli::SignerArguments, config::Config, output};

/// The file of the log's public key, beside its tiles.
pub(crate) const PUBLIC_KEY: &str = "key.pub";

/// How many entries are published at once.
const BATCH: i64 = 16_384;

/// What the parent knows of the signer it starts.
#[derive(Clone, Debug)]
pub(crate) struct Signer {
    pub(crate) log: PathBuf,
    key: PathBuf,
    database: String,
    every_s: u64,
    user: Option<(u32, u32)>,
}

impl Signer {
    /// Makes the signer's key and the log's folder, owned by the signer's user, if they are not there.
    pub(crate) fn prepare(cluster: Option<&Cluster>, data: &Path, config: &Config, database: &str) -> Result<Self> {
        let home = cluster.map_or(data, Cluster::home);
        let (log, keys) = (home.join("log"), home.join("signer"));
        let user = cluster.and_then(Cluster::signer_user).map(|user| (user.uid, user.gid));
        let key = keys.join("log.key");
        for (folder, mode) in [(&log, 0o755), (&keys, 0o700)] {
            fs::create_dir_all(folder)?;
            fs::set_permissions(folder, fs::Permissions::from_mode(mode))?;
        }
        if !key.exists() {
            let seed = registry::platform::secrets::random_seed()?;
            let fresh = LogKey::from_seed(&config.log.origin, KeyKind::Log, &seed)
                .map_err(LogError::from)
                .context("making the log's key")?;
            fs::write(log.join(PUBLIC_KEY), format!("{}\n", fresh.verifier()))?;
            fresh.save(&key).context("keeping the log's key")?;
        }
        if let Some((uid, gid)) = user {
            for path in [&log, &keys, &key] {
                chown(path, Some(uid), Some(gid))?;
            }
        }
        if home != data && !data.join("log").exists() {
            std::os::unix::fs::symlink(&log, data.join("log"))?;
        }
        Ok(Self { log, key, database: database.to_owned(), every_s: config.log.checkpoint_s_max, user })
    }

    fn command(&self) -> Command {
        // The link of /proc is followed by the kernel whatever the rights of the folders on the way.
        let mut command = Command::new("/proc/self/exe");
        command
            .arg("signer")
            .arg("--log")
            .arg(&self.log)
            .arg("--key")
            .arg(&self.key)
            .arg("--database")
            .arg(&self.database);
        command.current_dir("/").env_clear().stdin(Stdio::null()).stdout(Stdio::null());
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }

    /// Publishes and signs what has an index, and waits for it.
    pub(crate) fn sign_once(&self) -> Result<()> {
        let status = self.command().status().context("starting the signer")?;
        if status.success() { Ok(()) } else { Err(anyhow::anyhow!("the signer refused: see its message above").into()) }
    }

    /// Starts a signer that goes on until it is killed or its parent's pipe closes.
    pub(crate) fn start(&self) -> Result<Child> {
        let child = self.command().arg("--every").arg(self.every_s.to_string()).stdin(Stdio::piped()).spawn();
        Ok(child.context("starting the signer")?)
    }
}

/// The signer's own process.
pub(crate) async fn run(arguments: SignerArguments) -> Result<u8> {
    let key = LogKey::load(&arguments.key).context("reading the log's key")?;
    let mut writer = LogWriter::open(&arguments.log, key).context("opening the public log")?;
    let (client, connection) =
        tokio_postgres::connect(&arguments.database, NoTls).await.context("connecting the signer")?;
    drop(tokio::spawn(connection));
    // Whoever the database's address names, the signer works with the rights of its own role only.
    let own = format!("SET ROLE {}; SET qazyna.regions = 'national'", Role::Signer.name());
    client.batch_execute(&own).await.context("taking the signer's role")?;
    let clock = Clock::system();
    let parent_gone = tokio::task::spawn_blocking(|| std::io::copy(&mut std::io::stdin(), &mut std::io::sink()).ok());
    tokio::pin!(parent_gone);
    loop {
        publish(&client, &mut writer, &arguments.log, &clock).await?;
        let Some(every_s) = arguments.every else { return Ok(0) };
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(every_s)) => {}
            _ = &mut parent_gone => return Ok(0),
        }
    }
}

/// Appends everything that has an index and signs a head over it; refuses a database that lost what was published.
async fn publish(client: &Client, writer: &mut LogWriter, log: &Path, clock: &Clock) -> anyhow::Result<()> {
    require_same_past(client, writer, log).await?;
    loop {
        let first = writer.size();
        let from = i64::try_from(first)?;
        let rows = store::list_leaves(client, from, BATCH).await?;
        let mut entries = Vec::with_capacity(rows.len());
        for ((index, entry), expected) in rows.into_iter().zip(from..) {
            ensure!(index == expected, "entry {expected} of the journal is missing");
            entries.push(<[u8; 32]>::try_from(entry).map_err(|_| anyhow::anyhow!("entry {index} is not 32 bytes"))?);
        }
        if entries.is_empty() {
            break;
        }
        writer.append(first, &entries)?;
    }
    if writer.size() == 0 || writer.signed_size() == Some(writer.size()) {
        return Ok(());
    }
    let note = writer.sign()?;
    store::insert_checkpoint(client, i64::try_from(writer.size())?, &note.to_string(), clock.now()).await
}

async fn require_same_past(client: &Client, writer: &LogWriter, log: &Path) -> anyhow::Result<()> {
    let Some(last) = writer.size().checked_sub(1) else { return Ok(()) };
    let published = TileReader::new(&Dir(log.to_owned()), writer.size()).entry(last)?;
    match store::find_leaf(client, i64::try_from(last)?).await? {
        Some(kept) if kept == published => Ok(()),
        Some(_) => bail!("{}: entry {last} in the database is not the published one", "log.forked"),
        None => {
            let finding = Finding::RolledBack { published: last, remembered: writer.size() };
            output::error(&format!("the database ends before entry {last} of the published log"));
            bail!("{}", finding.code())
        }
    }
}
