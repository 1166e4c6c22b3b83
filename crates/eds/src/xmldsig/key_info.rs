//! The certificates that a signature carries. A bare key is never taken: only a certificate can lead to an anchor.

use super::structure::{Signature, only_elements};
use super::uris::DSIG;
use super::{Expected, WSSE, bearers, decode};
use crate::certificate::Certificate;
use crate::code::Code;
use crate::xml::{Document, Element};

const X509_V3: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
/// Certificates of one signature.
const CERTIFICATES_MAX: usize = 16;

/// The signer's certificate first, then those that may lead to an anchor.
pub(super) fn certificates(
    document: &Document,
    expected: &Expected<'_>,
    signature: &Signature<'_>,
) -> Result<Vec<Certificate>, Code> {
    let parts = only_elements(signature.key_info).ok_or(Code::XmlStructure)?;
    let mut found = Vec::new();
    for part in parts {
        if part.is((DSIG, "X509Data")) {
            let held = part.elements().filter(|one| one.is((DSIG, "X509Certificate")));
            found.extend(held.map(|one| one.text()));
        } else if part.is((WSSE, "SecurityTokenReference")) {
            found.push(token(document, expected, part).ok_or(Code::XmlNoCertificate)?.text());
        }
    }
    if found.is_empty() || found.len() > CERTIFICATES_MAX {
        return Err(Code::XmlNoCertificate);
    }
    found.into_iter().map(|text| read(text.as_deref())).collect()
}

fn read(text: Option<&str>) -> Result<Certificate, Code> {
    Certificate::from_der(&text.and_then(decode).ok_or(Code::CertificateMalformed)?)
}

/// The element that holds the certificate of WS-Security: in the reference itself, or a token beside the signature.
fn token<'a>(document: &'a Document, expected: &Expected<'_>, reference: &'a Element) -> Option<&'a Element> {
    let [inside] = only_elements(reference)?.try_into().ok()?;
    if inside.is((WSSE, "KeyIdentifier")) {
        return is_certificate(inside).then_some(inside);
    }
    let id = inside.attribute("URI").filter(|_| inside.is((WSSE, "Reference")))?.strip_prefix('#')?;
    let (_, header) = expected.signature.split_last()?;
    let [number] = bearers(document, id).try_into().ok()?;
    let mut tokens = document.root.at(header)?.elements().filter(|one| one.is((WSSE, "BinarySecurityToken")));
    tokens.find(|one| one.number == number && is_certificate(one))
}

fn is_certificate(element: &Element) -> bool {
    element.attribute("ValueType") == Some(X509_V3)
        && element.attribute("EncodingType").is_none_or(|encoding| encoding == BASE64)
}
