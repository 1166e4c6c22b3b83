//! Who may do what, proven on the database itself: grants, row-level security, the access matrix, the schema as it stands.

mod access;
mod grants;
mod own;
mod routes;
mod schema;
mod scopes;

use crate::platform::testkit::TestDatabase;

/// A table of the schema with its columns.
struct Table {
    name: String,
    columns: Vec<String>,
    is_partition: bool,
}

/// Every table of the database, partitions included, as the catalogue knows them.
fn tables(database: &TestDatabase) -> Vec<Table> {
    let rows = database
        .as_superuser(
            "SELECT c.relname, c.relispartition, string_agg(a.attname, ',' ORDER BY a.attnum)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
            GROUP BY c.relname, c.relispartition ORDER BY c.relname",
        )
        .unwrap();
    let split = rows.lines().map(|line| line.split('|').collect::<Vec<_>>());
    split
        .map(|row| Table {
            name: row[0].to_owned(),
            columns: row[2].split(',').map(str::to_owned).collect(),
            is_partition: row[1] == "t",
        })
        .collect()
}
