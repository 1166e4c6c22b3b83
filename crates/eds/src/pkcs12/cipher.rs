//! The encryption and the seal of key files: PBES2 and the old password schemes of PKCS#12.

use std::num::NonZeroU32;

use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockCipherDecrypt, BlockModeDecrypt as _, InnerIvInit as _, KeyInit};
use const_oid::ObjectIdentifier;
use der::Sequence;
use der::asn1::{Any, OctetString};
use des::TdesEde3;
use rc2::Rc2;
use ring::{digest, hmac, pbkdf2};
use spki::AlgorithmIdentifierOwned;

/// Rounds above this would only cost time.
const ROUNDS_MAX: u32 = 1_000_000;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const PBES2: ObjectIdentifier = oid("1.2.840.113549.1.5.13");
const PBKDF2: ObjectIdentifier = oid("1.2.840.113549.1.5.12");
const SHA1_3DES: ObjectIdentifier = oid("1.2.840.113549.1.12.1.3");
const SHA1_2DES: ObjectIdentifier = oid("1.2.840.113549.1.12.1.4");
const SHA1_RC2_128: ObjectIdentifier = oid("1.2.840.113549.1.12.1.5");
const SHA1_RC2_40: ObjectIdentifier = oid("1.2.840.113549.1.12.1.6");
const AES_128: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.2");
const AES_192: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.22");
const AES_256: ObjectIdentifier = oid("2.16.840.1.101.3.4.1.42");
const TDES: ObjectIdentifier = oid("1.2.840.113549.3.7");
const HMAC_SHA1: ObjectIdentifier = oid("1.2.840.113549.2.7");
const HMAC_SHA256: ObjectIdentifier = oid("1.2.840.113549.2.9");
const SHA1: ObjectIdentifier = oid("1.3.14.3.2.26");
const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");

#[derive(Sequence)]
struct OldParameters {
    salt: OctetString,
    rounds: u32,
}

#[derive(Sequence)]
struct Pbes2 {
    derivation: AlgorithmIdentifierOwned,
    encryption: AlgorithmIdentifierOwned,
}

#[derive(Sequence)]
struct Pbkdf2 {
    salt: OctetString,
    rounds: u32,
    length: Option<u16>,
    function: Option<AlgorithmIdentifierOwned>,
}

/// A password in the two forms that key files use.
pub(super) struct Password<'a> {
    text: &'a str,
    /// UTF-16, most significant byte first, with a zero at the end.
    wide: Vec<u8>,
}

impl<'a> Password<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let wide = text.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
        Self { text, wide }
    }

    /// Decrypts `data`; `None` for an algorithm that is not known, or when the password does not fit.
    pub(super) fn decrypt(&self, algorithm: &AlgorithmIdentifierOwned, data: &[u8]) -> Option<Vec<u8>> {
        if algorithm.oid == PBES2 {
            return self.decrypt_new(algorithm.parameters.as_ref()?, data);
        }
        let parameters: OldParameters = algorithm.parameters.as_ref()?.decode_as().ok()?;
        let derive = |purpose, length| {
            let salt = (parameters.salt.as_bytes(), parameters.rounds);
            derived(&digest::SHA1_FOR_LEGACY_USE_ONLY, &self.wide, salt, purpose, length)
        };
        let iv = derive(Purpose::Iv, 8)?;
        let key = |length| derive(Purpose::Key, length);
        match algorithm.oid {
            SHA1_3DES => decrypted::<TdesEde3>(&key(24)?, &iv, data),
            SHA1_2DES => {
                let two = key(16)?;
                decrypted::<TdesEde3>(&[two.as_slice(), two.get(..8)?].concat(), &iv, data)
            }
            SHA1_RC2_128 => decrypted::<Rc2>(&key(16)?, &iv, data),
            SHA1_RC2_40 => decrypted::<Rc2>(&key(5)?, &iv, data),
            _ => None,
        }
    }

    fn decrypt_new(&self, parameters: &Any, data: &[u8]) -> Option<Vec<u8>> {
        let parameters: Pbes2 = parameters.decode_as().ok()?;
        let derivation: Pbkdf2 = parameters.derivation.parameters.as_ref()?.decode_as().ok()?;
        let function = match derivation.function.as_ref().map(|function| function.oid) {
            None | Some(HMAC_SHA1) => pbkdf2::PBKDF2_HMAC_SHA1,
            Some(HMAC_SHA256) => pbkdf2::PBKDF2_HMAC_SHA256,
            Some(_) => return None,
        };
        let rounds = NonZeroU32::new(derivation.rounds).filter(|rounds| rounds.get() <= ROUNDS_MAX)?;
        let iv = parameters.encryption.parameters.as_ref()?.decode_as::<OctetString>().ok()?;
        let key = |length: u16| {
            let mut key = vec![0; length.into()];
            let stated = derivation.length.is_none_or(|stated| stated == length);
            pbkdf2::derive(function, rounds, derivation.salt.as_bytes(), self.text.as_bytes(), &mut key);
            stated.then_some(key)
        };
        let is_known = parameters.derivation.oid == PBKDF2;
        match parameters.encryption.oid {
            _ if !is_known => None,
            AES_128 => decrypted::<Aes128>(&key(16)?, iv.as_bytes(), data),
            AES_192 => decrypted::<Aes192>(&key(24)?, iv.as_bytes(), data),
            AES_256 => decrypted::<Aes256>(&key(32)?, iv.as_bytes(), data),
            TDES => decrypted::<TdesEde3>(&key(24)?, iv.as_bytes(), data),
            _ => None,
        }
    }

    /// Whether the seal of a file is right: HMAC over `content` with a key from the password.
    pub(super) fn seals(&self, seal: &Seal, content: &[u8]) -> bool {
        let (digest, algorithm) = match seal.mac.algorithm.oid {
            SHA1 => (&digest::SHA1_FOR_LEGACY_USE_ONLY, hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY),
            SHA256 => (&digest::SHA256, hmac::HMAC_SHA256),
            _ => return false,
        };
        let salt = (seal.salt.as_bytes(), seal.rounds);
        let Some(key) = derived(digest, &self.wide, salt, Purpose::Seal, digest.output_len()) else { return false };
        hmac::verify(&hmac::Key::new(algorithm, &key), content, seal.mac.digest.as_bytes()).is_ok()
    }
}

