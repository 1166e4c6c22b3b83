//! Rules about the code: direction, purity, sizes, tables, programmes.

use std::collections::{BTreeMap, BTreeSet};

use crate::schema;
use crate::text::{Source, exceptions, files, none, root, words};

/// The slices of the registry in the order of a voucher's life: each may call those before it.
const SLICES: &[&str] = &[
    "programmes",
    "parties",
    "beneficiaries",
    "accounts",
    "admission",
    "budgets",
    "vouchers",
    "contracts",
    "queue",
    "attendance",
    "funding",
    "acts",
    "invoices",
    "payments",
    "reorganisations",
    "stipends",
    "child_accounts",
    "risks",
    "monitoring",
    "certificates",
    "notices",
    "statistics",
    "integration",
    "developers",
    "cabinets",
];

/// Which crates of ours a crate may stand on.
const CRATES: [(&str, &[&str]); 8] = [
    ("law", &[]),
    ("ledger", &["law"]),
    ("eds", &["law"]),
    ("documents", &["law"]),
    ("connectors", &["law", "eds"]),
    ("registry", &["law", "ledger", "eds", "documents", "connectors"]),
    ("sandbox", &["law", "ledger", "eds", "documents", "connectors"]),
    ("qazyna", &["law", "ledger", "eds", "documents", "connectors", "registry", "sandbox"]),
];

const PROGRAMMES: [&str; 5] = ["preschool", "school", "tvet", "extra", "preschool_accounts"];

const LINES_MAX: usize = 500;

fn shipped_sources() -> Vec<Source> {
    files("crates", ".rs").into_iter().filter(|file| file.path.contains("/src/") && !file.is_test()).collect()
}

/// The slice a file of the registry belongs to, if any.
fn slice_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("crates/registry/src/")?;
    let first = rest.split('/').next()?.trim_end_matches(".rs");
    SLICES.contains(&first).then_some(first)
}

fn rank(slice: &str) -> usize {
    SLICES.iter().position(|known| *known == slice).unwrap()
}

/// The noun of a slice: `vouchers` → `voucher`, `parties` → `party`.
fn noun(slice: &str) -> String {
    match slice.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => slice.trim_end_matches('s').to_owned(),
    }
}

fn impurities(file: &Source) -> Vec<String> {
    let forbidden: &[&str] = if file.path.starts_with("crates/law/src/") {
        &["tokio_postgres", "axum", "tokio", "reqwest", "SystemTime", "std::time", "TcpStream", "File"]
    } else if slice_of(&file.path).is_some_and(|slice| noun(slice) == file.stem()) {
        &["tokio_postgres", "axum", "tokio", "reqwest"]
    } else if file.path.starts_with("crates/ledger/src/log") {
        &["tokio_postgres", "tokio", "axum", "reqwest"]
    } else {
        return Vec::new();
    };
    let named = file.code().filter_map(|(number, line)| {
        let named = words(line);
        // A path is looked for as it stands, a name as a word.
        let says = |word: &&&str| if word.contains("::") { line.contains(**word) } else { named.contains(*word) };
        let word = forbidden.iter().find(says)?;
        Some(format!("{}:{number} is to be pure and names `{word}`", file.path))
    });
    named.collect()
}

/// Calls of a slice that stands later in the list, or past another slice's `mod.rs` into its store.
fn wrong_ways(file: &Source) -> Vec<String> {
    let mut faults = Vec::new();
    let platform = file.path.starts_with("crates/registry/src/platform");
    let mine = slice_of(&file.path);
    if mine.is_none() && !platform {
        return faults;
    }
    for (number, line) in file.code() {
        for part in line.split("crate::").skip(1) {
            let named = words(part);
            let Some(other) = named.first().filter(|word| SLICES.contains(word)) else { continue };
            let place = format!("{}:{number}", file.path);
            match mine {
                None => faults.push(format!("{place} platform calls slice `{other}`")),
                Some(mine) if rank(other) > rank(mine) => {
                    faults.push(format!("{place} `{mine}` calls `{other}`, which comes later"));
                }
                Some(mine) if mine != *other && part.starts_with(&format!("{other}::store")) => {
                    faults.push(format!("{place} `{mine}` reaches into the store of `{other}`"));
                }
                Some(_) => {}
            }
        }
    }
    faults
}

/// Tables that a file names after a word of SQL.
fn tables_named(file: &Source, tables: &BTreeSet<String>) -> BTreeSet<String> {
    let mut named = BTreeSet::new();
    let code: Vec<&str> = file.code().map(|(_, line)| line).collect();
    let code = code.join("\n");
    let all = words(&code);
    for pair in all.windows(2) {
        if ["FROM", "JOIN", "INTO", "UPDATE", "TABLE", "ONLY", "COPY", "USING"].contains(&pair[0])
            && tables.contains(pair[1])
        {
            named.insert(pair[1].to_owned());
        }
    }
    named
}

