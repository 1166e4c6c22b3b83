//! An issue in two pairs of eyes (spec 8.4): one person sees in a dry run who would get a voucher and proposes it, another approves; then a
//! job issues.

pub(crate) mod api;

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use law::terms::Issue as Whom;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    bounded,
    issue::{Issue, require},
    plan::{Plan, plan},
    store::count_children,
};
use crate::{
    app::App,
    platform::{
        Actor, Refusal, Result, Scope, Tx, access,
        error::refuse,
        fact::{from_hex, hex},
        inbox, jobs,
        proposals::{self, Decision, Eyes, Proposal},
    },
};

/// The kind of these proposals, and of the job that carries them out.
pub const KIND: &str = "issue";
/// Younger persons are children: those of an age that is not the programme's are counted, adults are not.
const OF_AGE_YEARS: i16 = 18;

/// The name of a list that came without one.
pub const LIST: &str = "list.csv";

/// The table of a list of IINs. What is no IIN is refused row by row when the list is read.
#[must_use]
pub fn table<T: AsRef<str>>(iins: &[T]) -> Vec<u8> {
    let plain = |iin: &T| iin.as_ref().chars().filter(|letter| letter.is_alphanumeric()).collect::<String>();
    let rows = iins.iter().map(plain).map(|iin| if iin.is_empty() { "-".to_owned() } else { iin });
    std::iter::once("iin".to_owned())
        .chain(rows)
        .flat_map(|row| [row, "\n".to_owned()])
        .collect::<String>()
        .into_bytes()
}

/// A list of children: its name and the bytes of a table with a column `iin`.
pub type List<'a> = Option<(&'a str, &'a [u8])>;

/// What a dry run of an issue found: children of the region, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Forecast {
    /// They would get a voucher.
    pub entitled: i64,
    /// They hold one already.
    pub held: i64,
    /// They would not, by the code that says why.
    pub refused: BTreeMap<String, i64>,
    /// Vouchers that the order volume would leave; nothing where no volume bounds the issue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<i64>,
}

