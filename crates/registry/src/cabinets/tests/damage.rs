//! Damage that somebody who owns the machine plants, past every right: each act of it is found, and nothing is found where none is (P11).
//!
//! Each batch of ten is planted in a database of its own, a copy of the same clean one, and audited once; each of the ten must be named.

use std::{fs, path::Path};

use jiff::civil::date;
use rand::{Rng as _, SeedableRng as _, rngs::StdRng, seq::IndexedRandom as _};

use super::lived::{World, publish};
use crate::{
    app::App,
    cabinets::{Audited, audit, facts},
    platform::{Actor, Progress, clock::Clock, cluster::Role, testkit::TestDatabase},
};

const BATCHES: u64 = 5;
const EACH: usize = 10;
/// Past foreign keys, as a superuser may.
const PAST: &str = "SET session_replication_role = replica; ";

/// Clean months with their log published, no session left on their database.
struct Clean {
    world: World,
}

impl Clean {
    async fn new() -> Self {
        let mut world = World::new().await;
        world.keep(date(2026, 10, 1)).await;
        world.pay(date(2026, 10, 1)).await;
        publish(&world.desk.country.app, &world.desk.country.app.data).await;
        world.desk.country.app.db.close();
        Self { world }
    }

    async fn copy(&self) -> TestDatabase {
        self.world.desk.country.database.copy().await.unwrap()
    }

    fn data(&self) -> &Path {
        &self.world.desk.country.app.data
    }
}

async fn audited(database: &TestDatabase, data: &Path) -> Audited {
    let app = App::open(database.config(Role::App), data.to_owned(), Clock::system()).await.unwrap();
    let audited = audit(&app, &Actor::console(app.clock.id()), &Progress::silent()).await.unwrap();
    app.db.close();
    audited
}

fn lines(database: &TestDatabase, sql: &str) -> Vec<Vec<String>> {
    let text = database.as_superuser(sql).unwrap();
    text.lines().map(|line| line.split('|').map(str::to_owned).collect()).collect()
}

/// A row of a fact: its table, where it lies, its entry.
struct Target {
    table: &'static str,
    relation: String,
    place: String,
    entry: String,
}

/// Rows of different (table, entry) pairs, so that each planted act has a finding of its own.
fn targets(database: &TestDatabase, random: &mut StdRng) -> Vec<Target> {
    let rows: Vec<String> = facts::TABLES
        .iter()
        .map(|table| format!("SELECT '{table}', tableoid::regclass::text, min(ctid::text), entry_id::text FROM {table} GROUP BY 1, 2, 4"))
        .collect();
    let mut found: Vec<Target> = lines(database, &rows.join(" UNION ALL "))
        .into_iter()
        .map(|row| Target {
            table: facts::TABLES.iter().find(|table| **table == row[0]).unwrap(),
            relation: row[1].clone(),
            place: row[2].clone(),
            entry: row[3].clone(),
        })
        .collect();
    for last in (1..found.len()).rev() {
        found.swap(last, random.random_range(0..=last));
    }
    // An entry's rows of one table share a finding, so one of them is enough; partitions of a table have turns of their own.
    let mut once = std::collections::HashSet::new();
    found.retain(|target| once.insert((target.table, target.entry.clone())));
    // Every table has its turn: the rare ones first, in a random order among those of one table.
    let mut turn = std::collections::BTreeMap::<&str, usize>::new();
    let mut keyed: Vec<(usize, Target)> = found
        .into_iter()
        .map(|target| {
            let n = turn.entry(target.table).or_default();
            *n += 1;
            (*n, target)
        })
        .collect();
    keyed.sort_by_key(|(n, _)| *n);
    keyed.into_iter().map(|(_, target)| target).collect()
}

/// A changed value of a column of this type.
fn another(kind: &str, column: &str) -> Option<String> {
    Some(match kind {
        "smallint" | "integer" | "bigint" | "date" => format!("{column} + 1"),
        "text" => format!("{column} || 'x'"),
        "uuid" => "gen_random_uuid()".to_owned(),
        "bytea" => format!("{column} || '\\x00'::bytea"),
        "boolean" => format!("NOT {column}"),
        "timestamp with time zone" => format!("{column} - interval '1 second'"),
        "jsonb" => r#"'{"changed": true}'"#.to_owned(),
        _ => return None,
    })
}

fn names(audited: &Audited, table: &str, entry: &str) -> bool {
    audited.findings.iter().any(|found| found.code.starts_with("row.") && found.table == table && found.key == entry)
}

/// Plants `act` on rows until ten took; answers them.
fn plant(
    database: &TestDatabase,
    random: &mut StdRng,
    act: impl Fn(&Target, &mut StdRng) -> Option<String>,
    skip: usize,
) -> Vec<Target> {
    let mut planted = Vec::new();
    for target in targets(database, random).into_iter().skip(skip) {
        let Some(sql) = act(&target, random) else { continue };
        // A CHECK or a key may refuse an act, and a change of nothing is none; then another row has its turn.
        if database.as_superuser(&format!("{PAST}{sql} RETURNING 1")).is_ok_and(|rows| !rows.trim().is_empty()) {
            planted.push(target);
        }
        if planted.len() == EACH {
            return planted;
        }
    }
    panic!("only {} rows could be damaged", planted.len());
}

