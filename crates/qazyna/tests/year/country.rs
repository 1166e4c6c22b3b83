//! Who lives in the simulated country: performers with groups, children, and places of children at performers.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use law::{
    Month, Pack, Terms,
    terms::{AbsenceRuleKind, Issue, PartsEnd},
};
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;
use registry::platform::testkit::fixture::{iin, with_check_digit};

/// The first and the last day that the country knows.
pub(crate) const FIRST: Date = date(2026, 9, 1);
pub(crate) const LAST: Date = date(2027, 8, 31);

/// A kindergarten, school, college or circle.
#[derive(Clone, Debug)]
pub(crate) struct Performer {
    pub(crate) bin: String,
    /// Index of its programme.
    pub(crate) of: usize,
    pub(crate) region: i16,
    pub(crate) iban: String,
    /// Price of a month (tiyn), where contracts or state orders name it.
    pub(crate) price: i64,
    /// Every how many days it sends its marks.
    pub(crate) lag: i16,
    pub(crate) groups: Vec<Group>,
}

/// A group that meets on some days of the week.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) code: String,
    pub(crate) weekdays: &'static str,
    pub(crate) vacations: Vec<(Date, Date)>,
    /// Closed with a document until this day.
    pub(crate) closed_until: Date,
}

impl Group {
    pub(crate) fn vacations(&self) -> String {
        let one = |(from, to): &(Date, Date)| format!("{from}/{to}");
        self.vacations.iter().map(one).collect::<Vec<_>>().join(";")
    }

    pub(crate) fn studies(&self, pack: &Pack, day: Date) -> bool {
        let set = self.weekdays.bytes().filter(u8::is_ascii_digit).fold(0_u8, |set, digit| set | 1 << (digit - b'1'));
        let month = Month::of(day);
        let days = pack.calendar.study_days(month, set, &self.vacations).unwrap();
        days & month.days_between(day, day) != 0
    }
}

/// A child or a student.
#[derive(Clone, Debug)]
pub(crate) struct Child {
    pub(crate) iin: String,
    pub(crate) parent: String,
    pub(crate) born: Date,
    pub(crate) male: bool,
    pub(crate) region: i16,
    pub(crate) died: Option<Date>,
    /// The parent never confirms a month.
    pub(crate) silent: bool,
    /// Takes long leave.
    pub(crate) travels: bool,
}

/// A child's contract with a performer.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) child: usize,
    pub(crate) performer: usize,
    pub(crate) group: usize,
    /// The group before, until this day.
    pub(crate) before: Option<(Date, usize)>,
    pub(crate) number: u32,
    pub(crate) from: Date,
    pub(crate) to: Date,
    pub(crate) last: Option<(Date, &'static str)>,
    pub(crate) withdrawn: bool,
    pub(crate) consented: bool,
    /// Days of illness and of leave still to come.
    pub(crate) ill: u8,
    pub(crate) leave: u8,
}

impl Place {
    pub(crate) fn contract(&self) -> String {
        format!("Y-{:05}", self.number)
    }

    pub(crate) fn group_on(&self, day: Date) -> usize {
        self.before.filter(|(until, _)| day < *until).map_or(self.group, |(_, group)| group)
    }

    pub(crate) fn ends(&self) -> Date {
        self.last.map_or(self.to, |(last, _)| last.min(self.to))
    }

    pub(crate) fn lives(&self, day: Date) -> bool {
        !self.withdrawn && self.from <= day && day <= self.ends()
    }
}

/// What the model needs of a programme's terms.
#[derive(Clone, Debug)]
pub(crate) struct Programme {
    pub(crate) terms: Terms,
    pub(crate) regions: Vec<i16>,
    /// Full years of its children.
    pub(crate) ages: (i16, i16),
}

