//! Reads parents' fees (docs/formats.md): of contracts or of groups.

use std::collections::{BTreeMap, HashMap};

use documents::table::Column;
use jiff::civil::Date;
use uuid::Uuid;

use super::record::{Told, record};
use crate::{
    app::App,
    contracts::store::list_contracts,
    parties::{
        self,
        store::{find_performers, list_groups},
    },
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["performer_bin", "орындаушы БСН", "БИН исполнителя"]),
    column(&["programme", "бағдарлама", "программа"]),
    column(&["contract_number", "шарт нөмірі", "номер договора"]),
    column(&["group", "топ", "группа"]),
    column(&["from", "бастап", "с"]),
    column(&["monthly_tiyn", "айлық төлем тиын", "плата в месяц тиын"]),
];

/// The largest fee that is believed (tiyn).
pub(in crate::contracts) const FEE_MAX: i64 = 1_000_000_000;

/// A row as it was written.
pub(super) struct Written {
    pub(super) row: u64,
    pub(super) bin: String,
    pub(super) programme: String,
    contract: String,
    group: String,
    from: Date,
    monthly: i64,
}

/// Imports fees. A row is taken or refused by itself: `row.invalid`, `programme.unknown`, `access.denied`, `performer.unknown`,
/// `contract.unknown`, `group.unknown`, `fee.not_charged`, `fee.above_ceiling`. A row that says what is known changes nothing.
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
    let delivery = Delivery { app, actor, kind: "import.fees", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let mut report = Report::default();
    let mut rows = Vec::new();
    for (row, written) in table_file::read_all(delivery.bytes, COLUMNS, |cells| written(delivery.app, cells))? {
        match written {
            Ok(written) => {
                report.accept(delivery.name);
                rows.push(Written { row, ..written });
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    let mut tx = delivery.app.begin(delivery.actor, "fees.told", 0).await?;
    let mut refused = Vec::new();
    let places = places(&tx, rows.iter().map(|row| (row.programme.as_str(), row.bin.as_str()))).await?;
    for ((region, programme), performers) in by_place(&places) {
        parties::lock_performers(&mut tx, region, &performers).await?;
        let (told, unknown) = told(&tx, (region, &programme), &performers, (&rows, &places)).await?;
        refused.extend(unknown);
        refused.extend(record(&mut tx, (region, &programme), &told).await?);
        parties::count_up(&tx, region, &performers).await?;
    }
    refused.extend(strangers(&tx, rows.iter().map(|row| (row.row, (&row.programme, &row.bin))), &places));
    for (row, refusal) in refused {
        report.refuse_taken(delivery.name, row, &refusal);
    }
    report.errors.sort_by_key(|error| error.row);
    delivery.progress.at("fees", rows.len(), rows.len());
    if report.exit() == 2 && !delivery.dry_run && !tx.is_empty() {
        // Nothing was taken, and yet the issuer is told which fees were asked above the ceiling; the file may come again.
        tx.commit().await?;
        return Ok(report);
    }
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

fn written(app: &App, cells: &Cells<'_>) -> Result<Written, Refusal> {
    let (contract, group) = (cells.any_text("contract_number")?.to_owned(), cells.any_text("group")?.to_owned());
    if contract.is_empty() == group.is_empty() {
        return Err(cells.invalid("contract_number", "name a contract or a group, one of the two"));
    }
    Ok(Written {
        row: 0,
        bin: cells.bin("performer_bin")?,
        programme: cells.programme("programme", app.pack())?,
        contract,
        group,
        from: cells.month("from")?,
        monthly: cells.number("monthly_tiyn", 0..=FEE_MAX)?,
    })
}

/// Where performers are, by programme and BIN.
pub(super) type Places = BTreeMap<(String, String), (i16, Uuid)>;

/// The performers of a file that whoever brings it may speak for.
pub(super) async fn places<'a>(tx: &Tx<'_>, rows: impl Iterator<Item = (&'a str, &'a str)>) -> Result<Places> {
    let mut asked = BTreeMap::<&str, Vec<String>>::new();
    for (programme, bin) in rows.filter(|(_, bin)| tx.actor().may_speak_for(bin)) {
        let bins = asked.entry(programme).or_default();
        if !bins.iter().any(|known| known == bin) {
            bins.push(bin.to_owned());
        }
    }
    let mut places = Places::new();
    for (programme, bins) in asked {
        for (region, id, bin) in find_performers(tx, programme, &bins).await? {
            places.insert((programme.to_owned(), bin), (region, id));
        }
    }
    Ok(places)
}

/// Performers by region and programme, in the order of locks.
pub(super) fn by_place(places: &Places) -> BTreeMap<(i16, String), Vec<Uuid>> {
    let mut found = BTreeMap::<(i16, String), Vec<Uuid>>::new();
    for ((programme, _), (region, id)) in places {
        found.entry((*region, programme.clone())).or_default().push(*id);
    }
    found
}

/// The rows of performers that are unknown or that somebody else speaks for.
pub(super) fn strangers<'a>(
    tx: &Tx<'_>,
    rows: impl Iterator<Item = (u64, (&'a String, &'a String))>,
    places: &Places,
) -> Vec<(u64, Refusal)> {
    let refusal = |bin: &str| {
        if tx.actor().may_speak_for(bin) {
            Refusal::new("performer.unknown", bin)
        } else {
            Refusal::new("access.denied", "performer_bin: is not the one that brings the file")
        }
    };
    let missing = |(_, (programme, bin)): &(u64, (&String, &String))| {
        !places.contains_key(&((*programme).clone(), (*bin).clone()))
    };
    rows.filter(missing).map(|(row, (_, bin))| (row, refusal(bin))).collect()
}

/// The rows of one place with the contracts and groups that they name.
async fn told(
    tx: &Tx<'_>,
    (region, programme): (i16, &str),
    performers: &[Uuid],
    (rows, places): (&[Written], &Places),
) -> Result<(Vec<Told>, Vec<(u64, Refusal)>)> {
    let contracts: HashMap<(Uuid, String), (Uuid, Uuid)> = list_contracts(tx, region, performers)
        .await?
        .into_iter()
        .map(|known| {
            ((known.contract.performer_id, known.contract.number.clone()), (known.contract.id, known.revision.group_id))
        })
        .collect();
    let groups: HashMap<(Uuid, String), Uuid> = list_groups(tx, region, performers)
        .await?
        .into_iter()
        .map(|group| ((group.performer_id, group.code), group.id))
        .collect();
    let (mut told, mut refused) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.programme == programme) {
        let Some((_, performer)) = places.get(&(row.programme.clone(), row.bin.clone())).filter(|at| at.0 == region)
        else {
            continue;
        };
        let found = if row.group.is_empty() {
            contracts.get(&(*performer, row.contract.clone())).copied().ok_or("contract.unknown")
        } else {
            groups.get(&(*performer, row.group.clone())).map(|group| (Uuid::nil(), *group)).ok_or("group.unknown")
        };
        match found {
            Ok((contract, group)) => told.push(Told {
                row: row.row,
                performer: *performer,
                contract,
                group,
                from: row.from,
                monthly: row.monthly,
            }),
            Err(code) => refused.push((row.row, Refusal::new(code, ""))),
        }
    }
    Ok((told, refused))
}
