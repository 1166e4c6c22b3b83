//! A database or a log that went back in time, and receipts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ledger::log::{keys::Verifier, receipt::Receipt};
use registry::app::App;
use registry::cabinets::{self, Subject};
use registry::platform::Actor;
use registry::platform::clock::Clock;
use registry::platform::cluster::{Cluster, ClusterConfig, DATABASE, Role};

use serde_json::{Value, json};

use crate::place::{Answer, Place, answer, codes, verify};

/// Copies a folder with owners and rights, replacing what is there.
fn copy(from: &Path, to: &Path) {
    if to.exists() {
        fs::remove_dir_all(to).unwrap();
    }
    assert!(Command::new("cp").arg("-a").arg(from).arg(to).status().unwrap().success());
}

/// The folders of the database and of the log, wherever the private cluster lies.
fn folders(place: &Place) -> (PathBuf, PathBuf) {
    let log = fs::canonicalize(place.data().join("log")).unwrap();
    (log.parent().unwrap().join("postgres"), log)
}

fn witness(place: &Place) -> Answer {
    let mut command = Command::new(env!("CARGO_BIN_EXE_qazyna"));
    let (log, key) = (place.data().join("log"), place.path("witness.key"));
    answer(command.arg("witness").arg("--log").arg(log).arg("--key").arg(key).output().unwrap())
}

#[test]
fn a_database_that_went_back_is_refused_by_the_signer_and_a_log_that_did_by_the_witness() {
    let place = Place::new(1, 1);
    let steps = place.steps();
    assert_eq!(place.run(&steps[0]).code, 0);
    let (database, log) = folders(&place);
    let (old_database, old_log) = (place.path("old-database"), place.path("old-log"));
    copy(&database, &old_database);
    copy(&log, &old_log);
    let first = witness(&place);
    // The rules of the pack, and the first step.
    assert_eq!((first.code, first.result["size"].as_u64()), (0, Some(2)), "{}", first.stderr);
    assert_eq!(place.run(&steps[1]).code, 0);
    let seen = witness(&place);
    assert_eq!((seen.code, seen.result["size"].as_u64()), (0, Some(3)), "{}", seen.stderr);
    let (new_database, new_log) = (place.path("new-database"), place.path("new-log"));
    copy(&database, &new_database);
    copy(&log, &new_log);

    // The database alone goes back: the signer has published what it no longer has.
    copy(&old_database, &database);
    let refused =
        place.run(&["export", "--month", "2026-09", "--out", &place.path("x").to_string_lossy()].map(str::to_owned));
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("log.rolled_back"), "{}", refused.stderr);
    assert_eq!(place.line("audit").code, 1);
    // It goes on from there with another history.
    let refused = place.run(&steps[2]);
    assert_eq!(refused.code, 2);
    assert!(refused.stderr.contains("log.forked"), "{}", refused.stderr);
    assert_eq!(codes(&verify(&log, &[]).result["findings"]), Vec::<String>::new(), "the published log was touched");

    // Both go back: within the folder all is in order, but the witness remembers.
    copy(&old_database, &database);
    copy(&old_log, &log);
    place.require_sound();
    let rolled_back = witness(&place);
    assert_eq!((rolled_back.code, rolled_back.result["finding"].as_str()), (1, Some("log.rolled_back")));
    let memory = place.path("witness.memory.json");
    let remembered = verify(&log, &["--remembered", &memory.to_string_lossy()]);
    assert_eq!((remembered.code, codes(&remembered.result["findings"])), (1, vec!["log.rolled_back".to_owned()]));
    // Another history of the same length.
    assert_eq!(place.run(&steps[2]).code, 0);
    let forked = witness(&place);
    assert_eq!((forked.code, forked.result["finding"].as_str()), (1, Some("log.forked")));

    // The honest state is taken again.
    copy(&new_database, &database);
    copy(&new_log, &log);
    place.require_sound();
    assert_eq!(witness(&place).code, 0);
}

/// The receipts of rows, cut by the library on the place's own database; a movement or an act's line each.
fn receipts(place: &Place, subjects: &[Subject]) -> Vec<Value> {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = Cluster::start(&place.data(), &ClusterConfig::default()).unwrap();
    let cut = runtime.block_on(async {
        let app = App::open(cluster.config(Role::App, DATABASE), place.data(), Clock::system()).await.unwrap();
        let actor = Actor::console(app.clock.id());
        let mut cut = Vec::new();
        for subject in subjects {
            let receipt = cabinets::cut_receipt(&app, &actor, *subject).await.unwrap();
            cut.push(serde_json::to_value(&receipt).unwrap());
        }
        app.db.close();
        cut
    });
    cluster.stop();
    cut
}

