//! Making requests, and the answers of a responder of one's own.

use der::asn1::{Any, BitString, Null, OctetString};
use der::{Decode, Encode, Tag};
use jiff::Timestamp;
use x509_cert::ext::Extension;

use super::asn1::{
    BASIC, CertId, CertStatus, NONCE, OneRequest, Request, Responder, Response, ResponseBytes, ResponseData,
    ResponseStatus, RevokedInfo, Single, TbsRequest,
};
use crate::certificate::{Certificate, Signed};
use crate::code::Code;
use crate::digest::Digest;
use crate::key::{KeyError, SigningKey};
use crate::revocation::Revoked;

/// The request about `certificate`, issued by `issuer`. `nonce`: up to 32 random bytes, new for every request.
///
/// # Errors
/// [`Code::CertificateMalformed`] when a name cannot be written.
pub fn request(certificate: &Certificate, issuer: &Certificate, nonce: &[u8]) -> Result<Vec<u8>, Code> {
    compose_request(certificate, issuer, nonce).ok_or(Code::CertificateMalformed)
}

fn compose_request(certificate: &Certificate, issuer: &Certificate, nonce: &[u8]) -> Option<Vec<u8>> {
    let id = identifier(Digest::Sha256, certificate, issuer)?;
    let tbs = TbsRequest {
        requestor: None,
        requests: vec![OneRequest { id, extensions: None }],
        extensions: Some(vec![write_nonce(nonce).ok()?]),
    };
    Request { tbs, signature: None }.to_der().ok()
}

fn identifier(digest: Digest, certificate: &Certificate, issuer: &Certificate) -> Option<CertId> {
    let key = issuer.public_key().subject_public_key.raw_bytes();
    Some(CertId {
        digest: digest.identifier(),
        issuer_name: OctetString::new(digest.of(&issuer.subject().to_der().ok()?)).ok()?,
        issuer_key: OctetString::new(digest.of(key)).ok()?,
        serial: certificate.tbs.serial_number.clone(),
    })
}

/// RFC 8954: an octet string inside the extension.
fn write_nonce(nonce: &[u8]) -> der::Result<Extension> {
    let inside = OctetString::new(nonce)?.to_der()?;
    Ok(Extension { extn_id: NONCE, critical: false, extn_value: OctetString::new(inside)? })
}

pub(super) fn read_nonce(extension: &Extension) -> Option<Vec<u8>> {
    OctetString::from_der(extension.extn_value.as_bytes()).ok().map(OctetString::into_bytes)
}

/// What a responder of one's own tells of a certificate, by its serial number (big-endian bytes).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    /// Not revoked.
    Good,
    /// Revoked.
    Revoked(Revoked),
    /// Not known here.
    Unknown,
}

/// The answer to `request` at `at`, good until `next`: what `tell` says of each certificate asked about, with the nonce of the
/// request, signed by `responder`, whose certificate it carries. For authorities of one's own: the sandbox has one.
///
/// # Errors
/// [`KeyError::NotSigned`] when the request cannot be read or the answer not be made.
pub fn answer(
    request: &[u8],
    responder: &SigningKey,
    (at, next): (Timestamp, Option<Timestamp>),
    tell: impl Fn(&[u8]) -> Told,
) -> Result<Vec<u8>, KeyError> {
    let asked = Request::from_der(request)?.tbs;
    let single = |one: OneRequest| -> Result<Single, KeyError> {
        Ok(Single {
            status: status(tell(one.id.serial.as_bytes()))?,
            id: one.id,
            this_update: crate::cms::general_time(at)?,
            next_update: next.map(crate::cms::general_time).transpose()?,
            extensions: None,
        })
    };
    let extensions: Vec<Extension> =
        asked.extensions.unwrap_or_default().into_iter().filter(|one| one.extn_id == NONCE).collect();
    let data = ResponseData {
        version: None,
        responder: Responder::Name(responder.certificate().subject().clone()),
        produced_at: crate::cms::general_time(at)?,
        responses: asked.requests.into_iter().map(single).collect::<Result<_, _>>()?,
        extensions: (!extensions.is_empty()).then_some(extensions),
    };
    let signature = responder.key().sign(&data.to_der()?)?;
    let signed = Signed {
        content: Any::encode_from(&data)?,
        algorithm: responder.key().signature_algorithm(),
        signature: BitString::from_bytes(&signature)?,
    };
    let certificate = x509_cert::Certificate::from_der(responder.certificate().der())?;
    let basic = super::asn1::Basic {
        signed: signed.content,
        algorithm: signed.algorithm,
        signature: signed.signature,
        certificates: Some(vec![certificate]),
    };
    let bytes = ResponseBytes { kind: BASIC, response: OctetString::new(basic.to_der()?)? };
    Ok(Response { status: ResponseStatus::Successful, bytes: Some(bytes) }.to_der()?)
}

fn status(told: Told) -> Result<CertStatus, KeyError> {
    Ok(match told {
        Told::Good => CertStatus::Good(Null),
        Told::Unknown => CertStatus::Unknown(Null),
        Told::Revoked(revoked) => CertStatus::Revoked(RevokedInfo {
            at: crate::cms::general_time(revoked.at)?,
            reason: revoked.reason.map(|reason| Any::new(Tag::Enumerated, vec![reason.0])).transpose()?,
        }),
    })
}
