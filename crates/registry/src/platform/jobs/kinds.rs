//! Which work there is: a table of kinds, filled by those above the platform.

use std::{collections::BTreeMap, fmt, future::Future, pin::Pin, sync::Arc};

use serde_json::Value;
use uuid::Uuid;

use super::{super::Progress, Actor, File, Result};
use crate::app::App;

/// What a worker is told to do.
#[derive(Clone, Debug)]
pub struct Order {
    /// The application.
    pub app: Arc<App>,
    /// The job's id.
    pub id: Uuid,
    /// Whoever asked; its request is the job.
    pub actor: Actor,
    /// The parameters that were put down.
    pub input: Value,
    /// Told of every step.
    pub progress: Progress,
}

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Done {
    /// The use case's answer, counts first of all.
    pub result: Value,
    /// What can be fetched.
    pub files: Vec<File>,
}

/// The future of a kind. It need not be `Send`: each job has a thread of its own.
type Doing = Pin<Box<dyn Future<Output = Result<Done>>>>;
type Doer = dyn Fn(Order) -> Doing + Send + Sync;

/// The kinds of jobs and who does them.
#[derive(Clone, Default)]
pub struct Kinds(BTreeMap<&'static str, Arc<Doer>>);

impl Kinds {
    /// Adds a kind, or takes another's place; its name is the action of the access matrix.
    #[must_use]
    pub fn with<F: Future<Output = Result<Done>> + 'static>(
        mut self,
        kind: &'static str,
        doer: impl Fn(Order) -> F + Send + Sync + 'static,
    ) -> Self {
        self.0.insert(kind, Arc::new(move |order| Box::pin(doer(order))));
        self
    }

    /// The names of all kinds, in order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// Who does a kind.
    pub(super) fn doer(&self, kind: &str) -> Option<Arc<Doer>> {
        self.0.get(kind).map(Arc::clone)
    }
}

impl fmt::Debug for Kinds {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_set().entries(self.0.keys()).finish()
    }
}
