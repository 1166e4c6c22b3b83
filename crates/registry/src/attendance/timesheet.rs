//! Imports timesheets (spec 7.2): every row is taken or refused by itself, lists are kept and folded by whole performers.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;
use law::{Calendar, DayMask, Month};
use uuid::Uuid;

use super::{
    answer::settle,
    check::{Known, check},
    confirmation,
    keep::keep,
    marks::Said,
    planes::Planes,
    raise::lock,
    reading::{Reading, read},
    sheet::{Line, Wrong},
    store::{
        self, AttendanceBatch, Group, Place, Standing,
        parents::{self, Disputed},
    },
};
use crate::{
    app::App,
    parties::{self, GroupCalendar},
    platform::{
        Actor, Progress, Report, Result, Role, Tx,
        clock::Clock,
        inbox::{Delivery, Kept},
    },
};

/// How much one transaction takes: enough to spread the cost of a commit, little enough to be lost by a crash.
const CHUNK_PERFORMERS: usize = 50;
const CHUNK_LINES: usize = 10_000;
/// Working days after the issuer's signature in which a certificate is still taken (spec 6.1).
const CERTIFICATE_WORKING_DAYS: i64 = 10;

/// A line with the file it stands in and the group it is about.
struct Asked {
    file: usize,
    line: Line,
    group: usize,
}

/// Whose month a list is.
type Key = (i16, Month, Uuid);

/// Takes the marks of a file (CSV or XLSX, wide or long, or a zip of them); with `dry_run` only tells what would be refused.
///
/// # Errors
/// `access.denied`; faults of the database. Refused files and rows stand in the report; every cell stands for itself.
pub async fn import_timesheet(
    app: &App,
    actor: &Actor,
    file: (&str, &[u8]),
    dry_run: bool,
    progress: &Progress,
) -> Result<Report> {
    let delivery = Delivery { app, actor, kind: "import.timesheet", name: file.0, bytes: file.1, dry_run, progress };
    delivery.act(async |kept| Import { delivery: &delivery, kept }.run(read(file.0, file.1, progress)?).await).await
}

struct Import<'a> {
    delivery: &'a Delivery<'a>,
    kept: &'a Kept,
}

