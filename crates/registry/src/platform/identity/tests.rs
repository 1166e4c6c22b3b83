//! Signing in over real HTTP, and everything that must not open a session; the numbers are those of the list of bad inputs.

use std::{net::SocketAddr, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use eds::{Role as Oid, SigningKey};
use jiff::{SignedDuration, Timestamp, civil::date};
use sandbox::ca::{Authority, KeyKind, Profile, Usage};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

use super::{import_mandates, readings};
use crate::{
    beneficiaries,
    platform::{
        Progress, Scope,
        testkit::fixture::{Country, School, iin},
    },
};

const NOW: &str = "2026-08-20T05:00:00Z";

/// A registry behind a socket, with an authority.
struct House {
    country: Country,
    app: Arc<crate::app::App>,
    address: SocketAddr,
    authority: std::sync::Mutex<Authority>,
    schools: [School; 2],
}

/// What came back.
#[derive(Debug)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }

    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The value of a cookie that is set.
    fn cookie(&self, name: &str) -> Option<String> {
        let all = self.headers.iter().filter(|(found, _)| found == "set-cookie");
        all.filter_map(|(_, value)| value.split(';').next()?.strip_prefix(name)?.strip_prefix('='))
            .next()
            .map(str::to_owned)
    }
}

/// The director of the first school.
fn director() -> String {
    iin(date(2001, 5, 6), 0)
}

fn profile(iin: &str, bin: Option<&str>, usage: Usage) -> Profile {
    Profile {
        iin: Some(iin.to_owned()),
        bin: bin.map(str::to_owned),
        name: "АБАЙ ҚҰНАНБАЙҰЛЫ".to_owned(),
        roles: vec![Oid::Person],
        key: KeyKind::Ec,
        not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
        not_after: "2027-01-01T00:00:00Z".parse().unwrap(),
        usage,
    }
}

