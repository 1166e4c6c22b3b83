//! Reading the repository: its files, the part of a file that ships, the words of a line.

use std::fs;
use std::path::{Path, PathBuf};

/// A file of the repository, by its path from the root.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// The file's name without its ending.
    pub(crate) fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Whether the file as a whole is for tests: `tests.rs`, `…_tests.rs`, story tables (`rules.rs`), fixtures and the kit.
    pub(crate) fn is_test(&self) -> bool {
        let folders = ["/tests/", "/testkit/"];
        folders.iter().any(|folder| self.path.contains(folder))
            || ["tests", "rules", "testkit", "fixture"].contains(&self.stem())
            || self.stem().ends_with("_tests")
    }

    /// What ships: the text before the tests at its end.
    pub(crate) fn shipped(&self) -> &str {
        let tests = ["\n#[cfg(test)]\nmod ", "\n#[cfg(test)]\npub(crate) mod "];
        let end = tests.iter().filter_map(|start| self.text.find(start)).min();
        end.map_or(self.text.as_str(), |end| &self.text[..end])
    }

    /// The shipped lines that are not comments.
    pub(crate) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let numbered = self.shipped().lines().enumerate().map(|(index, line)| (index + 1, line));
        numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// All files with the ending below a folder, sorted by path.
pub(crate) fn files(below: &str, ending: &str) -> Vec<Source> {
    let mut found = Vec::new();
    collect(&root().join(below), ending, &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "target" && !name.starts_with('.') {
                collect(&path, ending, found);
            }
        } else if name.ends_with(ending) {
            let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            found.push(Source { text: fs::read_to_string(&path).unwrap(), path: shown });
        }
    }
}

/// The words of a text: runs of letters, digits and underscores.
pub(crate) fn words(text: &str) -> Vec<&str> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).collect()
}

/// Fails with the faults, one a line, if there are any.
#[track_caller]
pub(crate) fn none(faults: &[String]) {
    assert!(faults.is_empty(), "{} faults:\n{}\n", faults.len(), faults.join("\n"));
}

/// A line of `tidy_ratchet.txt`: an exception that may only shrink.
pub(crate) fn exceptions(kind: &str) -> Vec<Vec<String>> {
    let text = include_str!("../tidy_ratchet.txt");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let split = lines.map(|line| line.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    split.filter(|line| line.first().is_some_and(|first| first == kind)).map(|line| line[1..].to_vec()).collect()
}
