//! Personal data and secrets are never printed by `Debug`: what holds them writes its own.

use crate::text::{Source, files, none, words};

/// Fields that hold an IIN, a name, a day of birth, the cells of a sender's file or a key.
const HOLDING: [&str; 16] = [
    "iin",
    "surname",
    "given_name",
    "full_name",
    "person_name",
    "names",
    "guardians",
    "birth_date",
    "cells",
    "fields",
    "raw",
    "key_pem",
    "pem",
    "secret",
    "password",
    "nonce",
];
/// Types that mask themselves.
const SAFE: [&str; 1] = ["Iin"];

/// Types with a derived `Debug` over a field that holds personal data or a secret.
fn printed(file: &Source) -> Vec<String> {
    let (mut faults, mut derived, mut inside) = (Vec::new(), false, None);
    for (number, line) in file.code() {
        let line = line.trim();
        if line.starts_with("#[derive(") {
            derived = words(line).contains(&"Debug");
        } else if words(line).iter().any(|word| ["struct", "enum"].contains(word)) && line.ends_with('{') {
            let name = words(line).into_iter().skip_while(|word| !["struct", "enum"].contains(word)).nth(1);
            inside = name.filter(|name| derived && *name != "Column").map(str::to_owned);
            derived = false;
        } else if line == "}" {
            inside = None;
        } else if let (Some(name), Some((field, kind))) = (&inside, line.split_once(": ")) {
            let field = words(field).last().copied().unwrap_or_default();
            if HOLDING.contains(&field) && !words(kind).iter().any(|word| SAFE.contains(word)) {
                faults.push(format!("{}:{number}: a derived Debug of `{name}` prints `{field}`", file.path));
            }
        }
    }
    faults
}

#[test]
fn a_derived_debug_prints_no_person_and_no_secret() {
    let sources = files("crates", ".rs").into_iter().filter(|file| file.path.contains("/src/"));
    none(&sources.flat_map(|file| printed(&file)).collect::<Vec<_>>());
    let line =
        |derive: &str, field: &str| Source::new("a.rs", &format!("{derive}\npub struct A {{\n    {field},\n}}\n"));
    assert_eq!(printed(&line("#[derive(Clone, Debug)]", "pub(super) iin: String")).len(), 1);
    assert_eq!(printed(&line("#[derive(Clone, Debug)]", "iin: Iin")).len(), 0);
    assert_eq!(printed(&line("#[derive(Clone)]", "iin: String")).len(), 0);
}
