//! The steps of the demo, each the use case that its command runs.

use std::collections::BTreeMap;

use registry::{
    acts::{self, Close, Closed, Side, Sign},
    app::App,
    cabinets::{Export, export, work},
    payments::{self, Order},
    platform::{Actor, Progress, Report, Result},
    vouchers::{self, Issue},
};

use super::world::World;
use crate::{cli::Kind, commands::sandbox, output, session};

/// The year in which the vouchers of the demo begin.
const YEAR: i16 = 2026;

/// What the steps said: the check compares it with what was planted.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// Reports by the file's path in the world.
    pub(super) reports: BTreeMap<String, Report>,
    /// Closes by month.
    pub(super) closed: BTreeMap<String, Closed>,
    /// Acts that a signature was refused for, with the code.
    pub(super) unsigned: Vec<(String, String)>,
}

/// Which month a step is for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) month: &'static str,
    /// Of the last month the bank pays one order one tiyn short.
    pub(super) last: bool,
}

fn console(app: &App) -> Actor {
    Actor::console(app.clock.id())
}

async fn read(app: &App, world: &World, (kind, name): (Kind, &str), told: &mut Told) -> Result<()> {
    let report = {
        let bytes = world.read(name)?;
        work::import(app, (kind.of_registry(), false), &console(app), (name, &bytes), &output::progress(name))
            .await?
            .report
    };
    told.reports.insert(name.to_owned(), report);
    Ok(())
}

/// Budget, rates, performers and persons; then vouchers to every child.
pub(super) async fn prepare(app: &App, world: &World, told: &mut Told) -> Result<()> {
    for file in [
        (Kind::Budget, "budget.csv"),
        (Kind::Rates, "rates.csv"),
        (Kind::Performers, "performers.zip"),
        (Kind::Persons, "persons.csv"),
        (Kind::Mandates, "mandates.csv"),
    ] {
        read(app, world, file, told).await?;
    }
    let issue = Issue { programme: world.facts.programme.clone(), year: YEAR, region: None };
    vouchers::issue(app, &console(app), &issue, &output::progress("vouchers")).await?;
    Ok(())
}

/// One month: contracts, attendance, acts, signatures, invoices, payment.
pub(super) async fn run(app: &App, world: &World, step: Step, told: &mut Told) -> Result<()> {
    let month = step.month;
    for (kind, name) in [
        (Kind::Oneroster, "oneroster.zip"),
        (Kind::Rates, "rates.csv"),
        (Kind::Timesheet, "timesheets.zip"),
        (Kind::Timesheet, "late.zip"),
    ] {
        let path = format!("{month}/{name}");
        if world.has(&path) {
            read(app, world, (kind, &path), told).await?;
        }
    }
    let close = Close { month: session::month(month)?, programme: None, region: None };
    let closed = acts::close(app, &console(app), &close, &output::progress("close")).await?;
    told.closed.insert(month.to_owned(), closed);
    sign(app, world, (Side::Performer, "performer-"), (month, told)).await?;
    sign(app, world, (Side::Issuer, "issuer-"), (month, told)).await?;
    pay(app, world, step, told).await
}

async fn sign(app: &App, world: &World, (side, keys): (Side, &str), (month, told): (&str, &mut Told)) -> Result<()> {
    let watch = output::progress(if side == Side::Performer { "performers sign" } else { "issuers sign" });
    let keys = world.keys(keys)?;
    for (done, key_pem) in keys.iter().enumerate() {
        watch.at("keys", done, keys.len());
        let order = Sign { side, month: session::month(month)?, key_pem: key_pem.clone() };
        let signed = acts::sign(app, order, &Progress::silent()).await?;
        told.unsigned.extend(signed.refused.into_iter().map(|refused| (refused.act, refused.code.to_owned())));
    }
    Ok(())
}

async fn pay(app: &App, world: &World, step: Step, told: &mut Told) -> Result<()> {
    let month = step.month;
    let dir = write_export(app, world, month).await?;
    let invoices = format!("{month}/invoices.csv");
    world.made_once(&invoices, || {
        let acts = std::fs::read(dir.join("acts.csv"))?;
        Ok(::sandbox::invoices::write(&acts)?)
    })?;
    read(app, world, (Kind::Invoices, &invoices), told).await?;
    let order = Order { month: session::month(month)?, programme: None };
    let ordered = payments::order(app, &console(app), order).await?;
    for register in &ordered.registers {
        let statement = format!("{month}/statement-{}.xml", register.register);
        let fault = step.last.then_some(::sandbox::bank::Fault::Short);
        world.made_once(&statement, || sandbox::statement(&register.file, fault))?;
        read(app, world, (Kind::Statement, &statement), told).await?;
    }
    Ok(())
}

/// Writes the audit export of a month into the world's folder.
pub(super) async fn write_export(app: &App, world: &World, month: &str) -> Result<std::path::PathBuf> {
    let out = world.export_dir(month);
    let what = Export { month: session::month(month)?, programme: None, region: None, out: out.clone() };
    export(app, &console(app), what, &output::progress("export")).await?;
    Ok(out)
}
