//! Ends a voucher (spec 2.1): what is booked of it gives its days and money back, what is not ends with it; and issues the voucher that
//! continues it elsewhere, or after a reinstatement.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    booking::mask,
    issue::number,
    load::part_months,
    release::{self, End, Freed},
    store::{self, Of, PortionRow, Voucher, VoucherEnd, VoucherHeld},
    terms,
    voucher::Effect,
};
use crate::{
    parties,
    platform::{Refusal, Result, Tx},
};

pub use super::store::Told;

/// Why, when the persons register tells that the child has died.
pub const DEATH: &str = "death";
/// Why, when the child has moved to another settlement.
pub const MOVE: &str = "move";

/// A voucher under the locks of its performers and days, with everything that is booked of it.
#[derive(Clone, Debug)]
pub struct Held {
    /// The voucher.
    pub voucher: VoucherHeld,
    portions: Vec<PortionRow>,
    ends: Vec<VoucherEnd>,
}

/// An end as somebody wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// What it does.
    pub effect: Effect,
    /// Why, as the programme's table spells it.
    pub reason: String,
    /// The last day that stays served.
    pub last: Date,
    /// By which document.
    pub document: String,
}

/// Whether there is anything to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judged {
    /// The same was told before.
    Already,
    /// It is new.
    New,
}

/// The voucher of a number.
///
/// # Errors
/// `voucher.unknown`; faults.
pub async fn find(tx: &Tx<'_>, number: &str) -> Result<VoucherHeld> {
    let found = store::find_voucher(tx, number).await?;
    found.ok_or_else(|| Refusal::new("voucher.unknown", number).into())
}

/// The voucher of an id in a region.
///
/// # Errors
/// `voucher.unknown`; faults.
pub async fn get(tx: &Tx<'_>, (region, id): (i16, Uuid)) -> Result<VoucherHeld> {
    let found = store::get_voucher(tx, region, id).await?;
    found.ok_or_else(|| Refusal::new("voucher.unknown", id.to_string()).into())
}

/// Vouchers that live on beyond the death of their child, with its day.
///
/// # Errors
/// Faults.
pub async fn list_dead(tx: &Tx<'_>) -> Result<Vec<(VoucherHeld, Date)>> {
    store::list_dead(tx).await
}

/// Moves of which the persons register told, into regions (all without), with a voucher that lives; the newest first.
///
/// # Errors
/// Faults.
pub async fn list_told(tx: &Tx<'_>, regions: Option<&[i16]>, limit: i64) -> Result<Vec<Told>> {
    store::list_told(tx, regions, limit).await
}

/// Locks the performers and the days of a voucher and reads what is booked; `None` when somebody booked it at another performer meanwhile:
/// the transaction is then dropped and begun anew.
///
/// # Errors
/// Faults.
pub async fn hold(tx: &mut Tx<'_>, voucher: VoucherHeld) -> Result<Option<Held>> {
    let months = part_months(voucher.first_month, voucher.parts);
    let of = |portions: &[PortionRow]| portions.iter().map(|portion| portion.performer_id).collect::<BTreeSet<Uuid>>();
    let before = of(&store::list_portions(tx, voucher.region, &months, Of::Vouchers(&[voucher.id])).await?);
    parties::lock_performers(tx, voucher.region, &Vec::from_iter(before.iter().copied())).await?;
    let days: Vec<_> = months.iter().map(|month| (voucher.child.0, *month, voucher.child.1)).collect();
    store::lock_days(tx, std::slice::from_ref(&voucher.programme), &days).await?;
    let portions = store::list_portions(tx, voucher.region, &months, Of::Vouchers(&[voucher.id])).await?;
    if !of(&portions).is_subset(&before) {
        return Ok(None);
    }
    let ends = store::list_ends(tx, voucher.region, voucher.id).await?;
    Ok(Some(Held { voucher, portions, ends }))
}

impl Held {
    /// The last day that stays served of an annulled voucher.
    #[must_use]
    pub fn annulled_on(&self) -> Option<Date> {
        let of_voucher =
            self.ends.iter().filter(|end| Effect::of(&end.effect) == Some(Effect::Annul)).map(|end| end.last_on);
        let of_portion = self.portions.iter().filter(|portion| portion.effect == Some(Effect::Annul)).map(last_of);
        of_voucher.chain(of_portion).min()
    }

