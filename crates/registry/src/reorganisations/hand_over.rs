//! One region and programme of a reorganisation: places first, then the contracts, each ended the day before and booked anew.

use std::collections::{HashMap, HashSet};

use uuid::Uuid;

use crate::{
    beneficiaries,
    contracts::{
        roster::{effect, last_day, served_anew},
        state_orders,
        store::{self, Confirmation, Contract, ContractRevision, ContractVoucher, Known},
    },
    parties::{Handover, adopt_groups, adopt_orders},
    platform::{Refusal, Result, Tx},
    vouchers::{self, Batch, Booked, Booking, Child, Effect, End},
};

/// Why the predecessor's enrolments end.
const REASON: &str = "reorganised";

/// What went over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Handed {
    pub(super) state_orders: usize,
    pub(super) contracts: usize,
    pub(super) portions: usize,
    /// Tiyn.
    pub(super) booked: i64,
}

/// A contract on its way: as it was, and as the successor has it.
struct Going {
    before: Known,
    after: Known,
}

/// Lets the contracts of a performer go on at another. The caller holds both locks.
///
/// # Errors
/// The refusals of a booking; faults.
pub(super) async fn hand_over(tx: &mut Tx<'_>, over: &Handover, programme: &str) -> Result<Handed> {
    let groups = adopt_groups(tx, over).await?;
    let handed = Handed { state_orders: adopt_orders(tx, over).await?, ..Handed::default() };
    let going = going(tx, over, &groups).await?;
    end(tx, (over, programme), &going).await?;
    let booked = book(tx, (over, programme), &going).await?;
    confirm(tx, over.region, &going).await?;
    let portions = booked.iter().flat_map(|booked| &booked.portions);
    Ok(Handed {
        contracts: going.len(),
        portions: portions.clone().count(),
        booked: portions.filter_map(|portion| portion.money.as_ref()).map(|money| money.0).sum(),
        ..handed
    })
}

/// The contracts that serve on the first day or later.
async fn going(tx: &Tx<'_>, over: &Handover, groups: &HashMap<Uuid, Uuid>) -> Result<Vec<Going>> {
    let serving = vouchers::serving_from(tx, over.region, &[over.predecessor], over.on).await?;
    let known = store::list_contracts(tx, over.region, &[over.predecessor, over.successor]).await?;
    let (own, theirs): (Vec<Known>, Vec<Known>) =
        known.into_iter().partition(|known| known.contract.performer_id == over.successor);
    let taken: HashSet<&str> = own.iter().map(|known| known.contract.number.as_str()).collect();
    let mut going: Vec<Going> = Vec::new();
    for before in theirs.into_iter().filter(|known| serving.contains(&known.contract.id)) {
        let id = tx.app().clock.id();
        let number = before.contract.number.clone();
        // A number that the successor has given itself stays its own.
        let number = if taken.contains(number.as_str()) { format!("{number}/{}", over.predecessor) } else { number };
        let revision = &before.revision;
        let after = Known {
            contract: Contract { id, performer_id: over.successor, number, ..before.contract.clone() },
            revision: ContractRevision {
                contract_id: id,
                group_id: groups.get(&revision.group_id).copied().unwrap_or(revision.group_id),
                enrolled_from: revision.enrolled_from.max(over.on),
                effective_on: over.on,
                ..revision.clone()
            },
            served: before.served.clone(),
        };
        going.push(Going { before, after });
    }
    going.sort_by_key(|going| going.before.contract.id);
    Ok(going)
}

/// Ends the enrolments of the predecessor on the day before; what would only have begun later is withdrawn.
async fn end(tx: &mut Tx<'_>, (over, programme): (&Handover, &str), going: &[Going]) -> Result<()> {
    let last = over.on.yesterday()?;
    let (mut revisions, mut ends) = (Vec::new(), Vec::new());
    for Going { before, .. } in going {
        let revision = &before.revision;
        let never_began = revision.enrolled_from > last;
        revisions.push(ContractRevision {
            enrolled_to: if never_began { revision.enrolled_to } else { Some(last) },
            end_reason: Some(REASON.to_owned()),
            withdrawn: never_began,
            effective_on: over.on,
            ..revision.clone()
        });
        ends.push(End {
            contract_id: before.contract.id,
            performer_id: over.predecessor,
            child: (before.contract.bucket, before.contract.person_id),
            last: if never_began { revision.enrolled_from.yesterday()? } else { last },
            effect: Effect::Release,
            reason: REASON.to_owned(),
            withdrawn: false,
        });
    }
    tx.record(&revisions).await?;
    vouchers::release_many(tx, (over.region, programme), &ends).await
}