impl House {
    async fn new() -> Self {
        let (country, first, second) = Country::usual().await;
        let ca = country.app.data.join("ca");
        std::fs::create_dir_all(&ca).unwrap();
        let authority = Authority::create(&ca, "2026-08-01T00:00:00Z".parse().unwrap()).unwrap();
        authority.crl("2026-08-01T00:00:00Z".parse().unwrap(), "2027-08-01T00:00:00Z".parse().unwrap()).unwrap();
        let Country { database, mut app, actor, issuer, issuer_bin } = country;
        app.trust.roots = Some(ca.join("roots"));
        app.trust.crls = Some(ca.join("crl"));
        let app = Arc::new(app);
        let other = crate::app::App::open(
            database.config(crate::platform::cluster::Role::App),
            app.data.clone(),
            crate::platform::clock::Clock::fixed(NOW.parse().unwrap()),
        );
        let country = Country { app: other.await.unwrap(), database, actor, issuer, issuer_bin };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = crate::http::router(Arc::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        let house =
            Self { country, app, address, authority: std::sync::Mutex::new(authority), schools: [first, second] };
        house.mandate(&director(), &house.schools[0].bin.clone(), "performer", "").await;
        house
    }

    /// Imports one mandate, from the day before.
    async fn mandate(&self, iin: &str, bin: &str, role: &str, to: &str) {
        let file = format!("iin,bin,role,from,to,regions\n{iin},{bin},{role},2026-01-01,{to},\n");
        let watch = Progress::silent();
        let report = import_mandates(&self.app, &self.country.actor, ("mandates.csv", file.as_bytes()), false, &watch)
            .await
            .unwrap();
        assert_eq!(report.exit(), 0, "{report:?}");
    }

    fn key(&self, profile: &Profile) -> (SigningKey, u64) {
        let issued = self.authority.lock().unwrap().issue(profile).unwrap();
        (SigningKey::from_pem(issued.pem.as_bytes()).unwrap(), issued.serial)
    }

    async fn send(&self, line: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let mut text = format!(
            "{line} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-length: {}\r\n",
            self.address,
            body.len()
        );
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        text.push_str(body);
        stream.write_all(text.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers =
            lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Answer { status, headers: headers.collect(), body: body.to_owned() }
    }

    async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Answer {
        let mut all = vec![("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        all.extend(headers);
        self.send(&format!("POST /api/v1/session{path}"), &all, &body.to_string()).await
    }

    /// A nonce for a browser: its text and the cookie that binds it.
    async fn nonce(&self) -> (String, String) {
        let answer = self.post("/nonce", &[], &json!({})).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let text = answer.json()["nonce"].as_str().unwrap().to_owned();
        (text, format!("__Host-qazyna-nonce={}", answer.cookie("__Host-qazyna-nonce").unwrap()))
    }

    fn cms(&self, text: &str, key: &SigningKey) -> String {
        STANDARD.encode(eds::cms::sign(text.as_bytes(), key, false, self.app.clock.now()).unwrap())
    }

    async fn open(&self, (text, cookie): (&str, &str), cms: &str) -> Answer {
        self.post("", &[("cookie", cookie)], &json!({ "nonce": text, "cms": cms })).await
    }

    async fn try_key(&self, key: &SigningKey) -> Answer {
        let (text, cookie) = self.nonce().await;
        self.open((&text, &cookie), &self.cms(&text, key)).await
    }

    /// Signs somebody in and answers the session's cookie.
    async fn sign_in(&self, iin: &str) -> String {
        let (key, _) = self.key(&profile(iin, None, Usage::Auth));
        let answer = self.try_key(&key).await;
        assert_eq!(answer.status, 201, "{answer:?}");
        format!("__Host-qazyna={}", answer.cookie("__Host-qazyna").unwrap())
    }

    async fn show(&self, cookie: &str) -> Answer {
        self.send("GET /api/v1/session", &[("cookie", cookie)], "").await
    }

    fn later(&self, span: SignedDuration) {
        self.app.clock.set(self.app.clock.now().checked_add(span).unwrap());
    }
}

fn minutes(count: i64) -> SignedDuration {
    SignedDuration::from_mins(count)
}

#[tokio::test]
async fn a_signed_nonce_opens_a_session_in_the_only_capacity() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    let answer = house.show(&cookie).await;
    assert_eq!(answer.status, 200);
    let told = answer.json();
    assert_eq!(told["capacity"]["role"], "performer");
    assert_eq!(told["capacity"]["bin"], house.schools[0].bin);
    assert_eq!(told["name"], "АБАЙ ҚҰНАНБАЙҰЛЫ");
    assert_eq!(told["capacities"].as_array().unwrap().len(), 1);
    // The token is not what is kept, and neither the IIN nor the name is kept in clear.
    let secret = cookie.split_once('=').unwrap().1;
    let kept = house.country.database.as_superuser("SELECT s::text FROM sessions s").unwrap();
    assert!(!kept.contains(secret) && !kept.contains(&director()) && !kept.contains("АБАЙ"), "{kept}");
}

#[tokio::test]
async fn a_programme_gets_its_token_in_the_answer_and_carries_it_as_a_bearer() {
    let house = House::new().await;
    let asked = house.post("/nonce", &[], &json!({ "bearer": true })).await;
    let (text, binding) = (asked.json()["nonce"].as_str().unwrap().to_owned(), asked.json()["binding"].clone());
    assert_eq!(asked.header("set-cookie"), None);
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let body = json!({ "nonce": text, "cms": house.cms(&text, &key), "binding": binding });
    let opened = house.post("", &[], &body).await;
    assert_eq!((opened.status, opened.header("set-cookie")), (201, None));
    let bearer = format!("Bearer {}", opened.json()["token"].as_str().unwrap());
    let shown = house.send("GET /api/v1/session", &[("authorization", &bearer)], "").await;
    assert_eq!(shown.status, 200);
    // A bearer's token is sent by nobody else: the origin is not asked.
    let ended =
        house.send("DELETE /api/v1/session", &[("authorization", &bearer), ("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(ended.status, 204);
    assert_eq!(house.send("GET /api/v1/session", &[("authorization", &bearer)], "").await.status, 401);
}

#[tokio::test]
async fn a_1_failures_close_the_door_to_their_client_longer_each_time() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Sign));
    for _ in 0..10 {
        assert_eq!(house.try_key(&key).await.status, 401);
    }
    let (good, _) = house.key(&profile(&director(), None, Usage::Auth));
    let closed = house.post("/nonce", &[], &json!({})).await;
    assert_eq!(closed.status, 429);
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.try_key(&key).await.status, 401);
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.post("/nonce", &[], &json!({})).await.status, 429, "the second closure is longer");
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.try_key(&good).await.status, 201);
    assert_eq!(house.try_key(&key).await.status, 401, "a success forgets the failures");
}

