//! What silence does when a month is over (spec 1.3, 2.1): it confirms; months that only silence confirmed warn, and as many in a row as
//! the terms bear annul the voucher.

use std::collections::BTreeMap;

use jiff::{ToSpan as _, civil::Date};
use law::Terms;
use serde::Serialize;
use uuid::Uuid;

use super::{
    confirmation::{Told, in_a_row, until},
    planes::Planes,
    store::parents::{self, SilentMonth, Spoken},
};
use crate::{
    app::App,
    contracts,
    platform::{Actor, Progress, Result, Scope, Tx, access, error::refuse},
    vouchers::{self, Effect, Wanted},
};

/// The reason of the pack's table of ends.
const REASON: &str = "two_silent_months";

/// What came of a month.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Silenced {
    /// `YYYY-MM`.
    pub month: String,
    /// Vouchers whose parents are warned.
    pub warned: Vec<Uuid>,
    /// Vouchers annulled.
    pub annulled: Vec<Uuid>,
    /// Vouchers whose parents may still speak: run it again when their term is over.
    pub open: usize,
}

/// Decides the month that is over in every programme whose terms count silent months, region by region. Run again, it decides only what
/// was open before.
///
/// # Errors
/// `access.denied`; `confirmation.open` while the month runs; faults.
pub async fn confirm_by_silence(app: &App, actor: &Actor, month: Date, progress: &Progress) -> Result<Silenced> {
    access::require(app, actor, "confirm.silence").await?;
    let month = month.first_of_month();
    if app.clock.today() <= month.last_of_month() {
        return refuse("confirmation.open", "the month is not over");
    }
    let mut told = Silenced { month: month.strftime("%Y-%m").to_string(), ..Silenced::default() };
    let pack = app.pack();
    let mut counting: Vec<&Terms> = Vec::new();
    for terms in &pack.terms {
        let known = counting.iter().any(|other| other.programme == terms.programme);
        let in_force = pack.terms_on(&terms.programme, month.last_of_month());
        counting.extend(in_force.filter(|terms| !known && terms.silent_months_annul > 0));
    }
    let regions: Vec<i16> = pack.regions.iter().filter_map(|region| region.code.parse().ok()).collect();
    for (region, done) in regions.iter().zip(0..) {
        progress.at("silence", done, regions.len());
        for terms in &counting {
            let annulled = warn(app, actor, (*region, month), terms, &mut told).await?;
            for fact in annulled {
                annul(app, actor, terms, fact, &mut told).await?;
            }
        }
    }
    Ok(told)
}

/// Records the warnings of a region; answers with the months that annul, of which nothing is recorded yet.
async fn warn(
    app: &App,
    actor: &Actor,
    (region, month): (i16, Date),
    terms: &Terms,
    told: &mut Silenced,
) -> Result<Vec<SilentMonth>> {
    let mut tx = app.begin(actor, "attendance.silence", region).await?;
    let most = usize::try_from(terms.silent_months_annul).unwrap_or(usize::MAX);
    let months = months_to(month, most);
    let rows = parents::list_spoken(&tx, region, &terms.programme, &months).await?;
    let mut by_voucher = BTreeMap::<Uuid, Vec<Spoken>>::new();
    for row in rows {
        by_voucher.entry(row.voucher_id).or_default().push(row);
    }
    let mut facts = Vec::new();
    for (voucher_id, rows) in by_voucher {
        let of_month = || rows.iter().filter(|row| row.month == month);
        if of_month().next().is_none() || of_month().any(|row| row.decided) {
            continue;
        }
        if of_month().any(|row| is_open(&tx, row)) {
            told.open = told.open.saturating_add(1);
            continue;
        }
        let count = in_a_row(&silent(&rows, &months));
        if count > 0 {
            let outcome = if count >= most { "annulled" } else { "warned" }.to_owned();
            let months = i16::try_from(count).map_err(anyhow::Error::from)?;
            facts.push(SilentMonth { region, month, voucher_id, months, outcome });
        }
    }
    let (warned, annulled): (Vec<_>, Vec<_>) = facts.into_iter().partition(|fact| fact.outcome == "warned");
    tx.record(&warned).await?;
    tx.commit().await?;
    told.warned.extend(warned.into_iter().map(|fact| fact.voucher_id));
    Ok(annulled)
}

/// Ends the whole voucher in a transaction of its own, wherever it is booked by then; where somebody books it meanwhile, the next run ends
/// it.
async fn annul(app: &App, actor: &Actor, terms: &Terms, fact: SilentMonth, told: &mut Silenced) -> Result<()> {
    let last = fact.month.last_of_month();
    let effect = vouchers::terms::effect(app.pack(), &terms.programme, REASON, last).unwrap_or(Effect::Annul);
    let document = format!("{} {}", REASON, fact.month.strftime("%Y-%m"));
    let wanted = Wanted { effect, reason: REASON.to_owned(), last, document };
    // The child's days may be held in another region by a voucher of another programme.
    let mut tx = app.begin(&actor.with_scope(Scope::National), "attendance.silence", fact.region).await?;
    if contracts::end_by_law(&mut tx, (fact.region, fact.voucher_id), &wanted).await?.is_none() {
        told.open = told.open.saturating_add(1);
        return Ok(());
    }
    tx.record(std::slice::from_ref(&fact)).await?;
    tx.commit().await?;
    told.annulled.push(fact.voucher_id);
    Ok(())
}

/// The months whose silence counts, the oldest first.
fn months_to(month: Date, most: usize) -> Vec<Date> {
    let back = (0..i32::try_from(most).unwrap_or(i32::MAX)).rev();
    back.filter_map(|back| month.checked_sub(back.months()).ok()).collect()
}

/// Of each month whether only silence confirmed it. A month without marks could not be confirmed: it breaks the row.
fn silent(rows: &[Spoken], months: &[Date]) -> Vec<bool> {
    let of = |month: &Date| {
        let mut of = rows.iter().filter(|row| row.month == *month).peekable();
        of.peek().is_some() && of.all(|row| !row.spoke)
    };
    months.iter().map(of).collect()
}

/// Whether marks that came late leave the parent time still.
fn is_open(tx: &Tx<'_>, row: &Spoken) -> bool {
    let told = Told { month: row.month, planes: Planes::default(), on: row.told_on };
    !row.spoke && tx.today() <= until(tx.pack(), told, false)
}
