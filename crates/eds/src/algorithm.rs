//! Which algorithms there are, and the one place where a signature value is verified.
//!
//! The mathematics is ring's. An algorithm that is added later (GOST) gets a variant in [`KeyAlgorithm`] and an
//! arm in [`check`]; nothing else changes.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use der::asn1::UintRef;
use der::{Decode, Sequence};
use ring::signature::{ECDSA_P256_SHA256_ASN1, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey, VerificationAlgorithm};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

const GOST_2015_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.398.3.10.1.1.2.2");
const GOST_2004: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.398.3.10.1.1.1.1");
const ECDSA_WITH_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");
const MD5: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.2.5");

/// RSA keys under this many bits are refused (spec 7.5).
const RSA_BITS_MIN: usize = 2048;
/// ring verifies up to this size.
const RSA_BITS_MAX: usize = 8192;

/// The algorithm of a public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// RSA with a modulus of so many bits, verified with SHA-256.
    Rsa {
        /// Length of the modulus.
        bits: usize,
    },
    /// ECDSA over P-256, verified with SHA-256.
    EcdsaP256,
    /// GOST 34.10-2015-512 of Kazakhstan, recognised and not yet verified.
    Gost2015,
    /// GOST 34.310-2004 of Kazakhstan, recognised and not yet verified.
    Gost2004,
    /// Any other.
    Other,
}

#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

impl KeyAlgorithm {
    pub(crate) fn of(key: &SubjectPublicKeyInfoOwned) -> Self {
        let oid = key.algorithm.oid;
        if oid == rfc5912::RSA_ENCRYPTION {
            let bytes = key.subject_public_key.as_bytes().unwrap_or_default();
            let Ok(public) = RsaPublicKey::from_der(bytes) else { return Self::Other };
            if public.exponent.as_bytes().is_empty() {
                return Self::Other;
            }
            Self::Rsa { bits: bit_length(public.modulus.as_bytes()) }
        } else if oid == rfc5912::ID_EC_PUBLIC_KEY && curve(key) == Some(rfc5912::SECP_256_R_1) {
            Self::EcdsaP256
        } else if oid == GOST_2015_512 {
            Self::Gost2015
        } else if oid == GOST_2004 {
            Self::Gost2004
        } else {
            Self::Other
        }
    }

    /// Whether a key of this kind may stand in a path at all.
    pub(crate) fn strength(self) -> Strength {
        match self {
            Self::Rsa { bits } if bits < RSA_BITS_MIN => Strength::Weak,
            Self::Rsa { bits } if bits > RSA_BITS_MAX => Strength::Unsupported,
            Self::Rsa { .. } | Self::EcdsaP256 => Strength::Supported,
            Self::Gost2015 | Self::Gost2004 | Self::Other => Strength::Unsupported,
        }
    }
}

impl std::fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA-{bits}-SHA256"),
            Self::EcdsaP256 => f.write_str("ECDSA-P256-SHA256"),
            Self::Gost2015 => f.write_str("GOST-34.10-2015-512"),
            Self::Gost2004 => f.write_str("GOST-34.310-2004"),
            Self::Other => f.write_str("unknown"),
        }
    }
}

/// What is thought of an algorithm before any mathematics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strength {
    Supported,
    Weak,
    Unsupported,
}

/// The answer of [`check`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    Valid,
    Invalid,
    Weak,
    Unsupported,
}

/// Judges the algorithm of a signature by its identifier alone.
pub(crate) fn signature_strength(algorithm: &AlgorithmIdentifierOwned) -> Strength {
    let weak = [
        rfc5912::SHA_1_WITH_RSA_ENCRYPTION,
        rfc5912::MD_5_WITH_RSA_ENCRYPTION,
        rfc5912::MD_2_WITH_RSA_ENCRYPTION,
        ECDSA_WITH_SHA1,
    ];
    if weak.contains(&algorithm.oid) {
        Strength::Weak
    } else if [rfc5912::SHA_256_WITH_RSA_ENCRYPTION, rfc5912::ECDSA_WITH_SHA_256].contains(&algorithm.oid) {
        Strength::Supported
    } else {
        Strength::Unsupported
    }
}

/// Judges the algorithm of a message digest: SHA-256, or refused.
pub(crate) fn digest_strength(algorithm: &AlgorithmIdentifierOwned) -> Strength {
    if algorithm.oid == rfc5912::ID_SHA_256 && null_or_absent(algorithm) {
        Strength::Supported
    } else if [rfc5912::ID_SHA_1, MD5].contains(&algorithm.oid) {
        Strength::Weak
    } else {
        Strength::Unsupported
    }
}

/// Verifies `signature` over `message` under `key`. A key of another kind than the algorithm makes it invalid.
pub(crate) fn check(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Check {
    match signature_strength(algorithm) {
        Strength::Weak => return Check::Weak,
        Strength::Unsupported => return Check::Unsupported,
        Strength::Supported => {}
    }
    let kind = KeyAlgorithm::of(key);
    match kind.strength() {
        Strength::Weak => return Check::Weak,
        Strength::Unsupported => return Check::Unsupported,
        Strength::Supported => {}
    }
    let rsa = matches!(kind, KeyAlgorithm::Rsa { .. }) && algorithm.oid == rfc5912::SHA_256_WITH_RSA_ENCRYPTION;
    let ecdsa = kind == KeyAlgorithm::EcdsaP256 && algorithm.oid == rfc5912::ECDSA_WITH_SHA_256;
    let verification: &'static dyn VerificationAlgorithm = if rsa && null_or_absent(algorithm) {
        &RSA_PKCS1_2048_8192_SHA256
    } else if ecdsa && algorithm.parameters.is_none() {
        &ECDSA_P256_SHA256_ASN1
    } else {
        return Check::Invalid;
    };
    let Some(point) = key.subject_public_key.as_bytes() else { return Check::Invalid };
    match UnparsedPublicKey::new(verification, point).verify(message, signature) {
        Ok(()) => Check::Valid,
        Err(_) => Check::Invalid,
    }
}

/// The SHA-256 digest.
pub(crate) fn sha256(bytes: &[u8]) -> ring::digest::Digest {
    ring::digest::digest(&ring::digest::SHA256, bytes)
}

fn null_or_absent(algorithm: &AlgorithmIdentifierOwned) -> bool {
    algorithm.parameters.as_ref().is_none_or(der::asn1::Any::is_null)
}

fn curve(key: &SubjectPublicKeyInfoOwned) -> Option<ObjectIdentifier> {
    key.algorithm.parameters.as_ref()?.decode_as().ok()
}

fn bit_length(number: &[u8]) -> usize {
    let leading = number.first().map_or(0, |byte| byte.leading_zeros());
    (number.len() * 8).saturating_sub(usize::try_from(leading).unwrap_or(0))
}
