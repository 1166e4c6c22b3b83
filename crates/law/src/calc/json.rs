//! A strict reader of one JSON line (RFC 8259), made for cases: strings are borrowed, numbers that are no `i64` keep
//! only that they are numbers, and what is nested deeper than any case needs is checked but not kept.

use std::borrow::Cow;

/// Values nested deeper than this are read as [`Value::Deep`]; no operation looks that far.
const DEPTH_KEPT: usize = 16;

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value<'a> {
    Null,
    Bool(bool),
    /// A whole number written without fraction and exponent that fits `i64`.
    Int(i64),
    /// Any other number.
    Number,
    Str(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    Object(Object<'a>),
    /// Something nested too deep to matter.
    Deep,
}

/// The members of an object in the order of the text; of duplicate names the last counts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object<'a>(pub(super) Vec<Member<'a>>);

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member<'a> {
    pub(super) name: Cow<'a, str>,
    pub(super) value: Value<'a>,
    /// The value as it was written.
    pub(super) text: &'a str,
}

impl<'a> Object<'a> {
    pub(super) fn member(&self, name: &str) -> Option<&Member<'a>> {
        self.0.iter().rev().find(|member| member.name == name)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.member(name).map(|member| &member.value)
    }
}

/// Reads one whole line. `None` when it is not JSON: also NaN, lone surrogates, a byte order mark, invalid UTF-8.
pub(super) fn parse(line: &[u8]) -> Option<Value<'_>> {
    let text = std::str::from_utf8(line).ok()?;
    let mut reader = Reader { text, at: 0 };
    reader.space();
    let value = reader.value(0)?;
    reader.space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.step();
        }
    }

    fn eat(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.step())
    }

    fn word(&mut self, word: &str, value: Value<'a>) -> Option<Value<'a>> {
        self.text.get(self.at..)?.starts_with(word).then(|| {
            self.at = self.at.saturating_add(word.len());
            value
        })
    }

    fn value(&mut self, depth: usize) -> Option<Value<'a>> {
        if depth > DEPTH_KEPT && matches!(self.peek()?, b'[' | b'{') {
            return self.skip();
        }
        match self.peek()? {
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            _ => self.scalar(),
        }
    }

    fn scalar(&mut self) -> Option<Value<'a>> {
        match self.peek()? {
            b'"' => self.string().map(Value::Str),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Value::Bool(true)),
            b'f' => self.word("false", Value::Bool(false)),
            b'n' => self.word("null", Value::Null),
            _ => None,
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value<'a>> {
        self.eat(b'{')?;
        let mut members = Vec::new();
        self.space();
        if self.eat(b'}').is_some() {
            return Some(Value::Object(Object(members)));
        }
        loop {
            self.space();
            let name = self.string()?;
            self.colon()?;
            let from = self.at;
            let value = self.value(depth.saturating_add(1))?;
            members.push(Member { name, value, text: self.text.get(from..self.at)? });
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b'}')?;
                return Some(Value::Object(Object(members)));
            }
        }
    }

    fn colon(&mut self) -> Option<()> {
        self.space();
        self.eat(b':')?;
        self.space();
        Some(())
    }

    fn array(&mut self, depth: usize) -> Option<Value<'a>> {
        self.eat(b'[')?;
        let mut items = Vec::new();
        self.space();
        if self.eat(b']').is_some() {
            return Some(Value::Array(items));
        }
        loop {
            self.space();
            items.push(self.value(depth.saturating_add(1))?);
            self.space();
            if self.eat(b',').is_none() {
                self.eat(b']')?;
                return Some(Value::Array(items));
            }
        }
    }

    /// Checks an array or object of any depth without keeping it and without recursion.
    fn skip(&mut self) -> Option<Value<'a>> {
        let mut closers: Vec<u8> = Vec::new();
        loop {
            self.space();
            let opened = match self.peek()? {
                b'{' => Some(b'}'),
                b'[' => Some(b']'),
                _ => None,
            };
            match opened {
                Some(closer) => {
                    self.step();
                    self.space();
                    if self.eat(closer).is_none() {
                        closers.push(closer);
                        self.name_of(closer)?;
                        continue;
                    }
                }
                None => {
                    self.scalar()?;
                }
            }
            loop {
                let Some(closer) = closers.last().copied() else { return Some(Value::Deep) };
                self.space();
                if self.eat(b',').is_some() {
                    self.space();
                    self.name_of(closer)?;
                    break;
                }
                self.eat(closer)?;
                closers.pop();
            }
        }
    }

    fn name_of(&mut self, closer: u8) -> Option<()> {
        if closer == b'}' {
            self.string()?;
            self.colon()?;
        }
        Some(())
    }

    fn number(&mut self) -> Option<Value<'a>> {
        let from = self.at;
        let _minus = self.eat(b'-');
        match self.peek()? {
            b'0' => self.step(),
            _ => self.digits()?,
        }
        let mut whole = true;
        if self.eat(b'.').is_some() {
            whole = false;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            whole = false;
            self.step();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.step();
            }
            self.digits()?;
        }
        let written = self.text.get(from..self.at)?;
        Some(written.parse().ok().filter(|_| whole).map_or(Value::Number, Value::Int))
    }

    fn digits(&mut self) -> Option<()> {
        let from = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.step();
        }
        (self.at > from).then_some(())
    }

    fn string(&mut self) -> Option<Cow<'a, str>> {
        self.eat(b'"')?;
        let from = self.at;
        while !matches!(self.peek()?, b'"' | b'\\' | 0..=0x1f) {
            self.step();
        }
        let plain = self.text.get(from..self.at)?;
        if self.eat(b'"').is_some() {
            return Some(Cow::Borrowed(plain));
        }
        let mut owned = plain.to_owned();
        loop {
            let run = self.at;
            match self.peek()? {
                b'"' => {
                    self.step();
                    return Some(Cow::Owned(owned));
                }
                b'\\' => {
                    self.step();
                    owned.push(self.escape()?);
                }
                0..=0x1f => return None,
                _ => {
                    while !matches!(self.peek()?, b'"' | b'\\' | 0..=0x1f) {
                        self.step();
                    }
                    owned.push_str(self.text.get(run..self.at)?);
                }
            }
        }
    }

    fn escape(&mut self) -> Option<char> {
        let byte = self.peek()?;
        self.step();
        match byte {
            b'"' | b'\\' | b'/' => Some(char::from(byte)),
            b'b' => Some('\u{8}'),
            b'f' => Some('\u{c}'),
            b'n' => Some('\n'),
            b'r' => Some('\r'),
            b't' => Some('\t'),
            b'u' => {
                let first = self.hex4()?;
                if !(0xd800..0xdc00).contains(&first) {
                    return char::from_u32(u32::from(first));
                }
                self.eat(b'\\')?;
                self.eat(b'u')?;
                let second = self.hex4()?;
                char::decode_utf16([first, second]).next()?.ok()
            }
            _ => None,
        }
    }

    fn hex4(&mut self) -> Option<u16> {
        let end = self.at.checked_add(4)?;
        let digits = self.text.get(self.at..end)?;
        let value = digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16));
        self.at = end;
        value?.ok()
    }
}

/// Writes a JSON string.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    for byte in text.bytes() {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', byte]),
            0..=0x1f => out.extend(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
#[path = "json_tests.rs"]
mod tests;
