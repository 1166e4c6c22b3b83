//! Ends portions (spec 2.1): release, pause, annul. The month of the event keeps its days up to the legal date, later parts follow the
//! effect; money of a part that is written off changes by the next act only.

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::{ToSpan as _, civil::Date};
use law::{DayMask, Month, Pack};
use ledger::posting::Kind;
use uuid::Uuid;

use super::{
    booking::mask,
    load::months_between,
    store::{self, DaysKey, Of, PartRow, PortionEnd, PortionRow, VoucherEnd},
    terms,
    voucher::{Effect, Sums, share},
};
use crate::{
    budgets::{self, Movement, store::list_lines},
    parties::store::{GroupRevision, list_groups, list_performers},
    platform::{Result, Tx},
};

/// The end of a contract.
#[derive(Clone, Debug)]
pub struct End {
    /// The contract.
    pub contract_id: Uuid,
    /// Its performer, whose lock the caller holds.
    pub performer_id: Uuid,
    /// The child: bucket and person.
    pub child: (i16, Uuid),
    /// The last day that stays served.
    pub last: Date,
    /// What it does.
    pub effect: Effect,
    /// Why, as the programme's table spells it.
    pub reason: String,
    /// An entry made in error: what is written off stays as it is.
    pub withdrawn: bool,
}

/// What ends took away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Freed {
    /// Portions that lost days.
    pub portions: usize,
    /// What went back to budget lines (tiyn).
    pub returned: i64,
}

/// Ends contracts of one region and programme; where the effect annuls, the vouchers end with them. What ended there before is not ended
/// again.
///
/// # Errors
/// Faults of the database.
pub async fn release_many(tx: &mut Tx<'_>, whose: (i16, &str), ends: &[End]) -> Result<()> {
    let (_, vouchers) = free(tx, whose, ends).await?;
    tx.record(&vouchers).await
}

/// The contracts of performers that have live days on a day or later.
///
/// # Errors
/// Faults of the database.
pub async fn serving_from(tx: &Tx<'_>, region: i16, performers: &[Uuid], from: Date) -> Result<HashSet<Uuid>> {
    // A voucher has twelve months at most.
    let months = months_between(from, from.checked_add(13.months())?);
    let portions = store::list_portions(tx, region, &months, Of::Performers(performers)).await?;
    let serves = |portion: &PortionRow| {
        let days = mask((portion.from_day, portion.last_day));
        days & Month::of(portion.month).days_between(from, portion.month.last_of_month()) != 0
    };
    Ok(portions.into_iter().filter(serves).map(|portion| portion.contract_id).collect())
}

/// Takes the days and the money away; answers with it the ends of the vouchers that are thereby annulled, which are not recorded yet.
pub(super) async fn free(
    tx: &mut Tx<'_>,
    (region, programme): (i16, &str),
    ends: &[End],
) -> Result<(Freed, Vec<VoucherEnd>)> {
    let Some(first) = ends.iter().map(|end| end.last).min() else { return Ok(Default::default()) };
    // A voucher has twelve months at most.
    let months = months_between(first, first.checked_add(13.months())?);
    let performers: Vec<Uuid> = ends.iter().map(|end| end.performer_id).collect::<HashSet<_>>().into_iter().collect();
    let by_contract: HashMap<Uuid, &End> = ends.iter().map(|end| (end.contract_id, end)).collect();
    let portions = store::list_portions(tx, region, &months, Of::Performers(&performers)).await?;
    let affected: Vec<(PortionRow, &End)> = portions
        .into_iter()
        .filter_map(|portion| by_contract.get(&portion.contract_id).map(|end| (portion, *end)))
        .filter(|(portion, end)| touches(portion, end))
        .collect();
    if affected.is_empty() {
        return Ok(Default::default());
    }
    let vouchers: Vec<Uuid> =
        affected.iter().map(|(portion, _)| portion.voucher_id).collect::<HashSet<_>>().into_iter().collect();
    let days: BTreeMap<DaysKey, DayMask> = affected.iter().fold(BTreeMap::new(), |mut days, (portion, end)| {
        *days.entry((end.child.0, portion.month, end.child.1)).or_default() |= freed(portion, end);
        days
    });
    let locked = days.keys().map(|key| (*key, 0)).collect();
    store::free_days(tx, programme, &locked).await?;
    let sums = store::movement_sums(tx, region, &vouchers, &months).await?;
    let sums_of = |portion: &PortionRow| {
        sums.get(&(portion.voucher_id, portion.month, portion.portion)).copied().unwrap_or_default()
    };
    let affected: Vec<(PortionRow, &End)> =
        affected.into_iter().filter(|(portion, end)| !(end.withdrawn && sums_of(portion).written_off)).collect();
    let mut free = BTreeMap::<DaysKey, DayMask>::new();
    for (portion, end) in &affected {
        *free.entry((end.child.0, portion.month, end.child.1)).or_default() |= freed(portion, end);
    }
    store::free_days(tx, programme, &free).await?;
    let held = Held::load(tx, region, (&vouchers, &performers, &months)).await?;
    let (mut rows, mut movements) = (Vec::new(), Vec::new());
    for (portion, end) in &affected {
        rows.push(end_row(region, portion, end));
        movements.extend(held.release(tx, region, (portion, end), sums_of(portion))?);
    }
    rows.sort_by_key(|row| (row.month, row.voucher_id, row.portion));
    movements.sort_by_key(|movement| (movement.month, movement.subject, movement.id));
    tx.record(&rows).await?;
    budgets::post(tx, region, &movements).await?;
    let returned = movements.iter().map(|movement| movement.amount).sum();
    Ok((Freed { portions: rows.len(), returned }, annulled(region, &affected)))
}

