//! Making a CAdES-BES signature.

use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911;
use der::asn1::{Any, GeneralizedTime, OctetString, SetOfVec, UtcTime};
use der::{Decode, Encode, Tag};
use jiff::Timestamp;
use x509_cert::time::Time;

use super::attributes;
use crate::certificate::Certificate;
use crate::key::{KeyError, SigningKey};

/// Signs `content`: a DER CAdES-BES signature with contentType, messageDigest, signingTime (whole seconds) and
/// signing-certificate-v2, carrying the signer's certificate and its chain; the content too when `attached`.
///
/// # Errors
/// [`KeyError::NotSigned`] when the signature cannot be made or `signing_time` is before 1970.
pub fn sign(content: &[u8], key: &SigningKey, attached: bool, signing_time: Timestamp) -> Result<Vec<u8>, KeyError> {
    sign_content((rfc5911::ID_DATA, content), key, attached, signing_time)
}

/// As [`sign`], over content of any type.
pub(crate) fn sign_content(
    (content_type, content): (ObjectIdentifier, &[u8]),
    key: &SigningKey,
    attached: bool,
    signing_time: Timestamp,
) -> Result<Vec<u8>, KeyError> {
    let certificate = key.certificate();
    let digest = key.key().scheme().digest();
    let digest_algorithm = digest.identifier();
    let signed = attributes::compose(digest, content, certificate, (content_type, asn1_time(signing_time)?))?;
    let signature = key.key().sign(&signed.to_der()?)?;
    let info = SignerInfo {
        version: CmsVersion::V1,
        sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
            issuer: certificate.issuer().clone(),
            serial_number: certificate.tbs.serial_number.clone(),
        }),
        digest_alg: digest_algorithm.clone(),
        signed_attrs: Some(signed),
        signature_algorithm: key.key().signature_algorithm(),
        signature: OctetString::new(signature)?,
        unsigned_attrs: None,
    };
    let econtent = if attached { Some(Any::new(Tag::OctetString, content)?) } else { None };
    let data = SignedData {
        version: if content_type == rfc5911::ID_DATA { CmsVersion::V1 } else { CmsVersion::V3 },
        digest_algorithms: SetOfVec::try_from(vec![digest_algorithm])?,
        encap_content_info: EncapsulatedContentInfo { econtent_type: content_type, econtent },
        certificates: Some(carried(key)?),
        crls: None,
        signer_infos: SignerInfos(SetOfVec::try_from(vec![info])?),
    };
    let outer = ContentInfo { content_type: rfc5911::ID_SIGNED_DATA, content: Any::encode_from(&data)? };
    Ok(outer.to_der()?)
}

fn carried(key: &SigningKey) -> der::Result<CertificateSet> {
    std::iter::once(key.certificate())
        .chain(key.chain())
        .map(|certificate: &Certificate| {
            x509_cert::Certificate::from_der(certificate.der()).map(CertificateChoices::Certificate)
        })
        .collect::<der::Result<Vec<_>>>()
        .and_then(SetOfVec::try_from)
        .map(CertificateSet)
}

/// An instant as X.509 and CMS write it: `UTCTime` to 2049, `GeneralizedTime` after.
fn asn1_time(at: Timestamp) -> Result<Time, KeyError> {
    let seconds = u64::try_from(at.as_second()).map_err(|_| KeyError::NotSigned)?;
    let duration = std::time::Duration::from_secs(seconds);
    match UtcTime::from_unix_duration(duration) {
        Ok(time) => Ok(Time::UtcTime(time)),
        Err(_) => Ok(Time::GeneralTime(GeneralizedTime::from_unix_duration(duration)?)),
    }
}

/// An instant as OCSP and RFC 3161 write it, in whole seconds.
pub(crate) fn general_time(at: Timestamp) -> Result<GeneralizedTime, KeyError> {
    let seconds = u64::try_from(at.as_second()).map_err(|_| KeyError::NotSigned)?;
    Ok(GeneralizedTime::from_unix_duration(std::time::Duration::from_secs(seconds))?)
}
