//! Files and messages of which something was refused, row by row, and the door for a new one.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query as Asked, State},
    response::Response,
};
use serde::{Deserialize, Serialize};

use super::{
    open,
    store::{self, MessageRow},
};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Listing, Place, Question, filled},
        work::{self, Asked as Work, Kind},
    },
    platform::{
        Actor, Refusal, Result, access,
        error::refuse,
        govuk::{Cell, ErrorSummary, Errors, FileUpload, Select, SummaryList, Table, Tag},
        http::{
            Caller, Page, Reader, Upload,
            page::{show as answer, show_again},
        },
        inbox::RowError,
    },
};

/// Rows of a report that the page shows; the rest is in the file of the job.
const ROWS: usize = 500;

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    kind: String,
    q: String,
    after: String,
}

impl Query {
    fn which(&self) -> (Option<&str>, Option<&str>) {
        (filled(&self.kind), filled(&self.q))
    }
}

impl Question for Query {
    const WORD: &'static str = "messages";
    const PATH: &'static str = "/registrar/messages";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("kind", &self.kind), ("q", &self.q)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor).await?;
        let messages = store::refused(&tx, self.which(), None, limit).await?;
        tx.commit().await?;
        let row = |message: MessageRow| {
            let (accepted, refused) = counts(&message);
            let number = |rows: usize| i64::try_from(rows).ok();
            let taken = message.report.as_ref().and(Some((accepted, refused)));
            vec![
                message.name.into(),
                message.kind.into(),
                message.sha256.into(),
                message.size.into(),
                message.received_at.to_string().into(),
                taken.and_then(|(accepted, _)| number(accepted)).into(),
                taken.and_then(|(_, refused)| number(refused)).into(),
            ]
        };
        let header = ["file", "kind", "sha256", "bytes", "received_at", "rows_taken", "rows_refused"];
        Ok(lists::List::new("messages", header, messages.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/registrar/messages.html")]
struct MessagesPage {
    page: Page,
    listing: Listing,
}

/// The kind of a message in words: `import.budget` and `oneroster` are kinds of files alike.
fn kind(page: &Page, kind: &str) -> String {
    page.t_of("file-kind", kind.trim_start_matches("import.")).to_string()
}

/// A count, its digits grouped.
fn count(page: &Page, rows: usize) -> String {
    page.number(i64::try_from(rows).unwrap_or(i64::MAX))
}

fn counts(message: &MessageRow) -> (usize, usize) {
    let files = message.report.iter().flat_map(|report| &report.files);
    files.fold((0, 0), |(taken, refused), file| {
        (file.accepted.saturating_add(taken), file.refused.saturating_add(refused))
    })
}

fn table(page: &Page, messages: &[MessageRow]) -> Table {
    let table = Table::new(page.t("registrar-messages-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("message-name"))
        .text(page.t("message-kind"))
        .text(page.t("message-received"))
        .number(page.t("message-accepted"))
        .number(page.t("message-refused"));
    table.rows(messages.iter().map(|message| {
        let (accepted, refused) = counts(message);
        let href = page.href(format!("/registrar/messages/{}/{}", message.kind, message.sha256));
        let refused = match message.report {
            Some(_) => Cell::number(count(page, refused)),
            None => Cell::html(Tag::red(page.t("message-nothing-taken"))),
        };
        [
            Cell::link(href, &message.name),
            Cell::new(kind(page, &message.kind)),
            Cell::new(page.instant(message.received_at)),
            Cell::number(count(page, accepted)),
            refused,
        ]
    }))
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let after = Place::parse(&query.after);
    let mut messages = store::refused(&tx, query.which(), after.as_ref(), store::PAGE.saturating_add(1)).await?;
    let total = store::count_refused(&tx, query.which()).await?;
    tx.commit().await?;
    let page = reader.page("registrar-messages-title").wide();
    let place = |row: &MessageRow| Place::text(row.received_at, &row.sha256);
    let pages = lists::pages(&page, &query, (&mut messages, store::PAGE), place);
    let kinds = Kind::ALL.map(|one| (one.word().to_owned(), kind(&page, one.word()))).into();
    let filter = Ask::new(&page, &query)
        .choose("kind", page.t("message-kind"), kinds)
        .write("q", page.t("message-name"), page.t("message-name-hint"))
        .filter();
    let rows = (total, table(&page, &messages));
    let listing = Listing::new((&page, &query), filter, rows, pages, page.t("registrar-messages-none"));
    answer(&MessagesPage { listing, page })
}

#[derive(Template)]
#[template(path = "cabinets/registrar/message.html")]
struct MessagePage {
    page: Page,
    message: MessageRow,
}

impl MessagePage {
    fn errors(&self) -> &[RowError] {
        self.message.report.as_ref().map_or(&[], |report| report.errors.as_slice())
    }

    fn facts(&self) -> SummaryList {
        let page = &self.page;
        let (accepted, refused) = counts(&self.message);
        SummaryList::new()
            .row(page.t("message-kind"), kind(page, &self.message.kind))
            .row(page.t("message-received"), page.instant(self.message.received_at))
            .row(page.t("message-size"), page.number(self.message.size))
            .row(page.t("message-hash"), &self.message.sha256)
            .row(page.t("message-accepted"), count(page, accepted))
            .row(page.t("message-refused"), count(page, refused))
    }

    /// How often each code came, with its words.
    fn codes(&self) -> Table {
        let page = &self.page;
        let mut codes = BTreeMap::<&str, usize>::new();
        for error in self.errors() {
            let count = codes.entry(error.code.as_str()).or_default();
            *count = count.saturating_add(1);
        }
        let table = Table::new(page.t("message-codes"))
            .stacked()
            .text(page.t("message-code"))
            .text(page.t("message-words"))
            .text(page.t("message-remedy"))
            .number(page.t("message-count"));
        table.rows(codes.into_iter().map(|(code, count)| {
            let (text, remedy) = page.refusal(code);
            [Cell::new(code), Cell::new(text), Cell::new(remedy), Cell::number(self::count(page, count))]
        }))
    }

    fn rows(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("message-rows").with("n", self.errors().len().min(ROWS)))
            .stacked()
            .text(page.t("message-row"))
            .text(page.t("message-file"))
            .text(page.t("message-code"))
            .text(page.t("message-words"));
        table.rows(self.errors().iter().take(ROWS).map(|error| {
            let (text, _) = page.refusal(&error.code);
            [Cell::new(error.row), Cell::new(&error.file), Cell::new(&error.code), Cell::new(text)]
        }))
    }
}

pub(super) async fn one(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, kind, sha256)): Path<(String, String, String)>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor).await?;
    let found = store::find_message(&tx, &kind, &sha256).await?;
    tx.commit().await?;
    let Some(message) = found else { return refuse("page.unknown", "") };
    let page = reader.page_of(&message.name).crumb("/registrar/messages", reader.t("registrar-messages-title"));
    answer(&MessagePage { page, message })
}

#[derive(Template)]
#[template(path = "cabinets/registrar/import.html")]
struct ImportPage {
    page: Page,
    kind: String,
    errors: Errors,
}

impl ImportPage {
    fn kinds(&self) -> Select {
        let kinds = Kind::ALL.map(|one| (one.word(), kind(&self.page, one.word())));
        Select::new("kind", self.page.t("message-kind")).choices(kinds).value(&self.kind)
    }

