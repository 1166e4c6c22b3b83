//! XML signatures (XML-DSig) and WS-Security signatures over a SOAP body: [`verify`], [`sign_enveloped`] and [`sign_body`].
//!
//! The caller says which element must be signed and where the signature stands, both by the names on the way from the
//! root. A signature over anything else is refused, whatever its reference says; so a document in which the signed
//! element was moved aside (wrapping) never passes. Data are read from [`Outcome::data`] alone: the canonical bytes
//! whose digest was verified.
//!
//! Not here: several signatures in one document, several references, `XAdES`, and any transform but the enveloped
//! signature and canonicalisation. A certificate is not itself signed by an XML signature, and a signing time is not stated.

mod key_info;
mod sign;
mod structure;
mod uris;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

pub use self::sign::{sign_body, sign_enveloped};

use self::structure::Signature;
use crate::algorithm::{Check, Scheme, Strength, check_ecdsa_fixed};
use crate::certificate::{Certificate, Usage};
use crate::chain::{self, Trust};
use crate::cms::Signer;
use crate::code::{Code, Status};
use crate::xml::{self, Document, Element, Form, Limits, Name};

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";
const WSSE: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const WSU: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const SIGNATURE: Name<'static> = (uris::DSIG, "Signature");

/// What a signature must be: over which element, standing where, made with a certificate for what.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The signed element: the names on the way to it, without the root's own; empty for the root.
    pub covered: &'a [Name<'a>],
    /// The signature: the names on the way to it, its own included.
    pub signature: &'a [Name<'a>],
    /// The name of the root, where it is known.
    pub root: Option<Name<'a>>,
    /// What the certificate must be for.
    pub usage: Usage,
}

impl Expected<'static> {
    /// A document with its signature as a child of its root, over the whole document.
    pub const ENVELOPED: Self = Self { covered: &[], signature: &[SIGNATURE], root: None, usage: Usage::Sign };
    /// A SOAP 1.1 message whose body is signed by its security header, as `SmartBridge` asks (spec 7.6).
    pub const SOAP_BODY: Self = Self {
        covered: &[(SOAP, "Body")],
        signature: &[(SOAP, "Header"), (WSSE, "Security"), SIGNATURE],
        root: Some((SOAP, "Envelope")),
        usage: Usage::Sign,
    };
}

/// Whether a document is a SOAP 1.1 message.
pub fn is_message(document: &[u8]) -> bool {
    xml::parse(document, Limits::default()).is_some_and(|(document, _)| document.root.is((SOAP, "Envelope")))
}

/// The answer for a signed document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Passed only when everything was right.
    pub status: Status,
    /// The signer; a claim, unless the status is passed.
    pub signer: Option<Signer>,
    /// The canonical bytes of the signed element, without the signature and without comments; only when passed.
    pub data: Option<Vec<u8>>,
}

/// Verifies the signature of a document at `at`. There is one signature in the document, one reference in it, and that is to the element
/// expected; the certificate it carries is judged as that of a CMS signature.
pub fn verify(document: &[u8], expected: &Expected<'_>, trust: &Trust, at: Timestamp) -> Outcome {
    let mut outcome = Outcome { status: Status::Passed, signer: None, data: None };
    match judge(document, expected, (trust, at), &mut outcome.signer) {
        Ok(data) => outcome.data = Some(data),
        Err(code) => outcome.status = code.status(),
    }
    outcome
}

