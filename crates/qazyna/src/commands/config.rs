//! `qazyna config check|template`.

use std::io::Write as _;

use registry::platform::Result;
use serde_json::json;

use crate::{cli::ConfigCommand, config::Config, output};

pub(crate) fn run(command: ConfigCommand) -> Result<u8> {
    match command {
        ConfigCommand::Template => {
            write!(std::io::stdout().lock(), "{}", Config::template()).ok();
        }
        ConfigCommand::Check { data } => {
            let config = Config::read(&data)?;
            output::line(&json!({
                "database": if config.database_url.is_some() { "given" } else { "private" },
                "roots": config.signatures.roots,
                "crls": config.signatures.crls,
                "origin": config.log.origin,
                "address": config.serve.address,
            }))?;
        }
    }
    Ok(0)
}
