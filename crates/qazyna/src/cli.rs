//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The voucher registry.
#[derive(Debug, Parser)]
#[command(name = "qazyna", version, about = "The state electronic registry of education vouchers")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Where the registry lies.
#[derive(Clone, Debug, Args)]
pub(crate) struct Place {
    /// Folder of keys, log and (without --database-url) the private database.
    #[arg(long, default_value = "qazyna-data", value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// A PostgreSQL 15 or newer to use instead of a private one.
    #[arg(long, value_name = "URL")]
    pub(crate) database_url: Option<String>,
}

/// What to import.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Rules,
    Budget,
    Volumes,
    Rates,
    Performers,
    Estimates,
    Capital,
    Persons,
    Grants,
    Oneroster,
    Timesheet,
    Invoices,
    Statement,
    Mandates,
    Fees,
    Ceilings,
    FeePayments,
}

impl Kind {
    /// The registry's own kind.
    pub(crate) fn of_registry(self) -> registry::cabinets::work::Kind {
        use registry::cabinets::work;
        match self {
            Self::Rules => work::Kind::Rules,
            Self::Budget => work::Kind::Budget,
            Self::Volumes => work::Kind::Volumes,
            Self::Estimates => work::Kind::Estimates,
            Self::Capital => work::Kind::Capital,
            Self::Grants => work::Kind::Grants,
            Self::Rates => work::Kind::Rates,
            Self::Performers => work::Kind::Performers,
            Self::Persons => work::Kind::Persons,
            Self::Oneroster => work::Kind::Oneroster,
            Self::Timesheet => work::Kind::Timesheet,
            Self::Invoices => work::Kind::Invoices,
            Self::Statement => work::Kind::Statement,
            Self::Mandates => work::Kind::Mandates,
            Self::Fees => work::Kind::Fees,
            Self::Ceilings => work::Kind::Ceilings,
            Self::FeePayments => work::Kind::FeePayments,
        }
    }
}

/// Who signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Side {
    Performer,
    Issuer,
}

/// A way in which a statement differs from its orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum BankFault {
    /// The first order is paid one tiyn short.
    Short,
    /// The last order is left out.
    Missing,
    /// A payment that nobody ordered is added.
    Extra,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Answers calculation cases (JSON Lines) from a file or stdin.
    Calc {
        /// A file of cases; stdin without it.
        file: Option<PathBuf>,
    },
    /// Brings the database to this version, as its owner.
    Migrate {
        #[command(flatten)]
        place: Place,
    },
    /// Shows or checks the configuration.
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Reads a file into the registry.
    Import {
        #[command(flatten)]
        place: Place,
        kind: Kind,
        file: PathBuf,
        /// Check everything, change nothing.
        #[arg(long)]
        dry_run: bool,
        /// Also write the report there.
        #[arg(long, value_name = "FILE.json")]
        report: Option<PathBuf>,
        /// Write the file again with a column `qazyna_error` beside the rows; of a zip, a zip of such copies.
        #[arg(long, value_name = "FILE")]
        errors: Option<PathBuf>,
    },
    /// Issues vouchers by the terms of a programme: to everybody entitled, or within the order volume.
    Issue {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        programme: String,
        /// The year in which the study year begins.
        #[arg(long)]
        year: i16,
        #[arg(long)]
        region: Option<i16>,
        /// A table with a column `iin`: the children, where the programme's vouchers are issued within an order volume.
        #[arg(long, value_name = "FILE")]
        list: Option<PathBuf>,
    },
    /// Ends a voucher for a reason of its programme's table, or reinstates the child of an annulled one.
    End {
        #[command(flatten)]
        place: Place,
        /// The voucher's number.
        #[arg(long)]
        voucher: String,
        /// A reason of the table of end reasons, or `reinstatement`.
        #[arg(long)]
        reason: String,
        /// The last day that stays served, YYYY-MM-DD; of a reinstatement the first day.
        #[arg(long)]
        on: jiff::civil::Date,
        /// Number and date of the document that says so.
        #[arg(long)]
        document: String,
    },
    /// Moves a voucher to the region where its child lives now.
    Move {
        #[command(flatten)]
        place: Place,
        /// The voucher's number.
        #[arg(long)]
        voucher: String,
        /// The new region, two digits.
        #[arg(long)]
        region: i16,
        /// The first day there, YYYY-MM-DD.
        #[arg(long)]
        on: jiff::civil::Date,
        /// Number and date of the document that says so.
        #[arg(long)]
        document: String,
    },
    /// Issues and books anew what runs on into a year, where vouchers end with the financial year.
    Renew {
        #[command(flatten)]
        place: Place,
        /// The year that has begun.
        #[arg(long)]
        year: i16,
        #[arg(long)]
        programme: Option<String>,
        #[arg(long)]
        region: Option<i16>,
    },
    /// Closes a month: drafts of acts.
    Close {
        #[command(flatten)]
        place: Place,
        /// YYYY-MM.
        #[arg(long)]
        month: String,
        #[arg(long)]
        programme: Option<String>,
        #[arg(long)]
        region: Option<i16>,
    },
    /// Decides a month that is over where silence confirms: who is warned, whose voucher is annulled.
    Confirm {
        #[command(flatten)]
        place: Place,
        /// YYYY-MM.
        #[arg(long)]
        month: String,
    },
    /// Signs the acts of a month with a key.
    Sign {
        #[command(flatten)]
        place: Place,
        side: Side,
        #[arg(long)]
        month: String,
        /// PEM bundle: private key (PKCS#8), certificate, intermediate certificates.
        #[arg(long)]
        key: PathBuf,
        /// Folder of trust anchors.
        #[arg(long)]
        roots: Option<PathBuf>,
        /// Folder of revocation lists.
        #[arg(long)]
        crls: Option<PathBuf>,
    },
    /// Forms the register of acts and the payment orders of a month.
    Orders {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        month: String,
        /// Where the pain.001 files go.
        #[arg(long, default_value = ".")]
        out: PathBuf,
    },
    /// Writes the audit export.
    Export {
        #[command(flatten)]
        place: Place,
        #[arg(long)]
        month: String,
        #[arg(long)]
        programme: Option<String>,
        #[arg(long)]
        region: Option<i16>,
        #[arg(long)]
        out: PathBuf,
    },
    /// Compares every table with the journal and rebuilds what is derived.
    Audit {
        #[command(flatten)]
        place: Place,
    },
    /// Erases personal data: journals the order, then destroys keys of persons and bodies of entries. Without any, ends what was broken off.
    Erase {
        #[command(flatten)]
        place: Place,
        /// A person's id; may be repeated.
        #[arg(long, value_name = "ID")]
        person: Vec<uuid::Uuid>,
        /// The id of a journal entry about persons; may be repeated.
        #[arg(long, value_name = "ID")]
        entry: Vec<uuid::Uuid>,
        /// The act or document that demands it; names no person.
        #[arg(long, default_value = "")]
        ground: String,
    },
    /// Verifies a published log, receipts and an export; needs no database.
    Verify {
        /// A folder of the public log, or its address.
        #[arg(long)]
        log: String,
        /// The log's public key, or a file of it; without it, the one that the log publishes.
        #[arg(long)]
        key: Option<String>,
        /// Memory of a witness, or a signed head kept elsewhere.
        #[arg(long, value_name = "FILE")]
        remembered: Vec<PathBuf>,
        #[arg(long, value_name = "DIR")]
        export: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        receipt: Vec<PathBuf>,
    },
    /// Cosigns a log's head if it continues the last one seen.
    Witness {
        #[arg(long)]
        log: String,
        /// The witness's key; made if it does not exist. Its memory lies beside it.
        #[arg(long)]
        key: PathBuf,
        /// The log's public key, or a file of it.
        #[arg(long)]
        log_key: Option<String>,
    },
    /// Publishes and signs the journal; runs as another user than the application.
    #[command(hide = true)]
    Signer(SignerArguments),
    /// Electronic signatures by hand.
    Eds {
        #[command(subcommand)]
        command: EdsCommand,
    },
    /// A country to play with.
    Sandbox {
        #[command(subcommand)]
        command: SandboxCommand,
    },
    /// Serves the portal.
    Serve {
        #[command(flatten)]
        place: Place,
        /// Let anybody sign in as an invented person whose key lies in `DATA/ca/keys`. Never with real people.
        #[arg(long)]
        sandbox: bool,
    },
    /// Runs a city's two months from budget to payment.
    Demo {
        #[arg(long, default_value = "demo-data", value_name = "DIR")]
        data: PathBuf,
        #[arg(long, value_name = "URL")]
        database_url: Option<String>,
        /// Run, check every promise, print one line, end.
        #[arg(long)]
        check: bool,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[arg(long, default_value_t = 20)]
        performers: u32,
    },
    /// Measures the speed promises beside their floors.
    Bench {
        #[arg(long, default_value = "bench-data", value_name = "DIR")]
        data: PathBuf,
        /// How many parts.
        #[arg(long, default_value_t = 100_000)]
        parts: u64,
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
}

