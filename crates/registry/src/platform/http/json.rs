//! Bodies in JSON, read strictly: one reading only, so that nobody downstream can understand another.
//!
//! Refused are: another media type, a body above the limit (before it is parsed), invalid UTF-8, lone surrogates, NUL, nesting above 32,
//! a key twice, fields that nobody knows, and numbers that are not whole and in range.

use std::{collections::BTreeSet, fmt, time::Duration};

use axum::{
    body::{Body, Bytes},
    extract::{FromRequest, Request},
    http::{HeaderMap, header},
};
use serde::{
    Deserializer,
    de::{self, DeserializeOwned, DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};

use super::problem::Rejected;
use crate::platform::Refusal;

/// The most bytes of a JSON body.
pub const BYTES_MAX: usize = 4 * 1024 * 1024;
/// How long the shortest body may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Bytes that have to come a second, on the whole.
const PACE: usize = 16 * 1024;
/// The deepest nesting.
const DEPTH_MAX: usize = 32;
/// The most items of one list.
pub const ITEMS_MAX: usize = 10_000;

/// A body of at most so many bytes that was read strictly, with its bytes.
#[derive(Debug)]
pub struct Strict<T, const MOST: usize = BYTES_MAX> {
    /// What it says.
    pub value: T,
    /// As it came.
    pub bytes: Bytes,
}

impl<S: Send + Sync, T: DeserializeOwned, const MOST: usize> FromRequest<S> for Strict<T, MOST> {
    type Rejection = Rejected;

    async fn from_request(request: Request, _: &S) -> Result<Self, Rejected> {
        require_media_type(request.headers(), "application/json")?;
        let (parts, body) = request.into_parts();
        let bytes = read(&parts.headers, body, MOST).await?;
        Ok(Self { value: typed(parse(&bytes)?, "")?, bytes })
    }
}

/// Refuses another media type, another character set and an encoded body.
///
/// # Errors
/// `request.media_type`.
pub fn require_media_type(headers: &HeaderMap, wanted: &str) -> Result<(), Refusal> {
    let told = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut pieces = told.split(';').map(str::trim);
    let is_wanted = pieces.next().is_some_and(|kind| kind.eq_ignore_ascii_case(wanted));
    let utf8 = pieces.all(|piece| {
        let piece = piece.to_ascii_lowercase();
        !piece.starts_with("charset=") || ["charset=utf-8", "charset=\"utf-8\""].contains(&piece.as_str())
    });
    if !is_wanted || !utf8 || headers.contains_key(header::CONTENT_ENCODING) {
        return Err(Refusal::new("request.media_type", format!("{wanted} in UTF-8, not encoded, is read here")));
    }
    Ok(())
}

/// Reads a body of at most `most` bytes; what claims to be longer is refused before a byte of it is read, and who sends byte by byte is
/// not waited for.
///
/// # Errors
/// `request.too_large`; `request.malformed` when it breaks off or comes too slowly.
pub async fn read(headers: &HeaderMap, body: Body, most: usize) -> Result<Bytes, Refusal> {
    let too_large = || Refusal::new("request.too_large", format!("at most {most} bytes are read here"));
    let claimed = headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    if claimed.is_some_and(|claimed| claimed > most) {
        return Err(too_large());
    }
    let patience = PATIENCE.saturating_add(Duration::from_secs(seconds_for(claimed.unwrap_or(most))));
    let Ok(whole) = tokio::time::timeout(patience, axum::body::to_bytes(body, most)).await else {
        return Err(Refusal::new("request.malformed", "the body came too slowly"));
    };
    whole.map_err(|error| {
        let source = std::error::Error::source(&error);
        if source.is_some_and(|source| source.to_string().contains("length limit")) {
            too_large()
        } else {
            Refusal::new("request.malformed", "the body broke off")
        }
    })
}

fn seconds_for(bytes: usize) -> u64 {
    bytes.checked_div(PACE).and_then(|seconds| u64::try_from(seconds).ok()).unwrap_or_default()
}

/// Parses a body to a tree that has exactly one reading.
///
/// # Errors
/// `request.malformed`; `input.invalid` with the place of a number that is not whole and in range.
pub fn parse(bytes: &[u8]) -> Result<Value, Rejected> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let mut wrong = None;
    let seed = Node { depth: 0, pointer: String::new(), wrong: &mut wrong };
    let parsed = seed.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    match (wrong, parsed) {
        (Some((pointer, detail)), _) => Err(Rejected::at(pointer, "input.invalid", detail)),
        (None, Ok(value)) => Ok(value),
        (None, Err(error)) => {
            // Where, and never what: the text may hold anything.
            let place = format!("line {} column {}", error.line(), error.column());
            Err(Refusal::new("request.malformed", place).into())
        }
    }
}

/// Gives a tree its type; `above` is the pointer of the tree in the body.
///
/// # Errors
/// `request.unknown_field`, `input.invalid`, each with its place.
pub fn typed<T: DeserializeOwned>(value: Value, above: &str) -> Result<T, Rejected> {
    let names: Vec<String> = value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default();
    T::deserialize(value).map_err(|error| {
        let words = error.to_string();
        let quoted = words.split('`').nth(1).unwrap_or_default().to_owned();
        if words.starts_with("unknown field") {
            let place = names.iter().find(|name| **name == quoted).map_or(above.to_owned(), |name| step(above, name));
            return Rejected::at(place, "request.unknown_field", "nobody knows this field");
        }
        let place = if words.starts_with("missing field") { step(above, &quoted) } else { above.to_owned() };
        let detail = words.split(" at line").next().unwrap_or_default();
        // The words name types and fields of ours; a value of the sender's is left out.
        let detail = if detail.starts_with("missing field") { detail.to_owned() } else { expected(detail) };
        Rejected::at(place, "input.invalid", detail)
    })
}

