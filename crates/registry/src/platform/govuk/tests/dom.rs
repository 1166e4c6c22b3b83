//! Markup in a normal form, so that two ways of writing the same elements are equal: a line an element, attributes sorted, classes as a
//! set, white space collapsed. Markup that is not well nested is no markup.

use std::{collections::BTreeMap, fmt::Write as _};

use html5gum::{Token, Tokenizer};

/// Elements that end where they begin.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

/// The normal form, or what is wrong with the markup.
pub(super) fn normal(html: &str) -> Result<String, String> {
    let (mut lines, mut open, mut text) = (String::new(), Vec::new(), String::new());
    for Ok(token) in Tokenizer::new(html) {
        if let Token::String(more) = &token {
            text.push_str(&read(more));
            continue;
        }
        flush(&mut lines, &mut text, open.len());
        match token {
            Token::StartTag(tag) => {
                let name = read(&tag.name);
                let attributes = tag.attributes.iter().map(|(name, value)| (read(name), read(value))).collect();
                element(&mut lines, open.len(), &name, &attributes);
                if !VOID.contains(&name.as_str()) && !tag.self_closing {
                    open.push(name);
                }
            }
            Token::EndTag(tag) => match open.pop() {
                Some(name) if name == read(&tag.name) => {}
                other => return Err(format!("</{}> closes {other:?}", read(&tag.name))),
            },
            Token::Error(error) => return Err(format!("{error:?}")),
            Token::String(_) | Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    flush(&mut lines, &mut text, open.len());
    if open.is_empty() { Ok(lines) } else { Err(format!("{open:?} stay open")) }
}

fn read(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn flush(lines: &mut String, text: &mut String, depth: usize) {
    let words: Vec<&str> = text.split_whitespace().collect();
    if !words.is_empty() {
        writeln!(lines, "{:depth$}“{}”", "", words.join(" ")).unwrap();
    }
    text.clear();
}

fn element(lines: &mut String, depth: usize, name: &str, attributes: &BTreeMap<String, String>) {
    write!(lines, "{:depth$}<{name}", "").unwrap();
    for (name, value) in attributes {
        let mut words: Vec<&str> = value.split_whitespace().collect();
        if name == "class" {
            words.sort_unstable();
            words.dedup();
        }
        write!(lines, " {name}=“{}”", words.join(" ")).unwrap();
    }
    lines.push_str(">\n");
}

#[test]
fn the_normal_form_forgets_only_what_does_not_matter() {
    let same = |one: &str, other: &str| assert_eq!(normal(one).unwrap(), normal(other).unwrap());
    let differ = |one: &str, other: &str| assert_ne!(normal(one).unwrap(), normal(other).unwrap());
    same("<p class=\"b a\" id=x>A &amp; b</p>", "<p id=\"x\"  class='a  b'>\n A\n &#38; b </p>");
    same("<input disabled>", "<input disabled=\"\">");
    differ("<p class=\"a\">t</p>", "<p>t</p>");
    differ("<p>t</p>", "<p>u</p>");
    differ("<div><p>t</p></div>", "<div></div><p>t</p>");
    differ("<a href=\"#1\">t</a>", "<a href=\"#2\">t</a>");
    assert!(normal("<p><b>t</p></b>").is_err());
    assert!(normal("<div>").is_err());
}
