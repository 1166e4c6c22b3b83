//! The type of a file by its content; the name is never asked (spec 5, files).

use std::io::{Read, Seek, SeekFrom};

use crate::archive::{Archive, Limits};
use crate::refusal::{FileRefusal, Result};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Zip,
    Xlsx,
    Xml,
    /// Any text that is not XML; whether it is a good table is seen when it is read.
    Csv,
    /// PDF, old XLS, pictures and everything else we do not read.
    Other,
}

impl Kind {
    /// The name shown to the person who sent the file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zip => "a ZIP archive",
            Self::Xlsx => "an XLSX workbook",
            Self::Xml => "XML",
            Self::Csv => "a text table",
            Self::Other => "another type of file",
        }
    }

    /// Refuses with `file.type` unless the file is of this kind.
    pub fn require(self, found: Kind) -> Result<()> {
        if self == found {
            return Ok(());
        }
        Err(FileRefusal::Type { expected: self.name(), found: found.name() }.into())
    }
}

/// Looks at the content and leaves the reader at its beginning. A zip that is cut or unsafe is refused here already.
pub fn sniff(reader: &mut (impl Read + Seek), limits: Limits) -> Result<Kind> {
    reader.seek(SeekFrom::Start(0))?;
    let mut head = Vec::new();
    reader.by_ref().take(1024).read_to_end(&mut head)?;
    let kind = if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        let archive = Archive::open(&mut *reader, limits)?;
        let has = |name| archive.entries().iter().any(|entry| entry.name == name);
        if has("[Content_Types].xml") && has("xl/workbook.xml") { Kind::Xlsx } else { Kind::Zip }
    } else {
        text_kind(&head)
    };
    reader.seek(SeekFrom::Start(0))?;
    Ok(kind)
}

fn text_kind(head: &[u8]) -> Kind {
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    let known = [&b"%PDF"[..], b"\xD0\xCF\x11\xE0", b"\x89PNG", b"\xFF\xD8\xFF", b"GIF8", b"RIFF", b"\x1F\x8B", b"PK"];
    if known.iter().any(|magic| head.starts_with(magic)) || (!wide && head.contains(&0)) {
        return Kind::Other;
    }
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let text = if wide { head.get(2..).unwrap_or_default() } else { text };
    let first = text.iter().find(|byte| !matches!(byte, 0 | b' ' | b'\t' | b'\r' | b'\n'));
    if first == Some(&b'<') { Kind::Xml } else { Kind::Csv }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    #[test]
    fn the_type_is_told_by_content() {
        let kind = |bytes: &[u8]| sniff(&mut Cursor::new(bytes), Limits::default()).unwrap();
        assert_eq!(kind(b"iin;name\n"), Kind::Csv);
        assert_eq!(kind(b"\xEF\xBB\xBF \n<Document/>"), Kind::Xml);
        assert_eq!(kind(b"\xFF\xFE<\0a\0"), Kind::Xml);
        assert_eq!(kind(b"%PDF-1.7"), Kind::Other);
        assert_eq!(kind(b"\xD0\xCF\x11\xE0"), Kind::Other);
        let refused = Kind::Xml.require(Kind::Csv).unwrap_err();
        assert_eq!(refused.to_string(), "file.type: expected XML, found a text table");
    }
}
