//! The terms of a programme in words: every key of the pack with its value, and whether the value is an order's or our default.

use law::Terms;
use serde_json::Value;

use super::names;
use crate::{
    cabinets::orders::said,
    platform::{
        govuk::{Cell, Table, Tag},
        http::{Page, format},
    },
};

/// Keys that are no terms but say which row it is.
const ABOUT: [&str; 9] =
    ["programme", "brand", "act", "source", "valid_from", "period_from", "period_to", "defaults", "defaults_s4"];

/// A term: its key in the pack, its name, its value in words, what it rests on.
pub(super) struct TermView {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) basis: Basis,
}

/// What a value rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Basis {
    Order,
    Default,
    /// Taken over from the preschool predecessor.
    DefaultS4,
}

/// From when to when the pilot runs, as far as the order says.
pub(super) fn period(page: &Page, terms: &Terms) -> String {
    match (terms.period_from.or(Some(terms.valid_from)), terms.period_to) {
        (Some(from), Some(to)) => page.t("rules-period").with("from", page.date(from)).with("to", page.date(to)).into(),
        (Some(from), None) => page.t("rules-period-from").with("from", page.date(from)).into(),
        (None, _) => String::new(),
    }
}

/// All terms of a row, in the order of their names in the pack's texts.
pub(super) fn list(page: &Page, terms: &Terms) -> Vec<TermView> {
    let Ok(Value::Object(fields)) = serde_json::to_value(terms) else { return Vec::new() };
    let known = fields.into_iter().filter(|(key, value)| !ABOUT.contains(&key.as_str()) && !value.is_null());
    let view = |(key, value): (String, Value)| TermView {
        name: page.t_of("term", &key).into(),
        value: value_in_words(page, terms, &key, &value),
        basis: basis(terms, &key),
        key,
    };
    known.map(view).collect()
}

fn basis(terms: &Terms, key: &str) -> Basis {
    let listed = |keys: &[String]| keys.iter().any(|listed| listed == key);
    match (listed(&terms.defaults), listed(&terms.defaults_s4)) {
        (true, _) => Basis::Default,
        (false, true) => Basis::DefaultS4,
        (false, false) => Basis::Order,
    }
}

/// The keys whose values differ between two rows, with both values.
pub(super) fn changes(page: &Page, old: &Terms, new: &Terms) -> Vec<(String, String, String)> {
    let (old, new) = (list(page, old), list(page, new));
    let before = |key: &str| old.iter().find(|term| term.key == key).map_or("–", |term| term.value.as_str()).to_owned();
    let differing = new.iter().filter(|term| before(&term.key) != term.value);
    differing.map(|term| (term.name.clone(), before(&term.key), term.value.clone())).collect()
}

fn value_in_words(page: &Page, terms: &Terms, key: &str, value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Bool(true) => page.t("term-yes").into(),
        Value::Bool(false) => page.t("term-no").into(),
        Value::Number(number) => counted(page, key, number.as_i64().unwrap_or_default()),
        Value::String(text) => text_in_words(page, terms, key, text),
        Value::Array(values) => list_in_words(page, key, values),
        Value::Object(fields) => {
            let word = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
            let n = fields.get("count").and_then(Value::as_i64).unwrap_or_default();
            page.t_of("term-payment", word("kind")).with("n", n).into()
        }
    }
}

/// A number with what it counts, which its key says.
fn counted(page: &Page, key: &str, n: i64) -> String {
    let ends = |ending: &str| key.ends_with(ending);
    match key {
        "qr_share_bp" if n == 0 => page.t("term-no").into(),
        "qr_share_bp" => format::percent(n),
        "silent_months_annul" if n == 0 => page.t("term-no").into(),
        "absence_days_allowed" | "leave_days_max" => page.t("term-days").with("n", n).into(),
        _ if ends("working_days") => page.t("term-working-days").with("n", n).into(),
        _ if ends("days") => page.t("term-days").with("n", n).into(),
        _ if ends("months") || ends("months_annul") => page.t("term-months").with("n", n).into(),
        _ if ends("hours") => page.t("term-hours").with("n", n).into(),
        _ => page.number(n),
    }
}

