//! The certificate profile of Kazakhstan (domain-facts 4.3): subject names, key usages, roles.

use std::fmt;
use std::time::Duration;

use anyhow::Result;
use const_oid::db::{rfc4519, rfc5280};
use const_oid::{AssociatedOid, ObjectIdentifier};
use der::asn1::{Any, GeneralizedTime, Null, OctetString, SetOfVec, Uint, UtcTime};
use der::flagset::FlagSet;
use der::{Encode, Tag};
use eds::{PrivateKey, Role};
use jiff::Timestamp;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, CrlNumber, ExtendedKeyUsage, KeyUsage, KeyUsages,
    SubjectKeyIdentifier,
};
use x509_cert::ext::{Extension, Extensions};
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};
use x509_cert::time::{Time, Validity};

/// The kind of a holder's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// RSA-2048.
    Rsa,
    /// ECDSA P-256.
    Ec,
    /// GOST 34.10-2015 of 512 bits.
    Gost2015,
    /// GOST 34.310-2004.
    Gost2004,
}

/// What a certificate is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usage {
    /// Signing documents: digitalSignature, nonRepudiation, emailProtection.
    Sign,
    /// Login: digitalSignature, keyEncipherment, clientAuth.
    Auth,
}

/// What to certify.
#[derive(Clone)]
pub struct Profile {
    /// IIN of the holder, 12 digits.
    pub iin: Option<String>,
    /// BIN of the organisation, 12 digits.
    pub bin: Option<String>,
    /// Common name: surname and name.
    pub name: String,
    /// Roles; [`Role::Person`] for a certificate without an organisation.
    pub roles: Vec<Role>,
    /// Kind of the key.
    pub key: KeyKind,
    /// First second of validity.
    pub not_before: Timestamp,
    /// Last second of validity.
    pub not_after: Timestamp,
    /// What it is for.
    pub usage: Usage,
}

// The IIN and the name would be personal data outside the sandbox.
impl fmt::Debug for Profile {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Profile").field("roles", &self.roles).field("usage", &self.usage).finish_non_exhaustive()
    }
}

impl Profile {
    pub(super) fn subject(&self) -> Result<Name> {
        let mut parts = vec![(rfc4519::CN, Tag::Utf8String, self.name.clone())];
        if let Some(surname) = self.name.split_whitespace().next() {
            parts.push((rfc4519::SN, Tag::Utf8String, surname.to_owned()));
        }
        if let Some(iin) = &self.iin {
            parts.push((rfc4519::SERIAL_NUMBER, Tag::PrintableString, format!("IIN{iin}")));
        }
        parts.push((rfc4519::C, Tag::PrintableString, "KZ".to_owned()));
        if let Some(bin) = &self.bin {
            parts.push((rfc4519::OU, Tag::Utf8String, format!("BIN{bin}")));
        }
        name(parts)
    }

    pub(super) fn extensions(&self, key: &PrivateKey, issuer: &PrivateKey) -> Result<Extensions> {
        let (bits, purpose, policy) = match (self.usage, self.bin.is_some()) {
            (Usage::Sign, true) => (SIGN_BITS, rfc5280::ID_KP_EMAIL_PROTECTION, "1.2.398.3.3.2.1"),
            (Usage::Sign, false) => (SIGN_BITS, rfc5280::ID_KP_EMAIL_PROTECTION, "1.2.398.3.3.2.3"),
            (Usage::Auth, true) => (AUTH_BITS, rfc5280::ID_KP_CLIENT_AUTH, "1.2.398.3.3.2.2"),
            (Usage::Auth, false) => (AUTH_BITS, rfc5280::ID_KP_CLIENT_AUTH, "1.2.398.3.3.2.4"),
        };
        let mut purposes = vec![purpose];
        for role in &self.roles {
            purposes.push(ObjectIdentifier::new(role.oid())?);
        }
        let policy = PolicyInformation { policy_identifier: ObjectIdentifier::new(policy)?, policy_qualifiers: None };
        let mut extensions = identifiers(key, issuer)?;
        extensions.push(extension(true, &KeyUsage(flags(bits)))?);
        extensions.push(extension(false, &ExtendedKeyUsage(purposes))?);
        extensions.push(extension(false, &CertificatePolicies(vec![policy]))?);
        Ok(extensions)
    }
}

const SIGN_BITS: [KeyUsages; 2] = [KeyUsages::DigitalSignature, KeyUsages::NonRepudiation];
const AUTH_BITS: [KeyUsages; 2] = [KeyUsages::DigitalSignature, KeyUsages::KeyEncipherment];
const AUTHORITY_BITS: [KeyUsages; 2] = [KeyUsages::KeyCertSign, KeyUsages::CRLSign];

