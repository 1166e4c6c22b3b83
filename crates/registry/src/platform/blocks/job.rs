//! Work that takes its time: where it stands and how far it is. The page that shows it refreshes itself until it ends, and may be closed.

use askama::Template;

use crate::platform::{
    govuk::{HtmlSafe, Tag},
    http::Page,
    jobs::{self, State},
};

/// Where a job stands. While [`Job::is_alive`], the page's block `scripts` takes [`Job::refresh`].
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/job.html")]
pub struct Job {
    page: Page,
    path: String,
    state: State,
    done: i64,
    total: i64,
}

impl Job {
    /// A job as it is shown at the path, behind the language.
    pub fn new(page: &Page, path: impl std::fmt::Display, job: &jobs::Job) -> Self {
        Self { page: page.clone(), path: page.href(path), state: job.state, done: job.done, total: job.total }
    }

    /// A state in a word and a colour.
    pub fn tag(page: &Page, state: State) -> Tag {
        let word = page.t_of("job-state", state.code());
        match state {
            State::Queued | State::Cancelled => Tag::grey(word),
            State::Running => Tag::blue(word),
            State::Done => Tag::green(word),
            State::Failed => Tag::red(word),
        }
    }

    /// Whether it goes on changing.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        !self.state.is_final()
    }

    /// What the head of the page needs: a script that puts the page anew in its place, or without scripts a refresh of all of it.
    #[must_use]
    pub fn refresh(&self) -> Refresh {
        Refresh { htmx: self.is_alive().then(|| self.page.htmx()) }
    }

    fn state_tag(&self) -> Tag {
        Self::tag(&self.page, self.state)
    }
}

/// See [`Job::refresh`].
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"{% if let Some(htmx) = htmx %}<script src="{{ htmx }}" defer></script><noscript><meta http-equiv="refresh" content="3"></noscript>{% endif %}"#,
    ext = "html"
)]
pub struct Refresh {
    htmx: Option<&'static str>,
}

impl HtmlSafe for Refresh {}
