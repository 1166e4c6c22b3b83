//! `qazyna orders`: the register of acts and the payment files of a month (spec 6.3).

use std::{fs, path::Path};

use anyhow::Context as _;
use registry::{
    payments::{self, Order},
    platform::Result,
};

use crate::{cli::Place, output, session::Session};

/// Orders what is invoiced and writes every register's pain.001 into `out`.
pub(crate) async fn run(place: &Place, month: &str, out: &Path) -> Result<u8> {
    let month = crate::session::month(month)?;
    let session = Session::open(place).await?;
    let ordered = payments::order(&session.app, &session.console(), Order { month, programme: None }).await?;
    fs::create_dir_all(out).with_context(|| format!("making {}", out.display()))?;
    for register in &ordered.registers {
        let path = out.join(&register.file_name);
        fs::write(&path, &register.file).with_context(|| format!("writing {}", path.display()))?;
    }
    session.close().await?;
    output::line(&ordered)?;
    Ok(0)
}
