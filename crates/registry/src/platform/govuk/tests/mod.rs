//! The components held to govuk-frontend's own examples: every example of every component that we have is built from its options and
//! compared with the markup that the package says it has. What we do without is in `testdata/govuk/without.toml`, each with its reason.

mod dom;
mod fields;
mod frame;
mod lists;
mod options;
mod texts;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use serde::Deserialize;
use serde_json::Value;

use self::options::Options;

/// How a component is made from the options of an example.
type Build = fn(&Options) -> String;

/// Every component that we have, by its folder in the package.
const COMPONENTS: &[(&str, Build)] = &[
    ("back-link", frame::back_link),
    ("breadcrumbs", frame::breadcrumbs),
    ("button", texts::button),
    ("checkboxes", fields::checkboxes),
    ("date-input", fields::date_input),
    ("details", texts::details),
    ("error-message", fields::error_message),
    ("error-summary", texts::error_summary),
    ("fieldset", fields::fieldset),
    ("file-upload", fields::file_upload),
    ("generic-header", frame::header),
    ("hint", fields::hint),
    ("input", fields::input),
    ("inset-text", texts::inset_text),
    ("label", fields::label),
    ("language-navigation", frame::languages),
    ("notification-banner", texts::banner),
    ("pagination", lists::pagination),
    ("panel", texts::panel),
    ("phase-banner", frame::phase_banner),
    ("radios", fields::radios),
    ("select", fields::select),
    ("service-navigation", frame::service_navigation),
    ("skip-link", frame::skip_link),
    ("summary-list", lists::summary_list),
    ("table", lists::table),
    ("tabs", lists::tabs),
    ("tag", texts::tag),
    ("task-list", lists::task_list),
    ("textarea", fields::textarea),
    ("warning-text", texts::warning_text),
];

#[derive(Deserialize)]
struct Examples {
    package: String,
    examples: Vec<Example>,
}

#[derive(Deserialize)]
struct Example {
    name: String,
    options: Value,
    html: String,
}

/// What we do without: options of components, and examples that differ by our own choice, with their reasons.
#[derive(Deserialize)]
struct Without {
    options: BTreeMap<String, String>,
    examples: BTreeMap<String, String>,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

fn examples(component: &str) -> Examples {
    serde_json::from_str(&read(&format!("testdata/govuk/{component}.json"))).unwrap()
}

fn without() -> Without {
    toml::from_str(&read("testdata/govuk/without.toml")).unwrap()
}

/// How an example differs, and the options that we do not have which may be why.
struct Difference {
    name: String,
    unread: BTreeSet<String>,
    about: String,
}

fn differences() -> Vec<Difference> {
    let mut found = Vec::new();
    for (component, build) in COMPONENTS {
        for example in examples(component).examples {
            let options = Options::of(&example.options);
            let (ours, theirs) = (dom::normal(&build(&options)), dom::normal(&example.html).unwrap());
            if ours.as_ref() == Ok(&theirs) {
                continue;
            }
            let ours = ours.unwrap_or_else(|fault| fault);
            let unread = options.unread().iter().map(|path| format!("{component} {path}")).collect();
            let about = format!("ours:\n{ours}\ntheirs:\n{theirs}");
            found.push(Difference { name: format!("{component}: {}", example.name), unread, about });
        }
    }
    found
}

#[test]
fn components_print_what_govuk_frontend_says_they_print() {
    let without = without();
    let (mut faults, mut options, mut listed) = (Vec::new(), BTreeSet::new(), BTreeSet::new());
    for Difference { name, unread, about } in differences() {
        if unread.is_empty() {
            if !without.examples.contains_key(&name) {
                faults.push(format!("{name} differs\n{about}"));
            }
            listed.insert(name);
        } else {
            for option in unread.iter().filter(|option| !without.options.contains_key(*option)) {
                faults.push(format!("{name} has an option that we do not: {option}"));
            }
            options.extend(unread);
        }
    }
    let passes =
        |kind: &str, name: &String| format!("without.toml lists the {kind} «{name}», which nothing differs by");
    faults.extend(without.options.keys().filter(|one| !options.contains(*one)).map(|one| passes("option", one)));
    faults.extend(without.examples.keys().filter(|one| !listed.contains(*one)).map(|one| passes("example", one)));
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn the_examples_are_those_of_the_version_that_the_pages_are_styled_by() {
    let vendored: toml::Table = toml::from_str(&read("web/vendor/VERSIONS.toml")).unwrap();
    let version = vendored["govuk-frontend"]["version"].as_str().unwrap().to_owned();
    for (component, _) in COMPONENTS {
        assert_eq!(examples(component).package, format!("govuk-frontend {version}"), "{component}");
    }
}

#[test]
fn every_component_that_is_styled_is_compared() {
    let style = read("web/vendor/govuk-frontend/qazyna.scss");
    let styled = style.lines().filter_map(|line| line.strip_prefix("@use \"govuk/components/")?.strip_suffix("\";"));
    assert_eq!(styled.collect::<Vec<_>>(), COMPONENTS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}
