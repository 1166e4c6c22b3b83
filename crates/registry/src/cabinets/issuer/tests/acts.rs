//! The queue of acts, their batches and their lists.

use super::*;
use crate::cabinets::issuer::{filter, open, store::acts as queue};

#[tokio::test]
async fn the_first_screen_says_what_waits_and_until_when() {
    let office = Office::new().await;
    let home = office.page("/en/issuer").await;
    assert!(home.contains("2 acts of 21,00 ₸"), "{home}");
    assert!(home.contains("working days late"), "the performers signed in August: {home}");
}

#[tokio::test]
async fn the_queue_is_filtered_sorted_and_counted_by_the_address() {
    let office = Office::new().await;
    let all = office.page("/en/issuer/acts").await;
    assert!(all.contains("Wait for you 2") && all.contains("2 acts of 21,00 ₸"), "{all}");
    let few = office.page("/en/issuer/acts?from=10&sort=sum").await;
    assert!(few.contains("1 act of 16,00 ₸") && few.contains(&office.desk.schools[0].bin), "{few}");
    assert!(!few.contains(&office.desk.schools[1].bin));
    let bin = &office.desk.schools[1].bin;
    let one = office.page(&format!("/en/issuer/acts?q={bin}")).await;
    assert!(one.contains("1 act of 5,00 ₸"), "{one}");
    let none = office.page("/en/issuer/acts?month=2026-10").await;
    assert!(none.contains("There are no acts to sign"), "{none}");
    let wrong = office.page("/en/issuer/acts?from=abc").await;
    assert!(wrong.contains("Enter a sum in digits"), "{wrong}");
    let csv = office.get("/en/issuer/acts/file?form=csv&tab=waiting&from=10", office.clerk("aa")).await;
    let csv = String::from_utf8(csv.bytes).unwrap();
    assert!(csv.lines().count() == 2 && csv.contains(",1600,"), "{csv}");
}

#[tokio::test]
async fn a_page_of_the_queue_goes_on_after_a_key_and_back_before_it() {
    let office = Office::new().await;
    let caller = office.clerk("aa");
    let tx = open(&office.app, &caller.actor, "page.issuer.acts").await.unwrap();
    let bin = caller.actor.organisation.as_str();
    for sort in filter::Sort::ALL {
        let filter = filter::Filter { sort, ..Default::default() };
        let all = queue::list_page(&tx, bin, &filter, None, 9).await.unwrap();
        let cursor = |row: &queue::Queued, backwards| filter::Cursor { key: row.key.clone(), id: row.id, backwards };
        let after = queue::list_page(&tx, bin, &filter, Some(&cursor(&all[0], false)), 9).await.unwrap();
        let before = queue::list_page(&tx, bin, &filter, Some(&cursor(&all[1], true)), 9).await.unwrap();
        let ids = |rows: &[queue::Queued]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!((ids(&after), ids(&before)), (vec![all[1].id], vec![all[0].id]), "{sort:?}");
    }
}

