//! Reads performers.zip (docs/formats.md): performers with their objects, groups and state-order contracts.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use documents::table::Column;
use law::Pack;

use super::{
    admit::{Admission, Known, News},
    rows::{self, FILES, GroupRow, OrderRow},
    store::{Object, Performer, known},
};
use crate::{
    app::App,
    platform::{
        Actor, Progress, Refusal, Report, Result, Tx,
        inbox::{Delivery, FileReport, Kept},
        table_file::{self, Cells},
    },
};

/// Rows after which a transaction is full; a performer is never split.
const CHUNK: usize = 10_000;

/// The rows of one BIN with their numbers.
#[derive(Default)]
struct Bundle {
    performers: Vec<(u64, Performer)>,
    objects: Vec<(u64, Object)>,
    groups: Vec<(u64, GroupRow)>,
    orders: Vec<(u64, OrderRow)>,
}

impl Bundle {
    fn rows(&self) -> usize {
        [self.performers.len(), self.objects.len(), self.groups.len(), self.orders.len()].iter().sum()
    }
}

type Bundles = BTreeMap<String, Bundle>;

/// Imports performers (spec 5.1 as far as part 1 knows it). Everything of a performer is one transaction. A row equal to what is known is
/// accepted and adds nothing; a group that has changed gets a new revision; any other change is `row.invalid`. Rows are refused by
/// `bin.…`, `iban.…`, `programme.unknown`, `admission.licence`, `admission.address`, `performer.not_admitted` (no performer of that BIN),
/// `performer.no_state_order` (private school opened too late), `row.duplicate`, `row.invalid`.
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
    let delivery = Delivery { app, actor, kind: "import.performers", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| read(&delivery, kept).await).await
}

async fn read(delivery: &Delivery<'_>, kept: &Kept) -> Result<Report> {
    let mut report = Report {
        files: FILES.map(|name| FileReport { name: name.to_owned(), ..FileReport::default() }).to_vec(),
        errors: Vec::new(),
    };
    let mut bundles = unpack(delivery.app.pack(), delivery.bytes, &mut report)?;
    let (total, mut done) = (bundles.len(), 0_usize);
    loop {
        let chunk = next_chunk(&mut bundles);
        done = done.saturating_add(chunk.len());
        let tx = take(delivery, chunk, &mut report).await?;
        delivery.progress.at("performers", done, total);
        if bundles.is_empty() {
            report.errors.sort_by_key(|error| (FILES.iter().position(|name| *name == error.file), error.row));
            delivery.settle(tx, kept, &report).await?;
            return Ok(report);
        }
        if !delivery.dry_run {
            tx.commit().await?;
        }
    }
}

fn unpack(pack: &Pack, bytes: &[u8], report: &mut Report) -> Result<Bundles> {
    let bodies = table_file::unpack(bytes, &FILES)?;
    let [performers, objects, groups, orders] = bodies.as_slice() else {
        return Err(anyhow::anyhow!("not four tables").into());
    };
    let mut bundles = Bundles::new();
    let mut table = Table { report, name: FILES[0], seen: HashSet::new() };
    for (row, bin, told) in table.read(
        performers,
        rows::PERFORMERS,
        |cells| rows::performer(pack, cells),
        |told| format!("{} {}", told.region, told.programme),
    )? {
        bundles.entry(bin).or_default().performers.push((row, told));
    }
    let mut table = Table { name: FILES[1], seen: HashSet::new(), ..table };
    for (row, bin, told) in table.read(objects, rows::OBJECTS, rows::object, |told| told.code.clone())? {
        bundles.entry(bin).or_default().objects.push((row, told));
    }
    let mut table = Table { name: FILES[2], seen: HashSet::new(), ..table };
    for (row, bin, told) in table.read(groups, rows::GROUPS, rows::group, |told| told.code.clone())? {
        bundles.entry(bin).or_default().groups.push((row, told));
    }
    let mut table = Table { name: FILES[3], seen: HashSet::new(), ..table };
    for (row, bin, told) in table.read(
        orders,
        rows::STATE_ORDERS,
        |cells| rows::order(pack, cells),
        |told| format!("{} {}", told.month.month, told.order.number),
    )? {
        bundles.entry(bin).or_default().orders.push((row, told));
    }
    Ok(bundles)
}

/// One table of the archive while it is read.
struct Table<'a> {
    report: &'a mut Report,
    name: &'static str,
    seen: HashSet<(String, String)>,
}

impl Table<'_> {
    /// The rows that are well formed and stand there once, with their BIN.
    fn read<T>(
        &mut self,
        bytes: &[u8],
        columns: &'static [Column<'static>],
        row: impl Fn(&Cells<'_>) -> Result<(String, T), Refusal>,
        key: impl Fn(&T) -> String,
    ) -> Result<Vec<(u64, String, T)>> {
        let mut rows = Vec::new();
        for (number, read) in table_file::read_all(bytes, columns, row)? {
            match read {
                Ok((bin, told)) if self.seen.insert((bin.clone(), key(&told))) => rows.push((number, bin, told)),
                Ok(_) => self.report.refuse_row(
                    self.name,
                    number,
                    &Refusal::new("row.duplicate", "the same is in the file twice"),
                ),
                Err(refusal) => self.report.refuse_row(self.name, number, &refusal),
            }
        }
        Ok(rows)
    }
}

