//! Blocks, lifts, closes and opens an account again (spec 2.1, 5.4): the registrar, with a reason and a document.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    account::{Change, Event, Owner, State},
    store,
};
use crate::{
    app::App,
    parties,
    platform::{Actor, Refusal, Result, Tx, access},
};

/// What the registrar asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changing {
    /// Whose account.
    pub owner: Owner,
    /// What is done.
    pub change: Change,
    /// Why: a word of [`Change::reasons`].
    pub reason: String,
    /// Number and date of the document, 200 characters at most.
    pub document: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Changed {
    /// The account's number.
    pub account: String,
    /// Its state now: `active`, `blocked` or `closed`.
    #[schema(pattern = "^(active|blocked|closed)$", example = "blocked")]
    pub state: &'static str,
    /// The same was entered before: nothing was done now.
    pub already: bool,
}

/// Changes an account from today. Asked for again with the same words it answers the same and does nothing.
///
/// The performer's locks are taken first: whoever orders its payments or books at it holds them too and sees the account as it stands
/// before or after, never in between.
///
/// # Errors
/// `access.denied`; `account.unknown`, `account.reason`, `account.document`, those of [`State::require`], `account.in_use` when a closing
/// would leave booked days or open money behind; faults.
pub async fn change(app: &App, actor: &Actor, what: &Changing) -> Result<Changed> {
    access::require(app, actor, "change.account").await?;
    let mut tx = app.begin(actor, "accounts.changed", 0).await?;
    let changed = change_in(&mut tx, what).await?;
    if changed.already {
        drop(tx)
    } else {
        tx.commit().await?
    }
    Ok(changed)
}

async fn change_in(tx: &mut Tx<'_>, what: &Changing) -> Result<Changed> {
    lock(tx, &what.owner).await?;
    if store::find_opened(tx, &what.owner).await?.is_none() {
        return Err(Refusal::new("account.unknown", what.owner.number()).into());
    }
    check_words(what)?;
    let event = Event {
        change: what.change,
        reason: what.reason.clone(),
        document: what.document.trim().to_owned(),
        effective_on: tx.today(),
    };
    let latest = store::list_events(tx, &what.owner).await?.pop().map(|(_, latest)| latest);
    let said = |event: &Event| (event.change, event.reason.clone(), event.document.clone());
    let already = latest.as_ref().is_some_and(|latest| said(latest) == said(&event));
    if !already {
        State::after(latest.as_ref()).require(&what.owner, what.change)?;
        if what.change == Change::Close && store::is_in_use(tx, &what.owner, tx.today()).await? {
            return Err(Refusal::new("account.in_use", what.owner.number()).into());
        }
        store::record(tx, &what.owner, &event).await?;
    }
    Ok(Changed { account: what.owner.number(), state: State::after(Some(&event)).code(), already })
}

/// Closes the account of a performer from which another took over, in the caller's transaction, which holds the performer's locks.
///
/// # Errors
/// `account.blocked`: what a block holds must not go on under another name; `account.closed`; faults.
pub async fn close_reorganised(tx: &mut Tx<'_>, bin: &str, (document, on): (&str, Date)) -> Result<()> {
    let owner = Owner::Performer(bin.to_owned());
    let latest = store::list_events(tx, &owner).await?.pop().map(|(_, latest)| latest);
    match State::after(latest.as_ref()) {
        State::Active => {}
        State::Blocked { .. } => return Err(Refusal::new("account.blocked", owner.number()).into()),
        State::Closed { .. } => return Err(Refusal::new("account.closed", owner.number()).into()),
    }
    let (reason, document) = ("reorganised".to_owned(), document.to_owned());
    store::record(tx, &owner, &Event { change: Change::Close, reason, document, effective_on: on }).await
}

/// Holds the account until the commit: of a performer its rows in every region, in the order of all locks; of a person the account alone.
async fn lock(tx: &mut Tx<'_>, owner: &Owner) -> Result<()> {
    if let Owner::Performer(bin) = owner {
        let performers = parties::store::list_of_bin(tx, bin).await?;
        for region in performers.chunk_by(|one, next| one.0 == next.0) {
            let ids: Vec<_> = region.iter().map(|(_, id, _)| *id).collect();
            let first = region.first().map_or(0, |(region, ..)| *region);
            parties::lock_performers(tx, first, &ids).await?;
        }
    }
    store::lock(tx, owner).await?;
    tx.renew()
}

fn check_words(what: &Changing) -> Result<(), Refusal> {
    if !what.change.reasons().contains(&what.reason.as_str()) {
        return Err(Refusal::new("account.reason", format!("{} for {}", what.reason, what.change.code())));
    }
    if !(1..=200).contains(&what.document.trim().chars().count()) {
        return Err(Refusal::new("account.document", "number and date of the document, 200 characters at most"));
    }
    Ok(())
}
