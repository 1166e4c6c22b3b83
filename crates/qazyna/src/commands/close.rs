//! `qazyna close --month`.

use registry::{
    acts::{self, Close},
    platform::Result,
};

use crate::{cli::Place, output, session::Session};

/// Exit 1 when lines were kept out of the acts: they are listed as exceptions.
pub(crate) async fn run(place: &Place, close: Close) -> Result<u8> {
    let session = Session::open(place).await?;
    let closed = acts::close(&session.app, &session.console(), &close, &output::progress("close")).await?;
    session.close().await?;
    output::line(&closed)?;
    Ok(u8::from(closed.exceptions > 0))
}

/// The first day of `YYYY-MM`.
pub(crate) fn month(text: &str) -> Result<jiff::civil::Date> {
    let month = law::Month::parse(text).ok_or_else(|| anyhow::anyhow!("{text} is no month: write YYYY-MM"))?;
    Ok(month.first())
}
