//! Two processes at once, on a private cluster that a third one runs, as beside `qazyna serve`: the process that started a cluster
//! stops it at its own end.

use std::{fs, io::Read as _};

use documents::archive::{Archive, Limits};
use registry::platform::cluster::{Cluster, ClusterConfig};
use serde_json::Value;

use crate::place::{MONTH, Place, answer, codes};

#[test]
fn two_processes_that_import_the_same_file_have_one_effect() {
    let place = Place::new(1, 2);
    let steps = place.steps();
    for step in &steps[..3] {
        assert_eq!(place.run(step).code, 0);
    }
    let server = Cluster::start(&place.data(), &ClusterConfig::default()).unwrap();
    let persons = &steps[3];
    let both = [place.command(persons).spawn().unwrap(), place.command(persons).spawn().unwrap()];
    let both = both.map(|child| answer(child.wait_with_output().unwrap()));
    let repeated =
        both.iter().filter(|done| codes(&done.result["errors"]).contains(&"file.repeated".to_owned())).count();
    let shown = both.iter().map(|done| format!("{} {} {}", done.code, done.stdout, done.stderr)).collect::<Vec<_>>();
    assert_eq!(repeated, 1, "{shown:?}");
    assert_eq!(both.iter().filter(|done| done.code == 1 || done.code == 0).count(), 1, "{shown:?}");
    assert_eq!(both[0].result["files"], both[1].result["files"]);
    server.stop();
    place.require_sound();
}

#[test]
fn two_processes_that_close_the_same_month_close_it_once() {
    let place = Place::new(3, 1);
    let steps = place.steps();
    for step in &steps[..steps.len() - 1] {
        assert!(place.run(step).code < 2, "{step:?}");
    }
    let server = Cluster::start(&place.data(), &ClusterConfig::default()).unwrap();
    let close = ["close", "--month", MONTH].map(str::to_owned);
    let mut refused = 0;
    for _ in 0..12 {
        // The first stands in the middle of its close where it can be made to; else chance must help.
        let mut first = place.command(&close);
        let first = first.env("FAILPOINTS", "before-commit=sleep(700)").spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
        let second = place.run(&close);
        let first = answer(first.wait_with_output().unwrap());
        let both = [&first, &second];
        assert!(both.iter().any(|done| done.code == 0 || done.code == 1), "{} / {}", first.stderr, second.stderr);
        for done in both {
            if done.code == 2 {
                assert!(done.stderr.contains("close.in_progress"), "{}", done.stderr);
                assert_eq!(done.result, Value::Null);
                refused += 1;
            } else {
                assert_eq!(done.result["month"], MONTH);
            }
        }
        if refused > 0 {
            break;
        }
    }
    if cfg!(feature = "failpoints") {
        assert!(refused > 0, "two closes never met");
    }
    server.stop();
    place.require_sound();
}

#[test]
fn an_archive_comes_back_with_its_errors_and_a_copy_that_cannot_be_written_undoes_nothing() {
    let place = Place::new(3, 3);
    let steps = place.steps();
    for step in &steps[..5] {
        assert!(place.run(step).code < 2);
    }
    let back = place.path("back.zip");
    let with = |step: &[String], to: &std::path::Path| {
        [step, &["--errors".to_owned(), to.to_string_lossy().into_owned()]].concat()
    };
    let done = place.run(&with(&steps[5], &back));
    assert_eq!(done.code, 1, "{}", done.stderr);
    let errors = done.result["errors"].as_array().unwrap();
    let mut archive = Archive::open(fs::File::open(&back).unwrap(), Limits::default()).unwrap();
    let mut text = String::new();
    archive.entry("enrollments.csv").unwrap().read_to_string(&mut text).unwrap();
    assert!(text.lines().next().unwrap().ends_with(",qazyna_error"));
    let rows = errors.iter().filter(|error| error["file"] == "enrollments.csv");
    for error in rows {
        let row = usize::try_from(error["row"].as_u64().unwrap()).unwrap();
        let line = text.lines().nth(row - 1).unwrap();
        assert!(line.contains(error["code"].as_str().unwrap()), "{line}");
    }
    // A folder stands where the copy should be: the marks are in all the same.
    let done = place.run(&with(&steps[6], &place.path("world")));
    assert!(done.code < 2 && done.stderr.contains("errors could not be written"), "{} {}", done.code, done.stderr);
    assert_eq!(codes(&place.run(&steps[6]).result["errors"]).last().map(String::as_str), Some("file.repeated"));
}
