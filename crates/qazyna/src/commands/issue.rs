//! `qazyna issue`.

use registry::{
    platform::Result,
    vouchers::{self, Issue},
};

use crate::{cli::Place, output, session::Session};

pub(crate) async fn run(place: &Place, issue: Issue) -> Result<u8> {
    let session = Session::open(place).await?;
    let issued = vouchers::issue(&session.app, &session.console(), &issue, &output::progress("vouchers")).await?;
    session.close().await?;
    output::line(&issued)?;
    Ok(0)
}
