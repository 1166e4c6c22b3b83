//! Canonical XML: what is written equals its own Exclusive C14N 1.0, so the signed bytes are frozen as they are made (spec 6.1).
//!
//! UTF-8, no declaration, one namespace declared on the root, attributes sorted, no self-closing tags, no white space but
//! that of the texts. Characters that XML 1.0 does not allow are refused.

use std::fmt;

/// What cannot be written as XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum XmlRefusal {
    /// A character outside XML 1.0's `Char`.
    Character(char),
    /// Not an ASCII name.
    Name(String),
    /// Two attributes of one name on an element.
    RepeatedAttribute(String),
}

impl fmt::Display for XmlRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Character(c) => write!(f, "character U+{:04X} is not allowed in XML", u32::from(*c)),
            Self::Name(name) => write!(f, "{name:?} is not an XML name of ours"),
            Self::RepeatedAttribute(name) => write!(f, "attribute {name:?} twice on one element"),
        }
    }
}

impl std::error::Error for XmlRefusal {}

/// The result of writing an element.
pub type XmlResult = Result<(), XmlRefusal>;

/// Writes elements; they are closed by construction.
pub struct XmlOut {
    out: String,
}

impl XmlOut {
    /// A document of one root element in one namespace (`""` for none); `body` writes its content.
    pub fn document(
        root: &str,
        namespace: &str,
        attributes: &[(&str, &str)],
        body: impl FnOnce(&mut Self) -> XmlResult,
    ) -> Result<Vec<u8>, XmlRefusal> {
        let mut xml = Self { out: String::new() };
        xml.tag(root, namespace, attributes, body)?;
        Ok(xml.out.into_bytes())
    }

    /// An element with attributes and what `body` writes inside.
    pub fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        body: impl FnOnce(&mut Self) -> XmlResult,
    ) -> XmlResult {
        self.tag(name, "", attributes, body)
    }

    /// An element that holds only a text.
    pub fn leaf(&mut self, name: &str, text: &str) -> XmlResult {
        self.element(name, &[], |xml| xml.text(text))
    }

    /// A text inside the current element.
    pub fn text(&mut self, text: &str) -> XmlResult {
        self.escaped(text, |c| match c {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '>' => Some("&gt;"),
            '\r' => Some("&#xD;"),
            _ => None,
        })
    }

    fn tag(
        &mut self,
        name: &str,
        namespace: &str,
        attributes: &[(&str, &str)],
        body: impl FnOnce(&mut Self) -> XmlResult,
    ) -> XmlResult {
        check_name(name)?;
        self.out.push('<');
        self.out.push_str(name);
        if !namespace.is_empty() {
            self.attribute("xmlns", namespace)?;
        }
        let mut sorted = attributes.to_vec();
        sorted.sort_unstable();
        let repeated = sorted.iter().zip(sorted.iter().skip(1)).find(|(one, next)| one.0 == next.0);
        if let Some((one, _)) = repeated {
            return Err(XmlRefusal::RepeatedAttribute(one.0.to_owned()));
        }
        for (attribute, value) in sorted {
            check_name(attribute)?;
            self.attribute(attribute, value)?;
        }
        self.out.push('>');
        body(self)?;
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        Ok(())
    }

    fn attribute(&mut self, name: &str, value: &str) -> XmlResult {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.escaped(value, |c| match c {
            '&' => Some("&amp;"),
            '<' => Some("&lt;"),
            '"' => Some("&quot;"),
            '\t' => Some("&#x9;"),
            '\n' => Some("&#xA;"),
            '\r' => Some("&#xD;"),
            _ => None,
        })?;
        self.out.push('"');
        Ok(())
    }

    fn escaped(&mut self, text: &str, escape: impl Fn(char) -> Option<&'static str>) -> XmlResult {
        for c in text.chars() {
            match escape(c) {
                Some(entity) => self.out.push_str(entity),
                None if is_xml_char(c) => self.out.push(c),
                None => return Err(XmlRefusal::Character(c)),
            }
        }
        Ok(())
    }
}

/// XML 1.0 `Char` (production 2).
fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// Names of ours are ASCII; `xmlns` belongs to the writer.
fn check_name(name: &str) -> XmlResult {
    let start = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let rest = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if start && rest && name != "xmlns" { Ok(()) } else { Err(XmlRefusal::Name(name.to_owned())) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::Write;
    use std::process::{Command, Stdio};

    /// The bytes as libxml2 canonicalises them; `None` where xmllint is missing on a developer's machine.
    fn canonical(bytes: &[u8]) -> Option<Vec<u8>> {
        let child =
            Command::new("xmllint").args(["--exc-c14n", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let mut child = match child {
            Ok(child) => child,
            Err(error) if std::env::var_os("CI").is_none() => {
                println!("not run: xmllint is missing ({error})");
                return None;
            }
            Err(error) => panic!("xmllint is missing: {error}"),
        };
        child.stdin.take().unwrap().write_all(bytes).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(bytes));
        Some(output.stdout)
    }

    fn sample(text: &str, value: &str) -> Result<Vec<u8>, XmlRefusal> {
        XmlOut::document("act", "urn:qazyna:act:1", &[("version", "1"), ("id", value)], |xml| {
            xml.leaf("note", text)?;
            xml.element("line", &[("b", value), ("a", "\"<&>'")], |_| Ok(()))
        })
    }

    #[test]
    fn the_bytes_written_are_their_own_exclusive_canonical_form() {
        let bytes = sample("Күн & <сад> \"'\r\n\t]]> 😀", " x\t\n\r\"<>& ").unwrap();
        if let Some(canonical) = canonical(&bytes) {
            assert_eq!(String::from_utf8(canonical).unwrap(), String::from_utf8(bytes).unwrap());
        }
    }

    #[test]
    fn what_xml_does_not_allow_is_refused() {
        for text in ["\0", "\u{1}", "\u{b}", "\u{fffe}", "\u{ffff}"] {
            assert!(matches!(sample(text, ""), Err(XmlRefusal::Character(_))), "{text:?}");
            assert!(matches!(sample("", text), Err(XmlRefusal::Character(_))), "{text:?}");
        }
        let twice = XmlOut::document("a", "", &[("b", "1"), ("b", "2")], |_| Ok(()));
        assert_eq!(twice, Err(XmlRefusal::RepeatedAttribute("b".to_owned())));
        for name in ["", "1a", "a b", "a:b", "xmlns", "қ"] {
            assert!(XmlOut::document(name, "", &[], |_| Ok(())).is_err(), "{name:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_text_is_refused_or_canonical(text in any::<String>(), value in any::<String>()) {
            if let Ok(bytes) = sample(&text, &value)
                && let Some(canonical) = canonical(&bytes)
            {
                prop_assert_eq!(canonical, bytes);
            }
        }
    }
}
