//! Why a line's amount is what it is, from the line alone: what was signed explains itself, whatever became known later; pure.

use jiff::civil::Date;
use law::{Pack, Terms, terms::AbsenceRule};

use super::store::Line;

/// The rule by which days without presence are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Absence without a reason is paid up to so many days of the month.
    Allowed(u32),
    /// All days of the enrolment are paid once the child was seen, or excused on every day.
    Enrolled,
}

/// The explanation of a line; sums in tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Explained {
    /// The rule.
    pub(crate) rule: Rule,
    /// Study days of the enrolment that are not paid.
    pub(crate) unpaid: i16,
    /// What was cut off, because other periods of the same month have used the nominal up.
    pub(crate) cut: i64,
    /// Of an adjustment: what was accepted for the corrected month before.
    pub(crate) before: Option<i64>,
    /// The version of the rule: its source and the day from which it rules.
    pub(crate) version: String,
    /// The legal act that the rule comes from.
    pub(crate) act: &'static str,
}

impl Explained {
    /// Explains a line of an act of a programme; nothing for a programme that the pack does not know.
    pub(crate) fn of(pack: &'static Pack, line: &Line, programme: &str) -> Option<Self> {
        let terms = terms_of(pack, programme, line.line_month)?;
        let rule = match terms.absence() {
            AbsenceRule::Allowed { allowed } => Rule::Allowed(allowed),
            AbsenceRule::Enrolled => Rule::Enrolled,
        };
        let uncut = line.computed.saturating_sub(line.before.unwrap_or_default());
        Some(Self {
            rule,
            unpaid: line.enrolled_days.saturating_sub(line.payable_days).max(0),
            cut: uncut.saturating_sub(line.due).max(0),
            before: line.before,
            version: format!("{} {}", terms.source, terms.valid_from),
            act: &terms.act,
        })
    }

    /// Whether the whole nominal of the month is due and nothing has to be said about days.
    pub(crate) fn is_plain(&self) -> bool {
        self.unpaid == 0 && self.cut == 0 && self.before.is_none()
    }
}

fn terms_of(pack: &'static Pack, programme: &str, month: Date) -> Option<&'static Terms> {
    pack.terms_on(programme, month.last_of_month()).or_else(|| pack.latest_terms(programme))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn line() -> Line {
        Line {
            n: 1,
            kind: 0,
            line_month: date(2026, 9, 1),
            voucher: "SCH-75-2026-00000001-0".to_owned(),
            portion: 1,
            contract: "1".to_owned(),
            nominal: 2200,
            study_days: 22,
            enrolled_days: 22,
            present: 20,
            excused: 0,
            leave: 0,
            closed: 0,
            unexcused: 2,
            payable_days: 22,
            computed: 2200,
            due: 2200,
            before: None,
        }
    }

    #[test]
    fn a_whole_month_needs_no_words() {
        let told = Explained::of(Pack::kz(), &line(), "school").unwrap();
        assert_eq!((told.rule, told.unpaid, told.cut, told.before), (Rule::Enrolled, 0, 0, None));
        assert!(told.is_plain() && !told.version.is_empty() && !told.act.is_empty());
    }

    #[test]
    fn days_beyond_the_allowed_ones_are_counted() {
        let absent = Line { unexcused: 5, present: 17, payable_days: 20, computed: 2000, due: 2000, ..line() };
        let told = Explained::of(Pack::kz(), &absent, "preschool").unwrap();
        assert_eq!((told.rule, told.unpaid), (Rule::Allowed(3), 2));
        assert!(!told.is_plain());
    }

    #[test]
    fn a_cut_and_an_adjustment_are_told_apart() {
        let cut = Line { computed: 2200, due: 1500, ..line() };
        assert_eq!(Explained::of(Pack::kz(), &cut, "school").unwrap().cut, 700);
        let adjusted = Line { kind: 1, computed: 2000, due: -200, before: Some(2200), ..line() };
        let told = Explained::of(Pack::kz(), &adjusted, "school").unwrap();
        assert_eq!((told.cut, told.before), (0, Some(2200)));
        let cut_too = Line { kind: 1, computed: 2000, due: 100, before: Some(1500), ..line() };
        assert_eq!(Explained::of(Pack::kz(), &cut_too, "school").unwrap().cut, 400);
    }

    #[test]
    fn a_programme_nobody_knows_is_not_explained() {
        assert_eq!(Explained::of(Pack::kz(), &line(), "nothing"), None);
    }
}
