//! A strict reader of one ISO 20022 message: elements and text of one namespace, nothing else.
//!
//! The message is read as a stream; only one repeated element at a time is held. A DTD, an entity of the file's own and a
//! processing instruction are refused before anything is resolved, so there is nothing to expand and nothing to fetch.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{FileRefusal, FileRefusalKind};

const BYTES_MAX: usize = 64 * 1024 * 1024;
const DEPTH_MAX: usize = 32;
/// Elements held at a time: a whole message's header or one of its entries.
const HELD_MAX: usize = 200_000;

type Read<T> = Result<T, FileRefusal>;

/// An element: local name, attributes, its own text, its children, in order.
#[derive(Debug, Default)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) text: String,
    pub(super) children: Vec<Element>,
}

impl Element {
    /// The first element down a path.
    pub(super) fn find(&self, path: &[&str]) -> Option<&Element> {
        path.iter().try_fold(self, |element, name| element.children.iter().find(|child| child.name == *name))
    }

    /// The children of a name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The text of the element down a path, without white space around it.
    pub(super) fn text(&self, path: &[&str]) -> Option<&str> {
        self.find(path).map(|element| element.text.trim()).filter(|text| !text.is_empty())
    }

    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(attribute, _)| attribute == name).map(|(_, value)| value.as_str())
    }
}

/// What to do with a finished element.
pub(super) enum Keep {
    /// It stays a child of its parent.
    InParent,
    /// It was used and is dropped.
    Used,
}

/// Reads the message; `finished` sees each element when it ends, with the elements around it, outermost first.
pub(super) fn read(
    bytes: &[u8],
    namespace: &str,
    mut finished: impl FnMut(&[Element], &Element) -> Read<Keep>,
) -> Read<()> {
    let text = check_text(bytes)?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut state = Stack { namespace, open: Vec::new(), prefixes: Vec::new(), held: 0, root_seen: false };
    loop {
        let event = reader.read_event().map_err(|error| state.syntax(&error))?;
        match event {
            // Empty elements arrive as a start and an end, as the reader is told to above.
            Event::Start(start) | Event::Empty(start) => state.start(&start)?,
            Event::End(_) => {
                let Some(element) = state.open.pop() else { return Err(state.malformed("an end without a start")) };
                state.prefixes.pop();
                let held = state.held;
                match (finished(&state.open, &element)?, state.open.last_mut()) {
                    (Keep::InParent, Some(parent)) => parent.children.push(element),
                    (Keep::InParent, None) => {}
                    (Keep::Used, _) => state.held = held.saturating_sub(count(&element)),
                }
            }
            Event::Text(text) => state.text(&text.xml10_content())?,
            Event::CData(text) => state.text(&text.xml10_content())?,
            Event::GeneralRef(reference) => {
                let c = state.reference(&reference)?;
                state.text(c.encode_utf8(&mut [0; 4]))?;
            }
            Event::Decl(_) | Event::Comment(_) => {}
            Event::DocType(_) => return Err(state.refuse(FileRefusalKind::Doctype, "a DTD is not read")),
            Event::PI(_) => return Err(state.malformed("a processing instruction is not read")),
            Event::Eof => break,
        }
    }
    match (state.open.is_empty(), state.root_seen) {
        (true, true) => Ok(()),
        (false, _) => Err(state.refuse(FileRefusalKind::Truncated, "the message ends too early")),
        (true, false) => Err(state.malformed("no element at all")),
    }
}

fn count(element: &Element) -> usize {
    element.children.iter().map(count).fold(1, usize::saturating_add)
}

