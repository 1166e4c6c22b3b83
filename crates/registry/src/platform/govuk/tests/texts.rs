//! Buttons and texts that stand out, from the options of an example.

use super::options::Options;
use crate::platform::govuk::{
    Button, Content, Details, ErrorSummary, InsetText, NotificationBanner, Panel, Tag, WarningText,
};

pub(super) fn button(o: &Options) -> String {
    Button {
        text: o.content(),
        classes: o.text("classes"),
        kind: o.or("type", "submit"),
        name: o.text("name"),
        value: o.text("value"),
        id: o.text("id"),
        disabled: o.flag("disabled"),
        start: o.flag("isStartButton"),
        prevent_double_click: o.maybe_flag("preventDoubleClick"),
        attributes: o.attributes(),
        ..Button::link("", o.text("href"))
    }
    .to_string()
}

pub(super) fn details(o: &Options) -> String {
    Details {
        id: o.text("id"),
        summary: o.content_of("summaryHtml", "summaryText"),
        content: o.content(),
        classes: o.text("classes"),
        open: o.flag("open"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn error_summary(o: &Options) -> String {
    let line = |line: &Options| (line.text("href"), line.content());
    ErrorSummary {
        title: o.content_of("titleHtml", "titleText"),
        description: o.content_of("descriptionHtml", "descriptionText"),
        found: o.list("errorList").iter().map(line).collect(),
    }
    .to_string()
}

pub(super) fn inset_text(o: &Options) -> String {
    InsetText { id: o.text("id"), classes: o.text("classes"), content: o.content(), attributes: o.attributes() }
        .to_string()
}

pub(super) fn banner(o: &Options) -> String {
    let success = o.maybe("type").is_some_and(|kind| kind == "success");
    let title = o.content_of("titleHtml", "titleText");
    let usual = Content::text(if success { "Success" } else { "Important" });
    NotificationBanner {
        title: if title.is_empty() { usual } else { title },
        title_id: o.or("titleId", "govuk-notification-banner-title"),
        level: o.or("titleHeadingLevel", "2").parse().unwrap(),
        content: o.content(),
        success,
        role: o.text("role"),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn panel(o: &Options) -> String {
    Panel {
        title: o.content_of("titleHtml", "titleText"),
        content: o.content(),
        level: o.or("headingLevel", "1").parse().unwrap(),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn tag(o: &Options) -> String {
    made_tag(o, "").to_string()
}

/// A tag with a class that its place gives it.
pub(super) fn made_tag(o: &Options, place: &str) -> Tag {
    let classes = format!("{place} {}", o.text("classes"));
    Tag { text: o.content(), classes: classes.trim().to_owned(), attributes: o.attributes() }
}

pub(super) fn warning_text(o: &Options) -> String {
    WarningText {
        prefix: o.or("iconFallbackText", "Warning"),
        classes: o.text("classes"),
        content: o.content(),
        attributes: o.attributes(),
    }
    .to_string()
}
