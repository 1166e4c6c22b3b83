//! Reads a budget (docs/formats.md): a row says what a line has for a month; saying it allots and publishes (spec 2.2).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use documents::table::Column;
use jiff::civil::Date;
use law::Pack;
use ledger::posting::{Effect, Kind};
use uuid::Uuid;

use super::store::{self, BudgetLine, Movement};
use crate::{
    app::App,
    parties,
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        inbox::{Delivery, Kept},
        table_file::{self, Cells, column},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["issuer_bin", "тапсырыс берушінің БСН", "БИН заказчика"]),
    column(&["issuer_name", "тапсырыс беруші", "заказчик"]),
    column(&["programme", "бағдарлама", "программа"]),
    column(&["region", "өңір", "регион"]),
    column(&["year", "жыл", "год"]),
    column(&["month", "ай", "месяц"]),
    column(&["source", "көзі", "источник"]),
    column(&["kbk", "БСК", "КБК"]),
    column(&["amount_tiyn", "сомасы", "сумма"]),
];

/// A row of the file: the line without its ids, and what it is to have (tiyn).
struct Told {
    row: u64,
    issuer_bin: String,
    issuer_name: String,
    line: BudgetLine,
    amount: i64,
}

impl Told {
    fn key(&self, issuer_id: Uuid) -> Key {
        let line = &self.line;
        (line.region, line.month, issuer_id, line.programme.clone(), line.source.clone(), line.kbk.clone())
    }
}

/// Region, month, issuer, programme, source, KBK.
type Key = (i16, Date, Uuid, String, String, String);

/// Imports a budget. An issuer or line that is not known is made; a line that is known gets the difference to the new amount: allotted, or
/// cut as far as it is free, else `budget.cut_below_committed`. One bad row refuses the file: `bin.…`, `programme.unknown`, `row.invalid`,
/// `row.duplicate`.
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
    let delivery = Delivery { app, actor, kind: "import.budget", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let (mut report, mut rows, mut keys) = (Report::default(), Vec::new(), BTreeSet::new());
    for (row, told) in table_file::read_all(delivery.bytes, COLUMNS, |cells| told(delivery.app.pack(), cells))? {
        match told {
            Ok(told)
                if !(delivery.actor.may_speak_for(&told.issuer_bin) && delivery.actor.reaches(told.line.region)) =>
            {
                let words = "issuer_bin: is not the one that brings the file, or of another region";
                report.refuse_row(delivery.name, row, &Refusal::new("access.denied", words));
            }
            Ok(told) if keys.insert((told.issuer_bin.clone(), told.key(Uuid::nil()))) => {
                report.accept(delivery.name);
                rows.push(Told { row, ..told });
            }
            Ok(_) => {
                report.refuse_row(delivery.name, row, &Refusal::new("row.duplicate", "the line is in the file twice"))
            }
            Err(refusal) => report.refuse_row(delivery.name, row, &refusal),
        }
    }
    if !report.errors.is_empty() {
        return Ok(report.whole());
    }
    let mut tx = delivery.app.begin(delivery.actor, "budget.imported", 0).await?;
    let too_low = publish(&mut tx, &rows).await?;
    for row in &too_low {
        report.refuse(
            delivery.name,
            *row,
            "budget.cut_below_committed",
            "amount_tiyn: is below what is promised or paid already",
        );
    }
    delivery.progress.at("budget", rows.len(), rows.len());
    if too_low.is_empty() {
        delivery.settle(tx, kept, &report).await?;
    }
    Ok(report.whole())
}

fn told(pack: &Pack, cells: &Cells<'_>) -> Result<Told, Refusal> {
    let month = cells.month("month")?;
    if cells.number("year", 2000..=2999)? != month.year() {
        return Err(cells.invalid("year", "is not the financial year of the month"));
    }
    let kbk = cells.text("kbk")?;
    if !kbk.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(cells.invalid("kbk", "has more than digits"));
    }
    let line = BudgetLine {
        region: cells.region("region")?,
        month,
        id: Uuid::nil(),
        issuer_id: Uuid::nil(),
        programme: cells.programme("programme", pack)?,
        year: month.year(),
        source: cells.word("source", &["republican", "local"])?,
        kbk: kbk.to_owned(),
    };
    let (issuer_bin, issuer_name) = (cells.bin("issuer_bin")?, cells.text("issuer_name")?.to_owned());
    Ok(Told {
        row: 0,
        issuer_bin,
        issuer_name,
        line,
        amount: cells.number("amount_tiyn", 0..=1_000_000_000_000_000_000)?,
    })
}