fn text_in_words(page: &Page, terms: &Terms, key: &str, text: &str) -> String {
    match key {
        "territory" | "monitoring" => said(page, &format!("rules-{key}"), &terms.source, text),
        "voucher_prefix" => text.to_owned(),
        _ => names::word(page, &format!("term-{}", key.replace('_', "-")), text),
    }
}

fn list_in_words(page: &Page, key: &str, values: &[Value]) -> String {
    let number = |value: &Value| value.as_i64().unwrap_or_default();
    let each = |value: &Value| match key {
        "part_months" => page.t_of("month-name", number(value)).to_string(),
        "regions" => {
            names::region(page.reader().language, value.as_str().and_then(|code| code.parse().ok()).unwrap_or_default())
        }
        "performers" => names::word(page, "performer-kind", value.as_str().unwrap_or_default()),
        "no_overlap_with" => names::programme(page, value.as_str().unwrap_or_default()),
        _ => value.to_string(),
    };
    match (key, values) {
        ("regions", []) => page.t("term-all-regions").into(),
        (_, []) => page.t("term-no").into(),
        ("issue_ages", [from, to]) => page.t("places-ages").with("from", number(from)).with("to", number(to)).into(),
        ("part_months", all) if all.len() == 12 => page.t("term-all-months").into(),
        _ => values.iter().map(each).collect::<Vec<_>>().join(", "),
    }
}

/// The terms as a table.
pub(super) fn table(page: &Page, terms: &Terms) -> Table {
    let table = Table::new(page.t("rules-terms"))
        .caption_hidden()
        .text(page.t("rules-term"))
        .text(page.t("rules-value"))
        .text(page.t("rules-basis"));
    list(page, terms).into_iter().fold(table, |table, term| {
        let basis = match term.basis {
            Basis::Order => Cell::new(page.t("rules-basis-order")),
            Basis::Default => Cell::html(Tag::grey(page.t("rules-basis-default"))),
            Basis::DefaultS4 => Cell::html(Tag::grey(page.t("rules-basis-default-s4"))),
        };
        table.row([Cell::new(term.name), Cell::new(term.value), basis])
    })
}

#[cfg(test)]
mod tests {
    use law::Pack;

    use super::*;
    use crate::platform::http::{Language, Reader};

    #[test]
    fn every_term_of_the_pack_has_words_in_three_languages() {
        for language in Language::ALL {
            let page = Reader::stranger(language).page("home-title");
            for terms in &Pack::kz().terms {
                for term in list(&page, terms) {
                    let told = format!("{} {}", term.name, term.value);
                    assert!(!told.contains('⟦') && !told.contains('_'), "{} {}: {told}", terms.programme, term.key);
                }
                for prefix in ["rules-act", "rules-territory"] {
                    assert_ne!(said(&page, prefix, &terms.source, "-"), "-", "{prefix} {}", terms.source);
                }
            }
        }
    }

    #[test]
    fn a_default_is_marked() {
        let page = Reader::stranger(Language::En).page("home-title");
        let terms = Pack::kz().terms.iter().find(|terms| terms.source == "S0").unwrap();
        let of = |key: &str| {
            list(&page, terms).into_iter().find(|term| term.key == key).map(|term| (term.value, term.basis)).unwrap()
        };
        assert_eq!(of("absence_rule").1, Basis::DefaultS4);
        assert_eq!(of("invoice_days"), ("15 days".to_owned(), Basis::Default));
        assert_eq!(of("suspension_cure_months"), ("2 months".to_owned(), Basis::Order));
        assert_eq!(of("payment").0, "within 30 calendar days");
    }

    #[test]
    fn versions_differ_by_what_was_changed() {
        let page = Reader::stranger(Language::En).page("home-title");
        let old = &Pack::kz().terms[0];
        let new = Terms { suspension_cure_months: Some(4), qr_share_bp: 5000, ..old.clone() };
        let found = changes(&page, old, &new);
        assert_eq!(found.len(), 2);
        assert!(found.iter().any(|(_, before, after)| before == "2 months" && after == "4 months"));
    }
}
