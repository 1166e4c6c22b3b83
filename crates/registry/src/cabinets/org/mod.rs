//! The performer's pages (spec 8.3): the month's checklist, attendance, import, acts with the explanation of each amount, signing, payments,
//! groups and children.
//!
//! Everything here is read as the role that sees an organisation's own rows alone, and every statement names them too. What changes
//! something calls the use case of its slice.

mod account;
mod act;
mod acts;
mod attendance;
mod checklist;
mod child;
mod children;
mod disputes;
pub(in crate::cabinets) mod fees;
mod grid;
mod groups;
mod home;
mod import;
mod line;
mod lists;
mod onec;
mod payments;
mod qr;
mod reconciliation;
mod sign;
mod steps;
mod store;
#[cfg(test)]
mod tests;
mod timesheet;
mod transfer;
mod way;

use std::sync::Arc;

use axum::{Router, extract::DefaultBodyLimit, routing::get};
use jiff::{ToSpan as _, civil::Date};
use uuid::Uuid;

use crate::{
    app::App,
    platform::{
        Actor, Refusal, Result, Scope, Tx, access,
        error::refuse,
        http::{Caller, Language, Reader},
        identity::readings,
    },
};

pub(in crate::cabinets) use disputes::{day_of as dispute_day, kept_file, tag as dispute_tag};
pub(in crate::cabinets) use lists::job as list;
pub(in crate::cabinets) use qr::tag as qr_tag;

/// Every route of the performer.
pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/org", get(home::show))
        .route("/{language}/org/attendance", get(attendance::current))
        .route("/{language}/org/attendance/{month}", get(attendance::show))
        .route("/{language}/org/attendance/{month}/table.{kind}", get(attendance::file))
        .route("/{language}/org/attendance/{month}/timesheet.{form}", get(timesheet::file))
        .route("/{language}/org/attendance/{month}/children/{contract}", get(child::show))
        .route("/{language}/org/disputes", get(disputes::list))
        .route("/{language}/org/disputes/{id}", get(disputes::show).post(disputes::answer))
        .route("/{language}/org/disputes/{id}/evidence", get(disputes::evidence))
        .route("/{language}/org/acts", get(acts::show))
        .route("/{language}/org/acts/table.{kind}", get(acts::file))
        .route("/{language}/org/acts/{act}", get(act::show))
        .route("/{language}/org/acts/{act}/act.{form}", get(act::document))
        .route("/{language}/org/acts/{act}/lines.{kind}", get(act::file))
        .route("/{language}/org/acts/{act}/lines/{n}", get(line::show))
        .route("/{language}/org/acts/{act}/sign", get(sign::show).post(sign::sign))
        .route(
            "/{language}/org/import",
            get(import::show).post(import::bring).layer(DefaultBodyLimit::max(import::BYTES_MAX)),
        )
        .route("/{language}/org/import/{job}", get(import::result).post(import::take))
        .route("/{language}/org/fees", get(fees::show).post(fees::enter))
        .route("/{language}/org/fees/file", get(crate::cabinets::lists::file::<fees::Asked>))
        .route("/{language}/org/fees/paper", get(fees::paper))
        .route("/{language}/org/qr", get(qr::show).post(qr::document))
        .route("/{language}/org/payments", get(payments::show))
        .route("/{language}/org/payments/table.{kind}", get(payments::file))
        .route("/{language}/org/payments/1c/{file}", get(onec::file))
        .route("/{language}/org/reconciliation", get(reconciliation::show))
        .route("/{language}/org/reconciliation/file", get(reconciliation::file))
        .route("/{language}/org/account", get(account::show))
        .route("/{language}/org/account/statement.{form}", get(account::file))
        .route("/{language}/org/groups", get(groups::show))
        .route("/{language}/org/groups/table.{kind}", get(groups::file))
        .route("/{language}/org/children", get(children::show))
        .route("/{language}/org/children/table.{kind}", get(children::file))
        .route("/{language}/org/children/{contract}/transfer", get(transfer::show))
}

/// For what a performer opens the cards of its children; their parents read it in words (`my-purpose-…`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The sums of an act.
    Act,
    /// The marks of a month.
    Attendance,
    /// Who is enrolled.
    Contingent,
}

impl Purpose {
    /// All of them.
    #[cfg(test)]
    pub(crate) const ALL: [Self; 3] = [Self::Act, Self::Attendance, Self::Contingent];

    /// The word that is kept.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Act => "act",
            Self::Attendance => "attendance",
            Self::Contingent => "contingent",
        }
    }
}

/// The organisation that looks at its own.
#[derive(Clone, Debug)]
struct Own {
    actor: Actor,
    /// The regions of its performers, without order.
    regions: Vec<i16>,
    /// Its performers.
    performers: Vec<Uuid>,
}

impl Own {
    /// Lets a performer in, for an action of the access matrix.
    ///
    /// # Errors
    /// `access.denied` for another role; faults.
    async fn enter(app: &App, caller: &Caller, action: &str) -> Result<Self> {
        access::require(app, &caller.actor, action).await?;
        Self::of(caller.actor.clone())
    }

    /// What the scope of an actor calls its own.
    fn of(actor: Actor) -> Result<Self> {
        let Scope::Own { parties, .. } = &actor.scope else {
            return refuse("access.denied", "these pages show what is an organisation's own");
        };
        let (regions, performers) = parties.iter().copied().unzip();
        Ok(Self { actor, regions, performers })
    }

    /// Begins a reading transaction.
    async fn begin<'a>(&self, app: &'a App) -> Result<Tx<'a>> {
        app.begin(&self.actor, "org.read", 0).await
    }

    /// Notes that the cards of these children are read; to be called before anything of them is shown.
    async fn reads(&self, app: &App, persons: &[(i16, Uuid)], purpose: Purpose) -> Result<()> {
        readings::keep(app, &self.actor, persons, purpose.word()).await
    }
}

/// The month of an address, as its first day.
fn month_of(text: &str) -> Result<Date> {
    let month = law::Month::parse(text).filter(|month| (2020..=2100).contains(&month.year()));
    Ok(month.ok_or_else(|| Refusal::new("page.unknown", "the address names no month"))?.first())
}

/// A month in an address.
fn in_address(month: Date) -> String {
    month.strftime("%Y-%m").to_string()
}

/// The id of an address: what is no id is as unknown as one that is not there.
fn id_of(text: &str, unknown: &'static str) -> Result<Uuid> {
    text.parse().map_err(|_| Refusal::new(unknown, "").into())
}

/// The months before and after one, as far as the organisation has any.
fn around(month: Date, months: &[Date]) -> (Option<Date>, Option<Date>) {
    let before = month.checked_sub(1.month()).ok().filter(|before| months.iter().any(|known| known <= before));
    let after = month.checked_add(1.month()).ok().filter(|after| months.iter().any(|known| known >= after));
    (before, after)
}

/// What a performer's name is in a language.
fn name_in<'a>(language: Language, kk: &'a str, ru: &'a str) -> &'a str {
    match language {
        Language::Kk => kk,
        Language::Ru | Language::En => ru,
    }
}

/// The brand of a programme on the pages; its code where the pack has none.
fn brand<'p>(reader: &Reader, programme: &'p str) -> &'p str {
    reader.pack().latest_terms(programme).map_or(programme, |terms| &terms.brand)
}
