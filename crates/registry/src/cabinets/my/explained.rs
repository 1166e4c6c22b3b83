//! Why a month's amount is what it is, in plain words: the days of law's explanation in the sentences of the pages; pure.

use law::{
    Minor, Terms,
    amount::{Marks, MonthFacts, amount_due},
    explain::{Explanation, UnpaidRule, explain},
    terms::AbsenceRule,
};

use super::{
    stay::{Stay, day_list},
    store::Line,
};
use crate::{
    attendance::Mark,
    platform::http::{
        format,
        words::{Language, Text},
    },
};

/// The formula of a line and the reasons why it is less than the nominal.
#[derive(Debug)]
pub(super) struct Explained {
    pub(super) formula: Text,
    pub(super) whys: Vec<Text>,
}

/// Explains a line about a stay.
pub(super) fn explained(language: Language, terms: &Terms, stay: &Stay, line: &Line) -> Explained {
    if line.kind == 2 {
        let formula = language.t("funding-how-part").with("computed", format::money(line.computed));
        return Explained { formula: formula.with("due", format::money(line.due)), whys: Vec::new() };
    }
    let formula = language
        .t("my-explain-formula")
        .with("nominal", format::money(line.nominal))
        .with("payable", line.payable_days)
        .with("study", line.study_days)
        .with("due", format::money(line.computed));
    Explained { formula, whys: whys(language, terms, stay, line) }
}

fn whys(language: Language, terms: &Terms, stay: &Stay, line: &Line) -> Vec<Text> {
    let mut whys = Vec::new();
    if line.enrolled_days < line.study_days {
        let told = language.t("my-explain-enrolled").with("n", line.enrolled_days).with("study", line.study_days);
        whys.push(told);
    }
    if let Some(told) = by_law(terms, stay, line) {
        if told.leave_beyond != 0 {
            let days = language.t("my-explain-leave").with("days", day_list(told.leave_beyond));
            whys.push(days.with("n", terms.leave_days_max));
        }
        if let Some(unpaid) = told.unpaid {
            whys.push(match (unpaid.rule, terms.absence()) {
                (UnpaidRule::AbsenceBeyondAllowed, AbsenceRule::Allowed { allowed }) => {
                    language.t("my-explain-absent").with("days", day_list(unpaid.days)).with("n", allowed)
                }
                (UnpaidRule::AbsenceBeyondAllowed | UnpaidRule::NotSeenInMonth, _) => language.t("my-explain-unseen"),
            });
        }
    } else if line.payable_days < line.enrolled_days {
        let days = line.enrolled_days.saturating_sub(line.payable_days);
        whys.push(language.t("my-explain-unpaid").with("n", days));
    }
    if line.due == 0 && line.computed > 0 && terms.qr_share_bp > 0 {
        whys.push(language.t("qr-unpaid"));
    } else if line.due < line.computed {
        whys.push(language.t("my-explain-cut").with("due", format::money(line.due)));
    }
    if whys.is_empty() {
        whys.push(language.t("my-explain-whole"));
    }
    whys
}

/// Law's explanation, as long as what is known now gives the line's amount: else the days of then are not known here.
fn by_law(terms: &Terms, stay: &Stay, line: &Line) -> Option<Explanation> {
    let live = stay.live() & stay.study();
    let plane = |mark| stay.planes.days(mark) & live;
    let facts = MonthFacts {
        study: stay.study(),
        enrolled: stay.live(),
        marks: Marks {
            present: plane(Mark::Present),
            ill: plane(Mark::Excused),
            unexcused: plane(Mark::Unexcused),
            leave: plane(Mark::Leave),
            closed: plane(Mark::Closed),
        },
        nominal: Minor::new(line.nominal),
        leave_days_used: u32::try_from(line.leave_days_used).ok()?,
        parental_fee: None,
    };
    let amount = amount_due(terms.into(), &facts).ok()?;
    (amount.due.tiyn() == line.computed).then(|| explain(terms, &facts, &amount))
}
