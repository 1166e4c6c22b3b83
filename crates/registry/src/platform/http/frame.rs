//! The frame of every page: head, header with languages and menu, footer. The layout puts a page's content between them.

use askama::{Template, filters::HtmlSafe};

use super::{
    Page, assets, flash,
    navigation::{self, Item},
    words::{Language, Text},
};

/// Title, style, behaviour.
#[derive(Debug, Template)]
#[template(path = "platform/http/head.html")]
pub struct Head<'a> {
    pub(super) page: &'a Page,
}

/// Everything before the content, up to the opening of `main`.
#[derive(Debug, Template)]
#[template(path = "platform/http/top.html")]
pub struct Top<'a> {
    pub(super) page: &'a Page,
}

/// Everything behind the content, from the closing of `main`.
#[derive(Debug, Template)]
#[template(path = "platform/http/bottom.html")]
pub struct Bottom<'a> {
    pub(super) page: &'a Page,
}

impl HtmlSafe for Head<'_> {}
impl HtmlSafe for Top<'_> {}
impl HtmlSafe for Bottom<'_> {}

fn style() -> &'static str {
    assets::href(assets::Name::Style)
}

fn script() -> &'static str {
    assets::href(assets::Name::Script)
}

fn icon() -> &'static str {
    assets::href(assets::Name::Icon)
}

impl Top<'_> {
    /// The same place in each language.
    fn languages(&self) -> Vec<(Language, String)> {
        let reader = &self.page.reader;
        let query = if reader.query.is_empty() { String::new() } else { format!("?{}", reader.query) };
        Language::ALL.map(|language| (language, format!("/{}{}{query}", language.code(), reader.path))).into()
    }

    fn navigation(&self) -> Vec<Item> {
        let reader = &self.page.reader;
        navigation::items(reader.caller.as_ref().map(|caller| caller.actor.role), &reader.path)
    }

    /// What was done before this page.
    fn flash(&self) -> Option<Text> {
        flash::read(&self.page.reader.query).map(|(key, n)| self.page.t(key).with("n", n))
    }
}
