//! The sandbox certification authority: a root and an issuing authority that certify keys with the Kazakh profile
//! (domain-facts 4.3), so that signatures in the sandbox are really verified (spec 7.5).
//!
//! Nothing here is secret: the RSA keys are published with the source and are worth nothing outside the sandbox.

mod keys;
mod profile;
mod services;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use der::Encode;
use der::asn1::BitString;
use eds::{PrivateKey, write_pem};
use jiff::{SignedDuration, Timestamp};
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::ext::Extensions;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Validity;

pub use self::profile::{KeyKind, Profile, Usage};

use self::services::Services;

/// Both authorities are valid so long before and after the moment of their creation.
const AUTHORITY_YEARS: i64 = 10;
/// Serial numbers of holders begin after this one.
const FIRST_SERIAL: u64 = 1_000;

/// A certified key as its holder keeps it.
#[derive(Clone)]
pub struct Issued {
    /// PEM bundle: private key, certificate, certificate of the issuing authority; read by [`eds::SigningKey`].
    pub pem: String,
    /// The certificate alone, PEM.
    pub certificate: String,
    /// Serial number, for [`Authority::revoke`].
    pub serial: u64,
}

// The bundle holds a private key.
impl std::fmt::Debug for Issued {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Issued").field("serial", &self.serial).finish_non_exhaustive()
    }
}

/// The certification authority and its folder: `roots/root.pem`, `crl/{root,ca}.crl`, `keys/<name>.pem`.
pub struct Authority {
    dir: PathBuf,
    root: Issuer,
    issuing: Issuer,
    services: Services,
    serial: u64,
    revoked: BTreeMap<u64, Timestamp>,
}

/// One level of the authority.
struct Issuer {
    name: Name,
    key: PrivateKey,
    certificate: String,
}

/// What one certificate is made of, besides its issuer.
struct Request<'a> {
    serial: u64,
    subject: &'a Name,
    validity: Validity,
    key: &'a PrivateKey,
    extensions: Extensions,
}

impl Authority {
    /// Makes both levels, valid ten years before and after `at`, and writes the root into `dir`.
    ///
    /// Their keys are fixed, so that the root of one run verifies the signatures of another.
    pub fn create(dir: &Path, at: Timestamp) -> Result<Self> {
        let span = SignedDuration::from_hours(AUTHORITY_YEARS * 365 * 24);
        let validity = profile::validity(at.checked_sub(span)?, at.checked_add(span)?)?;
        let root_key = PrivateKey::from_pkcs8(&keys::authority(keys::ROOT)?)?;
        let issuing_key = PrivateKey::from_pkcs8(&keys::authority(keys::ISSUING)?)?;
        let root_name = profile::authority_name("QAZYNA SANDBOX ROOT (RSA)")?;
        let issuing_name = profile::authority_name("QAZYNA SANDBOX CA (RSA)")?;
        let extensions = profile::authority_extensions(&root_key, &root_key, 1)?;
        let request = Request { serial: 1, subject: &root_name, validity, key: &root_key, extensions };
        let root = certify(&root_name, &root_key, request)?;
        let extensions = profile::authority_extensions(&issuing_key, &root_key, 0)?;
        let request = Request { serial: 2, subject: &issuing_name, validity, key: &issuing_key, extensions };
        let issuing = certify(&root_name, &root_key, request)?;
        for folder in ["roots", "crl", "keys"] {
            let folder = dir.join(folder);
            std::fs::create_dir_all(&folder).with_context(|| format!("create {}", folder.display()))?;
        }
        write(&dir.join("roots/root.pem"), root.as_bytes())?;
        let issuing = Issuer { name: issuing_name, key: issuing_key, certificate: issuing };
        Ok(Self {
            dir: dir.to_owned(),
            root: Issuer { name: root_name, key: root_key, certificate: root },
            services: Services::create(&issuing, validity)?,
            issuing,
            serial: FIRST_SERIAL,
            revoked: BTreeMap::new(),
        })
    }

    /// The root certificate, PEM.
    pub fn root(&self) -> &str {
        &self.root.certificate
    }

    /// The certificate of the issuing authority, PEM.
    pub fn issuing(&self) -> &str {
        &self.issuing.certificate
    }

