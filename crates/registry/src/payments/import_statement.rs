//! Statements of the bank (spec 6.3, 7.8): number, amount and IBAN must agree to the letter, then the order's money is redeemed.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use connectors::treasury::camt054::{self, Direction, Entry, RefusedEntry};
use jiff::civil::Date;
use ledger::posting::Kind;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::store::{self, Known, StatementLine};
use crate::{
    acts::store::stage,
    app::App,
    budgets::{
        self,
        store::held::{self, Of},
    },
    parties,
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        fact::hex,
        inbox::{self, Delivery, Kept},
    },
};

/// Lines a transaction.
const CHUNK: usize = 50;
/// What became of a line that redeemed its order, and of one about an order that was redeemed before.
const REDEEMED: &str = "redeemed";
const REPEATED: &str = "repeated";

/// Imports a camt.054. Every line is recorded with its outcome: `redeemed`, `repeated` (its order was confirmed before: no money),
/// `statement.amount`, `statement.unknown_order` (also another IBAN), `statement.credit` (money that came in or back). A line that is not
/// `redeemed` is a work item in the report and nothing of its order moves.
///
/// # Errors
/// `access.denied`; faults. Refusals of the file are in the report: `file.truncated`, `file.doctype`, `schema.version`, …
pub async fn import_statement(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.statement", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| take(&delivery, kept).await).await
}

async fn take(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let statements = match camt054::read(delivery.bytes) {
        Ok(statements) => statements,
        Err(refusal) => {
            let words = format!("{} at {}", refusal.detail, refusal.pointer);
            return Ok(Report::refused(delivery.name, &Refusal::new(refusal.code(), words)));
        }
    };
    let (mut entries, mut refused) = (Vec::new(), Vec::new());
    for statement in statements {
        entries.extend(statement.entries);
        refused.extend(statement.refused);
    }
    let tx = delivery.app.begin(delivery.actor, "statement.read", 0).await?;
    let numbers: Vec<&str> = entries.iter().map(|entry| entry.end_to_end_id.as_str()).collect();
    let known = store::list_orders(&tx, &numbers).await?;
    let recorded = store::list_recorded(&tx, &hex(&kept.sha256)).await?;
    tx.commit().await?;
    let reading = Reading { delivery, statement: hex(&kept.sha256), done: recorded.into_iter().collect() };
    reading.run(kept, chunks(entries, &known), refused).await
}

/// The lines region by region and performer by performer; those of no order last, in region 0.
fn chunks(entries: Vec<Entry>, known: &[Known]) -> Vec<(i16, Vec<Entry>)> {
    let places: HashMap<&str, (i16, Uuid)> =
        known.iter().map(|order| (order.number.as_str(), (order.region, order.performer_id))).collect();
    let mut groups = BTreeMap::<(bool, i16), Vec<(Uuid, Entry)>>::new();
    for entry in entries {
        let place = places.get(entry.end_to_end_id.as_str()).copied();
        let (region, performer) = place.unwrap_or_default();
        groups.entry((place.is_none(), region)).or_default().push((performer, entry));
    }
    let mut chunks = Vec::new();
    for ((_, region), mut entries) in groups {
        entries.sort_by_key(|(performer, entry)| (*performer, entry.row));
        let mut entries = entries.into_iter().map(|(_, entry)| entry).peekable();
        while entries.peek().is_some() {
            chunks.push((region, entries.by_ref().take(CHUNK).collect()));
        }
    }
    chunks
}

struct Reading<'a> {
    delivery: &'a Delivery<'a>,
    /// The hash of the kept file, in hexadecimal.
    statement: String,
    /// Rows that an earlier run recorded before it broke off.
    done: HashMap<i32, String>,
}

