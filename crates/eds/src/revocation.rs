//! What revocation lists and OCSP answers say of a certificate at the moment of its signature.

use jiff::Timestamp;

use crate::certificate::Certificate;
use crate::crl::{self, Crl};
use crate::ocsp::{self, Answer};

/// Why a certificate was revoked (RFC 5280 section 5.3.1), by its number there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason(pub u8);

impl Reason {
    /// The name of the standard; `unspecified` for a number it does not know.
    pub fn word(self) -> &'static str {
        match self.0 {
            1 => "keyCompromise",
            2 => "cACompromise",
            3 => "affiliationChanged",
            4 => "superseded",
            5 => "cessationOfOperation",
            6 => "certificateHold",
            9 => "privilegeWithdrawn",
            10 => "aACompromise",
            _ => "unspecified",
        }
    }
}

/// A revocation: from when it counts, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// The instant of revocation, or the earlier one from which the key is known to be unsafe (invalidityDate).
    pub at: Timestamp,
    /// The reason, when stated.
    pub reason: Option<Reason>,
}

/// The moments of a verification.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Moment {
    /// When it is asked.
    pub(crate) at: Timestamp,
    /// When the signature is proven to have existed, by a time stamp.
    pub(crate) stamped: Option<Timestamp>,
}

impl Moment {
    /// The moment for which certificates are judged: the time stamp's, else the moment asked.
    pub(crate) fn signed(&self) -> Timestamp {
        self.stamped.unwrap_or(self.at)
    }

    /// Whether information issued at `this` and replaced at `next` tells of `certificate` at the signing moment: it is current,
    /// or it is younger than the time stamp. What was issued after the certificate ended may have forgotten it.
    pub(crate) fn is_told_by(&self, this: Timestamp, next: Option<Timestamp>, certificate: &Certificate) -> bool {
        let is_current = next.is_some_and(|next| self.at < next);
        let is_later = self.stamped.is_some_and(|stamped| this >= stamped);
        this <= self.at && this <= certificate.not_after() && (is_current || is_later)
    }

    /// Whether a revocation counts: always, but when a time stamp proves the signature to be older.
    pub(crate) fn is_hit_by(&self, revoked: Revoked) -> bool {
        self.stamped.is_none_or(|stamped| revoked.at <= stamped)
    }
}

/// What is known of one certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Good,
    Revoked,
    Stale,
    Unknown,
    Unsupported,
}

/// Lists and answers that a verification may use.
#[derive(Clone, Copy)]
pub(crate) struct Material<'a> {
    pub(crate) lists: &'a [Crl],
    pub(crate) answers: &'a [Answer],
}

/// OCSP first, then the lists. A revocation counts whoever tells it; an authority that does not know its own certificate is believed before an old list.
pub(crate) fn standing(
    material: Material<'_>,
    certificate: &Certificate,
    issuer: &Certificate,
    moment: Moment,
) -> Standing {
    let by_list = crl::standing(material.lists, certificate, issuer, moment);
    match (ocsp::standing(material, certificate, issuer, moment), by_list) {
        (Some(Standing::Revoked), _) | (_, Standing::Revoked) => Standing::Revoked,
        (Some(decided @ (Standing::Good | Standing::Unknown)), _) => decided,
        (Some(Standing::Stale), Standing::Unknown) => Standing::Stale,
        (Some(Standing::Unsupported), Standing::Unknown) => Standing::Unsupported,
        (_, by_list) => by_list,
    }
}