#[tokio::test]
async fn a_2_a_nonce_is_signed_once_and_within_two_minutes() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let (text, cookie) = house.nonce().await;
    let cms = house.cms(&text, &key);
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 201);
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 401, "replayed");
    let (text, cookie) = house.nonce().await;
    house.later(minutes(2));
    assert_eq!(house.open((&text, &cookie), &house.cms(&text, &key)).await.status, 401, "too late");
    // A nonce whose signature was wrong is used up too.
    let (text, cookie) = house.nonce().await;
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 401);
    assert_eq!(house.open((&text, &cookie), &house.cms(&text, &key)).await.status, 401);
    let invented = text.replace(|letter: char| letter.is_ascii_digit(), "0");
    assert_eq!(house.open((&invented, &cookie), &house.cms(&invented, &key)).await.status, 401, "invented");
}

#[tokio::test]
async fn a_3_a_nonce_of_another_browser_or_host_opens_nothing_and_is_not_used_up_by_the_attempt() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let (text, cookie) = house.nonce().await;
    let (_, other) = house.nonce().await;
    let cms = house.cms(&text, &key);
    assert_eq!(house.open((&text, &other), &cms).await.status, 401);
    assert_eq!(house.open((&text, "a=b"), &cms).await.status, 401);
    assert!(text.contains(&house.address.to_string()), "the signed text names the host");
    let elsewhere = house.nonce_of_host("other.kz").await;
    assert_eq!(house.open((&elsewhere.0, &elsewhere.1), &house.cms(&elsewhere.0, &key)).await.status, 401);
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 201);
}

impl House {
    async fn nonce_of_host(&self, host: &str) -> (String, String) {
        let binding = "b".repeat(64);
        let nonce = super::ask_nonce(&self.app, super::Purpose::SignIn, host, &binding).await.unwrap();
        (nonce.text, format!("__Host-qazyna-nonce={binding}"))
    }
}

#[tokio::test]
async fn a_4_a_certificate_for_signing_does_not_open_a_session() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), Some(&house.schools[0].bin), Usage::Sign));
    assert_eq!(house.try_key(&key).await.status, 401);
    let (text, binding) = (super::ask_nonce(&house.app, super::Purpose::SignIn, "h", "b").await.unwrap().text, "b");
    let cms = eds::cms::sign(text.as_bytes(), &key, false, house.app.clock.now()).unwrap();
    let signed = super::Signed { nonce: &text, cms: &cms, origin: "h", binding };
    assert_eq!(super::sign_in(&house.app, &signed, None).await.unwrap_err().code(), Some("session.certificate"));
}

#[tokio::test]
async fn a_5_expired_future_and_revoked_certificates_do_not_open_a_session() {
    let house = House::new().await;
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let mut old = profile(&director(), None, Usage::Auth);
    old.not_after = at("2026-08-19T00:00:00Z");
    assert_eq!(house.try_key(&house.key(&old).0).await.status, 401);
    let mut early = profile(&director(), None, Usage::Auth);
    early.not_before = at("2026-08-21T00:00:00Z");
    assert_eq!(house.try_key(&house.key(&early).0).await.status, 401);
    let (key, serial) = house.key(&profile(&director(), None, Usage::Auth));
    assert_eq!(house.try_key(&key).await.status, 201);
    {
        let mut authority = house.authority.lock().unwrap();
        authority.revoke(serial, at("2026-08-19T00:00:00Z"));
        authority.crl(at("2026-08-20T00:00:00Z"), at("2027-08-01T00:00:00Z")).unwrap();
    }
    assert_eq!(house.try_key(&key).await.status, 401, "revoked");
    house.authority.lock().unwrap().crl(at("2026-08-01T00:00:00Z"), at("2026-08-02T00:00:00Z")).unwrap();
    let (fresh, _) = house.key(&profile(&director(), None, Usage::Auth));
    assert_eq!(house.try_key(&fresh).await.status, 401, "a stale list proves nothing");
}

