//! Terms of a programme as dated data (spec 1.3). Rules are chosen by these values.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One dated row of `terms.toml`; its keys are the keys of `programme_terms` and of `terms.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Terms {
    pub programme: String,
    /// The source of the row (S0 … S4).
    pub source: String,
    pub brand: String,
    /// The act that the row comes from.
    pub act: String,
    /// First three characters of the voucher number.
    pub voucher_prefix: String,
    /// The row rules from this day, until the programme's next row.
    pub valid_from: Date,
    /// First day of the pilot, where the act gives one.
    pub period_from: Option<Date>,
    /// Last day of the pilot, where the act gives one.
    pub period_to: Option<Date>,
    pub territory: String,
    /// KATO regions; empty for all.
    pub regions: Vec<String>,
    pub performers: Vec<String>,
    /// Calendar months that can be parts, 1–12.
    pub part_months: Vec<i8>,
    pub parts_end: PartsEnd,
    /// Whom vouchers are issued to.
    pub issue: Issue,
    /// Full years on the first day of the voucher's first month, both included; absent where age does not decide.
    #[serde(default)]
    pub issue_ages: Option<[i16; 2]>,
    pub nominal: NominalSource,
    /// Whether a contract confirmed by both sides activates a booked part.
    pub activation: bool,
    pub absence_rule: AbsenceRuleKind,
    /// Days of absence without a reason that are paid, for the three-day rule.
    pub absence_days_allowed: u32,
    /// Least share of student-days recorded by QR in basis points; 0 for none (spec 3.7).
    pub qr_share_bp: u32,
    pub parent_confirmation: Confirmation,
    /// Consecutive months confirmed by silence only that annul; 0 for none.
    pub silent_months_annul: u32,
    pub parental_fee: ParentalFee,
    /// Programmes whose live days may not overlap with this one's.
    pub no_overlap_with: Vec<String>,
    /// Whether a state performer is paid its estimate (spec 3.8).
    pub estimate_funded_state: bool,
    pub application_review_working_days: Option<u32>,
    pub budget_publication_working_days: u32,
    pub payment: Option<PaymentTerm>,
    pub payment_counted_from: Option<PaymentStart>,
    pub register_of_acts_working_days: Option<u32>,
    pub ksn_holder: KsnHolder,
    pub stipends: bool,
    pub suspension_cure_months: Option<u32>,
    pub monitoring: Option<String>,
    pub transfer: Transfer,
    /// What a move to another settlement does.
    pub r#move: Move,
    pub lms_freshness_hours: u32,
    pub act_signature_working_days: u32,
    pub invoice_days: u32,
    pub timesheet_lock_working_days: u32,
    pub certificate_working_days: u32,
    pub qr_cure_working_days: u32,
    pub cure_documents_working_days: u32,
    /// Paid days of a parent's leave in a calendar year (spec 3.4).
    pub leave_days_max: u32,
    /// Keys whose value is our default.
    pub defaults: Vec<String>,
    /// Keys whose value is taken over from S4.
    pub defaults_s4: Vec<String>,
}

/// Where the parts of a voucher end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartsEnd {
    /// At the end of the given period.
    Contract,
    /// At 31 December of the year in which the period begins, at the latest.
    FinancialYear,
}

/// Whom vouchers are issued to (spec 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Issue {
    /// Every child with IIN and registration, not bounded by volume.
    Automatic,
    /// Bounded by the published order volume.
    OrderVolume,
    /// The students of the grant register.
    GrantRegister,
}

/// Where the nominal comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NominalSource {
    PerCapitaRate,
    RateAtBooking,
    ContractPrice,
    IssuerRate,
    PerChildOrder,
}

/// Which rule of 3.4 pays absences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AbsenceRuleKind {
    /// Days without a valid reason are paid up to a number.
    ThreeDay,
    /// Days enrolled are paid when the child was seen, ill or the group closed.
    EnrolledDays,
}

/// How a parent confirms the timesheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confirmation {
    None,
    MonthEndSilenceConfirms,
}

/// What the programme knows of parental fees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParentalFee {
    /// None is asked.
    None,
    /// A ceiling is checked at admission.
    Ceiling,
    /// It is charged by days (spec 3.4).
    Charged,
}

/// When payment is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentTerm {
    pub kind: PaymentTermKind,
    pub count: u32,
}

/// What a payment term counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentTermKind {
    Days,
    WorkingDays,
    DayOfNextMonth,
}

/// What starts the payment term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentStart {
    IssuerSignature,
    KsnCredit,
}

