//! The structures of RFC 6960, as far as they are used.

use const_oid::ObjectIdentifier;
use der::asn1::{Any, BitString, GeneralizedTime, Null, OctetString};
use der::{Choice, Enumerated, Sequence};
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

/// `id-pkix-ocsp-basic`.
pub(super) const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
/// `id-pkix-ocsp-nonce`.
pub(super) const NONCE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.2");
/// `id-pkix-ocsp-nocheck`.
pub(super) const NO_CHECK: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.5");
/// `id-kp-OCSPSigning`.
pub(super) const OCSP_SIGNING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(super) struct CertId {
    pub(super) digest: AlgorithmIdentifierOwned,
    pub(super) issuer_name: OctetString,
    pub(super) issuer_key: OctetString,
    pub(super) serial: SerialNumber,
}

#[derive(Sequence)]
pub(super) struct Request {
    pub(super) tbs: TbsRequest,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) signature: Option<Any>,
}

#[derive(Sequence)]
pub(super) struct TbsRequest {
    #[asn1(context_specific = "1", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) requestor: Option<GeneralName>,
    pub(super) requests: Vec<OneRequest>,
    #[asn1(context_specific = "2", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Sequence)]
pub(super) struct OneRequest {
    pub(super) id: CertId,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Enumerated)]
#[repr(u8)]
pub(super) enum ResponseStatus {
    Successful = 0,
    MalformedRequest = 1,
    InternalError = 2,
    TryLater = 3,
    SignatureRequired = 5,
    Unauthorized = 6,
}

#[derive(Sequence)]
pub(super) struct Response {
    pub(super) status: ResponseStatus,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) bytes: Option<ResponseBytes>,
}

#[derive(Sequence)]
pub(super) struct ResponseBytes {
    pub(super) kind: ObjectIdentifier,
    pub(super) response: OctetString,
}

/// `BasicOCSPResponse`; the signed part stays as it came.
#[derive(Sequence)]
pub(super) struct Basic {
    pub(super) signed: Any,
    pub(super) algorithm: AlgorithmIdentifierOwned,
    pub(super) signature: BitString,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) certificates: Option<Vec<x509_cert::Certificate>>,
}

#[derive(Sequence)]
pub(super) struct ResponseData {
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) version: Option<u8>,
    pub(super) responder: Responder,
    pub(super) produced_at: GeneralizedTime,
    pub(super) responses: Vec<Single>,
    #[asn1(context_specific = "1", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Debug, Clone, PartialEq, Eq, Choice)]
pub(super) enum Responder {
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", constructed = "true")]
    Name(Name),
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", constructed = "true")]
    Key(OctetString),
}

#[derive(Debug, Clone, Sequence)]
pub(super) struct Single {
    pub(super) id: CertId,
    pub(super) status: CertStatus,
    pub(super) this_update: GeneralizedTime,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) next_update: Option<GeneralizedTime>,
    #[asn1(context_specific = "1", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Debug, Clone, Choice)]
pub(super) enum CertStatus {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT")]
    Good(Null),
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", constructed = "true")]
    Revoked(RevokedInfo),
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT")]
    Unknown(Null),
}

#[derive(Debug, Clone, Sequence)]
pub(super) struct RevokedInfo {
    pub(super) at: GeneralizedTime,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) reason: Option<Any>,
}
