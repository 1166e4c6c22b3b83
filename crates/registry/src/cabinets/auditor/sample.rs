//! A seeded sample of a month's signed lines, each computed anew (spec 1.2 auditor, 8.4).

use std::collections::{BTreeMap, HashMap};

use jiff::{Timestamp, civil::Date};
use uuid::Uuid;

use super::{
    recompute::{Recomputed, recompute},
    store::{self, Draw, LineRow},
};
use crate::{
    app::App,
    attendance,
    platform::{Actor, Result, access},
};

/// A sample with its verdicts.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// Signed lines there are, and Σ of their dues (tiyn).
    pub(super) population: (i64, i64),
    /// The lines drawn.
    pub(super) lines: Vec<(LineRow, Recomputed)>,
}

impl Sample {
    /// Lines that agree.
    pub(super) fn agreeing(&self) -> usize {
        self.lines.iter().filter(|(_, recomputed)| matches!(recomputed, Recomputed::Agrees(_))).count()
    }

    /// Σ of the dues drawn (tiyn).
    pub(super) fn due(&self) -> i64 {
        self.lines.iter().fold(0, |sum, (line, _)| sum.saturating_add(line.due))
    }
}

/// Draws and recomputes; the attendance of a region's month is read once.
///
/// # Errors
/// `access.denied`; faults.
pub(super) async fn sample(app: &App, actor: &Actor, draw: &Draw) -> Result<Sample> {
    access::require(app, actor, "page.auditor.sample").await?;
    let tx = app.begin(actor, "sample.read", 0).await?;
    let population = store::population(&tx, draw).await?;
    let lines = store::sample(&tx, draw).await?;
    let mut places = BTreeMap::<(i16, Date), HashMap<Uuid, Timestamp>>::new();
    for line in &lines {
        places.entry((line.region, line.line_month)).or_default().insert(line.performer_id, line.known_at);
    }
    let mut known = HashMap::new();
    for ((region, month), performers) in &places {
        for (contract, planes) in attendance::known_at(&tx, (*region, *month), performers).await? {
            known.insert((*month, contract), planes);
        }
    }
    tx.commit().await?;
    let judged = lines.into_iter().map(|line| {
        let planes = known.get(&(line.line_month, line.contract_id)).copied().unwrap_or_default();
        let recomputed = recompute(app.pack(), &line, planes);
        (line, recomputed)
    });
    Ok(Sample { population, lines: judged.collect() })
}
