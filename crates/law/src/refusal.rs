//! Refusals of the rules, and the one registry of every refusal code of the product (spec 2.7).

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

/// A sentence in the three languages of the pages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    pub kk: String,
    pub ru: String,
    pub en: String,
}

/// What is published about one refusal code on `/codes`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What was refused.
    pub text: Text,
    /// The section of the specification or the order that asks for it.
    pub clause: String,
    /// What the reader can do now.
    pub remedy: Text,
}

static CODES: LazyLock<BTreeMap<String, Entry>> = LazyLock::new(read_codes);

#[expect(
    clippy::panic,
    reason = "the registry is part of the binary; a broken one must not start, and a test reads it"
)]
fn read_codes() -> BTreeMap<String, Entry> {
    match toml::from_str(include_str!("../codes.toml")) {
        Ok(codes) => codes,
        Err(error) => panic!("codes.toml: {error}"),
    }
}

/// The registry's entry of a code such as `booking.elsewhere`; nothing for an unknown one.
pub fn code(code: &str) -> Option<&'static Entry> {
    CODES.get(code)
}

/// All codes in order.
pub fn codes() -> impl Iterator<Item = (&'static str, &'static Entry)> {
    CODES.iter().map(|(code, entry)| (code.as_str(), entry))
}

macro_rules! refusals {
    ($($name:ident = $code:literal,)*) => {
        /// A refusal of a rule of this crate: a business answer with a stable code.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Refusal {
            $(#[doc = concat!("`", $code, "`")] $name,)*
        }

        impl Refusal {
            /// Every refusal, in the order of the specification.
            pub const ALL: &[Refusal] = &[$(Refusal::$name,)*];

            /// The stable code, `noun.reason`.
            pub fn code(self) -> &'static str {
                match self {
                    $(Refusal::$name => $code,)*
                }
            }
        }
    };
}

refusals! {
    InputNotJson = "input.not_json",
    InputInvalid = "input.invalid",
    OpUnknown = "op.unknown",
    ProgrammeUnknown = "programme.unknown",
    IinFormat = "iin.format",
    IinCentury = "iin.century",
    IinBirthDate = "iin.birth_date",
    IinChecksum = "iin.checksum",
    BinFormat = "bin.format",
    BinRegistrationMonth = "bin.registration_month",
    BinEntityType = "bin.entity_type",
    BinAttribute = "bin.attribute",
    BinChecksum = "bin.checksum",
    IbanFormat = "iban.format",
    IbanChecksum = "iban.checksum",
    VoucherNumberFormat = "voucher.number_format",
    VoucherNumberChecksum = "voucher.number_checksum",
    PeriodReversed = "period.reversed",
    CalendarUnknownYear = "calendar.unknown_year",
    DaysNotPositive = "days.not_positive",
    AmountNotPositive = "amount.not_positive",
    MonthNoStudyDays = "month.no_study_days",
    MarkUnknown = "mark.unknown",
    MarkOutsideEnrolment = "mark.outside_enrolment",
    TimesheetIncomplete = "timesheet.incomplete",
    VoucherNoMonths = "voucher.no_months",
    VoucherTooLong = "voucher.too_long",
    VoucherRate = "voucher.rate",
    AmountTooSmall = "amount.too_small",
    EnrolledDaysRange = "enrolled_days.range",
    AmountNegative = "amount.negative",
    QrCounts = "qr.counts",
    CategoryUnknown = "category.unknown",
    TotalNegative = "total.negative",
}

impl Refusal {
    /// The registry's entry: texts, clause and remedy.
    pub fn entry(self) -> Option<&'static Entry> {
        code(self.code())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
#[path = "refusal_tests.rs"]
mod tests;