#[tokio::test]
async fn a_6_a_certificate_of_another_authority_with_the_right_iin_does_not_open_a_session() {
    let house = House::new().await;
    let elsewhere = house.app.data.join("elsewhere");
    std::fs::create_dir_all(&elsewhere).unwrap();
    let mut other = Authority::create(&elsewhere, "2026-08-01T00:00:00Z".parse().unwrap()).unwrap();
    // Its keys are the sandbox's own; its root is not the one that is trusted once that folder holds another file.
    let issued = other.issue(&profile(&director(), None, Usage::Auth)).unwrap();
    let key = SigningKey::from_pem(issued.pem.as_bytes()).unwrap();
    std::fs::remove_file(house.app.data.join("ca/roots/root.pem")).unwrap();
    assert_eq!(house.try_key(&key).await.status, 401);
}

#[tokio::test]
async fn a_7_a_mandate_that_ended_closes_the_live_session_within_a_minute() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    assert_eq!(house.show(&cookie).await.status, 200);
    house.mandate(&director(), &house.schools[0].bin, "performer", "2026-08-19").await;
    house.later(SignedDuration::from_secs(60));
    assert_eq!(house.show(&cookie).await.status, 401);
    // It does not come back with a new mandate.
    house.mandate(&director(), &house.schools[0].bin, "performer", "2026-12-31").await;
    assert_eq!(house.show(&cookie).await.status, 401);
}

#[tokio::test]
async fn a_7_the_database_alone_ends_a_session_though_nothing_was_forgotten_in_memory() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    // Another process records the end: this one learns of it when what it remembers is half a minute old.
    let file =
        format!("iin,bin,role,from,to\n{},{},performer,2026-01-01,2026-08-19\n", director(), house.schools[0].bin);
    let watch = Progress::silent();
    house.country.app.clock.set("2026-08-20T05:00:10Z".parse().unwrap());
    import_mandates(&house.country.app, &house.country.actor, ("m.csv", file.as_bytes()), false, &watch).await.unwrap();
    assert_eq!(house.show(&cookie).await.status, 200, "remembered for half a minute");
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.show(&cookie).await.status, 401);
}

#[tokio::test]
async fn a_8_a_cookie_set_before_signing_in_is_no_session_after() {
    let house = House::new().await;
    let planted = format!("__Host-qazyna={}", "a".repeat(64));
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let (text, bound) = house.nonce().await;
    let opened = house.open((&text, &format!("{bound}; {planted}")), &house.cms(&text, &key)).await;
    assert_eq!(opened.status, 201);
    assert_ne!(opened.cookie("__Host-qazyna").unwrap(), "a".repeat(64));
    assert_eq!(house.show(&planted).await.status, 401);
    // A real session that the browser had before is ended.
    let first = format!("__Host-qazyna={}", opened.cookie("__Host-qazyna").unwrap());
    let (text, bound) = house.nonce().await;
    let again = house.open((&text, &format!("{bound}; {first}")), &house.cms(&text, &key)).await;
    assert_eq!(again.status, 201);
    assert_eq!(house.show(&first).await.status, 401);
}

#[tokio::test]
async fn a_9_after_signing_out_the_token_is_worth_nothing() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let out = house.send("DELETE /api/v1/session", &headers, "").await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(house.show(&cookie).await.status, 401);
}