impl Programme {
    fn of(terms: &Terms) -> Self {
        let listed: Vec<i16> = terms.regions.iter().map(|region| region.parse().unwrap()).collect();
        let ages = match (terms.issue, terms.issue_ages, terms.absence_rule) {
            (_, Some([low, high]), _) => (low.max(6), high.min(16)),
            (Issue::GrantRegister, ..) => (15, 19),
            (_, _, AbsenceRuleKind::ThreeDay) => (2, 5),
            (_, _, AbsenceRuleKind::EnrolledDays) => (6, 16),
        };
        let regions = if listed.is_empty() { vec![75, 71] } else { listed[..1].to_vec() };
        Self { terms: terms.clone(), regions, ages }
    }

    pub(crate) fn code(&self) -> &str {
        &self.terms.programme
    }

    /// Parts go with the calendar year, and a contract of one year with them.
    pub(crate) fn by_calendar(&self) -> bool {
        self.terms.parts_end == PartsEnd::Contract && self.terms.part_months.len() == 12
    }

    pub(crate) fn serves(&self, day: Date) -> bool {
        self.terms.has_part_in(day.month())
    }

    /// The last day of a contract that begins on a day.
    pub(crate) fn contract_to(&self, from: Date) -> Date {
        if self.terms.parts_end == PartsEnd::FinancialYear {
            return LAST;
        }
        if self.by_calendar() && from.year() == 2026 {
            return date(2026, 12, 31);
        }
        let mut to = from.last_of_month();
        while to < LAST && self.serves(to.tomorrow().unwrap()) {
            to = to.tomorrow().unwrap().last_of_month();
        }
        to
    }
}

/// Everybody.
#[derive(Debug)]
pub(crate) struct Country {
    pub(crate) programmes: Vec<Programme>,
    pub(crate) performers: Vec<Performer>,
    pub(crate) children: Vec<Child>,
    pub(crate) places: Vec<Place>,
}

fn bin(serial: usize) -> String {
    (0..20).find_map(|k| with_check_digit(&format!("1501400{:04}", serial * 20 + k))).unwrap()
}

/// The issuer of a region.
pub(crate) fn issuer(region: i16) -> String {
    (0..20).find_map(|k| with_check_digit(&format!("1001400{:04}", usize::try_from(region).unwrap() * 20 + k))).unwrap()
}

pub(crate) fn iban(account: usize) -> String {
    let body = format!("125{account:013}");
    let open = format!("KZ00{body}");
    let rest = law::identifiers::mod_97(open.as_bytes().try_into().unwrap()).unwrap();
    format!("KZ{:02}{body}", 98 - rest)
}

const WEEKDAYS: [&str; 5] = ["1 2 3 4 5", "1 2 3 4 5 6", "2 3 4 5 6", "1 2 3 4", "1 3 5"];

impl Country {
    /// Performers of every programme of the pack: two in its first region, one in its second.
    pub(crate) fn new(pack: &Pack, rng: &mut ChaCha8Rng) -> Self {
        let mut codes: Vec<&str> = pack.terms.iter().map(|terms| terms.programme.as_str()).collect();
        codes.sort_unstable();
        codes.dedup();
        let programmes: Vec<Programme> =
            codes.into_iter().map(|code| Programme::of(pack.terms_on(code, FIRST).unwrap())).collect();
        let mut country = Self { programmes, performers: Vec::new(), children: Vec::new(), places: Vec::new() };
        for of in 0..country.programmes.len() {
            let regions = country.programmes[of].regions.clone();
            for (at, region) in regions.iter().enumerate() {
                for _ in 0..if at == 0 { 2 } else { 1 } {
                    country.admit(of, *region, rng);
                }
            }
        }
        country
    }

