//! The pack: a country's terms, calendar, labels and tables as data (spec 1.3).
//!
//! `packs/kz/` is embedded as the default. Another is read from the texts of its files: the caller does the reading.

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::calendar::{CalendarData, Decree, Feast, Term};
use crate::queue::category::QueueTable;
use crate::refusal::Text;
use crate::{Calendar, Minor, Terms};

/// The texts of a pack's files.
#[derive(Clone, Copy, Debug)]
pub struct PackFiles<'a> {
    pub pack: &'a str,
    pub terms: &'a str,
    pub calendar: &'a str,
    pub identifiers: &'a str,
    pub labels: &'a str,
    pub deadlines: &'a str,
    pub end_reasons: &'a str,
    pub queue: &'a str,
    pub mrp: &'a str,
    pub capital: &'a str,
    pub stipends: &'a str,
}

impl PackFiles<'static> {
    /// The embedded pack of Kazakhstan.
    pub const KZ: PackFiles<'static> = PackFiles {
        pack: include_str!("../../../packs/kz/pack.toml"),
        terms: include_str!("../../../packs/kz/terms.toml"),
        calendar: include_str!("../../../packs/kz/calendar.toml"),
        identifiers: include_str!("../../../packs/kz/identifiers.toml"),
        labels: include_str!("../../../packs/kz/labels.toml"),
        deadlines: include_str!("../../../packs/kz/deadlines.toml"),
        end_reasons: include_str!("../../../packs/kz/end_reasons.toml"),
        queue: include_str!("../../../packs/kz/queue.toml"),
        mrp: include_str!("../../../packs/kz/mrp.toml"),
        capital: include_str!("../../../packs/kz/capital.toml"),
        stipends: include_str!("../../../packs/kz/stipends.toml"),
    };

    /// The names of the files of a pack's folder, in the order of the fields.
    pub const NAMES: [&'static str; 11] = [
        "pack.toml",
        "terms.toml",
        "calendar.toml",
        "identifiers.toml",
        "labels.toml",
        "deadlines.toml",
        "end_reasons.toml",
        "queue.toml",
        "mrp.toml",
        "capital.toml",
        "stipends.toml",
    ];
}

/// A pack that was read and found whole.
#[derive(Clone, Debug)]
pub struct Pack {
    pub about: About,
    /// Dated rows, as in the file.
    pub terms: Vec<Terms>,
    pub calendar_data: CalendarData,
    pub calendar: Calendar,
    pub identifier_kinds: Vec<IdentifierKind>,
    pub regions: Vec<Region>,
    pub labels: Vec<Label>,
    pub deadlines: Vec<Deadline>,
    pub end_reasons: Vec<EndReason>,
    pub queue_tables: Vec<QueueTable>,
    pub mrp: Vec<Mrp>,
    pub capital: CapitalTerms,
    pub stipends: Vec<Stipend>,
}

/// Dated rows that were entered after the pack: each replaces the pack's row of the same key, or stands beside it (spec 1.3).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PackRows {
    /// By programme and `valid_from`.
    pub terms: Vec<Terms>,
    /// By programme, reason and `valid_from`.
    pub end_reasons: Vec<EndReason>,
    /// By programme and state.
    pub labels: Vec<Label>,
    /// By day.
    pub days: Vec<EnteredDay>,
    /// Entered years that follow those of the pack without a gap.
    pub years: Vec<EnteredYear>,
}

/// A day of the calendar that a decree or the year's feasts change.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnteredDay {
    pub day: Date,
    pub kind: DayKind,
    /// The decree, or the feast's name.
    pub act: String,
}

/// What an entered day is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// A working day made free by decree.
    Off,
    /// A weekend day made working by decree.
    Worked,
    /// A feast with a date of its own; it does not move.
    Feast,
    /// What the yearly rules say: takes an earlier row back.
    Usual,
}

/// A year whose calendar is entered.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnteredYear {
    pub year: i16,
    pub act: String,
}

/// Country, currency and time of a pack.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    pub country: String,
    pub currency: String,
    pub minor_unit: String,
    pub minor_per_major: u32,
    pub rounding: Rounding,
    pub time_zone: String,
    pub utc_offset: String,
    pub languages: Vec<String>,
}

/// How amounts are rounded; the one rounding there is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rounding {
    HalfUp,
}

/// A kind of identifier, for pages and forms.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifierKind {
    pub kind: String,
    pub title: Text,
    pub form: String,
    /// Whether it may be shown to anyone.
    pub public: bool,
}

/// A region of the country: the first two digits of KATO.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    pub code: String,
    pub title: Text,
}

/// The name of a state in a programme.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    pub programme: String,
    pub state: String,
    pub text: Text,
    /// Whether no order gives it.
    #[serde(default)]
    pub default: bool,
}

