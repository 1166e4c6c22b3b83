//! Statements of the bank: what was read, and a new one.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};

use super::store::{self, StatementRow};
use crate::{
    app::App,
    cabinets::work::{self, Asked, Kind},
    platform::{
        Refusal, Result, access,
        govuk::{Cell, ErrorSummary, Errors, FileUpload, Table, Tag},
        http::{
            Caller, Page, Reader, Upload,
            page::{show as answer, show_again},
        },
    },
};

#[derive(Template)]
#[template(path = "cabinets/operator/statements.html")]
struct StatementsPage {
    page: Page,
    statements: Vec<StatementRow>,
    errors: Errors,
}

impl StatementsPage {
    fn table(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("operator-statements-read"))
            .text(page.t("statement-name"))
            .text(page.t("statement-received"))
            .number(page.t("statement-lines"))
            .number(page.t("statement-amount"))
            .number(page.t("statement-redeemed"))
            .text(page.t("statement-verdict"));
        table.rows(self.statements.iter().map(|statement| {
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

    fn file(&self) -> FileUpload {
        let file = FileUpload::new("file", self.page.t("statement-file")).hint(self.page.t("statement-file-hint"));
        file.accept(".xml").error(self.errors.get("file"))
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.page, &self.errors)
    }
}

async fn page(app: &App, reader: &Reader, caller: &Caller, errors: Errors) -> Result<StatementsPage> {
    access::require(app, &caller.actor, "page.operator").await?;
    let tx = app.begin(&caller.actor, "operator.read", 0).await?;
    let statements = store::statements(&tx).await?;
    tx.commit().await?;
    Ok(StatementsPage { page: errors.on(reader.page("operator-statements-title").wide()), statements, errors })
}

pub(super) async fn list(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    answer(&page(&app, &reader, &caller, Errors::new(reader.language)).await?)
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
        return show_again(&page(&app, &reader, &caller, errors).await?);
    }
    let asked = Asked::Import { kind: Kind::Statement, name: &file.name, bytes: &file.bytes, dry_run: false };
    let job = work::start(&app, &caller.actor, asked).await?;
    Ok(reader.done(format!("/jobs/{job}"), "done-started"))
}
