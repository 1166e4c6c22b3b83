//! A strict reader of XML 1.0 with namespaces, without document types.

use super::{Attribute, Document, Element, Node, Place};

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// Attributes and namespace declarations of one element.
const ATTRIBUTES_MAX: usize = 128;
/// Namespaces in scope at once.
const SCOPE_MAX: usize = 64;

/// What a document may be at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes of the document.
    pub bytes: usize,
    /// Elements inside one another.
    pub depth: usize,
    /// Elements, attributes, texts, comments and instructions together.
    pub nodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { bytes: 8 * 1024 * 1024, depth: 64, nodes: 100_000 }
    }
}

/// Reads a document; `None` for everything that is refused. Gives the text with its line ends made one, to which the places of elements belong.
pub fn parse(bytes: &[u8], limits: Limits) -> Option<(Document, String)> {
    if bytes.len() > limits.bytes {
        return None;
    }
    let text = std::str::from_utf8(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).ok()?;
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut reader = Reader { text: &text, at: 0, nodes: limits.nodes, elements: 0, limits };
    let document = reader.document()?;
    Some((document, text))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Nodes that may still come.
    nodes: usize,
    elements: usize,
    limits: Limits,
}

/// Namespaces in scope, the innermost last.
type Scope = Vec<(String, String)>;

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn looking_at(&self, start: &str) -> bool {
        self.rest().starts_with(start)
    }

    fn take(&mut self, start: &str) -> Option<()> {
        self.looking_at(start).then(|| self.at += start.len())
    }

    /// The text before `end`, which is passed too.
    fn until(&mut self, end: &str) -> Option<&'a str> {
        let (before, _) = self.rest().split_once(end)?;
        self.at += before.len() + end.len();
        before.chars().all(is_character).then_some(before)
    }

    fn space(&mut self) -> bool {
        let space = self.rest().len() - self.rest().trim_start_matches([' ', '\t', '\n']).len();
        self.at += space;
        space > 0
    }

    fn count(&mut self) -> Option<()> {
        self.nodes = self.nodes.checked_sub(1)?;
        Some(())
    }

    fn document(&mut self) -> Option<Document> {
        self.declaration()?;
        let before = self.beside()?;
        let mut scope = vec![("xml".to_owned(), XML.to_owned())];
        let root = self.element(&mut scope, self.limits.depth)?;
        let after = self.beside()?;
        self.rest().is_empty().then_some(Document { before, root, after })
    }

    /// The XML declaration, if there is one: version 1.0, encoding UTF-8.
    fn declaration(&mut self) -> Option<()> {
        if !self.looking_at("<?xml") || !self.rest().chars().nth(5).is_some_and(|c| c.is_ascii_whitespace()) {
            return Some(());
        }
        self.take("<?xml")?;
        let mut stated = Vec::new();
        while self.space() && !self.looking_at("?>") {
            let (_, name) = self.name()?;
            self.equals()?;
            stated.push((name, self.quoted()?.to_owned()));
        }
        self.take("?>")?;
        let order = ["version", "encoding", "standalone"];
        let mut places = stated.iter().map(|(name, _)| order.iter().position(|known| known == name));
        let first = places.next()? == Some(0);
        let sorted = stated.is_sorted_by_key(|(name, _)| order.iter().position(|known| known == name));
        let fine = stated.iter().all(|(name, value)| match name.as_str() {
            "version" => value == "1.0",
            "encoding" => value.eq_ignore_ascii_case("utf-8"),
            "standalone" => value == "yes" || value == "no",
            _ => false,
        });
        let single = stated.windows(2).all(|pair| pair.first().map(|one| &one.0) != pair.last().map(|one| &one.0));
        (first && sorted && fine && single).then_some(())
    }

    /// Comments, instructions and white space outside the root.
    fn beside(&mut self) -> Option<Vec<Node>> {
        let mut found = Vec::new();
        loop {
            self.space();
            if self.looking_at("<!--") || self.looking_at("<?") {
                found.push(self.other()?);
            } else {
                return Some(found);
            }
        }
    }

    /// A comment or an instruction.
    fn other(&mut self) -> Option<Node> {
        self.count()?;
        if self.take("<!--").is_some() {
            let comment = self.until("-->")?;
            let allowed = !comment.contains("--") && !comment.ends_with('-');
            return allowed.then(|| Node::Comment(comment.to_owned()));
        }
        self.take("<?")?;
        let (prefix, target) = self.name()?;
        if !prefix.is_empty() || target.eq_ignore_ascii_case("xml") {
            return None;
        }
        let spaced = self.space();
        let data = self.until("?>")?;
        (spaced || data.is_empty()).then(|| Node::Instruction(target, data.to_owned()))
    }

    fn element(&mut self, scope: &mut Scope, depth: usize) -> Option<Element> {
        self.count()?;
        let depth = depth.checked_sub(1)?;
        let start = self.at;
        self.take("<")?;
        let (prefix, local) = self.name()?;
        let name_end = self.at;
        let outside = scope.len();
        let (raw, declarations) = self.start_tag()?;
        scope.extend(declarations.iter().cloned());
        if scope.len() > SCOPE_MAX {
            return None;
        }
        let namespace = lookup(scope, &prefix)?;
        let mut element = Element {
            number: self.elements,
            attributes: attributes(raw, scope)?,
            children: Vec::new(),
            place: Place { name_end, start, close: None },
            namespace,
            prefix,
            local,
            declarations,
        };
        self.elements += 1;
        if self.take("/>").is_none() {
            self.take(">")?;
            self.content(&mut element, scope, depth)?;
        }
        scope.truncate(outside);
        Some(element)
    }

    /// Attributes with their prefixes unresolved, and namespace declarations.
    #[expect(clippy::type_complexity, reason = "two lists of what one loop reads")]
    fn start_tag(&mut self) -> Option<(Vec<(String, String, String)>, Vec<(String, String)>)> {
        let (mut attributes, mut declarations): (Vec<(String, String, String)>, Vec<(String, String)>) =
            (Vec::new(), Vec::new());
        loop {
            let spaced = self.space();
            if self.looking_at(">") || self.looking_at("/>") {
                return Some((attributes, declarations));
            }
            if !spaced || attributes.len() + declarations.len() >= ATTRIBUTES_MAX {
                return None;
            }
            self.count()?;
            let (prefix, local) = self.name()?;
            self.equals()?;
            let value = resolved(self.quoted()?, true)?;
            let declared = match (prefix.as_str(), local.as_str()) {
                ("", "xmlns") => Some(String::new()),
                ("xmlns", name) => Some(name.to_owned()),
                _ => None,
            };
            let Some(declared) = declared else {
                attributes.push((prefix, local, value));
                continue;
            };
            if !may_declare(&declared, &value) || declarations.iter().any(|(known, _)| *known == declared) {
                return None;
            }
            declarations.push((declared, value));
        }
    }

    fn content(&mut self, element: &mut Element, scope: &mut Scope, depth: usize) -> Option<()> {
        loop {
            if self.looking_at("</") {
                element.place.close = Some(self.at);
                self.take("</")?;
                let name = self.name()?;
                self.space();
                self.take(">")?;
                return (name == (element.prefix.clone(), element.local.clone())).then_some(());
            }
            let node = if self.looking_at("<![CDATA[") || !self.looking_at("<") {
                self.count()?;
                Node::Text(self.characters()?)
            } else if self.looking_at("<!--") || self.looking_at("<?") {
                self.other()?
            } else {
                Node::Element(self.element(scope, depth)?)
            };
            element.children.push(node);
        }
    }

    /// Characters and CDATA sections up to the next markup.
    fn characters(&mut self) -> Option<String> {
        let mut text = String::new();
        loop {
            if self.take("<![CDATA[").is_some() {
                text.push_str(self.until("]]>")?);
                continue;
            }
            // The end of a document inside an element is an error.
            let plain = self.rest().split_once('<')?.0;
            if plain.is_empty() {
                return Some(text);
            }
            if plain.contains("]]>") {
                return None;
            }
            text.push_str(&resolved(plain, false)?);
            self.at += plain.len();
        }
    }

    fn equals(&mut self) -> Option<()> {
        self.space();
        self.take("=")?;
        self.space();
        Some(())
    }

    fn quoted(&mut self) -> Option<&'a str> {
        let quote = if self.looking_at("\"") { "\"" } else { "'" };
        self.take(quote)?;
        self.until(quote).filter(|value| !value.contains('<'))
    }

    /// A name: its prefix, empty without one, and its local part.
    fn name(&mut self) -> Option<(String, String)> {
        let rest = self.rest();
        let end = rest.find(|c| !is_name_character(c) && c != ':').unwrap_or(rest.len());
        let name = rest.get(..end)?;
        self.at += end;
        let (prefix, local) = name.split_once(':').map_or(("", name), |(prefix, local)| (prefix, local));
        let fine = is_plain_name(local) && (is_plain_name(prefix) || !name.contains(':'));
        fine.then(|| (prefix.to_owned(), local.to_owned()))
    }
}

