//! Reads the month estimates of state performers (docs/formats.md): entering one holds its money (spec 3.8).

use std::collections::{BTreeSet, HashMap};

use documents::table::Column;
use jiff::civil::Date;
use law::Pack;
use ledger::posting::Kind;
use uuid::Uuid;

use super::{
    entry::{self, Told},
    store::{self, Estimate, Held, Payee},
};
use crate::{
    app::App,
    budgets::{self, Line, Movement},
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
    column(&["month", "ай", "месяц"]),
    column(&["amount_tiyn", "сомасы", "сумма"]),
    column(&["document_number", "құжат нөмірі", "номер документа"]),
    column(&["document_date", "құжат күні", "дата документа"]),
];

/// What a row says of a month.
struct Said {
    month: Date,
    amount: i64,
    document_number: String,
    document_date: Date,
}

/// Enters estimates. What a month's parts do not hold of its estimate is held on the performer (spec 2.2); a row that says what is known
/// changes nothing, one that differs is the next revision. One bad row refuses the file: `bin.…`, `programme.unknown`, `row.invalid`,
/// `row.duplicate`, `performer.unknown`, `performer.no_state_order`, `estimate.not_funded`, `budget.exhausted`, `access.denied`.
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
    let delivery = Delivery { app, actor, kind: "import.estimates", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let (mut report, mut rows, mut keys) = (Report::default(), Vec::new(), BTreeSet::new());
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| told(delivery.app.pack(), cells))? {
        match told {
            Ok(told) if keys.insert((told.key.clone(), told.said.month)) => {
                report.accept(delivery.name);
                rows.push(Told { row, ..told });
            }
            Ok(_) => {
                report.refuse_row(delivery.name, row, &Refusal::new("row.duplicate", "the month is in the file twice"))
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    if !report.errors.is_empty() {
        return Ok(report.whole());
    }
    rows.sort_by(|one, other| (&one.key, one.said.month).cmp(&(&other.key, other.said.month)));
    let mut tx = delivery.app.begin(delivery.actor, "estimates.imported", 0).await?;
    let refused = enter(&mut tx, delivery.actor, &rows).await?;
    for (row, refusal) in &refused {
        report.refuse(delivery.name, *row, refusal.code, refusal.detail.clone());
    }
    delivery.progress.at("estimates", rows.len(), rows.len());
    if refused.is_empty() {
        delivery.settle(tx, kept, &report).await?;
    }
    Ok(report.whole())
}

fn told(pack: &Pack, cells: &Cells<'_>) -> Result<Told<Said>, Refusal> {
    let said = Said {
        month: cells.month("month")?,
        amount: cells.tiyn("amount_tiyn")?,
        document_number: cells.text("document_number")?.to_owned(),
        document_date: cells.date("document_date")?,
    };
    Ok(Told { row: 0, key: entry::key(pack, cells)?, said })
}

/// Records the estimates that are new and holds their money; gives the rows that may not be.
async fn enter(tx: &mut Tx<'_>, actor: &Actor, rows: &[Told<Said>]) -> Result<Vec<(u64, Refusal)>> {
    let (payees, mut refused) = entry::payees(tx, actor, rows).await?;
    refused.extend(rows.iter().filter_map(|told| Some((told.row, unfunded(tx.pack(), told, payees.get(&told.key)?)?))));
    if !refused.is_empty() {
        refused.sort_by_key(|(row, _)| *row);
        return Ok(refused);
    }
    for (region, rows) in entry::lock(tx, rows, &payees).await? {
        refused.extend(enter_in(tx, region, &rows).await?);
    }
    Ok(refused)
}

/// Why a performer's month is not paid by an estimate.
fn unfunded(pack: &Pack, told: &Told<Said>, payee: &Payee) -> Option<Refusal> {
    let terms = pack.terms_on(&told.key.1, told.said.month.last_of_month());
    if payee.kind != "state" {
        Some(Refusal::new("estimate.not_funded", "performer_bin: is no state performer"))
    } else if !terms.is_some_and(|terms| terms.estimate_funded_state) {
        Some(Refusal::new(
            "estimate.not_funded",
            "programme: its state performers are not paid by an estimate in this month",
        ))
    } else {
        None
    }
}

/// What is known of the rows of a region, under the locks of its performers and budget lines.
struct Known {
    latest: HashMap<(Uuid, Date), Estimate>,
    held: HashMap<(Uuid, Date), Held>,
    signed: BTreeSet<(Uuid, Date)>,
    /// By programme; what is free goes down as the rows take it.
    lines: HashMap<String, Vec<Line>>,
}

impl Known {
    async fn load(tx: &Tx<'_>, region: i16, rows: &[(&Told<Said>, &Payee)]) -> Result<Self> {
        let performers = Vec::from_iter(rows.iter().map(|(_, payee)| payee.id).collect::<BTreeSet<_>>());
        let months = Vec::from_iter(rows.iter().map(|(told, _)| told.said.month).collect::<BTreeSet<_>>());
        let programmes: BTreeSet<&String> = rows.iter().map(|(told, _)| &told.key.1).collect();
        let span = (months.first().copied().unwrap_or(Date::MIN), months.last().copied().unwrap_or(Date::MAX));
        let latest = store::list_estimates(tx, region, &performers, span).await?;
        let mut lines = HashMap::new();
        for programme in programmes {
            lines.insert(programme.clone(), budgets::store::lock_lines(tx, region, programme, &months).await?);
        }
        Ok(Self {
            latest: latest.into_iter().map(|(one, _)| ((one.performer_id, one.month), one)).collect(),
            held: store::list_held(tx, region, &performers, &months).await?,
            signed: store::list_signed(tx, region, &performers, &months).await?.into_iter().collect(),
            lines,
        })
    }

    /// The line of a month that has so much free: the one that holds already, else the first; takes it there.
    fn take(
        &mut self,
        (programme, month): (&str, Date),
        more: i64,
        holds: Option<Uuid>,
    ) -> Result<(Uuid, String), Refusal> {
        let lines = self.lines.get_mut(programme).map_or(&mut [][..], Vec::as_mut_slice);
        let suits = |line: &&mut Line| line.month == month && holds.is_none_or(|id| line.id == id) && line.free >= more;
        let Some(line) = lines.iter_mut().find(suits) else {
            let words =
                format!("amount_tiyn: no line of the month has {} tiyn free beyond what its parts hold", more.max(0));
            return Err(Refusal::new("budget.exhausted", words));
        };
        line.free = line.free.saturating_sub(more);
        Ok((line.id, line.name.clone()))
    }
}

async fn enter_in(tx: &mut Tx<'_>, region: i16, rows: &[(&Told<Said>, &Payee)]) -> Result<Vec<(u64, Refusal)>> {
    let mut known = Known::load(tx, region, rows).await?;
    let (mut refused, mut estimates, mut movements) = (Vec::new(), Vec::new(), Vec::new());
    for (told, payee) in rows {
        let said = &told.said;
        let place = (payee.id, said.month);
        let before = known.latest.get(&place).map(|before| (before.line_id, same(before, said)));
        if before.is_some_and(|(_, same)| same) {
            continue;
        }
        let held = known.held.get(&place).copied().unwrap_or_default();
        // What a signed month owes differently rides in the next act: nothing is held for it any more.
        let wanted =
            if known.signed.contains(&place) { held.beside } else { said.amount.saturating_sub(held.parts).max(0) };
        let more = wanted.saturating_sub(held.beside);
        let holds = before.map(|(line, _)| line).filter(|_| held.beside > 0 || known.signed.contains(&place));
        match known.take((&told.key.1, said.month), more, holds) {
            Err(refusal) => refused.push((told.row, refusal)),
            Ok((line_id, name)) => {
                if more != 0 {
                    movements.push(movement(tx, (region, payee), said.month, (line_id, name, more)));
                }
                estimates.push(Estimate {
                    region,
                    performer_id: payee.id,
                    month: said.month,
                    amount: said.amount,
                    line_id,
                    document_number: said.document_number.clone(),
                    document_date: said.document_date,
                });
            }
        }
    }
    if refused.is_empty() {
        tx.record(&estimates).await?;
        movements.sort_unstable_by_key(|movement| (movement.month, movement.subject, movement.id));
        budgets::post(tx, region, &movements).await?;
    }
    Ok(refused)
}

fn same(before: &Estimate, said: &Said) -> bool {
    (before.amount, &before.document_number, before.document_date)
        == (said.amount, &said.document_number, said.document_date)
}

fn movement(
    tx: &Tx<'_>,
    (region, payee): (i16, &Payee),
    month: Date,
    (line, name, more): (Uuid, String, i64),
) -> Movement {
    Movement {
        region,
        month,
        subject: payee.id,
        id: tx.app().clock.id(),
        kind: if more > 0 { Kind::Reserve } else { Kind::Unreserve },
        line_id: line,
        performer_id: Some(payee.id),
        part_month: month,
        portion: 0,
        amount: more.saturating_abs(),
        rest: 0,
        document_kind: "estimate".to_owned(),
        document: tx.entry(),
        effective_on: tx.today(),
        line_name: name,
        voucher_number: String::new(),
        performer_bin: payee.bin.clone(),
    }
}