impl Import<'_> {
    async fn run(&self, mut reading: Reading) -> Result<Report> {
        let progress = self.delivery.progress;
        let lines = std::mem::take(&mut reading.lines);
        let (groups, done) = self.find_groups(&lines).await?;
        let mut chunks = BTreeMap::<Key, Vec<Asked>>::new();
        let of = Groups::over(&groups, self.own_bin());
        let total = lines.len();
        for (file, line) in lines {
            match of.find(&line) {
                Ok(group) => {
                    let Some(found) = groups.get(group) else { continue };
                    let key = (found.region, line.block.month, found.performer_id);
                    chunks.entry(key).or_default().push(Asked { file, line, group });
                }
                Err(wrong) => reading.refuse(file, line.row, vec![wrong]),
            }
        }
        let mut chunks = into_chunks(chunks).into_iter().peekable();
        let mut told = 0_usize;
        if chunks.peek().is_none() {
            self.delivery.settle(self.begin(0).await?, self.kept, &reading.report()).await?;
        }
        while let Some((key, asked)) = chunks.next() {
            progress.at("marks", told, total);
            told = told.saturating_add(asked.len());
            let mut tx = self.begin(key.0).await?;
            self.post(&mut tx, (key, asked), (&groups, &done), &mut reading).await?;
            if chunks.peek().is_none() {
                self.delivery.settle(tx, self.kept, &reading.report()).await?;
            } else if !self.delivery.dry_run {
                tx.commit().await?;
            }
        }
        progress.at("marks", total, total);
        Ok(reading.report())
    }

    async fn begin(&self, region: i16) -> Result<Tx<'_>> {
        self.delivery.app.begin(self.delivery.actor, "attendance.posted", region).await
    }

    /// Whose groups a file means that names no BIN: a performer's its own.
    fn own_bin(&self) -> &str {
        let actor = self.delivery.actor;
        if actor.role == Role::Performer { &actor.organisation } else { "" }
    }

    /// The groups that the file may mean, and those whose list of this very file is stored already (a run that broke off).
    async fn find_groups(&self, lines: &[(usize, Line)]) -> Result<(Vec<Group>, HashSet<(Uuid, Date)>)> {
        let blocks: BTreeSet<_> = lines.iter().map(|(_, line)| &line.block).collect();
        let named = blocks.iter().map(|block| block.bin.as_str()).chain([self.own_bin()]);
        let bins: BTreeSet<&str> = named.filter(|bin| !bin.is_empty()).collect();
        let codes: BTreeSet<&str> =
            blocks.iter().filter(|block| block.bin.is_empty()).map(|block| block.group.as_str()).collect();
        let months: BTreeSet<Date> = blocks.iter().map(|block| block.month.first()).collect();
        let Delivery { app, actor, .. } = self.delivery;
        let tx = app.begin(actor, "attendance.read", 0).await?;
        let mut groups = store::list_groups(&tx, &Vec::from_iter(bins), &Vec::from_iter(codes)).await?;
        // A performer knows no groups but its own.
        groups.retain(|group| actor.may_speak_for(&group.bin));
        let done = store::list_posted(&tx, &Vec::from_iter(months), &self.kept.sha256).await?;
        tx.commit().await?;
        Ok((groups, done))
    }

    /// Checks and posts the lists of some performers' month under their locks.
    async fn post(
        &self,
        tx: &mut Tx<'_>,
        ((region, month, _), asked): (Key, Vec<Asked>),
        (groups, done): (&[Group], &HashSet<(Uuid, Date)>),
        reading: &mut Reading,
    ) -> Result<()> {
        let group = |asked: &Asked| groups.get(asked.group);
        let performers: BTreeSet<Uuid> = asked.iter().filter_map(|one| Some(group(one)?.performer_id)).collect();
        let performers = Vec::from_iter(performers);
        parties::lock_performers(tx, region, &performers).await?;
        let facts = Facts::load(tx, (region, month), &performers, &asked).await?;
        let mut lists = BTreeMap::<Uuid, List>::new();
        for one in &asked {
            let Some(group) = group(one) else { continue };
            let list = lists.entry(group.id).or_insert_with(|| List::new(group));
            let checked = facts.check(tx, one, group, &mut list.study);
            let (taken, wrong) = checked
                .and_then(|(taken, wrong)| list.take(&taken).map(|()| (!taken.is_empty(), wrong)))
                .unwrap_or_else(|wrong| (false, vec![wrong]));
            if taken && !wrong.is_empty() {
                reading.took_part(one.file);
            }
            reading.refuse(one.file, one.line.row, wrong);
        }
        let date = month.first();
        lists.retain(|id, list| !list.marks.is_empty() && !done.contains(&(*id, date)));
        let batches: Vec<AttendanceBatch> =
            lists.values().map(|list| list.batch(tx, date, &self.kept.sha256)).collect();
        let months = keep(tx, (region, date), &batches, &facts.planes).await?;
        settle(tx, &facts.disputes, &months).await?;
        let changed: BTreeSet<Uuid> = lists.values().map(|list| list.performer_id).collect();
        parties::count_up(tx, region, &Vec::from_iter(changed)).await
    }
}

/// Study days of a group as its calendar is known now.
fn study_days(calendar: &Calendar, month: Month, group: &Group) -> Result<DayMask, Wrong> {
    let calendar_of = GroupCalendar::parse(group.weekdays, &group.vacations)
        .ok_or_else(|| ("row.invalid", "the group's calendar cannot be read".to_owned()))?;
    calendar
        .study_days(month, calendar_of.weekdays, &calendar_of.vacations)
        .map_err(|refusal| (refusal.code(), "the month of the list".to_owned()))
}

/// Whether the month's timesheet is locked: where parents confirm it, what is marked then stays as they have seen it.
fn is_locked(tx: &Tx<'_>, group: &Group, month: Month, today: Date) -> bool {
    let terms = tx.pack().terms_on(&group.programme, month.last()).filter(|terms| confirmation::is_asked(terms));
    terms.and_then(|terms| lock(tx.pack(), terms, month.first())).is_some_and(|lock| today > lock)
}

