//! What encoding a text file is in, and its text as UTF-8 (spec 7.2: cp1251 and BOM understood).
//!
//! Read: UTF-8 with and without BOM, UTF-16 LE and BE with BOM, Windows-1251. Windows-1251 fits almost any bytes, so it
//! is taken only when the text reads like Russian; a file in KOI8-R, cp866, KZ-1048 or Latin-1 is refused as
//! `file.encoding` instead of putting garbled names into a register.

use std::io::{self, Read};

use encoding_rs::{Decoder as RawDecoder, DecoderResult, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use crate::refusal::{FileRefusal, Result};

/// The encodings we read and, for error copies, write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Windows1251,
}

impl Encoding {
    /// The name shown to the person who sent the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf8Bom => "UTF-8 (BOM)",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1251 => "Windows-1251",
        }
    }

    /// The byte order mark that opens a file in this encoding.
    pub fn bom(self) -> &'static [u8] {
        match self {
            Self::Utf8 | Self::Windows1251 => b"",
            Self::Utf8Bom => b"\xEF\xBB\xBF",
            Self::Utf16Le => b"\xFF\xFE",
            Self::Utf16Be => b"\xFE\xFF",
        }
    }

    /// The bytes of a text without a byte order mark. Windows-1251 has no Kazakh letters: they become the nearest Russian
    /// ones, anything else it lacks becomes `?`. Used only for texts of our own.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 | Self::Utf8Bom => text.as_bytes().to_vec(),
            Self::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Windows1251 => text.chars().map(windows_1251_byte).collect(),
        }
    }

    fn raw_decoder(self) -> RawDecoder {
        let encoding = match self {
            Self::Utf8 | Self::Utf8Bom => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Windows1251 => WINDOWS_1251,
        };
        encoding.new_decoder_without_bom_handling()
    }
}

/// One character in Windows-1251.
fn windows_1251_byte(c: char) -> u8 {
    const NEAREST: [(char, char); 18] = [
        ('Ә', 'А'),
        ('ә', 'а'),
        ('Ғ', 'Г'),
        ('ғ', 'г'),
        ('Қ', 'К'),
        ('қ', 'к'),
        ('Ң', 'Н'),
        ('ң', 'н'),
        ('Ө', 'О'),
        ('ө', 'о'),
        ('Ұ', 'У'),
        ('ұ', 'у'),
        ('Ү', 'У'),
        ('ү', 'у'),
        ('Һ', 'Х'),
        ('һ', 'х'),
        ('₸', 'т'),
        ('−', '-'),
    ];
    let near = NEAREST.iter().find(|(kazakh, _)| *kazakh == c).map_or(c, |(_, russian)| *russian);
    let mut buffer = [0_u8; 4];
    let (bytes, _, lossy) = WINDOWS_1251.encode(near.encode_utf8(&mut buffer));
    match (bytes.first(), lossy) {
        (Some(byte), false) => *byte,
        _ => b'?',
    }
}

/// Decodes a whole file. Refuses with `file.encoding` what is in none of our encodings.
pub fn decode(bytes: &[u8]) -> Result<(String, Encoding)> {
    let encoding = detect(&mut &*bytes)?;
    let mut text = String::new();
    Decoder::new(bytes, encoding).read_to_string(&mut text)?;
    Ok((text, encoding))
}

/// Reads a file to its end in constant memory and says its encoding, or refuses with `file.encoding`.
///
/// A file that passes decodes without a fault; NUL characters (a binary file) are refused.
pub fn detect(reader: &mut impl Read) -> Result<Encoding> {
    let mut head = Vec::new();
    reader.by_ref().take(4).read_to_end(&mut head)?;
    let mut whole = (&*head).chain(reader);
    if head.starts_with(b"\xFF\xFE\0\0") || head.starts_with(b"\0\0\xFE\xFF") {
        return Err(FileRefusal::Encoding { offset: 0, detail: "UTF-32 is not read" }.into());
    }
    let marked = [Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be];
    if let Some(encoding) = marked.into_iter().find(|encoding| head.starts_with(encoding.bom())) {
        io::copy(&mut Decoder::new(whole, encoding), &mut NoNul(0))?;
        return Ok(encoding);
    }
    let mut scan = Scan::default();
    io::copy(&mut whole, &mut scan)?;
    scan.verdict()
}

