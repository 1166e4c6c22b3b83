//! How the steps of an act's way are told: a title, a word for their state, who holds them and until when.

use super::way::{State, Step};
use crate::platform::{
    govuk::{Tag, Task},
    http::Page,
};

/// A step in words.
#[derive(Clone, Debug)]
pub(super) struct StepView {
    pub(super) title: String,
    pub(super) tag: Tag,
    pub(super) hint: String,
    pub(super) open: bool,
    pub(super) done: bool,
}

impl StepView {
    /// Tells a step.
    pub(super) fn of(page: &Page, step: Step) -> Self {
        Self {
            title: page.t_of("org-step", step.kind.word()).into(),
            tag: tag(page, step),
            hint: hint(page, step),
            open: step.is_open(),
            done: matches!(step.state, State::Done { .. }),
        }
    }

    /// The step as a line of a task list.
    pub(super) fn task(&self) -> Task {
        Task::tagged(&self.title, self.tag.clone()).hint(&self.hint)
    }
}

/// The state in a word; its colour says no more than the word.
pub(super) fn tag(page: &Page, step: Step) -> Tag {
    match step.state {
        State::Done { late: false, .. } => Tag::green(page.t("org-state-done")),
        State::Done { late: true, .. } => Tag::grey(page.t("org-state-done-late")),
        State::Open { days_left: Some(days) } if days < 0 => Tag::red(page.t("org-state-overdue")),
        State::Open { .. } if step.holder == super::way::Holder::Performer => Tag::yellow(page.t("org-state-yours")),
        State::Open { .. } => Tag::blue(page.t("org-state-waits")),
        State::Ahead => Tag::grey(page.t("org-state-ahead")),
        State::Needless => Tag::grey(page.t("org-state-needless")),
    }
}

/// Who holds it and until when.
pub(super) fn hint(page: &Page, step: Step) -> String {
    let holder = || page.t_of("org-holder", step.holder.word());
    let until = step.deadline.map(|day| page.date(day)).unwrap_or_default();
    match step.state {
        State::Done { at, late: false } => page.t("org-step-done-at").with("at", page.instant(at)).into(),
        State::Done { at, late: true } => {
            page.t("org-step-done-late-at").with("at", page.instant(at)).with("until", until).into()
        }
        State::Open { days_left: Some(days) } if days < 0 => page
            .t("org-step-overdue")
            .with("holder", holder())
            .with("until", until)
            .with("days", days.unsigned_abs())
            .into(),
        State::Open { days_left: Some(days) } => {
            page.t("org-step-open-left").with("holder", holder()).with("until", until).with("days", days).into()
        }
        State::Open { days_left: None } => page.t("org-step-open").with("holder", holder()).into(),
        State::Ahead => page.t("org-step-ahead").with("holder", holder()).into(),
        State::Needless => page.t("org-step-needless").into(),
    }
}
