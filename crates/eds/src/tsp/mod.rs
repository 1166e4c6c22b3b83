//! Time stamps (RFC 3161): requests, responses and tokens, as bytes; sending them is the caller's.

mod asn1;
mod compose;

use der::asn1::Any;
use der::{Decode, Encode, Tag, Tagged};
use jiff::{SignedDuration, Timestamp};

pub use self::compose::{Stamp, respond};

pub(crate) use self::asn1::TST_INFO as CONTENT;
use self::asn1::{Imprint, Info, Request, Response, TST_INFO};
use crate::chain::Trust;
use crate::cms;
use crate::code::Code;
use crate::digest::Digest;

/// How far a token's time may be ahead of ours: two clocks differ.
const AHEAD_MAX: SignedDuration = SignedDuration::from_secs(60);

/// A time stamp token. Nothing of it is verified before [`Token::verify`].
#[derive(Clone)]
pub struct Token {
    der: Vec<u8>,
    digest: Digest,
    imprint: Vec<u8>,
    nonce: Option<Vec<u8>>,
    policy: String,
    at: Timestamp,
}

// The number of the request is nobody else's.
impl std::fmt::Debug for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Token").field("at", &self.at).field("policy", &self.policy).finish_non_exhaustive()
    }
}

/// The request for a token over the SHA-256 of `bytes`. `nonce`: up to 32 random bytes, new for every request.
///
/// # Errors
/// [`Code::TimestampMalformed`] for a nonce that cannot be written.
pub fn request(bytes: &[u8], nonce: &[u8]) -> Result<Vec<u8>, Code> {
    let request = Request {
        version: 1,
        imprint: Imprint::of(Digest::Sha256, bytes).map_err(|_| Code::TimestampMalformed)?,
        policy: None,
        nonce: Some(asn1::positive(nonce).map_err(|_| Code::TimestampMalformed)?),
        with_certificate: true,
        extensions: None,
    };
    request.to_der().map_err(|_| Code::TimestampMalformed)
}

impl Token {
    /// Reads a token in DER.
    ///
    /// # Errors
    /// [`Code::TimestampMalformed`] for what is not strict DER; [`Code::AlgorithmUnsupported`] for a digest that is not known.
    pub fn parse(der: &[u8]) -> Result<Self, Code> {
        let content = cms::content_of_stamp(der, TST_INFO)?;
        let info = Info::from_der(&content).map_err(|_| Code::TimestampMalformed)?;
        let critical = info.extensions.iter().flatten().any(|one| one.critical);
        if info.version != 1 || critical || info.to_der().ok().as_ref() != Some(&content) {
            return Err(Code::TimestampMalformed);
        }
        Ok(Self {
            der: der.to_vec(),
            digest: Digest::named(&info.imprint.algorithm).map_err(|_| Code::AlgorithmUnsupported)?,
            imprint: info.imprint.hash.as_bytes().to_vec(),
            nonce: info.nonce.map(|nonce| nonce.as_bytes().to_vec()),
            policy: info.policy.to_string(),
            at: general_time(&info.at).ok_or(Code::TimestampMalformed)?,
        })
    }

    /// Reads the response to [`request`] over `bytes` with `nonce`.
    ///
    /// # Errors
    /// [`Code::TimestampRefused`] when the authority gave no token, [`Code::TimestampNonce`] and [`Code::TimestampImprint`] for a token of
    /// another request, else as [`Token::parse`].
    pub fn from_response(response: &[u8], bytes: &[u8], nonce: &[u8]) -> Result<Self, Code> {
        let response = Response::from_der(response).map_err(|_| Code::TimestampMalformed)?;
        let granted = response.status.status <= 1;
        let token = response.token.filter(|_| granted).ok_or(Code::TimestampRefused)?;
        let token = Self::parse(&token.to_der().map_err(|_| Code::TimestampMalformed)?)?;
        let asked = asn1::positive(nonce).map_err(|_| Code::TimestampNonce)?;
        if token.nonce.as_deref() != Some(asked.as_bytes()) {
            return Err(Code::TimestampNonce);
        }
        token.check_imprint(bytes)?;
        Ok(token)
    }

    /// The exact bytes.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The time it states.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The policy of the authority, a dotted identifier.
    pub fn policy(&self) -> &str {
        &self.policy
    }

    /// Whether it is over these bytes.
    ///
    /// # Errors
    /// [`Code::TimestampImprint`].
    pub fn check_imprint(&self, bytes: &[u8]) -> Result<(), Code> {
        if self.digest.of(bytes) == self.imprint { Ok(()) } else { Err(Code::TimestampImprint) }
    }

    /// Verifies the token over `bytes` at `at` and gives the time it proves: its imprint, its signature, a certificate for time stamps alone whose
    /// path leads to an anchor of `trust`, and a time that has come.
    ///
    /// # Errors
    /// A code of `timestamp.*`; those of revocation where the authority's certificate could not be checked.
    pub fn verify(&self, bytes: &[u8], trust: &Trust, at: Timestamp) -> Result<Timestamp, Code> {
        self.check_imprint(bytes)?;
        cms::verify_stamp(&self.der, TST_INFO, trust, at)?;
        let is_ahead = at.checked_add(AHEAD_MAX).is_ok_and(|latest| self.at > latest);
        if is_ahead { Err(Code::TimestampFuture) } else { Ok(self.at) }
    }
}

/// `GeneralizedTime` with an optional fraction, which RFC 3161 allows and RFC 5280 does not.
fn general_time(value: &Any) -> Option<Timestamp> {
    let text = std::str::from_utf8(value.value()).ok().filter(|_| value.tag() == Tag::GeneralizedTime)?;
    let (whole, fraction) = match text.strip_suffix('Z')?.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text.strip_suffix('Z')?, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // DER: no empty fraction and no zero at its end.
    if !digits(whole) || whole.len() != 14 || fraction.is_some_and(|f| !digits(f) || f.ends_with('0') || f.len() > 9) {
        return None;
    }
    let (date, time) = whole.split_at_checked(8)?;
    let part = |text: &str, from: usize, to: usize| text.get(from..to).map(str::to_owned);
    let fraction = fraction.map(|fraction| format!(".{fraction}")).unwrap_or_default();
    let stated = format!(
        "{}-{}-{}T{}:{}:{}{fraction}Z",
        part(date, 0, 4)?,
        part(date, 4, 6)?,
        part(date, 6, 8)?,
        part(time, 0, 2)?,
        part(time, 2, 4)?,
        part(time, 4, 6)?,
    );
    stated.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_with_and_without_a_fraction_are_read_strictly() {
        let read = |text: &str| general_time(&Any::new(Tag::GeneralizedTime, text.as_bytes()).unwrap());
        assert_eq!(read("20260930120000Z"), Some("2026-09-30T12:00:00Z".parse().unwrap()));
        assert_eq!(read("20260930120000.25Z"), Some("2026-09-30T12:00:00.25Z".parse().unwrap()));
        for wrong in
            ["20260930120000", "20260930120000.Z", "20260930120000.50Z", "2026093012000Z", "20261330120000Z", "é", ""]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(general_time(&Any::new(Tag::UtcTime, b"20260930120000Z".as_slice()).unwrap()), None);
    }
}
