//! `/my/access-log`: who looked at one's own data and one's children's, for what; and the same as CSV.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query, State},
    http::header,
    response::{IntoResponse as _, Response},
};
use documents::{csv_out::CsvOut, safe_cell::Cell};
use jiff::Timestamp;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    household::{self, Member},
    store::{self, Seen},
    view,
};
use crate::{
    app::App,
    platform::{
        Actor, Result, access,
        error::refuse,
        govuk,
        http::{
            Caller, format,
            page::{Page, Reader, show as answer},
            words,
        },
    },
};

/// Readings on a page.
const SHOWN: usize = 25;
/// Readings in a file: all of them.
const EXPORTED: usize = 1_000_000;

/// What the log is asked for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Filter {
    /// One person; empty for all.
    #[serde(default)]
    child: String,
    /// Only what was before this key: instant in microseconds and request.
    #[serde(default)]
    before: String,
}

#[derive(Template)]
#[template(path = "cabinets/my/access_log.html")]
struct LogPage {
    page: Page,
    /// Ids and names.
    persons: Vec<(Uuid, String)>,
    /// The id of one; empty for all.
    chosen: String,
    rows: Vec<Row>,
    csv: String,
    /// The next page.
    older: Option<String>,
    /// Whether this is not the first page.
    newest: Option<String>,
}

struct Row {
    at: Timestamp,
    organisation: String,
    role: String,
    purpose: String,
    person: String,
}

struct Log {
    members: Vec<Member>,
    chosen: Option<Uuid>,
    seen: Vec<Seen>,
}

async fn log(app: &App, actor: &Actor, filter: &Filter, limit: usize) -> Result<Log> {
    access::require(app, actor, "page.my.access-log").await?;
    let members = household::all(app, actor).await?;
    let chosen = match filter.child.as_str() {
        "" => None,
        id => Some(view::person(id)?),
    };
    let asked = members.iter().filter(|member| chosen.is_none_or(|id| id == member.id));
    let keys: Vec<(i16, Uuid)> = asked.map(|member| (member.bucket, member.id)).collect();
    if chosen.is_some() && keys.is_empty() {
        return refuse("page.unknown", "no such person in the household");
    }
    let before = key(&filter.before)?;
    let tx = app.begin(actor, "household.readings", 0).await?;
    let limit = i64::try_from(limit.saturating_add(1)).unwrap_or(i64::MAX);
    let seen = store::list_readings(&tx, &keys, before, limit).await?;
    tx.commit().await?;
    Ok(Log { members, chosen, seen })
}

/// The key of a page: `microseconds~request`.
fn key(text: &str) -> Result<Option<(Timestamp, Uuid)>> {
    if text.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (at, request) = text.split_once('~')?;
        Some((Timestamp::from_microsecond(at.parse().ok()?).ok()?, request.parse().ok()?))
    };
    read().map_or_else(|| refuse("page.unknown", "no such place in the list"), |key| Ok(Some(key)))
}

/// The page.
pub(super) async fn show(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    let mut log = log(&app, &caller.actor, &filter, SHOWN).await?;
    let has_more = log.seen.len() > SHOWN;
    log.seen.truncate(SHOWN);
    let child = log.chosen.map(|id| format!("child={id}")).unwrap_or_default();
    let path = |query: String| {
        reader.href(format!("/my/access-log{}", if query.is_empty() { query } else { format!("?{query}") }))
    };
    let last = log.seen.last().filter(|_| has_more);
    let older = last.map(|seen| {
        let joint = if child.is_empty() { "" } else { "&" };
        path(format!("{child}{joint}before={}~{}", seen.at.as_microsecond(), seen.request))
    });
    let csv = if child.is_empty() { String::new() } else { format!("?{child}") };
    answer(&LogPage {
        page: reader.page("my-log-title").crumb("/my", reader.t("my-title")),
        persons: persons(&reader, &log),
        chosen: log.chosen.map(|id| id.to_string()).unwrap_or_default(),
        rows: rows(&reader, &log),
        csv: reader.href(format!("/my/access-log.csv{csv}")),
        older,
        newest: (!filter.before.is_empty()).then(|| path(child.clone())),
    })
}

fn persons(reader: &Reader, log: &Log) -> Vec<(Uuid, String)> {
    let named = |member: &Member| (member.id, view::name(reader, member));
    log.members.iter().map(named).collect()
}

fn rows(reader: &Reader, log: &Log) -> Vec<Row> {
    let names: BTreeMap<Uuid, String> = log.members.iter().map(|one| (one.id, view::name(reader, one))).collect();
    let row = |seen: &Seen| Row {
        at: seen.at,
        organisation: organisation(reader, seen),
        role: word(reader, "my-role", &seen.role),
        purpose: word(reader, "my-purpose", &seen.purpose),
        person: names.get(&seen.person).cloned().unwrap_or_default(),
    };
    log.seen.iter().map(row).collect()
}

/// Name and BIN; a private person without either.
fn organisation(reader: &Reader, seen: &Seen) -> String {
    match (seen.organisation.as_str(), seen.bin.as_str()) {
        ("", "") => reader.t("my-log-no-organisation").to_string(),
        ("", bin) => format!("{} {bin}", reader.t("my-bin")),
        (name, bin) => format!("{name}, {} {bin}", reader.t("my-bin")),
    }
}

/// A word of the data in the reader's language; a purpose that was written by hand stays as it is.
fn word(reader: &Reader, prefix: &str, said: &str) -> String {
    let key = format!("{prefix}-{}", said.replace(['.', '_'], "-"));
    if words::has(&key) { reader.t(key).to_string() } else { said.to_owned() }
}

/// The log as a file of exactly what the filter shows.
pub(super) async fn csv(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Query(filter): Query<Filter>,
) -> Result<Response> {
    let mut log = log(&app, &caller.actor, &Filter { before: String::new(), ..filter }, EXPORTED).await?;
    log.seen.truncate(EXPORTED);
    let titles = ["my-log-at", "my-log-organisation", "my-log-role", "my-log-purpose", "my-log-person"];
    let titles = titles.map(|key| reader.t(key).to_string());
    let mut file = CsvOut::new(Vec::from("\u{feff}"), &titles.each_ref().map(String::as_str))?;
    for row in rows(&reader, &log) {
        let at = format::instant(row.at);
        file.row(&[
            Cell::Text(&at),
            Cell::Text(&row.organisation),
            Cell::Text(&row.role),
            Cell::Text(&row.purpose),
            Cell::Text(&row.person),
        ])?;
    }
    let head = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"access-log.csv\""),
    ];
    Ok((head, file.finish()?).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cabinets::org::Purpose;

    #[test]
    fn every_purpose_for_which_a_performer_reads_has_words() {
        for purpose in Purpose::ALL {
            assert!(words::has(&format!("my-purpose-{}", purpose.word())), "{purpose:?}");
        }
    }
}
