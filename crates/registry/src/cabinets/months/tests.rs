//! The month of the country over HTTP on a real database: who is late stands apart, and everybody else's act is made.

use std::sync::Arc;

use axum::{
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    app::App,
    cabinets::{
        lists::encode,
        tests::lived::{MONTH, World},
        work,
    },
    platform::{Actor, Role, Scope, clock::Clock, cluster, http::Caller, jobs, testkit::require_captions},
};

/// A world with pages over it, at a moment.
pub(in crate::cabinets) struct Room {
    pub(in crate::cabinets) world: World,
    app: Arc<App>,
}

impl Room {
    pub(in crate::cabinets) async fn at(world: World, now: &str) -> Self {
        world.now(now);
        let country = &world.desk.country;
        let config = country.database.config(cluster::Role::App);
        let app = App::open(config, country.app.data.clone(), Clock::fixed(now.parse().unwrap())).await.unwrap();
        Self { world, app: Arc::new(app) }
    }

    fn caller(&self, role: Role) -> Caller {
        let organisation =
            if role == Role::Issuer { self.world.desk.country.issuer_bin.clone() } else { String::new() };
        let scope = if role == Role::Issuer { Scope::Regions(vec![75]) } else { Scope::National };
        let actor = Actor { role, organisation, person: "aa".to_owned(), request: self.app.clock.id(), scope };
        Caller {
            session: Uuid::nil(),
            actor,
            name: "СЕРИКОВ НУРЛАН".to_owned(),
            organisation_name: String::new(),
            capacities: 1,
            stepped_up_until: None,
        }
    }

    async fn send(&self, mut request: Request<Body>, role: Role) -> (StatusCode, String) {
        request.extensions_mut().insert(self.caller(role));
        let answer = crate::http::router(Arc::clone(&self.app)).oneshot(request).await.unwrap();
        let status = answer.status();
        let bytes = to_bytes(answer.into_body(), 1 << 22).await.unwrap().to_vec();
        (status, String::from_utf8(bytes).unwrap())
    }

    pub(in crate::cabinets) async fn get(&self, path: &str, role: Role) -> String {
        let (status, text) = self.send(Request::get(path).body(Body::empty()).unwrap(), role).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(!text.contains('⟦'), "a message is missing: {text}");
        text
    }

    async fn close(&self, month: &str) -> StatusCode {
        let body = encode([("month", month), ("programme", "")]);
        let request = Request::post("/en/registrar/months")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.trim_start_matches('?').to_owned()));
        let (status, _) = self.send(request.unwrap(), Role::Registrar).await;
        let kinds = work::kinds();
        while jobs::step(&self.app, &kinds).await.unwrap() {}
        status
    }

    pub(in crate::cabinets) async fn file(&self, path: &str, role: Role) -> Vec<String> {
        let text = self.get(path, role).await;
        text.trim_start_matches('\u{feff}').lines().map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn late_performers_stand_apart_and_hold_up_nobody() {
    let world = World::enrolled().await;
    world.now("2026-09-30T05:00:00Z");
    world.attend(0, MONTH, "P").await;
    let room = Room::at(world, "2026-10-07T05:00:00Z").await;
    let (first, second) = (room.world.desk.schools[0].bin.clone(), room.world.desk.schools[1].bin.clone());
    assert_eq!(room.close("2026-09").await, StatusCode::SEE_OTHER);
    for language in ["kk", "ru", "en"] {
        for path in ["registrar/months", "registrar/late"] {
            require_captions(&room.get(&format!("/{language}/{path}"), Role::Registrar).await);
        }
        require_captions(&room.get(&format!("/{language}/issuer/late"), Role::Issuer).await);
    }
    let months = room.file("/en/registrar/months/file?form=csv&month=2026-09", Role::Registrar).await;
    assert_eq!(months.len(), 2, "{months:?}");
    // Seven of thirteen children are at the first school, and the one that moved is at both.
    assert!(months[1].starts_with("2026-09,75,school,2,0,1,2,0,7,"), "{months:?}");
    let late = room.file("/en/registrar/late/file?form=csv&month=2026-09", Role::Registrar).await;
    assert_eq!(late.len(), 2, "{late:?}");
    assert!(late[1].contains(&second) && late[1].ends_with(",7,0"), "{late:?}");
    assert_eq!(room.file("/en/issuer/late/file?form=csv&month=2026-09", Role::Issuer).await, late);
    let lines = room.world.desk.country.rows(&format!(
        "SELECT w.lines FROM acts a JOIN performers p ON p.id = a.performer_id JOIN act_versions w ON w.act_id = a.id AND w.version = a.version
        WHERE p.bin = '{first}'"
    ));
    assert_eq!(lines, ["7"], "the first school's act is whole");
    // The timesheet comes late; closing again makes the missing act and touches no other.
    room.world.now("2026-10-05T05:00:00Z");
    let Room { world, .. } = room;
    world.attend(1, MONTH, "P").await;
    let room = Room::at(world, "2026-10-07T06:00:00Z").await;
    assert_eq!(room.close("2026-09").await, StatusCode::SEE_OTHER);
    let months = room.file("/en/registrar/months/file?form=csv&month=2026-09", Role::Registrar).await;
    assert!(months[1].starts_with("2026-09,75,school,2,0,0,2,0,0,"), "{months:?}");
    assert_eq!(room.file("/en/registrar/late/file?form=csv&month=2026-09", Role::Registrar).await.len(), 1);
    let versions = room.world.desk.country.rows("SELECT version FROM acts ORDER BY version");
    assert_eq!(versions, ["1", "2"]);
}

#[tokio::test]
async fn a_month_that_has_not_begun_is_not_closed() {
    let room = Room::at(World::enrolled().await, "2026-10-07T05:00:00Z").await;
    assert_eq!(room.close("2026-11").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(room.close("soon").await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(room.world.desk.country.rows("SELECT kind FROM jobs"), Vec::<String>::new());
}
