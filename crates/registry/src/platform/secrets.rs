//! Keys of the registry: look-up by keyed hash, personal data under a key per person, pseudonyms per purpose.
//!
//! The master key lies in `DATA/keys/master.key` (32 random bytes, mode 0600), made at the first migration. Everything else is derived
//! from it by HMAC with a label, so that one file is kept safe and one is rotated.

use std::{fmt, fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use anyhow::Context as _;

use ring::{
    aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    hmac,
    rand::{SecureRandom as _, SystemRandom},
};

use super::Result;

/// How many buckets persons are spread over (spec 9.2): the first byte of the keyed hash.
pub const BUCKETS: i16 = 256;

/// The derived keys. Its `Debug` prints none of them.
pub struct Secrets {
    lookup: hmac::Key,
    wrapping: LessSafeKey,
    pseudonyms: hmac::Key,
    digests: hmac::Key,
    texts: LessSafeKey,
    random: SystemRandom,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secrets(…)")
    }
}

/// The key of one person: drawn once, kept wrapped in `person_keys`.
pub struct PersonKey(LessSafeKey);

impl Secrets {
    /// Reads the master key, or makes it.
    ///
    /// # Errors
    /// When the file cannot be read or written, or is not 32 bytes.
    pub fn load(keys: &Path) -> Result<Self> {
        let path = keys.join("master.key");
        let random = SystemRandom::new();
        if !path.exists() {
            fs::create_dir_all(keys)?;
            let mut fresh = [0_u8; 32];
            random.fill(&mut fresh).map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
            let temporary = keys.join("master.key.new");
            let mut file =
                fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&temporary)?;
            file.write_all(&fresh)?;
            file.sync_all()?;
            fs::rename(&temporary, &path)?;
        }
        let bytes = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let master: [u8; 32] = bytes.try_into().map_err(|_| anyhow::anyhow!("the master key is not 32 bytes"))?;
        Self::derive(&master)
    }

    /// Derives the keys from a master key.
    ///
    /// # Errors
    /// Never for 32 bytes.
    pub fn derive(master: &[u8; 32]) -> Result<Self> {
        let root = hmac::Key::new(hmac::HMAC_SHA256, master);
        let sub = |label: &str| hmac::sign(&root, label.as_bytes());
        let wrapping = UnboundKey::new(&AES_256_GCM, sub("qazyna person keys v1").as_ref())
            .map_err(|_| anyhow::anyhow!("the wrapping key has a wrong length"))?;
        let texts = UnboundKey::new(&AES_256_GCM, sub("qazyna sealed texts v1").as_ref())
            .map_err(|_| anyhow::anyhow!("the key of sealed texts has a wrong length"))?;
        Ok(Self {
            lookup: hmac::Key::new(hmac::HMAC_SHA256, sub("qazyna iin look-up v1").as_ref()),
            wrapping: LessSafeKey::new(wrapping),
            pseudonyms: hmac::Key::new(hmac::HMAC_SHA256, sub("qazyna pseudonyms v1").as_ref()),
            digests: hmac::Key::new(hmac::HMAC_SHA256, sub("qazyna digests v1").as_ref()),
            texts: LessSafeKey::new(texts),
            random: SystemRandom::new(),
        })
    }

    /// Encrypts a text that is of no person of the register: the name in a session.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn seal_text(&self, text: &str) -> Result<Vec<u8>> {
        self.seal(&self.texts, text.as_bytes())
    }

    /// Reads what [`Secrets::seal_text`] has encrypted.
    ///
    /// # Errors
    /// When the cipher was changed or belongs to another master key.
    pub fn unseal(&self, sealed: &[u8]) -> Result<String> {
        Ok(String::from_utf8(open(&self.texts, sealed)?).context("a decrypted text is not UTF-8")?)
    }

    /// The keyed hash by which a person is found, and the bucket it falls into.
    #[must_use]
    pub fn lookup(&self, iin: &str) -> (i16, Vec<u8>) {
        let hash = hmac::sign(&self.lookup, iin.as_bytes()).as_ref().to_vec();
        (hash.first().copied().map_or(0, i16::from), hash)
    }

    /// The pseudonym of a person for one purpose (`export`): 20 hexadecimal digits that say nothing elsewhere.
    #[must_use]
    pub fn pseudonym(&self, purpose: &str, person: uuid::Uuid) -> String {
        let tag = hmac::sign(&self.pseudonyms, format!("{purpose}/{person}").as_bytes());
        super::fact::hex(tag.as_ref().get(..10).unwrap_or_default())
    }

    /// 16 bytes that change with the text and tell nothing of it without the key: whether personal data are still the same is seen
    /// without decrypting them.
    #[must_use]
    pub fn digest(&self, text: &str) -> Vec<u8> {
        hmac::sign(&self.digests, text.as_bytes()).as_ref().get(..16).unwrap_or_default().to_vec()
    }

    /// 32 random bytes for a journal entry.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn salt(&self) -> Result<[u8; 32]> {
        let mut salt = [0; 32];
        self.random.fill(&mut salt).map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
        Ok(salt)
    }

    /// Draws a key for a person: the key and its wrapped form.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn new_person_key(&self) -> Result<(PersonKey, Vec<u8>)> {
        let raw = self.salt()?;
        let wrapped = self.seal(&self.wrapping, &raw)?;
        Ok((PersonKey(aead_key(&raw)?), wrapped))
    }

    /// Unwraps the key of a person.
    ///
    /// # Errors
    /// When the wrapped form was changed or belongs to another master key.
    pub fn person_key(&self, wrapped: &[u8]) -> Result<PersonKey> {
        Ok(PersonKey(aead_key(&open(&self.wrapping, wrapped)?)?))
    }

    /// Encrypts a text of a person.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn encrypt(&self, key: &PersonKey, text: &str) -> Result<Vec<u8>> {
        self.seal(&key.0, text.as_bytes())
    }

    /// Reads a text of a person.
    ///
    /// # Errors
    /// When the cipher was changed or the key is another's.
    pub fn decrypt(&self, key: &PersonKey, cipher: &[u8]) -> Result<String> {
        Ok(String::from_utf8(open(&key.0, cipher)?).context("a decrypted text is not UTF-8")?)
    }

    /// Encrypts a file of a person.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn encrypt_bytes(&self, key: &PersonKey, bytes: &[u8]) -> Result<Vec<u8>> {
        self.seal(&key.0, bytes)
    }

    /// Reads a file of a person.
    ///
    /// # Errors
    /// When the cipher was changed or the key is another's.
    pub fn decrypt_bytes(&self, key: &PersonKey, cipher: &[u8]) -> Result<Vec<u8>> {
        open(&key.0, cipher)
    }

    fn seal(&self, key: &LessSafeKey, plain: &[u8]) -> Result<Vec<u8>> {
        let mut nonce = [0_u8; NONCE_LEN];
        self.random.fill(&mut nonce).map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
        let mut sealed = plain.to_vec();
        key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut sealed)
            .map_err(|_| anyhow::anyhow!("a text cannot be encrypted"))?;
        Ok([nonce.as_slice(), &sealed].concat())
    }
}

fn aead_key(raw: &[u8]) -> Result<LessSafeKey> {
    let key = UnboundKey::new(&AES_256_GCM, raw).map_err(|_| anyhow::anyhow!("a person's key has a wrong length"))?;
    Ok(LessSafeKey::new(key))
}

fn open(key: &LessSafeKey, sealed: &[u8]) -> Result<Vec<u8>> {
    let broken = || anyhow::anyhow!("a cipher was changed or its key is another's");
    let (nonce, cipher) = sealed.split_at_checked(NONCE_LEN).ok_or_else(broken)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| broken())?;
    let mut plain = cipher.to_vec();
    let length = key.open_in_place(nonce, Aad::empty(), &mut plain).map_err(|_| broken())?.len();
    plain.truncate(length);
    Ok(plain)
}

/// 32 random bytes for a new key.
///
/// # Errors
/// When the system gives no randomness.
pub fn random_seed() -> Result<[u8; 32]> {
    let mut seed = [0; 32];
    SystemRandom::new().fill(&mut seed).map_err(|_| anyhow::anyhow!("the system gives no randomness"))?;
    Ok(seed)
}
