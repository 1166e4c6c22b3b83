//! The turn of the financial year (spec 2.1): where the terms end the parts with it, a successor voucher is issued and booked on the same
//! contract while contract and pilot run on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use law::{Pack, terms::PartsEnd};
use serde::Serialize;
use uuid::Uuid;

use super::{
    roster, state_orders,
    store::{self, ContractVoucher, Known},
};
use crate::{
    app::App,
    parties::{self, store::list_issuers},
    platform::{Actor, Progress, Refusal, Result, Tx, access, error::refuse},
    vouchers::{self, Batch, Booked, Booking, RunningOut},
};

/// Contracts a transaction, whole performers.
const CHUNK: usize = 1_000;
/// Refusals that an answer lists; it counts all.
const LISTED: usize = 1_000;

/// Which year begins.
#[derive(Clone, Debug)]
pub struct Renew {
    /// The financial year that has begun.
    pub year: i16,
    /// One programme, or all whose parts end with the year.
    pub programme: Option<String>,
    /// One region, or all that have an issuer.
    pub region: Option<i16>,
}

/// A contract that was not booked anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotRenewed {
    /// Its number.
    pub contract: String,
    /// Why.
    pub code: &'static str,
    /// More about it.
    pub detail: String,
}

/// What the turn of the year did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Renewed {
    /// Contracts that run on.
    pub contracts: usize,
    /// New vouchers.
    pub issued: usize,
    /// Contracts booked in the new year.
    pub booked: usize,
    /// Contracts that were booked there before.
    pub held: usize,
    /// Contracts refused.
    pub refused: usize,
    /// The first thousand of these.
    pub listed: Vec<NotRenewed>,
}

/// Issues and books what runs on into a year, region by region in chunks of whole performers, each a transaction. Run again it does what
/// is missing and tries again what was refused.
///
/// # Errors
/// `access.denied`; `input.invalid` for a year that has not begun and a programme whose parts do not end with the year or whose pilot is
/// over; faults. Refusals of single contracts are listed.
pub async fn renew(app: &App, actor: &Actor, what: &Renew, progress: &Progress) -> Result<Renewed> {
    access::require(app, actor, "renew").await?;
    let first = Date::new(what.year, 1, 1).map_err(|_| Refusal::new("input.invalid", "no such year"))?;
    if app.clock.today() < first {
        return refuse("input.invalid", format!("{} has not begun", what.year));
    }
    let programmes = programmes(app.pack(), first, what.programme.as_deref())?;
    let tx = app.begin(actor, "vouchers.renewed", 0).await?;
    let mut regions: Vec<i16> = list_issuers(&tx).await?.into_iter().map(|issuer| issuer.0).collect();
    regions.dedup();
    regions.retain(|region| what.region.is_none_or(|wanted| wanted == *region));
    let mut work = Vec::new();
    for region in regions {
        for programme in &programmes {
            let all = vouchers::running_out(&tx, (region, programme), what.year, None).await?;
            work.extend(into_chunks(&all).into_iter().map(|performers| (region, programme.as_str(), performers)));
        }
    }
    tx.commit().await?;
    let mut renewed = Renewed::default();
    for (done, (region, programme, performers)) in work.iter().enumerate() {
        progress.at("renewals", done, work.len());
        renew_chunk((app, actor), (*region, programme), (what.year, performers), &mut renewed).await?;
    }
    progress.at("renewals", work.len(), work.len());
    Ok(renewed)
}

/// The programmes whose parts end with the year and whose pilot runs on its first day.
fn programmes(pack: &Pack, first: Date, wanted: Option<&str>) -> Result<Vec<String>> {
    let all: BTreeSet<&str> = pack.terms.iter().map(|terms| terms.programme.as_str()).collect();
    let turns = |programme: &&str| {
        pack.terms_on(programme, first).is_some_and(|terms| {
            terms.parts_end == PartsEnd::FinancialYear && terms.period_to.is_none_or(|last| last >= first)
        })
    };
    let mut found: Vec<String> = all.into_iter().filter(turns).map(str::to_owned).collect();
    if let Some(wanted) = wanted {
        found.retain(|programme| programme == wanted);
        if found.is_empty() {
            return refuse("input.invalid", format!("{wanted}: no vouchers end and go on with the year"));
        }
    }
    Ok(found)
}

