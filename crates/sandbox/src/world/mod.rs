//! A seeded country: every file that the registry reads, as docs/formats.md fixes them.
//!
//! The world is generated unit by unit (two neighbouring performers, so that children can move between them) and
//! streamed to the files: memory does not grow with its size, and a unit depends on nothing but the seed and its number.
//! Sums, vacations and rates have no public source; they are invented and say so in the files and in world.json.

#[macro_use]
mod pages;
mod calendar;
mod counts;
mod digits;
mod files;
mod keys;
mod names;
mod officials;
mod people;
mod plant;
mod pupil;
mod region;
mod register;
mod roster;
mod school;
mod sheets;
mod write;

use anyhow::{Result, ensure};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

pub use self::write::Summary;
use self::{
    calendar::Month,
    keys::{Holder, Office},
    officials::Officials,
    pages::Pages,
    people::{PERFORMERS_MAX, People},
    plant::Gardener,
    pupil::Pupil,
    region::Region,
    register::Entry,
    school::School,
    sheets::Shape,
};

/// How large a world is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// One city with this many performers of 100–600 children.
    Performers(u32),
    /// All 20 regions: 30 000 performers, about 7 million children.
    Nation,
}

impl Size {
    fn performers(self) -> u32 {
        match self {
            Self::Performers(performers) => performers,
            Self::Nation => PERFORMERS_MAX,
        }
    }
}

/// A country that can be written any number of times, each time with the same bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct World {
    size: Size,
    seed: u64,
}

impl World {
    /// The world of a seed.
    ///
    /// # Errors
    /// When there is no performer, or more than the identifiers have room for (30 000).
    pub fn generate(size: Size, seed: u64) -> Result<Self> {
        let performers = size.performers();
        ensure!((1..=PERFORMERS_MAX).contains(&performers), "a world has 1 to {PERFORMERS_MAX} performers");
        Ok(Self { size, seed })
    }

    fn nation(&self) -> bool {
        self.size == Size::Nation
    }

    fn units(&self) -> u32 {
        self.size.performers().div_ceil(2)
    }

    /// The index of a unit's region: regions take equal runs of units.
    fn region_of(&self, unit: u32, regions: usize) -> usize {
        let regions = u64::try_from(regions).unwrap_or(1);
        usize::try_from(u64::from(unit) * regions / u64::from(self.units())).unwrap_or(0)
    }

    /// Generates one unit into empty pages.
    fn unit(&self, unit: u32, regions: &[Region], pages: &mut Pages) -> Result<()> {
        let index = self.region_of(unit, regions.len());
        let Some(region) = regions.get(index) else { return Ok(()) };
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(u64::from(unit));
        let first_of_region = unit == 0 || self.region_of(unit - 1, regions.len()) != index;
        if first_of_region {
            roster::department(pages, region);
        }
        let mut officials = Officials::new(self.seed, unit, region);
        let mut schools: Vec<(School, People, Vec<Pupil>)> = Vec::with_capacity(2);
        let mut directors = Vec::with_capacity(2);
        let mut department = None;
        for number in (unit * 2..unit * 2 + 2).take_while(|number| *number < self.size.performers()) {
            let mut people = People::new(self.seed, number);
            let director = people.official(&mut rng);
            Entry::adult(&director, region).write(pages);
            let head = (first_of_region && number == unit * 2).then(|| people.official(&mut rng));
            department = department.or(head);
            if let Some(head) = &head {
                Entry::adult(head, region).write(pages);
                let office = Office::IssuerHead;
                pages.holders.push(Holder {
                    person: *head,
                    bin: region.issuer,
                    number: u32::from(region.code),
                    office,
                });
            }
            let pupils_wanted = self.pupils(&mut rng, number);
            let school = School::draw(&mut rng, number, pupils_wanted, region);
            let pupils = pupil::draw(&mut rng, &mut people, &school);
            directors.push(director);
            pages.holders.push(Holder { person: director, bin: school.bin, number, office: Office::Director });
            households(pages, &mut rng, &mut people, &pupils, (region, &school));
            schools.push((school, people, pupils));
        }
        if let [(_, _, theirs), (school, _, ours)] = schools.as_mut_slice() {
            ours.extend(pupil::transfer(theirs, school));
        }
        let (mut neighbour, mut neighbour_bin) = (Vec::new(), None);
        for ((school, mut people, mut pupils), director) in schools.into_iter().zip(directors) {
            let people = &mut people;
            let first: Vec<Pupil> = pupils.iter().take(2).copied().collect();
            Gardener { rng: &mut rng, people, pages, region, school: &school }.plant(&mut pupils, &neighbour);
            if let Some(head) = department.take() {
                officials.issuer(pages, people, &head);
            }
            if school.number == 0 {
                officials.nation(pages, people);
            }
            officials.school(pages, (&school, people), (&director, &first), neighbour_bin);
            neighbour_bin = Some(school.bin);
            self.finish(&mut rng, pages, region, (&school, &mut pupils))?;
            neighbour = pupils;
        }
        Ok(())
    }

    /// Twenty neighbours have twenty different sizes, so any twenty have the same number of children within 10 %.
    fn pupils(&self, rng: &mut ChaCha8Rng, number: u32) -> u32 {
        let step = if self.nation() { 14 } else { 25 };
        let stratum = u32::try_from((u64::from(number) * 7 + self.seed % 20) % 20).unwrap_or(0);
        100 + stratum * step + rng.random_range(0..step)
    }

    /// Draws attendance and writes everything of one performer but its people.
    fn finish(
        &self,
        rng: &mut ChaCha8Rng,
        pages: &mut Pages,
        region: &Region,
        (school, pupils): (&School, &mut [Pupil]),
    ) -> Result<()> {
        pupil::attend(rng, pupils, school);
        school.write(pages, region);
        roster::write(pages, region, school, pupils);
        let shape = Shape::of(school.number, self.nation());
        for month in Month::BOTH {
            sheets::timesheet(pages, shape, month, (school, pupils))?;
        }
        pages.late.extend(sheets::late(school, pupils));
        pages.need += school.need();
        counts::write(pages, region, school, pupils)
    }
}

/// Appends the pupils and their guardians to persons.csv, and a few children of the district who go to no school here.
fn households(
    pages: &mut Pages,
    rng: &mut ChaCha8Rng,
    people: &mut People,
    pupils: &[Pupil],
    (region, school): (&Region, &School),
) {
    for pupil in pupils {
        register::household(pages, &pupil.home, region);
    }
    for _ in 0..pupils.len() / 100 {
        let grade = school.groups.first().map_or(1, |group| group.grade);
        register::household(pages, &people.household(rng, grade), region);
    }
}
