//! What holds after every day, and the oracle: exports that a program recomputes which knows only the published rules.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::Date;
use registry::{
    cabinets::audit,
    platform::{Actor, Progress, sequencer},
};

use super::run::Run;

/// Everything that a repeated file or command must leave as it is.
const STATE: &str = "SELECT concat_ws(' ',
    (SELECT count(*) FROM journal_entries),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM budget_stripes t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM live_days t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM attendance_months t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM timesheets t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM acts t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM payment_states t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM person_vouchers t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM voucher_numbers t),
    (SELECT coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '-') FROM performer_locks t))";

const PARTS: [&str; 10] = [
    "journal_entries",
    "budget_stripes",
    "live_days",
    "attendance_months",
    "timesheets",
    "acts",
    "payment_states",
    "person_vouchers",
    "voucher_numbers",
    "performer_locks",
];

/// The parts of two states that differ.
pub(crate) fn changed(before: &str, after: &str) -> String {
    let pairs = before.split(' ').zip(after.split(' ')).zip(PARTS);
    pairs.filter(|((before, after), _)| before != after).map(|(_, part)| part).collect::<Vec<_>>().join(", ")
}

/// Days of a child that two portions of one programme serve.
const TWICE: &str = "SELECT concat_ws(' ', c.number, d.number, a.month)
    FROM (SELECT t.*, v.person_id, v.programme, coalesce(e.last_day, t.to_day) AS last FROM portions t
        JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
        LEFT JOIN LATERAL (SELECT last_day FROM portion_ends e WHERE e.region = t.region AND e.month = t.month
            AND e.voucher_id = t.voucher_id AND e.portion = t.portion ORDER BY e.recorded_at DESC LIMIT 1) e ON true) a
    JOIN (SELECT t.*, v.person_id, v.programme, coalesce(e.last_day, t.to_day) AS last FROM portions t
        JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
        LEFT JOIN LATERAL (SELECT last_day FROM portion_ends e WHERE e.region = t.region AND e.month = t.month
            AND e.voucher_id = t.voucher_id AND e.portion = t.portion ORDER BY e.recorded_at DESC LIMIT 1) e ON true) b
        ON b.person_id = a.person_id AND b.programme = a.programme AND b.month = a.month
        AND (b.voucher_id, b.portion) > (a.voucher_id, a.portion)
        AND greatest(a.from_day, b.from_day) <= least(a.last, b.last)
    JOIN contracts c ON c.id = a.contract_id
    JOIN contracts d ON d.id = b.contract_id";

impl Run {
    pub(crate) async fn state(&self) -> String {
        self.find(STATE, &[]).await.remove(0)
    }

    /// What does not hold now.
    pub(crate) async fn broken(&self) -> Vec<String> {
        sequencer::drain(&self.app).await.unwrap();
        let actor = Actor::console(self.app.clock.id());
        let audited = audit(&self.app, &actor, &Progress::silent()).await.unwrap();
        let found = audited.findings.iter().map(|found| format!("audit: {found:?}"));
        let twice: Vec<String> = self.find(TWICE, &[]).await;
        found.chain(twice.into_iter().map(|one| format!("two portions a day: {one}"))).collect()
    }
}

/// Recomputes exports together; what differs.
pub(crate) fn recompute(exports: &[PathBuf]) -> Vec<String> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../testdata/recompute.py");
    let done = Command::new("python3").arg(program).args(exports).output().unwrap();
    let mut lines: Vec<String> = String::from_utf8_lossy(&done.stdout).lines().map(str::to_owned).collect();
    lines.extend(String::from_utf8_lossy(&done.stderr).lines().map(str::to_owned));
    assert!(done.status.success() == lines.is_empty(), "{lines:?}");
    lines
}

/// The marks of exports as they are known at the end: by group, day and letter how many.
pub(crate) fn marks(exports: &[PathBuf]) -> BTreeMap<(String, Date, String), usize> {
    let mut latest = BTreeMap::new();
    for folder in exports {
        let mut reader = csv::Reader::from_path(folder.join("marks.csv")).unwrap();
        for row in reader.records() {
            let row = row.unwrap();
            let key = (row[0].to_owned(), row[1].to_owned(), row[2].parse::<Date>().unwrap());
            latest.insert(key, row[3].to_owned());
        }
    }
    let mut counts = BTreeMap::new();
    for ((_, group, day), mark) in latest {
        *counts.entry((group, day, mark)).or_default() += 1;
    }
    counts
}
