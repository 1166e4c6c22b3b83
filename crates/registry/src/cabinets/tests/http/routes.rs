//! What the routes answer, held against the use cases and the facts.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use eds::SigningKey;
use serde_json::{Value, json};

use super::{super::world::World, House, get, post};
use crate::{
    acts::fixture::{Desk, Owed, SEPTEMBER},
    cabinets::tests::world::publish,
    platform::testkit::fixture::REGION,
};

#[tokio::test]
async fn an_act_is_read_with_its_lines_its_bytes_and_its_way() {
    let house = House::new().await;
    let performer = house.performer(0);
    let acts = house.ask(&performer, &get("/api/v1/acts?month=2026-09")).await.json();
    let act = &acts["items"][0];
    let id = act["id"].as_str().unwrap();
    assert_eq!(house.ask(&performer, &get(format!("/api/v1/acts/{id}"))).await.json(), *act);
    let lines = house.ask(&performer, &get(format!("/api/v1/acts/{id}/lines"))).await.json();
    let lines = lines["items"].as_array().unwrap();
    let sum: i64 = lines.iter().map(|line| line["due"].as_i64().unwrap()).sum();
    assert_eq!((lines.len(), Some(sum)), (house.world.schools[0].1.len(), act["total"].as_i64()));
    let document = house.ask(&performer, &get(format!("/api/v1/acts/{id}/document"))).await;
    assert_eq!(document.header("act-version"), Some("1"));
    assert_eq!(
        house.world.country.rows(&format!("SELECT encode(sha256(xml), 'hex') FROM act_versions WHERE act_id = '{id}'")),
        [hex(&document.bytes)]
    );
    let first = &lines[0]["explanation"];
    let (nominal, days) = (lines[0]["nominal"].as_i64().unwrap(), lines[0]["payable_days"].as_i64().unwrap());
    let formula = format!("{nominal} × {days} / 22 = {}", lines[0]["computed"]);
    assert_eq!(first["formula"].as_str(), Some(formula.as_str()));
    assert_eq!((first["rule_version"].as_str(), first["clause"].as_str()), (Some("S2 2025-11-12"), Some("3.4")));
    assert!(first["unpaid_rule"].is_null() && first["unpaid_days"] == 0 && first["legal_act"].is_string());
    let wrong = house.ask(&performer, &get(format!("/api/v1/acts/{id}/document?form=exe"))).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "input.invalid"));
    let way = house.ask(&performer, &get(format!("/api/v1/acts/{id}/timeline"))).await.json();
    let steps = way["steps"].as_array().unwrap();
    assert_eq!(steps.len(), 7);
    assert!(steps.iter().all(|step| step["standing"] == "done" && step["done_at"].is_string()), "{way}");
}

fn hex(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    crate::platform::fact::hex(&sha2::Sha256::digest(bytes))
}

