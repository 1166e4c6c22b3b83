//! A line of an act's views, as its explanation asks for it.

use super::store::Line;
use crate::acts::Counted;

impl From<&Line> for Counted {
    fn from(line: &Line) -> Self {
        Self {
            kind: line.kind,
            line_month: line.line_month,
            enrolled_days: line.enrolled_days.into(),
            payable_days: line.payable_days.into(),
            computed: line.computed,
            due: line.due,
            before: line.before,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use law::Pack;

    use super::*;
    use crate::acts::{Explained, Rule};

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