/// A legal term that is not a term of one programme.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    pub key: String,
    pub count: u32,
    pub unit: DeadlineUnit,
    /// The event that it starts after.
    pub after: String,
    pub source: String,
}

impl Deadline {
    /// What its end is counted by; see [`Calendar::deadline`].
    pub fn term(&self) -> Term {
        let count = i64::from(self.count);
        match self.unit {
            DeadlineUnit::WorkingDays => Term::WorkingDays(count),
            DeadlineUnit::Days => Term::Days(count),
            DeadlineUnit::Months => Term::Months(count),
        }
    }
}

/// What a deadline counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeadlineUnit {
    WorkingDays,
    Days,
    Months,
}

/// What the end of a portion for a reason does.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EndReason {
    pub programme: String,
    pub valid_from: Date,
    pub reason: String,
    pub effect: EndEffect,
}

/// The three ways a portion ends (spec 2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndEffect {
    Release,
    Pause,
    Annul,
}

/// The monthly calculation index of a year.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mrp {
    pub year: i16,
    pub tiyn: Minor,
    pub act: String,
}

/// Terms of the capital component (spec 3.9).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapitalTerms {
    pub study_months: i64,
    pub years: u32,
    /// Obligations accepted from this day on are refused.
    pub accepted_before: Date,
    /// Programmes whose performers have it.
    pub programmes: Vec<String>,
    pub kinds: Vec<CapitalKind>,
}

/// A kind of places and its yearly multiple of the MRP.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CapitalKind {
    pub kind: String,
    pub mrp: i64,
}

/// A stipend's monthly sum from a day on.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stipend {
    pub kind: String,
    pub valid_from: Date,
    pub tiyn: Minor,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rows<T> {
    #[serde(alias = "terms", alias = "labels", alias = "deadlines", alias = "tables")]
    rows: Vec<T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Identifiers {
    kinds: Vec<IdentifierKind>,
    regions: Vec<Region>,
}

/// Why a pack cannot be used: the file and what is wrong with it. A fault of the person who made the pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PackError {
    pub file: &'static str,
    pub reason: String,
}

impl std::fmt::Display for PackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.file, self.reason)
    }
}

impl std::error::Error for PackError {}

/// Puts a row in the place of the one with its key, or last.
fn replace<T: Clone>(rows: &mut Vec<T>, row: &T, same: impl Fn(&T) -> bool) {
    match rows.iter_mut().find(|known| same(known)) {
        Some(known) => *known = row.clone(),
        None => rows.push(row.clone()),
    }
}

fn read<'a, T: Deserialize<'a>>(file: &'static str, text: &'a str) -> Result<T, PackError> {
    toml::from_str(text).map_err(|error| PackError { file, reason: error.to_string() })
}

static KZ: LazyLock<Pack> = LazyLock::new(read_kz);

#[expect(
    clippy::panic,
    reason = "the pack is part of the binary; a broken one must not calculate, and a test reads it"
)]
fn read_kz() -> Pack {
    match Pack::parse(&PackFiles::KZ) {
        Ok(pack) => pack,
        Err(error) => panic!("packs/kz/{error}"),
    }
}

