//! Who reads a page, and what every page's template knows: words, formats, links that keep the language, the frame round its content.

use std::{fmt::Display, sync::Arc};

use anyhow::Context as _;
use askama::Template;
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::{Html, IntoResponse as _, Redirect, Response},
};
use jiff::{Timestamp, civil::Date};
use law::Pack;
use uuid::Uuid;

use super::{
    Caller, assets, flash, format, frame,
    given::Given,
    session::RequestId,
    words::{Key, Language, Text},
};
use crate::{
    app::App,
    platform::{Error, Refusal, Result, error::refuse},
};

/// The reader of a page: extracted from the request of any route below `/{language}`.
#[derive(Clone, Debug)]
pub struct Reader {
    /// The language of the path.
    pub language: Language,
    /// Who is signed in, if anybody.
    pub caller: Option<Caller>,
    /// The path behind the language, such as `/org/acts`; empty at home.
    pub(super) path: String,
    /// The query, without its question mark.
    pub(super) query: String,
    pub(super) request: Option<Uuid>,
    pub(super) sandbox: bool,
    /// The pack in force when the request came.
    pub(super) pack: &'static Pack,
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self> {
        let Some(reader) = Self::of(parts, app.is_sandbox()) else { return refuse("page.unknown", "") };
        Ok(Self { pack: app.pack(), ..reader })
    }
}

impl Reader {
    /// The reader of a request whose path begins with a language.
    pub(super) fn of(parts: &Parts, sandbox: bool) -> Option<Self> {
        let path = parts.uri.path().strip_prefix('/')?;
        let (language, rest) = path.find('/').map_or((path, ""), |at| path.split_at(at));
        Some(Self { language: Language::parse(language)?, path: rest.to_owned(), ..Self::nowhere(parts, sandbox) })
    }

    /// The reader of a path without a language: in the first language they prefer.
    pub(super) fn nowhere(parts: &Parts, sandbox: bool) -> Self {
        Self {
            language: preferred(parts),
            caller: parts.extensions.get().cloned(),
            path: String::new(),
            query: parts.uri.query().unwrap_or_default().to_owned(),
            request: parts.extensions.get().map(|RequestId(id)| *id),
            sandbox,
            pack: Pack::kz(),
        }
    }

    /// Whoever reads a file that is made without a request, in a language.
    #[must_use]
    pub fn of_language(language: Language, pack: &'static Pack) -> Self {
        let (path, query) = (String::new(), String::new());
        Self { language, caller: None, path, query, request: None, sandbox: false, pack }
    }

    /// Somebody who is not signed in, at the first page: for tests of templates.
    #[cfg(test)]
    pub(crate) fn stranger(language: Language) -> Self {
        Self { sandbox: true, ..Self::of_language(language, Pack::kz()) }
    }

    /// The terms, labels and calendar that the page is told by.
    #[must_use]
    pub fn pack(&self) -> &'static Pack {
        self.pack
    }

    /// The id of the request.
    #[must_use]
    pub fn request(&self) -> Option<Uuid> {
        self.request
    }

    /// A message in the reader's language.
    pub fn t(&self, key: impl Key) -> Text {
        self.language.t(key)
    }

    /// A path of the pages with the reader's language before it.
    #[must_use]
    pub fn href(&self, path: impl Display) -> String {
        format!("/{}{path}", self.language.code())
    }

    /// Sends the reader on after a form: `reader.done("/org/acts", "done-acts-signed")` shows that message once, above the page.
    #[must_use]
    pub fn done(&self, path: impl Display, key: &'static str) -> Response {
        Redirect::to(&flash::path(self.href(path), key, None)).into_response()
    }

    /// As [`Self::done`], with a number for the message's `$n`.
    #[must_use]
    pub fn done_with(&self, path: impl Display, key: &'static str, n: u64) -> Response {
        Redirect::to(&flash::path(self.href(path), key, Some(n))).into_response()
    }

    /// An address, with its language before it already, whose page shows a message once: for redirects that do more than redirect.
    #[must_use]
    pub fn told(&self, address: impl Display, key: &'static str, n: u64) -> String {
        flash::path(address, key, Some(n))
    }

    /// Begins a page: `reader.page("org-acts-title")`.
    #[must_use]
    pub fn page(&self, title: &'static str) -> Page {
        self.page_of(self.t(title))
    }

    /// Begins a page whose title is already a text.
    #[must_use]
    pub fn page_of(&self, title: impl Display) -> Page {
        Page {
            reader: self.clone(),
            title: title.to_string(),
            back: None,
            crumbs: Vec::new(),
            failed: false,
            wide: false,
        }
    }
}

