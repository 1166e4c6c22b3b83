//! The doubles of the authority's OCSP responder and time stamping authority: bytes in, bytes out.

use anyhow::{Context as _, Result};
use eds::ocsp::{self, Told};
use eds::{PrivateKey, Revoked, SigningKey, tsp, write_pem};
use jiff::Timestamp;
use x509_cert::time::Validity;

use super::profile::{self, KeyKind, Service};
use super::{Authority, Issuer, Request, certify, keys};

/// Policy of the sandbox's time stamps, of the form of the real ones (domain-facts 4.2).
const POLICY: &str = "1.2.398.3.3.2.6.1";
/// Serial numbers of the two certificates.
const SERIALS: [u64; 2] = [3, 4];

/// The keys of the services, certified by the issuing authority.
pub(super) struct Services {
    responder: SigningKey,
    stamping: SigningKey,
}

impl Services {
    pub(super) fn create(issuer: &Issuer, validity: Validity) -> Result<Self> {
        let [responder, stamping] = SERIALS;
        Ok(Self {
            responder: certified(issuer, validity, (responder, Service::Responder, "QAZYNA SANDBOX OCSP"))?,
            stamping: certified(issuer, validity, (stamping, Service::TimeStamps, "QAZYNA SANDBOX TSA"))?,
        })
    }
}

fn certified(issuer: &Issuer, validity: Validity, (serial, service, name): (u64, Service, &str)) -> Result<SigningKey> {
    let pkcs8 = keys::holder(KeyKind::Ec, serial)?;
    let key = PrivateKey::from_pkcs8(&pkcs8)?;
    let extensions = profile::service_extensions(service, &key, &issuer.key)?;
    let subject = profile::authority_name(name)?;
    let request = Request { serial, subject: &subject, validity, key: &key, extensions };
    let certificate = certify(&issuer.name, &issuer.key, request)?;
    let bundle = format!("{}{certificate}{}", write_pem("PRIVATE KEY", &pkcs8), issuer.certificate);
    SigningKey::from_pem(bundle.as_bytes()).context("a key of a sandbox service")
}

impl Authority {
    /// Answers an OCSP request about certificates of the issuing authority at `at`; the answer is good until `next`.
    pub fn answer(&self, request: &[u8], at: Timestamp, next: Option<Timestamp>) -> Result<Vec<u8>> {
        let tell = |serial: &[u8]| {
            let number = serial.iter().try_fold(0_u64, |sum, byte| sum.checked_mul(256)?.checked_add((*byte).into()));
            match number {
                Some(number) if self.revoked.contains_key(&number) => {
                    let at = self.revoked.get(&number).copied().unwrap_or(at);
                    Told::Revoked(Revoked { at, reason: None })
                }
                Some(number) if number <= self.serial => Told::Good,
                Some(_) | None => Told::Unknown,
            }
        };
        Ok(ocsp::answer(request, &self.services.responder, (at, next), tell)?)
    }

    /// Answers a request for a time stamp at `at`; `serial` numbers the tokens.
    pub fn time_stamp(&self, request: &[u8], serial: u64, at: Timestamp) -> Result<Vec<u8>> {
        let policy = POLICY.parse().map_err(|_| anyhow::anyhow!("the policy is no identifier"))?;
        Ok(tsp::respond(request, &tsp::Stamp { key: &self.services.stamping, policy, serial, at })?)
    }
}
