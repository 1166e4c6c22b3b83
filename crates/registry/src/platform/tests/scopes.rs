//! Row-level security, tried on every table that has a region or a bucket: two rows each, of two regions, performers and persons.

use tokio_postgres::{Client, error::SqlState};

use super::{Table, tables};
use crate::platform::{
    cluster::Role,
    testkit::{self, TestDatabase},
};

/// A region, a performer and a person of each of the two rows.
const ROWS: [(i16, &str, &str); 2] = [
    (10, "00000000-0000-0000-0000-00000000a001", "00000000-0000-0000-0000-00000000b001"),
    (75, "00000000-0000-0000-0000-00000000a002", "00000000-0000-0000-0000-00000000b002"),
];

/// Whether a scope sees its own row of a table.
type Sees<'a> = &'a dyn Fn(&Table) -> bool;

fn has(table: &Table, column: &str) -> bool {
    table.columns.iter().any(|name| name == column)
}

/// The tables that security must hold.
fn guarded(database: &TestDatabase) -> Vec<Table> {
    let all = tables(database).into_iter().filter(|table| !table.is_partition);
    all.filter(|table| has(table, "region") || has(table, "bucket")).collect()
}

/// Guarded tables without forced security, or without a policy that holds both reading and writing.
fn unguarded(database: &TestDatabase) -> Vec<String> {
    let held = database
        .as_superuser(
            "SELECT c.relname FROM pg_class c JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = c.relname
            WHERE c.relnamespace = 'public'::regnamespace AND c.relrowsecurity AND c.relforcerowsecurity
              AND p.policyname = 'scope' AND p.permissive = 'PERMISSIVE' AND p.cmd = 'ALL' AND p.qual = p.with_check AND p.qual LIKE '%qazyna.regions%'",
        )
        .unwrap();
    let held: Vec<&str> = held.lines().collect();
    guarded(database).into_iter().map(|table| table.name).filter(|name| !held.contains(&name.as_str())).collect()
}

/// An INSERT of the `n`th row of a table: any values of the right types, with its region, performer and person.
fn insert(database: &TestDatabase, table: &Table, n: usize) -> String {
    let (region, party, person) = ROWS[n];
    let types = database
        .as_superuser(&format!(
            "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '{}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            table.name
        ))
        .unwrap();
    let own = if table.name == "persons" { "id" } else { "person_id" };
    let value = |column: &str, kind: &str| match (column, kind) {
        ("region" | "bucket", _) => region.to_string(),
        ("performer_id", _) => format!("'{party}'"),
        (column, _) if column == own => format!("'{person}'"),
        (_, "uuid") => "gen_random_uuid()".to_owned(),
        (_, "date") => "'2026-09-01'".to_owned(),
        (_, "timestamp with time zone") => "now()".to_owned(),
        (_, "boolean") => "false".to_owned(),
        (_, "jsonb") => "'{}'".to_owned(),
        (_, "bytea") => "'\\x00'".to_owned(),
        (_, "text") => "gen_random_uuid()::text".to_owned(),
        (_, "bigint") => format!("{}", 7 + n),
        (_, "smallint" | "integer") => "1".to_owned(),
        other => panic!("no value for {other:?}"),
    };
    let values: Vec<String> =
        types.lines().filter_map(|line| line.split_once('|')).map(|(column, kind)| value(column, kind)).collect();
    format!("INSERT INTO {} ({}) VALUES ({})", table.name, table.columns.join(", "), values.join(", "))
}

/// A database with both rows in every guarded table. Checks and references would ask for a whole country: they are put away here.
async fn filled() -> (TestDatabase, Vec<(Table, [String; 2])>) {
    let database = testkit::database().await.unwrap();
    database
        .as_superuser(
            "DO $$ DECLARE c record; BEGIN
                FOR c IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
                         WHERE contype IN ('c', 'f') AND connamespace = 'public'::regnamespace AND coninhcount = 0 AND conparentid = 0
                LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', c.t, c.conname); END LOOP;
            END $$",
        )
        .unwrap();
    let mut all = Vec::new();
    for table in guarded(&database) {
        let rows = [insert(&database, &table, 0), insert(&database, &table, 1)];
        all.push((table, rows));
    }
    let inserts: Vec<&str> = all.iter().flat_map(|(_, rows)| rows.iter().map(String::as_str)).collect();
    database.as_superuser(&inserts.join(";\n")).unwrap();
    (database, all)
}

async fn begin(client: &Client, settings: &str) {
    client.batch_execute(&format!("BEGIN; {settings}")).await.unwrap();
}

async fn count(client: &Client, table: &str) -> i64 {
    client.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await.unwrap().get(0)
}

