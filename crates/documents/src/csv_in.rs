//! Reads delimited text record by record in constant memory, keeping each record's own bytes for the error copy.
//!
//! Grammar: RFC 4180 with `,`, `;` or tab, ends of line LF, CRLF or CR; a quote inside an unquoted field is a letter; a
//! quoted field that never ends is a cut file. Blank lines count as rows, so numbers are those a spreadsheet shows.

use std::fmt;
use std::io::{BufRead, BufReader, Chain, Cursor, Read};

use crate::refusal::{FileRefusal, Result};

/// No record of ours is near this; a longer one is a file with an open quote or a bomb.
const RECORD_BYTES_MAX: usize = 1024 * 1024;
const SAMPLE_BYTES_MAX: u64 = 16 * 1024;

/// One record: its number as a spreadsheet shows it (from 1), its fields, its bytes as UTF-8 without the end of line.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub number: u64,
    pub fields: Vec<String>,
    pub raw: String,
    /// Where each field begins in `raw`.
    pub starts: Vec<usize>,
    /// `"\n"`, `"\r\n"`, `"\r"` or, at the end of the file, `""`.
    pub end: &'static str,
}

// A field may be an IIN or a name.
impl fmt::Debug for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Record {} of {} fields", self.number, self.fields.len())
    }
}

impl Record {
    /// Whether every field is empty.
    pub fn is_blank(&self) -> bool {
        self.fields.iter().all(String::is_empty)
    }
}

/// Records of a UTF-8 reader (see [`crate::text::Decoder`] for others).
pub struct Records<R> {
    reader: BufReader<Chain<Cursor<Vec<u8>>, R>>,
    separator: u8,
    number: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Plain,
    Quoted,
    /// After a quote inside a quoted field: its end, or half of a doubled quote.
    QuoteSeen,
}

impl<R: Read> Records<R> {
    /// Finds the separator from the first lines.
    pub fn new(mut reader: R) -> Result<Self> {
        let mut sample = Vec::new();
        reader.by_ref().take(SAMPLE_BYTES_MAX).read_to_end(&mut sample)?;
        let separator = find_separator(&sample);
        Ok(Self { reader: BufReader::new(Cursor::new(sample).chain(reader)), separator, number: 0 })
    }

    /// The separator found: `,`, `;` or tab.
    pub fn separator(&self) -> char {
        char::from(self.separator)
    }

    /// The next record, blank ones included; `None` at the end.
    pub fn next_record(&mut self) -> Result<Option<Record>> {
        let mut parser = Parser::new(self.separator);
        let end = loop {
            let bytes = self.reader.fill_buf()?;
            if bytes.is_empty() {
                break "";
            }
            let (used, ended) = parser.feed(bytes);
            self.reader.consume(used);
            if ended {
                break if parser.carriage_return && self.take_line_feed()? {
                    "\r\n"
                } else if parser.carriage_return {
                    "\r"
                } else {
                    "\n"
                };
            }
            if parser.raw.len() > RECORD_BYTES_MAX {
                let row = self.number.saturating_add(1);
                return Err(FileRefusal::Bomb { detail: format!("row {row} is longer than 1 MiB") }.into());
            }
        };
        if end.is_empty() && parser.raw.is_empty() {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        parser.finish(self.number, end).map(Some)
    }

    fn take_line_feed(&mut self) -> Result<bool> {
        let found = self.reader.fill_buf()?.first() == Some(&b'\n');
        self.reader.consume(usize::from(found));
        Ok(found)
    }
}

struct Parser {
    separator: u8,
    state: State,
    raw: Vec<u8>,
    fields: Vec<Vec<u8>>,
    field: Vec<u8>,
    starts: Vec<usize>,
    carriage_return: bool,
}

impl Parser {
    fn new(separator: u8) -> Self {
        Self {
            separator,
            state: State::Start,
            raw: Vec::new(),
            fields: Vec::new(),
            field: Vec::new(),
            starts: vec![0],
            carriage_return: false,
        }
    }

    /// Takes bytes up to and with the end of the record; says how many and whether it ended.
    fn feed(&mut self, bytes: &[u8]) -> (usize, bool) {
        for (index, byte) in bytes.iter().copied().enumerate() {
            if self.state != State::Quoted && (byte == b'\n' || byte == b'\r') {
                self.carriage_return = byte == b'\r';
                return (index.saturating_add(1), true);
            }
            self.raw.push(byte);
            self.step(byte);
        }
        (bytes.len(), false)
    }

