//! Rows of persons.csv, the extract of the state register of persons.

use super::{
    digits::{self, Twelve},
    pages::Pages,
    people::{Household, Person},
    region::Region,
};

/// One row before it is written.
pub(super) struct Entry {
    person: Person,
    pub(super) iin: Twelve,
    pub(super) born: [u8; 10],
    guardians: [Option<Twelve>; 2],
    region: u8,
    /// Status and its date.
    pub(super) status: (&'static str, &'static str),
}

impl Entry {
    /// An adult of the region.
    pub(super) fn adult(person: &Person, region: &Region) -> Self {
        Self {
            person: *person,
            iin: person.iin,
            born: person.born,
            guardians: [None; 2],
            region: region.code,
            status: ("alive", ""),
        }
    }

    /// The child of a household.
    pub(super) fn child(home: &Household, region: &Region) -> Self {
        let guardians = [Some(home.mother.iin), home.father.map(|father| father.iin)];
        Self { guardians, ..Self::adult(&home.child, region) }
    }

    /// Appends the row.
    pub(super) fn write(&self, pages: &mut Pages) {
        let mut both = [b' '; 25];
        let [first, second] = self.guardians;
        for (iin, start) in [(first, 0), (second, 13)] {
            if let (Some(iin), Some(place)) = (iin, both.get_mut(start..start + 12)) {
                place.copy_from_slice(&iin);
            }
        }
        let mut kato = *b"000000000";
        if let Some(place) = kato.get_mut(..2) {
            digits::put(place, u64::from(self.region));
        }
        let sex = if self.person.male { "male" } else { "female" };
        let (status, since) = self.status;
        row!(pages.persons; self.iin.trim_ascii_end(), self.person.last(), self.person.first, self.person.middle,
            self.born, sex, both.trim_ascii_end(), kato, status, since);
        pages.persons_rows += 1;
    }
}

/// Appends the guardians of a household.
pub(super) fn adults(pages: &mut Pages, home: &Household, region: &Region) {
    for adult in [Some(home.mother), home.father].into_iter().flatten() {
        Entry::adult(&adult, region).write(pages);
    }
}

/// Appends a household: guardians, then the child.
pub(super) fn household(pages: &mut Pages, home: &Household, region: &Region) {
    adults(pages, home, region);
    Entry::child(home, region).write(pages);
    pages.children += 1;
}