/// The first language of `Accept-Language` that we have; weights are not read, readers put the best first.
fn preferred(parts: &Parts) -> Language {
    let header = parts.headers.get(axum::http::header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut named = header.unwrap_or_default().split(',').filter_map(|one| one.trim().get(..2));
    named.find_map(Language::parse).unwrap_or(Language::Kk)
}

/// What every page's template holds as `page`.
#[derive(Clone, Debug)]
pub struct Page {
    pub(super) reader: Reader,
    pub(super) title: String,
    pub(super) back: Option<String>,
    pub(super) crumbs: Vec<(String, String)>,
    pub(super) failed: bool,
    pub(super) wide: bool,
}

impl Page {
    /// A link back, above the content: for steps of a task.
    #[must_use]
    pub fn back(mut self, path: impl Display) -> Self {
        self.back = Some(self.href(path));
        self
    }

    /// A breadcrumb; called once for each page above, from the top.
    #[must_use]
    pub fn crumb(mut self, path: impl Display, title: impl Display) -> Self {
        self.crumbs.push((self.href(path), title.to_string()));
        self
    }

    /// The whole width of the window: for month grids and queues.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// The page shows a form that was refused: its title says so.
    #[must_use]
    pub fn failed(mut self) -> Self {
        self.failed = true;
        self
    }

    /// A message: `{{ page.t("org-acts-title") }}`, `{{ page.t("org-acts-count").with("n", acts.len()) }}`.
    pub fn t(&self, key: impl Key) -> Text {
        self.reader.t(key)
    }

    /// A message by a word of the data: `page.t_of("act-state", act.state)` is `act-state-signed`. Underscores and dots become hyphens.
    pub fn t_of(&self, prefix: &str, word: impl Display) -> Text {
        self.reader.t(format!("{prefix}-{}", word.to_string().replace(['_', '.'], "-")))
    }

    /// The published text of a refusal code and what to do about it.
    #[must_use]
    pub fn refusal(&self, code: impl AsRef<str>) -> (&'static str, &'static str) {
        law::code(code.as_ref())
            .map_or(("", ""), |entry| (self.reader.language.of(&entry.text), self.reader.language.of(&entry.remedy)))
    }

    /// `1 234 567,89 ₸`.
    pub fn money(&self, tiyn: impl Given<i64>) -> String {
        format::money(tiyn.given())
    }

    /// `1 234 567,89`, below a heading that names the currency.
    pub fn amount(&self, tiyn: impl Given<i64>) -> String {
        format::amount(tiyn.given())
    }

    /// `12 340`.
    pub fn number(&self, value: impl Given<i64>) -> String {
        format::number(value.given())
    }

    /// `05.11.2026`.
    pub fn date(&self, date: impl Given<Date>) -> String {
        format::date(date.given())
    }

    /// `5 ноября 2026 г.`
    pub fn long_date(&self, date: impl Given<Date>) -> Text {
        format::long_date(self.reader.language, date.given())
    }

    /// `ноябрь 2026 г.`
    pub fn month(&self, first: impl Given<Date>) -> Text {
        format::month(self.reader.language, first.given())
    }

    /// `21.11.2026 18:02`, of Asia/Almaty.
    pub fn instant(&self, at: impl Given<Timestamp>) -> String {
        format::instant(at.given())
    }

    /// A path with the language before it.
    pub fn href(&self, path: impl Display) -> String {
        self.reader.href(path)
    }

    /// The reader.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The language's code, for `lang`.
    #[must_use]
    pub fn lang(&self) -> &'static str {
        self.reader.language.code()
    }

    /// The title of the content, for `h1`.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What the layout puts into `head`.
    #[must_use]
    pub fn head(&self) -> frame::Head<'_> {
        frame::Head { page: self }
    }

    /// What the layout puts before the content.
    #[must_use]
    pub fn top(&self) -> frame::Top<'_> {
        frame::Top { page: self }
    }

    /// What the layout puts behind the content.
    #[must_use]
    pub fn bottom(&self) -> frame::Bottom<'_> {
        frame::Bottom { page: self }
    }

    /// Where htmx lies, for the block `scripts` of a page that refreshes a part of itself.
    #[must_use]
    pub fn htmx(&self) -> &'static str {
        assets::href(assets::Name::Htmx)
    }
}

/// A page as an answer.
///
/// # Errors
/// A template that cannot be rendered is a fault.
pub fn show(template: &impl Template) -> Result<Response> {
    show_as(StatusCode::OK, template)
}

/// A form that was refused, shown again with what was written: status 422.
///
/// # Errors
/// A template that cannot be rendered is a fault.
pub fn show_again(template: &impl Template) -> Result<Response> {
    show_as(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with a status.
///
/// # Errors
/// A template that cannot be rendered is a fault.
pub fn show_as(status: StatusCode, template: &impl Template) -> Result<Response> {
    let text = template.render().context("rendering a page")?;
    Ok((status, Html(text)).into_response())
}

/// The text of a refusal in a language, from law's registry.
#[must_use]
pub fn said(language: Language, refusal: &Refusal) -> &'static str {
    law::code(refusal.code).map_or(refusal.code, |entry| language.of(&entry.text))
}