    fn step(&mut self, byte: u8) {
        match (self.state, byte) {
            (State::Start, b'"') => self.state = State::Quoted,
            (State::Quoted, b'"') => self.state = State::QuoteSeen,
            (State::QuoteSeen, b'"') => {
                self.field.push(b'"');
                self.state = State::Quoted;
            }
            (State::Quoted, _) => self.field.push(byte),
            (State::Start | State::Plain | State::QuoteSeen, _) if byte == self.separator => {
                self.fields.push(std::mem::take(&mut self.field));
                self.starts.push(self.raw.len());
                self.state = State::Start;
            }
            (State::Start | State::Plain | State::QuoteSeen, _) => {
                self.field.push(byte);
                self.state = State::Plain;
            }
        }
    }

    fn finish(mut self, number: u64, end: &'static str) -> Result<Record> {
        if self.state == State::Quoted {
            return Err(FileRefusal::Truncated { detail: format!("row {number} has a quote that never closes") }.into());
        }
        self.fields.push(self.field);
        let text = |bytes| {
            String::from_utf8(bytes)
                .map_err(|_| FileRefusal::Encoding { offset: 0, detail: "bytes that are not UTF-8" })
        };
        let fields = self.fields.into_iter().map(text).collect::<std::result::Result<_, _>>()?;
        Ok(Record { number, fields, raw: text(self.raw)?, starts: self.starts, end })
    }
}

/// The separator that is on the most lines of the sample, then the one seen most often; `,` when none is seen.
fn find_separator(sample: &[u8]) -> u8 {
    let score = |separator: u8| {
        let (mut lines, mut total, mut on_line, mut quoted) = (0_u64, 0_u64, false, false);
        for byte in sample {
            match byte {
                b'"' => quoted = !quoted,
                b'\n' | b'\r' if !quoted => on_line = false,
                byte if *byte == separator && !quoted => {
                    lines = lines.saturating_add(u64::from(!on_line));
                    total = total.saturating_add(1);
                    on_line = true;
                }
                _ => {}
            }
        }
        (lines, total)
    };
    // The last of equal ones wins, so the commonest separator stands last.
    [b'\t', b';', b','].into_iter().max_by_key(|separator| score(*separator)).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Vec<Record>> {
        let mut records = Records::new(text.as_bytes())?;
        std::iter::from_fn(|| records.next_record().transpose()).collect()
    }

    #[test]
    fn the_separator_is_found_though_the_data_hold_others() {
        for (text, separator) in
            [("a,b,c\n1,2;3,4\n", ','), ("a;b;c\n1,5;2,5;3,5\n", ';'), ("a\tb\n\"x;;;;\"\t,\n", '\t'), ("alone\n", ',')]
        {
            assert_eq!(Records::new(text.as_bytes()).unwrap().separator(), separator, "{text:?}");
        }
    }

    #[test]
    fn row_numbers_are_those_of_a_spreadsheet() {
        let records = read("a,b\r\n\r\n\"x\ny\",2\nlast,\"q\"\"q\"").unwrap();
        let seen: Vec<_> = records.iter().map(|r| (r.number, r.fields.join("|"), r.end)).collect();
        let expected = [(1, "a|b", "\r\n"), (2, "", "\r\n"), (3, "x\ny|2", "\n"), (4, "last|q\"q", "")];
        assert_eq!(seen, expected.map(|(number, fields, end)| (number, fields.to_owned(), end)));
    }

    #[test]
    fn an_open_quote_is_a_cut_file_and_an_endless_record_a_bomb() {
        assert_eq!(read("a,\"b\n").unwrap_err().refusal().unwrap().code(), "file.truncated");
        let endless = format!("a,\"{}", "x".repeat(2 * RECORD_BYTES_MAX));
        assert_eq!(read(&endless).unwrap_err().refusal().unwrap().code(), "file.bomb");
    }

    proptest! {
        #[test]
        fn what_an_independent_writer_wrote_is_read_back(
            rows in proptest::collection::vec(proptest::collection::vec("[a-zА-Я\",;\n\r\t ']{0,8}", 2..5), 1..8),
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            rows.iter().for_each(|row| writer.write_record(row).unwrap());
            let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
            let mut records = Records::new(text.as_bytes()).unwrap();
            records.separator = b',';
            for row in &rows {
                prop_assert_eq!(&records.next_record().unwrap().unwrap().fields, row);
            }
            prop_assert_eq!(records.next_record().unwrap(), None);
        }

        #[test]
        fn the_raw_records_put_together_are_the_file(text in "[ab\",;\n\r]{0,60}") {
            if let Ok(records) = read(&text) {
                let whole: String = records.iter().flat_map(|r| [r.raw.as_str(), r.end]).collect();
                prop_assert_eq!(whole, text);
            }
        }
    }
}