    /// Certifies a key for `profile`. ECDSA and GOST keys are fresh; RSA keys are taken in turn from six fixed ones, so two
    /// holders may share a key but never a certificate.
    pub fn issue(&mut self, profile: &Profile) -> Result<Issued> {
        self.serial += 1;
        let pkcs8 = keys::holder(profile.key, self.serial)?;
        let key = PrivateKey::from_pkcs8(&pkcs8)?;
        let request = Request {
            serial: self.serial,
            subject: &profile.subject()?,
            validity: profile::validity(profile.not_before, profile.not_after)?,
            key: &key,
            extensions: profile.extensions(&key, &self.issuing.key)?,
        };
        let certificate = certify(&self.issuing.name, &self.issuing.key, request)?;
        let pem = format!("{}{certificate}{}", write_pem("PRIVATE KEY", &pkcs8), self.issuing.certificate);
        Ok(Issued { pem, certificate, serial: self.serial })
    }

    /// Certifies a key and writes its bundle to `keys/<name>.pem`.
    pub fn issue_to(&mut self, name: &str, profile: &Profile) -> Result<Issued> {
        let issued = self.issue(profile)?;
        write(&self.dir.join("keys").join(format!("{name}.pem")), issued.pem.as_bytes())?;
        Ok(issued)
    }

    /// Revokes a certificate at `at`; the next [`Authority::crl`] names it.
    pub fn revoke(&mut self, serial: u64, at: Timestamp) {
        self.revoked.insert(serial, at);
    }

    /// Issues the revocation lists of both levels, DER, writes them to `crl/root.crl` and `crl/ca.crl` and returns
    /// them in this order.
    pub fn crl(&self, this_update: Timestamp, next_update: Timestamp) -> Result<[Vec<u8>; 2]> {
        let root = revocation_list(&self.root, this_update, next_update, &BTreeMap::new())?;
        let issuing = revocation_list(&self.issuing, this_update, next_update, &self.revoked)?;
        write(&self.dir.join("crl/root.crl"), &root)?;
        write(&self.dir.join("crl/ca.crl"), &issuing)?;
        Ok([root, issuing])
    }
}

fn certify(issuer: &Name, key: &PrivateKey, request: Request<'_>) -> Result<String> {
    let tbs_certificate = TbsCertificate {
        version: Version::V3,
        serial_number: serial(request.serial)?,
        signature: key.signature_algorithm(),
        issuer: issuer.clone(),
        validity: request.validity,
        subject: request.subject.clone(),
        subject_public_key_info: request.key.public_key()?,
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(request.extensions),
    };
    let signature = BitString::from_bytes(&key.sign(&tbs_certificate.to_der()?)?)?;
    let certificate = Certificate { tbs_certificate, signature_algorithm: key.signature_algorithm(), signature };
    Ok(write_pem("CERTIFICATE", &certificate.to_der()?))
}

fn revocation_list(
    issuer: &Issuer,
    this_update: Timestamp,
    next_update: Timestamp,
    revoked: &BTreeMap<u64, Timestamp>,
) -> Result<Vec<u8>> {
    let entries = revoked
        .iter()
        .map(|(number, at)| {
            Ok(RevokedCert {
                serial_number: serial(*number)?,
                revocation_date: profile::time(*at)?,
                crl_entry_extensions: None,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    let tbs_cert_list = TbsCertList {
        version: Version::V2,
        signature: issuer.key.signature_algorithm(),
        issuer: issuer.name.clone(),
        this_update: profile::time(this_update)?,
        next_update: Some(profile::time(next_update)?),
        revoked_certificates: (!entries.is_empty()).then_some(entries),
        crl_extensions: Some(profile::crl_extensions(&issuer.key, this_update)?),
    };
    let signature = BitString::from_bytes(&issuer.key.sign(&tbs_cert_list.to_der()?)?)?;
    let list = CertificateList { tbs_cert_list, signature_algorithm: issuer.key.signature_algorithm(), signature };
    Ok(list.to_der()?)
}

fn serial(number: u64) -> Result<SerialNumber> {
    Ok(SerialNumber::new(&number.to_be_bytes())?)
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes).with_context(|| format!("write {}", path.display()))
}
