//! Rules about statements: each names the region or bucket of every table it touches, and says nothing that a database spread
//! by region cannot carry.

use std::collections::BTreeSet;

use crate::schema;
use crate::text::{Source, exceptions, files, none, words};

/// What distributed tables refuse or a row-level lock over several regions would need.
const FORBIDDEN: [&str; 9] = [
    "SKIP LOCKED",
    "NEXTVAL(",
    "SETVAL(",
    "CLOCK_TIMESTAMP(",
    "LISTEN ",
    "NOTIFY ",
    "ROLLUP",
    "GROUPING SETS",
    "TRUNCATE ",
];

/// A statement of the registry, blanks made one.
struct Statement {
    path: String,
    sql: String,
}

/// The string literals of shipped code; raw strings too.
fn literals(code: &str) -> Vec<String> {
    let (mut found, mut rest) = (Vec::new(), code);
    while let Some(at) = rest.find(['"', '\'', '/']) {
        let (before, here) = rest.split_at(at);
        if here.starts_with("//") {
            rest = here.split_once('\n').map_or("", |(_, after)| after);
        } else if here.starts_with("'\"'") || here.starts_with("'\\\"'") {
            rest = here[2..].split_once('\'').map_or("", |(_, after)| after);
        } else if let Some(body) = here.strip_prefix('"') {
            let hashes = before.len() - before.trim_end_matches('#').len();
            let raw = before.trim_end_matches('#').ends_with('r');
            let end = if raw { body.find(&format!("\"{}", "#".repeat(hashes))) } else { unescaped_quote(body) };
            let end = end.unwrap_or(body.len());
            found.push(body[..end].replace("\\\n", " "));
            rest = body.get(end + 1..).unwrap_or_default();
        } else {
            rest = &here[1..];
        }
    }
    found
}

fn unescaped_quote(body: &str) -> Option<usize> {
    let mut escaped = false;
    body.char_indices().find_map(|(at, letter)| {
        let ends = letter == '"' && !escaped;
        escaped = letter == '\\' && !escaped;
        ends.then_some(at)
    })
}

fn is_statement(sql: &str) -> bool {
    let first = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH ", "COPY ", "MERGE "];
    first.iter().any(|start| sql.starts_with(start))
}

fn statements(sources: &[Source]) -> Vec<Statement> {
    let mut all = Vec::new();
    for source in sources {
        for literal in literals(source.shipped()) {
            let sql = literal.split_whitespace().collect::<Vec<_>>().join(" ");
            if is_statement(&sql) {
                all.push(Statement { path: source.path.clone(), sql });
            }
        }
    }
    all
}

/// The tables named after FROM, JOIN, INTO, UPDATE and USING, with the name they go by.
fn touched(sql: &str, tables: &BTreeSet<String>) -> Vec<(String, String)> {
    let mut tokens = Vec::new();
    for word in sql.replace(['(', ')', ','], " , ").split_whitespace() {
        tokens.push(word.to_owned());
    }
    let mut found = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map_or("", String::as_str);
        if !tables.contains(token) || !["FROM", "JOIN", "INTO", "UPDATE", "USING"].contains(&before) {
            continue;
        }
        let next = tokens.get(at + 1).map_or("", String::as_str);
        let next = if next == "AS" { tokens.get(at + 2).map_or("", String::as_str) } else { next };
        let is_alias = next.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_') && !next.is_empty();
        found.push((token.clone(), if is_alias { next.to_owned() } else { token.clone() }));
    }
    found
}

/// The tables of a statement that are touched without their region or bucket.
fn scattered(sql: &str, tables: &BTreeSet<String>) -> Vec<String> {
    let all = touched(sql, tables);
    let named: Vec<&str> = words(sql);
    let mut faults = Vec::new();
    for (table, alias) in &all {
        let qualified = ["region", "bucket"].iter().any(|column| {
            // Selected alone it binds nothing: it must be compared, joined or written.
            sql.contains(&format!("{alias}.{column} ="))
                || sql.contains(&format!("= {alias}.{column}"))
                || sql.contains(&format!("({alias}.{column}, "))
        });
        let bare = ["region", "bucket"].iter().any(|column| {
            let compared =
                [format!(" {column} ="), format!("({column}, "), format!("({column} ="), format!(" {column} IN")];
            compared.iter().any(|text| sql.contains(text.as_str()))
        });
        // A name that stands alone can only be this table's own when nothing else is touched, or in a subquery of its own.
        let own = table == alias && (all.len() == 1 || named.iter().filter(|word| *word == table).count() == 1);
        if !(qualified || own && bare) {
            faults.push(table.clone());
        }
    }
    faults
}

