//! The API over real HTTP: conventions by the numbers of the list of bad inputs, access by the matrix, answers by the use cases.

mod access;
mod accounts;
mod conventions;
mod desks;
mod documents;
mod injection;
mod programmes;
mod proposals;
mod routes;

use std::{net::SocketAddr, sync::Arc};

use axum::{
    extract::Request,
    middleware::{self, Next},
    response::Response,
};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use uuid::Uuid;

use super::world::World;
use crate::{
    app::App,
    cabinets::work,
    platform::{
        Actor, Role, Scope,
        clock::Clock,
        cluster::Role as DatabaseRole,
        http::Caller,
        jobs,
        testkit::fixture::{REGION, School},
    },
};

/// A registry behind a socket. Who asks stands in a header that only this test's outermost layer knows.
pub(super) struct House {
    pub(super) world: World,
    pub(super) app: Arc<App>,
    pub(super) address: SocketAddr,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) bytes: Vec<u8>,
}

impl Answer {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|_| panic!("{} {:?}", self.status, String::from_utf8_lossy(&self.bytes)))
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// The code of a problem, which has to be one in every respect.
    pub(super) fn code(&self) -> String {
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:?}");
        let problem: crate::platform::http::problem::Problem = serde_json::from_value(self.json()).unwrap();
        assert_eq!(problem.status, self.status);
        assert_eq!(Some(problem.request_id.to_string().as_str()), self.header("x-request-id"));
        assert_eq!(problem.kind, format!("/codes#{}", problem.code));
        assert!(law::code(&problem.code).is_some(), "{} is not published", problem.code);
        problem.code
    }
}

/// Who asks.
#[derive(Clone, Debug)]
pub(super) struct Who {
    pub(super) role: Role,
    pub(super) organisation: String,
    pub(super) scope: Scope,
    pub(super) stepped_up: bool,
}

/// A request to be sent.
#[derive(Clone, Debug, Default)]
pub(super) struct Asking {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

pub(super) fn get(path: impl Into<String>) -> Asking {
    Asking { method: "GET", path: path.into(), ..Asking::default() }
}

/// A JSON body with a key of its own.
pub(super) fn post(path: impl Into<String>, body: &Value) -> Asking {
    let asking = Asking { method: "POST", path: path.into(), body: body.to_string().into_bytes(), ..Asking::default() };
    asking.with("content-type", "application/json").with("idempotency-key", "key-1")
}

impl Asking {
    /// Sets a header; an empty value takes it away.
    pub(super) fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        if !value.is_empty() {
            self.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    fn bytes(&self, who: Option<&Who>) -> Vec<u8> {
        let mut text =
            format!("{} {} HTTP/1.1\r\nhost: registry.test\r\nconnection: close\r\n", self.method, self.path);
        if let Some(who) = who {
            let scope = match &who.scope {
                Scope::National => "national".to_owned(),
                Scope::Regions(regions) => format!("regions {}", regions[0]),
                Scope::Programmes { programmes, .. } => format!("programmes {}", programmes.join(" ")),
                Scope::Own { parties, .. } => format!("own {} {}", parties[0].0, parties[0].1),
            };
            text += &format!("x-who: {},{},{scope},{}\r\n", who.role.code(), who.organisation, who.stepped_up);
        }
        for (name, value) in &self.headers {
            text += &format!("{name}: {value}\r\n");
        }
        let has_length = self.headers.iter().any(|(name, _)| name == "content-length" || name == "transfer-encoding");
        if !has_length && (self.method != "GET" || !self.body.is_empty()) {
            text += &format!("content-length: {}\r\n", self.body.len());
        }
        [text.as_bytes(), b"\r\n", &self.body].concat()
    }
}

/// The test's layer: the caller that a header names.
async fn enter(mut request: Request, next: Next) -> Response {
    let told = request.headers().get("x-who").map(|value| value.to_str().unwrap().to_owned());
    if let Some(told) = told {
        let cells: Vec<&str> = told.split(',').collect();
        let scope: Vec<&str> = cells[2].split(' ').collect();
        let scope = match scope[0] {
            "national" => Scope::National,
            "regions" => Scope::Regions(vec![scope[1].parse().unwrap()]),
            "programmes" => Scope::Programmes {
                regions: Vec::new(),
                programmes: scope[1..].iter().map(|code| (*code).to_owned()).collect(),
            },
            _ => Scope::Own {
                parties: vec![(scope[1].parse().unwrap(), scope[2].parse().unwrap())],
                persons: Vec::new(),
            },
        };
        request.extensions_mut().insert(Caller {
            session: Uuid::nil(),
            actor: Actor {
                role: Role::of(cells[0]).unwrap(),
                organisation: cells[1].to_owned(),
                person: format!("person of {}", cells[1]),
                request: Uuid::nil(),
                scope,
            },
            name: String::new(),
            organisation_name: String::new(),
            capacities: 1,
            stepped_up_until: (cells[3] == "true").then(|| "2099-01-01T00:00:00Z".parse().unwrap()),
        });
    }
    next.run(request).await
}

impl House {
    pub(super) async fn new() -> Self {
        Self::over(World::new().await).await
    }

