//! Files exchanged with the treasury and the bank (spec 6.3, 7.8): payment orders out, statements in.
//!
//! Amounts are whole tiyn; ISO 20022 decimals are written and read exactly, never through floats. What is read is hostile
//! until checked: no DTD, no entities of its own, one namespace, limits on size, depth and number of elements.

pub mod camt054;
#[cfg(test)]
mod message_tests;
pub mod pain001;
mod xml_in;
mod xml_out;

use std::fmt;

/// A message that is refused as a whole, with the place in it (`/Document/…`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRefusal {
    pub kind: FileRefusalKind,
    /// The path of elements down to the fault, `/` for the file itself.
    pub pointer: String,
    pub detail: String,
}

/// Why a message is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileRefusalKind {
    Truncated,
    /// Over a limit of size, depth or count.
    Bomb,
    Encoding,
    /// Not well formed, or an element is missing, repeated or has a value its type does not allow.
    Malformed,
    /// A DTD or an entity that XML itself does not define.
    Doctype,
    /// Another message or version than the one read here.
    Version,
}

impl FileRefusal {
    /// The stable code (spec 2.7; `file.malformed` and `file.doctype` are ours).
    pub fn code(&self) -> &'static str {
        match self.kind {
            FileRefusalKind::Truncated => "file.truncated",
            FileRefusalKind::Bomb => "file.bomb",
            FileRefusalKind::Encoding => "file.encoding",
            FileRefusalKind::Malformed => "file.malformed",
            FileRefusalKind::Doctype => "file.doctype",
            FileRefusalKind::Version => "schema.version",
        }
    }
}

impl fmt::Display for FileRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}: {}", self.code(), self.pointer, self.detail)
    }
}

impl std::error::Error for FileRefusal {}

/// Why a message of ours cannot be written: a value that its schema does not allow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unwritable {
    /// The element.
    pub element: &'static str,
    pub detail: String,
}

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.element, self.detail)
    }
}

impl std::error::Error for Unwritable {}

/// Tiyn as tenge with two decimals: `123456` is `1234.56`. Negative amounts have no place in these messages.
fn tenge(tiyn: u64) -> String {
    format!("{}.{:02}", tiyn / 100, tiyn % 100)
}

/// A decimal of tenge as whole tiyn, exactly: digits, at most one point, nothing but zeros after the second decimal.
/// `None` for signs, exponents, spaces, empty text, fractions of a tiyn and overflow.
pub fn tiyn(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |part: &str| !part.is_empty() && part.len() <= 18 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(fraction) {
        return None;
    }
    let (kept, dropped) = fraction.split_at_checked(2).unwrap_or((fraction, ""));
    if dropped.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let scale = if kept.len() == 1 { 10 } else { 1 };
    let hundredths = kept.parse::<i64>().ok()?.checked_mul(scale)?;
    whole.parse::<i64>().ok()?.checked_mul(100)?.checked_add(hundredths)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        for (text, amount) in [("0.01", 1), ("1", 100), ("1.5", 150), ("12.34000", 1234), ("0", 0), ("007.10", 710)] {
            assert_eq!(tiyn(text), Some(amount), "{text}");
        }
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "-1",
            "+1",
            "1e3",
            "1,5",
            " 1",
            "0.001",
            "1.239",
            "1.2.3",
            "99999999999999999999",
            "١",
        ] {
            assert_eq!(tiyn(text), None, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(amount in 0_i64..=9_999_999_999_999_999) {
            prop_assert_eq!(tiyn(&tenge(amount.unsigned_abs())), Some(amount));
        }
    }
}
