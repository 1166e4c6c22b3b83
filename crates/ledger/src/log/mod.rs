//! The journal as a transparency log (spec 2.3; P11): entries, RFC 6962 tree, C2SP tiles and checkpoints, witness, verifier.
//!
//! No database, no network, no clock: callers bring bytes, time and randomness. `docs/journal.md` describes every byte for a
//! second implementation.

pub mod checkpoint;
pub mod entry;
pub mod export;
pub mod files;
pub mod finding;
pub mod hex;
pub mod keys;
pub mod receipt;
pub mod tiles;
pub mod tree;
pub mod verify;
pub mod witness;
pub mod writer;

pub use finding::Finding;

/// Why an operation on a log did not happen.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The storage failed; nothing is known about the log.
    #[error("{path}: {source}")]
    Io {
        /// The file, relative to the log or as given.
        path: String,
        /// The system's answer.
        source: std::io::Error,
    },
    /// The log or a key is not what it must be.
    #[error("{}: {finding}", .finding.code())]
    Found {
        /// What was found.
        #[from]
        finding: Finding,
    },
}

impl LogError {
    pub(crate) fn io(path: impl Into<String>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        |source| Self::Io { path, source }
    }
}
