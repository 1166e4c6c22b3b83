//! What portions should hold of their parts' nominals, for changes of many parts at once: a budget published, a new rate.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use law::Pack;
use ledger::posting::Kind;
use uuid::Uuid;

use super::{
    booking::mask,
    store::{self, DaysKey, Of, PartRow, PortionRow},
    terms,
    voucher::{Sums, share},
};
use crate::{
    budgets::{self, Movement, store::lock_lines},
    parties::{
        lock_performers,
        store::{GroupRevision, list_groups, list_performers},
    },
    platform::{Result, Tx},
};

/// Month and voucher of a part.
pub(super) type PartKey = (Date, Uuid);

/// How many parts one transaction changes.
pub(super) const CHUNK: usize = 1_000;

/// A portion that got no money.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Unfunded {
    /// The part: `number/YYYY-MM`.
    pub part: String,
    /// `budget.exhausted`.
    pub code: &'static str,
    /// What it lacked (tiyn).
    pub amount: i64,
}

impl Unfunded {
    /// How many of them an answer lists; it counts all.
    pub(super) const LISTED: usize = 1_000;

    pub(super) fn of(part: &PartRow, amount: i64) -> Self {
        let part = format!("{}/{}", part.voucher_number, part.month.strftime("%Y-%m"));
        Self { part, code: "budget.exhausted", amount }
    }
}

/// Parts under the locks of their performers and days, with everything that their money follows from.
pub(super) struct Shares {
    region: i16,
    pub(super) parts: HashMap<PartKey, PartRow>,
    /// Portions of each part by number.
    pub(super) portions: HashMap<PartKey, Vec<(PortionRow, Sums)>>,
    groups: HashMap<Uuid, GroupRevision>,
    bins: HashMap<Uuid, String>,
    lines: Vec<budgets::Line>,
    pack: &'static Pack,
}

impl Shares {
    /// Locks and loads parts of one region and programme: performers, then days, then lines.
    pub(super) async fn lock(tx: &mut Tx<'_>, (region, programme): (i16, &str), keys: &[PartKey]) -> Result<Self> {
        let wanted: BTreeSet<PartKey> = keys.iter().copied().collect();
        let months = Vec::from_iter(wanted.iter().map(|key| key.0).collect::<BTreeSet<_>>());
        let vouchers = Vec::from_iter(wanted.iter().map(|key| key.1).collect::<BTreeSet<_>>());
        let before = store::list_portions(tx, region, &months, Of::Vouchers(&vouchers)).await?;
        let performers = Vec::from_iter(before.iter().map(|portion| portion.performer_id).collect::<BTreeSet<_>>());
        lock_performers(tx, region, &performers).await?;
        let children = store::list_children(tx, region, &vouchers).await?;
        let days: BTreeMap<DaysKey, _> = wanted
            .iter()
            .filter_map(|(month, voucher)| children.get(voucher).map(|child| ((child.0, *month, child.1), 0)))
            .collect();
        store::free_days(tx, programme, &days).await?;
        let sums = store::movement_sums(tx, region, &vouchers, &months).await?;
        let mut portions = HashMap::<PartKey, Vec<(PortionRow, Sums)>>::new();
        for row in store::list_portions(tx, region, &months, Of::Vouchers(&vouchers)).await? {
            let sums = sums.get(&(row.voucher_id, row.month, row.portion)).copied().unwrap_or_default();
            portions.entry((row.month, row.voucher_id)).or_default().push((row, sums));
        }
        // A portion that came between the two readings has a performer of its own.
        let performers: BTreeSet<Uuid> = portions.values().flatten().map(|(row, _)| row.performer_id).collect();
        let performers = Vec::from_iter(performers);
        portions.values_mut().for_each(|portions| portions.sort_by_key(|(row, _)| row.portion));
        let parts = store::list_parts(tx, region, &vouchers, &months).await?;
        let groups = list_groups(tx, region, &performers).await?;
        let named = list_performers(tx, region, &performers, tx.today()).await?;
        Ok(Self {
            pack: tx.pack(),
            region,
            parts: parts.into_iter().map(|part| ((part.month, part.voucher_id), part)).collect(),
            portions,
            groups: groups.into_iter().filter_map(|group| Some((group.id, group.revision?))).collect(),
            bins: named.into_iter().map(|performer| (performer.id, performer.bin)).collect(),
            lines: lock_lines(tx, region, programme, &months).await?,
        })
    }

    /// What each portion of a part should hold of a nominal (tiyn), by number: one that ended its days' share, one that did not what the
    /// others leave; one that is written off keeps what it was written off with.
    pub(super) fn targets(&self, key: PartKey, nominal: i64) -> Result<Vec<(&PortionRow, Sums, i64)>> {
        let portions = self.portions.get(&key).map(Vec::as_slice).unwrap_or_default();
        let written = portions.iter().filter(|(_, sums)| sums.written_off).map(|(_, sums)| sums.held).sum::<i64>();
        let mut left = nominal.saturating_sub(written).max(0);
        let mut targets = Vec::with_capacity(portions.len());
        for (row, sums) in portions {
            if sums.written_off {
                targets.push((row, *sums, sums.held));
                continue;
            }
            let target = left.min(self.wanted(row, nominal)?);
            left = left.saturating_sub(target);
            targets.push((row, *sums, target));
        }
        Ok(targets)
    }

    fn wanted(&self, row: &PortionRow, nominal: i64) -> Result<i64> {
        if row.effect.is_none() {
            return Ok(nominal);
        }
        let days = mask((row.from_day, row.last_day));
        let Some(group) = self.groups.get(&row.group_id).filter(|_| days != 0) else { return Ok(0) };
        let study = terms::study_days(self.pack, row.month, group.weekdays, &group.vacations)?;
        Ok(share(nominal, (study & days).count_ones(), study.count_ones()))
    }

    /// Takes money (tiyn; below zero gives it back) for a part from its line, else from the first of the month that has enough.
    pub(super) fn take(&mut self, key: PartKey, amount: i64) -> Option<(Uuid, String)> {
        let own = self.parts.get(&key)?.line_id;
        let line = self
            .lines
            .iter_mut()
            .find(|line| line.month == key.0 && own.is_none_or(|own| own == line.id) && line.free >= amount)?;
        line.free = line.free.saturating_sub(amount);
        let (id, name) = (line.id, line.name.clone());
        if let Some(part) = self.parts.get_mut(&key) {
            part.line_id = Some(id);
        }
        Some((id, name))
    }

    /// A movement of a portion by so much (tiyn): `Book` above zero, `Release` below.
    pub(super) fn movement(
        &self,
        tx: &Tx<'_>,
        (row, amount): (&PortionRow, i64),
        (line_id, line_name): (Uuid, String),
        (document_kind, document): (&str, Uuid),
    ) -> Movement {
        let part = self.parts.get(&(row.month, row.voucher_id));
        Movement {
            region: self.region,
            month: row.month,
            subject: row.voucher_id,
            id: tx.app().clock.id(),
            kind: if amount > 0 { Kind::Book } else { Kind::Release },
            line_id,
            performer_id: Some(row.performer_id),
            part_month: row.month,
            portion: row.portion,
            amount: amount.saturating_abs(),
            rest: 0,
            document_kind: document_kind.to_owned(),
            document,
            effective_on: tx.today(),
            line_name,
            voucher_number: part.map(|part| part.voucher_number.clone()).unwrap_or_default(),
            performer_bin: self.bins.get(&row.performer_id).cloned().unwrap_or_default(),
        }
    }
}
