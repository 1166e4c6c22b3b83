//! The model: a country in memory that lives day by day and tells what happens. Pure and seeded: the same seed gives the same events as long as
//! the registry answers alike.

use std::collections::{BTreeMap, HashMap};

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use law::{Pack, terms::Issue};
use rand::{Rng, SeedableRng, seq::SliceRandom};
use rand_chacha::ChaCha8Rng;

use super::{
    country::Country,
    event::{Bank, Event, Expect, Kind, Seat, What},
    paper::{self, MarkRow, Row},
};

/// What is to be done on a day that is known before.
#[derive(Clone, Debug)]
pub(crate) enum Task {
    Consent(usize),
    /// Tells of places whose ends were decided.
    Tell(Vec<usize>),
    Certificate(MarkRow),
    Answer(Seat, u32, MarkRow, bool),
    /// The child of a place that an issuer annulled or paused comes back.
    Return(usize, bool),
    Publish(bool),
    Reprice(Date, i64),
    Turn,
    Confirm(Date),
    Silence(Date),
    Close(Date),
    Sign(Date),
    IssuersSign(Date),
    Pay(Date),
    Statement(Bank),
    Recompute(Date),
}

/// What an event would change in the model, applied when the registry has taken it.
enum Sent {
    Marks(Vec<MarkRow>),
    Place(usize),
}

/// See the module.
pub(crate) struct Year {
    pub(crate) pack: &'static Pack,
    pub(crate) rng: ChaCha8Rng,
    pub(crate) country: Country,
    pub(crate) start: Date,
    next: u32,
    queue: BTreeMap<Date, Vec<Task>>,
    /// Marks that performers have not sent yet.
    pub(crate) pending: BTreeMap<usize, Vec<MarkRow>>,
    /// What the registry has taken: letter of each place and day.
    pub(crate) known: BTreeMap<(usize, Date), char>,
    sent: HashMap<u32, Sent>,
    pub(crate) out: Vec<Event>,
    /// What children and performers did, counted.
    pub(crate) deeds: BTreeMap<&'static str, u32>,
}

impl Year {
    pub(crate) fn new(pack: &'static Pack, seed: u64, start: Date) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let country = Country::new(pack, &mut rng);
        Self {
            pack,
            rng,
            country,
            start,
            next: 0,
            queue: BTreeMap::new(),
            pending: BTreeMap::new(),
            known: BTreeMap::new(),
            sent: HashMap::new(),
            out: Vec::new(),
            deeds: BTreeMap::new(),
        }
    }

    pub(crate) fn count(&mut self, deed: &'static str) {
        *self.deeds.entry(deed).or_default() += 1;
    }

    pub(crate) fn tell(&mut self, what: What, expect: Expect) {
        self.event(what, expect);
    }

    /// The number under which the answer comes back.
    fn event(&mut self, what: What, expect: Expect) -> u32 {
        self.next += 1;
        self.out.push(Event { id: self.next, what, expect });
        self.next
    }

    pub(crate) fn file(&mut self, kind: Kind, bytes: Vec<u8>) {
        self.tell(What::File(kind, bytes), Expect::Taken)
    }

    pub(crate) fn plan(&mut self, on: Date, task: Task) {
        self.queue.entry(on).or_default().push(task);
    }

    /// The world before its first day: money, rules, people, contracts.
    pub(crate) fn begin(&mut self, children: usize) -> Vec<Event> {
        let performers = self.country.performers.len();
        for n in 0..children {
            let performer = n % performers;
            let (of, region) = (self.country.performers[performer].of, self.country.performers[performer].region);
            let child = self.country.bear(of, region, &mut self.rng);
            self.country.settle(child, performer, self.start, &mut self.rng);
        }
        let budget = paper::budget(&self.country, |programme, region, month| {
            month.year() == 2026 && !held_back(programme.code(), region, month)
        });
        self.file(Kind::Budget, budget);
        let volumes = paper::volumes(&self.country, 2026);
        self.file(Kind::Volumes, volumes);
        let rates = paper::rates(&self.country, date(2026, 9, 1), 1000, "N-1");
        self.file(Kind::Rates, rates);
        let admitted = paper::performers(&self.country);
        self.file(Kind::Performers, admitted);
        let persons = paper::persons(&self.country.children.iter().collect::<Vec<_>>());
        self.file(Kind::Persons, persons);
        let places: Vec<usize> = (0..self.country.places.len()).collect();
        self.entitle(&places, 2026);
        self.enrol(&places, Expect::Taken);
        self.calendar();
        std::mem::take(&mut self.out)
    }

    /// Dated work of the whole year.
    fn calendar(&mut self) {
        self.plan(date(2026, 11, 12), Task::Reprice(date(2026, 10, 1), 1037));
        self.plan(date(2027, 2, 10), Task::Reprice(date(2027, 1, 1), 961));
        self.plan(date(2026, 12, 9), Task::Publish(false));
        self.plan(date(2027, 1, 4), Task::Turn);
        self.plan(date(2027, 1, 11), Task::Publish(true));
        let mut month = self.start.first_of_month();
        while month < date(2027, 8, 1) {
            let next = month.checked_add(1.month()).unwrap();
            let on = |day: i32| next.checked_add((day - 1).days()).unwrap();
            self.plan(month.last_of_month(), Task::Confirm(month));
            self.plan(on(4), Task::Silence(month));
            for (at, day) in [5, 20].into_iter().enumerate() {
                self.plan(on(day), Task::Close(month));
                self.plan(on(day), Task::Sign(month));
                let issuers = day + 1 + self.rng.random_range(0..3);
                self.plan(on(issuers), Task::IssuersSign(month));
                self.plan(on(day + 4), Task::Pay(month));
                let bank =
                    [Bank::Whole, Bank::Lost, Bank::Short, Bank::Extra, Bank::Returned][self.rng.random_range(0..5)];
                self.plan(on(day + 5), Task::Statement(bank));
                self.plan(on(day + 7), Task::Statement(Bank::Whole));
                if at == 0 {
                    self.plan(on(day + 8), Task::Recompute(month));
                }
            }
            month = next;
        }
    }

