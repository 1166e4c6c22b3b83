//! Our own classes: each has its style and its use; and what is a component is written once.

use std::collections::BTreeSet;

use super::text::{Source, exceptions, files, none};

/// How the names of our classes begin.
const OURS: [&str; 2] = ["qz-", "my-"];

fn is_of_name(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_'
}

/// Every run of letters that begins as our classes do, with what follows it.
fn names(text: &str) -> Vec<(&str, Option<char>)> {
    let mut found = Vec::new();
    for start in OURS.iter().flat_map(|ours| text.match_indices(ours)).map(|(at, _)| at) {
        let before = text[..start].chars().next_back();
        if before.is_some_and(is_of_name) {
            continue;
        }
        let rest = &text[start..];
        let end = rest.find(|c| !is_of_name(c)).unwrap_or(rest.len());
        found.push((&rest[..end], rest[end..].chars().next()));
    }
    found
}

/// The classes that a style sheet has rules for.
fn styled(css: &Source) -> BTreeSet<String> {
    let rules = css.text.split("/*").map(|part| part.split_once("*/").map_or(part, |(_, after)| after));
    let selectors: String = rules.collect();
    let after_dot = selectors.split('.').skip(1).map(|part| part.split(|c| !is_of_name(c)).next().unwrap_or_default());
    after_dot.filter(|name| OURS.iter().any(|ours| name.starts_with(ours))).map(str::to_owned).collect()
}

/// What of a text is between the quotation marks of `class="…"`.
fn class_lists(text: &str) -> impl Iterator<Item = &str> {
    let lists = ["class=\"", "class=\\\""].into_iter().flat_map(move |start| text.split(start).skip(1));
    // A condition inside a list has quotation marks of its own at most in rare cases; the list then ends early, which only asks for less.
    lists.map(|rest| rest.split('"').next().unwrap_or_default())
}

/// Classes without a use and uses without a class.
fn faults_of(css: &[Source], pages: &[Source]) -> Vec<String> {
    let styled: BTreeSet<String> = css.iter().flat_map(styled).collect();
    let named: Vec<(&str, Option<char>)> = pages.iter().flat_map(|page| names(&page.text)).collect();
    // `qz-mark--{{ kind }}`: what comes behind is known at run time alone.
    let (open, whole): (Vec<_>, Vec<_>) = named.into_iter().partition(|(name, _)| name.ends_with(['-', '_']));
    let whole: BTreeSet<&str> = whole.into_iter().map(|(name, _)| name).collect();
    let is_used = |class: &str| whole.contains(class) || open.iter().any(|(name, _)| class.starts_with(name));
    let dead = styled.iter().filter(|class| !is_used(class)).map(|class| format!(".{class} is used nowhere"));
    let mut faults: Vec<String> = dead.collect();
    for page in pages {
        for (name, next) in class_lists(&page.text).flat_map(names) {
            let is_open = next == Some('{') && name.ends_with(['-', '_']);
            let known =
                if is_open { styled.iter().any(|class| class.starts_with(name)) } else { styled.contains(name) };
            if !known {
                faults.push(format!("{}: {name} has no style", page.path));
            }
        }
    }
    faults
}

/// Components whose markup is written in `platform/govuk` alone.
const COMPONENTS: [&str; 22] = [
    "back-link",
    "breadcrumbs",
    "button",
    "checkboxes",
    "details",
    "error-message",
    "error-summary",
    "fieldset",
    "hint",
    "input",
    "inset-text",
    "notification-banner",
    "pagination",
    "panel",
    "phase-banner",
    "radios",
    "select",
    "service-navigation",
    "summary-list",
    "tag",
    "textarea",
    "warning-text",
];

fn by_hand(page: &Source) -> Vec<String> {
    let begins =
        |list: &str| list.split_whitespace().next().and_then(|first| first.strip_prefix("govuk-")).map(str::to_owned);
    let firsts = class_lists(&page.text).filter_map(begins);
    let written: BTreeSet<String> = firsts.filter(|name| COMPONENTS.contains(&name.as_str())).collect();
    written.into_iter().map(|name| format!("{}: writes {name} by hand", page.path)).collect()
}

fn pages() -> Vec<Source> {
    let mut all = files("crates", ".html");
    all.extend(files("crates", ".rs").into_iter().filter(|file| !file.path.starts_with("crates/qazyna/tests/")));
    all
}

#[test]
fn every_class_of_ours_has_its_style_and_its_use() {
    none(&faults_of(
        &files("web", "qazyna.css").into_iter().chain(files("web", "my.css")).collect::<Vec<_>>(),
        &pages(),
    ));
}

#[test]
fn components_are_written_once() {
    let allowed: BTreeSet<String> = exceptions("by-hand").into_iter().map(|line| line[0].clone()).collect();
    let elsewhere =
        pages().into_iter().filter(|page| page.path.ends_with(".html") && !page.path.contains("/platform/govuk/"));
    let (excepted, rest): (Vec<Source>, Vec<Source>) = elsewhere.partition(|page| allowed.contains(&page.path));
    let mut faults: Vec<String> = rest.iter().flat_map(by_hand).collect();
    let healed = excepted.iter().filter(|page| by_hand(page).is_empty());
    faults.extend(healed.map(|page| format!("{} is an exception no more", page.path)));
    none(&faults);
}

#[test]
fn the_rules_of_style_see_what_breaks_them() {
    let css = [Source::new("a.css", "/* .qz-old */ .qz-a { } .qz-b--x, .qz-dead { }")];
    let page = [Source::new("a.html", "<p class=\"qz-a qz-b--{{ x }} qz-none\"><i class=\"govuk-body my-c\">")];
    let expected = [".qz-dead is used nowhere", "a.html: qz-none has no style", "a.html: my-c has no style"];
    assert_eq!(faults_of(&css, &page), expected);
    let hand = Source::new("b.html", "<p class=\"govuk-tag govuk-tag--red\"><b class=\"govuk-tag__x\">");
    assert_eq!(by_hand(&hand), ["b.html: writes tag by hand"]);
}
