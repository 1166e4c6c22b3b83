//! A folder of key bundles, by whose they are: with it a sandbox signs on the server for its invented people. A registry with real people
//! never has one.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::Context as _;
use eds::{SigningKey, certificate::Usage};
use jiff::Timestamp;

use crate::{
    app::App,
    platform::{Refusal, Result, fact::hex, secrets::Secrets},
};

/// Keys by person, organisation and use.
#[derive(Default)]
pub struct KeyRing {
    keys: BTreeMap<(String, String, bool), Held>,
}

/// A key with the name of its file, which says what the person is.
struct Held {
    file: String,
    name: String,
    key: SigningKey,
}

/// Somebody who can sign in.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The file's name without its ending: `auth-performer-director-<BIN>`.
    pub file: String,
    /// The name of the certificate.
    pub name: String,
    /// The keyed hash of the IIN, in hexadecimal.
    pub person: String,
    /// The organisation's BIN, or nothing.
    pub bin: String,
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "KeyRing({})", self.keys.len())
    }
}

impl KeyRing {
    /// Reads every bundle `*.pem` of a folder that names an IIN.
    ///
    /// # Errors
    /// When the folder or a bundle cannot be read.
    pub fn open(folder: &Path, secrets: &Secrets) -> Result<Self> {
        let entries =
            fs::read_dir(folder).with_context(|| format!("reading the sandbox's keys in {}", folder.display()))?;
        let mut paths: Vec<_> = entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        paths.retain(|path| path.extension().is_some_and(|end| end == "pem"));
        paths.sort();
        let mut keys = BTreeMap::new();
        for path in paths {
            let key = SigningKey::from_pem(&fs::read(&path)?).map_err(anyhow::Error::from)?;
            let certificate = key.certificate();
            let Some(iin) = certificate.iin() else { continue };
            let person = hex(&secrets.lookup(iin).1);
            let bin = certificate.bin().unwrap_or_default().to_owned();
            let is_auth = certificate.usage() == Usage::Auth;
            let file = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let name = certificate.name().unwrap_or_default().to_owned();
            keys.insert((person, bin, is_auth), Held { file, name, key });
        }
        Ok(Self { keys })
    }

    /// Who has a key for signing in, by the names of the files.
    #[must_use]
    pub fn people(&self) -> Vec<Person> {
        let auth = self.keys.iter().filter(|((_, _, is_auth), _)| *is_auth);
        let mut people: Vec<Person> = auth
            .map(|((person, bin, _), held)| Person {
                file: held.file.clone(),
                name: held.name.clone(),
                person: person.clone(),
                bin: bin.clone(),
            })
            .collect();
        people.sort_by(|a, b| a.file.cmp(&b.file));
        people
    }

    /// Signs bytes as a person of an organisation: a detached CMS. `usage` is `Auth` for signing in, `Sign` for documents.
    ///
    /// # Errors
    /// `signature.wrong_certificate` when there is no such key; faults.
    pub fn sign(&self, (person, bin): (&str, &str), usage: Usage, bytes: &[u8], at: Timestamp) -> Result<Vec<u8>> {
        let place = (person.to_owned(), bin.to_owned(), usage == Usage::Auth);
        let Some(held) = self.keys.get(&place) else {
            return Err(
                Refusal::new("signature.wrong_certificate", "the sandbox has no such key of this person").into()
            );
        };
        Ok(eds::cms::sign(bytes, &held.key, false, at).map_err(anyhow::Error::from)?)
    }
}

/// The sandbox's keys.
///
/// # Errors
/// `page.unknown` where there is no sandbox.
pub fn ring(app: &App) -> Result<&KeyRing> {
    Ok(app.keys.as_ref().ok_or_else(|| Refusal::new("page.unknown", "there is no sandbox here"))?)
}
