//! The line of a portion: what is known of its month, and what is due for it (spec 3.4, 6.1); pure.

use jiff::civil::Date;
use law::{
    DayMask, Minor, Month,
    amount::{Amount, AmountTerms, Marks, MonthFacts, amount_due, amount_enrolled, cut_to_nominal},
};
use uuid::Uuid;

use crate::attendance::{Mark, Planes};

/// A portion of a part with everything its line rests on, as known now.
#[derive(Clone, Debug)]
pub(super) struct Portion {
    pub(super) month: Date,
    pub(super) performer_id: Uuid,
    pub(super) voucher_id: Uuid,
    pub(super) portion: i16,
    pub(super) contract_id: Uuid,
    pub(super) group_id: Uuid,
    pub(super) person_id: Uuid,
    /// The voucher's number.
    pub(super) number: String,
    /// The budget line that holds its money; none while its month has no published budget.
    pub(super) line_id: Option<Uuid>,
    /// The part's nominal (tiyn).
    pub(super) nominal: i64,
    pub(super) from_day: i16,
    /// Days on which it lives.
    pub(super) live: DayMask,
    /// Days on which its contract is in force: none before both sides have confirmed it, where the terms ask for that.
    pub(super) in_force: DayMask,
    pub(super) planes: Planes,
}

/// What the group's calendar and the year say of a portion.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
    /// Study days of the group in the month.
    pub(super) study: DayMask,
    /// Days of leave of the child in the calendar year before the month.
    pub(super) leave_days_used: u32,
    /// What its parents are asked for the month.
    pub(super) fee: Option<Minor>,
}

impl Portion {
    /// The amount of 3.4. Marks of days that are not enrolled as known now are passed over: the enrolment ended after they were taken.
    ///
    /// # Errors
    /// The code of law: `timesheet.incomplete`, `month.no_study_days`.
    pub(super) fn amount(&self, terms: AmountTerms, around: Around) -> Result<Amount, &'static str> {
        amount_due(terms, &self.facts(around)).map_err(|refusal| refusal.code())
    }

    /// The amount of a portion that an estimate pays whatever the attendance (spec 3.8): as due the most that it may take, which is the
    /// nominal where nobody else serves the part (`alone`), else its share by days.
    ///
    /// # Errors
    /// The code of law: `month.no_study_days`.
    pub(super) fn enrolled_amount(
        &self,
        terms: AmountTerms,
        around: Around,
        alone: bool,
    ) -> Result<Amount, &'static str> {
        let amount = amount_enrolled(terms, &self.facts(around)).map_err(|refusal| refusal.code())?;
        let whole = alone && amount.enrolled_days > 0;
        Ok(if whole { Amount { due: Minor::new(self.nominal), ..amount } } else { amount })
    }

    fn facts(&self, around: Around) -> MonthFacts {
        let days = around.study & self.live;
        let marks = Marks {
            present: self.planes.days(Mark::Present) & days,
            ill: self.planes.days(Mark::Excused) & days,
            unexcused: self.planes.days(Mark::Unexcused) & days,
            leave: self.planes.days(Mark::Leave) & days,
            closed: self.planes.days(Mark::Closed) & days,
        };
        MonthFacts {
            study: around.study,
            enrolled: self.live,
            marks,
            nominal: Minor::new(self.nominal),
            leave_days_used: around.leave_days_used,
            parental_fee: around.fee,
        }
    }

    /// What keeps the line out of the act whatever its amount (spec 6.1); `died_on`: the child's death, whose own day is still paid.
    pub(super) fn obstacle(&self, died_on: Option<Date>) -> Option<&'static str> {
        let month = Month::of(self.month);
        if died_on
            .is_some_and(|day| self.live & month.days_between(day, Date::MAX) & !month.days_between(day, day) != 0)
        {
            Some("person.deceased")
        } else if self.live & !self.in_force != 0 {
            Some("contract.not_in_force")
        } else if self.line_id.is_none() {
            Some("budget.exhausted")
        } else {
            None
        }
    }

    /// Days of the enrolment taken by QR on which the child was seen, of the days given.
    pub(super) fn qr_days(&self, study: DayMask) -> u32 {
        (self.planes.qr & self.planes.days(Mark::Present) & self.live & study).count_ones()
    }
}

/// The dues of the portions of one part: each its amount, in the order of first days cut to what the nominal leaves (spec 2.1).
pub(super) fn dues(nominal: i64, portions: &mut [(i16, i16, Minor)]) -> Vec<(i16, Minor)> {
    portions.sort_unstable_by_key(|(from_day, portion, _)| (*from_day, *portion));
    let amounts: Vec<Minor> = portions.iter().map(|(_, _, amount)| *amount).collect();
    let cut = cut_to_nominal(Minor::new(nominal), &amounts);
    portions.iter().map(|(_, portion, _)| *portion).zip(cut).collect()
}
