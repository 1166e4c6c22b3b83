//! The file as it came with what was refused written beside each row (spec 7.2).

use std::io::{Cursor, Read as _, Write as _};

use anyhow::Context as _;
use documents::{
    FileError,
    archive::{Archive, Limits},
    csv_out::CsvOut,
    errors_back::{RowError, write_copy},
    kind::{Kind, sniff},
    safe_cell::Cell,
    table::ERROR_COLUMN,
};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::{Report, Result, inbox};

/// The list of what cannot be written beside a row, in an archive of copies.
const LIST: &str = "qazyna_errors.csv";

/// Which row of a table holds its titles; asked once a file.
type HeaderRow = fn(&[u8]) -> Result<u64>;

/// A copy with a last column `qazyna_error`. Of a zip, a zip of copies of the files that had refused rows, with `qazyna_errors.csv` for
/// what was refused of a file as a whole. Of what is no table (a statement, a file that cannot be read), that list alone: `file,row,qazyna_error`.
///
/// # Errors
/// Faults of writing; a file that was read once can always be told about.
pub(crate) fn with_errors((name, bytes): (&str, &[u8]), report: &Report, header_row: HeaderRow) -> Result<Vec<u8>> {
    let of_file = |error: &inbox::RowError| error.file == name && error.row > 0;
    match sniff(&mut Cursor::new(bytes), limits()) {
        Ok(Kind::Zip) => match Archive::open(Cursor::new(bytes), limits()) {
            Ok(archive) => copies(archive, report, header_row),
            Err(_) => list(report.errors.iter()),
        },
        Ok(Kind::Csv | Kind::Xlsx) if report.errors.iter().all(of_file) => {
            copy(bytes, report.errors.iter(), header_row).or_else(|_| list(report.errors.iter()))
        }
        Ok(Kind::Csv | Kind::Xlsx | Kind::Xml | Kind::Other) | Err(_) => list(report.errors.iter()),
    }
}

/// Rosters unpack to more than the usual table.
fn limits() -> Limits {
    Limits { total_bytes: 4 * 1024 * 1024 * 1024, ..Limits::default() }
}

fn copies(mut archive: Archive<Cursor<&[u8]>>, report: &Report, header_row: HeaderRow) -> Result<Vec<u8>> {
    let mut copies = ZipWriter::new(Cursor::new(Vec::new()));
    let writing = "writing the archive of copies";
    let mut left: Vec<&inbox::RowError> = report.errors.iter().collect();
    let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
    for name in names {
        // An import that looks for a file in any folder reports it by its own name.
        let base = name.rsplit('/').next().unwrap_or(&name);
        let of_file = |error: &&inbox::RowError| error.row > 0 && (error.file == name || error.file == base);
        let errors: Vec<&inbox::RowError> = left.iter().copied().filter(of_file).collect();
        if errors.is_empty() {
            continue;
        }
        let mut entry = Vec::new();
        let read = archive.entry(&name).and_then(|mut file| file.read_to_end(&mut entry).map_err(FileError::from));
        let Ok(copy) = read.map_err(Into::into).and_then(|_| copy(&entry, errors.into_iter(), header_row)) else {
            continue;
        };
        copies.start_file(&name, SimpleFileOptions::default()).context(writing)?;
        copies.write_all(&copy)?;
        left.retain(|error| !of_file(error));
    }
    if !left.is_empty() {
        copies.start_file(LIST, SimpleFileOptions::default()).context(writing)?;
        copies.write_all(&list(left.into_iter())?)?;
    }
    Ok(copies.finish().context(writing)?.into_inner())
}

fn copy<'a>(bytes: &[u8], errors: impl Iterator<Item = &'a inbox::RowError>, header_row: HeaderRow) -> Result<Vec<u8>> {
    let errors: Vec<RowError> =
        errors.map(|error| RowError { row: error.row, code: error.code.clone(), text: error.detail.clone() }).collect();
    let mut out = Vec::new();
    write_copy(Cursor::new(bytes), &mut out, header_row(bytes)?, &errors)?;
    Ok(out)
}

fn list<'a>(errors: impl Iterator<Item = &'a inbox::RowError>) -> Result<Vec<u8>> {
    let mut out = CsvOut::new(Vec::new(), &["file", "row", ERROR_COLUMN])?;
    for error in errors {
        let text = format!("{}: {}", error.code, error.detail);
        let row = i64::try_from(error.row).unwrap_or(i64::MAX);
        out.row(&[Cell::Text(&error.file), Cell::Integer(row), Cell::Text(&text)])?;
    }
    Ok(out.finish()?)
}

#[cfg(test)]
mod tests {
    use documents::table::Table;

    use super::*;

    fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn unzipped(bytes: &[u8]) -> Vec<(String, String)> {
        let mut archive = Archive::open(Cursor::new(bytes), Limits::default()).unwrap();
        let names: Vec<String> = archive.entries().iter().map(|entry| entry.name.clone()).collect();
        let text = |name: String| {
            let mut text = String::new();
            archive.entry(&name).unwrap().read_to_string(&mut text).unwrap();
            (name, text)
        };
        names.into_iter().map(text).collect()
    }

    fn report(errors: &[(&str, u64)]) -> Report {
        let mut report = Report::default();
        errors.iter().for_each(|(file, row)| report.refuse(file, *row, "row.invalid", "=1, \"ү\""));
        report
    }

    const FIRST: HeaderRow = |_| Ok(1);

    #[test]
    fn of_an_archive_each_member_with_refusals_comes_back_and_the_rest_is_listed() {
        let files: [(&str, &[u8]); 3] = [("in/a.csv", b"x;y\n1;2\n"), ("b.csv", b"x\n1\n"), ("c.pdf", b"%PDF-1.7")];
        let bytes = zipped(&files);
        let report = report(&[("a.csv", 2), ("c.pdf", 3), ("it.zip", 0), ("gone.csv", 5)]);
        let told = "row.invalid: =1, \"\"ү\"\"";
        assert_eq!(
            unzipped(&with_errors(("it.zip", &bytes), &report, FIRST).unwrap()),
            [
                ("in/a.csv".to_owned(), format!("x;y;qazyna_error\n1;2;\"{told}\"\n")),
                (
                    LIST.to_owned(),
                    format!("file,row,qazyna_error\nc.pdf,3,\"{told}\"\nit.zip,0,\"{told}\"\ngone.csv,5,\"{told}\"\n")
                ),
            ]
        );
    }

    #[test]
    fn what_is_no_table_is_listed_and_nothing_fails() {
        let files: [(&str, &[u8], u64); 7] = [
            ("s.xml", b"<Document/>", 0),
            ("s.xml", b"<Document/>", 2),
            ("t.csv", b"", 0),
            ("u.zip", b"PK\x03\x04 cut", 0),
            ("v.csv", b"\xff\xfe\x00", 2),
            ("w.csv", b"a\n1\n", 0),
            ("w.csv", b"a\n1\n", 2),
        ];
        for (name, bytes, row) in files {
            let told = with_errors((name, bytes), &report(&[(name, row)]), FIRST).unwrap();
            let rows: Vec<_> = Table::open(Cursor::new(told), Limits::default()).unwrap().collect();
            assert!(rows.len() == 2 && rows.iter().all(Result::is_ok), "{name} {row}");
        }
    }
}