/// Makes issuers and lines, posts the differences; gives the rows that would cut below what is promised.
async fn publish(tx: &mut Tx<'_>, rows: &[Told]) -> Result<Vec<u64>> {
    let wanted: BTreeMap<_, _> =
        rows.iter().map(|told| ((told.line.region, told.issuer_bin.clone()), told.issuer_name.clone())).collect();
    let issuers = parties::issuers(tx, &wanted).await?;
    let months: Vec<Date> = rows.iter().map(|told| told.line.month).collect::<BTreeSet<_>>().into_iter().collect();
    let ids: Vec<Uuid> = issuers.values().copied().collect();
    let known = store::list_by_issuer(tx, &ids, &months).await?;
    let known: HashMap<Key, BudgetLine> = known.into_iter().map(|line| (key_of(&line), line)).collect();
    let (mut opened, mut regions) = (Vec::new(), BTreeMap::<i16, Vec<(&Told, BudgetLine)>>::new());
    for told in rows {
        let issuer_id = issuers.get(&(told.line.region, told.issuer_bin.clone())).copied().unwrap_or_default();
        let line = known.get(&told.key(issuer_id)).cloned().unwrap_or_else(|| {
            let line = BudgetLine { id: tx.app().clock.id(), issuer_id, ..told.line.clone() };
            opened.push(line.clone());
            line
        });
        regions.entry(line.region).or_default().push((told, line));
    }
    tx.record(&opened).await?;
    let mut too_low = Vec::new();
    for (region, lines) in regions {
        let new: Vec<_> =
            opened.iter().filter(|line| line.region == region).map(|line| (line.month, line.id)).collect();
        super::open_lines(tx, region, &new).await?;
        too_low.extend(post(tx, region, lines).await?);
    }
    Ok(too_low)
}

fn key_of(line: &BudgetLine) -> Key {
    (line.region, line.month, line.issuer_id, line.programme.clone(), line.source.clone(), line.kbk.clone())
}

/// Allots and cuts in one region, so that each line has what the file says.
async fn post(tx: &mut Tx<'_>, region: i16, lines: Vec<(&Told, BudgetLine)>) -> Result<Vec<u64>> {
    let ids: Vec<Uuid> = lines.iter().map(|(_, line)| line.id).collect();
    let mut states = HashMap::<Uuid, Effect>::new();
    for stripe in store::lock_stripes(tx, region, &ids).await? {
        let sum = states.entry(stripe.line_id).or_default();
        *sum = sum.plus(stripe.state).ok_or_else(|| anyhow::anyhow!("a line is beyond the range of money"))?;
    }
    let (mut movements, mut too_low) = (Vec::new(), Vec::new());
    for (told, line) in lines {
        let state = states.get(&line.id).copied().unwrap_or_default();
        let free = state.free().unwrap_or_default();
        let more = told.amount.saturating_sub(state.allotted);
        if more.saturating_neg() > free {
            too_low.push(told.row);
        } else if more != 0 {
            movements.push(movement(tx, told, &line, more));
        }
    }
    if too_low.is_empty() {
        movements.sort_by_key(|movement| (movement.month, movement.subject));
        super::post(tx, region, &movements).await?;
    }
    Ok(too_low)
}

fn movement(tx: &Tx<'_>, told: &Told, line: &BudgetLine, more: i64) -> Movement {
    let BudgetLine { region, month, id, programme, source, kbk, .. } = line;
    Movement {
        region: *region,
        month: *month,
        subject: *id,
        id: tx.app().clock.id(),
        kind: if more > 0 { Kind::Allot } else { Kind::Cut },
        line_id: *id,
        performer_id: None,
        part_month: *month,
        portion: 0,
        amount: more.saturating_abs(),
        rest: 0,
        document_kind: "budget".to_owned(),
        document: *id,
        effective_on: tx.today(),
        line_name: format!("{}/{programme}/{region:02}/{}/{source}/{kbk}", told.issuer_bin, month.strftime("%Y-%m")),
        voucher_number: String::new(),
        performer_bin: String::new(),
    }
}
