//! The schema that all migrations together make, kept as text: a change shows in the diff of `snapshots/schema.sql`.

use std::fs;

use crate::platform::{cluster::Role, migrate, testkit};

/// Statements without comments, settings of the session and blank lines.
fn normalised(dump: &str) -> String {
    let session = ["--", "SET ", "SELECT pg_catalog.set_config", "\\restrict", "\\unrestrict"];
    let lines = dump.lines().filter(|line| !line.is_empty() && !session.iter().any(|start| line.starts_with(start)));
    let text = lines.collect::<Vec<_>>().join("\n") + "\n";
    text.replace(";\n", ";\n\n").trim_end().to_owned() + "\n"
}

#[tokio::test]
async fn the_migrations_make_the_schema_that_is_kept() {
    let database = testkit::database_from("schema_template", async |owner| {
        let (mut client, connection) = owner.connect(tokio_postgres::NoTls).await?;
        tokio::spawn(connection);
        // Partitions are left out: they are copies of their tables.
        migrate::run(&mut client, jiff::civil::date(2026, 8, 1), 0).await?;
        Ok(())
    })
    .await
    .unwrap();
    let found = normalised(&database.schema().unwrap());
    assert!(
        found.contains("CREATE TABLE public.movements") && found.contains("CREATE POLICY scope ON public.movements")
    );
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/schema.sql");
    if std::env::var_os("QAZYNA_SNAPSHOTS").is_some() {
        fs::write(path, &found).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap();
    let differs = found.lines().zip(kept.lines()).find(|(found, kept)| found != kept);
    assert!(found == kept, "run with QAZYNA_SNAPSHOTS=1 and read the diff; the first difference: {differs:?}");
}

/// Lists by time go backwards through an index, however many rows there are: with few rows the planner would not, so it is asked what it can.
#[tokio::test]
async fn lists_by_time_are_read_by_an_index() {
    let database = testkit::database().await.unwrap();
    let app = database.connect(Role::App).await.unwrap();
    let settings =
        "SET qazyna.regions = 'national'; SET enable_seqscan = off; SET enable_sort = off; SET enable_bitmapscan = off";
    app.batch_execute(settings).await.unwrap();
    for (index, sql) in [
        ("payment_orders_by_time", "SELECT o.id FROM payment_orders o ORDER BY o.id DESC LIMIT 50"),
        ("act_registers_by_time", "SELECT r.id FROM act_registers r ORDER BY r.id DESC LIMIT 50"),
        ("acts_to_order", "SELECT count(*) FROM acts WHERE state = 'invoiced' AND total > 0"),
        (
            "inbox_by_time",
            "SELECT i.name FROM inbox i ORDER BY i.received_at DESC, encode(i.sha256, 'hex') DESC LIMIT 50",
        ),
        ("statement_lines_by_statement", "SELECT min(l.recorded_at) FROM statement_lines l WHERE l.statement = 'ab'"),
        (
            "statement_lines_by_statement",
            "SELECT l.statement FROM statement_lines l WHERE l.statement > 'ab' ORDER BY l.statement LIMIT 1",
        ),
        (
            "statement_lines_that_differ",
            "SELECT l.id FROM statement_lines l WHERE l.outcome <> 'redeemed' ORDER BY l.recorded_at DESC, l.id DESC LIMIT 50",
        ),
        ("audits_by_time", "SELECT findings FROM audits ORDER BY ended_at DESC, id DESC LIMIT 1"),
    ] {
        let plan = app.query(&format!("EXPLAIN {sql}"), &[]).await.unwrap();
        let plan: Vec<String> = plan.iter().map(|row| row.get(0)).collect();
        assert!(
            plan.iter().any(|line| line.contains(index)) && !plan.iter().any(|line| line.contains("Sort")),
            "{sql}: {plan:#?}"
        );
    }
}
