//! Reads the obligations of the capital component (docs/formats.md; spec 3.9): places that were introduced before the component was closed.

use std::collections::{BTreeSet, HashMap};

use documents::table::Column;
use jiff::{Span, civil::Date};
use law::Pack;

use super::{
    entry::{self, Told},
    store::{self, Obligation},
};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["performer_bin", "орындаушының БСН", "БИН исполнителя"]),
    column(&["programme", "бағдарлама", "программа"]),
    column(&["region", "өңір", "регион"]),
    column(&["number", "міндеттеме нөмірі", "номер обязательства"]),
    column(&["kind", "түрі", "вид"]),
    column(&["places", "орындар", "места"]),
    column(&["accepted_on", "қабылданған күні", "принято"]),
    column(&["document", "құжат", "документ"]),
    column(&["first_month", "бірінші ай", "первый месяц"]),
    column(&["last_month", "соңғы ай", "последний месяц"]),
];

/// What a row says of an obligation.
struct Said {
    number: String,
    kind: String,
    places: i32,
    accepted_on: Date,
    document: String,
    first_month: Date,
    last_month: Date,
}

/// Enters obligations. A row that says what is known changes nothing, one that differs is the next revision, one without places ends the
/// obligation. One bad row refuses the file: `capital.closed` for one accepted after the component was closed, `bin.…`,
/// `programme.unknown`, `row.invalid`, `row.duplicate`, `performer.unknown`, `performer.no_state_order`, `access.denied`.
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
    let delivery = Delivery { app, actor, kind: "import.capital", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let (mut report, mut rows, mut keys) = (Report::default(), Vec::new(), BTreeSet::new());
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| told(delivery.app.pack(), cells))? {
        match told {
            Ok(told) if keys.insert((told.key.clone(), told.said.number.clone())) => {
                report.accept(delivery.name);
                rows.push(Told { row, ..told });
            }
            Ok(_) => {
                let words = "the obligation is in the file twice";
                report.refuse_row(delivery.name, row, &Refusal::new("row.duplicate", words));
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    if !report.errors.is_empty() {
        return Ok(report.whole());
    }
    let mut tx = delivery.app.begin(delivery.actor, "capital.imported", 0).await?;
    let (payees, refused) = entry::payees(&tx, delivery.actor, &rows).await?;
    for (row, refusal) in &refused {
        report.refuse(delivery.name, *row, refusal.code, refusal.detail.clone());
    }
    delivery.progress.at("capital", rows.len(), rows.len());
    if refused.is_empty() {
        for (region, rows) in entry::lock(&mut tx, &rows, &payees).await? {
            enter(&mut tx, region, &rows).await?;
        }
        delivery.settle(tx, kept, &report).await?;
    }
    Ok(report.whole())
}

fn told(pack: &Pack, cells: &Cells<'_>) -> Result<Told<Said>, Refusal> {
    let key = entry::key(pack, cells)?;
    if !pack.capital.programmes.contains(&key.1) {
        return Err(cells.invalid("programme", "has no capital component"));
    }
    let kinds: Vec<&str> = pack.capital.kinds.iter().map(|row| row.kind.as_str()).collect();
    let said = Said {
        number: cells.text("number")?.to_owned(),
        kind: cells.word("kind", &kinds)?,
        places: cells.number("places", 0..=20_000)?,
        accepted_on: cells.date("accepted_on")?,
        document: cells.text("document")?.to_owned(),
        first_month: cells.month("first_month")?,
        last_month: cells.month("last_month")?,
    };
    if said.accepted_on >= pack.capital.accepted_before {
        let words = format!("accepted_on: obligations are accepted before {} only", pack.capital.accepted_before);
        return Err(Refusal::new("capital.closed", words));
    }
    let years = Span::new().years(i64::from(pack.capital.years));
    let end = said.first_month.checked_add(years).map_err(|_| cells.invalid("first_month", "is too late"))?;
    if said.last_month < said.first_month || said.last_month >= end {
        let words = format!("is before the first month, or more than {} years after it", pack.capital.years);
        return Err(cells.invalid("last_month", &words));
    }
    Ok(Told { row: 0, key, said })
}

/// Records the obligations of a region that are new or differ.
async fn enter(tx: &mut Tx<'_>, region: i16, rows: &[(&Told<Said>, &store::Payee)]) -> Result<()> {
    let performers = Vec::from_iter(rows.iter().map(|(_, payee)| payee.id).collect::<BTreeSet<_>>());
    let known: HashMap<_, Obligation> = store::list_obligations(tx, region, &performers)
        .await?
        .into_iter()
        .map(|(one, _)| ((one.performer_id, one.number.clone()), one))
        .collect();
    let mut obligations = Vec::new();
    for (told, payee) in rows {
        let said = &told.said;
        let before = known.get(&(payee.id, said.number.clone()));
        let next = Obligation {
            region,
            performer_id: payee.id,
            id: before.map_or_else(|| tx.app().clock.id(), |before| before.id),
            number: said.number.clone(),
            kind: said.kind.clone(),
            places: said.places,
            accepted_on: said.accepted_on,
            document: said.document.clone(),
            first_month: said.first_month,
            last_month: said.last_month,
        };
        if before != Some(&next) {
            obligations.push(next);
        }
    }
    tx.record(&obligations).await
}
