//! The issuer's pages over HTTP on a real database: what each shows, does and refuses.

use std::{
    io::{Cursor, Read as _, Write as _},
    sync::Arc,
};

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use jiff::{Timestamp, civil::date};
use serde_json::json;
use tower::ServiceExt as _;
use uuid::Uuid;
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use crate::{
    acts::{
        Side,
        fixture::{Desk, Owed, SEPTEMBER},
    },
    app::App,
    cabinets::work,
    platform::{
        Actor, Role, Scope,
        clock::Clock,
        cluster,
        fact::hex,
        http::Caller,
        identity::keys::KeyRing,
        jobs,
        testkit::fixture::{PROGRAMME, REGION},
    },
};

const NOW: &str = "2026-11-10T05:00:00Z";

/// An issuer with two schools, whose acts of September their performers have signed, and its pages.
struct Office {
    desk: Desk,
    app: Arc<App>,
    acts: [Uuid; 2],
}

/// An answer without its markup.
struct Answer {
    status: StatusCode,
    location: String,
    code: String,
    bytes: Vec<u8>,
}

impl Answer {
    /// What a reader reads: markup gone, blanks made one.
    fn text(&self) -> String {
        let html = String::from_utf8(self.bytes.clone()).unwrap();
        assert!(!html.contains('⟦'), "a message is missing: {html}");
        let main = html.split_once("<main").map_or(html.as_str(), |(_, main)| main);
        let pieces = main.split('<').map(|piece| piece.split_once('>').map_or("", |(_, after)| after));
        let text = pieces.collect::<Vec<_>>().join(" ").replace('\u{a0}', " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

impl Office {
    async fn new() -> Self {
        let mut desk = Desk::new().await;
        let [first, second] = desk.schools.clone();
        let owed = [Owed::month(desk.vouchers[0], 600), Owed::month(desk.vouchers[1], 1000)];
        let acts = [
            desk.draft(&first, SEPTEMBER, &owed).await,
            desk.draft(&second, SEPTEMBER, &[Owed::month(desk.vouchers[2], 500)]).await,
        ];
        for bin in [first.bin, second.bin] {
            let key = desk.key(&bin, 2);
            assert_eq!(desk.sign(Side::Performer, SEPTEMBER, &key).await.unwrap().refused, []);
        }
        let config = desk.country.database.config(cluster::Role::App);
        let mut app =
            App::open(config, desk.country.app.data.clone(), Clock::fixed(NOW.parse().unwrap())).await.unwrap();
        app.trust = desk.country.app.trust.clone();
        Self { desk, app: Arc::new(app), acts }
    }

    /// Opens the application anew, another in something.
    async fn reopen(&mut self, change: impl FnOnce(&mut App)) {
        let config = self.desk.country.database.config(cluster::Role::App);
        let mut app = App::open(config, self.app.data.clone(), Clock::fixed(self.app.clock.now())).await.unwrap();
        app.trust = self.app.trust.clone();
        change(&mut app);
        self.app = Arc::new(app);
    }

    /// A clerk of the issuer; what moves money is open to it.
    fn clerk(&self, person: &str) -> Caller {
        Caller {
            session: Uuid::nil(),
            actor: Actor {
                role: Role::Issuer,
                organisation: self.desk.country.issuer_bin.clone(),
                person: person.to_owned(),
                request: self.app.clock.id(),
                scope: Scope::Regions(vec![REGION]),
            },
            name: "АХМЕТОВ ЕРЛАН".to_owned(),
            organisation_name: "Education department".to_owned(),
            capacities: 1,
            stepped_up_until: Some("2026-11-10T06:00:00Z".parse().unwrap()),
        }
    }

    /// A clerk of another issuer of the same region.
    fn stranger(&self) -> Caller {
        let mut stranger = self.clerk("zz");
        stranger.actor.organisation = "150140000123".to_owned();
        stranger
    }

    async fn send(&self, request: Request<Body>, caller: Caller) -> Answer {
        let mut request = request;
        request.extensions_mut().insert(caller);
        let answer = crate::http::router(Arc::clone(&self.app)).oneshot(request).await.unwrap();
        let header =
            |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let (status, location) = (answer.status(), header(header::LOCATION));
        let refused = answer.extensions().get::<crate::platform::http::Answer>();
        let code = refused.and_then(|answer| answer.0.code()).unwrap_or_default().to_owned();
        let bytes = to_bytes(answer.into_body(), 1 << 22).await.unwrap().to_vec();
        Answer { status, location, code, bytes }
    }

    async fn get(&self, path: &str, caller: Caller) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap(), caller).await
    }

    /// A page that is there, as text.
    async fn page(&self, path: &str) -> String {
        let answer = self.get(path, self.clerk("aa")).await;
        assert_eq!(answer.status, StatusCode::OK, "{path} {}", answer.code);
        answer.text()
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)], caller: Caller) -> Answer {
        let body = crate::cabinets::lists::encode(fields.iter().copied());
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.trim_start_matches('?').to_owned()));
        self.send(request.unwrap(), caller).await
    }

    async fn upload(&self, path: &str, file: &[u8], caller: Caller) -> Answer {
        let mut body = b"--B\r\nContent-Disposition: form-data; name=\"signatures\"; filename=\"a.zip\"\r\nContent-Type: application/zip\r\n\r\n".to_vec();
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n--B--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        self.send(request.body(Body::from(body)).unwrap(), caller).await
    }

    /// Does every job that was put down.
    async fn work(&self) {
        let kinds = work::kinds();
        while jobs::step(&self.app, &kinds).await.unwrap() {}
    }

    /// Chooses everything that waits and gives the batch's path.
    async fn batch(&self) -> String {
        let chosen = self.post("/ru/issuer/acts/choose", &[("what", "all")], self.clerk("aa")).await;
        assert_eq!(chosen.status, StatusCode::SEE_OTHER);
        chosen.location
    }
}

