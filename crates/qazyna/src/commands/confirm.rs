//! `qazyna confirm --month`.

use registry::{attendance, platform::Result};

use crate::{cli::Place, output, session::Session};

/// Exit 1 when parents may still speak: run it again when their term is over.
pub(crate) async fn run(place: &Place, month: &str) -> Result<u8> {
    let month = crate::session::month(month)?;
    let session = Session::open(place).await?;
    let progress = output::progress("confirm");
    let told = attendance::confirm_by_silence(&session.app, &session.console(), month, &progress).await?;
    session.close().await?;
    output::line(&told)?;
    Ok(u8::from(told.open > 0))
}
