//! Why a file as a whole is refused; the caller turns the code into a text in the reader's language.

use std::fmt;
use std::io;

/// A file that is refused as a whole. Each variant has a stable code and says where the fault is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileRefusal {
    /// The bytes are in no encoding we read; `offset` is that of the first byte that does not fit.
    Encoding { offset: u64, detail: &'static str },
    /// The file ends before its own structure does.
    Truncated { detail: String },
    /// Unpacking or reading would pass a limit.
    Bomb { detail: String },
    /// The content is of another type than the door takes, whatever the name says.
    Type { expected: &'static str, found: &'static str },
    /// The structure is broken in another way than by a cut.
    Damaged { detail: String },
    /// An archive entry would be written outside its folder or pretends to be another one.
    UnsafeName { name: String },
    /// Two archive entries have the same name.
    DuplicateName { name: String },
    /// An archive entry is encrypted.
    Encrypted { name: String },
    /// The file or archive lacks an entry that the format demands.
    MissingEntry { name: String },
    /// The table has no row at all.
    Empty,
    /// A required column is absent.
    MissingColumn { name: String },
    /// Two columns mean the same thing.
    DuplicateColumn { name: String },
    /// A column that the format does not know, where unknown columns are refused.
    UnknownColumn { name: String },
}

impl FileRefusal {
    /// The stable code (spec 2.7; those that it does not list are ours in the same style).
    pub fn code(&self) -> &'static str {
        match self {
            Self::Encoding { .. } => "file.encoding",
            Self::Truncated { .. } => "file.truncated",
            Self::Bomb { .. } => "file.bomb",
            Self::Type { .. } => "file.type",
            Self::Damaged { .. } => "file.damaged",
            Self::UnsafeName { .. } => "file.unsafe_name",
            Self::DuplicateName { .. } => "file.duplicate_name",
            Self::Encrypted { .. } => "file.encrypted",
            Self::MissingEntry { .. } => "file.missing_entry",
            Self::Empty => "file.empty",
            Self::MissingColumn { .. } => "file.missing_column",
            Self::DuplicateColumn { .. } => "file.duplicate_column",
            Self::UnknownColumn { .. } => "file.unknown_column",
        }
    }
}

impl fmt::Display for FileRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding { offset, detail } => write!(f, "{detail} at byte {offset}"),
            Self::Truncated { detail } | Self::Bomb { detail } | Self::Damaged { detail } => f.write_str(detail),
            Self::Type { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::UnsafeName { name } => write!(f, "entry name {name:?} is not safe"),
            Self::DuplicateName { name } => write!(f, "entry {name:?} is there twice"),
            Self::Encrypted { name } => write!(f, "entry {name:?} is encrypted"),
            Self::MissingEntry { name } => write!(f, "entry {name:?} is missing"),
            Self::Empty => f.write_str("no rows"),
            Self::MissingColumn { name } => write!(f, "column {name:?} is missing"),
            Self::DuplicateColumn { name } => write!(f, "column {name:?} is there twice"),
            Self::UnknownColumn { name } => write!(f, "column {name:?} is unknown"),
        }
    }
}

impl std::error::Error for FileRefusal {}

/// A refusal is an answer to whoever sent the file; a fault is ours (disk, memory, a bug).
#[derive(Debug)]
pub enum FileError {
    Refused(FileRefusal),
    Fault(anyhow::Error),
}

/// The result of everything that reads or writes files here.
pub type Result<T> = std::result::Result<T, FileError>;

impl FileError {
    /// The refusal, when it is one.
    pub fn refusal(&self) -> Option<&FileRefusal> {
        match self {
            Self::Refused(refusal) => Some(refusal),
            Self::Fault(_) => None,
        }
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => write!(f, "{}: {refusal}", refusal.code()),
            Self::Fault(fault) => write!(f, "{fault:#}"),
        }
    }
}

impl std::error::Error for FileError {}

impl From<FileRefusal> for FileError {
    fn from(refusal: FileRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<anyhow::Error> for FileError {
    fn from(fault: anyhow::Error) -> Self {
        Self::Fault(fault)
    }
}

/// Readers of this crate carry their refusal through `io::Error`, so that they work under any `Read`; here it comes out again.
impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        match error.downcast::<FileRefusal>() {
            Ok(refusal) => Self::Refused(refusal),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                Self::Refused(FileRefusal::Truncated { detail: "the file ends too early".to_owned() })
            }
            Err(error) => Self::Fault(error.into()),
        }
    }
}

impl From<FileRefusal> for io::Error {
    fn from(refusal: FileRefusal) -> Self {
        io::Error::new(io::ErrorKind::InvalidData, refusal)
    }
}
