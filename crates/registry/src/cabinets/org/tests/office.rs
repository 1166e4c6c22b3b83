//! Two schools with children that have names, an authority, and the performer's pages behind a socket.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use axum::{
    extract::Request,
    middleware::{self, Next},
    response::Response,
};
use eds::{Role as Oid, SigningKey};
use jiff::civil::{Date, date};
use ring::digest;
use sandbox::ca::{Authority, KeyKind, Profile, Usage};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use uuid::Uuid;

use crate::{
    acts::{self, Close},
    app::App,
    attendance,
    beneficiaries::store::PersonState,
    platform::{
        Actor, Progress, Role, Scope,
        clock::Clock,
        cluster,
        fact::hex,
        http::{Caller, refused},
        identity::keys::KeyRing,
        testkit::{
            enrolled::Stay,
            fixture::{Child, Country, MONTHLY, REGION, School, iin},
            require_captions,
        },
    },
};

/// The month of everything here.
pub(super) const SEPTEMBER: Date = date(2026, 9, 1);

/// Days on which schools meet in September 2026.
const STUDY: [i8; 22] = [1, 2, 3, 4, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 28, 29, 30];

/// Who asks next: put into every request by the layer of the socket.
type Asking = Arc<Mutex<Actor>>;

pub(super) struct Office {
    pub(super) country: Country,
    pub(super) app: Arc<App>,
    pub(super) schools: [School; 2],
    pub(super) children: Vec<Child>,
    /// Of the children, in their order: two of the first school, one of the second.
    pub(super) contracts: Vec<Uuid>,
    authority: Mutex<Authority>,
    address: SocketAddr,
    asking: Asking,
}

#[derive(Debug)]
pub(super) struct Answer {
    pub(super) status: u16,
    headers: Vec<(String, String)>,
    pub(super) body: String,
}

impl Answer {
    pub(super) fn has(&self, text: &str) -> bool {
        self.body.contains(text) || self.body.replace("&#39;", "'").replace("&quot;", "\"").contains(text)
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }
}

async fn ask_as(asking: Asking, mut request: Request, next: Next) -> Response {
    let actor = asking.lock().unwrap().clone();
    request.extensions_mut().insert(Caller {
        session: Uuid::nil(),
        actor,
        name: "АБАЙ".to_owned(),
        organisation_name: "Мектеп".to_owned(),
        capacities: 1,
        stepped_up_until: None,
    });
    next.run(request).await
}

impl Office {
    /// Three enrolled children, the last at the second school.
    pub(super) async fn enrolled() -> Self {
        let (country, first, second) = Country::usual().await;
        let ca = country.app.data.join("ca");
        std::fs::create_dir_all(&ca).unwrap();
        let authority = Authority::create(&ca, "2026-08-20T00:00:00Z".parse().unwrap()).unwrap();
        authority.crl("2026-08-01T00:00:00Z".parse().unwrap(), "2026-12-31T00:00:00Z".parse().unwrap()).unwrap();
        let holders = country.holders(3).await;
        for ((child, _), name) in holders.iter().zip(["Әлиева Әлия", "Қанатов Қанат", "Чужой Ребёнок"])
        {
            call(&country, child, name).await;
        }
        let schools = [first, second];
        let stays: Vec<Stay<'_>> = holders
            .iter()
            .zip([0, 0, 1])
            .map(|((child, voucher), school)| Stay {
                child,
                voucher: *voucher,
                school: &schools[school],
                month: SEPTEMBER,
                days: (1, 30),
                portion: 1,
                amount: MONTHLY,
            })
            .collect();
        let contracts = country.enrol(&stays).await;
        country.database.as_superuser("UPDATE parts SET rate_id = (SELECT id FROM rates LIMIT 1)").unwrap();
        let clock = Clock::fixed("2026-08-20T05:00:00Z".parse().unwrap());
        let mut app =
            App::open(country.database.config(cluster::Role::App), country.app.data.clone(), clock).await.unwrap();
        app.trust.roots = Some(ca.join("roots"));
        app.trust.crls = Some(ca.join("crl"));
        let (app, asking) = (Arc::new(app), Arc::new(Mutex::new(country.actor.clone())));
        let address = serve(&app, &asking).await;
        let children = holders.into_iter().map(|(child, _)| child).collect();
        let office =
            Self { country, app, schools, children, contracts, authority: Mutex::new(authority), address, asking };
        *office.asking.lock().unwrap() = office.as_of(0, Role::Performer);
        office
    }