/// Chunks of whole performers of one region and month.
fn into_chunks(performers: BTreeMap<Key, Vec<Asked>>) -> Vec<(Key, Vec<Asked>)> {
    let mut chunks: Vec<(Key, Vec<Asked>, usize)> = Vec::new();
    for (key, mut asked) in performers {
        match chunks.last_mut() {
            Some((last, all, count))
                if (last.0, last.1) == (key.0, key.1)
                    && *count < CHUNK_PERFORMERS
                    && all.len().saturating_add(asked.len()) <= CHUNK_LINES =>
            {
                all.append(&mut asked);
                *count = count.saturating_add(1);
            }
            Some(_) | None => chunks.push((key, asked, 1)),
        }
    }
    chunks.into_iter().map(|(key, asked, _)| (key, asked)).collect()
}

/// Groups by the names that a timesheet gives: the code, else exactly the title of one group of the performer.
struct Groups<'a> {
    own_bin: &'a str,
    named: HashMap<(&'a str, &'a str), Vec<usize>>,
    titled: HashMap<(&'a str, &'a str), Vec<usize>>,
    alone: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Groups<'a> {
    fn over(groups: &'a [Group], own_bin: &'a str) -> Self {
        let mut found = Self { own_bin, named: HashMap::new(), titled: HashMap::new(), alone: HashMap::new() };
        for (place, group) in groups.iter().enumerate() {
            found.named.entry((&group.bin, &group.code)).or_default().push(place);
            found.titled.entry((&group.bin, &group.title)).or_default().push(place);
            found.alone.entry(&group.code).or_default().push(place);
        }
        found
    }

    fn find(&self, line: &Line) -> Result<usize, Wrong> {
        let (bin, name) = (line.block.bin.as_str(), line.block.group.as_str());
        let bin = if bin.is_empty() { self.own_bin } else { bin };
        let by_code = if bin.is_empty() { self.alone.get(name) } else { self.named.get(&(bin, name)) };
        match by_code.or_else(|| self.titled.get(&(bin, name))).map_or(&[][..], Vec::as_slice) {
            [one] => Ok(*one),
            [] => Err(("group.unknown", "no such group is known".to_owned())),
            [_, _, ..] => Err(("group.several", "several groups have this name".to_owned())),
        }
    }
}

/// What rows of a chunk are held against.
struct Facts {
    places: HashMap<(Uuid, Vec<u8>), Vec<Place>>,
    planes: HashMap<Uuid, Planes>,
    standings: HashMap<Uuid, Standing>,
    /// What parents call wrong and nobody has answered.
    disputes: Vec<Disputed>,
    hashes: Vec<Vec<u8>>,
    /// Children who have no place here but are known.
    persons: HashSet<Vec<u8>>,
    index: HashMap<(usize, u64), usize>,
}

impl Facts {
    async fn load(tx: &Tx<'_>, (region, month): (i16, Month), performers: &[Uuid], asked: &[Asked]) -> Result<Self> {
        let date = month.first();
        let (list, standings, disputes) = tokio::try_join!(
            store::list_places(tx, region, date, performers),
            store::list_standings(tx, region, date, performers),
            parents::list_open(tx, (region, date), performers),
        )?;
        let planes = list.iter().map(|place| (place.contract_id, place.planes)).collect();
        let mut places = HashMap::<_, Vec<Place>>::new();
        for place in list {
            places.entry((place.performer_id, place.person.clone())).or_default().push(place);
        }
        let (mut hashes, mut buckets, mut index) = (Vec::new(), Vec::new(), HashMap::new());
        for one in asked {
            let (bucket, hash) = tx.app().secrets.lookup(one.line.iin.as_str());
            index.insert((one.file, one.line.row), hashes.len());
            buckets.push(bucket);
            hashes.push(hash);
        }
        let here: HashSet<&Vec<u8>> = places.keys().map(|(_, person)| person).collect();
        let strangers: Vec<(i16, Vec<u8>)> = buckets
            .iter()
            .zip(&hashes)
            .filter(|(_, hash)| !here.contains(hash))
            .map(|(bucket, hash)| (*bucket, hash.clone()))
            .collect();
        let (buckets, strange): (Vec<_>, Vec<_>) = strangers.into_iter().unzip();
        let known = if strange.is_empty() { Vec::new() } else { store::list_persons(tx, &buckets, &strange).await? };
        Ok(Self { places, planes, standings, disputes, hashes, persons: known.into_iter().collect(), index })
    }