#[tokio::test]
async fn a_10_one_session_too_many_ends_the_oldest() {
    let house = House::new().await;
    let first = house.sign_in(&director()).await;
    for _ in 0..super::SESSIONS_MAX - 1 {
        house.sign_in(&director()).await;
    }
    assert_eq!(house.show(&first).await.status, 200);
    house.sign_in(&director()).await;
    assert_eq!(house.show(&first).await.status, 401);
}

#[tokio::test]
async fn a_11_nothing_but_a_token_of_ours_is_taken_for_one() {
    let house = House::new().await;
    for value in ["Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer ../../keys/master.key", "Basic YTpi", "Bearer", "bearer "]
    {
        assert_eq!(house.send("GET /api/v1/session", &[("authorization", value)], "").await.status, 401, "{value}");
    }
    // A bad bearer is not helped by a good cookie.
    let cookie = house.sign_in(&director()).await;
    let both = [("authorization", "Bearer nothing"), ("cookie", cookie.as_str())];
    assert_eq!(house.send("GET /api/v1/session", &both, "").await.status, 401);
}

#[tokio::test]
async fn a_12_without_a_role_nobody_comes_in() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&iin(date(2001, 5, 6), 9), None, Usage::Auth));
    let answer = house.try_key(&key).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (403, None));
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_unused_and_after_twelve_hours_at_the_latest() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    house.later(minutes(29));
    assert_eq!(house.show(&cookie).await.status, 200);
    house.later(minutes(31));
    assert_eq!(house.show(&cookie).await.status, 401);
    let cookie = house.sign_in(&director()).await;
    for _ in 0..28 {
        house.later(minutes(25));
        assert_eq!(house.show(&cookie).await.status, 200);
    }
    house.later(minutes(25));
    assert_eq!(house.show(&cookie).await.status, 401, "12 hours are over");
}

#[tokio::test]
async fn a_step_up_is_signed_anew_by_the_same_person_and_holds_five_minutes() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    let headers = [("cookie", cookie.as_str())];
    assert_eq!(house.show(&cookie).await.json()["stepped_up_until"], Value::Null);
    let asked = house.post("/nonce", &headers, &json!({ "purpose": "step_up" })).await;
    let text = asked.json()["nonce"].as_str().unwrap().to_owned();
    let (other, _) = house.key(&profile(&iin(date(2001, 5, 6), 9), None, Usage::Auth));
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let told = |text: &str, key: &SigningKey| json!({ "nonce": text, "cms": house.cms(text, key) });
    assert_eq!(house.post("/step-up", &headers, &told(&text, &other)).await.status, 401, "somebody else");
    let (sign_in_nonce, _) = house.nonce().await;
    assert_eq!(house.post("/step-up", &headers, &told(&sign_in_nonce, &key)).await.status, 401, "of another purpose");
    let asked = house.post("/nonce", &headers, &json!({ "purpose": "step_up" })).await;
    let text = asked.json()["nonce"].as_str().unwrap().to_owned();
    assert_eq!(house.post("/step-up", &headers, &told(&text, &key)).await.status, 200);
    let until: Timestamp = house.show(&cookie).await.json()["stepped_up_until"].as_str().unwrap().parse().unwrap();
    let left = until.duration_since(house.app.clock.now());
    assert!(left <= minutes(5) && left > minutes(4), "{left:?}");
    assert_eq!(house.post("/nonce", &[], &json!({ "purpose": "step_up" })).await.status, 401);
}

#[test]
fn what_moves_money_asks_for_a_step_up_that_still_holds() {
    let now: Timestamp = NOW.parse().unwrap();
    let mut caller = crate::platform::http::Caller {
        session: uuid::Uuid::nil(),
        actor: crate::platform::Actor::public(uuid::Uuid::nil()),
        name: String::new(),
        organisation_name: String::new(),
        capacities: 1,
        stepped_up_until: None,
    };
    assert_eq!(caller.require_step_up(now).unwrap_err().code(), Some("access.step_up"));
    caller.stepped_up_until = Some(now);
    assert_eq!(caller.require_step_up(now).unwrap_err().code(), Some("access.step_up"));
    caller.stepped_up_until = now.checked_add(minutes(1)).ok();
    assert!(caller.require_step_up(now).is_ok());
}

