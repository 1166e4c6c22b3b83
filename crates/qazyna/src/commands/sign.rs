//! `qazyna sign performer|issuer`: signs the acts of a month with a key (spec 6.1, 7.5).

use std::{fs, path::PathBuf};

use anyhow::Context as _;
use registry::{
    acts::{self, Sign},
    platform::Result,
};

use crate::{
    cli::{Place, Side},
    output,
    session::Session,
};

/// What the command line asks for.
pub(crate) struct Arguments {
    pub(crate) side: Side,
    pub(crate) month: String,
    pub(crate) key: PathBuf,
    pub(crate) roots: Option<PathBuf>,
    pub(crate) crls: Option<PathBuf>,
}

/// 0 when every act was signed, 1 when some were refused, 2 when all were.
pub(crate) async fn run(place: &Place, arguments: Arguments) -> Result<u8> {
    let month = crate::session::month(&arguments.month)?;
    let key_pem = fs::read(&arguments.key).with_context(|| format!("reading {}", arguments.key.display()))?;
    let mut session = Session::open(place).await?;
    if arguments.roots.is_some() {
        session.app.trust.roots = arguments.roots;
    }
    if arguments.crls.is_some() {
        session.app.trust.crls = arguments.crls;
    }
    let side = match arguments.side {
        Side::Performer => acts::Side::Performer,
        Side::Issuer => acts::Side::Issuer,
    };
    let signed = acts::sign(&session.app, Sign { side, month, key_pem }, &output::progress("sign")).await?;
    session.close().await?;
    output::line(&signed)?;
    Ok(match (signed.refused.is_empty(), signed.acts) {
        (true, _) => 0,
        (false, 0) => 2,
        (false, _) => 1,
    })
}