#[tokio::test]
async fn an_act_of_another_issuer_is_as_unknown_as_none() {
    let office = Office::new().await;
    let [act, _] = office.acts;
    let batch = office.batch().await;
    for path in [
        format!("/ru/issuer/acts/{act}"),
        format!("/ru/issuer/acts/{act}/document.xml"),
        format!("/ru/issuer/acts/{act}/lines?form=csv"),
        format!("/ru/issuer/acts/{}", Uuid::nil()),
        batch.clone(),
        format!("{batch}/documents.zip"),
    ] {
        let answer = office.get(&path, office.stranger()).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert!(office.get("/ru/issuer/acts", office.stranger()).await.text().contains("Актов на подпись нет"));
    let chosen = office.post("/ru/issuer/acts/choose", &[("what", "all")], office.stranger()).await;
    assert!(chosen.location.contains("done=issuer-nothing-chosen"), "{}", chosen.location);
    let mut far = office.clerk("aa");
    far.actor.scope = Scope::Regions(vec![71]);
    assert_eq!(office.get(&format!("/ru/issuer/acts/{act}"), far).await.status, StatusCode::NOT_FOUND);
    let mut performer = office.clerk("aa");
    performer.actor.role = Role::Performer;
    assert_eq!(office.get("/ru/issuer/acts", performer).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn an_act_explains_its_lines() {
    let office = Office::new().await;
    let act = office.page(&format!("/en/issuer/acts/{}", office.acts[0])).await;
    assert!(act.contains("16,00 ₸") && act.contains("10,00 ₸ × 20 / 20 = 6,00 ₸"), "{act}");
    assert!(act.contains("The performer signed version 1"), "{act}");
    let number =
        office.desk.country.rows(&format!("SELECT number FROM vouchers WHERE id = '{}'", office.desk.vouchers[1]));
    let found = office.page(&format!("/en/issuer/acts/{}?voucher={}", office.acts[0], number[0])).await;
    assert!(found.contains("= 10,00 ₸") && !found.contains("= 6,00 ₸"), "{found}");
}

#[tokio::test]
async fn documents_go_out_and_signatures_come_in_each_told_apart() {
    let mut office = Office::new().await;
    let batch = office.batch().await;
    let shown = office.page(&batch).await;
    assert!(shown.contains("21,00 ₸") && shown.contains("Акты на подпись 2"), "{shown}");
    let packed = office.get(&format!("{batch}/documents.zip"), office.clerk("aa")).await.bytes;
    let mut documents = ZipArchive::new(Cursor::new(packed)).unwrap();
    assert_eq!(documents.len(), 2);
    let pem = office.desk.key(&office.desk.country.issuer_bin.clone(), 3);
    let key = eds::SigningKey::from_pem(&pem).unwrap();
    let at: Timestamp = NOW.parse().unwrap();
    let mut back = ZipWriter::new(Cursor::new(Vec::new()));
    for at_file in 0..2 {
        let mut file = documents.by_index(at_file).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        // The second document is signed after a byte of it was changed.
        if at_file == 1 {
            bytes.push(b' ');
        }
        back.start_file(format!("{}.cms", file.name()), SimpleFileOptions::default()).unwrap();
        back.write_all(&eds::cms::sign(&bytes, &key, false, at).unwrap()).unwrap();
    }
    back.start_file("readme.txt", SimpleFileOptions::default()).unwrap();
    let back = back.finish().unwrap().into_inner();
    let mut not_now = office.clerk("aa");
    not_now.stepped_up_until = None;
    let refused = office.upload(&format!("{batch}/signatures"), &back, not_now).await;
    assert_eq!((refused.status, refused.code.as_str()), (StatusCode::FORBIDDEN, "access.step_up"));
    let told = office.upload(&format!("{batch}/signatures"), &back, office.clerk("aa")).await;
    assert_eq!(told.status, StatusCode::OK);
    let told = told.text();
    assert!(
        told.contains("Принята 1 подпись") && told.contains("signature.invalid") && told.contains("readme.txt"),
        "{told}"
    );
    let states: Vec<String> = office.acts.iter().map(|act| office.desk.state(*act)).collect();
    assert!(
        states.contains(&"issuer_signed".to_owned()) && states.contains(&"performer_signed".to_owned()),
        "{states:?}"
    );
    let again = office.page(&batch).await;
    assert!(again.contains("Акты на подпись 1") && again.contains("Больше не ждут подписи"), "{again}");
}

#[tokio::test]
async fn where_there_is_no_sandbox_nobody_signs_on_the_server() {
    let office = Office::new().await;
    let batch = office.batch().await;
    let answer = office.post(&format!("{batch}/sign"), &[], office.clerk("aa")).await;
    assert_eq!((answer.status, answer.code.as_str()), (StatusCode::NOT_FOUND, "page.unknown"));
    assert_eq!(office.desk.country.number("SELECT count(*) FROM jobs"), 0);
}

#[tokio::test]
async fn a_batch_is_signed_by_the_sandboxs_key_of_whoever_asks_and_by_no_other() {
    let mut office = Office::new().await;
    let bin = office.desk.country.issuer_bin.clone();
    let pem = office.desk.key(&bin, 3);
    let ring = office.app.data.join("ring");
    std::fs::create_dir_all(&ring).unwrap();
    std::fs::write(ring.join("issuer-head.pem"), &pem).unwrap();
    let ring = KeyRing::open(&ring, &office.app.secrets).unwrap();
    office.reopen(|app| app.keys = Some(ring)).await;
    let key = eds::SigningKey::from_pem(&pem).unwrap();
    let head = hex(&office.app.secrets.lookup(key.certificate().iin().unwrap()).1);
    let path = format!("{}/sign", office.batch().await);
    let mut not_now = office.clerk(&head);
    not_now.stepped_up_until = None;
    assert_eq!(office.post(&path, &[], not_now).await.code, "access.step_up");
    assert_eq!(office.post(&path, &[], office.stranger()).await.status, StatusCode::NOT_FOUND);
    let result = async |person: &str| {
        let put = office.post(&path, &[], office.clerk(person)).await;
        let id = put.location.strip_prefix("/ru/jobs/").expect(&put.location).parse().unwrap();
        office.work().await;
        jobs::find(&office.app, &office.clerk(person).actor, id).await.unwrap().result.unwrap()
    };
    // A clerk of the same issuer for whom there is no key signs nothing.
    assert_eq!(result("aa").await["code"], "signature.wrong_certificate");
    assert_eq!(office.desk.country.number("SELECT count(*) FROM act_signatures WHERE side = 'issuer'"), 0);
    let signed = result(&head).await;
    assert_eq!((&signed["acts"], &signed["total"], &signed["refused"]), (&json!(2), &json!(2100), &json!([])));
    for act in office.acts {
        assert_eq!(office.desk.state(act), "issuer_signed");
    }
    // What is stored are the bytes of the versions, signed by that certificate.
    let kept = "SELECT count(*) FROM act_signatures s JOIN act_versions v ON v.region = s.region AND v.month = s.month AND v.act_id = s.act_id AND v.version = s.version WHERE s.side = 'issuer'";
    assert_eq!(office.desk.country.number(kept), 2);
    let again = office.post(&path, &[], office.clerk(&head)).await;
    assert!(again.location.ends_with("done=issuer-nothing-to-sign"), "{}", again.location);
}

#[tokio::test]
async fn a_list_that_is_too_long_to_wait_for_is_made_by_a_job_and_is_the_same_and_whole() {
    let mut office = Office::new().await;
    let paths = [
        "/ru/issuer/acts/file?form=csv&tab=waiting".to_owned(),
        "/ru/issuer/performers/file?form=csv".to_owned(),
        format!("/ru/issuer/acts/{}/lines?form=csv", office.acts[0]),
    ];
    let mut direct = Vec::new();
    for path in &paths {
        let file = office.get(path, office.clerk("aa")).await;
        assert_eq!(
            (file.status, file.bytes.iter().filter(|byte| **byte == b'\n').count()),
            (StatusCode::OK, 3),
            "{path}"
        );
        direct.push(file.bytes);
    }
    office.reopen(|app| app.list_rows_at_once = 1).await;
    for (path, direct) in paths.iter().zip(&direct) {
        let sent = office.get(path, office.clerk("aa")).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{path} {}", sent.code);
        office.work().await;
        let id: Uuid = sent.location.strip_prefix("/ru/jobs/").unwrap().parse().unwrap();
        let job = jobs::find(&office.app, &office.clerk("aa").actor, id).await.unwrap();
        assert_eq!(job.result.unwrap()["rows"], 2, "{path}");
        let made = office.get(&format!("{}/files/{}", sent.location, job.files[0].0), office.clerk("aa")).await;
        assert!(made.bytes == *direct, "{path}");
    }
    office.reopen(|app| app.list_rows_at_once = 2).await;
    let fits = office.get(&paths[0], office.clerk("aa")).await;
    assert_eq!(fits.status, StatusCode::OK, "as many as the limit are given at once");
}

#[tokio::test]
async fn deadlines_stand_on_the_first_screen_and_in_their_list_and_are_counted_for_everybody() {
    let office = Office::new().await;
    let home = office.page("/en/issuer").await;
    assert!(home.contains("Legal deadlines") && home.contains("2 legal deadlines are with you, missed: 2"), "{home}");
    let list = office.page("/en/deadlines").await;
    assert!(list.contains("Issuer&#39;s signature") && list.contains("Ministry"), "{list}");
    assert!(office.page("/en/deadlines?state=running").await.contains("No term runs here"));
    assert!(office.page("/en/deadlines?kind=invoice").await.contains("No term runs here"));
    let csv = office.get("/en/deadlines/file?form=csv", office.clerk("aa")).await;
    let csv = String::from_utf8(csv.bytes).unwrap();
    assert_eq!(csv.matches(",issuer,authority,missed").count(), 2, "{csv}");
    // Another issuer has nothing to do with them; the operator sees what came up to it.
    let stranger = office.get("/en/deadlines", office.stranger()).await;
    assert!(stranger.text().contains("No term runs here"));
    let mut operator = office.clerk("bb");
    (operator.actor.role, operator.actor.scope) = (Role::Operator, Scope::National);
    assert!(office.get("/en/deadlines", operator).await.text().contains("Issuer&#39;s signature"));
    let public = office.get("/en/terms-kept?year=2026", office.clerk("aa")).await;
    let text = public.text();
    assert!(text.contains("Issuer&#39;s signature") && (text.contains("&lt;5") || text.contains("&#60;5")), "{text}");
    let csv = office.get("/en/terms-kept.csv?year=2026", office.clerk("aa")).await;
    let csv = String::from_utf8(csv.bytes).unwrap();
    assert!(csv.starts_with("year,programme,kind,region,kept,missed,running"), "{csv}");
    assert!(csv.contains(",act_signature,75,0,<5,0"), "{csv}");
    assert_eq!(office.get("/en/terms-kept?year=1", office.clerk("aa")).await.status, StatusCode::NOT_FOUND);
    assert!(office.page("/en/issuer/disputes").await.contains("Nothing was disputed"));
}
