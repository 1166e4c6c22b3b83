//! What the demo promises: planted mistakes are refused by name, everything else is paid to the tiyn, the exports add up, the journal
//! agrees with the log.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use anyhow::Context as _;
use ledger::log::{files::Dir, verify};
use registry::{
    cabinets::audit,
    platform::{Result, sequencer},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    MONTHS,
    month::{self, Told},
    world::{Planted, World},
};
use crate::{commands::witness::verifier, output, session::Session};

/// What came out.
#[derive(Debug, Default)]
pub(super) struct Checked {
    figures: Figures,
    parts: BTreeMap<String, u64>,
    /// Promises that do not hold.
    pub(super) broken: Vec<String>,
    /// Held and excepted lines by code, for the reader.
    pub(super) listed: Vec<String>,
}

#[derive(Debug, Default, Serialize)]
struct Figures {
    children: usize,
    vouchers: usize,
    acts: usize,
    total_due: i64,
    total_paid: i64,
    held: i64,
    journal_entries: u64,
}

impl Checked {
    /// The line of results.
    pub(super) fn line(&self, seconds: u64) -> Value {
        let part = |state: &str| self.parts.get(state).copied().unwrap_or(0);
        let figures = &self.figures;
        json!({
            "children": figures.children,
            "vouchers": figures.vouchers,
            "parts": {
                "issued": part("issued"), "booked": part("booked"), "active": part("active"),
                "written_off": part("written_off"), "redeemed": part("redeemed"), "annulled": part("annulled"),
            },
            "acts": figures.acts,
            "total_due": figures.total_due,
            "total_paid": figures.total_paid,
            "held": figures.held,
            "journal_entries": figures.journal_entries,
            "seconds": seconds,
        })
    }

    fn promise(&mut self, holds: bool, broken: impl FnOnce() -> String) {
        if !holds {
            let broken = broken();
            output::error(&format!("BROKEN: {broken}"));
            self.broken.push(broken);
        }
    }
}

/// A table of the export: rows by column name.
type Rows = Vec<BTreeMap<String, String>>;

fn table(dir: &Path, name: &str) -> Result<Rows> {
    let mut reader = csv::Reader::from_path(dir.join(name)).with_context(|| format!("reading {name} of the export"))?;
    Ok(reader.deserialize().collect::<Result<_, _>>().with_context(|| format!("reading {name} of the export"))?)
}

fn text<'a>(row: &'a BTreeMap<String, String>, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

fn tiyn(row: &BTreeMap<String, String>, column: &str) -> i64 {
    text(row, column).parse().unwrap_or(0)
}

fn sum(rows: &Rows, column: &str) -> i64 {
    rows.iter().map(|row| tiyn(row, column)).fold(0, i64::saturating_add)
}

/// Writes the final exports and holds every promise against them.
pub(super) async fn run(session: &Session, world: &World, told: &Told) -> Result<Checked> {
    let mut checked = Checked::default();
    planted(&mut checked, world, told);
    let (mut children, mut vouchers) = (BTreeSet::new(), BTreeSet::new());
    let mut paid_orders = 0_i64;
    for month in MONTHS {
        let dir = month::write_export(&session.app, world, month).await?;
        let parts: Rows = table(&dir, "parts.csv")?.into_iter().filter(|row| text(row, "month") == month).collect();
        for row in &parts {
            children.insert(text(row, "beneficiary").to_owned());
            vouchers.insert(text(row, "voucher_number").to_owned());
            let count = checked.parts.entry(text(row, "state").to_owned()).or_default();
            *count = count.saturating_add(1);
        }
        paid_orders = paid_orders.saturating_add(month_of(&mut checked, &dir, month)?);
    }
    checked.figures.children = children.len();
    checked.figures.vouchers = vouchers.len();
    checked.figures.total_paid = paid_orders;
    checked.figures.held = checked.figures.total_due.saturating_sub(paid_orders);
    dues(&mut checked, world)?;
    journal(&mut checked, session).await?;
    Ok(checked)
}

/// One month's acts, lines, orders and lines kept out; gives what was paid for it.
fn month_of(checked: &mut Checked, dir: &Path, month: &str) -> Result<i64> {
    let of_month = |rows: Rows| rows.into_iter().filter(|row| text(row, "month") == month).collect::<Rows>();
    let acts = of_month(table(dir, "acts.csv")?);
    let numbers: BTreeSet<&str> = acts.iter().map(|row| text(row, "act")).collect();
    let orders: Rows = table(dir, "orders.csv")?.into_iter().filter(|row| numbers.contains(text(row, "act"))).collect();
    let confirmed: Rows = orders.iter().filter(|row| text(row, "state") == "confirmed").cloned().collect();
    checked.figures.acts = checked.figures.acts.saturating_add(acts.len());
    checked.figures.total_due = checked.figures.total_due.saturating_add(sum(&acts, "total"));
    for act in &acts {
        let (number, total, state) = (text(act, "act"), tiyn(act, "total"), text(act, "state"));
        let paid = confirmed
            .iter()
            .filter(|order| text(order, "act") == number)
            .map(|order| tiyn(order, "amount"))
            .sum::<i64>();
        if state == "paid" {
            checked.promise(paid == total, || format!("act {number} is paid with {paid} of {total} tiyn"));
        } else {
            checked.listed.push(format!("held: act {number}, {total} tiyn, {state}"));
        }
    }
    let unpaid = acts.iter().filter(|act| text(act, "state") != "paid").count();
    let planted = usize::from(Some(&month) == MONTHS.last());
    checked
        .promise(unpaid == planted, || format!("{unpaid} acts of {month} are not paid, {planted} has a planted fault"));
    let mut codes = BTreeMap::<String, u64>::new();
    for row in of_month(table(dir, "exceptions.csv")?) {
        let count = codes.entry(text(&row, "code").to_owned()).or_default();
        *count = count.saturating_add(1);
    }
    checked.listed.extend(codes.iter().map(|(code, count)| format!("excepted in {month}: {count} × {code}")));
    Ok(sum(&confirmed, "amount"))
}

