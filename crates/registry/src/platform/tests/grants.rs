//! What each role may do, tried by direct SQL on every table and every column.

use tokio_postgres::Client;

use super::{Table, tables};
use crate::platform::{
    cluster::Role,
    testkit::{self, TestDatabase},
};

/// The columns that the application may change; no other column of any table (spec 2.3, ARCHITECTURE invariant 8).
const CHANGED: [(&str, &[&str]); 11] = [
    ("performer_locks", &["epoch"]),
    ("budget_stripes", &["allotted", "committed", "due", "ordered", "paid"]),
    ("voucher_numbers", &["last"]),
    ("live_days", &["days"]),
    ("attendance_months", &["p0", "p1", "p2", "qr", "folded_at"]),
    ("timesheets", &["last_at"]),
    ("acts", &["state", "version", "epoch", "total"]),
    ("payment_states", &["state"]),
    (
        "jobs",
        &["state", "step", "done", "total", "attempts", "lease", "lease_until", "result", "started_at", "finished_at"],
    ),
    ("sessions", &["role", "bin", "used_at", "ended_at", "ended_why", "stepped_up_until"]),
    ("nonces", &["used_at"]),
];

/// Tables whose rows the application may delete: what waits to be sequenced, and what only serves the machine.
const DELETED: [&str; 7] =
    ["journal_queue", "sessions", "nonces", "jobs", "job_files", "idempotency_keys", "api_requests"];

/// Tables that the application reads and never adds to.
const READ_ONLY: [&str; 3] = ["access_matrix", "journal_checkpoints", "refinery_schema_history"];

/// Whether a role may use a verb on a table; `column` is asked of UPDATE alone.
fn may(role: Role, verb: &str, table: &Table, column: &str) -> bool {
    let name = table.name.as_str();
    if table.is_partition {
        return false;
    }
    match (role, verb) {
        (Role::App, "SELECT") => true,
        (Role::App, "INSERT") => !READ_ONLY.contains(&name),
        (Role::App, "UPDATE") => CHANGED.iter().any(|(table, columns)| *table == name && columns.contains(&column)),
        (Role::App, "DELETE") => DELETED.contains(&name),
        (Role::Signer, "SELECT") => ["journal_leaves", "journal_checkpoints"].contains(&name),
        (Role::Signer, "INSERT") => name == "journal_checkpoints",
        (Role::Erasure, "SELECT") if ["key_erasures", "body_erasures"].contains(&name) => true,
        (Role::Erasure, "SELECT" | "DELETE") => ["guardians", "person_keys", "journal_bodies"].contains(&name),
        _ => false,
    }
}

/// Whether the statement got past the grants. What the grants let through may still fail on something else.
async fn is_granted(client: &Client, sql: &str) -> bool {
    match client.batch_execute(sql).await {
        Ok(()) => true,
        Err(error) => {
            let words = error.as_db_error().map(|db| db.message().to_owned()).unwrap_or_else(|| panic!("{error}"));
            !words.starts_with("permission denied")
        }
    }
}

/// Every statement whose fate differs from [`may`], for one role.
async fn faults(database: &TestDatabase, role: Role) -> Vec<String> {
    let client = database.connect(role).await.unwrap();
    let mut faults = Vec::new();
    for table in &tables(database) {
        let name = &table.name;
        let mut tried = vec![
            ("SELECT", String::new(), format!("SELECT FROM {name} LIMIT 1")),
            ("INSERT", String::new(), format!("INSERT INTO {name} DEFAULT VALUES")),
            ("DELETE", String::new(), format!("DELETE FROM {name} WHERE false")),
            ("TRUNCATE", String::new(), format!("TRUNCATE {name}")),
        ];
        for column in &table.columns {
            tried.push(("UPDATE", column.clone(), format!("UPDATE {name} SET {column} = DEFAULT WHERE false")));
        }
        for (verb, column, sql) in tried {
            let (granted, expected) = (is_granted(&client, &sql).await, may(role, verb, table, &column));
            if granted != expected {
                faults.push(format!("{}: {sql}: granted {granted}, expected {expected}", role.name()));
            }
        }
    }
    faults
}