fn may_declare(prefix: &str, name: &str) -> bool {
    match prefix {
        "xmlns" => false,
        "xml" => name == XML,
        "" => name != XML && name != XMLNS,
        _ => !name.is_empty() && name != XML && name != XMLNS,
    }
}

fn lookup(scope: &Scope, prefix: &str) -> Option<String> {
    let found = scope.iter().rev().find(|(known, _)| known == prefix).map(|(_, name)| name.clone());
    found.or_else(|| prefix.is_empty().then(String::new))
}

fn attributes(raw: Vec<(String, String, String)>, scope: &Scope) -> Option<Vec<Attribute>> {
    let mut found: Vec<Attribute> = Vec::with_capacity(raw.len());
    for (prefix, local, value) in raw {
        let namespace = if prefix.is_empty() { String::new() } else { lookup(scope, &prefix)? };
        if found.iter().any(|one| one.namespace == namespace && one.local == local) {
            return None;
        }
        found.push(Attribute { prefix, local, namespace, value });
    }
    Some(found)
}

/// Text with its references replaced; in an attribute, white space becomes spaces.
fn resolved(raw: &str, in_attribute: bool) -> Option<String> {
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    loop {
        let (plain, after) = rest.split_once('&').map_or((rest, None), |(plain, after)| (plain, Some(after)));
        if !plain.chars().all(is_character) {
            return None;
        }
        text.extend(plain.chars().map(|c| if in_attribute && matches!(c, '\t' | '\n') { ' ' } else { c }));
        let Some(after) = after else { return Some(text) };
        let (name, after) = after.split_once(';')?;
        text.push(reference(name)?);
        rest = after;
    }
}

fn reference(name: &str) -> Option<char> {
    let number = |digits: &str, radix| {
        let plain = !digits.is_empty() && digits.chars().all(|c| c.is_digit(radix));
        let number = u32::from_str_radix(digits, radix).ok().filter(|_| plain)?;
        char::from_u32(number).filter(|c| is_character(*c))
    };
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix("#x") {
            Some(digits) => number(digits, 16),
            None => number(name.strip_prefix('#')?, 10),
        },
    }
}

fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn is_name_start(c: char) -> bool {
    matches!(c, 'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
        | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}'
        | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
        | '\u{10000}'..='\u{effff}')
}

fn is_name_character(c: char) -> bool {
    is_name_start(c) || matches!(c, '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

fn is_plain_name(name: &str) -> bool {
    name.chars().next().is_some_and(is_name_start) && name.chars().all(is_name_character)
}
