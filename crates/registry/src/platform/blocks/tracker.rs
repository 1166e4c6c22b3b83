//! The way of a payment: steps, who holds it now, until when by law.

use std::fmt::Display;

use askama::Template;
use jiff::{Timestamp, civil::Date};

use crate::platform::http::Page;

/// Where a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Here it is now.
    Now,
    /// Here it is now, and later than the law allows.
    Late,
    /// Before us.
    Ahead,
}

impl StepState {
    /// The class and the key of its word.
    fn shown(self) -> (&'static str, &'static str) {
        match self {
            Self::Done => ("done", "block-step-done"),
            Self::Now => ("now", "block-step-now"),
            Self::Late => ("late", "block-step-late"),
            Self::Ahead => ("ahead", "block-step-ahead"),
        }
    }
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    title: String,
    state: StepState,
    holder: String,
    at: Option<Timestamp>,
    due: Option<(Date, i64)>,
    contact: String,
}

impl Step {
    /// What is done at it, and where it is.
    pub fn new(title: impl Display, state: StepState) -> Self {
        Self { title: title.to_string(), state, holder: String::new(), at: None, due: None, contact: String::new() }
    }

    /// Who has to act, or acted.
    #[must_use]
    pub fn holder(mut self, holder: impl Display) -> Self {
        self.holder = holder.to_string();
        self
    }

    /// When it was done.
    #[must_use]
    pub fn at(mut self, at: Option<Timestamp>) -> Self {
        self.at = at;
        self
    }

    /// Until when it has to be done by law, and how many days are left (below zero: late).
    #[must_use]
    pub fn due(mut self, day: Date, days_left: i64) -> Self {
        self.due = Some((day, days_left));
        self
    }

    /// Whom to ask when it is late.
    #[must_use]
    pub fn contact(mut self, contact: impl Display) -> Self {
        self.contact = contact.to_string();
        self
    }
}

/// All steps, from the first to the last.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/tracker.html")]
pub struct Tracker {
    page: Page,
    steps: Vec<Step>,
}

impl Tracker {
    /// The steps.
    #[must_use]
    pub fn new(page: &Page, steps: Vec<Step>) -> Self {
        Self { page: page.clone(), steps }
    }
}
