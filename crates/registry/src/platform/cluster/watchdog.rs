//! Clears away the cluster of a test run when the run is over, however it ended.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use super::folder::Folder;
use super::os;

/// Waits for the guardian's end, stops the server, waits for that (bounded, for nobody may reap it), removes the rest.
const SCRIPT: &str = r#"
guardian=$1 postmaster=$2 pgdata=$3; shift 3
while [ -d "/proc/$guardian" ]; do sleep 1; done
kill -QUIT "$postmaster"
for _ in $(seq 100); do [ -e "$pgdata/postmaster.pid" ] || break; sleep 0.1; done
rm -rf -- "$@"
"#;

/// Starts a shell that outlives this process and clears the cluster away when the process `guardian` is gone.
pub(super) fn watch(guardian: u32, postmaster: u32, folder: &Folder) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let parent = |path: &Path| path.parent().map(Path::to_owned);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", SCRIPT, "watchdog", &guardian.to_string(), &postmaster.to_string()]);
    command.arg(&folder.pgdata).arg(&folder.socket).args(parent(&folder.pgdata)).args(parent(&folder.turn));
    command.current_dir("/").process_group(0).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    os::inherit_nothing(&mut command);
    command.spawn().context("starting the watchdog of the test cluster")?;
    Ok(())
}
