//! Attaches invoices made elsewhere to acts (spec 6.2): each is checked against its act to the tiyn.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use documents::table::Column;
use jiff::civil::Date;
use uuid::Uuid;

use super::store::{self, ActInvoice};
use crate::{
    acts::store::stage::{self, Staged},
    app::App,
    parties,
    platform::{
        Actor, Progress, Refusal, Report, Result,
        inbox::{Delivery, Kept},
        table_file::{Cells, column, read_all},
    },
};

const COLUMNS: &[Column<'static>] = &[
    column(&["act", "акт нөмірі", "номер акта"]),
    column(&["registration_number", "тіркеу нөмірі", "регистрационный номер"]),
    column(&["invoice_date", "шот-фактура күні", "дата счёта-фактуры"]),
    column(&["total_tiyn", "сомасы, тиын", "сумма, тиын"]),
    column(&["performer_bin", "орындаушының БСН", "БИН исполнителя"]),
];

/// What a row tells.
#[derive(Clone, Debug)]
struct Told {
    act: String,
    registration_number: String,
    invoice_date: Date,
    total: i64,
    performer_bin: String,
}

/// Imports invoices, CSV or XLSX (docs/formats.md). A row is taken or refused by itself: `row.invalid` when it does not
/// agree with its act, `row.duplicate` for a number or an act that is in the file twice. A row that says what is attached already is
/// accepted and changes nothing.
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
    let delivery = Delivery { app, actor, kind: "import.invoices", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| take(&delivery, kept).await).await
}

fn told(cells: &Cells<'_>) -> Result<Told, Refusal> {
    let told = Told {
        act: cells.text("act")?.to_owned(),
        registration_number: cells.text("registration_number")?.to_owned(),
        invoice_date: cells.date("invoice_date")?,
        total: cells.tiyn("total_tiyn")?,
        performer_bin: cells.bin("performer_bin")?,
    };
    if !is_registration_number(&told.registration_number, &told.performer_bin) {
        return Err(cells.invalid("registration_number", "is not ESF-<the performer's BIN>-<yyyymmdd>-<8 digits>"));
    }
    Ok(told)
}

/// `ESF-<tin>-<yyyymmdd>-<8 digits>`, the tin being the seller's.
fn is_registration_number(text: &str, bin: &str) -> bool {
    let [esf, tin, day, serial] = text.split('-').collect::<Vec<_>>()[..] else { return false };
    let digits = |text: &str| text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    esf == "ESF" && tin == bin && digits(day) && digits(serial) && Date::strptime("%Y%m%d", day).is_ok()
}

async fn take(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let rows = read_all(delivery.bytes, COLUMNS, told)?;
    let mut tx = delivery.app.begin(delivery.actor, "acts.invoiced", 0).await?;
    let numbers: Vec<&str> = rows.iter().filter_map(|(_, told)| Some(told.as_ref().ok()?.act.as_str())).collect();
    let mut performers = BTreeMap::<i16, BTreeSet<Uuid>>::new();
    for act in stage::list_by_numbers(&tx, &numbers).await? {
        performers.entry(act.region).or_default().insert(act.performer_id);
    }
    for (region, performers) in performers {
        parties::lock_performers(&mut tx, region, &Vec::from_iter(performers)).await?;
    }
    let acts: HashMap<String, Staged> =
        stage::list_by_numbers(&tx, &numbers).await?.into_iter().map(|act| (act.number.clone(), act)).collect();
    let registrations: Vec<&str> =
        rows.iter().filter_map(|(_, told)| Some(told.as_ref().ok()?.registration_number.as_str())).collect();
    let ids: Vec<Uuid> = acts.values().map(|act| act.id).collect();
    let used = store::list_used(&tx, &registrations, &ids).await?;
    let by_act = used.iter().map(|(number, id)| (*id, number.clone())).collect();
    let by_number = used.into_iter().collect();
    let mut desk = Desk { today: tx.today(), acts, by_number, by_act, seen: HashSet::new(), taken: Vec::new() };
    let mut report = Report::default();
    for (row, told) in &rows {
        match told.as_ref().map_err(Clone::clone).and_then(|told| desk.take(delivery.actor, told)) {
            Ok(()) => report.accept(delivery.name),
            Err(refusal) => report.refuse_row(delivery.name, *row, &refusal),
        }
    }
    delivery.progress.at("invoices", rows.len(), rows.len());
    desk.taken.sort_unstable_by_key(|invoice| (invoice.region, invoice.month, invoice.act_id));
    tx.record(&desk.taken).await?;
    for chunk in desk.taken.chunk_by(|one, next| (one.region, one.month) == (next.region, next.month)) {
        let Some(first) = chunk.first() else { continue };
        let ids: Vec<Uuid> = chunk.iter().map(|invoice| invoice.act_id).collect();
        stage::move_on(&tx, (first.region, first.month), &ids, "issuer_signed", "invoiced").await?;
    }
    delivery.settle(tx, kept, &report).await?;
    Ok(report)
}

/// What rows are held against, and what was taken of them.
struct Desk {
    today: Date,
    acts: HashMap<String, Staged>,
    by_number: HashMap<String, Uuid>,
    by_act: HashMap<Uuid, String>,
    seen: HashSet<String>,
    taken: Vec<ActInvoice>,
}

impl Desk {
    fn take(&mut self, actor: &Actor, told: &Told) -> Result<(), Refusal> {
        let invalid = |words: &str| Err(Refusal::new("row.invalid", words));
        if !actor.may_speak_for(&told.performer_bin) {
            return Err(Refusal::new("access.denied", "performer_bin: is not the one that brings the file"));
        }
        let Some(act) = self.acts.get(&told.act) else {
            return Err(Refusal::new("row.invalid", "act: no act has this number"));
        };
        if act.performer_bin != told.performer_bin {
            return invalid("performer_bin: is not the act's performer");
        }
        if act.total != told.total {
            return Err(Refusal::new("row.invalid", format!("total_tiyn: the act's total is {}", act.total)));
        }
        if told.invoice_date > self.today {
            return invalid("invoice_date: is in the future");
        }
        if !self.seen.insert(told.act.clone()) || !self.seen.insert(told.registration_number.clone()) {
            return Err(Refusal::new("row.duplicate", "the act or the number is in the file twice"));
        }
        match (self.by_number.get(&told.registration_number), self.by_act.get(&act.id)) {
            (Some(id), _) if *id == act.id => return Ok(()),
            (Some(_), _) => return invalid("registration_number: is attached to another act"),
            (None, Some(_)) => return invalid("act: has an invoice under another number"),
            (None, None) => {}
        }
        if act.state != "issuer_signed" {
            return Err(Refusal::new("row.invalid", format!("act: is {}, not signed by both sides", act.state)));
        }
        self.taken.push(ActInvoice {
            region: act.region,
            month: act.month,
            act_id: act.id,
            registration_number: told.registration_number.clone(),
            invoice_date: told.invoice_date,
            total: told.total,
        });
        Ok(())
    }
}
