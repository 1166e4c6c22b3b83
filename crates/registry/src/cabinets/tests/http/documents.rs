//! The document says what is served, and nothing of it is loose.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{House, get};

fn each_schema<'a>(value: &'a Value, at: &str, seen: &mut dyn FnMut(&str, &'a Value)) {
    match value {
        Value::Object(object) => {
            seen(at, value);
            for (name, below) in object {
                each_schema(below, &format!("{at}/{name}"), seen);
            }
        }
        Value::Array(items) => {
            for (index, below) in items.iter().enumerate() {
                each_schema(below, &format!("{at}/{index}"), seen);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[tokio::test]
async fn the_document_is_served_and_every_reference_in_it_leads_somewhere() {
    let house = House::new().await;
    let answer = house.anybody(&get(crate::api::DOCUMENT)).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    let document = answer.json();
    assert_eq!(document, crate::api::openapi());
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut dangling = Vec::new();
    each_schema(&document, "", &mut |at, value| {
        if let Some(target) = value.get("$ref").and_then(Value::as_str)
            && document.pointer(target.trim_start_matches('#')).is_none()
        {
            dangling.push(format!("{at} {target}"));
        }
    });
    assert_eq!(dangling, Vec::<String>::new());
}

#[test]
fn objects_are_closed_and_operations_name_their_action_and_problems() {
    let document = crate::api::openapi();
    let mut open = Vec::new();
    each_schema(&document["components"]["schemas"], "", &mut |at, value| {
        if value.get("properties").is_some_and(Value::is_object)
            && value.get("additionalProperties") != Some(&Value::Bool(false))
        {
            open.push(at.to_owned());
        }
    });
    assert_eq!(open, Vec::<String>::new());
    let actions: BTreeSet<&str> = include_str!("../../../platform/access.csv")
        .lines()
        .skip(1)
        .map(|line| line.split(',').nth(1).unwrap())
        .collect();
    let mut operations = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            operations += 1;
            let action = &operation["x-action"];
            let many = action.as_array().map_or_else(|| vec![action], |many| many.iter().collect());
            let named: Vec<&str> = many.into_iter().filter_map(Value::as_str).collect();
            assert!(!named.is_empty(), "{method} {path} names no action");
            for action in named {
                let known = action == "session"
                    || actions.contains(action)
                    || actions
                        .iter()
                        .any(|known| action.ends_with('*') && known.starts_with(action.trim_end_matches('*')));
                assert!(known, "{method} {path}: {action}");
            }
            for status in ["400", "404", "422", "429", "500"] {
                let problem = &operation["responses"][status]["content"]["application/problem+json"];
                assert!(problem.is_object(), "{method} {path} {status}");
            }
            assert!(operation["description"].is_string() || operation["summary"].is_string(), "{method} {path}");
        }
    }
    assert!(operations >= 24, "{operations}");
}

#[test]
fn no_route_below_api_is_served_without_being_documented() {
    let document = crate::api::openapi();
    let known = document["paths"].as_object().unwrap();
    let sources = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/src")).unwrap();
    let mut folders: Vec<_> = sources.map(|entry| entry.unwrap().path()).collect();
    let mut missing = Vec::new();
    while let Some(path) = folders.pop() {
        if path.is_dir() {
            folders.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        if path.extension().is_none_or(|end| end != "rs") || path.to_string_lossy().contains("tests") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for route in text.split(".route(\"/api/").skip(1) {
            let route = format!("/api/{}", route.split('"').next().unwrap());
            if !known.contains_key(&route) {
                missing.push(route);
            }
        }
    }
    missing.sort();
    assert_eq!(missing, Vec::<String>::new());
}
