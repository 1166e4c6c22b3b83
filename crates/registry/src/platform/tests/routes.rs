//! Every route of the pages has its row in `routes.csv`, and every role is tried at every one of them.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use tower::ServiceExt as _;
use uuid::Uuid;

use crate::{
    app::App,
    platform::{Actor, Role, Scope, http::Caller, testkit::fixture::Country},
};

/// A row of `routes.csv`: method, path, and the action that the access matrix must grant; `-` is open to everybody.
struct Route {
    method: &'static str,
    path: &'static str,
    action: &'static str,
}

fn rows() -> Vec<Route> {
    let text = include_str!("../routes.csv");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("method,path,action"));
    let row = |line: &'static str| {
        let mut cells = line.split(',');
        Route { method: cells.next().unwrap(), path: cells.next().unwrap(), action: cells.next().unwrap() }
    };
    lines.map(row).collect()
}

/// `.route("path", get(…).post(…))` of every file below a folder, read from its text.
fn routes_of(folder: &Path, found: &mut BTreeSet<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() && name != "tests" {
            routes_of(&path, found);
        } else if name.ends_with(".rs") && !name.contains("tests") {
            let text = std::fs::read_to_string(&path).unwrap();
            for piece in text.split(".route(").skip(1) {
                let Some((_, rest)) = piece.split_once('"') else { continue };
                let Some((route, rest)) = rest.split_once('"') else { continue };
                let call = rest.split(".route(").next().unwrap();
                let call = call.split("\n        .").next().unwrap();
                let call = call.split(";\n").next().unwrap().split("\n}").next().unwrap();
                let verbs = [("get(", "GET"), ("post(", "POST"), ("put(", "PUT"), ("delete(", "DELETE")];
                let methods: Vec<_> = verbs.iter().filter(|(verb, _)| call.contains(verb)).collect();
                assert!(
                    !methods.is_empty() || !is_page(route),
                    "{name}: write the methods of {route} in its own call of `route`"
                );
                found.extend(methods.into_iter().map(|(_, method)| ((*method).to_owned(), route.to_owned())));
            }
        }
    }
}

fn is_page(path: &str) -> bool {
    path.starts_with("/{language}")
}

#[test]
fn every_route_of_the_pages_has_its_row() {
    let mut found = BTreeSet::new();
    routes_of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let found: BTreeSet<_> = found.into_iter().filter(|(_, path)| is_page(path)).collect();
    let rows: BTreeSet<_> = rows().iter().map(|row| (row.method.to_owned(), row.path.to_owned())).collect();
    let missing: Vec<_> = found.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&found).collect();
    assert!(missing.is_empty() && gone.is_empty(), "without a row: {missing:#?}\nwithout a route: {gone:#?}");
}

fn caller(app: &App, role: Role) -> Caller {
    let scope = match role {
        Role::Performer | Role::Beneficiary => Scope::Own { parties: Vec::new(), persons: Vec::new() },
        Role::Issuer => Scope::Regions(vec![75]),
        Role::Operator | Role::Registrar | Role::Authority | Role::Auditor | Role::Public => Scope::National,
    };
    Caller {
        session: Uuid::nil(),
        actor: Actor {
            role,
            organisation: "100140001755".to_owned(),
            person: "nobody".to_owned(),
            request: app.clock.id(),
            scope,
        },
        name: "НИКТО".to_owned(),
        organisation_name: String::new(),
        capacities: 1,
        stepped_up_until: Some(app.clock.now() + jiff::SignedDuration::from_mins(5)),
    }
}

/// The path with values that name nothing: an id of nobody, a month, a BIN.
fn filled(path: &str) -> String {
    let parts = path.split('/').map(|part| match part {
        "{language}" => "ru",
        "{month}" => "2026-09",
        "{year}" => "2026",
        "{kato}" | "{region}" => "75",
        "{programme}" => "school",
        "{bin}" => "050140000001",
        "{sha256}" | "{kind}" | "{name}" | "{file}" | "{table}" | "{dataset}" => "none",
        part if part.starts_with('{') => "01a1fdd7-38b5-74af-994d-317d6ab56bd0",
        part => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

async fn status(app: &Arc<App>, route: &Route, caller: Option<Caller>) -> StatusCode {
    let mut request = Request::builder()
        .method(route.method)
        .uri(filled(route.path))
        .header(header::HOST, "localhost")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::empty())
        .unwrap();
    if let Some(caller) = caller {
        request.extensions_mut().insert(caller);
    }
    crate::http::router(Arc::clone(app)).oneshot(request).await.unwrap().status()
}

#[tokio::test]
async fn every_role_is_tried_at_every_route() {
    let country = Country::new().await;
    let granted: BTreeSet<(&str, &str)> = include_str!("../access.csv")
        .lines()
        .skip(1)
        .map(|line| line.split_once(',').map(|(role, rest)| (role, rest.split(',').next().unwrap())).unwrap())
        .collect();
    let app = Arc::new(country.app);
    let mut faults = Vec::new();
    for route in rows() {
        let nobody = status(&app, &route, None).await;
        let open = route.action == "-";
        // A form may find its fields wanting before it asks who sends them; it does nothing then.
        let refused = |status: StatusCode| match route.method {
            // What a path names may be unknown before it is asked who wants it.
            "GET" => [StatusCode::FORBIDDEN, StatusCode::NOT_FOUND].contains(&status),
            _ => status.is_client_error(),
        };
        if !open && nobody != StatusCode::UNAUTHORIZED && !(route.method != "GET" && nobody.is_client_error()) {
            faults.push(format!("{} {} answers {nobody} to somebody unknown", route.method, route.path));
        }
        if open && (nobody == StatusCode::UNAUTHORIZED || nobody == StatusCode::FORBIDDEN || nobody.is_server_error()) {
            faults.push(format!("{} {} is open and answers {nobody}", route.method, route.path));
        }
        for role in Role::ALL.into_iter().filter(|_| !open) {
            let answered = status(&app, &route, Some(caller(&app, role))).await;
            let may = granted.contains(&(role.code(), route.action));
            let fine =
                if may { answered != StatusCode::FORBIDDEN && !answered.is_server_error() } else { refused(answered) };
            if !fine {
                faults.push(format!("{} {} answers {answered} to {}", route.method, route.path, role.code()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}
