//! An issue within the published order volume (spec 2.1, 3.6): who is entitled, and how far the volume reaches.
//!
//! A region's chunk is decided behind the lock of its programme and year, on what is issued by then: of two issues at once the second counts
//! what the first gave, so that there are never more live vouchers than places.

use std::collections::{BTreeMap, HashMap, HashSet};

use documents::table::Column;
use uuid::Uuid;

use super::{
    grants,
    issue::{CHUNK, Issue, Issued, give},
    plan::Plan,
    store::list_holders,
    volumes,
};
use crate::{
    app::App,
    beneficiaries::store::{Known, find_known},
    parties::store::list_issuers,
    platform::{
        Actor, Progress, Refusal, Result, Tx,
        inbox::RowError,
        table_file::{self, column},
    },
};

const COLUMNS: &[Column<'static>] = &[column(&["iin", "ЖСН", "ИИН"])];
/// How often a chunk that lost a race is done again.
const TRIES: usize = 5;
/// The rows of a list that a report names; the rest is counted.
const ERRORS_MAX: usize = 100_000;

/// One who is to get a voucher: the row of the list (0 of the register), bucket and person.
struct Wanted {
    row: u64,
    bucket: i16,
    person_id: Uuid,
}

/// Who got none and why.
#[derive(Default)]
pub(super) struct Refused {
    pub(super) counts: BTreeMap<String, i64>,
    pub(super) errors: Vec<RowError>,
}

impl Refused {
    fn add(&mut self, name: &str, row: u64, code: &str, detail: impl Into<String>) {
        let count = self.counts.entry(code.to_owned()).or_default();
        *count = count.saturating_add(1);
        if row > 0 && self.errors.len() < ERRORS_MAX {
            self.errors.push(RowError { file: name.to_owned(), row, code: code.to_owned(), detail: detail.into() });
        }
    }
}

/// What the volume of an issuer still allows.
struct Room {
    issuer_id: Uuid,
    left: i64,
}

/// What a region's volumes give to a chunk.
struct Decided {
    /// Bucket, person, issuer.
    given: Vec<(i16, Uuid, Uuid)>,
    held: usize,
}

/// What an issue would find now.
pub(super) struct Found {
    pub(super) entitled: usize,
    pub(super) held: usize,
    pub(super) refused: Refused,
    /// Vouchers that the volume leaves after them.
    pub(super) left: i64,
}

/// A list of children: its name and bytes.
type List<'a> = (&'a str, &'a [u8]);

pub(super) async fn issue(
    app: &App,
    actor: &Actor,
    (plan, what): (&Plan, &Issue),
    list: Option<List<'_>>,
    progress: &Progress,
) -> Result<Issued> {
    let tx = app.begin(actor, "vouchers.issued", 0).await?;
    let (regions, mut refused) = entitled(&tx, (plan, what), list).await?;
    tx.commit().await?;
    let name = list.map_or("", |list| list.0);
    let total = regions.values().map(Vec::len).fold(0_usize, usize::saturating_add);
    let mut report = Issued { regions: regions.len(), ..Issued::default() };
    let mut done = 0_usize;
    for (region, wanted) in &regions {
        for chunk in wanted.chunks(CHUNK) {
            let (issued, held) = chunk_of(app, actor, (plan, what), *region, (chunk, name, &mut refused)).await?;
            report.issued = report.issued.saturating_add(issued);
            report.held = report.held.saturating_add(held);
            done = done.saturating_add(chunk.len());
            progress.at("vouchers", done, total);
        }
    }
    refused.errors.sort_by_key(|error| error.row);
    Ok(Issued { refused: refused.counts, errors: refused.errors, ..report })
}

/// One transaction, done again when it lost a race.
async fn chunk_of(
    app: &App,
    actor: &Actor,
    (plan, what): (&Plan, &Issue),
    region: i16,
    (chunk, name, refused): (&[Wanted], &str, &mut Refused),
) -> Result<(usize, usize)> {
    let mut tries = TRIES;
    loop {
        tries = tries.saturating_sub(1);
        match give_chunk(app, actor, (plan, what), region, (chunk, name)).await {
            Err(error) if error.is_conflict() && tries > 0 => {}
            Err(error) => return Err(error),
            Ok((issued, held, more)) => {
                refused.merge(more);
                return Ok((issued, held));
            }
        }
    }
}

async fn give_chunk(
    app: &App,
    actor: &Actor,
    (plan, what): (&Plan, &Issue),
    region: i16,
    (chunk, name): (&[Wanted], &str),
) -> Result<(usize, usize, Refused)> {
    let mut tx = app.begin(actor, "vouchers.issued", region).await?;
    volumes::store::lock(&tx, region, &what.programme, what.year).await?;
    tx.renew()?;
    let mut rooms = rooms(&tx, actor, region, what).await?;
    let holders = holders(&tx, what, chunk).await?;
    let mut refused = Refused::default();
    let Decided { mut given, held } = decide(&mut rooms, &holders, (chunk, name), &mut refused);
    given.sort_unstable();
    let issued = give(&mut tx, (plan, what), region, &given).await?;
    tx.commit().await?;
    // Whoever got one in another region meanwhile holds one.
    Ok((issued, held.saturating_add(given.len().saturating_sub(issued)), refused))
}

/// Finds what an issue would do now; nothing is changed.
pub(super) async fn find(
    tx: &Tx<'_>,
    actor: &Actor,
    (plan, what): (&Plan, &Issue),
    list: Option<List<'_>>,
) -> Result<Found> {
    let (regions, refused) = entitled(tx, (plan, what), list).await?;
    let mut found = Found { entitled: 0, held: 0, refused, left: 0 };
    let name = list.map_or("", |list| list.0);
    for (region, wanted) in &regions {
        let mut rooms = rooms(tx, actor, *region, what).await?;
        for chunk in wanted.chunks(CHUNK) {
            let holders = holders(tx, what, chunk).await?;
            let Decided { given, held } = decide(&mut rooms, &holders, (chunk, name), &mut found.refused);
            found.entitled = found.entitled.saturating_add(given.len());
            found.held = found.held.saturating_add(held);
        }
        found.left = rooms.iter().map(|room| room.left).fold(found.left, i64::saturating_add);
    }
    Ok(found)
}

impl Refused {
    fn merge(&mut self, more: Refused) {
        for (code, count) in more.counts {
            let held = self.counts.entry(code).or_default();
            *held = held.saturating_add(count);
        }
        let free = ERRORS_MAX.saturating_sub(self.errors.len());
        self.errors.extend(more.errors.into_iter().take(free));
    }
}

/// Room of each issuer that the actor may speak for, in the order of BINs; nothing below zero.
async fn rooms(tx: &Tx<'_>, actor: &Actor, region: i16, what: &Issue) -> Result<Vec<Room>> {
    let latest = volumes::store::latest(tx, region, &what.programme, what.year).await?;
    let issued = volumes::store::count_live(tx, region, &what.programme, what.year).await?;
    let room = |(issuer_id, _, published): (Uuid, String, volumes::volume::Published)| {
        let places = volumes::volume::places(published.said.contingent);
        let left = places.saturating_sub(issued.get(&issuer_id).copied().unwrap_or_default());
        Room { issuer_id, left: left.max(0) }
    };
    Ok(latest.into_iter().filter(|(_, bin, _)| actor.may_speak_for(bin)).map(room).collect())
}

async fn holders(tx: &Tx<'_>, what: &Issue, chunk: &[Wanted]) -> Result<HashSet<Uuid>> {
    let children: Vec<(i16, Uuid)> = chunk.iter().map(|wanted| (wanted.bucket, wanted.person_id)).collect();
    list_holders(tx, (&what.programme, what.year), &children).await
}

/// Gives room to those who hold no voucher, in their order.
fn decide(
    rooms: &mut [Room],
    holders: &HashSet<Uuid>,
    (chunk, name): (&[Wanted], &str),
    refused: &mut Refused,
) -> Decided {
    let mut decided = Decided { given: Vec::new(), held: 0 };
    let published = !rooms.is_empty();
    for Wanted { row, bucket, person_id } in chunk {
        if holders.contains(person_id) {
            decided.held = decided.held.saturating_add(1);
        } else if let Some(room) = rooms.iter_mut().find(|room| room.left > 0) {
            room.left = room.left.saturating_sub(1);
            decided.given.push((*bucket, *person_id, room.issuer_id));
        } else if published {
            refused.add(name, *row, "volume.exhausted", "every voucher of the published order volume is issued");
        } else {
            refused.add(name, *row, "volume.none", "no order volume is published for the region, programme and year");
        }
    }
    decided
}

/// Whoever is entitled, by region and in their order; and who is not.
async fn entitled(
    tx: &Tx<'_>,
    (plan, what): (&Plan, &Issue),
    list: Option<List<'_>>,
) -> Result<(BTreeMap<i16, Vec<Wanted>>, Refused)> {
    match list {
        Some(list) => listed(tx, (plan, what), list).await,
        None => students(tx, (plan, what)).await,
    }
}

async fn listed(
    tx: &Tx<'_>,
    (plan, what): (&Plan, &Issue),
    (name, bytes): List<'_>,
) -> Result<(BTreeMap<i16, Vec<Wanted>>, Refused)> {
    let (mut regions, mut refused, mut rows) = (BTreeMap::<i16, Vec<Wanted>>::new(), Refused::default(), Vec::new());
    let mut seen = HashSet::new();
    let lookup = |iin: law::Iin| tx.app().secrets.lookup(iin.as_str());
    for (row, person) in table_file::read_all(bytes, COLUMNS, |cells| cells.iin("iin").map(lookup))? {
        match person {
            Ok(person) if seen.insert(person.clone()) => rows.push((row, person)),
            Ok(_) => refused.add(name, row, "row.duplicate", "the child is in the list twice"),
            Err(refusal) => refused.add(name, row, refusal.code, refusal.detail),
        }
    }
    for chunk in rows.chunks(CHUNK) {
        let hashes: Vec<_> = chunk.iter().map(|(_, person)| person.clone()).collect();
        let known: HashMap<Vec<u8>, Known> =
            find_known(tx, &hashes).await?.into_iter().map(|known| (known.iin_hmac.clone(), known)).collect();
        for (row, (_, hmac)) in chunk {
            match eligible(known.get(hmac), (plan, what)) {
                Ok(known) => {
                    let wanted = Wanted { row: *row, bucket: known.bucket, person_id: known.id };
                    regions.entry(known.region).or_default().push(wanted);
                }
                Err(refusal) => refused.add(name, *row, refusal.code, refusal.detail),
            }
        }
    }
    Ok((regions, refused))
}

/// A child of a list who may get a voucher.
fn eligible<'a>(known: Option<&'a Known>, (plan, what): (&Plan, &Issue)) -> Result<&'a Known, Refusal> {
    let known = known.ok_or_else(|| Refusal::new("person.unknown", "nobody in the persons register has this IIN"))?;
    if known.deceased {
        return Err(Refusal::new("person.deceased", "the persons register says that the child has died"));
    }
    if what.region.is_some_and(|region| region != known.region) {
        return Err(Refusal::new("person.elsewhere", "the child lives in another region"));
    }
    if !(plan.born.0..=plan.born.1).contains(&known.birth_date) {
        return Err(Refusal::new("voucher.age", "the child is not of the programme's ages"));
    }
    Ok(known)
}

