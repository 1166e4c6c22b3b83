//! Bad input gets a clear refusal and nothing is lost; the numbers are those of the list of bad inputs.

use std::sync::Arc;

use axum::{Router, middleware, routing};
use serde_json::json;
use tokio::net::TcpListener;

use super::{House, get, post};
use crate::platform::http::limits::{Allowance, Limits, layer};

fn close() -> super::Asking {
    post("/api/v1/months/2026-10/close", &json!({ "programme": "school" }))
}

async fn jobs(house: &House) -> String {
    house.world.country.rows("SELECT count(*) FROM jobs")[0].clone()
}

#[tokio::test]
async fn cases_112_to_116_a_key_means_one_effect_and_one_answer() {
    let house = House::new().await;
    let (issuer, registrar) = (house.issuer(), house.registrar());
    let first = house.ask(&issuer, &close()).await;
    assert_eq!((first.status, first.header("idempotency-replayed")), (202, None));
    let job = first.json()["job"].as_str().unwrap().to_owned();
    assert_eq!(first.header("location"), Some(format!("/api/v1/jobs/{job}").as_str()));
    // 112
    let again = house.ask(&issuer, &close()).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (202, Some("true")));
    assert_eq!((&again.bytes, again.header("location")), (&first.bytes, first.header("location")));
    assert_eq!(jobs(&house).await, "1");
    // 113: another body, another door.
    for other in [
        post("/api/v1/months/2026-10/close", &json!({})),
        post("/api/v1/months/2026-11/close", &json!({ "programme": "school" })),
        post("/api/v1/exports", &json!({ "month": "2026-10" })),
    ] {
        let answer = house.ask(&issuer, &other).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "idempotency.mismatch"));
    }
    // 115
    assert_eq!(house.ask(&registrar, &close()).await.status, 202);
    assert_eq!(jobs(&house).await, "2");
    // 114: somebody is at it.
    let tx = crate::platform::jobs::begin(&house.app, &house.world.country.actor).await.unwrap();
    let lock = format!("issuer/{} key-2", house.world.country.issuer_bin);
    tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", &[&lock]).await.unwrap();
    let busy = house.ask(&issuer, &close().with("idempotency-key", "key-2")).await;
    assert_eq!(
        (busy.status, busy.code().as_str(), busy.header("retry-after")),
        (409, "idempotency.in_progress", Some("1"))
    );
    assert_eq!(busy.json()["retryable"], true);
    drop(tx);
    // 116: committed, and the answer lost.
    house.send_and_leave(&issuer, &close().with("idempotency-key", "key-2")).await;
    assert_eq!(jobs(&house).await, "3");
    let told = house.ask(&issuer, &close().with("idempotency-key", "key-2")).await;
    assert_eq!((told.status, told.header("idempotency-replayed")), (202, Some("true")));
    assert_eq!(jobs(&house).await, "3");
}

#[tokio::test]
async fn what_was_refused_may_be_asked_again_under_its_key() {
    let house = House::new().await;
    let orders = post("/api/v1/months/2026-09/orders", &json!({}));
    let mut registrar = house.registrar();
    registrar.stepped_up = false;
    let refused = house.ask(&registrar, &orders).await;
    assert_eq!((refused.status, refused.code().as_str()), (403, "access.step_up"));
    registrar.stepped_up = true;
    assert_eq!(house.ask(&registrar, &orders).await.status, 202);
    for (key, code) in [("", "idempotency.missing"), (&*"k".repeat(256), "idempotency.missing")] {
        let answer = house.ask(&registrar, &orders.clone().with("idempotency-key", key)).await;
        assert_eq!(answer.code(), code);
        assert_eq!(answer.json()["errors"][0]["pointer"], "#Idempotency-Key");
    }
}

