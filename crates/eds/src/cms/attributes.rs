//! Signed attributes: the four of CAdES-BES.

use cms::signed_data::SignerInfo;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911;
use der::asn1::{Any, OctetString, SetOfVec};
use der::{Decode, Encode, Sequence};
use jiff::Timestamp;
use spki::AlgorithmIdentifierOwned;
use x509_cert::attr::Attribute;
use x509_cert::ext::pkix::name::{GeneralName, GeneralNames};
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Time;

use crate::certificate::{Certificate, timestamp};
use crate::code::Code;
use crate::digest::{Digest, sha1_identifier};
use crate::subject::same_name;

/// `SigningCertificateV2` of RFC 5035; the policies are not used.
#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<CertificateId>,
    policies: Option<Vec<Any>>,
}

/// `SigningCertificate` of RFC 2634.
#[derive(Sequence)]
struct SigningCertificateV1 {
    certificates: Vec<CertificateIdV1>,
    policies: Option<Vec<Any>>,
}

#[derive(Sequence)]
struct CertificateIdV1 {
    hash: OctetString,
    issuer_serial: Option<IssuerSerial>,
}

const SIGNING_CERTIFICATE_V1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");

/// `ESSCertIDv2`; an absent algorithm is SHA-256.
#[derive(Sequence)]
struct CertificateId {
    algorithm: Option<AlgorithmIdentifierOwned>,
    hash: OctetString,
    issuer_serial: Option<IssuerSerial>,
}

#[derive(Sequence)]
struct IssuerSerial {
    issuer: GeneralNames,
    serial: SerialNumber,
}

/// The single value of an attribute that must stand exactly once with exactly one value; `None` when absent.
fn single<T: for<'a> Decode<'a>>(info: &SignerInfo, oid: ObjectIdentifier) -> Result<Option<T>, Code> {
    let attributes = info.signed_attrs.as_ref().ok_or(Code::CmsSignedAttributes)?;
    let mut found = attributes.iter().filter(|attribute| attribute.oid == oid);
    let Some(attribute) = found.next() else { return Ok(None) };
    match (found.next(), attribute.values.as_slice()) {
        (None, [value]) => {
            let bytes = value.to_der().map_err(|_| Code::CmsSignedAttributes)?;
            T::from_der(&bytes).map(Some).map_err(|_| Code::CmsSignedAttributes)
        }
        _ => Err(Code::CmsSignedAttributes),
    }
}

/// contentType.
pub(super) fn content_type(info: &SignerInfo) -> Result<Option<ObjectIdentifier>, Code> {
    single(info, rfc5911::ID_CONTENT_TYPE)
}

/// messageDigest.
pub(super) fn message_digest(info: &SignerInfo) -> Result<Option<OctetString>, Code> {
    single(info, rfc5911::ID_MESSAGE_DIGEST)
}

/// signingTime, the signer's claim.
pub(super) fn signing_time(info: &SignerInfo) -> Result<Option<Timestamp>, Code> {
    Ok(single::<Time>(info, rfc5911::ID_SIGNING_TIME)?.map(timestamp))
}

/// Judges signing-certificate-v2: present, of a known digest, and its first entry names `certificate`.
pub(super) fn signing_certificate(info: &SignerInfo, certificate: &Certificate) -> Result<(), Code> {
    let stated: SigningCertificateV2 =
        single(info, rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2)?.ok_or(Code::CmsSigningCertificate)?;
    let first = stated.certificates.first().ok_or(Code::CmsSigningCertificate)?;
    let digest = match &first.algorithm {
        None => Digest::Sha256,
        Some(stated) => Digest::named(stated).map_err(|_| Code::AlgorithmUnsupported)?,
    };
    let hash_is_right = first.hash.as_bytes() == digest.of(certificate.der());
    let issuer_is_right = first.issuer_serial.as_ref().is_none_or(|stated| {
        stated.serial == certificate.tbs.serial_number
            && stated
                .issuer
                .iter()
                .any(|name| matches!(name, GeneralName::DirectoryName(name) if same_name(name, certificate.issuer())))
    });
    if hash_is_right && issuer_is_right { Ok(()) } else { Err(Code::CmsSigningCertificate) }
}

/// As [`signing_certificate`], where a time stamp may state the older attribute with its SHA-1 (RFC 3161, RFC 5816): it only tells apart
/// certificates of one key, and the key has signed.
pub(super) fn signing_certificate_of_stamp(info: &SignerInfo, certificate: &Certificate) -> Result<(), Code> {
    let Some(stated) = single::<SigningCertificateV1>(info, SIGNING_CERTIFICATE_V1)? else {
        return signing_certificate(info, certificate);
    };
    let first = stated.certificates.first().ok_or(Code::CmsSigningCertificate)?;
    let is_right = first.hash.as_bytes() == sha1_identifier(certificate.der());
    if is_right { Ok(()) } else { Err(Code::CmsSigningCertificate) }
}

/// The signed attributes of a CAdES-BES signature, as [`super::sign()`] writes them.
pub(super) fn compose(
    digest: Digest,
    content: &[u8],
    certificate: &Certificate,
    (content_type, signing_time): (ObjectIdentifier, Time),
) -> der::Result<SetOfVec<Attribute>> {
    let stated = SigningCertificateV2 {
        certificates: vec![CertificateId {
            algorithm: (digest != Digest::Sha256).then(|| digest.identifier()),
            hash: OctetString::new(digest.of(certificate.der()))?,
            issuer_serial: Some(IssuerSerial {
                issuer: vec![GeneralName::DirectoryName(certificate.issuer().clone())],
                serial: certificate.tbs.serial_number.clone(),
            }),
        }],
        policies: None,
    };
    SetOfVec::try_from(vec![
        attribute(rfc5911::ID_CONTENT_TYPE, &content_type)?,
        attribute(rfc5911::ID_MESSAGE_DIGEST, &OctetString::new(digest.of(content))?)?,
        attribute(rfc5911::ID_SIGNING_TIME, &signing_time)?,
        attribute(rfc5911::ID_AA_SIGNING_CERTIFICATE_V_2, &stated)?,
    ])
}

pub(super) fn attribute(oid: ObjectIdentifier, value: &impl Encode) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![Any::from_der(&value.to_der()?)?])? })
}
