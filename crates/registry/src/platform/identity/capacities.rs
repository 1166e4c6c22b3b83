//! In which capacities a person may act today: by mandates for organisations, by the persons register for oneself and one's children.

use std::{collections::BTreeMap, sync::Arc};

use jiff::{ToSpan as _, civil::Date};

use super::{
    REMEMBERED, REMEMBERED_MAX,
    store::{self, Candidate, Held},
};
use crate::{
    app::App,
    platform::{Actor, Result, Role, Scope, Tx},
};

/// Performers with their regions.
type Keys = Vec<(i16, uuid::Uuid)>;

/// At this age a child acts for itself.
const OF_AGE: i16 = 18;

/// A role, for whom, and how far it sees.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// The role.
    pub role: Role,
    /// BIN of the organisation; empty for a beneficiary.
    pub bin: String,
    /// The organisation's name in Kazakh and in Russian, where the registry knows it.
    pub names: [String; 2],
    /// What it sees.
    pub scope: Scope,
}

impl Capacity {
    /// The organisation's name for a reader of a language (`kk`, else Russian).
    #[must_use]
    pub fn organisation(&self, language: &str) -> &str {
        let [kk, ru] = &self.names;
        if language == "kk" { kk } else { ru }
    }
}

/// The capacities of a person by the keyed hash of the IIN, remembered for half a minute.
///
/// # Errors
/// Faults.
pub async fn of(app: &App, person_hmac: &[u8]) -> Result<Arc<[Capacity]>> {
    let now = app.clock.now();
    if let Some((at, known)) = app.identity.remembered().get(person_hmac)
        && now.duration_since(*at) < REMEMBERED
    {
        return Ok(Arc::clone(known));
    }
    let found: Arc<[Capacity]> = read(app, person_hmac).await?.into();
    let mut remembered = app.identity.remembered();
    if remembered.len() >= REMEMBERED_MAX {
        remembered.clear();
    }
    remembered.insert(person_hmac.to_vec(), (now, Arc::clone(&found)));
    Ok(found)
}

/// What a performer's organisation calls its own now: for work that goes on after the request.
///
/// # Errors
/// Faults.
pub async fn of_organisation(app: &App, bin: &str) -> Result<Scope> {
    let tx = app.begin(&Actor::public(app.clock.id()), "identity.capacities", 0).await?;
    let parties = store::list_performers(&tx, &[bin]).await?;
    tx.commit().await?;
    let parties = parties.into_iter().map(|party| (party.region, party.id)).collect();
    Ok(Scope::Own { parties, persons: Vec::new() })
}

async fn read(app: &App, person_hmac: &[u8]) -> Result<Vec<Capacity>> {
    let bucket = person_hmac.first().copied().map_or(0, i16::from);
    let tx = app.begin(&Actor::public(app.clock.id()), "identity.capacities", 0).await?;
    let today = tx.today();
    let mandates = store::list_mandates(&tx, &[(bucket, person_hmac.to_vec())]).await?;
    let in_force = |held: &Held| held.mandate.valid_from <= today && held.mandate.valid_to.is_none_or(|to| to >= today);
    let mandates: Vec<Held> = mandates.into_iter().filter(in_force).collect();
    let mut found = by_mandates(&tx, &mandates).await?;
    found.extend(as_beneficiary(&tx, bucket, person_hmac).await?);
    tx.commit().await?;
    Ok(found)
}

async fn by_mandates(tx: &Tx<'_>, mandates: &[Held]) -> Result<Vec<Capacity>> {
    let bins: Vec<&str> = mandates.iter().map(|held| held.mandate.bin.as_str()).collect();
    if bins.is_empty() {
        return Ok(Vec::new());
    }
    let mut issuers: BTreeMap<String, (Vec<i16>, [String; 2])> = BTreeMap::new();
    for (bin, region, name) in store::list_issuers(tx, &bins).await? {
        let known = issuers.entry(bin).or_default();
        known.0.push(region);
        known.1 = [name.clone(), name];
    }
    let mut performers: BTreeMap<String, (Keys, [String; 2])> = BTreeMap::new();
    for party in store::list_performers(tx, &bins).await? {
        let known = performers.entry(party.bin).or_default();
        known.0.push((party.region, party.id));
        known.1 = party.names;
    }
    let capacity = |held: &Held| {
        let mandate = &held.mandate;
        let role = Role::of(&mandate.role)?;
        let (scope, names) = match role {
            Role::Issuer => {
                issuers.get(&mandate.bin).map(|(regions, name)| (Scope::Regions(regions.clone()), name.clone()))?
            }
            Role::Performer => {
                let (parties, name) = performers.get(&mandate.bin)?;
                (Scope::Own { parties: parties.clone(), persons: Vec::new() }, name.clone())
            }
            Role::Operator | Role::Registrar | Role::Authority | Role::Auditor => {
                (named(&mandate.regions, &held.programmes), <[String; 2]>::default())
            }
            Role::Beneficiary | Role::Public => return None,
        };
        Some(Capacity { role, bin: mandate.bin.clone(), names, scope })
    };
    Ok(mandates.iter().filter_map(capacity).collect())
}

/// The scope of a mandate's lists of regions and programmes.
fn named(regions: &str, programmes: &str) -> Scope {
    let codes: Vec<i16> = regions.split(',').filter_map(|region| region.parse().ok()).collect();
    if !programmes.is_empty() {
        return Scope::Programmes { regions: codes, programmes: programmes.split(',').map(str::to_owned).collect() };
    }
    if regions.is_empty() { Scope::National } else { Scope::Regions(codes) }
}

/// Oneself and one's children, for who has children under age or a voucher.
async fn as_beneficiary(tx: &Tx<'_>, bucket: i16, hmac: &[u8]) -> Result<Option<Capacity>> {
    let own = store::find_person(tx, bucket, hmac).await?;
    let today = tx.today();
    let mut persons: Vec<(i16, uuid::Uuid)> = own.iter().map(|(id, _)| (bucket, *id)).collect();
    let mut children = 0_usize;
    for candidate in store::list_candidates(tx, bucket, hmac).await? {
        if is_minor(candidate.birth_date, today)? && is_guardian(tx, &candidate, hmac)? {
            children = children.saturating_add(1);
            persons.push((candidate.bucket, candidate.id));
        }
    }
    let holds = own.is_some_and(|(_, holds)| holds);
    let scope = Scope::Own { parties: Vec::new(), persons };
    let capacity = Capacity { role: Role::Beneficiary, bin: String::new(), names: <[String; 2]>::default(), scope };
    Ok((holds || children > 0).then_some(capacity))
}

fn is_minor(born: Date, today: Date) -> Result<bool> {
    Ok(born.checked_add(OF_AGE.years())? > today)
}

/// Whether the persons register still names the guardian: the index only led here.
fn is_guardian(tx: &Tx<'_>, child: &Candidate, hmac: &[u8]) -> Result<bool> {
    let secrets = &tx.app().secrets;
    let key = secrets.person_key(&child.wrapped_key)?;
    let told = secrets.decrypt(&key, child.guardians.get(16..).unwrap_or_default())?;
    Ok(told.split(' ').any(|iin| secrets.lookup(iin).1 == hmac))
}
