//! Rules about the schema: what sharding by region or person bucket can carry.

use std::collections::BTreeSet;

use crate::text::{files, none, words};

const DISTRIBUTION: [&str; 2] = ["region", "bucket"];
const FORBIDDEN: [&str; 6] = ["SEQUENCE", "IDENTITY", "TRIGGER", "DEFERRABLE", "EXCLUDE", "NEXTVAL"];
/// Types that hide a sequence; as names of columns they are free (a certificate has a serial).
const COUNTERS: [&str; 3] = ["serial", "bigserial", "smallserial"];

/// A table as a migration makes it.
#[derive(Debug, Default)]
struct Table {
    name: String,
    /// A reference table, whole on every node, or a local one, by a comment with the reason.
    exempt: bool,
    /// What is between the parentheses, one item each.
    items: Vec<String>,
}

/// The tables that the migrations make, partitions left out.
pub(crate) fn tables() -> BTreeSet<String> {
    let migrations = files("migrations", ".sql");
    migrations.iter().flat_map(|file| parse(&file.text)).map(|table| table.name).collect()
}

/// Tables that are spread by region or bucket: neither reference tables nor local ones.
pub(crate) fn distributed_tables() -> BTreeSet<String> {
    let migrations = files("migrations", ".sql");
    let all = migrations.iter().flat_map(|file| parse(&file.text));
    all.filter(|table| !table.exempt).map(|table| table.name).collect()
}

/// The text without comments and without what stands in quotes.
fn bare(sql: &str) -> String {
    let lines = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    let text = lines.collect::<Vec<_>>().join("\n");
    text.split('\'').step_by(2).collect::<Vec<_>>().join(" ")
}

fn parse(sql: &str) -> Vec<Table> {
    let mut found = Vec::new();
    let mut offset = 0;
    for line in sql.split_inclusive('\n') {
        let here = offset;
        offset += line.len();
        let upper = line.to_uppercase();
        if !upper.trim_start().starts_with("CREATE ") || line.trim_start().starts_with("--") {
            continue;
        }
        let named = words(line);
        let Some(at) = named.iter().position(|word| word.eq_ignore_ascii_case("table")) else { continue };
        if at > 2 || named.iter().any(|word| ["temporary", "temp"].contains(&word.to_lowercase().as_str())) {
            continue;
        }
        let skipped = ["if", "not", "exists"];
        let Some(name) = named[at + 1..].iter().find(|word| !skipped.contains(&word.to_lowercase().as_str())) else {
            continue;
        };
        let statement = bare(sql[here..].split(';').next().unwrap_or_default());
        if words(&statement.to_uppercase()).windows(2).any(|pair| pair == ["PARTITION", "OF"]) {
            continue;
        }
        let exempt = is_exempt(&sql[..here]);
        found.push(Table { name: (*name).to_lowercase(), exempt, items: items(&bare(&sql[here..])) });
    }
    found
}

/// Whether the comment right above says `-- reference: why` or `-- local: why`.
fn is_exempt(before: &str) -> bool {
    let comment = before.lines().rev().take_while(|line| line.trim_start().starts_with("--"));
    comment.into_iter().any(|line| {
        let said = line.trim_start().trim_start_matches('-').trim();
        ["reference:", "local:"].iter().any(|mark| said.strip_prefix(mark).is_some_and(|why| !why.trim().is_empty()))
    })
}

