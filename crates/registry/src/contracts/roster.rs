//! Imports a roster (spec 7.2): classes become groups, enrolments become contracts, and contracts book days. Ends are applied for the
//! whole file before anything is booked, so that a transfer told in one file works.

mod told_fees;

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::ToSpan as _;
use law::Pack;
use uuid::Uuid;

use super::{
    groups::{self, GroupIds},
    oneroster::{self, ClassRow, ENROLLMENTS, EnrolmentRow, Roster},
    state_orders,
    store::{self, Confirmation, Contract, ContractRevision, ContractVoucher, Known},
};
use crate::{
    app::App,
    beneficiaries::store::find_known,
    parties::{self, store::find_performers},
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        inbox::{Delivery, Kept},
    },
    vouchers::{self, Batch, Booking, Child, End, voucher::Effect},
};

/// Rows a transaction, whole performers.
const CHUNK: usize = 2_000;

/// Performers of one region and programme with their rows.
#[derive(Default)]
struct Chunk {
    region: i16,
    programme: String,
    performers: Vec<Uuid>,
    classes: Vec<(Uuid, ClassRow)>,
    enrolments: Vec<(Uuid, EnrolmentRow)>,
}

/// What the passes over a file agree on.
struct Import {
    report: Report,
    groups: GroupIds,
    /// Rows that need no booking: refused, unchanged, or ended only.
    settled: HashSet<u64>,
}

/// Takes a roster; with `dry_run` only tells what would be refused.
///
/// # Errors
/// `access.denied`; faults of the database. Refused files and rows stand in the report.
pub async fn import_roster(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.oneroster", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| take(&delivery, kept).await).await
}

async fn take(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let &Delivery { app, actor, bytes, dry_run, progress, .. } = delivery;
    let tx = app.begin(actor, "contracts.reported", 0).await?;
    let (chunks, report) = chunks(&tx, oneroster::read(bytes)?).await?;
    drop(tx);
    let mut import = Import { report, groups: GroupIds::default(), settled: HashSet::new() };
    if dry_run {
        import.try_all(app, actor, &chunks).await?;
    } else {
        import.apply_all(app, actor, &chunks, progress).await?;
    }
    import.report.errors.sort_by(|a, b| (&a.file, a.row).cmp(&(&b.file, b.row)));
    delivery.settle(app.begin(actor, "contracts.reported", 0).await?, kept, &import.report).await?;
    Ok(import.report)
}

/// Finds the performers and cuts the file into chunks; rows of performers that nobody admitted are refused.
async fn chunks(tx: &Tx<'_>, roster: Roster) -> Result<(Vec<Chunk>, Report)> {
    let Roster { classes, enrolments, mut report } = roster;
    let bins: Vec<String> = classes
        .iter()
        .map(|class| &class.bin)
        .chain(enrolments.iter().map(|row| &row.bin))
        .collect::<HashSet<_>>()
        .into_iter()
        .cloned()
        .collect();
    let programmes: HashSet<String> = enrolments.iter().map(|row| row.programme.clone()).collect();
    let mut of = BTreeMap::<(i16, String, String), (Uuid, Chunk)>::new();
    for programme in &programmes {
        for (region, id, bin) in find_performers(tx, programme, &bins).await? {
            of.entry((region, programme.clone(), bin)).or_insert((id, Chunk::default()));
        }
    }
    // Classes without an enrolment name no programme: they are told of every one that their organisation serves.
    let enrolling: HashSet<&String> = enrolments.iter().map(|row| &row.bin).collect();
    let alone: Vec<String> = bins.iter().filter(|bin| !enrolling.contains(bin)).cloned().collect();
    let others: HashSet<&String> = tx.pack().terms.iter().map(|terms| &terms.programme).collect();
    for programme in others.into_iter().filter(|_| !alone.is_empty()) {
        for (region, id, bin) in find_performers(tx, programme, &alone).await? {
            of.entry((region, programme.clone(), bin)).or_insert((id, Chunk::default()));
        }
    }
    let mut by_bin = HashMap::<(String, String), (i16, String, String)>::new();
    for key in of.keys() {
        by_bin.insert((key.1.clone(), key.2.clone()), key.clone());
    }
    for class in classes {
        for ((_, _, bin), (id, chunk)) in &mut of {
            if *bin == class.bin && tx.actor().may_speak_for(bin) {
                chunk.classes.push((*id, class.clone()));
            }
        }
    }
    for row in enrolments {
        let place = by_bin.get(&(row.programme.clone(), row.bin.clone())).and_then(|key| of.get_mut(key));
        match place {
            _ if !tx.actor().may_speak_for(&row.bin) => {
                let words = "the organisation is not the one that brings the file";
                refuse(&mut report, ENROLLMENTS, row.row, &Refusal::new("access.denied", words));
            }
            Some((id, chunk)) => chunk.enrolments.push((*id, row)),
            None => refuse(&mut report, ENROLLMENTS, row.row, &Refusal::new("performer.not_admitted", row.bin.clone())),
        }
    }
    let mut chunks: Vec<Chunk> = Vec::new();
    for ((region, programme, _), (id, one)) in of {
        let fits = |last: &&mut Chunk| {
            last.region == region
                && last.programme == programme
                && last.enrolments.len().saturating_add(one.enrolments.len()) <= CHUNK
        };
        match chunks.last_mut().filter(fits) {
            Some(last) => {
                last.performers.push(id);
                last.classes.extend(one.classes);
                last.enrolments.extend(one.enrolments);
            }
            None => chunks.push(Chunk { region, programme, performers: vec![id], ..one }),
        }
    }
    Ok((chunks, report))
}

