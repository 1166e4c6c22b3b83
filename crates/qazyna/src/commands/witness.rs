//! `qazyna witness`: cosigns only heads that continue what it saw.

use std::{fs, path::Path};

use anyhow::Context as _;
use ledger::log::{
    files::Dir,
    keys::{KeyKind, Signer, Verifier},
    witness::Witness,
};
use registry::platform::{Result, clock::Clock, secrets};
use serde_json::json;

use super::signer::PUBLIC_KEY;
use crate::output;

pub(crate) fn run(log: &str, key: &Path, log_key: Option<&str>) -> Result<u8> {
    let dir = Path::new(log);
    if !key.exists() {
        let fresh = Signer::from_seed("qazyna/witness", KeyKind::Witness, &secrets::random_seed()?);
        fresh
            .map_err(|finding| anyhow::anyhow!("{}", finding.code()))?
            .save(key)
            .context("keeping the witness's key")?;
    }
    let witness =
        Witness::new(Signer::load(key).context("reading the witness's key")?, key.with_extension("memory.json"));
    let seconds = u64::try_from(Clock::system().now().as_second()).unwrap_or_default();
    match witness.cosign(&Dir(dir.to_owned()), &verifier(dir, log_key)?, seconds) {
        Ok(note) => {
            output::line(&json!({ "size": note.checkpoint.size, "cosigned": true, "note": note.to_string() }))?;
            Ok(0)
        }
        Err(ledger::log::LogError::Found { finding }) => {
            output::line(&json!({ "cosigned": false, "finding": finding.code(), "detail": finding.to_string() }))?;
            Ok(1)
        }
        Err(error) => Err(anyhow::Error::from(error).context("reading the log").into()),
    }
}

/// The log's key: given as text, as a file, or as the log itself publishes it.
pub(crate) fn verifier(log: &Path, given: Option<&str>) -> Result<Verifier> {
    let text = match given {
        Some(text) if !Path::new(text).is_file() => text.to_owned(),
        Some(file) => fs::read_to_string(file).with_context(|| format!("reading {file}"))?,
        None => fs::read_to_string(log.join(PUBLIC_KEY)).context("the log publishes no key: give it with --key")?,
    };
    Ok(Verifier::parse(&text).map_err(|finding| anyhow::anyhow!("{}", finding))?)
}
