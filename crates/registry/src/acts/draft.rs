//! The draft of a performer's act: lines, and what was kept out of it by code; pure.

use std::collections::HashMap;

use jiff::civil::Date;
use law::{
    DayMask, Minor,
    amount::{Amount, AmountTerms},
};
use uuid::Uuid;

use super::{
    beside::{BesideLine, Funding},
    line::{Around, Portion, dues},
};
use crate::contracts::fees::Fees;

/// A group of the performer as known now.
#[derive(Clone, Debug)]
pub(super) struct GroupFacts {
    /// The admitted object it meets in, with its places; none when that is not the performer's.
    pub(super) object: Option<(Uuid, i32)>,
    /// Study days by month, or why there are none.
    pub(super) study: HashMap<Date, Result<DayMask, &'static str>>,
}

/// What all performers of a chunk share.
pub(super) struct Known<'a> {
    pub(super) month: Date,
    pub(super) terms: AmountTerms,
    pub(super) groups: &'a HashMap<Uuid, GroupFacts>,
    /// All portions of the parts that have several, by month and voucher.
    pub(super) shared: &'a HashMap<(Date, Uuid), Vec<Portion>>,
    /// Days of leave by child and month of the calendar year.
    pub(super) leave: &'a HashMap<Uuid, Vec<(Date, u32)>>,
    /// Children who have died.
    pub(super) deaths: &'a HashMap<Uuid, Date>,
    /// The lines written off for portions of earlier months: Σ dues (tiyn).
    pub(super) written: &'a HashMap<(Date, Uuid, i16), i64>,
    /// What parents are asked, where the terms charge it by days.
    pub(super) fees: &'a Fees,
    /// The fees of signed lines of earlier months: Σ dues of parents (tiyn).
    pub(super) fees_written: &'a HashMap<(Date, Uuid, i16), i64>,
    /// Days of the month on which a group, or all groups of a performer, could not take attendance by QR.
    pub(super) failed: &'a HashMap<Uuid, DayMask>,
    /// The budget line that adjustments of earlier months charge.
    pub(super) adjusting_line: Option<Uuid>,
    /// What performers have beside their parts; most have nothing.
    pub(super) funding: &'a HashMap<Uuid, Funding>,
}

impl Known<'_> {
    /// Whether the month of a portion is paid by an estimate.
    fn is_estimated(&self, portion: &Portion) -> bool {
        !self.funding.is_empty() && self.is_funded(portion.performer_id, portion.month)
    }

    /// Whether a performer's month is paid by an estimate.
    pub(super) fn is_funded(&self, performer: Uuid, month: Date) -> bool {
        self.funding.get(&performer).is_some_and(|own| own.estimates.contains_key(&month))
    }
}

/// A line of the draft.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) portion: &'a Portion,
    pub(super) line_id: Uuid,
    pub(super) amount: Amount,
    pub(super) leave_days_used: u32,
    /// Tiyn; below zero only in an adjustment.
    pub(super) due: i64,
    pub(super) is_adjustment: bool,
    /// Its month is paid by an estimate.
    pub(super) by_estimate: bool,
    /// What parents are asked for the month and what is due of it, of an adjustment the difference (tiyn).
    pub(super) fee: Option<(i64, i64)>,
}

impl Line<'_> {
    /// The word and the number of its kind.
    pub(super) fn kind(&self) -> (&'static str, i16) {
        match (self.by_estimate, self.is_adjustment) {
            (true, _) => ("estimate", 2),
            (false, true) => ("adjustment", 1),
            (false, false) => ("month", 0),
        }
    }
}

/// What kept a portion out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kept {
    pub(super) voucher_id: Uuid,
    pub(super) portion: i16,
    pub(super) code: &'static str,
    pub(super) detail: String,
}

/// What a close found for a performer.
#[derive(Default)]
pub(super) struct Draft<'a> {
    pub(super) lines: Vec<Line<'a>>,
    /// Lines that are of no part; they follow the others.
    pub(super) beside: Vec<BesideLine>,
    pub(super) kept: Vec<Kept>,
    pub(super) enrolled_days: u32,
    pub(super) qr_days: u32,
    /// Why nothing is paid for the month, by code.
    pub(super) unpaid: Option<&'static str>,
}

impl Draft<'_> {
    /// Leaves the month without pay; adjustments of earlier months stay, and so does what parents owe.
    pub(super) fn leave_unpaid(&mut self, code: &'static str) {
        self.unpaid = Some(code);
        self.lines.iter_mut().filter(|line| !line.is_adjustment).for_each(|line| line.due = 0);
    }

    /// Σ dues (tiyn).
    pub(super) fn due(&self) -> i64 {
        let dues = self.lines.iter().map(|line| line.due).chain(self.beside.iter().map(|line| line.due));
        dues.fold(0_i64, i64::saturating_add)
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.lines.len().saturating_add(self.beside.len())
    }

    /// Whether somebody's days are not marked.
    pub(super) fn is_late(&self) -> bool {
        self.kept.iter().any(|kept| kept.code == "timesheet.incomplete")
    }
}

