//! The year as it is lived: day by day, everything twice, everything held against the model and the oracle.

use std::collections::{BTreeMap, VecDeque};
use std::path::PathBuf;

use eds::Role;
use jiff::{
    ToSpan as _,
    civil::{Date, date},
    tz::Offset,
};
use rand::Rng;
use registry::{
    app::App,
    payments::Payer,
    platform::{clock::Clock, cluster, migrate, testkit},
};
use sandbox::ca::{Authority, KeyKind, Profile, Usage};

use super::{
    country::{LAST, issuer},
    event::{Event, Expect, Kind, What},
    hold,
    model::Year,
    paper,
    run::{Outcome, Run},
};

/// Terms of a programme that is made of rows alone.
const CAMP: &[u8] = include_bytes!("../../../../testdata/rules/camp.toml");
/// How many events before a violation are printed.
const TOLD: usize = 120;

/// What to live.
#[derive(Clone, Copy)]
struct Plan {
    seed: u64,
    children: usize,
    from: Date,
    to: Date,
}

/// A year on its way.
struct Lived {
    plan: Plan,
    run: Run,
    year: Year,
    log: VecDeque<String>,
    counts: BTreeMap<String, u32>,
    twice: Vec<Event>,
    closed: Vec<Date>,
    broken: usize,
}

/// Whether a year lives on beyond what does not hold, to see what else there is.
fn goes_on() -> bool {
    std::env::var_os("QAZYNA_YEAR_GOES_ON").is_some()
}

fn noon(day: Date) -> jiff::Timestamp {
    Offset::constant(5).to_timestamp(day.at(9, 0, 0, 0)).unwrap()
}

async fn registry(plan: Plan) -> Run {
    let template = format!("qazyna_template_year_{}", migrate::version());
    let database = testkit::database_from(&template, async |owner: tokio_postgres::Config| {
        let (mut client, connection) = owner.connect(tokio_postgres::NoTls).await?;
        let task = tokio::spawn(connection);
        migrate::run(&mut client, date(2026, 1, 1), 24).await?;
        drop(client);
        task.await??;
        Ok(())
    })
    .await
    .unwrap();
    let folder = tempfile::Builder::new().prefix("qzy").tempdir_in("/tmp").unwrap().keep();
    let clock = Clock::fixed(noon(plan.from.yesterday().unwrap()));
    let app = App::open(database.config(cluster::Role::App), folder.join("data"), clock).await.unwrap();
    Run {
        app,
        _database: database,
        folder,
        performer_keys: BTreeMap::new(),
        issuer_keys: BTreeMap::new(),
        waiting: BTreeMap::new(),
        settled: std::collections::BTreeSet::new(),
        statements: BTreeMap::new(),
    }
}

/// Certifies whoever signs, and enters from where each programme is paid.
fn equip(run: &mut Run, year: &Year) {
    let ca = run.folder.join("ca");
    std::fs::create_dir_all(&ca).unwrap();
    let (from, to) = (noon(date(2026, 1, 1)), noon(date(2029, 1, 1)));
    let mut authority = Authority::create(&ca, from).unwrap();
    authority.crl(from, to).unwrap();
    let mut key = |bin: &str, n: usize| {
        let profile = Profile {
            iin: Some(testkit::fixture::iin(date(2001, 5, 6), u32::try_from(n).unwrap())),
            bin: Some(bin.to_owned()),
            name: "АБАЙ ҚҰНАНБАЙҰЛЫ".to_owned(),
            roles: vec![Role::Organisation, Role::Head],
            key: if n.is_multiple_of(2) { KeyKind::Rsa } else { KeyKind::Ec },
            not_before: from,
            not_after: to,
            usage: Usage::Sign,
        };
        authority.issue(&profile).unwrap().pem.into_bytes()
    };
    for (n, performer) in year.country.performers.iter().enumerate() {
        run.performer_keys.insert(performer.bin.clone(), key(&performer.bin, n));
        let issuer = issuer(performer.region);
        let own = key(&issuer, 100 + usize::try_from(performer.region).unwrap());
        run.issuer_keys.entry(issuer).or_insert(own);
    }
    run.app.trust.roots = Some(ca.join("roots"));
    run.app.trust.crls = Some(ca.join("crl"));
    run.app.payers = vec![Payer {
        programmes: year.country.programmes.iter().map(|programme| programme.code().to_owned()).collect(),
        valid_from: date(2026, 1, 1),
        name: "АО «Финансовый центр»".to_owned(),
        bin: "990140000126".to_owned(),
        iban: "KZ75125KZT1001300335".to_owned(),
        bik: "KKMFKZ2A".to_owned(),
        knp: "859".to_owned(),
    }];
}

