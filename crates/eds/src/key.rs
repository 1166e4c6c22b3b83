//! Private keys and the bundle a signer holds.

use const_oid::db::rfc5912;
use der::asn1::{Any, BitString};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::algorithm::Scheme;
use crate::certificate::Certificate;
use crate::code::Code;
use crate::gost::{self, Gost};
use crate::{pem, pkcs12};

/// Why a key cannot be used or a signature not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No PEM file, or no block `PRIVATE KEY` (an encrypted key is not read).
    #[error("the file holds no unencrypted PKCS#8 private key (PEM block PRIVATE KEY)")]
    NoKey,
    /// Not RSA of 2048 to 4096 bits, ECDSA P-256 or a GOST key of Kazakhstan, or damaged.
    #[error("the private key is neither RSA 2048..4096 nor ECDSA P-256 nor GOST, or it is damaged")]
    Rejected,
    /// A certificate block is missing or damaged.
    #[error("the file holds no readable certificate: {0}")]
    Certificate(#[from] Code),
    /// The first certificate is of another key.
    #[error("the first certificate of the file is not of its private key")]
    OtherKey,
    /// A key file without a seal, or one whose seal does not fit the password.
    #[error("the password of the key file is wrong, or the file was changed")]
    Password,
    /// The signature could not be made or written, for example content over 256 MiB.
    #[error("the signature could not be made")]
    NotSigned,
}

impl From<der::Error> for KeyError {
    fn from(_: der::Error) -> Self {
        Self::NotSigned
    }
}

#[derive(Debug)]
enum Pair {
    Rsa(RsaKeyPair),
    Ecdsa(EcdsaKeyPair),
    Gost(gost::PrivateKey),
}

/// A private key: RSA 2048 to 4096 or ECDSA P-256 with SHA-256, or GOST with its own digest.
#[derive(Debug)]
pub struct PrivateKey {
    pair: Pair,
    random: SystemRandom,
}

impl PrivateKey {
    /// Reads an unencrypted PKCS#8 key.
    pub fn from_pkcs8(der: &[u8]) -> Result<Self, KeyError> {
        let random = SystemRandom::new();
        let pair = if let Ok(pair) = RsaKeyPair::from_pkcs8(der) {
            Pair::Rsa(pair)
        } else if let Ok(pair) = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, der, &random) {
            Pair::Ecdsa(pair)
        } else {
            gost::PrivateKey::from_pkcs8(der).map(Pair::Gost).ok_or(KeyError::Rejected)?
        };
        Ok(Self { pair, random })
    }

    /// Every reading of a key whose form no public standard fixes; the first is that of [`PrivateKey::from_pkcs8`].
    pub(crate) fn readings(der: &[u8]) -> Vec<Self> {
        let of_gost = gost::PrivateKey::readings(der).into_iter();
        let gost = || of_gost.map(|key| Self { pair: Pair::Gost(key), random: SystemRandom::new() }).collect();
        match Self::from_pkcs8(der) {
            Ok(key) if !matches!(key.pair, Pair::Gost(_)) => vec![key],
            Ok(_) | Err(_) => gost(),
        }
    }

    /// Whether `certificate` is of this key.
    pub(crate) fn is_of(&self, certificate: &Certificate) -> bool {
        let stated = &certificate.public_key().subject_public_key;
        self.public_key().is_ok_and(|key| key.subject_public_key == *stated)
    }

    /// Makes a GOST key, unencrypted PKCS#8: the private number little-endian in an octet string.
    ///
    /// # Errors
    /// [`KeyError::NotSigned`] when the system gives no randomness.
    pub fn generate_gost(kind: Gost) -> Result<Vec<u8>, KeyError> {
        gost::PrivateKey::generate(kind, &SystemRandom::new()).ok_or(KeyError::NotSigned)
    }

    /// The signature of `message` (RSA PKCS#1 v1.5, ECDSA in ASN.1, GOST r‖s little-endian).
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match &self.pair {
            Pair::Rsa(pair) => {
                let mut signature = vec![0; pair.public().modulus_len()];
                pair.sign(&RSA_PKCS1_SHA256, &self.random, message, &mut signature).map_err(|_| KeyError::NotSigned)?;
                Ok(signature)
            }
            Pair::Ecdsa(pair) => {
                pair.sign(&self.random, message).map(|value| value.as_ref().to_vec()).map_err(|_| KeyError::NotSigned)
            }
            Pair::Gost(key) => key.sign(message, &self.random).ok_or(KeyError::NotSigned),
        }
    }

    /// The scheme of [`PrivateKey::sign`].
    pub(crate) fn scheme(&self) -> Scheme {
        match &self.pair {
            Pair::Rsa(_) => Scheme::Rsa,
            Pair::Ecdsa(_) => Scheme::Ecdsa,
            Pair::Gost(key) => Scheme::Gost(key.kind()),
        }
    }

    /// The public key as it stands in a certificate.
    pub fn public_key(&self) -> Result<SubjectPublicKeyInfoOwned, KeyError> {
        let (algorithm, bytes) = match &self.pair {
            Pair::Rsa(pair) => (identifier(rfc5912::RSA_ENCRYPTION, Some(Any::null())), pair.public_key().as_ref()),
            Pair::Ecdsa(pair) => {
                let curve = Any::encode_from(&rfc5912::SECP_256_R_1)?;
                (identifier(rfc5912::ID_EC_PUBLIC_KEY, Some(curve)), pair.public_key().as_ref())
            }
            Pair::Gost(key) => return key.public_key().ok_or(KeyError::NotSigned),
        };
        Ok(SubjectPublicKeyInfoOwned { algorithm, subject_public_key: BitString::from_bytes(bytes)? })
    }

    /// The algorithm of [`PrivateKey::sign`].
    pub fn signature_algorithm(&self) -> AlgorithmIdentifierOwned {
        match &self.pair {
            Pair::Rsa(_) => identifier(rfc5912::SHA_256_WITH_RSA_ENCRYPTION, Some(Any::null())),
            Pair::Ecdsa(_) => identifier(rfc5912::ECDSA_WITH_SHA_256, None),
            Pair::Gost(key) => identifier(key.kind().signature_oid(), None),
        }
    }
}