impl Pack {
    /// The embedded pack of Kazakhstan.
    pub fn kz() -> &'static Pack {
        &KZ
    }

    /// Reads and checks the files of a pack.
    pub fn parse(files: &PackFiles<'_>) -> Result<Pack, PackError> {
        let calendar_data: CalendarData = read("calendar.toml", files.calendar)?;
        let wrong = |file, reason: &str| PackError { file, reason: reason.to_owned() };
        let calendar = Calendar::build(&calendar_data)
            .ok_or_else(|| wrong("calendar.toml", "years must be consecutive and every holiday a date"))?;
        let identifiers: Identifiers = read("identifiers.toml", files.identifiers)?;
        let pack = Pack {
            about: read("pack.toml", files.pack)?,
            terms: read::<Rows<Terms>>("terms.toml", files.terms)?.rows,
            calendar_data,
            calendar,
            identifier_kinds: identifiers.kinds,
            regions: identifiers.regions,
            labels: read::<Rows<Label>>("labels.toml", files.labels)?.rows,
            deadlines: read::<Rows<Deadline>>("deadlines.toml", files.deadlines)?.rows,
            end_reasons: read::<Rows<EndReason>>("end_reasons.toml", files.end_reasons)?.rows,
            queue_tables: read::<Rows<QueueTable>>("queue.toml", files.queue)?.rows,
            mrp: read::<Rows<Mrp>>("mrp.toml", files.mrp)?.rows,
            capital: read("capital.toml", files.capital)?,
            stipends: read::<Rows<Stipend>>("stipends.toml", files.stipends)?.rows,
        };
        if pack.terms.is_empty() {
            return Err(wrong("terms.toml", "no programme has terms"));
        }
        if pack.queue_tables.iter().all(|table| table.rows.is_empty()) {
            return Err(wrong("queue.toml", "no table has rows"));
        }
        Ok(pack)
    }

    /// This pack with rows entered later, in the order in which they were recorded: of two rows of one key the later counts.
    ///
    /// # Errors
    /// When the calendar cannot be built: years that do not follow, a feast or holiday on no date.
    pub fn with(&self, rows: &PackRows) -> Result<Pack, PackError> {
        let mut pack = self.clone();
        for row in &rows.terms {
            let key = |known: &Terms| (&known.programme, known.valid_from) == (&row.programme, row.valid_from);
            replace(&mut pack.terms, row, key);
        }
        for row in &rows.end_reasons {
            let same = |known: &EndReason| {
                (&known.programme, &known.reason, known.valid_from) == (&row.programme, &row.reason, row.valid_from)
            };
            replace(&mut pack.end_reasons, row, same);
        }
        for row in &rows.labels {
            let same = |known: &Label| (&known.programme, &known.state) == (&row.programme, &row.state);
            replace(&mut pack.labels, row, same);
        }
        let data = &mut pack.calendar_data;
        data.years.extend(rows.years.iter().map(|row| row.year));
        data.years.sort_unstable();
        data.years.dedup();
        for row in &rows.days {
            data.feasts.retain(|known| known.date != row.day);
            data.decreed_off.retain(|known| known.date != row.day);
            data.decreed_worked.retain(|known| known.date != row.day);
            let decree = Decree { date: row.day, act: row.act.clone() };
            match row.kind {
                DayKind::Off => data.decreed_off.push(decree),
                DayKind::Worked => data.decreed_worked.push(decree),
                DayKind::Feast => data.feasts.push(Feast { name: row.act.clone(), date: row.day }),
                DayKind::Usual => {}
            }
        }
        pack.calendar = Calendar::build(&pack.calendar_data).ok_or_else(|| PackError {
            file: "calendar.toml",
            reason: "years must be consecutive and every holiday a date".to_owned(),
        })?;
        Ok(pack)
    }

    /// The terms of a programme in force on `date`; nothing before its first row or for an unknown programme.
    pub fn terms_on(&self, programme: &str, date: Date) -> Option<&Terms> {
        let rows = self.terms.iter().filter(|row| row.programme == programme && row.valid_from <= date);
        rows.max_by_key(|row| row.valid_from)
    }

    /// The latest terms of a programme: what the calculator uses, which asks about no date of signature.
    pub fn latest_terms(&self, programme: &str) -> Option<&Terms> {
        self.terms.iter().filter(|row| row.programme == programme).max_by_key(|row| row.valid_from)
    }

    /// A legal term that is not a term of one programme, by its key.
    pub fn deadline(&self, key: &str) -> Option<&Deadline> {
        self.deadlines.iter().find(|row| row.key == key)
    }

    /// The last day of such a term after an event; nothing for a key that the pack does not have, or a year without a calendar.
    pub fn deadline_after(&self, key: &str, event: Date) -> Option<Date> {
        self.calendar.deadline(event, self.deadline(key)?.term()).ok()
    }

    /// The name of a state in a programme.
    pub fn label(&self, programme: &str, state: &str) -> Option<&Text> {
        self.labels.iter().find(|row| row.programme == programme && row.state == state).map(|row| &row.text)
    }

    /// What the end for a reason does on `date`; nothing when the programme does not know the reason.
    pub fn end_effect(&self, programme: &str, reason: &str, date: Date) -> Option<EndEffect> {
        let known = |row: &&EndReason| row.programme == programme && row.reason == reason && row.valid_from <= date;
        self.end_reasons.iter().filter(known).max_by_key(|row| row.valid_from).map(|row| row.effect)
    }

    /// The queue table in force on `date`.
    pub fn queue_table_on(&self, date: Date) -> Option<&QueueTable> {
        self.queue_tables.iter().filter(|table| table.valid_from <= date).max_by_key(|table| table.valid_from)
    }

    /// The latest published queue table.
    pub fn latest_queue_table(&self) -> Option<&QueueTable> {
        self.queue_tables.iter().max_by_key(|table| table.valid_from)
    }

    /// The MRP of 1 January of a budget year.
    pub fn mrp_of(&self, year: i16) -> Option<Minor> {
        self.mrp.iter().find(|row| row.year == year).map(|row| row.tiyn)
    }

    /// The monthly sum of a kind of stipend on `date`.
    pub fn stipend_on(&self, kind: &str, date: Date) -> Option<Minor> {
        let rows = self.stipends.iter().filter(|row| row.kind == kind && row.valid_from <= date);
        rows.max_by_key(|row| row.valid_from).map(|row| row.tiyn)
    }
}

#[cfg(test)]
#[path = "pack_tests.rs"]
mod tests;
