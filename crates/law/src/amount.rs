//! The amount due for a part (spec 3.4): the rule that a month's close calls for every child.
//!
//! Days are bits, so that the rule is a few population counts and divisions and allocates nothing.

use jiff::civil::Date;

use crate::month::{DayMask, Month, day_bit, day_of};
use crate::terms::{AbsenceRule, ParentalFee};
use crate::{Calendar, Minor, Refusal, Terms};

/// A mark of the timesheet for one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `P`: on site or remote.
    Present,
    /// `S`: absent by illness, treatment or rehabilitation with a certificate.
    Ill,
    /// `U`: absent without a valid reason.
    Unexcused,
    /// `L`: leave of a parent on a written application.
    Leave,
    /// `C`: the group was closed with a document.
    Closed,
}

impl Mark {
    /// Reads the letter of a mark; refuses with `mark.unknown`.
    pub fn parse(letter: &str) -> Result<Mark, Refusal> {
        match letter {
            "P" => Ok(Mark::Present),
            "S" => Ok(Mark::Ill),
            "U" => Ok(Mark::Unexcused),
            "L" => Ok(Mark::Leave),
            "C" => Ok(Mark::Closed),
            _ => Err(Refusal::MarkUnknown),
        }
    }
}

/// The marks of a month, a plane of bits for each kind; planes are disjoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    pub present: DayMask,
    pub ill: DayMask,
    pub unexcused: DayMask,
    pub leave: DayMask,
    pub closed: DayMask,
}

impl Marks {
    /// Puts a mark on a day of the month (1–31), in place of an earlier one.
    pub fn set(&mut self, day: u32, mark: Mark) {
        let bit = day_bit(day);
        for plane in [&mut self.present, &mut self.ill, &mut self.unexcused, &mut self.leave, &mut self.closed] {
            *plane &= !bit;
        }
        match mark {
            Mark::Present => self.present |= bit,
            Mark::Ill => self.ill |= bit,
            Mark::Unexcused => self.unexcused |= bit,
            Mark::Leave => self.leave |= bit,
            Mark::Closed => self.closed |= bit,
        }
    }

    /// All marked days.
    pub fn days(&self) -> DayMask {
        self.present | self.ill | self.unexcused | self.leave | self.closed
    }
}

/// What a month's amount is calculated from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthFacts {
    /// Study days of the group.
    pub study: DayMask,
    /// Days on which the child was enrolled; bits of other days do not matter.
    pub enrolled: DayMask,
    pub marks: Marks,
    /// The part's nominal in tiyn.
    pub nominal: Minor,
    /// Days of leave in this calendar year before this month.
    pub leave_days_used: u32,
    /// The monthly fee of the parents, when there is one.
    pub parental_fee: Option<Minor>,
}

/// What the terms say about a month's amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AmountTerms {
    pub absence: AbsenceRule,
    /// Days of leave that count in a calendar year.
    pub leave_days_max: u32,
    /// Whether a parental fee is charged by days.
    pub charges_fee: bool,
}

impl From<&Terms> for AmountTerms {
    fn from(terms: &Terms) -> AmountTerms {
        AmountTerms {
            absence: terms.absence(),
            leave_days_max: terms.leave_days_max,
            charges_fee: terms.parental_fee == ParentalFee::Charged,
        }
    }
}

/// The amount due for a part with the days it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    pub study_days: u32,
    pub enrolled_days: u32,
    pub present: u32,
    pub excused: u32,
    /// Leave within the yearly limit.
    pub leave: u32,
    pub closed: u32,
    /// Days without a valid reason, and leave beyond the limit.
    pub unexcused: u32,
    pub payable_days: u32,
    pub due: Minor,
    pub parental_fee_due: Option<Minor>,
}

/// The amount of a part from bit planes. Refuses in the order of 3.4: `amount.not_positive`, `month.no_study_days`,
/// `mark.outside_enrolment`, `timesheet.incomplete`; an enrolment without study days gives zeros.
#[inline]
pub fn amount_due(terms: AmountTerms, facts: &MonthFacts) -> Result<Amount, Refusal> {
    if !facts.nominal.is_positive() {
        return Err(Refusal::AmountNotPositive);
    }
    if facts.study == 0 {
        return Err(Refusal::MonthNoStudyDays);
    }
    let enrolled = facts.study & facts.enrolled;
    let marked = facts.marks.days();
    if marked & !enrolled != 0 {
        return Err(Refusal::MarkOutsideEnrolment);
    }
    if enrolled & !marked != 0 {
        return Err(Refusal::TimesheetIncomplete);
    }
    let (study_days, enrolled_days) = (facts.study.count_ones(), enrolled.count_ones());
    let all_leave = facts.marks.leave.count_ones();
    let leave = all_leave.min(terms.leave_days_max.saturating_sub(facts.leave_days_used));
    let unexcused = facts.marks.unexcused.count_ones().saturating_add(all_leave.saturating_sub(leave));
    let payable_days = match terms.absence {
        AbsenceRule::Allowed { allowed } => enrolled_days.saturating_sub(unexcused.saturating_sub(allowed)),
        AbsenceRule::Enrolled if facts.marks.present != 0 => enrolled_days,
        AbsenceRule::Enrolled if enrolled & !(facts.marks.ill | facts.marks.closed) == 0 => enrolled_days,
        AbsenceRule::Enrolled => 0,
    };
    let closed = facts.marks.closed.count_ones();
    let fee_days = enrolled_days.saturating_sub(leave).saturating_sub(closed);
    let fee = facts.parental_fee.filter(|_| terms.charges_fee);
    Ok(Amount {
        study_days,
        enrolled_days,
        present: facts.marks.present.count_ones(),
        excused: facts.marks.ill.count_ones(),
        leave,
        closed,
        unexcused,
        payable_days,
        due: by_days(facts.nominal, payable_days, study_days),
        parental_fee_due: fee.map(|fee| by_days(fee, fee_days, study_days)),
    })
}

