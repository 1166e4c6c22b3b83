//! A national-shaped month, recorded as the facts that the imports would record: several regions and issuers, performers with groups
//! of five weekday sets, arrivals and departures, all marks, two per cent of parts that a close must keep out.

use std::{collections::HashMap, time::Duration, time::Instant};

use anyhow::Result;
use jiff::civil::{Date, date};
use law::{Calendar, Pack, Terms};
use ledger::posting::Kind;
use registry::{
    app::App,
    attendance,
    budgets::{self, BudgetLine, Movement},
    parties,
    parties::store::{Group, GroupRevision, Issuer, Object, Performer, StateOrder, StateOrderMonth},
    platform::{Actor, Progress, Tx},
    programmes::store::Rate,
};
use uuid::Uuid;

use super::{
    children::{Children, GroupPlace},
    draw::{Draw, numbers},
};

/// The month that is closed.
pub(super) const MONTH: Date = date(2026, 9, 1);
/// The nominal of every part (tiyn).
pub(super) const NOMINAL: i64 = 6_580_000;
/// What each region's line is allotted (tiyn): enough for any world.
const ALLOTTED: i64 = 1_000_000_000_000_000;
/// Regions: the last is small, it is what the check exports.
const REGIONS: usize = 5;
/// Every so many performers one belongs to the small region.
const SMALL_REGION_EVERY: usize = 20;
/// Children of a performer and of a group, about.
const PERFORMER_CHILDREN: u64 = 300;
const GROUP_CHILDREN: u64 = 25;
const PERFORMERS_MIN: u64 = 300;
/// Performers of one transaction of the building.
const PERFORMERS_A_CHUNK: usize = 20;
/// Monday to Friday, to Saturday, without Wednesday, and the two halves of a six-day week (bit 0 = Monday).
const WEEKDAYS: [u8; 5] = [0b001_1111, 0b011_1111, 0b001_1011, 0b001_0101, 0b010_1010];

/// What there is.
#[derive(Debug)]
pub(super) struct World {
    pub(super) regions: Vec<Region>,
    pub(super) programme: String,
    pub(super) counts: Counts,
}

/// What was built, and how long the lists took.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) portions: u64,
    /// Portions that the close must keep out.
    pub(super) exceptions: u64,
    pub(super) marks: u64,
    /// Recording and folding of the marks, with its commits.
    pub(super) ingest: Duration,
}

/// A region with its issuer and budget line.
#[derive(Clone, Debug)]
pub(super) struct Region {
    pub(super) code: i16,
    pub(super) issuer: Uuid,
    pub(super) issuer_bin: String,
    pub(super) line: Uuid,
    pub(super) line_name: String,
    pub(super) rate: Uuid,
    pub(super) performers: Vec<Place>,
}

/// A performer.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) id: Uuid,
    pub(super) bin: String,
}

/// What everybody shares while the world is built.
pub(super) struct Builder<'a> {
    pub(super) app: &'a App,
    pub(super) actor: Actor,
    pub(super) terms: &'static Terms,
    calendar: &'static Calendar,
}

/// Builds the world of about `parts` parts.
pub(super) async fn build(app: &App, parts: u64, seed: u64, progress: &Progress) -> Result<World> {
    let pack = Pack::kz();
    let terms = pack.terms.iter().find(|terms| terms.has_part_in(MONTH.month()) && !terms.estimate_funded_state);
    let terms = terms.ok_or_else(|| anyhow::anyhow!("the pack has no programme with a part in the month"))?;
    let builder = Builder { app, actor: Actor::console(app.clock.id()), terms, calendar: &pack.calendar };
    let count = (parts / PERFORMER_CHILDREN).max(PERFORMERS_MIN.min(parts / 10)).max(1);
    let mut world = World { regions: Vec::new(), programme: terms.programme.clone(), counts: Counts::default() };
    let mut codes = pack.regions.iter().filter_map(|region| region.code.parse::<i16>().ok());
    let mut bins = numbers("000140");
    for _ in 0..REGIONS {
        let (Some(code), Some(bin)) = (codes.next(), bins.next()) else { break };
        world.regions.push(builder.region(code, bin).await?);
    }
    let mut children = Children::new(Draw::new(seed));
    let (mut left, mut done) = (parts, 0_u64);
    let mut bins =
        numbers("150140").take(usize::try_from(count)?).enumerate().collect::<Vec<_>>().into_iter().peekable();
    let mut queues = HashMap::<usize, Vec<(String, u64)>>::new();
    while let Some((n, bin)) = bins.next() {
        let performers_left = count.saturating_sub(done).max(1);
        let here = left.div_ceil(performers_left).min(left);
        left = left.saturating_sub(here);
        done = done.saturating_add(1);
        let place = if n % SMALL_REGION_EVERY == 0 { REGIONS - 1 } else { n % (REGIONS - 1) };
        let queue = queues.entry(place).or_default();
        queue.push((bin, here));
        if queue.len() < PERFORMERS_A_CHUNK && bins.peek().is_some() {
            continue;
        }
        for (place, queue) in queues.iter_mut().filter(|(at, queue)| **at == place || queue.len() >= PERFORMERS_A_CHUNK)
        {
            flush(&builder, &mut world, &mut children, (*place, std::mem::take(queue))).await?;
        }
        progress.at("children", usize::try_from(parts.saturating_sub(left))?, usize::try_from(parts)?);
    }
    for (place, queue) in queues {
        flush(&builder, &mut world, &mut children, (place, queue)).await?;
    }
    Ok(world)
}

