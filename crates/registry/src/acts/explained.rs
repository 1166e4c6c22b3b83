//! Why a line's amount is what it is, from the line alone: what was signed explains itself, whatever became known later; pure.

use jiff::civil::Date;
use law::{Pack, Terms, explain::clause, terms::AbsenceRule};

/// The rule by which days without presence are paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// Absence without a reason is paid up to so many days of the month.
    Allowed(u32),
    /// All days of the enrolment are paid once the child was seen, or excused on every day.
    Enrolled,
    /// The estimate of the performer is paid whatever the attendance.
    Estimate,
    /// Places are paid for the days of their pupils.
    Capital,
}

impl Rule {
    /// The rule of a line: by its kind (0 month, 1 adjustment, 2 estimate, 3 capital), else that of absence.
    fn of(kind: i16, absence: AbsenceRule) -> Self {
        match kind {
            2 => Self::Estimate,
            3 => Self::Capital,
            _ => absence.into(),
        }
    }

    fn clause(self, absence: AbsenceRule) -> &'static str {
        match self {
            Self::Allowed(_) | Self::Enrolled => clause(absence),
            Self::Estimate => "3.8",
            Self::Capital => "3.9",
        }
    }
}

impl From<AbsenceRule> for Rule {
    fn from(rule: AbsenceRule) -> Self {
        match rule {
            AbsenceRule::Allowed { allowed } => Self::Allowed(allowed),
            AbsenceRule::Enrolled => Self::Enrolled,
        }
    }
}

/// What a line counts, as far as its explanation asks; sums in tiyn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// 0 month, 1 adjustment, 2 estimate, 3 capital.
    pub(crate) kind: i16,
    /// The act's month, or the month corrected.
    pub(crate) line_month: Date,
    /// Enrolled study days.
    pub(crate) enrolled_days: i64,
    /// Of them paid.
    pub(crate) payable_days: i64,
    /// nominal × payable / study.
    pub(crate) computed: i64,
    /// What the line adds to the act.
    pub(crate) due: i64,
    /// Of an adjustment: what earlier acts have accepted for the same portion.
    pub(crate) before: Option<i64>,
}

/// The explanation of a line; sums in tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Explained {
    /// The rule.
    pub(crate) rule: Rule,
    /// Study days of the enrolment that are not paid.
    pub(crate) unpaid: i64,
    /// What was cut off, because other periods of the same month have used the nominal up.
    pub(crate) cut: i64,
    /// Whether nothing is paid because the month stayed short of its share by QR (spec 3.7).
    pub(crate) short: bool,
    /// Of an adjustment: what was accepted for the corrected month before.
    pub(crate) before: Option<i64>,
    /// The version of the rule: its source and the day from which it rules.
    pub(crate) version: String,
    /// The legal act that the rule comes from.
    pub(crate) act: &'static str,
    /// The clause that the rule carries out.
    pub(crate) clause: &'static str,
}

impl Explained {
    /// Explains a line of an act of a programme; nothing for a programme that the pack does not know.
    pub(crate) fn of(pack: &'static Pack, line: impl Into<Counted>, programme: &str) -> Option<Self> {
        let line = line.into();
        let terms = terms_of(pack, programme, line.line_month)?;
        let rule = Rule::of(line.kind, terms.absence());
        let by_days = matches!(rule, Rule::Allowed(_) | Rule::Enrolled);
        let uncut = line.computed.saturating_sub(line.before.unwrap_or_default());
        // Where a share is asked for, only a month that stayed short of it is due for nothing although its days are counted.
        let short = by_days && terms.qr_share_bp > 0 && line.before.is_none() && line.due == 0 && line.computed > 0;
        Some(Self {
            rule,
            unpaid: if by_days { line.enrolled_days.saturating_sub(line.payable_days).max(0) } else { 0 },
            cut: if by_days && !short { uncut.saturating_sub(line.due).max(0) } else { 0 },
            short,
            before: line.before,
            version: format!("{} {}", terms.source, terms.valid_from),
            act: &terms.act,
            clause: rule.clause(terms.absence()),
        })
    }

    /// Whether the whole nominal of the month is due and nothing has to be said about days.
    pub(crate) fn is_plain(&self) -> bool {
        self.unpaid == 0 && self.cut == 0 && !self.short && self.before.is_none()
    }
}

fn terms_of(pack: &'static Pack, programme: &str, month: Date) -> Option<&'static Terms> {
    pack.terms_on(programme, month.last_of_month()).or_else(|| pack.latest_terms(programme))
}