    pub(super) async fn over(world: World) -> Self {
        let country = &world.country;
        let clock = Clock::fixed("2026-11-20T05:00:00Z".parse().unwrap());
        let mut app =
            App::open(country.database.config(DatabaseRole::App), country.app.data.clone(), clock).await.unwrap();
        app.trust = country.app.trust.clone();
        let app = Arc::new(app);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = crate::http::router(Arc::clone(&app)).layer(middleware::from_fn(enter));
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { world, app, address }
    }

    pub(super) fn registrar(&self) -> Who {
        Who { role: Role::Registrar, organisation: "000740000728".to_owned(), scope: Scope::National, stepped_up: true }
    }

    pub(super) fn issuer(&self) -> Who {
        let organisation = self.world.country.issuer_bin.clone();
        Who { role: Role::Issuer, organisation, scope: Scope::Regions(vec![REGION]), stepped_up: true }
    }

    pub(super) fn school(&self, n: usize) -> &School {
        &self.world.schools[n].0
    }

    pub(super) fn performer(&self, n: usize) -> Who {
        let School { performer, bin, .. } = self.school(n);
        let scope = Scope::Own { parties: vec![(REGION, *performer)], persons: Vec::new() };
        Who { role: Role::Performer, organisation: bin.clone(), scope, stepped_up: true }
    }

    pub(super) async fn ask(&self, who: &Who, asking: &Asking) -> Answer {
        self.raw(&asking.bytes(Some(who))).await
    }

    pub(super) async fn anybody(&self, asking: &Asking) -> Answer {
        self.raw(&asking.bytes(None)).await
    }

    /// Sends bytes and reads to the end.
    pub(super) async fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        // A server that refuses early may close before everything is sent.
        stream.write_all(bytes).await.ok();
        let mut back = Vec::new();
        stream.read_to_end(&mut back).await.ok();
        parsed(&back)
    }

    /// Sends and goes away without waiting for the answer.
    pub(super) async fn send_and_leave(&self, who: &Who, asking: &Asking) {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(&asking.bytes(Some(who))).await.unwrap();
        // Until the effect is committed: the answer is never read.
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    }

    /// Does the jobs that wait.
    pub(super) async fn work(&self) {
        while jobs::step(&self.app, &work::kinds()).await.unwrap() {}
    }
}

fn parsed(back: &[u8]) -> Answer {
    let end = back.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or_else(|| panic!("{back:?}"));
    let head = String::from_utf8(back[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let pair = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let headers: Vec<_> = lines.filter_map(pair).collect();
    let mut bytes = back[end + 4..].to_vec();
    if headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked") {
        bytes = unchunked(&bytes);
    }
    Answer { status, headers, bytes }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        whole.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 4 + length..];
    }
    whole
}
