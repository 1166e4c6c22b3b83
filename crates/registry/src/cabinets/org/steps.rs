//! How the steps of an act's way are told: a title, a word for their state, who holds them and until when.

use super::way::{State, Step};
use crate::platform::{
    blocks::{self, StepState},
    govuk::Tag,
    http::{Page, words::Text},
};

/// A step in words.
#[derive(Clone, Debug)]
pub(super) struct StepView {
    pub(super) title: String,
    pub(super) tag: Tag,
    pub(super) word: String,
    pub(super) place: StepState,
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
            word: word(page, step).into(),
            place: place(step),
            hint: hint(page, step),
            open: step.is_open(),
            done: matches!(step.state, State::Done { .. }),
        }
    }

    /// The step on the way of the payment.
    pub(super) fn tracked(&self) -> blocks::Step {
        blocks::Step::new(&self.title, self.place, &self.word).about(&self.hint)
    }
}

/// The state in a word.
fn word(page: &Page, step: Step) -> Text {
    page.t(match step.state {
        State::Done { late: false, .. } => "org-state-done",
        State::Done { late: true, .. } => "org-state-done-late",
        State::Open { .. } if step.is_overdue() => "org-state-overdue",
        State::Open { .. } if step.holder == super::way::Holder::Performer => "org-state-yours",
        State::Open { .. } => "org-state-waits",
        State::Ahead => "org-state-ahead",
        State::Needless => "org-state-needless",
    })
}

/// Where it is on the way.
fn place(step: Step) -> StepState {
    match step.state {
        State::Done { .. } => StepState::Done,
        State::Open { .. } if step.is_overdue() => StepState::Late,
        State::Open { .. } => StepState::Now,
        State::Ahead | State::Needless => StepState::Ahead,
    }
}

/// The word with a colour that says no more than it.
fn tag(page: &Page, step: Step) -> Tag {
    let colour = match step.state {
        State::Done { late: false, .. } => Tag::green,
        State::Open { .. } if step.is_overdue() => Tag::red,
        State::Open { .. } if step.holder == super::way::Holder::Performer => Tag::yellow,
        State::Open { .. } => Tag::blue,
        State::Done { .. } | State::Ahead | State::Needless => Tag::grey,
    };
    colour(word(page, step))
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
