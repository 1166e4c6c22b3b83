//! The issuer's pages over HTTP on a real database: what each shows, does and refuses.

mod acts;
mod ends;
mod funding;
mod money;
mod volumes;

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
        testkit::{
            fixture::{PROGRAMME, REGION},
            require_captions,
        },
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
        require_captions(&html);
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
        "/volumes",
        "/volumes/new",
        "/funding",
        "/funding/new",
        "/issue",
        "/ends",
        "/acts",
        "/acts?tab=all&sort=sum",
        "/exceptions",
        "/close",
        "/performers",
        "/reconciliation",
    ];
    for language in ["kk", "ru", "en"] {
        for path in paths {
            office.page(&format!("/{language}/issuer{path}")).await;
        }
        office.page(&format!("/{language}/issuer/acts/{act}")).await;
    }
}
