//! Canaries: IINs and names that must be nowhere but in the database (promise P14).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::place::{MONTH, Place};

const NAME: &str = "Канарейкин";

/// Gives every person of the register a name of its own; answers names and IINs, also those that are planted wrong elsewhere.
fn plant(place: &Place) -> BTreeSet<String> {
    let path = place.world("persons.csv");
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_path(&path).unwrap();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut canaries = BTreeSet::new();
    for (n, row) in reader.records().enumerate() {
        let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
        if n > 0 {
            for cell in &mut cells[1..4] {
                *cell = format!("{NAME}{n}");
            }
            canaries
                .extend(cells[6].split(' ').chain([cells[0].as_str()]).filter(|iin| iin.len() > 10).map(str::to_owned));
        }
        writer.write_record(&cells).unwrap();
    }
    fs::write(path, writer.into_inner().unwrap()).unwrap();
    let world = fs::read_to_string(place.world("world.json")).unwrap();
    let planted = world.split("\"iin\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    canaries.extend(planted.filter(|iin| iin.len() > 10).map(str::to_owned));
    assert!(canaries.len() >= 200);
    canaries.insert(NAME.to_owned());
    canaries
}

/// The first canary in a text, by runs of digits and by the name.
fn found(text: &str, canaries: &BTreeSet<String>) -> Option<String> {
    if text.contains(NAME) {
        return Some(NAME.to_owned());
    }
    text.split(|letter: char| !letter.is_ascii_digit()).find(|run| canaries.contains(*run)).map(str::to_owned)
}

fn search(folder: &Path, canaries: &BTreeSet<String>, searched: &mut usize) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // PostgreSQL's own files are the database; everything else of the data folder is searched.
        if path.is_dir() && path.file_name().is_some_and(|name| name != "postgres") {
            search(&path, canaries, searched);
        } else if path.is_file() {
            let text = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
            assert_eq!(found(&text, canaries), None, "{}", path.display());
            *searched += 1;
        }
    }
}

#[test]
fn no_iin_and_no_name_is_in_logs_reports_files_or_journal() {
    let place = Place::new(3, 3);
    let canaries = plant(&place);
    let some: Vec<&String> = canaries.iter().take(3).collect();
    assert!(found(&format!("x{}y", some[0]), &canaries).is_some() && found(&format!("a {NAME}7"), &canaries).is_some());
    let sign = |side: &str, key: &str| {
        let key = fs::read_dir(place.world("ca/keys"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(key));
        let (roots, crls) = (place.world("ca/roots"), place.world("ca/crl"));
        let key = key.unwrap().to_string_lossy().into_owned();
        ["sign", side, "--month", MONTH, "--key", &key, "--roots", &roots, "--crls", &crls].map(str::to_owned).to_vec()
    };
    let mut steps = place.steps();
    // The wrong kinds too: what a file is refused with must not quote it.
    for kind in ["budget", "rates", "oneroster", "timesheet", "invoices", "statement"] {
        steps.push(vec!["import".to_owned(), kind.to_owned(), place.world("persons.csv")]);
    }
    for file in ["oneroster.zip", "timesheets.zip"] {
        steps.push(vec!["import".to_owned(), "persons".to_owned(), place.world(&format!("{MONTH}/{file}"))]);
    }
    steps.extend([sign("performer", "performer-"), sign("issuer", "issuer-")]);
    let (mut refused, mut said) = (0, 0);
    for (n, step) in steps.iter().enumerate() {
        let mut command = place.command(step);
        if step[0] == "import" {
            command.arg("--report").arg(place.path(&format!("report-{n}.json")));
        }
        let done = crate::place::answer(command.env("RUST_LOG", "trace").output().unwrap());
        refused += done.result["errors"].as_array().map_or(0, Vec::len);
        said += done.stderr.len();
        for (stream, text) in [("stdout", &done.stdout), ("stderr", &done.stderr)] {
            assert_eq!(found(text, &canaries), None, "{stream} of {step:?}");
        }
        let report = place.path(&format!("report-{n}.json"));
        if report.exists() {
            assert_eq!(found(&fs::read_to_string(report).unwrap(), &canaries), None, "the report of {step:?}");
        }
    }
    assert!(refused > 10 && said > 1000, "{refused} refusals, {said} bytes of log: this run shows nothing");
    let export = place.export("export");
    let mut searched = 0;
    // journal.jsonl holds the bodies of the journal; postgres.log lies in the data folder.
    search(&export, &canaries, &mut searched);
    search(&fs::canonicalize(place.data().join("log")).unwrap().join(".."), &canaries, &mut searched);
    search(&place.data(), &canaries, &mut searched);
    assert!(searched > 20);
    place.require_sound();
}
