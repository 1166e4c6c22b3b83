//! The few calls to the kernel that std does not offer; the only unsafe code of the project.

use std::ffi::CStr;
use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::AsRawFd;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// A signal that the launcher sends to a postmaster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Signal {
    /// Fast shutdown: sessions are ended, everything is written.
    FastShutdown,
    /// Immediate shutdown: the next start recovers from the log.
    ImmediateShutdown,
}

impl Signal {
    fn number(self) -> libc::c_int {
        match self {
            Self::FastShutdown => libc::SIGINT,
            Self::ImmediateShutdown => libc::SIGQUIT,
        }
    }
}

/// Sends a signal to one process.
pub(super) fn send(pid: u32, signal: Signal) -> io::Result<()> {
    let pid = libc::pid_t::try_from(pid).map_err(io::Error::other)?;
    #[expect(unsafe_code, reason = "kill takes two integers and touches no memory of ours")]
    let answer = unsafe { libc::kill(pid, signal.number()) };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// Writes everything of the file system that holds `folder` to the disk, with one call instead of one per file.
pub(super) fn sync_file_system(folder: &File) -> io::Result<()> {
    #[expect(unsafe_code, reason = "syncfs takes a descriptor that `folder` keeps open during the call")]
    let answer = unsafe { libc::syncfs(folder.as_raw_fd()) };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

/// The size of the file system that holds `path`, bytes.
pub(super) fn file_system_bytes(path: &CStr) -> io::Result<u64> {
    let mut facts = MaybeUninit::<libc::statvfs>::uninit();
    #[expect(unsafe_code, reason = "statvfs fills the whole structure when it answers 0, and only then it is read")]
    let facts = unsafe {
        if libc::statvfs(path.as_ptr(), facts.as_mut_ptr()) != 0 {
            return Err(io::Error::last_os_error());
        }
        facts.assume_init()
    };
    Ok(facts.f_blocks.saturating_mul(facts.f_frsize))
}

/// Makes the program of `command` inherit no descriptor but the three standard ones: a server that outlives a test
/// must not hold its locks and pipes.
pub(super) fn inherit_nothing(command: &mut Command) {
    #[expect(unsafe_code, reason = "the closure makes one system call, which is safe between fork and exec")]
    unsafe {
        command.pre_exec(|| {
            // A kernel before 5.11 refuses this; then the descriptors stay, which is only untidy.
            libc::syscall(libc::SYS_close_range, 3_u32, u32::MAX, libc::CLOSE_RANGE_CLOEXEC);
            Ok(())
        });
    }
}
