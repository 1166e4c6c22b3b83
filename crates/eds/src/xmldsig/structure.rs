//! Reading a `ds:Signature` strictly: every part in its order, once, and nothing else.

use super::uris::{self, DSIG, ENVELOPED, EXCLUSIVE};
use crate::code::Code;
use crate::xml::{Element, Form, Node};

/// A signature as its elements state it.
pub(super) struct Signature<'a> {
    pub(super) number: usize,
    pub(super) signed_info: &'a Element,
    /// The form of the signed info.
    pub(super) form: Form,
    pub(super) signature_method: String,
    pub(super) uri: String,
    pub(super) enveloped: bool,
    /// The form of the data; inclusive when none is stated.
    pub(super) transform: Form,
    pub(super) digest_method: String,
    pub(super) digest_value: String,
    pub(super) value: String,
    pub(super) key_info: &'a Element,
}

impl<'a> Signature<'a> {
    pub(super) fn read(element: &'a Element) -> Result<Self, Code> {
        Self::parts(element).ok_or(Code::XmlStructure)
    }

    fn parts(element: &'a Element) -> Option<Self> {
        let [signed_info, value, key_info] = children(element, ["SignedInfo", "SignatureValue", "KeyInfo"])?;
        let [canonical, method, reference] =
            children(signed_info, ["CanonicalizationMethod", "SignatureMethod", "Reference"])?;
        let parts: Vec<&Element> = only_elements(reference)?;
        let (transforms, digest_method, digest_value) = match parts.as_slice() {
            [transforms, method, value] => (Some(*transforms), *method, *value),
            [method, value] => (None, *method, *value),
            _ => return None,
        };
        let named = is_ds(digest_method, "DigestMethod") && is_ds(digest_value, "DigestValue");
        let (enveloped, transform) = match transforms {
            None => (false, Form::default()),
            Some(transforms) => read_transforms(transforms)?,
        };
        named.then_some(Self {
            number: element.number,
            signed_info,
            form: read_form(canonical)?,
            signature_method: bare_algorithm(method)?,
            uri: reference.attribute("URI")?.to_owned(),
            enveloped,
            transform,
            digest_method: bare_algorithm(digest_method)?,
            digest_value: digest_value.text()?,
            value: value.text()?,
            key_info,
        })
    }
}

fn is_ds(element: &Element, local: &str) -> bool {
    element.is((DSIG, local))
}

/// The elements inside; `None` when there is text beside white space. Comments do not count.
pub(super) fn only_elements(element: &Element) -> Option<Vec<&Element>> {
    let allowed = |node: &Node| match node {
        Node::Element(_) | Node::Comment(_) => true,
        Node::Text(text) => text.chars().all(|c| matches!(c, ' ' | '\t' | '\n' | '\r')),
        Node::Instruction(_, _) => false,
    };
    element.children.iter().all(allowed).then(|| element.elements().collect())
}

fn children<'a, const COUNT: usize>(element: &'a Element, names: [&str; COUNT]) -> Option<[&'a Element; COUNT]> {
    let found: [&Element; COUNT] = only_elements(element)?.try_into().ok()?;
    found.iter().zip(names).all(|(element, name)| is_ds(element, name)).then_some(found)
}

/// The algorithm of an element without parameters.
fn bare_algorithm(element: &Element) -> Option<String> {
    only_elements(element)?.is_empty().then(|| element.attribute("Algorithm").map(str::to_owned))?
}

/// Canonicalisation, with the prefixes of an exclusive one.
fn read_form(element: &Element) -> Option<Form> {
    let form = uris::form(element.attribute("Algorithm")?)?;
    match only_elements(element)?.as_slice() {
        [] => Some(form),
        [listed] if form.exclusive && listed.is((EXCLUSIVE, "InclusiveNamespaces")) => {
            let prefixes = listed.attribute("PrefixList")?.split_whitespace();
            let inclusive_prefixes =
                prefixes.map(|one| if one == "#default" { String::new() } else { one.to_owned() }).collect();
            only_elements(listed)?.is_empty().then_some(Form { inclusive_prefixes, ..form })
        }
        _ => None,
    }
}

/// At most the enveloped signature and then one canonicalisation.
fn read_transforms(element: &Element) -> Option<(bool, Form)> {
    let transforms = only_elements(element).filter(|_| is_ds(element, "Transforms"))?;
    if transforms.is_empty() || !transforms.iter().all(|one| is_ds(one, "Transform")) {
        return None;
    }
    let enveloped = transforms.first().is_some_and(|first| first.attribute("Algorithm") == Some(ENVELOPED));
    if enveloped && !only_elements(transforms.first()?)?.is_empty() {
        return None;
    }
    match transforms.get(usize::from(enveloped)..)? {
        [] => Some((enveloped, Form::default())),
        [canonical] => Some((enveloped, read_form(canonical)?)),
        _ => None,
    }
}
