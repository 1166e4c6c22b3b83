//! `qazyna config check|template`. The check asks for the account of every programme that would be paid from the pack's invented one.

use std::io::Write as _;

use registry::{
    payments,
    platform::{Result, clock::Clock},
};
use serde_json::json;

use crate::{cli::ConfigCommand, config::Config, output};

pub(crate) fn run(command: ConfigCommand) -> Result<u8> {
    match command {
        ConfigCommand::Template => {
            write!(std::io::stdout().lock(), "{}", Config::template()).ok();
        }
        ConfigCommand::Check { data } => {
            let config = Config::read(&data)?;
            let missing = payments::not_entered(&config.payers, Clock::system().today());
            output::line(&json!({
                "database": if config.database_url.is_some() { "given" } else { "private" },
                "roots": config.signatures.roots,
                "crls": config.signatures.crls,
                "origin": config.log.origin,
                "address": config.serve.address,
                "missing_payers": missing,
            }))?;
            if !missing.is_empty() {
                let named = missing.join(", ");
                output::error(&format!(
                    "enter the account that pays {named} under [[payers]]: until then it is an invented one"
                ));
            }
        }
    }
    Ok(0)
}