/// Books the same days at the successor; one refusal refuses all.
async fn book(tx: &mut Tx<'_>, (over, programme): (&Handover, &str), going: &[Going]) -> Result<Vec<Booked>> {
    let persons: Vec<(i16, Uuid)> =
        going.iter().map(|going| (going.before.contract.bucket, going.before.contract.person_id)).collect();
    let children: HashMap<Uuid, Child> = beneficiaries::store::list_by_id(tx, &persons)
        .await?
        .into_iter()
        .map(|known| {
            let child =
                Child { bucket: known.bucket, id: known.id, birth_date: known.birth_date, deceased: known.deceased };
            (known.id, child)
        })
        .collect();
    let bookings = going
        .iter()
        .map(|going| booking(tx, programme, going, children.get(&going.before.contract.person_id)))
        .collect::<Result<Vec<Booking>, Refusal>>()?;
    let region = over.region;
    let orders = state_orders(tx, region, programme, &[over.successor]).await?;
    let batch = Batch { region, programme, orders: &orders, bookings: &bookings };
    let answers = vouchers::book_many(tx, &batch).await?;
    let booked = answers
        .into_iter()
        .zip(&bookings)
        .map(|(answer, booking)| {
            answer.map_err(|refusal| {
                Refusal::new(refusal.code, format!("contract {}: {}", booking.number, refusal.detail))
            })
        })
        .collect::<Result<Vec<Booked>, Refusal>>()?;
    record(tx, region, going, (&bookings, &booked)).await?;
    Ok(booked)
}

fn booking(tx: &Tx<'_>, programme: &str, going: &Going, child: Option<&Child>) -> Result<Booking, Refusal> {
    let (contract, revision) = (&going.after.contract, &going.after.revision);
    let to = last_day(revision);
    let reason = revision.end_reason.as_ref();
    let ends = reason.map(|reason| Ok::<_, Refusal>((effect(tx.pack(), programme, reason, to)?, reason.clone())));
    Ok(Booking {
        child: child.cloned(),
        performer_id: contract.performer_id,
        contract_id: contract.id,
        number: contract.number.clone(),
        group_id: revision.group_id,
        contract: (revision.contract_from, revision.contract_to),
        price: revision.price,
        from: revision.enrolled_from,
        to,
        ends: ends.transpose()?,
        effective_on: revision.effective_on,
        continues: true,
    })
}

/// The contracts as the successor has them: each begins with the voucher that it serves now.
async fn record(
    tx: &mut Tx<'_>,
    region: i16,
    going: &[Going],
    (bookings, booked): (&[Booking], &[Booked]),
) -> Result<()> {
    let (mut contracts, mut revisions) = (Vec::new(), Vec::new());
    let mut served: Vec<ContractVoucher> = Vec::new();
    for ((going, booking), booked) in going.iter().zip(bookings).zip(booked) {
        let after = &going.after;
        contracts.push(after.contract.clone());
        revisions.push(after.revision.clone());
        served.extend(after.served.iter().map(|voucher| ContractVoucher {
            region,
            contract_id: after.contract.id,
            voucher_id: *voucher,
            performer_id: after.contract.performer_id,
        }));
        served.extend(served_anew(region, (booking, booked), Some(after)));
    }
    contracts.sort_by_key(|contract| contract.id);
    revisions.sort_by_key(|revision| revision.contract_id);
    served.sort_by_key(|served| (served.contract_id, served.voucher_id));
    tx.record(&contracts).await?;
    tx.record(&revisions).await?;
    tx.record(&served).await
}

/// The consents of both sides hold for the successor: nobody is asked again.
async fn confirm(tx: &mut Tx<'_>, region: i16, going: &[Going]) -> Result<()> {
    let ids: Vec<Uuid> = going.iter().map(|going| going.before.contract.id).collect();
    let as_contract: HashMap<Uuid, Uuid> =
        going.iter().map(|going| (going.before.contract.id, going.after.contract.id)).collect();
    let at = tx.at();
    let mut rows: Vec<Confirmation> = store::list_confirmations(tx, region, &ids)
        .await?
        .into_iter()
        .filter_map(|row| {
            Some(Confirmation { contract_id: *as_contract.get(&row.contract_id)?, revision_at: at, ..row })
        })
        .collect();
    rows.sort_by(|one, next| (one.contract_id, &one.side).cmp(&(next.contract_id, &next.side)));
    tx.record(&rows).await
}