impl Lived {
    async fn begin(plan: Plan) -> Self {
        let mut run = registry(plan).await;
        for rules in [CAMP.to_vec(), paper::rules(run.app.pack())] {
            assert_eq!(run.file(Kind::Rules, &rules).await, Vec::new());
        }
        let year = Year::new(run.app.pack(), plan.seed, plan.from);
        equip(&mut run, &year);
        let mut lived = Self {
            plan,
            run,
            year,
            log: VecDeque::new(),
            counts: BTreeMap::new(),
            twice: Vec::new(),
            closed: Vec::new(),
            broken: 0,
        };
        let events = lived.year.begin(plan.children);
        lived.live(plan.from.yesterday().unwrap(), events).await;
        lived
    }

    /// One day: what happens, everything again, and what holds then.
    async fn live(&mut self, day: Date, events: Vec<Event>) {
        self.run.at(noon(day));
        self.note(format!("-- {day}"));
        for event in events {
            // What was refused may be taken once what it lacked is there: it is not given again.
            if self.happen(day, &event).await || matches!(event.expect, Expect::Refused(_)) {
                self.twice.push(event);
            }
        }
        self.repeat(day).await;
        let broken = self.run.broken().await;
        if !broken.is_empty() {
            self.fail(day, &broken);
        }
    }

    /// Everything of the day again, in its order. Which of it changed something is looked for where the year lives on.
    async fn repeat(&mut self, day: Date) {
        let mut before = self.run.state().await;
        let twice = std::mem::take(&mut self.twice);
        for (at, event) in twice.iter().enumerate() {
            let outcome = self.run.act(event).await;
            if !goes_on() && at + 1 < twice.len() {
                continue;
            }
            let after = self.run.state().await;
            if before != after {
                let said = outcome.refused;
                let text = format!(
                    "given again, {event} or what came before it changed something: {before} / {after}, {said:?}"
                );
                self.fail(day, &[text]);
            }
            before = after;
        }
    }

    fn note(&mut self, line: String) {
        self.log.push_back(line);
        if self.log.len() > TOLD {
            self.log.pop_front();
        }
    }

    /// Whether it was taken whole.
    async fn happen(&mut self, day: Date, event: &Event) -> bool {
        self.note(event.to_string());
        if std::env::var_os("QAZYNA_YEAR_TELLS").is_some() {
            eprintln!("{event}");
        }
        let must_stay = matches!(event.expect, Expect::Refused(_));
        let before = if must_stay { self.run.state().await } else { String::new() };
        let outcome = self.run.act(event).await;
        self.judge(day, event, &outcome);
        self.year.told(event.id, &outcome.refused);
        for (contract, last) in &outcome.ended {
            self.year.ended(contract, *last);
        }
        // What was refused of a file in part is told in its report, which is an entry.
        let rest = |state: &str| state.split_once(' ').map(|(_, rest)| rest.to_owned());
        if must_stay {
            let after = self.run.state().await;
            if rest(&before) != rest(&after) {
                self.fail(day, &[format!("a refusal changed {}: {event}", hold::changed(&before, &after))]);
            }
        }
        if let What::Recompute(month) = event.what {
            self.recompute(day, &[month]).await;
            self.closed.push(month);
        }
        self.again(day, event).await;
        outcome.refused.is_empty()
    }

    /// The answer against what the model expects.
    fn judge(&mut self, day: Date, event: &Event, outcome: &Outcome) {
        let codes = || outcome.refused.iter().map(|(_, code)| code.as_str());
        let is_well = match event.expect {
            Expect::Taken => outcome.refused.is_empty(),
            Expect::Refused(code) => codes().any(|one| one == code) && codes().all(|one| one == code),
            Expect::Either(allowed) => codes().all(|one| allowed.contains(&one)),
        };
        let word = match codes().next() {
            Some(code) => format!("{} refused {code}", event.what.word()),
            None => event.what.word(),
        };
        *self.counts.entry(word).or_default() += 1;
        if !is_well {
            self.fail(day, &[format!("{event} was answered {:?}", outcome.refused)]);
        }
    }

    /// The same rows in other bytes, as from a system that lost the answer: nothing is done again.
    async fn again(&mut self, day: Date, event: &Event) {
        let What::File(kind, bytes) = &event.what else { return };
        let rows = matches!(kind, Kind::Persons | Kind::Roster | Kind::Timesheet | Kind::Grants | Kind::Rates);
        if !rows || !self.year.rng.random_bool(0.2) {
            return;
        }
        let before = self.run.state().await;
        self.run.file(*kind, &paper::rewrapped(bytes)).await;
        let after = self.run.state().await;
        // The report of the second file is an entry of its own; marks that are told again make the timesheet fresh and the draft stale.
        let skipped: &[usize] = if *kind == Kind::Timesheet { &[0, 3, 4, 9] } else { &[0] };
        let rest = |state: &str| -> Vec<String> {
            let words = state.split(' ').enumerate().filter(|(at, _)| !skipped.contains(at));
            words.map(|(_, word)| word.to_owned()).collect()
        };
        if rest(&before) != rest(&after) {
            self.fail(
                day,
                &[format!("the same rows in another file changed {}: {event}", hold::changed(&before, &after))],
            );
        }
    }

