//! What the registry has to refuse, each by its code.

use jiff::civil::Date;
use law::terms::Transfer;
use rand::{Rng, seq::IndexedRandom};
use registry::platform::testkit::fixture::iin;

use super::{
    country::Place,
    event::{Expect, Kind, What},
    model::Year,
    paper::{self, Row},
};

impl Year {
    /// Now and then something is wrong.
    pub(crate) fn err(&mut self, day: Date) {
        let is_turn = (Date::constant(2026, 12, 30)..=Date::constant(2027, 1, 12)).contains(&day);
        if is_turn || !self.rng.random_bool(0.6) {
            return;
        }
        let living = self.country.living(day, |_, place| place.from < day);
        let Some(at) = living.choose(&mut self.rng).copied() else { return };
        match self.rng.random_range(0..9) {
            0 => self.nobody(day, at),
            1 => self.twice(day, at),
            2 => self.too_old(day, at),
            3 => self.within_the_month(day, at),
            4 => self.marks(day, at),
            5 => self.not_admitted(day, at),
            6 => self.birth(at),
            7 => self.in_force(day, at),
            _ => self.lives_here(day, at),
        }
    }

    fn bad_roster(&mut self, day: Date, (place, iin, bin): (Place, String, Option<String>), code: &'static str) {
        let bin = bin.unwrap_or_else(|| self.country.performers[place.performer].bin.clone());
        let bytes = paper::roster(&self.country, &[Row { place: &place, iin, bin }], &[], day);
        self.tell(What::File(Kind::Roster, bytes), Expect::Refused(code));
    }

    /// A contract as it would be, of a number that nobody has.
    fn draft(&self, at: usize, day: Date) -> Place {
        let place = &self.country.places[at];
        let number = 90_000 + u32::try_from(at).unwrap();
        Place { number, from: day, last: None, to: place.to.max(day), ..place.clone() }
    }

    fn nobody(&mut self, day: Date, at: usize) {
        let stranger = iin(self.country.children[self.country.places[at].child].born, 4_000);
        self.bad_roster(day, (self.draft(at, day), stranger, None), "person.unknown");
    }

    /// The same days under another contract.
    fn twice(&mut self, day: Date, at: usize) {
        let (programme, place) = (self.country.programme(at), &self.country.places[at]);
        if place.last.is_none() && programme.serves(day) && programme.contract_to(day) == place.to {
            let child = self.country.children[self.country.places[at].child].iin.clone();
            self.bad_roster(day, (self.draft(at, day), child, None), "booking.elsewhere");
        }
    }

    fn too_old(&mut self, day: Date, at: usize) {
        let (_, high) = self.country.programme(at).ages;
        let old =
            self.country.children.iter().find(|child| child.died.is_none() && child.born.year() + high + 4 < 2026);
        if let Some(old) = old {
            let iin = old.iin.clone();
            self.bad_roster(day, (self.draft(at, day), iin, None), "group.age");
        }
    }

    fn within_the_month(&mut self, day: Date, at: usize) {
        let on_the_first = self.country.programme(at).terms.transfer == Transfer::FirstOfMonth;
        let place = &self.country.places[at];
        if on_the_first && day != day.last_of_month() && place.last.is_none() {
            let place = Place { last: Some((day, "transfer")), ..place.clone() };
            let child = self.country.children[place.child].iin.clone();
            self.bad_roster(day, (place, child, None), "transfer.first_of_month");
        }
    }

    fn marks(&mut self, day: Date, at: usize) {
        let (mark, on, code) = match self.rng.random_range(0..3) {
            0 => ('X', day, "mark.unknown"),
            1 => ('P', day.tomorrow().unwrap(), "mark.future"),
            _ => ('P', self.country.places[at].from.yesterday().unwrap(), "mark.outside_enrolment"),
        };
        let lived = self.country.places.iter().any(|other| {
            other.child == self.country.places[at].child
                && other.performer == self.country.places[at].performer
                && other.from <= on
                && other.number != self.country.places[at].number
        });
        if !lived {
            let bytes = paper::marks(&[self.row(at, on, mark, false)]);
            self.tell(What::File(Kind::Timesheet, bytes), Expect::Refused(code));
        }
    }

    fn not_admitted(&mut self, day: Date, at: usize) {
        let child = self.country.children[self.country.places[at].child].iin.clone();
        let bin = "990140000126".to_owned();
        self.bad_roster(day, (self.draft(at, day), child, Some(bin)), "performer.not_admitted");
    }

    fn birth(&mut self, at: usize) {
        let mut child = self.country.children[self.country.places[at].child].clone();
        child.born = child.born.yesterday().unwrap();
        let bytes = paper::persons(&[&child]);
        self.tell(What::File(Kind::Persons, bytes), Expect::Refused("row.invalid"));
    }

    fn in_force(&mut self, day: Date, at: usize) {
        let iin = self.country.children[self.country.places[at].child].iin.clone();
        let programme = self.country.programme(at).code().to_owned();
        if self.country.places[at].last.is_none() {
            self.tell(What::Reinstate { iin, programme, from: day }, Expect::Refused("voucher.in_force"));
        }
    }

    fn lives_here(&mut self, day: Date, at: usize) {
        let iin = self.country.children[self.country.places[at].child].iin.clone();
        let programme = self.country.programme(at).code().to_owned();
        if self.country.places[at].last.is_none() && self.country.programme(at).serves(day) {
            self.tell(What::Move { iin, programme, region: 63, on: day }, Expect::Refused("move.not_registered"));
        }
    }
}
