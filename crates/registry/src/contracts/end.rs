//! Ends a voucher with its contracts (spec 2.1): by the issuer for a reason of the programme's table, by the register for a death, by a
//! move; and reinstates who was expelled. One loop carries all of it out, because each takes the same locks.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    moved::{self, Moving},
    store::{self, ContractRevision, Known},
};
use crate::{
    app::App,
    beneficiaries::store::find_residence,
    parties::store::find_issuer,
    platform::{Actor, Refusal, Result, Scope, Tx, access, error::refuse},
    vouchers::{
        self, Held, Judged, VoucherHeld, Wanted,
        end::{find, hold},
    },
};

/// How often it is begun anew when somebody booked the voucher meanwhile.
const TRIES: usize = 5;

/// What an issuer ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ending {
    /// The voucher's number.
    pub voucher: String,
    /// Why, as the programme's table of end reasons spells it.
    pub reason: String,
    /// The last day that stays served (Asia/Almaty).
    pub last: Date,
    /// The document that says so.
    pub document: String,
}

/// What came of an end, a move or a reinstatement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Ended {
    /// The voucher's number.
    pub voucher: String,
    /// What it did: `release`, `pause`, `annul`; `reinstate` issues a successor only.
    pub effect: &'static str,
    /// Why.
    pub reason: String,
    /// The last day that stays served.
    #[schema(format = Date, example = "2026-10-11")]
    pub last: Date,
    /// Contracts that ended with it.
    pub contracts: usize,
    /// Portions that lost days.
    pub portions: usize,
    /// What went back to budget lines (tiyn); what is written off is corrected by the next act.
    pub returned: i64,
    /// The same was told before: nothing was done now.
    pub already: bool,
    /// The number of the voucher that continues it.
    pub successor: Option<String>,
}

impl Ended {
    fn nothing(voucher: &VoucherHeld, wanted: &Wanted) -> Self {
        Self {
            voucher: voucher.number.clone(),
            effect: wanted.effect.code(),
            reason: wanted.reason.clone(),
            last: wanted.last,
            contracts: 0,
            portions: 0,
            returned: 0,
            already: false,
            successor: None,
        }
    }
}

/// Ends a voucher for a reason of the programme's table: the month of the event is closed by days up to `last`, what follows is released,
/// paused or annulled.
///
/// # Errors
/// `access.denied`; `voucher.unknown` also for a voucher of another region; `end.reason` for one that the programme does not know,
/// `end.document`, `end.outside` for a day outside of the voucher's months, `transfer.first_of_month`, `end.nothing`, `voucher.annulled`;
/// faults.
pub async fn end(app: &App, actor: &Actor, what: &Ending) -> Result<Ended> {
    access::require(app, actor, "end").await?;
    carry_out(app, actor, &Act::End(what)).await
}

/// What [`end`] would do, found by doing it in a transaction that is dropped.
///
/// # Errors
/// As [`end`].
pub async fn try_end(app: &App, actor: &Actor, what: &Ending) -> Result<Ended> {
    access::require(app, actor, "end").await?;
    let act = Act::End(what);
    let mut tx = begin(app, actor, &act).await?;
    match once(&mut tx, actor, &act).await? {
        Some(ended) => Ok(ended),
        None => Err(busy()),
    }
}

/// Reinstates the child of an annulled voucher from a day: a successor is issued for the months that are left, which are booked anew.
/// `what.last` is the first day, `what.reason` is not looked at.
///
/// # Errors
/// `access.denied`; `voucher.unknown`; `voucher.in_force` for one that is not annulled; `person.deceased`, `end.document`,
/// `voucher.no_months`, `voucher.succeeded`; faults.
pub async fn reinstate(app: &App, actor: &Actor, what: &Ending) -> Result<Ended> {
    access::require(app, actor, "end").await?;
    carry_out(app, actor, &Act::Reinstate(what)).await
}

