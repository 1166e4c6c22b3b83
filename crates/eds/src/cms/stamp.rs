//! Time stamps on signatures: level CAdES-T.

use cms::signed_data::SignerInfo;
use const_oid::ObjectIdentifier;
use const_oid::db::rfc5911;
use der::asn1::Any;
use der::{Decode, Encode};
use jiff::Timestamp;

use super::attributes;
use super::message::Message;
use crate::chain::Trust;
use crate::code::Code;
use crate::tsp::Token;

/// `id-aa-signatureTimeStampToken`.
const SIGNATURE_TIME_STAMP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.14");
/// Tokens on one signature.
const TOKENS_MAX: usize = 4;

/// The signature values of a message, in the order of its signers: the bytes that a time stamp is asked for. None of a message that
/// cannot be read.
pub fn signature_values(signature: &[u8]) -> Vec<Vec<u8>> {
    let Ok(message) = Message::read(signature, rfc5911::ID_DATA) else { return Vec::new() };
    message.signers().map(|info| info.signature.as_bytes().to_vec()).collect()
}

/// Puts a token, asked for with [`signature_values`], on the signature of the only signer.
///
/// # Errors
/// [`Code::CmsMalformed`] for what is no signature of one signer without a time stamp; [`Code::TimestampImprint`] when the token is of other bytes.
pub fn stamp(signature: &[u8], token: &Token) -> Result<Vec<u8>, Code> {
    let message = Message::read(signature, rfc5911::ID_DATA)?;
    let value = message.signers().next().ok_or(Code::CmsNoSigner)?.signature.as_bytes();
    token.check_imprint(value)?;
    let attribute = Any::from_der(token.der()).and_then(|token| attributes::attribute(SIGNATURE_TIME_STAMP, &token));
    let attribute = attribute.map_err(|_| Code::TimestampMalformed)?;
    message.with_unsigned(attribute).ok_or(Code::CmsMalformed)
}

/// The tokens that a message carries, nothing of them verified.
pub fn tokens(signature: &[u8]) -> Vec<Token> {
    let Ok(message) = Message::read(signature, rfc5911::ID_DATA) else { return Vec::new() };
    message.signers().filter_map(|info| of(info).ok()).flatten().collect()
}

fn of(info: &SignerInfo) -> Result<Vec<Token>, Code> {
    let unsigned = info.unsigned_attrs.iter().flat_map(|attributes| attributes.iter());
    let values = unsigned.filter(|one| one.oid == SIGNATURE_TIME_STAMP).flat_map(|one| one.values.iter());
    let read = |value: &Any| Token::parse(&value.to_der().map_err(|_| Code::TimestampMalformed)?);
    let tokens: Vec<Token> = values.map(read).collect::<Result<_, _>>()?;
    if tokens.len() > TOKENS_MAX { Err(Code::TimestampMalformed) } else { Ok(tokens) }
}

/// The earliest time that the tokens on a signature prove; all of them must be right. `None` without tokens.
pub(super) fn judge(info: &SignerInfo, trust: &Trust, at: Timestamp) -> Result<Option<Timestamp>, Code> {
    let tokens = of(info)?;
    let times = tokens.iter().map(|token| token.verify(info.signature.as_bytes(), trust, at));
    Ok(times.collect::<Result<Vec<_>, _>>()?.into_iter().min())
}