fn next_chunk(bundles: &mut Bundles) -> Bundles {
    let (mut chunk, mut rows) = (Bundles::new(), 0_usize);
    while rows < CHUNK
        && let Some((bin, bundle)) = bundles.pop_first()
    {
        rows = rows.saturating_add(bundle.rows());
        chunk.insert(bin, bundle);
    }
    chunk
}

/// Decides a chunk and records what is new; the caller commits.
async fn take<'a>(delivery: &Delivery<'a>, chunk: Bundles, report: &mut Report) -> Result<Tx<'a>> {
    let mut tx = delivery.app.begin(delivery.actor, "performers.imported", 0).await?;
    let found = load(&tx, &chunk).await?;
    let mut admission = Admission {
        clock: &delivery.app.clock,
        pack: tx.pack(),
        today: tx.today(),
        known: found,
        news: News::default(),
    };
    for (bin, bundle) in chunk {
        let mut tell = |file: &'static str, row: u64, outcome: Result<(), Refusal>| match outcome {
            Ok(()) => report.accept(file),
            Err(refusal) => report.refuse_row(file, row, &refusal),
        };
        for (row, told) in bundle.performers {
            let admitted = if delivery.actor.reaches(told.region) {
                admission.performer(&bin, told)
            } else {
                Err(Refusal::new("access.denied", "region: is not one of those that bring the file"))
            };
            tell(FILES[0], row, admitted);
        }
        for (row, told) in bundle.objects {
            tell(FILES[1], row, admission.object(&bin, told));
        }
        for (row, told) in bundle.groups {
            tell(FILES[2], row, admission.group(&bin, told));
        }
        for (row, told) in bundle.orders {
            tell(FILES[3], row, admission.order(&bin, told));
        }
    }
    let news = admission.news;
    if !delivery.dry_run {
        save(&mut tx, &news).await?;
    }
    Ok(tx)
}

async fn load(tx: &Tx<'_>, chunk: &Bundles) -> Result<Known> {
    let bins: Vec<&str> = chunk.keys().map(String::as_str).collect();
    let orders = || chunk.values().flat_map(|bundle| &bundle.orders).map(|(_, told)| told);
    let issuer_bins: HashSet<&str> = orders().map(|told| told.issuer_bin.as_str()).collect();
    let numbers: HashSet<&str> = orders().map(|told| told.order.number.as_str()).collect();
    let performers = known::list_by_bin(tx, &bins).await?;
    let ids: Vec<_> = performers.iter().map(|performer| performer.id).collect();
    let groups = known::list_groups(tx, &ids).await?;
    let group_ids: Vec<_> = groups.iter().map(|group| group.id).collect();
    let orders = known::list_state_orders(tx, &numbers.into_iter().collect::<Vec<_>>()).await?;
    let order_ids: Vec<_> = orders.iter().map(|order| order.id).collect();
    let objects = known::list_objects(tx, &ids).await?;
    let revisions = known::list_revisions(tx, &group_ids).await?;
    let months = known::list_state_order_months(tx, &order_ids).await?;
    let prices = known::list_state_order_prices(tx, &order_ids).await?;
    Ok(Known {
        performers,
        objects: objects.into_iter().map(|object| ((object.performer_id, object.code.clone()), object)).collect(),
        groups: groups.into_iter().map(|group| ((group.performer_id, group.code), group.id)).collect(),
        revisions: revisions.into_iter().map(|revision| (revision.group_id, revision)).collect(),
        issuers: known::list_issuers(tx, &issuer_bins.into_iter().collect::<Vec<_>>()).await?,
        orders: orders.into_iter().map(|order| ((order.region, order.number.clone()), order)).collect(),
        months: months.into_iter().map(|month| ((month.state_order_id, month.month), month)).collect(),
        prices: prices.into_iter().map(|price| ((price.state_order_id, price.month), price.price)).collect(),
    })
}

async fn save(tx: &mut Tx<'_>, news: &News) -> Result<()> {
    // A calendar that changes makes a draft act seen before stale.
    for region in news.touched.iter().map(|touched| touched.0).collect::<BTreeSet<_>>() {
        let performers: Vec<_> =
            news.touched.iter().filter(|touched| touched.0 == region).map(|touched| touched.1).collect();
        super::lock_performers(tx, region, &performers).await?;
        super::count_up(tx, region, &performers).await?;
    }
    tx.record(&news.performers).await?;
    known::insert_locks(tx, &news.performers).await?;
    tx.record(&news.objects).await?;
    tx.record(&news.groups).await?;
    tx.record(&news.revisions).await?;
    tx.record(&news.orders).await?;
    tx.record(&news.months).await?;
    tx.record(&news.prices).await
}
