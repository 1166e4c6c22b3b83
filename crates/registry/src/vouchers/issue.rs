//! Issues vouchers (spec 2.1): to every living child of a programme whose terms say that issue is automatic.

use std::collections::HashSet;

use jiff::{ToSpan as _, civil::Date};
use law::{Month, Pack, Terms, VoucherNumber, split, terms::Issue as Whom};
use serde::Serialize;
use uuid::Uuid;

use super::{
    store::{self, Voucher},
    terms,
};
use crate::{
    app::App,
    beneficiaries::store::list_living,
    parties::store::list_issuers,
    platform::{Actor, Progress, Refusal, Result, access},
};

/// Children a transaction.
const CHUNK: i64 = 5_000;

/// What is to be issued.
#[derive(Clone, Debug)]
pub struct Issue {
    /// The programme.
    pub programme: String,
    /// The year in which the voucher's months begin.
    pub year: i16,
    /// One region, or all that have an issuer.
    pub region: Option<i16>,
}

/// What was issued.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Issued {
    /// Regions gone through.
    pub regions: usize,
    /// New vouchers.
    pub issued: usize,
    /// Children who held one already.
    pub held: usize,
}

/// Gives every living child of the programme's age without a voucher of the programme and year one, region by region in chunks of
/// children, each a transaction. Running it again issues what is missing.
///
/// # Errors
/// `access.denied`; `programme.unknown`; `input.invalid` when the programme's vouchers are not issued automatically or the year has no part.
pub async fn issue(app: &App, actor: &Actor, what: &Issue, progress: &Progress) -> Result<Issued> {
    access::require(app, actor, "issue").await?;
    let plan = plan(app.pack(), what)?;
    let tx = app.begin(actor, "vouchers.issued", 0).await?;
    let mut issuers = list_issuers(&tx).await?;
    tx.commit().await?;
    issuers.dedup_by_key(|issuer| issuer.0);
    issuers.retain(|issuer| what.region.is_none_or(|region| region == issuer.0));
    let mut report = Issued { regions: issuers.len(), ..Issued::default() };
    for (done, (region, issuer)) in issuers.iter().enumerate() {
        let mut after = (i16::MIN, Uuid::nil());
        loop {
            let Chunk { issued, held, last } =
                issue_chunk(app, actor, (&plan, what), (*region, *issuer, after)).await?;
            report.issued = report.issued.saturating_add(issued);
            report.held = report.held.saturating_add(held);
            progress.at("vouchers", report.issued, 0);
            match last {
                Some(last) => after = last,
                None => break,
            }
        }
        progress.at("regions", done.saturating_add(1), issuers.len());
    }
    Ok(report)
}

pub(super) struct Plan {
    prefix: &'static str,
    pub(super) first_month: Date,
    /// A bit a month from the first.
    parts: i16,
    /// Days of birth of whom it is for.
    pub(super) born: (Date, Date),
}

struct Chunk {
    issued: usize,
    held: usize,
    last: Option<(i16, Uuid)>,
}

/// The months of a voucher begin with the first part month after a gap in the year, else in January.
fn first_part(terms: &Terms, year: i16) -> Result<Date> {
    let before = |month: i8| if month == 1 { 12 } else { month.saturating_sub(1) };
    let first = (1..=12).find(|month| terms.has_part_in(*month) && !terms.has_part_in(before(*month))).unwrap_or(1);
    Ok(Date::new(year, first, 1)?)
}

pub(super) fn plan(pack: &'static Pack, what: &Issue) -> Result<Plan> {
    let day = Date::new(what.year, 12, 31)?;
    let terms = terms::terms(pack, &what.programme, day)?;
    let (Whom::Automatic, Some([low, high])) = (terms.issue, terms.issue_ages) else {
        return Err(Refusal::new(
            "input.invalid",
            format!("vouchers of {} are not issued automatically", what.programme),
        )
        .into());
    };
    let first_month = first_part(terms, what.year)?;
    let last = first_month.checked_add(1.year())?.checked_sub(1.day())?;
    let months = split::part_months(terms, first_month, last)
        .map_err(|refusal| Refusal::new(refusal.code(), what.year.to_string()))?;
    let start = Month::of(first_month).index();
    let parts = months
        .iter()
        .filter_map(|month| u32::try_from(month.index().saturating_sub(start)).ok())
        .filter_map(|bit| 1_i16.checked_shl(bit))
        .sum();
    let born = (
        first_month.checked_sub(high.saturating_add(1).years())?.checked_add(1.day())?,
        first_month.checked_sub(low.years())?,
    );
    Ok(Plan { prefix: &terms.voucher_prefix, first_month, parts, born })
}

