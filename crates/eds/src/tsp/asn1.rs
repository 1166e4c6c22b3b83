//! The structures of RFC 3161.

use const_oid::ObjectIdentifier;
use der::asn1::{Any, BitString, Int, OctetString};
use der::{Sequence, Tag};
use spki::AlgorithmIdentifierOwned;
use x509_cert::ext::Extensions;
use x509_cert::ext::pkix::name::GeneralName;

use crate::digest::Digest;

/// `id-ct-TSTInfo`.
pub(crate) const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");

#[derive(Debug, Clone, Sequence)]
pub(super) struct Imprint {
    pub(super) algorithm: AlgorithmIdentifierOwned,
    pub(super) hash: OctetString,
}

impl Imprint {
    pub(super) fn of(digest: Digest, bytes: &[u8]) -> der::Result<Self> {
        Ok(Self { algorithm: digest.identifier(), hash: OctetString::new(digest.of(bytes))? })
    }
}

#[derive(Sequence)]
pub(super) struct Request {
    pub(super) version: u8,
    pub(super) imprint: Imprint,
    pub(super) policy: Option<ObjectIdentifier>,
    pub(super) nonce: Option<Int>,
    #[asn1(default = "Default::default")]
    pub(super) with_certificate: bool,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "IMPLICIT")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Debug, Sequence)]
pub(super) struct Response {
    pub(super) status: Status,
    pub(super) token: Option<Any>,
}

/// `PKIStatusInfo`: 0 granted, 1 granted with modifications, above refused.
#[derive(Debug, Sequence)]
pub(super) struct Status {
    pub(super) status: u8,
    pub(super) text: Option<Vec<String>>,
    pub(super) failure: Option<BitString>,
}

/// `TSTInfo`.
#[derive(Sequence)]
pub(super) struct Info {
    pub(super) version: u8,
    pub(super) policy: ObjectIdentifier,
    pub(super) imprint: Imprint,
    pub(super) serial: Int,
    pub(super) at: Any,
    pub(super) accuracy: Option<Accuracy>,
    #[asn1(default = "Default::default")]
    pub(super) ordering: bool,
    pub(super) nonce: Option<Int>,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "EXPLICIT")]
    pub(super) authority: Option<GeneralName>,
    #[asn1(context_specific = "1", optional = "true", tag_mode = "IMPLICIT")]
    pub(super) extensions: Option<Extensions>,
}

#[derive(Debug, Sequence)]
pub(super) struct Accuracy {
    pub(super) seconds: Option<u32>,
    #[asn1(context_specific = "0", optional = "true", tag_mode = "IMPLICIT")]
    pub(super) millis: Option<u16>,
    #[asn1(context_specific = "1", optional = "true", tag_mode = "IMPLICIT")]
    pub(super) micros: Option<u16>,
}

/// A positive integer of these big-endian bytes.
pub(super) fn positive(bytes: &[u8]) -> der::Result<Int> {
    let trimmed: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let sign = trimmed.first().is_none_or(|byte| *byte >= 0x80).then_some(0);
    let bytes: Vec<u8> = sign.into_iter().chain(trimmed).collect();
    if bytes.len() > 64 { Err(Tag::Integer.value_error()) } else { Int::new(&bytes) }
}
