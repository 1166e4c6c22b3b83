//! Lower-case hexadecimal, one spelling for each hash.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Writes two lower-case digits for each byte.
pub fn encode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|b| [b >> 4, b & 15])
        .filter_map(|d| DIGITS.get(usize::from(d)))
        .map(|d| char::from(*d))
        .collect()
}

/// Reads exactly 64 lower-case digits; `None` for everything else.
pub fn decode(text: &str) -> Option<[u8; 32]> {
    let digits: Vec<u8> = text.bytes().map(digit).collect::<Option<_>>()?;
    let bytes: Vec<u8> = digits.chunks(2).filter_map(|pair| Some((pair.first()? << 4) | pair.get(1)?)).collect();
    if digits.len() == 64 { bytes.try_into().ok() } else { None }
}

fn digit(byte: u8) -> Option<u8> {
    DIGITS.iter().position(|d| *d == byte).and_then(|at| u8::try_from(at).ok())
}

/// A 32-byte value that is hexadecimal text in JSON: a hash or a salt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex32(pub [u8; 32]);

impl Serialize for Hex32 {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Hex32 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        decode(&text).map(Self).ok_or_else(|| D::Error::custom("not 64 lower-case hexadecimal digits"))
    }
}
