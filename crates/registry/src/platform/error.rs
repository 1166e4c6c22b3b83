//! Two kinds of error only: a refusal is a business answer with a code, a fault is everything else (house rules, errors).

use std::fmt;

use tokio_postgres::error::SqlState;

/// A business answer: a stable code of spec 2.7 with what it is about. Its texts, clause and remedy stand in law's registry of codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The stable code, `noun.reason`.
    pub code: &'static str,
    /// What it is about: names no person and holds no IIN.
    pub detail: String,
}

impl Refusal {
    /// A refusal with a detail.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.detail.is_empty() { out.write_str(self.code) } else { write!(out, "{}: {}", self.code, self.detail) }
    }
}

/// What a use case may answer instead of its result.
#[derive(Debug)]
pub enum Error {
    /// A business answer.
    Refused(Refusal),
    /// Something broke; logged once, at the edge.
    Fault(anyhow::Error),
}

impl Error {
    /// The refusal's code, if it is one.
    #[must_use]
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::Refused(refusal) => Some(refusal.code),
            Self::Fault(_) => None,
        }
    }

    /// Whether another transaction came in between (a key that is there now, a deadlock): doing it again sees what that one did.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        let Self::Fault(fault) = self else { return false };
        let code = fault.downcast_ref::<tokio_postgres::Error>().and_then(tokio_postgres::Error::code);
        code.is_some_and(|code| {
            [SqlState::UNIQUE_VIOLATION, SqlState::T_R_DEADLOCK_DETECTED, SqlState::T_R_SERIALIZATION_FAILURE]
                .contains(code)
        })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(out),
            Self::Fault(fault) => write!(out, "{fault:#}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

macro_rules! faults {
    ($($source:ty),*) => {$(
        impl From<$source> for Error {
            fn from(source: $source) -> Self {
                Self::Fault(source.into())
            }
        }
    )*};
}

impl From<tokio_postgres::Error> for Error {
    fn from(source: tokio_postgres::Error) -> Self {
        // Whatever door a text came through, no text of the registry holds NUL: the database says so once for all.
        if source.code() == Some(&SqlState::CHARACTER_NOT_IN_REPERTOIRE) {
            return Refusal::new("request.malformed", "a text holds NUL").into();
        }
        Self::Fault(source.into())
    }
}

faults!(anyhow::Error, deadpool_postgres::PoolError, std::io::Error, serde_json::Error, jiff::Error);

/// The result of a use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Shorthand for `Err(Refusal)`.
///
/// # Errors
/// Always.
pub fn refuse<T>(code: &'static str, detail: impl Into<String>) -> Result<T> {
    Err(Refusal::new(code, detail).into())
}
