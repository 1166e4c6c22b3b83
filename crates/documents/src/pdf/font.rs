//! The two faces of the documents' font: what a text is wide, and where it is broken into lines.

use anyhow::Context as _;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{FontRef, MetadataProvider as _, charmap::Charmap, raw::TableProvider as _};

static REGULAR: &[u8] = include_bytes!("../../fonts/NotoSans-Regular.ttf");
static BOLD: &[u8] = include_bytes!("../../fonts/NotoSans-Bold.ttf");

/// A face of the font.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Face {
    #[default]
    Regular,
    Bold,
}

/// Both faces.
pub(super) struct Fonts {
    regular: One,
    bold: One,
}

struct One {
    font: Font,
    map: Charmap<'static>,
    advances: Vec<u16>,
    units: u16,
}

impl Fonts {
    pub(super) fn open() -> anyhow::Result<Self> {
        Ok(Self { regular: One::open(REGULAR)?, bold: One::open(BOLD)? })
    }

    fn of(&self, face: Face) -> &One {
        match face {
            Face::Regular => &self.regular,
            Face::Bold => &self.bold,
        }
    }

    /// What the document embeds.
    pub(super) fn font(&self, face: Face) -> Font {
        self.of(face).font.clone()
    }

    /// The text as it can be shown: what the font lacks is `?`, what has no width is gone.
    pub(super) fn shown(&self, face: Face, text: &str) -> String {
        let one = self.of(face);
        let shown = |c: char| match c {
            '\t' => Some(' '),
            // The sign of subtraction, where the font has only the dash of its width.
            '\u{2212}' if !one.has(c) => Some('–'),
            '\u{2066}'..='\u{2069}' | '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{AD}' => None,
            c if c.is_control() => None,
            c if one.has(c) => Some(c),
            _ => Some('?'),
        };
        text.chars().filter_map(shown).collect()
    }

    /// The width of a text in twentieths of a point.
    pub(super) fn width(&self, face: Face, size: i32, text: &str) -> i32 {
        let one = self.of(face);
        let units: i64 = text.chars().map(|c| i64::from(one.advance(c).1)).sum();
        let width = units.saturating_mul(i64::from(size)).div_euclid(i64::from(one.units.max(1)));
        i32::try_from(width).unwrap_or(i32::MAX)
    }

    /// The glyphs of a text that was made to be shown.
    #[expect(clippy::float_arithmetic, reason = "the library takes the advance as a fraction of the em")]
    pub(super) fn glyphs(&self, face: Face, text: &str) -> Vec<KrillaGlyph> {
        let one = self.of(face);
        let glyph = |(at, c): (usize, char)| {
            let (id, advance) = one.advance(c);
            let advance = f32::from(advance) / f32::from(one.units.max(1));
            let range = at..at.saturating_add(c.len_utf8());
            KrillaGlyph::new(GlyphId::new(id), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// Breaks a text into lines of at most a width: at blanks, and within a word that is longer than a line. A line keeps the blank it was
    /// broken at, so that words stay apart for whoever copies or hears them.
    pub(super) fn lines(&self, (face, size): (Face, i32), text: &str, width: i32) -> Vec<String> {
        let one = self.of(face);
        let units = |c: char| i64::from(one.advance(c).1);
        let room = i64::from(width).saturating_mul(i64::from(one.units)).div_euclid(i64::from(size.max(1)));
        let mut lines = Vec::new();
        for paragraph in text.split('\n') {
            let (mut line, mut taken) = (String::new(), 0_i64);
            for word in self.shown(face, paragraph).split_inclusive(' ') {
                let bare: i64 = word.trim_end_matches(' ').chars().map(units).sum();
                if !line.is_empty() && taken.saturating_add(bare) > room {
                    lines.push(std::mem::take(&mut line));
                    taken = 0;
                }
                for c in word.chars() {
                    if c != ' ' && !line.is_empty() && taken.saturating_add(units(c)) > room {
                        lines.push(std::mem::take(&mut line));
                        taken = 0;
                    }
                    line.push(c);
                    taken = taken.saturating_add(units(c));
                }
            }
            lines.push(line);
        }
        lines
    }
}

impl One {
    fn open(bytes: &'static [u8]) -> anyhow::Result<Self> {
        let font = Font::new(bytes.into(), 0).context("the documents' font cannot be read")?;
        let read = FontRef::new(bytes).context("the documents' font cannot be read")?;
        let table = read.hmtx().context("the documents' font has no widths")?;
        let count = read.maxp().context("the documents' font has no glyphs")?.num_glyphs();
        let advances = (0..count).map(|id| table.advance(skrifa::GlyphId::from(id)).unwrap_or_default()).collect();
        let units = read.head().context("the documents' font has no head")?.units_per_em();
        Ok(Self { font, map: read.charmap(), advances, units })
    }

    fn has(&self, c: char) -> bool {
        self.map.map(c).is_some_and(|id| id.to_u32() != 0)
    }

    /// The glyph of a character and its width in units of the font.
    fn advance(&self, c: char) -> (u32, u16) {
        let id = self.map.map(c).map_or(0, |id| id.to_u32());
        let advance = usize::try_from(id).ok().and_then(|id| self.advances.get(id)).copied();
        (id, advance.unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_letters_and_the_tenge_are_in_both_faces() {
        let fonts = Fonts::open().unwrap();
        let text = "ӘәҒғҚқҢңӨөҰұҮүҺһІі ₸ № «» – — × ÷ … \u{a0}\u{202f}";
        for face in [Face::Regular, Face::Bold] {
            assert_eq!(fonts.shown(face, text), text);
        }
        assert!(!fonts.shown(Face::Regular, "−1").contains('?') && !fonts.shown(Face::Bold, "−1").contains('?'));
        assert_eq!(fonts.shown(Face::Regular, "a\u{2068}b\u{2069}\u{0}日"), "ab?");
    }

    #[test]
    fn no_line_is_wider_than_it_may_be_and_nothing_is_lost() {
        let fonts = Fonts::open().unwrap();
        let text = "Баланы тәрбиелеу қызметі ұзынсөзкүнделіктіқолданыстажоқболсадажазылады және тағы";
        let lines = fonts.lines((Face::Regular, 180), text, 1500);
        assert!(lines.len() > 4, "{lines:?}");
        assert!(lines.iter().all(|line| fonts.width(Face::Regular, 180, line.trim_end()) <= 1500), "{lines:?}");
        assert_eq!(lines.concat(), text);
    }
}
