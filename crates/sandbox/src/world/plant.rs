//! Planted mistakes: about one child in fifty. Each is recorded with what the registry must answer, and none makes
//! another child's line wrong.

use anyhow::Result;
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

use super::{
    calendar::{Mark, Month},
    digits::Twelve,
    pages::Pages,
    people::People,
    pupil::{self, Pupil},
    region::Region,
    register::{self, Entry},
    school::School,
};

/// Children to one planted mistake.
const CHILDREN_PER_FAULT: usize = 50;

/// A mistake, by the file that carries it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// A row of persons.csv.
    Person(PersonFault),
    /// A row of September's enrollments.csv that the timesheet does not repeat.
    Roster(RosterFault),
    /// A row or cell of a month's timesheet.
    Sheet(SheetFault, Month),
}

/// Mistakes of persons.csv.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PersonFault {
    Checksum,
    Format,
    IinDate,
    Twice,
    BirthDate,
}

/// Mistakes of the roster.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum RosterFault {
    Unknown,
    Deceased,
    Elsewhere,
    OutsidePeriod,
    GroupFull,
    Address,
    Age,
    ContractDate,
}

/// Mistakes of a timesheet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SheetFault {
    Checksum,
    Gap,
    FreeDay,
    Letter,
}

/// Every mistake once; performers begin at different places of the round.
const ROUND: [Fault; 20] = [
    Fault::Sheet(SheetFault::Gap, Month::September),
    Fault::Roster(RosterFault::Unknown),
    Fault::Person(PersonFault::Checksum),
    Fault::Person(PersonFault::Twice),
    Fault::Sheet(SheetFault::FreeDay, Month::October),
    Fault::Roster(RosterFault::OutsidePeriod),
    Fault::Sheet(SheetFault::Letter, Month::September),
    Fault::Roster(RosterFault::GroupFull),
    Fault::Roster(RosterFault::Elsewhere),
    Fault::Roster(RosterFault::Address),
    Fault::Sheet(SheetFault::Gap, Month::October),
    Fault::Roster(RosterFault::Age),
    Fault::Person(PersonFault::Format),
    Fault::Roster(RosterFault::Deceased),
    Fault::Sheet(SheetFault::FreeDay, Month::September),
    Fault::Roster(RosterFault::ContractDate),
    Fault::Sheet(SheetFault::Letter, Month::October),
    Fault::Person(PersonFault::BirthDate),
    Fault::Sheet(SheetFault::Checksum, Month::September),
    Fault::Person(PersonFault::IinDate),
];

/// What a mistake holds back.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Holds {
    /// The child's line of that month: an exception at the close.
    Line,
    /// The row of the file.
    Row,
    /// Nothing but the one cell.
    Nothing,
}

impl Fault {
    /// Code, what it holds back, and what was done.
    fn expected(self) -> (&'static str, Holds, &'static str) {
        match self {
            Self::Person(fault) => {
                let (code, what) = fault.expected();
                (code, Holds::Row, what)
            }
            Self::Roster(fault) => {
                let (code, what) = fault.expected();
                (code, Holds::Row, what)
            }
            Self::Sheet(fault, _) => fault.expected(),
        }
    }

    fn month(self) -> Month {
        match self {
            Self::Person(_) | Self::Roster(_) => Month::September,
            Self::Sheet(_, month) => month,
        }
    }

    /// True for a row that stands for no child of the performer.
    pub(super) fn stray(self) -> bool {
        match self {
            Self::Roster(_) | Self::Sheet(SheetFault::Checksum, _) => true,
            Self::Person(_) | Self::Sheet(SheetFault::Gap | SheetFault::FreeDay | SheetFault::Letter, _) => false,
        }
    }

    /// True when the mistake shows in this month's timesheet.
    pub(super) fn in_sheet(self, month: Month) -> bool {
        matches!(self, Self::Sheet(_, shown) if shown == month)
    }
}

impl PersonFault {
    fn expected(self) -> (&'static str, &'static str) {
        match self {
            Self::Checksum => ("iin.checksum", "a wrong check digit"),
            Self::Format => ("iin.format", "an IIN of eleven digits"),
            Self::IinDate => ("iin.birth_date", "an IIN that begins with 31 February"),
            Self::Twice => ("row.duplicate", "the same person a second time in the file"),
            Self::BirthDate => ("row.invalid", "a birth date that does not exist"),
        }
    }
}

