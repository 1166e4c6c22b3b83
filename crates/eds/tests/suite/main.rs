//! What the crate promises, against the public certificates, the OpenSSL command and hostile input.

#[cfg(test)]
mod common;
#[cfg(test)]
mod ocsp;
#[cfg(test)]
mod openssl;
#[cfg(test)]
mod oracle;
#[cfg(test)]
mod pkcs12;
#[cfg(test)]
mod public_certificates;
#[cfg(test)]
mod refusals;
#[cfg(test)]
mod robustness;
#[cfg(test)]
mod time;
#[cfg(test)]
mod wrapping;
#[cfg(test)]
mod xml;
#[cfg(test)]
mod xmldsig;
#[cfg(test)]
mod xmlsec;
