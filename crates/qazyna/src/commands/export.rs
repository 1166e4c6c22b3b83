//! `qazyna export` (spec 2.6).

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;
use registry::{
    cabinets::{self, Export},
    platform::Result,
};

use crate::{cli::Place, output, session::Session};

/// What is asked for, as typed.
pub(crate) struct Question {
    pub(crate) month: String,
    pub(crate) programme: Option<String>,
    pub(crate) region: Option<i16>,
    pub(crate) out: PathBuf,
}

/// Prints `{months, files:[{name, rows}], rows_outside}`; afterwards a signed head covers every exported entry.
pub(crate) async fn run(place: &Place, question: Question) -> Result<u8> {
    let month = format!("{}-01", question.month).parse::<Date>();
    let month = month.with_context(|| format!("{} is no month: type YYYY-MM", question.month))?;
    let session = Session::open(place).await?;
    let asked = Export { month, programme: question.programme, region: question.region, out: question.out };
    let exported = cabinets::export(&session.app, &session.console(), asked, &output::progress("export")).await?;
    session.close().await?;
    output::line(&exported)?;
    Ok(0)
}
