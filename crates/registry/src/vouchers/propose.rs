//! An issue in two pairs of eyes (spec 8.4): one person sees in a dry run who would get a voucher and proposes it, another approves; then a
//! job issues.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{
    issue::{Issue, plan},
    store::count_children,
};
use crate::{
    app::App,
    platform::{
        Actor, Refusal, Result, Scope, Tx, access,
        error::refuse,
        jobs,
        proposals::{self, Decision, Eyes, Proposal},
    },
};

/// The kind of these proposals, and of the job that carries them out.
pub const KIND: &str = "issue";
/// Younger persons are children: those of an age that is not the programme's are counted, adults are not.
const OF_AGE_YEARS: i16 = 18;

/// What a dry run of an issue found: children of the region, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// They would get a voucher.
    pub entitled: i64,
    /// They hold one already.
    pub held: i64,
    /// They would not, by the code that says why.
    pub refused: BTreeMap<String, i64>,
}

/// Counts who would get a voucher; nothing is changed.
///
/// # Errors
/// `access.denied`; as [`issue`](super::issue()): `programme.unknown`, `input.invalid`; faults.
pub async fn forecast(app: &App, actor: &Actor, what: &Issue) -> Result<Forecast> {
    access::require(app, actor, KIND).await?;
    let region = region_of(actor, what)?;
    let tx = app.begin(&seeing_all(actor), "vouchers.forecast", region).await?;
    let found = count(&tx, region, what).await?;
    tx.commit().await?;
    Ok(found)
}

fn region_of(actor: &Actor, what: &Issue) -> Result<i16> {
    let region = what.region.ok_or_else(|| Refusal::new("input.invalid", "a proposal is for one region"))?;
    if actor.reaches(region) { Ok(region) } else { refuse("access.denied", "region: is not one of yours") }
}

/// The sight of the nation: a child may have come from another region. What may be changed is held to the actor's before.
fn seeing_all(actor: &Actor) -> Actor {
    actor.with_scope(Scope::National)
}

/// Opens a proposal of the actor's organisation and regions, to be decided.
async fn open<'a>(app: &'a App, actor: &Actor, id: Uuid) -> Result<(Tx<'a>, Proposal)> {
    access::require(app, actor, KIND).await?;
    let tx = app.begin(&seeing_all(actor), "proposals.decided", actor.home()).await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    if actor.reaches(proposal.region) { Ok((tx, proposal)) } else { refuse("proposal.unknown", id.to_string()) }
}

async fn count(tx: &Tx<'_>, region: i16, what: &Issue) -> Result<Forecast> {
    let plan = plan(tx.pack(), what)?;
    let minors = plan.first_month.checked_sub(OF_AGE_YEARS.years())?;
    let minors = minors.min(plan.born.0);
    let counted = count_children(tx, region, (&what.programme, what.year), plan.born, minors).await?;
    let refused = [("person.deceased", counted.deceased), ("voucher.age", counted.of_other_age)];
    let refused = refused.into_iter().filter(|(_, count)| *count > 0);
    Ok(Forecast {
        entitled: counted.entitled,
        held: counted.held,
        refused: refused.map(|(code, count)| (code.to_owned(), count)).collect(),
    })
}

/// Puts an issue before another person, with what the dry run finds now.
///
/// # Errors
/// As [`forecast`].
pub async fn propose(app: &App, actor: &Actor, what: &Issue) -> Result<Uuid> {
    access::require(app, actor, KIND).await?;
    let region = region_of(actor, what)?;
    let mut tx = app.begin(&seeing_all(actor), "proposals.made", region).await?;
    let found = serde_json::to_value(count(&tx, region, what).await?)?;
    let input = json!({ "programme": what.programme, "year": what.year, "region": region });
    let id = proposals::record(&mut tx, region, KIND, (input, found)).await?;
    tx.commit().await?;
    Ok(id)
}

/// Approves a proposal of one's organisation: the issue becomes a job in the same transaction, whose id is answered.
///
/// # Errors
/// `access.denied`, `proposal.unknown`, `proposal.decided`, `act.four_eyes` for whoever prepared it, `proposal.stale` when the dry run
/// finds something else now; faults.
pub async fn approve(app: &App, actor: &Actor, id: Uuid) -> Result<Uuid> {
    let (mut tx, proposal) = open(app, actor, id).await?;
    let what = told(&proposal)?;
    let found = serde_json::to_value(count(&tx, proposal.region, &what).await?)?;
    let job = jobs::enqueue(&tx, actor, KIND, proposal.input.clone()).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Four, (Decision::Approved, Some(job)), Some(&found)).await?;
    tx.commit().await?;
    jobs::woken(app);
    Ok(job)
}

