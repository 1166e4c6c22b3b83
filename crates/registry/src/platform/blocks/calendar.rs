//! One child's month as a calendar: weeks from Monday, a mark a day.

use std::fmt::Display;

use askama::Template;
use jiff::civil::Date;

use super::{DayKind, Mark};
use crate::platform::http::Page;

/// A month of days.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/calendar.html")]
pub struct Calendar {
    page: Page,
    caption: String,
    today: Date,
    days: Vec<(Date, DayKind)>,
}

impl Calendar {
    /// The days of a month, in order; today is marked where it is one of them.
    pub fn new(page: &Page, caption: impl Display, today: Date, days: Vec<(Date, DayKind)>) -> Self {
        Self { page: page.clone(), caption: caption.to_string(), today, days }
    }

    /// The month in weeks from Monday; nothing where a week begins before it or ends behind it.
    fn weeks(&self) -> Vec<[Option<(Date, DayKind)>; 7]> {
        let mut weeks: Vec<[Option<(Date, DayKind)>; 7]> = Vec::new();
        for (date, kind) in &self.days {
            let column = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
            if column == 0 || weeks.is_empty() {
                weeks.push([None; 7]);
            }
            if let Some(place) = weeks.last_mut().and_then(|week| week.get_mut(column)) {
                *place = Some((*date, *kind));
            }
        }
        weeks
    }
}