#[tokio::test]
async fn every_page_of_the_issuer_speaks_three_languages() {
    let office = Office::new().await;
    let [act, _] = office.acts;
    let paths = [
        "",
        "/budget",
        "/budget/new",
        "/issue",
        "/acts",
        "/acts?tab=all&sort=sum",
        "/exceptions",
        "/close",
        "/performers",
    ];
    for language in ["kk", "ru", "en"] {
        for path in paths {
            office.page(&format!("/{language}/issuer{path}")).await;
        }
        office.page(&format!("/{language}/issuer/acts/{act}")).await;
    }
}

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
    let tx = super::open(&office.app, &caller.actor, "page.issuer.acts").await.unwrap();
    let bin = caller.actor.organisation.as_str();
    for sort in super::filter::Sort::ALL {
        let filter = super::filter::Filter { sort, ..Default::default() };
        let all = super::store::acts::list_page(&tx, bin, &filter, None, 9).await.unwrap();
        let cursor = |row: &super::store::acts::Queued, backwards| super::filter::Cursor {
            key: row.key.clone(),
            id: row.id,
            backwards,
        };
        let after = super::store::acts::list_page(&tx, bin, &filter, Some(&cursor(&all[0], false)), 9).await.unwrap();
        let before = super::store::acts::list_page(&tx, bin, &filter, Some(&cursor(&all[1], true)), 9).await.unwrap();
        let ids = |rows: &[super::store::acts::Queued]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
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

fn entry<'a>(pasted: &'a str, total: &'a str) -> [(&'a str, &'a str); 7] {
    [
        ("region", "75"),
        ("programme", PROGRAMME),
        ("source", "local"),
        ("kbk", "464003"),
        ("year", "2026"),
        ("pasted", pasted),
        ("total", total),
    ]
}

#[tokio::test]
async fn a_budget_is_pasted_checked_against_its_total_and_written_once() {
    let office = Office::new().await;
    let pasted = "Месяц\tСумма\nсентябрь\t10 000 000 000,00\nноябрь\t12 000 000 000,50";
    let wrong = office.post("/en/issuer/budget/new", &entry(pasted, "22 000 000 000,51"), office.clerk("aa")).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = wrong.text();
    assert!(text.contains("the control total differs by 0,01 ₸") && text.contains("10 000 000 000,00"), "{text}");
    let made = office.post("/en/issuer/budget/new", &entry(pasted, "22 000 000 000,50"), office.clerk("aa")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let check = office.page(&made.location).await;
    assert!(check.contains("+2 000 000 000,50") && check.contains("No change"), "{check}");
    let mut not_now = office.clerk("aa");
    not_now.stepped_up_until = None;
    assert!(office.get(&made.location, not_now.clone()).await.text().contains("Confirm who you are"));
    let confirm = format!("{}/confirm", made.location);
    assert_eq!(office.post(&confirm, &[], not_now).await.code, "access.step_up");
    let confirmed = office.post(&confirm, &[], office.clerk("aa")).await;
    assert!(confirmed.location.starts_with("/en/jobs/"), "{} {}", confirmed.code, confirmed.location);
    assert_eq!(office.post(&confirm, &[], office.clerk("aa")).await.code, "proposal.decided");
    office.work().await;
    let allotted = "SELECT sum(allotted) FROM budget_stripes WHERE month = '2026-11-01'";
    assert_eq!(office.desk.country.rows("SELECT state, result -> 'errors' FROM jobs"), ["done|[]"]);
    assert_eq!(office.desk.country.number(allotted), 1_200_000_000_050);
    let budget = office.page("/en/issuer/budget?year=2026").await;
    assert!(budget.contains("12 000 000 000,50"), "{budget}");
    // The same sums after others are another entry, not a file that came twice.
    let less = office.post("/en/issuer/budget/new", &entry("11;1", "1"), office.clerk("aa")).await.location;
    office.post(&format!("{less}/confirm"), &[], office.clerk("aa")).await;
    let again = office.post("/en/issuer/budget/new", &entry(pasted, "22 000 000 000,50"), office.clerk("aa")).await;
    office.post(&format!("{}/confirm", again.location), &[], office.clerk("aa")).await;
    office.work().await;
    assert_eq!(office.desk.country.number(allotted), 1_200_000_000_050);
}

#[tokio::test]
async fn a_cut_below_what_is_promised_is_refused_with_words() {
    let office = Office::new().await;
    let made = office.post("/en/issuer/budget/new", &entry("9;20", "20"), office.clerk("aa")).await;
    let check = office.page(&made.location).await;
    assert!(
        check.contains("Below what is promised and paid: 25,00 ₸") || check.contains("Below what is promised"),
        "{check}"
    );
    let refused = office.post(&format!("{}/confirm", made.location), &[], office.clerk("aa")).await;
    assert_eq!(refused.code, "budget.cut_below_committed");
    assert_eq!(office.desk.country.number("SELECT count(*) FROM jobs"), 0);
    assert_eq!(office.get(&made.location, office.stranger()).await.status, StatusCode::NOT_FOUND);
    let gone = office.post(&format!("{}/withdraw", made.location), &[], office.clerk("bb")).await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER);
    assert!(office.page(&made.location).await.contains("Nothing was written"));
}

