//! The life of each pupil over the two months: arrivals, departures, transfers, absences.

use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::{
    calendar::{self, Days, Habit, Marks, Month},
    digits,
    people::{Household, People},
    plant::{self, Fault},
    school::School,
};

/// The last day with the old performer when a child changes school in October.
const TRANSFER_LAST_DAY: u8 = 20;

/// A day of one of the two months.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Day {
    pub(super) month: Month,
    pub(super) day: u8,
}

impl Day {
    /// `YYYY-MM-DD`.
    pub(super) fn iso(self) -> [u8; 10] {
        let mut text = *b"2026-09-00";
        if self.month == Month::October
            && let Some(month) = text.get_mut(5..7)
        {
            digits::put(month, 10);
        }
        if let Some(day) = text.get_mut(8..10) {
            digits::put(day, u64::from(self.day));
        }
        text
    }
}

/// How an enrolment ended, and in which month's roster the end was told.
#[derive(Clone, Copy)]
pub(super) struct End {
    pub(super) last: Day,
    pub(super) told: Month,
    pub(super) reason: &'static str,
}

/// A pupil of one performer under one contract.
#[derive(Clone, Copy)]
pub(super) struct Pupil {
    pub(super) home: Household,
    /// Number of the contract within the performer, given when the list is complete.
    pub(super) contract: u32,
    /// Index of the group.
    pub(super) group: usize,
    pub(super) from: Day,
    pub(super) end: Option<End>,
    pub(super) habits: [Habit; 2],
    /// A certificate for the whole of September comes in October.
    pub(super) late_certificate: bool,
    pub(super) marks: [Marks; 2],
    /// The planted mistake that this pupil carries.
    pub(super) fault: Option<Fault>,
}

impl Pupil {
    /// The days on which the performer keeps a timesheet row for the pupil, known when the month's timesheet is written.
    pub(super) fn listed(&self, month: Month) -> Days {
        match self.fault {
            Some(Fault::Roster(_)) => return 0,
            Some(fault) if fault.stray() && !fault.in_sheet(month) => return 0,
            Some(_) | None => {}
        }
        let from = match (self.from.month, month) {
            (Month::October, Month::September) => return 0,
            (Month::September, Month::October) => 1,
            (Month::September, Month::September) | (Month::October, Month::October) => self.from.day,
        };
        let to = match self.end {
            Some(end) if end.last.month == month && end.told == month => end.last.day,
            Some(end) if end.last.month == Month::September && month == Month::October => return 0,
            Some(_) | None => 31,
        };
        calendar::days(from, to)
    }

    /// Days after a departure that was told only in the next month.
    pub(super) fn listed_in_vain(&self, month: Month) -> Days {
        match self.end {
            Some(end) if end.last.month == month && end.told != month => calendar::days(end.last.day + 1, 31),
            Some(_) | None => 0,
        }
    }

    /// The marks of a month.
    pub(super) fn marks_of(&self, month: Month) -> &Marks {
        let [september, october] = &self.marks;
        match month {
            Month::September => september,
            Month::October => october,
        }
    }

    /// False for a row that was planted to be refused.
    pub(super) fn real(&self) -> bool {
        !self.fault.is_some_and(Fault::stray)
    }

    /// True for a pupil of the whole two months to whom nothing special happens.
    pub(super) fn ordinary(&self) -> bool {
        self.fault.is_none()
            && self.end.is_none()
            && self.habits == [Habit::Comes; 2]
            && self.from == Day { month: Month::September, day: 1 }
    }

    /// True when the roster of `month` has a row for the enrolment.
    pub(super) fn reported(&self, month: Month) -> bool {
        if self.fault.is_some_and(|fault| fault.stray() && !matches!(fault, Fault::Roster(_))) {
            return false;
        }
        self.from.month == month || self.end.is_some_and(|end| end.told == month)
    }
}

