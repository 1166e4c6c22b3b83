//! The schema that all migrations together make, kept as text: a change shows in the diff of `snapshots/schema.sql`.

use std::fs;

use crate::platform::{migrate, testkit};

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