/// What was expected instead, without what was sent.
fn expected(words: &str) -> String {
    words
        .rsplit_once("expected ")
        .map_or_else(|| "the value is not valid".to_owned(), |(_, what)| format!("expected {what}"))
}

fn step(above: &str, name: &str) -> String {
    format!("{above}/{}", name.replace('~', "~0").replace('/', "~1"))
}

/// A place in the tree while it is read; `wrong` takes the first number that is none of ours.
struct Node<'a> {
    depth: usize,
    pointer: String,
    wrong: &'a mut Option<(String, String)>,
}

impl Node<'_> {
    fn below(&mut self, name: &str) -> Node<'_> {
        Node { depth: self.depth.saturating_add(1), pointer: step(&self.pointer, name), wrong: self.wrong }
    }

    fn number<E>(&mut self, fits: bool, value: Value) -> Result<Value, E> {
        if !fits && self.wrong.is_none() {
            *self.wrong = Some((self.pointer.clone(), "numbers are whole and within 64 bits".to_owned()));
        }
        Ok(value)
    }

    fn deeper<E: de::Error>(&self) -> Result<(), E> {
        if self.depth >= DEPTH_MAX { Err(E::custom("nested too deeply")) } else { Ok(()) }
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<Value, E> {
        self.number(i64::try_from(value).is_ok(), Value::Number(value.into()))
    }

    fn visit_f64<E>(mut self, value: f64) -> Result<Value, E> {
        self.number(false, Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        if value.contains('\0') { Err(E::custom("a text holds NUL")) } else { Ok(Value::String(value.to_owned())) }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        self.deeper()?;
        let mut all = Vec::new();
        while let Some(item) = items.next_element_seed(self.below(&all.len().to_string()))? {
            if all.len() >= ITEMS_MAX {
                return Err(de::Error::custom("a list has too many items"));
            }
            all.push(item);
        }
        Ok(Value::Array(all))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        self.deeper()?;
        let (mut object, mut names) = (Map::new(), BTreeSet::new());
        while let Some(name) = members.next_key::<String>()? {
            if name.contains('\0') || !names.insert(name.clone()) {
                return Err(de::Error::custom("a key stands there twice"));
            }
            let value = members.next_value_seed(self.below(&name))?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Small {
        name: String,
        #[serde(default)]
        count: Option<i16>,
    }

    fn refused(text: &[u8]) -> (&'static str, String) {
        let rejected = match parse(text) {
            Err(rejected) => rejected,
            Ok(value) => typed::<Small>(value, "").unwrap_err(),
        };
        let pointer = rejected.places.first().map(|place| place.pointer.clone()).unwrap_or_default();
        (rejected.error.code().unwrap(), pointer)
    }

    #[test]
    fn cases_65_to_69_each_have_one_reading_or_none() {
        assert_eq!(
            typed::<Small>(parse(br#"{"name":"a","count":7}"#).unwrap(), "").unwrap(),
            Small { name: "a".to_owned(), count: Some(7) }
        );
        let deep = ["[".repeat(100_000), "]".repeat(100_000)].concat();
        let nested = |depth: usize| ["[".repeat(depth), "]".repeat(depth)].concat();
        assert!(parse(nested(DEPTH_MAX).as_bytes()).is_ok());
        let malformed: [&[u8]; 12] = [
            deep.as_bytes(),
            &nested(DEPTH_MAX + 1).into_bytes(),
            br#"{"name":"a","name":"b"}"#,
            br#"{"name":"a","x":{"y":1,"y":1}}"#,
            br#"{"name":NaN}"#,
            br#"{"name":Infinity}"#,
            b"{\"name\":\"\xff\"}",
            br#"{"name":"\ud800"}"#,
            br#"{"name":"\u0000"}"#,
            br#"{"name":"a"} {"name":"b"}"#,
            br#"{"name":"a","count":1e400}"#,
            b"",
        ];
        for text in malformed {
            assert_eq!(
                refused(text).0,
                "request.malformed",
                "{:?}",
                String::from_utf8_lossy(text.get(..40).unwrap_or(text))
            );
        }
        for number in ["1.0", "1e2", "-0.5", "9223372036854775808"] {
            let text = format!(r#"{{"name":"a","count":{number}}}"#);
            assert_eq!(refused(text.as_bytes()), ("input.invalid", "/count".to_owned()), "{number}");
        }
        for (text, place) in
            [(r#"{"name":"a","count":"1"}"#, ""), (r#"{"name":7}"#, ""), (r#"{"count":1}"#, "/name"), ("[]", "/name")]
        {
            let (code, pointer) = refused(text.as_bytes());
            assert_eq!(code, "input.invalid", "{text}");
            assert!(pointer == place || text == "[]", "{text} {pointer}");
        }
        let many = format!("[{}]", vec!["1"; ITEMS_MAX + 1].join(","));
        assert_eq!(refused(many.as_bytes()).0, "request.malformed");
    }

    #[test]
    fn case_19_a_field_that_nobody_knows_is_named() {
        assert_eq!(refused(br#"{"name":"a","state":"paid"}"#), ("request.unknown_field", "/state".to_owned()));
        assert_eq!(refused(br#"{"name":"a","a/b~c":1}"#), ("request.unknown_field", "/a~1b~0c".to_owned()));
        assert_eq!(refused(br#"{"name":"a","__proto__":{}}"#).0, "request.unknown_field");
    }
}