/// The ends of the vouchers whose portions an end annulled, one each: the earliest.
fn annulled(region: i16, affected: &[(PortionRow, &End)]) -> Vec<VoucherEnd> {
    let mut earliest = BTreeMap::<Uuid, &End>::new();
    for (portion, end) in affected.iter().filter(|(_, end)| end.effect == Effect::Annul) {
        let known = earliest.entry(portion.voucher_id).or_insert(end);
        if end.last < known.last {
            *known = end;
        }
    }
    let row = |(voucher_id, end): (Uuid, &End)| VoucherEnd {
        region,
        voucher_id,
        effect: end.effect.code().to_owned(),
        reason: end.reason.clone(),
        last_on: end.last,
        document: end.contract_id.to_string(),
    };
    earliest.into_iter().map(row).collect()
}

/// The days of a portion that the end takes away.
fn freed(portion: &PortionRow, end: &End) -> DayMask {
    mask((portion.from_day, portion.last_day)) & !Month::of(portion.month).days_between(portion.month, end.last)
}

/// Whether the end changes the portion: takes days, or annuls the voucher with its last portion.
fn touches(portion: &PortionRow, end: &End) -> bool {
    let annuls = end.effect == Effect::Annul
        && portion.effect != Some(Effect::Annul)
        && Month::of(end.last) == Month::of(portion.month);
    freed(portion, end) != 0 || (annuls && mask((portion.from_day, portion.last_day)) != 0)
}

/// The last day that stays; 0 when none does.
fn last_day(portion: &PortionRow, end: &End) -> i16 {
    let kept = mask((portion.from_day, portion.last_day)) & !freed(portion, end);
    i16::try_from(32_u32.saturating_sub(kept.leading_zeros())).unwrap_or_default()
}

fn end_row(region: i16, portion: &PortionRow, end: &End) -> PortionEnd {
    PortionEnd {
        region,
        month: portion.month,
        voucher_id: portion.voucher_id,
        portion: portion.portion,
        last_day: last_day(portion, end),
        effect: end.effect.code().to_owned(),
        reason: end.reason.clone(),
        effective_on: end.last,
    }
}

/// What a movement of a portion needs to know, loaded for many.
struct Held {
    parts: HashMap<(Uuid, Date), PartRow>,
    groups: HashMap<Uuid, GroupRevision>,
    lines: HashMap<Uuid, String>,
    bins: HashMap<Uuid, String>,
    pack: &'static Pack,
}

impl Held {
    async fn load(
        tx: &Tx<'_>,
        region: i16,
        (vouchers, performers, months): (&[Uuid], &[Uuid], &[Date]),
    ) -> Result<Self> {
        let parts = store::list_parts(tx, region, vouchers, months).await?;
        let ids: Vec<Uuid> = parts.iter().filter_map(|part| part.line_id).collect::<HashSet<_>>().into_iter().collect();
        Ok(Self {
            pack: tx.pack(),
            groups: list_groups(tx, region, performers)
                .await?
                .into_iter()
                .filter_map(|group| Some((group.id, group.revision?)))
                .collect(),
            lines: list_lines(tx, region, &ids).await?.into_iter().map(|line| (line.id, line.name)).collect(),
            bins: list_performers(tx, region, performers, tx.today())
                .await?
                .into_iter()
                .map(|performer| (performer.id, performer.bin))
                .collect(),
            parts: parts.into_iter().map(|part| ((part.voucher_id, part.month), part)).collect(),
        })
    }

    /// The money that a portion gives back; none when its part awaits a budget or is written off.
    fn release(
        &self,
        tx: &Tx<'_>,
        region: i16,
        (portion, end): (&PortionRow, &End),
        sums: Sums,
    ) -> Result<Option<Movement>> {
        let Some(part) = self.parts.get(&(portion.voucher_id, portion.month)) else { return Ok(None) };
        let Some(line_id) = part.line_id.filter(|_| !sums.written_off) else { return Ok(None) };
        let amount = sums.held.saturating_sub(self.kept(part, (portion, end))?.min(sums.held));
        if amount == 0 {
            return Ok(None);
        }
        Ok(Some(Movement {
            region,
            month: portion.month,
            subject: portion.voucher_id,
            id: tx.app().clock.id(),
            kind: Kind::Release,
            line_id,
            performer_id: Some(portion.performer_id),
            part_month: portion.month,
            portion: portion.portion,
            amount,
            rest: 0,
            document_kind: "contract".to_owned(),
            document: portion.contract_id,
            effective_on: end.last,
            line_name: self.lines.get(&line_id).cloned().unwrap_or_default(),
            voucher_number: part.voucher_number.clone(),
            performer_bin: self.bins.get(&portion.performer_id).cloned().unwrap_or_default(),
        }))
    }

    /// What the portion keeps of the nominal for its study days.
    fn kept(&self, part: &PartRow, (portion, end): (&PortionRow, &End)) -> Result<i64> {
        if freed(portion, end) == 0 {
            return Ok(i64::MAX);
        }
        let last = last_day(portion, end);
        let Some(group) = self.groups.get(&portion.group_id).filter(|_| last > 0) else { return Ok(0) };
        let study = terms::study_days(self.pack, portion.month, group.weekdays, &group.vacations)?;
        Ok(share(part.nominal, (study & mask((portion.from_day, last))).count_ones(), study.count_ones()))
    }
}
