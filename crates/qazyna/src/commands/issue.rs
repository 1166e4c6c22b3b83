//! `qazyna issue`.

use std::{fs, path::Path};

use anyhow::Context as _;
use registry::{
    platform::Result,
    vouchers::{self, Issue},
};

use crate::{cli::Place, output, session::Session};

/// Issues and prints what was issued; exit 0 nobody refused, 1 some refused, 2 a list of which nobody got or holds a voucher (spec 7.2).
pub(crate) async fn run(place: &Place, issue: Issue, list: Option<&Path>) -> Result<u8> {
    let bytes = list.map(|path| fs::read(path).with_context(|| format!("reading {}", path.display()))).transpose()?;
    let name = list.and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let session = Session::open(place).await?;
    let (actor, progress) = (session.console(), output::progress("vouchers"));
    let issued = match bytes {
        None => vouchers::issue(&session.app, &actor, &issue, &progress).await,
        Some(bytes) => vouchers::issue_to(&session.app, &actor, &issue, (&name, &bytes), &progress).await,
    };
    session.close().await?;
    let issued = issued?;
    output::line(&issued)?;
    Ok(match (issued.refused.is_empty(), issued.issued.saturating_add(issued.held)) {
        (true, _) => 0,
        (false, 0) => 2,
        (false, _) => 1,
    })
}