#[tokio::test]
async fn a_person_of_two_organisations_chooses_and_may_change() {
    let house = House::new().await;
    house.mandate(&director(), &house.schools[1].bin, "performer", "").await;
    house.mandate(&director(), &house.country.issuer_bin, "issuer", "").await;
    let cookie = house.sign_in(&director()).await;
    let told = house.show(&cookie).await.json();
    assert_eq!((&told["capacity"], told["capacities"].as_array().unwrap().len()), (&Value::Null, 3));
    let headers =
        [("cookie", cookie.as_str()), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    for (role, bin, status) in [
        ("issuer", house.country.issuer_bin.as_str(), 200),
        ("performer", house.schools[1].bin.as_str(), 200),
        ("registrar", house.schools[1].bin.as_str(), 403),
        ("issuer", house.schools[1].bin.as_str(), 403),
        ("nobody", "", 403),
    ] {
        let body = json!({ "role": role, "bin": bin }).to_string();
        assert_eq!(house.send("PUT /api/v1/session/capacity", &headers, &body).await.status, status, "{role}");
    }
    let told = house.show(&cookie).await.json();
    assert_eq!(
        (&told["capacity"]["role"], &told["capacity"]["bin"]),
        (&json!("performer"), &json!(house.schools[1].bin))
    );
}

/// A family in the persons register: a child with a guardian, who may be taken away again.
async fn family(house: &House, guardians: &str, name: &str) -> (String, String) {
    let (child, mother) = (iin(date(2016, 3, 7), 1), iin(date(2001, 1, 2), 3));
    let sex = |iin: &str| if iin.as_bytes()[6] % 2 == 1 { "male" } else { "female" };
    let head = "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n";
    let file = format!(
        "{head}{mother},А,Б,,2001-01-02,{},,751110000,alive,\n{child},А,{name},,2016-03-07,{},{guardians},751110000,alive,\n",
        sex(&mother),
        sex(&child)
    );
    let file = file.replace("MOTHER", &mother);
    let watch = Progress::silent();
    let report = beneficiaries::import(&house.app, &house.country.actor, ("p.csv", file.as_bytes()), false, &watch)
        .await
        .unwrap();
    assert_eq!(report.exit(), 0, "{report:?}");
    (mother, child)
}

#[tokio::test]
async fn a_guardian_sees_children_by_the_latest_word_of_the_persons_register() {
    let house = House::new().await;
    let (mother, child) = family(&house, "MOTHER", "В").await;
    let (_, hmac) = house.app.secrets.lookup(&mother);
    let capacities = super::capacities::of(&house.app, &hmac).await.unwrap();
    let [only] = &*capacities else { panic!("{capacities:?}") };
    let Scope::Own { parties, persons } = &only.scope else { panic!("{only:?}") };
    assert!(parties.is_empty());
    assert_eq!(persons.len(), 2, "herself and the child");
    assert_eq!(house.country.number("SELECT count(*) FROM guardians"), 1);
    assert!(house.app.secrets.lookup(&child).0 == persons[1].0);
    // The index stays, the register's word does not.
    family(&house, "", "В").await;
    house.app.identity.forget();
    assert!(super::capacities::of(&house.app, &hmac).await.unwrap().is_empty());
    // A child of age is its own.
    family(&house, "MOTHER", "Г").await;
    house.app.identity.forget();
    house.app.clock.set("2034-03-06T20:00:00Z".parse().unwrap());
    assert!(super::capacities::of(&house.app, &hmac).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_reading_of_a_card_is_shown_to_the_person_and_to_nobody_elses_parent() {
    let house = House::new().await;
    let (mother, _) = family(&house, "MOTHER", "В").await;
    let (_, hmac) = house.app.secrets.lookup(&mother);
    let scope = super::capacities::of(&house.app, &hmac).await.unwrap()[0].scope.clone();
    let Scope::Own { persons, .. } = &scope else { panic!() };
    let child = persons[1];
    let registrar = crate::platform::Actor { person: "ab".repeat(32), ..house.country.actor.clone() };
    readings::keep(&house.app, &registrar, &[child, child], "complaint 7").await.unwrap();
    let own = registrar.with_scope(scope.clone());
    readings::keep(&house.app, &own, &[child], "own card").await.unwrap();
    let seen = readings::list(&house.app, &own, child).await.unwrap();
    let told: Vec<(&str, &str)> =
        seen.iter().map(|(_, reading)| (reading.role.as_str(), reading.purpose.as_str())).collect();
    assert_eq!(told, [("registrar", "complaint 7")]);
    let stranger = registrar.with_scope(Scope::Own { parties: vec![], persons: vec![(1, uuid::Uuid::nil())] });
    assert!(readings::list(&house.app, &stranger, child).await.unwrap().is_empty());
}

#[tokio::test]
async fn c_28_a_form_of_another_site_changes_nothing() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.kz")],
        vec![("origin", "null")],
        vec![],
    ] {
        let mut all = vec![("cookie", cookie.as_str())];
        all.extend(headers.clone());
        assert_eq!(house.send("DELETE /api/v1/session", &all, "").await.status, 403, "{headers:?}");
    }
    assert_eq!(house.show(&cookie).await.status, 200);
    let attributes = house.sign_in_header().await;
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(attributes.contains(attribute), "{attributes}");
    }
    assert!(attributes.starts_with("__Host-") && !attributes.contains("Domain"), "{attributes}");
}

