//! Reads the ceilings of parents' fees (docs/formats.md): dated rows of an issuer with the act they come from.

use std::collections::BTreeMap;

use documents::table::Column;
use uuid::Uuid;

use super::{
    import::FEE_MAX,
    record::asks,
    store::{self, FeeCeiling},
};
use crate::{
    app::App,
    parties,
    platform::{
        Actor, Progress, Refusal, Report, Result,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["issuer_bin", "эмитент БСН", "БИН эмитента"]),
    column(&["programme", "бағдарлама", "программа"]),
    column(&["region", "өңір", "регион"]),
    column(&["locality", "жер түрі", "местность"]),
    column(&["hours", "сағат", "часы"]),
    column(&["from", "бастап", "с"]),
    column(&["monthly_tiyn", "айлық төлем тиын", "плата в месяц тиын"]),
    column(&["act_number", "акт нөмірі", "номер акта"]),
    column(&["act_date", "акт күні", "дата акта"]),
];

/// Imports ceilings. A row is taken or refused by itself: `row.invalid`, `bin.…`, `programme.unknown`, `access.denied`, `issuer.unknown`,
/// `fee.not_charged`. A row that says what is known changes nothing. Fees that stand above a new ceiling stay and are shown.
///
/// # Errors
/// `access.denied`; faults. Refusals of the file are in the report.
pub async fn import(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.ceilings", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let (mut report, mut rows) = (Report::default(), Vec::new());
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| told(delivery.app, cells))? {
        match told {
            Ok((bin, ceiling)) if delivery.actor.may_speak_for(&bin) && delivery.actor.reaches(ceiling.region) => {
                rows.push((row, bin, ceiling));
            }
            Ok(_) => {
                let words = "issuer_bin: is not the one that brings the file, or of another region";
                report.refuse_row(delivery.name, row, &Refusal::new("access.denied", words));
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    let mut tx = delivery.app.begin(delivery.actor, "ceilings.imported", 0).await?;
    let bins: Vec<&str> = rows.iter().map(|(_, bin, _)| bin.as_str()).collect();
    let issuers = parties::find_issuers(&tx, &bins).await?;
    let mut known = BTreeMap::<(i16, String), Vec<FeeCeiling>>::new();
    let mut news = BTreeMap::new();
    for (row, bin, ceiling) in rows {
        let Some(issuer) = issuers.get(&(ceiling.region, bin)) else {
            report.refuse_row(delivery.name, row, &Refusal::new("issuer.unknown", "issuer_bin"));
            continue;
        };
        report.accept(delivery.name);
        let place = (ceiling.region, ceiling.programme.clone());
        if !known.contains_key(&place) {
            // A file of ceilings is of a region and a programme or two.
            known.insert(place.clone(), store::list_ceilings(&tx, place.0, &place.1).await?);
        }
        let ceiling = FeeCeiling { issuer_id: *issuer, ..ceiling };
        if !known.get(&place).is_some_and(|rows| rows.contains(&ceiling)) {
            let key = (place, ceiling.locality.clone(), ceiling.hours, ceiling.valid_from);
            news.insert(key, ceiling);
        }
    }
    report.errors.sort_by_key(|error| error.row);
    if !delivery.dry_run {
        tx.record(&news.into_values().collect::<Vec<_>>()).await?;
    }
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

fn told(app: &App, cells: &Cells<'_>) -> Result<(String, FeeCeiling), Refusal> {
    let programme = cells.programme("programme", app.pack())?;
    if !asks(app.pack(), &programme) {
        return Err(Refusal::new("fee.not_charged", programme));
    }
    let ceiling = FeeCeiling {
        region: cells.region("region")?,
        issuer_id: Uuid::nil(),
        programme,
        locality: cells.word("locality", &["", "urban", "rural"])?,
        hours: if cells.raw("hours").is_empty() { 0 } else { cells.number("hours", 1..=24)? },
        valid_from: cells.month("from")?,
        monthly: cells.number("monthly_tiyn", 0..=FEE_MAX)?,
        act_number: cells.text("act_number")?.to_owned(),
        act_date: cells.date("act_date")?,
    };
    Ok((cells.bin("issuer_bin")?, ceiling))
}
