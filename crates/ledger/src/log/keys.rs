//! Ed25519 keys of signed notes (C2SP signed-note, tlog-cosignature), as text and as files.

use std::fmt;
use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use base64::{Engine, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::{Finding, LogError};

/// What a key signs: the log its checkpoints (algorithm byte 1), a witness its cosignatures (algorithm byte 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// Ed25519 over the note's text.
    Log,
    /// `cosignature/v1`: Ed25519 over a header with the time and the note's text.
    Witness,
}

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Witness => 4,
        }
    }

    fn of(byte: u8) -> Option<Self> {
        [Self::Log, Self::Witness].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// A public key: `name+hash+base64(algorithm ‖ key)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verifier {
    name: String,
    kind: KeyKind,
    key: VerifyingKey,
}

impl Verifier {
    /// Reads the text form; spaces around it are ignored.
    ///
    /// # Errors
    /// `checkpoint.malformed` when it is not a key or its hash is not that of its name and bytes.
    pub fn parse(text: &str) -> Result<Self, Finding> {
        read(text.trim()).ok_or_else(|| malformed("verifier key"))
    }

    /// The name that signature lines carry.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The first four bytes of SHA-256(name ‖ newline ‖ algorithm ‖ key).
    pub fn key_id(&self) -> [u8; 4] {
        let hash = Sha256::new()
            .chain_update(&self.name)
            .chain_update([b'\n', self.kind.byte()])
            .chain_update(self.key.as_bytes())
            .finalize();
        let [a, b, c, d, ..]: [u8; 32] = hash.into();
        [a, b, c, d]
    }

    pub(crate) fn accepts(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

impl fmt::Display for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}+{}", self.name, id_text(self), tagged(self.kind, self.key.as_bytes()))
    }
}

/// A private key: `PRIVATE+KEY+name+hash+base64(algorithm ‖ seed)`. `Debug` shows the public part only.
#[derive(Clone)]
pub struct Signer {
    public: Verifier,
    key: SigningKey,
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.public)
    }
}

impl Signer {
    /// A key from 32 bytes of the caller's randomness.
    ///
    /// # Errors
    /// `checkpoint.malformed` when the name is empty or holds a space, `+` or a control character.
    pub fn from_seed(name: &str, kind: KeyKind, seed: &[u8; 32]) -> Result<Self, Finding> {
        if !is_name(name) {
            return Err(malformed("key name"));
        }
        let key = SigningKey::from_bytes(seed);
        Ok(Self { public: Verifier { name: name.to_owned(), kind, key: key.verifying_key() }, key })
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// `checkpoint.malformed` when it is not a private key or its hash does not fit.
    pub fn parse(text: &str) -> Result<Self, Finding> {
        let private = || {
            let rest = text.trim().strip_prefix("PRIVATE+KEY+")?;
            let (name, rest) = rest.split_once('+')?;
            let (hash, seed) = rest.split_once('+')?;
            let (kind, seed) = untagged(seed)?;
            Self::from_seed(name, kind, &seed).ok().filter(|key| id_text(&key.public) == hash)
        };
        private().ok_or_else(|| malformed("private key"))
    }

    /// The text form. Whoever has it can sign.
    pub fn secret_text(&self) -> String {
        let seed = tagged(self.public.kind, self.key.as_bytes());
        format!("PRIVATE+KEY+{}+{}+{seed}", self.public.name, id_text(&self.public))
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// The storage's answer, or as [`Signer::parse`].
    pub fn load(path: &Path) -> Result<Self, LogError> {
        let text = fs::read_to_string(path).map_err(LogError::io(path.display().to_string()))?;
        Ok(Self::parse(&text)?)
    }

    /// Writes a new key file that only its owner reads.
    ///
    /// # Errors
    /// The storage's answer; a file that exists is never overwritten.
    pub fn save(&self, path: &Path) -> Result<(), LogError> {
        let write = || {
            let mut file = File::options().write(true).create_new(true).mode(0o600).open(path)?;
            file.write_all(format!("{}\n", self.secret_text()).as_bytes())?;
            file.sync_all()
        };
        write().map_err(LogError::io(path.display().to_string()))
    }

    /// The public part.
    pub fn verifier(&self) -> &Verifier {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.key.sign(message).to_bytes()
    }
}

pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c.is_control() || c == '+')
}

fn read(text: &str) -> Option<Verifier> {
    let (name, rest) = text.split_once('+')?;
    let (hash, key) = rest.split_once('+')?;
    let (kind, key) = untagged(key)?;
    let verifier = Verifier { name: name.to_owned(), kind, key: VerifyingKey::from_bytes(&key).ok()? };
    (is_name(name) && id_text(&verifier) == hash).then_some(verifier)
}

fn id_text(verifier: &Verifier) -> String {
    super::hex::encode(&verifier.key_id())
}

fn tagged(kind: KeyKind, key: &[u8; 32]) -> String {
    STANDARD.encode([&[kind.byte()], key.as_slice()].concat())
}

fn untagged(text: &str) -> Option<(KeyKind, [u8; 32])> {
    let bytes = STANDARD.decode(text).ok()?;
    let (byte, key) = bytes.split_first()?;
    Some((KeyKind::of(*byte)?, key.try_into().ok()?))
}

fn malformed(what: &'static str) -> Finding {
    Finding::Malformed { path: "key".to_owned(), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The example in the documentation of Go's golang.org/x/mod/sumdb/note.
    const SECRET: &str = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    const TEXT: &str =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    const LINE: &str = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";

    #[test]
    fn a_signature_is_byte_for_byte_that_of_the_published_example() {
        let key = Signer::parse(SECRET).unwrap();
        let signature = key.sign(TEXT.as_bytes());
        assert_eq!(STANDARD.encode([&key.verifier().key_id()[..], &signature[..]].concat()), LINE);
        assert!(key.verifier().accepts(TEXT.as_bytes(), &signature));
        assert!(!key.verifier().accepts(b"other", &signature));
    }
}
