//! Asking for a job: what is asked, held to what the actor may ask for.

use jiff::civil::Date;
use serde_json::{Value, json};
use uuid::Uuid;

use super::import::Kind;
use crate::{
    acts::Close,
    app::App,
    contracts::Renew,
    payments::Order,
    platform::{Actor, Result, Tx, access, error::refuse, fact::hex, inbox, jobs},
    vouchers::{self, Issue},
};

/// The kind of the jobs that issue, also of the lists kept for them.
const ISSUE: &str = vouchers::propose::KIND;

/// What can be asked for.
#[derive(Debug)]
pub enum Asked<'a> {
    /// A file of a kind, its name and bytes; a dry run changes nothing.
    Import {
        /// Which file.
        kind: Kind,
        /// As its sender called it.
        name: &'a str,
        /// All of it.
        bytes: &'a [u8],
        /// Check everything, change nothing.
        dry_run: bool,
    },
    /// Vouchers by the terms of a programme.
    Issue {
        /// Of which programme, year and region.
        what: Issue,
        /// The children, by name and bytes of a table, where the terms do not say who they are.
        list: Option<(&'a str, &'a [u8])>,
    },
    /// Drafts of the acts of a month.
    Close(Close),
    /// The vouchers that continue those that ended with a year.
    Renew(Renew),
    /// Registers and payment orders of a month.
    Orders(Order),
    /// The audit export of a month.
    Export {
        /// The first day of the month.
        month: Date,
        /// One programme, or all.
        programme: Option<String>,
        /// One region, or all.
        region: Option<i16>,
    },
}

/// A region held to the actor's: whoever acts in one region means that one when none is named.
///
/// # Errors
/// `access.denied` for a region of others, or for all regions where the actor has several and not all.
pub(super) fn held(actor: &Actor, asked: Option<i16>) -> Result<Option<i16>> {
    let Some(regions) = actor.scope.regions() else { return Ok(asked) };
    match (asked, regions) {
        (Some(region), own) if own.contains(&region) => Ok(asked),
        (None, [own]) => Ok(Some(*own)),
        (Some(_), _) => refuse("access.denied", "region: is not one of yours"),
        (None, _) => refuse("access.denied", "region: name one of yours"),
    }
}

/// A programme held to the actor's mandate: whoever has one means that one when none is named.
///
/// # Errors
/// `access.denied` for a programme of others, or for all where the mandate names several.
pub(super) fn held_programme(actor: &Actor, asked: Option<String>) -> Result<Option<String>> {
    match (asked, actor.scope.programmes()) {
        (asked, []) => Ok(asked),
        (Some(programme), own) if own.contains(&programme) => Ok(Some(programme)),
        (None, [own]) => Ok(Some(own.clone())),
        (Some(_), _) => refuse("access.denied", "programme: is not one of yours"),
        (None, _) => refuse("access.denied", "programme: name one of yours"),
    }
}

/// Puts a job down in a transaction of [`jobs::begin`]; after its commit call [`jobs::woken`].
///
/// # Errors
/// `access.denied`; faults.
pub async fn enqueue(tx: &Tx<'_>, actor: &Actor, asked: Asked<'_>) -> Result<Uuid> {
    let month = |month: Date| month.strftime("%Y-%m").to_string();
    match asked {
        Asked::Import { kind, name, bytes, dry_run } => {
            access::require(tx.app(), actor, kind.action()).await?;
            let sha256 = inbox::store(tx, kind.action(), (name, bytes)).await?;
            jobs::enqueue(tx, actor, kind.action(), super::file_input(name, bytes, &sha256, dry_run)).await
        }
        Asked::Issue { what: Issue { programme, year, region }, list } => {
            let region = held(actor, region)?;
            let mut input = json!({ "programme": programme, "year": year, "region": region });
            if let (Some((name, bytes)), Some(input)) = (list, input.as_object_mut()) {
                access::require(tx.app(), actor, ISSUE).await?;
                let sha256 = inbox::store(tx, ISSUE, (name, bytes)).await?;
                input.insert("file".to_owned(), json!(name));
                input.insert("list".to_owned(), json!(hex(&sha256)));
            }
            jobs::enqueue(tx, actor, ISSUE, input).await
        }
        Asked::Close(close) => {
            let region = held(actor, close.region)?;
            let input = json!({ "month": month(close.month), "programme": close.programme, "region": region });
            jobs::enqueue(tx, actor, "close", input).await
        }
        Asked::Renew(Renew { year, programme, region }) => {
            let region = held(actor, region)?;
            let input = json!({ "year": year, "programme": programme, "region": region });
            jobs::enqueue(tx, actor, "renew", input).await
        }
        Asked::Orders(order) => {
            let input = json!({ "month": month(order.month), "programme": order.programme });
            jobs::enqueue(tx, actor, "orders", input).await
        }
        Asked::Export { month: asked, programme, region } => {
            let (region, programme) = (held(actor, region)?, held_programme(actor, programme)?);
            let input = json!({ "month": month(asked), "programme": programme, "region": region });
            jobs::enqueue(tx, actor, "export", input).await
        }
    }
}

/// The same in a transaction of its own; the workers are woken.
///
/// # Errors
/// As [`enqueue`].
pub async fn start(app: &App, actor: &Actor, asked: Asked<'_>) -> Result<Uuid> {
    let tx = jobs::begin(app, actor).await?;
    let id = enqueue(&tx, actor, asked).await?;
    tx.commit().await?;
    jobs::woken(app);
    Ok(id)
}

fn lost() -> anyhow::Error {
    anyhow::anyhow!("the parameters of a job cannot be read")
}

pub(super) fn text(input: &Value, key: &str) -> Result<String> {
    Ok(input.get(key).and_then(Value::as_str).ok_or_else(lost)?.to_owned())
}

pub(super) fn any_text(input: &Value, key: &str) -> Option<String> {
    input.get(key).and_then(Value::as_str).map(str::to_owned)
}

pub(super) fn region(input: &Value) -> Option<i16> {
    input.get("region").and_then(Value::as_i64).and_then(|region| i16::try_from(region).ok())
}

pub(super) fn month(input: &Value) -> Result<Date> {
    Ok(law::Month::parse(&text(input, "month")?).ok_or_else(lost)?.first())
}

fn year(input: &Value) -> Result<i16> {
    Ok(input.get("year").and_then(Value::as_i64).and_then(|year| i16::try_from(year).ok()).ok_or_else(lost)?)
}

pub(super) fn issue(input: &Value) -> Result<Issue> {
    Ok(Issue { programme: text(input, "programme")?, year: year(input)?, region: region(input) })
}

pub(super) fn renew(input: &Value) -> Result<Renew> {
    Ok(Renew { year: year(input)?, programme: any_text(input, "programme"), region: region(input) })
}

pub(super) fn close(input: &Value) -> Result<Close> {
    Ok(Close { month: month(input)?, programme: any_text(input, "programme"), region: region(input) })
}

pub(super) fn orders(input: &Value) -> Result<Order> {
    Ok(Order { month: month(input)?, programme: any_text(input, "programme") })
}
