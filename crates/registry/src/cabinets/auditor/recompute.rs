//! A signed line computed anew from what was known when it was made; pure but for what it is given.

use law::{
    DayMask, Minor, Month, Pack,
    amount::{Amount, AmountTerms, Marks, MonthFacts, amount_due},
    explain::{Explanation, explain},
    month::days_up_to,
};

use super::store::{LineRow, Told};
use crate::{
    attendance::{Mark, Planes},
    parties::GroupCalendar,
};

/// What the recomputation of a line gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Recomputed {
    /// The same days and the same sum, and why.
    Agrees(Explanation),
    /// Something else than the line says.
    Differs(Told),
    /// The law refuses the facts with a code.
    Refused(&'static str),
}

/// Computes a line from the marks, the portion and the calendar as known at the line's `known_at`. Days of leave used earlier in the year
/// are the line's own.
pub(super) fn recompute(pack: &'static Pack, line: &LineRow, planes: Planes) -> Recomputed {
    match compute(pack, line, planes) {
        Err(code) => Recomputed::Refused(code),
        Ok((facts, amount, terms)) => {
            let told = told(line, &amount);
            if told == line.told {
                Recomputed::Agrees(explain(terms, &facts, &amount))
            } else {
                Recomputed::Differs(told)
            }
        }
    }
}

fn compute(
    pack: &'static Pack,
    line: &LineRow,
    planes: Planes,
) -> Result<(MonthFacts, Amount, &'static law::Terms), &'static str> {
    let month = Month::of(line.line_month);
    let terms = pack.terms_on(&line.programme, line.line_month).ok_or("programme.unknown")?;
    let calendar = GroupCalendar::parse(line.weekdays, &line.vacations).ok_or("row.invalid")?;
    let study = pack.calendar.study_days(month, calendar.weekdays, &calendar.vacations).map_err(|no| no.code())?;
    let until = |day: i16| days_up_to(u32::try_from(day).unwrap_or(0));
    let enrolled: DayMask = until(line.last_day) & !until(line.from_day.saturating_sub(1)) & month.all_days();
    let days = study & enrolled;
    let marks = Marks {
        present: planes.days(Mark::Present) & days,
        ill: planes.days(Mark::Excused) & days,
        unexcused: planes.days(Mark::Unexcused) & days,
        leave: planes.days(Mark::Leave) & days,
        closed: planes.days(Mark::Closed) & days,
    };
    let leave_days_used = u32::try_from(line.told.leave_days_used).unwrap_or(0);
    let nominal = Minor::new(line.nominal);
    let facts = MonthFacts { study, enrolled, marks, nominal, leave_days_used, parental_fee: None };
    let amount = amount_due(AmountTerms::from(terms), &facts).map_err(|refusal| refusal.code())?;
    Ok((facts, amount, terms))
}

fn told(line: &LineRow, amount: &Amount) -> Told {
    // Days of a month fit whatever they are counted in.
    let days = |count: u32| i16::try_from(count).unwrap_or(i16::MAX);
    Told {
        study_days: days(amount.study_days),
        enrolled_days: days(amount.enrolled_days),
        present: days(amount.present),
        excused: days(amount.excused),
        leave: days(amount.leave),
        leave_days_used: line.told.leave_days_used,
        closed: days(amount.closed),
        unexcused: days(amount.unexcused),
        payable_days: days(amount.payable_days),
        computed: amount.due.tiyn(),
    }
}
