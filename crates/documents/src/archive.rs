//! Zip archives from outside, read under limits (OWASP ASVS 5.2.3 and 5.3.3).
//!
//! One strict parser decides everything: the central directory must end where its end record begins, each entry's local
//! header must agree with it, and no two entries may share a byte; so there is nothing for a second reading of the same
//! archive to understand differently. Sizes claimed by headers are checked at opening and again while unpacking.
//! Stored and deflated entries are read; zip64, encryption, links and parts are refused.

use std::collections::HashSet;
use std::io::{self, Read, Seek, SeekFrom, Take};

use flate2::Crc;
use flate2::read::DeflateDecoder;

use crate::refusal::{FileRefusal, Result};

/// How much an archive may unpack to.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// All entries together, in bytes.
    pub total_bytes: u64,
    /// Unpacked to packed bytes of one entry; entries up to 1 MiB unpacked are free of it, they can do no harm.
    pub ratio: u64,
    pub entries: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { total_bytes: 200 * 1024 * 1024, ratio: 100, entries: 10_000 }
    }
}

const RATIO_FREE_BYTES: u64 = 1024 * 1024;
const END_RECORD_LEN: u64 = 22;
const LOCAL_HEADER_LEN: u64 = 30;

/// A file of the archive; folders are not listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// Unpacked length as the directory claims it; reading holds it to that.
    pub bytes: u64,
    packed_bytes: u64,
    crc: u32,
    method: u16,
    data_start: u64,
}

/// An archive whose directory was found safe.
pub struct Archive<R> {
    reader: R,
    entries: Vec<Entry>,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads and checks the whole directory before any entry is unpacked.
    pub fn open(mut reader: R, limits: Limits) -> Result<Self> {
        let directory = Directory::find(&mut reader)?;
        if directory.count > limits.entries {
            return Err(bomb(format!("{} entries, at most {} are read", directory.count, limits.entries)).into());
        }
        let mut found = Vec::new();
        reader.seek(SeekFrom::Start(directory.start))?;
        let mut bytes = Vec::new();
        reader.by_ref().take(directory.length).read_to_end(&mut bytes)?;
        let mut fields = Fields(&bytes);
        for _ in 0..directory.count {
            found.push(Header::read(&mut fields)?);
        }
        if !fields.0.is_empty() {
            return Err(damaged("the directory is longer than its entries").into());
        }
        check_claims(&found, limits)?;
        let mut entries = place(&mut reader, found, directory.start)?;
        entries.retain(|entry| !entry.name.ends_with('/'));
        Ok(Self { reader, entries })
    }

    /// The files in the order of the directory.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Unpacks one file; the reader refuses what passes the claimed length or does not match its checksum.
    pub fn entry(&mut self, name: &str) -> Result<EntryReader<'_, R>> {
        let entry = self
            .entries
            .iter()
            .find(|entry| entry.name == name)
            .ok_or_else(|| FileRefusal::MissingEntry { name: name.to_owned() })?;
        self.reader.seek(SeekFrom::Start(entry.data_start))?;
        let packed = self.reader.by_ref().take(entry.packed_bytes);
        let body = if entry.method == 0 { Body::Stored(packed) } else { Body::Deflated(DeflateDecoder::new(packed)) };
        Ok(EntryReader { body, rest: entry.bytes, crc: Crc::new(), expected: entry.crc })
    }
}

/// Streams one unpacked file.
pub struct EntryReader<'a, R> {
    body: Body<'a, R>,
    rest: u64,
    crc: Crc,
    expected: u32,
}

enum Body<'a, R> {
    Stored(Take<&'a mut R>),
    Deflated(DeflateDecoder<Take<&'a mut R>>),
}

impl<R: Read> Read for EntryReader<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        let count = match &mut self.body {
            Body::Stored(body) => body.read(out)?,
            Body::Deflated(body) => body.read(out).map_err(unpacking)?,
        };
        let more = u64::try_from(count).unwrap_or(u64::MAX);
        self.rest = self
            .rest
            .checked_sub(more)
            .ok_or_else(|| bomb("an entry unpacks to more than the archive claims".to_owned()))?;
        self.crc.update(out.get(..count).unwrap_or_default());
        if count == 0 && self.rest > 0 {
            return Err(cut("an entry ends too early").into());
        }
        if count == 0 && self.crc.sum() != self.expected {
            return Err(damaged("an entry does not match its checksum").into());
        }
        Ok(count)
    }
}

