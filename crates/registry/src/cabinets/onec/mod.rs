//! Files for the performer's accountant (spec 6.1): payments received as a bank statement in the exchange format of 1C
//! (`1CClientBankExchange`, windows-1251, as banks of Kazakhstan write it) and acts as `CommerceML`. docs/formats.md names every field.

mod acts;
mod payments;
mod store;

use axum::response::Response;
use jiff::civil::Date;

use crate::{
    app::App,
    platform::{Actor, Refusal, Result, Role, error::refuse, paper::attached},
};

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// Payments that the bank has confirmed.
    Payments,
    /// Acts that both sides have signed.
    Acts,
}

impl Part {
    /// The part of a file's name.
    ///
    /// # Errors
    /// `page.unknown`.
    pub(crate) fn parse(name: &str) -> Result<Self> {
        match name {
            "payments" | "payments.txt" => Ok(Self::Payments),
            "acts" | "acts.xml" => Ok(Self::Acts),
            _ => refuse("page.unknown", "the files are payments.txt and acts.xml"),
        }
    }
}

/// A sum in tiyn as these files have it: `65800.00`, below zero with a minus.
fn sum(tiyn: i64) -> String {
    let sign = if tiyn < 0 { "-" } else { "" };
    let (whole, rest) = (tiyn.unsigned_abs() / 100, tiyn.unsigned_abs() % 100);
    format!("{sign}{whole}.{rest:02}")
}

/// The file of a performer, by its BIN, for a period, from what lies in the scope.
///
/// # Errors
/// `performer.unknown`; faults.
pub(crate) async fn file(
    (app, actor): (&App, &Actor),
    part: Part,
    (performer, from, to): (&str, Date, Date),
) -> Result<Response> {
    if actor.role == Role::Performer && actor.organisation != performer {
        return refuse("performer.unknown", performer);
    }
    let tx = app.begin(actor, "acts.read", 0).await?;
    let party = store::find_party(&tx, performer).await?;
    let party = party.ok_or_else(|| Refusal::new("performer.unknown", performer))?;
    let (name, kind, bytes) = match part {
        Part::Payments => {
            let paid = store::list_paid(&tx, performer, (from, to)).await?;
            let bytes = payments::write(&app.payers, &party, (from, to, tx.at()), &paid)?;
            (format!("1c-payments-{performer}-{from}-{to}.txt"), "text/plain; charset=windows-1251", bytes)
        }
        Part::Acts => {
            let signed = store::list_signed(&tx, performer, (from, to)).await?;
            let bytes = acts::write(app.pack(), &party, tx.at(), &signed)?;
            (format!("1c-acts-{performer}-{from}-{to}.xml"), "application/xml; charset=utf-8", bytes)
        }
    };
    tx.commit().await?;
    Ok(attached(&name, kind, bytes))
}
