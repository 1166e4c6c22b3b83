//! Canonical XML 1.0 (inclusive) and Exclusive XML Canonicalization 1.0 of a document or of one element of it.

use std::collections::BTreeMap;

use super::{Attribute, Document, Element, Node};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// How to write.
#[derive(Debug, Clone, Default)]
pub struct Form {
    /// Exclusive: only namespaces that are visibly used are declared.
    pub exclusive: bool,
    /// With comments.
    pub comments: bool,
    /// Prefixes that an exclusive form treats as the inclusive one does, empty for the default namespace.
    pub inclusive_prefixes: Vec<String>,
}

type Names = BTreeMap<String, String>;

struct Writer<'a> {
    form: &'a Form,
    /// The number of an element that is left out: the signature itself.
    without: Option<usize>,
    out: String,
}

/// The canonical bytes of `document`, or of its element of number `only`; without the element of number `without`.
pub fn canonicalize(document: &Document, only: Option<usize>, without: Option<usize>, form: &Form) -> Vec<u8> {
    let mut writer = Writer { form, without, out: String::new() };
    match only {
        None => {
            for node in &document.before {
                if writer.beside(node) {
                    writer.out.push('\n');
                }
            }
            writer.element(&document.root, &Names::new(), &Names::new(), &[]);
            for node in &document.after {
                writer.after(node);
            }
        }
        Some(number) => {
            writer.find(&document.root, number, &mut Names::new(), &mut Vec::new());
        }
    }
    writer.out.into_bytes()
}

impl Writer<'_> {
    /// Writes an instruction or a comment beside the root; whether there was anything to write.
    fn beside(&mut self, node: &Node) -> bool {
        let length = self.out.len();
        self.node(node, &Names::new(), &Names::new());
        self.out.len() > length
    }

    fn after(&mut self, node: &Node) {
        let length = self.out.len();
        self.out.push('\n');
        if !self.beside(node) {
            self.out.truncate(length);
        }
    }

    /// Looks for the element of a number and writes it with what it takes from those around it.
    fn find(&mut self, element: &Element, number: usize, scope: &mut Names, xml: &mut Vec<Attribute>) {
        if element.number == number {
            // Attributes of the namespace xml are taken over from outside by the inclusive form alone.
            let inherited = if self.form.exclusive { Vec::new() } else { xml.clone() };
            self.element(element, scope, &Names::new(), &inherited);
            return;
        }
        // The numbers below an element follow its own: the right child is the last that begins not after the wanted one.
        let Some(next) = element.elements().filter(|child| child.number <= number).last() else { return };
        declare(scope, element);
        for attribute in element.attributes.iter().filter(|one| one.namespace == XML) {
            xml.retain(|known| known.local != attribute.local);
            xml.push(attribute.clone());
        }
        self.find(next, number, scope, xml);
    }

    fn element(&mut self, element: &Element, outside: &Names, written: &Names, inherited: &[Attribute]) {
        if self.without == Some(element.number) {
            return;
        }
        let mut scope = outside.clone();
        declare(&mut scope, element);
        let mut written = written.clone();
        let name = qualified(&element.prefix, &element.local);
        self.out.push('<');
        self.out.push_str(&name);
        for prefix in self.needed(element, &scope) {
            let value = scope.get(&prefix).cloned().unwrap_or_default();
            let known = written.get(&prefix).map(String::as_str).unwrap_or_default();
            if known != value {
                self.out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
                self.out.push_str(&prefix);
                self.value(&value);
                written.insert(prefix, value);
            }
        }
        let taken = inherited
            .iter()
            .filter(|one| !element.attributes.iter().any(|own| own.namespace == XML && own.local == one.local));
        let mut attributes: Vec<&Attribute> = element.attributes.iter().chain(taken).collect();
        attributes.sort_by(|one, other| (&one.namespace, &one.local).cmp(&(&other.namespace, &other.local)));
        for attribute in attributes {
            self.out.push(' ');
            self.out.push_str(&qualified(&attribute.prefix, &attribute.local));
            self.value(&attribute.value);
        }
        self.out.push('>');
        for child in &element.children {
            self.node(child, &scope, &written);
        }
        self.out.push_str("</");
        self.out.push_str(&name);
        self.out.push('>');
    }

    fn node(&mut self, node: &Node, scope: &Names, written: &Names) {
        match node {
            Node::Element(element) => self.element(element, scope, written, &[]),
            Node::Text(text) => self.escaped(text, &[('&', "&amp;"), ('<', "&lt;"), ('>', "&gt;"), ('\r', "&#xD;")]),
            Node::Comment(comment) if self.form.comments => {
                self.out.push_str("<!--");
                self.out.push_str(comment);
                self.out.push_str("-->");
            }
            Node::Comment(_) => {}
            Node::Instruction(target, data) => {
                self.out.push_str("<?");
                self.out.push_str(target);
                if !data.is_empty() {
                    self.out.push(' ');
                    self.out.push_str(data);
                }
                self.out.push_str("?>");
            }
        }
    }

    /// Prefixes whose namespace must be known at this element, sorted; the empty one stands for the default.
    fn needed(&self, element: &Element, scope: &Names) -> Vec<String> {
        let used = std::iter::once(&element.prefix)
            .chain(element.attributes.iter().map(|one| &one.prefix).filter(|prefix| !prefix.is_empty()));
        let mut needed: Vec<String> = if self.form.exclusive {
            let listed =
                self.form.inclusive_prefixes.iter().filter(|prefix| prefix.is_empty() || scope.contains_key(*prefix));
            used.chain(listed).cloned().collect()
        } else {
            std::iter::once(String::new()).chain(scope.keys().cloned()).collect()
        };
        needed.sort();
        needed.dedup();
        needed.retain(|prefix| prefix != "xml");
        needed
    }

    fn value(&mut self, value: &str) {
        self.out.push_str("=\"");
        let table = [('&', "&amp;"), ('<', "&lt;"), ('"', "&quot;"), ('\t', "&#x9;"), ('\n', "&#xA;"), ('\r', "&#xD;")];
        self.escaped(value, &table);
        self.out.push('"');
    }

    fn escaped(&mut self, text: &str, table: &[(char, &str)]) {
        for c in text.chars() {
            match table.iter().find(|(special, _)| *special == c) {
                Some((_, replacement)) => self.out.push_str(replacement),
                None => self.out.push(c),
            }
        }
    }
}

fn declare(scope: &mut Names, element: &Element) {
    for (prefix, name) in &element.declarations {
        if name.is_empty() {
            scope.remove(prefix);
        } else {
            scope.insert(prefix.clone(), name.clone());
        }
    }
}

fn qualified(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}
