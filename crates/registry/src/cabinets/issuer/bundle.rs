//! Documents out and signatures in, as archives: each document is the frozen bytes of a version, each signature is named after it.

use std::{
    collections::HashMap,
    io::{Cursor, Read as _, Write as _},
};

use anyhow::Context as _;
use documents::archive::{Archive, Limits};
use uuid::Uuid;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{acts::Brought, platform::Result};

/// Endings that signature programs put behind the name of what they sign.
const ENDINGS: [&str; 7] = [".cms", ".p7s", ".p7b", ".sig", ".sign", ".signed", ".xml"];
/// A detached signature with its chain is smaller.
const CMS_BYTES_MAX: usize = 65_536;

/// What a document of a version is called, without its ending.
pub(super) fn stem(number: &str, version: i16) -> String {
    format!("{number}-v{version}")
}

/// An archive of documents.
pub(super) fn pack(documents: &[(Uuid, String, i16, Vec<u8>)]) -> Result<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (_, number, version, xml) in documents {
        let name = format!("{}.xml", stem(number, *version));
        zip.start_file(name, SimpleFileOptions::default()).context("writing an archive")?;
        zip.write_all(xml)?;
    }
    Ok(zip.finish().context("writing an archive")?.into_inner())
}

/// Signatures of an archive, and the names of files that belong to no act of the batch.
pub(super) struct Unpacked {
    pub(super) brought: Vec<Brought>,
    pub(super) strangers: Vec<String>,
}

/// Reads signatures; `acts` are the versions of the batch by the stem of their documents.
///
/// # Errors
/// Refusals of the archive as a whole: `file.…`.
pub(super) fn unpack(bytes: &[u8], acts: &HashMap<String, (Uuid, i16)>) -> Result<Unpacked> {
    let mut archive = Archive::open(Cursor::new(bytes), Limits::default())?;
    let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
    let mut unpacked = Unpacked { brought: Vec::new(), strangers: Vec::new() };
    for name in names.iter().filter(|name| !name.ends_with('/')) {
        match acts.get(plain(name)) {
            Some((act, version)) => {
                let mut cms = Vec::new();
                let limit = u64::try_from(CMS_BYTES_MAX).unwrap_or(u64::MAX);
                archive.entry(name)?.take(limit).read_to_end(&mut cms)?;
                unpacked.brought.push(Brought { act: *act, version: *version, cms });
            }
            None => unpacked.strangers.push(name.clone()),
        }
    }
    Ok(unpacked)
}

/// The stem of a name, without folders and the endings of programs.
fn plain(name: &str) -> &str {
    let mut plain = name.rsplit(['/', '\\']).next().unwrap_or(name);
    while let Some(shorter) = ENDINGS.iter().find_map(|ending| plain.strip_suffix(ending)) {
        plain = shorter;
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_out_comes_back_under_its_name() {
        let id = Uuid::from_u128(5);
        let packed = pack(&[(id, "A-75-202609-150140000123-SCH".to_owned(), 2, b"<act/>".to_vec())]).unwrap();
        let acts = HashMap::from([(stem("A-75-202609-150140000123-SCH", 2), (id, 2))]);
        let back = unpack(&packed, &acts).unwrap();
        assert_eq!((back.brought.len(), back.strangers.len()), (1, 0));
        assert_eq!(
            back.brought.first().map(|one| (one.act, one.version, one.cms.clone())),
            Some((id, 2, b"<act/>".to_vec()))
        );
    }

    #[test]
    fn names_of_signature_programs_are_understood_and_strangers_are_told() {
        for name in ["A-1-v1.xml.cms", "signed/A-1-v1.p7s", "c:\\acts\\A-1-v1.xml.sig", "A-1-v1.CMS"] {
            assert_eq!(plain(name) == "A-1-v1", !name.ends_with("CMS"), "{name}");
        }
        assert!(unpack(b"PK", &HashMap::new()).is_err());
    }
}
