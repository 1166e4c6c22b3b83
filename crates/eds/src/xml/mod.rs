//! XML as signatures need it: one strict reading into a tree, and the canonical bytes of a part of it.
//!
//! Refused before anything is signed or verified: a document type (so no entities and nothing outside), another
//! encoding than UTF-8, what is not well-formed with namespaces, and more bytes, depth or nodes than the limits.

mod canonical;
mod parse;

pub use self::canonical::{Form, canonicalize};
pub use self::parse::{Limits, parse};

/// A document: its root element and what stands beside it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Instructions and comments before the root.
    pub(crate) before: Vec<Node>,
    /// The root element.
    pub root: Element,
    /// Instructions and comments after the root.
    pub(crate) after: Vec<Node>,
}

/// What an element contains.
#[derive(Debug, Clone)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Characters, with references resolved.
    Text(String),
    /// A comment.
    Comment(String),
    /// A processing instruction: its target and its data.
    Instruction(String, String),
}

/// An element.
#[derive(Debug, Clone)]
pub struct Element {
    /// The number of the element in the order of the document, the root's is 0.
    pub(crate) number: usize,
    /// Its prefix, empty without one.
    pub(crate) prefix: String,
    /// Its local name.
    pub local: String,
    /// Its namespace, empty without one.
    pub namespace: String,
    /// Its attributes in their order, without namespace declarations.
    pub(crate) attributes: Vec<Attribute>,
    /// Its namespace declarations: prefix (empty for the default) and name.
    pub(crate) declarations: Vec<(String, String)>,
    /// What it contains.
    pub children: Vec<Node>,
    pub(crate) place: Place,
}

/// Where an element stands in the text that was parsed, in bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Place {
    /// Behind the name in its start tag.
    pub(crate) name_end: usize,
    /// At its first `<`.
    pub(crate) start: usize,
    /// At the `<` of its end tag; `None` for an empty-element tag.
    pub(crate) close: Option<usize>,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) prefix: String,
    pub(crate) local: String,
    pub(crate) namespace: String,
    pub(crate) value: String,
}

/// The name of an element: namespace and local name.
pub type Name<'a> = (&'a str, &'a str);

impl Node {
    fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

impl Element {
    /// Whether this is its name.
    pub fn is(&self, (namespace, local): Name<'_>) -> bool {
        self.namespace == namespace && self.local == local
    }

    /// The elements directly inside.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| if let Node::Element(element) = node { Some(element) } else { None })
    }

    /// The value of an attribute without a namespace.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|one| one.namespace.is_empty() && one.local == name).map(|one| one.value.as_str())
    }

    /// The characters directly inside; `None` when there is anything else, be it a comment.
    pub fn text(&self) -> Option<String> {
        self.children.iter().map(Node::as_text).collect()
    }

    /// The element at `path` below this one; `None` when a step has no or several such elements.
    pub fn at(&self, path: &[Name<'_>]) -> Option<&Element> {
        let Some((step, rest)) = path.split_first() else { return Some(self) };
        let mut found = self.elements().filter(|element| element.is(*step));
        match (found.next(), found.next()) {
            (Some(one), None) => one.at(rest),
            _ => None,
        }
    }

    /// This element and all below it, in the order of the document.
    pub(crate) fn all(&self) -> Vec<&Element> {
        let mut found = vec![self];
        for element in self.elements() {
            found.extend(element.all());
        }
        found
    }
}
