//! What happens in the simulated year, told from outside: files as an LMS, a register or a bank brings them, and commands.

use jiff::civil::Date;

/// One thing that happens, with what the model expects of it.
#[derive(Clone, Debug)]
pub(crate) struct Event {
    pub(crate) id: u32,
    pub(crate) what: What,
    pub(crate) expect: Expect,
}

/// What the registry must answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Taken whole.
    Taken,
    /// Refused by this code, and nothing changes.
    Refused(&'static str),
    /// Taken, or refused by one of these.
    Either(&'static [&'static str]),
}

/// See [`Event`].
#[derive(Clone, Debug)]
pub(crate) enum What {
    File(Kind, Vec<u8>),
    /// A programme, the year of the vouchers and, where the terms issue to a list, the list.
    Issue(String, i16, Option<Vec<u8>>),
    /// The parent consents to a contract; on paper of a day, or signed in.
    Consent {
        contract: String,
        iin: String,
        paper: Option<Date>,
    },
    /// The parent confirms what is marked.
    Confirm(Seat),
    Dispute(Seat, u32),
    /// The performer marks the day otherwise, or refuses.
    Answer(Seat, u32, Option<char>),
    Silence(Date),
    End {
        iin: String,
        programme: String,
        reason: &'static str,
        last: Date,
    },
    Reinstate {
        iin: String,
        programme: String,
        from: Date,
    },
    Move {
        iin: String,
        programme: String,
        region: i16,
        on: Date,
    },
    Renew(i16),
    Close(Date),
    /// Performers sign the month: all, or all but these.
    PerformersSign(Date, Vec<String>),
    IssuersSign(Date),
    /// Invoices of everything signed, registers and payment orders.
    Pay(Date),
    /// The bank tells of every order that waits.
    Statement(Bank),
    /// The month is exported and recomputed.
    Recompute(Date),
}

/// A month of a child's contract, as its parent names it.
#[derive(Clone, Debug)]
pub(crate) struct Seat {
    pub(crate) iin: String,
    pub(crate) parent: String,
    pub(crate) contract: String,
    pub(crate) month: Date,
}

/// How a bank answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bank {
    Whole,
    /// One order is not told of.
    Lost,
    /// One order is paid a tiyn short.
    Short,
    /// A payment that nobody ordered.
    Extra,
    /// The money of one order came back.
    Returned,
}

/// The import a file is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Rules,
    Budget,
    Volumes,
    Rates,
    Performers,
    Persons,
    Grants,
    Roster,
    Timesheet,
}

impl What {
    /// The word under which the run counts it.
    pub(crate) fn word(&self) -> String {
        match self {
            Self::File(kind, _) => format!("{kind:?}").to_lowercase(),
            Self::Issue(..) => "issue".to_owned(),
            Self::Consent { .. } => "consent".to_owned(),
            Self::Confirm(_) => "confirm".to_owned(),
            Self::Dispute(..) => "dispute".to_owned(),
            Self::Answer(.., None) => "answer.refuse".to_owned(),
            Self::Answer(.., Some(_)) => "answer.correct".to_owned(),
            Self::Silence(_) => "silence".to_owned(),
            Self::End { reason, .. } => format!("end.{reason}"),
            Self::Reinstate { .. } => "reinstate".to_owned(),
            Self::Move { .. } => "move".to_owned(),
            Self::Renew(_) => "renew".to_owned(),
            Self::Close(_) => "close".to_owned(),
            Self::PerformersSign(..) => "sign.performers".to_owned(),
            Self::IssuersSign(_) => "sign.issuers".to_owned(),
            Self::Pay(_) => "pay".to_owned(),
            Self::Statement(bank) => format!("statement.{bank:?}").to_lowercase(),
            Self::Recompute(_) => "recompute".to_owned(),
        }
    }
}

impl std::fmt::Display for Event {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { id, what, expect } = self;
        if let What::File(kind, bytes) = what {
            return write!(out, "{id} {kind:?} {} bytes, {expect:?}", bytes.len());
        }
        if let What::Issue(programme, year, list) = what {
            let listed = list.as_ref().map_or(0, |list| list.iter().filter(|byte| **byte == b'\n').count() - 1);
            return write!(out, "{id} Issue {programme} {year} to {listed}, {expect:?}");
        }
        write!(out, "{id} {what:?}, {expect:?}")
    }
}
