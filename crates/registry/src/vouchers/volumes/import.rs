//! Reads order volumes (docs/formats.md): a row publishes a version (spec 3.6).

use std::collections::{BTreeMap, BTreeSet};

use documents::table::Column;
use law::Pack;
use uuid::Uuid;

use super::{
    store::{self, OrderVolume},
    volume::{self, Published, Said},
};
use crate::{
    app::App,
    parties,
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column, optional},
    },
};

/// The greatest contingent: a million children.
const CONTINGENT_MAX: i64 = 10_000_000_000;

const COLUMNS: &[Column<'static>] = &[
    column(&["issuer_bin", "тапсырыс берушінің БСН", "БИН заказчика"]),
    column(&["issuer_name", "тапсырыс беруші", "заказчик"]),
    column(&["programme", "бағдарлама", "программа"]),
    column(&["region", "өңір", "регион"]),
    column(&["year", "жыл", "год"]),
    column(&["contingent", "орташа жылдық контингент", "среднегодовой контингент"]),
    column(&["normative_tiyn", "норматив"]),
    column(&["volume_tiyn", "МБТ көлемі", "объём ГОЗ"]),
    column(&["act_number", "акт нөмірі", "номер акта"]),
    column(&["act_date", "акт күні", "дата акта"]),
    optional(&["forecast", "болжам", "прогноз"]),
];

/// Region, programme, year, BIN of the issuer: the order in which volumes are locked.
type Key = (i16, String, i16, String);

/// A row of the file.
struct Told {
    row: u64,
    key: Key,
    issuer_name: String,
    said: Said,
}

/// Publishes order volumes. A row that says what is published already changes nothing; one that differs is the next version. One bad row
/// refuses the file: `bin.…`, `programme.unknown`, `row.invalid`, `row.duplicate`, `volume.sum`, `volume.forecast`, `volume.below_issued`.
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
    let delivery = Delivery { app, actor, kind: "import.volumes", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let (mut report, mut rows, mut keys) = (Report::default(), Vec::new(), BTreeSet::new());
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| told(delivery.app.pack(), cells))? {
        match told {
            Ok(told) if !(delivery.actor.may_speak_for(&told.key.3) && delivery.actor.reaches(told.key.0)) => {
                let words = "issuer_bin: is not the one that brings the file, or of another region";
                report.refuse_row(delivery.name, row, &Refusal::new("access.denied", words));
            }
            Ok(told) if keys.insert(told.key.clone()) => {
                report.accept(delivery.name);
                rows.push(Told { row, ..told });
            }
            Ok(_) => {
                report.refuse_row(delivery.name, row, &Refusal::new("row.duplicate", "the volume is in the file twice"))
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    if !report.errors.is_empty() {
        return Ok(report.whole());
    }
    rows.sort_by(|one, other| one.key.cmp(&other.key));
    let mut tx = delivery.app.begin(delivery.actor, "volumes.imported", 0).await?;
    let refused = publish(&mut tx, &rows).await?;
    for (row, refusal) in &refused {
        report.refuse(delivery.name, *row, refusal.code, refusal.detail.clone());
    }
    delivery.progress.at("volumes", rows.len(), rows.len());
    if refused.is_empty() {
        delivery.settle(tx, kept, &report).await?;
    }
    Ok(report.whole())
}

fn told(pack: &Pack, cells: &Cells<'_>) -> Result<Told, Refusal> {
    let contingent = contingent(cells.raw("contingent")).filter(|contingent| *contingent <= CONTINGENT_MAX);
    let said = Said {
        contingent: contingent
            .ok_or_else(|| cells.invalid("contingent", "is not a number with at most four digits behind the comma"))?,
        normative: cells.tiyn("normative_tiyn")?,
        volume: cells.number("volume_tiyn", 0..=1_000_000_000_000_000_000)?,
        forecast: cells.any_text("forecast")?.to_owned(),
        act_number: cells.text("act_number")?.to_owned(),
        act_date: cells.date("act_date")?,
    };
    let key = (
        cells.region("region")?,
        cells.programme("programme", pack)?,
        cells.number("year", 2000..=2999)?,
        cells.bin("issuer_bin")?,
    );
    Ok(Told { row: 0, key, issuer_name: cells.text("issuer_name")?.to_owned(), said })
}

/// A contingent as it is written, in ten-thousandths: digits, a point or a comma before at most four more.
pub(crate) fn contingent(written: &str) -> Option<i64> {
    let plain: String = written.chars().filter(|letter| !letter.is_whitespace()).collect();
    let (whole, rest) = plain.split_once(['.', ',']).unwrap_or((&plain, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(rest) || rest.len() > 4 || whole.len() > 12 {
        return None;
    }
    format!("{whole}{rest:0<4}").parse().ok()
}

/// Records the versions that are new, each behind the lock of its region, programme and year; gives the rows that may not be.
async fn publish(tx: &mut Tx<'_>, rows: &[Told]) -> Result<Vec<(u64, Refusal)>> {
    let wanted: BTreeMap<_, _> =
        rows.iter().map(|told| ((told.key.0, told.key.3.clone()), told.issuer_name.clone())).collect();
    let issuers = parties::issuers(tx, &wanted).await?;
    let (mut refused, mut versions) = (Vec::new(), Vec::new());
    // A file holds few keys: each is locked and read by itself, so that locks are taken in one order.
    for group in
        rows.chunk_by(|one, other| (one.key.0, &one.key.1, one.key.2) == (other.key.0, &other.key.1, other.key.2))
    {
        let Some(Told { key: (region, programme, year, _), .. }) = group.first() else { continue };
        store::lock(tx, *region, programme, *year).await?;
        let latest = store::latest(tx, *region, programme, *year).await?;
        let issued = store::count_live(tx, *region, programme, *year).await?;
        for told in group {
            let issuer_id = issuers.get(&(*region, told.key.3.clone())).copied().unwrap_or_default();
            let before = latest.iter().find(|(id, ..)| *id == issuer_id).map(|(.., published)| published);
            match version(told, before, issuer_id, issued.get(&issuer_id).copied().unwrap_or_default()) {
                Ok(row) => versions.extend(row),
                Err(refusal) => refused.push((told.row, refusal)),
            }
        }
    }
    if refused.is_empty() {
        tx.record(&versions).await?;
    }
    Ok(refused)
}

fn version(
    told: &Told,
    before: Option<&Published>,
    issuer_id: Uuid,
    issued: i64,
) -> Result<Option<OrderVolume>, Refusal> {
    let (region, programme, year, _) = &told.key;
    let said = &told.said;
    let version = volume::next(before, said, issued)?;
    Ok(version.map(|version| OrderVolume {
        region: *region,
        issuer_id,
        programme: programme.clone(),
        year: *year,
        version,
        contingent: said.contingent,
        normative: said.normative,
        volume: said.volume,
        forecast: said.forecast.clone(),
        act_number: said.act_number.clone(),
        act_date: said.act_date,
    }))
}
