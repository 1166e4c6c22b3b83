//! CMS signatures (RFC 5652) of the levels CAdES-BES and CAdES-T: [`verify`], [`sign`] and [`stamp`].

mod attributes;
mod message;
mod sign;
mod signer;
mod stamp;

use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911;
use jiff::Timestamp;

pub use self::sign::sign;
pub(crate) use self::sign::{general_time, sign_content};
pub use self::signer::Signer;
pub use self::stamp::{signature_values, stamp, tokens};

use self::message::Message;
use self::signer::Purpose;
use crate::certificate::{Certificate, Usage};
use crate::chain::{self, Trust};
use crate::code::{Code, Status};
use crate::revocation::Moment;

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
/// equal to the content. Without a time stamp token `at` is the time of every check; signingTime is only a claim. A
/// token of a trusted authority over the signature proves that it existed then: the certificate is judged for that
/// time, and a revocation after it does not count. A token that is wrong makes the signature wrong.
/// Checked are: strict DER without trailing bytes; at least one signer and all of them right; one digest throughout,
/// that of the key (SHA-256, or that of the GOST signature); contentType, messageDigest and signing-certificate-v2; the signature; a certificate for signing (key usage,
/// extended key usage, policy); its path, validity and revocation as `trust` asks.
pub fn verify(signature: &[u8], data: Option<&[u8]>, trust: &Trust, at: Timestamp) -> Outcome {
    verify_with(signature, data, &Question { trust, at, purpose: Purpose::Use(Usage::Sign) })
}

/// Verifies the signature of a login: as [`verify`], with a certificate for authentication in place of one for signing. Either kind is
/// refused in the place of the other with [`Code::CertificateKeyUsage`].
pub fn verify_login(signature: &[u8], data: Option<&[u8]>, trust: &Trust, at: Timestamp) -> Outcome {
    verify_with(signature, data, &Question { trust, at, purpose: Purpose::Use(Usage::Auth) })
}

/// The certificates of a message's signers, in its order: claims, which [`verify`] alone judges. None of a message that cannot be read.
pub fn claimed(signature: &[u8]) -> Vec<Certificate> {
    let Ok(message) = Message::read(signature, rfc5911::ID_DATA) else { return Vec::new() };
    message.signers().filter_map(|info| message.certificate_of(info)).cloned().collect()
}

/// All certificates that a message and its time stamps carry, nothing of them verified.
pub(crate) fn carried(signature: &[u8]) -> Vec<Certificate> {
    let in_tokens =
        tokens(signature).into_iter().filter_map(|token| Message::read(token.der(), crate::tsp::CONTENT).ok());
    let messages = Message::read(signature, rfc5911::ID_DATA).ok().into_iter().chain(in_tokens);
    messages.flat_map(|message| message.certificates().to_vec()).collect()
}

/// What signers are held against.
struct Question<'a> {
    trust: &'a Trust,
    at: Timestamp,
    purpose: Purpose,
}

fn verify_with(signature: &[u8], data: Option<&[u8]>, question: &Question<'_>) -> Outcome {
    match Message::read(signature, rfc5911::ID_DATA).and_then(|message| judge(&message, data, question)) {
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
        let mut described = certificate.map(|certificate| signer::describe(info, certificate));
        let judged = content.and_then(|content| {
            let certificate = certificate.ok_or(Code::CmsNoCertificate)?;
            signer::judge((message, info), certificate, content, question.purpose)?;
            let stamped = stamp::judge(info, question.trust, question.at)?;
            if let (Some(described), Some(stamped)) = (&mut described, stamped) {
                (described.signed_at, described.stamped) = (Some(stamped), true);
            }
            question.validate(certificate, message, stamped)
        });
        outcome.signers.extend(described);
        outcome.status = outcome.status.worse(judged.into());
    }
    Ok(outcome)
}

impl Question<'_> {
    fn validate(&self, certificate: &Certificate, message: &Message, stamped: Option<Timestamp>) -> Result<(), Code> {
        let moment = Moment { at: self.at, stamped };
        let question = chain::Question { trust: self.trust, revocation: self.trust.revocation, moment };
        chain::validate_with(certificate, message.certificates(), &question)
    }
}

/// The content of a time stamp token and the judgement of its one signer at `at`.
pub(crate) fn verify_stamp(
    token: &[u8],
    content_type: ObjectIdentifier,
    trust: &Trust,
    at: Timestamp,
) -> Result<Vec<u8>, Code> {
    let message = Message::read(token, content_type).map_err(|_| Code::TimestampMalformed)?;
    let mut signers = message.signers();
    let (Some(info), None, Some(content)) = (signers.next(), signers.next(), message.content()) else {
        return Err(Code::TimestampMalformed);
    };
    let certificate = message.certificate_of(info).ok_or(Code::TimestampUntrusted)?;
    let question = Question { trust, at, purpose: Purpose::TimeStamp };
    let kept = |code: Code, failed| if matches!(code.status(), Status::Indeterminate(_)) { code } else { failed };
    match signer::judge((&message, info), certificate, content, question.purpose) {
        Err(Code::CertificateKeyUsage) => return Err(Code::TimestampUntrusted),
        judged => judged.map_err(|code| kept(code, Code::TimestampSignature))?,
    }
    let judged = question.validate(certificate, &message, None);
    judged.map_err(|code| kept(code, Code::TimestampUntrusted))?;
    Ok(content.to_vec())
}

/// The content of a token, nothing of it verified.
pub(crate) fn content_of_stamp(token: &[u8], content_type: ObjectIdentifier) -> Result<Vec<u8>, Code> {
    let message = Message::read(token, content_type).map_err(|_| Code::TimestampMalformed)?;
    message.content().map(<[u8]>::to_vec).ok_or(Code::TimestampMalformed)
}

/// The bytes whose digest the signers signed.
fn content<'a>(message: &'a Message, data: Option<&'a [u8]>) -> Result<&'a [u8], Code> {
    match (message.content(), data) {
        (None, None) => Err(Code::CmsNoContent),
        (Some(inside), Some(given)) if inside != given => Err(Code::CmsDigest),
        (Some(bytes), _) | (None, Some(bytes)) => Ok(bytes),
    }
}
