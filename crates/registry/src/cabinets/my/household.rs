//! A household: the persons one may see – oneself and one's children – with their vouchers, read in three statements.

use std::{collections::HashMap, sync::LazyLock};

use jiff::{Timestamp, civil::Date};
use law::{Calendar, Pack, Terms};
use uuid::Uuid;

use super::{
    status::{self, Around, Next, Status},
    stay::{Stay, reported_until},
    store::{self, Person, Voucher},
    strip::{self, Part},
};
use crate::{
    app::App,
    cabinets::names,
    platform::{Actor, Result, Scope, Tx, clock::Clock, error::refuse, fact::hex, http::format},
};

/// A voucher with what it holds and how it stands.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) voucher: Voucher,
    pub(super) parts: Vec<Part>,
    pub(super) status: Status,
    pub(super) next: Option<Next>,
    pub(super) terms: &'static Terms,
    /// The state calendar of the legal terms.
    pub(super) calendar: &'static Calendar,
    /// The latest day whose attendance ought to be there.
    pub(super) reported_until: Date,
}

/// A person of the household.
pub(super) struct Member {
    pub(super) bucket: i16,
    pub(super) id: Uuid,
    /// As the register has it: family name, name, patronymic; none when the data were erased.
    pub(super) name: Option<String>,
    /// Whole: it is shown on the extract alone, elsewhere [`Self::masked_iin`].
    pub(super) iin: Option<String>,
    pub(super) born_on: Date,
    pub(super) alive: bool,
    /// Whether this is the reader.
    pub(super) is_reader: bool,
    /// The leading voucher first.
    pub(super) held: Vec<Held>,
}

impl Member {
    /// The sentence of the card.
    pub(super) fn status(&self) -> &Status {
        static NONE: LazyLock<Status> = LazyLock::new(|| Status::NoVoucher);
        static PERSON: LazyLock<Status> = LazyLock::new(|| Status::Person);
        if !self.alive {
            return &PERSON;
        }
        self.held.first().map_or(&NONE, |held| &held.status)
    }

    /// All but the end of the IIN hidden.
    pub(super) fn masked_iin(&self) -> Option<String> {
        self.iin.as_deref().map(format::masked)
    }

    /// The voucher asked for, else the leading one. Refuses with `page.unknown` what is not this person's.
    ///
    /// # Errors
    /// `page.unknown`.
    pub(super) fn voucher(&self, asked: Option<Uuid>) -> Result<Option<&Held>> {
        let Some(id) = asked else { return Ok(self.held.first()) };
        match self.held.iter().find(|held| held.voucher.id == id) {
            Some(held) => Ok(Some(held)),
            None => refuse("page.unknown", "no such voucher of this person"),
        }
    }
}

/// The bucket and id of each person that the actor may see.
pub(super) fn keys(actor: &Actor) -> Vec<(i16, Uuid)> {
    match &actor.scope {
        Scope::Own { persons, .. } => persons.clone(),
        Scope::National | Scope::Regions(_) | Scope::Programmes { .. } => Vec::new(),
    }
}

/// Everybody of the household, the youngest first.
///
/// # Errors
/// Faults.
pub(super) async fn all(app: &App, actor: &Actor) -> Result<Vec<Member>> {
    read(app, actor, &keys(actor)).await
}

/// One person of the household. Somebody else's child is as unknown as one that is not there.
///
/// # Errors
/// `page.unknown`; faults.
pub(super) async fn one(app: &App, actor: &Actor, id: Uuid) -> Result<Member> {
    let key: Vec<(i16, Uuid)> = keys(actor).into_iter().filter(|key| key.1 == id).collect();
    match read(app, actor, &key).await?.into_iter().next() {
        Some(member) => Ok(member),
        None => refuse("page.unknown", "no such person in the household"),
    }
}

async fn read(app: &App, actor: &Actor, keys: &[(i16, Uuid)]) -> Result<Vec<Member>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let tx = app.begin(actor, "household.read", 0).await?;
    let persons = store::list_persons(&tx, keys).await?;
    let vouchers = store::list_vouchers(&tx, keys).await?;
    let mut stays = stays_of(&tx, &vouchers).await?;
    let vouchers = joined(vouchers, &mut stays);
    let now = tx.at();
    tx.commit().await?;
    let mut held: HashMap<Uuid, Vec<Held>> = HashMap::new();
    for voucher in vouchers {
        let own = stays.remove(&voucher.id).unwrap_or_default();
        if let Some(one) = hold(app.pack(), voucher, own, now) {
            held.entry(one.voucher.person).or_default().push(one);
        }
    }
    let member = |person: Person| {
        let held = held.remove(&person.id).unwrap_or_default();
        member(app, actor, person, held)
    };
    persons.into_iter().map(member).collect()
}

