//! One command a file.

mod audit;
mod bench;
mod calc;
mod close;
mod config;
mod confirm;
mod demo;
mod eds;
mod end;
mod erase;
mod export;
mod import;
mod issue;
mod migrate;
mod r#move;
mod orders;
mod renew;
mod sandbox;
mod serve;
mod sign;
pub(crate) mod signer;
mod verify;
mod witness;

use registry::{
    acts::Close,
    contracts::{Ending, Moving, Renew},
    platform::{Result, erasure::Erase},
    vouchers::Issue,
};

use crate::cli::{Cli, Command};

/// Runs a command; the answer is the exit status: 0 done, 1 done with refusals or findings, 2 nothing done.
pub(crate) fn run(arguments: Cli) -> Result<u8> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let code = runtime.block_on(dispatch(arguments.command))?;
    // The signer's watch on its standard input cannot be interrupted.
    runtime.shutdown_background();
    Ok(code)
}

async fn dispatch(command: Command) -> Result<u8> {
    match command {
        Command::Calc { file } => calc::run(file.as_deref()),
        Command::Sandbox { command } => sandbox::run(command),
        Command::Serve { place, sandbox } => serve::run(&place, sandbox).await,
        Command::Import { place, kind, file, dry_run, report, errors } => {
            import::run(import::Question { place, kind, file, dry_run, report, errors }).await
        }
        Command::Issue { place, programme, year, region, list } => {
            issue::run(&place, Issue { programme, year, region }, list.as_deref()).await
        }
        Command::End { place, voucher, reason, on, document } => {
            end::run(&place, Ending { voucher, reason, last: on, document }).await
        }
        Command::Move { place, voucher, region, on, document } => {
            r#move::run(&place, Moving { voucher, region, on, document }).await
        }
        Command::Renew { place, year, programme, region } => {
            renew::run(&place, Renew { year, programme, region }).await
        }
        Command::Close { place, month, programme, region } => {
            close::run(&place, Close { month: crate::session::month(&month)?, programme, region }).await
        }
        Command::Confirm { place, month } => confirm::run(&place, &month).await,
        Command::Migrate { place } => migrate::run(&place).await,
        Command::Config { command } => config::run(command),
        Command::Signer(arguments) => signer::run(arguments).await,
        Command::Eds { command } => eds::run(command),
        Command::Export { place, month, programme, region, out } => {
            export::run(&place, export::Question { month, programme, region, out }).await
        }
        Command::Audit { place } => audit::run(&place).await,
        Command::Erase { place, person, entry, ground } => {
            erase::run(&place, Erase { persons: person, entries: entry, ground }).await
        }
        Command::Verify { log, key, remembered, export, receipt } => {
            verify::run(verify::Question { log, key, remembered, export, receipts: receipt })
        }
        Command::Witness { log, key, log_key } => witness::run(&log, &key, log_key.as_deref()),
        Command::Sign { place, side, month, key, roots, crls } => {
            sign::run(&place, sign::Arguments { side, month, key, roots, crls }).await
        }
        Command::Orders { place, month, out } => orders::run(&place, &month, &out).await,
        demo @ Command::Demo { .. } => match demo::Question::of(demo) {
            Some(question) => demo::run(question).await,
            None => Ok(2),
        },
        Command::Bench { data, parts, seed } => bench::run(bench::Question { data, parts, seed }).await,
    }
}