/// The counts of a part that is paid whatever the attendance (spec 3.8): marks as they are known, a day without one counts nowhere, and every
/// enrolled day is paid by its share of the nominal. Refuses `amount.not_positive`, `month.no_study_days`, `mark.outside_enrolment`.
pub fn amount_enrolled(terms: AmountTerms, facts: &MonthFacts) -> Result<Amount, Refusal> {
    let unmarked = facts.study & facts.enrolled & !facts.marks.days();
    // A day without a mark stands as present while the rule counts; then it is taken out again.
    let marks = Marks { present: facts.marks.present | unmarked, ..facts.marks };
    let counted = amount_due(terms, &MonthFacts { marks, ..*facts })?;
    Ok(Amount {
        present: facts.marks.present.count_ones(),
        payable_days: counted.enrolled_days,
        due: by_days(facts.nominal, counted.enrolled_days, counted.study_days),
        ..counted
    })
}

/// `amount × days / study_days`; `days` never exceed `study_days`, so that the result fits.
fn by_days(amount: Minor, days: u32, study_days: u32) -> Minor {
    amount.pro_rata(i64::from(days), i64::from(study_days)).unwrap_or(Minor::ZERO)
}

/// A group's calendar: ISO weekdays (bit 0 = Monday) and vacations.
#[derive(Clone, Copy, Debug)]
pub struct GroupDays<'a> {
    pub weekdays: u8,
    pub vacations: &'a [(Date, Date)],
}

/// Monday to Friday.
pub const WORK_WEEK: u8 = 0b001_1111;

impl Default for GroupDays<'_> {
    fn default() -> Self {
        GroupDays { weekdays: WORK_WEEK, vacations: &[] }
    }
}

/// A month of a child as a caller with dates has it.
#[derive(Clone, Debug)]
pub struct MonthCase<'a> {
    pub nominal: Minor,
    pub month: Month,
    pub group: GroupDays<'a>,
    pub enrolled_from: Option<Date>,
    pub enrolled_to: Option<Date>,
    /// Marks by date with their letters, each date once.
    pub marks: &'a [(Date, &'a str)],
    pub leave_days_used: u32,
    pub parental_fee: Option<Minor>,
}

impl MonthCase<'_> {
    /// The amount, with the refusals of 3.4 in their order from `amount.not_positive` on.
    pub fn amount_due(&self, terms: AmountTerms, calendar: &Calendar) -> Result<Amount, Refusal> {
        amount_due(terms, &self.facts(calendar)?)
    }

    /// The case as bit planes. Refuses with `amount.not_positive`, `period.reversed`, `calendar.unknown_year`,
    /// `month.no_study_days`, `mark.unknown`, and `mark.outside_enrolment` for a mark of another month.
    pub fn facts(&self, calendar: &Calendar) -> Result<MonthFacts, Refusal> {
        if !self.nominal.is_positive() {
            return Err(Refusal::AmountNotPositive);
        }
        if self.enrolled_from.zip(self.enrolled_to).is_some_and(|(from, to)| from > to) {
            return Err(Refusal::PeriodReversed);
        }
        let study = calendar.study_days(self.month, self.group.weekdays, self.group.vacations)?;
        if study == 0 {
            return Err(Refusal::MonthNoStudyDays);
        }
        let mut marks = Marks::default();
        let mut elsewhere = false;
        for (date, letter) in self.marks {
            let mark = Mark::parse(letter)?;
            elsewhere |= Month::of(*date) != self.month;
            marks.set(day_of(*date), mark);
        }
        if elsewhere {
            return Err(Refusal::MarkOutsideEnrolment);
        }
        let from = self.enrolled_from.unwrap_or(Date::MIN);
        let to = self.enrolled_to.unwrap_or(Date::MAX);
        Ok(MonthFacts {
            study,
            enrolled: self.month.days_between(from, to),
            marks,
            nominal: self.nominal,
            leave_days_used: self.leave_days_used,
            parental_fee: self.parental_fee,
        })
    }
}

/// The dues of the portions that serve one part, in order of their first day: each gets its amount, cut to what the
/// part's nominal leaves (spec 2.1 and 3.4).
pub fn cut_to_nominal(nominal: Minor, amounts: &[Minor]) -> Vec<Minor> {
    let mut left = nominal;
    let cut = amounts.iter().map(|amount| {
        let due = (*amount).min(left).max(Minor::ZERO);
        left = left.checked_sub(due).unwrap_or(Minor::ZERO);
        due
    });
    cut.collect()
}

#[cfg(test)]
#[path = "amount_tests.rs"]
mod tests;
