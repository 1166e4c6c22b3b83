//! Imports of every kind, with what follows from them: the one composition behind command line, API and pages.

use serde::Serialize;
use serde_json::Value;

use super::{ask, json_file, seeing_all};
use crate::{
    app::App,
    attendance, beneficiaries, budgets, contracts, funding, invoices, parties, payments,
    platform::{
        Actor, Progress, Report, Result, errors_back, identity,
        inbox::{self, RowError},
        jobs::{Done, File, Order},
    },
    programmes, vouchers,
};

/// A kind of file (spec 7.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Money by line and month.
    Budget,
    /// Dated rows of the rules: terms, end reasons, labels, calendar.
    Rules,
    /// Order volumes of the vouchers of a year.
    Volumes,
    /// Month estimates of state performers.
    Estimates,
    /// Obligations of the capital component.
    Capital,
    /// The grant register.
    Grants,
    /// Rates of the methodology.
    Rates,
    /// Performers with objects, groups and state orders.
    Performers,
    /// The extract of the persons register.
    Persons,
    /// Rosters.
    Oneroster,
    /// Attendance.
    Timesheet,
    /// Electronic invoices of acts.
    Invoices,
    /// A bank's statement.
    Statement,
    /// What performers ask of parents.
    Fees,
    /// The most that they may ask.
    Ceilings,
    /// What parents have paid.
    FeePayments,
    /// Who may act in which role for which organisation.
    Mandates,
}

impl Kind {
    /// All kinds in the order of a month.
    pub const ALL: [Self; 17] = [
        Self::Rules,
        Self::Budget,
        Self::Volumes,
        Self::Rates,
        Self::Performers,
        Self::Estimates,
        Self::Capital,
        Self::Persons,
        Self::Grants,
        Self::Oneroster,
        Self::Timesheet,
        Self::Invoices,
        Self::Statement,
        Self::Mandates,
        Self::Fees,
        Self::Ceilings,
        Self::FeePayments,
    ];

    /// The word of the command line and of addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        self.action().trim_start_matches("import.")
    }

    /// The kind of a word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// The action of the access matrix, also the kind of its job and of its files in the inbox.
    #[must_use]
    pub fn action(self) -> &'static str {
        match self {
            Self::Rules => "import.rules",
            Self::Budget => "import.budget",
            Self::Volumes => "import.volumes",
            Self::Estimates => "import.estimates",
            Self::Capital => "import.capital",
            Self::Grants => "import.grants",
            Self::Rates => "import.rates",
            Self::Performers => "import.performers",
            Self::Persons => "import.persons",
            Self::Oneroster => "import.oneroster",
            Self::Timesheet => "import.timesheet",
            Self::Invoices => "import.invoices",
            Self::Statement => "import.statement",
            Self::Mandates => "import.mandates",
            Self::Fees => "import.fees",
            Self::Ceilings => "import.ceilings",
            Self::FeePayments => "import.fee-payments",
        }
    }

    /// Whether persons are looked up in it: it then sees the nation and is held to the organisation row by row.
    fn looks_persons_up(self) -> bool {
        match self {
            Self::Oneroster
            | Self::Timesheet
            | Self::Persons
            | Self::Grants
            | Self::Invoices
            | Self::Fees
            | Self::FeePayments => true,
            Self::Rules
            | Self::Budget
            | Self::Volumes
            | Self::Estimates
            | Self::Capital
            | Self::Rates
            | Self::Performers
            | Self::Statement
            | Self::Ceilings
            | Self::Mandates => false,
        }
    }
}

/// A file's report, and what it did to parts that were booked before.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// What came of the file.
    #[serde(flatten)]
    pub report: Report,
    /// After a budget: the parts that had awaited one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committed: Option<vouchers::Committed>,
    /// After rates: the parts with a new nominal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repriced: Option<vouchers::Repriced>,
    /// After an extract of the persons register: the vouchers of children who have died.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended: Option<contracts::Bereaved>,
}

impl Imported {
    /// The exit status of the command: that of the report, where 1 also says that parts found no money, and a file that was read before has
    /// done something when it reached parts now (spec 7.2).
    #[must_use]
    pub fn exit(&self) -> u8 {
        let committed = self.committed.as_ref().map(|done| (done.committed, done.unfunded));
        let repriced = self.repriced.as_ref().map(|done| (done.repriced, done.unfunded));
        let (reached, unfunded) = committed.or(repriced).unwrap_or_default();
        match self.report.exit() {
            0 => u8::from(unfunded > 0),
            2 if reached > 0 => 1,
            other => other,
        }
    }
}

/// Every kind of file and its use case. A budget and rates then reach the parts that are booked already, also when the file was read before:
/// a run that broke off between the two is ended by the next.
///
/// # Errors
/// `access.denied`; faults. Refusals of the file and of its rows stand in the report.
pub async fn import(
    app: &App,
    (kind, dry_run): (Kind, bool),
    actor: &Actor,
    file: (&str, &[u8]),
    progress: &Progress,
) -> Result<Imported> {
    let report = read(app, (kind, dry_run), actor, file, progress).await?;
    let mut imported = Imported { report, committed: None, repriced: None, ended: None };
    let taken = imported.report.exit() != 2 || imported.report.is_repeated();
    if dry_run || !taken {
        return Ok(imported);
    }
    match kind {
        Kind::Budget => imported.committed = Some(vouchers::commit_awaiting(app, actor, progress).await?),
        Kind::Rates => imported.repriced = Some(vouchers::reprice(app, actor, progress).await?),
        Kind::Persons => imported.ended = Some(contracts::end_of_dead(app, actor, progress).await?),
        Kind::Rules
        | Kind::Volumes
        | Kind::Estimates
        | Kind::Capital
        | Kind::Grants
        | Kind::Performers
        | Kind::Oneroster
        | Kind::Timesheet
        | Kind::Invoices
        | Kind::Statement
        | Kind::Fees
        | Kind::Ceilings
        | Kind::FeePayments
        | Kind::Mandates => {}
    }
    Ok(imported)
}