#[tokio::test]
async fn every_role_does_on_every_table_what_the_list_names_and_nothing_else() {
    let database = testkit::database().await.unwrap();
    let all = tables(&database);
    assert!(all.iter().filter(|table| !table.is_partition).count() > 40 && all.iter().any(|table| table.is_partition));
    for role in [Role::App, Role::Signer, Role::Erasure] {
        assert_eq!(faults(&database, role).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn the_trial_of_grants_sees_each_kind_of_grant_too_many() {
    let database = testkit::database().await.unwrap();
    for (role, grant) in [
        (Role::App, "UPDATE (amount) ON movements TO qazyna_app"),
        (Role::App, "DELETE ON vouchers TO qazyna_app"),
        (Role::App, "TRUNCATE ON contracts TO qazyna_app"),
        (Role::App, "SELECT ON movements_202609 TO qazyna_app"),
        (Role::Signer, "SELECT ON persons TO qazyna_signer"),
        (Role::Erasure, "UPDATE (body) ON journal_bodies TO qazyna_erasure"),
    ] {
        database.as_superuser(&format!("GRANT {grant}")).unwrap();
        assert_eq!(faults(&database, role).await.len(), 1, "{grant}");
        database.as_superuser(&format!("REVOKE {}", grant.replace(" TO ", " FROM "))).unwrap();
    }
}

/// What no role but the owner may do to the schema, and nobody to the server.
const FORBIDDEN: [&str; 25] = [
    "CREATE TABLE public.mine (x int)",
    "CREATE SCHEMA mine",
    "CREATE VIEW public.mine AS SELECT 1 AS x",
    "CREATE FUNCTION public.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "CREATE INDEX ON movements (amount)",
    "CREATE TRIGGER mine BEFORE INSERT ON movements FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE mine AS ON INSERT TO movements DO INSTEAD NOTHING",
    "CREATE POLICY mine ON movements USING (true)",
    "DROP POLICY scope ON movements",
    "ALTER TABLE movements DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE movements NO FORCE ROW LEVEL SECURITY",
    "ALTER TABLE movements ADD COLUMN mine int",
    "ALTER TABLE movements DETACH PARTITION movements_202609",
    "ALTER TABLE movements ATTACH PARTITION budget_lines FOR VALUES FROM ('2040-01-01') TO ('2040-02-01')",
    "ALTER TABLE movements OWNER TO CURRENT_USER",
    "DROP TABLE movements",
    "DROP TABLE movements_202609",
    "CREATE ROLE mine SUPERUSER",
    "ALTER ROLE CURRENT_USER BYPASSRLS",
    "SET ROLE qazyna_owner",
    "SET SESSION AUTHORIZATION postgres",
    "SET session_replication_role = replica",
    "ALTER SYSTEM SET fsync = off",
    "COPY (SELECT 1) TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
];

#[tokio::test]
async fn no_role_but_the_owner_changes_the_schema_and_none_becomes_another() {
    let database = testkit::database().await.unwrap();
    for role in [Role::App, Role::Signer, Role::Erasure] {
        let client = database.connect(role).await.unwrap();
        for sql in FORBIDDEN {
            let error = client.batch_execute(sql).await.expect_err(sql);
            let code = error.code().unwrap().code().to_owned();
            assert_eq!(code, "42501", "{}: {sql}: {error:?}", role.name());
        }
        for other in Role::ALL.into_iter().filter(|other| *other != role) {
            let error = client.batch_execute(&format!("SET ROLE {}", other.name())).await.unwrap_err();
            assert_eq!(error.code().unwrap().code(), "42501");
        }
    }
    let above = "SELECT count(*) FROM pg_roles r WHERE rolname LIKE 'qazyna\\_%' AND rolname IN ('qazyna_owner', 'qazyna_app', 'qazyna_signer', 'qazyna_erasure')
        AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls OR EXISTS (SELECT FROM pg_auth_members m WHERE m.member = r.oid AND m.roleid <> 'qazyna_reader'::regrole))";
    assert_eq!(database.as_superuser(above).unwrap().trim(), "0");
    let not_ours = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relowner <> 'qazyna_owner'::regrole";
    assert_eq!(database.as_superuser(not_ours).unwrap().trim(), "0");
}
