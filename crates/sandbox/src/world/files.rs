//! Streams to files. A zip's tables grow side by side, so each is compressed into a part of its own and the parts are
//! copied together at the end, without being compressed again.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::pages::Sheet;

/// A zip that is being written.
pub(super) type Zip = ZipWriter<BufWriter<File>>;

const BUFFER: usize = 256 * 1_024;

/// Fast deflate and a fixed date, so that the same seed gives the same bytes.
fn options(large: bool) -> Result<SimpleFileOptions> {
    let at = DateTime::from_date_and_time(2026, 9, 1, 0, 0, 0)?;
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).compression_level(Some(1));
    Ok(options.last_modified_time(at).large_file(large))
}

/// Creates a file with a large buffer.
pub(super) fn create(path: &Path) -> Result<BufWriter<File>> {
    let file = File::create(path).with_context(|| format!("cannot create {}", path.display()))?;
    Ok(BufWriter::with_capacity(BUFFER, file))
}

/// Creates a zip for whole entries.
pub(super) fn create_zip(path: &Path) -> Result<Zip> {
    Ok(ZipWriter::new(create(path)?))
}

/// Adds one whole entry.
pub(super) fn entry(zip: &mut Zip, name: &str, bytes: &[u8]) -> Result<()> {
    zip.start_file(name, options(false)?)?;
    zip.write_all(bytes)?;
    Ok(())
}

/// Adds the sheets of a unit.
pub(super) fn entries(zip: &mut Zip, sheets: &[Sheet]) -> Result<()> {
    sheets.iter().try_for_each(|sheet| entry(zip, &sheet.name, &sheet.bytes))
}

/// A zip whose tables grow side by side.
pub(super) struct Tables {
    path: PathBuf,
    parts: Vec<(PathBuf, Zip)>,
}

impl Tables {
    /// Opens `path` with tables of these names, each beginning with its header.
    pub(super) fn create(path: PathBuf, tables: &[(&str, &str)]) -> Result<Self> {
        let mut parts = Vec::new();
        for (name, header) in tables {
            let part = path.with_added_extension(name).with_added_extension("part");
            let mut zip = create_zip(&part)?;
            zip.start_file(*name, options(true)?)?;
            zip.write_all(header.as_bytes())?;
            parts.push((part, zip));
        }
        Ok(Self { path, parts })
    }

    /// Appends text to each table, in the order of their names.
    pub(super) fn append(&mut self, texts: &[&[u8]]) -> Result<()> {
        for ((_, zip), text) in self.parts.iter_mut().zip(texts) {
            zip.write_all(text)?;
        }
        Ok(())
    }

    /// Puts the zip together: the small whole entries first, then the tables.
    pub(super) fn finish(self, whole: &[(&str, String)]) -> Result<()> {
        let mut zip = create_zip(&self.path)?;
        for (name, text) in whole {
            entry(&mut zip, name, text.as_bytes())?;
        }
        for (path, part) in self.parts {
            part.finish()?.flush()?;
            let mut archive = ZipArchive::new(BufReader::with_capacity(BUFFER, File::open(&path)?))?;
            zip.raw_copy_file(archive.by_index_raw(0)?)?;
            fs::remove_file(&path)?;
        }
        zip.finish()?.flush()?;
        Ok(())
    }
}

/// Text that is collected in a file until it is copied into another.
pub(super) struct Aside {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Aside {
    pub(super) fn create(path: PathBuf) -> Result<Self> {
        Ok(Self { file: create(&path)?, path })
    }

    pub(super) fn append(&mut self, text: &[u8]) -> Result<()> {
        Ok(self.file.write_all(text)?)
    }

    /// Copies the items of a JSON array, each written with a comma before it, and forgets the file.
    pub(super) fn copy_items_to(mut self, out: &mut impl Write) -> Result<()> {
        self.file.flush()?;
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(1))?;
        io::copy(&mut BufReader::with_capacity(BUFFER, file), out)?;
        Ok(fs::remove_file(&self.path)?)
    }
}
