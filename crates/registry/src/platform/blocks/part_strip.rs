//! The parts of a voucher, month by month: a box each, whose colour, border and sign say the same.

use std::fmt::Display;

use askama::Template;
use jiff::civil::Date;

/// Where a part is; what it is called comes from the pack, by programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// Nobody was chosen for the month yet.
    Future,
    /// A place is kept; the month's budget is not published.
    Reserved,
    /// A place is kept and the money with it.
    Booked,
    /// Both sides have confirmed the contract of the place.
    Active,
    /// The service was accepted; the money is owed.
    WrittenOff,
    /// Paid, or nothing was owed.
    Redeemed,
    /// Ended for ever.
    Annulled,
    /// The month went by without a place.
    Passed,
}

impl PartState {
    /// All of them, in the order of a part's life.
    pub const ALL: [Self; 8] = [
        Self::Future,
        Self::Reserved,
        Self::Booked,
        Self::Active,
        Self::WrittenOff,
        Self::Redeemed,
        Self::Annulled,
        Self::Passed,
    ];

    /// The word of its class and messages.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Future => "future",
            Self::Reserved => "reserved",
            Self::Booked => "booked",
            Self::Active => "active",
            Self::WrittenOff => "written-off",
            Self::Redeemed => "redeemed",
            Self::Annulled => "annulled",
            Self::Passed => "passed",
        }
    }
}

/// The parts of one voucher as a strip. It is for those who see: a table or list below it says the same in words.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<ol class="qz-parts" aria-hidden="true">
{%- for (month, state, now) in parts %}
<li class="qz-part qz-part--{{ state.word() }}{% if *now %} qz-part--now{% endif %}">{{ month.strftime("%m") }}</li>
{%- endfor %}
</ol>"#,
    ext = "html"
)]
pub struct PartStrip {
    parts: Vec<(Date, PartState, bool)>,
}

impl PartStrip {
    /// The parts in order: nine of a school year, twelve of a calendar year; each with its first day, its state, whether it is the month that
    /// is under way.
    pub fn new(parts: impl IntoIterator<Item = (Date, PartState, bool)>) -> Self {
        Self { parts: parts.into_iter().collect() }
    }
}

/// The sign of a part's state and what the programme calls it.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<span class="qz-part-state qz-part-state--{{ state.word() }}">{{ label }}</span>"#,
    ext = "html"
)]
pub struct PartLabel {
    state: PartState,
    label: String,
}

impl PartLabel {
    /// A state by its name.
    pub fn new(state: PartState, label: impl Display) -> Self {
        Self { state, label: label.to_string() }
    }
}
