use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use fluent_bundle::FluentResource;

use super::*;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The variables of every message of a language, by key.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found = BTreeMap::new();
    for (_, subject, source) in FILES.iter().filter(|(of, ..)| *of == language) {
        let read = FluentResource::try_new((*source).to_owned());
        let read = read.unwrap_or_else(|(_, faults)| panic!("{}/{subject}.ftl: {faults:?}", language.code()));
        drop(read);
        let mut key = String::new();
        for line in source.lines() {
            if let Some((name, _)) = line.split_once(" =").filter(|(name, _)| is_key(name)) {
                key = name.to_owned();
                let twice = found.insert(key.clone(), BTreeSet::new());
                assert!(twice.is_none(), "{}/{subject}.ftl says {key} a second time", language.code());
            }
            for variable in line.split('$').skip(1) {
                let name = variable.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').next().unwrap();
                found.get_mut(&key).unwrap().insert(name.to_owned());
            }
        }
    }
    found
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The sources that name messages: code that ships and templates, of the crates with pages.
fn sources() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for folder in ["crates/registry/src", "crates/qazyna/src"] {
        collect(&root().join(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, found);
        } else if name.ends_with(".html") || name.ends_with(".rs") && !name.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).unwrap();
            let shipped = text.find("\n#[cfg(test)]\nmod ").map_or(text.as_str(), |end| &text[..end]);
            found.push((name, without_comments(shipped)));
        }
    }
}

/// The text without its comments: what they name is an example.
fn without_comments(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// Every literal that looks like a key, also inside an attribute of a template.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    let starts = text.match_indices('"').map(|(at, _)| at + 1);
    starts.filter_map(|at| text[at..].split_once('"')).map(|(literal, _)| literal).filter(|literal| is_key(literal))
}

/// The literals that follow an opening such as `.t(`.
fn after<'a>(text: &'a str, opening: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    text.match_indices(opening).filter_map(move |(at, _)| {
        let rest = text[at + opening.len()..].trim_start();
        rest.strip_prefix('"')?.split_once('"')
    })
}

#[test]
fn the_three_languages_say_the_same_with_the_same_variables() {
    let [kk, ru, en] = Language::ALL.map(messages);
    for (other, name) in [(&ru, "ru"), (&en, "en")] {
        for (key, variables) in &kk {
            let theirs = other.get(key).unwrap_or_else(|| panic!("{name} lacks {key}"));
            assert_eq!(variables, theirs, "{key} in kk and {name}");
        }
        let more: Vec<_> = other.keys().filter(|key| !kk.contains_key(*key)).collect();
        assert!(more.is_empty(), "kk lacks {more:?}");
    }
}

#[test]
fn every_file_of_messages_is_read_and_its_plurals_are_those_of_its_language() {
    for language in Language::ALL {
        for entry in fs::read_dir(root().join("web/messages").join(language.code())).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let subject = name.strip_suffix(".ftl").unwrap();
            assert!(
                FILES.iter().any(|(of, known, _)| *of == language && *known == subject),
                "{name} is not in words.rs"
            );
        }
    }
    for (language, subject, source) in FILES {
        for block in source.split("->").skip(1) {
            let variants: BTreeSet<&str> = block.split('}').next().unwrap().lines().filter_map(variant).collect();
            let plural: BTreeSet<&str> =
                variants.into_iter().filter(|name| !name.starts_with(|c: char| c.is_ascii_digit())).collect();
            if !plural.contains("other") || plural.len() == 1 {
                continue;
            }
            // What Russian says of five and of a fraction may be one form; the numbers of our messages are whole.
            let own: &[&[&str]] = match language {
                Language::Ru => &[&["few", "many", "one", "other"], &["few", "one", "other"]],
                Language::Kk | Language::En => &[&["one", "other"]],
            };
            let forms: Vec<&str> = plural.into_iter().collect();
            assert!(own.contains(&forms.as_slice()), "{}/{subject}.ftl: {forms:?} in {block:.80}", language.code());
        }
    }
}

/// The name of a variant's line: `[few] …`, `*[other] …`.
fn variant(line: &str) -> Option<&str> {
    let line = line.trim_start();
    line.strip_prefix('*').unwrap_or(line).strip_prefix('[')?.split_once(']').map(|(name, _)| name)
}

