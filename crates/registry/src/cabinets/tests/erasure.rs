//! What is erased by a journalled order is accepted by the audit; what disappears without one is found (spec 2.3, 9; P11).

use std::collections::BTreeSet;

use jiff::civil::date;
use tokio_postgres::NoTls;

use crate::{
    beneficiaries,
    cabinets::{Audited, audit},
    platform::{
        Error, Progress, Result,
        cluster::Role,
        erasure::{Erase, Erased, erase},
        sequencer,
        testkit::fixture::{Country, iin},
    },
};

const PERSONS: &str = "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n";
const COUNT: u32 = 60;
const GROUND: &str = "Закон о персональных данных, ст. 18";

/// Persons of the register, each read from a file of its own, so that each has an entry of its own.
async fn registered() -> Country {
    let country = Country::new().await;
    for n in 0..COUNT {
        let (child, guardian) = (iin(date(2017, 3, 7), n), iin(date(2001, 5, 6), n));
        let sex = if n % 2 == 0 { "male" } else { "female" };
        let row = format!("{child},Тестов,Алихан,,2017-03-07,{sex},{guardian},750000000,alive,\n");
        let file = (PERSONS.to_owned() + &row).into_bytes();
        let name = format!("persons-{n}.csv");
        let silent = Progress::silent();
        let report = beneficiaries::import(&country.app, &country.actor, (&name, &file), false, &silent).await.unwrap();
        assert_eq!(report.exit(), 0, "{report:?}");
    }
    sequencer::drain(&country.app).await.unwrap();
    country
}

async fn order(country: &Country, persons: &[String], entries: &[String]) -> Result<Erased> {
    let ids = |texts: &[String]| texts.iter().map(|id| id.parse().unwrap()).collect();
    let what = Erase { persons: ids(persons), entries: ids(entries), ground: GROUND.to_owned() };
    erase(&country.app, &country.actor, &country.database.config(Role::Erasure), &what).await
}

async fn audited(country: &Country) -> Audited {
    sequencer::drain(&country.app).await.unwrap();
    audit(&country.app, &country.actor, &Progress::silent()).await.unwrap()
}

/// Keys of findings of a code.
fn keys(audited: &Audited, code: &str) -> BTreeSet<String> {
    audited.findings.iter().filter(|found| found.code == code).map(|found| found.key.clone()).collect()
}

fn persons(country: &Country) -> Vec<String> {
    country.rows("SELECT id FROM persons ORDER BY id")
}

fn entries(country: &Country) -> Vec<String> {
    country.rows("SELECT entry_id FROM persons ORDER BY entry_id")
}

#[tokio::test]
async fn a_journalled_erasure_destroys_exactly_what_it_names_and_raises_no_alarm() {
    let country = registered().await;
    assert_eq!(audited(&country).await.findings, []);
    let (persons, entries) = (&persons(&country)[..3], &entries(&country)[10..12]);
    let done = order(&country, persons, entries).await.unwrap();
    assert_eq!(done, Erased { persons: 3, entries: 2, keys_destroyed: 3, bodies_destroyed: 2 });
    let named = |ids: &[String]| ids.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
    assert_eq!(country.number("SELECT count(*) FROM person_keys"), i64::from(COUNT) - 3);
    assert_eq!(country.number("SELECT count(*) FROM guardians"), i64::from(COUNT) - 3);
    let left = |table: &str, column: &str, ids: &[String]| {
        country.number(&format!("SELECT count(*) FROM {table} WHERE {column} IN ({})", named(ids)))
    };
    assert_eq!(left("person_keys", "person_id", persons) + left("guardians", "child_id", persons), 0);
    assert_eq!(left("journal_bodies", "id", entries), 0);
    // The person and the entry stay, and so does every proof.
    assert_eq!((left("persons", "id", persons), left("journal_entries", "id", entries)), (3, 2));
    assert_eq!(audited(&country).await.findings, []);
    assert_eq!(order(&country, persons, entries).await.unwrap(), Erased::default(), "twice is once");
}

