//! Paths from a certificate to a trust anchor (RFC 5280 section 6, without policies and name constraints).

use jiff::Timestamp;

use crate::algorithm::{self, Check, Strength};
use crate::certificate::Certificate;
use crate::code::{Code, Status};
use crate::crl::Crl;
use crate::ocsp::Answer;
use crate::revocation::{self, Material, Moment, Standing};
use crate::subject::same_name;

/// Certificates in a path, anchor included; the real paths of Kazakhstan have two or three.
const PATH_MAX: usize = 6;
/// Signatures verified while searching for one path, so that a crafted pool of certificates costs little.
const CHECKS_MAX: u32 = 64;

/// Whether revocation is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Revocation {
    /// A current list or answer for every certificate of the path is needed, else the verification is indeterminate.
    #[default]
    Required,
    /// Revocation is not looked at.
    Skip,
}

/// What is trusted: anchors, revocation lists, OCSP answers and whether these are needed.
#[derive(Debug, Default)]
pub struct Trust {
    /// Trust anchors, self-signed or not. Only authorities count; each is known by its key, never by its name.
    pub roots: Vec<Certificate>,
    /// Revocation lists, in any order.
    pub crls: Vec<Crl>,
    /// OCSP answers, in any order.
    pub answers: Vec<Answer>,
    /// Whether lists or answers are needed.
    pub revocation: Revocation,
}

impl Trust {
    /// Reads anchors and lists from the bytes of files, DER or PEM; a file of anchors may hold several.
    ///
    /// A folder of anchors often holds the authorities' lists too: these are passed over.
    ///
    /// # Errors
    /// [`Code::CertificateMalformed`] or [`Code::RevocationMalformed`] for the first file that is neither.
    pub fn read(
        roots: impl IntoIterator<Item = impl AsRef<[u8]>>,
        crls: impl IntoIterator<Item = impl AsRef<[u8]>>,
        revocation: Revocation,
    ) -> Result<Self, Code> {
        let mut anchors = Vec::new();
        for file in roots {
            match Certificate::parse_all(file.as_ref()) {
                Ok(found) => anchors.extend(found),
                Err(_) if Crl::parse(file.as_ref()).is_ok() => {}
                Err(code) => return Err(code),
            }
        }
        let crls = crls.into_iter().map(|file| Crl::parse(file.as_ref())).collect::<Result<_, _>>()?;
        Ok(Self { roots: anchors, crls, answers: Vec::new(), revocation })
    }
}

/// Judges `certificate` at `at`: a path of verified signatures over `pool` to an anchor of `trust`, in which every
/// certificate is valid, strong, of understood extensions and not revoked, and every issuer an authority. Revocation is
/// taken from the OCSP answers of `trust`, then from its lists.
///
/// # Errors
/// The code of the first defect of the best path; [`Code::CertificateUntrusted`] when there is no path.
pub fn validate(certificate: &Certificate, pool: &[Certificate], trust: &Trust, at: Timestamp) -> Result<(), Code> {
    let moment = Moment { at, stamped: None };
    validate_with(certificate, pool, &Question { trust, revocation: trust.revocation, moment })
}

/// What is asked of a path: the trust, whether revocation is asked after all, and the moments.
pub(crate) struct Question<'a> {
    pub(crate) trust: &'a Trust,
    pub(crate) revocation: Revocation,
    pub(crate) moment: Moment,
}

pub(crate) fn validate_with(
    certificate: &Certificate,
    pool: &[Certificate],
    question: &Question<'_>,
) -> Result<(), Code> {
    judge_algorithms(certificate)?;
    let mut search = Search { question, pool, checks_left: CHECKS_MAX, best: None };
    // An authority that is itself configured, byte for byte, needs no issuer.
    let is_anchor = question.trust.roots.iter().any(|root| root.is_authority() && root.der() == certificate.der());
    let path = &mut vec![certificate];
    let found = if is_anchor { search.judge(path) } else { search.extend(path) };
    if found {
        return Ok(());
    }
    Err(search.best.and_then(Status::code).unwrap_or(Code::CertificateUntrusted))
}

fn judge_algorithms(certificate: &Certificate) -> Result<(), Code> {
    for strength in
        [certificate.algorithm().strength(), algorithm::signature_strength(certificate.signature_algorithm())]
    {
        match strength {
            Strength::Supported => {}
            Strength::Weak => return Err(Code::CertificateWeak),
            Strength::Unsupported => return Err(Code::AlgorithmUnsupported),
        }
    }
    Ok(())
}

