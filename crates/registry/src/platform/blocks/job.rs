//! Work that takes its time: how far it is, what came out of it. The page may be closed meanwhile.

use std::fmt::Display;

use askama::Template;

use crate::platform::{
    govuk::{self, Tag},
    http::Page,
};

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has begun it.
    Waiting,
    /// Under way.
    Running,
    /// Ended well; some rows may have been refused.
    Done,
    /// Ended by a refusal or fault: nothing was changed.
    Failed,
    /// Ended by its owner.
    Cancelled,
}

impl JobState {
    fn tag(self, page: &Page) -> Tag {
        match self {
            Self::Waiting => Tag::grey(page.t("block-job-waiting")),
            Self::Running => Tag::blue(page.t("block-job-running")),
            Self::Done => Tag::green(page.t("block-job-done")),
            Self::Failed => Tag::red(page.t("block-job-failed")),
            Self::Cancelled => Tag::grey(page.t("block-job-cancelled")),
        }
    }
}

/// The state of a job; it refreshes itself until it ends. The page's block `scripts` takes `{{ job.refresh() }}` for browsers without scripts
/// and htmx for the others.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/blocks/job.html")]
pub struct Job {
    page: Page,
    path: String,
    state: JobState,
    done: i64,
    total: i64,
    refused: i64,
    minutes_left: Option<i64>,
    about: String,
    files: Vec<(String, String)>,
    cancel: Option<String>,
}

impl Job {
    /// A job shown at a path, such as `/jobs/ID`.
    pub fn new(page: &Page, path: impl Display, state: JobState) -> Self {
        Self {
            page: page.clone(),
            path: page.href(path),
            state,
            done: 0,
            total: 0,
            refused: 0,
            minutes_left: None,
            about: String::new(),
            files: Vec::new(),
            cancel: None,
        }
    }

    /// So many of so many; a total of 0 is not known yet.
    #[must_use]
    pub fn counted(mut self, done: i64, total: i64, refused: i64) -> Self {
        (self.done, self.total, self.refused) = (done, total, refused);
        self
    }

    /// About how many minutes are left.
    #[must_use]
    pub fn minutes_left(mut self, minutes: Option<i64>) -> Self {
        self.minutes_left = minutes;
        self
    }

    /// What came out, or why it failed, in a sentence.
    #[must_use]
    pub fn about(mut self, text: impl Display) -> Self {
        self.about = text.to_string();
        self
    }

    /// A file that came out: what it is and where.
    #[must_use]
    pub fn file(mut self, text: impl Display, path: impl Display) -> Self {
        self.files.push((text.to_string(), self.page.href(path)));
        self
    }

    /// It can still be stopped, by a POST to this path.
    #[must_use]
    pub fn cancel(mut self, path: impl Display) -> Self {
        self.cancel = Some(self.page.href(path));
        self
    }

    /// Whether it goes on changing.
    #[must_use]
    pub fn is_alive(&self) -> bool {
        match self.state {
            JobState::Waiting | JobState::Running => true,
            JobState::Done | JobState::Failed | JobState::Cancelled => false,
        }
    }
}