/// Where SQL may lie: who names which table, and tables named outside a store.
fn table_faults(sources: &[Source], tables: &BTreeSet<String>, shared: &BTreeSet<(String, String)>) -> Vec<String> {
    let mut faults = Vec::new();
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in sources.iter().filter(|file| !file.path.starts_with("crates/registry/src/platform")) {
        let named = tables_named(file, tables);
        let in_store =
            file.stem() == "store" || file.path.contains("/store/") || file.path.starts_with("crates/ledger/");
        let place = slice_of(&file.path).map_or_else(|| crate_of(&file.path), str::to_owned);
        for table in named {
            if !in_store {
                faults.push(format!("{} names table `{table}` outside a store.rs", file.path));
            } else if !shared.contains(&(table.clone(), place.clone())) {
                owners.entry(table).or_default().insert(place.clone());
            }
        }
    }
    for (table, places) in owners.iter().filter(|(_, places)| places.len() > 1) {
        faults.push(format!("table `{table}` is named by several: {places:?}"));
    }
    faults
}

fn crate_of(path: &str) -> String {
    path.split('/').nth(1).unwrap_or_default().to_owned()
}

fn programmes_named(file: &Source) -> Vec<String> {
    let other_words: Vec<Vec<String>> = exceptions("word");
    let mut faults = Vec::new();
    for (number, line) in file.code() {
        for programme in PROGRAMMES {
            let is_other = other_words.iter().any(|known| known[0] == programme && known[1] == file.path);
            if !is_other && line.contains(&format!("\"{programme}\"")) {
                faults
                    .push(format!("{}:{number} names programme \"{programme}\": the pack knows programmes", file.path));
            }
        }
    }
    faults
}

fn size_faults(sources: &[Source], allowed: &BTreeMap<String, usize>) -> Vec<String> {
    let mut faults = Vec::new();
    for file in sources {
        let lines = file.shipped().lines().count();
        match allowed.get(&file.path) {
            Some(_) if lines <= LINES_MAX => faults.push(format!("{}: remove its line from the ratchet", file.path)),
            Some(limit) if lines < *limit => faults.push(format!("{}: lower the ratchet to {lines}", file.path)),
            Some(limit) if lines > *limit => faults.push(format!("{} grew from {limit} to {lines} lines", file.path)),
            None if lines > LINES_MAX => faults.push(format!("{} has {lines} lines, {LINES_MAX} may be", file.path)),
            Some(_) | None => {}
        }
    }
    faults
}

/// Names under which a file's types stand in the document of the API.
fn schemas(file: &Source) -> Vec<String> {
    let (mut found, mut begun) = (Vec::new(), None::<Option<String>>);
    for (_, line) in file.code() {
        if line.trim().starts_with("#[derive(") && words(line).contains(&"ToSchema") {
            begun = Some(None);
        } else if let Some(renamed) = &mut begun {
            let after =
                |word: &str| line.split(word).nth(1).and_then(|rest| words(rest).first().map(ToString::to_string));
            if line.contains("schema(as = ") {
                *renamed = after("as = ");
            } else if let Some(name) = after("struct ").or_else(|| after("enum ")) {
                found.push(renamed.take().unwrap_or(name));
                begun = None;
            }
        }
    }
    found
}

fn schema_faults(sources: &[Source]) -> Vec<String> {
    let mut known = BTreeMap::new();
    let named = sources.iter().flat_map(|file| schemas(file).into_iter().map(|name| (name, file.path.clone())));
    named
        .filter_map(|(name, path)| {
            known.insert(name.clone(), path.clone()).map(|other| format!("{other} and {path} name a schema {name}"))
        })
        .collect()
}

fn crate_faults(name: &str, manifest: &str) -> Vec<String> {
    let Some((_, allowed)) = CRATES.iter().find(|(known, _)| *known == name) else {
        return vec![format!("crate `{name}` is new: it needs an ADR and a line here")];
    };
    let shipped = manifest.split("[dev-dependencies]").next().unwrap_or_default();
    let named = shipped.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
    let ours = named.filter(|word| CRATES.iter().any(|(known, _)| known == word) && *word != name);
    ours.filter(|word| !allowed.contains(word))
        .map(|word| format!("crate `{name}` may not stand on `{word}`"))
        .collect()
}

#[test]
fn nouns_and_law_do_no_input_or_output() {
    none(&shipped_sources().iter().flat_map(impurities).collect::<Vec<_>>());
    let noun = Source::new("crates/registry/src/vouchers/voucher.rs", "use tokio_postgres::Row;\n");
    assert_eq!(impurities(&noun).len(), 1);
    let book = Source::new("crates/registry/src/vouchers/book.rs", "use tokio_postgres::Row;\n");
    assert_eq!(impurities(&book).len(), 0);
}

