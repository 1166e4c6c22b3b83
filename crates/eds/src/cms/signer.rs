//! One signer: who it claims to be, and whether the signature is its own.

use std::fmt;

use cms::signed_data::SignerInfo;
use const_oid::ObjectIdentifier;
use der::Encode;
use jiff::Timestamp;
use serde::Serialize;

use super::attributes;
use super::message::Message;
use crate::algorithm::{Check, Scheme, Strength};
use crate::certificate::{Certificate, Role, Usage};
use crate::code::Code;
use crate::digest::Digest;

/// What the certificate of a signer and the signature say.
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct Signer {
    /// IIN, 12 digits.
    pub iin: Option<String>,
    /// BIN, 12 digits.
    pub bin: Option<String>,
    /// Common name.
    pub name: Option<String>,
    /// Roles, printed as object identifiers.
    pub roles: Vec<Role>,
    /// Algorithm of the key, for example `RSA-2048-SHA256`.
    pub algorithm: String,
    /// The time of a verified time stamp; without one the claimed signing time.
    pub signed_at: Option<Timestamp>,
    /// Whether [`Signer::signed_at`] is that of a verified time stamp.
    #[serde(skip)]
    pub stamped: bool,
}

// The IIN and the name are personal data.
impl fmt::Debug for Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = out.debug_struct("Signer");
        shown.field("algorithm", &self.algorithm).field("signed_at", &self.signed_at).finish_non_exhaustive()
    }
}

impl Signer {
    /// What a certificate says of its holder, and the time that is claimed.
    pub(crate) fn of(certificate: &Certificate, signed_at: Option<Timestamp>) -> Self {
        Self {
            iin: certificate.iin().map(str::to_owned),
            bin: certificate.bin().map(str::to_owned),
            name: certificate.name().map(str::to_owned),
            roles: certificate.roles(),
            algorithm: certificate.algorithm().to_string(),
            signed_at,
            stamped: false,
        }
    }
}

pub(super) fn describe(info: &SignerInfo, certificate: &Certificate) -> Signer {
    Signer::of(certificate, attributes::signing_time(info).ok().flatten())
}

/// Judges everything of a signer but the path of its certificate.
pub(super) fn judge(
    (message, info): (&Message, &SignerInfo),
    certificate: &Certificate,
    content: &[u8],
    purpose: Purpose,
) -> Result<(), Code> {
    let scheme = scheme(message, info, certificate)?;
    judge_attributes(info, message.content_type(), (scheme.digest(), content))?;
    let signed = info.signed_attrs.as_ref().ok_or(Code::CmsSignedAttributes)?;
    // RFC 5652 5.4: what is signed is the set with its own tag, not the implicit one of the message.
    let signed = signed.to_der().map_err(|_| Code::CmsMalformed)?;
    match scheme.check(certificate.public_key(), &signed, info.signature.as_bytes()) {
        Check::Valid => {}
        Check::Invalid => return Err(Code::CmsSignature),
        Check::Weak => return Err(Code::CertificateWeak),
        Check::Unsupported => return Err(Code::AlgorithmUnsupported),
    }
    match purpose {
        Purpose::TimeStamp => attributes::signing_certificate_of_stamp(info, certificate)?,
        Purpose::Use(_) => attributes::signing_certificate(info, certificate)?,
    }
    if purpose.is_of(certificate) { Ok(()) } else { Err(Code::CertificateKeyUsage) }
}

/// What a signature is for, and so what its certificate must be for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// A document or a login.
    Use(Usage),
    /// A time stamp.
    TimeStamp,
}

/// `id-kp-timeStamping`.
const TIME_STAMPING: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.8");

impl Purpose {
    fn is_of(self, certificate: &Certificate) -> bool {
        match self {
            Self::Use(usage) => certificate.usage() == usage,
            Self::TimeStamp => certificate.has_sole_critical_purpose(TIME_STAMPING) && certificate.may_sign_digitally(),
        }
    }
}

/// The scheme to verify with, after the digest, the signature and the key were found to agree.
fn scheme(message: &Message, info: &SignerInfo, certificate: &Certificate) -> Result<Scheme, Code> {
    let in_message = |strength| if strength == Strength::Weak { Code::CmsWeak } else { Code::AlgorithmUnsupported };
    let of_key = Scheme::of_key(certificate.algorithm());
    if of_key == Err(Strength::Unsupported) {
        return Err(Code::AlgorithmUnsupported);
    }
    let digest = Digest::named(&info.digest_alg).map_err(in_message)?;
    let stated = Scheme::of_signer(&info.signature_algorithm).map_err(in_message)?;
    let of_key = of_key.map_err(|_| Code::CertificateWeak)?;
    let agree = stated == of_key && stated.digest() == digest && stated.allows(&info.signature_algorithm);
    if agree && message.lists_digest(info) { Ok(stated) } else { Err(Code::CmsAlgorithm) }
}

fn judge_attributes(
    info: &SignerInfo,
    content_type: ObjectIdentifier,
    (digest, content): (Digest, &[u8]),
) -> Result<(), Code> {
    let signed = info.signed_attrs.as_ref().ok_or(Code::CmsSignedAttributes)?;
    let repeated =
        signed.iter().enumerate().any(|(index, one)| signed.iter().skip(index + 1).any(|other| other.oid == one.oid));
    if repeated {
        return Err(Code::CmsSignedAttributes);
    }
    if attributes::content_type(info)? != Some(content_type) {
        return Err(Code::CmsContentType);
    }
    let stated = attributes::message_digest(info)?.ok_or(Code::CmsSignedAttributes)?;
    if stated.as_bytes() != digest.of(content) {
        return Err(Code::CmsDigest);
    }
    attributes::signing_time(info).map(|_| ())
}
