//! Invented people: every IIN is valid and unique without any memory of those given before.
//!
//! Birth dates and serials of a cohort form one numbered space. Each performer owns a stretch of it, and a seeded
//! permutation scatters the stretch over the dates, so two performers can be generated apart and never collide.

use jiff::{ToSpan, civil::Date};
use rand::{Rng, seq::IndexedRandom};
use rand_chacha::ChaCha8Rng;

use super::{
    digits::{self, Twelve},
    names::{Family, KAZAKH, RUSSIAN, Tradition},
};

/// Serials per birth date and sex.
const SERIALS: u64 = 10_000;
/// Birth dates of a school cohort: 2 September to 31 August.
const COHORT_DAYS: u64 = 365;
/// Birth dates of adults: twenty years from 1966.
const ADULT_DAYS: u64 = 7_300;
/// Children of one cohort at one performer: three classes of 25, the planted and the skipped ones.
const COHORT_STRETCH: u64 = 121;
/// Adults of one performer: two guardians a child and the staff.
const ADULT_STRETCH: u64 = 2_400;
/// A prime that divides neither space, so multiplication by it is a permutation of both.
const SCATTER: u64 = 1_299_709;
/// The number of performers the spaces have room for.
pub(super) const PERFORMERS_MAX: u32 = 30_000;

/// A person as the state register of persons tells it.
#[derive(Clone, Copy)]
pub(super) struct Person {
    pub(super) iin: Twelve,
    pub(super) born: [u8; 10],
    pub(super) male: bool,
    family: Family,
    pub(super) first: &'static str,
    pub(super) middle: &'static str,
}

impl Person {
    /// The family name in the form of the person's sex.
    pub(super) fn last(&self) -> &'static str {
        if self.male { self.family.0 } else { self.family.1 }
    }
}

/// A child with one or two guardians.
#[derive(Clone, Copy)]
pub(super) struct Household {
    pub(super) child: Person,
    pub(super) mother: Person,
    pub(super) father: Option<Person>,
}

/// The numbered spaces of one performer.
pub(super) struct People {
    offset: u64,
    performer: u64,
    next_child: [u64; 12],
    next_adult: u64,
}

impl People {
    /// The people of performer number `performer` (from 0) in the world of `seed`.
    pub(super) fn new(seed: u64, performer: u32) -> Self {
        let performer = u64::from(performer);
        Self { offset: seed % 1_000_003 * 97, performer, next_child: [0; 12], next_adult: 0 }
    }

    /// A child who is in `grade` (1–11) from 1 September 2026, with guardians.
    pub(super) fn household(&mut self, rng: &mut ChaCha8Rng, grade: u8) -> Household {
        let tradition = if rng.random_ratio(3, 4) { &KAZAKH } else { &RUSSIAN };
        let family = tradition.families.choose(rng).copied().unwrap_or_default();
        let (father_first, son, daughter) = tradition.men.choose(rng).copied().unwrap_or_default();
        let male = rng.random_bool(0.5);
        let (iin, born) = self.child_number(grade, male);
        let first = first_name(tradition, rng, male);
        let child = Person { iin, born, male, family, first, middle: if male { son } else { daughter } };
        let mother = self.adult(rng, tradition, family, None);
        let father = rng.random_ratio(2, 5).then(|| self.adult(rng, tradition, family, Some(father_first)));
        Household { child, mother, father }
    }

    /// A member of staff: a director or an issuer's signer.
    pub(super) fn official(&mut self, rng: &mut ChaCha8Rng) -> Person {
        let family = KAZAKH.families.choose(rng).copied().unwrap_or_default();
        let first = rng.random_bool(0.4).then(|| first_name(&KAZAKH, rng, true));
        self.adult(rng, &KAZAKH, family, first)
    }

    /// An adult; a woman unless a man's first name is given.
    fn adult(
        &mut self,
        rng: &mut ChaCha8Rng,
        tradition: &Tradition,
        family: Family,
        man: Option<&'static str>,
    ) -> Person {
        let (_, son, daughter) = tradition.men.choose(rng).copied().unwrap_or_default();
        let male = man.is_some();
        let first = man.unwrap_or_else(|| first_name(tradition, rng, false));
        loop {
            let number = self.performer * ADULT_STRETCH + self.next_adult;
            self.next_adult += 1;
            let first_day = Date::constant(1966, 1, 1);
            if let Some((iin, born)) = numbered(first_day, ADULT_DAYS, number * SCATTER + self.offset, male) {
                return Person { iin, born, male, family, first, middle: if male { son } else { daughter } };
            }
        }
    }

    fn child_number(&mut self, grade: u8, male: bool) -> (Twelve, [u8; 10]) {
        let first_day = Date::constant(2019, 9, 2).saturating_sub((i32::from(grade) - 1).years());
        loop {
            let used = self.next_child.get_mut(usize::from(grade)).map_or(0, |next| {
                *next += 1;
                *next - 1
            });
            let number = self.performer * COHORT_STRETCH + used;
            if let Some(found) = numbered(first_day, COHORT_DAYS, number * SCATTER + self.offset, male) {
                return found;
            }
        }
    }
}

fn first_name(tradition: &Tradition, rng: &mut ChaCha8Rng, male: bool) -> &'static str {
    if male {
        tradition.men.choose(rng).copied().unwrap_or_default().0
    } else {
        tradition.women.choose(rng).copied().unwrap_or_default()
    }
}

fn numbered(first_day: Date, days: u64, number: u64, male: bool) -> Option<(Twelve, [u8; 10])> {
    let slot = number % (days * SERIALS);
    let born = first_day.saturating_add(i64::try_from(slot / SERIALS).unwrap_or(0).days());
    let iin = digits::iin(born, male, u32::try_from(slot % SERIALS).unwrap_or(0))?;
    Some((iin, digits::iso(born)))
}
