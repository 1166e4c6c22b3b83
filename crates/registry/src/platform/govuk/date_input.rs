//! A day, or a month, in boxes of their own.

use std::fmt::Display;

use askama::Template;
use jiff::civil::Date;

use super::{Problem, field::Field};
use crate::platform::http::Page;

/// One box of a date.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) classes: String,
    pub(super) autocomplete: String,
}

/// Day, month and year; sent as `ID-day`, `ID-month`, `ID-year`.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/date_input.html")]
pub struct DateInput {
    pub(super) field: Field,
    pub(super) legend: bool,
    pub(super) parts: Vec<Part>,
}

impl DateInput {
    /// An empty date; the label is the legend.
    pub fn new(page: &Page, id: impl Display, legend: impl Display) -> Self {
        let parts = [("day", "date-day", 2), ("month", "date-month-box", 2), ("year", "date-year", 4)];
        Self::of(page, Field::new(id, legend), &parts)
    }

    fn of(page: &Page, field: Field, parts: &[(&str, &'static str, u8)]) -> Self {
        let part = |(name, key, width): &(&str, &'static str, u8)| Part {
            id: format!("{}-{name}", field.id),
            name: format!("{}-{name}", field.name),
            label: page.t(*key).to_string(),
            value: String::new(),
            classes: format!("govuk-input--width-{width}"),
            autocomplete: String::new(),
        };
        let parts = parts.iter().map(part).collect();
        let field = Field { label_classes: "govuk-fieldset__legend--m".to_owned(), ..field };
        Self { field, legend: true, parts }
    }

    /// A date that is known.
    #[must_use]
    pub fn date(self, date: Option<Date>) -> Self {
        let Some(date) = date else { return self };
        self.written([date.strftime("%d").to_string(), date.strftime("%m").to_string(), date.year().to_string()])
    }

    /// What was written, right or wrong: day, month, year.
    #[must_use]
    pub fn written<V: Display>(mut self, values: impl IntoIterator<Item = V>) -> Self {
        for (part, value) in self.parts.iter_mut().zip(values) {
            part.value = value.to_string();
        }
        self
    }

    /// What helps to fill it in.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.field.hint = super::Content::text(hint);
        self
    }

    /// What is wrong with it; a summary's link leads to its first box.
    #[must_use]
    pub fn error(mut self, error: Option<Problem>) -> Self {
        self.field.error = error;
        self
    }

    /// The boxes, the wrong ones marked.
    fn boxes(&self) -> impl Iterator<Item = (&Part, String)> {
        let wrong = if self.field.error.is_some() { "govuk-input--error " } else { "" };
        self.parts.iter().map(move |part| (part, format!("govuk-date-input__input {wrong}{}", part.classes)))
    }
}

/// Month and year; sent as `ID-month`, `ID-year`.
#[derive(Clone, Debug, Template)]
#[template(source = "{{ input }}", ext = "html")]
pub struct MonthInput {
    input: DateInput,
}

impl MonthInput {
    /// An empty month; the label is the legend.
    pub fn new(page: &Page, id: impl Display, legend: impl Display) -> Self {
        let parts = [("month", "date-month-box", 2), ("year", "date-year", 4)];
        Self { input: DateInput::of(page, Field::new(id, legend), &parts) }
    }

    /// A month that is known, by any of its days.
    #[must_use]
    pub fn month(self, day: Option<Date>) -> Self {
        let Some(day) = day else { return self };
        self.written([day.strftime("%m").to_string(), day.year().to_string()])
    }

    /// What was written, right or wrong: month, year.
    #[must_use]
    pub fn written<V: Display>(self, values: impl IntoIterator<Item = V>) -> Self {
        Self { input: self.input.written(values) }
    }

    /// What helps to fill it in.
    #[must_use]
    pub fn hint(self, hint: impl Display) -> Self {
        Self { input: self.input.hint(hint) }
    }

    /// What is wrong with it.
    #[must_use]
    pub fn error(self, error: Option<Problem>) -> Self {
        Self { input: self.input.error(error) }
    }
}
