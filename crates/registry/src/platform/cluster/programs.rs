//! Finds PostgreSQL's programs and the version they are of.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

use super::os;
use super::users::Users;

/// The oldest major version whose SQL we write (specification 9.3).
const OLDEST: u32 = 15;

const INSTALL: &str = "apt-get install --yes postgresql";

/// The folder of PostgreSQL's programs and their major version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Programs {
    pub(super) bin: PathBuf,
    pub(super) major: u32,
}

impl Programs {
    /// Looks in `chosen` (the configuration's, else `QAZYNA_PG_BIN`), else in `installed` for the data folder's
    /// version, else for the newest one.
    pub(super) fn find(chosen: Option<&Path>, installed: &Path, pgdata: &Path) -> Result<Self> {
        let made_by = data_major(pgdata)?;
        let found = match chosen.map(Path::to_owned).or_else(from_environment) {
            Some(bin) => Self::in_folder(bin)?,
            None => Self::installed(installed, made_by)?,
        };
        ensure!(
            found.major >= OLDEST,
            "PostgreSQL {} in {} is too old, {OLDEST} or later is needed: {INSTALL}",
            found.major,
            found.bin.display()
        );
        match made_by {
            Some(major) if major != found.major => bail!(
                "the data in {} was written by PostgreSQL {major}, the programs in {} are version {}: run apt-get install --yes postgresql-{major} or point QAZYNA_PG_BIN to version {major}; to move to another version, export with the old one and import into a new data folder",
                pgdata.display(),
                found.bin.display(),
                found.major
            ),
            Some(_) | None => Ok(found),
        }
    }

    fn in_folder(bin: PathBuf) -> Result<Self> {
        let answer = Command::new(bin.join("postgres"))
            .arg("-V")
            .output()
            .with_context(|| format!("asking {}/postgres for its version; to install it: {INSTALL}", bin.display()))?;
        let line = String::from_utf8_lossy(&answer.stdout);
        let major = parse_version(&line)
            .with_context(|| format!("{}/postgres -V answered {:?}", bin.display(), line.trim()))?;
        Ok(Self { bin, major })
    }

    fn installed(root: &Path, wanted: Option<u32>) -> Result<Self> {
        let mut majors: Vec<u32> = fs::read_dir(root)
            .into_iter()
            .flatten()
            .flatten()
            .filter(|entry| entry.path().join("bin/postgres").exists())
            .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
            .collect();
        majors.sort_unstable();
        let Some(newest) = majors.last().copied() else {
            bail!(
                "PostgreSQL is not installed (nothing in {}): run {INSTALL}, or point QAZYNA_PG_BIN to its programs, or give --database-url",
                root.display()
            );
        };
        let major = wanted.filter(|major| majors.contains(major)).unwrap_or(newest);
        Self::in_folder(root.join(major.to_string()).join("bin"))
    }

    /// A command for one of the programs, run as the server's user with an empty environment: with root's HOME kept,
    /// the server would look for certificates there.
    pub(super) fn command(&self, program: &str, users: &Users) -> Command {
        let mut command = Command::new(self.bin.join(program));
        command.env_clear().env("LC_ALL", "C.UTF-8").env("TZ", "UTC").current_dir("/").stdin(Stdio::null());
        if users.drops_privilege() {
            command.uid(users.server.uid).gid(users.server.gid);
        }
        os::inherit_nothing(&mut command);
        command
    }

    /// Runs a program to its end; its words become the error when it fails.
    pub(super) fn run<A: AsRef<OsStr>>(&self, program: &str, users: &Users, args: &[A]) -> Result<String> {
        let answer = self.command(program, users).args(args).output().with_context(|| format!("starting {program}"))?;
        ensure!(
            answer.status.success(),
            "{program} failed ({}): {}",
            answer.status,
            String::from_utf8_lossy(&answer.stderr).trim()
        );
        Ok(String::from_utf8_lossy(&answer.stdout).into_owned())
    }
}

fn from_environment() -> Option<PathBuf> {
    std::env::var_os("QAZYNA_PG_BIN").filter(|bin| !bin.is_empty()).map(PathBuf::from)
}

/// The major version that wrote the data folder, if it has been made.
fn data_major(pgdata: &Path) -> Result<Option<u32>> {
    match fs::read_to_string(pgdata.join("PG_VERSION")) {
        Ok(text) => {
            let major = text.trim().parse().with_context(|| format!("{}/PG_VERSION is damaged", pgdata.display()))?;
            Ok(Some(major))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("reading {}/PG_VERSION", pgdata.display())),
    }
}

/// The major version out of `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`.
fn parse_version(line: &str) -> Option<u32> {
    let version = line.split("(PostgreSQL) ").nth(1)?;
    let digits: String = version.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A folder as Debian lays it out, whose `postgres` only tells a version.
    fn pretend(versions: &[u32]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for version in versions {
            let bin = root.path().join(version.to_string()).join("bin");
            fs::create_dir_all(&bin).unwrap();
            let program = bin.join("postgres");
            fs::write(&program, format!("#!/bin/sh\necho 'postgres (PostgreSQL) {version}.3 (Debian)'\n")).unwrap();
            fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
        }
        root
    }

    fn data_of(version: &str) -> tempfile::TempDir {
        let data = tempfile::tempdir().unwrap();
        fs::write(data.path().join("PG_VERSION"), version).unwrap();
        data
    }

    #[test]
    fn a_new_data_folder_takes_the_newest_version() {
        let root = pretend(&[15, 17, 9]);
        let found = Programs::find(None, root.path(), Path::new("/nonexistent")).unwrap();
        assert_eq!(found, Programs { bin: root.path().join("17/bin"), major: 17 });
    }

    #[test]
    fn an_old_data_folder_takes_the_version_that_wrote_it() {
        let root = pretend(&[15, 17]);
        assert_eq!(Programs::find(None, root.path(), data_of("15\n").path()).unwrap().major, 15);
    }

    #[test]
    fn another_version_than_the_data_folders_is_explained() {
        let root = pretend(&[17]);
        let words = Programs::find(None, root.path(), data_of("16\n").path()).unwrap_err().to_string();
        assert!(words.contains("written by PostgreSQL 16") && words.contains("postgresql-16"), "{words}");
    }

    #[test]
    fn missing_and_too_old_programs_are_answered_with_the_command_that_installs_them() {
        for root in [pretend(&[]), pretend(&[13])] {
            let words = Programs::find(None, root.path(), Path::new("/nonexistent")).unwrap_err().to_string();
            assert!(words.contains(INSTALL), "{words}");
        }
    }

    #[test]
    fn a_chosen_folder_wins_over_what_is_installed() {
        let (installed, chosen) = (pretend(&[17]), pretend(&[16]));
        let bin = chosen.path().join("16/bin");
        assert_eq!(Programs::find(Some(&bin), installed.path(), Path::new("/nonexistent")).unwrap().major, 16);
    }
}
