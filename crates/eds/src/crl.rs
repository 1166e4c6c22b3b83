//! Certificate revocation lists (RFC 5280 section 5), complete ones only.

use std::collections::HashMap;
use std::sync::OnceLock;

use der::asn1::ContextSpecific;
use der::{Decode, Encode, Reader, SliceReader, Tag, TagNumber};
use jiff::Timestamp;
use spki::AlgorithmIdentifierOwned;
use x509_cert::certificate::Version;
use x509_cert::crl::RevokedCert;
use x509_cert::ext::Extensions;
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::algorithm::{self, Check};
use crate::certificate::{Certificate, Signed, timestamp};
use crate::code::Code;
use crate::pem;
use crate::subject::same_name;

/// A revocation list. Its signature is verified when it is first used.
#[derive(Debug)]
pub struct Crl {
    signed: Vec<u8>,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
    issuer: Name,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    revoked: HashMap<Vec<u8>, Timestamp>,
    /// The issuer's key under which the signature was found right, so that a long list is hashed once.
    verified_under: OnceLock<Vec<u8>>,
}

/// What the lists say of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    Revoked,
    Stale,
    Unknown,
    Unsupported,
}

impl Crl {
    /// Reads one list, DER or PEM.
    ///
    /// Refuses with [`Code::RevocationMalformed`] what is not strict DER and what has a critical extension: delta
    /// lists, indirect lists and lists of a part of the certificates would be read wrongly as complete ones.
    pub fn parse(bytes: &[u8]) -> Result<Self, Code> {
        let decoded = match pem::read(bytes) {
            None => Self::decode(bytes),
            Some(file) => file.blocks.iter().find(|block| block.label == "X509 CRL").and_then(|b| Self::decode(&b.der)),
        };
        decoded.ok_or(Code::RevocationMalformed)
    }

    fn decode(der: &[u8]) -> Option<Self> {
        let envelope = Signed::from_der(der).ok()?;
        let signed = envelope.content.to_der().ok()?;
        let list = read_list(envelope.content.value()).ok()?;
        let mut extensions = list.extensions.iter().flatten();
        let mut entries = list.revoked.iter().flat_map(|one| one.crl_entry_extensions.iter().flatten());
        if list.signature != envelope.algorithm || extensions.any(|one| one.critical) || entries.any(|one| one.critical)
        {
            return None;
        }
        let mut revoked = HashMap::with_capacity(list.revoked.len());
        for one in list.revoked {
            revoked.insert(one.serial_number.as_bytes().to_vec(), timestamp(one.revocation_date));
        }
        Some(Self {
            signed,
            signature: envelope.signature.as_bytes()?.to_vec(),
            algorithm: envelope.algorithm,
            issuer: list.issuer,
            this_update: timestamp(list.this_update),
            next_update: list.next_update.map(timestamp),
            revoked,
            verified_under: OnceLock::new(),
        })
    }

    /// The instant of issue.
    pub fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// The instant before which the next list is issued.
    pub fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// Revocation instant of a certificate of this list's issuer.
    pub fn revoked_at(&self, certificate: &Certificate) -> Option<Timestamp> {
        self.revoked.get(certificate.tbs.serial_number.as_bytes()).copied()
    }

    /// Whether `issuer` may sign revocation lists and signed this one.
    pub fn is_issued_by(&self, issuer: &Certificate) -> bool {
        self.check_issued_by(issuer) == Check::Valid
    }

    fn current_at(&self, at: Timestamp) -> bool {
        self.this_update <= at && self.next_update.is_some_and(|next| at < next)
    }

    /// Verifies that `issuer` signed this list, by name, right and key.
    fn check_issued_by(&self, issuer: &Certificate) -> Check {
        let Ok(key) = issuer.public_key().to_der() else { return Check::Invalid };
        if !same_name(&self.issuer, issuer.subject()) || !issuer.signs_revocations() {
            return Check::Invalid;
        }
        if self.verified_under.get() == Some(&key) {
            return Check::Valid;
        }
        let check = algorithm::check(issuer.public_key(), &self.algorithm, &self.signed, &self.signature);
        if check == Check::Valid {
            // Another thread may have stored the same key first; both found the signature right.
            self.verified_under.get_or_init(|| key);
        }
        check
    }
}

/// What `lists` say at `at` of `certificate`, issued by `issuer`.
///
/// The latest current list decides. Without a current one a revocation in an older or later list still counts:
/// a signature without a trusted time stamp gains nothing from having been made before it.
pub(crate) fn standing(lists: &[Crl], certificate: &Certificate, issuer: &Certificate, at: Timestamp) -> Standing {
    let checked: Vec<(Check, &Crl)> = lists.iter().map(|list| (list.check_issued_by(issuer), list)).collect();
    let right = || checked.iter().filter(|(check, _)| *check == Check::Valid).map(|(_, list)| *list);
    if let Some(latest) = right().filter(|list| list.current_at(at)).max_by_key(|list| list.this_update) {
        return if latest.revoked_at(certificate).is_some() { Standing::Revoked } else { Standing::Good };
    }
    if right().any(|list| list.revoked_at(certificate).is_some()) {
        Standing::Revoked
    } else if right().next().is_some() {
        Standing::Stale
    } else if checked.iter().any(|(check, _)| *check == Check::Unsupported) {
        Standing::Unsupported
    } else {
        Standing::Unknown
    }
}

/// `TBSCertList`, written out because lists of version 1 leave the version away.
struct List {
    signature: AlgorithmIdentifierOwned,
    issuer: Name,
    this_update: Time,
    next_update: Option<Time>,
    revoked: Vec<RevokedCert>,
    extensions: Option<Extensions>,
}

fn read_list(content: &[u8]) -> der::Result<List> {
    let mut reader = SliceReader::new(content)?;
    let version = Option::<Version>::decode(&mut reader)?;
    let list = List {
        signature: AlgorithmIdentifierOwned::decode(&mut reader)?,
        issuer: Name::decode(&mut reader)?,
        this_update: Time::decode(&mut reader)?,
        next_update: Option::<Time>::decode(&mut reader)?,
        revoked: Option::<Vec<RevokedCert>>::decode(&mut reader)?.unwrap_or_default(),
        extensions: ContextSpecific::<Extensions>::decode_explicit(&mut reader, TagNumber::N0)?
            .map(|field| field.value),
    };
    if version.is_some_and(|version| version != Version::V2) {
        return Err(Tag::Integer.value_error());
    }
    reader.finish(list)
}