/// Whole performers, so many at once that a commit is worth its cost; the list is in their order.
fn into_chunks(all: &[RunningOut]) -> Vec<Vec<Uuid>> {
    let mut counts = BTreeMap::<Uuid, usize>::new();
    all.iter().for_each(|one| {
        let count = counts.entry(one.performer_id).or_default();
        *count = count.saturating_add(1);
    });
    let mut chunks: Vec<(Vec<Uuid>, usize)> = Vec::new();
    for (performer, count) in counts {
        match chunks.last_mut().filter(|(_, sum)| sum.saturating_add(count) <= CHUNK) {
            Some((chunk, sum)) => {
                chunk.push(performer);
                *sum = sum.saturating_add(count);
            }
            None => chunks.push((vec![performer], count)),
        }
    }
    chunks.into_iter().map(|(chunk, _)| chunk).collect()
}

async fn renew_chunk(
    (app, actor): (&App, &Actor),
    (region, programme): (i16, &str),
    (year, performers): (i16, &[Uuid]),
    renewed: &mut Renewed,
) -> Result<()> {
    let mut tx = app.begin(actor, "vouchers.renewed", region).await?;
    parties::lock_performers(&mut tx, region, performers).await?;
    let known: HashMap<Uuid, Known> = store::list_contracts(&tx, region, performers)
        .await?
        .into_iter()
        .map(|known| (known.contract.id, known))
        .collect();
    let all = vouchers::running_out(&tx, (region, programme), year, Some(performers)).await?;
    let first = Date::new(year, 1, 1)?;
    let runs_on = |one: &&RunningOut| known.get(&one.contract_id).is_some_and(|known| goes_on(known, first));
    let open: Vec<&RunningOut> = all.iter().filter(runs_on).collect();
    renewed.contracts = renewed.contracts.saturating_add(open.len());
    renewed.issued = renewed.issued.saturating_add(vouchers::succeed(&mut tx, (region, programme), year, &open).await?);
    let mut bookings = Vec::with_capacity(open.len());
    for one in open {
        if let Some(known) = known.get(&one.contract_id) {
            bookings.push(booking(&tx, programme, (one, known), first)?);
        }
    }
    let orders = state_orders(&tx, region, programme, performers).await?;
    let answers =
        vouchers::book_many(&mut tx, &Batch { region, programme, orders: &orders, bookings: &bookings }).await?;
    let mut served = Vec::new();
    for (booking, answer) in bookings.iter().zip(answers) {
        match answer {
            Ok(booked) => {
                count(renewed, &booked);
                served.extend(roster::served_anew(region, (booking, &booked), known.get(&booking.contract_id)));
            }
            Err(refusal) => count_refused(renewed, booking, refusal),
        }
    }
    served.sort_by_key(|served: &ContractVoucher| (served.contract_id, served.voucher_id));
    tx.record(&served).await?;
    if !tx.is_empty() {
        parties::count_up(&tx, region, performers).await?;
    }
    tx.commit().await
}

/// Whether a contract serves on the first day of a year.
fn goes_on(known: &Known, first: Date) -> bool {
    !known.revision.withdrawn && roster::last_day(&known.revision) >= first
}

fn booking(tx: &Tx<'_>, programme: &str, (one, known): (&RunningOut, &Known), first: Date) -> Result<Booking> {
    let (contract, revision) = (&known.contract, &known.revision);
    let to = roster::last_day(revision);
    let reason = revision.end_reason.as_ref();
    let ends = reason
        .map(|reason| Ok::<_, Refusal>((roster::effect(tx.pack(), programme, reason, to)?, reason.clone())))
        .transpose()?;
    Ok(Booking {
        child: Some(one.child.clone()),
        performer_id: one.performer_id,
        contract_id: contract.id,
        number: contract.number.clone(),
        group_id: revision.group_id,
        contract: (revision.contract_from, revision.contract_to),
        price: revision.price,
        from: first,
        to,
        ends,
        effective_on: first,
        continues: false,
    })
}

fn count(renewed: &mut Renewed, booked: &Booked) {
    let counter = if booked.portions.is_empty() { &mut renewed.held } else { &mut renewed.booked };
    *counter = counter.saturating_add(1);
}

fn count_refused(renewed: &mut Renewed, booking: &Booking, refusal: Refusal) {
    renewed.refused = renewed.refused.saturating_add(1);
    if renewed.listed.len() < LISTED {
        let (code, detail) = (refusal.code, refusal.detail);
        renewed.listed.push(NotRenewed { contract: booking.number.clone(), code, detail });
    }
}
