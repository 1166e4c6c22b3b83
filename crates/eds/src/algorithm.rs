//! Which algorithms there are, and the one place where a signature value is verified.
//!
//! The mathematics of RSA and ECDSA is ring's, that of GOST ours. An algorithm that is added later gets a variant in
//! [`KeyAlgorithm`] and in [`Scheme`]; nothing else changes.

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5912;
use der::asn1::UintRef;
use der::{Decode, Sequence};
use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
    VerificationAlgorithm,
};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::digest::Digest;
use crate::gost::Gost;

const ECDSA_WITH_SHA1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.1");

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
    /// A GOST key of Kazakhstan.
    Gost(Gost),
    /// Any other.
    Other,
}

/// Two numbers: modulus and exponent of an RSA key, or r and s of an ECDSA signature.
#[derive(Sequence)]
struct TwoNumbers<'a> {
    first: UintRef<'a>,
    second: UintRef<'a>,
}

impl KeyAlgorithm {
    pub(crate) fn of(key: &SubjectPublicKeyInfoOwned) -> Self {
        let oid = key.algorithm.oid;
        if oid == rfc5912::RSA_ENCRYPTION {
            let bytes = key.subject_public_key.as_bytes().unwrap_or_default();
            let Ok(public) = TwoNumbers::from_der(bytes) else { return Self::Other };
            if public.second.as_bytes().is_empty() {
                return Self::Other;
            }
            Self::Rsa { bits: bit_length(public.first.as_bytes()) }
        } else if oid == rfc5912::ID_EC_PUBLIC_KEY && curve(key) == Some(rfc5912::SECP_256_R_1) {
            Self::EcdsaP256
        } else {
            Gost::of(key).map_or(Self::Other, Self::Gost)
        }
    }

    /// Whether a key of this kind may stand in a path at all.
    pub(crate) fn strength(self) -> Strength {
        match self {
            Self::Rsa { bits } if bits < RSA_BITS_MIN => Strength::Weak,
            Self::Rsa { bits } if bits > RSA_BITS_MAX => Strength::Unsupported,
            Self::Rsa { .. } | Self::EcdsaP256 | Self::Gost(_) => Strength::Supported,
            Self::Other => Strength::Unsupported,
        }
    }
}

impl std::fmt::Display for KeyAlgorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rsa { bits } => write!(f, "RSA-{bits}-SHA256"),
            Self::EcdsaP256 => f.write_str("ECDSA-P256-SHA256"),
            Self::Gost(Gost::Gost2015) => f.write_str("GOST-34.10-2015-512"),
            Self::Gost(Gost::Gost2004) => f.write_str("GOST-34.310-2004"),
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

/// A signature with its digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    /// RSA PKCS#1 v1.5 with SHA-256.
    Rsa,
    /// ECDSA with SHA-256.
    Ecdsa,
    /// GOST with its own digest.
    Gost(Gost),
}

impl Scheme {
    /// The scheme that an identifier of a signature names; an error is weak or unsupported, never supported.
    pub(crate) fn named(algorithm: &AlgorithmIdentifierOwned) -> Result<Self, Strength> {
        let weak = [
            rfc5912::SHA_1_WITH_RSA_ENCRYPTION,
            rfc5912::MD_5_WITH_RSA_ENCRYPTION,
            rfc5912::MD_2_WITH_RSA_ENCRYPTION,
            ECDSA_WITH_SHA1,
        ];
        let found = if algorithm.oid == rfc5912::SHA_256_WITH_RSA_ENCRYPTION {
            Some(Self::Rsa)
        } else if algorithm.oid == rfc5912::ECDSA_WITH_SHA_256 {
            Some(Self::Ecdsa)
        } else {
            Gost::ALL.into_iter().find(|kind| kind.signature_oid() == algorithm.oid).map(Self::Gost)
        };
        match found {
            Some(scheme) => Ok(scheme),
            None if weak.contains(&algorithm.oid) => Err(Strength::Weak),
            None => Err(Strength::Unsupported),
        }
    }

    /// As [`Scheme::named`], where a signer of CMS may name the algorithm of its key alone (RFC 3370 section 3.2): the
    /// digest is then that of the signer.
    pub(crate) fn of_signer(algorithm: &AlgorithmIdentifierOwned) -> Result<Self, Strength> {
        if algorithm.oid == rfc5912::RSA_ENCRYPTION {
            return Ok(Self::Rsa);
        }
        match Gost::ALL.into_iter().find(|kind| kind.key_oid() == algorithm.oid) {
            Some(kind) => Ok(Self::Gost(kind)),
            None => Self::named(algorithm),
        }
    }

