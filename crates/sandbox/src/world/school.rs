//! One performer: its requisites, objects, groups and state-order contract.

use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::{
    calendar::{self, Days, Month, VACATIONS, WEEKDAYS},
    digits::{self, Twelve},
    names,
    pages::Pages,
    region::{self, KINDS, Region, STUDY_MONTHS},
};

/// Pupils of a class before arrivals; three places stay free for two arrivals and a transfer.
const CLASS_BASE: u32 = 22;
/// Places of a class.
const CLASS_CAPACITY: u32 = 25;

/// A class.
pub(super) struct Group {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) grade: u8,
    pub(super) kind: usize,
    pub(super) capacity: u32,
    /// Pupils on 1 September.
    pub(super) base: u32,
    pub(super) weekdays: &'static str,
    pub(super) vacations: &'static str,
    pub(super) object: String,
    /// The rate of a month, in decimal tiyn.
    pub(super) price: String,
    pub(super) study: [Days; 2],
    pub(super) closed: [Days; 2],
}

impl Group {
    /// True when every place is taken from the first day to the last.
    pub(super) fn full(&self) -> bool {
        self.capacity == self.base
    }

    /// True for the group without pupils whose class meets at an object that nobody admitted.
    pub(super) fn elsewhere(&self) -> bool {
        self.base == 0
    }
}

/// A performer of the programme school.
pub(super) struct School {
    /// Number from 0 within the world.
    pub(super) number: u32,
    pub(super) bin: Twelve,
    pub(super) bin_text: String,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) kato: String,
    pub(super) rural: bool,
    pub(super) groups: Vec<Group>,
    objects: Vec<String>,
}

impl School {
    /// Draws the performer `number` of `pupils` pupils in `region`.
    pub(super) fn draw(rng: &mut ChaCha8Rng, number: u32, pupils: u32, region: &Region) -> Self {
        let bin = performer_bin(number);
        let bin_text = String::from_utf8_lossy(&bin).into_owned();
        let rural = !region.city && rng.random_ratio(2, 5);
        let word = names::SCHOOLS.choose(rng).copied().unwrap_or_default();
        let objects = (1..=if pupils > 400 { 2 } else { 1 }).map(|object| format!("OBJ-{bin_text}-{object}")).collect();
        let mut school = Self {
            number,
            bin,
            bin_text,
            name_kk: format!("«{word}» № {} жеке мектебі", number + 1),
            name_ru: format!("Частная школа «{word}» № {}", number + 1),
            kato: kato(region, rural, number),
            rural,
            groups: Vec::new(),
            objects,
        };
        let classes = pupils.div_ceil(CLASS_BASE);
        for class in 0..classes {
            let base = pupils / classes + u32::from(class < pupils % classes);
            let group = school.group(rng, class, base, region.code);
            school.groups.push(group);
        }
        // The last class is full to the last place, so that one child more is a mistake for certain.
        if let Some(last) = school.groups.last_mut() {
            last.capacity = last.base;
        }
        let elsewhere = Group { id: format!("{}-1Z", school.bin_text), ..school.group(rng, 0, 0, region.code) };
        school.groups.push(Group { title: "1 «Z»".to_owned(), ..elsewhere });
        school
    }

    /// How many groups have free places: all but the full one and the one that meets elsewhere.
    pub(super) fn ordinary(&self) -> usize {
        self.groups.len().saturating_sub(2)
    }

    fn group(&self, rng: &mut ChaCha8Rng, class: u32, base: u32, region: u8) -> Group {
        let grade = u8::try_from(class % 11 + 1).unwrap_or(1);
        let letter = ["A", "B", "C", "D"].get(usize::try_from(class / 11).unwrap_or(0)).copied().unwrap_or("E");
        let weekdays = match rng.random_range(0..8) {
            set @ 1..=4 => WEEKDAYS.get(set).copied().unwrap_or_default(),
            _ => WEEKDAYS[0],
        };
        // Neighbours keep different vacations, so that a transfer between them crosses two calendars.
        let vacations = if self.number.is_multiple_of(2) { VACATIONS[0] } else { VACATIONS[1] };
        let study = Month::BOTH.map(|month| calendar::study_days(month, weekdays, vacations));
        let kind = region::kind_of(grade);
        let object = usize::try_from(class).unwrap_or(0) % self.objects.len().max(1);
        Group {
            id: format!("{}-{grade}{letter}", self.bin_text),
            title: format!("{grade} «{letter}»"),
            grade,
            kind,
            capacity: CLASS_CAPACITY,
            base,
            weekdays,
            vacations,
            object: self.objects.get(object).cloned().unwrap_or_default(),
            price: region::rate(region, self.rural, kind).to_string(),
            study,
            closed: study.map(|study| calendar::closed_days(rng, study)),
        }
    }