/// Vouchers with those that they continue as one: the newest, with the months and stays of all. Given and answered the newest first.
fn joined(vouchers: Vec<Voucher>, stays: &mut HashMap<Uuid, Vec<Stay>>) -> Vec<Voucher> {
    let mut joined: Vec<Voucher> = Vec::with_capacity(vouchers.len());
    for mut voucher in vouchers.into_iter().rev() {
        let continues =
            |known: &Voucher| voucher.succeeds == Some(known.id) && voucher.first_month == known.first_month;
        if let Some(at) = joined.iter().position(continues) {
            let before = joined.remove(at);
            voucher.parts |= before.parts;
            let earlier = stays.remove(&before.id).unwrap_or_default();
            let kept = earlier.into_iter().filter(|stay| !stay.is_empty()).map(Stay::continued);
            stays.entry(voucher.id).or_default().extend(kept);
        }
        joined.push(voucher);
    }
    joined.reverse();
    joined
}

pub(super) async fn stays_of(tx: &Tx<'_>, vouchers: &[Voucher]) -> Result<HashMap<Uuid, Vec<Stay>>> {
    let keys: Vec<(i16, Uuid)> = vouchers.iter().map(|voucher| (voucher.region, voucher.id)).collect();
    let mut months: Vec<Date> = vouchers.iter().flat_map(strip::months).collect();
    months.sort_unstable();
    months.dedup();
    let lines = lines_of(&months, tx.today());
    let mut found: HashMap<Uuid, Vec<Stay>> = HashMap::new();
    if !keys.is_empty() {
        for (voucher, stay) in store::list_stays(tx, &keys, &months, &lines).await? {
            found.entry(voucher).or_default().push(stay);
        }
    }
    Ok(found)
}

/// The months whose acts and budget lines may speak of parts: from the first part to now, or to the last part.
pub(super) fn lines_of(months: &[Date], today: Date) -> Vec<Date> {
    let (Some(first), Some(last)) = (months.iter().min(), months.iter().max()) else { return Vec::new() };
    let last = (*last).max(today.first_of_month());
    let mut lines = vec![*first];
    while let Some(next) = lines.last().and_then(|month| month.last_of_month().tomorrow().ok()) {
        if next > last {
            break;
        }
        lines.push(next);
    }
    lines
}

pub(super) fn hold(pack: &'static Pack, voucher: Voucher, stays: Vec<Stay>, now: Timestamp) -> Option<Held> {
    let today = Clock::legal_date(now);
    let terms = pack.terms_on(&voucher.programme, today).or_else(|| pack.latest_terms(&voucher.programme))?;
    let around = Around { today, reported_until: reported_until(terms, now), terms, calendar: &pack.calendar };
    let parts = strip::parts(&voucher, stays, today);
    let nowhere = parts.iter().all(|part| part.stays.is_empty());
    let status = match &voucher.annulled {
        Some((last, reason)) if nowhere => Status::Annulled { on: *last, reason: reason.clone() },
        Some(_) | None => status::of_voucher(&parts, around),
    };
    let next = status.next(around);
    Some(Held { voucher, parts, status, next, terms, calendar: &pack.calendar, reported_until: around.reported_until })
}

fn member(app: &App, actor: &Actor, person: Person, mut held: Vec<Held>) -> Result<Member> {
    let of_vouchers: Vec<Status> = held.iter().map(|held| held.status.clone()).collect();
    if let Some(leads) = status::leading(&of_vouchers) {
        let first = held.remove(leads);
        held.insert(0, first);
    }
    let key = person.wrapped_key.as_deref().map(|wrapped| app.secrets.person_key(wrapped)).transpose()?;
    let read = |cipher: &[u8]| key.as_ref().map(|key| app.secrets.decrypt(key, cipher)).transpose();
    Ok(Member {
        name: read(&person.name_cipher)?.map(|name| names::spoken(&name)),
        iin: read(&person.iin_cipher)?,
        is_reader: hex(&person.iin_hmac) == actor.person,
        bucket: person.bucket,
        id: person.id,
        born_on: person.birth_date,
        alive: person.alive,
        held,
    })
}
