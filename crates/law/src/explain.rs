//! Why an amount is what it is: formula, days that were not paid with their rule, clause (spec 3.4).

use crate::amount::{Amount, AmountTerms, MonthFacts};
use crate::month::{DayMask, day_bit};
use crate::refusal::Text;
use crate::terms::AbsenceRule;
use crate::{Minor, Terms};

/// Why days were not paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnpaidRule {
    /// Absence without a valid reason beyond the allowed days, leave beyond the year's limit included.
    AbsenceBeyondAllowed,
    /// Nobody was seen in the month and not every day was excused.
    NotSeenInMonth,
}

/// Days that were not paid, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unpaid {
    pub days: DayMask,
    pub rule: UnpaidRule,
}

/// The explanation of an act's line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// `nominal × payable / study = due`, in tiyn.
    pub formula: String,
    pub unpaid: Option<Unpaid>,
    /// Days of leave beyond the year's limit, counted as unexcused: the last ones of the month.
    pub leave_beyond: DayMask,
    pub text: Text,
    /// The clause that the rule carries out.
    pub clause: String,
    /// The version of the rule: the day from which the terms' row rules.
    pub version: String,
}

/// Explains an amount made from the same facts and terms.
pub fn explain(terms: &Terms, facts: &MonthFacts, amount: &Amount) -> Explanation {
    let rule = AmountTerms::from(terms);
    let leave_beyond = last_days(facts.marks.leave, facts.marks.leave.count_ones().saturating_sub(amount.leave));
    let unpaid_days = amount.enrolled_days.saturating_sub(amount.payable_days);
    let unpaid = (unpaid_days > 0).then(|| match rule.absence {
        AbsenceRule::Allowed { .. } => Unpaid {
            days: last_days(facts.marks.unexcused | leave_beyond, unpaid_days),
            rule: UnpaidRule::AbsenceBeyondAllowed,
        },
        AbsenceRule::Enrolled => Unpaid { days: facts.study & facts.enrolled, rule: UnpaidRule::NotSeenInMonth },
    });
    let formula = formula(facts.nominal, amount);
    Explanation {
        text: text(&formula, rule.absence, unpaid),
        formula,
        unpaid,
        leave_beyond,
        clause: clause(rule.absence).to_owned(),
        version: format!("{} {}", terms.source, terms.valid_from),
    }
}

fn formula(nominal: Minor, amount: &Amount) -> String {
    format!("{nominal} × {} / {} = {}", amount.payable_days, amount.study_days, amount.due)
}

/// The clause that an absence rule carries out.
pub fn clause(rule: AbsenceRule) -> &'static str {
    match rule {
        AbsenceRule::Allowed { .. } => "S4 §8; 3.4",
        AbsenceRule::Enrolled => "3.4",
    }
}

fn text(formula: &str, rule: AbsenceRule, unpaid: Option<Unpaid>) -> Text {
    let Some(unpaid) = unpaid else {
        return Text {
            kk: format!("{formula}. Тіркелген күндердің бәрі төленеді."),
            ru: format!("{formula}. Оплачены все дни зачисления."),
            en: format!("{formula}. All enrolled days are paid."),
        };
    };
    let days = day_list(unpaid.days);
    match (unpaid.rule, rule) {
        (UnpaidRule::AbsenceBeyondAllowed, AbsenceRule::Allowed { allowed }) => Text {
            kk: format!("{formula}. {days}-күндер төленбейді: себепсіз келмеу рұқсат етілген {allowed} күннен асты."),
            ru: format!("{formula}. Не оплачены дни {days}: неявка без причины сверх допустимых {allowed} дней."),
            en: format!("{formula}. Days {days} are not paid: absence without a valid reason beyond {allowed} days."),
        },
        (UnpaidRule::NotSeenInMonth | UnpaidRule::AbsenceBeyondAllowed, _) => Text {
            kk: format!("{formula}. {days}-күндер төленбейді: ай бойы бірде-бір қатысу болмады."),
            ru: format!("{formula}. Не оплачены дни {days}: за месяц нет ни одного дня присутствия."),
            en: format!("{formula}. Days {days} are not paid: no day of presence in the month."),
        },
    }
}

/// The last `count` days of a mask.
fn last_days(days: DayMask, count: u32) -> DayMask {
    let mut rest = days;
    for _ in 0..days.count_ones().saturating_sub(count) {
        rest &= rest.saturating_sub(1);
    }
    rest
}

/// `3, 4, 17`.
fn day_list(days: DayMask) -> String {
    let listed: Vec<String> = (1..=31).filter(|day| days & day_bit(*day) != 0).map(|day| day.to_string()).collect();
    listed.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pack;
    use crate::amount::{Marks, amount_due};

    fn facts(marks: Marks) -> MonthFacts {
        let enrolled = marks.days();
        MonthFacts {
            study: 0b11_1111,
            enrolled,
            marks,
            nominal: Minor::new(600),
            leave_days_used: 59,
            parental_fee: None,
        }
    }

    #[test]
    fn the_last_days_beyond_the_allowed_ones_are_named() {
        let terms = Pack::kz().latest_terms("preschool").unwrap();
        let facts = facts(Marks { unexcused: 0b00_1111, leave: 0b11_0000, ..Marks::default() });
        let amount = amount_due(terms.into(), &facts).unwrap();
        let told = explain(terms, &facts, &amount);
        assert_eq!(told.leave_beyond, 0b10_0000);
        assert_eq!(told.unpaid, Some(Unpaid { days: 0b10_1000, rule: UnpaidRule::AbsenceBeyondAllowed }));
        assert_eq!(told.formula, "600 × 4 / 6 = 400");
        assert!(told.text.ru.contains("дни 4, 6:"), "{}", told.text.ru);
        assert!(told.text.kk.starts_with(&told.formula) && told.text.en.contains("beyond 3 days"));
        assert_eq!((told.clause.as_str(), told.version.as_str()), ("S4 §8; 3.4", "S0 2026-03-04"));
    }

    #[test]
    fn a_child_never_seen_is_explained_and_a_full_month_needs_no_rule() {
        let terms = Pack::kz().latest_terms("school").unwrap();
        let never = facts(Marks { unexcused: 0b11_1111, ..Marks::default() });
        let told = explain(terms, &never, &amount_due(terms.into(), &never).unwrap());
        assert_eq!(told.unpaid, Some(Unpaid { days: 0b11_1111, rule: UnpaidRule::NotSeenInMonth }));
        assert!(told.text.en.contains("1, 2, 3, 4, 5, 6 are not paid: no day"));
        assert_eq!(told.clause, "3.4");
        let full = facts(Marks { present: 0b11_1111, ..Marks::default() });
        let told = explain(terms, &full, &amount_due(terms.into(), &full).unwrap());
        assert_eq!(told.unpaid, None);
        assert!(told.text.en.ends_with("All enrolled days are paid."));
    }
}
