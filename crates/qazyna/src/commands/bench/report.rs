//! What the bench tells: a table for people, a line of JSON for programs, the distance to the targets of spec 9.1.

use serde::Serialize;

use super::floor::Cost;
use crate::output;

/// Parts a second of close and posting together.
const TARGET_RATE: u64 = 150_000;
/// Times the floor, in hundredths.
const TARGET_RATIO_X100: u64 = 300;

/// Cases a second of the calculator, as a library.
const TARGET_CALC: u64 = 1_000_000;

/// Everything measured; times in microseconds.
#[derive(Debug, Default, Serialize)]
pub(super) struct Measured {
    pub(super) parts: u64,
    pub(super) performers: u64,
    pub(super) exceptions: u64,
    pub(super) marks: u64,
    pub(super) build: Cost,
    /// Lists recorded and folded in one commit.
    pub(super) ingest: Cost,
    pub(super) close: Cost,
    /// Making, checking and recording the performers' signatures.
    pub(super) performers_sign: Cost,
    /// Making and checking the issuers' signatures.
    pub(super) issuers_sign: Cost,
    /// Recording them with the write-offs.
    pub(super) posting: Cost,
    pub(super) floor: Cost,
    /// Lines of the export that law's calculator gave again.
    pub(super) recomputed: u64,
    /// The calculator's answers; `rows` are cases.
    pub(super) calc: Cost,
}

/// The figures that have targets.
#[derive(Debug, Serialize)]
struct Judged<'a> {
    #[serde(flatten)]
    measured: &'a Measured,
    parts_a_second: u64,
    target_parts_a_second: u64,
    floor_ratio_x100: u64,
    target_floor_ratio_x100: u64,
    marks_a_second: u64,
    calc_cases_a_second: u64,
    target_calc_cases_a_second: u64,
    met: bool,
}

fn a_second(count: u64, micros: u64) -> u64 {
    count.saturating_mul(1_000_000).checked_div(micros).unwrap_or(0)
}

fn x100(value: u64, of: u64) -> u64 {
    value.saturating_mul(100).checked_div(of).unwrap_or(0)
}

fn hundredths(value: u64) -> String {
    format!("{}.{:02}", value / 100, value % 100)
}

/// Prints the table and the line.
pub(super) fn print(measured: &Measured) -> registry::platform::Result<()> {
    let both = measured.close.plus(measured.posting);
    let judged = Judged {
        measured,
        parts_a_second: a_second(measured.parts, both.micros),
        target_parts_a_second: TARGET_RATE,
        floor_ratio_x100: x100(both.micros, measured.floor.micros),
        target_floor_ratio_x100: TARGET_RATIO_X100,
        marks_a_second: a_second(measured.marks, measured.ingest.micros),
        calc_cases_a_second: a_second(measured.calc.rows, measured.calc.micros),
        target_calc_cases_a_second: TARGET_CALC,
        met: a_second(measured.parts, both.micros) >= TARGET_RATE
            && x100(both.micros, measured.floor.micros) <= TARGET_RATIO_X100
            && a_second(measured.calc.rows, measured.calc.micros) >= TARGET_CALC,
    };
    output::error(&format!(
        "{} parts, {} performers, {} exceptions, {} marks; {} lines recomputed",
        measured.parts, measured.performers, measured.exceptions, measured.marks, measured.recomputed
    ));
    output::error(&format!("{:<28}{:>10}{:>12}{:>12}{:>10}", "", "s", "parts/s", "rows", "WAL MB"));
    let rows = [
        ("world", measured.build),
        ("ingest (record and fold)", measured.ingest),
        ("close", measured.close),
        ("performers sign", measured.performers_sign),
        ("issuers sign", measured.issuers_sign),
        ("posting", measured.posting),
        ("close + posting", both),
        ("floor", measured.floor),
    ];
    for (name, cost) in rows {
        output::error(&format!(
            "{name:<28}{:>10}{:>12}{:>12}{:>10}",
            hundredths(cost.micros / 10_000),
            a_second(measured.parts, cost.micros),
            cost.rows,
            cost.wal_bytes / 1_000_000
        ));
    }
    output::error(&format!(
        "close + posting: {} parts/s (target {TARGET_RATE}), {} x the floor (target {}), WAL {} x; ingest {} marks/s",
        judged.parts_a_second,
        hundredths(judged.floor_ratio_x100),
        hundredths(TARGET_RATIO_X100),
        hundredths(x100(both.wal_bytes, measured.floor.wal_bytes)),
        judged.marks_a_second
    ));
    output::error(&format!("calc: {} cases/s (target {TARGET_CALC})", judged.calc_cases_a_second));
    output::line(&judged)
}