fn judge(
    document: &[u8],
    expected: &Expected<'_>,
    (trust, at): (&Trust, Timestamp),
    signer: &mut Option<Signer>,
) -> Result<Vec<u8>, Code> {
    let (document, _) = xml::parse(document, Limits::default()).ok_or(Code::XmlMalformed)?;
    let (covered, element) = places(&document, expected)?;
    let signature = Signature::read(element)?;
    let certificates = key_info::certificates(&document, expected, &signature)?;
    let (certificate, pool) = certificates.split_first().ok_or(Code::XmlNoCertificate)?;
    *signer = Some(Signer::of(certificate, None));
    let scheme = scheme(&signature, certificate)?;
    let data = digested(&document, covered, &signature)?;
    let stated = decode(&signature.digest_value).ok_or(Code::XmlStructure)?;
    if scheme.digest().of(&data) != stated {
        return Err(Code::XmlDigest);
    }
    let signed = xml::canonicalize(&document, Some(signature.signed_info.number), None, &signature.form);
    let value = decode(&signature.value).ok_or(Code::XmlStructure)?;
    let check = match scheme {
        Scheme::Ecdsa => check_ecdsa_fixed(certificate.public_key(), &signed, &value),
        Scheme::Rsa | Scheme::Gost(_) => scheme.check(certificate.public_key(), &signed, &value),
    };
    if check != Check::Valid {
        return Err(Code::XmlSignature);
    }
    if certificate.usage() != expected.usage {
        return Err(Code::CertificateKeyUsage);
    }
    chain::validate(certificate, pool, trust, at)?;
    Ok(data)
}

/// The element that must be signed and the only signature of the document, each at its place.
fn places<'a>(document: &'a Document, expected: &Expected<'_>) -> Result<(&'a Element, &'a Element), Code> {
    let root = &document.root;
    if expected.root.is_some_and(|name| !root.is(name)) {
        return Err(Code::XmlReference);
    }
    if root.all().into_iter().filter(|element| element.is(SIGNATURE)).count() != 1 {
        return Err(Code::XmlNoSignature);
    }
    let signature = root.at(expected.signature).ok_or(Code::XmlNoSignature)?;
    let covered = root.at(expected.covered).ok_or(Code::XmlReference)?;
    Ok((covered, signature))
}

/// The bytes that the reference names, which must be those of `covered`.
fn digested(document: &Document, covered: &Element, signature: &Signature<'_>) -> Result<Vec<u8>, Code> {
    let is_root = covered.number == document.root.number;
    let is_whole = signature.uri.is_empty();
    let is_right = match signature.uri.strip_prefix('#') {
        None => is_whole && is_root,
        Some(id) => !id.is_empty() && bearers(document, id).as_slice() == [covered.number],
    };
    if !is_right {
        return Err(Code::XmlReference);
    }
    // A signature inside what it signs leaves itself out, and only such a one.
    let is_inside = covered.all().iter().any(|element| element.number == signature.number);
    if is_inside != signature.enveloped {
        return Err(Code::XmlStructure);
    }
    // References inside a document select no comments (XML Signature 4.4.3.3).
    let form = Form { comments: false, ..signature.transform.clone() };
    let only = (!is_whole).then_some(covered.number);
    Ok(xml::canonicalize(document, only, Some(signature.number), &form))
}

/// The elements that bear an identifier.
fn bearers(document: &Document, id: &str) -> Vec<usize> {
    let is_id = |namespace: &str, local: &str| match namespace {
        "" => local.eq_ignore_ascii_case("id"),
        WSU => local == "Id",
        "http://www.w3.org/XML/1998/namespace" => local == "id",
        _ => false,
    };
    let bears = |element: &&Element| {
        element.attributes.iter().any(|one| is_id(&one.namespace, &one.local) && one.value.trim() == id)
    };
    document.root.all().into_iter().filter(bears).map(|element| element.number).collect()
}

/// The scheme, after the digest, the signature and the key were found to agree.
fn scheme(signature: &Signature<'_>, certificate: &Certificate) -> Result<Scheme, Code> {
    let in_document = |strength| if strength == Strength::Weak { Code::XmlWeak } else { Code::AlgorithmUnsupported };
    let digest = uris::digest(&signature.digest_method).map_err(in_document)?;
    let stated = uris::scheme(&signature.signature_method).map_err(in_document)?;
    let of_key = Scheme::of_key(certificate.algorithm());
    match of_key {
        Err(Strength::Weak) => Err(Code::CertificateWeak),
        Err(_) => Err(Code::AlgorithmUnsupported),
        Ok(of_key) if of_key != stated || stated.digest() != digest => Err(Code::XmlAlgorithm),
        Ok(_) => Ok(stated),
    }
}

/// Base64 with white space between its lines.
fn decode(text: &str) -> Option<Vec<u8>> {
    let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '\t' | '\n' | '\r')).collect();
    STANDARD.decode(compact).ok().filter(|bytes| !bytes.is_empty())
}
