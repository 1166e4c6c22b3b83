//! The last audit as the status page and the registrar's first screen show it.

use super::store::audits::{self, AuditRow};
use crate::platform::{
    Result, Tx,
    govuk::{SummaryList, Tag},
    http::Page,
};

/// The newest audit of the whole nation, if there was one.
pub(super) async fn find(tx: &Tx<'_>) -> Result<Option<AuditRow>> {
    audits::newest(tx).await
}

/// Its rows: what it found, when it ended, on which head.
pub(super) fn rows(list: SummaryList, page: &Page, last: Option<&AuditRow>) -> SummaryList {
    let Some(last) = last else {
        return list.row_html(page.t("audited"), Tag::yellow(page.t("audited-never")));
    };
    let found = match last.findings {
        0 => Tag::green(page.t("audited-clean")),
        n => Tag::red(page.t("audited-findings").with("n", n)),
    };
    let on = page
        .t("audited-on")
        .with("head", page.number(last.head))
        .with("entries", page.number(last.entries))
        .with("facts", page.number(last.facts));
    list.row_html(page.t("audited"), found)
        .row(page.t("audited-at"), page.instant(last.ended_at))
        .row(page.t("audited-what"), on)
}