/// Takes a proposal back, or sends it away: whoever may propose may do it.
///
/// # Errors
/// `access.denied`, `proposal.unknown`, `proposal.decided`; faults.
pub async fn withdraw(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    let (mut tx, proposal) = open(app, actor, id).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Four, (Decision::Withdrawn, None), None).await?;
    tx.commit().await
}

/// The issue that a proposal is about.
///
/// # Errors
/// A fault when it cannot be read.
pub fn told(proposal: &Proposal) -> Result<Issue> {
    #[derive(Deserialize)]
    struct Input {
        programme: String,
        year: i16,
        region: i16,
    }
    let Input { programme, year, region } = serde_json::from_value(proposal.input.clone())?;
    Ok(Issue { programme, year, region: Some(region) })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::platform::{
        Role,
        testkit::fixture::{Country, REGION},
    };

    fn clerk(country: &Country, person: &str) -> Actor {
        Actor {
            role: Role::Issuer,
            organisation: country.issuer_bin.clone(),
            person: person.to_owned(),
            request: country.app.clock.id(),
            scope: Scope::Regions(vec![REGION]),
        }
    }

    fn year() -> Issue {
        Issue { programme: "school".to_owned(), year: 2026, region: Some(REGION) }
    }

    async fn pupils(country: &Country) {
        let pupils = country.children(date(2016, 3, 7), 7).await;
        country.children(date(2022, 3, 7), 3).await;
        country.children(date(1990, 3, 7), 2).await;
        country.tell(&pupils[0], "deceased").await;
    }

    #[tokio::test]
    async fn a_dry_run_counts_who_would_get_a_voucher_and_why_others_would_not() {
        let country = Country::new().await;
        pupils(&country).await;
        let found = forecast(&country.app, &clerk(&country, "aa"), &year()).await.unwrap();
        let refused = [("person.deceased".to_owned(), 1), ("voucher.age".to_owned(), 3)].into();
        assert_eq!(found, Forecast { entitled: 6, held: 0, refused });
        assert_eq!(country.number("SELECT count(*) FROM vouchers"), 0);
    }

    #[tokio::test]
    async fn another_person_approves_and_a_job_is_put_down_once() {
        let country = Country::new().await;
        pupils(&country).await;
        let (one, other) = (clerk(&country, "aa"), clerk(&country, "bb"));
        let id = propose(&country.app, &one, &year()).await.unwrap();
        assert_eq!(approve(&country.app, &one, id).await.unwrap_err().code(), Some("act.four_eyes"));
        assert_eq!(country.number("SELECT count(*) FROM jobs"), 0);
        let job = approve(&country.app, &other, id).await.unwrap();
        assert_eq!(approve(&country.app, &other, id).await.unwrap_err().code(), Some("proposal.decided"));
        assert_eq!(withdraw(&country.app, &one, id).await.unwrap_err().code(), Some("proposal.decided"));
        assert_eq!(country.rows("SELECT id, kind FROM jobs"), [format!("{job}|issue")]);
    }

    #[tokio::test]
    async fn what_has_changed_since_is_not_approved_and_may_be_withdrawn() {
        let country = Country::new().await;
        pupils(&country).await;
        let (one, other) = (clerk(&country, "aa"), clerk(&country, "bb"));
        let id = propose(&country.app, &one, &year()).await.unwrap();
        country.children(date(2017, 3, 7), 1).await;
        assert_eq!(approve(&country.app, &other, id).await.unwrap_err().code(), Some("proposal.stale"));
        withdraw(&country.app, &one, id).await.unwrap();
        assert_eq!(country.number("SELECT count(*) FROM jobs"), 0);
    }

    #[tokio::test]
    async fn a_proposal_is_known_to_its_organisation_alone() {
        let country = Country::new().await;
        pupils(&country).await;
        let id = propose(&country.app, &clerk(&country, "aa"), &year()).await.unwrap();
        let stranger = Actor { organisation: "990340001231".to_owned(), ..clerk(&country, "bb") };
        assert_eq!(approve(&country.app, &stranger, id).await.unwrap_err().code(), Some("proposal.unknown"));
        let far = Actor { scope: Scope::Regions(vec![71]), ..clerk(&country, "bb") };
        assert_eq!(approve(&country.app, &far, id).await.unwrap_err().code(), Some("proposal.unknown"));
    }
}
