//! The options of an example, each remembered until it is read: what a component does not ask for, it does not have.

use std::{cell::RefCell, collections::BTreeSet, rc::Rc};

use serde_json::Value;

use super::super::{Attributes, Content, Problem};

/// A level of an example's options.
#[derive(Clone)]
pub(super) struct Options {
    value: Value,
    path: String,
    unread: Rc<RefCell<BTreeSet<String>>>,
}

impl Options {
    pub(super) fn of(value: &Value) -> Self {
        let unread = Rc::default();
        note(value, "", &mut RefCell::borrow_mut(&unread));
        Self { value: value.clone(), path: String::new(), unread }
    }

    /// What nobody asked for: `items.[].hint.text`.
    pub(super) fn unread(&self) -> BTreeSet<String> {
        self.unread.borrow().iter().map(|path| general(path)).collect()
    }

    fn below(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) }
    }

    fn take(&self, name: &str) -> Option<&Value> {
        self.unread.borrow_mut().remove(&self.below(name));
        self.value.get(name).filter(|value| !value.is_null())
    }

    /// Whether it is said not to be: `year: false`.
    pub(super) fn is_off(&self, name: &str) -> bool {
        self.maybe_flag(name) == Some(false)
    }

    /// A text or a number; nothing is an empty text.
    pub(super) fn text(&self, name: &str) -> String {
        self.maybe(name).unwrap_or_default()
    }

    pub(super) fn maybe(&self, name: &str) -> Option<String> {
        self.take(name).map(said)
    }

    pub(super) fn or(&self, name: &str, otherwise: &str) -> String {
        self.maybe(name).filter(|text| !text.is_empty()).unwrap_or_else(|| otherwise.to_owned())
    }

    pub(super) fn flag(&self, name: &str) -> bool {
        self.maybe_flag(name).unwrap_or(false)
    }

    pub(super) fn maybe_flag(&self, name: &str) -> Option<bool> {
        self.take(name).and_then(Value::as_bool)
    }

    /// Options of their own: `hint`, `fieldset`.
    pub(super) fn object(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| value.is_object())?;
        Some(self.deeper(value, self.below(name)))
    }

    /// Options of their own, or none at all.
    pub(super) fn part(&self, name: &str) -> Self {
        self.object(name).unwrap_or_else(|| self.deeper(&Value::Null, self.below(name)))
    }

    /// The things of a list, without what the templates pass over.
    pub(super) fn list(&self, name: &str) -> Vec<Self> {
        self.take(name);
        self.value.get(name).map(|list| self.items(list, &self.below(name))).unwrap_or_default()
    }

    /// The cells of a row.
    pub(super) fn cells(&self) -> Vec<Self> {
        self.items(&self.value, &self.path)
    }

    fn items(&self, list: &Value, path: &str) -> Vec<Self> {
        let all = list.as_array().into_iter().flatten().enumerate();
        let real = all.filter(|(_, item)| item.is_object() || item.is_array());
        real.map(|(at, item)| self.deeper(item, format!("{path}.{at}"))).collect()
    }

    /// All texts of a list.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        let list = self.value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
        for at in 0..list.len() {
            self.unread.borrow_mut().remove(&self.below(&format!("{name}.{at}")));
        }
        list.iter().map(said).collect()
    }

    fn deeper(&self, value: &Value, path: String) -> Self {
        Self { value: value.clone(), path, unread: Rc::clone(&self.unread) }
    }

    /// Markup where there is some, else a text.
    pub(super) fn content(&self) -> Content {
        self.content_of("html", "text")
    }

    pub(super) fn content_of(&self, html: &str, text: &str) -> Content {
        let (html, text) = (self.text(html), self.text(text));
        if html.is_empty() { Content::text(text) } else { Content::Html(html) }
    }

    pub(super) fn attributes(&self) -> Attributes {
        let part = self.part("attributes");
        let mut all = Attributes::default();
        for (name, _) in part.value.as_object().into_iter().flatten() {
            all.push(name, part.text(name));
        }
        all
    }

    /// What is wrong with a field; the templates say "Error" by themselves.
    pub(super) fn problem(&self) -> Option<Problem> {
        let message = self.object("errorMessage")?;
        Some(Problem { prefix: message.or("visuallyHiddenText", "Error"), text: message.text("text") })
    }
}

/// A text or a number as it is printed.
fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Every option that says something, by its path.
fn note(value: &Value, path: &str, all: &mut BTreeSet<String>) {
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, value)| note(value, &below(name), all)),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, item)| {
            if item.is_object() || item.is_array() || item.as_str().is_some_and(|text| !text.is_empty()) {
                note(item, &below(&at.to_string()), all);
            }
        }),
        Value::Null => {}
        Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            all.insert(path.to_owned());
        }
    }
}

/// `items.0.hint.text` as `items.[].hint.text`; attributes are one option, whatever their names are.
fn general(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('.') {
        parts.push(if part.parse::<usize>().is_ok() { "[]" } else { part });
        if part == "attributes" {
            break;
        }
    }
    parts.join(".")
}