/// Counts who would get a voucher; nothing is changed.
///
/// # Errors
/// `access.denied`; as [`issue`](super::issue()) and [`issue_to`](super::issue_to()): `programme.unknown`, `voucher.no_months`, `input.invalid`,
/// `file.…`; faults.
pub async fn forecast(app: &App, actor: &Actor, what: &Issue, list: List<'_>) -> Result<Forecast> {
    access::require(app, actor, KIND).await?;
    let region = region_of(actor, what)?;
    let tx = app.begin(&seeing_all(actor), "vouchers.forecast", region).await?;
    let found = count(&tx, region, what, list).await?;
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

/// A proposal of the actor's organisation and regions.
async fn found(tx: &Tx<'_>, actor: &Actor, id: Uuid) -> Result<Proposal> {
    let proposal = proposals::get(tx, KIND, id).await?;
    if actor.reaches(proposal.region) { Ok(proposal) } else { refuse("proposal.unknown", id.to_string()) }
}

async fn count(tx: &Tx<'_>, region: i16, what: &Issue, list: List<'_>) -> Result<Forecast> {
    let plan = plan(tx.pack(), what)?;
    require(&plan, what, list.is_some())?;
    match plan.whom {
        Whom::Automatic => everybody(tx, region, (&plan, what)).await,
        Whom::OrderVolume | Whom::GrantRegister => {
            let found = bounded::find(tx, tx.actor(), (&plan, what), list).await?;
            let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
            Ok(Forecast {
                entitled: number(found.entitled),
                held: number(found.held),
                refused: found.refused.counts,
                left: Some(found.left),
            })
        }
    }
}

async fn everybody(tx: &Tx<'_>, region: i16, (plan, what): (&Plan, &Issue)) -> Result<Forecast> {
    let minors = plan.first_month.checked_sub(OF_AGE_YEARS.years())?;
    let minors = minors.min(plan.born.0);
    let counted = count_children(tx, region, (&what.programme, what.year), plan.born, minors).await?;
    let refused = [("person.deceased", counted.deceased), ("voucher.age", counted.of_other_age)];
    let refused = refused.into_iter().filter(|(_, count)| *count > 0);
    Ok(Forecast {
        entitled: counted.entitled,
        held: counted.held,
        refused: refused.map(|(code, count)| (code.to_owned(), count)).collect(),
        left: None,
    })
}

/// Puts an issue before another person, with what the dry run finds now. A list is kept like a file that was brought.
///
/// # Errors
/// As [`forecast`].
pub async fn propose(app: &App, actor: &Actor, what: &Issue, list: List<'_>) -> Result<Uuid> {
    access::require(app, actor, KIND).await?;
    let region = region_of(actor, what)?;
    let mut tx = app.begin(&seeing_all(actor), "proposals.made", region).await?;
    let id = put(&mut tx, region, what, list).await?;
    tx.commit().await?;
    Ok(id)
}

/// Records a proposal in a transaction with the sight of the nation.
async fn put(tx: &mut Tx<'_>, region: i16, what: &Issue, list: List<'_>) -> Result<Uuid> {
    let found = serde_json::to_value(count(tx, region, what, list).await?)?;
    let mut input = json!({ "programme": what.programme, "year": what.year, "region": region });
    if let (Some((name, bytes)), Some(input)) = (list, input.as_object_mut()) {
        let sha256 = inbox::store(tx, KIND, (name, bytes)).await?;
        input.insert("file".to_owned(), json!(name));
        input.insert("list".to_owned(), json!(hex(&sha256)));
    }
    proposals::record(tx, region, KIND, (input, found)).await
}

/// The name and bytes of the list that a proposal, or the job of one, is about.
async fn list_of(tx: &Tx<'_>, proposal: &Proposal) -> Result<Option<(String, Vec<u8>)>> {
    let text = |key: &str| proposal.input.get(key).and_then(serde_json::Value::as_str);
    let (Some(name), Some(sha256)) = (text("file"), text("list")) else { return Ok(None) };
    let bytes = inbox::bytes(tx, KIND, &from_hex(sha256)).await?;
    Ok(Some((name.to_owned(), bytes)))
}

/// Approves a proposal of one's organisation: the issue becomes a job in the same transaction, whose id is answered.
///
/// # Errors
/// `access.denied`, `proposal.unknown`, `proposal.decided`, `act.four_eyes` for whoever prepared it, `proposal.stale` when the dry run
/// finds something else now; faults.
pub async fn approve(app: &App, actor: &Actor, id: Uuid) -> Result<Uuid> {
    access::require(app, actor, KIND).await?;
    let mut tx = app.begin(&seeing_all(actor), "proposals.decided", actor.home()).await?;
    let job = decide(&mut tx, actor, id).await?;
    tx.commit().await?;
    jobs::woken(app);
    Ok(job)
}

/// Approves in a transaction with the sight of the nation; the workers are to be woken after its commit.
async fn decide(tx: &mut Tx<'_>, actor: &Actor, id: Uuid) -> Result<Uuid> {
    let proposal = found(tx, actor, id).await?;
    let what = told(&proposal)?;
    let list = list_of(tx, &proposal).await?;
    let list = list.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    let found = serde_json::to_value(count(tx, proposal.region, &what, list).await?)?;
    let job = jobs::enqueue(tx, actor, KIND, proposal.input.clone()).await?;
    proposals::decide(tx, &proposal, Eyes::Four, (Decision::Approved, Some(job)), Some(&found)).await?;
    Ok(job)
}

/// Takes a proposal back, or sends it away: whoever may propose may do it.
///
/// # Errors
/// `access.denied`, `proposal.unknown`, `proposal.decided`; faults.
pub async fn withdraw(app: &App, actor: &Actor, id: Uuid) -> Result<()> {
    access::require(app, actor, KIND).await?;
    let mut tx = app.begin(&seeing_all(actor), "proposals.decided", actor.home()).await?;
    let proposal = found(&tx, actor, id).await?;
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
        let found = forecast(&country.app, &clerk(&country, "aa"), &year(), None).await.unwrap();
        let refused = [("person.deceased".to_owned(), 1), ("voucher.age".to_owned(), 3)].into();
        assert_eq!(found, Forecast { entitled: 6, held: 0, refused, left: None });
        assert_eq!(country.number("SELECT count(*) FROM vouchers"), 0);
    }

    #[tokio::test]
    async fn another_person_approves_and_a_job_is_put_down_once() {
        let country = Country::new().await;
        pupils(&country).await;
        let (one, other) = (clerk(&country, "aa"), clerk(&country, "bb"));
        let id = propose(&country.app, &one, &year(), None).await.unwrap();
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
        let id = propose(&country.app, &one, &year(), None).await.unwrap();
        country.children(date(2017, 3, 7), 1).await;
        assert_eq!(approve(&country.app, &other, id).await.unwrap_err().code(), Some("proposal.stale"));
        withdraw(&country.app, &one, id).await.unwrap();
        assert_eq!(country.number("SELECT count(*) FROM jobs"), 0);
    }

    #[tokio::test]
    async fn a_proposal_is_known_to_its_organisation_alone() {
        let country = Country::new().await;
        pupils(&country).await;
        let id = propose(&country.app, &clerk(&country, "aa"), &year(), None).await.unwrap();
        let stranger = Actor { organisation: "990340001231".to_owned(), ..clerk(&country, "bb") };
        assert_eq!(approve(&country.app, &stranger, id).await.unwrap_err().code(), Some("proposal.unknown"));
        let far = Actor { scope: Scope::Regions(vec![71]), ..clerk(&country, "bb") };
        assert_eq!(approve(&country.app, &far, id).await.unwrap_err().code(), Some("proposal.unknown"));
    }
}