    /// A person of a school in a role; person 0 of school 0 is the director who asks.
    pub(super) fn as_of(&self, school: usize, role: Role) -> Actor {
        let school = &self.schools[school];
        let person = hex(&self.app.secrets.lookup(&person(0)).1);
        let scope = match role {
            Role::Performer => Scope::Own { parties: vec![(REGION, school.performer)], persons: Vec::new() },
            Role::Issuer
            | Role::Operator
            | Role::Registrar
            | Role::Authority
            | Role::Beneficiary
            | Role::Auditor
            | Role::Public => Scope::National,
        };
        Actor { role, organisation: school.bin.clone(), person, request: self.app.clock.id(), scope }
    }

    pub(super) fn today(&self, at: &str) {
        for app in [&*self.app, &self.country.app] {
            app.clock.set(at.parse().unwrap());
        }
    }

    /// A row of a long timesheet: the child, a day of September, the mark and how it was taken.
    pub(super) fn row(&self, child: usize, day: i8, mark: &str, method: &str) -> String {
        let group = &self.schools[usize::from(child == 2)].group_code;
        format!("{},{group},2026-09-{day:02},{mark},{method}", self.children[child].iin)
    }

    pub(super) async fn mark(&self, head: &str, rows: &[(usize, i8, &str, &str)]) {
        let rows: Vec<String> = rows.iter().map(|(child, day, mark, how)| self.row(*child, *day, mark, how)).collect();
        let file = format!("{head}{}\n", rows.join("\n"));
        let actor = Actor { request: self.app.clock.id(), ..self.country.actor.clone() };
        let report = attendance::import_timesheet(
            &self.app,
            &actor,
            ("табель.csv", file.as_bytes()),
            false,
            &Progress::silent(),
        )
        .await;
        assert_eq!(report.unwrap().errors, []);
    }

    /// Present on every study day.
    pub(super) async fn mark_child(&self, child: usize) {
        let rows: Vec<_> = STUDY.map(|day| (child, day, "П", "qr")).into();
        self.mark("iin,group,date,mark,method\n", &rows).await;
    }

    pub(super) async fn mark_all(&self) {
        for child in 0..3 {
            self.mark_child(child).await;
        }
    }

    pub(super) async fn close(&self) {
        let what = Close { month: SEPTEMBER, programme: None, region: None };
        acts::close(&self.app, &self.country.actor, &what, &Progress::silent()).await.unwrap();
    }

    /// The act of the first school.
    pub(super) fn act(&self) -> String {
        self.act_of(0)
    }

    pub(super) fn act_of(&self, school: usize) -> String {
        self.country
            .rows(&format!("SELECT id FROM acts WHERE performer_id = '{}'", self.schools[school].performer))
            .concat()
    }

    pub(super) fn state(&self) -> String {
        self.country.rows(&format!("SELECT state FROM acts WHERE id = '{}'", self.act())).concat()
    }

    pub(super) fn sha256(&self, text: &str) -> String {
        hex(digest::digest(&digest::SHA256, text.as_bytes()).as_ref())
    }

    /// The same office with a sandbox's keys: that of the first school's `n`th person.
    pub(super) async fn with_key(self, n: u32) -> Self {
        let ring = self.app.data.join("ring");
        std::fs::create_dir_all(&ring).unwrap();
        std::fs::write(ring.join("performer.pem"), self.bundle(n)).unwrap();
        self.with(|app| app.keys = Some(KeyRing::open(&ring, &app.secrets).unwrap())).await
    }

    /// The same office with an application that is another in something.
    pub(super) async fn with(mut self, change: impl FnOnce(&mut App)) -> Self {
        let config = self.country.database.config(cluster::Role::App);
        let mut app = App::open(config, self.app.data.clone(), Clock::fixed(self.app.clock.now())).await.unwrap();
        app.trust = self.app.trust.clone();
        change(&mut app);
        self.app = Arc::new(app);
        self.address = serve(&self.app, &self.asking).await;
        self
    }