impl RosterFault {
    fn expected(self) -> (&'static str, &'static str) {
        match self {
            Self::Unknown => ("person.unknown", "a child whom the register of persons does not know"),
            Self::Deceased => ("person.deceased", "a child who died before the contract began"),
            Self::Elsewhere => ("booking.elsewhere", "a child of the neighbour, on the same days"),
            Self::OutsidePeriod => ("contract.outside_period", "a contract of the school year 2024-2025"),
            Self::GroupFull => ("group.full", "one child more than the group has places"),
            Self::Address => ("object.address_mismatch", "a class at an object that is not admitted"),
            Self::Age => ("group.age", "a child of thirteen in the first grade"),
            Self::ContractDate => ("row.invalid", "a contract from 31 September"),
        }
    }
}

impl SheetFault {
    fn expected(self) -> (&'static str, Holds, &'static str) {
        match self {
            Self::Checksum => ("iin.checksum", Holds::Row, "a timesheet row with a wrong check digit"),
            Self::Gap => ("timesheet.incomplete", Holds::Line, "a study day without a mark"),
            Self::FreeDay => ("mark.outside_enrolment", Holds::Nothing, "a mark on a day without lessons"),
            Self::Letter => ("mark.unknown", Holds::Line, "a letter that is no mark, so the day stays without one"),
        }
    }
}

/// Where a mistake stands; its row counts within what the unit adds to the file, but whole for a timesheet.
pub(super) enum Place {
    Persons,
    Enrollments,
    Sheet(String),
}

/// A recorded mistake.
pub(super) struct Planted {
    pub(super) fault: Fault,
    pub(super) place: Place,
    pub(super) row: u64,
    pub(super) iin: Twelve,
    pub(super) bin: Twelve,
}

/// One entry of world.json.
#[derive(Serialize)]
struct Told<'a> {
    file: String,
    row: u64,
    iin: &'a str,
    bin: &'a str,
    month: &'a str,
    code: &'a str,
    holds: Holds,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<&'a str>,
    what: &'a str,
}

impl Planted {
    /// Appends the entry of world.json as a comma and an object. `before` counts the rows of earlier units in persons.csv
    /// and in September's enrollments.csv; the header is row 1.
    pub(super) fn write(&self, out: &mut Vec<u8>, before: [u64; 2]) -> Result<()> {
        let [persons, enrollments] = before;
        let (code, holds, what) = self.fault.expected();
        let month = self.fault.month().text();
        let (file, row) = match &self.place {
            Place::Persons => ("persons.csv".to_owned(), persons + self.row + 1),
            Place::Enrollments => ("2026-09/oneroster.zip/enrollments.csv".to_owned(), enrollments + self.row + 1),
            Place::Sheet(name) => (format!("{month}/timesheets.zip/{name}"), self.row),
        };
        let iin = String::from_utf8_lossy(&self.iin);
        let bin = String::from_utf8_lossy(&self.bin);
        let exception = (holds == Holds::Line).then_some("timesheet.incomplete");
        let told = Told { file, row, iin: iin.trim_end(), bin: &bin, month, code, holds, exception, what };
        out.extend_from_slice(b",\n");
        Ok(serde_json::to_writer(out, &told)?)
    }
}

/// The hands that plant at one performer.
pub(super) struct Gardener<'a> {
    pub(super) rng: &'a mut ChaCha8Rng,
    pub(super) people: &'a mut People,
    pub(super) pages: &'a mut Pages,
    pub(super) region: &'a Region,
    pub(super) school: &'a School,
}

