//! Making XML signatures.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::uris::{self, DSIG, ENVELOPED, EXCLUSIVE};
use super::{Expected, SOAP, WSSE, WSU};
use crate::algorithm::{Scheme, fixed_ecdsa};
use crate::key::{KeyError, SigningKey};
use crate::xml::{self, Document, Form, Limits};

const TOKEN: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3";
const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";
const EMPTY_VALUE: &str = "<ds:SignatureValue></ds:SignatureValue>";

/// Signs a document: the signature becomes the last child of its root and is over the whole document.
///
/// # Errors
/// [`KeyError::NotSigned`] for what is no document, has a signature already, or has an empty-element tag for a root.
pub fn sign_enveloped(document: &[u8], key: &SigningKey) -> Result<Vec<u8>, KeyError> {
    let (parsed, text) = read(document)?;
    let form = Form::default();
    let data = xml::canonicalize(&parsed, None, None, &form);
    let transforms = format!("{}{}", transform(ENVELOPED), transform(uris::INCLUSIVE));
    let info = signed_info(key, "", (&transforms, uris::INCLUSIVE), &data);
    let certificates: String = std::iter::once(key.certificate())
        .chain(key.chain())
        .map(|one| format!("<ds:X509Certificate>{}</ds:X509Certificate>", STANDARD.encode(one.der())))
        .collect();
    let signature = signature(&info, &format!("<ds:X509Data>{certificates}</ds:X509Data>"));
    let at = parsed.root.place.close.ok_or(KeyError::NotSigned)?;
    complete(inserted(&text, at, &signature)?, key, (&Expected::ENVELOPED, &form))
}

/// Signs the body of a SOAP 1.1 message that has no security header yet. `id` names the body in the message. The certificate
/// stands before the signature as a binary security token.
///
/// # Errors
/// [`KeyError::NotSigned`] for what is no such message, or an `id` that is no name.
pub fn sign_body(message: &[u8], id: &str, key: &SigningKey) -> Result<Vec<u8>, KeyError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !id.starts_with(|c: char| c.is_ascii_alphabetic()) || !id.chars().all(plain) {
        return Err(KeyError::NotSigned);
    }
    let (parsed, text) = read(message)?;
    let body = parsed.root.at(&[(SOAP, "Body")]).ok_or(KeyError::NotSigned)?;
    let text = inserted(&text, body.place.name_end, &format!(" xmlns:wsu=\"{WSU}\" wsu:Id=\"{id}\""))?;
    let (parsed, text) = read(text.as_bytes())?;
    let body = parsed.root.at(&[(SOAP, "Body")]).ok_or(KeyError::NotSigned)?;
    let form = Form { exclusive: true, ..Form::default() };
    let data = xml::canonicalize(&parsed, Some(body.number), None, &form);
    let info = signed_info(key, &format!("#{id}"), (&transform(EXCLUSIVE), EXCLUSIVE), &data);
    let reference = format!(
        "<wsse:SecurityTokenReference><wsse:Reference URI=\"#{id}-token\" ValueType=\"{TOKEN}\"/></wsse:SecurityTokenReference>"
    );
    let security = format!(
        "<wsse:Security xmlns:wsse=\"{WSSE}\" xmlns:wsu=\"{WSU}\"><wsse:BinarySecurityToken EncodingType=\"{BASE64}\" ValueType=\"{TOKEN}\" \
         wsu:Id=\"{id}-token\">{}</wsse:BinarySecurityToken>{}</wsse:Security>",
        STANDARD.encode(key.certificate().der()),
        signature(&info, &reference),
    );
    let text = match parsed.root.at(&[(SOAP, "Header")]) {
        Some(header) => inserted(&text, header.place.close.ok_or(KeyError::NotSigned)?, &security)?,
        None => {
            let header = format!("<q:Header xmlns:q=\"{SOAP}\">{security}</q:Header>");
            inserted(&text, body.place.start, &header)?
        }
    };
    complete(text, key, (&Expected::SOAP_BODY, &form))
}

fn read(bytes: &[u8]) -> Result<(Document, String), KeyError> {
    xml::parse(bytes, Limits::default()).ok_or(KeyError::NotSigned)
}

fn inserted(text: &str, at: usize, what: &str) -> Result<String, KeyError> {
    let (before, after) = text.split_at_checked(at).ok_or(KeyError::NotSigned)?;
    Ok([before, what, after].concat())
}

fn transform(uri: &str) -> String {
    format!("<ds:Transform Algorithm=\"{uri}\"></ds:Transform>")
}

fn signed_info(key: &SigningKey, uri: &str, (transforms, form): (&str, &str), data: &[u8]) -> String {
    let scheme = key.key().scheme();
    let (method, digest_method) = uris::of_scheme(scheme);
    let digest = STANDARD.encode(scheme.digest().of(data));
    format!(
        "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"{form}\"></ds:CanonicalizationMethod><ds:SignatureMethod \
         Algorithm=\"{method}\"></ds:SignatureMethod><ds:Reference URI=\"{uri}\"><ds:Transforms>{transforms}</ds:Transforms><ds:DigestMethod \
         Algorithm=\"{digest_method}\"></ds:DigestMethod><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    )
}

fn signature(info: &str, key_info: &str) -> String {
    format!("<ds:Signature xmlns:ds=\"{DSIG}\">{info}{EMPTY_VALUE}<ds:KeyInfo>{key_info}</ds:KeyInfo></ds:Signature>")
}

/// Signs the signed info where it stands now, because its canonical bytes hold namespaces from around it.
fn complete(text: String, key: &SigningKey, (expected, form): (&Expected<'_>, &Form)) -> Result<Vec<u8>, KeyError> {
    let (parsed, _) = read(text.as_bytes())?;
    let (_, element) = super::places(&parsed, expected).map_err(|_| KeyError::NotSigned)?;
    let info = element.at(&[(DSIG, "SignedInfo")]).ok_or(KeyError::NotSigned)?;
    let value = key.key().sign(&xml::canonicalize(&parsed, Some(info.number), None, form))?;
    let value = match key.key().scheme() {
        Scheme::Ecdsa => fixed_ecdsa(&value).ok_or(KeyError::NotSigned)?,
        Scheme::Rsa | Scheme::Gost(_) => value,
    };
    let value = format!("<ds:SignatureValue>{}</ds:SignatureValue>", STANDARD.encode(value));
    let place = element.at(&[(DSIG, "SignatureValue")]).ok_or(KeyError::NotSigned)?.place.start;
    let (before, after) = text.split_at_checked(place).ok_or(KeyError::NotSigned)?;
    let after = after.strip_prefix(EMPTY_VALUE).ok_or(KeyError::NotSigned)?;
    Ok([before, &value, after].concat().into_bytes())
}