/// What inflating says of broken data is about the file, not about us.
fn unpacking(error: io::Error) -> io::Error {
    let kind = error.kind();
    if kind == io::ErrorKind::UnexpectedEof {
        cut("an entry ends too early").into()
    } else if kind == io::ErrorKind::InvalidInput || kind == io::ErrorKind::InvalidData {
        damaged("an entry does not unpack").into()
    } else {
        error
    }
}

fn bomb(detail: String) -> FileRefusal {
    FileRefusal::Bomb { detail }
}

fn damaged(detail: &str) -> FileRefusal {
    FileRefusal::Damaged { detail: detail.to_owned() }
}

fn cut(detail: &str) -> FileRefusal {
    FileRefusal::Truncated { detail: detail.to_owned() }
}

/// Where the central directory lies.
struct Directory {
    start: u64,
    length: u64,
    count: u64,
}

impl Directory {
    /// The end record must close the file and point right before itself; bytes before the archive are a disguise.
    fn find(reader: &mut (impl Read + Seek)) -> Result<Self> {
        let file_len = reader.seek(SeekFrom::End(0))?;
        let tail_start = file_len.saturating_sub(END_RECORD_LEN + 65_535);
        reader.seek(SeekFrom::Start(tail_start))?;
        let mut tail = Vec::new();
        reader.by_ref().take(END_RECORD_LEN + 65_535).read_to_end(&mut tail)?;
        let at = tail
            .windows(22)
            .rposition(|window| window.starts_with(b"PK\x05\x06"))
            .ok_or_else(|| cut("the archive has no directory: it was cut"))?;
        let mut fields = Fields(tail.get(at.saturating_add(4)..).unwrap_or_default());
        let (disk, first_disk) = (fields.u16()?, fields.u16()?);
        let (here, count) = (fields.u16()?, fields.u16()?);
        let (length, start, comment) = (fields.u32()?, fields.u32()?, fields.u16()?);
        if disk != 0 || first_disk != 0 || here != count {
            return Err(damaged("archives in several parts are not read").into());
        }
        if start == u32::MAX || count == u16::MAX {
            return Err(damaged("zip64 archives are not read").into());
        }
        if fields.0.len() != usize::from(comment) {
            return Err(cut("the archive's end does not match its end record").into());
        }
        let record_at = tail_start.saturating_add(u64::try_from(at).unwrap_or(u64::MAX));
        let (start, length) = (u64::from(start), u64::from(length));
        if start.saturating_add(length) != record_at {
            return Err(cut("the directory is not where the archive says").into());
        }
        Ok(Self { start, length, count: u64::from(count) })
    }
}

/// Little-endian fields of a record; running out is a cut file.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take(&mut self, count: usize) -> std::result::Result<&'a [u8], FileRefusal> {
        let (head, rest) = self.0.split_at_checked(count).ok_or_else(|| cut("a record of the archive is cut"))?;
        self.0 = rest;
        Ok(head)
    }

    fn u16(&mut self) -> std::result::Result<u16, FileRefusal> {
        Ok(u16::from_le_bytes(self.take(2)?.try_into().unwrap_or_default()))
    }

    fn u32(&mut self) -> std::result::Result<u32, FileRefusal> {
        Ok(u32::from_le_bytes(self.take(4)?.try_into().unwrap_or_default()))
    }
}

/// An entry as the central directory has it.
struct Header {
    name: String,
    method: u16,
    crc: u32,
    packed_bytes: u64,
    bytes: u64,
    local_start: u64,
}

impl Header {
    fn read(fields: &mut Fields<'_>) -> Result<Self> {
        if fields.take(4)? != b"PK\x01\x02" {
            return Err(damaged("an entry of the directory is broken").into());
        }
        let made_by = fields.u16()?;
        fields.take(2)?;
        let (flags, method) = (fields.u16()?, fields.u16()?);
        fields.take(4)?;
        let (crc, packed, bytes) = (fields.u32()?, fields.u32()?, fields.u32()?);
        let (name_len, extra_len, comment_len) = (fields.u16()?, fields.u16()?, fields.u16()?);
        let disk = fields.u16()?;
        fields.take(2)?;
        let (attributes, local_start) = (fields.u32()?, fields.u32()?);
        let name_bytes = fields.take(usize::from(name_len))?;
        fields.take(usize::from(extra_len))?;
        fields.take(usize::from(comment_len))?;
        let unsafe_name = || FileRefusal::UnsafeName { name: String::from_utf8_lossy(name_bytes).into_owned() };
        let name = std::str::from_utf8(name_bytes).map_err(|_| unsafe_name())?.to_owned();
        // Upper half of the attributes is the Unix mode when the maker was Unix (3) or macOS (19).
        let kind = (attributes >> 16) & 0o170_000;
        let special = matches!(made_by >> 8, 3 | 19) && !matches!(kind, 0 | 0o100_000 | 0o040_000);
        if special || !is_safe_name(&name) {
            return Err(unsafe_name().into());
        }
        if flags & 0x2041 != 0 {
            return Err(FileRefusal::Encrypted { name }.into());
        }
        if disk != 0 || !matches!(method, 0 | 8) || [packed, bytes, local_start].contains(&u32::MAX) {
            return Err(damaged("an entry is packed in a way that is not read").into());
        }
        let (packed_bytes, bytes) = (u64::from(packed), u64::from(bytes));
        Ok(Self { name, method, crc, packed_bytes, bytes, local_start: u64::from(local_start) })
    }
}

