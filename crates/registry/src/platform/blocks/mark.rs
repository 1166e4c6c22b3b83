//! What a day of a child's month was: a letter, a shape and a colour each, the same wherever a month is shown.

use askama::Template;

use crate::platform::http::{Page, Reader};

/// What a day was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayKind {
    /// The child was there.
    Present,
    /// Ill, with a certificate.
    Excused,
    /// Absent without a reason that counts.
    Unexcused,
    /// The parents' leave.
    Leave,
    /// The group was closed.
    Closed,
    /// Over, and nothing was said.
    Missing,
    /// A mark that counts for nothing: the child was not enrolled or the group did not meet.
    Conflict,
    /// Nothing need be said yet.
    Ahead,
    /// A day of the week on which the group never meets.
    Weekend,
    /// A holiday of the state.
    Holiday,
    /// A vacation of the group.
    Vacation,
    /// The child had no place.
    Outside,
}

impl DayKind {
    /// Those with a letter, in the order of the legend.
    pub const LETTERS: [Self; 7] =
        [Self::Present, Self::Excused, Self::Unexcused, Self::Leave, Self::Closed, Self::Missing, Self::Conflict];

    /// The end of its class and of the keys of its words.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Excused => "excused",
            Self::Unexcused => "unexcused",
            Self::Leave => "leave",
            Self::Closed => "closed",
            Self::Missing => "missing",
            Self::Conflict => "conflict",
            Self::Ahead => "ahead",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::Vacation => "vacation",
            Self::Outside => "outside",
        }
    }

    /// Whether it has a letter.
    #[must_use]
    pub fn is_lettered(self) -> bool {
        Self::LETTERS.contains(&self)
    }

    /// Its words.
    #[must_use]
    pub fn said(self, reader: &Reader) -> String {
        reader.t(format!("mark-{}", self.word())).into()
    }

    /// Its letter; none on a day off or ahead.
    #[must_use]
    pub fn letter(self, reader: &Reader) -> String {
        if self.is_lettered() { reader.t(format!("mark-letter-{}", self.word())).into() } else { String::new() }
    }
}

/// The mark of a day, for those who see; the words stand beside it.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"{% if !letter.is_empty() %}<span class="qz-mark qz-mark--{{ kind.word() }}" aria-hidden="true">{{ letter }}</span>{% endif %}"#,
    ext = "html"
)]
pub struct Mark {
    kind: DayKind,
    letter: String,
}

impl Mark {
    /// By its kind's own letter.
    #[must_use]
    pub fn new(page: &Page, kind: &DayKind) -> Self {
        Self { kind: *kind, letter: kind.letter(page.reader()) }
    }

    /// A conflict shows the letter of the mark that counts for nothing.
    #[must_use]
    pub fn struck(page: &Page, mark: DayKind) -> Self {
        Self { kind: DayKind::Conflict, letter: mark.letter(page.reader()) }
    }
}

/// What the marks of a month mean, with how many days carry each where that is known.
#[derive(Clone, Debug, Template)]
#[template(
    source = r#"<ul class="qz-legend" aria-label="{{ page.t("mark-legend") }}">
{%- for (kind, days) in kinds %}
<li>{{ Mark::new(page, kind) }} {{ kind.said(page.reader()) }}{% if let Some(days) = days %}: <strong>{{ days }}</strong>{% endif %}</li>
{%- endfor %}
</ul>"#,
    ext = "html"
)]
pub struct Legend {
    page: Page,
    kinds: Vec<(DayKind, Option<u32>)>,
}

impl Legend {
    /// Of all marks that there are.
    #[must_use]
    pub fn new(page: &Page) -> Self {
        Self { page: page.clone(), kinds: DayKind::LETTERS.map(|kind| (kind, None)).into() }
    }

    /// Of a month's days: those that occur, counted.
    #[must_use]
    pub fn counted(page: &Page, days: &[DayKind]) -> Self {
        let count = |kind: DayKind| days.iter().filter(|day| **day == kind).count();
        let counted = DayKind::LETTERS.into_iter().chain([DayKind::Ahead]).map(|kind| (kind, count(kind)));
        let occur = counted.filter(|(_, days)| *days > 0);
        let kinds = occur.map(|(kind, days)| (kind, Some(u32::try_from(days).unwrap_or(u32::MAX))));
        Self { page: page.clone(), kinds: kinds.collect() }
    }
}
