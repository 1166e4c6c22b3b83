//! The names of algorithms in XML signatures, those of Kazakhstan included (domain-facts 4.3).

use crate::algorithm::{Scheme, Strength};
use crate::digest::Digest;
use crate::gost::Gost;
use crate::xml::Form;

pub(super) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
pub(super) const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const EXCLUSIVE_COMMENTS: &str = "http://www.w3.org/2001/10/xml-exc-c14n#WithComments";
pub(super) const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
const INCLUSIVE_COMMENTS: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";
pub(super) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

const RSA: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
const ECDSA: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
const GOST_2004: &str = "http://www.w3.org/2001/04/xmldsig-more#gost34310-gost34311";
const GOST_2015: &str = "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34102015-gostr34112015-512";
const WEAK_SIGNATURES: [&str; 4] = [
    "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
    "http://www.w3.org/2000/09/xmldsig#dsa-sha1",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1",
];

const SHA_256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
const GOST_34311: &str = "http://www.w3.org/2001/04/xmldsig-more#gost34311";
const STREEBOG: &str = "urn:ietf:params:xml:ns:pkigovkz:xmlsec:algorithms:gostr34112015-512";
const WEAK_DIGESTS: [&str; 2] =
    ["http://www.w3.org/2000/09/xmldsig#sha1", "http://www.w3.org/2001/04/xmldsig-more#md5"];

/// A form of canonical XML by its name; the prefixes of an exclusive one are read elsewhere.
pub(super) fn form(uri: &str) -> Option<Form> {
    let (exclusive, comments) = match uri {
        INCLUSIVE => (false, false),
        INCLUSIVE_COMMENTS => (false, true),
        EXCLUSIVE => (true, false),
        EXCLUSIVE_COMMENTS => (true, true),
        _ => return None,
    };
    Some(Form { exclusive, comments, inclusive_prefixes: Vec::new() })
}

/// The scheme of a signature method; an error is weak or unsupported.
pub(super) fn scheme(uri: &str) -> Result<Scheme, Strength> {
    match uri {
        RSA => Ok(Scheme::Rsa),
        ECDSA => Ok(Scheme::Ecdsa),
        GOST_2004 => Ok(Scheme::Gost(Gost::Gost2004)),
        GOST_2015 => Ok(Scheme::Gost(Gost::Gost2015)),
        _ if WEAK_SIGNATURES.contains(&uri) => Err(Strength::Weak),
        _ => Err(Strength::Unsupported),
    }
}

/// The digest of a digest method; an error is weak or unsupported.
pub(super) fn digest(uri: &str) -> Result<Digest, Strength> {
    match uri {
        SHA_256 => Ok(Digest::Sha256),
        GOST_34311 => Ok(Digest::Gost34311),
        STREEBOG => Ok(Digest::Streebog512),
        _ if WEAK_DIGESTS.contains(&uri) => Err(Strength::Weak),
        _ => Err(Strength::Unsupported),
    }
}

/// The names of a scheme and of its digest.
pub(super) fn of_scheme(scheme: Scheme) -> (&'static str, &'static str) {
    match scheme {
        Scheme::Rsa => (RSA, SHA_256),
        Scheme::Ecdsa => (ECDSA, SHA_256),
        Scheme::Gost(Gost::Gost2004) => (GOST_2004, GOST_34311),
        Scheme::Gost(Gost::Gost2015) => (GOST_2015, STREEBOG),
    }
}