#[tokio::test]
async fn fifty_edits_and_fifty_deletions_of_rows_are_each_found_and_a_clean_database_raises_no_alarm() {
    let clean = Clean::new().await;
    for batch in 0..BATCHES {
        let mut random = StdRng::seed_from_u64(batch);
        let database = clean.copy().await;
        if batch == 0 {
            assert_eq!(audited(&database, clean.data()).await.findings, []);
        }
        let columns = lines(
            &database,
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'",
        );
        let edit = |target: &Target, random: &mut StdRng| {
            let mine: Vec<_> =
                columns.iter().filter(|column| column[0] == target.table && column[1] != "entry_id").collect();
            let column = mine.choose(random)?;
            let (name, changed) = (&column[1], another(&column[2], &column[1])?);
            Some(format!(
                "UPDATE {} SET {name} = {changed} WHERE ctid = '{}' AND {name} IS DISTINCT FROM {changed}",
                target.relation, target.place
            ))
        };
        let skip = usize::try_from(batch).unwrap() * EACH;
        let planted = plant(&database, &mut random, edit, skip);
        let found = audited(&database, clean.data()).await;
        for target in &planted {
            assert!(
                names(&found, target.table, &target.entry),
                "an edit of {} {} went unnoticed",
                target.table,
                target.entry
            );
        }

        let database = clean.copy().await;
        let delete = |target: &Target, _: &mut StdRng| {
            Some(format!("DELETE FROM {} WHERE ctid = '{}'", target.relation, target.place))
        };
        let planted = plant(&database, &mut random, delete, skip);
        let found = audited(&database, clean.data()).await;
        for target in &planted {
            assert!(
                names(&found, target.table, &target.entry),
                "a deletion from {} {} went unnoticed",
                target.table,
                target.entry
            );
        }
    }
}

/// movements.csv has ten fields, and the journal hashes those; the others are held to what they follow from.
#[tokio::test]
async fn what_is_not_printed_of_a_movement_cannot_be_changed_either() {
    let clean = Clean::new().await;
    let database = clean.copy().await;
    let mut planted = Vec::new();
    for (kind, change) in [
        (1, "subject = gen_random_uuid()"),
        (1, "performer_id = gen_random_uuid()"),
        (1, "portion = 1"),
        (3, "portion = portion + 1"),
        (3, "rest = 1"),
        (4, "part_month = part_month + 1"),
        (5, "portion = portion + 5"),
        (6, "rest = rest + 7"),
        (7, "part_month = part_month + 29"),
    ] {
        let taken = planted.iter().map(|entry| format!("'{entry}', ")).collect::<String>();
        let one = format!("SELECT id FROM movements WHERE kind = {kind} AND entry_id::text NOT IN ({taken}'') LIMIT 1");
        let sql = format!("{PAST}UPDATE movements SET {change} WHERE id = ({one}) RETURNING entry_id");
        planted.push(database.as_superuser(&sql).unwrap().trim().to_owned());
    }
    let found = audited(&database, clean.data()).await;
    for entry in &planted {
        assert!(names(&found, "movements", entry), "{entry} is changed unnoticed");
    }

    // A due that two portions of one child swap is the signed lines' no longer.
    let database = clean.copy().await;
    let swap = format!(
        "{PAST}UPDATE movements m SET portion = 3 - m.portion, performer_id = t.performer_id FROM portions t
        WHERE m.kind = 5 AND t.month = m.part_month AND t.voucher_id = m.subject AND t.portion = 3 - m.portion
            AND EXISTS (SELECT 1 FROM portions o WHERE o.voucher_id = m.subject AND o.month = m.part_month AND o.portion = 2) RETURNING 1"
    );
    assert!(lines(&database, &swap).len() >= 2);
    let found = audited(&database, clean.data()).await;
    assert!(found.findings.iter().filter(|found| found.code == "act.posted").count() >= 2, "{:?}", found.findings);
}

#[tokio::test]
async fn fifty_reorderings_and_fifty_back_datings_are_each_found() {
    let clean = Clean::new().await;
    for batch in 0..BATCHES {
        let mut random = StdRng::seed_from_u64(100 + batch);
        let database = clean.copy().await;
        let count: usize =
            database.as_superuser("SELECT count(*) FROM journal_leaves").unwrap().trim().parse().unwrap();
        let mut order: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            order.swap(last, random.random_range(0..=last));
        }
        // Leaves change places with everything that hangs on them.
        let pairs: Vec<(usize, usize)> = order.chunks_exact(2).map(|pair| (pair[0], pair[1])).take(EACH).collect();
        let (mut sql, spare) = (String::from(PAST), 1_000_000);
        for (a, b) in &pairs {
            for (from, to) in [(*a, spare), (*b, *a), (spare, *b)] {
                sql += &format!("UPDATE journal_leaves SET index = {to} WHERE index = {from}; ");
            }
        }
        database.as_superuser(&sql).unwrap();
        assert_eq!(pairs.len(), EACH);
        let found = audited(&database, clean.data()).await;
        for (a, b) in &pairs {
            for index in [a, b] {
                assert!(
                    found.findings.iter().any(|found| found.code == "log.forked" && found.key == index.to_string()),
                    "leaf {index} changed its place unnoticed"
                );
            }
        }

        let database = clean.copy().await;
        back_date(&clean, &database, &mut random, &order[..EACH]).await;
    }
}

