//! What is known about one thing: keys and values, with links to change them; alone or in a card.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, HtmlSafe};

/// A link beside a value or in the head of a card.
#[derive(Clone, Debug)]
pub struct Action {
    pub(super) href: String,
    pub(super) text: Content,
    pub(super) about: String,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl Action {
    /// What it does, and for those who listen what it does it to.
    pub fn new(href: impl Display, text: impl Display, about: impl Display) -> Self {
        Self {
            href: href.to_string(),
            text: Content::text(text),
            about: about.to_string(),
            classes: String::new(),
            attributes: Attributes::default(),
        }
    }
}

/// A line of the list.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) key: Content,
    pub(super) value: Content,
    pub(super) classes: String,
    pub(super) actions: Vec<Action>,
    pub(super) actions_classes: String,
    pub(super) key_classes: String,
    pub(super) value_classes: String,
}

/// The frame of a card.
#[derive(Clone, Debug)]
pub(super) struct Card {
    pub(super) title: Content,
    pub(super) level: u8,
    pub(super) title_classes: String,
    pub(super) classes: String,
    pub(super) actions_classes: String,
    pub(super) actions: Vec<Action>,
    pub(super) attributes: Attributes,
}

/// Keys and values.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "platform/govuk/summary_list.html")]
pub struct SummaryList {
    pub(super) rows: Vec<Row>,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
    pub(super) card: Option<Card>,
}

impl SummaryList {
    /// An empty list.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a line of text.
    #[must_use]
    pub fn row(self, key: impl Display, value: impl Display) -> Self {
        self.add(key, Content::text(value))
    }

    /// Adds a line whose value is several lines of text.
    #[must_use]
    pub fn row_lines<T: Display>(self, key: impl Display, lines: impl IntoIterator<Item = T>) -> Self {
        let lines: Vec<String> = lines.into_iter().map(|line| Content::text(line).to_string()).collect();
        self.add(key, Content::Html(lines.join("<br>")))
    }

    /// Adds a line of text that stands in the data as it is, in whatever language: a note of a file.
    #[must_use]
    pub fn row_quoted(self, key: impl Display, text: impl Display) -> Self {
        let text = Content::text(text);
        self.add(key, Content::Html(format!("<span translate=\"no\">{text}</span>")))
    }

    /// Adds a line with a component for value, such as a tag.
    #[must_use]
    pub fn row_html(self, key: impl Display, value: impl HtmlSafe) -> Self {
        self.add(key, Content::html(value))
    }

    fn add(mut self, key: impl Display, value: Content) -> Self {
        self.rows.push(Row {
            key: Content::text(key),
            value,
            classes: String::new(),
            actions: Vec::new(),
            actions_classes: String::new(),
            key_classes: String::new(),
            value_classes: String::new(),
        });
        self
    }

    /// Gives the line added last a link.
    #[must_use]
    pub fn action(mut self, action: Action) -> Self {
        if let Some(row) = self.rows.last_mut() {
            row.actions.push(action);
        }
        self
    }

    /// Puts the list into a card with a title.
    #[must_use]
    pub fn card(mut self, title: impl Display) -> Self {
        self.card = Some(Card {
            title: Content::text(title),
            level: 2,
            title_classes: String::new(),
            classes: String::new(),
            actions_classes: String::new(),
            actions: Vec::new(),
            attributes: Attributes::default(),
        });
        self
    }

    /// Gives the card a link.
    #[must_use]
    pub fn card_action(mut self, action: Action) -> Self {
        if let Some(card) = &mut self.card {
            card.actions.push(action);
        }
        self
    }

    /// Without lines between rows.
    #[must_use]
    pub fn plain(mut self) -> Self {
        self.classes = "govuk-summary-list--no-border".to_owned();
        self
    }

    /// The class of a row that has no link while others have.
    fn lacks_actions(&self, row: &Row) -> bool {
        row.actions.is_empty() && self.rows.iter().any(|row| !row.actions.is_empty())
    }

    /// The title of the card, said after the text of each link.
    fn spoken_title(&self) -> Option<&Content> {
        self.card.as_ref().map(|card| &card.title).filter(|title| !title.is_empty())
    }
}
