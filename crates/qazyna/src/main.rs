//! `qazyna`: the one binary of the registry.

mod cli;
mod commands;
mod config;
mod output;
mod sandbox_door;
mod session;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    #[cfg(feature = "failpoints")]
    let _scenario = fail::FailScenario::setup();
    let arguments = cli::Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    match commands::run(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            output::error(&format!("qazyna: {error}"));
            ExitCode::from(2)
        }
    }
}
