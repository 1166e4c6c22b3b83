//! Electronic digital signatures of Kazakhstan (spec 7.5): verification and signing of CMS (CAdES-BES and -T) and of XML
//! ([`xmldsig`], WS-Security too), X.509 paths, revocation by lists and [`ocsp`], time stamps ([`tsp`]), key files of
//! PKCS#12 ([`SigningKey::from_pkcs12`]), evidence for later ([`evidence`]), and the facts of the Kazakh certificate
//! profile (IIN, BIN, roles, usage). docs/signatures.md says what is checked, and what has not been seen.
//!
//! The crate knows nothing of vouchers, reads no clock and no files: bytes, trust and the time come from the caller.
//! Algorithms: RSA 2048 to 8192 bits (signing to 4096) and ECDSA P-256, both with SHA-256; GOST 34.10-2015 of 512 bits
//! with Streebog-512 and GOST 34.310-2004 with GOST 34.311-95. The mathematics of RSA and ECDSA is `ring`'s, the GOST
//! curves are ours over `crypto-bigint`, the parsing is `RustCrypto`'s.
//!
//! A verification answers [`Status::Passed`], [`Status::Failed`] or [`Status::Indeterminate`] with a [`Code`]: what
//! was checked and wrong fails, what could not be checked is indeterminate and must not move money.
//!
//! ```
//! use eds::{Certificate, Code, Crl, Revocation, SigningKey, Status, Trust};
//!
//! /// Signs bytes with a key bundle and verifies the detached signature against one root and its list.
//! fn round_trip(bundle: &[u8], root: &[u8], list: &[u8], at: jiff::Timestamp) -> Result<(), Box<dyn std::error::Error>> {
//!     let key = SigningKey::from_pem(bundle)?;
//!     let signature = eds::cms::sign(b"an act", &key, false, at)?;
//!
//!     let trust = Trust {
//!         roots: vec![Certificate::parse(root)?],
//!         crls: vec![Crl::parse(list)?],
//!         revocation: Revocation::Required,
//!         ..Trust::default()
//!     };
//!     let outcome = eds::cms::verify(&signature, Some(b"an act"), &trust, at);
//!     assert_eq!(outcome.status, Status::Passed);
//!     println!("{:?} {:?}", outcome.signers[0].iin, outcome.signers[0].roles);
//!
//!     let outcome = eds::cms::verify(&signature, Some(b"another act"), &trust, at);
//!     assert_eq!(outcome.status, Status::Failed(Code::CmsDigest));
//!     Ok(())
//! }
//!
//! // Nothing is trusted and nothing panics when the bytes are no signature at all.
//! let trust = Trust::default();
//! let outcome = eds::cms::verify(b"not a signature", None, &trust, jiff::Timestamp::UNIX_EPOCH);
//! assert_eq!(outcome.status, Status::Failed(Code::CmsMalformed));
//! ```
//!
//! Not here: sending of requests, name constraints and policy trees.

mod algorithm;
pub mod certificate;
mod chain;
pub mod cms;
mod code;
mod crl;
mod digest;
pub mod evidence;
mod gost;
mod key;
pub mod ocsp;
mod pem;
mod pkcs12;
pub mod report;
mod revocation;
mod subject;
pub mod tsp;
pub mod xml;
pub mod xmldsig;

pub use algorithm::{KeyAlgorithm, digest_of, verify_raw};
pub use certificate::{Certificate, Role, Usage};
pub use chain::{Revocation, Trust, validate};
pub use code::{Code, Status};
pub use crl::Crl;
pub use gost::Gost;
pub use key::{KeyError, PrivateKey, SigningKey};
pub use pem::write as write_pem;
pub use revocation::{Reason, Revoked};
