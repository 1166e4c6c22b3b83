//! Online answers on revocation (OCSP, RFC 6960): requests and signed answers, as bytes; sending them is the caller's.

mod asn1;
mod compose;

use der::{Decode, Encode, Tag, Tagged};
use jiff::{SignedDuration, Timestamp};
use spki::AlgorithmIdentifierOwned;
use x509_cert::time::Time;

pub use self::compose::{Told, answer, request};

use self::asn1::{
    BASIC, Basic, CertId, CertStatus, NO_CHECK, NONCE, OCSP_SIGNING, Responder, Response, ResponseData, ResponseStatus,
    Single,
};
use crate::algorithm::{self, Check};
use crate::certificate::{Certificate, timestamp};
use crate::code::Code;
use crate::crl;
use crate::digest::{Digest, sha1_identifier};
use crate::revocation::{Material, Moment, Reason, Revoked, Standing};
use crate::subject::same_name;

/// An answer larger than this is refused; parsing sorts sets in quadratic time.
const BYTES_MAX: usize = 64 * 1024;
/// How long an answer that does not say when it is replaced counts as current.
const CURRENT_FOR: SignedDuration = SignedDuration::from_mins(15);

/// An answer of a responder. Its signature and its right to answer are verified when it is used.
pub struct Answer {
    der: Vec<u8>,
    signed: Vec<u8>,
    algorithm: AlgorithmIdentifierOwned,
    signature: Vec<u8>,
    certificates: Vec<Certificate>,
    responder: Responder,
    produced_at: Timestamp,
    singles: Vec<Single>,
}

impl std::fmt::Debug for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Answer").field("produced_at", &self.produced_at).finish_non_exhaustive()
    }
}

impl Answer {
    /// Reads an answer in DER. `nonce` is that of the request and must come back; a stored answer is read without.
    ///
    /// # Errors
    /// [`Code::RevocationMalformed`] for what is not strict DER, has an unknown critical extension or is too large;
    /// [`Code::RevocationRefused`] when the responder gave no answer; [`Code::RevocationNonce`] for another nonce.
    pub fn parse(der: &[u8], nonce: Option<&[u8]>) -> Result<Self, Code> {
        let bounded = Some(der).filter(|der| der.len() <= BYTES_MAX).ok_or(Code::RevocationMalformed)?;
        let response = Response::from_der(bounded).map_err(|_| Code::RevocationMalformed)?;
        if response.status != ResponseStatus::Successful {
            return Err(Code::RevocationRefused);
        }
        let (answer, stated) = Self::decode(der, &response).ok_or(Code::RevocationMalformed)?;
        match nonce {
            Some(nonce) if stated.as_deref() != Some(nonce) => Err(Code::RevocationNonce),
            Some(_) | None => Ok(answer),
        }
    }

    fn decode(der: &[u8], response: &Response) -> Option<(Self, Option<Vec<u8>>)> {
        let inside = response.bytes.as_ref().filter(|bytes| bytes.kind == BASIC)?.response.as_bytes();
        let basic = Basic::from_der(inside).ok()?;
        let signed = basic.signed.to_der().ok()?;
        let data = ResponseData::from_der(&signed).ok()?;
        let is_strict = response.to_der().ok()? == der && data.to_der().ok()? == signed;
        let of_all = data.extensions.as_deref().unwrap_or_default();
        let of_each = data.responses.iter().flat_map(|one| one.extensions.iter().flatten());
        let unknown = of_all.iter().chain(of_each).any(|one| one.critical && one.extn_id != NONCE);
        if !is_strict || unknown || data.version.is_some() {
            return None;
        }
        let certificates = basic.certificates.unwrap_or_default();
        let certificates = certificates.iter().map(|one| Certificate::from_der(&one.to_der().ok()?).ok());
        let answer = Self {
            der: der.to_vec(),
            signature: basic.signature.as_bytes()?.to_vec(),
            algorithm: basic.algorithm,
            certificates: certificates.collect::<Option<_>>()?,
            responder: data.responder,
            produced_at: general(data.produced_at),
            singles: data.responses,
            signed,
        };
        Some((answer, of_all.iter().find(|one| one.extn_id == NONCE).and_then(compose::read_nonce)))
    }

    /// The exact bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// When the responder signed.
    pub fn produced_at(&self) -> Timestamp {
        self.produced_at
    }

    /// Whether it says anything of `certificate` as one of `issuer`.
    pub fn is_about(&self, certificate: &Certificate, issuer: &Certificate) -> bool {
        self.single(certificate, issuer).is_some()
    }

    fn single(&self, certificate: &Certificate, issuer: &Certificate) -> Option<&Single> {
        self.singles.iter().find(|single| is_of(&single.id, certificate, issuer))
    }

