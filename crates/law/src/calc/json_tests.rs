use proptest::prelude::*;

use super::*;

fn is_json(text: &str) -> bool {
    parse(text.as_bytes()).is_some()
}

#[test]
fn what_is_not_json_is_not_read() {
    for wrong in [
        "",
        "NaN",
        "-",
        "+1",
        "01",
        "-01",
        "1.",
        ".5",
        "1e",
        "1e+",
        "tru",
        "nulll",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\"}",
        "[1 2]",
        "[",
        "{",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u+123\"",
        "\"\\ud800\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\"",
        "\"\\ud800x\"",
        "\"\t\"",
        "\u{feff}{}",
        "{} {}",
        "Infinity",
        "'a'",
        "{\"\\ud800\":1}",
        "\u{a0}1",
    ] {
        assert!(!is_json(wrong), "{wrong}");
    }
    assert!(parse(b"\"\xff\"").is_none());
    let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(20), "]".repeat(20));
    for wrong in ["{\"a\":1,}", "{\"a\":[}", "[1,]", "{1:2}", "\"\\ud800\"", "[}", "NaN", "{\"a\":1]"] {
        assert!(!is_json(&deep(wrong)), "{wrong}");
    }
    for right in ["{\"a\":{\"b\":[]},\"c\":[1,{}]}", "", "1,2,[ ]", "{ }"] {
        assert!(is_json(&deep(right)), "{right}");
    }
}

#[test]
fn any_depth_is_read_without_growing_the_stack() {
    let deep = format!("{}{}", "[".repeat(300_000), "]".repeat(300_000));
    assert!(is_json(&deep));
    assert!(!is_json(&deep[1..]));
    let objects = format!("{}1{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    assert!(is_json(&objects));
}

#[test]
fn integers_are_those_written_as_integers() {
    for (text, value) in [
        ("-0", Value::Int(0)),
        ("12", Value::Int(12)),
        ("-9223372036854775808", Value::Int(i64::MIN)),
        ("9223372036854775808", Value::Number),
        ("1.0", Value::Number),
        ("1e2", Value::Number),
        ("1E-400", Value::Number),
        (" 7\r", Value::Int(7)),
        ("true", Value::Bool(true)),
        ("false", Value::Bool(false)),
        ("null", Value::Null),
    ] {
        assert_eq!(parse(text.as_bytes()), Some(value), "{text}");
    }
    assert_eq!(
        parse(br#""a\u00e9\ud83d\ude00\n\/\b\f\r\t\"\\z""#),
        Some(Value::Str("aé😀\n/\u{8}\u{c}\r\t\"\\z".into()))
    );
}

proptest! {
    #[test]
    fn the_reader_agrees_with_another_library(text in "[\\[\\]{}:,\"\\\\u0-9a-e. \\-tf]{0,14}") {
        let other: Result<serde_json::Value, _> = serde_json::from_str(&text);
        let range = other.as_ref().is_err_and(|error| error.to_string().contains("out of range"));
        prop_assert_eq!(is_json(&text), other.is_ok() || range, "{}", text);
    }

    #[test]
    fn strings_written_read_back(text in any::<String>()) {
        let mut out = Vec::new();
        write_string(&mut out, &text);
        prop_assert_eq!(parse(&out), Some(Value::Str(text.as_str().into())));
    }
}
