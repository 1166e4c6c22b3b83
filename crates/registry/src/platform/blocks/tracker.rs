//! The way of a payment: steps, who holds it now, until when by law.

use std::fmt::Display;

use askama::Template;

/// Where a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Behind us.
    Done,
    /// Here it is now.
    Now,
    /// Here it is now, and later than the law allows.
    Late,
    /// Before us.
    Ahead,
}

impl StepState {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Late => "late",
            Self::Ahead => "ahead",
        }
    }

    /// The key of its usual word.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Done => "block-step-done",
            Self::Now => "block-step-now",
            Self::Late => "block-step-late",
            Self::Ahead => "block-step-ahead",
        }
    }

    /// Whether the payment is at it.
    fn is_here(self) -> bool {
        matches!(self, Self::Now | Self::Late)
    }
}

/// A step.
#[derive(Clone, Debug)]
pub struct Step {
    title: String,
    state: StepState,
    word: String,
    about: String,
}

impl Step {
    /// What is done at it, where it is, and the word for that.
    pub fn new(title: impl Display, state: StepState, word: impl Display) -> Self {
        Self { title: title.to_string(), state, word: word.to_string(), about: String::new() }
    }

    /// Who has to act or acted, when, until when by law.
    #[must_use]
    pub fn about(mut self, text: impl Display) -> Self {
        self.about = text.to_string();
        self
    }
}

/// All steps, from the first to the last.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<ol class="qz-tracker">
{%- for step in steps %}
<li class="qz-tracker__step qz-tracker__step--{{ step.state.class() }}"{% if step.state.is_here() %} aria-current="step"{% endif %}>
<p class="qz-tracker__title">{{ step.title }} <span class="qz-tracker__state">{{ step.word }}</span></p>
{%- if !step.about.is_empty() %}
<p class="qz-tracker__about">{{ step.about }}</p>
{%- endif %}
</li>
{%- endfor %}
</ol>"#,
    ext = "html"
)]
pub struct Tracker {
    steps: Vec<Step>,
}

impl Tracker {
    /// The steps.
    pub fn new(steps: impl IntoIterator<Item = Step>) -> Self {
        Self { steps: steps.into_iter().collect() }
    }
}
