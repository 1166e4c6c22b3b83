//! A row of a file about one performer: who it is, and whether the sender may speak for whoever owes it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use law::Pack;
use uuid::Uuid;

use super::store::{self, Payee};
use crate::{
    parties,
    platform::{Actor, Refusal, Result, Tx, table_file::Cells},
};

/// Region, programme, BIN of the performer.
pub(super) type Key = (i16, String, String);

/// A row of the file.
pub(super) struct Told<T> {
    pub(super) row: u64,
    pub(super) key: Key,
    pub(super) said: T,
}

/// The performer of a row.
///
/// # Errors
/// `row.invalid`, `bin.…`, `programme.unknown`.
pub(super) fn key(pack: &Pack, cells: &Cells<'_>) -> Result<Key, Refusal> {
    Ok((cells.region("region")?, cells.programme("programme", pack)?, cells.bin("performer_bin")?))
}

/// The performers of the rows, and the rows that name none: `performer.unknown`, `performer.no_state_order`, `access.denied` for those of
/// another issuer or region.
pub(super) async fn payees<T>(
    tx: &Tx<'_>,
    actor: &Actor,
    rows: &[Told<T>],
) -> Result<(HashMap<Key, Payee>, Vec<(u64, Refusal)>)> {
    let mut wanted = BTreeMap::<(i16, &str), BTreeSet<&str>>::new();
    for Told { key: (region, programme, bin), .. } in rows {
        wanted.entry((*region, programme)).or_default().insert(bin);
    }
    let mut found = HashMap::new();
    // A file has few regions and programmes.
    for ((region, programme), bins) in wanted {
        for payee in store::list_payees(tx, region, programme, &Vec::from_iter(bins)).await? {
            found.insert((region, programme.to_owned(), payee.bin.clone()), payee);
        }
    }
    let refused = rows.iter().filter_map(|told| Some((told.row, obstacle(actor, told, found.get(&told.key))?)));
    let refused = refused.collect();
    Ok((found, refused))
}

fn obstacle<T>(actor: &Actor, told: &Told<T>, payee: Option<&Payee>) -> Option<Refusal> {
    let foreign =
        || Refusal::new("access.denied", "performer_bin: its state order is of another issuer, or of another region");
    if !actor.reaches(told.key.0) {
        return Some(foreign());
    }
    let Some(payee) = payee else {
        return Some(Refusal::new("performer.unknown", "performer_bin: no performer of this region and programme"));
    };
    match &payee.issuer_bin {
        None => Some(Refusal::new("performer.no_state_order", "performer_bin: has no state order, so nobody owes it")),
        Some(issuer) if !actor.may_speak_for(issuer) => Some(foreign()),
        Some(_) => None,
    }
}

/// Locks the performers of all rows, region by region, and counts their epochs up: acts made before are to be made again. To be called
/// before anything is recorded. Answers the rows with their performers by region.
pub(super) async fn lock<'r, T>(
    tx: &mut Tx<'_>,
    rows: &'r [Told<T>],
    payees: &'r HashMap<Key, Payee>,
) -> Result<BTreeMap<i16, Vec<(&'r Told<T>, &'r Payee)>>> {
    let mut regions = BTreeMap::<i16, Vec<(&Told<T>, &Payee)>>::new();
    for told in rows {
        if let Some(payee) = payees.get(&told.key) {
            regions.entry(told.key.0).or_default().push((told, payee));
        }
    }
    for (region, rows) in &regions {
        let performers: BTreeSet<Uuid> = rows.iter().map(|(_, payee)| payee.id).collect();
        let performers = Vec::from_iter(performers);
        parties::lock_performers(tx, *region, &performers).await?;
        parties::count_up(tx, *region, &performers).await?;
    }
    Ok(regions)
}
