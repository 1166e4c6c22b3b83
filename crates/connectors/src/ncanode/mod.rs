//! `NCANode`, a certified verifier beside ours (spec 7.5): `POST /cms/verify` of its version 3 (domain-facts 4.2), and
//! what two opinions make together.
//!
//! It runs beside the registry and knows the state's libraries; what is signed is sent to it, so it belongs into the same network.

mod client;

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use eds::cms::Outcome;
use eds::{Code, Status};
use serde::{Deserialize, Serialize};

pub use self::client::Ncanode;

/// What the other verifier says of a signature.
#[derive(Clone, PartialEq, Eq)]
pub enum Opinion {
    /// Valid, made by these holders: IIN and BIN of each.
    Valid(BTreeSet<Holder>),
    /// Not valid.
    Invalid,
    /// No answer, or one that cannot be read; why, without anything that was sent.
    Silent(String),
}

/// IIN and BIN as a certificate states them.
pub type Holder = (Option<String>, Option<String>);

// Holders are persons.
impl std::fmt::Debug for Opinion {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Valid(holders) => out.debug_tuple("Valid").field(&holders.len()).finish(),
            Self::Invalid => out.write_str("Invalid"),
            Self::Silent(why) => out.debug_tuple("Silent").field(why).finish(),
        }
    }
}

/// What our outcome and the other opinion make together: passed only when both say so of the same holders. Where we failed or could not
/// check, that stays; where the other disagrees or is silent, the signature is indeterminate and moves no money.
pub fn agreed(ours: &Outcome, theirs: &Opinion) -> Status {
    let holders: BTreeSet<Holder> =
        ours.signers.iter().map(|signer| (signer.iin.clone(), signer.bin.clone())).collect();
    match (ours.status, theirs) {
        (Status::Passed, Opinion::Valid(theirs)) if *theirs == holders => Status::Passed,
        (Status::Passed, Opinion::Valid(_) | Opinion::Invalid) => Code::VerifierDisagrees.status(),
        (Status::Passed, Opinion::Silent(_)) => Code::VerifierSilent.status(),
        (ours @ (Status::Failed(_) | Status::Indeterminate(_)), _) => ours,
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    cms: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<String>,
    revocation_check: [&'static str; 2],
}

/// The body of a request.
fn request(cms: &[u8], data: Option<&[u8]>) -> serde_json::Result<String> {
    serde_json::to_string(&Request {
        cms: STANDARD.encode(cms),
        data: data.map(|data| STANDARD.encode(data)),
        revocation_check: ["OCSP", "CRL"],
    })
}

#[derive(Deserialize)]
struct Answer {
    valid: bool,
    #[serde(default)]
    signers: Vec<Signer>,
}

#[derive(Deserialize)]
struct Signer {
    /// Versions differ in the name.
    #[serde(alias = "signers")]
    certificates: Vec<CertificateInfo>,
}

#[derive(Deserialize)]
struct CertificateInfo {
    valid: bool,
    subject: Subject,
}

#[derive(Deserialize)]
struct Subject {
    iin: Option<String>,
    bin: Option<String>,
}

/// Reads an answer. Valid is only what is valid as a whole and in each of its certificates.
fn opinion(status: u16, body: &[u8]) -> Opinion {
    if status != 200 {
        return Opinion::Silent(format!("status {status}"));
    }
    let Ok(answer) = serde_json::from_slice::<Answer>(body) else {
        return Opinion::Silent("the answer is not of the known form".to_owned());
    };
    let certificates: Vec<CertificateInfo> = answer.signers.into_iter().flat_map(|one| one.certificates).collect();
    if !answer.valid || certificates.is_empty() || !certificates.iter().all(|one| one.valid) {
        return Opinion::Invalid;
    }
    Opinion::Valid(certificates.into_iter().map(|one| (one.subject.iin, one.subject.bin)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_both_forms_are_read_and_doubtful_ones_are_not_valid() {
        let certificate =
            "{\"valid\":true,\"subject\":{\"iin\":\"850101300015\",\"commonName\":\"T\"},\"serialNumber\":\"0a\"}";
        for name in ["certificates", "signers"] {
            let body = format!(
                "{{\"status\":200,\"message\":\"OK\",\"valid\":true,\"signers\":[{{\"{name}\":[{certificate}],\"tsp\":null}}]}}"
            );
            let holders = BTreeSet::from([(Some("850101300015".to_owned()), None)]);
            assert_eq!(opinion(200, body.as_bytes()), Opinion::Valid(holders));
            let one_bad = body.replacen("\"valid\":true,\"subject\"", "\"valid\":false,\"subject\"", 1);
            assert_eq!(opinion(200, one_bad.as_bytes()), Opinion::Invalid);
            let all_bad = body.replacen("\"valid\":true", "\"valid\":false", 1);
            assert_eq!(opinion(200, all_bad.as_bytes()), Opinion::Invalid);
            assert!(matches!(opinion(500, body.as_bytes()), Opinion::Silent(_)));
        }
        assert_eq!(opinion(200, b"{\"valid\":true}"), Opinion::Invalid);
        assert!(matches!(opinion(200, b"{\"valid\":\"yes\"}"), Opinion::Silent(_)));
        assert!(matches!(opinion(200, b"<html>"), Opinion::Silent(_)));
    }

    #[test]
    fn a_request_asks_for_answers_and_lists() {
        let body = request(b"\x30\x00", None).unwrap();
        assert_eq!(body, "{\"cms\":\"MAA=\",\"revocationCheck\":[\"OCSP\",\"CRL\"]}");
        assert!(request(b"", Some(b"act")).unwrap().contains("\"data\":\"YWN0\""));
    }
}