pub(super) fn refuse(report: &mut Report, file: &str, row: u64, refusal: &Refusal) {
    report.refuse_taken(file, row, refusal);
}

impl Import {
    async fn apply_all(&mut self, app: &App, actor: &Actor, chunks: &[Chunk], progress: &Progress) -> Result<()> {
        for (done, chunk) in chunks.iter().enumerate() {
            progress.at("ends", done, chunks.len());
            let mut tx = app.begin(actor, "contracts.reported", chunk.region).await?;
            parties::lock_performers(&mut tx, chunk.region, &chunk.performers).await?;
            self.tell(&mut tx, chunk).await?;
            self.commit(tx, chunk).await?;
        }
        for (done, chunk) in chunks.iter().enumerate() {
            progress.at("bookings", done, chunks.len());
            let mut tx = app.begin(actor, "contracts.booked", chunk.region).await?;
            parties::lock_performers(&mut tx, chunk.region, &chunk.performers).await?;
            self.book(&mut tx, chunk).await?;
            self.fees(&mut tx, chunk).await?;
            self.commit(tx, chunk).await?;
        }
        progress.at("bookings", chunks.len(), chunks.len());
        for chunk in chunks {
            self.reprice(app, actor, chunk).await?;
        }
        Ok(())
    }

    /// The third pass: amended contracts give their parts the new price. A row whose line has no money for it says so, and the contract
    /// stands as it was told.
    async fn reprice(&mut self, app: &App, actor: &Actor, chunk: &Chunk) -> Result<()> {
        if !vouchers::is_priced_by_contract(app.pack(), &chunk.programme) {
            return Ok(());
        }
        let tx = app.begin(actor, "contracts.reported", chunk.region).await?;
        let known = known_contracts(&tx, chunk).await?;
        let row = |(performer, row): &(Uuid, EnrolmentRow)| {
            Some((known.get(&(*performer, row.number.clone()))?.contract.id, row.row))
        };
        let rows: BTreeMap<Uuid, u64> = chunk.enrolments.iter().filter_map(row).collect();
        let contracts: Vec<Uuid> = rows.keys().copied().collect();
        let amended = store::list_amended(&tx, chunk.region, &contracts).await?;
        drop(tx);
        let whose = (chunk.region, chunk.programme.as_str());
        let mut told = HashSet::new();
        for (contract, lacks) in vouchers::reprice_amended(app, actor, whose, &amended).await? {
            if told.insert(contract) {
                let row = rows.get(&contract).copied().unwrap_or_default();
                refuse(&mut self.report, ENROLLMENTS, row, &Refusal::new(lacks.code, lacks.part));
            }
        }
        Ok(())
    }

