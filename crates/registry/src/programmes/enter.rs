//! Enters dated rows of the rules: terms, end reasons, labels, days and years of the calendar (spec 1.3, 3.3; docs/formats.md).

use law::pack::{DayKind, EndEffect, EnteredDay, EnteredYear, PackRows};

use super::store::{CalendarDay, CalendarYear, EndReasonRow, LabelRow, TermsRow};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx, access,
        inbox::{Delivery, Kept},
    },
};

/// Enters a TOML file of rows: `[[terms]]`, `[[end_reasons]]`, `[[labels]]`, `[[days]]`, `[[years]]`, each as in the pack. All rows or none.
/// The rows rule in this process at once and in the others within seconds. A new programme is such a file.
///
/// Terms, end reasons and labels are the operator's (`import.rules`), days and years the registrar's (`enter.calendar`).
///
/// # Errors
/// `access.denied`; faults. Refused in the report: `row.invalid` with the row's place or the line that is no TOML.
pub async fn enter(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.rules", name: file.0, bytes: file.1, dry_run, progress };
    let report = delivery.act(async |kept| read(&delivery, kept).await).await?;
    app.refresh_rules().await?;
    Ok(report)
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let mut report = Report::default();
    let rows = match parse(delivery.bytes) {
        Ok(rows) => rows,
        Err((line, refusal)) => {
            report.refuse_row(delivery.name, line, &refusal);
            return Ok(report.whole());
        }
    };
    if !(rows.days.is_empty() && rows.years.is_empty()) {
        access::require(delivery.app, delivery.actor, "enter.calendar").await?;
    }
    for (place, found) in check(&rows, delivery.app.pack()) {
        match found {
            Ok(()) => report.accept(delivery.name),
            Err(detail) => {
                report.refuse_row(delivery.name, 0, &Refusal::new("row.invalid", format!("{place}: {detail}")))
            }
        }
    }
    let report = report.whole();
    if !report.errors.is_empty() {
        return Ok(report);
    }
    let mut tx = delivery.app.begin(delivery.actor, "rules.entered", 0).await?;
    record(&mut tx, &rows).await?;
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

/// Records rows as facts; they rule once the transaction is committed and [`App::refresh_rules`] has read them.
pub(super) async fn record(tx: &mut Tx<'_>, rows: &PackRows) -> Result<()> {
    let mut terms = Vec::with_capacity(rows.terms.len());
    for row in &rows.terms {
        terms.push(TermsRow {
            programme: row.programme.clone(),
            valid_from: row.valid_from,
            terms: serde_json::to_value(row)?,
            act: row.act.clone(),
        });
    }
    tx.record(&terms).await?;
    tx.record(&end_reasons(rows)).await?;
    tx.record(&labels(rows)).await?;
    let day = |row: &EnteredDay| CalendarDay { day: row.day, kind: kind(row.kind).to_owned(), act: row.act.clone() };
    tx.record(&rows.days.iter().map(day).collect::<Vec<_>>()).await?;
    let year = |row: &EnteredYear| CalendarYear { year: row.year, act: row.act.clone() };
    tx.record(&rows.years.iter().map(year).collect::<Vec<_>>()).await
}

fn parse(bytes: &[u8]) -> Result<PackRows, (u64, Refusal)> {
    let text = std::str::from_utf8(bytes).map_err(|_| (0, Refusal::new("file.encoding", "the file is not UTF-8")))?;
    toml::from_str(text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let line = u64::try_from(before.lines().count()).unwrap_or_default().max(1);
        (line, Refusal::new("row.invalid", error.message().to_owned()))
    })
}

/// Each row with its place in the file, and what is wrong with it.
fn check(rows: &PackRows, pack: &law::Pack) -> Vec<(String, Result<(), String>)> {
    // Rows may name each other: a new programme that may not overlap with another new one.
    let mut terms = pack.terms.clone();
    terms.extend(rows.terms.iter().cloned());
    let known = |programme: &str| terms.iter().any(|row| row.programme == programme);
    let named = |programme: &str| {
        if known(programme) { Ok(()) } else { Err(format!("programme: nobody knows {programme}")) }
    };
    let mut checked = Vec::new();
    for (row, n) in rows.terms.iter().zip(0_usize..) {
        let found = row.check(&terms).map_err(|wrong| format!("{}: {}", wrong.key, wrong.reason));
        let twice = rows
            .terms
            .iter()
            .take(n)
            .any(|other| (&other.programme, other.valid_from) == (&row.programme, row.valid_from));
        checked.push((
            format!("terms[{n}]"),
            if twice { Err("the same programme and day twice".to_owned()) } else { found },
        ));
    }
    for (row, n) in rows.end_reasons.iter().zip(0_usize..) {
        checked.push((format!("end_reasons[{n}]"), named(&row.programme)));
    }
    for (row, n) in rows.labels.iter().zip(0_usize..) {
        checked.push((format!("labels[{n}]"), named(&row.programme).and_then(|()| label(row))));
    }
    let calendar = pack.with(rows).map(|_| ()).map_err(|error| error.reason);
    for (row, n) in rows.days.iter().zip(0_usize..) {
        let entered = pack.calendar_data.years.iter().chain(rows.years.iter().map(|row| &row.year));
        let known = entered.into_iter().any(|year| *year == row.day.year());
        let found =
            if known { calendar.clone() } else { Err(format!("the calendar of {} is not entered", row.day.year())) };
        checked.push((format!("days[{n}]"), found));
    }
    for n in 0..rows.years.len() {
        checked.push((format!("years[{n}]"), calendar.clone()));
    }
    checked
}

fn label(row: &law::pack::Label) -> Result<(), String> {
    if !["issued", "booked", "active", "written_off", "redeemed", "annulled"].contains(&row.state.as_str()) {
        return Err(format!("state: no part is ever {}", row.state));
    }
    let text = &row.text;
    if [&text.kk, &text.ru, &text.en].iter().any(|text| text.trim().is_empty()) {
        return Err("text: in all three languages".to_owned());
    }
    Ok(())
}

fn end_reasons(rows: &PackRows) -> Vec<EndReasonRow> {
    let row = |row: &law::pack::EndReason| EndReasonRow {
        programme: row.programme.clone(),
        reason: row.reason.clone(),
        valid_from: row.valid_from,
        effect: effect(row.effect).to_owned(),
    };
    rows.end_reasons.iter().map(row).collect()
}

fn labels(rows: &PackRows) -> Vec<LabelRow> {
    let row = |row: &law::pack::Label| LabelRow {
        programme: row.programme.clone(),
        state: row.state.clone(),
        kk: row.text.kk.clone(),
        ru: row.text.ru.clone(),
        en: row.text.en.clone(),
        is_default: row.default,
    };
    rows.labels.iter().map(row).collect()
}

fn effect(effect: EndEffect) -> &'static str {
    match effect {
        EndEffect::Release => "release",
        EndEffect::Pause => "pause",
        EndEffect::Annul => "annul",
    }
}

fn kind(kind: DayKind) -> &'static str {
    match kind {
        DayKind::Off => "off",
        DayKind::Worked => "worked",
        DayKind::Feast => "feast",
        DayKind::Usual => "usual",
    }
}
