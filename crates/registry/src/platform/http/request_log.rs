//! The log of requests to the API, for their clients: who called which door when, with what answer. Never a path's values, a body or a person.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::Response,
};
use jiff::Timestamp;
use tokio::sync::mpsc;
use uuid::Uuid;

use super::{Answer, Caller, problem::is_api, session::RequestId};
use crate::{
    app::App,
    platform::{Actor, Result, housekeeping},
};

/// Lines that may wait; above, they are counted and let go: a log never slows what it logs.
const WAITING: usize = 4096;
/// Lines written by one statement.
const BATCH: usize = 512;

/// A line of the log.
#[derive(Debug)]
struct Line {
    id: Uuid,
    at: Timestamp,
    client: String,
    method: String,
    route: String,
    status: i16,
    code: String,
    milliseconds: i32,
}

/// Where lines are put down.
#[derive(Clone, Debug)]
pub struct RequestLog {
    app: Arc<App>,
    lines: mpsc::Sender<Line>,
}

impl RequestLog {
    /// Opens the log; a task of its own writes, and ends with the last who could put a line down.
    #[must_use]
    pub fn open(app: &Arc<App>) -> Self {
        let (lines, waiting) = mpsc::channel(WAITING);
        let writer = Arc::clone(app);
        drop(tokio::spawn(async move { write(&writer, waiting).await }));
        Self { app: Arc::clone(app), lines }
    }
}

async fn write(app: &App, mut waiting: mpsc::Receiver<Line>) {
    let mut lines = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut lines, BATCH).await > 0 {
        if let Err(error) = insert(app, &lines).await {
            tracing::warn!(%error, lines = lines.len(), "requests could not be logged");
        }
        lines.clear();
    }
}

async fn insert(app: &App, lines: &[Line]) -> Result<()> {
    let tx = app.begin(&Actor::console(app.clock.id()), "api.logged", 0).await?;
    tx.execute(
        "INSERT INTO api_requests (id, at, client, method, route, status, code, milliseconds)
        SELECT * FROM unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::int2[], $7::text[], $8::int4[])
        ON CONFLICT (id) DO NOTHING",
        &[
            &lines.iter().map(|line| line.id).collect::<Vec<_>>(),
            &lines.iter().map(|line| line.at).collect::<Vec<_>>(),
            &lines.iter().map(|line| line.client.as_str()).collect::<Vec<_>>(),
            &lines.iter().map(|line| line.method.as_str()).collect::<Vec<_>>(),
            &lines.iter().map(|line| line.route.as_str()).collect::<Vec<_>>(),
            &lines.iter().map(|line| line.status).collect::<Vec<_>>(),
            &lines.iter().map(|line| line.code.as_str()).collect::<Vec<_>>(),
            &lines.iter().map(|line| line.milliseconds).collect::<Vec<_>>(),
        ],
    )
    .await?;
    tx.commit().await
}

/// Erases lines from before then; answers how many.
///
/// # Errors
/// Faults.
pub(in crate::platform) async fn erase(app: &App, before: Timestamp) -> Result<u64> {
    let statement =
        "DELETE FROM api_requests WHERE id IN (SELECT r.id FROM api_requests r WHERE r.id < $1 ORDER BY r.id LIMIT $2)";
    housekeeping::erase(app, statement, &housekeeping::first_id(before)).await
}

/// The layer around the handlers of the API, inside of the session's.
pub async fn layer(State(log): State<RequestLog>, request: Request, next: Next) -> Response {
    if !is_api(request.uri().path()) {
        return next.run(request).await;
    }
    let id = request.extensions().get::<RequestId>().map_or_else(|| log.app.clock.id(), |id| id.0);
    let client = request.extensions().get::<Caller>().map(|caller| caller.actor.organisation.clone());
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().as_str().chars().take(16).collect();
    let (begun, at) = (Instant::now(), log.app.clock.now());
    let response = next.run(request).await;
    let code = response.extensions().get::<Answer>().and_then(|answer| answer.0.code()).unwrap_or_default();
    let line = Line {
        id,
        at,
        client: client.unwrap_or_default(),
        method,
        route: route.unwrap_or_else(|| "none".to_owned()),
        status: i16::try_from(response.status().as_u16()).unwrap_or_default(),
        code: code.to_owned(),
        milliseconds: i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX),
    };
    if log.lines.try_send(line).is_err() {
        metrics::counter!("qazyna_api_requests_not_logged_total").increment(1);
    }
    response
}