struct Search<'a> {
    question: &'a Question<'a>,
    pool: &'a [Certificate],
    checks_left: u32,
    /// The defect to report when no path is right.
    best: Option<Status>,
}

impl<'a> Search<'a> {
    /// Looks for a right path that begins with `path`, issuers last; recursion ends at [`PATH_MAX`].
    ///
    /// A path ends with the anchor as it was configured. A certificate of the pool with an anchor's name and key is
    /// never used: what it says of validity or path length is not what was trusted.
    fn extend(&mut self, path: &mut Vec<&'a Certificate>) -> bool {
        let Some(current) = path.last().copied() else { return false };
        if path.len() >= PATH_MAX {
            self.note(Code::CertificatePathLength);
            return false;
        }
        let (trust, pool) = (self.question.trust, self.pool);
        for root in &trust.roots {
            if self.issued(current, root) && self.with(path, root, Self::judge) {
                return true;
            }
        }
        for issuer in pool {
            let already = path.iter().any(|one| one.public_key() == issuer.public_key());
            let usable = !already && !self.copies_anchor(issuer) && self.issued(current, issuer);
            if usable && self.with(path, issuer, Self::extend) {
                return true;
            }
        }
        false
    }

    fn with(
        &mut self,
        path: &mut Vec<&'a Certificate>,
        issuer: &'a Certificate,
        next: fn(&mut Self, &mut Vec<&'a Certificate>) -> bool,
    ) -> bool {
        path.push(issuer);
        let found = next(self, path);
        path.pop();
        found
    }

    /// Whether `certificate` names `issuer` and bears the signature of its key.
    fn issued(&mut self, certificate: &Certificate, issuer: &Certificate) -> bool {
        if !same_name(certificate.issuer(), issuer.subject()) || !self.spend() {
            return false;
        }
        match certificate.check_issued_by(issuer) {
            Check::Valid => return true,
            Check::Invalid => {}
            Check::Weak => self.note(Code::CertificateWeak),
            Check::Unsupported => self.note(Code::AlgorithmUnsupported),
        }
        false
    }

    fn spend(&mut self) -> bool {
        let left = self.checks_left > 0;
        self.checks_left = self.checks_left.saturating_sub(1);
        left
    }

    fn copies_anchor(&self, certificate: &Certificate) -> bool {
        self.question.trust.roots.iter().any(|root| {
            root.public_key() == certificate.public_key() && same_name(root.subject(), certificate.subject())
        })
    }

    fn note(&mut self, code: Code) {
        let status = code.status();
        self.best = Some(self.best.map_or(status, |best| best.worse(status)));
    }

    /// Judges a complete path, certificate first, anchor last.
    fn judge(&mut self, path: &mut Vec<&'a Certificate>) -> bool {
        match self.defect(path) {
            None => true,
            Some(code) => {
                self.note(code);
                false
            }
        }
    }

    fn defect(&self, path: &[&Certificate]) -> Option<Code> {
        for certificate in path {
            if self.question.moment.signed() < certificate.not_before() {
                return Some(Code::CertificateNotYetValid);
            }
            if self.question.moment.signed() > certificate.not_after() {
                return Some(Code::CertificateExpired);
            }
            if certificate.has_unknown_critical_extension() {
                return Some(Code::CertificateCriticalExtension);
            }
        }
        // Self-issued intermediates do not count for pathLenConstraint, nor does the certificate asked about.
        let mut below = 0;
        for issuer in path.iter().skip(1) {
            if !issuer.is_authority() {
                return Some(Code::CertificateNotAuthority);
            }
            if issuer.path_length().is_some_and(|allowed| below > allowed) {
                return Some(Code::CertificatePathLength);
            }
            below += usize::from(!issuer.self_issued());
        }
        match self.question.revocation {
            Revocation::Skip => None,
            Revocation::Required => path
                .iter()
                .zip(path.iter().skip(1))
                .filter_map(|(certificate, issuer)| self.revocation_defect(certificate, issuer))
                .reduce(|one, other| if matches!(one.status(), Status::Failed(_)) { one } else { other }),
        }
    }

    fn revocation_defect(&self, certificate: &Certificate, issuer: &Certificate) -> Option<Code> {
        let trust = self.question.trust;
        let material = Material { lists: &trust.crls, answers: &trust.answers };
        match revocation::standing(material, certificate, issuer, self.question.moment) {
            Standing::Good => None,
            Standing::Revoked => Some(Code::CertificateRevoked),
            Standing::Stale => Some(Code::RevocationStale),
            Standing::Unknown => Some(Code::RevocationUnknown),
            Standing::Unsupported => Some(Code::AlgorithmUnsupported),
        }
    }
}
