//! What the reader's role shows, tried on every table: a performer's own, a person's own, and nothing of others.

use tokio_postgres::{Client, error::SqlState};

use super::{Table, tables};
use crate::platform::{
    cluster::Role,
    testkit::{self, TestDatabase},
};

/// Who sees the row of a table that hangs on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sees {
    /// No grant at all.
    Nobody,
    Performer,
    Person,
    Both,
    /// The same for everybody.
    Public,
}

/// Every table is decided here.
const TABLES: &[(&str, Sees)] = &[
    ("access_matrix", Sees::Public),
    ("act_fees", Sees::Both),
    ("act_invoices", Sees::Performer),
    ("act_lines", Sees::Both),
    ("act_registers", Sees::Nobody),
    ("act_signatures", Sees::Performer),
    ("act_versions", Sees::Performer),
    ("acts", Sees::Both),
    ("api_requests", Sees::Nobody),
    ("attendance_batches", Sees::Performer),
    ("attendance_months", Sees::Both),
    ("audits", Sees::Nobody),
    ("body_erasures", Sees::Nobody),
    ("budget_lines", Sees::Nobody),
    ("budget_stripes", Sees::Nobody),
    ("calendar_days", Sees::Public),
    ("calendar_years", Sees::Public),
    ("capital_obligations", Sees::Performer),
    ("confirmations", Sees::Both),
    ("contract_confirmations", Sees::Both),
    ("contract_revisions", Sees::Both),
    ("contract_vouchers", Sees::Both),
    ("contracts", Sees::Both),
    ("dispute_answers", Sees::Both),
    ("dispute_files", Sees::Both),
    ("disputes", Sees::Both),
    ("end_reasons", Sees::Public),
    ("estimates", Sees::Performer),
    ("exceptions", Sees::Performer),
    ("fee_ceilings", Sees::Public),
    ("fee_payments", Sees::Both),
    ("grants", Sees::Person),
    ("group_revisions", Sees::Both),
    ("groups", Sees::Both),
    ("guardians", Sees::Nobody),
    ("idempotency_keys", Sees::Nobody),
    ("inbox", Sees::Performer),
    ("inbox_outcomes", Sees::Performer),
    ("inbox_senders", Sees::Performer),
    ("issuers", Sees::Public),
    ("job_files", Sees::Nobody),
    ("jobs", Sees::Nobody),
    ("journal_bodies", Sees::Nobody),
    ("journal_checkpoints", Sees::Nobody),
    ("journal_entries", Sees::Nobody),
    ("journal_leaves", Sees::Nobody),
    ("journal_queue", Sees::Nobody),
    ("key_erasures", Sees::Nobody),
    ("live_days", Sees::Person),
    ("mandate_programmes", Sees::Nobody),
    ("mandates", Sees::Performer),
    ("movements", Sees::Both),
    ("nonces", Sees::Nobody),
    ("objects", Sees::Both),
    ("order_volumes", Sees::Public),
    ("parental_fees", Sees::Both),
    ("parts", Sees::Both),
    ("payment_orders", Sees::Both),
    ("payment_states", Sees::Both),
    ("performer_account_events", Sees::Performer),
    ("performer_locks", Sees::Nobody),
    ("performers", Sees::Both),
    ("person_account_events", Sees::Person),
    ("person_keys", Sees::Both),
    ("person_states", Sees::Both),
    ("person_vouchers", Sees::Both),
    ("persons", Sees::Both),
    ("portion_ends", Sees::Both),
    ("portions", Sees::Both),
    ("programme_labels", Sees::Public),
    ("programme_terms", Sees::Public),
    ("proposal_decisions", Sees::Nobody),
    ("proposals", Sees::Nobody),
    ("qr_failure_decisions", Sees::Performer),
    ("qr_failures", Sees::Performer),
    ("rate_issuers", Sees::Public),
    ("rates", Sees::Public),
    ("readings", Sees::Person),
    ("refinery_schema_history", Sees::Nobody),
    ("relocations", Sees::Nobody),
    ("repricings", Sees::Both),
];
/// The rest of the list, which an array of constants would make too long a line for.
const MORE: &[(&str, Sees)] = &[
    ("sessions", Sees::Nobody),
    ("silent_months", Sees::Both),
    ("standings", Sees::Performer),
    ("state_order_months", Sees::Performer),
    ("state_order_prices", Sees::Performer),
    ("state_orders", Sees::Performer),
    ("statement_lines", Sees::Performer),
    ("successions", Sees::Performer),
    ("timesheets", Sees::Performer),
    ("voucher_ends", Sees::Both),
    ("voucher_numbers", Sees::Nobody),
    ("vouchers", Sees::Both),
];

