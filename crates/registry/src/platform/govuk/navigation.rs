//! What leads about: the name of the service, its languages, its menu, the way back. The frame of the pages is made of these.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe, Tag};

/// The first link of a page, for those who walk it by keys: past the menu.
#[derive(Clone, Debug, Template)]
#[template(
    source = r##"<a href="{{ href }}" class="govuk-skip-link{% if !classes.is_empty() %} {{ classes }}{% endif %}"{{ attributes }} data-module="govuk-skip-link">{{ content }}</a>"##,
    ext = "html"
)]
pub struct SkipLink {
    pub(super) href: String,
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl SkipLink {
    /// To the element of an id.
    pub fn new(id: impl Display, text: impl Display) -> Self {
        Self {
            href: format!("#{id}"),
            content: Content::text(text),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }
}

/// The head of a page: the name of the service, which leads home, and its languages.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/header.html")]
pub struct Header {
    pub(super) href: String,
    pub(super) logo: Content,
    pub(super) languages: Content,
    pub(super) classes: String,
    pub(super) container_classes: String,
    pub(super) attributes: Attributes,
}

impl Header {
    /// A name, made of other markup, that leads home.
    pub fn new(home: impl Display, logo: impl HtmlSafe) -> Self {
        Self {
            href: home.to_string(),
            logo: Content::html(logo),
            languages: Content::default(),
            classes: String::new(),
            container_classes: "govuk-width-container".to_owned(),
            attributes: Attributes::default(),
        }
    }

    /// With the languages beside the name.
    #[must_use]
    pub fn languages(mut self, languages: &LanguageNavigation) -> Self {
        self.languages = Content::html(languages);
        self
    }
}

/// The page in one language.
#[derive(Clone, Debug)]
pub(super) struct InLanguage {
    pub(super) href: String,
    pub(super) code: String,
    pub(super) dir: String,
    pub(super) content: Content,
    pub(super) current: bool,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

/// The same page in each language.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/languages.html")]
pub struct LanguageNavigation {
    pub(super) label: String,
    pub(super) items: Vec<InLanguage>,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl LanguageNavigation {
    /// No language yet; the label is for those who listen.
    pub fn new(label: impl Display) -> Self {
        Self { label: label.to_string(), items: Vec::new(), classes: String::new(), attributes: Attributes::default() }
    }

    /// White, upon the colour of the header.
    #[must_use]
    pub fn inverse(mut self) -> Self {
        self.classes = "govuk-language-navigation--inverse".to_owned();
        self
    }

    /// Adds a language: where its page is, its code, its name in itself, whether it is the one that is read.
    #[must_use]
    pub fn language(mut self, href: impl Display, code: &str, name: impl Display, current: bool) -> Self {
        self.items.push(InLanguage {
            href: href.to_string(),
            code: code.to_owned(),
            dir: String::new(),
            content: Content::text(name),
            current,
            classes: String::new(),
            attributes: Attributes::default(),
        });
        self
    }
}

/// A line of the menu.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) href: String,
    pub(super) content: Content,
    pub(super) current: bool,
    pub(super) active: bool,
}

/// The menu of the service, and who reads it.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/service_navigation.html")]
pub struct ServiceNavigation {
    pub(super) label: String,
    pub(super) menu: String,
    pub(super) menu_label: String,
    pub(super) menu_classes: String,
    pub(super) id: String,
    pub(super) entries: Vec<Entry>,
    pub(super) collapses: bool,
    pub(super) end: Content,
    pub(super) inline: bool,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl ServiceNavigation {
    /// No entry yet; the label of the service's part of the page is for those who listen, the menu's word for its button too.
    pub fn new(label: impl Display, menu: impl Display) -> Self {
        Self {
            label: label.to_string(),
            menu: menu.to_string(),
            menu_label: String::new(),
            menu_classes: String::new(),
            id: "navigation".to_owned(),
            entries: Vec::new(),
            collapses: false,
            end: Content::default(),
            inline: true,
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// Adds an entry: whether the reader is on that very page, whether on it or below it. With two and more the menu folds up on a phone.
    #[must_use]
    pub fn entry(mut self, href: impl Display, text: impl Display, here: bool, within: bool) -> Self {
        let (href, content) = (href.to_string(), Content::text(text));
        self.entries.push(Entry { href, content, current: here, active: within });
        self.collapses = self.entries.len() > 1;
        self
    }

    /// What stands at its end, beside it where there is room: who is signed in.
    #[must_use]
    pub fn end(mut self, markup: impl HtmlSafe) -> Self {
        self.end = Content::html(markup);
        self
    }
}

/// What kind of service this is, below its menu.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<div class="govuk-phase-banner govuk-width-container{% if !classes.is_empty() %} {{ classes }}{% endif %}"{{ attributes }}>
<p class="govuk-phase-banner__content">{{ tag }}<span class="govuk-phase-banner__text">{{ content }}</span></p>
</div>"#,
    ext = "html"
)]
pub struct PhaseBanner {
    pub(super) tag: Tag,
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl PhaseBanner {
    /// A word for the kind and a sentence on what it means.
    pub fn new(word: impl Display, text: impl Display) -> Self {
        let tag = Tag { text: Content::text(word), ..Tag::new("", super::Colour::Plain) };
        Self {
            tag: Tag { classes: "govuk-phase-banner__content__tag".to_owned(), ..tag },
            content: Content::text(text),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }
}

/// The way back from a step of a task.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<a href="{{ href }}" class="govuk-back-link{% if !classes.is_empty() %} {{ classes }}{% endif %}"{{ attributes }}>{{ content }}</a>"#,
    ext = "html"
)]
pub struct BackLink {
    pub(super) href: String,
    pub(super) content: Content,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl BackLink {
    /// To a page, by a word.
    pub fn new(href: impl Display, text: impl Display) -> Self {
        Self {
            href: href.to_string(),
            content: Content::text(text),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }
}

/// A page above this one.
#[derive(Clone, Debug)]
pub(super) struct Crumb {
    pub(super) href: String,
    pub(super) content: Content,
    pub(super) attributes: Attributes,
}

/// Where the page stands: those above it, from the top.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/breadcrumbs.html")]
pub struct Breadcrumbs {
    pub(super) label: String,
    pub(super) crumbs: Vec<Crumb>,
    pub(super) collapses: bool,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Breadcrumbs {
    /// No page yet; the label is for those who listen. On a phone only the first and the last are seen.
    pub fn new(label: impl Display) -> Self {
        Self {
            label: label.to_string(),
            crumbs: Vec::new(),
            collapses: true,
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }

    /// Adds a page.
    #[must_use]
    pub fn crumb(mut self, href: impl Display, title: impl Display) -> Self {
        let (href, content) = (href.to_string(), Content::text(title));
        self.crumbs.push(Crumb { href, content, attributes: Attributes::default() });
        self
    }
}
