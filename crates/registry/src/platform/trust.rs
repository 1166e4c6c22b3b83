//! Whom signatures are trusted by: folders of certificates and revocation lists.

use std::{fs, path::Path};

use anyhow::Context as _;
use eds::{Certificate, Crl, Revocation, Trust};

use super::Result;
use crate::app::TrustPaths;

fn files(folder: &Path) -> Result<Vec<(String, Vec<u8>)>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let path = entry?.path();
        if path.is_file() {
            files.push((path.display().to_string(), fs::read(&path)?));
        }
    }
    files.sort();
    Ok(files)
}

/// The trust anchors of a folder.
///
/// # Errors
/// When a file is no certificate.
pub fn roots(folder: &Path) -> Result<Vec<Certificate>> {
    let parse = |(name, bytes): (String, Vec<u8>)| {
        Ok(Certificate::parse(&bytes).map_err(|code| anyhow::anyhow!("{name} is no certificate: {code}"))?)
    };
    files(folder)?.into_iter().map(parse).collect()
}

/// What the registry trusts; revocation is always asked, so that without lists a signature is INDETERMINATE and moves no money.
///
/// # Errors
/// When a file of the folders cannot be read.
pub fn load(paths: &TrustPaths) -> Result<Trust> {
    let roots = paths.roots.as_deref().map(roots).transpose()?.unwrap_or_default();
    let parse = |(name, bytes): (String, Vec<u8>)| {
        Ok(Crl::parse(&bytes).map_err(|code| anyhow::anyhow!("{name} is no revocation list: {code}"))?)
    };
    let crls = paths.crls.as_deref().map(files).transpose()?.unwrap_or_default();
    let crls = crls.into_iter().map(parse).collect::<Result<_>>()?;
    Ok(Trust { roots, crls, revocation: Revocation::Required })
}
