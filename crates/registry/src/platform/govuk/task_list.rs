//! What has to be done, each with its state.

use std::fmt::Display;

use askama::Template;

use super::{Attributes, Content, Tag};

/// One thing to do.
#[derive(Clone, Debug)]
pub struct Task {
    pub(super) title: Content,
    pub(super) title_classes: String,
    pub(super) href: String,
    pub(super) hint: Content,
    pub(super) status: Content,
    pub(super) status_classes: String,
    pub(super) classes: String,
}

impl Task {
    /// A task whose state is told by a plain word: done, or cannot be begun yet.
    pub fn new(title: impl Display, status: impl Display) -> Self {
        Self {
            title: Content::text(title),
            title_classes: String::new(),
            href: String::new(),
            hint: Content::default(),
            status: Content::text(status),
            status_classes: String::new(),
            classes: String::new(),
        }
    }

    /// A task whose state is told by a tag: it waits for the reader.
    pub fn tagged(title: impl Display, status: Tag) -> Self {
        Self { status: Content::html(status), ..Self::new(title, "") }
    }

    /// Where it is done.
    #[must_use]
    pub fn href(mut self, href: impl Display) -> Self {
        self.href = href.to_string();
        self
    }

    /// Until when, by whom, what is missing.
    #[must_use]
    pub fn hint(mut self, hint: impl Display) -> Self {
        self.hint = Content::text(hint);
        self
    }

    /// It cannot be begun yet; the hint says why.
    #[must_use]
    pub fn cannot_start(mut self) -> Self {
        self.status_classes = "govuk-task-list__status--cannot-start-yet".to_owned();
        self
    }
}

/// What has to be done.
#[derive(Clone, Debug, Template)]
#[template(path = "platform/govuk/task_list.html")]
pub struct TaskList {
    pub(super) id: String,
    pub(super) tasks: Vec<Task>,
    pub(super) classes: String,
    pub(super) attributes: Attributes,
}

impl TaskList {
    /// An empty list; the id tells its lines from those of other lists on the page.
    pub fn new(id: impl Display) -> Self {
        Self { id: id.to_string(), tasks: Vec::new(), classes: String::new(), attributes: Attributes::default() }
    }

    /// Adds a task.
    #[must_use]
    pub fn task(mut self, task: Task) -> Self {
        self.tasks.push(task);
        self
    }
}
