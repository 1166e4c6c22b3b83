//! `qazyna renew --year`.

use registry::{
    contracts::{self, Renew},
    platform::Result,
};

use crate::{cli::Place, output, session::Session};

/// Exit 1 when contracts were refused: they are listed.
pub(crate) async fn run(place: &Place, renew: Renew) -> Result<u8> {
    let session = Session::open(place).await?;
    let renewed = contracts::renew(&session.app, &session.console(), &renew, &output::progress("renew")).await?;
    session.close().await?;
    output::line(&renewed)?;
    Ok(u8::from(renewed.refused > 0))
}
