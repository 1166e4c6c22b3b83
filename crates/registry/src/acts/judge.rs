//! The verdict on a signature over an act (spec 7.5): as if it came from outside, whoever made it.

use eds::{Code, Status, Trust};
use jiff::Timestamp;
use serde_json::json;

use super::{sign::Side, store::sign::Act};
use crate::{
    app::App,
    platform::{Refusal, Result, trust},
};

/// What signatures are held against, and how it is told afterwards.
pub(super) struct Judge {
    trust: Trust,
    digests: trust::Digests,
}

/// Reads whom the application trusts.
pub(super) fn judge(app: &App) -> Result<Judge> {
    Ok(Judge { trust: trust::load(&app.trust)?, digests: trust::digests(&app.trust)? })
}

/// A right signature with what its certificate says.
pub(super) struct Passed {
    pub(super) act: Act,
    pub(super) bin: Option<String>,
    pub(super) iin: Option<String>,
    pub(super) algorithm: String,
    pub(super) cms: Vec<u8>,
    pub(super) evidence: serde_json::Value,
}

impl Judge {
    /// Verifies a signature over the frozen bytes as if it came from outside, at the time given.
    pub(super) fn check(&self, side: Side, act: Act, cms: Vec<u8>, at: Timestamp) -> Result<Passed, Refusal> {
        let outcome = eds::cms::verify(&cms, Some(&act.xml), &self.trust, at);
        match outcome.status {
            Status::Passed => {}
            Status::Failed(code @ Code::CertificateKeyUsage) => {
                return Err(Refusal::new("signature.wrong_certificate", code.as_str()));
            }
            Status::Failed(code) => return Err(Refusal::new("signature.invalid", code.as_str())),
            Status::Indeterminate(code) => return Err(Refusal::new("signature.indeterminate", code.as_str())),
        }
        let [signer] = outcome.signers.as_slice() else {
            return Err(Refusal::new("signature.invalid", "an act is signed by one person at a time"));
        };
        let party = side.party(&act);
        if signer.bin.as_deref() != Some(party) {
            let words = format!("the certificate is not of the {} {party}", side.code());
            return Err(Refusal::new("signature.wrong_certificate", words));
        }
        if !signer.roles.iter().any(|role| matches!(role, eds::Role::Head | eds::Role::RightToSign)) {
            let words = "the certificate is neither of the head nor of a person with the right to sign";
            return Err(Refusal::new("signature.wrong_certificate", words));
        }
        // The chain lies in the message itself; the IIN stays there and is not repeated.
        let evidence = json!({
            "status": outcome.status.word(),
            "checked_at": at.to_string(),
            "signed_at": signer.signed_at.map(|at| at.to_string()),
            "roles": signer.roles,
            "roots_sha256": self.digests.roots,
            "crls_sha256": self.digests.crls,
        });
        let (bin, iin, algorithm) = (signer.bin.clone(), signer.iin.clone(), signer.algorithm.clone());
        Ok(Passed { act, bin, iin, algorithm, cms, evidence })
    }
}