#[test]
fn every_message_that_is_asked_for_is_there_with_its_variables() {
    let known = messages(Language::Kk);
    let mut missing = Vec::new();
    for (file, text) in sources() {
        for opening in [".t(", ".page(", "say(", ".done(", ".done_with("] {
            for (key, rest) in after(&text, opening).filter(|(key, _)| is_key(key) && key.contains('-')) {
                let Some(variables) = known.get(key) else {
                    missing.push(format!("{file}: {key}"));
                    continue;
                };
                if opening == ".t(" {
                    let given = given(rest);
                    // A variable may be given some lines further on, to the text that a binding holds.
                    let later = |name: &String| text.contains(&format!(".with(\"{name}\""));
                    if !given.is_subset(variables) || !variables.difference(&given).all(later) {
                        missing.push(format!("{file}: {key} has {variables:?} and is given {given:?}"));
                    }
                }
            }
        }
        for (prefix, _) in after(&text, ".t_of(") {
            if !known.keys().any(|key| key.starts_with(&format!("{prefix}-"))) {
                missing.push(format!("{file}: nothing begins with {prefix}-"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The variables given behind a key: `).with("n", …).with("day", …)`.
fn given(mut rest: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    while let Some(call) =
        rest.trim_start().strip_prefix(')').map(str::trim_start).and_then(|rest| rest.strip_prefix(".with("))
    {
        let Some((name, more)) = call.trim_start().strip_prefix('"').and_then(|call| call.split_once('"')) else {
            break;
        };
        found.insert(name.to_owned());
        let mut depth = 0;
        let end = more.char_indices().find(|(_, c)| {
            depth += i32::from(*c == '(') - i32::from(*c == ')');
            depth < 0
        });
        rest = end.map_or("", |(at, _)| &more[at..]);
    }
    found
}

#[test]
fn no_message_is_said_nowhere() {
    let mut named = BTreeSet::new();
    let mut prefixes = BTreeSet::new();
    for (_, text) in sources() {
        named.extend(literals(&text).map(str::to_owned));
        prefixes.extend(after(&text, ".t_of(").map(|(prefix, _)| format!("{prefix}-")));
        // A word with a hyphen that is no message begins those of its kind: `word(reader, "my-role", role)`.
        prefixes.extend(literals(&text).filter(|word| word.contains('-')).map(|word| format!("{word}-")));
        let formatted = after(&text, "format!(").filter_map(|(text, _)| text.split_once('{'));
        prefixes.extend(
            formatted.map(|(prefix, _)| prefix.to_owned()).filter(|prefix| is_key(prefix) && prefix.ends_with('-')),
        );
    }
    let unused: Vec<_> = messages(Language::Kk)
        .into_keys()
        .filter(|key| !named.contains(key) && !prefixes.iter().any(|prefix| key.starts_with(prefix)))
        .filter(|key| !["done-sent", "done-saved", "done-signed", "done-started"].contains(&key.as_str()))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:#?}");
}

#[test]
fn a_message_is_printed_with_its_plurals_and_groups() {
    let count = |language: Language, n: i64| language.t("list-count").with("n", n).to_string();
    let ru: Vec<String> = [1, 2, 5, 11, 21, 22, 12_345].map(|n| count(Language::Ru, n)).into();
    assert_eq!(
        ru,
        ["1 запись", "2 записи", "5 записей", "11 записей", "21 запись", "22 записи", "12\u{a0}345 записей"]
    );
    assert_eq!(
        [1, 5].map(|n| count(Language::Kk, n)),
        ["1 жазба", "5 жазба"],
        "after a numeral the noun stays singular"
    );
    assert_eq!([1, 5].map(|n| count(Language::En, n)), ["1 record", "5 records"]);
    assert_eq!(Language::Kk.t("no-such-message").to_string(), "⟦no-such-message⟧");
}

#[test]
fn d_41_what_stands_in_a_value_is_never_read_as_a_message() {
    for nasty in ["{ $sum }", "{{ 7*7 }}", "{ layout-skip }", "${7*7}", "<%= 7 %>", "{ $n ->\n *[other] x }"] {
        let text = Language::Ru.t("sessions-end").with("at", nasty).to_string();
        let plain = |text: &str| text.replace(['\u{2068}', '\u{2069}'], "");
        assert!(plain(&text).contains(nasty), "{text}");
    }
}
