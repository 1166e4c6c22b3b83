//! Injection, by the numbers of the list of bad inputs (D): whatever a value looks like, it stays a value.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::{Asking, House, Who, get, post};
use crate::platform::testkit::fixture::REGION;

/// What somebody writes who hopes that it is read as SQL.
const SQL: [&str; 7] = [
    "' OR 1=1 --",
    "'; DROP TABLE vouchers; --",
    "1) UNION SELECT 1,2,3 --",
    "\\'; SELECT pg_sleep(9); --",
    "x' AND 1=(SELECT 1/0) --",
    "$1",
    "\u{0}",
];
/// A name with markup in it.
const MARKUP: &str = "<script>alert(1)</script><img src=x onerror=alert(2)>\"\'";

/// A value inside an address.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn ids(path: &str) -> String {
    let nobody = uuid::Uuid::from_u128(7).to_string();
    path.replace("{id}", &nobody).replace("{month}", "2026-09").replace("{name}", "x").replace("{kind}", "budget")
}

#[tokio::test]
async fn d_35_sql_in_a_parameter_of_the_api_is_a_value() {
    let house = House::new().await;
    let (who, document) = (house.registrar(), crate::api::openapi());
    let mut tried = 0;
    for (path, operations) in document["paths"].as_object().unwrap() {
        let parameters = operations["get"]["parameters"].as_array().cloned().unwrap_or_default();
        let needed = |but: &str| -> String {
            let required =
                parameters.iter().filter(|one| one["in"] == "query" && one["required"] == true && one["name"] != but);
            required.map(|one| format!("&{}=2026-09", one["name"].as_str().unwrap())).collect()
        };
        for parameter in &parameters {
            let name = parameter["name"].as_str().unwrap();
            for sql in SQL {
                let at = match parameter["in"].as_str().unwrap() {
                    "path" => ids(&path.replace(&format!("{{{name}}}"), &encoded(sql))) + "?" + &needed(name),
                    _ => format!("{}?{name}={}{}", ids(path), encoded(sql), needed(name)),
                };
                let answer = house.ask(&who, &get(&at)).await;
                let is_empty = || answer.json()["items"].as_array().is_some_and(Vec::is_empty);
                assert!((400..500).contains(&answer.status) || answer.status == 200 && is_empty(), "{at} {answer:?}");
                tried += 1;
            }
        }
    }
    assert!(tried > 150, "{tried}");
    for sql in &SQL[..6] {
        let issue = post("/api/v1/vouchers/issue", &json!({ "programme": sql, "year": 2026 }));
        let asked = house.ask(&who, &issue.with("idempotency-key", &encoded(sql))).await;
        assert!([202, 404, 422].contains(&asked.status), "{asked:?}");
    }
    house.work().await;
    assert!(house.world.country.rows("SELECT count(*) FROM vouchers") != ["0"], "the table is there");
}

#[tokio::test]
async fn d_35_sql_in_the_search_of_a_page_is_a_value() {
    let house = House::new().await;
    for (who, path, names) in [
        (None, "/ru/places", ["q", "region", "locality", "programme", "age", "after"].as_slice()),
        (Some(house.issuer()), "/ru/issuer/acts", &["q", "month", "state", "sort", "after", "programme"]),
        (Some(house.issuer()), "/ru/issuer/performers", &["q", "sort", "after"]),
        (Some(house.performer(0)), "/ru/org/acts", &["state", "month", "after"]),
        (Some(house.registrar()), "/ru/registrar/journal", &["q", "kind", "actor", "after"]),
        (Some(house.registrar()), "/ru/registrar/messages", &["kind", "code", "after"]),
    ] {
        for name in names {
            for sql in SQL {
                let asking = get(format!("{path}?{name}={}", encoded(sql)));
                let answer = match &who {
                    Some(who) => house.ask(who, &asking).await,
                    None => house.anybody(&asking).await,
                };
                assert!(answer.status < 500, "{path}?{name}={sql} {answer:?}");
            }
        }
    }
}

#[tokio::test]
async fn d_36_markup_in_a_stored_name_is_shown_and_never_runs() {
    let house = House::new().await;
    let change =
        |sql: &str| house.world.country.database.as_superuser(&sql.replace('@', &MARKUP.replace('\'', "''"))).unwrap();
    change("UPDATE performers SET name_kk = '@', name_ru = '@'");
    change("UPDATE issuers SET name = '@'");
    change("UPDATE group_revisions SET title = '@'");
    let bin = house.school(0).bin.clone();
    let mut shown = 0;
    let pages: [(Option<Who>, String); 12] = [
        (None, "/ru/places".to_owned()),
        (None, format!("/kk/places/{bin}")),
        (None, format!("/ru/money/2026/school/{REGION}")),
        (Some(house.performer(0)), "/ru/org".to_owned()),
        (Some(house.performer(0)), "/ru/org/groups".to_owned()),
        (Some(house.performer(0)), "/ru/org/acts".to_owned()),
        (Some(house.performer(0)), "/ru/org/children?month=2026-09".to_owned()),
        (Some(house.performer(0)), "/ru/org/attendance/2026-09".to_owned()),
        (Some(house.issuer()), "/ru/issuer".to_owned()),
        (Some(house.issuer()), "/ru/issuer/acts?tab=signed".to_owned()),
        (Some(house.issuer()), "/ru/issuer/performers".to_owned()),
        (Some(house.registrar()), "/ru/operator/orders".to_owned()),
    ];
    for (who, path) in pages {
        let answer = match &who {
            Some(who) => house.ask(who, &get(&path)).await,
            None => house.anybody(&get(&path)).await,
        };
        let policy = answer.header("content-security-policy").unwrap().to_owned();
        assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe-inline"));
        let html = String::from_utf8(answer.bytes).unwrap();
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{path}: {html}");
        shown += usize::from(html.contains("&lt;script&gt;alert") || html.contains("&#60;script&#62;alert"));
    }
    assert!(shown >= 4, "the name is on {shown} pages alone");
}

