//! Writing an answer's members into one buffer.

use std::fmt::Display;
use std::io::Write as _;

use super::json::write_string;

/// The buffer of answers; `first` tells whether the next member needs a comma.
#[derive(Default)]
pub(super) struct Out {
    pub(super) bytes: Vec<u8>,
    pub(super) first: bool,
}

impl Out {
    fn name(&mut self, name: &str) {
        if !self.first {
            self.bytes.push(b',');
        }
        self.first = false;
        write_string(&mut self.bytes, name);
        self.bytes.push(b':');
    }

    fn raw(&mut self, value: impl Display) {
        // A vector never refuses bytes.
        drop(write!(self.bytes, "{value}"));
    }

    pub(super) fn string(&mut self, text: &str) {
        write_string(&mut self.bytes, text);
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        self.string(text);
    }

    pub(super) fn int(&mut self, name: &str, value: impl Into<i128>) {
        self.name(name);
        let wide: i128 = value.into();
        match i64::try_from(wide) {
            Ok(narrow) => self.raw(narrow),
            Err(_) => self.raw(wide),
        }
    }

    pub(super) fn flag(&mut self, name: &str, value: bool) {
        self.name(name);
        self.raw(value);
    }

    pub(super) fn display(&mut self, name: &str, value: impl Display) {
        self.name(name);
        self.bytes.push(b'"');
        self.raw(value);
        self.bytes.push(b'"');
    }

    pub(super) fn object(&mut self, members: impl FnOnce(&mut Out)) {
        self.bytes.push(b'{');
        self.first = true;
        members(self);
        self.bytes.push(b'}');
        self.first = false;
    }

    pub(super) fn array<T>(&mut self, name: &str, items: &[T], each: impl Fn(&mut Out, &T)) {
        self.name(name);
        self.bytes.push(b'[');
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.bytes.push(b',');
            }
            each(self, item);
        }
        self.bytes.push(b']');
    }
}
