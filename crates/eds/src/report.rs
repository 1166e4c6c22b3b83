//! The answers of `qazyna eds certificate` and `qazyna eds verify` (spec 7.5), as one JSON object.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::certificate::{Certificate, Role, Usage};
use crate::chain::{self, Revocation, Trust};
use crate::cms::{self, Signer};
use crate::code::{Code, Status};
use crate::revocation::Moment;
use crate::xmldsig::{self, Expected};

/// `{status, code, signers}` for a signature, `{status, code, certificate}` for a certificate.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// `PASSED`, `FAILED` or `INDETERMINATE`.
    pub status: &'static str,
    /// The reason; null when passed.
    pub code: Option<Code>,
    /// Who it is about.
    #[serde(flatten)]
    pub about: About,
}

/// Who a report is about.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// The signers of a signature.
    Signers(Vec<Signer>),
    /// The certificate; null when it could not be read.
    Certificate(Option<Box<Facts>>),
}

/// What a certificate says.
#[derive(Clone, Serialize)]
pub struct Facts {
    /// IIN, 12 digits.
    pub iin: Option<String>,
    /// BIN, 12 digits.
    pub bin: Option<String>,
    /// Common name.
    pub name: Option<String>,
    /// Roles, printed as object identifiers.
    pub roles: Vec<Role>,
    /// Algorithm of the key.
    pub algorithm: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// What the key is certified for.
    pub usage: Usage,
    /// First instant of validity.
    pub not_before: Timestamp,
    /// Last instant of validity.
    pub not_after: Timestamp,
}

// The IIN and the name are personal data.
impl fmt::Debug for Facts {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Facts").field("serial", &self.serial).field("usage", &self.usage).finish_non_exhaustive()
    }
}

/// Verifies a signature and reports it: CMS in DER or PEM (see [`cms::verify`]), or a signed XML document or SOAP message (see
/// [`xmldsig::verify`]), whose data, if they are given too, must be the canonical bytes that it signs.
pub fn verify(signature: &[u8], data: Option<&[u8]>, trust: &Trust, at: Timestamp) -> Report {
    if is_xml(signature) {
        return verify_xml(signature, data, trust, at);
    }
    let outcome = cms::verify(signature, data, trust, at);
    report(outcome.status, About::Signers(outcome.signers))
}

/// Neither DER nor PEM begins with a bracket.
fn is_xml(file: &[u8]) -> bool {
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    text.trim_ascii_start().starts_with(b"<")
}

fn verify_xml(document: &[u8], data: Option<&[u8]>, trust: &Trust, at: Timestamp) -> Report {
    let expected = if xmldsig::is_message(document) { Expected::SOAP_BODY } else { Expected::ENVELOPED };
    let outcome = xmldsig::verify(document, &expected, trust, at);
    let is_other = outcome.status == Status::Passed && data.is_some_and(|data| outcome.data.as_deref() != Some(data));
    let status = if is_other { Code::XmlDigest.status() } else { outcome.status };
    report(status, About::Signers(outcome.signer.into_iter().collect()))
}

/// Judges a certificate (DER, or a PEM file whose further certificates may lead to the anchor) and reports it.
///
/// A signature without revocation lists is indeterminate; a certificate is then judged without revocation, as spec
/// 7.5 asks the lists of signatures only. With lists they are required, unless `trust` skips them.
pub fn certificate(file: &[u8], trust: &Trust, at: Timestamp) -> Report {
    let bundle = match Certificate::parse_all(file) {
        Ok(bundle) => bundle,
        Err(code) => return report(code.status(), About::Certificate(None)),
    };
    let Some((first, pool)) = bundle.split_first() else {
        return report(Code::CertificateMalformed.status(), About::Certificate(None));
    };
    let asks = !trust.crls.is_empty() || !trust.answers.is_empty();
    let revocation = if asks { trust.revocation } else { Revocation::Skip };
    let moment = Moment { at, stamped: None };
    let judged = chain::validate_with(first, pool, &chain::Question { trust, revocation, moment });
    report(judged.into(), About::Certificate(Some(Box::new(facts(first)))))
}

fn report(status: Status, about: About) -> Report {
    Report { status: status.word(), code: status.code(), about }
}

fn facts(certificate: &Certificate) -> Facts {
    Facts {
        iin: certificate.iin().map(str::to_owned),
        bin: certificate.bin().map(str::to_owned),
        name: certificate.name().map(str::to_owned),
        roles: certificate.roles(),
        algorithm: certificate.algorithm().to_string(),
        serial: certificate.serial(),
        usage: certificate.usage(),
        not_before: certificate.not_before(),
        not_after: certificate.not_after(),
    }
}