    /// Whether somebody who may speak for `issuer` signed: it itself, or a certificate of its for this purpose.
    fn check(&self, issuer: &Certificate, material: Material<'_>, moment: Moment) -> Check {
        if self.names(issuer) {
            return self.check_under(issuer);
        }
        let delegate = self.certificates.iter().find(|one| self.names(one) && self.may_answer(one, issuer));
        let Some(delegate) = delegate else { return Check::Invalid };
        match delegate.check_issued_by(issuer) {
            Check::Valid if self.is_unrevoked(delegate, issuer, material, moment) => self.check_under(delegate),
            Check::Valid | Check::Invalid => Check::Invalid,
            refused @ (Check::Weak | Check::Unsupported) => refused,
        }
    }

    fn check_under(&self, signer: &Certificate) -> Check {
        algorithm::check(signer.public_key(), &self.algorithm, &self.signed, &self.signature)
    }

    fn names(&self, certificate: &Certificate) -> bool {
        match &self.responder {
            Responder::Name(name) => same_name(name, certificate.subject()),
            Responder::Key(hash) => {
                let key = certificate.public_key().subject_public_key.raw_bytes();
                sha1_identifier(key) == hash.as_bytes() || Digest::Sha256.of(key) == hash.as_bytes()
            }
        }
    }

    /// Rights and validity of a delegated responder, all but the signature of `issuer` on it.
    fn may_answer(&self, delegate: &Certificate, issuer: &Certificate) -> bool {
        let valid = delegate.not_before() <= self.produced_at && self.produced_at <= delegate.not_after();
        let signs = delegate.may_sign_digitally() && delegate.has_purpose(OCSP_SIGNING);
        let understood = !delegate.has_unknown_critical_extension();
        same_name(delegate.issuer(), issuer.subject()) && valid && signs && understood
    }

    /// A responder's certificate says that it need not be asked about, or a list says that it is good.
    fn is_unrevoked(
        &self,
        delegate: &Certificate,
        issuer: &Certificate,
        material: Material<'_>,
        moment: Moment,
    ) -> bool {
        let standing = crl::standing(material.lists, delegate, issuer, moment);
        standing == Standing::Good || (standing != Standing::Revoked && delegate.has_extension(NO_CHECK))
    }
}

/// What the answers say of `certificate`, issued by `issuer`: the latest right one decides; `None` without any.
pub(crate) fn standing(
    material: Material<'_>,
    certificate: &Certificate,
    issuer: &Certificate,
    moment: Moment,
) -> Option<Standing> {
    let about = material.answers.iter().filter_map(|answer| Some((answer, answer.single(certificate, issuer)?)));
    let checked: Vec<(Check, &Single)> =
        about.map(|(answer, single)| (answer.check(issuer, material, moment), single)).collect();
    let right = || checked.iter().filter(|(check, _)| *check == Check::Valid).map(|(_, single)| *single);
    let hits = |single: &Single| revoked(single).is_some_and(|revoked| moment.is_hit_by(revoked));
    let telling = right().filter(|single| is_telling(single, certificate, moment));
    if let Some(latest) = telling.max_by_key(|single| general(single.this_update)) {
        return Some(match &latest.status {
            CertStatus::Unknown(_) => Standing::Unknown,
            CertStatus::Revoked(_) if hits(latest) => Standing::Revoked,
            CertStatus::Good(_) | CertStatus::Revoked(_) => Standing::Good,
        });
    }
    if right().any(hits) {
        Some(Standing::Revoked)
    } else if right().next().is_some() {
        Some(Standing::Stale)
    } else if checked.iter().any(|(check, _)| *check == Check::Unsupported) {
        Some(Standing::Unsupported)
    } else {
        None
    }
}

fn is_telling(single: &Single, certificate: &Certificate, moment: Moment) -> bool {
    let this = general(single.this_update);
    let next = single.next_update.map(general).or_else(|| this.checked_add(CURRENT_FOR).ok());
    moment.is_told_by(this, next, certificate)
}

fn revoked(single: &Single) -> Option<Revoked> {
    let CertStatus::Revoked(info) = &single.status else { return None };
    let reason = info.reason.as_ref().filter(|value| value.tag() == Tag::Enumerated);
    let reason = reason.and_then(|value| value.value().first()).map(|number| Reason(*number));
    Some(Revoked { at: general(info.at), reason })
}

/// Whether an identifier is of `certificate` under the name and the key of `issuer`. Responders answer with the digest they were asked
/// with, or with SHA-1: it only finds the certificate.
fn is_of(id: &CertId, certificate: &Certificate, issuer: &Certificate) -> bool {
    let hash = |bytes: &[u8]| {
        let is_sha1 = id.digest.oid == const_oid::db::rfc5912::ID_SHA_1;
        if is_sha1 { Some(sha1_identifier(bytes)) } else { Some(Digest::named(&id.digest).ok()?.of(bytes)) }
    };
    let Ok(name) = issuer.subject().to_der() else { return false };
    let key = issuer.public_key().subject_public_key.raw_bytes();
    id.serial == certificate.tbs.serial_number
        && hash(&name).as_deref() == Some(id.issuer_name.as_bytes())
        && hash(key).as_deref() == Some(id.issuer_key.as_bytes())
}

fn general(time: der::asn1::GeneralizedTime) -> Timestamp {
    timestamp(Time::GeneralTime(time))
}
