//! Jobs of the registry's own kinds against the use cases that they run.

use std::{io::Read as _, sync::Arc};

use super::*;
use crate::{
    app::App,
    cabinets::tests::lived::{MONTH, World},
    platform::{
        Error, Progress, Role,
        cluster::Role as DatabaseRole,
        jobs::{self, State},
        testkit::fixture::{Country, REGION, iin},
    },
};

const BUDGET: &str = "issuer_bin,issuer_name,programme,region,year,month,source,kbk,amount_tiyn\n";

/// The same database with a clock that goes on, as a server has it.
async fn opened(country: &Country) -> Arc<App> {
    let clock = crate::platform::clock::Clock::fixed("2026-11-20T05:00:00Z".parse().unwrap());
    Arc::new(App::open(country.database.config(DatabaseRole::App), country.app.data.clone(), clock).await.unwrap())
}

fn issuer(country: &Country) -> Actor {
    Actor {
        role: Role::Issuer,
        organisation: country.issuer_bin.clone(),
        scope: Scope::Regions(vec![REGION]),
        ..country.actor.clone()
    }
}

async fn done(app: &Arc<App>, actor: &Actor, asked: Asked<'_>) -> jobs::Job {
    let id = start(app, actor, asked).await.unwrap();
    assert!(jobs::step(app, &kinds()).await.unwrap());
    let job = jobs::find(app, actor, id).await.unwrap();
    assert!(job.state.is_final(), "{job:?}");
    job
}

fn budget(bytes: &str) -> Asked<'_> {
    Asked::Import { kind: Kind::Budget, name: "budget.csv", bytes: bytes.as_bytes(), dry_run: false }
}

#[tokio::test]
async fn an_issuer_imports_its_own_budget_in_its_own_region_and_no_other() {
    let country = Country::new().await;
    let (app, actor) = (opened(&country).await, issuer(&country));
    let bin = &country.issuer_bin;
    let own = format!("{BUDGET}{bin},Akimat,school,{REGION},2026,2026-10,local,464003,100000\n");
    let job = done(&app, &actor, budget(&own)).await;
    assert_eq!(job.state, State::Done, "{job:?}");
    assert_eq!(job.result.unwrap()["files"][0]["accepted"], 1);
    assert_eq!(country.rows("SELECT count(*) FROM budget_lines WHERE month = '2026-10-01'"), ["1"]);
    assert_eq!(
        country.rows("SELECT region FROM journal_entries WHERE kind = 'budget.imported'"),
        [REGION.to_string()],
        "the entry lies in the issuer's region"
    );
    for foreign in [
        format!("{BUDGET}{bin},Akimat,school,10,2026,2026-11,local,464003,100000\n"),
        format!("{BUDGET}990440000385,Other,school,{REGION},2026,2026-11,local,464003,100000\n"),
    ] {
        let job = done(&app, &actor, budget(&foreign)).await;
        let (result, files) = (job.result.unwrap(), job.files);
        assert_eq!(result["errors"][0]["code"], "access.denied", "{result}");
        assert_eq!(files.iter().map(|file| file.0.as_str()).collect::<Vec<_>>(), ["errors.csv", "report.json"]);
        let copy = jobs::file(&app, &actor, job.id, "errors.csv").await.unwrap();
        assert!(String::from_utf8(copy.bytes).unwrap().contains("access.denied"));
    }
    assert_eq!(country.rows("SELECT count(*) FROM budget_lines WHERE month = '2026-11-01'"), ["0"]);
}

#[tokio::test]
async fn a_file_brought_twice_and_a_job_run_twice_have_one_effect() {
    let country = Country::new().await;
    let (app, actor) = (opened(&country).await, issuer(&country));
    let text = format!("{BUDGET}{},Akimat,school,{REGION},2026,2026-10,local,464003,100000\n", country.issuer_bin);
    done(&app, &actor, budget(&text)).await;
    let job = done(&app, &actor, budget(&text)).await;
    assert_eq!(job.result.unwrap()["errors"][0]["code"], "file.repeated");
    assert_eq!(
        country.rows("SELECT sum(amount) FROM movements WHERE document_kind = 'budget' AND month = '2026-10-01'"),
        ["100000"]
    );
}

#[tokio::test]
async fn regions_asked_for_are_held_to_the_actors_own() {
    let country = Country::new().await;
    let (app, actor) = (opened(&country).await, issuer(&country));
    let close = |region| Asked::Close(Close { month: MONTH, programme: None, region });
    let job = done(&app, &actor, close(None)).await;
    assert_eq!(job.input["region"], REGION);
    let refused = start(&app, &actor, close(Some(10))).await;
    assert_eq!(refused.unwrap_err().code(), Some("access.denied"));
    let two = Actor { scope: Scope::Regions(vec![10, REGION]), ..actor };
    assert_eq!(start(&app, &two, close(None)).await.unwrap_err().code(), Some("access.denied"));
}

