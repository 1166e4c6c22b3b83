//! Progress of long work, told to whoever watches: a bar on the terminal, later a job's row.

use std::{fmt, sync::Arc};

/// Told of every step: its name, how much is done, how much there is (0 = unknown).
#[derive(Clone)]
pub struct Progress(Arc<Watch>);

type Watch = dyn Fn(&str, u64, u64) + Send + Sync;

impl Progress {
    /// Calls `watch` at every step.
    pub fn new(watch: impl Fn(&str, u64, u64) + Send + Sync + 'static) -> Self {
        Self(Arc::new(watch))
    }

    /// Nobody watches.
    #[must_use]
    pub fn silent() -> Self {
        Self::new(|_, _, _| {})
    }

    /// Tells how far a step is.
    pub fn at(&self, step: &str, done: usize, of: usize) {
        (self.0)(step, u64::try_from(done).unwrap_or(u64::MAX), u64::try_from(of).unwrap_or(u64::MAX));
    }
}

impl fmt::Debug for Progress {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Progress")
    }
}
