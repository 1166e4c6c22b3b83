//! Certificate revocation lists (RFC 5280 section 5), complete ones only.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

use const_oid::{AssociatedOid, ObjectIdentifier};
use der::asn1::{Any, ContextSpecific, GeneralizedTime};
use der::{Decode, Encode, Reader, SliceReader, Tag, TagNumber, Tagged};
use jiff::Timestamp;
use spki::AlgorithmIdentifierOwned;
use x509_cert::certificate::Version;
use x509_cert::crl::RevokedCert;
use x509_cert::ext::pkix::CrlNumber;
use x509_cert::ext::{Extension, Extensions};
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::algorithm::{self, Check};
use crate::certificate::{Certificate, Signed, timestamp};
use crate::code::Code;
use crate::pem;
use crate::revocation::{Moment, Reason, Revoked, Standing};
use crate::subject::same_name;

/// deltaCRLIndicator: a list of changes.
const DELTA: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.27");
/// issuingDistributionPoint: a list of some certificates, or of several issuers.
const PARTIAL: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.28");
/// certificateIssuer: an entry of another issuer.
const OTHER_ISSUER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.29");
const REASON: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.21");
const INVALIDITY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.24");
/// removeFromCRL, which only a list of changes may say.
const REMOVED: u8 = 8;

/// A revocation list. Its signature is verified when it is first used.
#[derive(Debug)]
pub struct Crl {
    der: Vec<u8>,
    /// Where the signed part lies.
    signed: Range<usize>,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
    issuer: Name,
    this_update: Timestamp,
    next_update: Option<Timestamp>,
    number: Option<Vec<u8>>,
    revoked: HashMap<Vec<u8>, Revoked>,
    /// The issuer's key under which the signature was found right, so that a long list is hashed once.
    verified_under: OnceLock<Vec<u8>>,
}

impl Crl {
    /// Reads one list, DER or PEM.
    ///
    /// Refuses with [`Code::RevocationMalformed`] what is not strict DER, what has a critical extension, names a
    /// certificate twice or is a delta list, an indirect list or one of a part of the certificates, even where that
    /// is not marked critical: it would be read wrongly as a complete one.
    pub fn parse(bytes: &[u8]) -> Result<Self, Code> {
        let decoded = match pem::read(bytes) {
            None => Self::decode(bytes),
            Some(file) => file.blocks.iter().find(|block| block.label == "X509 CRL").and_then(|b| Self::decode(&b.der)),
        };
        decoded.ok_or(Code::RevocationMalformed)
    }

    fn decode(der: &[u8]) -> Option<Self> {
        let envelope = Signed::from_der(der).ok()?;
        let signed = place_of_content(der, &envelope.content)?;
        let list = read_list(envelope.content.value()).ok()?;
        let extensions = list.extensions.unwrap_or_default();
        let is_partial = extensions.iter().any(|one| one.critical || [DELTA, PARTIAL].contains(&one.extn_id));
        if list.signature != envelope.algorithm || is_partial {
            return None;
        }
        let mut revoked = HashMap::with_capacity(list.revoked.len());
        for one in &list.revoked {
            let told = revocation(one)?;
            if revoked.insert(one.serial_number.as_bytes().to_vec(), told).is_some() {
                return None;
            }
        }
        let number = extensions.iter().find(|one| one.extn_id == CrlNumber::OID);
        let number = number.map(|one| CrlNumber::from_der(one.extn_value.as_bytes())).transpose().ok()?;
        Some(Self {
            der: der.to_vec(),
            signed,
            signature: envelope.signature.as_bytes()?.to_vec(),
            algorithm: envelope.algorithm,
            issuer: list.issuer,
            this_update: timestamp(list.this_update),
            next_update: list.next_update.map(timestamp),
            number: number.map(|number| number.0.as_bytes().to_vec()),
            revoked,
            verified_under: OnceLock::new(),
        })
    }

    /// The exact bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The instant of issue.
    pub fn this_update(&self) -> Timestamp {
        self.this_update
    }

    /// The instant before which the next list is issued.
    pub fn next_update(&self) -> Option<Timestamp> {
        self.next_update
    }

