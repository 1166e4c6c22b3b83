//! GOST signatures of Kazakhstan: GOST 34.10-2015 of 512 bits and GOST 34.310-2004 (domain-facts 4.3).
//!
//! The mathematics is RFC 7091 on two published curves; what is Kazakh are the object identifiers and the order of
//! bytes: a public key is x‖y, a signature r‖s, a digest one number, all little-endian. Curves are ours, hashes and big
//! numbers come from `RustCrypto`. What touches a private key runs in constant time.

mod curve;
mod parameters;
mod signature;

use std::sync::LazyLock;

use const_oid::ObjectIdentifier;
use der::asn1::{Any, BitString, OctetString, OctetStringRef, UintRef};
use der::{Decode as _, Encode as _, Sequence};
use ring::rand::SystemRandom;
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use self::curve::{Curve, Number};
use self::parameters::{CRYPTO_PRO_A, TC26_512_A};
use crate::digest::Digest;

static CURVE_2004: LazyLock<Option<Curve<4>>> = LazyLock::new(|| Curve::new(&CRYPTO_PRO_A));
static CURVE_2015: LazyLock<Option<Curve<8>>> = LazyLock::new(|| Curve::new(&TC26_512_A));

/// Which of the two signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gost {
    /// GOST 34.10-2015 of 512 bits with Streebog-512.
    Gost2015,
    /// GOST 34.310-2004 with GOST 34.311-95.
    Gost2004,
}

/// The parameters of a key: its curve and its digest.
#[derive(Debug, Sequence)]
struct KeyParameters {
    curve: ObjectIdentifier,
    digest: ObjectIdentifier,
}

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

impl Gost {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Gost2015, Self::Gost2004];

    /// The identifier of a key.
    pub(crate) const fn key_oid(self) -> ObjectIdentifier {
        match self {
            Self::Gost2015 => oid("1.2.398.3.10.1.1.2.2"),
            Self::Gost2004 => oid("1.2.398.3.10.1.1.1.1"),
        }
    }

    /// The identifier of the signature with its digest.
    pub(crate) const fn signature_oid(self) -> ObjectIdentifier {
        match self {
            Self::Gost2015 => oid("1.2.398.3.10.1.1.2.3.2"),
            Self::Gost2004 => oid("1.2.398.3.10.1.1.1.2"),
        }
    }

    /// The digest of the signature.
    pub(crate) const fn digest(self) -> Digest {
        match self {
            Self::Gost2015 => Digest::Streebog512,
            Self::Gost2004 => Digest::Gost34311,
        }
    }

    fn parameters(self) -> KeyParameters {
        let (curve, digest) = match self {
            Self::Gost2015 => (oid("1.2.398.3.10.1.1.2.2.1"), oid("1.2.398.3.10.1.3.3")),
            Self::Gost2004 => (oid("1.2.398.3.10.1.1.1.1.1"), oid("1.2.398.3.10.1.3.1.1.0")),
        };
        KeyParameters { curve, digest }
    }

    /// Length of a private key; a public key and a signature have twice as many bytes.
    const fn bytes(self) -> usize {
        match self {
            Self::Gost2015 => 64,
            Self::Gost2004 => 32,
        }
    }

    /// The kind of a public key whose identifier, curve, digest and length are all those of Kazakhstan.
    pub(crate) fn of(key: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        let kind = Self::of_identifier(&key.algorithm)?;
        (point(key)?.as_bytes().len() == 2 * kind.bytes()).then_some(kind)
    }

    fn of_identifier(algorithm: &AlgorithmIdentifierOwned) -> Option<Self> {
        let kind = Self::ALL.into_iter().find(|kind| kind.key_oid() == algorithm.oid)?;
        let stated: KeyParameters = algorithm.parameters.as_ref()?.decode_as().ok()?;
        let wanted = kind.parameters();
        (stated.curve == wanted.curve && stated.digest == wanted.digest).then_some(kind)
    }

    fn identifier(self) -> der::Result<AlgorithmIdentifierOwned> {
        Ok(AlgorithmIdentifierOwned { oid: self.key_oid(), parameters: Some(Any::encode_from(&self.parameters())?) })
    }

    /// Verifies `signature` over `message` under `key`, which [`Gost::of`] found to be of this kind.
    pub(crate) fn verify(self, key: &SubjectPublicKeyInfoOwned, message: &[u8], signature: &[u8]) -> bool {
        let Some(public) = point(key) else { return false };
        let (public, digest) = (public.as_bytes(), self.digest().of(message));
        match self {
            Self::Gost2015 => CURVE_2015.as_ref().is_some_and(|curve| curve.verify(public, &digest, signature)),
            Self::Gost2004 => CURVE_2004.as_ref().is_some_and(|curve| curve.verify(public, &digest, signature)),
        }
    }
}

fn point(key: &SubjectPublicKeyInfoOwned) -> Option<OctetStringRef<'_>> {
    OctetStringRef::from_der(key.subject_public_key.as_bytes()?).ok()
}

/// A private key.
pub(crate) enum PrivateKey {
    Gost2015(Box<Number<8>>),
    Gost2004(Box<Number<4>>),
}