/// Makes the draft from the portions of a performer, those of the month and those of earlier months that have to be looked at again.
/// `terminated_on`: from when the performer's contract is ended.
pub(super) fn draft<'a>(portions: &'a [Portion], terminated_on: Option<Date>, known: &Known<'_>) -> Draft<'a> {
    let mut draft = Draft::default();
    let crowded = crowded(portions, known);
    for portion in portions {
        let outcome = if portion.month == known.month {
            month_line(portion, known, terminated_on, &crowded)
        } else {
            adjustment(portion, known)
        };
        match outcome {
            Ok(Some(line)) => {
                if !line.is_adjustment {
                    let study = study_days(portion, known).unwrap_or(0) & !failed(portion, known);
                    draft.enrolled_days = draft.enrolled_days.saturating_add((portion.live & study).count_ones());
                    draft.qr_days = draft.qr_days.saturating_add(portion.qr_days(study));
                }
                draft.lines.push(line);
            }
            Ok(None) => {}
            // It was never written off: it stands among the exceptions of its own month already.
            Err(_) if portion.month != known.month && written(portion, known).is_none() => {}
            Err(code) => {
                let detail = portion.month.strftime("%Y-%m").to_string();
                draft.kept.push(Kept { voucher_id: portion.voucher_id, portion: portion.portion, code, detail });
            }
        }
    }
    draft.lines.sort_by(|one, other| order(one).cmp(&order(other)));
    draft.kept.sort();
    draft.kept.dedup_by(|one, other| {
        (one.voucher_id, one.portion, one.code) == (other.voucher_id, other.portion, other.code)
    });
    draft
}

fn order<'l>(line: &'l Line<'_>) -> (bool, Date, &'l str, i16) {
    (line.is_adjustment, line.portion.month, &line.portion.number, line.portion.portion)
}