/// Both guesses for a file without a mark, fed by the same pass.
#[derive(Default)]
struct Scan {
    /// The bytes of a character cut by the end of a chunk.
    cut: Vec<u8>,
    not_utf8: bool,
    russian: Russian,
}

impl Scan {
    fn verdict(self) -> Result<Encoding> {
        if !self.not_utf8 && self.cut.is_empty() {
            return Ok(Encoding::Utf8);
        }
        self.russian.verdict()?;
        Ok(Encoding::Windows1251)
    }

    fn check_utf8(&mut self, bytes: &[u8]) {
        self.cut.extend_from_slice(bytes);
        match std::str::from_utf8(&self.cut) {
            Ok(_) => self.cut.clear(),
            Err(error) if error.error_len().is_none() => {
                self.cut.drain(..error.valid_up_to());
            }
            Err(_) => self.not_utf8 = true,
        }
    }
}

impl io::Write for Scan {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if let Some(nul) = bytes.iter().position(|byte| *byte == 0) {
            let offset = self.russian.seen.saturating_add(size(nul));
            return Err(FileRefusal::Encoding { offset, detail: "a NUL byte: not a text" }.into());
        }
        if !self.not_utf8 {
            self.check_utf8(bytes);
        }
        bytes.iter().for_each(|byte| self.russian.feed(*byte));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Whether bytes read as Windows-1251 look like Russian.
#[derive(Default)]
struct Russian {
    seen: u64,
    /// The first byte that a Russian text in Windows-1251 cannot have.
    foreign_at: Option<u64>,
    word: Word,
    words: u64,
    /// Words of Latin and Cyrillic letters together.
    mixed_words: u64,
    /// Words with a capital behind a small letter.
    humped_words: u64,
    /// Words that begin with a capital: such a word of KOI8-R has a hump here.
    titled_words: u64,
    letters: u64,
    common_letters: u64,
    /// As many would be common if the bytes were read as KOI8-R.
    common_in_koi8: u64,
}

/// The run of letters being read.
#[derive(Default)]
struct Word {
    letters: u64,
    common: u64,
    common_in_koi8: u64,
    cyrillic: bool,
    latin: bool,
    after_small: bool,
    small_then_capital: bool,
    titled: bool,
}

impl Russian {
    fn feed(&mut self, byte: u8) {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' => {
                self.word.letters = self.word.letters.saturating_add(1);
                self.word.latin = true;
            }
            0xC0..=0xFF | 0xA8 | 0xB8 | 0xB2 | 0xB3 => self.word.feed(byte),
            0..=0x7F
            | 0x82
            | 0x84
            | 0x85
            | 0x88
            | 0x8B
            | 0x91..=0x97
            | 0x99
            | 0x9B
            | 0xA0
            | 0xA6
            | 0xA7
            | 0xA9
            | 0xAB..=0xAE
            | 0xB0
            | 0xB1
            | 0xB5..=0xB7
            | 0xB9
            | 0xBB => self.end_word(),
            _ => {
                self.foreign_at.get_or_insert(self.seen);
            }
        }
        self.seen = self.seen.saturating_add(1);
    }

    fn end_word(&mut self) {
        let word = std::mem::take(&mut self.word);
        if !word.cyrillic {
            return;
        }
        self.words = self.words.saturating_add(1);
        self.mixed_words = self.mixed_words.saturating_add(u64::from(word.latin));
        self.titled_words = self.titled_words.saturating_add(u64::from(word.titled && !word.small_then_capital));
        self.humped_words = self.humped_words.saturating_add(u64::from(word.small_then_capital));
        // Shorter runs are timesheet marks and abbreviations, which say nothing of the language.
        if word.letters >= 3 {
            self.letters = self.letters.saturating_add(word.letters);
            self.common_letters = self.common_letters.saturating_add(word.common);
            self.common_in_koi8 = self.common_in_koi8.saturating_add(word.common_in_koi8);
        }
    }

    /// Russian has 62 % of its letters among the ten commonest; KOI8-R read as Windows-1251 has 35 % there. A few Kazakh names have fewer
    /// than Russian has, and a brand has a hump (`АйБала`): in a short file both are no fault unless KOI8-R reads better.
    fn verdict(mut self) -> Result<()> {
        self.end_word();
        let refuse = |offset, detail| Err(FileRefusal::Encoding { offset, detail }.into());
        if let Some(offset) = self.foreign_at {
            return refuse(offset, "neither UTF-8 nor Windows-1251 in Russian; save the file as UTF-8");
        }
        let often = |words: u64| words.saturating_mul(10) > self.words;
        let rare = self.letters >= 20 && self.common_letters.saturating_mul(100) < self.letters.saturating_mul(45);
        let is_koi8 = self.common_in_koi8 >= self.common_letters && self.humped_words >= self.titled_words;
        if often(self.mixed_words) || (is_koi8 && (rare || often(self.humped_words))) {
            return refuse(0, "the text makes no sense as Windows-1251; save the file as UTF-8");
        }
        Ok(())
    }
}

