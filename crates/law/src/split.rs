//! Splitting a voucher into monthly parts (spec 3.5).

use jiff::civil::Date;

use crate::terms::PartsEnd;
use crate::{Minor, Month, Refusal, Terms};

/// A voucher has at most this many parts.
pub const PARTS_MAX: usize = 12;

/// A monthly part of a voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub month: Month,
    pub nominal: Minor,
}

/// The months of `[from, to]` that can be parts under the terms, 1 to 12 of them.
/// Refuses with `period.reversed`, `voucher.no_months`, `voucher.too_long`, in this order.
pub fn part_months(terms: &Terms, from: Date, to: Date) -> Result<Vec<Month>, Refusal> {
    if from > to {
        return Err(Refusal::PeriodReversed);
    }
    let first = Month::of(from);
    let last = match terms.parts_end {
        PartsEnd::Contract => Month::of(to),
        PartsEnd::FinancialYear => Month::of(to).min(Month::try_new(first.year(), 12).unwrap_or(first)),
    };
    let months: Vec<Month> = std::iter::successors(Some(first), |month| month.next())
        .take_while(|month| *month <= last)
        .filter(|month| terms.has_part_in(month.month()))
        .take(PARTS_MAX.saturating_add(1))
        .collect();
    match months.len() {
        0 => Err(Refusal::VoucherNoMonths),
        1..=PARTS_MAX => Ok(months),
        _ => Err(Refusal::VoucherTooLong),
    }
}

/// The parts of a voucher by its `total` or its `monthly` nominal, exactly one of them. A mid-month start keeps its full
/// nominal. Refuses as [`part_months`], then with `voucher.rate`, `amount.not_positive`, `amount.too_small`.
pub fn voucher_split(
    terms: &Terms,
    from: Date,
    to: Date,
    total: Option<Minor>,
    monthly: Option<Minor>,
) -> Result<Vec<Part>, Refusal> {
    let months = part_months(terms, from, to)?;
    let count = u32::try_from(months.len()).unwrap_or(u32::MAX);
    let with = |nominals: &mut dyn Iterator<Item = Minor>| {
        months.iter().zip(nominals).map(|(month, nominal)| Part { month: *month, nominal }).collect()
    };
    match (total, monthly) {
        (Some(total), None) if !total.is_positive() => Err(Refusal::AmountNotPositive),
        (Some(total), None) if total.tiyn() < i64::from(count) => Err(Refusal::AmountTooSmall),
        (Some(total), None) => Ok(with(&mut total.split(count))),
        (None, Some(monthly)) if !monthly.is_positive() => Err(Refusal::AmountNotPositive),
        (None, Some(monthly)) => Ok(with(&mut std::iter::repeat(monthly))),
        (Some(_), Some(_)) | (None, None) => Err(Refusal::VoucherRate),
    }
}
