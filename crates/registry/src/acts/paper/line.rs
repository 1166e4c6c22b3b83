//! A line of the frozen document, as its paper explains it; pure.

use jiff::civil::Date;
use law::Month;

use crate::acts::{DocumentLine, Rule};

/// Why days are not paid, or a sum is not what the formula says. Each is a note below the annex.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Note {
    /// Absence without a reason beyond the allowed days.
    Absent,
    /// Nobody was seen in the month.
    NotSeen,
    /// Enrolled for a part of the month.
    Partly,
    /// Cut to the nominal, which other periods of the month have used up.
    Cut,
    /// The difference to what earlier acts have accepted.
    Adjusts,
    /// Paid by the estimate whatever the attendance.
    Estimate,
    /// The capital component of pupils within the places.
    Capital,
    /// The month stayed short of its share by QR after the cure term.
    Short,
}

impl Note {
    pub(super) const ALL: [Self; 8] = [
        Self::Absent,
        Self::NotSeen,
        Self::Partly,
        Self::Cut,
        Self::Adjusts,
        Self::Estimate,
        Self::Capital,
        Self::Short,
    ];

    /// Its letter in the annex.
    pub(super) fn letter(self) -> &'static str {
        match self {
            Self::Absent => "a",
            Self::NotSeen => "b",
            Self::Partly => "c",
            Self::Cut => "d",
            Self::Adjusts => "e",
            Self::Estimate => "f",
            Self::Capital => "g",
            Self::Short => "h",
        }
    }
}

/// A line; sums in tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) n: i64,
    /// `month`, `adjustment`, `estimate` or `capital`.
    pub(super) kind: String,
    /// The voucher; of a line that is of no part the obligation, or nothing.
    pub(super) voucher: String,
    pub(super) portion: i64,
    pub(super) month: Date,
    pub(super) nominal: i64,
    pub(super) study: i64,
    pub(super) enrolled: i64,
    /// Of a capital line: pupils within the places.
    pub(super) pupils: i64,
    /// Present, excused, leave, closed, unexcused.
    pub(super) marks: [i64; 5],
    pub(super) payable: i64,
    pub(super) computed: i64,
    pub(super) due: i64,
    pub(super) rule: String,
    pub(super) notes: Vec<Note>,
}

impl Line {
    /// Reads a line; `rule` tells what days are not paid by, `unpaid` whether the document leaves its month without pay.
    pub(super) fn of(written: &DocumentLine, (rule, unpaid): (Option<Rule>, bool)) -> Self {
        let (voucher, month) = written.get("part").rsplit_once('/').unwrap_or((written.get("part"), ""));
        let mut line = Self {
            n: written.number("n"),
            kind: written.get("kind").to_owned(),
            voucher: if voucher.is_empty() { written.get("obligation").to_owned() } else { voucher.to_owned() },
            portion: written.number("portion"),
            month: Month::parse(month).map_or(Date::ZERO, |month| month.first()),
            nominal: written.number("nominal"),
            study: written.number("study"),
            enrolled: written.number("enrolled"),
            pupils: written.number("pupils"),
            marks: ["present", "excused", "leave", "closed", "unexcused"].map(|mark| written.number(mark)),
            payable: written.number("payable"),
            computed: written.number("computed"),
            due: written.number("due"),
            rule: written.get("rule").to_owned(),
            notes: Vec::new(),
        };
        line.notes = line.explained(rule, unpaid);
        line
    }

    pub(super) fn is_adjustment(&self) -> bool {
        self.kind == "adjustment"
    }

    /// Whether it is paid by days; an estimate and places are not.
    pub(super) fn is_by_days(&self) -> bool {
        !matches!(self.kind.as_str(), "estimate" | "capital")
    }

    /// Enrolled days that are not paid.
    pub(super) fn unpaid(&self) -> i64 {
        self.enrolled.saturating_sub(self.payable).max(0)
    }

    fn explained(&self, rule: Option<Rule>, unpaid: bool) -> Vec<Note> {
        let by_rule = match rule {
            Some(Rule::Allowed(_)) => Note::Absent,
            Some(Rule::Enrolled | Rule::Estimate | Rule::Capital) | None => Note::NotSeen,
        };
        let told = [
            (self.unpaid() > 0, by_rule),
            (self.enrolled < self.study, Note::Partly),
            (!self.is_adjustment() && self.is_by_days() && !unpaid && self.due < self.computed, Note::Cut),
            (self.is_adjustment(), Note::Adjusts),
            (self.kind == "estimate", Note::Estimate),
            (self.kind == "capital", Note::Capital),
            (!self.is_adjustment() && self.is_by_days() && unpaid, Note::Short),
        ];
        told.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note).collect()
    }
}
