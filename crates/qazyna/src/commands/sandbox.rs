//! `qazyna sandbox`: a world's files, and the doubles of the invoice system and the bank.

use std::{fs, path::Path};

use anyhow::Context as _;
use registry::platform::{Result, clock::Clock};
use sandbox::{
    bank::{self, Fault},
    invoices,
    world::{Size, World},
};
use serde_json::json;

use crate::{
    cli::{BankFault, SandboxCommand},
    output,
};

pub(crate) fn run(command: SandboxCommand) -> Result<u8> {
    match command {
        SandboxCommand::World { performers, scale, seed, out } => {
            let size = match (performers, scale.as_deref()) {
                (Some(performers), None) => Size::Performers(performers),
                (None, Some("nation")) => Size::Nation,
                (_, Some(other)) => {
                    return Err(anyhow::anyhow!("give --performers N or --scale nation, not {other}").into());
                }
                (None, None) => return Err(anyhow::anyhow!("give --performers N or --scale nation").into()),
            };
            let summary = World::generate(size, seed)?.write(&out)?;
            output::line(
                &json!({ "out": out, "seed": seed, "performers": summary.performers, "children": summary.children }),
            )?;
        }
        SandboxCommand::Invoices { acts, out } => {
            write(&out, &invoices::write(&read(&acts)?)?)?;
            output::line(&json!({ "out": out }))?;
        }
        SandboxCommand::Statement { orders, out, fault } => {
            let fault = fault.map(fault_of);
            write(&out, &statement(&read(&orders)?, fault)?)?;
            output::line(&json!({ "out": out }))?;
        }
    }
    Ok(0)
}

/// The bank's answer to payment orders, dated now in Almaty.
pub(crate) fn statement(orders: &[u8], fault: Option<Fault>) -> Result<Vec<u8>> {
    let at = Clock::system().now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(5)));
    Ok(bank::statement(orders, fault, &at)?)
}

fn fault_of(fault: BankFault) -> Fault {
    match fault {
        BankFault::Short => Fault::Short,
        BankFault::Missing => Fault::Missing,
        BankFault::Extra => Fault::Extra,
    }
}

fn read(path: &Path) -> Result<Vec<u8>> {
    Ok(fs::read(path).with_context(|| format!("reading {}", path.display()))?)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    Ok(fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))?)
}
