//! `qazyna end`.

use registry::{
    contracts::{self, Ending},
    platform::Result,
};

use crate::{cli::Place, output, session::Session};

/// The reason that ends nothing: a successor is issued.
const REINSTATEMENT: &str = "reinstatement";

pub(crate) async fn run(place: &Place, ending: Ending) -> Result<u8> {
    let session = Session::open(place).await?;
    let (app, actor) = (&session.app, session.console());
    let ended = match ending.reason.as_str() {
        REINSTATEMENT => contracts::reinstate(app, &actor, &ending).await,
        _ => contracts::end(app, &actor, &ending).await,
    };
    session.close().await?;
    output::line(&ended?)?;
    Ok(0)
}