/// Name of an authority: C and CN.
pub(super) fn authority_name(common: &str) -> Result<Name> {
    name(vec![(rfc4519::C, Tag::PrintableString, "KZ".to_owned()), (rfc4519::CN, Tag::Utf8String, common.to_owned())])
}

/// Extensions of an authority that may have `below` authorities under it.
pub(super) fn authority_extensions(key: &PrivateKey, issuer: &PrivateKey, below: u8) -> Result<Extensions> {
    let mut extensions = identifiers(key, issuer)?;
    extensions.push(extension(true, &BasicConstraints { ca: true, path_len_constraint: Some(below) })?);
    extensions.push(extension(true, &KeyUsage(flags(AUTHORITY_BITS)))?);
    Ok(extensions)
}

/// A service of the authority beside its certificates.
#[derive(Clone, Copy)]
pub(super) enum Service {
    /// Answers on revocation.
    Responder,
    /// Time stamps.
    TimeStamps,
}

/// Extensions of the certificate of a service: its purpose alone; nobody asks whether a responder is revoked.
pub(super) fn service_extensions(service: Service, key: &PrivateKey, issuer: &PrivateKey) -> Result<Extensions> {
    let mut extensions = identifiers(key, issuer)?;
    extensions.push(extension(true, &KeyUsage(flags(SIGN_BITS)))?);
    match service {
        Service::Responder => {
            extensions.push(extension(false, &ExtendedKeyUsage(vec![rfc5280::ID_KP_OCSP_SIGNING]))?);
            let extn_id = ObjectIdentifier::new("1.3.6.1.5.5.7.48.1.5")?;
            extensions.push(Extension { extn_id, critical: false, extn_value: OctetString::new(Null.to_der()?)? });
        }
        Service::TimeStamps => {
            extensions.push(extension(true, &ExtendedKeyUsage(vec![rfc5280::ID_KP_TIME_STAMPING]))?);
        }
    }
    Ok(extensions)
}

/// Extensions of a revocation list: its number is its time of issue.
pub(super) fn crl_extensions(issuer: &PrivateKey, this_update: Timestamp) -> Result<Extensions> {
    let number = u64::try_from(this_update.as_second())?;
    Ok(vec![
        extension(false, &authority_identifier(issuer)?)?,
        extension(false, &CrlNumber(Uint::new(&number.to_be_bytes())?))?,
    ])
}

/// A period in whole seconds.
pub(super) fn validity(from: Timestamp, to: Timestamp) -> Result<Validity> {
    Ok(Validity { not_before: time(from)?, not_after: time(to)? })
}

/// An instant: `UTCTime` to 2049, `GeneralizedTime` after (RFC 5280 4.1.2.5).
pub(super) fn time(at: Timestamp) -> Result<Time> {
    let duration = Duration::from_secs(u64::try_from(at.as_second())?);
    match UtcTime::from_unix_duration(duration) {
        Ok(time) => Ok(Time::UtcTime(time)),
        Err(_) => Ok(Time::GeneralTime(GeneralizedTime::from_unix_duration(duration)?)),
    }
}

fn name(parts: Vec<(ObjectIdentifier, Tag, String)>) -> Result<Name> {
    let parts = parts
        .into_iter()
        .map(|(oid, tag, value)| {
            let value = Any::new(tag, value.into_bytes())?;
            Ok(RelativeDistinguishedName(SetOfVec::try_from(vec![AttributeTypeAndValue { oid, value }])?))
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(RdnSequence(parts))
}

fn flags(bits: [KeyUsages; 2]) -> FlagSet<KeyUsages> {
    bits.into_iter().fold(FlagSet::default(), |all, one| all | one)
}

fn identifiers(key: &PrivateKey, issuer: &PrivateKey) -> Result<Extensions> {
    Ok(vec![
        extension(false, &SubjectKeyIdentifier(key_identifier(key)?))?,
        extension(false, &authority_identifier(issuer)?)?,
    ])
}

fn authority_identifier(issuer: &PrivateKey) -> Result<AuthorityKeyIdentifier> {
    Ok(AuthorityKeyIdentifier {
        key_identifier: Some(key_identifier(issuer)?),
        authority_cert_issuer: None,
        authority_cert_serial_number: None,
    })
}

/// The leftmost 160 bits of the SHA-256 of the key (RFC 7093 section 2, method 1).
fn key_identifier(key: &PrivateKey) -> Result<OctetString> {
    let public = key.public_key()?;
    let digest = ring::digest::digest(&ring::digest::SHA256, public.subject_public_key.raw_bytes());
    Ok(OctetString::new(digest.as_ref().iter().copied().take(20).collect::<Vec<_>>())?)
}

fn extension<T: AssociatedOid + Encode>(critical: bool, value: &T) -> Result<Extension> {
    Ok(Extension { extn_id: T::OID, critical, extn_value: OctetString::new(value.to_der()?)? })
}