fn forbidden(sql: &str) -> Vec<&'static str> {
    let upper = sql.to_uppercase();
    FORBIDDEN.into_iter().filter(|word| upper.contains(word)).collect()
}

/// Business tables: those that the migrations do not mark as reference or local.
fn business() -> BTreeSet<String> {
    schema::distributed_tables()
}

fn shipped() -> Vec<Source> {
    let all = files("crates", ".rs").into_iter();
    all.filter(|file| file.path.contains("/src/") && !file.is_test()).collect()
}

#[test]
fn every_statement_names_the_region_or_bucket_of_every_table_it_touches() {
    let (tables, allowed) = (business(), exceptions("national"));
    let (mut faults, mut used) = (Vec::new(), BTreeSet::new());
    let all = statements(&shipped());
    assert!(all.len() > 100, "only {} statements were found", all.len());
    for statement in all {
        for table in scattered(&statement.sql, &tables) {
            let exception = allowed.iter().position(|line| {
                (line[0] == table || line[0] == "*")
                    && statement.path.starts_with(&format!("crates/registry/src/{}", line[1]))
            });
            match exception {
                Some(at) => drop(used.insert(at)),
                None => faults.push(format!("{}: {table} without region or bucket: {}", statement.path, statement.sql)),
            }
        }
    }
    let stale = (0..allowed.len()).filter(|at| !used.contains(at));
    faults.extend(stale.map(|at| format!("tidy_ratchet.txt: national {} is not needed", allowed[at].join(" "))));
    faults.extend(
        allowed.iter().filter(|line| line.len() < 3).map(|line| format!("national {} has no reason", line.join(" "))),
    );
    none(&faults);
}

#[test]
fn no_statement_says_what_a_spread_database_cannot_carry() {
    let (mut faults, tables, spread) = (Vec::new(), schema::tables(), business());
    for statement in statements(&shipped()) {
        // A queue lies on one node: rows of local tables alone may be locked and passed over.
        if touched(&statement.sql, &spread).is_empty() && !touched(&statement.sql, &tables).is_empty() {
            continue;
        }
        for word in forbidden(&statement.sql) {
            faults.push(format!("{}: {word}: {}", statement.path, statement.sql));
        }
        if statement.sql.contains("FOR UPDATE")
            && !["region = $1", "(bucket, "].iter().any(|text| statement.sql.contains(text))
        {
            faults.push(format!("{}: FOR UPDATE without its region: {}", statement.path, statement.sql));
        }
    }
    none(&faults);
}

#[test]
fn the_rules_of_statements_see_what_breaks_them() {
    let tables: BTreeSet<String> = ["acts", "parts"].map(str::to_owned).into();
    let count = |sql: &str| scattered(sql, &tables).len();
    assert_eq!(count("SELECT id FROM acts WHERE region = $1 AND id = $2"), 0);
    assert_eq!(count("SELECT id FROM acts WHERE id = $1"), 1);
    assert_eq!(count("SELECT region, id FROM acts WHERE id = $1"), 1);
    assert_eq!(
        count("SELECT a.id FROM acts a JOIN parts p ON p.region = a.region AND p.id = a.id WHERE a.region = $1"),
        0
    );
    assert_eq!(count("SELECT a.id FROM acts a JOIN parts p ON p.id = a.id WHERE a.region = $1"), 1);
    assert_eq!(count("INSERT INTO acts (region, id) VALUES ($1, $2)"), 0);
    assert_eq!(count("INSERT INTO acts (id) VALUES ($1)"), 1);
    assert_eq!(count("UPDATE acts SET state = $1 WHERE id = $2"), 1);
    assert_eq!(count("DELETE FROM parts p USING unnest($1::int2[]) AS u (region) WHERE p.region = u.region"), 0);
    assert_eq!(count("SELECT 1 FROM elsewhere"), 0);
    assert_eq!(forbidden("SELECT id FROM acts FOR UPDATE SKIP LOCKED"), ["SKIP LOCKED"]);
    assert_eq!(forbidden("SELECT nextval('x')"), ["NEXTVAL("]);
    let code =
        "let a = \"SELECT \\\n 1\"; // \"SELECT 2\"\nlet b = r#\"SELECT \"3\"\"#; let c = '\"'; let d = \"x \\\" y\";";
    assert_eq!(literals(code), ["SELECT   1", "SELECT \"3\"", "x \\\" y"]);
}