/// The first and the last movement, and a line of an act.
fn subjects(place: &Place) -> Vec<Subject> {
    let export = place.export("export");
    let movements = fs::read_to_string(export.join("movements.csv")).unwrap();
    let ids: Vec<&str> = movements.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
    let of = |id: &str| Subject::Movement(id.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = Cluster::start(&place.data(), &ClusterConfig::default()).unwrap();
    let act = runtime.block_on(async {
        let config = cluster.config(Role::App, DATABASE);
        let (client, connection) = config.connect(tokio_postgres::NoTls).await.unwrap();
        tokio::spawn(connection);
        client.batch_execute("SET qazyna.regions = 'national'").await.unwrap();
        client.query_one("SELECT act_id FROM act_lines WHERE n = 2 LIMIT 1", &[]).await.unwrap().get(0)
    });
    cluster.stop();
    vec![of(ids[0]), of(ids[ids.len() - 1]), Subject::ActLine(act, 1, 2)]
}

/// Every way to change a receipt in one place: a letter of a text or a hash, a number by one, a step of a path taken away, added or moved.
fn tampered(receipt: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (field, value) in receipt.as_object().unwrap() {
        for (n, changed) in changes(value).into_iter().enumerate() {
            let mut other = receipt.clone();
            other[field] = changed;
            all.push((format!("{field} {n}"), other));
        }
    }
    all
}

fn changes(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![json!("")],
        Value::Bool(flag) => vec![json!(!flag)],
        Value::Number(number) => vec![json!(number.as_u64().unwrap() + 1)],
        // The first, the middle and the last letter that carries something; the note's last is the end of its line.
        Value::String(text) => [0, text.len() / 2, text.trim_end().trim_end_matches('=').len().saturating_sub(2)]
            .into_iter()
            .filter(|at| text.is_char_boundary(*at) && text.as_bytes().get(*at).is_some_and(u8::is_ascii_alphanumeric))
            .map(|at| {
                let other = if &text[at..=at] == "7" { "8" } else { "7" };
                json!(format!("{}{other}{}", &text[..at], &text[at + 1..]))
            })
            .collect(),
        Value::Array(items) => {
            let mut all =
                vec![json!([items.as_slice(), &[items.last().cloned().unwrap_or(json!("00".repeat(32)))]].concat())];
            if !items.is_empty() {
                all.push(json!(items[1..]));
            }
            if items.len() > 1 && items[0] != items[1] {
                let mut swapped = items.clone();
                swapped.swap(0, 1);
                all.push(Value::Array(swapped));
            }
            for (at, item) in items.iter().enumerate() {
                for changed in changes(item) {
                    let mut other = items.clone();
                    other[at] = changed;
                    all.push(Value::Array(other));
                }
            }
            all
        }
        Value::Object(_) => Vec::new(),
    }
}

#[test]
fn receipts_are_verified_without_the_database_and_none_that_is_changed_anywhere_is() {
    let place = Place::new(1, 1);
    for step in place.steps() {
        assert!(place.run(&step).code < 2);
    }
    let cut = receipts(&place, &subjects(&place));
    // Later entries do not spoil an old receipt.
    assert!(place.line("close --month 2026-10").code < 2);
    let file = place.path("receipt.json");
    let judged = |value: &Value| {
        fs::write(&file, value.to_string()).unwrap();
        let judged = verify(&place.data().join("log"), &["--receipt", &file.to_string_lossy()]);
        (judged.code, codes(&judged.result["findings"]), judged.stderr)
    };
    let published = fs::read_to_string(place.data().join("log").join("key.pub")).unwrap();
    let key = Verifier::parse(&published).unwrap();
    let holds = |value: Value| serde_json::from_value::<Receipt>(value).is_ok_and(|it| it.verify("r", &key).is_ok());
    let mut tried = 0;
    for receipt in &cut {
        let (code, findings, words) = judged(receipt);
        assert_eq!((code, findings), (0, Vec::new()), "{words}");
        assert!(holds(receipt.clone()));
        for (what, changed) in tampered(receipt) {
            // The command is asked about one change a field, the rule that it stands on about every one.
            if what.ends_with(" 0") {
                let (code, findings, words) = judged(&changed);
                let told = findings.iter().any(|code| code.starts_with("receipt.") || code.starts_with("checkpoint."));
                let unread = code == 2 && !words.is_empty();
                assert!(unread || code == 1 && told, "{what}: {code} {findings:?} {words}");
            }
            assert!(!holds(changed), "{what}");
            tried += 1;
        }
    }
    assert!(tried > 200, "only {tried} were tried");
    // The halves of two receipts make none.
    for field in ["row", "body", "path", "index", "row_path"] {
        let mut mixed = cut[0].clone();
        mixed[field] = cut[2][field].clone();
        assert_eq!(judged(&mixed).0, 1, "{field}");
    }
}
