//! One child's month: a list of weeks on a phone, a calendar on a desk.

use std::fmt::Display;

use askama::Template;
use jiff::civil::Date;

use super::MarkKind;
use crate::platform::http::Page;

/// A day of the month.
#[derive(Clone, Debug)]
pub struct Day {
    day: Date,
    kind: MarkKind,
    off: bool,
    about: String,
    path: String,
}

impl Day {
    /// A day and what it was.
    #[must_use]
    pub fn new(day: Date, kind: MarkKind) -> Self {
        Self { day, kind, off: false, about: String::new(), path: String::new() }
    }

    /// A weekend or holiday.
    #[must_use]
    pub fn off(mut self) -> Self {
        self.off = true;
        self
    }

    /// More about it: the reason, the evidence, the answer to a dispute.
    #[must_use]
    pub fn about(mut self, text: impl Display) -> Self {
        self.about = text.to_string();
        self
    }

    /// Where one can say "this is wrong", or see who said so.
    #[must_use]
    pub fn path(mut self, path: impl Display) -> Self {
        self.path = path.to_string();
        self
    }
}

/// A month of days.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/calendar.html")]
pub struct Calendar {
    page: Page,
    caption: String,
    days: Vec<Day>,
}

impl Calendar {
    /// The days of a month, in order.
    pub fn new(page: &Page, caption: impl Display, days: Vec<Day>) -> Self {
        Self { page: page.clone(), caption: caption.to_string(), days }
    }

    /// In which column the month begins: 1 is Monday.
    fn first_column(&self) -> i8 {
        self.days.first().map_or(1, |day| day.day.weekday().to_monday_one_offset())
    }
}