/// A relative path of plain parts: no `..`, no root, no drive, no backslash, nothing invisible.
fn is_safe_name(name: &str) -> bool {
    let path = name.strip_suffix('/').unwrap_or(name);
    let plain_part = |part: &str| !part.is_empty() && part != "." && part != "..";
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\\' | ':' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    path.split('/').all(plain_part) && !name.contains(hidden)
}

fn check_claims(found: &[Header], limits: Limits) -> Result<()> {
    let mut names = HashSet::new();
    let mut total = 0_u64;
    for header in found {
        if !names.insert(header.name.trim_end_matches('/').to_lowercase()) {
            return Err(FileRefusal::DuplicateName { name: header.name.clone() }.into());
        }
        total = total.saturating_add(header.bytes);
        if total > limits.total_bytes {
            return Err(bomb(format!("unpacks to more than {} bytes", limits.total_bytes)).into());
        }
        if header.bytes > RATIO_FREE_BYTES && header.bytes > header.packed_bytes.saturating_mul(limits.ratio) {
            return Err(bomb(format!("{:?} unpacks more than {} times", header.name, limits.ratio)).into());
        }
    }
    Ok(())
}

/// Reads the local headers and makes sure that no two entries share bytes, which is how small archives unpack to petabytes.
fn place(reader: &mut (impl Read + Seek), found: Vec<Header>, directory_start: u64) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    let mut spans = Vec::new();
    for header in found {
        reader.seek(SeekFrom::Start(header.local_start))?;
        let mut bytes = Vec::new();
        reader.by_ref().take(LOCAL_HEADER_LEN).read_to_end(&mut bytes)?;
        let mut fields = Fields(&bytes);
        if fields.take(4)? != b"PK\x03\x04" {
            return Err(damaged("an entry is not where the directory says").into());
        }
        fields.take(4)?;
        let method = fields.u16()?;
        fields.take(16)?;
        let (name_len, extra_len) = (fields.u16()?, fields.u16()?);
        let mut name = Vec::new();
        reader.by_ref().take(u64::from(name_len)).read_to_end(&mut name)?;
        if name != header.name.as_bytes() || method != header.method {
            return Err(FileRefusal::UnsafeName { name: header.name }.into());
        }
        let data_start = header
            .local_start
            .saturating_add(LOCAL_HEADER_LEN)
            .saturating_add(u64::from(name_len))
            .saturating_add(u64::from(extra_len));
        spans.push((header.local_start, data_start.saturating_add(header.packed_bytes)));
        let Header { name, method, crc, packed_bytes, bytes, local_start: _ } = header;
        entries.push(Entry { name, bytes, packed_bytes, crc, method, data_start });
    }
    spans.sort_unstable();
    let starts = spans.iter().skip(1).map(|span| span.0).chain([directory_start]);
    if spans.iter().zip(starts).any(|(span, next)| span.1 > next) {
        return Err(bomb("entries of the archive overlap".to_owned()).into());
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    fn packed(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn unpacked(bytes: &[u8], limits: Limits) -> Result<Vec<(String, Vec<u8>)>> {
        let mut archive = Archive::open(Cursor::new(bytes), limits)?;
        let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
        let mut files = Vec::new();
        for name in names {
            let mut body = Vec::new();
            archive.entry(&name)?.read_to_end(&mut body)?;
            files.push((name, body));
        }
        Ok(files)
    }

    fn code(bytes: &[u8]) -> &'static str {
        unpacked(bytes, Limits::default()).unwrap_err().refusal().unwrap().code()
    }

    /// Replaces every occurrence, in local headers and directory alike.
    fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
        let mut out = bytes.to_vec();
        for at in 0..=out.len() - from.len() {
            if &out[at..at + from.len()] == from {
                out[at..at + from.len()].copy_from_slice(to);
            }
        }
        out
    }

    #[test]
    fn an_archive_of_an_independent_writer_is_read() {
        let files: [(&str, &[u8]); 2] = [("orgs.csv", b"a,b\n1,2\n"), ("dir/users.csv", &[7; 5000])];
        let read = unpacked(&packed(&files), Limits::default()).unwrap();
        assert_eq!(read, files.map(|(name, bytes)| (name.to_owned(), bytes.to_vec())));
    }

    #[test]
    fn every_cut_is_refused_by_name() {
        let whole = packed(&[("orgs.csv", b"sourcedId,name\n1,x\n")]);
        for length in 0..whole.len() {
            assert_eq!(code(&whole[..length]), "file.truncated", "{length} of {}", whole.len());
        }
    }

    #[test]
    fn bombs_are_refused_by_ratio_total_count_and_overlap() {
        assert_eq!(code(&packed(&[("zeros", &vec![0; 20 * 1024 * 1024])])), "file.bomb");
        let small = Limits { total_bytes: 10, ratio: 100, entries: 2 };
        let refused = |files: &[(&str, &[u8])]| unpacked(&packed(files), small).unwrap_err().refusal().unwrap().code();
        assert_eq!(refused(&[("a", b"123456"), ("b", b"123456")]), "file.bomb");
        assert_eq!(refused(&[("a", b""), ("b", b""), ("c", b"")]), "file.bomb");
        // The second directory entry (its local offset is its last header field) points at the first file.
        let mut overlapping = packed(&[("aaaa", b"same"), ("bbbb", b"same")]);
        let second = overlapping.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        overlapping[second + 42..second + 46].fill(0);
        overlapping[second + 46..second + 50].copy_from_slice(b"aaaa");
        assert_ne!(code(&overlapping), "");
    }

    #[test]
    fn an_entry_that_unpacks_to_more_than_it_claims_is_stopped_there() {
        let bytes = packed(&[("big.csv", &[b'x'; 500_000])]);
        let lying = replaced(&bytes, &500_000_u32.to_le_bytes(), &1000_u32.to_le_bytes());
        assert_eq!(code(&lying), "file.bomb");
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        let whole = packed(&[("0123456789", b"x")]);
        for name in ["../4567/89", "/123456789", "01\\3456789", "C:23456789", "01/../6789", "01//456789", "0\0_3456789"]
        {
            assert_eq!(code(&replaced(&whole, b"0123456789", name.as_bytes())), "file.unsafe_name", "{name:?}");
        }
        let twice = packed(&[("aaaa.csv", b"1"), ("bbbb.csv", b"2")]);
        assert_eq!(code(&replaced(&twice, b"bbbb.csv", b"AAAA.csv")), "file.duplicate_name");
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        assert_eq!(code(&writer.finish().unwrap().into_inner()), "file.unsafe_name");
    }

    #[test]
    fn an_encrypted_entry_and_a_wrong_checksum_are_refused() {
        let whole = packed(&[("a.csv", b"hello hello")]);
        let mut encrypted = whole.clone();
        let at = encrypted.windows(4).rposition(|w| w == b"PK\x01\x02").unwrap();
        encrypted[at + 8] |= 1;
        assert_eq!(code(&encrypted), "file.encrypted");
        let mut wrong = whole;
        wrong[at + 16] ^= 1;
        assert_eq!(code(&wrong), "file.damaged");
    }

    proptest! {
        #[test]
        fn damage_never_panics_nor_passes_the_limits(
            changes in proptest::collection::vec((0_usize..400, any::<u8>()), 1..6),
            cut in 0_usize..60,
        ) {
            let mut bytes = packed(&[("orgs.csv", b"sourcedId,name\n1,x\n"), ("users.csv", &[b'y'; 3000])]);
            for (at, byte) in changes {
                let at = at % bytes.len();
                bytes[at] = byte;
            }
            bytes.truncate(bytes.len() - cut);
            let limits = Limits { total_bytes: 5000, ratio: 1000, entries: 3 };
            if let Ok(files) = unpacked(&bytes, limits) {
                prop_assert!(files.iter().map(|file| file.1.len()).sum::<usize>() <= 5000);
            }
        }
    }
}
