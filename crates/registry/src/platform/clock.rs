//! The only place that reads the machine's clock and draws ids.

use std::sync::Mutex;

use jiff::{SignedDuration, Timestamp, civil::Date, tz::Offset};
use uuid::Uuid;

/// The registry's clock: the machine's, or one that stands still for tests; legal dates are Asia/Almaty's, UTC+5 since 2024-03-01 (spec 3.3).
#[derive(Debug)]
pub struct Clock {
    fixed: Option<Mutex<Timestamp>>,
    ids: Mutex<uuid::ContextV7>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self { fixed: None, ids: Mutex::new(uuid::ContextV7::new()) }
    }

    /// A clock that moves one microsecond at each reading, so that two facts never share an instant by accident.
    #[must_use]
    pub fn fixed(at: Timestamp) -> Self {
        Self { fixed: Some(Mutex::new(at)), ids: Mutex::new(uuid::ContextV7::new()) }
    }

    /// Moves a clock that stands still; the machine's goes on by itself.
    #[cfg(any(test, feature = "testkit"))]
    pub fn set(&self, at: Timestamp) {
        if let Some(fixed) = &self.fixed {
            *fixed.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
        }
    }

    /// Now, in whole microseconds as the database keeps it.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        match &self.fixed {
            None => {
                #[expect(clippy::disallowed_methods, reason = "this is the clock")]
                let now = Timestamp::now();
                Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
            }
            Some(fixed) => {
                let mut at = fixed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                *at = at.checked_add(SignedDuration::from_micros(1)).unwrap_or(*at);
                *at
            }
        }
    }

    /// The legal date of an instant: the day in Almaty.
    #[must_use]
    pub fn legal_date(at: Timestamp) -> Date {
        Offset::constant(5).to_datetime(at).date()
    }

    /// Today's legal date.
    #[must_use]
    pub fn today(&self) -> Date {
        Self::legal_date(self.now())
    }

    /// A new id: `UUIDv7` of now, ascending within the process.
    #[must_use]
    pub fn id(&self) -> Uuid {
        let now = self.now();
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let nanos = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
        let context = self.ids.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanos))
    }
}