pub(super) fn study_days(portion: &Portion, known: &Known<'_>) -> Result<DayMask, &'static str> {
    let group = known.groups.get(&portion.group_id).ok_or("row.invalid")?;
    group.study.get(&portion.month).copied().unwrap_or(Err("calendar.unknown_year"))
}

/// Days that leave the base of the share by QR.
fn failed(portion: &Portion, known: &Known<'_>) -> DayMask {
    let of = |id: &Uuid| known.failed.get(id).copied().unwrap_or(0);
    if known.failed.is_empty() { 0 } else { of(&portion.group_id) | of(&portion.performer_id) }
}

fn around(portion: &Portion, known: &Known<'_>) -> Result<Around, &'static str> {
    let year = portion.month.first_of_year();
    let before = |month: &Date| *month >= year && *month < portion.month;
    let months = known.leave.get(&portion.person_id).map_or(&[][..], Vec::as_slice);
    let used = months.iter().filter(|(month, _)| before(month)).fold(0_u32, |sum, (_, days)| sum.saturating_add(*days));
    let fee = known.fees.of((portion.contract_id, portion.group_id), portion.month);
    Ok(Around { study: study_days(portion, known)?, leave_days_used: used, fee })
}

/// The amount of a portion and what of it is due after the earlier portions of its part.
fn amount_and_due(portion: &Portion, known: &Known<'_>) -> Result<(Amount, Around, Minor), &'static str> {
    let around_own = around(portion, known)?;
    let Some(all) = known.shared.get(&(portion.month, portion.voucher_id)) else {
        let amount = amount_of(portion, around_own, (known, true))?;
        return Ok((amount, around_own, amount.due.min(Minor::new(portion.nominal))));
    };
    let alone = all.iter().filter(|other| other.live != 0).count() < 2;
    let amount = amount_of(portion, around_own, (known, alone))?;
    let mut amounts: Vec<(i16, i16, Minor)> = all
        .iter()
        .map(|other| {
            // What fails elsewhere takes nothing of the part.
            let due = around(other, known)
                .and_then(|around| amount_of(other, around, (known, alone)))
                .map_or(Minor::ZERO, |found| found.due);
            (other.from_day, other.portion, if other.live == 0 { Minor::ZERO } else { due })
        })
        .collect();
    let due = dues(portion.nominal, &mut amounts).into_iter().find(|(number, _)| *number == portion.portion);
    Ok((amount, around_own, due.map_or(Minor::ZERO, |(_, due)| due)))
}

/// The amount by the rule that pays the month: the estimate where there is one.
fn amount_of(portion: &Portion, around: Around, (known, alone): (&Known<'_>, bool)) -> Result<Amount, &'static str> {
    if known.is_estimated(portion) {
        portion.enrolled_amount(known.terms, around, alone)
    } else {
        portion.amount(known.terms, around)
    }
}

fn month_line<'a>(
    portion: &'a Portion,
    known: &Known<'_>,
    terminated_on: Option<Date>,
    crowded: &HashMap<Uuid, Vec<(Uuid, i16)>>,
) -> Result<Option<Line<'a>>, &'static str> {
    if portion.live == 0 {
        return Ok(None);
    }
    if let Some(code) = portion.obstacle(known.deaths.get(&portion.person_id).copied()) {
        return Err(code);
    }
    let month = law::Month::of(portion.month);
    if terminated_on.is_some_and(|day| portion.live & month.days_between(day, Date::MAX) != 0) {
        return Err("performer.not_admitted");
    }
    let group = known.groups.get(&portion.group_id).ok_or("row.invalid")?;
    let (object, _) = group.object.ok_or("object.address_mismatch")?;
    if crowded.get(&object).is_some_and(|out| out.contains(&(portion.voucher_id, portion.portion))) {
        return Err("object.over_capacity");
    }
    let others = known.shared.get(&(portion.month, portion.voucher_id)).map_or(&[][..], Vec::as_slice);
    if others.iter().any(|other| other.portion < portion.portion && other.live & portion.live != 0) {
        return Err("booking.overlap");
    }
    let (amount, around, due) = amount_and_due(portion, known)?;
    let written_elsewhere = others.iter().filter(|other| other.portion != portion.portion);
    let written = written_elsewhere.fold(0_i64, |sum, other| sum.saturating_add(written(other, known).unwrap_or(0)));
    if written > portion.nominal {
        return Err("part.exceeded");
    }
    let Some(line_id) = portion.line_id else { return Err("budget.exhausted") };
    let by_estimate = known.is_estimated(portion);
    let line = Line {
        portion,
        line_id,
        amount,
        leave_days_used: around.leave_days_used,
        due: if by_estimate { due.tiyn().min(portion.nominal.saturating_sub(written)) } else { due.tiyn() },
        is_adjustment: false,
        by_estimate,
        fee: around.fee.zip(amount.parental_fee_due).map(|(fee, due)| (fee.tiyn(), due.tiyn())),
    };
    Ok(Some(line))
}

pub(super) fn written(portion: &Portion, known: &Known<'_>) -> Option<i64> {
    known.written.get(&(portion.month, portion.voucher_id, portion.portion)).copied()
}

/// The difference between what is known now and what was written off; one function for all causes (spec 2.5).
fn adjustment<'a>(portion: &'a Portion, known: &Known<'_>) -> Result<Option<Line<'a>>, &'static str> {
    let before = written(portion, known).unwrap_or(0);
    if portion.live == 0 && before == 0 {
        return Ok(None);
    }
    if let Some(code) =
        portion.obstacle(known.deaths.get(&portion.person_id).copied()).filter(|code| *code != "budget.exhausted")
    {
        return Err(code);
    }
    let (amount, around, due) = amount_and_due(portion, known)?;
    // What an estimate has given stays where it is, but for what no longer belongs to the part.
    let by_estimate = known.is_estimated(portion);
    let due = if by_estimate { due.tiyn().min(before) } else { due.tiyn() };
    let difference = due.saturating_sub(before);
    let fee_before = known.fees_written.get(&(portion.month, portion.voucher_id, portion.portion)).copied();
    let fee_due = amount.parental_fee_due.map_or(0, Minor::tiyn).saturating_sub(fee_before.unwrap_or(0));
    if difference == 0 && fee_due == 0 {
        return Ok(None);
    }
    let line_id = known.adjusting_line.ok_or("budget.exhausted")?;
    let line = Line {
        portion,
        line_id,
        amount,
        leave_days_used: around.leave_days_used,
        due: difference,
        is_adjustment: true,
        by_estimate,
        fee: (around.fee.is_some() || fee_before.is_some()).then(|| (around.fee.map_or(0, Minor::tiyn), fee_due)),
    };
    Ok(Some(line))
}

/// Portions that find no place in their object: on a day with more children than places the last ones by number.
fn crowded(portions: &[Portion], known: &Known<'_>) -> HashMap<Uuid, Vec<(Uuid, i16)>> {
    let mut by_object = HashMap::<(Uuid, i32), Vec<&Portion>>::new();
    for portion in portions.iter().filter(|portion| portion.month == known.month && portion.live != 0) {
        if let Some(object) = known.groups.get(&portion.group_id).and_then(|group| group.object) {
            by_object.entry(object).or_default().push(portion);
        }
    }
    let mut crowded = HashMap::new();
    for ((object, places), mut held) in by_object {
        if i32::try_from(held.len()).is_ok_and(|count| count <= places) {
            continue;
        }
        held.sort_by(|one, other| (&one.number, one.portion).cmp(&(&other.number, other.portion)));
        let mut taken = [0_i32; 31];
        let mut out = Vec::new();
        for portion in held {
            let days =
                || (0_u32..31).filter(|day| portion.live >> day & 1 == 1).filter_map(|day| usize::try_from(day).ok());
            if days().any(|day| taken.get(day).is_none_or(|count| *count >= places)) {
                out.push((portion.voucher_id, portion.portion));
            } else {
                days().for_each(|day| {
                    if let Some(count) = taken.get_mut(day) {
                        *count = count.saturating_add(1);
                    }
                });
            }
        }
        crowded.insert(object, out);
    }
    crowded
}
