//! `qazyna move`.

use registry::{
    contracts::{self, Moving},
    platform::Result,
};

use crate::{cli::Place, output, session::Session};

pub(crate) async fn run(place: &Place, moving: Moving) -> Result<u8> {
    let session = Session::open(place).await?;
    let ended = contracts::transfer_region(&session.app, &session.console(), &moving).await;
    session.close().await?;
    output::line(&ended?)?;
    Ok(0)
}
