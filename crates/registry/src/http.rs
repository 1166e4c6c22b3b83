//! The HTTP door: pages, the public log, health and metrics. Every answer carries a request id.

use std::{path::PathBuf, sync::Arc, time::Instant};

use axum::{
    Router,
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};

use crate::{
    app::App,
    platform::{
        Error,
        blocks::gallery,
        http::{self, Answer, assets, refused, session::RequestId},
        identity,
    },
};

const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
const CROSS_ORIGIN_OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
const CROSS_ORIGIN_RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Everything that is served.
pub fn router(app: Arc<App>) -> Router {
    router_with(app, Router::new())
}

/// The same with more routes behind the same layers: a sandbox's.
pub fn router_with(app: Arc<App>, more: Router<Arc<App>>) -> Router {
    let limits = Arc::new(http::limits::Limits::new(http::limits::Allowance::default()));
    let log = http::request_log::RequestLog::open(&app);
    Router::new()
        .merge(crate::cabinets::public::routes())
        .merge(crate::cabinets::my::routes())
        .merge(crate::cabinets::org::routes())
        .merge(crate::cabinets::issuer::routes())
        .merge(crate::cabinets::deadlines::routes())
        .merge(crate::cabinets::jobs_pages::routes())
        .merge(crate::cabinets::operator::routes())
        .merge(crate::cabinets::registrar::routes())
        .merge(crate::cabinets::accounts::routes())
        .merge(crate::cabinets::months::routes())
        .merge(crate::cabinets::simulator::routes())
        .merge(crate::cabinets::auditor::routes())
        .merge(assets::routes())
        .merge(gallery::routes())
        .merge(crate::api::routes())
        .merge(identity::pages::routes())
        .merge(more)
        .route("/log/{*path}", get(log_file))
        .route("/healthz", get(healthy))
        .route("/metrics", get(metrics))
        .layer(middleware::from_fn_with_state(limits, http::limits::layer))
        .layer(middleware::from_fn_with_state(log, http::request_log::layer))
        .layer(middleware::from_fn(http::origin::layer))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), refused::pages))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), http::session::layer))
        // What the session itself refuses is shown too, to somebody unknown.
        .layer(middleware::from_fn_with_state(Arc::clone(&app), refused::pages))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), http::problem::layer))
        .layer(middleware::from_fn(http::packed::layer))
        .layer(middleware::from_fn_with_state(Arc::clone(&app), observe))
        .with_state(app)
}

/// Gives every request an id, counts it and times it. The path's template is logged, never its values.
async fn observe(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let id = app.clock.id();
    request.extensions_mut().insert(RequestId(id));
    let route = request
        .extensions()
        .get::<axum::extract::MatchedPath>()
        .map_or_else(|| "none".to_owned(), |path| path.as_str().to_owned());
    let begun = Instant::now();
    let mut response = next.run(request).await;
    if let Some(Answer(error)) = response.extensions().get()
        && error.code().is_none()
    {
        tracing::error!(request = %id, %error, "a request failed");
    }
    let status = response.status().as_u16().to_string();
    metrics::counter!("qazyna_http_requests_total", "route" => route.clone(), "status" => status.clone()).increment(1);
    metrics::histogram!("qazyna_http_seconds", "route" => route.clone()).record(begun.elapsed());
    tracing::info!(request = %id, route, status, "answered");
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    for (name, value) in [
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; \
            connect-src 'self' wss://127.0.0.1:13579; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (PERMISSIONS_POLICY, "camera=(), microphone=(), geolocation=(), payment=(), usb=()"),
        (CROSS_ORIGIN_OPENER_POLICY, "same-origin"),
        (CROSS_ORIGIN_RESOURCE_POLICY, "same-origin"),
    ] {
        response.headers_mut().entry(name).or_insert(HeaderValue::from_static(value));
    }
    response
}

async fn healthy(State(app): State<Arc<App>>) -> Response {
    match app.db.get().await {
        Ok(_) => "ok\n".into_response(),
        Err(error) => Error::from(error).into_response(),
    }
}

async fn metrics(State(app): State<Arc<App>>) -> String {
    app.metrics.as_ref().map(|render| render.0()).unwrap_or_default()
}

/// A file of the public log, by a path that can only name one.
async fn log_file(State(app): State<Arc<App>>, Path(path): Path<String>) -> Response {
    let safe = path.split('/').all(|part| {
        !part.is_empty()
            && part != ".."
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
            && !part.starts_with('.')
    });
    if !safe {
        return StatusCode::NOT_FOUND.into_response();
    }
    let file: PathBuf = app.log_dir().join(&path);
    match tokio::fs::read(&file).await {
        Ok(bytes) => {
            let kind = if path.starts_with("tile/") { "application/octet-stream" } else { "text/plain; charset=utf-8" };
            ([(header::CONTENT_TYPE, kind)], Body::from(bytes)).into_response()
        }
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}
