//! Issues vouchers by the terms of their programme (spec 2.1): to every living child of its ages, or within the published order volume to a
//! list of children or to the students of the grant register.

use std::collections::{BTreeMap, HashSet};

use law::{VoucherNumber, terms::Issue as Whom};
use serde::Serialize;
use uuid::Uuid;

use super::{
    bounded,
    plan::{Plan, plan},
    store::{self, Voucher},
};
use crate::{
    app::App,
    beneficiaries::store::list_living,
    parties::store::list_issuers,
    platform::{Actor, Progress, Refusal, Result, Tx, access, inbox::RowError},
};

/// Children a transaction.
pub(super) const CHUNK: usize = 5_000;

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
    /// Children who got none, by the code that says why.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub refused: BTreeMap<String, i64>,
    /// The rows of a list whose children got none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<RowError>,
}

/// Issues by the terms, region by region in chunks of children, each a transaction: to every living child of the programme's ages, or to
/// every student of the grant register while the order volume lasts. Running it again issues what is missing.
///
/// # Errors
/// `access.denied`; `programme.unknown`; `voucher.no_months` for a year outside the programme's period; `input.invalid` when the programme's
/// vouchers are issued to a list.
pub async fn issue(app: &App, actor: &Actor, what: &Issue, progress: &Progress) -> Result<Issued> {
    access::require(app, actor, "issue").await?;
    let plan = plan(app.pack(), what)?;
    require(&plan, what, false)?;
    match plan.whom {
        Whom::Automatic => to_everybody(app, actor, (&plan, what), progress).await,
        Whom::OrderVolume | Whom::GrantRegister => bounded::issue(app, actor, (&plan, what), None, progress).await,
    }
}

/// Issues to the children of a list, in its order, while the order volume of their region lasts. The list is a table with a column `iin`,
/// whose other columns say nothing here. The same list again gives the same answer, with the vouchers given counted as held.
///
/// # Errors
/// As [`issue()`]; `input.invalid` when the programme's vouchers are not issued to a list; `file.…` for a list that is no table. Rows are
/// refused one by one: `iin.…`, `row.duplicate`, `person.unknown`, `person.deceased`, `person.elsewhere`, `voucher.age`, `volume.none`,
/// `volume.exhausted`.
pub async fn issue_to(
    app: &App,
    actor: &Actor,
    what: &Issue,
    list: (&str, &[u8]),
    progress: &Progress,
) -> Result<Issued> {
    access::require(app, actor, "issue").await?;
    let plan = plan(app.pack(), what)?;
    require(&plan, what, true)?;
    bounded::issue(app, actor, (&plan, what), Some(list), progress).await
}

/// Refuses a list where the terms name who gets a voucher, and no list where they do not.
pub(super) fn require(plan: &Plan, what: &Issue, listed: bool) -> Result<()> {
    match (plan.whom, listed) {
        (Whom::OrderVolume, false) => Err(Refusal::new(
            "input.invalid",
            format!("vouchers of {} are not issued automatically: bring a list of children", what.programme),
        )
        .into()),
        (Whom::Automatic | Whom::GrantRegister, true) => {
            Err(Refusal::new("input.invalid", format!("vouchers of {} are not issued to a list", what.programme))
                .into())
        }
        (Whom::OrderVolume, true) | (Whom::Automatic | Whom::GrantRegister, false) => Ok(()),
    }
}

async fn to_everybody(app: &App, actor: &Actor, (plan, what): (&Plan, &Issue), progress: &Progress) -> Result<Issued> {
    let tx = app.begin(actor, "vouchers.issued", 0).await?;
    let mut issuers = list_issuers(&tx).await?;
    tx.commit().await?;
    issuers.dedup_by_key(|issuer| issuer.0);
    issuers.retain(|issuer| what.region.is_none_or(|region| region == issuer.0));
    let mut report = Issued { regions: issuers.len(), ..Issued::default() };
    for (done, (region, issuer)) in issuers.iter().enumerate() {
        let mut after = (i16::MIN, Uuid::nil());
        loop {
            let Chunk { issued, held, last } = issue_chunk(app, actor, (plan, what), (*region, *issuer, after)).await?;
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

struct Chunk {
    issued: usize,
    held: usize,
    last: Option<(i16, Uuid)>,
}

async fn issue_chunk(
    app: &App,
    actor: &Actor,
    (plan, what): (&Plan, &Issue),
    (region, issuer, after): (i16, Uuid, (i16, Uuid)),
) -> Result<Chunk> {
    let mut tx = app.begin(actor, "vouchers.issued", region).await?;
    let limit = i64::try_from(CHUNK).map_err(anyhow::Error::from)?;
    let children = list_living(&tx, region, plan.born, after, limit).await?;
    let wanted: Vec<(i16, Uuid, Uuid)> = children.iter().map(|(bucket, id)| (*bucket, *id, issuer)).collect();
    let issued = give(&mut tx, (plan, what), region, &wanted).await?;
    tx.commit().await?;
    Ok(Chunk {
        issued,
        held: children.len().saturating_sub(issued),
        last: children.last().copied().filter(|_| children.len() == CHUNK),
    })
}

/// Gives a voucher to each child (bucket, person, issuer; in the order of keys) that has none; tells how many were given.
pub(super) async fn give(
    tx: &mut Tx<'_>,
    (plan, what): (&Plan, &Issue),
    region: i16,
    children: &[(i16, Uuid, Uuid)],
) -> Result<usize> {
    let of = |(bucket, person_id, issuer_id): &(i16, Uuid, Uuid)| Voucher {
        region,
        id: tx.app().clock.id(),
        number: String::new(),
        bucket: *bucket,
        person_id: *person_id,
        programme: what.programme.clone(),
        issuer_id: *issuer_id,
        year: what.year,
        first_month: plan.first_month,
        parts: plan.parts,
        issued_on: tx.today(),
        succeeds: None,
    };
    let mut vouchers: Vec<Voucher> = children.iter().map(of).collect();
    let given: HashSet<Uuid> = store::give(tx, &vouchers).await?.into_iter().collect();
    vouchers.retain(|voucher| given.contains(&voucher.id));
    if !vouchers.is_empty() {
        let count = i32::try_from(vouchers.len()).map_err(anyhow::Error::from)?;
        let first = store::take_numbers(tx, region, &what.programme, (what.year, count)).await?;
        for (voucher, sequence) in vouchers.iter_mut().zip(first..) {
            voucher.number = number(plan.prefix, (region, what.year), sequence)?;
        }
        tx.record(&vouchers).await?;
    }
    Ok(vouchers.len())
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
        assert_eq!(first, Issued { regions: 1, issued: 6, held: 0, ..Issued::default() });
        let again = issue(&country.app, &country.actor, &what, &Progress::silent()).await.unwrap();
        assert_eq!(again, Issued { regions: 1, issued: 0, held: 6, ..Issued::default() });
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
