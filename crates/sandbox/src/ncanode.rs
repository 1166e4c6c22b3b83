//! The double of `NCANode`: `/cms/verify` with the words of its version 3 (domain-facts 4.2), judged by our own verifier.

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use eds::{Status, Trust};
use jiff::Timestamp;
use serde_json::{Value, json};

/// The body of the answer to the body of a request.
///
/// # Errors
/// For a body that is no request; `NCANode` then answers with status 400.
pub fn verify(body: &[u8], trust: &Trust, at: Timestamp) -> Result<String> {
    let request: Value = serde_json::from_slice(body).context("the request is not JSON")?;
    let field = |name: &str| request.get(name).and_then(Value::as_str).map(|text| STANDARD.decode(text)).transpose();
    let cms = field("cms")?.context("cms is missing")?;
    let outcome = eds::cms::verify(&cms, field("data")?.as_deref(), trust, at);
    let valid = outcome.status == Status::Passed;
    let signers: Vec<Value> = outcome
        .signers
        .iter()
        .map(|signer| {
            let mut subject = json!({ "commonName": signer.name, "country": "KZ" });
            for (name, number) in [("iin", &signer.iin), ("bin", &signer.bin)] {
                if let (Some(number), Some(subject)) = (number, subject.as_object_mut()) {
                    subject.insert(name.to_owned(), json!(number));
                }
            }
            json!({ "certificates": [{ "valid": valid, "keyUsage": "SIGN", "subject": subject }], "tsp": null })
        })
        .collect();
    Ok(json!({ "status": 200, "message": "OK", "valid": valid, "signers": signers }).to_string())
}