/// A child of a school, with everything that hangs on both; `portion` tells two schools of one voucher apart.
#[derive(Clone, Copy)]
struct Story {
    region: i16,
    school: u8,
    child: u8,
    voucher: u8,
    portion: u8,
}

const FIRST: Story = Story { region: 10, school: 1, child: 1, voucher: 1, portion: 1 };
const SECOND: Story = Story { region: 75, school: 2, child: 2, voucher: 2, portion: 1 };
/// The first child, with the same voucher, at a third school.
const MOVED: Story = Story { region: 10, school: 3, child: 1, voucher: 1, portion: 2 };

fn uuid(kind: &str, n: u8) -> String {
    format!("00000000-0000-0000-{kind}-{n:012}")
}

impl Story {
    fn performer(self) -> String {
        uuid("000a", self.school)
    }

    fn person(self) -> String {
        uuid("000b", self.child)
    }

    /// The `id` of a row of a table.
    fn id(self, table: &str) -> String {
        match table {
            "persons" => self.person(),
            "performers" => self.performer(),
            "vouchers" => uuid("000c", self.voucher),
            "contracts" => uuid("000d", self.school),
            "groups" => uuid("000e", self.school),
            "acts" => uuid("000f", self.school),
            "payment_orders" => uuid("00aa", self.school),
            "state_orders" => uuid("00ab", self.school),
            _ => uuid("00ff", self.school),
        }
    }

    fn value(self, table: &str, column: &str, kind: &str) -> String {
        let quoted = |id: String| format!("'{id}'");
        match (table, column, kind) {
            (_, "region", _) => self.region.to_string(),
            (_, "bucket" | "child_bucket", _) => self.child.to_string(),
            ("movements", "performer_id", _) => "NULL".to_owned(),
            (_, "performer_id" | "predecessor_id", _) => quoted(self.performer()),
            (_, "person_id" | "child_id", _) => quoted(self.person()),
            (_, "voucher_id" | "subject", _) => quoted(self.id("vouchers")),
            (_, "contract_id", _) => quoted(self.id("contracts")),
            (_, "group_id", _) => quoted(self.id("groups")),
            (_, "act_id", _) => quoted(self.id("acts")),
            (_, "order_id", _) => quoted(self.id("payment_orders")),
            (_, "failure_id", _) => quoted(self.id("qr_failures")),
            (_, "dispute_id", _) => quoted(self.id("disputes")),
            (_, "state_order_id", _) => quoted(self.id("state_orders")),
            (_, "id", "uuid") => quoted(self.id(table)),
            (_, "bin", _) => format!("'bin {}'", self.school),
            ("mandates", "role", _) => "'performer'".to_owned(),
            (_, "sha256", _) => format!("'\\x{:02}'", self.school),
            ("inbox" | "inbox_outcomes" | "inbox_senders", "kind", _) => "'k'".to_owned(),
            (_, "portion", _) => self.portion.to_string(),
            (_, _, "uuid") => "gen_random_uuid()".to_owned(),
            (_, _, "date") => "'2026-09-01'".to_owned(),
            (_, _, "timestamp with time zone") => "now()".to_owned(),
            (_, _, "boolean") => "false".to_owned(),
            (_, _, "jsonb") => "'{}'".to_owned(),
            (_, _, "bytea") => "gen_random_uuid()::text::bytea".to_owned(),
            (_, _, "text" | "character varying") => "gen_random_uuid()::text".to_owned(),
            (_, _, "bigint" | "smallint" | "integer") => "1".to_owned(),
            other => panic!("no value for {other:?}"),
        }
    }

