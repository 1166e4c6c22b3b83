//! Signing: exactly which documents, by which ways.

use std::fmt::Display;

use askama::Template;

use crate::platform::{
    govuk::{Action, Button, FileUpload, HtmlSafe, Problem, SummaryList},
    http::Page,
};

/// A document to be signed.
#[derive(Clone, Debug)]
pub struct Document {
    title: String,
    path: String,
    digest: String,
    facts: Vec<(String, String)>,
}

impl Document {
    /// Its name, where its exact bytes can be read, and their SHA-256 in hex.
    pub fn new(title: impl Display, path: impl Display, digest: impl Display) -> Self {
        Self { title: title.to_string(), path: path.to_string(), digest: digest.to_string(), facts: Vec::new() }
    }

    /// What it says, in short: the month, the sum.
    #[must_use]
    pub fn fact(mut self, key: impl Display, value: impl Display) -> Self {
        self.facts.push((key.to_string(), value.to_string()));
        self
    }

    /// The digest in groups that can be compared by eye.
    fn spaced(&self) -> String {
        let spaced = self.digest.as_bytes().chunks(8).map(String::from_utf8_lossy);
        spaced.collect::<Vec<_>>().join(" ")
    }
}

/// The documents and the ways to sign them.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/sign.html")]
pub struct Sign {
    page: Page,
    documents: Vec<Document>,
    ways: Vec<(String, String)>,
}

impl Sign {
    /// The documents.
    #[must_use]
    pub fn new(page: &Page, documents: Vec<Document>) -> Self {
        Self { page: page.clone(), documents, ways: Vec::new() }
    }

    /// A document, with where it can be read and what is signed.
    fn card(&self, document: &Document) -> SummaryList {
        let read = Action::new(self.page.href(&document.path), self.page.t("block-sign-read"), "");
        let list = SummaryList::new().card(&document.title).card_action(read);
        let list = document.facts.iter().fold(list, |list, (key, value)| list.row(key, value));
        list.row("SHA-256", document.spaced())
    }

    /// A way, under its heading; the first stands open.
    #[must_use]
    pub fn way(mut self, heading: impl Display, markup: impl HtmlSafe) -> Self {
        self.ways.push((heading.to_string(), markup.to_string()));
        self
    }

    /// The way of a file signed elsewhere: a form that posts `signature` (CMS) to the path.
    #[must_use]
    pub fn upload(self, path: impl Display, error: Option<Problem>) -> Self {
        let field = FileUpload::new("signature", self.page.t("block-sign-upload-file"))
            .hint(self.page.t("block-sign-upload-hint"))
            .accept(".cms,.p7s,.p7m,.sig")
            .error(error);
        let form = UploadForm {
            action: self.page.href(path),
            field,
            button: Button::new(self.page.t("block-sign-upload-send")),
        };
        let heading = self.page.t("block-sign-upload");
        self.way(heading, form)
    }
}

#[derive(Debug, Template)]
#[template(
    source = r#"<form method="post" action="{{ action }}" enctype="multipart/form-data">{{ field }}{{ button }}</form>"#,
    ext = "html"
)]
struct UploadForm {
    action: String,
    field: FileUpload,
    button: Button,
}

impl HtmlSafe for UploadForm {}
