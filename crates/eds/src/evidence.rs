//! What a verification rested on, kept so that it can be repeated in ten years (spec 7.5).
//!
//! [`Evidence`] is a small text that names everything by its SHA-256; the bytes – anchors, lists, answers – are kept
//! beside it once by that name, because one list serves thousands of signatures. Chain and time stamps are in the
//! signature itself. That the evidence is as old as it says must come from elsewhere: Qazyna writes its digest into the journal.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::certificate::Certificate;
use crate::chain::{Revocation, Trust};
use crate::cms::{self, Outcome};
use crate::code::{Code, Status};
use crate::crl::Crl;
use crate::digest::Digest;
use crate::ocsp::Answer;

/// The form of the text; another one is another form.
const FORM: &str = "qazyna-evidence-1";

/// Bytes by their SHA-256 in hexadecimal.
pub type Kept = BTreeMap<String, Vec<u8>>;

/// A verification and what it rested on. Lists are sorted, so equal evidence is equal bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    form: String,
    /// When it was verified.
    pub verified_at: Timestamp,
    /// `PASSED`, `FAILED` or `INDETERMINATE`.
    pub status: String,
    /// The code of the status; none when passed.
    pub code: Option<String>,
    /// SHA-256 of the signature.
    pub signature: String,
    /// SHA-256 of the data of a detached signature.
    pub data: Option<String>,
    /// SHA-256 of the anchors that may have been used.
    pub roots: Vec<String>,
    /// SHA-256 of the revocation lists.
    pub lists: Vec<String>,
    /// SHA-256 of the OCSP answers.
    pub answers: Vec<String>,
    /// Whether revocation was asked.
    pub revocation: bool,
}

/// Verifies a CMS signature as [`cms::verify`] and keeps what that rested on: of the trust, what concerns the certificates of the signature.
pub fn verify(signature: &[u8], data: Option<&[u8]>, trust: &Trust, at: Timestamp) -> (Outcome, Evidence, Kept) {
    let outcome = cms::verify(signature, data, trust, at);
    let carried = cms::carried(signature);
    let mut kept = Kept::new();
    let mut keep = |bytes: &[u8]| {
        let name = name(bytes);
        kept.insert(name.clone(), bytes.to_vec());
        name
    };
    let mut named = |all: Vec<&[u8]>| {
        let mut names: Vec<String> = all.into_iter().map(&mut keep).collect();
        names.sort();
        names.dedup();
        names
    };
    let roots: Vec<&Certificate> = trust.roots.iter().filter(|root| concerns(root, &carried)).collect();
    let issuers = || carried.iter().chain(roots.iter().copied());
    let lists = trust.crls.iter().filter(|list| issuers().any(|issuer| list.is_issued_by(issuer)));
    let answers = trust.answers.iter().filter(|answer| {
        carried.iter().any(|certificate| issuers().any(|issuer| answer.is_about(certificate, issuer)))
    });
    let evidence = Evidence {
        form: FORM.to_owned(),
        verified_at: at,
        status: outcome.status.word().to_owned(),
        code: outcome.status.code().map(|code| code.to_string()),
        signature: name(signature),
        data: data.map(name),
        lists: named(lists.map(Crl::der).collect()),
        answers: named(answers.map(Answer::der).collect()),
        roots: named(roots.iter().map(|root| root.der()).collect()),
        revocation: trust.revocation == Revocation::Required,
    };
    (outcome, evidence, kept)
}

/// Whether an anchor is one of these certificates or names itself as their issuer.
fn concerns(root: &Certificate, carried: &[Certificate]) -> bool {
    carried.iter().any(|one| one.der() == root.der() || crate::subject::same_name(one.issuer(), root.subject()))
}

impl Evidence {
    /// The text to keep.
    ///
    /// # Errors
    /// [`Code::EvidenceMalformed`]; it does not happen to what [`verify`] made.
    pub fn to_json(&self) -> Result<String, Code> {
        serde_json::to_string(self).map_err(|_| Code::EvidenceMalformed)
    }

    /// Reads the text.
    ///
    /// # Errors
    /// [`Code::EvidenceMalformed`] for any other text.
    pub fn from_json(text: &str) -> Result<Self, Code> {
        let read: Self = serde_json::from_str(text).map_err(|_| Code::EvidenceMalformed)?;
        if read.form == FORM { Ok(read) } else { Err(Code::EvidenceMalformed) }
    }

    /// Repeats the verification as it was at [`Evidence::verified_at`]. `kept` gives the bytes of a SHA-256, and `trusted` are the anchors that were to
    /// be trusted then: the evidence cannot bring an anchor of its own.
    ///
    /// The outcome is what is found now; the caller compares it with [`Evidence::status`].
    ///
    /// # Errors
    /// [`Code::EvidenceOther`] for another signature or other data; [`Code::EvidenceMissing`] when bytes are missing or changed;
    /// [`Code::CertificateUntrusted`] for an anchor that is not trusted.
    pub fn check_again(
        &self,
        (signature, data): (&[u8], Option<&[u8]>),
        trusted: &[Certificate],
        kept: impl Fn(&str) -> Option<Vec<u8>>,
    ) -> Result<Outcome, Code> {
        if name(signature) != self.signature || data.map(name) != self.data {
            return Err(Code::EvidenceOther);
        }
        let find = |wanted: &String| kept(wanted).filter(|bytes| name(bytes) == *wanted).ok_or(Code::EvidenceMissing);
        let mut trust = Trust::default();
        for wanted in &self.roots {
            let root = Certificate::from_der(&find(wanted)?)?;
            if !trusted.iter().any(|one| one.der() == root.der()) {
                return Err(Code::CertificateUntrusted);
            }
            trust.roots.push(root);
        }
        for wanted in &self.lists {
            trust.crls.push(Crl::parse(&find(wanted)?)?);
        }
        for wanted in &self.answers {
            trust.answers.push(Answer::parse(&find(wanted)?, None)?);
        }
        trust.revocation = if self.revocation { Revocation::Required } else { Revocation::Skip };
        Ok(cms::verify(signature, data, &trust, self.verified_at))
    }

    /// Whether `outcome` says what was found then.
    pub fn agrees_with(&self, outcome: &Outcome) -> bool {
        let said = |status: Status| (status.word().to_owned(), status.code().map(|code| code.to_string()));
        said(outcome.status) == (self.status.clone(), self.code.clone())
    }
}

fn name(bytes: &[u8]) -> String {
    Digest::Sha256.of(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