    fn insert(self, database: &TestDatabase, table: &Table) -> String {
        let types = database
            .as_superuser(&format!(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid = '{}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                table.name
            ))
            .unwrap();
        let pairs = types.lines().filter_map(|line| line.split_once('|'));
        let values: Vec<String> = pairs.map(|(column, kind)| self.value(&table.name, column, kind)).collect();
        format!("INSERT INTO {} ({}) VALUES ({})", table.name, table.columns.join(", "), values.join(", "))
    }

    fn as_performer(self) -> String {
        own(&[(self.region, self.performer())], &[])
    }

    fn as_person(self) -> String {
        own(&[], &[(i16::from(self.child), self.person())])
    }
}

/// The settings of the scope `Own`.
fn own(parties: &[(i16, String)], persons: &[(i16, String)]) -> String {
    let list = |of: &[String]| of.join(",");
    let keys = |of: &[(i16, String)]| list(&of.iter().map(|pair| pair.0.to_string()).collect::<Vec<_>>());
    let ids = |of: &[(i16, String)]| list(&of.iter().map(|pair| pair.1.clone()).collect::<Vec<_>>());
    format!(
        "SET LOCAL ROLE qazyna_reader; SET LOCAL qazyna.regions = ''; SET LOCAL qazyna.party = '';
        SET LOCAL qazyna.party_regions = '{}'; SET LOCAL qazyna.parties = '{}'; SET LOCAL qazyna.person_buckets = '{}'; SET LOCAL qazyna.persons = '{}'",
        keys(parties),
        ids(parties),
        keys(persons),
        ids(persons)
    )
}

/// Tables in which the first child's move to another school adds a row.
const OF_THE_MOVE: [&str; 16] = [
    "performers",
    "objects",
    "groups",
    "group_revisions",
    "contracts",
    "contract_revisions",
    "portions",
    "portion_ends",
    "movements",
    "attendance_months",
    "acts",
    "act_lines",
    "act_versions",
    "payment_orders",
    "payment_states",
    "exceptions",
];

async fn filled() -> TestDatabase {
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
    let mut inserts = Vec::new();
    for table in tables(&database).iter().filter(|table| !table.is_partition) {
        if table.name == "refinery_schema_history" {
            continue;
        }
        for story in [FIRST, SECOND] {
            let once = [
                "programme_terms",
                "programme_labels",
                "calendar_days",
                "calendar_years",
                "end_reasons",
                "access_matrix",
            ]
            .contains(&table.name.as_str())
                || table.name.starts_with("journal_");
            if !(once && story.school == 2) {
                inserts.push(story.insert(&database, table));
            }
        }
        if OF_THE_MOVE.contains(&table.name.as_str()) {
            inserts.push(MOVED.insert(&database, table));
        }
    }
    database.as_superuser(&inserts.join(";\n")).unwrap();
    database
}

/// How many rows, and how many of them are of the region; `None` without a grant.
async fn count(client: &Client, table: &str) -> Option<i64> {
    client.batch_execute("SAVEPOINT before").await.unwrap();
    match client.query_one(&format!("SELECT count(*) FROM {table}"), &[]).await {
        Ok(row) => Some(row.get(0)),
        Err(error) => {
            assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{table}: {error:?}");
            client.batch_execute("ROLLBACK TO before").await.unwrap();
            None
        }
    }
}

fn decided() -> Vec<(&'static str, Sees)> {
    TABLES.iter().chain(MORE).copied().collect()
}

