//! Rules about what people read: it names only what is in the clone, and all that it stands on.

use std::collections::BTreeSet;
use std::fs;

use crate::text::{Source, files, none, root};

/// Beginnings of places on somebody's own machine.
const ELSEWHERE: [&str; 5] = ["/work/", "/home/", "/root/", "../shared", "/Users/"];
/// Folders of the repository: what begins with one of them has to be there.
const OURS: [&str; 6] = ["crates/", "docs/", "packs/", "migrations/", "testdata/", "web/"];

fn readable() -> Vec<Source> {
    let mut found = files("docs", ".md");
    for name in ["README.md", "ARCHITECTURE.md", "GLOSSARY.md"] {
        if let Ok(text) = fs::read_to_string(root().join(name)) {
            found.push(Source { path: name.to_owned(), text });
        }
    }
    found
}

fn faults_of(file: &Source, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut faults = Vec::new();
    for (number, line) in file.text.lines().enumerate() {
        let place = format!("{}:{}", file.path, number + 1);
        for beginning in ELSEWHERE.iter().filter(|beginning| line.contains(**beginning)) {
            faults.push(format!("{place} names a place outside the clone: {beginning}"));
        }
        for quoted in line.split('`').skip(1).step_by(2) {
            let plain = quoted.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            if plain && OURS.iter().any(|folder| quoted.starts_with(folder)) && !exists(quoted) {
                faults.push(format!("{place} names `{quoted}`, which is not there"));
            }
        }
    }
    faults
}

fn dependencies(manifest: &str) -> BTreeSet<String> {
    let section = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    let lines = section.lines().skip(1).take_while(|line| !line.starts_with('['));
    let foreign = lines.filter(|line| line.contains('=') && !line.starts_with('#') && !line.contains("path ="));
    foreign.filter_map(|line| line.split('=').next()).map(|name| name.trim().to_owned()).collect()
}

#[test]
fn what_people_read_names_only_what_is_in_the_clone() {
    let exists = |path: &str| root().join(path).exists();
    none(&readable().iter().flat_map(|file| faults_of(file, exists)).collect::<Vec<_>>());
    let bad = Source::new("README.md", "see /home/me/notes and `docs/nothing.md`, not `docs/…`\n");
    assert_eq!(faults_of(&bad, |_| false).len(), 2);
}

#[test]
fn every_dependency_has_its_line_and_its_reason() {
    let manifest = dependencies(&fs::read_to_string(root().join("Cargo.toml")).unwrap());
    let table = fs::read_to_string(root().join("docs/dependencies.md")).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(2);
    let listed: BTreeSet<String> =
        rows.filter_map(|row| row.split('|').nth(1)).map(|name| name.trim().to_owned()).collect();
    let missing = manifest.difference(&listed).map(|name| format!("docs/dependencies.md has no line for `{name}`"));
    let dead =
        listed.difference(&manifest).map(|name| format!("docs/dependencies.md lists `{name}`, which is not used"));
    none(&missing.chain(dead).collect::<Vec<_>>());
}
