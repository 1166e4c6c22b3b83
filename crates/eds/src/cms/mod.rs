//! CMS signatures (RFC 5652) of level CAdES-BES: [`verify`] and [`sign`].

mod attributes;
mod message;
mod sign;
mod signer;

use jiff::Timestamp;

pub use self::sign::sign;
pub use self::signer::Signer;

use self::message::Message;
use crate::certificate::{Certificate, Usage};
use crate::chain::Trust;
use crate::code::{Code, Status};

/// The answer for a signature: the worst status of its signers and what is known of each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Passed only when every signer passed.
    pub status: Status,
    /// The signers whose certificates are in the message, in its order; claims, unless the status is passed.
    pub signers: Vec<Signer>,
}

/// Verifies a CMS signature, DER or PEM, at the time `at`.
///
/// `data` are the signed bytes of a detached signature; for an attached one they may be given too and must then be
/// equal to the content. Without a time stamp token `at` is the time of every check; signingTime is only a claim.
/// Checked are: strict DER without trailing bytes; at least one signer and all of them right; SHA-256 throughout;
/// contentType, messageDigest and signing-certificate-v2; the signature; a certificate for signing (key usage,
/// extended key usage, policy); its path, validity and revocation as `trust` asks.
pub fn verify(signature: &[u8], data: Option<&[u8]>, trust: &Trust, at: Timestamp) -> Outcome {
    verify_with(signature, data, &Question { trust, at, usage: Usage::Sign })
}

/// Verifies the signature of a login: as [`verify`], with a certificate for authentication in place of one for signing. Either kind is
/// refused in the place of the other with [`Code::CertificateKeyUsage`].
pub fn verify_login(signature: &[u8], data: Option<&[u8]>, trust: &Trust, at: Timestamp) -> Outcome {
    verify_with(signature, data, &Question { trust, at, usage: Usage::Auth })
}

/// The certificates of a message's signers, in its order: claims, which [`verify`] alone judges. None of a message that cannot be read.
pub fn claimed(signature: &[u8]) -> Vec<Certificate> {
    let Ok(message) = Message::read(signature) else { return Vec::new() };
    message.signers().filter_map(|info| message.certificate_of(info)).cloned().collect()
}

/// What signers are held against.
struct Question<'a> {
    trust: &'a Trust,
    at: Timestamp,
    usage: Usage,
}

fn verify_with(signature: &[u8], data: Option<&[u8]>, question: &Question<'_>) -> Outcome {
    match Message::read(signature).and_then(|message| judge(&message, data, question)) {
        Ok(outcome) => outcome,
        Err(code) => Outcome { status: code.status(), signers: Vec::new() },
    }
}

fn judge(message: &Message, data: Option<&[u8]>, question: &Question<'_>) -> Result<Outcome, Code> {
    let mut outcome = Outcome { status: Status::Passed, signers: Vec::new() };
    if message.signers().next().is_none() {
        return Err(Code::CmsNoSigner);
    }
    let content = content(message, data);
    for info in message.signers() {
        let certificate = message.certificate_of(info);
        outcome.signers.extend(certificate.map(|certificate| signer::describe(info, certificate)));
        let judged = content.and_then(|content| {
            let certificate = certificate.ok_or(Code::CmsNoCertificate)?;
            signer::judge((message, info), certificate, content, question.usage)?;
            crate::chain::validate(certificate, message.certificates(), question.trust, question.at)
        });
        outcome.status = outcome.status.worse(judged.into());
    }
    Ok(outcome)
}

/// The bytes whose digest the signers signed.
fn content<'a>(message: &'a Message, data: Option<&'a [u8]>) -> Result<&'a [u8], Code> {
    match (message.content(), data) {
        (None, None) => Err(Code::CmsNoContent),
        (Some(inside), Some(given)) if inside != given => Err(Code::CmsDigest),
        (Some(bytes), _) | (None, Some(bytes)) => Ok(bytes),
    }
}