#[tokio::test]
async fn money_orders_registers_and_vouchers_are_what_the_facts_say() {
    let house = House::new().await;
    let registrar = house.registrar();
    let orders = house.ask(&registrar, &get("/api/v1/orders?month=2026-09")).await.json();
    let orders = orders["items"].as_array().unwrap();
    let sum: i64 = orders.iter().map(|order| order["amount"].as_i64().unwrap()).sum();
    assert_eq!(house.world.country.rows("SELECT sum(amount) FROM payment_orders"), [sum.to_string()]);
    let register = orders[0]["register_id"].as_str().unwrap();
    let file = house.ask(&registrar, &get(format!("/api/v1/registers/{register}/file"))).await;
    assert_eq!((file.status, file.header("content-type")), (200, Some("application/xml; charset=utf-8")));
    assert_eq!(
        house.ask(&registrar, &get(format!("/api/v1/registers/{}/file", uuid::Uuid::nil()))).await.code(),
        "register.unknown"
    );
    let document = house.ask(&registrar, &get(format!("/api/v1/registers/{register}/document?form=pdf"))).await;
    assert_eq!((document.status, document.header("content-type")), (200, Some("application/pdf")));
    assert!(document.bytes.starts_with(b"%PDF-1.7"));
    let sides = format!("performer={}&issuer={}", house.school(0).bin, house.world.country.issuer_bin);
    let asked = format!("/api/v1/reconciliation?{sides}&from=2026-01-01&to=2026-12-31");
    for who in [house.performer(0), house.issuer(), registrar.clone()] {
        assert_eq!(house.ask(&who, &get(&asked)).await.status, 200, "{who:?}");
    }
    assert_eq!(house.ask(&house.performer(1), &get(&asked)).await.code(), "performer.unknown");
    let reversed = format!("/api/v1/reconciliation?{sides}&from=2026-12-31&to=2026-01-01");
    assert_eq!(house.ask(&registrar, &get(reversed)).await.code(), "period.reversed");
    let budget = house.ask(&registrar, &get("/api/v1/budget?year=2026")).await.json();
    let paid: i64 = budget["items"].as_array().unwrap().iter().map(|line| line["paid"].as_i64().unwrap()).sum();
    assert_eq!(house.world.country.rows("SELECT coalesce(sum(paid), 0) FROM budget_stripes"), [paid.to_string()]);
    let place = &house.world.schools[0].1[1];
    let voucher = house.ask(&registrar, &get(format!("/api/v1/vouchers/{}", place.voucher))).await.json();
    assert_eq!(voucher["voucher"]["number"], place.number.as_str());
    let part = &voucher["parts"][0];
    assert_eq!((part["month"].as_str(), part["portions"].as_array().unwrap().len()), (Some("2026-09-01"), 1));
    assert_eq!(part["portions"][0]["due"], place.due);
    assert!(part["nominal"].is_i64() && voucher["parts"][1]["nominal"].is_null());
    let all = voucher.to_string();
    assert!(!all.contains("person") && !all.contains("iin"), "no person is named: {all}");
}

#[tokio::test]
async fn a_file_is_brought_done_and_its_errors_are_fetched() {
    let house = House::new().await;
    let issuer = house.issuer();
    let text = format!(
        "issuer_bin,issuer_name,programme,region,year,month,source,kbk,amount_tiyn\n{},A,school,{REGION},2026,2026-13,local,464003,1\n",
        house.world.country.issuer_bin
    );
    let bring = super::Asking { body: text.clone().into_bytes(), ..post("/api/v1/imports/budget", &json!({})) };
    let bring =
        bring.with("content-type", "text/csv").with("content-disposition", "attachment; filename*=UTF-8''%D0%B1.csv");
    let answer = house.ask(&issuer, &bring).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let href = answer.json()["href"].as_str().unwrap().to_owned();
    let waiting = house.ask(&issuer, &get(&href)).await;
    assert_eq!((waiting.json()["state"].as_str(), waiting.header("retry-after")), (Some("queued"), Some("1")));
    house.work().await;
    let job = house.ask(&issuer, &get(&href)).await;
    assert_eq!((job.json()["state"].as_str(), job.header("retry-after")), (Some("done"), None));
    assert_eq!(job.json()["input"]["file"], "б.csv");
    assert_eq!(job.json()["result"]["errors"][0]["code"], "row.invalid");
    let copy = house.ask(&issuer, &get(format!("{href}/files/errors.csv"))).await;
    assert_eq!(copy.header("content-disposition"), Some("attachment; filename=\"errors.csv\""));
    assert!(String::from_utf8(copy.bytes).unwrap().lines().next().unwrap().ends_with("qazyna_error"));
    for name in ["..%2F..%2Fetc%2Fpasswd", "nothing"] {
        assert_eq!(house.ask(&issuer, &get(format!("{href}/files/{name}"))).await.code(), "job.unknown", "42");
    }
    assert_eq!(house.ask(&house.performer(0), &get(&href)).await.code(), "job.unknown");
    for (name, kind, code) in [
        ("attachment; filename=\"../x.csv\"", "text/csv", "file.unsafe_name"),
        ("", "text/csv", "file.unsafe_name"),
        ("attachment; filename=\"x.csv\"", "multipart/form-data; boundary=x", "request.media_type"),
    ] {
        let answer =
            house.ask(&issuer, &bring.clone().with("content-disposition", name).with("content-type", kind)).await;
        assert_eq!(answer.code(), code, "{name} {kind}");
    }
    let unknown = super::Asking { path: "/api/v1/imports/everything".to_owned(), ..bring };
    assert_eq!(house.ask(&issuer, &unknown).await.code(), "page.unknown");
}

