//! The REST API: the routes of all slices with their one document (spec 7.1).

use std::sync::{Arc, LazyLock};

use axum::{Router, http::header, response::IntoResponse, routing::get};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;

use crate::{
    accounts, acts,
    app::App,
    attendance, budgets, cabinets, contracts, funding, payments,
    platform::{http::problem::Problem, identity},
    reorganisations, vouchers,
};

/// Where the document is.
pub const DOCUMENT: &str = "/api/openapi.json";

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Qazyna",
        description = "The registry of education vouchers. Every write that creates takes an Idempotency-Key; every refusal is an RFC 9457 problem with a code of /api/v1/codes; money is in tiyn, times are RFC 3339, legal dates are days of Almaty.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    components(schemas(Problem))
)]
struct Document;

fn documented() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::with_openapi(Document::openapi())
        .merge(identity::api::routes())
        .merge(accounts::api::routes())
        .merge(vouchers::api::routes())
        .merge(vouchers::volumes::api::routes())
        .merge(vouchers::propose::api::routes())
        .merge(contracts::api::routes())
        .merge(reorganisations::api::routes())
        .merge(budgets::api::routes())
        .merge(attendance::api::routes())
        .merge(funding::api::routes())
        .merge(acts::api::routes())
        .merge(payments::api::routes())
        .merge(cabinets::api::routes())
}

/// The routes, and the document beside them.
pub fn routes() -> Router<Arc<App>> {
    documented().split_for_parts().0.route(DOCUMENT, get(document))
}

async fn document() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str())
}

static TEXT: LazyLock<String> = LazyLock::new(|| openapi().to_string());

/// The document: strict objects, and every operation with the problems that it may answer.
#[must_use]
pub fn openapi() -> Value {
    let (_, document) = documented().split_for_parts();
    let mut document = serde_json::to_value(document).unwrap_or_default();
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.values_mut().for_each(close);
    }
    if let Some(paths) = document.pointer_mut("/paths").and_then(Value::as_object_mut) {
        for (method, operation) in paths.values_mut().filter_map(Value::as_object_mut).flat_map(Map::iter_mut) {
            complete(method, operation);
        }
    }
    let bearer = json!({ "bearer": { "type": "http", "scheme": "bearer" }, "cookie": { "type": "apiKey", "in": "cookie", "name": "__Host-qazyna" } });
    if let Some(components) = document.pointer_mut("/components").and_then(Value::as_object_mut) {
        components.insert("securitySchemes".to_owned(), bearer);
    }
    document
}

/// Objects with named members have no others, down to the last.
fn close(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        if object.contains_key("properties") && !object.contains_key("additionalProperties") {
            object.insert("additionalProperties".to_owned(), Value::Bool(false));
        }
        object.values_mut().for_each(close);
    } else if let Some(items) = schema.as_array_mut() {
        items.iter_mut().for_each(close);
    }
}

/// Problems, the key of idempotency and who may ask: what all operations share is said once.
fn complete(method: &str, operation: &mut Value) {
    let is = |name: &str| operation.get("x-action").is_some_and(|action| action == name);
    // A session is opened by whoever is not known yet.
    let is_open = operation.get("x-open").is_some();
    let is_public = is("read.public") || is_open;
    let creates = method == "post" && !is("read.public") && !is("session");
    let needs_session = !is("read.public");
    let mut statuses = vec![
        ("400", "The request cannot be read."),
        ("403", "The role may not do this."),
        ("404", "There is no such thing in your scope."),
        ("405", "The method is not served here."),
        ("422", "The request breaks a rule."),
        ("429", "Too many requests: see Retry-After."),
        ("500", "A fault of ours: the request's id finds it."),
    ];
    if needs_session {
        statuses.push(("401", "Nobody is signed in."));
    }
    if ["post", "put"].contains(&method) {
        statuses.extend([
            ("409", "Another came before, or the same is under way."),
            ("413", "The body is too large."),
            ("415", "The media type is not read here."),
        ]);
    }
    let Some(operation) = operation.as_object_mut() else { return };
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        for (status, description) in statuses {
            let problem = json!({ "description": description, "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
            responses.entry(status).or_insert(problem);
        }
    }
    let security = if is_public {
        json!([{}, { "bearer": [] }, { "cookie": [] }])
    } else {
        json!([{ "bearer": [] }, { "cookie": [] }])
    };
    operation.insert("security".to_owned(), security);
    if creates {
        let key = json!({ "name": "Idempotency-Key", "in": "header", "required": true, "schema": { "type": "string", "minLength": 1, "maxLength": 255 }, "description": "The same key with the same request is answered the same." });
        let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
        if let Some(parameters) = parameters.as_array_mut() {
            parameters.push(key);
        }
    }
}
