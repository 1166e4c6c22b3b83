//! Signing in over real HTTP, and everything that must not open a session; the numbers are those of the list of bad inputs.

mod browser;
mod people;
mod sessions;
mod sign_in;

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

use super::{Purpose, ask_nonce, import_mandates};
use crate::{
    beneficiaries,
    platform::{
        Progress, Scope, identity,
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

impl House {
    async fn nonce_of_host(&self, host: &str) -> (String, String) {
        let binding = "b".repeat(64);
        let nonce = ask_nonce(&self.app, Purpose::SignIn, host, &binding).await.unwrap();
        (nonce.text, format!("__Host-qazyna-nonce={binding}"))
    }
}

impl House {
    async fn sign_in_header(&self) -> String {
        let (key, _) = self.key(&profile(&director(), None, Usage::Auth));
        self.try_key(&key).await.header("set-cookie").unwrap().to_owned()
    }
}
