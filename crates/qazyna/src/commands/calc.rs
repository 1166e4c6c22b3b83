//! `qazyna calc` (spec 3.1).

use std::{
    fs::File,
    io::{self, BufReader, BufWriter},
    path::Path,
};

use anyhow::Context as _;
use law::Pack;
use registry::platform::Result;

/// Answers the cases of a file or of stdin on stdout.
pub(crate) fn run(file: Option<&Path>) -> Result<u8> {
    let output = BufWriter::new(io::stdout().lock());
    let code = match file {
        Some(path) => {
            let file = File::open(path).with_context(|| format!("reading {}", path.display()))?;
            law::calc::run(Pack::kz(), BufReader::new(file), output)
        }
        None => law::calc::run(Pack::kz(), io::stdin().lock(), output),
    };
    match code {
        // Whoever reads us has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        code => Ok(code?),
    }
}
