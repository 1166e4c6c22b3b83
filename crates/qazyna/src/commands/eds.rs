//! `qazyna eds certificate|verify` (spec 7.5).

use std::{fs, path::Path};

use anyhow::Context as _;
use eds::{Revocation, Trust, ocsp::Answer};
use registry::platform::{Result, clock::Clock, trust};

use crate::{
    cli::{EdsCommand, TrustArguments},
    output,
};

pub(crate) fn run(command: EdsCommand) -> Result<u8> {
    let (report, status) = match command {
        EdsCommand::Certificate { file, trust } => {
            let report = eds::report::certificate(&read(&file)?, &trusted(&trust)?, instant(&trust)?);
            (serde_json::to_value(&report)?, report.status)
        }
        EdsCommand::Verify { signature, data, trust } => {
            let data = data.map(|file| read(&file)).transpose()?;
            let report = eds::report::verify(&read(&signature)?, data.as_deref(), &trusted(&trust)?, instant(&trust)?);
            (serde_json::to_value(&report)?, report.status)
        }
    };
    output::line(&report)?;
    Ok(u8::from(status != "PASSED"))
}

fn read(path: &Path) -> Result<Vec<u8>> {
    Ok(fs::read(path).with_context(|| format!("reading {}", path.display()))?)
}

fn instant(arguments: &TrustArguments) -> Result<jiff::Timestamp> {
    match &arguments.at {
        None => Ok(Clock::system().now()),
        Some(text) => Ok(text.parse().with_context(|| format!("{text} is no instant"))?),
    }
}

fn trusted(arguments: &TrustArguments) -> Result<Trust> {
    let revocation = if arguments.no_revocation { Revocation::Skip } else { Revocation::Required };
    let crls = arguments.crl.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?;
    let unreadable = |code| anyhow::anyhow!("the trust cannot be read: {code}");
    let mut trust = Trust::read(trust::files(Some(&arguments.roots))?, crls, revocation).map_err(unreadable)?;
    for path in &arguments.ocsp {
        trust.answers.push(Answer::parse(&read(path)?, None).map_err(unreadable)?);
    }
    Ok(trust)
}