/// Who holds the control cash account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KsnHolder {
    Operator,
    Issuer,
    ChildrenAccounts,
}

/// When a child can change performer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transfer {
    FirstOfMonth,
    ByDays,
}

/// What a move to another settlement does to the voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Move {
    Annuls,
    Keeps,
}

/// The absence rule with its number, as the hot calculation takes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AbsenceRule {
    /// Unexcused days are paid up to `allowed`.
    Allowed { allowed: u32 },
    /// All enrolled days are paid when one was attended or every one was excused or closed.
    Enrolled,
}

impl Terms {
    /// The absence rule of 3.4 that these terms choose.
    pub fn absence(&self) -> AbsenceRule {
        match self.absence_rule {
            AbsenceRuleKind::ThreeDay => AbsenceRule::Allowed { allowed: self.absence_days_allowed },
            AbsenceRuleKind::EnrolledDays => AbsenceRule::Enrolled,
        }
    }

    /// Whether a month of the year can be a part.
    pub fn has_part_in(&self, month: i8) -> bool {
        self.part_months.contains(&month)
    }
}

/// Why a row of terms cannot rule: the key and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongTerm {
    pub key: &'static str,
    pub reason: String,
}

/// The kinds of performers that terms may name; `listed` are those on the issuer's list.
const PERFORMERS: [&str; 4] = ["state", "private", "college", "listed"];

fn wrong(key: &'static str, reason: impl Into<String>) -> Result<(), WrongTerm> {
    Err(WrongTerm { key, reason: reason.into() })
}

impl Terms {
    /// Whether the row can rule beside the other `rows` (dated rows of all programmes, entered and new ones).
    ///
    /// # Errors
    /// The first key that cannot be: a code that is no name, a prefix that another programme's numbers bear, months, shares or periods
    /// out of range, programmes that nobody knows.
    pub fn check(&self, rows: &[Terms]) -> Result<(), WrongTerm> {
        let is_name = |text: &str| {
            text.starts_with(|c: char| c.is_ascii_lowercase())
                && text.len() <= 32
                && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
        };
        if !is_name(&self.programme) {
            return wrong("programme", "small Latin letters, digits and _, a letter first, 32 at most");
        }
        if self.act.trim().is_empty() || self.source.trim().is_empty() {
            return wrong("act", "every row names its source and act");
        }
        let prefix = &self.voucher_prefix;
        if prefix.len() != 3 || !prefix.bytes().all(|byte| byte.is_ascii_uppercase()) {
            return wrong("voucher_prefix", "three capital Latin letters");
        }
        if let Some(other) = rows.iter().find(|row| row.voucher_prefix == *prefix && row.programme != self.programme) {
            return wrong("voucher_prefix", format!("numbers of {} bear it", other.programme));
        }
        if rows.iter().any(|row| row.programme == self.programme && row.voucher_prefix != *prefix) {
            return wrong("voucher_prefix", "the programme's numbers bear another");
        }
        self.check_months()?;
        if let Some(unknown) = self.no_overlap_with.iter().find(|name| !rows.iter().any(|row| row.programme == **name))
        {
            return wrong("no_overlap_with", format!("nobody knows the programme {unknown}"));
        }
        if let Some(unknown) = self.performers.iter().find(|kind| !PERFORMERS.contains(&kind.as_str())) {
            return wrong("performers", format!("{unknown} is none of {}", PERFORMERS.join(", ")));
        }
        if self.performers.is_empty() {
            return wrong("performers", "at least one kind");
        }
        Ok(())
    }

    fn check_months(&self) -> Result<(), WrongTerm> {
        let ascending = self.part_months.is_sorted_by(|one, next| one < next);
        if self.part_months.is_empty() || !ascending || !self.part_months.iter().all(|month| (1..=12).contains(month)) {
            return wrong("part_months", "months of the year from 1 to 12, ascending, each once");
        }
        if self.qr_share_bp > 10_000 {
            return wrong("qr_share_bp", "basis points from 0 to 10000");
        }
        if self.period_from.zip(self.period_to).is_some_and(|(from, to)| to < from) {
            return wrong("period_to", "is before period_from");
        }
        if self.issue_ages.is_some_and(|[low, high]| low < 0 || high < low || high > 100) {
            return wrong("issue_ages", "two ages from 0 to 100, the lower first");
        }
        if self
            .payment
            .is_some_and(|term| term.kind == PaymentTermKind::DayOfNextMonth && !(1..=31).contains(&term.count))
        {
            return wrong("payment", "the day of a month is from 1 to 31");
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "terms_tests.rs"]
mod tests;