async fn read(
    app: &App,
    (kind, dry_run): (Kind, bool),
    actor: &Actor,
    file: (&str, &[u8]),
    progress: &Progress,
) -> Result<Report> {
    match kind {
        Kind::Rules => programmes::enter(app, actor, file, dry_run, progress).await,
        Kind::Budget => budgets::import(app, actor, file, dry_run, progress).await,
        Kind::Volumes => vouchers::volumes::import(app, actor, file, dry_run, progress).await,
        Kind::Estimates => funding::import_estimates(app, actor, file, dry_run, progress).await,
        Kind::Capital => funding::import_capital(app, actor, file, dry_run, progress).await,
        Kind::Grants => vouchers::grants::import(app, actor, file, dry_run, progress).await,
        Kind::Rates => programmes::import_rates(app, actor, file, dry_run, progress).await,
        Kind::Performers => parties::import(app, actor, file, dry_run, progress).await,
        Kind::Persons => beneficiaries::import(app, actor, file, dry_run, progress).await,
        Kind::Oneroster => contracts::import_roster(app, actor, file, dry_run, progress).await,
        Kind::Timesheet => attendance::import_timesheet(app, actor, file, dry_run, progress).await,
        Kind::Invoices => invoices::import(app, actor, file, dry_run, progress).await,
        Kind::Statement => payments::import_statement(app, actor, file, dry_run, progress).await,
        Kind::Mandates => identity::import_mandates(app, actor, file, dry_run, progress).await,
        Kind::Fees => contracts::fees::import(app, actor, file, dry_run, progress).await,
        Kind::Ceilings => contracts::fees::import_ceilings(app, actor, file, dry_run, progress).await,
        Kind::FeePayments => contracts::fees::import_payments(app, actor, file, dry_run, progress).await,
    }
}

/// The file again with a last column `qazyna_error`; of an archive, an archive of the files with refused rows.
///
/// # Errors
/// The refusal of a file that is no table.
pub fn errors_copy(kind: Kind, file: (&str, &[u8]), report: &Report) -> Result<Vec<u8>> {
    match kind {
        Kind::Timesheet => attendance::with_errors(file.0, file.1, report),
        // No table: the report names the place of each row.
        Kind::Rules => Ok(file.1.to_vec()),
        Kind::Budget
        | Kind::Volumes
        | Kind::Estimates
        | Kind::Capital
        | Kind::Grants
        | Kind::Rates
        | Kind::Performers
        | Kind::Persons
        | Kind::Oneroster
        | Kind::Invoices
        | Kind::Statement
        | Kind::Fees
        | Kind::Ceilings
        | Kind::FeePayments
        | Kind::Mandates => errors_back::with_errors(file, report, |_| Ok(1)),
    }
}

/// The job: the stored file through [`import`]; its files are the report and, where rows were refused, the copy with the errors.
pub(super) async fn run(kind: Kind, order: Order) -> Result<Done> {
    let name = ask::text(&order.input, "file")?;
    let dry_run = order.input.get("dry_run").and_then(Value::as_bool).unwrap_or_default();
    let sha256 = crate::platform::fact::from_hex(&ask::text(&order.input, "sha256")?);
    let wide = seeing_all(&order.actor);
    let bytes = inbox::read(&order.app, &wide, kind.action(), &sha256).await?;
    let actor = if kind.looks_persons_up() { &wide } else { &order.actor };
    let imported = import(&order.app, (kind, dry_run), actor, (&name, &bytes), &order.progress).await?;
    let result = serde_json::to_value(&imported)?;
    let mut files = vec![json_file("report.json", &result)?];
    if imported.report.errors.iter().any(|error| error.row > 0)
        && let Ok(copy) = errors_copy(kind, (&name, &bytes), &imported.report)
    {
        files.push(errors_file(copy));
    }
    Ok(Done { result, files })
}

/// The list of an issue again, with a last column that says why a child got none; nothing where every child did.
pub(super) fn list_with_errors(list: (&str, &[u8]), errors: &[RowError]) -> Result<Vec<File>> {
    if errors.is_empty() {
        return Ok(Vec::new());
    }
    let report = Report { errors: errors.to_vec(), ..Report::default() };
    Ok(vec![errors_file(errors_back::with_errors(list, &report, |_| Ok(1))?)])
}

/// The copy under a name of our own making: its type is seen from its bytes.
fn errors_file(bytes: Vec<u8>) -> File {
    let (name, media_type) =
        match documents::kind::sniff(&mut std::io::Cursor::new(&bytes), documents::archive::Limits::default()) {
            Ok(documents::kind::Kind::Xlsx) => {
                ("errors.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
            }
            Ok(documents::kind::Kind::Zip) => ("errors.zip", "application/zip"),
            Ok(documents::kind::Kind::Csv | documents::kind::Kind::Xml | documents::kind::Kind::Other) | Err(_) => {
                ("errors.csv", "text/csv")
            }
        };
    File { name: name.to_owned(), media_type: media_type.to_owned(), bytes }
}
