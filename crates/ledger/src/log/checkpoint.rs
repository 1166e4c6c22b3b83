//! Checkpoints as signed notes (C2SP signed-note, tlog-checkpoint, tlog-cosignature).

use std::fmt;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::Finding;
use super::keys::{KeyKind, Signer, Verifier, is_name};
use super::tree::Hash;

/// The head of a log: what its note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's name, the same as its key's.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The RFC 6962 root over them.
    pub root: Hash,
    /// The size of the checkpoint that the log signed before this one (an extension line `previous N`), so that the kept
    /// checkpoints form a signed chain from which none can be taken out.
    pub previous: Option<u64>,
}

impl Checkpoint {
    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let (origin, size, root) = (lines.next()?, lines.next()?, lines.next()?);
        let root = STANDARD.decode(root).ok()?.try_into().ok()?;
        let previous = lines.next().and_then(|line| line.strip_prefix("previous ")).and_then(|size| size.parse().ok());
        let found = Self { origin: origin.to_owned(), size: size.parse().ok()?, root, previous };
        // One spelling only: no leading zeros, plus signs or further lines.
        (!origin.is_empty() && found.to_string() == text).then_some(found)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root))?;
        self.previous.map_or(Ok(()), |size| writeln!(f, "previous {size}"))
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct NoteSignature {
    name: String,
    key_id: [u8; 4],
    bytes: Vec<u8>,
}

/// A checkpoint with its signature lines. `Display` writes the note, and `parse` accepts exactly what it writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What is signed.
    pub checkpoint: Checkpoint,
    signatures: Vec<NoteSignature>,
}

impl SignedCheckpoint {
    /// The log signs its head under the name of its key.
    ///
    /// # Errors
    /// `checkpoint.malformed` when the key is a witness's.
    pub fn sign(size: u64, root: Hash, previous: Option<u64>, key: &Signer) -> Result<Self, Finding> {
        let public = key.verifier();
        match public.kind() {
            KeyKind::Witness => return Err(malformed("key", "log key")),
            KeyKind::Log => {}
        }
        let checkpoint = Checkpoint { origin: public.name().to_owned(), size, root, previous };
        let bytes = key.sign(checkpoint.to_string().as_bytes()).to_vec();
        let signature = NoteSignature { name: public.name().to_owned(), key_id: public.key_id(), bytes };
        Ok(Self { checkpoint, signatures: vec![signature] })
    }

    /// A witness adds its line: it saw this head at `seconds` since 1970-01-01 UTC, consistent with all it saw before.
    ///
    /// # Errors
    /// `checkpoint.malformed` when the key is a log's.
    pub fn cosign(&mut self, seconds: u64, key: &Signer) -> Result<(), Finding> {
        let public = key.verifier();
        match public.kind() {
            KeyKind::Log => return Err(malformed("key", "witness key")),
            KeyKind::Witness => {}
        }
        let signature = key.sign(cosigned(seconds, &self.checkpoint).as_bytes());
        let bytes = [seconds.to_be_bytes().as_slice(), signature.as_slice()].concat();
        self.signatures.push(NoteSignature { name: public.name().to_owned(), key_id: public.key_id(), bytes });
        Ok(())
    }

    /// Reads a note; `path` names it in findings.
    ///
    /// # Errors
    /// `checkpoint.malformed`.
    pub fn parse(path: &str, text: &str) -> Result<Self, Finding> {
        read(text).filter(|note| note.to_string() == text).ok_or_else(|| malformed(path, "signed checkpoint"))
    }

    /// Requires the log's own signature and its name as origin.
    ///
    /// # Errors
    /// `checkpoint.signature`.
    pub fn require_log(&self, path: &str, key: &Verifier) -> Result<(), Finding> {
        let text = self.checkpoint.to_string();
        let good = |bytes: &[u8]| bytes.try_into().is_ok_and(|signature| key.accepts(text.as_bytes(), signature));
        let signed = key.kind() == KeyKind::Log && self.lines(key).any(good);
        let refused = || Finding::Signature { path: path.to_owned(), name: key.name().to_owned() };
        if signed && self.checkpoint.origin == key.name() { Ok(()) } else { Err(refused()) }
    }

    /// Requires a witness's cosignature; the answer is its time in seconds since 1970-01-01 UTC.
    ///
    /// # Errors
    /// `checkpoint.cosignature`.
    pub fn require_witness(&self, path: &str, key: &Verifier) -> Result<u64, Finding> {
        let good = |bytes: &[u8]| {
            let (time, signature) = bytes.split_first_chunk::<8>()?;
            let seconds = u64::from_be_bytes(*time);
            key.accepts(cosigned(seconds, &self.checkpoint).as_bytes(), signature.try_into().ok()?).then_some(seconds)
        };
        let seconds = self.lines(key).find_map(good).filter(|_| key.kind() == KeyKind::Witness);
        seconds.ok_or_else(|| Finding::Cosignature { path: path.to_owned(), name: key.name().to_owned() })
    }

    /// Does the note carry a line under the name of this key?
    pub fn names(&self, key: &Verifier) -> bool {
        self.signatures.iter().any(|s| s.name == key.name())
    }

    fn lines(&self, key: &Verifier) -> impl Iterator<Item = &[u8]> {
        let (name, id) = (key.name().to_owned(), key.key_id());
        self.signatures.iter().filter(move |s| s.name == name && s.key_id == id).map(|s| s.bytes.as_slice())
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.checkpoint)?;
        self.signatures.iter().try_for_each(|s| {
            writeln!(f, "— {} {}", s.name, STANDARD.encode([s.key_id.as_slice(), s.bytes.as_slice()].concat()))
        })
    }
}

fn read(text: &str) -> Option<SignedCheckpoint> {
    let (body, lines) = text.split_once("\n\n")?;
    let checkpoint = Checkpoint::parse(&format!("{body}\n"))?;
    let signatures = lines.lines().map(read_line).collect::<Option<Vec<_>>>()?;
    (!signatures.is_empty()).then_some(SignedCheckpoint { checkpoint, signatures })
}

fn read_line(line: &str) -> Option<NoteSignature> {
    let (name, signature) = line.strip_prefix("— ")?.split_once(' ')?;
    let bytes = STANDARD.decode(signature).ok()?;
    let (key_id, bytes) = bytes.split_first_chunk::<4>()?;
    is_name(name).then(|| NoteSignature { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
}

fn cosigned(seconds: u64, checkpoint: &Checkpoint) -> String {
    format!("cosignature/v1\ntime {seconds}\n{checkpoint}")
}

fn malformed(path: &str, what: &'static str) -> Finding {
    Finding::Malformed { path: path.to_owned(), what }
}
