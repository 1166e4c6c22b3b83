//! Who may act for whom: mandates.csv, and keys for signing in for some of everybody.

use eds::Role;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::{
    digits::{self, Twelve},
    pages::Pages,
    people::{People, Person},
    pupil::Pupil,
    region::Region,
    school::School,
};

/// Schools (from the first) whose people have keys for signing in.
const SCHOOLS: u32 = 6;
/// Parents a school who have keys.
const PARENTS: usize = 2;
/// The stream of their names: no other draw changes with it.
const STREAM: u64 = 1 << 40;

/// Somebody who can sign in.
pub(super) struct Login {
    /// The key's file: `auth-<file>.pem`.
    pub(super) file: String,
    pub(super) person: Person,
    pub(super) bin: Option<Twelve>,
    pub(super) roles: Vec<Role>,
}

/// Appends the mandate of a person.
fn mandate(pages: &mut Pages, person: &Person, (role, bin): (&str, Twelve), regions: &str) {
    row!(pages.mandates; person.iin, bin, role, "2026-01-01", "2028-12-31", regions);
}

fn login(pages: &mut Pages, file: String, person: &Person, bin: Option<(Twelve, Role)>) {
    let roles = match bin {
        Some((_, role)) => vec![Role::Organisation, role],
        None => vec![Role::Person],
    };
    pages.logins.push(Login { file, person: *person, bin: bin.map(|bin| bin.0), roles });
}

fn text(bin: Twelve) -> String {
    String::from_utf8_lossy(&bin).into_owned()
}

/// The officials of a unit, while its first school is in hand.
pub(super) struct Officials<'a> {
    pub(super) region: &'a Region,
    pub(super) rng: ChaCha8Rng,
}

impl<'a> Officials<'a> {
    pub(super) fn new(seed: u64, unit: u32, region: &'a Region) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM + u64::from(unit));
        Self { region, rng }
    }

    /// The issuer's two: who prepares and who signs.
    pub(super) fn issuer(&mut self, pages: &mut Pages, people: &mut People, head: &Person) {
        let bin = self.region.issuer;
        let preparer = people.official(&mut self.rng);
        for (person, what, role) in [(head, "head", Role::Head), (&preparer, "preparer", Role::Employee)] {
            mandate(pages, person, ("issuer", bin), "");
            login(pages, format!("issuer-{what}-{}", text(bin)), person, Some((bin, role)));
        }
    }

    /// Who acts for the whole country, once a world; the auditor looks at one region.
    pub(super) fn nation(&mut self, pages: &mut Pages, people: &mut People) {
        let region = self.region.code.to_string();
        for (serial, role, regions) in
            [(1, "operator", ""), (2, "registrar", ""), (3, "authority", ""), (4, "auditor", region.as_str())]
        {
            let bin = (0..12).find_map(|month| digits::bin(401 + month, serial)).unwrap_or_default();
            let person = people.official(&mut self.rng);
            mandate(pages, &person, (role, bin), regions);
            login(pages, role.to_owned(), &person, Some((bin, Role::Employee)));
        }
    }

    /// The director and the accountant of a school, and parents of its first pupils. An accountant also serves the neighbour.
    pub(super) fn school(
        &mut self,
        pages: &mut Pages,
        (school, people): (&School, &mut People),
        (director, pupils): (&Person, &[Pupil]),
        neighbour: Option<Twelve>,
    ) {
        let bin = school.bin;
        let accountant = people.official(&mut self.rng);
        mandate(pages, director, ("performer", bin), "");
        mandate(pages, &accountant, ("performer", bin), "");
        if let Some(neighbour) = neighbour {
            mandate(pages, &accountant, ("performer", neighbour), "");
        }
        if school.number >= SCHOOLS {
            return;
        }
        login(pages, format!("performer-director-{}", text(bin)), director, Some((bin, Role::Head)));
        login(pages, format!("performer-accountant-{}", text(bin)), &accountant, Some((bin, Role::Financial)));
        for (pupil, n) in pupils.iter().take(PARENTS).zip(1..) {
            login(pages, format!("parent-{}-{n}", school.number + 1), &pupil.home.mother, None);
        }
    }
}