/// What is done to a voucher as a whole.
pub(super) enum Act<'a> {
    End(&'a Ending),
    Reinstate(&'a Ending),
    ByLaw(&'a VoucherHeld, &'a Wanted),
    Move(&'a Moving),
}

impl Act<'_> {
    fn voucher(&self) -> &str {
        match self {
            Self::End(what) | Self::Reinstate(what) => &what.voucher,
            Self::ByLaw(voucher, _) => &voucher.number,
            Self::Move(what) => &what.voucher,
        }
    }
}

/// The sight of the nation, for a child's register and for a voucher of another region; what may be changed is held to the actor's regions.
pub(super) async fn begin<'a>(app: &'a App, actor: &Actor, act: &Act<'_>) -> Result<Tx<'a>> {
    let region = act.voucher().split('-').nth(1).and_then(|region| region.parse().ok()).unwrap_or_default();
    let (kind, region) = match act {
        Act::End(_) | Act::ByLaw(..) => ("vouchers.ended", region),
        Act::Reinstate(_) => ("vouchers.reinstated", region),
        Act::Move(what) => ("vouchers.moved", what.region),
    };
    app.begin(&actor.with_scope(Scope::National), kind, region).await
}

pub(super) fn busy() -> crate::platform::Error {
    anyhow::anyhow!("a voucher was booked anew each time that it was to be ended").into()
}

/// Does it, again when somebody came in between.
pub(super) async fn carry_out(app: &App, actor: &Actor, act: &Act<'_>) -> Result<Ended> {
    for _ in 0..TRIES {
        let mut tx = begin(app, actor, act).await?;
        match once(&mut tx, actor, act).await {
            Ok(Some(ended)) => {
                tx.commit().await?;
                return Ok(ended);
            }
            Ok(None) => {}
            Err(error) if error.is_conflict() => {}
            Err(error) => return Err(error),
        }
    }
    Err(busy())
}

/// Ends a voucher with its contracts in the caller's transaction, as the law says without anybody's wish; one that was annulled from an
/// earlier day on is left as it is. `None` when somebody booked it meanwhile: the transaction is then dropped.
///
/// # Errors
/// Faults; `voucher.unknown` for an id that the region does not know.
pub async fn end_by_law(tx: &mut Tx<'_>, (region, id): (i16, uuid::Uuid), wanted: &Wanted) -> Result<Option<Ended>> {
    let voucher = vouchers::end::get(tx, (region, id)).await?;
    let Some(held) = hold(tx, voucher).await? else { return Ok(None) };
    if held.annulled_on().is_some_and(|last| last <= wanted.last) {
        return Ok(Some(Ended { already: true, ..Ended::nothing(&held.voucher, wanted) }));
    }
    apply(tx, &held, wanted).await.map(Some)
}

/// One try; `None` when the locks taken were not enough.
pub(super) async fn once(tx: &mut Tx<'_>, actor: &Actor, act: &Act<'_>) -> Result<Option<Ended>> {
    let voucher = match act {
        Act::ByLaw(voucher, _) => (*voucher).clone(),
        Act::End(_) | Act::Reinstate(_) | Act::Move(_) => find(tx, act.voucher()).await?,
    };
    let is_mine = match act {
        Act::ByLaw(..) => true,
        Act::End(_) | Act::Reinstate(_) => actor.reaches(voucher.region),
        Act::Move(what) => actor.reaches(what.region),
    };
    if !is_mine {
        return refuse("voucher.unknown", voucher.number);
    }
    let Some(held) = hold(tx, voucher).await? else { return Ok(None) };
    let ended = match act {
        Act::End(what) => apply(tx, &held, &wanted(tx, &held.voucher, what)?).await?,
        Act::ByLaw(_, wanted) => apply(tx, &held, wanted).await?,
        Act::Reinstate(what) => resume(tx, actor, &held, what).await?,
        Act::Move(what) => moved::apply_move(tx, actor, &held, what).await?,
    };
    Ok(Some(ended))
}

/// The end that an issuer asks for.
fn wanted(tx: &Tx<'_>, voucher: &VoucherHeld, what: &Ending) -> Result<Wanted, Refusal> {
    document(&what.document)?;
    let Some(effect) = vouchers::terms::effect(tx.pack(), &voucher.programme, &what.reason, what.last) else {
        return Err(Refusal::new(
            "end.reason",
            format!("the programme knows no reason {} on {}", what.reason, what.last),
        ));
    };
    vouchers::terms::check_transfer(tx.pack(), &voucher.programme, &what.reason, what.last)?;
    within(voucher, what.last)?;
    Ok(Wanted { effect, reason: what.reason.clone(), last: what.last, document: what.document.clone() })
}

/// Every end of a person's making rests on a document.
pub(crate) fn document(text: &str) -> Result<(), Refusal> {
    if (1..=200).contains(&text.trim().chars().count()) {
        Ok(())
    } else {
        Err(Refusal::new("end.document", "number and date of the document, 200 characters at most"))
    }
}

/// A voucher ends between the day before its first and the last day of its last month.
pub(super) fn within(voucher: &VoucherHeld, last: Date) -> Result<(), Refusal> {
    let months = voucher.months();
    let (first, end) = (months.first(), months.last().map(|month| month.last_of_month()));
    let is_within =
        first.zip(end).is_some_and(|(first, end)| last < end && first.yesterday().is_ok_and(|before| last >= before));
    if is_within { Ok(()) } else { Err(Refusal::new("end.outside", format!("{last} for {}", voucher.number))) }
}

/// Ends the voucher and says it in its contracts.
pub(super) async fn apply(tx: &mut Tx<'_>, held: &Held, wanted: &Wanted) -> Result<Ended> {
    let mut ended = Ended::nothing(&held.voucher, wanted);
    if held.judge(wanted)? == Judged::Already {
        return Ok(Ended { already: true, ..ended });
    }
    let contracts: Vec<_> = held.contracts(wanted.last).into_keys().collect();
    let known = store::list_by_id(tx, held.voucher.region, &contracts).await?;
    let freed = held.end(tx, wanted).await?;
    let today = tx.today();
    let mut revisions: Vec<ContractRevision> = known.into_iter().map(|known| revision(known, wanted, today)).collect();
    revisions.sort_by_key(|revision| revision.contract_id);
    tx.record(&revisions).await?;
    ended.contracts = contracts.len();
    (ended.portions, ended.returned) = (freed.portions, freed.returned);
    Ok(ended)
}

/// The contract as it reads from now on; one that would only have begun later is withdrawn.
fn revision(known: Known, wanted: &Wanted, today: Date) -> ContractRevision {
    let before = known.revision;
    let never_began = before.enrolled_from > wanted.last;
    ContractRevision {
        enrolled_to: if never_began { before.enrolled_to } else { Some(wanted.last) },
        end_reason: Some(wanted.reason.clone()),
        withdrawn: before.withdrawn || never_began,
        effective_on: today,
        ..before
    }
}

/// Issues the successor of an annulled voucher in its own region.
async fn resume(tx: &mut Tx<'_>, actor: &Actor, held: &Held, what: &Ending) -> Result<Ended> {
    document(&what.document)?;
    let voucher = &held.voucher;
    let Some(annulled_on) = held.annulled_on() else { return refuse("voucher.in_force", voucher.number.clone()) };
    if what.last <= annulled_on {
        return refuse("end.outside", format!("{} was annulled after {annulled_on}", voucher.number));
    }
    if find_residence(tx, voucher.child).await?.is_none() {
        return refuse("person.deceased", "the persons register does not say that the child lives");
    }
    if let Some(successor) = held.successor(tx).await? {
        return refuse("voucher.succeeded", format!("{successor} continues {}", voucher.number));
    }
    let issuer = issuer(tx, actor, voucher.region).await?;
    let successor = held.succeed(tx, (voucher.region, issuer), what.last).await?;
    Ok(Ended {
        voucher: voucher.number.clone(),
        effect: "reinstate",
        reason: "reinstatement".to_owned(),
        last: annulled_on,
        contracts: 0,
        portions: 0,
        returned: 0,
        already: false,
        successor: Some(successor.number),
    })
}

/// The issuer whose vouchers they are: the actor's own organisation, or that of the region.
pub(super) async fn issuer(tx: &Tx<'_>, actor: &Actor, region: i16) -> Result<uuid::Uuid> {
    let bin = if actor.role == crate::platform::Role::Issuer { actor.organisation.as_str() } else { "" };
    let found = find_issuer(tx, region, bin).await?;
    found.ok_or_else(|| Refusal::new("issuer.unknown", format!("region {region:02} has no such issuer")).into())
}
