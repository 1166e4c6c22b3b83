//! The files that one statement gives row by row.

use std::pin::pin;

use futures_util::TryStreamExt as _;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

use super::{Work, Written, file::CsvFile};
use crate::{
    cabinets::store::{money, month, people},
    platform::Result,
};

/// A file: its header, its statement and the cell of the beneficiary's pseudonym.
pub(super) struct Table {
    name: &'static str,
    header: &'static [&'static str],
    /// `None`: no row yet, the file holds its header.
    sql: Option<&'static str>,
    beneficiary: Option<usize>,
}

/// All of them (spec 2.6).
pub(super) const TABLES: &[Table] = &[
    Table {
        name: "parts.csv",
        header: &[
            "voucher_number",
            "month",
            "programme",
            "region",
            "beneficiary",
            "issuer_bin",
            "nominal",
            "state",
            "due",
            "paid",
        ],
        sql: Some(money::PARTS),
        beneficiary: Some(4),
    },
    Table {
        name: "portions.csv",
        header: &[
            "voucher_number",
            "month",
            "performer_bin",
            "contract_number",
            "group",
            "from_day",
            "to_day",
            "state",
            "due",
            "paid",
        ],
        sql: Some(money::PORTIONS),
        beneficiary: None,
    },
    Table {
        name: "enrolments.csv",
        header: &[
            "contract_number",
            "voucher_number",
            "beneficiary",
            "performer_bin",
            "group",
            "from",
            "to",
            "recorded_at",
        ],
        sql: Some(people::ENROLMENTS),
        beneficiary: Some(2),
    },
    Table {
        name: "groups.csv",
        header: &["group", "performer_bin", "weekdays", "vacations", "recorded_at"],
        sql: Some(people::GROUPS),
        beneficiary: None,
    },
    Table {
        name: "act_lines.csv",
        header: &[
            "act",
            "performer_bin",
            "month",
            "voucher_number",
            "kind",
            "known_at",
            "nominal",
            "study_days",
            "enrolled_days",
            "present",
            "excused",
            "leave",
            "leave_days_used",
            "closed",
            "unexcused",
            "payable_days",
            "computed",
            "due",
            "parental_fee",
            "parental_fee_due",
            "contract_number",
        ],
        sql: Some(month::ACT_LINES),
        beneficiary: None,
    },
    Table {
        name: "acts.csv",
        header: &[
            "act",
            "programme",
            "performer_bin",
            "issuer_bin",
            "month",
            "state",
            "total",
            "enrolled_days",
            "qr_days",
            "performer_signed_at",
            "issuer_signed_at",
            "invoice",
            "paid_at",
        ],
        sql: Some(month::ACTS),
        beneficiary: None,
    },
    Table {
        name: "estimates.csv",
        header: &["performer_bin", "programme", "month", "amount", "document_number", "document_date", "recorded_at"],
        sql: Some(month::ESTIMATES),
        beneficiary: None,
    },
    Table {
        name: "capital.csv",
        header: &[
            "performer_bin",
            "programme",
            "number",
            "kind",
            "places",
            "accepted_on",
            "document",
            "first_month",
            "last_month",
            "recorded_at",
        ],
        sql: Some(month::CAPITAL),
        beneficiary: None,
    },
    Table {
        name: "orders.csv",
        header: &["order", "kind", "payee", "iban", "amount", "state", "act"],
        sql: Some(month::ORDERS),
        beneficiary: None,
    },
    // Stipends come with the programmes that pay them.
    Table {
        name: "stipends.csv",
        header: &["college_bin", "month", "beneficiary", "kind", "amount", "state"],
        sql: None,
        beneficiary: None,
    },
    Table {
        name: "exceptions.csv",
        header: &["performer_bin", "month", "voucher_number", "code"],
        sql: Some(month::EXCEPTIONS),
        beneficiary: None,
    },
];

/// The state of the lines concerned; it must follow from movements.csv.
const BUDGET: Table = Table {
    name: "budget.csv",
    header: &[
        "issuer_bin",
        "programme",
        "region",
        "year",
        "month",
        "source",
        "kbk",
        "allotted",
        "committed",
        "due",
        "ordered",
        "paid",
    ],
    sql: Some(money::BUDGET),
    beneficiary: None,
};

/// Writes one file.
pub(super) async fn write(work: &Work<'_>, table: &Table) -> Result<Written> {
    stream(work, table, &[&work.region, &work.programme, &work.months]).await
}

/// Writes budget.csv.
pub(super) async fn budget(work: &Work<'_>) -> Result<Written> {
    stream(work, &BUDGET, &[&work.lines]).await
}

async fn stream(work: &Work<'_>, table: &Table, parameters: &[&(dyn ToSql + Sync)]) -> Result<Written> {
    work.progress.at(table.name, 0, 0);
    let mut file = CsvFile::create(&work.folder, table.name, table.header)?;
    let Some(sql) = table.sql else { return file.finish() };
    let client = work.tx.client()?;
    let statement = client.prepare_cached(sql).await?;
    let mut rows = pin!(client.query_raw(&statement, parameters.iter().copied()).await?);
    while let Some(row) = rows.try_next().await? {
        let mut cells: Vec<Option<String>> = row.try_get(0)?;
        if let Some(cell) = table.beneficiary.and_then(|at| cells.get_mut(at)) {
            let person: Uuid = row.try_get(1)?;
            *cell = Some(work.tx.app().secrets.pseudonym("export", person));
        }
        file.row(cells.iter().map(Option::as_deref))?;
    }
    file.finish()
}
