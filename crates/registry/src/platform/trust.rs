//! Whom signatures are trusted by: folders of certificates and revocation lists.

use std::{fs, path::Path};

use anyhow::Context as _;
use eds::{Revocation, Trust};

use super::Result;
use crate::app::TrustPaths;

/// The bytes of the files of a folder, by name; none without a folder.
///
/// # Errors
/// When the folder or a file cannot be read.
pub fn files(folder: Option<&Path>) -> Result<Vec<Vec<u8>>> {
    let Some(folder) = folder else { return Ok(Vec::new()) };
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        paths.push(entry?.path());
    }
    paths.sort();
    paths.retain(|path| path.is_file());
    Ok(paths.iter().map(fs::read).collect::<Result<_, _>>()?)
}

/// What the registry trusts; revocation is always asked, so that without lists a signature is INDETERMINATE and moves no money.
///
/// # Errors
/// When a file of the folders is no certificate or list.
pub fn load(paths: &TrustPaths) -> Result<Trust> {
    let trust = Trust::read(files(paths.roots.as_deref())?, files(paths.crls.as_deref())?, Revocation::Required);
    Ok(trust.map_err(|code| anyhow::anyhow!("the configured trust cannot be read: {code}"))?)
}

/// SHA-256 of what signatures were held against, in hexadecimal: kept with each signature, so that it can be checked again later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Digests {
    /// Of the trust anchors' files.
    pub roots: Vec<String>,
    /// Of the revocation lists' files.
    pub crls: Vec<String>,
}

/// The digests of the files that [`load`] reads.
///
/// # Errors
/// When a file of the folders cannot be read.
pub fn digests(paths: &TrustPaths) -> Result<Digests> {
    use sha2::{Digest as _, Sha256};
    let of = |folder: Option<&Path>| -> Result<Vec<String>> {
        Ok(files(folder)?.iter().map(|bytes| super::fact::hex(&Sha256::digest(bytes))).collect())
    };
    Ok(Digests { roots: of(paths.roots.as_deref())?, crls: of(paths.crls.as_deref())? })
}
