//! A log as files: reading from a directory or elsewhere, and atomic writing.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::{Finding, LogError};

/// Where the files of a log come from: a directory here, HTTP elsewhere. `path` is relative, with `/`.
pub trait Fetch {
    /// The file's bytes, or `None` when there is no such file.
    ///
    /// # Errors
    /// What the storage answers; never for a file that is merely absent.
    fn get(&self, path: &str) -> io::Result<Option<Vec<u8>>>;
}

/// A log's directory.
#[derive(Debug, Clone)]
pub struct Dir(pub PathBuf);

impl Fetch for Dir {
    fn get(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.0.join(path)) {
            Ok(bytes) => Ok(Some(bytes)),
            // A damaged directory can hold a file where a folder belongs, or the reverse: the file asked for is not there.
            Err(e)
                if matches!(
                    e.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
                ) =>
            {
                Ok(None)
            }
            Err(e) => Err(e),
        }
    }
}

/// Replaces a file whole: temporary file beside it, fsync, rename, fsync of the folder.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), LogError> {
    write_synced(path, bytes).map_err(LogError::io(path.display().to_string()))
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = path.as_os_str().to_owned();
    temporary.push(".new");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    File::open(folder)?.sync_all()
}

/// Writes a file that may be written once: the same bytes again are accepted, other bytes refused as `log.tile_changed`.
pub(crate) fn publish(dir: &Dir, path: &str, bytes: &[u8]) -> Result<(), LogError> {
    match dir.get(path).map_err(LogError::io(path))? {
        Some(found) if found == bytes => Ok(()),
        Some(_) => Err(Finding::TileChanged { path: path.to_owned() }.into()),
        None => replace(&dir.0.join(path), bytes),
    }
}

/// Reads text; a missing file is `checkpoint.missing`, other encodings than UTF-8 `checkpoint.malformed`.
pub(crate) fn text(from: &impl Fetch, path: &str, what: &'static str) -> Result<String, LogError> {
    let bytes = from.get(path).map_err(LogError::io(path))?;
    let bytes = bytes.ok_or_else(|| Finding::CheckpointMissing { path: path.to_owned() })?;
    Ok(String::from_utf8(bytes).map_err(|_| Finding::Malformed { path: path.to_owned(), what })?)
}

/// Holds a lock file until the handle is dropped, so that two writers cannot interleave.
pub(crate) fn lock(path: &Path) -> Result<File, LogError> {
    let open = || {
        let file = File::options().create(true).truncate(false).write(true).open(path)?;
        file.lock()?;
        Ok(file)
    };
    open().map_err(LogError::io(path.display().to_string()))
}
