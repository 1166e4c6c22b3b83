//! Who uses the cluster. Every process holds a shared lock while it does; the last one out stops the server, and the
//! kernel, which gives up the locks of whoever is killed, tells that one to a small keeper.
//!
//! Two files: `turn` is held while somebody decides whether the server must be started or stopped; `used` is held,
//! shared, by its users and alone by who stops it.

use std::fs::{File, OpenOptions, TryLockError};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::folder::Folder;
use super::os;

/// How long another process may take to start or stop the server.
const OTHER_PATIENCE: Duration = Duration::from_secs(120);

/// Waits until nobody uses the server any more, then stops it, unless another one has taken its place; holds the lock
/// meanwhile, so that a new user waits for the end. A server that dies without cleaning up leaves its file behind: only
/// the kernel knows whether it runs.
const KEEPER: &str = r#"
exec flock --exclusive "$1" /bin/sh -c '
runs() { [ "$(head -n 1 "$1/postmaster.pid" 2>/dev/null)" = "$2" ] && grep -qzxF -- "$1" "/proc/$2/cmdline" 2>/dev/null; }
runs "$1" "$2" || exit 0
kill -INT "$2"
for _ in $(seq 1200); do runs "$1" "$2" || break; sleep 0.05; done
' stop "$2" "$3"
"#;

/// The turn to start or stop the server; it ends when dropped.
#[derive(Debug)]
pub(super) struct Turn(#[expect(dead_code, reason = "the lock is held as long as the file is open")] File);

impl Turn {
    /// Waits for the turn.
    pub(super) fn take(folder: &Folder) -> Result<Self> {
        let file = open(&folder.turn)?;
        let deadline = Instant::now() + OTHER_PATIENCE;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                Err(TryLockError::Error(error)) => return Err(error).context("locking the data folder"),
                Err(TryLockError::WouldBlock) if Instant::now() >= deadline => {
                    bail!("another process holds {} for too long", folder.turn.display())
                }
                Err(TryLockError::WouldBlock) => thread::sleep(Duration::from_millis(20)),
            }
        }
    }
}

/// The lock of a user. Taken and given back only by who has the turn; lost with the process.
#[derive(Debug)]
pub(super) struct Lease(File);

impl Lease {
    /// Becomes a user, and says whether there is another one. Waits while somebody stops the server.
    pub(super) fn take(folder: &Folder) -> Result<(Self, bool)> {
        let lease = Self(open(&folder.used)?);
        let alone = lease.is_last()?;
        lease.0.lock_shared().context("locking the data folder for its use")?;
        Ok((lease, !alone))
    }

    /// Whether nobody else uses the server. If so the lock is held alone from now on; else it is given up.
    pub(super) fn is_last(&self) -> Result<bool> {
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(error).context("locking the data folder for its use"),
        }
    }
}

/// Starts the keeper of a server: it stops the server when its last user was killed. Where `flock` is missing, the next
/// start does that.
pub(super) fn keep(folder: &Folder, postmaster: u32) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let mut command = Command::new("/bin/sh");
    command.args(["-c", KEEPER, "keeper"]).arg(&folder.used).arg(&folder.pgdata).arg(postmaster.to_string());
    command.current_dir("/").process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    os::inherit_nothing(&mut command);
    let mut keeper = command.spawn().context("starting the keeper of the private cluster")?;
    // It may end before this process; nobody else would reap it then.
    thread::Builder::new().name("keeper".to_owned()).spawn(move || keeper.wait())?;
    Ok(())
}

fn open(path: &Path) -> Result<File> {
    let lock = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path);
    lock.with_context(|| format!("opening {}", path.display()))
}