impl Word {
    fn feed(&mut self, byte: u8) {
        let small = matches!(byte, 0xE0..=0xFF | 0xB8 | 0xB3);
        let capital_form = if matches!(byte, 0xE0..=0xFF) { byte.wrapping_sub(0x20) } else { byte };
        // А В Е И Л Н О Р С Т in Windows-1251.
        let common = matches!(capital_form, 0xC0 | 0xC2 | 0xC5 | 0xC8 | 0xCB | 0xCD | 0xCE | 0xD0 | 0xD1 | 0xD2);
        // The same letters, small and capital, in KOI8-R.
        let koi8 = byte & 0xDF;
        let common_in_koi8 = matches!(koi8, 0xC1 | 0xC5 | 0xC9 | 0xCC | 0xCE | 0xCF | 0xD2 | 0xD3 | 0xD4 | 0xD7);
        self.common_in_koi8 = self.common_in_koi8.saturating_add(u64::from(common_in_koi8));
        self.cyrillic = true;
        self.letters = self.letters.saturating_add(1);
        self.common = self.common.saturating_add(u64::from(common));
        self.small_then_capital |= self.after_small && !small;
        self.titled |= self.letters == 2 && small && !self.after_small;
        self.after_small = small;
    }
}

fn size(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// Lets every text through but one with NUL characters.
struct NoNul(u64);

impl io::Write for NoNul {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.contains(&0) {
            return Err(FileRefusal::Encoding { offset: self.0, detail: "a NUL character: not a text" }.into());
        }
        self.0 = self.0.saturating_add(size(bytes.len()));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Gives the text of a reader as UTF-8 without its mark, in constant memory; what does not fit is a refusal inside the `io::Error`.
pub struct Decoder<R> {
    reader: R,
    raw: RawDecoder,
    mark: usize,
    input: Vec<u8>,
    read_bytes: u64,
    output: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Decoder<R> {
    /// `reader` stands at the first byte of the file.
    pub fn new(reader: R, encoding: Encoding) -> Self {
        Self {
            reader,
            raw: encoding.raw_decoder(),
            mark: encoding.bom().len(),
            input: vec![0; 32 * 1024],
            read_bytes: 0,
            output: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    fn fill(&mut self) -> io::Result<()> {
        if self.mark > 0 {
            let mut mark = [0_u8; 3];
            self.reader.read_exact(mark.get_mut(..self.mark).unwrap_or_default())?;
            self.mark = 0;
        }
        let count = self.reader.read(&mut self.input)?;
        self.ended = count == 0;
        let bytes = self.input.get(..count).unwrap_or_default();
        let room = self.raw.max_utf8_buffer_length_without_replacement(count).unwrap_or(0);
        self.output.resize(room, 0);
        self.given = 0;
        let (result, read, written) = self.raw.decode_to_utf8_without_replacement(bytes, &mut self.output, self.ended);
        self.output.truncate(written);
        match result {
            DecoderResult::InputEmpty => {
                self.read_bytes = self.read_bytes.saturating_add(size(read));
                Ok(())
            }
            DecoderResult::OutputFull | DecoderResult::Malformed(..) => {
                let offset = self.read_bytes.saturating_add(size(read));
                Err(FileRefusal::Encoding { offset, detail: "bytes that do not fit the encoding" }.into())
            }
        }
    }
}

impl<R: Read> Read for Decoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() && !self.ended {
            self.fill()?;
        }
        let mut rest = self.output.get(self.given..).unwrap_or_default();
        let count = rest.read(out)?;
        self.given = self.given.saturating_add(count);
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const RUSSIAN: &str = "Фамилия;Имя;ИИН\nИванова;Алия Серікқызы №5;0\n";

    fn encoded(text: &str, encoding: Encoding) -> Vec<u8> {
        [encoding.bom(), &encoding.encode(text)].concat()
    }

    #[test]
    fn every_unicode_encoding_gives_its_text_back_and_is_named() {
        for encoding in [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be] {
            let (text, found) = decode(&encoded(RUSSIAN, encoding)).unwrap();
            assert_eq!((text.as_str(), found), (RUSSIAN, encoding));
        }
    }

    #[test]
    fn windows_1251_is_recognised_and_reported() {
        let text = "ИИН;ФИО;Группа\n111;Смагулова Айгерим Нурлановна;Солнышко №2\n";
        let (found, encoding) = decode(&encoded(text, Encoding::Windows1251)).unwrap();
        assert_eq!((found.as_str(), encoding), (text, Encoding::Windows1251));
    }

    #[test]
    fn a_short_file_of_kazakh_names_or_of_a_brand_is_windows_1251_all_the_same() {
        for text in [
            "Гульжан Бакытжанкызы Мукашева\n",
            "ТОО АйБала\n",
            "Жумабек Кыдырбай;Букеш Шынгыс;Жузбай\n",
            "МЕКТЕП ШЫМБУЛАК\n",
        ] {
            assert_eq!(decode(&encoded(text, Encoding::Windows1251)).unwrap().0, text);
        }
        for text in
            ["Иванов Петр\n", "сидорова анна павловна\n", "Серікұлы".replace('і', "и").replace('ұ', "у").as_str()]
        {
            let (bytes, _, _) = encoding_rs::KOI8_R.encode(text);
            assert!(decode(&bytes).is_err(), "{text}");
        }
    }

    #[test]
    fn text_in_another_eight_bit_code_is_refused_instead_of_garbled() {
        let text = "Фамилия Имя Отчество ребенка, посещающего детский сад; Иванов Петр Сидорович";
        for other in [encoding_rs::KOI8_R, encoding_rs::IBM866] {
            let (bytes, _, lossy) = other.encode(text);
            assert!(!lossy);
            assert_eq!(decode(&bytes).unwrap_err().refusal().unwrap().code(), "file.encoding", "{}", other.name());
        }
        // Kazakh in KZ-1048: Қ is 0x8D there, and Ќ in Windows-1251.
        assert!(decode(b"\x8D\xE0\xE9\xF0\xE0\xF2").is_err());
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("Jos\u{e9} Mu\u{f1}oz");
        assert!(decode(&latin).is_err());
    }

    #[test]
    fn broken_and_binary_text_is_refused_as_file_encoding() {
        let bad: [&[u8]; 6] = [
            b"\xEF\xBB\xBFabc\xFF",
            b"\xFF\xFEa\0b",
            b"\xFF\xFE\x00\xD8a\0",
            b"iin;name\0\n",
            b"\xFF\xFE\0\0a\0\0\0",
            b"\x98abc",
        ];
        for bytes in bad {
            assert_eq!(decode(bytes).unwrap_err().refusal().unwrap().code(), "file.encoding", "{bytes:?}");
        }
    }

    #[test]
    fn kazakh_letters_in_a_text_of_ours_become_the_nearest_russian_in_windows_1251() {
        let bytes = Encoding::Windows1251.encode("Қате: күн");
        assert_eq!(WINDOWS_1251.decode(&bytes).0, "Кате: кун");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_every_unicode_encoding(text in "[^\0\u{feff}]{0,200}") {
            for encoding in [Encoding::Utf8, Encoding::Utf8Bom, Encoding::Utf16Le, Encoding::Utf16Be] {
                prop_assert_eq!(decode(&encoded(&text, encoding)).unwrap(), (text.clone(), encoding));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            if let Ok((text, encoding)) = decode(&bytes) {
                prop_assert_eq!(encoded(&text, encoding), bytes);
            }
        }
    }
}
