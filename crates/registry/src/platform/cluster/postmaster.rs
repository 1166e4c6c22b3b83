//! Starts the server, waits until it answers, watches it and stops it.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::folder::Folder;
use super::os::{self, Signal};

/// How long the lock and the memory of a server that has ended may stay.
const PREDECESSOR_PATIENCE: Duration = Duration::from_secs(30);
/// How long recovery after a crash may take.
const RECOVERY_PATIENCE: Duration = Duration::from_secs(900);
/// How long sessions may take to end in a fast shutdown.
const STOP_PATIENCE: Duration = Duration::from_secs(60);

const LOG_BYTES_MAX: u64 = 16 << 20;

/// A running server and the thread that owns it, which lives as long as the server.
#[derive(Debug)]
pub(super) struct Postmaster {
    pid: u32,
    orders: Sender<Signal>,
    thread: Option<JoinHandle<()>>,
}

/// Why a start did not succeed.
enum Failed {
    /// The predecessor's lock or memory is still there; worth another try.
    TooEarly(String),
    /// Anything else.
    Fault(anyhow::Error),
}

impl Postmaster {
    /// Starts the server and waits until `answers` says that it takes statements.
    pub(super) fn start(folder: &Folder, command: impl Fn() -> Command, answers: impl Fn() -> bool) -> Result<Self> {
        let deadline = Instant::now() + PREDECESSOR_PATIENCE;
        loop {
            stop_running(&folder.pgdata)?;
            clear_stale_locks(folder);
            match Self::try_start(folder, command(), &answers) {
                Ok(started) => return Ok(started),
                Err(Failed::Fault(error)) => return Err(error),
                Err(Failed::TooEarly(words)) if Instant::now() >= deadline => {
                    bail!("PostgreSQL did not start: {words}")
                }
                Err(Failed::TooEarly(_)) => thread::sleep(Duration::from_millis(100)),
            }
        }
    }

    fn try_start(folder: &Folder, mut command: Command, answers: &impl Fn() -> bool) -> Result<Self, Failed> {
        let (log, from) = open_log(&folder.log).map_err(Failed::Fault)?;
        let errors = log.try_clone().map_err(|error| Failed::Fault(error.into()))?;
        command.stdout(log).stderr(errors);
        let mut started = Self::spawn(command).map_err(Failed::Fault)?;
        let deadline = Instant::now() + RECOVERY_PATIENCE;
        while !answers() {
            if started.has_ended() {
                let words = read_log(&folder.log, from);
                return Err(if is_early(&words) {
                    Failed::TooEarly(words)
                } else {
                    Failed::Fault(anyhow::anyhow!("PostgreSQL did not start: {words}"))
                });
            }
            if Instant::now() >= deadline {
                started.stop();
                return Err(Failed::Fault(anyhow::anyhow!("PostgreSQL is not ready after {RECOVERY_PATIENCE:?}")));
            }
            thread::sleep(Duration::from_millis(10));
        }
        Ok(started)
    }

    fn spawn(mut command: Command) -> Result<Self> {
        let (orders, inbox) = channel();
        let (tell, told) = channel();
        let thread = thread::Builder::new().name("postgres".to_owned()).spawn(move || {
            let (started, child) = match command.spawn() {
                Ok(child) => (Ok(child.id()), Some(child)),
                Err(error) => (Err(error), None),
            };
            // The receiver waits for this one message, so it is there.
            tell.send(started).ok();
            if let Some(child) = child {
                watch(child, &inbox);
            }
        })?;
        let pid = told.recv().context("the thread of PostgreSQL ended")?.context("starting postgres")?;
        Ok(Self { pid, orders, thread: Some(thread) })
    }

    /// The process id of the server's first process.
    pub(super) fn pid(&self) -> u32 {
        self.pid
    }

    /// Lets the server live on after this process.
    pub(super) fn forget(mut self) {
        self.thread = None;
    }

