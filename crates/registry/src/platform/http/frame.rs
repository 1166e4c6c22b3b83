//! The frame of every page: head, header with languages and menu, footer. The layout puts a page's content between them.

use askama::{Template, filters::HtmlSafe};

use super::{Page, assets, flash, navigation, words::Language};
use crate::platform::govuk::{
    BackLink, Breadcrumbs, Header, LanguageNavigation, NotificationBanner, PhaseBanner, ServiceNavigation, SkipLink,
};

/// Title, style, behaviour.
#[derive(Debug, Template)]
#[template(path = "platform/http/head.html")]
pub struct Head<'a> {
    pub(super) page: &'a Page,
}

/// Everything before the content, up to the opening of `main`.
#[derive(Debug, Template)]
#[template(path = "platform/http/top.html")]
pub struct Top<'a> {
    pub(super) page: &'a Page,
}

/// Everything behind the content, from the closing of `main`.
#[derive(Debug, Template)]
#[template(path = "platform/http/bottom.html")]
pub struct Bottom<'a> {
    pub(super) page: &'a Page,
}

impl HtmlSafe for Head<'_> {}
impl HtmlSafe for Top<'_> {}
impl HtmlSafe for Bottom<'_> {}

fn style() -> &'static str {
    assets::href(assets::Name::Style)
}

fn script() -> &'static str {
    assets::href(assets::Name::Script)
}

fn icon() -> &'static str {
    assets::href(assets::Name::Icon)
}

/// The name of the service, in its header.
#[derive(Template)]
#[template(
    source = r#"<span>Qazyna</span> <span class="qz-subtitle">{{ page.t("layout-subtitle") }}</span>"#,
    ext = "html"
)]
struct Logo<'a> {
    page: &'a Page,
}

/// Who reads, at the end of the menu; or the way to sign in.
#[derive(Template)]
#[template(path = "platform/http/who.html")]
struct Who<'a> {
    page: &'a Page,
}

impl HtmlSafe for Logo<'_> {}
impl HtmlSafe for Who<'_> {}

impl Top<'_> {
    fn skip(&self) -> SkipLink {
        SkipLink::new("main-content", self.page.t("layout-skip"))
    }

    fn header(&self) -> Header {
        Header::new(self.page.href(""), Logo { page: self.page }).languages(&self.languages())
    }

    /// The same place in each language.
    fn languages(&self) -> LanguageNavigation {
        let reader = &self.page.reader;
        let query = if reader.query.is_empty() { String::new() } else { format!("?{}", reader.query) };
        let none = LanguageNavigation::new(self.page.t("layout-language")).inverse();
        Language::ALL.into_iter().fold(none, |all, language| {
            let href = format!("/{}{}{query}", language.code(), reader.path);
            all.language(href, language.code(), language.own_name(), language == reader.language)
        })
    }

    fn menu(&self) -> ServiceNavigation {
        let (page, reader) = (self.page, &self.page.reader);
        let items = navigation::items(reader.caller.as_ref().map(|caller| caller.actor.role), &reader.path);
        let none = ServiceNavigation::new(page.t("layout-service"), page.t("layout-menu"));
        let entry = |all: ServiceNavigation, item: navigation::Item| {
            all.entry(page.href(item.path), page.t(item.key), item.here, item.within)
        };
        items.into_iter().fold(none, entry).end(Who { page })
    }

    fn phase(&self) -> Option<PhaseBanner> {
        let banner = || PhaseBanner::new(self.page.t("layout-sandbox"), self.page.t("layout-sandbox-text"));
        self.page.reader.sandbox.then(banner)
    }

    fn back(&self) -> Option<BackLink> {
        self.page.back.as_ref().map(|back| BackLink::new(back, self.page.t("layout-back")))
    }

    fn crumbs(&self) -> Option<Breadcrumbs> {
        let crumbs = &self.page.crumbs;
        let none = Breadcrumbs::new(self.page.t("layout-crumbs"));
        let all = || crumbs.iter().fold(none, |all, (href, title)| all.crumb(href, title));
        (!crumbs.is_empty()).then(all)
    }

    /// What was done before this page.
    fn done(&self) -> Option<NotificationBanner> {
        let (key, n) = flash::read(&self.page.reader.query)?;
        Some(NotificationBanner::new(self.page.t("layout-done"), self.page.t(key).with("n", n)).success())
    }
}
