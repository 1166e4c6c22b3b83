//! One signer: who it claims to be, and whether the signature is its own.

use std::fmt;

use cms::signed_data::SignerInfo;
use const_oid::db::{rfc5911, rfc5912};
use der::Encode;
use jiff::Timestamp;
use serde::Serialize;
use spki::AlgorithmIdentifierOwned;

use super::attributes;
use super::message::Message;
use crate::algorithm::{self, Check, KeyAlgorithm, Strength, sha256};
use crate::certificate::{Certificate, Role, Usage};
use crate::code::Code;

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
    /// The claimed signing time.
    pub signed_at: Option<Timestamp>,
}

// The IIN and the name are personal data.
impl fmt::Debug for Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = out.debug_struct("Signer");
        shown.field("algorithm", &self.algorithm).field("signed_at", &self.signed_at).finish_non_exhaustive()
    }
}

pub(super) fn describe(info: &SignerInfo, certificate: &Certificate) -> Signer {
    Signer {
        iin: certificate.iin().map(str::to_owned),
        bin: certificate.bin().map(str::to_owned),
        name: certificate.name().map(str::to_owned),
        roles: certificate.roles(),
        algorithm: certificate.algorithm().to_string(),
        signed_at: attributes::signing_time(info).ok().flatten(),
    }
}

/// Judges everything of a signer but the path of its certificate.
pub(super) fn judge(
    (message, info): (&Message, &SignerInfo),
    certificate: &Certificate,
    content: &[u8],
    usage: Usage,
) -> Result<(), Code> {
    let signature_algorithm = algorithms(message, info, certificate)?;
    judge_attributes(info, content)?;
    let signed = info.signed_attrs.as_ref().ok_or(Code::CmsSignedAttributes)?;
    // RFC 5652 5.4: what is signed is the set with its own tag, not the implicit one of the message.
    let signed = signed.to_der().map_err(|_| Code::CmsMalformed)?;
    match algorithm::check(certificate.public_key(), &signature_algorithm, &signed, info.signature.as_bytes()) {
        Check::Valid => {}
        Check::Invalid => return Err(Code::CmsSignature),
        Check::Weak => return Err(Code::CertificateWeak),
        Check::Unsupported => return Err(Code::AlgorithmUnsupported),
    }
    attributes::signing_certificate(info, certificate)?;
    if certificate.usage() == usage { Ok(()) } else { Err(Code::CertificateKeyUsage) }
}

/// The algorithm to verify with, after the digest, the signature and the key were found to agree.
fn algorithms(
    message: &Message,
    info: &SignerInfo,
    certificate: &Certificate,
) -> Result<AlgorithmIdentifierOwned, Code> {
    let kind = certificate.algorithm();
    if kind.strength() == Strength::Unsupported {
        return Err(Code::AlgorithmUnsupported);
    }
    let stated = &info.signature_algorithm;
    // RFC 3370 3.2 lets an RSA signer state the key's algorithm; the digest then comes from the digest algorithm.
    let bare_rsa = stated.oid == rfc5912::RSA_ENCRYPTION;
    let signature = if bare_rsa { Strength::Supported } else { algorithm::signature_strength(stated) };
    for strength in [algorithm::digest_strength(&info.digest_alg), signature] {
        match strength {
            Strength::Supported => {}
            Strength::Weak => return Err(Code::CmsWeak),
            Strength::Unsupported => return Err(Code::AlgorithmUnsupported),
        }
    }
    let of_rsa = bare_rsa || stated.oid == rfc5912::SHA_256_WITH_RSA_ENCRYPTION;
    if !message.lists_digest(info) || of_rsa != matches!(kind, KeyAlgorithm::Rsa { .. }) {
        return Err(Code::CmsAlgorithm);
    }
    let oid = if of_rsa { rfc5912::SHA_256_WITH_RSA_ENCRYPTION } else { stated.oid };
    Ok(AlgorithmIdentifierOwned { oid, parameters: stated.parameters.clone() })
}

fn judge_attributes(info: &SignerInfo, content: &[u8]) -> Result<(), Code> {
    let signed = info.signed_attrs.as_ref().ok_or(Code::CmsSignedAttributes)?;
    let repeated =
        signed.iter().enumerate().any(|(index, one)| signed.iter().skip(index + 1).any(|other| other.oid == one.oid));
    if repeated {
        return Err(Code::CmsSignedAttributes);
    }
    if attributes::content_type(info)? != Some(rfc5911::ID_DATA) {
        return Err(Code::CmsContentType);
    }
    let stated = attributes::message_digest(info)?.ok_or(Code::CmsSignedAttributes)?;
    if stated.as_bytes() != sha256(content).as_ref() {
        return Err(Code::CmsDigest);
    }
    attributes::signing_time(info).map(|_| ())
}