#[test]
fn slices_call_only_those_before_them() {
    none(&shipped_sources().iter().flat_map(wrong_ways).collect::<Vec<_>>());
    let up = Source::new("crates/registry/src/vouchers/book.rs", "use crate::acts::Act;\n");
    let deep = Source::new("crates/registry/src/acts/sign.rs", "    crate::vouchers::store::save();\n");
    let low = Source::new("crates/registry/src/platform/jobs.rs", "use crate::acts;\n");
    let fine = Source::new("crates/registry/src/contracts/register.rs", "use crate::vouchers::{self, book};\n");
    assert_eq!([&up, &deep, &low, &fine].map(|file| wrong_ways(file).len()), [1, 1, 1, 0]);
}

#[test]
fn the_registry_has_no_slice_that_the_list_does_not_know() {
    let mut faults = Vec::new();
    for entry in std::fs::read_dir(root().join("crates/registry/src")).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.path().is_dir() && name != "platform" && !SLICES.contains(&name.as_str()) {
            faults.push(format!("crates/registry/src/{name} is neither a slice of the list nor the platform"));
        }
    }
    none(&faults);
}

#[test]
fn crates_stand_only_on_those_below_them() {
    let mut faults = Vec::new();
    for manifest in files("crates", "Cargo.toml") {
        faults.extend(crate_faults(&crate_of(&manifest.path), &manifest.text));
    }
    none(&faults);
    assert_eq!(crate_faults("law", "[dependencies]\nledger.workspace = true\n").len(), 1);
    assert_eq!(crate_faults("ninth", "").len(), 1);
}

#[test]
fn only_a_store_names_its_tables() {
    let tables = schema::tables();
    let shared = exceptions("shared").into_iter().map(|line| (line[0].clone(), line[1].clone())).collect();
    none(&table_faults(&shipped_sources(), &tables, &shared));

    let known = BTreeSet::from(["acts".to_owned()]);
    let use_case = Source::new("crates/registry/src/acts/sign.rs", "query(\"SELECT 1 FROM acts\")\n");
    let store = Source::new("crates/registry/src/acts/store.rs", "query(\"SELECT 1\nFROM acts\")\n");
    let other = Source::new("crates/registry/src/invoices/store.rs", "query(\"UPDATE acts SET x = 1\")\n");
    assert_eq!(table_faults(&[use_case], &known, &BTreeSet::new()).len(), 1);
    assert_eq!(table_faults(std::slice::from_ref(&store), &known, &BTreeSet::new()).len(), 0);
    assert_eq!(table_faults(&[store, other], &known, &BTreeSet::new()).len(), 1);
}

#[test]
fn no_programme_is_named_in_code() {
    let sources = shipped_sources();
    let ours = sources.iter().filter(|file| !file.path.starts_with("crates/sandbox/"));
    none(&ours.flat_map(programmes_named).collect::<Vec<_>>());
    let bad =
        Source::new("a.rs", "if programme == \"tvet\" {\n#[cfg(test)]\nmod tests { const A: &str = \"school\"; }\n");
    assert_eq!(programmes_named(&bad).len(), 1);
}

#[test]
fn files_are_short() {
    let allowed = exceptions("size").into_iter().map(|line| (line[0].clone(), line[1].parse().unwrap())).collect();
    none(&size_faults(&shipped_sources(), &allowed));
    let long = [Source::new("long.rs", &"x\n".repeat(501))];
    assert_eq!(size_faults(&long, &BTreeMap::new()).len(), 1);
    assert_eq!(size_faults(&long, &BTreeMap::from([("long.rs".to_owned(), 501)])).len(), 0);
    assert_eq!(size_faults(&long, &BTreeMap::from([("long.rs".to_owned(), 600)])).len(), 1);
}

#[test]
fn schemas_of_the_api_have_names_of_their_own() {
    none(&schema_faults(&shipped_sources()));
    let one = Source::new("a.rs", "#[derive(Debug, ToSchema)]\n#[serde(x)]\nenum Standing {\n");
    let other = Source::new("b.rs", "#[derive(ToSchema)]\n#[schema(as = Place)]\npub struct Other<T> {\n");
    assert_eq!((schemas(&one), schemas(&other)), (vec!["Standing".to_owned()], vec!["Place".to_owned()]));
    assert_eq!(schema_faults(&[one.clone(), one]).len(), 1);
}

#[test]
fn unsafe_code_is_fenced_in_one_file() {
    let fence = "crates/registry/src/platform/cluster/os.rs";
    let unsafe_files =
        shipped_sources().into_iter().filter(|file| file.code().any(|(_, line)| words(line).contains(&"unsafe")));
    let faults = unsafe_files.filter(|file| file.path != fence).map(|file| format!("{} has unsafe code", file.path));
    none(&faults.collect::<Vec<_>>());
}

#[test]
fn every_page_is_used() {
    let code: String = shipped_sources().into_iter().map(|file| file.text).collect();
    let pages = files("crates", ".html");
    let named_elsewhere = |name: &str| code.contains(name) || pages.iter().any(|page| page.text.contains(name));
    let unused = pages.iter().filter(|page| !named_elsewhere(page.path.rsplit('/').next().unwrap_or_default()));
    none(&unused.map(|page| format!("{} is named nowhere", page.path)).collect::<Vec<_>>());
}