    fn file(&self) -> FileUpload {
        let file = FileUpload::new("file", self.page.t("import-file")).hint(self.page.t("import-file-hint"));
        file.error(self.errors.get("file"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.page, &self.errors)
    }
}

pub(super) async fn form(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    access::require(&app, &caller.actor, "page.registrar").await?;
    let errors = Errors::new(reader.language);
    answer(&ImportPage { page: reader.page("registrar-import-title"), kind: String::new(), errors })
}

/// Keeps the file and puts its reading down as a job; `check` only reads it.
pub(super) async fn upload(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    file: Upload,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.registrar").await?;
    let Some(kind) = Kind::parse(file.field("kind")) else { return refuse("page.unknown", "no such kind of file") };
    if file.bytes.is_empty() {
        let mut errors = Errors::new(reader.language);
        errors.refused("file", Refusal::new("file.empty", "").into())?;
        let page = errors.on(reader.page("registrar-import-title"));
        return show_again(&ImportPage { page, kind: kind.word().to_owned(), errors });
    }
    let dry_run = file.field("dry_run") == "true";
    let asked = Work::Import { kind, name: &file.name, bytes: &file.bytes, dry_run };
    let job = work::start(&app, &caller.actor, asked).await?;
    Ok(reader.done(format!("/jobs/{job}"), "done-started"))
}
