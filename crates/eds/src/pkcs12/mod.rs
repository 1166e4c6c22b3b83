//! Key files of PKCS#12 (RFC 7292), as the certification authority gives them out: RSA, ECDSA and GOST keys.
//!
//! Read are files in DER and BER, encrypted by PBES2 (AES, PBKDF2) or by the old schemes with triple DES and RC2, and
//! sealed by a password. A file without a seal is refused. How a Kazakh file writes a GOST key is in no public
//! standard: each known way is tried, and the one whose public key is that of the file's certificate is taken.

mod ber;
mod cipher;

use const_oid::ObjectIdentifier;
use der::asn1::{Any, OctetString, SetOfVec};
use der::{Decode, Encode, Sequence, Tagged};
use spki::AlgorithmIdentifierOwned;

use self::cipher::{Password, Seal};
use crate::certificate::Certificate;
use crate::key::{KeyError, PrivateKey};

/// A larger file is refused; parsing sorts sets in quadratic time.
const BYTES_MAX: usize = 64 * 1024;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const DATA: ObjectIdentifier = oid("1.2.840.113549.1.7.1");
const ENCRYPTED: ObjectIdentifier = oid("1.2.840.113549.1.7.6");
const KEY_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.1");
const SHROUDED_KEY_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.2");
const CERTIFICATE_BAG: ObjectIdentifier = oid("1.2.840.113549.1.12.10.1.3");
const X509: ObjectIdentifier = oid("1.2.840.113549.1.9.22.1");

#[derive(Sequence)]
struct Pfx {
    version: u8,
    safe: ContentInfo,
    seal: Option<Seal>,
}

#[derive(Sequence)]
struct ContentInfo {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    content: Any,
}

#[derive(Sequence)]
struct Encrypted {
    version: u8,
    content: EncryptedContent,
}

#[derive(Sequence)]
struct EncryptedContent {
    kind: ObjectIdentifier,
    algorithm: AlgorithmIdentifierOwned,
    data: Any,
}

#[derive(Sequence)]
struct Bag {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    value: Any,
    attributes: Option<SetOfVec<Any>>,
}

#[derive(Sequence)]
struct Shrouded {
    algorithm: AlgorithmIdentifierOwned,
    data: OctetString,
}

#[derive(Sequence)]
struct CertificateBag {
    kind: ObjectIdentifier,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    value: OctetString,
}

/// What a file holds: keys in PKCS#8 and certificates.
#[derive(Default)]
struct Held {
    keys: Vec<Vec<u8>>,
    certificates: Vec<Certificate>,
}

/// The key of a file, its certificate, and those that lead to the anchor.
pub(crate) fn read(file: &[u8], password: &str) -> Result<(PrivateKey, Certificate, Vec<Certificate>), KeyError> {
    let pfx = (file.len() <= BYTES_MAX).then(|| ber::to_der(file)).flatten().ok_or(KeyError::NoKey)?;
    let pfx = Pfx::from_der(&pfx).map_err(|_| KeyError::NoKey)?;
    let content = octets(&pfx.safe).filter(|_| pfx.version == 3).ok_or(KeyError::NoKey)?;
    let password = Password::new(password);
    if !pfx.seal.as_ref().is_some_and(|seal| password.seals(seal, &content)) {
        return Err(KeyError::Password);
    }
    let held = open(&content, &password).ok_or(KeyError::NoKey)?;
    let mut keys = held.keys.iter();
    let (Some(key), None) = (keys.next(), keys.next()) else { return Err(KeyError::NoKey) };
    let (key, certificate) = held
        .certificates
        .iter()
        .find_map(|certificate| Some((fitting(key, certificate)?, certificate.clone())))
        .ok_or(KeyError::OtherKey)?;
    let chain = held.certificates.into_iter().filter(|one| one.der() != certificate.der()).collect();
    Ok((key, certificate, chain))
}

/// The reading of a key that belongs to a certificate.
fn fitting(pkcs8: &[u8], certificate: &Certificate) -> Option<PrivateKey> {
    PrivateKey::readings(pkcs8).into_iter().find(|key| key.is_of(certificate))
}

fn octets(info: &ContentInfo) -> Option<Vec<u8>> {
    (info.kind == DATA).then(|| info.content.decode_as::<OctetString>().ok().map(OctetString::into_bytes))?
}

fn open(content: &[u8], password: &Password<'_>) -> Option<Held> {
    let mut held = Held::default();
    for info in Vec::<ContentInfo>::from_der(&ber::to_der(content)?).ok()? {
        let bags = match info.kind {
            DATA => octets(&info)?,
            ENCRYPTED => decrypted(&info, password)?,
            _ => return None,
        };
        for bag in Vec::<Bag>::from_der(&ber::to_der(&bags)?).ok()? {
            held.take(&bag, password)?;
        }
    }
    Some(held)
}

fn decrypted(info: &ContentInfo, password: &Password<'_>) -> Option<Vec<u8>> {
    let encrypted: Encrypted = info.content.decode_as().ok()?;
    let content = encrypted.content;
    // [0] IMPLICIT OCTET STRING, in one piece or in several.
    let in_pieces = content.data.tag().is_constructed();
    let mut data = Vec::new();
    let mut left = content.data.value();
    while in_pieces && !left.is_empty() {
        let one = first(left)?;
        data.extend(ber::piece(one)?);
        left = left.get(one.len()..)?;
    }
    password.decrypt(&content.algorithm, if in_pieces { &data } else { content.data.value() })
}

/// The first of several values.
fn first(bytes: &[u8]) -> Option<&[u8]> {
    use der::Reader as _;
    der::SliceReader::new(bytes).ok()?.tlv_bytes().ok()
}

impl Held {
    fn take(&mut self, bag: &Bag, password: &Password<'_>) -> Option<()> {
        match bag.kind {
            KEY_BAG => self.keys.push(bag.value.to_der().ok()?),
            SHROUDED_KEY_BAG => {
                let shrouded: Shrouded = bag.value.decode_as().ok()?;
                self.keys.push(password.decrypt(&shrouded.algorithm, shrouded.data.as_bytes())?);
            }
            CERTIFICATE_BAG => {
                let bag: CertificateBag = bag.value.decode_as().ok()?;
                let certificate = Certificate::from_der(bag.value.as_bytes()).ok().filter(|_| bag.kind == X509)?;
                self.certificates.push(certificate);
            }
            // Lists, secrets and nested bags are not ours.
            _ => {}
        }
        Some(())
    }
}