#[tokio::test]
async fn sixty_keys_and_fifty_bodies_that_disappear_without_an_order_are_each_found() {
    let country = registered().await;
    let (persons, entries) = (persons(&country), entries(&country));
    order(&country, &persons[..1], &entries[..1]).await.unwrap();
    let ordered = country.rows("SELECT entry_id FROM key_erasures")[0].clone();
    country.database.as_superuser("DELETE FROM person_keys").unwrap();
    let gone: BTreeSet<String> = entries[1..52].iter().chain([&ordered]).cloned().collect();
    let named = gone.iter().map(|id| format!("'{id}'")).collect::<Vec<_>>().join(",");
    country.database.as_superuser(&format!("DELETE FROM journal_bodies WHERE id IN ({named})")).unwrap();
    let found = audited(&country).await;
    assert_eq!(keys(&found, "person.key_missing"), persons[1..].iter().cloned().collect());
    // The entry of the erasure itself among them: it proves the erasure and can have no order of its own.
    assert_eq!(keys(&found, "entry.body_missing"), gone);
}

#[tokio::test]
async fn an_order_that_nobody_journalled_covers_nothing_and_rows_of_an_erased_entry_are_still_held() {
    let country = registered().await;
    let (persons, entries) = (persons(&country), entries(&country));
    order(&country, &[], &entries[..5]).await.unwrap();
    // Orders planted past the journal: under an entry that is not there, and under one that is.
    let plant = format!(
        "SET session_replication_role = replica;
        INSERT INTO key_erasures SELECT bucket, id, 'planted', recorded_at, gen_random_uuid() FROM persons WHERE id = '{0}';
        INSERT INTO body_erasures SELECT region, id, '\\x00', 'planted', recorded_at, id FROM journal_entries WHERE id = '{1}';
        DELETE FROM person_keys WHERE person_id = '{0}'; DELETE FROM journal_bodies WHERE id = '{1}';
        UPDATE person_states SET kato = '000000000' WHERE entry_id = '{2}'; DELETE FROM persons WHERE entry_id = '{3}'",
        persons[7], entries[8], entries[0], entries[1]
    );
    country.database.as_superuser(&plant).unwrap();
    let found = audited(&country).await;
    assert!(!keys(&found, "row.without_entry").is_empty(), "{:?}", found.findings);
    assert!(keys(&found, "entry.body_missing").contains(&entries[8]), "{:?}", found.findings);
    let changed = keys(&found, "row.changed");
    assert!(changed.contains(&entries[0]) && changed.contains(&entries[1]), "{:?}", found.findings);
}

#[tokio::test]
async fn an_erasure_that_broke_off_is_told_and_ended_by_the_next_run() {
    let country = registered().await;
    let (persons, entries) = (persons(&country), entries(&country));
    let what = Erase {
        persons: vec![persons[0].parse().unwrap()],
        entries: vec![entries[1].parse().unwrap()],
        ground: GROUND.to_owned(),
    };
    let mut nowhere = tokio_postgres::Config::new();
    nowhere.host_path("/nonexistent").user("qazyna_erasure");
    assert!(erase(&country.app, &country.actor, &nowhere, &what).await.is_err());
    let told = keys(&audited(&country).await, "erasure.unfinished");
    assert_eq!(told, BTreeSet::from([persons[0].clone(), entries[1].clone()]));
    let done = order(&country, &[], &[]).await.unwrap();
    assert_eq!((done.keys_destroyed, done.bodies_destroyed), (1, 1));
    assert_eq!(audited(&country).await.findings, []);
}

#[tokio::test]
async fn the_erasure_role_deletes_nothing_without_an_order_and_an_erasure_keeps_its_own_proof() {
    let country = registered().await;
    let (client, connection) = country.database.config(Role::Erasure).connect(NoTls).await.unwrap();
    tokio::spawn(connection);
    for table in ["person_keys", "journal_bodies", "guardians"] {
        assert_eq!(client.execute(&format!("DELETE FROM {table}"), &[]).await.unwrap(), 0, "{table}");
    }
    let code = |answer: Result<Erased>| answer.err().as_ref().and_then(Error::code).unwrap_or_default().to_owned();
    let nobody = ["00000000-0000-7000-8000-000000000000".to_owned()];
    assert_eq!(code(order(&country, &nobody, &[]).await), "person.unknown");
    assert_eq!(code(order(&country, &[], &nobody).await), "erasure.kept");
    let silent = Erase { persons: vec![persons(&country)[0].parse().unwrap()], ..Erase::default() };
    let eraser = country.database.config(Role::Erasure);
    assert_eq!(code(erase(&country.app, &country.actor, &eraser, &silent).await), "input.invalid");
    assert_eq!(
        country.number("SELECT count(*) FROM key_erasures") + country.number("SELECT count(*) FROM body_erasures"),
        0
    );
    order(&country, &persons(&country)[..1], &[]).await.unwrap();
    let own = country.rows("SELECT entry_id FROM key_erasures");
    assert_eq!(code(order(&country, &[], &own).await), "erasure.kept");
}