    /// The number of the list, hexadecimal, when stated.
    pub fn number(&self) -> Option<String> {
        self.number.as_ref().map(|bytes| bytes.iter().map(|byte| format!("{byte:02X}")).collect())
    }

    /// Revocation of a certificate of this list's issuer.
    pub fn revoked(&self, certificate: &Certificate) -> Option<Revoked> {
        self.revoked.get(certificate.tbs.serial_number.as_bytes()).copied()
    }

    /// Revocation instant of a certificate of this list's issuer.
    pub fn revoked_at(&self, certificate: &Certificate) -> Option<Timestamp> {
        self.revoked(certificate).map(|revoked| revoked.at)
    }

    /// Whether `issuer` may sign revocation lists and signed this one.
    pub fn is_issued_by(&self, issuer: &Certificate) -> bool {
        self.check_issued_by(issuer) == Check::Valid
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
        let signed = self.der.get(self.signed.clone()).unwrap_or_default();
        let check = algorithm::check(issuer.public_key(), &self.algorithm, signed, &self.signature);
        if check == Check::Valid {
            // Another thread may have stored the same key first; both found the signature right.
            self.verified_under.get_or_init(|| key);
        }
        check
    }
}

/// The place of the signed part inside the envelope, so that a long list is kept once.
fn place_of_content(der: &[u8], content: &Any) -> Option<Range<usize>> {
    let start = usize::try_from(SliceReader::new(der).ok()?.peek_header().ok()?.encoded_len().ok()?).ok()?;
    let end = start.checked_add(usize::try_from(content.encoded_len().ok()?).ok()?)?;
    (der.get(start..end)? == content.to_der().ok()?).then_some(start..end)
}

/// What `lists` say of `certificate`, issued by `issuer`.
///
/// The latest list that tells of the moment decides. Without one a revocation in any list still counts: a signature
/// without a trusted time stamp gains nothing from having been made before it.
pub(crate) fn standing(lists: &[Crl], certificate: &Certificate, issuer: &Certificate, moment: Moment) -> Standing {
    let checked: Vec<(Check, &Crl)> = lists.iter().map(|list| (list.check_issued_by(issuer), list)).collect();
    let right = || checked.iter().filter(|(check, _)| *check == Check::Valid).map(|(_, list)| *list);
    let hits = |list: &Crl| list.revoked(certificate).is_some_and(|revoked| moment.is_hit_by(revoked));
    let telling = right().filter(|list| moment.is_told_by(list.this_update, list.next_update, certificate));
    if let Some(latest) = telling.max_by_key(|list| list.this_update) {
        return if hits(latest) { Standing::Revoked } else { Standing::Good };
    }
    if right().any(hits) {
        Standing::Revoked
    } else if right().next().is_some() {
        Standing::Stale
    } else if checked.iter().any(|(check, _)| *check == Check::Unsupported) {
        Standing::Unsupported
    } else {
        Standing::Unknown
    }
}

/// What one entry says; `None` when it may not stand in a complete list.
fn revocation(entry: &RevokedCert) -> Option<Revoked> {
    let extensions = entry.crl_entry_extensions.as_deref().unwrap_or_default();
    if extensions.iter().any(|one| one.critical || one.extn_id == OTHER_ISSUER) {
        return None;
    }
    let value =
        |oid| extensions.iter().find(|one: &&Extension| one.extn_id == oid).map(|one| one.extn_value.as_bytes());
    let reason = value(REASON).map(reason).transpose().ok()?;
    let unsafe_from = value(INVALIDITY).map(GeneralizedTime::from_der).transpose().ok()?;
    let at = timestamp(entry.revocation_date);
    let earlier = unsafe_from.map(|time| timestamp(Time::GeneralTime(time))).filter(|earlier| *earlier < at);
    (reason != Some(Reason(REMOVED))).then(|| Revoked { at: earlier.unwrap_or(at), reason })
}

fn reason(der: &[u8]) -> der::Result<Reason> {
    let value = Any::from_der(der)?;
    match (value.tag(), value.value()) {
        (Tag::Enumerated, [number]) => Ok(Reason(*number)),
        (tag, _) => Err(tag.value_error()),
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