/// The items of the first parenthesis: columns and constraints.
fn items(statement: &str) -> Vec<String> {
    let (mut depth, mut all, mut item) = (0_usize, Vec::new(), String::new());
    for letter in statement.chars() {
        match letter {
            ')' if depth == 1 => break,
            ',' if depth == 1 => all.push(std::mem::take(&mut item)),
            ';' if depth == 0 => break,
            _ if depth > 0 => item.push(letter),
            _ => {}
        }
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    all.push(item);
    all.iter().map(|item| item.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

fn key_faults(sql: &str, exempt: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for table in parse(sql).into_iter().filter(|table| !table.exempt) {
        let mut has_primary = false;
        for item in &table.items {
            let upper = item.to_uppercase();
            has_primary |= upper.contains("PRIMARY KEY");
            let key = upper.contains("PRIMARY KEY") || words(&upper).contains(&"UNIQUE");
            if key && !carries(item) {
                faults.push(format!("{}: key without region or bucket: {item}", table.name));
            }
            if let Some((_, target)) = upper.split_once("REFERENCES ") {
                let target = words(target).first().copied().unwrap_or_default().to_lowercase();
                if !exempt.contains(&target) && !carries(item) {
                    faults.push(format!("{}: reference without region or bucket: {item}", table.name));
                }
            }
        }
        if !has_primary {
            faults.push(format!("{}: no primary key", table.name));
        }
    }
    faults.extend(later_keys(sql, exempt));
    faults
}

/// Whether the columns of a key, or the single column that is one, hold the distribution column.
fn carries(item: &str) -> bool {
    let lower = item.to_lowercase();
    let is_constraint =
        ["constraint", "primary", "unique", "foreign"].contains(&words(&lower).first().copied().unwrap_or(""));
    if !is_constraint {
        return words(&lower).first().is_some_and(|column| DISTRIBUTION.contains(column));
    }
    let columns = lower.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map_or("", |(columns, _)| columns);
    words(columns).iter().any(|column| DISTRIBUTION.contains(column))
}

/// Unique indexes, and keys that an ALTER TABLE adds.
fn later_keys(sql: &str, exempt: &BTreeSet<String>) -> Vec<String> {
    let mut faults = Vec::new();
    for statement in bare(sql).split(';') {
        let statement = statement.split_whitespace().collect::<Vec<_>>().join(" ");
        let upper = statement.to_uppercase();
        let (table, key) = if upper.starts_with("CREATE UNIQUE INDEX") {
            (statement[upper.find(" ON ").map_or(0, |at| at + 4)..].to_owned(), statement.clone())
        } else if upper.starts_with("ALTER TABLE") && (upper.contains("PRIMARY KEY") || upper.contains(" UNIQUE ")) {
            (statement["ALTER TABLE".len()..].to_owned(), statement.clone())
        } else {
            continue;
        };
        let skipped = ["only", "if", "exists"];
        let table = words(&table).into_iter().map(str::to_lowercase).find(|word| !skipped.contains(&word.as_str()));
        let columns = key.split_once('(').map_or("", |(_, columns)| columns).to_lowercase();
        let carried = words(&columns).iter().any(|column| DISTRIBUTION.contains(column));
        if !carried && table.is_none_or(|table| !exempt.contains(&table)) {
            faults.push(format!("key without region or bucket: {statement}"));
        }
    }
    faults
}

fn forbidden(sql: &str) -> Vec<String> {
    let upper = bare(sql).to_uppercase();
    let mut named: BTreeSet<String> =
        words(&upper).into_iter().filter(|word| FORBIDDEN.contains(word)).map(str::to_owned).collect();
    for item in parse(sql).iter().flat_map(|table| &table.items) {
        let kind = words(item).get(1).map(|word| word.to_lowercase()).unwrap_or_default();
        if COUNTERS.contains(&kind.as_str()) && !item.to_lowercase().starts_with("unique") {
            named.insert(kind.to_uppercase());
        }
    }
    named.into_iter().collect()
}

fn exempt_tables(all: &[String]) -> BTreeSet<String> {
    all.iter().flat_map(|sql| parse(sql)).filter(|table| table.exempt).map(|table| table.name).collect()
}

#[test]
fn every_key_carries_its_distribution_column() {
    let migrations = files("migrations", ".sql");
    let exempt = exempt_tables(&migrations.iter().map(|file| file.text.clone()).collect::<Vec<_>>());
    let mut faults = Vec::new();
    for file in &migrations {
        faults.extend(key_faults(&file.text, &exempt).into_iter().map(|fault| format!("{}: {fault}", file.path)));
    }
    none(&faults);
}

#[test]
fn the_schema_has_nothing_that_sharding_cannot_carry() {
    let mut faults = Vec::new();
    for file in files("migrations", ".sql") {
        faults.extend(forbidden(&file.text).into_iter().map(|word| format!("{} says {word}", file.path)));
    }
    none(&faults);
}

#[test]
fn every_migration_says_why() {
    let silent = files("migrations", ".sql").into_iter().filter(|file| !file.text.starts_with("-- why: "));
    none(&silent.map(|file| format!("{} does not begin with `-- why: `", file.path)).collect::<Vec<_>>());
}

#[test]
fn the_rules_of_the_schema_see_what_breaks_them() {
    let none_exempt = BTreeSet::new();
    let count = |sql: &str| key_faults(sql, &none_exempt).len();
    assert_eq!(count("CREATE TABLE a (\n region int,\n id uuid,\n PRIMARY KEY (region, id)\n);"), 0);
    assert_eq!(count("CREATE TABLE a (id uuid PRIMARY KEY, region int);"), 1);
    assert_eq!(count("CREATE TABLE a (id uuid, region int);"), 1);
    assert_eq!(count("CREATE TABLE a (region int, id int, n text UNIQUE, PRIMARY KEY (region, id));"), 1);
    assert_eq!(count("CREATE TABLE a (bucket int, n text, PRIMARY KEY (bucket, n), CONSTRAINT u UNIQUE (n));"), 1);
    assert_eq!(count("-- reference: the same everywhere\nCREATE TABLE a (id int PRIMARY KEY);"), 0);
    assert_eq!(count("-- reference:\nCREATE TABLE a (id int PRIMARY KEY);"), 1);
    assert_eq!(count("CREATE TABLE a (region int PRIMARY KEY, b int REFERENCES c (id));"), 1);
    assert_eq!(count("CREATE TABLE a_1 PARTITION OF a FOR VALUES IN (1);"), 0);
    assert_eq!(count("CREATE UNIQUE INDEX i ON a (n);"), 1);
    assert_eq!(count("CREATE UNIQUE INDEX i ON a (region, n);"), 0);
    assert_eq!(count("ALTER TABLE a ADD CONSTRAINT u UNIQUE (n);"), 1);
    let checked = "CREATE TABLE a (region int, s text CHECK (s IN ('a;b', 'x(')), PRIMARY KEY (region, s)) PARTITION BY LIST (region);";
    assert_eq!(count(checked), 0);
    assert_eq!(forbidden("CREATE TABLE a (id bigint GENERATED ALWAYS AS IDENTITY); -- no TRIGGER"), ["IDENTITY"]);
    assert_eq!(
        parse("CREATE TABLE IF NOT EXISTS public_acts (\n").first().map(|table| table.name.clone()),
        Some("public_acts".into())
    );
}
