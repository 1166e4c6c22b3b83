//! The files of an upload, read into lines; what is wrong with a file or a row stands in the report.

use std::io::{Cursor, Read as _};

use documents::{
    archive::{Archive, Limits},
    kind::{Kind, sniff},
    table::Table,
};

use super::sheet::{Line, Reader, Wrong};
use crate::platform::{
    Error, Progress, Report, Result,
    inbox::{FileReport, RowError},
};

/// What was read, and what is refused so far.
pub(super) struct Reading {
    /// Lines with the number of their file.
    pub(super) lines: Vec<(usize, Line)>,
    files: Vec<FileReport>,
    errors: Vec<(usize, RowError)>,
}

/// Reads a table, or each table of a zip.
pub(super) fn read(name: &str, bytes: &[u8], progress: &Progress) -> Result<Reading> {
    let mut reading = Reading { lines: Vec::new(), files: Vec::new(), errors: Vec::new() };
    if sniff(&mut Cursor::new(bytes), Limits::default()).map_err(Error::from)? != Kind::Zip {
        reading.add(name, bytes)?;
        return Ok(reading);
    }
    let mut archive = Archive::open(Cursor::new(bytes), Limits::default()).map_err(Error::from)?;
    let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
    for (done, name) in names.iter().enumerate() {
        progress.at("files", done, names.len());
        let mut entry = Vec::new();
        let unpacked =
            archive.entry(name).and_then(|mut reader| Ok(reader.read_to_end(&mut entry)?)).map_err(Error::from);
        match unpacked.and_then(|_| reading.add(name, &entry)) {
            Ok(()) => {}
            Err(Error::Refused(refusal)) => reading.refuse_file(name, refusal.code, refusal.detail),
            Err(fault) => return Err(fault),
        }
    }
    Ok(reading)
}

impl Reading {
    /// Reads one table; nothing of it is taken when it cannot be read to its end.
    fn add(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let (file, before) = (self.files.len(), self.lines.len());
        let mut rows = 0_usize;
        let mut wrong = Vec::new();
        let outcome = self.add_rows(file, bytes, &mut |row, why| {
            rows = rows.saturating_add(1);
            wrong.extend(why.map(|why| (row, why)));
        });
        if let Err(error) = outcome {
            self.lines.truncate(before);
            return Err(error);
        }
        self.files.push(FileReport { name: name.to_owned(), rows, accepted: rows, ..FileReport::default() });
        for (row, why) in wrong {
            self.refuse(file, row, vec![why]);
        }
        Ok(())
    }

    fn add_rows(&mut self, file: usize, bytes: &[u8], told: &mut impl FnMut(u64, Option<Wrong>)) -> Result<()> {
        let mut reader = Reader::new();
        for row in Table::open(Cursor::new(bytes), Limits::default()).map_err(Error::from)? {
            let row = row.map_err(Error::from)?;
            match reader.read(&row).map_err(|refusal| Error::from(documents::FileError::from(refusal)))? {
                None => {}
                Some(Ok(line)) => {
                    told(row.number, None);
                    self.lines.push((file, line));
                }
                Some(Err(why)) => told(row.number, Some(why)),
            }
        }
        if reader.has_header() {
            return Ok(());
        }
        Err(documents::FileError::from(documents::FileRefusal::Truncated {
            detail: "the table ends before its header".to_owned(),
        })
        .into())
    }

    fn refuse_file(&mut self, name: &str, code: &str, detail: String) {
        let error = RowError { file: name.to_owned(), row: 0, code: code.to_owned(), detail };
        self.errors.push((self.files.len(), error));
        self.files.push(FileReport { name: name.to_owned(), ..FileReport::default() });
    }

    /// Tells what is wrong with a row of a file; a row without a fault is left as it is.
    pub(super) fn refuse(&mut self, file: usize, row: u64, wrong: Vec<Wrong>) {
        let Some(report) = self.files.get_mut(file).filter(|_| !wrong.is_empty()) else { return };
        report.refused = report.refused.saturating_add(1);
        report.accepted = report.accepted.saturating_sub(1);
        let name = report.name.clone();
        self.errors.extend(
            wrong
                .into_iter()
                .map(|(code, detail)| (file, RowError { file: name.clone(), row, code: code.to_owned(), detail })),
        );
    }

    /// Tells that something of a refused row of a file was taken.
    pub(super) fn took_part(&mut self, file: usize) {
        if let Some(report) = self.files.get_mut(file) {
            report.in_part = report.in_part.saturating_add(1);
        }
    }

    /// The report as it stands, by file and row.
    pub(super) fn report(&mut self) -> Report {
        self.errors.sort_by_key(|(file, error)| (*file, error.row));
        Report { files: self.files.clone(), errors: self.errors.iter().map(|(_, error)| error.clone()).collect() }
    }
}