#[tokio::test]
async fn cases_19_29_and_64_to_70_a_body_has_one_reading_or_none() {
    let house = House::new().await;
    let issuer = house.issuer();
    let door = "/api/v1/vouchers/issue";
    let raw = |body: &[u8]| super::Asking { body: body.to_vec(), ..post(door, &json!({})) };
    let deep = format!("{{\"programme\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let cases: [(super::Asking, u16, &str, Option<&str>); 13] = [
        (raw(br#"{"programme":"school","year":2026,"state":"paid"}"#), 422, "request.unknown_field", Some("/state")),
        (raw(b"{}").with("content-length", "104857600"), 413, "request.too_large", None),
        (raw(deep.as_bytes()), 400, "request.malformed", None),
        (raw(br#"{"programme":"school","year":2026,"year":2027}"#), 400, "request.malformed", None),
        (raw(br#"{"programme":"school","year":2026.0}"#), 422, "input.invalid", Some("/year")),
        (raw(br#"{"programme":"school","year":9223372036854775808}"#), 422, "input.invalid", Some("/year")),
        (raw(br#"{"programme":"school","year":NaN}"#), 400, "request.malformed", None),
        (raw(b"{\"programme\":\"\xff\",\"year\":2026}"), 400, "request.malformed", None),
        (raw(br#"{"programme":"\ud800","year":2026}"#), 400, "request.malformed", None),
        (raw(br#"{"programme":"\u0000","year":2026}"#), 400, "request.malformed", None),
        (raw(b"{}").with("content-type", "text/plain"), 415, "request.media_type", None),
        (raw(b"{}").with("content-encoding", "gzip"), 415, "request.media_type", None),
        (raw(b"{}").with("content-type", "application/json; charset=cp1251"), 415, "request.media_type", None),
    ];
    for (asking, status, code, pointer) in cases {
        let answer = house.ask(&issuer, &asking).await;
        let shown = String::from_utf8_lossy(&asking.body[..asking.body.len().min(60)]).into_owned();
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{shown} {:?}", asking.headers);
        assert_eq!(answer.json()["errors"][0]["pointer"].as_str(), pointer, "{shown}");
        assert!(!String::from_utf8_lossy(&answer.bytes).contains("paid"), "what was sent is not repeated");
    }
    assert_eq!(jobs(&house).await, "0");
    // 71: two lengths that differ, a length beside chunks.
    let head = format!("POST {door} HTTP/1.1\r\nhost: registry.test\r\nconnection: close\r\n");
    for lengths in ["content-length: 2\r\ncontent-length: 3\r\n", "content-length: 2, 3\r\n", "content-length: -2\r\n"]
    {
        let answer = house.raw(format!("{head}{lengths}\r\n{{}}").as_bytes()).await;
        assert_eq!(answer.status, 400, "{lengths}");
    }
}

#[tokio::test]
async fn cases_20_and_136_filters_are_those_that_are_documented_and_pages_have_an_end() {
    let house = House::new().await;
    let registrar = house.registrar();
    for (path, status, code, pointer) in [
        ("/api/v1/acts?sort=iin", 422, "request.unknown_field", "?sort"),
        ("/api/v1/acts?limit=1000000000", 422, "input.invalid", "?limit"),
        ("/api/v1/acts?limit=0", 422, "input.invalid", "?limit"),
        ("/api/v1/acts?limit=x", 422, "input.invalid", "?limit"),
        ("/api/v1/acts?month=2026-13", 422, "input.invalid", "?month"),
        ("/api/v1/acts?state=gone", 422, "input.invalid", "?state"),
        ("/api/v1/acts?after=AAAA", 422, "input.invalid", "?after"),
        ("/api/v1/exceptions", 422, "input.invalid", "?month"),
        ("/api/v1/budget?year=99999", 422, "input.invalid", "?year"),
        ("/api/v1/acts?state='%20OR%201=1--", 422, "input.invalid", "?state"),
    ] {
        let answer = house.ask(&registrar, &get(path)).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path}");
        assert_eq!(answer.json()["errors"][0]["pointer"], pointer, "{path}");
    }
    let answer = house.ask(&registrar, &get("/api/v1/vouchers?programme='%20OR%201=1--")).await;
    assert_eq!((answer.status, answer.json()["items"].as_array().unwrap().len()), (200, 0), "35: a filter is a value");
}

#[tokio::test]
async fn case_128_pages_neither_repeat_nor_skip_and_cursors_are_of_their_list() {
    let house = House::new().await;
    let registrar = house.registrar();
    let whole = house.ask(&registrar, &get("/api/v1/vouchers?limit=1000")).await.json();
    let expected: Vec<_> = whole["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    assert!(expected.len() > 5 && whole["next_cursor"].is_null());
    let (mut found, mut path) = (Vec::new(), "/api/v1/vouchers?limit=5".to_owned());
    loop {
        let page = house.ask(&registrar, &get(&path)).await;
        found.extend(page.json()["items"].as_array().unwrap().iter().map(|item| item["id"].clone()));
        let Some(link) = page.header("link") else { break };
        path = link.trim_start_matches('<').split('>').next().unwrap().to_owned();
        assert!(link.ends_with(">; rel=\"next\"") && path.contains(page.json()["next_cursor"].as_str().unwrap()));
    }
    assert_eq!(found, expected);
    let cursor = path.split("after=").nth(1).unwrap();
    for other in [
        format!("/api/v1/vouchers?limit=5&programme=school&after={cursor}"),
        format!("/api/v1/acts?after={cursor}"),
        format!(
            "/api/v1/vouchers?after={}",
            cursor.replacen(&cursor[..1], if cursor.starts_with('A') { "B" } else { "A" }, 1)
        ),
    ] {
        let answer = house.ask(&registrar, &get(&other)).await;
        assert_eq!((answer.status, answer.code().as_str()), (422, "input.invalid"), "{other}");
    }
}

#[tokio::test]
async fn what_the_router_answers_by_itself_is_a_problem_in_the_readers_language() {
    let house = House::new().await;
    let nowhere = get("/api/v1/nothing");
    for language in ["ru", "en-GB", "kk", "de"] {
        let answer = house.anybody(&nowhere.clone().with("accept-language", language)).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "page.unknown"));
        let entry = law::code("page.unknown").unwrap();
        let expected = match language {
            "ru" => &entry.text.ru,
            "en-GB" => &entry.text.en,
            _ => &entry.text.kk,
        };
        assert_eq!(answer.json()["title"], expected.as_str(), "{language}");
        assert_eq!(answer.json()["instance"], "/api/v1/nothing");
    }
    let method = house.ask(&house.registrar(), &super::Asking { method: "DELETE", ..get("/api/v1/acts") }).await;
    assert_eq!((method.status, method.code().as_str()), (405, "request.method"));
    let path = house.ask(&house.registrar(), &get("/api/v1/acts/not-a-uuid")).await;
    assert_eq!((path.status, path.code().as_str()), (400, "request.malformed"));
    // 30: no origin is let in.
    let cross = house.anybody(&get("/api/v1/codes").with("origin", "https://evil-e-qazyna.kz")).await;
    assert_eq!((cross.status, cross.header("access-control-allow-origin")), (200, None));
}

#[tokio::test]
async fn a_panic_is_a_problem_that_tells_nothing() {
    let house = House::new().await;
    async fn planted() -> &'static str {
        panic!("a planted panic with a secret");
    }
    let app = Arc::clone(&house.app);
    let router: Router = Router::new()
        .route("/api/v1/panic", routing::get(planted))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), crate::platform::http::problem::layer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let other = House { address, ..house };
    let answer = other.anybody(&get("/api/v1/panic")).await;
    assert_eq!((answer.status, answer.json()["code"].as_str()), (500, Some("request.fault")));
    assert!(!String::from_utf8_lossy(&answer.bytes).contains("secret"));
}

#[tokio::test]
async fn a_client_above_its_rate_is_told_when_to_come_again() {
    let house = House::new().await;
    let limits = Arc::new(Limits::new(Allowance { per_second: 1, burst: 2, at_once: 4 }));
    let router: Router = Router::new()
        .route("/api/v1/ok", routing::get(async || "ok"))
        .layer(middleware::from_fn_with_state(limits, layer))
        .layer(middleware::from_fn_with_state(Arc::clone(&house.app), crate::platform::http::problem::layer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    let other = House { address, ..house };
    for left in ["\"client\";r=1", "\"client\";r=0"] {
        let answer = other.anybody(&get("/api/v1/ok")).await;
        assert_eq!((answer.status, answer.header("ratelimit")), (200, Some(left)));
    }
    let answer = other.anybody(&get("/api/v1/ok")).await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, Some("1")));
    assert_eq!(
        (answer.json()["code"].as_str(), answer.json()["retryable"].as_bool()),
        (Some("request.rate"), Some(true))
    );
}

#[tokio::test]
async fn requests_are_logged_by_their_template_without_values_or_persons() {
    let house = House::new().await;
    let issuer = house.issuer();
    let id = uuid::Uuid::from_u128(7);
    house.ask(&issuer, &get(format!("/api/v1/acts/{id}"))).await;
    house.ask(&issuer, &get("/api/v1/acts?sort=991230400015")).await;
    for _ in 0..50 {
        if house.world.country.rows("SELECT count(*) FROM api_requests")[0] == "2" {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let bin = &house.world.country.issuer_bin;
    assert_eq!(
        house.world.country.rows("SELECT client || ' ' || method || ' ' || route || ' ' || status || ' ' || code FROM api_requests ORDER BY id"),
        [format!("{bin} GET /api/v1/acts/{{id}} 404 act.unknown"), format!("{bin} GET /api/v1/acts 422 request.unknown_field")]
    );
    let all = house.world.country.rows("SELECT api_requests::text FROM api_requests").concat();
    assert!(!all.contains(&id.to_string()) && !all.contains("991230400015"));
}