    /// The need of a month when every place is taken, tiyn.
    pub(super) fn need(&self) -> i64 {
        self.groups.iter().map(|group| i64::from(group.capacity) * group.price.parse::<i64>().unwrap_or(0)).sum()
    }

    /// Appends the performer's rows of the four tables of performers.zip.
    pub(super) fn write(&self, pages: &mut Pages, region: &Region) {
        let (bank, bik) =
            BANKS.get(usize::try_from(self.number).unwrap_or(0) % BANKS.len()).copied().unwrap_or_default();
        let iban = digits::iban(bank, 2_000_000_000 + u64::from(self.number) * 7);
        let locality = if self.rural { "rural" } else { "urban" };
        let licence = format!("KZ{:02}LAA{:08}", self.number % 90 + 10, 20_000 + self.number);
        let code = region.code.to_string();
        row!(pages.performers; self.bin, self.name_kk, self.name_ru, "private", "school", code, locality, self.kato, iban,
            bik, licence, "2019-05-20", "2026-08-03");
        for (index, object) in self.objects.iter().enumerate() {
            let street = names::STREETS.get((usize::try_from(self.number).unwrap_or(0) + index) % names::STREETS.len());
            let address =
                format!("{} {} {}", region.name_kk, street.copied().unwrap_or_default(), self.number % 180 + 1);
            let rka = format!("02{:02}{:010}{:02}", region.code, self.number, index + 1);
            let capacity: u32 =
                self.groups.iter().filter(|group| group.object == *object).map(|group| group.capacity).sum();
            row!(pages.objects; object, self.bin, rka, self.kato, address, (capacity + 25).to_string());
        }
        for group in &self.groups {
            let (kind, hours, _) = KINDS.get(group.kind).copied().unwrap_or_default();
            let ages = [group.grade + 5, group.grade + 7].map(|age| age.to_string());
            row!(pages.groups; group.id, self.bin, group.object, group.title, kind, hours, group.capacity.to_string(),
                ages[0], ages[1], group.weekdays, group.vacations);
        }
        let number = format!("SO-{}-2026-{:05}", region.code, self.number + 1);
        let places = self.groups.iter().map(|group| group.capacity).sum::<u32>().to_string();
        // The margin carries the repricing of October.
        let amount = (self.need() / 100 * 115).to_string();
        for month in STUDY_MONTHS {
            row!(pages.state_orders; number, self.bin, region.issuer, "school", "2026-08-17", month, places, amount);
        }
    }
}

/// Second-tier banks: code of the IBAN and BIK.
const BANKS: [(&str, &str); 5] =
    [("601", "HSBKKZKX"), ("722", "CASPKZKA"), ("856", "KCJBKZKX"), ("965", "IRTYKZKA"), ("914", "BRKEKZKA")];

/// The BIN of performer `number`: three serials are its own in each of twelve months, so one always has a check digit.
fn performer_bin(number: u32) -> Twelve {
    let year = 5 + number % 14;
    (1..=12)
        .flat_map(|month| (0..3).map(move |serial| (year * 100 + month, number * 3 + serial)))
        .find_map(|(year_month, serial)| digits::bin(year_month, serial))
        .unwrap_or_default()
}

/// A KATO code in the region: a district of the city, the regional centre or a rural okrug.
fn kato(region: &Region, rural: bool, number: u32) -> String {
    match (region.city, rural) {
        (true, _) => format!("{}1{}10000", region.code, number % 4 + 1),
        (false, false) => format!("{}1010000", region.code),
        (false, true) => format!("{}32{}100", region.code, number % 8 + 30),
    }
}