    /// Gives the children of places the right to a voucher of a year, each by the way of its programme.
    pub(crate) fn entitle(&mut self, places: &[usize], year: i16) {
        for of in 0..self.country.programmes.len() {
            let mine: Vec<usize> = places
                .iter()
                .copied()
                .filter(|at| self.country.performers[self.country.places[*at].performer].of == of)
                .collect();
            if mine.is_empty() {
                continue;
            }
            let (code, issue) =
                (self.country.programmes[of].code().to_owned(), self.country.programmes[of].terms.issue);
            let list = match issue {
                Issue::Automatic => None,
                Issue::GrantRegister => {
                    let grants = paper::grants(&self.country, &mine);
                    self.file(Kind::Grants, grants);
                    None
                }
                Issue::OrderVolume => {
                    let of = |at: &usize| &self.country.children[self.country.places[*at].child];
                    Some(paper::list(&mine.iter().map(of).collect::<Vec<_>>()))
                }
            };
            self.tell(What::Issue(code, year, list), Expect::Taken);
        }
    }

    /// Tells of new places, and plans the parents' consents.
    pub(crate) fn enrol(&mut self, places: &[usize], expect: Expect) {
        let told = self.today();
        let rows: Vec<Row<'_>> = places.iter().map(|at| Row::of(&self.country, &self.country.places[*at])).collect();
        let bytes = paper::roster(&self.country, &rows, &[], told);
        let id = self.event(What::File(Kind::Roster, bytes), expect);
        if let [place] = places {
            self.sent.insert(id, Sent::Place(*place));
        }
        for at in places {
            if !self.country.places[*at].consented {
                let days =
                    if self.rng.random_bool(0.2) { self.rng.random_range(20..50) } else { self.rng.random_range(1..6) };
                self.plan(told.checked_add(days.days()).unwrap(), Task::Consent(*at));
            }
        }
    }

    /// The day that is lived: the model asks for it rarely, so it is kept by the queue's head.
    pub(crate) fn today(&self) -> Date {
        self.queue.first_key_value().map_or(self.start, |(day, _)| *day)
    }

    /// Everything that happens on a day, in order.
    pub(crate) fn day(&mut self, day: Date) -> Vec<Event> {
        // The head of the queue is the day itself, so that what is told now is told today.
        let tasks = self.queue.entry(day).or_default().clone();
        let (evening, morning): (Vec<Task>, Vec<Task>) = tasks.into_iter().partition(Task::is_of_the_evening);
        for task in morning {
            self.carry_out(day, task);
        }
        self.live(day);
        self.err(day);
        self.give_everybody();
        self.attend(day);
        for task in evening {
            self.carry_out(day, task);
        }
        self.queue.remove(&day);
        std::mem::take(&mut self.out)
    }

    /// Whoever was told of today gets the vouchers that every child gets.
    fn give_everybody(&mut self) {
        if !self.out.iter().any(|event| matches!(event.what, What::File(Kind::Persons, _))) {
            return;
        }
        let everybodys = self.country.programmes.iter().filter(|programme| programme.terms.issue == Issue::Automatic);
        let codes: Vec<String> = everybodys.map(|programme| programme.code().to_owned()).collect();
        for code in codes {
            self.tell(What::Issue(code, 2026, None), Expect::Taken);
        }
    }

    /// What the registry said to an event: the rows refused with their codes.
    pub(crate) fn told(&mut self, event: u32, refused: &[(u64, String)]) {
        match self.sent.remove(&event) {
            Some(Sent::Marks(rows)) => {
                for (row, line) in rows.into_iter().zip(2_u64..) {
                    if refused.iter().all(|(refused, _)| *refused != line) {
                        self.known.insert((row.place, row.day), row.mark);
                    }
                }
            }
            Some(Sent::Place(place)) if !refused.is_empty() => self.country.places[place].withdrawn = true,
            Some(Sent::Place(_)) | None => {}
        }
    }

    /// The registry ended a contract by itself.
    pub(crate) fn ended(&mut self, contract: &str, last: Date) {
        for place in self.country.places.iter_mut().filter(|place| place.contract() == contract) {
            let last = place.last.map_or(last, |(before, _)| before.min(last));
            place.last = Some((last, "two_silent_months"));
        }
    }

    /// Sends rows of marks of one performer.
    pub(crate) fn send(&mut self, rows: Vec<MarkRow>, expect: Expect) {
        let bytes = paper::marks(&rows);
        let id = self.event(What::File(Kind::Timesheet, bytes), expect);
        self.sent.insert(id, Sent::Marks(rows));
    }

    pub(crate) fn shuffled<T>(&mut self, mut all: Vec<T>) -> Vec<T> {
        all.shuffle(&mut self.rng);
        all
    }
}

/// The lines that are published only after their month should have been closed.
pub(crate) fn held_back(programme: &str, region: i16, month: Date) -> bool {
    region == 71 && month == date(2026, 11, 1) && matches!(programme, "extra" | "school")
}