#[derive(Debug, Args)]
pub(crate) struct SignerArguments {
    #[arg(long)]
    pub(crate) log: PathBuf,
    #[arg(long)]
    pub(crate) key: PathBuf,
    #[arg(long)]
    pub(crate) database: String,
    /// Seconds between signed heads; without it one head is signed and the signer ends.
    #[arg(long)]
    pub(crate) every: Option<u64>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Reads the configuration of a data folder and says what is wrong.
    Check {
        #[arg(long, default_value = "qazyna-data", value_name = "DIR")]
        data: PathBuf,
    },
    /// Prints a commented template.
    Template,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct TrustArguments {
    /// Folder of trust anchors.
    #[arg(long)]
    pub(crate) roots: PathBuf,
    /// A revocation list; may be repeated.
    #[arg(long)]
    pub(crate) crl: Vec<PathBuf>,
    /// A stored OCSP answer, DER; may be repeated.
    #[arg(long)]
    pub(crate) ocsp: Vec<PathBuf>,
    /// Do not ask whether certificates are revoked.
    #[arg(long)]
    pub(crate) no_revocation: bool,
    /// The instant to judge at; now without it.
    #[arg(long)]
    pub(crate) at: Option<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum EdsCommand {
    /// Judges a certificate.
    Certificate {
        file: PathBuf,
        #[command(flatten)]
        trust: TrustArguments,
    },
    /// Judges a signature: CMS in DER or PEM, a signed XML document or SOAP message.
    Verify {
        #[arg(long)]
        signature: PathBuf,
        #[arg(long)]
        data: Option<PathBuf>,
        #[command(flatten)]
        trust: TrustArguments,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum SandboxCommand {
    /// Writes the files of a world.
    World {
        #[arg(long, required_unless_present = "scale")]
        performers: Option<u32>,
        #[arg(long)]
        scale: Option<String>,
        #[arg(long, default_value_t = 1)]
        seed: u64,
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes the invoices of the acts in an exported acts.csv.
    Invoices {
        #[arg(long)]
        acts: PathBuf,
        #[arg(long)]
        out: PathBuf,
    },
    /// Answers payment orders with a bank statement.
    Statement {
        #[arg(long)]
        orders: PathBuf,
        #[arg(long)]
        out: PathBuf,
        /// How the statement differs from the orders.
        #[arg(long)]
        fault: Option<BankFault>,
    },
}