    fn check(
        &self,
        tx: &Tx<'_>,
        asked: &Asked,
        group: &Group,
        study: &mut Option<DayMask>,
    ) -> Result<(super::check::Taken, Vec<Wrong>), Wrong> {
        let month = asked.line.block.month;
        let calendar = &tx.pack().calendar;
        let study = match *study {
            Some(study) => study,
            None => *study.insert(study_days(calendar, month, group)?),
        };
        let hash = self.index.get(&(asked.file, asked.line.row)).and_then(|at| self.hashes.get(*at));
        let hash = hash.ok_or_else(|| ("row.invalid", "the row stands in the file twice".to_owned()))?;
        let places = self.places.get(&(group.performer_id, hash.clone()));
        if places.is_none() && !self.persons.contains(hash) {
            return Err(("person.unknown", "no person has this IIN".to_owned()));
        }
        let standing = self.standings.get(&group.performer_id).copied().unwrap_or(Standing::Open);
        let certificates_until = match standing {
            Standing::Signed(at) => calendar.add_working_days(Clock::legal_date(at), CERTIFICATE_WORKING_DAYS).ok(),
            Standing::Open | Standing::Closed => None,
        };
        let places = places.map_or(&[][..], Vec::as_slice);
        let (today, disputes) = (tx.today(), self.disputes.as_slice());
        let is_locked = is_locked(tx, group, month, today);
        Ok(check(
            &asked.line,
            &Known { group, study, places, standing, certificates_until, is_locked, disputes, today },
        ))
    }
}

/// A list of a group on its way into the database.
struct List {
    region: i16,
    group_id: Uuid,
    performer_id: Uuid,
    study: Option<DayMask>,
    marks: BTreeMap<(Uuid, u32), Said>,
}

impl List {
    fn new(group: &Group) -> Self {
        Self {
            region: group.region,
            group_id: group.id,
            performer_id: group.performer_id,
            study: None,
            marks: BTreeMap::new(),
        }
    }

    /// Adds what a row says; a day of a child may be spoken of once.
    fn take(&mut self, taken: &[(Uuid, u32, Said)]) -> Result<(), Wrong> {
        if let Some((_, day, _)) = taken.iter().find(|(contract, day, _)| self.marks.contains_key(&(*contract, *day))) {
            return Err(("row.duplicate", format!("day {day} of this child stands in an earlier row")));
        }
        self.marks.extend(taken.iter().map(|(contract, day, said)| ((*contract, *day), *said)));
        Ok(())
    }

    /// The rectangle of children and days.
    fn batch(&self, tx: &Tx<'_>, month: Date, source: &[u8]) -> AttendanceBatch {
        let days = || self.marks.keys().map(|(_, day)| *day);
        let (first, last) = (days().min().unwrap_or(1), days().max().unwrap_or(1));
        let contracts: BTreeSet<Uuid> = self.marks.keys().map(|(contract, _)| *contract).collect();
        let byte = |contract: &Uuid, day: u32| self.marks.get(&(*contract, day)).copied().unwrap_or_default().byte();
        AttendanceBatch {
            region: self.region,
            month,
            id: tx.app().clock.id(),
            performer_id: self.performer_id,
            group_id: self.group_id,
            first_day: i16::try_from(first).unwrap_or(1),
            days: i16::try_from((first..=last).count()).unwrap_or(31),
            contracts: contracts.iter().flat_map(|contract| *contract.as_bytes()).collect(),
            marks: contracts.iter().flat_map(|contract| (first..=last).map(move |day| byte(contract, day))).collect(),
            source: source.to_vec(),
        }
    }
}