fn check_text(bytes: &[u8]) -> Read<&str> {
    let refuse = |kind, detail: &str| FileRefusal { kind, pointer: "/".to_owned(), detail: detail.to_owned() };
    if bytes.len() > BYTES_MAX {
        return Err(refuse(FileRefusalKind::Bomb, "longer than 64 MiB"));
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refuse(FileRefusalKind::Truncated, "the file is empty"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| refuse(FileRefusalKind::Encoding, "not UTF-8"))?;
    let forbidden = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if text.contains(forbidden) {
        return Err(refuse(FileRefusalKind::Malformed, "a character that XML does not allow"));
    }
    // Everything after this trusts the bytes to be UTF-8, whatever the declaration says; a liar is refused.
    let declaration = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or("", |(head, _)| head);
    let lower = declaration.to_lowercase();
    if lower.contains("encoding") && !lower.contains("utf-8") {
        return Err(refuse(FileRefusalKind::Encoding, "the declaration names another encoding than UTF-8"));
    }
    Ok(text)
}

/// The elements that are open and what is known of them.
struct Stack<'n> {
    namespace: &'n str,
    open: Vec<Element>,
    /// Prefixes bound to the namespace, for each open element.
    prefixes: Vec<Vec<(String, bool)>>,
    held: usize,
    root_seen: bool,
}

impl Stack<'_> {
    fn start(&mut self, start: &BytesStart<'_>) -> Read<()> {
        if self.open.is_empty() && std::mem::replace(&mut self.root_seen, true) {
            return Err(self.malformed("a second root"));
        }
        self.held = self.held.saturating_add(1);
        if self.open.len() >= DEPTH_MAX || self.held > HELD_MAX {
            return Err(self.refuse(FileRefusalKind::Bomb, "too deep or too many elements"));
        }
        let mut bound = Vec::new();
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| self.malformed(&error.to_string()))?;
            let key: &str = attribute.key.as_ref();
            let value = quick_xml::escape::unescape(attribute.value.as_ref())
                .map_err(|_| self.refuse(FileRefusalKind::Doctype, "an unknown entity"))?
                .into_owned();
            match key.split_once(':') {
                None if key == "xmlns" => bound.push((String::new(), value == self.namespace)),
                Some(("xmlns", prefix)) => bound.push((prefix.to_owned(), value == self.namespace)),
                // `xsi:schemaLocation` and its like are hints that are never followed.
                Some(_) => {}
                None => attributes.push((key.to_owned(), value)),
            }
        }
        self.prefixes.push(bound);
        let qualified = start.name();
        let full: &str = qualified.as_ref();
        let (prefix, name) = full.split_once(':').unwrap_or(("", full));
        self.open.push(Element { name: name.to_owned(), attributes, ..Element::default() });
        let binding = self.prefixes.iter().rev().flatten().find(|(known, _)| known == prefix);
        if binding.is_none_or(|(_, ours)| !ours) {
            return Err(self.refuse(FileRefusalKind::Version, &format!("not in the namespace {}", self.namespace)));
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Read<()> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(self.malformed("text outside the message")),
        }
        Ok(())
    }

    fn reference(&self, reference: &BytesRef<'_>) -> Read<char> {
        let name: &str = reference;
        let code = match name.strip_prefix('#') {
            Some(number) => match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => number.parse().ok(),
            },
            None => match name {
                "amp" => Some(u32::from('&')),
                "lt" => Some(u32::from('<')),
                "gt" => Some(u32::from('>')),
                "quot" => Some(u32::from('"')),
                "apos" => Some(u32::from('\'')),
                _ => return Err(self.refuse(FileRefusalKind::Doctype, "an unknown entity")),
            },
        };
        let allowed = |c: &char| *c >= ' ' || matches!(c, '\t' | '\n' | '\r');
        code.and_then(char::from_u32)
            .filter(allowed)
            .ok_or_else(|| self.malformed("a character that XML does not allow"))
    }

    /// Errors of syntax: an end of file inside markup is a cut, all else is malformed.
    fn syntax(&self, error: &quick_xml::Error) -> FileRefusal {
        let cut = matches!(error, quick_xml::Error::Syntax(_));
        let kind = if cut { FileRefusalKind::Truncated } else { FileRefusalKind::Malformed };
        self.refuse(kind, &error.to_string())
    }

    fn malformed(&self, detail: &str) -> FileRefusal {
        self.refuse(FileRefusalKind::Malformed, detail)
    }

    fn refuse(&self, kind: FileRefusalKind, detail: &str) -> FileRefusal {
        let pointer: String = self.open.iter().flat_map(|element| ["/", &element.name]).collect();
        let pointer = if pointer.is_empty() { "/".to_owned() } else { pointer };
        FileRefusal { kind, pointer, detail: detail.to_owned() }
    }
}
