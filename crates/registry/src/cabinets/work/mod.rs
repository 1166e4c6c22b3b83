//! The long acts as jobs: one table of what can be asked for, one way to ask, for the command line's files, the API and the pages alike.

pub(crate) mod api;
mod ask;
mod export;
mod import;
mod lists;
#[cfg(test)]
mod tests;

use std::io::{Cursor, Write as _};

use anyhow::Context as _;
use serde_json::{Value, json};
use zip::{ZipWriter, write::SimpleFileOptions};

pub use ask::{Asked, enqueue, start};
pub use export::zipped as export_zip;
pub use import::{Imported, Kind, errors_copy, import};

use crate::{
    acts::{self, Close},
    contracts::{self, Renew},
    payments::{self, Order as Pay},
    platform::{
        Actor, Result, Scope, inbox,
        jobs::{Done, File, Kinds, Order},
    },
    vouchers::{self, Issue},
};

/// Every kind of job of the registry. The binary may add its own.
#[must_use]
pub fn kinds() -> Kinds {
    let imports = Kind::ALL
        .into_iter()
        .fold(Kinds::default(), |kinds, kind| kinds.with(kind.action(), move |order| import::run(kind, order)));
    let all = imports
        .with("issue", issue)
        .with("close", close)
        .with("renew", renew)
        .with("orders", orders)
        .with("export", export::run);
    super::issuer::kinds(all).with(super::lists::KIND, lists::run)
}

/// The actor with the sight of the nation, for what looks persons up: what it may change was held to its organisation and regions before.
fn seeing_all(actor: &Actor) -> Actor {
    actor.with_scope(Scope::National)
}

async fn issue(order: Order) -> Result<Done> {
    let asked = ask::issue(&order.input)?;
    let Issue { programme, year, region } = asked;
    let what = Issue { programme, year, region: ask::held(&order.actor, region)? };
    let actor = seeing_all(&order.actor);
    let Some((name, sha256)) = ask::any_text(&order.input, "file").zip(ask::any_text(&order.input, "list")) else {
        let issued = vouchers::issue(&order.app, &actor, &what, &order.progress).await?;
        return Ok(Done { result: serde_json::to_value(issued)?, files: Vec::new() });
    };
    let sha256 = crate::platform::fact::from_hex(&sha256);
    let bytes = inbox::read(&order.app, &actor, vouchers::propose::KIND, &sha256).await?;
    let issued = vouchers::issue_to(&order.app, &actor, &what, (&name, &bytes), &order.progress).await?;
    let files = import::list_with_errors((&name, &bytes), &issued.errors)?;
    Ok(Done { result: serde_json::to_value(issued)?, files })
}

async fn close(order: Order) -> Result<Done> {
    let asked = ask::close(&order.input)?;
    let what = Close { region: ask::held(&order.actor, asked.region)?, ..asked };
    let closed = acts::close(&order.app, &seeing_all(&order.actor), &what, &order.progress).await?;
    Ok(Done { result: serde_json::to_value(closed)?, files: Vec::new() })
}

async fn renew(order: Order) -> Result<Done> {
    let asked = ask::renew(&order.input)?;
    let what = Renew { region: ask::held(&order.actor, asked.region)?, ..asked };
    let renewed = contracts::renew(&order.app, &seeing_all(&order.actor), &what, &order.progress).await?;
    Ok(Done { result: serde_json::to_value(renewed)?, files: Vec::new() })
}

/// Forms registers and orders; the files are those for the bank, one a register, and all of them in one archive.
async fn orders(order: Order) -> Result<Done> {
    let asked: Pay = ask::orders(&order.input)?;
    let ordered = payments::order(&order.app, &order.actor, asked).await?;
    let result = serde_json::to_value(&ordered)?;
    let of = |register: payments::Register| File {
        name: register.file_name,
        media_type: "application/xml".to_owned(),
        bytes: register.file,
    };
    let mut files: Vec<File> = ordered.registers.into_iter().map(of).collect();
    if files.len() > 1 {
        let all = archive(files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())))?;
        files.push(File { name: "orders.zip".to_owned(), media_type: "application/zip".to_owned(), bytes: all });
    }
    Ok(Done { result, files })
}

/// An archive of files.
fn archive<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name, SimpleFileOptions::default().large_file(true)).context("writing an archive")?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish().context("writing an archive")?.into_inner())
}

/// A JSON file of a job.
fn json_file(name: &str, value: &Value) -> Result<File> {
    let bytes = serde_json::to_vec_pretty(value)?;
    Ok(File { name: name.to_owned(), media_type: "application/json".to_owned(), bytes })
}

/// The parameters of a file.
fn file_input(name: &str, bytes: &[u8], sha256: &[u8], dry_run: bool) -> Value {
    json!({ "file": name, "size": bytes.len(), "sha256": crate::platform::fact::hex(sha256), "dry_run": dry_run })
}