/// The parts' dues and payments of both exports are the acts' and the orders'.
fn dues(checked: &mut Checked, world: &World) -> Result<()> {
    let last = MONTHS.last().copied().unwrap_or_default();
    let dir = world.export_dir(last);
    let (due, paid) = MONTHS.iter().try_fold((0_i64, 0_i64), |(due, paid), month| {
        let rows = table(&world.export_dir(month), "parts.csv")?;
        let rows: Rows = rows.into_iter().filter(|row| text(row, "month") == *month).collect();
        Ok::<_, registry::platform::Error>((
            due.saturating_add(sum(&rows, "due")),
            paid.saturating_add(sum(&rows, "paid")),
        ))
    })?;
    let total = checked.figures.total_due;
    checked.promise(due == total, || format!("the parts owe {due} tiyn, the acts {total}"));
    let budget = table(&dir, "budget.csv")?;
    for line in &budget {
        let used = ["committed", "due", "ordered", "paid"].iter().map(|column| tiyn(line, column)).sum::<i64>();
        checked.promise(tiyn(line, "allotted") >= used, || {
            format!("the line of {} is overcommitted", text(line, "month"))
        });
    }
    // What was paid beyond the confirmed orders was set off against money that performers owed.
    let confirmed = checked.figures.total_paid;
    checked.promise(paid >= confirmed, || format!("the parts are paid {paid} tiyn, the bank paid {confirmed}"));
    Ok(())
}

/// Every planted mistake is refused or excepted by its code, and nothing else is.
fn planted(checked: &mut Checked, world: &World, told: &Told) {
    let mut expected = BTreeSet::new();
    for mistake in &world.facts.planted {
        expected.insert((mistake.file.clone(), mistake.row, mistake.code.clone()));
        let found = refused(told, mistake);
        // A gap has nothing to refuse at the import: it shows at the close.
        let at_close = mistake.exception.as_ref() == Some(&mistake.code);
        checked.promise(found || at_close, || {
            format!("{} row {}: {} was not refused", mistake.file, mistake.row, mistake.code)
        });
    }
    for (file, report) in &told.reports {
        for error in report.errors.iter().filter(|error| error.code != "file.repeated" && !file.contains("statement")) {
            let known = expected
                .iter()
                .any(|(path, row, code)| *row == error.row && *code == error.code && path.ends_with(&error.file));
            // A class at an object that is not admitted is refused on its own row too, besides its planted enrolments.
            let known = known || (error.file == "classes.csv" && error.code == "object.address_mismatch");
            checked.promise(known, || {
                format!("{file}: {} row {} was refused {} ({})", error.file, error.row, error.code, error.detail)
            });
        }
    }
    for (act, code) in &told.unsigned {
        checked.promise(code == "act.already_signed", || format!("act {act} was not signed: {code}"));
    }
    for (month, closed) in &told.closed {
        let lines =
            world.facts.planted.iter().filter(|mistake| mistake.holds == "line" && mistake.month == *month).count();
        checked.promise(closed.exceptions == lines || closed.skipped > 0, || {
            format!("the close of {month} kept out {} lines, {lines} were planted", closed.exceptions)
        });
    }
}

fn refused(told: &Told, mistake: &Planted) -> bool {
    told.reports.iter().filter(|(file, _)| mistake.file.starts_with(file.as_str())).any(|(_, report)| {
        report
            .errors
            .iter()
            .any(|error| error.row == mistake.row && error.code == mistake.code && mistake.file.ends_with(&error.file))
    })
}

/// The audit finds nothing, the published log verifies, and both count the same entries.
async fn journal(checked: &mut Checked, session: &Session) -> Result<()> {
    sequencer::drain(&session.app).await?;
    let signer = session.signer()?;
    tokio::task::spawn_blocking(move || signer.sign_once()).await.context("waiting for the signer")??;
    let audited = audit(&session.app, &session.console(), &output::progress("audit")).await?;
    for found in &audited.findings {
        checked.promise(false, || format!("audit: {found:?}"));
    }
    let log = session.app.log_dir();
    let key = verifier(&log, None)?;
    let options = verify::Options { log_key: &key, witnesses: &[], remembered: &[], receipts: &[] };
    let report = verify::verify(&Dir(log), &options).context("verifying the log")?;
    for finding in &report.findings {
        checked.promise(false, || format!("verify: {finding}"));
    }
    checked.figures.journal_entries = report.size;
    let entries = audited.entries;
    checked.promise(report.size == entries, || format!("the log has {} entries, the journal {entries}", report.size));
    Ok(())
}