/// Draws the pupils of a school in the order of its groups.
pub(super) fn draw(rng: &mut ChaCha8Rng, people: &mut People, school: &School) -> Vec<Pupil> {
    let mut pupils = Vec::with_capacity(640);
    for (index, group) in school.groups.iter().enumerate() {
        for _ in 0..group.base {
            let home = people.household(rng, group.grade);
            pupils.push(if group.full() { from_first_day(home, index) } else { from_september(rng, home, index) });
        }
        if index >= school.ordinary() {
            continue;
        }
        for (month, chance) in [(Month::September, 6), (Month::October, 4)] {
            if rng.random_ratio(chance, 10) {
                let day = Day { month, day: rng.random_range(8..=21) };
                pupils.push(plain(people.household(rng, group.grade), index, day));
            }
        }
    }
    pupils
}

/// A pupil from 1 September without any event.
pub(super) fn from_first_day(home: Household, group: usize) -> Pupil {
    plain(home, group, Day { month: Month::September, day: 1 })
}

fn plain(home: Household, group: usize, from: Day) -> Pupil {
    Pupil {
        home,
        contract: 0,
        group,
        from,
        end: None,
        habits: [Habit::Comes; 2],
        late_certificate: false,
        marks: [[calendar::Mark::None; 31]; 2],
        fault: None,
    }
}

fn from_september(rng: &mut ChaCha8Rng, home: Household, group: usize) -> Pupil {
    let mut pupil = from_first_day(home, group);
    let ended = |month, day, told| Some(End { last: Day { month, day }, told, reason: "parent_ended" });
    match rng.random_range(0..1_000) {
        0..20 => pupil.end = ended(Month::September, rng.random_range(8..=25), Month::September),
        20..30 => pupil.end = ended(Month::September, rng.random_range(14..=25), Month::October),
        30..45 => pupil.end = ended(Month::October, rng.random_range(5..=27), Month::October),
        45..51 => {
            pupil.habits = [Habit::NeverSeen, Habit::Comes];
            pupil.late_certificate = rng.random_bool(0.6);
        }
        _ => {}
    }
    pupil
}

/// Moves up to three pupils of `from` to the same grade of `to` in mid-October; returns their new enrolments.
/// Each goes to another class, so no class receives more than one.
pub(super) fn transfer(from: &mut [Pupil], to: &School) -> Vec<Pupil> {
    let mut moved: Vec<Pupil> = Vec::new();
    for pupil in from.iter_mut() {
        let taken = moved.iter().any(|other| other.group == pupil.group);
        if moved.len() == 3 || !pupil.ordinary() || taken || pupil.group >= to.ordinary().min(11) {
            continue;
        }
        let last = Day { month: Month::October, day: TRANSFER_LAST_DAY };
        moved.push(plain(pupil.home, pupil.group, Day { day: TRANSFER_LAST_DAY + 1, ..last }));
        pupil.end = Some(End { last, told: Month::October, reason: "transfer" });
    }
    moved
}

/// Draws the marks of both months. Days listed in vain are absences: nobody had seen the child.
pub(super) fn attend(rng: &mut ChaCha8Rng, pupils: &mut [Pupil], school: &School) {
    for pupil in pupils {
        let Some(group) = school.groups.get(pupil.group) else { continue };
        for (index, month) in Month::BOTH.into_iter().enumerate() {
            let Some(study) = group.study.get(index).copied() else { continue };
            let closed = group.closed.get(index).copied().unwrap_or(0);
            let habit = pupil.habits.get(index).copied().unwrap_or(Habit::Comes);
            let mut marks = calendar::attend(rng, study & pupil.listed(month), closed, habit);
            let vain = study & pupil.listed_in_vain(month);
            if vain != 0 {
                for (day, mark) in (1_u32..).zip(&mut marks) {
                    if vain & 1 << day != 0 {
                        *mark = calendar::Mark::Absent;
                    }
                }
            }
            if let Some(place) = pupil.marks.get_mut(index) {
                *place = marks;
            }
        }
        plant::spoil_marks(pupil);
    }
}