#[tokio::test]
async fn d_37_a_file_with_scripts_comes_back_as_a_file_and_as_nothing_else() {
    let house = House::new().await;
    let svg = "issuer_bin,issuer_name\n<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(2)</script></svg>,<b>x</b>\n";
    let bring = Asking { body: svg.as_bytes().to_vec(), ..post("/api/v1/imports/budget", &Value::Null) }
        .with("content-type", "image/svg+xml")
        .with("content-disposition", "attachment; filename=\"x.svg\"");
    let asked = house.ask(&house.issuer(), &bring).await;
    assert_eq!(asked.status, 202, "{asked:?}");
    let href = asked.json()["href"].as_str().unwrap().to_owned();
    house.work().await;
    let page = house.ask(&house.issuer(), &get(href.replace("/api/v1", "/ru"))).await;
    assert!(!String::from_utf8(page.bytes).unwrap().contains("<svg xmlns='http"));
    let files = house.ask(&house.issuer(), &get(&href)).await.json()["files"].clone();
    for file in files.as_array().unwrap() {
        let name = file["name"].as_str().unwrap();
        for at in [format!("{href}/files/{name}"), format!("{}/files/{name}", href.replace("/api/v1", "/ru"))] {
            let got = house.ask(&house.issuer(), &get(&at)).await;
            assert!(["text/csv", "application/json"].contains(&got.header("content-type").unwrap()), "{got:?}");
            assert_eq!(got.header("content-disposition"), Some(format!("attachment; filename=\"{name}\"").as_str()));
            assert_eq!(got.header("x-content-type-options"), Some("nosniff"));
        }
    }
}

/// What was written to a log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn d_39_nobody_writes_lines_of_their_own_into_the_log() {
    let house = House::new().await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    let forged = "%0d%0a2026-11-20T05:00:00Z%20ERROR%20forged%1b%5b31m";
    let router = crate::http::router(Arc::clone(&house.app));
    {
        let _guard = tracing::subscriber::set_default(subscriber);
        for path in [
            format!("/api/v1/acts/{forged}"),
            format!("/api/v1/jobs/{forged}/files/{forged}"),
            format!("/ru/places?q={forged}"),
            format!("/ru/{forged}"),
            format!("/log/{forged}"),
        ] {
            let request = axum::http::Request::get(&path)
                .header("user-agent", "x\u{9}ERROR forged")
                .header("content-disposition", "attachment; filename=\"forged\"")
                .body(axum::body::Body::empty());
            router.clone().oneshot(request.unwrap()).await.unwrap();
        }
    }
    let text = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(text.lines().filter(|line| line.contains("answered")).count() >= 5, "{text}");
    let of_ours: String = text.lines().filter(|line| line.contains("registry::")).collect();
    assert!(!of_ours.contains("forged") && !text.contains('\u{1b}'), "{text}");
    assert!(text.lines().all(|line| line.starts_with("20")), "a line begins with its time: {text}");
}

#[tokio::test]
async fn d_42_no_path_leads_out_of_what_is_served() {
    let house = House::new().await;
    std::fs::create_dir_all(house.app.data.join("log")).unwrap();
    for path in [
        "/log/../keys/master.key",
        "/log/..%2Fkeys%2Fmaster.key",
        "/log/%2e%2e/keys/master.key",
        "/log//etc/passwd",
        "/log/.hidden",
        "/ru/data/..%2F..%2Fkeys%2Fmaster.key",
        "/assets/..%2F..%2FCargo.toml",
        "/api/v1/jobs/..%2F..%2Fx",
    ] {
        let answer = house.anybody(&get(path)).await;
        assert!([400, 401, 404].contains(&answer.status), "{path} {answer:?}");
    }
}

#[test]
fn d_43_there_is_neither_ldap_nor_xpath_to_inject_into() {
    let lock = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.lock")).unwrap();
    let names: Vec<&str> = lock.lines().filter_map(|line| line.strip_prefix("name = \"")).collect();
    assert!(names.len() > 100);
    for name in names {
        assert!(!["ldap", "xpath", "xslt", "libxml"].iter().any(|word| name.contains(word)), "{name}");
    }
}

#[tokio::test]
async fn d_44_keys_of_prototypes_are_words_that_nobody_knows() {
    let house = House::new().await;
    let plain = house.anybody(&get("/ru/places")).await;
    assert_eq!(plain.status, 200);
    for query in ["__proto__[region]=10", "constructor.prototype.region=10", "__proto__=x"] {
        let page = house.anybody(&get(format!("/ru/places?{query}"))).await;
        assert_eq!(page.status, 200);
        let list = |bytes: &[u8]| {
            let html = String::from_utf8(bytes.to_vec()).unwrap();
            html.matches("/ru/places/").count()
        };
        assert_eq!(list(&page.bytes), list(&plain.bytes), "{query}");
        let api = house.ask(&house.registrar(), &get(format!("/api/v1/acts?{query}"))).await;
        assert_eq!(api.code(), "request.unknown_field", "{query}");
    }
    for key in ["__proto__", "constructor", "prototype"] {
        let body = json!({ "programme": "school", "year": 2026, key: { "role": "registrar" } });
        assert_eq!(
            house.ask(&house.issuer(), &post("/api/v1/vouchers/issue", &body)).await.code(),
            "request.unknown_field"
        );
    }
}
