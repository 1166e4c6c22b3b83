//! A database or a log that went back in time, and receipts.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use registry::app::App;
use registry::cabinets::{self, Subject};
use registry::platform::Actor;
use registry::platform::clock::Clock;
use registry::platform::cluster::{Cluster, ClusterConfig, DATABASE, Role};

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
    assert_eq!(witness(&place).code, 0);
    assert_eq!(place.run(&steps[1]).code, 0);
    let seen = witness(&place);
    assert_eq!((seen.code, seen.result["size"].as_u64()), (0, Some(2)), "{}", seen.stderr);
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

/// The receipt of a movement, cut by the library on the place's own database.
fn receipt(place: &Place, movement: &str) -> serde_json::Value {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let cluster = Cluster::start(&place.data(), &ClusterConfig::default()).unwrap();
    let cut = runtime.block_on(async {
        let app = App::open(cluster.config(Role::App, DATABASE), place.data(), Clock::system()).await.unwrap();
        let actor = Actor::console(app.clock.id());
        let cut = cabinets::cut_receipt(&app, &actor, Subject::Movement(movement.parse().unwrap())).await.unwrap();
        app.db.close();
        serde_json::to_value(&cut).unwrap()
    });
    cluster.stop();
    cut
}

#[test]
fn a_receipt_is_verified_without_the_database_and_no_changed_one_is() {
    let place = Place::new(1, 1);
    let steps = place.steps();
    assert_eq!(place.run(&steps[0]).code, 0);
    let export = place.export("export");
    let movements = fs::read_to_string(export.join("movements.csv")).unwrap();
    let movement = movements.lines().nth(1).unwrap().split(',').next().unwrap();
    let cut = receipt(&place, movement);
    // Later entries do not spoil an old receipt.
    assert_eq!(place.run(&steps[1]).code, 0);
    let file = place.path("receipt.json");
    let judged = |value: &serde_json::Value| {
        fs::write(&file, value.to_string()).unwrap();
        let judged = verify(&place.data().join("log"), &["--receipt", &file.to_string_lossy()]);
        (judged.code, codes(&judged.result["findings"]), judged.stderr)
    };
    let (code, findings, words) = judged(&cut);
    assert_eq!((code, findings), (0, Vec::new()), "{words}");
    let text = cut.to_string();
    let amount = movements.lines().nth(1).unwrap().split(',').nth(5).unwrap();
    assert!(text.contains(amount), "{text}");
    let changed = serde_json::from_str(&text.replacen(amount, &format!("9{amount}"), 1)).unwrap();
    let (code, findings, words) = judged(&changed);
    assert!(code == 1 && findings.iter().all(|code| code.starts_with("receipt.")), "{code} {findings:?} {words}");
}
