//! The rules in force: the pack of the binary with the dated rows that were entered since (spec 1.3).

use std::sync::{PoisonError, RwLock};

use law::Pack;

use super::store;
use crate::platform::Result;

/// The pack in force and how many entered rows it holds.
///
/// A pack is replaced when rows were entered, a few times in a year, and is never freed: terms may be held wherever they are needed, and a
/// use case that began under one pack ends under it.
#[derive(Debug)]
pub struct Rules(RwLock<(i64, &'static Pack)>);

impl Default for Rules {
    fn default() -> Self {
        Self(RwLock::new((0, Pack::kz())))
    }
}

impl Rules {
    /// The pack in force.
    #[must_use]
    pub fn pack(&self) -> &'static Pack {
        self.0.read().unwrap_or_else(PoisonError::into_inner).1
    }

    /// Reads what was entered since; tells whether anything was.
    ///
    /// # Errors
    /// Faults of the database; rows that make no pack, which no use case enters.
    pub async fn refresh(&self, client: &tokio_postgres::Client) -> Result<bool> {
        let held = self.0.read().unwrap_or_else(PoisonError::into_inner).0;
        if store::count_entered(client).await? == held {
            return Ok(false);
        }
        let (count, rows) = store::entered(client).await?;
        let pack: &'static Pack = Box::leak(Box::new(Pack::kz().with(&rows).map_err(anyhow::Error::from)?));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = (count, pack);
        Ok(true)
    }
}