    fn admit(&mut self, of: usize, region: i16, rng: &mut ChaCha8Rng) {
        let serial = self.performers.len() + 1;
        let bin = bin(serial);
        let group = |n: usize, rng: &mut ChaCha8Rng| {
            let begins = date(2026, 10, 26).checked_add((7 * rng.random_range(0..3)).days()).unwrap();
            let autumn = (begins, begins.checked_add(6.days()).unwrap());
            let winter = (date(2026, 12, 29), date(2027, 1, rng.random_range(5..12)));
            let rests = self.programmes[of].terms.absence_rule == AbsenceRuleKind::EnrolledDays;
            Group {
                code: format!("{bin}-{n}"),
                weekdays: if rng.random_bool(0.5) { WEEKDAYS[0] } else { WEEKDAYS.choose(rng).unwrap() },
                vacations: if rests { vec![autumn, winter] } else { Vec::new() },
                closed_until: date(2026, 1, 1),
            }
        };
        let groups = vec![group(1, rng), group(2, rng)];
        let price = 3_700_000 + i64::try_from(of).unwrap() * 911_111 + i64::from(region) * 10_007;
        let lag = rng.random_range(1..6);
        self.performers.push(Performer { bin: bin.clone(), of, region, iban: iban(serial), price, lag, groups });
    }

    /// A child of the ages of a programme.
    pub(crate) fn bear(&mut self, of: usize, region: i16, rng: &mut ChaCha8Rng) -> usize {
        let (low, high) = self.programmes[of].ages;
        let years = rng.random_range(low..=high);
        let born = date(2026, 8, 30).checked_sub(i32::from(years).years()).unwrap();
        let born = born.checked_sub(rng.random_range(0..90).days()).unwrap();
        // Everybody has a number of his own, also on a day on which many were born.
        let n = u32::try_from(self.children.len()).unwrap();
        let parent = iin(date(2000, 1, 1).checked_add(i32::try_from(n % 2500).unwrap().days()).unwrap(), n % 7);
        let child = Child {
            iin: iin_of(born, n),
            parent: parent.clone(),
            born,
            male: n % 2 == 0,
            region,
            died: None,
            silent: rng.random_bool(0.25),
            travels: rng.random_bool(0.12),
        };
        self.children.push(child);
        self.children.len() - 1
    }

    /// A place from a day on; the caller tells of it.
    pub(crate) fn settle(&mut self, child: usize, performer: usize, from: Date, rng: &mut ChaCha8Rng) -> usize {
        let programme = &self.programmes[self.performers[performer].of];
        let place = Place {
            child,
            performer,
            group: rng.random_range(0..2),
            before: None,
            number: u32::try_from(self.places.len()).unwrap() + 1,
            from,
            to: programme.contract_to(from),
            last: None,
            withdrawn: false,
            consented: !programme.terms.activation,
            ill: 0,
            leave: 0,
        };
        self.places.push(place);
        self.places.len() - 1
    }

    pub(crate) fn programme(&self, place: usize) -> &Programme {
        &self.programmes[self.performers[self.places[place].performer].of]
    }

    /// Performers of a programme in a region.
    pub(crate) fn of(&self, of: usize, region: i16) -> Vec<usize> {
        let fits = |at: &usize| (self.performers[*at].of, self.performers[*at].region) == (of, region);
        (0..self.performers.len()).filter(fits).collect()
    }

    /// Places that live on a day and fit.
    pub(crate) fn living(&self, day: Date, fits: impl Fn(usize, &Place) -> bool) -> Vec<usize> {
        let of = |at: &usize| self.places[*at].lives(day) && fits(*at, &self.places[*at]);
        (0..self.places.len()).filter(of).collect()
    }

    /// The places of a child that are not over on a day.
    pub(crate) fn places_of(&self, child: usize, day: Date) -> Vec<usize> {
        let of = |at: &usize| {
            let place = &self.places[*at];
            place.child == child && !place.withdrawn && place.ends() >= day
        };
        (0..self.places.len()).filter(of).collect()
    }
}

/// The IIN of the `n`th child: boys have odd centuries' digits and so even numbers of the fixture.
fn iin_of(born: Date, n: u32) -> String {
    iin(born, n % 2 + 2 * (n / 2 % 997))
}
