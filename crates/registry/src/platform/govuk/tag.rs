//! The state of something, in a word.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content};

/// What a tag's colour says. The word says it too: colour alone says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// Our own.
    Plain,
    /// Nothing to do.
    Grey,
    /// Done, paid, valid.
    Green,
    /// New or under way.
    Blue,
    /// Waits for the reader.
    Yellow,
    /// Soon too late.
    Orange,
    /// Refused, late, blocked.
    Red,
    /// Ended.
    Purple,
}

impl Colour {
    /// Its word, as classes end; nothing for our own.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Grey => "grey",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
            Self::Purple => "purple",
        }
    }

    fn class(self) -> String {
        if self == Self::Plain { String::new() } else { format!("govuk-tag--{}", self.word()) }
    }
}

/// The state of something, in a word.
#[derive(Clone, Debug, Template)]
#[template(
    source = "<strong class=\"govuk-tag{% if !classes.is_empty() %} {{ classes }}{% endif %}\"{{ attributes }}>{{ text }}</strong>",
    ext = "html"
)]
pub struct Tag {
    pub(super) text: Content,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Tag {
    /// A word in a colour.
    pub fn new(text: impl Display, colour: Colour) -> Self {
        Self { text: Content::text(text), classes: colour.class(), attributes: Attributes::default() }
    }

    /// Grey.
    pub fn grey(text: impl Display) -> Self {
        Self::new(text, Colour::Grey)
    }

    /// Green.
    pub fn green(text: impl Display) -> Self {
        Self::new(text, Colour::Green)
    }

    /// Blue.
    pub fn blue(text: impl Display) -> Self {
        Self::new(text, Colour::Blue)
    }

    /// Yellow.
    pub fn yellow(text: impl Display) -> Self {
        Self::new(text, Colour::Yellow)
    }

    /// Orange.
    pub fn orange(text: impl Display) -> Self {
        Self::new(text, Colour::Orange)
    }

    /// Red.
    pub fn red(text: impl Display) -> Self {
        Self::new(text, Colour::Red)
    }
}
