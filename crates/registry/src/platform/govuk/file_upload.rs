//! A file from the reader's machine.

use std::fmt::Display;

use askama::Template;

use super::field::{Field, field_methods};

/// A file, sent by a form with `enctype="multipart/form-data"`.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/file_upload.html")]
pub struct FileUpload {
    pub(super) field: Field,
    pub(super) multiple: bool,
    pub(super) disabled: bool,
}

impl FileUpload {
    /// One file.
    pub fn new(id: impl Display, label: impl Display) -> Self {
        Self { field: Field::new(id, label), multiple: false, disabled: false }
    }

    field_methods!();

    /// Which files are offered first, such as `.csv,.xlsx`.
    #[must_use]
    pub fn accept(self, endings: impl Display) -> Self {
        self.attribute("accept", endings)
    }

    /// Several files at once.
    #[must_use]
    pub fn multiple(mut self) -> Self {
        self.multiple = true;
        self
    }

    /// It cannot be used. Say beside it why.
    #[must_use]
    pub fn disabled(mut self) -> Self {
        self.disabled = true;
        self
    }
}