impl Reading<'_> {
    async fn run(&self, kept: &Kept, chunks: Vec<(i16, Vec<Entry>)>, refused: Vec<RefusedEntry>) -> Result<Report> {
        let Delivery { app, actor, name, dry_run, progress, .. } = *self.delivery;
        let mut report = Report::default();
        let total: usize = chunks.iter().map(|(_, entries)| entries.len()).sum();
        let mut told = 0_usize;
        for (region, entries) in chunks {
            let mut tx = app.begin(actor, "statement.read", region).await?;
            self.take_chunk(&mut tx, region, &entries, &mut report).await?;
            told = told.saturating_add(entries.len());
            progress.at("statement", told, total);
            if !dry_run {
                fail::fail_point!("statement-before-commit", |_| Err(anyhow::anyhow!(
                    "fail point statement-before-commit"
                )
                .into()));
                tx.commit().await?;
            }
        }
        for entry in refused {
            report.refuse_row(
                name,
                entry.row,
                &Refusal::new(entry.code, format!("{}: {}", entry.pointer, entry.detail)),
            );
        }
        report.errors.sort_by_key(|error| error.row);
        if !dry_run {
            // Also of a file of which nothing was redeemed: its lines are recorded and are work items now.
            let mut tx = app.begin(actor, "statement.settled", 0).await?;
            inbox::settle(&mut tx, kept, &report).await?;
            tx.commit().await?;
        }
        Ok(report)
    }

    async fn take_chunk(&self, tx: &mut Tx<'_>, region: i16, entries: &[Entry], report: &mut Report) -> Result<()> {
        let numbers: Vec<&str> = entries.iter().map(|entry| entry.end_to_end_id.as_str()).collect();
        let performers: BTreeSet<Uuid> = store::list_orders(tx, &numbers)
            .await?
            .into_iter()
            .filter(|order| order.region == region)
            .map(|order| order.performer_id)
            .collect();
        parties::lock_performers(tx, region, &Vec::from_iter(performers)).await?;
        let orders = store::list_orders(tx, &numbers).await?;
        let recorded = store::list_recorded(tx, &self.statement).await?;
        let mut bench = Bench {
            orders: orders.into_iter().map(|order| (order.number.clone(), order)).collect(),
            redeemed: HashMap::new(),
            seen: HashSet::new(),
        };
        let done: HashMap<i32, String> = recorded.into_iter().chain(self.done.clone()).collect();
        let mut lines = Vec::with_capacity(entries.len());
        for entry in entries {
            let row = i32::try_from(entry.row).map_err(anyhow::Error::from)?;
            let verdict = match done.get(&row) {
                Some(outcome) => Verdict::of_recorded(outcome),
                None => {
                    let verdict = bench.judge(entry);
                    let line =
                        self.line((region, row), entry, bench.orders.get(&entry.end_to_end_id), verdict.outcome());
                    if verdict.0.is_none() {
                        bench.redeemed.insert(line.order_id.unwrap_or_default(), (line.id, line.booked_on));
                    }
                    lines.push(line);
                    verdict
                }
            };
            match verdict.0 {
                None => report.accept(self.delivery.name),
                Some((_, refusal)) => report.refuse_row(self.delivery.name, entry.row, &refusal),
            }
        }
        lines.sort_unstable_by_key(|line| (line.month, line.id));
        tx.record(&lines).await?;
        bench.redeem(tx, region).await
    }

    /// The same for the same row of the same file, so that two who read it at once cannot both record it.
    fn id(&self, row: i32) -> Uuid {
        let digest = Sha256::digest(format!("{}/{row}", self.statement));
        Uuid::from_slice(digest.get(..16).unwrap_or_default())
            .map_or(Uuid::nil(), |id| uuid::Builder::from_custom_bytes(id.into_bytes()).into_uuid())
    }

    fn line(&self, (region, row): (i16, i32), entry: &Entry, order: Option<&Known>, outcome: &str) -> StatementLine {
        StatementLine {
            region,
            month: order.map_or_else(|| entry.booked_on.first_of_month(), |order| order.month),
            id: self.id(row),
            statement: self.statement.clone(),
            row,
            end_to_end: entry.end_to_end_id.clone(),
            iban: entry.iban.clone(),
            amount: entry.amount_tiyn,
            booked_on: entry.booked_on,
            order_id: order.map(|order| order.id),
            outcome: outcome.to_owned(),
        }
    }
}

