//! Reads rates (docs/formats.md): append-only; a later row for the same key and date replaces an earlier one.

use std::collections::HashSet;

use documents::table::Column;
use law::Pack;
use uuid::Uuid;

use super::store::{self, Rate};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Refusal, Report, Result,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["programme", "бағдарлама", "программа"]),
    column(&["region", "өңір", "регион"]),
    column(&["locality", "жергілікті жер", "местность"]),
    column(&["performer_kind", "орындаушы түрі", "вид исполнителя"]),
    column(&["group_kind", "топ түрі", "вид группы"]),
    column(&["hours", "сағат", "часы"]),
    column(&["valid_from", "басталуы", "действует с"]),
    column(&["valid_to", "аяқталуы", "действует по"]),
    column(&["monthly_tiyn", "айлық сомасы", "сумма в месяц"]),
    column(&["act_number", "акт нөмірі", "номер акта"]),
    column(&["act_date", "акт күні", "дата акта"]),
    column(&["note", "ескерту", "примечание"]),
];

/// Imports rates of the methodology (S2). One bad row refuses the file: `programme.unknown`, `row.invalid`, `row.duplicate` (two rows for
/// one key and date). A row that is known already is accepted and adds nothing.
///
/// # Errors
/// `access.denied`; faults. Refusals of the file are in the report.
pub async fn import_rates(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.rates", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let mut report = Report::default();
    let (mut rates, mut keys) = (Vec::new(), HashSet::new());
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| rate(delivery.app.pack(), cells))? {
        match told {
            Ok(rate) if !delivery.actor.reaches(rate.region) => {
                let words = "region: is not one of those that bring the file";
                report.refuse_row(delivery.name, row, &Refusal::new("access.denied", words));
            }
            Ok(rate) if keys.insert(key(&rate)) => {
                report.accept(delivery.name);
                rates.push(rate);
            }
            Ok(_) => report.refuse_row(
                delivery.name,
                row,
                &Refusal::new("row.duplicate", "the same key and date is in the file twice"),
            ),
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    let report = report.whole();
    if !report.errors.is_empty() {
        return Ok(report);
    }
    let mut tx = delivery.app.begin(delivery.actor, "rates.imported", 0).await?;
    let acts: Vec<&str> = rates.iter().map(|rate| rate.act_number.as_str()).collect();
    let known = store::list_by_act(&tx, &acts).await?;
    let known: HashSet<String> = known.iter().map(whole_key).collect();
    rates.retain(|rate| !known.contains(&whole_key(rate)));
    for rate in &mut rates {
        rate.id = delivery.app.clock.id();
    }
    tx.record(&rates).await?;
    delivery.progress.at("rates", rates.len(), rates.len());
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

/// The key of spec 3 and the date from which it rules.
fn key(rate: &Rate) -> String {
    let Rate { region, programme, locality, performer_kind, group_kind, hours, valid_from, .. } = rate;
    format!("{programme}\t{region}\t{locality}\t{performer_kind}\t{group_kind}\t{hours}\t{valid_from}")
}

/// Everything but the id.
fn whole_key(rate: &Rate) -> String {
    format!(
        "{}\t{:?}\t{}\t{}\t{}\t{}",
        key(rate),
        rate.valid_to,
        rate.monthly,
        rate.act_number,
        rate.act_date,
        rate.note
    )
}

fn rate(pack: &Pack, cells: &Cells<'_>) -> Result<Rate, Refusal> {
    let (valid_from, valid_to) = (cells.date("valid_from")?, cells.any_date("valid_to")?);
    if valid_to.is_some_and(|to| to < valid_from) {
        return Err(cells.invalid("valid_to", "is before valid_from"));
    }
    Ok(Rate {
        region: cells.region("region")?,
        id: Uuid::nil(),
        programme: cells.programme("programme", pack)?,
        locality: cells.word("locality", &["urban", "rural"])?,
        performer_kind: cells.word("performer_kind", &["state", "private"])?,
        group_kind: cells.text("group_kind")?.to_owned(),
        hours: cells.number("hours", 0..=24)?,
        valid_from,
        valid_to,
        monthly: cells.tiyn("monthly_tiyn")?,
        act_number: cells.text("act_number")?.to_owned(),
        act_date: cells.date("act_date")?,
        note: cells.any_text("note")?.to_owned(),
    })
}