#[tokio::test]
async fn a_job_is_taken_back_over_the_api_and_by_its_page() {
    let house = House::new().await;
    let issuer = house.issuer();
    let asked = async |key: &str| {
        let close = post("/api/v1/months/2026-10/close", &json!({})).with("idempotency-key", key);
        house.ask(&issuer, &close).await.json()["href"].as_str().unwrap().to_owned()
    };
    let href = asked("one").await;
    let cancel = super::Asking { method: "POST", ..get(format!("{href}/cancel")) };
    assert_eq!(house.ask(&issuer, &cancel).await.code(), "idempotency.missing");
    let cancel = cancel.with("idempotency-key", "two");
    assert_eq!(house.ask(&house.performer(0), &cancel).await.code(), "job.unknown");
    let first = house.ask(&issuer, &cancel).await;
    assert_eq!((first.status, first.json()["state"].as_str()), (200, Some("cancelled")), "{first:?}");
    assert_eq!(house.ask(&issuer, &cancel).await.header("idempotency-replayed"), Some("true"));
    let href = asked("three").await;
    let page = href.replace("/api/v1", "/ru");
    let shown = house.ask(&issuer, &get(&page)).await;
    let shown = String::from_utf8(shown.bytes).unwrap();
    assert!(shown.contains(&format!("action=\"{page}/cancel\"")), "{shown}");
    let seen = house.ask(&house.registrar(), &get(&page)).await;
    assert!(seen.status == 200 && !String::from_utf8(seen.bytes).unwrap().contains("/cancel"));
    let pressed =
        super::Asking { method: "POST", ..get(format!("{page}/cancel")) }.with("sec-fetch-site", "same-origin");
    let done = house.ask(&issuer, &pressed).await;
    assert_eq!((done.status, done.header("location")), (303, Some(format!("{page}?done=job-cancelled").as_str())));
    house.work().await;
    assert_eq!(house.ask(&issuer, &get(&href)).await.json()["state"], "cancelled");
    // What has ended stays as it is.
    let href = asked("four").await;
    house.work().await;
    let late = super::Asking { method: "POST", ..get(format!("{href}/cancel")) }.with("idempotency-key", "five");
    let late = house.ask(&issuer, &late).await;
    assert_eq!((late.status, late.code().as_str()), (409, "job.begun"));
}

