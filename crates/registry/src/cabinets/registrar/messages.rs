//! Files and messages of which something was refused, row by row, and the door for a new one.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::Timestamp;
use serde::Deserialize;

use super::store::{self, MessageRow};
use crate::{
    app::App,
    cabinets::work::{self, Asked, Kind},
    platform::{
        Refusal, Result, access,
        error::refuse,
        govuk::{Cell, ErrorSummary, Errors, FileUpload, Pagination, Select, SummaryList, Table, Tag},
        http::{
            Caller, Page, Reader, Upload,
            page::{show as answer, show_again},
        },
        inbox::RowError,
    },
};

/// Rows of a report that the page shows; the rest is in the file of the job.
const ROWS: usize = 500;

/// The filter as the address says it; `before` in microseconds.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asking {
    before: Option<i64>,
}

#[derive(Template)]
#[template(path = "cabinets/registrar/messages.html")]
struct MessagesPage {
    page: Page,
    messages: Vec<MessageRow>,
    next: Option<String>,
}

/// The kind of a message in words: `import.budget` and `oneroster` are kinds of files alike.
fn kind(page: &Page, kind: &str) -> String {
    page.t_of("file-kind", kind.trim_start_matches("import.")).to_string()
}

fn counts(message: &MessageRow) -> (usize, usize) {
    let files = message.report.iter().flat_map(|report| &report.files);
    files.fold((0, 0), |(taken, refused), file| {
        (file.accepted.saturating_add(taken), file.refused.saturating_add(refused))
    })
}

impl MessagesPage {
    fn table(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("registrar-messages-title"))
            .caption_hidden()
            .text(page.t("message-name"))
            .text(page.t("message-kind"))
            .text(page.t("message-received"))
            .number(page.t("message-accepted"))
            .number(page.t("message-refused"));
        table.rows(self.messages.iter().map(|message| {
            let (accepted, refused) = counts(message);
            let href = page.href(format!("/registrar/messages/{}/{}", message.kind, message.sha256));
            let refused = match message.report {
                Some(_) => Cell::number(refused),
                None => Cell::html(Tag::red(page.t("message-nothing-taken"))),
            };
            [
                Cell::link(href, &message.name),
                Cell::new(kind(page, &message.kind)),
                Cell::new(page.instant(message.received_at)),
                Cell::number(accepted),
                refused,
            ]
        }))
    }

    fn pages(&self) -> Pagination {
        Pagination::new(&self.page, None, self.next.clone())
    }
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asking): Query<Asking>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.registrar").await?;
    let before = asking.before.and_then(|at| Timestamp::from_microsecond(at).ok());
    let tx = app.begin(&caller.actor, "registrar.read", 0).await?;
    let mut messages = store::refused(&tx, None, before).await?;
    tx.commit().await?;
    let size = usize::try_from(store::PAGE).unwrap_or(usize::MAX);
    let more = messages.len() > size;
    messages.truncate(size);
    let next = messages
        .last()
        .filter(|_| more)
        .map(|last| reader.href(format!("/registrar/messages?before={}", last.received_at.as_microsecond())));
    answer(&MessagesPage { page: reader.page("registrar-messages-title"), messages, next })
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
            .row(page.t("message-accepted"), accepted)
            .row(page.t("message-refused"), refused)
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
            .text(page.t("message-code"))
            .text(page.t("message-words"))
            .text(page.t("message-remedy"))
            .number(page.t("message-count"));
        table.rows(codes.into_iter().map(|(code, count)| {
            let (text, remedy) = page.refusal(code);
            [Cell::new(code), Cell::new(text), Cell::new(remedy), Cell::number(count)]
        }))
    }

    fn rows(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("message-rows").with("n", self.errors().len().min(ROWS)))
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
    access::require(&app, &caller.actor, "page.registrar").await?;
    let tx = app.begin(&caller.actor, "registrar.read", 0).await?;
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
    let asked = Asked::Import { kind, name: &file.name, bytes: &file.bytes, dry_run };
    let job = work::start(&app, &caller.actor, asked).await?;
    Ok(reader.done(format!("/jobs/{job}"), "done-started"))
}
