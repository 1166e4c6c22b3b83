//! The parts of a voucher, month by month, as a strip and as a list.

use std::fmt::Display;

use askama::Template;
use jiff::civil::Date;

use crate::platform::http::Page;

/// Where a part is; what it is called comes from the pack, by programme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartState {
    /// Still to come: issued, nobody holds it.
    Issued,
    /// Held for a performer.
    Booked,
    /// The month is accepted by an act and charged.
    WrittenOff,
    /// Paid.
    Redeemed,
    /// Not to be used any more.
    Annulled,
}

impl PartState {
    /// The class and the sign.
    fn shown(self) -> (&'static str, &'static str) {
        match self {
            Self::Issued => ("issued", "○"),
            Self::Booked => ("booked", "◐"),
            Self::WrittenOff => ("written-off", "◕"),
            Self::Redeemed => ("redeemed", "●"),
            Self::Annulled => ("annulled", "✕"),
        }
    }
}

/// A part.
#[derive(Clone, Debug)]
pub struct Part {
    month: Date,
    state: PartState,
    label: String,
    amount: Option<i64>,
}

impl Part {
    /// The first day of its month, its state, and what the pack calls that state.
    pub fn new(month: Date, state: PartState, label: impl Display) -> Self {
        Self { month, state, label: label.to_string(), amount: None }
    }

    /// What it is worth, or what was paid for it (tiyn).
    #[must_use]
    pub fn amount(mut self, tiyn: i64) -> Self {
        self.amount = Some(tiyn);
        self
    }
}

/// The parts of one voucher.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/part_strip.html")]
pub struct PartStrip {
    page: Page,
    parts: Vec<Part>,
}

impl PartStrip {
    /// The parts in order: nine of a school year, twelve of a calendar year.
    #[must_use]
    pub fn new(page: &Page, parts: Vec<Part>) -> Self {
        Self { page: page.clone(), parts }
    }

    /// Two digits of the month, for the narrow segments of the strip.
    fn digits(part: &Part) -> String {
        part.month.strftime("%m").to_string()
    }
}