/// Whether security lets a row in. Whatever else may be wrong with it (a key that is there) comes after security.
async fn lets_in(client: &Client, insert: &str) -> bool {
    client.batch_execute("SAVEPOINT before").await.unwrap();
    let answer = client.batch_execute(insert).await;
    client.batch_execute("ROLLBACK TO before").await.unwrap();
    match answer {
        Ok(()) => true,
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            assert!(error.as_db_error().unwrap().message().contains("row-level security"), "{error:?}");
            false
        }
        Err(error) => {
            assert_eq!(error.code(), Some(&SqlState::UNIQUE_VIOLATION), "{insert}: {error:?}");
            true
        }
    }
}

#[tokio::test]
async fn every_table_with_a_region_or_a_bucket_is_held_by_a_policy() {
    let database = testkit::database().await.unwrap();
    assert!(guarded(&database).len() > 40);
    assert_eq!(unguarded(&database), Vec::<String>::new());
    for damage in [
        "ALTER TABLE movements NO FORCE ROW LEVEL SECURITY",
        "ALTER TABLE movements DISABLE ROW LEVEL SECURITY",
        "DROP POLICY scope ON movements",
        "ALTER POLICY scope ON movements WITH CHECK (true)",
        "CREATE TABLE later (region smallint PRIMARY KEY)",
    ] {
        let copy = testkit::database().await.unwrap();
        copy.as_superuser(damage).unwrap();
        assert_eq!(unguarded(&copy).len(), 1, "{damage}");
    }
}

#[tokio::test]
async fn without_a_scope_nothing_is_seen_and_nothing_comes_in_also_after_a_scope_has_ended() {
    let (database, all) = filled().await;
    let client = database.connect(Role::App).await.unwrap();
    let nothing = [
        "SELECT 1",
        "SET LOCAL qazyna.regions = ''",
        "SET LOCAL qazyna.regions = ''; SET LOCAL qazyna.party = ''; SET LOCAL qazyna.persons = ''",
    ];
    for round in ["never set", "ended by COMMIT", "ended by ROLLBACK"] {
        for settings in nothing {
            begin(&client, settings).await;
            for (table, rows) in &all {
                assert_eq!(count(&client, &table.name).await, 0, "{} {round} {settings}", table.name);
                if table.name != "journal_checkpoints" {
                    assert!(!lets_in(&client, &rows[0]).await, "{} {round} {settings}", table.name);
                }
            }
            client.batch_execute("ROLLBACK").await.unwrap();
        }
        begin(&client, "SET LOCAL qazyna.regions = 'national'").await;
        for (table, _) in &all {
            assert_eq!(count(&client, &table.name).await, 2, "{}", table.name);
        }
        client.batch_execute(if round == "never set" { "COMMIT" } else { "ROLLBACK" }).await.unwrap();
    }
}

#[tokio::test]
async fn a_scope_sees_and_writes_its_own_rows_only() {
    let (database, all) = filled().await;
    let client = database.connect(Role::App).await.unwrap();
    for (n, (region, party, person)) in ROWS.into_iter().enumerate() {
        let persons_only = |table: &Table| has(table, "person_id") || table.name == "persons";
        let scopes: [(String, Sees); 4] = [
            (format!("SET LOCAL qazyna.regions = '{region}'"), &|table| has(table, "region")),
            (format!("SET LOCAL qazyna.regions = '11,{region}'"), &|table| has(table, "region")),
            (format!("SET LOCAL qazyna.party = '{party}'"), &|table| has(table, "performer_id")),
            (format!("SET LOCAL qazyna.persons = '{person}'"), &persons_only),
        ];
        for (settings, sees) in scopes {
            begin(&client, &settings).await;
            let mut seen = 0;
            for (table, rows) in &all {
                let own = i64::from(sees(table));
                seen += own;
                assert_eq!(count(&client, &table.name).await, own, "{} {settings}", table.name);
                assert_eq!(lets_in(&client, &rows[n]).await, own == 1, "{} {settings}", table.name);
                assert!(!lets_in(&client, &rows[1 - n]).await, "{} {settings} takes a stranger's row", table.name);
                if let Some(column) = ["region", "performer_id"].into_iter().find(|column| has(table, column)) {
                    let sql = format!("SELECT count(DISTINCT {column}) FROM {}", table.name);
                    assert!(client.query_one(&sql, &[]).await.unwrap().get::<_, i64>(0) <= 1);
                }
            }
            assert!(seen > 0, "{settings} sees nothing at all");
            client.batch_execute("ROLLBACK").await.unwrap();
        }
    }
}