    async fn commit(&self, tx: Tx<'_>, chunk: &Chunk) -> Result<()> {
        if !tx.is_empty() {
            parties::count_up(&tx, chunk.region, &chunk.performers).await?;
        }
        tx.commit().await
    }

    /// Everything in one transaction that is dropped.
    async fn try_all(&mut self, app: &App, actor: &Actor, chunks: &[Chunk]) -> Result<()> {
        let mut tx = app.begin(actor, "contracts.reported", 0).await?;
        for chunk in chunks {
            parties::lock_performers(&mut tx, chunk.region, &chunk.performers).await?;
        }
        for chunk in chunks {
            self.tell(&mut tx, chunk).await?;
        }
        for chunk in chunks {
            self.book(&mut tx, chunk).await?;
            self.fees(&mut tx, chunk).await?;
        }
        Ok(())
    }

    /// The first pass: groups, then ends and withdrawals of contracts that are there.
    async fn tell(&mut self, tx: &mut Tx<'_>, chunk: &Chunk) -> Result<()> {
        groups::save(tx, (chunk.region, &chunk.performers), &chunk.classes, (&mut self.groups, &mut self.report))
            .await?;
        let known = known_contracts(tx, chunk).await?;
        let (mut revisions, mut ends) = (Vec::new(), Vec::new());
        for (performer, row) in &chunk.enrolments {
            let Some(contract) = known.get(&(*performer, row.number.clone())) else {
                if row.withdrawn {
                    self.settled.insert(row.row);
                }
                continue;
            };
            match self.compare(tx.pack(), chunk, (*performer, row), contract) {
                Ok(Change { revision: None, .. }) => {
                    self.settled.insert(row.row);
                }
                Ok(Change { revision: Some(revision), end, books }) => {
                    if let Some(end) = end {
                        ends.push(end);
                        revisions.push(revision);
                    }
                    if !books {
                        self.settled.insert(row.row);
                    }
                }
                Err(refusal) => {
                    self.settled.insert(row.row);
                    refuse(&mut self.report, ENROLLMENTS, row.row, &refusal);
                }
            }
        }
        revisions.sort_by_key(|revision| revision.contract_id);
        tx.record(&revisions).await?;
        vouchers::release_many(tx, (chunk.region, &chunk.programme), &ends).await
    }

    fn compare(
        &self,
        pack: &Pack,
        chunk: &Chunk,
        (performer, row): (Uuid, &EnrolmentRow),
        known: &Known,
    ) -> Result<Change, Refusal> {
        let group = self.groups.find(performer, &row.class)?;
        let mut revision = revision_of(chunk.region, (known.contract.id, group), row);
        let before = &known.revision;
        let same = ContractRevision { effective_on: before.effective_on, ..revision.clone() } == *before;
        if same {
            return Ok(Change { revision: None, end: None, books: false });
        }
        if row.told_on < before.effective_on {
            return Err(Refusal::new(
                "contract.stale_revision",
                format!("told on {}, known from {}", row.told_on, before.effective_on),
            ));
        }
        if row.from > before.enrolled_from && !row.withdrawn {
            return Err(Refusal::new(
                "row.invalid",
                "a first day moves earlier only; withdraw the enrolment to begin later",
            ));
        }
        let moved = before.group_id != group && !before.withdrawn;
        let (was, now) = (last_day(before), last_day(&revision));
        let mut end = End {
            contract_id: known.contract.id,
            performer_id: performer,
            child: (known.contract.bucket, known.contract.person_id),
            last: now,
            effect: Effect::Release,
            reason: row.end_reason.clone().unwrap_or_else(|| "contract".to_owned()),
            withdrawn: row.withdrawn,
        };
        let day_before = |day: jiff::civil::Date| day.checked_sub(1.day()).unwrap_or(day);
        if row.withdrawn {
            (end.last, end.reason) = (day_before(before.enrolled_from), "withdrawn".to_owned());
            revision.withdrawn = true;
        } else if let Some(reason) = &row.end_reason {
            end.effect = effect(pack, &chunk.programme, reason, now)?;
        } else if moved {
            (end.last, end.reason) = (day_before(row.told_on.max(row.from)), "group".to_owned());
        }
        let ends = row.withdrawn || row.end_reason.is_some() || moved || now < was;
        let books =
            !row.withdrawn && (before.withdrawn || moved || now > was || row.from < before.enrolled_from || !ends);
        Ok(Change { revision: Some(revision), end: ends.then_some(end), books })
    }