fn identifier(oid: const_oid::ObjectIdentifier, parameters: Option<Any>) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters }
}

/// What a signer holds: a private key, its certificate and the certificates that lead to the anchor.
#[derive(Debug)]
pub struct SigningKey {
    key: PrivateKey,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl SigningKey {
    /// Reads a PEM bundle: one `PRIVATE KEY` (PKCS#8, unencrypted), then the signer's `CERTIFICATE`, then its issuers.
    ///
    /// Whether the certificate may sign is not judged here: verification does that.
    pub fn from_pem(bundle: &[u8]) -> Result<Self, KeyError> {
        let file = pem::read(bundle).ok_or(KeyError::NoKey)?;
        let block = file.blocks.iter().find(|block| block.label == "PRIVATE KEY").ok_or(KeyError::NoKey)?;
        let keys = PrivateKey::readings(&block.der);
        if keys.is_empty() {
            return Err(KeyError::Rejected);
        }
        let mut certificates = Certificate::parse_all(bundle)?.into_iter();
        let certificate = certificates.next().ok_or(KeyError::Certificate(Code::CertificateMalformed))?;
        let key = keys.into_iter().find(|key| key.is_of(&certificate)).ok_or(KeyError::OtherKey)?;
        Ok(Self::new(key, certificate, certificates))
    }

    /// Reads a key file of PKCS#12 with its password: RSA, ECDSA or GOST, as the certification authority gives it out.
    ///
    /// # Errors
    /// [`KeyError::Password`] when the seal does not fit the password or is missing, [`KeyError::NoKey`] for what holds not exactly
    /// one key or is encrypted in a way that is not known, [`KeyError::OtherKey`] when no certificate of the file is of the key.
    pub fn from_pkcs12(file: &[u8], password: &str) -> Result<Self, KeyError> {
        let (key, certificate, chain) = pkcs12::read(file, password)?;
        Ok(Self::new(key, certificate, chain))
    }

    /// A CMS message is a set: a certificate that stands twice in the file is carried once.
    fn new(key: PrivateKey, certificate: Certificate, issuers: impl IntoIterator<Item = Certificate>) -> Self {
        let mut chain: Vec<Certificate> = Vec::new();
        for issuer in issuers {
            if issuer.der() != certificate.der() && chain.iter().all(|one| one.der() != issuer.der()) {
                chain.push(issuer);
            }
        }
        Self { key, certificate, chain }
    }

    /// The private key.
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// The signer's certificate.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The certificates behind the signer's, nearest first.
    pub fn chain(&self) -> &[Certificate] {
        &self.chain
    }
}