async fn issue_chunk(
    app: &App,
    actor: &Actor,
    (plan, what): (&Plan, &Issue),
    (region, issuer, after): (i16, Uuid, (i16, Uuid)),
) -> Result<Chunk> {
    let mut tx = app.begin(actor, "vouchers.issued", region).await?;
    let children = list_living(&tx, region, plan.born, after, CHUNK).await?;
    let mut vouchers: Vec<Voucher> = children
        .iter()
        .map(|(bucket, person_id)| Voucher {
            region,
            id: app.clock.id(),
            number: String::new(),
            bucket: *bucket,
            person_id: *person_id,
            programme: what.programme.clone(),
            issuer_id: issuer,
            year: what.year,
            first_month: plan.first_month,
            parts: plan.parts,
            issued_on: tx.today(),
            succeeds: None,
        })
        .collect();
    let given: HashSet<Uuid> = store::give(&tx, &vouchers).await?.into_iter().collect();
    vouchers.retain(|voucher| given.contains(&voucher.id));
    if !vouchers.is_empty() {
        let count = i32::try_from(vouchers.len()).map_err(anyhow::Error::from)?;
        let first = store::take_numbers(&tx, region, &what.programme, (what.year, count)).await?;
        for (voucher, sequence) in vouchers.iter_mut().zip(first..) {
            voucher.number = number(plan.prefix, (region, what.year), sequence)?;
        }
        tx.record(&vouchers).await?;
    }
    tx.commit().await?;
    let full = i64::try_from(children.len()).is_ok_and(|count| count == CHUNK);
    Ok(Chunk {
        issued: vouchers.len(),
        held: children.len().saturating_sub(vouchers.len()),
        last: children.last().copied().filter(|_| full),
    })
}

pub(super) fn number(prefix: &str, (region, year): (i16, i16), sequence: i32) -> Result<String> {
    let made = u8::try_from(region).ok().zip(u32::try_from(sequence).ok());
    let made = made.and_then(|(region, sequence)| VoucherNumber::try_new(prefix, region, year, sequence));
    let made = made.ok_or_else(|| anyhow::anyhow!("no voucher has the number {prefix} {region} {year} {sequence}"))?;
    Ok(made.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::testkit::fixture::{Country, REGION};
    use jiff::civil::date;

    #[tokio::test]
    async fn every_living_child_of_the_age_gets_one_voucher_and_only_once() {
        let country = Country::new().await;
        let pupils = country.children(date(2016, 3, 7), 7).await;
        country.children(date(2022, 3, 7), 3).await;
        country.children(date(1990, 3, 7), 0).await;
        country.tell(&pupils[0], "deceased").await;
        let what = Issue { programme: "school".to_owned(), year: 2026, region: None };
        let first = issue(&country.app, &country.actor, &what, &Progress::silent()).await.unwrap();
        assert_eq!(first, Issued { regions: 1, issued: 6, held: 0 });
        let again = issue(&country.app, &country.actor, &what, &Progress::silent()).await.unwrap();
        assert_eq!(again, Issued { regions: 1, issued: 0, held: 6 });
        assert_eq!(country.number("SELECT last FROM voucher_numbers"), 6);
        for number in country.rows("SELECT number FROM vouchers ORDER BY number") {
            let number = VoucherNumber::parse(&number).unwrap();
            assert_eq!((number.prefix(), number.region(), number.year()), ("SCH", u8::try_from(REGION).unwrap(), 2026));
        }
        assert_eq!(country.rows("SELECT DISTINCT first_month, parts FROM vouchers"), ["2026-09-01|511"]);
    }

    #[tokio::test]
    async fn a_programme_without_automatic_issue_is_refused() {
        let country = Country::new().await;
        for (programme, code) in [("extra", "input.invalid"), ("nothing", "programme.unknown")] {
            let what = Issue { programme: programme.to_owned(), year: 2026, region: None };
            let refused = issue(&country.app, &country.actor, &what, &Progress::silent()).await.unwrap_err();
            assert_eq!(refused.code(), Some(code));
        }
    }
}
