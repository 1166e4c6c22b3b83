//! Statements of the bank: what was read, and a new one.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Query as Asked, State},
    response::Response,
};
use serde::{Deserialize, Serialize};

use super::{
    open,
    store::{self, StatementRow},
};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Listing, Place, Question, filled},
        work::{self, Asked as Work, Kind},
    },
    platform::{
        Actor, Refusal, Result,
        govuk::{Cell, ErrorSummary, Errors, FileUpload, Table, Tag},
        http::{
            Caller, Page, Reader, Upload,
            page::{show as answer, show_again},
        },
    },
};

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    q: String,
    after: String,
}

impl Question for Query {
    const WORD: &'static str = "statements";
    const PATH: &'static str = "/operator/statements";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("q", &self.q)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor).await?;
        let statements = store::statements(&tx, filled(&self.q), None, limit).await?;
        tx.commit().await?;
        let row = |statement: StatementRow| {
            vec![
                statement.name.into(),
                statement.statement.into(),
                statement.received_at.to_string().into(),
                statement.lines.into(),
                statement.amount.into(),
                statement.redeemed.into(),
                statement.redeemed_amount.into(),
            ]
        };
        let header =
            ["file", "sha256", "received_at", "lines", "amount_tiyn", "redeemed_lines", "redeemed_amount_tiyn"];
        Ok(lists::List::new("statements", header, statements.into_iter().map(row).collect()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/operator/statements.html")]
struct StatementsPage {
    page: Page,
    listing: Listing,
    errors: Errors,
}

fn table(page: &Page, statements: &[StatementRow]) -> Table {
    let table = Table::new(page.t("operator-statements-read"))
        .stacked()
        .text(page.t("statement-name"))
        .text(page.t("statement-received"))
        .number(page.t("statement-lines"))
        .number(page.t("statement-amount"))
        .number(page.t("statement-redeemed"))
        .text(page.t("statement-verdict"));
    table.rows(statements.iter().map(|statement| {
        let open = statement.lines.saturating_sub(statement.redeemed);
        let verdict = if open == 0 {
            Cell::html(Tag::green(page.t("statement-agrees")))
        } else {
            let href = page.href(format!("/operator/differences?statement={}", statement.statement));
            Cell::link(href, page.t("statement-differs").with("n", open))
        };
        [
            Cell::new(&statement.name),
            Cell::new(page.instant(statement.received_at)),
            Cell::number(page.number(statement.lines)),
            Cell::number(page.amount(statement.amount)),
            Cell::number(page.amount(statement.redeemed_amount)),
            verdict,
        ]
    }))
}

impl StatementsPage {
    fn file(&self) -> FileUpload {
        let file = FileUpload::new("file", self.page.t("statement-file")).hint(self.page.t("statement-file-hint"));
        file.accept(".xml").error(self.errors.get("file"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.page, &self.errors)
    }
}

async fn page(app: &App, reader: &Reader, caller: &Caller, query: &Query, errors: Errors) -> Result<StatementsPage> {
    let tx = open(app, &caller.actor).await?;
    let after = Place::parse(&query.after);
    let mut statements =
        store::statements(&tx, filled(&query.q), after.as_ref(), store::PAGE.saturating_add(1)).await?;
    let total = store::count_statements(&tx, filled(&query.q)).await?;
    tx.commit().await?;
    let page = errors.on(reader.page("operator-statements-title").wide());
    let place = |row: &StatementRow| Place::text(row.received_at, &row.statement);
    let pages = lists::pages(&page, query, (&mut statements, store::PAGE), place);
    let filter = Ask::new(&page, query).write("q", page.t("statement-name"), page.t("statement-name-hint")).filter();
    let rows = (total, table(&page, &statements));
    let listing = Listing::new((&page, query), filter, rows, pages, page.t("operator-statements-none"));
    Ok(StatementsPage { listing, page, errors })
}

pub(super) async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    answer(&page(&app, &reader, &caller, &query, Errors::new(reader.language)).await?)
}

/// Keeps the file and puts its reading down as a job.
pub(super) async fn upload(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    file: Upload,
) -> Result<Response> {
    if file.bytes.is_empty() {
        let mut errors = Errors::new(reader.language);
        errors.refused("file", Refusal::new("file.empty", "").into())?;
        return show_again(&page(&app, &reader, &caller, &Query::default(), errors).await?);
    }
    let asked = Work::Import { kind: Kind::Statement, name: &file.name, bytes: &file.bytes, dry_run: false };
    let job = work::start(&app, &caller.actor, asked).await?;
    Ok(reader.done(format!("/jobs/{job}"), "done-started"))
}