    /// The signature of the first school's `n`th person.
    pub(super) fn cms(&self, n: u32, text: &str) -> Vec<u8> {
        let key = SigningKey::from_pem(&self.bundle(n)).unwrap();
        eds::cms::sign(text.as_bytes(), &key, false, self.app.clock.now()).unwrap()
    }

    fn bundle(&self, n: u32) -> Vec<u8> {
        let profile = Profile {
            iin: Some(person(n)),
            bin: Some(self.schools[0].bin.clone()),
            name: "АБАЙ ҚҰНАНБАЙҰЛЫ".to_owned(),
            roles: vec![Oid::Organisation, Oid::Head],
            key: KeyKind::Ec,
            not_before: "2026-01-01T00:00:00Z".parse().unwrap(),
            not_after: "2027-01-01T00:00:00Z".parse().unwrap(),
            usage: Usage::Sign,
        };
        self.authority.lock().unwrap().issue(&profile).unwrap().pem.into_bytes()
    }

    pub(super) async fn get(&self, path: &str) -> Answer {
        self.get_as(self.as_of(0, Role::Performer), path).await
    }

    pub(super) async fn get_as(&self, actor: Actor, path: &str) -> Answer {
        *self.asking.lock().unwrap() = actor;
        self.send(&format!("GET {path}"), "", b"").await
    }

    /// Sends a form with plain fields and at most one file.
    pub(super) async fn post(&self, path: &str, fields: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Answer {
        *self.asking.lock().unwrap() = self.as_of(0, Role::Performer);
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        if let Some((name, bytes)) = file {
            let head =
                format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"C:\\a\\list.csv\"\r\n\r\n");
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(bytes);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b--\r\n");
        self.send(&format!("POST {path}"), "multipart/form-data; boundary=b", &body).await
    }

    /// Sends a form of plain fields alone.
    pub(super) async fn post_plain(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        *self.asking.lock().unwrap() = self.as_of(0, Role::Performer);
        let body = crate::cabinets::lists::encode(fields.iter().copied());
        let body = body.trim_start_matches('?').as_bytes();
        self.send(&format!("POST {path}"), "application/x-www-form-urlencoded", body).await
    }

    async fn send(&self, line: &str, kind: &str, body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        let head = format!(
            "{line} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.address,
            body.len()
        );
        stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        require_captions(body);
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers =
            lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Answer { status, headers: headers.collect(), body: body.to_owned() }
    }
}

/// The IIN of the `n`th grown-up.
fn person(n: u32) -> String {
    iin(date(2001, 5, 6), n)
}

/// Gives a child of the fixture a name that opens with its own key.
async fn call(country: &Country, child: &Child, name: &str) {
    let secrets = &country.app.secrets;
    let (key, wrapped) = secrets.new_person_key().unwrap();
    let mut tx = country.app.begin(&country.actor, "fixture", 0).await.unwrap();
    tx.execute(
        "INSERT INTO person_keys (bucket, person_id, key_version, wrapped) VALUES ($1, $2, 1, $3)",
        &[&child.bucket, &child.id, &wrapped],
    )
    .await
    .unwrap();
    tx.record(&[PersonState {
        bucket: child.bucket,
        person_id: child.id,
        region: REGION,
        name_cipher: secrets.encrypt(&key, name).unwrap(),
        guardians: vec![0],
        kato: "751110000".to_owned(),
        status: "alive".to_owned(),
        effective_on: date(2026, 8, 2),
    }])
    .await
    .unwrap();
    tx.commit().await.unwrap();
}

async fn serve(app: &Arc<App>, asking: &Asking) -> SocketAddr {
    let asking = Arc::clone(asking);
    let pages = crate::cabinets::org::routes()
        .merge(crate::cabinets::jobs_pages::routes())
        .merge(crate::cabinets::issuer::routes())
        .merge(crate::cabinets::deadlines::routes())
        .layer(middleware::from_fn_with_state(Arc::clone(app), refused::pages))
        .layer(middleware::from_fn(move |request, next| ask_as(Arc::clone(&asking), request, next)))
        .with_state(Arc::clone(app));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, pages).await });
    address
}