    /// The second pass: what is not settled is booked.
    async fn book(&mut self, tx: &mut Tx<'_>, chunk: &Chunk) -> Result<()> {
        let open: Vec<&(Uuid, EnrolmentRow)> =
            chunk.enrolments.iter().filter(|(_, row)| !self.settled.contains(&row.row)).collect();
        if open.is_empty() {
            return Ok(());
        }
        let known = known_contracts(tx, chunk).await?;
        let children = find_children(tx, &open).await?;
        let (mut rows, mut bookings) = (Vec::new(), Vec::new());
        for (performer, row) in open {
            let contract = known.get(&(*performer, row.number.clone()));
            match self.booking(tx, chunk, (*performer, row), (contract, children.get(row.iin.as_str()))) {
                Ok(booking) => {
                    rows.push((row, contract));
                    bookings.push(booking);
                }
                Err(refusal) => refuse(&mut self.report, ENROLLMENTS, row.row, &refusal),
            }
        }
        let orders = state_orders(tx, chunk.region, &chunk.programme, &chunk.performers).await?;
        let batch = Batch { region: chunk.region, programme: &chunk.programme, orders: &orders, bookings: &bookings };
        let activation = !bookings.is_empty() && batch.terms(tx)?.activation;
        let answers = vouchers::book_many(tx, &batch).await?;
        let (mut contracts, mut revisions) = (Vec::new(), Vec::new());
        let (mut signed, mut served) = (Vec::new(), Vec::new());
        for (((row, contract), booking), answer) in rows.into_iter().zip(&bookings).zip(answers) {
            match answer {
                Ok(booked) => {
                    let revision = revision_of(chunk.region, (booking.contract_id, booking.group_id), row);
                    let told = contract.is_some_and(|known| {
                        ContractRevision { effective_on: revision.effective_on, ..known.revision.clone() } == revision
                    });
                    if contract.is_none() {
                        contracts.push(Contract {
                            region: chunk.region,
                            id: booking.contract_id,
                            performer_id: booking.performer_id,
                            bucket: booked.child.bucket,
                            person_id: booked.child.id,
                            voucher_id: booked.voucher_id,
                            number: row.number.clone(),
                        });
                        signed.extend(activation.then(|| signature(tx, chunk.region, (booking, row))));
                    }
                    served.extend(served_anew(chunk.region, (booking, &booked), contract));
                    if !told {
                        revisions.push(revision);
                    }
                }
                Err(refusal) => refuse(&mut self.report, ENROLLMENTS, row.row, &refusal),
            }
        }
        contracts.sort_by_key(|contract| contract.id);
        revisions.sort_by_key(|revision| revision.contract_id);
        signed.sort_by_key(|side: &Confirmation| side.contract_id);
        served.sort_by_key(|served: &ContractVoucher| (served.contract_id, served.voucher_id));
        tx.record(&contracts).await?;
        tx.record(&revisions).await?;
        tx.record(&signed).await?;
        tx.record(&served).await
    }

    fn booking(
        &self,
        tx: &Tx<'_>,
        chunk: &Chunk,
        (performer, row): (Uuid, &EnrolmentRow),
        (known, child): (Option<&Known>, Option<&Child>),
    ) -> Result<Booking, Refusal> {
        let group_id = self.groups.find(performer, &row.class)?;
        if known.zip(child).is_some_and(|(known, child)| known.contract.person_id != child.id) {
            return Err(Refusal::new("row.invalid", "the contract is another child's"));
        }
        let to = row.to.map_or(row.contract_to, |to| to.min(row.contract_to));
        let reason = row
            .end_reason
            .as_ref()
            .map(|reason| Ok::<_, Refusal>((effect(tx.pack(), &chunk.programme, reason, to)?, reason.clone())));
        Ok(Booking {
            child: child.cloned(),
            performer_id: performer,
            contract_id: known.map_or_else(|| tx.app().clock.id(), |known| known.contract.id),
            number: row.number.clone(),
            group_id,
            contract: (row.contract_from, row.contract_to),
            price: row.price,
            from: row.from,
            to,
            ends: reason.transpose()?,
            effective_on: row.told_on,
            continues: false,
        })
    }
}

