//! Sorts more records than fit into memory: sorted runs in temporary files, merged while reading.

use std::{
    cmp::Reverse,
    collections::BinaryHeap,
    fs::File,
    io::{BufReader, BufWriter, ErrorKind, Read as _, Seek as _, Write as _},
    path::{Path, PathBuf},
};

use anyhow::Context as _;

use crate::platform::Result;

/// Bytes held before a run is written.
const RUN_BYTES_MAX: usize = 64 << 20;

/// Takes records in any order, gives them ascending by their bytes. Memory stays within one run, whatever the number of records.
#[derive(Debug)]
pub(super) struct Sorter {
    folder: PathBuf,
    held: Vec<Vec<u8>>,
    bytes: usize,
    runs: Vec<File>,
}

impl Sorter {
    /// Runs are written into `folder`; they have no name there and end with the sorter.
    pub(super) fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), held: Vec::new(), bytes: 0, runs: Vec::new() }
    }

    /// Takes a record of at most 4 GiB.
    pub(super) fn push(&mut self, record: Vec<u8>) -> Result<()> {
        // A vector's own words count too: short records are many.
        self.bytes = self.bytes.saturating_add(record.len()).saturating_add(32);
        self.held.push(record);
        if self.bytes >= RUN_BYTES_MAX { self.spill() } else { Ok(()) }
    }

    fn spill(&mut self) -> Result<()> {
        self.held.sort_unstable();
        let path = self.folder.join(format!(".run-{}-{}", std::process::id(), self.runs.len()));
        let open = File::options().read(true).write(true).create(true).truncate(true).open(&path);
        let file = open.with_context(|| format!("opening {}", path.display()))?;
        std::fs::remove_file(&path)?;
        let mut out = BufWriter::new(file);
        for record in self.held.drain(..) {
            out.write_all(&u32::try_from(record.len()).context("a record is too long")?.to_be_bytes())?;
            out.write_all(&record)?;
        }
        let mut file = out.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(file);
        self.bytes = 0;
        Ok(())
    }

    /// The records, ascending.
    pub(super) fn finish(mut self) -> Result<Sorted> {
        if self.runs.is_empty() {
            self.held.sort_unstable();
            return Ok(Sorted { held: self.held.into_iter(), runs: Vec::new(), heads: BinaryHeap::new() });
        }
        self.spill()?;
        let mut runs: Vec<_> = self.runs.into_iter().map(BufReader::new).collect();
        let mut heads = BinaryHeap::new();
        for (n, run) in runs.iter_mut().enumerate() {
            if let Some(record) = next(run)? {
                heads.push(Reverse((record, n)));
            }
        }
        Ok(Sorted { held: Vec::new().into_iter(), runs, heads })
    }
}

/// Sorted records.
#[derive(Debug)]
pub(super) struct Sorted {
    held: std::vec::IntoIter<Vec<u8>>,
    runs: Vec<BufReader<File>>,
    heads: BinaryHeap<Reverse<(Vec<u8>, usize)>>,
}

impl Sorted {
    /// The next record; nothing after the last.
    pub(super) fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if let Some(record) = self.held.next() {
            return Ok(Some(record));
        }
        let Some(Reverse((record, n))) = self.heads.pop() else { return Ok(None) };
        if let Some(run) = self.runs.get_mut(n)
            && let Some(following) = next(run)?
        {
            self.heads.push(Reverse((following, n)));
        }
        Ok(Some(record))
    }
}

fn next(run: &mut BufReader<File>) -> Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    match run.read_exact(&mut length) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    let mut record = vec![0; usize::try_from(u32::from_be_bytes(length)).context("a record is too long")?];
    run.read_exact(&mut record)?;
    Ok(Some(record))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_come_out_ascending_whether_or_not_runs_were_written() {
        let folder = tempfile::tempdir().unwrap();
        for spills in [0, 7] {
            let mut sorter = Sorter::new(folder.path());
            let mut told = Vec::new();
            for n in 0..1000_u32 {
                let record = n.wrapping_mul(2_654_435_761).to_be_bytes()[..3].to_vec();
                told.push(record.clone());
                sorter.push(record).unwrap();
                if spills > 0 && n % (1000 / spills) == 0 {
                    sorter.spill().unwrap();
                }
            }
            told.sort();
            let mut sorted = sorter.finish().unwrap();
            let mut given = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                given.push(record);
            }
            assert_eq!(given, told);
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
