//! What leads about, from the options of an example.

use super::{options::Options, texts::made_tag};
use crate::platform::govuk::{
    BackLink, Breadcrumbs, Content, Header, LanguageNavigation, PhaseBanner, ServiceNavigation, SkipLink,
    navigation::{Crumb, Entry, InLanguage},
};

pub(super) fn back_link(o: &Options) -> String {
    let content = o.content();
    BackLink {
        href: o.or("href", "#"),
        content: if content.is_empty() { Content::text("Back") } else { content },
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn breadcrumbs(o: &Options) -> String {
    let crumb = |o: &Options| Crumb { href: o.text("href"), content: o.content(), attributes: o.attributes() };
    Breadcrumbs {
        label: o.or("labelText", "Breadcrumb"),
        crumbs: o.list("items").iter().map(crumb).collect(),
        collapses: o.flag("collapseOnMobile"),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn header(o: &Options) -> String {
    Header {
        href: o.or("url", "/"),
        logo: o.content_of("logoHtml", "logoText"),
        languages: Content::default(),
        classes: o.text("classes"),
        container_classes: o.or("containerClasses", "govuk-width-container"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn languages(o: &Options) -> String {
    let item = |o: &Options| InLanguage {
        href: o.text("href"),
        code: o.text("lang"),
        dir: o.text("dir"),
        content: o.content(),
        current: o.flag("current"),
        classes: o.text("classes"),
        attributes: o.attributes(),
    };
    LanguageNavigation {
        label: o.or("ariaLabel", "Language"),
        items: o.list("items").iter().map(item).collect(),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn service_navigation(o: &Options) -> String {
    let entry = |o: &Options| Entry {
        href: o.text("href"),
        content: o.content(),
        current: o.flag("current"),
        active: o.flag("active"),
    };
    let entries: Vec<Entry> = o.list("navigation").iter().map(entry).collect();
    let (slots, inline) = (o.part("slots"), o.part("slots").object("end"));
    let menu = o.or("menuButtonText", "Menu");
    let html = inline.as_ref().map_or_else(|| slots.text("end"), |end| end.text("html"));
    ServiceNavigation {
        label: o.or("ariaLabel", "Service information"),
        menu_label: o.text("menuButtonLabel"),
        menu,
        menu_classes: o.text("navigationClasses"),
        id: o.or("navigationId", "navigation"),
        collapses: o.maybe_flag("collapseNavigationOnMobile").unwrap_or(entries.len() > 1),
        entries,
        end: Content::Html(html),
        inline: inline.is_some_and(|end| end.text("align") == "inline"),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn phase_banner(o: &Options) -> String {
    PhaseBanner {
        tag: made_tag(&o.part("tag"), "govuk-phase-banner__content__tag"),
        content: o.content(),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}

pub(super) fn skip_link(o: &Options) -> String {
    SkipLink {
        href: o.or("href", "#content"),
        content: o.content(),
        classes: o.text("classes"),
        attributes: o.attributes(),
    }
    .to_string()
}