/// The performer's consent: the day of signature that its roster tells.
fn signature(tx: &Tx<'_>, region: i16, (booking, row): (&Booking, &EnrolmentRow)) -> Confirmation {
    Confirmation {
        region,
        contract_id: booking.contract_id,
        side: "performer".to_owned(),
        channel: "roster".to_owned(),
        person_hmac: Vec::new(),
        document: row.number.clone(),
        confirmed_on: row.signed_on,
        revision_at: tx.at(),
    }
}

/// A voucher that a known contract serves from this booking on.
pub(crate) fn served_anew(
    region: i16,
    (booking, booked): (&Booking, &vouchers::Booked),
    contract: Option<&Known>,
) -> Option<ContractVoucher> {
    let known = contract.filter(|known| {
        !booked.portions.is_empty()
            && known.contract.voucher_id != booked.voucher_id
            && !known.serves(booked.voucher_id)
    })?;
    Some(ContractVoucher {
        region,
        contract_id: known.contract.id,
        voucher_id: booked.voucher_id,
        performer_id: booking.performer_id,
    })
}

/// What a row changes of a contract that is there.
struct Change {
    revision: Option<ContractRevision>,
    end: Option<End>,
    books: bool,
}

pub(crate) fn effect(pack: &Pack, programme: &str, reason: &str, on: jiff::civil::Date) -> Result<Effect, Refusal> {
    vouchers::terms::check_transfer(pack, programme, reason, on)?;
    vouchers::terms::effect(pack, programme, reason, on)
        .ok_or_else(|| Refusal::new("row.invalid", format!("the programme knows no endReason {reason}")))
}

pub(crate) fn last_day(revision: &ContractRevision) -> jiff::civil::Date {
    revision.enrolled_to.map_or(revision.contract_to, |to| to.min(revision.contract_to))
}

fn revision_of(region: i16, (contract_id, group_id): (Uuid, Uuid), row: &EnrolmentRow) -> ContractRevision {
    ContractRevision {
        region,
        contract_id,
        group_id,
        signed_on: row.signed_on,
        contract_from: row.contract_from,
        contract_to: row.contract_to,
        enrolled_from: row.from,
        enrolled_to: row.to,
        price: row.price,
        end_reason: row.end_reason.clone(),
        withdrawn: row.withdrawn,
        effective_on: row.told_on,
    }
}

async fn known_contracts(tx: &Tx<'_>, chunk: &Chunk) -> Result<HashMap<(Uuid, String), Known>> {
    let known = store::list_contracts(tx, chunk.region, &chunk.performers).await?;
    Ok(known.into_iter().map(|known| ((known.contract.performer_id, known.contract.number.clone()), known)).collect())
}

/// The children of rows by IIN; who is not known is absent.
async fn find_children(tx: &Tx<'_>, rows: &[&(Uuid, EnrolmentRow)]) -> Result<HashMap<String, Child>> {
    let iins: HashSet<&str> = rows.iter().map(|(_, row)| row.iin.as_str()).collect();
    let hashes: Vec<((i16, Vec<u8>), &str)> = iins.into_iter().map(|iin| (tx.app().secrets.lookup(iin), iin)).collect();
    let wanted: Vec<(i16, Vec<u8>)> = hashes.iter().map(|(hash, _)| hash.clone()).collect();
    let found = find_known(tx, &wanted).await?;
    let by_hash: HashMap<Vec<u8>, Child> = found
        .into_iter()
        .map(|known| {
            (
                known.iin_hmac,
                Child { bucket: known.bucket, id: known.id, birth_date: known.birth_date, deceased: known.deceased },
            )
        })
        .collect();
    Ok(hashes.into_iter().filter_map(|((_, hash), iin)| Some((iin.to_owned(), by_hash.get(&hash)?.clone()))).collect())
}
