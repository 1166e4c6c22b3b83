//! What the crate promises, against the public certificates, the OpenSSL command and hostile input.

mod common;
mod openssl;
mod public_certificates;
mod refusals;
mod robustness;