    /// Whether an end may come: an annulled voucher is only annulled from an earlier day, and of what nobody holds nothing is released.
    ///
    /// # Errors
    /// `voucher.annulled`, `end.nothing`.
    pub fn judge(&self, wanted: &Wanted) -> Result<Judged, Refusal> {
        let same = |end: &VoucherEnd| {
            (end.effect.as_str(), &end.reason, end.last_on) == (wanted.effect.code(), &wanted.reason, wanted.last)
        };
        if self.ends.iter().any(same) {
            return Ok(Judged::Already);
        }
        match self.annulled_on() {
            Some(last) if wanted.effect != Effect::Annul || wanted.last >= last => {
                Err(Refusal::new("voucher.annulled", format!("{} since {last}", self.voucher.number)))
            }
            None if wanted.effect != Effect::Annul && self.contracts(wanted.last).is_empty() => Err(Refusal::new(
                "end.nothing",
                format!("nothing of {} is booked after {}", self.voucher.number, wanted.last),
            )),
            Some(_) | None => Ok(Judged::New),
        }
    }

    /// The contracts that hold days after one, with their performers.
    #[must_use]
    pub fn contracts(&self, last: Date) -> BTreeMap<Uuid, Uuid> {
        let later = |portion: &&PortionRow| mask((portion.from_day, portion.last_day)) != 0 && last_of(portion) > last;
        self.portions.iter().filter(later).map(|portion| (portion.contract_id, portion.performer_id)).collect()
    }

    /// Ends it in the caller's transaction: days and money go back, the end is recorded, the performers' acts are to be made anew.
    ///
    /// # Errors
    /// Faults.
    pub async fn end(&self, tx: &mut Tx<'_>, wanted: &Wanted) -> Result<Freed> {
        let voucher = &self.voucher;
        let contracts = self.contracts(wanted.last);
        let end = |(contract_id, performer_id): (&Uuid, &Uuid)| End {
            contract_id: *contract_id,
            performer_id: *performer_id,
            child: voucher.child,
            last: wanted.last,
            effect: wanted.effect,
            reason: wanted.reason.clone(),
            withdrawn: false,
        };
        let ends: Vec<End> = contracts.iter().map(end).collect();
        let (freed, others) = release::free(tx, (voucher.region, &voucher.programme), &ends).await?;
        // A contract may reach into the voucher of the next year: that one ends with it.
        let mut rows: Vec<VoucherEnd> = others.into_iter().filter(|row| row.voucher_id != voucher.id).collect();
        rows.push(VoucherEnd {
            region: voucher.region,
            voucher_id: voucher.id,
            effect: wanted.effect.code().to_owned(),
            reason: wanted.reason.clone(),
            last_on: wanted.last,
            document: wanted.document.clone(),
        });
        rows.sort_by_key(|row| row.voucher_id);
        tx.record(&rows).await?;
        let performers: BTreeSet<Uuid> = contracts.into_values().collect();
        parties::count_up(tx, voucher.region, &Vec::from_iter(performers)).await?;
        Ok(freed)
    }

    /// The number of the voucher that continues this one.
    ///
    /// # Errors
    /// Faults.
    pub async fn successor(&self, tx: &Tx<'_>) -> Result<Option<String>> {
        store::find_successor(tx, &self.voucher).await
    }

    /// Issues the voucher that continues this one from a day, for the months that are left: in a region, by its issuer.
    ///
    /// # Errors
    /// `voucher.no_months` when none is left; a conflict when another successor came meanwhile; faults.
    pub async fn succeed(&self, tx: &mut Tx<'_>, (region, issuer_id): (i16, Uuid), from: Date) -> Result<Voucher> {
        let before = &self.voucher;
        let parts = left(before.first_month, before.parts, from);
        if parts == 0 {
            return Err(Refusal::new("voucher.no_months", format!("no part of {} is left", before.number)).into());
        }
        let prefix = &terms::terms(tx.pack(), &before.programme, from)?.voucher_prefix;
        let mut voucher = Voucher {
            region,
            id: tx.app().clock.id(),
            number: String::new(),
            bucket: before.child.0,
            person_id: before.child.1,
            programme: before.programme.clone(),
            issuer_id,
            year: before.year,
            first_month: before.first_month,
            parts,
            issued_on: tx.today(),
            succeeds: Some(before.id),
        };
        store::give_successor(tx, &voucher).await?;
        let serial = store::take_numbers(tx, region, &before.programme, (before.year, 1)).await?;
        voucher.number = number(prefix, (region, before.year), serial)?;
        tx.record(std::slice::from_ref(&voucher)).await?;
        Ok(voucher)
    }
}

/// The last day of a portion; the day before its first when none is left.
fn last_of(portion: &PortionRow) -> Date {
    let day = if portion.last_day < portion.from_day { portion.from_day.saturating_sub(1) } else { portion.last_day };
    let before = || portion.month.yesterday().unwrap_or(Date::MIN);
    let day = i8::try_from(day).ok().filter(|day| *day > 0);
    day.map_or_else(before, |day| portion.month.with().day(day).build().unwrap_or(portion.month))
}