/// What becomes of a line: redeemed, or an outcome that is a work item.
struct Verdict(Option<(&'static str, Refusal)>);

impl Verdict {
    fn outcome(&self) -> &'static str {
        self.0.as_ref().map_or(REDEEMED, |(outcome, _)| outcome)
    }

    fn work(code: &'static str, words: impl Into<String>) -> Self {
        Self(Some((code, Refusal::new(code, words))))
    }

    fn repeated() -> Self {
        Self(Some((REPEATED, Refusal::new("row.duplicate", "the order was confirmed before: no money moved"))))
    }

    /// The verdict of a row that was recorded before the work broke off.
    fn of_recorded(outcome: &str) -> Self {
        match outcome {
            REDEEMED => Self(None),
            REPEATED => Self::repeated(),
            "statement.amount" => Self::work("statement.amount", "recorded before"),
            "statement.credit" => Self::work("statement.credit", "recorded before"),
            _ => Self::work("statement.unknown_order", "recorded before"),
        }
    }
}

/// The orders that a chunk is about, under the locks of their performers.
struct Bench {
    orders: HashMap<String, Known>,
    /// Order → the statement's line and its day.
    redeemed: HashMap<Uuid, (Uuid, Date)>,
    seen: HashSet<Uuid>,
}

impl Bench {
    fn judge(&mut self, entry: &Entry) -> Verdict {
        if entry.direction == Direction::Credit || entry.returned.is_some() {
            return Verdict::work("statement.credit", "money that came in or back is settled by hand");
        }
        let Some(order) = self.orders.get(&entry.end_to_end_id) else {
            return Verdict::work("statement.unknown_order", "no order has this number");
        };
        if entry.iban != order.iban {
            return Verdict::work("statement.unknown_order", "the order of this number goes to another account");
        }
        if entry.amount_tiyn != order.amount {
            let words = format!("{} tiyn were paid, {} were ordered", entry.amount_tiyn, order.amount);
            return Verdict::work("statement.amount", words);
        }
        match order.state.as_str() {
            "sent" | "in_doubt" if self.seen.insert(order.id) => Verdict(None),
            "sent" | "in_doubt" | "confirmed" => Verdict::repeated(),
            state => Verdict::work("statement.unknown_order", format!("the order of this number is {state}")),
        }
    }

    /// Redeems what the lines confirm: movements by portion, orders confirmed, acts paid.
    async fn redeem(&self, tx: &mut Tx<'_>, region: i16) -> Result<()> {
        let mut months = BTreeMap::<Date, Vec<&Known>>::new();
        for order in self.orders.values().filter(|order| self.redeemed.contains_key(&order.id)) {
            months.entry(order.month).or_default().push(order);
        }
        for (month, orders) in months {
            let ids: Vec<Uuid> = orders.iter().map(|order| order.id).collect();
            let held = held::list_held(tx, (region, month), Of::Orders, &ids).await?;
            let sum = held.iter().try_fold(0_i64, |sum, one| sum.checked_add(one.amount));
            if sum != orders.iter().try_fold(0_i64, |sum, order| sum.checked_add(order.amount)) {
                return Err(anyhow::anyhow!("orders of {month} are not the sum of their portions").into());
            }
            let mut movements = Vec::with_capacity(held.len());
            for one in &held {
                let (line, on) = self
                    .redeemed
                    .get(&one.document)
                    .ok_or_else(|| anyhow::anyhow!("money of an order that was not asked for"))?;
                movements.push(one.pass_on(tx, region, Kind::Redeem, ("statement", *line), *on));
            }
            movements.sort_unstable_by_key(|movement| (movement.month, movement.subject, movement.id));
            budgets::post(tx, region, &movements).await?;
            let confirmed = store::confirm(tx, region, month, &ids).await?;
            let acts: Vec<Uuid> = orders.iter().map(|order| order.act_id).collect();
            let paid = stage::move_on(tx, (region, month), &acts, "ordered", "paid").await?;
            let expected = u64::try_from(ids.len()).unwrap_or(u64::MAX);
            if (confirmed, paid) != (expected, expected) {
                return Err(anyhow::anyhow!("{confirmed} orders and {paid} acts of {expected} were confirmed").into());
            }
        }
        Ok(())
    }
}