    fn has_ended(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Ends all sessions, writes everything and waits for the end; a server that takes too long is stopped at once
    /// and recovers at its next start.
    pub(super) fn stop(&mut self) {
        let Some(thread) = self.thread.take() else { return };
        // An error means that the thread, and so the server, has ended already.
        self.orders.send(Signal::FastShutdown).ok();
        let deadline = Instant::now() + STOP_PATIENCE;
        while !thread.is_finished() {
            if Instant::now() >= deadline {
                self.orders.send(Signal::ImmediateShutdown).ok();
                break;
            }
            thread::sleep(Duration::from_millis(5));
        }
        if thread.join().is_err() {
            tracing::error!("the thread of PostgreSQL panicked");
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Owns the server until it ends. Only this thread reaps it, so its number cannot have passed to another process when
/// a signal is sent.
fn watch(mut child: Child, inbox: &Receiver<Signal>) {
    let mut pause = Duration::from_millis(10);
    loop {
        match child.try_wait() {
            Ok(None) => {}
            Ok(Some(status)) => return report(status),
            Err(error) => return tracing::error!(%error, "waiting for PostgreSQL"),
        }
        match inbox.recv_timeout(pause) {
            Ok(signal) => {
                if let Err(error) = os::send(child.id(), signal) {
                    tracing::error!(%error, ?signal, "stopping PostgreSQL");
                }
                pause = Duration::from_millis(5);
            }
            Err(RecvTimeoutError::Timeout) => pause = pause.saturating_mul(2).min(Duration::from_millis(200)),
            // The server was left to live on; it is only reaped here, should it end before this process.
            Err(RecvTimeoutError::Disconnected) => thread::sleep(pause),
        }
    }
}

fn report(status: ExitStatus) {
    if status.success() {
        tracing::info!("PostgreSQL has stopped");
    } else {
        tracing::error!(%status, "PostgreSQL has ended by itself");
    }
}

/// Stops the server that runs in the folder, if there is one, and waits for its end; for who knows that nobody uses it.
pub(super) fn stop_running(pgdata: &Path) -> Result<()> {
    let began = Instant::now();
    let mut asked = None;
    while let Some(pid) = running(pgdata) {
        if began.elapsed() >= STOP_PATIENCE {
            bail!("PostgreSQL process {pid} still runs in {}; stop it", pgdata.display());
        }
        if asked != Some(pid) {
            tracing::info!(pid, "stopping PostgreSQL");
            os::send(pid, Signal::FastShutdown).with_context(|| format!("stopping PostgreSQL process {pid}"))?;
            asked = Some(pid);
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

/// The process that runs a server in this folder, by its lock file and by what the kernel says of that process: a
/// number can have passed to another program, and a zombie runs nothing.
pub(super) fn running(pgdata: &Path) -> Option<u32> {
    let pid = first_line(&pgdata.join("postmaster.pid"))?;
    let arguments = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let here = pgdata.as_os_str().as_encoded_bytes();
    arguments.split(|byte| *byte == 0).any(|argument| argument == here).then_some(pid)
}

/// Removes lock files that name a process which runs no server here; PostgreSQL would take a zombie, or a stranger
/// with the old number, for its predecessor. That no other server uses the data it still checks by shared memory.
fn clear_stale_locks(folder: &Folder) {
    for file in [folder.pgdata.join("postmaster.pid"), folder.socket.join(".s.PGSQL.5432.lock")] {
        if first_line(&file).is_some()
            && let Err(error) = fs::remove_file(&file)
        {
            tracing::warn!(%error, file = %file.display(), "removing a stale lock file");
        }
    }
}

fn first_line(file: &Path) -> Option<u32> {
    fs::read_to_string(file).ok()?.lines().next()?.trim().parse().ok()
}

fn is_early(words: &str) -> bool {
    words.contains("already exists") || words.contains("still in use")
}

/// Opens the log for appending and says where the new part begins; a long one makes room first.
fn open_log(path: &Path) -> Result<(File, u64)> {
    if fs::metadata(path).is_ok_and(|facts| facts.len() > LOG_BYTES_MAX) {
        fs::rename(path, path.with_extension("log.old"))?;
    }
    let log = OpenOptions::new().append(true).create(true).open(path);
    let log = log.with_context(|| format!("opening {}", path.display()))?;
    let from = log.metadata()?.len();
    Ok((log, from))
}

fn read_log(path: &Path, from: u64) -> String {
    let mut text = Vec::new();
    let read = File::open(path).and_then(|mut log| {
        log.seek(SeekFrom::Start(from))?;
        log.take(64 << 10).read_to_end(&mut text)
    });
    match read {
        Ok(_) => String::from_utf8_lossy(&text).trim().to_owned(),
        Err(error) => format!("its log {} cannot be read: {error}", path.display()),
    }
}
