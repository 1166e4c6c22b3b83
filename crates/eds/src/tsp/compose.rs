//! The tokens of an authority of one's own: the sandbox has one.

use const_oid::ObjectIdentifier;
use der::asn1::Any;
use der::{Decode, Encode};
use jiff::Timestamp;

use super::asn1::{Info, Request, Response, Status, TST_INFO, positive};
use crate::cms::{general_time, sign_content};
use crate::key::{KeyError, SigningKey};

/// Rejection (RFC 3161 section 2.4.2).
const REJECTED: u8 = 2;

/// What an authority stamps with.
#[derive(Debug)]
pub struct Stamp<'a> {
    /// Its key, certified for time stamps alone.
    pub key: &'a SigningKey,
    /// Its policy.
    pub policy: ObjectIdentifier,
    /// The number of the token, unique for the authority.
    pub serial: u64,
    /// The time to state, in whole seconds.
    pub at: Timestamp,
}

/// The response to `request`: a token, or a rejection of what cannot be read.
///
/// # Errors
/// [`KeyError::NotSigned`] when the token cannot be made.
pub fn respond(request: &[u8], stamp: &Stamp<'_>) -> Result<Vec<u8>, KeyError> {
    let asked = Request::from_der(request).ok().filter(|asked| asked.version == 1 && asked.extensions.is_none());
    let (status, token) = match asked {
        None => (REJECTED, None),
        Some(asked) => (0, Some(Any::from_der(&token(asked, stamp)?)?)),
    };
    Ok(Response { status: Status { status, text: None, failure: None }, token }.to_der()?)
}

fn token(asked: Request, stamp: &Stamp<'_>) -> Result<Vec<u8>, KeyError> {
    let info = Info {
        version: 1,
        policy: asked.policy.unwrap_or(stamp.policy),
        imprint: asked.imprint,
        serial: positive(&stamp.serial.to_be_bytes())?,
        at: Any::encode_from(&general_time(stamp.at)?)?,
        accuracy: None,
        ordering: false,
        nonce: asked.nonce,
        authority: None,
        extensions: None,
    };
    sign_content((TST_INFO, &info.to_der()?), stamp.key, true, stamp.at)
}
