//! `qazyna audit` (spec 2.3).

use registry::{cabinets, platform::Result};

use crate::{cli::Place, output, session::Session};

/// Prints `{entries, rows, findings:[{code, table, key, detail}], more}`; exit 0 clean, 1 findings.
pub(crate) async fn run(place: &Place) -> Result<u8> {
    let session = Session::open(place).await?;
    let audited = cabinets::audit(&session.app, &session.console(), &output::progress("audit")).await?;
    session.stop();
    output::line(&audited)?;
    Ok(u8::from(!audited.findings.is_empty()))
}