/// Entries are dated back: with all their rows, and some so that salt, body, entry and leaf agree again.
async fn back_date(clean: &Clean, database: &TestDatabase, random: &mut StdRng, indexes: &[usize]) {
    for (n, index) in indexes.iter().enumerate() {
        let entry = database
            .as_superuser(&format!("SELECT entry_id FROM journal_leaves WHERE index = {index}"))
            .unwrap()
            .trim()
            .to_owned();
        let days = random.random_range(1..400);
        let earlier = format!("recorded_at = recorded_at - interval '{days} days'");
        let mut sql = format!("{PAST}UPDATE journal_entries SET {earlier} WHERE id = '{entry}'; ");
        for table in facts::TABLES {
            sql += &format!("UPDATE {table} SET {earlier} WHERE entry_id = '{entry}'; ");
        }
        if n % 2 == 1 {
            sql += &format!(
                "UPDATE journal_bodies b SET body = convert_to(replace(convert_from(b.body, 'UTF8'), m.told, (m.told::bigint - {days} * 86400000000)::text), 'UTF8')
                    FROM (SELECT id, substring(convert_from(body, 'UTF8') FROM '\"recorded_at\":([0-9]+)') AS told FROM journal_bodies) m
                    WHERE m.id = b.id AND b.id = '{entry}';
                UPDATE journal_entries e SET entry = sha256(b.salt || b.body) FROM journal_bodies b WHERE b.id = e.id AND e.id = '{entry}';
                UPDATE journal_leaves l SET entry = e.entry FROM journal_entries e WHERE e.id = l.entry_id AND l.index = {index}; "
            );
        }
        database.as_superuser(&sql).unwrap();
    }
    let found = audited(database, clean.data()).await;
    for (n, index) in indexes.iter().enumerate() {
        let entry = database
            .as_superuser(&format!("SELECT entry_id FROM journal_leaves WHERE index = {index}"))
            .unwrap()
            .trim()
            .to_owned();
        let (code, key) = if n % 2 == 1 { ("log.forked", index.to_string()) } else { ("entry.recorded_at", entry) };
        assert!(
            found.findings.iter().any(|found| found.code == code && found.key == key),
            "entry {index} was dated back unnoticed"
        );
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for file in fs::read_dir(from).unwrap() {
        let file = file.unwrap();
        let to = to.join(file.file_name());
        if file.file_type().unwrap().is_dir() {
            copy_folder(&file.path(), &to)
        } else {
            fs::copy(file.path(), to).map(drop).unwrap()
        }
    }
}

#[tokio::test]
async fn fifty_roll_backs_of_the_whole_database_are_each_found() {
    const TIMES: usize = 5;
    const LATER: usize = 10;
    let clean = Clean::new().await;
    let (live, data) = (clean.copy().await, clean.data());
    let mut copies = Vec::new();
    let go_on = async |database: &TestDatabase, data: &Path, number: usize| {
        let app = App::open(database.config(Role::App), data.to_owned(), Clock::system()).await.unwrap();
        let mut tx = app.begin(&Actor::console(app.clock.id()), "later", 75).await.unwrap();
        let issuer = crate::parties::store::Issuer {
            region: 75,
            id: app.clock.id(),
            bin: format!("{number:012}"),
            name: "later".to_owned(),
        };
        tx.record(&[issuer]).await.unwrap();
        tx.commit().await.unwrap();
        app
    };
    for n in 0..TIMES {
        copies.push(live.copy().await.unwrap());
        let app = go_on(&live, data, n).await;
        publish(&app, data).await;
        app.db.close();
    }
    let mut found = 0;
    for later in 0..LATER {
        let app = go_on(&live, data, 100 + later).await;
        publish(&app, data).await;
        app.db.close();
        let published = tempfile::tempdir().unwrap();
        copy_folder(data, published.path());
        for (n, copy) in copies.iter().enumerate() {
            // The second half of the copies has gone on by itself, with entries of its own.
            if n % 2 == 1 {
                let app = go_on(copy, data, 1000 + later).await;
                crate::platform::sequencer::drain(&app).await.unwrap();
                app.db.close();
            }
            let codes: Vec<_> = audited(copy, published.path()).await.findings.iter().map(|found| found.code).collect();
            assert!(codes.contains(&if n % 2 == 1 { "log.forked" } else { "log.rolled_back" }), "{codes:?}");
            found += 1;
        }
    }
    assert_eq!(found, TIMES * LATER);
    assert_eq!(audited(&live, data).await.findings, []);
}