impl House {
    async fn sign_in_header(&self) -> String {
        let (key, _) = self.key(&profile(&director(), None, Usage::Auth));
        self.try_key(&key).await.header("set-cookie").unwrap().to_owned()
    }
}

#[tokio::test]
async fn c_29_json_in_other_clothes_is_not_read() {
    let house = House::new().await;
    let (text, cookie) = house.nonce().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let body = json!({ "nonce": text, "cms": house.cms(&text, &key) }).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
        let headers = [("cookie", cookie.as_str()), ("content-type", kind), ("sec-fetch-site", "same-origin")];
        assert_eq!(house.send("POST /api/v1/session", &headers, &body).await.status, 415, "{kind}");
    }
    let unknown = json!({ "nonce": text, "cms": "", "role": "registrar" });
    assert_eq!(house.post("", &[("cookie", &cookie)], &unknown).await.status, 422);
}

#[tokio::test]
async fn c_30_no_other_origin_is_ever_told_that_it_may_read() {
    let house = House::new().await;
    for origin in ["null", "https://evil-e-qazyna.kz", "https://e-qazyna.kz"] {
        let got = house.send("GET /api/v1/session", &[("origin", origin)], "").await;
        let asked = house
            .send("OPTIONS /api/v1/session", &[("origin", origin), ("access-control-request-method", "POST")], "")
            .await;
        for answer in [got, asked] {
            assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-")), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn c_31_no_page_may_be_framed_and_nothing_inline_runs() {
    let house = House::new().await;
    for path in ["/kk", "/api/v1/session", "/nothing"] {
        let answer = house.send(&format!("GET {path}"), &[], "").await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert!(answer.header("permissions-policy").is_some());
    }
}

#[tokio::test]
async fn c_32_what_a_signed_in_person_sees_is_kept_in_no_cache() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    for path in ["/kk", "/api/v1/session", "/nothing"] {
        let answer = house.send(&format!("GET {path}"), &[("cookie", &cookie)], "").await;
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
    assert_eq!(house.send("GET /kk", &[], "").await.header("cache-control"), None);
}

#[tokio::test]
async fn the_audit_finds_a_child_to_whom_no_guardian_leads() {
    let house = House::new().await;
    family(&house, "MOTHER", "В").await;
    let differences = async || {
        let tx = house.app.begin(&house.country.actor, "test", 0).await.unwrap();
        let found = beneficiaries::guardian_differences(&tx).await.unwrap();
        tx.commit().await.unwrap();
        found.len()
    };
    assert_eq!(differences().await, 0);
    house.country.database.as_superuser("DELETE FROM guardians").unwrap();
    assert_eq!(differences().await, 1);
}

#[tokio::test]
async fn a_browser_without_scripts_signs_in_by_uploading_the_signature() {
    let house = House::new().await;
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let page = house.send("POST /ru/auth/nonce", &form, "next=%2Fru%2Forg%2Facts").await;
    assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")), "{page:?}");
    let hidden = page.body.split("name=\"nonce\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let bound = format!("__Host-qazyna-nonce={}", page.cookie("__Host-qazyna-nonce").unwrap());
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    // A form sends line ends as CR LF; what is signed has none.
    let upload = |next: &str, cms: &str| {
        let part = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file =
            format!("--x\r\ncontent-disposition: form-data; name=\"signature\"; filename=\"s.txt\"\r\n\r\n{cms}\r\n");
        [part("nonce", &hidden.replace('\n', "\r\n")), part("next", next), file, "--x--\r\n".to_owned()].concat()
    };
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("sec-fetch-site", "same-origin"),
        ("cookie", bound.as_str()),
    ];
    let signature = house.cms(hidden, &key);
    let opened = house.send("POST /ru/auth/session", &headers, &upload("/ru/org/acts", &signature)).await;
    assert_eq!((opened.status, opened.header("location")), (303, Some("/ru/org/acts")), "{opened:?}");
    let cookie = format!("__Host-qazyna={}", opened.cookie("__Host-qazyna").unwrap());
    let page = house.send("GET /ru/auth/role", &[("cookie", &cookie)], "").await;
    assert!(page.status == 200 && page.body.contains(&house.schools[0].bin), "{page:?}");
    let again = house.send("POST /ru/auth/session", &headers, &upload("", &signature)).await;
    assert_eq!(again.status, 401, "the nonce is used up");
    let text = house.send("POST /ru/auth/nonce.txt", &form, "nonce=Qazyna%0D%0Apurpose").await;
    assert_eq!((text.status, text.body.as_str()), (200, "Qazyna\npurpose"));
    let out = house.send("POST /ru/auth/sign-out", &[("cookie", &cookie), ("sec-fetch-site", "same-origin")], "").await;
    assert_eq!((out.status, house.show(&cookie).await.status), (303, 401));
}

#[tokio::test]
async fn a_registry_that_is_no_sandbox_signs_for_nobody() {
    let house = House::new().await;
    assert_eq!(super::keys::ring(&house.app).unwrap_err().code(), Some("page.unknown"));
    for path in ["GET /sandbox/sign-in", "GET /kk/sandbox/sign-in", "POST /kk/sandbox/step-up"] {
        assert_eq!(house.send(path, &[], "").await.status, 404, "{path}");
    }
    // With keys the ring finds them by person, organisation and use.
    let folder = house.app.data.join("ring");
    std::fs::create_dir_all(&folder).unwrap();
    let issued =
        house.authority.lock().unwrap().issue(&profile(&director(), Some("050140000001"), Usage::Auth)).unwrap();
    std::fs::write(folder.join("auth-director.pem"), issued.pem).unwrap();
    let ring = super::keys::KeyRing::open(&folder, &house.app.secrets).unwrap();
    let people = ring.people();
    let [person] = people.as_slice() else { panic!("{}", people.len()) };
    let now = house.app.clock.now();
    assert!(ring.sign((&person.person, &person.bin), eds::Usage::Auth, b"bytes", now).is_ok());
    for (who, bin, usage) in [
        (person.person.as_str(), person.bin.as_str(), eds::Usage::Sign),
        (person.person.as_str(), "", eds::Usage::Auth),
        ("somebody", person.bin.as_str(), eds::Usage::Auth),
    ] {
        let refused = ring.sign((who, bin), usage, b"bytes", now).unwrap_err();
        assert_eq!(refused.code(), Some("signature.wrong_certificate"));
    }
}
