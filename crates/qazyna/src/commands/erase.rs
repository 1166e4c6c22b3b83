//! `qazyna erase`: personal data whose term has ended or whose erasure a court demands (spec 2.3, 9).

use registry::platform::{
    Result,
    erasure::{self, Erase},
};

use crate::{cli::Place, output, session::Session};

/// Prints `{persons, entries, keys_destroyed, bodies_destroyed}`; exit 0 done, 2 when everything was erased before.
pub(crate) async fn run(place: &Place, what: Erase) -> Result<u8> {
    let session = Session::open(place).await?;
    let erased = erasure::erase(&session.app, &session.console(), &session.eraser, &what).await;
    session.close().await?;
    let erased = erased?;
    output::line(&erased)?;
    Ok(if erased == erasure::Erased::default() { 2 } else { 0 })
}