/// `MacData` of RFC 7292.
#[derive(Sequence)]
pub(super) struct Seal {
    mac: DigestInfo,
    salt: OctetString,
    #[asn1(default = "one_round")]
    rounds: u32,
}

#[derive(Sequence)]
struct DigestInfo {
    algorithm: AlgorithmIdentifierOwned,
    digest: OctetString,
}

fn one_round() -> u32 {
    1
}

fn decrypted<C>(key: &[u8], iv: &[u8], data: &[u8]) -> Option<Vec<u8>>
where
    C: BlockCipherDecrypt + KeyInit,
{
    let cipher = C::new_from_slice(key).ok()?;
    Decryptor::inner_iv_slice_init(cipher, iv).ok()?.decrypt_padded_vec::<Pkcs7>(data).ok()
}

/// What a key is derived for (RFC 7292 appendix B.3).
#[derive(Clone, Copy)]
enum Purpose {
    Key,
    Iv,
    Seal,
}

impl Purpose {
    fn id(self) -> u8 {
        match self {
            Self::Key => 1,
            Self::Iv => 2,
            Self::Seal => 3,
        }
    }
}

/// The key derivation of PKCS#12 (RFC 7292 appendix B.2) with a digest of blocks of 64 bytes.
fn derived(
    algorithm: &'static digest::Algorithm,
    password: &[u8],
    (salt, rounds): (&[u8], u32),
    purpose: Purpose,
    length: usize,
) -> Option<Vec<u8>> {
    let block = algorithm.block_len();
    if rounds == 0 || rounds > ROUNDS_MAX {
        return None;
    }
    let filled = |bytes: &[u8]| -> Vec<u8> {
        let size = bytes.len().div_ceil(block) * block;
        bytes.iter().copied().cycle().take(size).collect()
    };
    let mut input = [filled(salt), filled(password)].concat();
    let mut key = Vec::new();
    while key.len() < length {
        let mut hash = digest::digest(algorithm, &[vec![purpose.id(); block], input.clone()].concat());
        for _ in 1..rounds {
            hash = digest::digest(algorithm, hash.as_ref());
        }
        key.extend_from_slice(hash.as_ref());
        let addend: Vec<u8> = hash.as_ref().iter().copied().cycle().take(block).collect();
        for chunk in input.chunks_mut(block) {
            add_with_one(chunk, &addend);
        }
    }
    key.truncate(length);
    Some(key)
}

/// chunk = chunk + addend + 1, as numbers with the most significant byte first.
fn add_with_one(chunk: &mut [u8], addend: &[u8]) {
    let mut carry = 1_u16;
    for (byte, other) in chunk.iter_mut().rev().zip(addend.iter().rev()) {
        let sum = u16::from(*byte) + u16::from(*other) + carry;
        let [high, low] = sum.to_be_bytes();
        (*byte, carry) = (low, high.into());
    }
}