/// The students of the grant register in the regions that have an issuer.
async fn students(tx: &Tx<'_>, (plan, what): (&Plan, &Issue)) -> Result<(BTreeMap<i16, Vec<Wanted>>, Refused)> {
    let (mut regions, mut refused) = (BTreeMap::<i16, Vec<Wanted>>::new(), Refused::default());
    let mut issuers = list_issuers(tx).await?;
    issuers.dedup_by_key(|issuer| issuer.0);
    issuers.retain(|issuer| what.region.is_none_or(|region| region == issuer.0));
    let (span, limit) = ((plan.first_month, plan.last_day), i64::try_from(CHUNK).map_err(anyhow::Error::from)?);
    for (region, _) in issuers {
        let wanted = regions.entry(region).or_default();
        let mut after = (i16::MIN, Uuid::nil());
        loop {
            let of = (region, what.programme.as_str());
            let found = grants::store::list_students(tx, of, span, after, limit).await?;
            for student in &found {
                if student.deceased {
                    refused.add("", 0, "person.deceased", "");
                } else if !(plan.born.0..=plan.born.1).contains(&student.birth_date) {
                    refused.add("", 0, "voucher.age", "");
                } else {
                    wanted.push(Wanted { row: 0, bucket: student.bucket, person_id: student.person_id });
                }
            }
            match found.last() {
                Some(last) if found.len() == CHUNK => after = (last.bucket, last.person_id),
                Some(_) | None => break,
            }
        }
    }
    Ok((regions, refused))
}
