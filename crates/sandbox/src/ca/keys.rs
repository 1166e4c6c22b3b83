//! The keys of the sandbox. RSA keys are fixed because `ring` makes none; they were made with
//! `openssl genpkey -algorithm RSA` for this purpose alone and are public.

use anyhow::{Context as _, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use eds::{Gost, PrivateKey};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};

use super::profile::KeyKind;

/// Key of the root, RSA-4096 as the real ones.
pub(super) const ROOT: &str = include_str!("keys/sandbox-root.pem");
/// Key of the issuing authority, RSA-2048.
pub(super) const ISSUING: &str = include_str!("keys/sandbox-ca.pem");
/// Keys of holders, RSA-2048.
const HOLDERS: [&str; 6] = [
    include_str!("keys/sandbox-holder-1.pem"),
    include_str!("keys/sandbox-holder-2.pem"),
    include_str!("keys/sandbox-holder-3.pem"),
    include_str!("keys/sandbox-holder-4.pem"),
    include_str!("keys/sandbox-holder-5.pem"),
    include_str!("keys/sandbox-holder-6.pem"),
];

/// PKCS#8 of an embedded key.
pub(super) fn authority(pem: &str) -> Result<Vec<u8>> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).context("an embedded sandbox key is damaged")
}

/// PKCS#8 of a holder's key.
pub(super) fn holder(kind: KeyKind, serial: u64) -> Result<Vec<u8>> {
    match kind {
        KeyKind::Rsa => {
            let index = usize::try_from(serial)? % HOLDERS.len();
            authority(HOLDERS.get(index).context("there is no such sandbox key")?)
        }
        KeyKind::Ec => EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new())
            .map(|document| document.as_ref().to_vec())
            .map_err(|_| anyhow!("the system gave no randomness for a key")),
        KeyKind::Gost2015 => Ok(PrivateKey::generate_gost(Gost::Gost2015)?),
        KeyKind::Gost2004 => Ok(PrivateKey::generate_gost(Gost::Gost2004)?),
    }
}
