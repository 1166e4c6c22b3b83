//! The stored bytes of an act, read back: what a person is shown before signing comes from the very bytes that are signed; pure.

use anyhow::Context as _;
use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// What the document says, word by word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// Attributes of the root: number, version, month, parties, when it was known, who prepared it.
    pub head: Vec<(String, String)>,
    /// What the performer answers for.
    pub declaration: String,
    /// Attributes of the rule that the lines were calculated by.
    pub rule: Vec<(String, String)>,
    /// Its lines.
    pub lines: Vec<DocumentLine>,
    /// Attributes of the totals; sums in tiyn.
    pub totals: Vec<(String, String)>,
}

/// A line of the document; numbers as they are written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentLine(Vec<(String, String)>);

impl DocumentLine {
    /// The value of a name; empty where the line has none.
    #[must_use]
    pub fn get(&self, name: &str) -> &str {
        value(&self.0, name)
    }

    /// A number of the line; 0 where it has none.
    #[must_use]
    pub fn number(&self, name: &str) -> i64 {
        self.get(name).parse().unwrap_or_default()
    }
}

impl Document {
    /// Reads stored bytes.
    ///
    /// # Errors
    /// A fault when the bytes are no XML: they were ours when they were stored.
    pub fn read(xml: &[u8]) -> anyhow::Result<Self> {
        let text = std::str::from_utf8(xml).context("a stored act is not UTF-8")?;
        let mut reader = Reader::from_str(text);
        let mut document = Self::default();
        let mut inside = false;
        loop {
            match reader.read_event().context("a stored act is no XML")? {
                Event::Start(element) | Event::Empty(element) => {
                    inside = element.name().as_ref() == "declaration";
                    document.take(&element)?;
                }
                Event::Text(text) if inside => {
                    document.declaration.push_str(&text.xml10_content());
                }
                Event::GeneralRef(name) if inside => {
                    let text = quick_xml::escape::resolve_predefined_entity(&name).unwrap_or_default();
                    document.declaration.push_str(text);
                }
                Event::End(_) => inside = false,
                Event::Eof => return Ok(document),
                Event::Text(_)
                | Event::GeneralRef(_)
                | Event::CData(_)
                | Event::Comment(_)
                | Event::Decl(_)
                | Event::PI(_)
                | Event::DocType(_) => {}
            }
        }
    }

    fn take(&mut self, element: &BytesStart<'_>) -> anyhow::Result<()> {
        match element.name().as_ref() {
            "act" => self.head = attributes(element)?,
            "rule" => self.rule = attributes(element)?,
            "line" => self.lines.push(DocumentLine(attributes(element)?)),
            "totals" => self.totals = attributes(element)?,
            _ => {}
        }
        Ok(())
    }

    /// A value of the head; empty where it has none.
    #[must_use]
    pub fn head(&self, name: &str) -> &str {
        value(&self.head, name)
    }

    /// A value of the rule; empty where it has none.
    #[must_use]
    pub fn rule(&self, name: &str) -> &str {
        value(&self.rule, name)
    }

    /// A number of the totals; 0 where they have none.
    #[must_use]
    pub fn total(&self, name: &str) -> i64 {
        value(&self.totals, name).parse().unwrap_or_default()
    }
}

fn value<'a>(pairs: &'a [(String, String)], name: &str) -> &'a str {
    pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
}

fn attributes(element: &BytesStart<'_>) -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for attribute in element.attributes() {
        let attribute = attribute.context("a stored act is no XML")?;
        let value = quick_xml::escape::unescape(attribute.value.as_ref()).context("a stored act is no XML")?;
        let name: &str = attribute.key.as_ref();
        pairs.push((name.to_owned(), value.into_owned()));
    }
    Ok(pairs)
}

#[cfg(test)]
mod tests {
    use documents::xml_out::XmlOut;

    use super::*;

    #[test]
    fn a_document_is_read_back_word_by_word() {
        let head = [("number", "A-75 <&\"'>"), ("version", "2")];
        let xml = XmlOut::document("act", "urn:qazyna:act:1", &head, |xml| {
            xml.leaf("declaration", "Answers <for> & all")?;
            xml.element("rule", &[("clause", "3.4")], |_| Ok(()))?;
            xml.element("lines", &[], |xml| {
                xml.element("line", &[("n", "1"), ("due", "-500")], |_| Ok(()))?;
                xml.element("line", &[("n", "2"), ("due", "700")], |_| Ok(()))
            })?;
            xml.element("totals", &[("lines", "2"), ("total", "200")], |_| Ok(()))
        });
        let document = Document::read(&xml.unwrap()).unwrap();
        assert_eq!(
            (document.head("number"), document.head("version"), document.head("none")),
            ("A-75 <&\"'>", "2", "")
        );
        assert_eq!(document.declaration, "Answers <for> & all");
        assert_eq!(document.lines.iter().map(|line| line.number("due")).collect::<Vec<_>>(), [-500, 700]);
        assert_eq!((document.total("total"), document.total("none")), (200, 0));
        assert_eq!(document.rule, [("clause".to_owned(), "3.4".to_owned())]);
    }

    #[test]
    fn broken_bytes_are_a_fault() {
        assert!(Document::read(b"<act><line").is_err());
    }
}