    async fn recompute(&mut self, day: Date, months: &[Date]) {
        let mut exports: Vec<PathBuf> = Vec::new();
        for month in months {
            exports.push(self.run.export(*month, &format!("export-{}", month.strftime("%Y-%m"))).await);
        }
        let differs = hold::recompute(&exports);
        if !differs.is_empty() {
            self.fail(day, &differs);
        }
    }

    /// The marks of all exports are those that the model sent and the registry took.
    fn compare_marks(&mut self, day: Date) {
        let exports: Vec<PathBuf> = self
            .closed
            .iter()
            .map(|month| self.run.folder.join(format!("export-{}", month.strftime("%Y-%m"))))
            .collect();
        let found = hold::marks(&exports);
        let mut expected = BTreeMap::new();
        for ((at, on), mark) in self.year.known.iter().filter(|((_, on), _)| self.closed.contains(&on.first_of_month()))
        {
            let place = &self.year.country.places[*at];
            let group = self.year.country.performers[place.performer].groups[place.group_on(*on)].code.clone();
            *expected.entry((group, *on, mark.to_string())).or_insert(0_usize) += 1;
        }
        let differs: Vec<String> = expected
            .iter()
            .filter(|(key, count)| found.get(*key) != Some(*count))
            .map(|(key, count)| format!("{key:?}: {count} were sent, {:?} are exported", found.get(key)))
            .chain(found.keys().filter(|key| !expected.contains_key(*key)).map(|key| format!("{key:?} nobody sent")))
            .collect();
        if !differs.is_empty() {
            self.fail(day, &differs);
        }
    }

    /// Tells what does not hold, with the events before it.
    fn fail(&mut self, day: Date, broken: &[String]) {
        if goes_on() {
            self.broken += 1;
            broken.iter().take(12).for_each(|line| eprintln!("BROKEN {day} {line}"));
            return;
        }
        for line in &self.log {
            eprintln!("{line}");
        }
        let Plan { seed, children, from, to } = self.plan;
        let folder = self.run.folder.display();
        let listed = broken.iter().take(40).cloned().collect::<Vec<_>>().join("\n");
        panic!(
            "seed {seed}, {children} children, {from} to {to}, day {day}, folder {folder}, {} broken:\n{listed}",
            broken.len()
        );
    }
}

/// What a stretch of some months has to show.
const HAPPENS: [&str; 24] = [
    "answer.correct",
    "answer.refuse",
    "came",
    "changed performer by days",
    "changed performer on the 1st",
    "changed the group",
    "confirm",
    "consent",
    "died",
    "dispute",
    "end.academic_leave refused end.reason",
    "end.expulsion",
    "end.refusal",
    "enrolled by mistake",
    "left, told late",
    "moved with the voucher",
    "moved without it",
    "renew",
    "rested unexpectedly",
    "sign.performers refused qr.below_share",
    "statement.lost",
    "timesheet refused month.closed",
    "took up a second programme",
    "was reinstated",
];

async fn lived(plan: Plan) -> BTreeMap<String, u32> {
    let mut lived = Lived::begin(plan).await;
    let mut day = plan.from;
    while day <= plan.to {
        let events = lived.year.day(day);
        lived.live(day, events).await;
        day = day.tomorrow().unwrap();
    }
    let last = plan.to;
    let months = lived.closed.clone();
    lived.recompute(last, &months).await;
    lived.compare_marks(last);
    for (deed, count) in &lived.year.deeds {
        lived.counts.insert((*deed).to_owned(), *count);
    }
    for (word, count) in &lived.counts {
        eprintln!("{count:6} {word}");
    }
    assert_eq!(lived.broken, 0);
    let folder = lived.run.folder.clone();
    let counts = lived.counts.clone();
    lived.run.app.db.close();
    drop(lived);
    std::fs::remove_dir_all(folder).unwrap();
    counts
}

fn from_env(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |text| text.parse().unwrap())
}

fn plan(from: Date, to: Date, children: u64) -> Plan {
    let children = usize::try_from(from_env("QAZYNA_YEAR_CHILDREN", children)).unwrap();
    Plan { seed: from_env("QAZYNA_YEAR_SEED", 1), children, from, to }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn four_months_over_the_turn_of_the_year_hold_day_by_day() {
    let to = date(2027, 2, 14);
    let counts = lived(plan(date(2026, 10, 12), to, 34)).await;
    let missing: Vec<&str> = HAPPENS.into_iter().filter(|word| !counts.contains_key(*word)).collect();
    assert!(missing.is_empty(), "these did not happen: {missing:?}");
}

/// The whole year: `./x soak year`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes many minutes: ./x soak year"]
async fn the_whole_year_holds_day_by_day() {
    let from = date(2026, 9, 1);
    let counts = lived(plan(from, LAST.checked_sub(17.days()).unwrap(), 60)).await;
    assert!(counts.len() > 40, "much did not happen: {counts:?}");
}
