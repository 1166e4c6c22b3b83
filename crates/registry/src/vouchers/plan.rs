//! What an issue gives by the terms in force: whom, which months, numbers with which prefix. Pure.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use law::{
    Month, Pack, Terms, split,
    terms::{Issue as Whom, PartsEnd},
};

use super::{issue::Issue, terms};
use crate::platform::{Refusal, Result};

/// What an issue of a programme and year gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Plan {
    /// Whom it is for.
    pub(super) whom: Whom,
    /// First characters of the numbers.
    pub(super) prefix: &'static str,
    /// The month of bit 0.
    pub(super) first_month: Date,
    /// The last day that a voucher can reach.
    pub(super) last_day: Date,
    /// A bit a month from the first; none where the parts are made at booking.
    pub(super) parts: i16,
    /// First and last day of birth of whom it is for.
    pub(super) born: (Date, Date),
}

/// Days of birth where no age is asked for.
const ANYBODY: (Date, Date) = (date(1900, 1, 1), date(2999, 12, 31));

/// The plan of an issue by the terms at the end of the year.
///
/// # Errors
/// `programme.unknown`; `voucher.no_months` for a year outside the programme's period; `input.invalid` when every child would get a voucher
/// and the terms name no ages.
pub(super) fn plan(pack: &'static Pack, what: &Issue) -> Result<Plan> {
    let terms = terms::terms(pack, &what.programme, Date::new(what.year, 12, 31)?)?;
    if terms.issue == Whom::Automatic && terms.issue_ages.is_none() {
        let words = format!("the terms of {} name no ages of the children who get a voucher", what.programme);
        return Err(Refusal::new("input.invalid", words).into());
    }
    let (first_month, last_day) = span(terms, what.year)?;
    let months = split::part_months(terms, first_month, last_day)
        .map_err(|refusal| Refusal::new(refusal.code(), what.year.to_string()))?;
    let inside = |month: &Month| {
        terms.period_from.is_none_or(|from| month.last() >= from)
            && terms.period_to.is_none_or(|to| month.first() <= to)
    };
    let months: Vec<Month> = months.into_iter().filter(inside).collect();
    let Some(first_inside) = months.first() else {
        return Err(Refusal::new("voucher.no_months", what.year.to_string()).into());
    };
    let (first_month, parts) = match terms.parts_end {
        PartsEnd::Contract => (first_month, mask(Month::of(first_month), &months)),
        // The split into parts happens at booking (spec 2.1).
        PartsEnd::FinancialYear => (first_inside.first(), 0),
    };
    let born = match terms.issue_ages {
        None => ANYBODY,
        Some([low, high]) => (
            first_month.checked_sub(high.saturating_add(1).years())?.checked_add(1.day())?,
            first_month.checked_sub(low.years())?,
        ),
    };
    Ok(Plan { whom: terms.issue, prefix: &terms.voucher_prefix, first_month, last_day, parts, born })
}

/// First month and last day of the vouchers of a year: twelve months from the first part month after a gap in the year, else the year; the
/// financial year where parts end with it.
fn span(terms: &Terms, year: i16) -> Result<(Date, Date)> {
    let before = |month: i8| if month == 1 { 12 } else { month.saturating_sub(1) };
    let after_gap = (1..=12).find(|month| terms.has_part_in(*month) && !terms.has_part_in(before(*month)));
    Ok(match terms.parts_end {
        PartsEnd::FinancialYear => (Date::new(year, 1, 1)?, Date::new(year, 12, 31)?),
        PartsEnd::Contract => {
            let first = Date::new(year, after_gap.unwrap_or(1), 1)?;
            (first, first.checked_add(1.year())?.checked_sub(1.day())?)
        }
    })
}

fn mask(first: Month, months: &[Month]) -> i16 {
    let ahead = |month: &Month| u32::try_from(month.index().saturating_sub(first.index())).ok();
    months.iter().filter_map(ahead).filter_map(|bit| 1_i16.checked_shl(bit)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line a case: programme, year => first month, mask, whom; or the code of the refusal.
    #[test]
    fn what_a_year_of_each_programme_gives() {
        for (programme, year, answer) in [
            ("school", 2026, Ok((date(2026, 9, 1), 0b1_1111_1111, Whom::Automatic))),
            ("tvet", 2026, Ok((date(2026, 9, 1), 0b11_1111_1111, Whom::GrantRegister))),
            ("preschool", 2026, Ok((date(2026, 1, 1), 0b1111_1111_1100, Whom::OrderVolume))),
            ("extra", 2026, Ok((date(2026, 9, 1), 0, Whom::OrderVolume))),
            ("extra", 2027, Ok((date(2027, 1, 1), 0, Whom::OrderVolume))),
            ("preschool_accounts", 2024, Ok((date(2024, 1, 1), 0b1111_1111_1100, Whom::OrderVolume))),
            ("extra", 2028, Err("voucher.no_months")),
            ("tvet", 2027, Err("voucher.no_months")),
            ("nothing", 2026, Err("programme.unknown")),
        ] {
            let what = Issue { programme: programme.to_owned(), year, region: None };
            let made = plan(Pack::kz(), &what).map(|plan| (plan.first_month, plan.parts, plan.whom));
            assert_eq!(made.map_err(|error| error.code().unwrap()), answer, "{programme} {year}");
        }
    }

    #[test]
    fn ages_are_full_years_on_the_first_day() {
        let what = Issue { programme: "school".to_owned(), year: 2026, region: None };
        assert_eq!(plan(Pack::kz(), &what).unwrap().born, (date(2007, 9, 2), date(2021, 9, 1)));
        let extra = Issue { programme: "extra".to_owned(), ..what };
        assert_eq!(plan(Pack::kz(), &extra).unwrap().born, ANYBODY);
    }
}
