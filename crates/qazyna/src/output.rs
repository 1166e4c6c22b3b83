//! What the binary prints: one JSON line of results last on stdout, everything else on stderr.

use std::{
    io::Write as _,
    sync::{Arc, Mutex},
    time::Duration,
};

use indicatif::{ProgressBar, ProgressStyle};
use registry::platform::{Progress, Result};
use serde::Serialize;

/// Prints the line of results. A closed pipe is the reader's choice, not an error.
pub(crate) fn line(result: &impl Serialize) -> Result<()> {
    let text = serde_json::to_string(result)?;
    writeln!(std::io::stdout().lock(), "{text}").ok();
    Ok(())
}

/// Prints a sentence to the person at the terminal.
pub(crate) fn error(text: &str) {
    writeln!(std::io::stderr().lock(), "{text}").ok();
}

/// A bar on stderr that follows the steps of one command; plain lines where stderr is no terminal.
pub(crate) fn progress(title: &str) -> Progress {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix:>18} {bar:30} {pos}/{len} {msg} [{elapsed}]") {
        bar.set_style(style);
    }
    bar.set_prefix(title.to_owned());
    bar.enable_steady_tick(Duration::from_millis(200));
    let hidden = bar.is_hidden();
    let (bar, last) = (Arc::new(bar), Arc::new(Mutex::new(String::new())));
    Progress::new(move |step, done, of| {
        bar.set_length(of);
        bar.set_position(done);
        bar.set_message(step.to_owned());
        let mut last = last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if hidden && *last != step {
            step.clone_into(&mut last);
            error(step);
        }
    })
}