#[tokio::test]
async fn acts_are_signed_over_http_by_their_parties_alone() {
    let mut desk = Desk::new().await;
    let (first, other) = (desk.schools[0].clone(), desk.schools[1].clone());
    let act = desk.draft(&first, SEPTEMBER, &[Owed::month(desk.vouchers[0], 500)]).await;
    let keys = [desk.key(&first.bin, 0), desk.key(&other.bin, 2)];
    let keys = keys.map(|pem| SigningKey::from_pem(&pem).unwrap());
    let schools = [(first, Vec::new()), (other, Vec::new())];
    let house = House::over(World { country: desk.country, schools, line: (uuid::Uuid::nil(), String::new()) }).await;
    let performer = house.performer(0);
    let bytes = house.ask(&performer, &get(format!("/api/v1/acts/{act}/document"))).await.bytes;
    let at = house.app.clock.now();
    let signed = |key: &SigningKey| STANDARD.encode(eds::cms::sign(&bytes, key, false, at).unwrap());
    let body = |key| json!({ "side": "performer", "version": 1, "cms": signed(key) });
    let door = format!("/api/v1/acts/{act}/signatures");
    let theirs = house.ask(&house.performer(1), &post(&door, &body(&keys[1]))).await;
    assert_eq!((theirs.status, theirs.code().as_str()), (404, "act.unknown"));
    // Another issuer of the same region sees the act, and it is none of its own.
    let stranger = super::Who { organisation: "990440000385".to_owned(), ..house.issuer() };
    let issued = json!({ "side": "issuer", "version": 1, "cms": signed(&keys[0]) });
    assert_eq!(house.ask(&stranger, &post(&door, &issued)).await.code(), "act.unknown");
    let wrong = house.ask(&performer, &post(&door, &body(&keys[1]))).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (422, "signature.wrong_certificate"));
    let stale = house
        .ask(&performer, &post(&door, &json!({ "side": "performer", "version": 2, "cms": signed(&keys[0]) })))
        .await;
    assert_eq!((stale.status, stale.code().as_str()), (409, "act.stale"));
    let done = house.ask(&performer, &post(&door, &body(&keys[0]))).await;
    assert_eq!((done.status, done.json()["state"].as_str()), (201, Some("performer_signed")), "{done:?}");
    // 74: the same once more, under its key and under another.
    assert_eq!(house.ask(&performer, &post(&door, &body(&keys[0]))).await.header("idempotency-replayed"), Some("true"));
    let item = json!({ "act": act, "side": "performer", "version": 1, "cms": signed(&keys[0]) });
    let batch = post(
        "/api/v1/acts/signatures",
        &json!({ "signatures": [item, { "act": act, "side": "performer", "version": 1, "cms": "!" }] }),
    );
    let batch = house.ask(&performer, &batch.with("idempotency-key", "key-2")).await.json();
    assert_eq!((&batch["accepted"], &batch["items"][1]["error"]["code"]), (&json!(1), &json!("signature.invalid")));
    assert_eq!(house.world.country.rows("SELECT count(*) FROM act_signatures"), ["1"]);
}

#[tokio::test]
async fn the_law_is_told_to_anybody() {
    let house = House::new().await;
    let codes = house.anybody(&get("/api/v1/codes")).await.json();
    assert_eq!(codes["codes"].as_array().unwrap().len(), law::codes().count());
    let programmes = house.anybody(&get("/api/v1/programmes")).await.json();
    assert!(programmes["programmes"].as_object().unwrap().len() >= 4);
    let case = json!({ "id": "x", "op": "iin.check", "in": { "iin": "991230400015" } }).to_string();
    let mut expected = Vec::new();
    law::calc::run(law::Pack::kz(), case.as_bytes(), &mut expected).unwrap();
    let pretty = case.replace(',', ",\n  ");
    for (body, kind) in [(case.clone(), "application/x-ndjson"), (pretty, "application/json")] {
        let asking = super::Asking { body: body.into_bytes(), ..post("/api/v1/calc", &Value::Null) };
        let answer = house.anybody(&asking.with("content-type", kind).with("idempotency-key", "")).await;
        assert_eq!((answer.status, &answer.bytes), (200, &expected), "{kind}");
    }
}

#[tokio::test]
async fn a_receipt_is_cut_for_a_movement() {
    let house = House::new().await;
    let head = publish(&house.app, &house.app.data).await;
    let country = &house.world.country;
    country
        .database
        .as_superuser(&format!(
            "INSERT INTO journal_checkpoints (size, note, signed_at) VALUES ({}, convert_from(decode('{}', 'hex'), 'UTF8'), now())",
            head.checkpoint.size,
            crate::platform::fact::hex(head.to_string().as_bytes())
        ))
        .unwrap();
    let movement = house.world.country.rows("SELECT id FROM movements ORDER BY id LIMIT 1")[0].clone();
    let answer = house.ask(&house.registrar(), &get(format!("/api/v1/receipts/{movement}"))).await;
    assert_eq!((answer.status, answer.json()["table"].as_str()), (200, Some("movements")), "{answer:?}");
    let nothing = house.ask(&house.registrar(), &get(format!("/api/v1/receipts/{}", uuid::Uuid::nil()))).await;
    assert_eq!(nothing.code(), "receipt.row");
}
