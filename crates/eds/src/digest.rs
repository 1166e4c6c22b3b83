//! Message digests: which there are, and how an identifier names them.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use gost94::{Digest as _, Gost94Test};
use spki::AlgorithmIdentifierOwned;
use streebog::Streebog512;

use crate::algorithm::Strength;

const STREEBOG_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.398.3.10.1.3.3");
const GOST_34311: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.398.3.10.1.3.1");
const MD5: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.5");

/// A digest that this crate computes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Digest {
    /// SHA-256.
    Sha256,
    /// GOST R 34.11-2012 of 512 bits.
    Streebog512,
    /// GOST 34.311-95 (GOST R 34.11-94) with the S-box of the standard's example, as Kazakhstan uses it.
    Gost34311,
}

impl Digest {
    const ALL: [Self; 3] = [Self::Sha256, Self::Streebog512, Self::Gost34311];

    /// Its identifier.
    pub(crate) const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::Sha256 => rfc5912::ID_SHA_256,
            Self::Streebog512 => STREEBOG_512,
            Self::Gost34311 => GOST_34311,
        }
    }

    /// Its identifier without parameters, as [`crate::cms::sign()`] writes it.
    pub(crate) fn identifier(self) -> AlgorithmIdentifierOwned {
        AlgorithmIdentifierOwned { oid: self.oid(), parameters: None }
    }

    /// The digest that an identifier names; an error is weak or unsupported, never supported.
    pub(crate) fn named(algorithm: &AlgorithmIdentifierOwned) -> Result<Self, Strength> {
        let plain = algorithm.parameters.as_ref().is_none_or(der::asn1::Any::is_null);
        match Self::ALL.into_iter().find(|one| one.oid() == algorithm.oid) {
            Some(found) if plain => Ok(found),
            None if [rfc5912::ID_SHA_1, MD5].contains(&algorithm.oid) => Err(Strength::Weak),
            Some(_) | None => Err(Strength::Unsupported),
        }
    }

    /// The digest of `bytes`.
    pub(crate) fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => ring::digest::digest(&ring::digest::SHA256, bytes).as_ref().to_vec(),
            Self::Streebog512 => Streebog512::digest(bytes).to_vec(),
            Self::Gost34311 => Gost94Test::digest(bytes).to_vec(),
        }
    }
}

/// SHA-1, only to find a key or a certificate by it where a standard says so; never a proof of anything.
pub(crate) fn sha1_identifier(bytes: &[u8]) -> Vec<u8> {
    ring::digest::digest(&ring::digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digests_agree_with_the_examples_of_their_standards() {
        // RFC 5831 section 7.3 (test S-box).
        assert_eq!(
            hex(&Digest::Gost34311.of(b"This is message, length=32 bytes")),
            "b1c466d37519b82e8319819ff32595e047a28cb6f83eff1c6916a815a637fffa"
        );
        // RFC 6986 section 10.1.1, message M1; the RFC prints numbers, most significant byte first.
        let digest = Digest::Streebog512.of(b"012345678901234567890123456789012345678901234567890123456789012");
        let number: Vec<u8> = digest.iter().rev().copied().collect();
        assert_eq!(
            hex(&number),
            "486f64c1917879417fef082b3381a4e211c324f074654c38823a7b76f830ad00\
             fa1fbae42b1285c0352f227524bc9ab16254288dd6863dccd5b9f54a1ad0541b"
        );
        assert_eq!(hex(&Digest::Sha256.of(b"abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
