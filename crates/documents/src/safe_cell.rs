//! Cells of exports that no spreadsheet runs as a formula (OWASP ASVS 1.2.10).

use std::borrow::Cow;

/// A cell of an export: text is made safe, numbers stay numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell<'a> {
    Text(&'a str),
    Integer(i64),
    Empty,
}

/// Text that a spreadsheet shows as it is: where it would begin a formula, an apostrophe is put before it.
pub fn safe_text(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

impl Cell<'_> {
    /// The cell as text, safe where it is text.
    pub fn to_safe_text(&self) -> Cow<'_, str> {
        match self {
            Self::Text(text) => safe_text(text),
            Self::Integer(number) => Cow::Owned(number.to_string()),
            Self::Empty => Cow::Borrowed(""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d_38_only_text_that_begins_a_formula_is_changed() {
        for text in ["=HYPERLINK(1)", "+7 701", "-x", "@SUM", "\tx", "\rx"] {
            assert_eq!(Cell::Text(text).to_safe_text(), format!("'{text}"));
        }
        assert_eq!(Cell::Text("a=1").to_safe_text(), "a=1");
        assert_eq!(Cell::Integer(-5).to_safe_text(), "-5");
    }
}
