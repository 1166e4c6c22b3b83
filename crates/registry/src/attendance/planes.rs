//! The folded month of a contract: three bit planes of the mark's code and one of QR (bit 0 = day 1).

use std::collections::HashMap;

use law::{
    DayMask,
    month::{day_bit, day_of},
};
use uuid::Uuid;

use super::{
    marks::{Mark, Said, marks},
    store::AttendanceBatch,
};

/// What is known of each day of a month of one contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Planes {
    /// Bit 0 of the code.
    pub p0: DayMask,
    /// Bit 1 of the code.
    pub p1: DayMask,
    /// Bit 2 of the code.
    pub p2: DayMask,
    /// Taken by QR.
    pub qr: DayMask,
}

impl Planes {
    /// Takes in what is said of a day: a later word replaces an earlier one, a withdrawal leaves nothing.
    pub fn say(&mut self, day: u32, said: Said) {
        let bit = day_bit(day);
        let Some(mark) = said.mark() else { return };
        let code = if mark == Mark::Withdrawn { 0 } else { mark.code() };
        let put = |plane: &mut DayMask, on: bool| if on { *plane |= bit } else { *plane &= !bit };
        put(&mut self.p0, code & 1 != 0);
        put(&mut self.p1, code & 2 != 0);
        put(&mut self.p2, code & 4 != 0);
        put(&mut self.qr, code != 0 && said.is_qr());
    }

    /// The days that carry a mark.
    #[must_use]
    pub fn days(self, mark: Mark) -> DayMask {
        match mark {
            Mark::Present => self.p0 & !self.p1 & !self.p2,
            Mark::Excused => !self.p0 & self.p1 & !self.p2,
            Mark::Unexcused => self.p0 & self.p1 & !self.p2,
            Mark::Leave => !self.p0 & !self.p1 & self.p2,
            Mark::Closed => self.p0 & !self.p1 & self.p2,
            Mark::Withdrawn => 0,
        }
    }

    /// The days of which anything is known.
    #[must_use]
    pub fn said(self) -> DayMask {
        self.p0 | self.p1 | self.p2
    }

    /// What a day carries.
    #[must_use]
    pub fn on(self, day: u32) -> Option<Mark> {
        let marks = [Mark::Present, Mark::Excused, Mark::Unexcused, Mark::Leave, Mark::Closed];
        marks.into_iter().find(|mark| self.days(*mark) & day_bit(day) != 0)
    }

    /// The marks in a word, for a form that says what was seen; how they were taken is left out.
    #[must_use]
    pub fn token(self) -> String {
        format!("{:x}.{:x}.{:x}", self.p0, self.p1, self.p2)
    }

    /// Reads [`Planes::token`].
    #[must_use]
    pub fn of_token(text: &str) -> Option<Self> {
        let mut planes = text.split('.').map(|plane| DayMask::from_str_radix(plane, 16).ok());
        let read = Self { p0: planes.next()??, p1: planes.next()??, p2: planes.next()??, qr: 0 };
        planes.next().is_none().then_some(read)
    }

    /// Whether `said` would change nothing on that day.
    #[must_use]
    pub fn agrees(self, day: u32, said: Said) -> bool {
        let mut after = self;
        after.say(day, said);
        after == self
    }
}

/// Folds a list into the months of contracts.
pub(super) fn fold(months: &mut HashMap<Uuid, Planes>, batch: &AttendanceBatch) {
    for (contract, date, said) in marks(batch) {
        months.entry(contract).or_default().say(day_of(date), said);
    }
}
