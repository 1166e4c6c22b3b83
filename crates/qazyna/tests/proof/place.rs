//! A world of files, a data folder, and the binary run on both.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// The month that is run.
pub(crate) const MONTH: &str = "2026-09";

/// A folder with the files of a small world and the registry's data, removed at the end.
pub(crate) struct Place {
    folder: tempfile::TempDir,
}

/// What a finished command said.
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) result: Value,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    /// A world of so many performers.
    pub(crate) fn new(performers: u32, seed: u64) -> Self {
        let folder = tempfile::Builder::new().prefix("qzp").tempdir_in("/tmp").unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o711)).unwrap();
        let place = Self { folder };
        let size = sandbox::world::Size::Performers(performers);
        sandbox::world::World::generate(size, seed).unwrap().write(&place.path("world")).unwrap();
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub(crate) fn world(&self, name: &str) -> String {
        self.path("world").join(name).to_string_lossy().into_owned()
    }

    /// The steps from the budget to the drafts of acts, as one types them.
    pub(crate) fn steps(&self) -> Vec<Vec<String>> {
        let import = |kind: &str, file: &str| vec!["import".to_owned(), kind.to_owned(), self.world(file)];
        let words = |line: &str| line.split(' ').map(str::to_owned).collect::<Vec<_>>();
        vec![
            import("budget", "budget.csv"),
            import("rates", "rates.csv"),
            import("performers", "performers.zip"),
            import("persons", "persons.csv"),
            words("issue --programme school --year 2026"),
            import("oneroster", &format!("{MONTH}/oneroster.zip")),
            import("timesheet", &format!("{MONTH}/timesheets.zip")),
            words(&format!("close --month {MONTH}")),
        ]
    }

    /// The command of some words on this place's data.
    pub(crate) fn command(&self, words: &[String]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qazyna"));
        command.args(words).arg("--data").arg(self.data());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, words: &[String]) -> Answer {
        answer(self.command(words).output().unwrap())
    }

    /// Runs a command given as one line.
    pub(crate) fn line(&self, line: &str) -> Answer {
        self.run(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    /// Neither `audit` nor `verify` finds anything; answers how many entries both counted.
    pub(crate) fn require_sound(&self) -> u64 {
        let audit = self.line("audit");
        assert_eq!((audit.code, &audit.result["findings"]), (0, &Value::Array(Vec::new())), "{}", audit.stderr);
        let verify = verify(&self.data().join("log"), &[]);
        assert_eq!((verify.code, &verify.result["findings"]), (0, &Value::Array(Vec::new())), "{}", verify.stderr);
        assert_eq!(audit.result["entries"], verify.result["size"]);
        verify.result["size"].as_u64().unwrap()
    }

    /// Writes the export of the month.
    pub(crate) fn export(&self, name: &str) -> PathBuf {
        let out = self.path(name);
        let done = self.line(&format!("export --month {MONTH} --out {}", out.display()));
        assert_eq!(done.code, 0, "{}", done.stderr);
        out
    }
}

pub(crate) fn answer(output: Output) -> Answer {
    let stdout = String::from_utf8(output.stdout).unwrap();
    let result = stdout.lines().last().and_then(|line| serde_json::from_str(line).ok()).unwrap_or(Value::Null);
    let stderr = String::from_utf8(output.stderr).unwrap();
    Answer { code: output.status.code().unwrap_or(-1), result, stdout, stderr }
}

/// `qazyna verify`, which needs no data folder.
pub(crate) fn verify(log: &Path, more: &[&str]) -> Answer {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qazyna"));
    answer(command.arg("verify").arg("--log").arg(log).args(more).output().unwrap())
}

/// The codes of an answer's errors or findings.
pub(crate) fn codes(list: &Value) -> Vec<String> {
    let all = list.as_array().map(Vec::as_slice).unwrap_or_default();
    all.iter().map(|one| one["code"].as_str().unwrap_or_default().to_owned()).collect()
}

/// Whether a running command has ended within a time.
pub(crate) fn ends_within(child: &mut std::process::Child, patience: std::time::Duration) -> bool {
    let end = std::time::Instant::now() + patience;
    while std::time::Instant::now() < end {
        if child.try_wait().unwrap().is_some() {
            return true;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    child.try_wait().unwrap().is_some()
}