#[tokio::test]
async fn every_table_is_decided_for_the_reader() {
    let database = testkit::database().await.unwrap();
    let all: Vec<String> =
        tables(&database).into_iter().filter(|table| !table.is_partition).map(|table| table.name).collect();
    assert_eq!(decided().iter().map(|(name, _)| *name).collect::<Vec<_>>(), all);
}

#[tokio::test]
async fn a_performer_and_a_person_see_their_own_rows_of_every_table_and_no_others() {
    let database = filled().await;
    let client = database.connect(Role::App).await.unwrap();
    for (scope, mine, settings) in [
        ("the second performer", Sees::Performer, SECOND.as_performer()),
        ("the second person", Sees::Person, SECOND.as_person()),
        ("nobody", Sees::Nobody, own(&[], &[])),
        ("an unknown performer", Sees::Nobody, own(&[(75, uuid("000a", 9))], &[])),
        ("a performer of another region", Sees::Nobody, own(&[(10, SECOND.performer())], &[])),
        ("an unknown person", Sees::Nobody, own(&[], &[(2, uuid("000b", 9))])),
    ] {
        client.batch_execute(&format!("BEGIN; {settings}")).await.unwrap();
        for (table, sees) in decided() {
            let expected = match sees {
                Sees::Nobody => None,
                Sees::Public => {
                    assert!(count(&client, table).await.is_some(), "{table} is public");
                    continue;
                }
                Sees::Both => Some(i64::from(mine != Sees::Nobody)),
                Sees::Performer | Sees::Person => Some(i64::from(sees == mine)),
            };
            assert_eq!(count(&client, table).await, expected, "{scope} at {table}");
        }
        client.batch_execute("ROLLBACK").await.unwrap();
    }
}

#[tokio::test]
async fn a_child_who_moved_sees_both_schools_and_each_school_only_its_own_part() {
    let database = filled().await;
    let client = database.connect(Role::App).await.unwrap();
    for (settings, person) in [(FIRST.as_performer(), false), (MOVED.as_performer(), false), (FIRST.as_person(), true)]
    {
        client.batch_execute(&format!("BEGIN; {settings}")).await.unwrap();
        for table in OF_THE_MOVE {
            let sees = decided().into_iter().find(|(name, _)| *name == table).unwrap().1;
            let expected = match (person, sees) {
                (true, Sees::Both) => 2,
                (true, _) => 0,
                (false, _) => 1,
            };
            assert_eq!(count(&client, table).await, Some(expected), "{table} {settings}");
        }
        client.batch_execute("ROLLBACK").await.unwrap();
    }
}

#[tokio::test]
async fn the_reader_writes_nothing_and_the_application_does_not_inherit_what_it_sees() {
    let database = filled().await;
    let client = database.connect(Role::App).await.unwrap();
    for (table, _) in decided() {
        client.batch_execute(&format!("BEGIN; {}", SECOND.as_performer())).await.unwrap();
        for sql in
            [format!("INSERT INTO {table} DEFAULT VALUES"), format!("DELETE FROM {table}"), format!("TRUNCATE {table}")]
        {
            client.batch_execute("SAVEPOINT before").await.unwrap();
            let error = client.batch_execute(&sql).await.expect_err(&sql);
            assert_eq!(error.code(), Some(&SqlState::INSUFFICIENT_PRIVILEGE), "{sql}: {error:?}");
            client.batch_execute("ROLLBACK TO before").await.unwrap();
        }
        client.batch_execute("ROLLBACK").await.unwrap();
    }
    let settings = SECOND.as_performer().replace("SET LOCAL ROLE qazyna_reader;", "");
    client.batch_execute(&format!("BEGIN; {settings}")).await.unwrap();
    assert_eq!(count(&client, "contracts").await, Some(0));
    assert_eq!(count(&client, "issuers").await, Some(0));
}