async fn flush(
    builder: &Builder<'_>,
    world: &mut World,
    children: &mut Children,
    (place, queue): (usize, Vec<(String, u64)>),
) -> Result<()> {
    let Some(region) = world.regions.get_mut(place).filter(|_| !queue.is_empty()) else { return Ok(()) };
    let groups = builder.performers(region, &queue).await?;
    let mut tx = builder.begin("contracts.told", region.code).await?;
    let batches = children.enrol(builder, &mut tx, (region, &groups), &mut world.counts).await?;
    tx.commit().await?;
    let started = Instant::now();
    let mut tx = builder.begin("attendance.posted", region.code).await?;
    let mut ids: Vec<Uuid> = batches.iter().map(|batch| batch.performer_id).collect();
    ids.sort_unstable();
    ids.dedup();
    parties::lock_performers(&mut tx, region.code, &ids).await?;
    attendance::keep(&mut tx, (region.code, MONTH), &batches, &HashMap::new()).await?;
    parties::count_up(&tx, region.code, &ids).await?;
    tx.commit().await?;
    world.counts.ingest += started.elapsed();
    Ok(())
}

impl Builder<'_> {
    async fn begin(&self, kind: &'static str, region: i16) -> Result<Tx<'_>> {
        Ok(self.app.begin(&self.actor, kind, region).await?)
    }

    /// Issuer, rate and budget line of a region.
    async fn region(&self, code: i16, issuer_bin: String) -> Result<Region> {
        let id = || self.app.clock.id();
        let programme = &self.terms.programme;
        let line_name = format!("{issuer_bin}/{programme}/{code:02}/{}/local/464003", MONTH.strftime("%Y-%m"));
        let region =
            Region { code, issuer: id(), issuer_bin, line: id(), line_name, rate: id(), performers: Vec::new() };
        let mut tx = self.begin("bench.region", code).await?;
        let name = "Education department".to_owned();
        tx.record(&[Issuer { region: code, id: region.issuer, bin: region.issuer_bin.clone(), name }]).await?;
        tx.record(&[Rate {
            region: code,
            id: region.rate,
            programme: programme.clone(),
            locality: "urban".to_owned(),
            performer_kind: "private".to_owned(),
            group_kind: "usual".to_owned(),
            hours: 0,
            valid_from: MONTH,
            valid_to: None,
            monthly: NOMINAL,
            act_number: "1".to_owned(),
            act_date: MONTH,
            note: String::new(),
        }])
        .await?;
        tx.record(&[BudgetLine {
            region: code,
            month: MONTH,
            id: region.line,
            issuer_id: region.issuer,
            programme: programme.clone(),
            year: MONTH.year(),
            source: "local".to_owned(),
            kbk: "464003".to_owned(),
        }])
        .await?;
        budgets::open_lines(&tx, code, &[(MONTH, region.line)]).await?;
        let allot = Movement {
            subject: region.line,
            performer_id: None,
            portion: 0,
            document_kind: "budget".to_owned(),
            document: region.line,
            ..self.movement(&region, (Kind::Allot, ALLOTTED))
        };
        budgets::post(&mut tx, code, &[allot]).await?;
        tx.commit().await?;
        Ok(region)
    }

    /// A movement on a region's line, for the caller to name the rest.
    pub(super) fn movement(&self, region: &Region, (kind, amount): (Kind, i64)) -> Movement {
        Movement {
            region: region.code,
            month: MONTH,
            subject: Uuid::nil(),
            id: self.app.clock.id(),
            kind,
            line_id: region.line,
            performer_id: None,
            part_month: MONTH,
            portion: 1,
            amount,
            rest: 0,
            document_kind: "booking".to_owned(),
            document: Uuid::nil(),
            effective_on: MONTH,
            line_name: region.line_name.clone(),
            voucher_number: String::new(),
            performer_bin: String::new(),
        }
    }

    /// Performers with their objects, state orders and groups; answers the groups with how many children each is to take.
    async fn performers(&self, region: &mut Region, queue: &[(String, u64)]) -> Result<Vec<GroupPlace>> {
        let mut facts = Parties::default();
        let mut places = Vec::new();
        for (bin, children) in queue {
            let performer = Place { id: self.app.clock.id(), bin: bin.clone() };
            let object = self.app.clock.id();
            self.party(region, &performer, (object, *children), &mut facts);
            let groups = children.div_ceil(GROUP_CHILDREN);
            let mut left = *children;
            for n in 0..groups {
                let here = left.div_ceil(groups.saturating_sub(n).max(1)).min(left);
                left = left.saturating_sub(here);
                let weekdays = usize::try_from(n).ok().and_then(|n| WEEKDAYS.get(n % WEEKDAYS.len())).copied();
                let weekdays = weekdays.unwrap_or(law::amount::WORK_WEEK);
                let study = self.calendar.study_days(law::Month::of(MONTH), weekdays, &[]);
                let study = study.map_err(|refusal| anyhow::anyhow!("{}", refusal.code()))?;
                let group = self.group(region, &performer, (object, n, weekdays), &mut facts);
                places.push(GroupPlace { performer: performer.clone(), group, study, children: here });
            }
            region.performers.push(performer);
        }
        let mut tx = self.begin("parties.admitted", region.code).await?;
        tx.record(&facts.performers).await?;
        tx.record(&facts.objects).await?;
        tx.record(&facts.orders).await?;
        tx.record(&facts.months).await?;
        tx.record(&facts.groups).await?;
        tx.record(&facts.revisions).await?;
        tx.commit().await?;
        Ok(places)
    }

    fn party(&self, region: &Region, performer: &Place, (object, children): (Uuid, u64), facts: &mut Parties) {
        let order = self.app.clock.id();
        let capacity = i32::try_from(children).unwrap_or(i32::MAX);
        facts.performers.push(Performer {
            region: region.code,
            id: performer.id,
            bin: performer.bin.clone(),
            name_kk: "Ұйым".to_owned(),
            name_ru: "Организация".to_owned(),
            kind: "private".to_owned(),
            programme: self.terms.programme.clone(),
            locality: "urban".to_owned(),
            kato: "751110000".to_owned(),
            iban: "KZ86125KZT5004100100".to_owned(),
            bik: "KKMFKZ2A".to_owned(),
            licence_number: "L-1".to_owned(),
            licence_on: date(2020, 1, 10),
            admitted_on: date(2026, 8, 1),
        });
        facts.objects.push(Object {
            region: region.code,
            id: object,
            performer_id: performer.id,
            code: "A".to_owned(),
            rka: "0201300000000000".to_owned(),
            kato: "751110000".to_owned(),
            address: "1".to_owned(),
            capacity,
        });
        facts.orders.push(StateOrder {
            region: region.code,
            id: order,
            performer_id: performer.id,
            issuer_id: region.issuer,
            programme: self.terms.programme.clone(),
            number: format!("G-{}", performer.bin),
            signed_on: date(2026, 8, 10),
        });
        facts.months.push(StateOrderMonth {
            region: region.code,
            month: MONTH,
            state_order_id: order,
            places: capacity,
            amount: NOMINAL.saturating_mul(i64::from(capacity)),
        });
    }

    fn group(
        &self,
        region: &Region,
        performer: &Place,
        (object, n, weekdays): (Uuid, u64, u8),
        facts: &mut Parties,
    ) -> Uuid {
        let id = self.app.clock.id();
        let code = format!("{}-{n}", performer.bin);
        facts.groups.push(Group { region: region.code, id, performer_id: performer.id, code });
        facts.revisions.push(GroupRevision {
            region: region.code,
            group_id: id,
            object_id: object,
            title: format!("{n}"),
            group_kind: "usual".to_owned(),
            hours: 0,
            capacity: 1_000,
            age_from: 1,
            age_to: 18,
            weekdays: i16::from(weekdays),
            vacations: String::new(),
            effective_on: date(2026, 8, 20),
        });
        id
    }
}

#[derive(Default)]
struct Parties {
    performers: Vec<Performer>,
    objects: Vec<Object>,
    orders: Vec<StateOrder>,
    months: Vec<StateOrderMonth>,
    groups: Vec<Group>,
    revisions: Vec<GroupRevision>,
}