impl Gardener<'_> {
    /// Plants one mistake for every fifty children; `neighbour` are the children of the other school of the unit.
    pub(super) fn plant(&mut self, pupils: &mut Vec<Pupil>, neighbour: &[Pupil]) {
        let real = pupils.len();
        let first = usize::try_from(self.school.number).unwrap_or(0) * 7;
        for turn in 0..(real / CHILDREN_PER_FAULT).max(1) {
            let Some(fault) = ROUND.get((first + turn) % ROUND.len()).copied() else { continue };
            match fault {
                Fault::Person(kind) => self.person(kind),
                Fault::Roster(RosterFault::Elsewhere) => pupils.extend(self.elsewhere(neighbour)),
                Fault::Roster(kind) => pupils.push(self.extra(kind)),
                Fault::Sheet(SheetFault::Checksum, _) => pupils.push(self.stranger(fault)),
                Fault::Sheet(SheetFault::Gap | SheetFault::FreeDay | SheetFault::Letter, _) => {
                    self.choose(pupils, real, fault);
                }
            }
        }
        for (number, pupil) in (1..).zip(pupils.iter_mut()) {
            pupil.contract = number;
        }
    }

    /// A wrong row of persons.csv about a child who goes to no school here.
    fn person(&mut self, fault: PersonFault) {
        let home = self.people.household(self.rng, 1);
        register::adults(self.pages, &home, self.region);
        let mut entry = Entry::child(&home, self.region);
        match fault {
            PersonFault::Checksum => spoil(&mut entry.iin),
            PersonFault::Format => entry.iin[11] = b' ',
            PersonFault::IinDate => entry.iin[..6].copy_from_slice(b"190231"),
            PersonFault::Twice => entry.write(self.pages),
            PersonFault::BirthDate => entry.born = *b"2019-02-30",
        }
        entry.write(self.pages);
        self.pages.planted.push(Planted {
            fault: Fault::Person(fault),
            place: Place::Persons,
            row: self.pages.persons_rows,
            iin: entry.iin,
            bin: self.school.bin,
        });
    }

    /// A child who must not be booked.
    fn extra(&mut self, fault: RosterFault) -> Pupil {
        let full = self.school.ordinary();
        let group = match fault {
            RosterFault::GroupFull => full,
            RosterFault::Address => full + 1,
            RosterFault::Unknown
            | RosterFault::Deceased
            | RosterFault::Elsewhere
            | RosterFault::OutsidePeriod
            | RosterFault::Age
            | RosterFault::ContractDate => 0,
        };
        let grade =
            if fault == RosterFault::Age { 8 } else { self.school.groups.get(group).map_or(1, |group| group.grade) };
        let home = self.people.household(self.rng, grade);
        if fault != RosterFault::Unknown {
            register::adults(self.pages, &home, self.region);
            let mut entry = Entry::child(&home, self.region);
            if fault == RosterFault::Deceased {
                entry.status = ("deceased", "2026-08-10");
            }
            entry.write(self.pages);
        }
        Pupil { fault: Some(Fault::Roster(fault)), ..pupil::from_first_day(home, group) }
    }

    /// Nobody: a number that no person has, in the timesheet only.
    fn stranger(&mut self, fault: Fault) -> Pupil {
        let mut home = self.people.household(self.rng, 1);
        spoil(&mut home.child.iin);
        Pupil { fault: Some(fault), ..pupil::from_first_day(home, 0) }
    }

    /// The neighbour's child in the same grade.
    fn elsewhere(&mut self, neighbour: &[Pupil]) -> Option<Pupil> {
        let classes = self.school.ordinary();
        let theirs = neighbour.iter().find(|pupil| pupil.ordinary() && pupil.group < classes.min(11))?;
        Some(Pupil {
            fault: Some(Fault::Roster(RosterFault::Elsewhere)),
            ..pupil::from_first_day(theirs.home, theirs.group)
        })
    }

    /// Gives the mistake to one of the performer's ordinary pupils.
    fn choose(&mut self, pupils: &mut [Pupil], real: usize, fault: Fault) {
        let skip = self.rng.random_range(0..real / 2);
        if let Some(pupil) = pupils.iter_mut().take(real).skip(skip).find(|pupil| pupil.ordinary()) {
            pupil.fault = Some(fault);
        }
    }
}

/// Another last digit: a check digit is unique, so the number becomes wrong for certain.
fn spoil(iin: &mut Twelve) {
    if let Some(last) = iin.last_mut() {
        *last = if *last == b'9' { b'0' } else { *last + 1 };
    }
}

/// Spoils the drawn marks of a pupil who has a mistake in the timesheet.
pub(super) fn spoil_marks(pupil: &mut Pupil) {
    let Some(fault) = pupil.fault else { return };
    let [september, october] = &mut pupil.marks;
    let marks = match fault.month() {
        Month::September => september,
        Month::October => october,
    };
    let Fault::Sheet(fault, month) = fault else { return };
    let some_day = || marks.iter().enumerate().filter(|(_, mark)| **mark != Mark::None).nth(5).map(|(index, _)| index);
    // Sunday 13 September; Monday 26 October is the day off moved from Sunday 25.
    let free_day = match month {
        Month::September => 12,
        Month::October => 25,
    };
    let (index, mark) = match fault {
        SheetFault::Checksum => return,
        SheetFault::Gap => (some_day(), Mark::None),
        SheetFault::Letter => (some_day(), Mark::Unknown),
        SheetFault::FreeDay => (Some(free_day), Mark::Present),
    };
    if let Some(place) = index.and_then(|index| marks.get_mut(index)) {
        *place = mark;
    }
}