    /// The scheme of a key; an error is weak or unsupported.
    pub(crate) fn of_key(kind: KeyAlgorithm) -> Result<Self, Strength> {
        match (kind.strength(), kind) {
            (Strength::Supported, KeyAlgorithm::Rsa { .. }) => Ok(Self::Rsa),
            (Strength::Supported, KeyAlgorithm::EcdsaP256) => Ok(Self::Ecdsa),
            (Strength::Supported, KeyAlgorithm::Gost(kind)) => Ok(Self::Gost(kind)),
            (strength, _) => Err(strength),
        }
    }

    /// The digest that belongs to it.
    pub(crate) fn digest(self) -> Digest {
        match self {
            Self::Rsa | Self::Ecdsa => Digest::Sha256,
            Self::Gost(kind) => kind.digest(),
        }
    }

    /// Whether its identifier may have these parameters: RSA and GOST absent or NULL, ECDSA none.
    pub(crate) fn allows(self, algorithm: &AlgorithmIdentifierOwned) -> bool {
        match self {
            Self::Ecdsa => algorithm.parameters.is_none(),
            Self::Rsa | Self::Gost(_) => null_or_absent(algorithm),
        }
    }

    /// Verifies `signature` over `message` under `key`. A key of another kind makes it invalid.
    pub(crate) fn check(self, key: &SubjectPublicKeyInfoOwned, message: &[u8], signature: &[u8]) -> Check {
        let verification: &'static dyn VerificationAlgorithm = match (Self::of_key(KeyAlgorithm::of(key)), self) {
            (Err(Strength::Weak), _) => return Check::Weak,
            (Err(_), _) => return Check::Unsupported,
            (Ok(of_key), _) if of_key != self => return Check::Invalid,
            (Ok(_), Self::Gost(kind)) => return Check::from(kind.verify(key, message, signature)),
            (Ok(_), Self::Rsa) => &RSA_PKCS1_2048_8192_SHA256,
            (Ok(_), Self::Ecdsa) => &ECDSA_P256_SHA256_ASN1,
        };
        let Some(point) = key.subject_public_key.as_bytes() else { return Check::Invalid };
        Check::from(UnparsedPublicKey::new(verification, point).verify(message, signature).is_ok())
    }
}

/// An ECDSA signature as XML writes it: r‖s of 32 bytes each, most significant byte first.
pub(crate) fn check_ecdsa_fixed(key: &SubjectPublicKeyInfoOwned, message: &[u8], signature: &[u8]) -> Check {
    let Some(point) = key.subject_public_key.as_bytes() else { return Check::Invalid };
    let of_key = KeyAlgorithm::of(key) == KeyAlgorithm::EcdsaP256;
    let verified = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature);
    Check::from(of_key && verified.is_ok())
}

/// r‖s of an ECDSA signature in ASN.1.
pub(crate) fn fixed_ecdsa(asn1: &[u8]) -> Option<Vec<u8>> {
    let pair = TwoNumbers::from_der(asn1).ok()?;
    let number = |number: UintRef<'_>| {
        let bytes = number.as_bytes();
        Some([vec![0; 32_usize.checked_sub(bytes.len())?], bytes.to_vec()].concat())
    };
    Some([number(pair.first)?, number(pair.second)?].concat())
}

impl From<bool> for Check {
    fn from(valid: bool) -> Self {
        if valid { Self::Valid } else { Self::Invalid }
    }
}

/// Judges the algorithm of a signature by its identifier alone.
pub(crate) fn signature_strength(algorithm: &AlgorithmIdentifierOwned) -> Strength {
    Scheme::named(algorithm).map_or_else(|strength| strength, |_| Strength::Supported)
}

/// Verifies `signature` over `message` under `key`. A key of another kind than the algorithm makes it invalid.
pub(crate) fn check(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &AlgorithmIdentifierOwned,
    message: &[u8],
    signature: &[u8],
) -> Check {
    match Scheme::named(algorithm) {
        Err(Strength::Weak) => Check::Weak,
        Err(_) => Check::Unsupported,
        Ok(scheme) if scheme.allows(algorithm) => scheme.check(key, message, signature),
        // A key that is too weak or unknown is told so before its parameters.
        Ok(_) => match KeyAlgorithm::of(key).strength() {
            Strength::Weak => Check::Weak,
            Strength::Unsupported => Check::Unsupported,
            Strength::Supported => Check::Invalid,
        },
    }
}

/// Verifies one bare signature over `message` by the scheme of `key`: RSA PKCS#1 v1.5 and ECDSA (ASN.1) with SHA-256,
/// GOST r‖s little-endian with its own digest. Weak and unknown keys verify nothing. Nothing is said of who holds the key.
pub fn verify_raw(key: &SubjectPublicKeyInfoOwned, message: &[u8], signature: &[u8]) -> bool {
    Scheme::of_key(KeyAlgorithm::of(key)).is_ok_and(|scheme| scheme.check(key, message, signature) == Check::Valid)
}

/// The digest of a GOST signature: Streebog-512 or GOST 34.311-95.
pub fn digest_of(kind: Gost, message: &[u8]) -> Vec<u8> {
    kind.digest().of(message)
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
