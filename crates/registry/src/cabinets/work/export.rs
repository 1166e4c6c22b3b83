//! The audit export as a job: the same files as at the command line, in one archive.

use std::{fs, path::Path};

use super::{archive, ask};
use crate::{
    app::App,
    cabinets::{Export, Exported, export},
    platform::{
        Actor, Progress, Result,
        jobs::{Done, File, Order},
    },
};

/// Writes the export into a folder, packs it and removes the folder.
///
/// # Errors
/// As [`export`].
pub async fn zipped(app: &App, actor: &Actor, asked: Export, progress: &Progress) -> Result<(Exported, Vec<u8>)> {
    let folder = asked.out.clone();
    fs::create_dir_all(&folder)?;
    let packed = match export(app, actor, asked, progress).await {
        Ok(exported) => pack(&folder, &exported).map(|bytes| (exported, bytes)),
        Err(error) => Err(error),
    };
    fs::remove_dir_all(&folder)?;
    packed
}

fn pack(folder: &Path, exported: &Exported) -> Result<Vec<u8>> {
    let mut files = Vec::with_capacity(exported.files.len());
    for file in &exported.files {
        files.push((file.name.as_str(), fs::read(folder.join(&file.name))?));
    }
    archive(files.iter().map(|(name, bytes)| (*name, bytes.as_slice())))
}

pub(super) async fn run(order: Order) -> Result<Done> {
    let month = ask::month(&order.input)?;
    let asked = Export {
        month,
        programme: ask::held_programme(&order.actor, ask::any_text(&order.input, "programme"))?,
        region: ask::held(&order.actor, ask::region(&order.input))?,
        out: order.app.data.join("exports").join(order.id.to_string()),
    };
    let (exported, bytes) = zipped(&order.app, &order.actor, asked, &order.progress).await?;
    let name = format!("export-{}.zip", month.strftime("%Y-%m"));
    let file = File { name, media_type: "application/zip".to_owned(), bytes };
    Ok(Done { result: serde_json::to_value(exported)?, files: vec![file] })
}