/// The bits of the months that have a day on or after one.
fn left(first: Date, parts: i16, from: Date) -> i16 {
    let kept = part_months(first, parts).into_iter().filter(|month| month.last_of_month() >= from);
    let start = law::Month::of(first).index();
    let bit = |month: Date| u32::try_from(law::Month::of(month).index().saturating_sub(start)).ok();
    kept.filter_map(bit).filter_map(|bit| 1_i16.checked_shl(bit)).sum()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn held(ends: &[(&str, &str, Date)], last_day: Option<i16>) -> Held {
        let end = |(effect, reason, last_on): &(&str, &str, Date)| VoucherEnd {
            region: 75,
            voucher_id: Uuid::nil(),
            effect: (*effect).to_owned(),
            reason: (*reason).to_owned(),
            last_on: *last_on,
            document: "1".to_owned(),
        };
        let portion = |last_day| PortionRow {
            voucher_id: Uuid::nil(),
            month: date(2026, 10, 1),
            portion: 1,
            performer_id: Uuid::nil(),
            contract_id: Uuid::nil(),
            group_id: Uuid::nil(),
            from_day: 1,
            last_day,
            effect: None,
        };
        Held {
            voucher: VoucherHeld {
                region: 75,
                id: Uuid::nil(),
                number: "V".to_owned(),
                programme: "p".to_owned(),
                child: (1, Uuid::nil()),
                year: 2026,
                first_month: date(2026, 9, 1),
                parts: 0b1_1111_1111,
            },
            portions: last_day.map(portion).into_iter().collect(),
            ends: ends.iter().map(end).collect(),
        }
    }

    /// What is told of a voucher that ended so and is booked in October up to a day.
    fn check(ends: &[(&str, &str, Date)], booked: Option<i16>, wanted: (Effect, &str, Date), expected: &str) {
        let wanted = Wanted { effect: wanted.0, reason: wanted.1.to_owned(), last: wanted.2, document: "2".to_owned() };
        let answer = match held(ends, booked).judge(&wanted) {
            Ok(Judged::New) => "new",
            Ok(Judged::Already) => "already",
            Err(refusal) => refusal.code,
        };
        assert_eq!(answer, expected, "{ends:?} {booked:?} {wanted:?}");
    }

    #[test]
    fn an_end_is_new_told_before_or_refused() {
        let on = |day| date(2026, 10, day);
        check(&[], Some(31), (Effect::Release, "parent_ended", on(11)), "new");
        check(&[], Some(11), (Effect::Release, "parent_ended", on(11)), "end.nothing");
        check(&[], None, (Effect::Pause, "academic_leave", on(11)), "end.nothing");
        check(&[], None, (Effect::Annul, "refusal", on(11)), "new");
        check(&[("release", "transfer", on(11))], Some(11), (Effect::Release, "transfer", on(11)), "already");
        check(&[("annul", "death", on(11))], Some(11), (Effect::Annul, "death", on(11)), "already");
        check(&[("annul", "expulsion", on(20))], Some(20), (Effect::Annul, "death", on(11)), "new");
        check(&[("annul", "expulsion", on(20))], Some(20), (Effect::Annul, "death", on(25)), "voucher.annulled");
        check(&[("annul", "expulsion", on(20))], Some(20), (Effect::Release, "transfer", on(5)), "voucher.annulled");
        check(&[("pause", "academic_leave", on(5))], Some(31), (Effect::Annul, "refusal", on(11)), "new");
    }

    #[test]
    fn a_successor_has_the_months_that_have_a_day_left() {
        let first = date(2026, 9, 1);
        assert_eq!(left(first, 0b1_1111_1111, date(2026, 10, 12)), 0b1_1111_1110);
        assert_eq!(left(first, 0b1_1111_1111, date(2026, 10, 31)), 0b1_1111_1110);
        assert_eq!(left(first, 0b1_1111_1111, date(2026, 11, 1)), 0b1_1111_1100);
        assert_eq!(left(first, 0b1_0000_0101, date(2026, 10, 1)), 0b1_0000_0100);
        assert_eq!(left(first, 0b1_1111_1111, date(2027, 6, 1)), 0);
    }

    #[test]
    fn the_last_day_of_an_emptied_portion_is_the_day_before_its_first() {
        let portion = |from_day, last_day| {
            let mut portion = held(&[], Some(last_day)).portions.remove(0);
            portion.from_day = from_day;
            last_of(&portion)
        };
        assert_eq!(portion(1, 31), date(2026, 10, 31));
        assert_eq!(portion(12, 0), date(2026, 10, 11));
        assert_eq!(portion(1, 0), date(2026, 9, 30));
    }
}