// It is secret.
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_tuple("PrivateKey").field(&self.kind()).finish_non_exhaustive()
    }
}

/// `PrivateKeyInfo` of PKCS#8.
#[derive(Sequence)]
struct PrivateKeyInfo {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    private_key: OctetString,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "IMPLICIT")]
    attributes: Option<der::asn1::SetOfVec<Any>>,
}

/// `ECPrivateKey` of RFC 5915.
#[derive(Sequence)]
struct EcPrivateKey {
    version: u8,
    number: OctetString,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    parameters: Option<Any>,
    #[asn1(context_specific = "1", optional = "true", tag_mode = "EXPLICIT")]
    public: Option<BitString>,
}

/// The numbers of `length` bytes, little-endian, that a private key may mean, the likeliest first.
fn numbers(inside: &[u8], length: usize) -> Vec<Vec<u8>> {
    let reversed = |bytes: &[u8]| bytes.iter().rev().copied().collect::<Vec<u8>>();
    let mut found = Vec::new();
    let bare = if inside.len() == length { Some(inside) } else { None };
    let octets = OctetStringRef::from_der(inside).ok();
    for bytes in bare.into_iter().chain(octets.as_ref().map(OctetStringRef::as_bytes)) {
        found.extend([bytes.to_vec(), reversed(bytes)]);
    }
    if let Ok(number) = UintRef::from_der(inside) {
        let mut bytes = reversed(number.as_bytes());
        bytes.resize(bytes.len().max(length), 0);
        found.push(bytes);
    }
    if let Ok(key) = EcPrivateKey::from_der(inside) {
        found.extend([reversed(key.number.as_bytes()), key.number.as_bytes().to_vec()]);
    }
    found.retain(|number| number.len() == length);
    found
}

impl PrivateKey {
    /// Reads PKCS#8 whose algorithm is a Kazakh one: the first of [`PrivateKey::readings`].
    pub(crate) fn from_pkcs8(der: &[u8]) -> Option<Self> {
        Self::readings(der).into_iter().next()
    }

    /// Every reading of PKCS#8 whose algorithm is a Kazakh one.
    ///
    /// No public document fixes what stands inside. Read are, as the Russian standards and libraries write them: the number
    /// little-endian, bare or as an octet string; a DER integer; `ECPrivateKey` of RFC 5915; and the bare number with its
    /// most significant byte first. Which of several is meant only the public key can tell.
    pub(crate) fn readings(der: &[u8]) -> Vec<Self> {
        let Ok(info) = PrivateKeyInfo::from_der(der) else { return Vec::new() };
        let Some(kind) = Gost::of_identifier(&info.algorithm).filter(|_| info.version == 0) else { return Vec::new() };
        let numbers = numbers(info.private_key.as_bytes(), kind.bytes());
        numbers.iter().filter_map(|number| Self::from_bytes(kind, number)).collect()
    }

    fn from_bytes(kind: Gost, bytes: &[u8]) -> Option<Self> {
        match kind {
            Gost::Gost2015 => CURVE_2015.as_ref()?.private(bytes).map(|number| Self::Gost2015(Box::new(number))),
            Gost::Gost2004 => CURVE_2004.as_ref()?.private(bytes).map(|number| Self::Gost2004(Box::new(number))),
        }
    }

    /// Makes a new key, PKCS#8.
    pub(crate) fn generate(kind: Gost, random: &SystemRandom) -> Option<Vec<u8>> {
        let number = match kind {
            Gost::Gost2015 => CURVE_2015.as_ref()?.draw(random)?,
            Gost::Gost2004 => CURVE_2004.as_ref()?.draw(random)?,
        };
        let private_key = OctetString::new(OctetString::new(number).ok()?.to_der().ok()?).ok()?;
        let algorithm = kind.identifier().ok()?;
        PrivateKeyInfo { version: 0, algorithm, private_key, attributes: None }.to_der().ok()
    }

    pub(crate) fn kind(&self) -> Gost {
        match self {
            Self::Gost2015(_) => Gost::Gost2015,
            Self::Gost2004(_) => Gost::Gost2004,
        }
    }

    /// The public key as it stands in a certificate.
    pub(crate) fn public_key(&self) -> Option<SubjectPublicKeyInfoOwned> {
        let point = match self {
            Self::Gost2015(number) => CURVE_2015.as_ref()?.public(number),
            Self::Gost2004(number) => CURVE_2004.as_ref()?.public(number),
        };
        let inside = OctetString::new(point?).and_then(|point| point.to_der()).ok()?;
        Some(SubjectPublicKeyInfoOwned {
            algorithm: self.kind().identifier().ok()?,
            subject_public_key: BitString::from_bytes(&inside).ok()?,
        })
    }

    pub(crate) fn sign(&self, message: &[u8], random: &SystemRandom) -> Option<Vec<u8>> {
        let digest = self.kind().digest().of(message);
        match self {
            Self::Gost2015(number) => CURVE_2015.as_ref()?.sign(number, &digest, random),
            Self::Gost2004(number) => CURVE_2004.as_ref()?.sign(number, &digest, random),
        }
    }
}