#[tokio::test]
async fn what_cannot_be_read_is_shown_beside_its_field_with_what_was_written() {
    let office = Office::new().await;
    for (pasted, total, words) in [
        ("1;2;3", "6", "Rows: 1, columns: 3"),
        ("9;x\n10;1", "1", "Row 1, column 2"),
        ("Итого;1\n9;1", "1", "Row 1: this is no month"),
        ("9;1", "", "Enter the control total"),
        ("", "1", "Enter the sum of at least one month"),
    ] {
        let answer = office.post("/en/issuer/budget/new", &entry(pasted, total), office.clerk("aa")).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{pasted}");
        let text = answer.text();
        assert!(text.contains(words), "{pasted}: {text}");
    }
    assert_eq!(office.desk.country.number("SELECT count(*) FROM proposals"), 0);
}

#[tokio::test]
async fn vouchers_are_issued_when_another_person_approves() {
    let office = Office::new().await;
    office.desk.country.children(date(2015, 3, 7), 3).await;
    let fields = [("region", "75"), ("programme", PROGRAMME), ("year", "2026")];
    let made = office.post("/en/issuer/issue", &fields, office.clerk("aa")).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let own = office.page(&made.location).await;
    assert!(own.contains("Would get a voucher 3") && own.contains("another person approves it"), "{own}");
    let approve = format!("{}/approve", made.location);
    let refused = office.post(&approve, &[], office.clerk("aa")).await;
    assert_eq!((refused.status, refused.code.as_str()), (StatusCode::CONFLICT, "act.four_eyes"));
    let mut not_now = office.clerk("bb");
    not_now.stepped_up_until = None;
    assert_eq!(office.post(&approve, &[], not_now).await.code, "access.step_up");
    assert_eq!(office.post(&approve, &[], office.stranger()).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.post(&approve, &[], office.clerk("bb")).await.status, StatusCode::SEE_OTHER);
    let before = office.desk.country.number("SELECT count(*) FROM vouchers");
    office.work().await;
    assert_eq!(office.desk.country.number("SELECT count(*) FROM vouchers"), before + 3);
    let protocol = office.page(&made.location).await;
    assert!(protocol.contains("Issued 3") && protocol.contains("Another person, marked bb"), "{protocol}");
}

#[tokio::test]
async fn a_close_is_a_job_and_a_month_that_has_not_begun_is_refused() {
    let office = Office::new().await;
    let future =
        office.post("/en/issuer/close", &[("region", "75"), ("month", "2027-03/school")], office.clerk("aa")).await;
    assert_eq!(future.status, StatusCode::UNPROCESSABLE_ENTITY);
    let started =
        office.post("/en/issuer/close", &[("region", "75"), ("month", "2026-10/school")], office.clerk("aa")).await;
    assert!(started.location.starts_with("/en/jobs/"), "{}", started.code);
    let elsewhere =
        office.post("/en/issuer/close", &[("region", "71"), ("month", "2026-10/school")], office.clerk("aa")).await;
    assert_eq!(elsewhere.code, "access.denied");
    office.work().await;
    let closes = office.page("/en/issuer/close").await;
    assert!(closes.contains("October 2026"), "{closes}");
}

#[tokio::test]
async fn performers_are_listed_with_their_standing_and_sums() {
    let office = Office::new().await;
    let performers = office.page("/en/issuer/performers?month=2026-09").await;
    for school in &office.desk.schools {
        assert!(performers.contains(&school.bin), "{performers}");
    }
    assert!(performers.contains("In good standing 2") && performers.contains("0 / 1 000"), "{performers}");
    let none = office.page("/en/issuer/performers?standing=suspended").await;
    assert!(none.contains("No performer fits"), "{none}");
    assert!(office.get("/en/issuer/performers", office.stranger()).await.text().contains("No performer fits"));
}