#[tokio::test]
async fn the_export_of_a_job_is_byte_by_byte_that_of_the_use_case() {
    let world = World::new().await;
    let app = opened(&world.desk.country).await;
    let actor = world.desk.country.actor.clone();
    let folder = tempfile::tempdir().unwrap();
    let asked = crate::cabinets::Export { month: MONTH, programme: None, region: None, out: folder.path().to_owned() };
    let direct = crate::cabinets::export(&app, &actor, asked, &Progress::silent()).await.unwrap();
    let job = done(&app, &actor, Asked::Export { month: MONTH, programme: None, region: None }).await;
    assert_eq!(job.result.unwrap(), serde_json::to_value(&direct).unwrap());
    let file = jobs::file(&app, &actor, job.id, "export-2026-09.zip").await.unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(file.bytes)).unwrap();
    assert_eq!(zip.len(), direct.files.len());
    for written in &direct.files {
        let mut bytes = Vec::new();
        zip.by_name(&written.name).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, std::fs::read(folder.path().join(&written.name)).unwrap(), "{}", written.name);
    }
    assert!(!app.data.join("exports").join(job.id.to_string()).exists(), "the folder is gone");
}

#[tokio::test]
async fn a_performer_brings_marks_of_its_own_groups_alone() {
    let world = World::new().await;
    let app = opened(&world.desk.country).await;
    let (own, other) = (&world.desk.schools[0], &world.desk.schools[1]);
    let actor = Actor { role: Role::Performer, organisation: own.bin.clone(), ..world.desk.country.actor.clone() };
    let iin = iin(jiff::civil::date(2015, 3, 1), 900);
    for (school, is_own) in [(own, true), (other, false)] {
        let sheet =
            format!("bin,group,iin,date,mark,method\n{},{},{iin},2026-10-05,P,manual\n", school.bin, school.group_code);
        let asked = Asked::Import { kind: Kind::Timesheet, name: "10.csv", bytes: sheet.as_bytes(), dry_run: true };
        let result = done(&app, &actor, asked).await.result.unwrap();
        assert_eq!(result["errors"].as_array().unwrap().len(), 1, "{result}");
        assert_eq!(result["errors"].to_string().contains("no such group"), !is_own, "{result}");
    }
}

#[tokio::test]
async fn who_may_not_do_a_kind_cannot_ask_for_it() {
    let country = Country::new().await;
    let app = opened(&country).await;
    let operator = Actor { role: Role::Operator, ..country.actor.clone() };
    let denied = |answer: Result<uuid::Uuid>| answer.as_ref().err().and_then(Error::code) == Some("access.denied");
    assert!(denied(start(&app, &operator, budget(BUDGET)).await));
    assert!(denied(start(&app, &operator, Asked::Export { month: MONTH, programme: None, region: None }).await));
    assert_eq!(country.rows("SELECT count(*) FROM inbox"), ["0"], "a file that may not come is not kept");
}

#[tokio::test]
async fn an_export_is_held_to_the_programmes_of_the_mandate_also_in_its_job() {
    let world = World::new().await;
    let app = opened(&world.desk.country).await;
    let auditor = |programmes: &[&str]| Actor {
        role: Role::Auditor,
        scope: Scope::Programmes {
            regions: Vec::new(),
            programmes: programmes.iter().map(|code| (*code).to_owned()).collect(),
        },
        ..world.desk.country.actor.clone()
    };
    let asked =
        |programme: Option<&str>| Asked::Export { month: MONTH, programme: programme.map(str::to_owned), region: None };
    let rows = |job: &jobs::Job| -> u64 {
        let files = job.result.as_ref().unwrap()["files"].as_array().unwrap().clone();
        files.iter().filter(|file| file["name"] == "parts.csv").map(|file| file["rows"].as_u64().unwrap()).sum()
    };
    let whole = rows(&done(&app, &world.desk.country.actor, asked(None)).await);
    let own = done(&app, &auditor(&["school"]), asked(None)).await;
    assert_eq!((own.input["programme"].as_str(), rows(&own)), (Some("school"), whole));
    let foreign = done(&app, &auditor(&["tvet"]), asked(None)).await;
    assert_eq!((foreign.input["programme"].as_str(), rows(&foreign)), (Some("tvet"), 0));
    for (programmes, programme) in [(&["tvet"][..], Some("school")), (&["school", "tvet"][..], None)] {
        let refused = start(&app, &auditor(programmes), asked(programme)).await;
        assert_eq!(refused.unwrap_err().code(), Some("access.denied"), "{programmes:?} {programme:?}");
    }
    // Whoever changes what a job was asked for finds that its actor is held as well.
    let job = start(&app, &auditor(&["tvet"]), asked(Some("tvet"))).await.unwrap();
    drop(
        world.desk.country.rows(&format!(
            "UPDATE jobs SET input = jsonb_set(input, '{{programme}}', '\"school\"') WHERE id = '{job}'"
        )),
    );
    while jobs::step(&app, &kinds()).await.unwrap() {}
    assert_eq!(world.desk.country.rows(&format!("SELECT state FROM jobs WHERE id = '{job}'")), ["failed"]);
}

#[test]
fn every_kind_of_file_is_called_by_words_as_a_file_and_as_a_job() {
    for kind in Kind::ALL {
        for key in [format!("file-kind-{}", kind.word()), format!("job-kind-import-{}", kind.word())] {
            assert!(crate::platform::http::words::has(&key), "{key}");
        }
    }
}
