//! Reads what parents have paid (docs/formats.md).

use std::collections::{BTreeMap, HashMap};

use documents::table::Column;
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    import::{Places, by_place, places, strangers},
    store::{self, FeePayment},
};
use crate::{
    app::App,
    contracts::store::list_contracts,
    parties,
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
    column(&["paid_on", "төленген күні", "дата оплаты"]),
    column(&["amount_tiyn", "сома тиын", "сумма тиын"]),
    column(&["reference", "құжат", "документ"]),
];

/// The largest payment that is believed (tiyn).
const PAID_MAX: i64 = 100_000_000_000;

/// A row as it was written.
struct Written {
    row: u64,
    bin: String,
    programme: String,
    contract: String,
    paid_on: Date,
    amount: i64,
    reference: String,
}

/// Imports payments. A row is taken or refused by itself: `row.invalid` (also a day to come, and more given back than was paid),
/// `programme.unknown`, `access.denied`, `performer.unknown`, `contract.unknown`, `row.duplicate` when the reference names another payment.
/// The same row again changes nothing.
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
    let delivery = Delivery { app, actor, kind: "import.fee-payments", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let (mut report, mut rows) = (Report::default(), Vec::new());
    for (row, written) in table_file::read_all(delivery.bytes, COLUMNS, |cells| written(delivery.app, cells))? {
        match written {
            Ok(written) => {
                report.accept(delivery.name);
                rows.push(Written { row, ..written });
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    let mut tx = delivery.app.begin(delivery.actor, "fees.paid", 0).await?;
    let places = places(&tx, rows.iter().map(|row| (row.programme.as_str(), row.bin.as_str()))).await?;
    let (mut refused, mut payments) = (Vec::new(), Vec::new());
    for ((region, programme), performers) in by_place(&places) {
        // Under the lock no other file tells of the same payments.
        parties::lock_performers(&mut tx, region, &performers).await?;
        let (taken, not) = take(&tx, (region, &programme), &performers, (&rows, &places)).await?;
        payments.extend(taken);
        refused.extend(not);
    }
    refused.extend(strangers(&tx, rows.iter().map(|row| (row.row, (&row.programme, &row.bin))), &places));
    for (row, refusal) in refused {
        report.refuse_taken(delivery.name, row, &refusal);
    }
    report.errors.sort_by_key(|error| error.row);
    if !delivery.dry_run {
        tx.record(&payments).await?;
    }
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

fn written(app: &App, cells: &Cells<'_>) -> Result<Written, Refusal> {
    let text = cells.raw("amount_tiyn");
    let amount = text.parse::<i64>().ok().filter(|amount| *amount != 0 && (-PAID_MAX..=PAID_MAX).contains(amount));
    let paid_on = cells.date("paid_on")?;
    if paid_on > app.clock.today() {
        return Err(cells.invalid("paid_on", "is a day to come"));
    }
    Ok(Written {
        row: 0,
        bin: cells.bin("performer_bin")?,
        programme: cells.programme("programme", app.pack())?,
        contract: cells.text("contract_number")?.to_owned(),
        paid_on,
        amount: amount.ok_or_else(|| cells.invalid("amount_tiyn", "is not a sum of whole tiyn other than 0"))?,
        reference: cells.text("reference")?.to_owned(),
    })
}

/// The payments of one place that are new, and the rows that may not be.
async fn take(
    tx: &Tx<'_>,
    (region, programme): (i16, &str),
    performers: &[Uuid],
    (rows, places): (&[Written], &Places),
) -> Result<(Vec<FeePayment>, Vec<(u64, Refusal)>)> {
    let contracts: HashMap<(Uuid, String), Uuid> = list_contracts(tx, region, performers)
        .await?
        .into_iter()
        .map(|known| ((known.contract.performer_id, known.contract.number.clone()), known.contract.id))
        .collect();
    let references: Vec<&str> = rows.iter().map(|row| row.reference.as_str()).collect();
    let mut known = store::list_payments(tx, region, performers, &references).await?;
    let mut paid: BTreeMap<Uuid, i64> = store::list_paid(tx, region, performers).await?.into_iter().collect();
    let (mut taken, mut refused) = (Vec::new(), Vec::new());
    for row in rows.iter().filter(|row| row.programme == programme) {
        let Some((_, performer)) = places.get(&(row.programme.clone(), row.bin.clone())).filter(|at| at.0 == region)
        else {
            continue;
        };
        let Some(contract) = contracts.get(&(*performer, row.contract.clone())) else {
            refused.push((row.row, Refusal::new("contract.unknown", "")));
            continue;
        };
        let key = (*performer, row.reference.clone());
        if let Some(before) = known.get(&key) {
            if (before.contract_id, before.paid_on, before.amount) != (*contract, row.paid_on, row.amount) {
                refused.push((row.row, Refusal::new("row.duplicate", "the reference names another payment")));
            }
            continue;
        }
        let sum = paid.entry(*contract).or_default();
        if sum.saturating_add(row.amount) < 0 {
            let words = "amount_tiyn: more is given back than was paid";
            refused.push((row.row, Refusal::new("row.invalid", words)));
            continue;
        }
        *sum = sum.saturating_add(row.amount);
        let payment = FeePayment {
            region,
            id: tx.app().clock.id(),
            performer_id: *performer,
            contract_id: *contract,
            paid_on: row.paid_on,
            amount: row.amount,
            reference: row.reference.clone(),
        };
        known.insert(key, payment.clone());
        taken.push(payment);
    }
    Ok((taken, refused))
}
