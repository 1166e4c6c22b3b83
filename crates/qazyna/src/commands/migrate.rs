//! `qazyna migrate`.

use registry::platform::Result;
use serde_json::json;

use crate::{cli::Place, output, session};

pub(crate) async fn run(place: &Place) -> Result<u8> {
    let done = session::migrate(place).await?;
    output::line(&json!({ "version": done.version, "applied": done.applied, "partitions": done.partitions }))?;
    Ok(0)
}
