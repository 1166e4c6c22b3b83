//! What happens to children: they come, change performers, leave, move, die, are expelled and come back.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use law::terms::{Issue, Move, PartsEnd, Transfer};
use rand::{Rng, seq::IndexedRandom};

use super::{
    event::{Expect, Kind, What},
    model::{Task, Year},
    paper,
};

impl Year {
    /// One or two things of a day.
    pub(crate) fn live(&mut self, day: Date) {
        for _ in 0..2 {
            if !self.rng.random_bool(0.55) {
                continue;
            }
            match self.rng.random_range(0..14) {
                0..=2 => self.arrive(day),
                3 => self.leave(day, 0),
                4 => {
                    let late = self.rng.random_range(1..40);
                    self.leave(day, late);
                }
                5..=6 => self.change(day),
                7 => self.end(day, "expulsion"),
                8 => self.end(day, "academic_leave"),
                9 => self.end(day, "refusal"),
                10 => self.die(day),
                11 => self.relocate(day),
                12 => self.mistake(day),
                _ => self.regroup(day),
            }
            if self.rng.random_bool(0.1) {
                self.rest(day);
            }
        }
    }

    /// Somebody who holds a place on a day and on the next, and fits.
    fn anybody(&mut self, day: Date, fits: impl Fn(&Self, usize) -> bool) -> Option<usize> {
        let tomorrow = day.tomorrow().unwrap();
        let all = self.country.living(day, |_, place| place.lives(tomorrow));
        let all: Vec<usize> = all.into_iter().filter(|at| fits(self, *at)).collect();
        all.choose(&mut self.rng).copied()
    }

    fn any_performer(&mut self, day: Date) -> usize {
        let serving: Vec<usize> = (0..self.country.performers.len())
            .filter(|at| self.country.programmes[self.country.performers[*at].of].serves(day))
            .collect();
        *serving.choose(&mut self.rng).unwrap()
    }

    /// A new child; or one that has a place elsewhere and takes up a circle beside it.
    fn arrive(&mut self, day: Date) {
        // Vouchers and contracts of the new year come with its turn.
        if (date(2026, 12, 28)..=date(2027, 1, 12)).contains(&day) {
            return;
        }
        let performer = self.any_performer(day);
        let (of, region) = (self.country.performers[performer].of, self.country.performers[performer].region);
        let is_circle = self.country.programmes[of].terms.parts_end == PartsEnd::FinancialYear;
        let pupil = is_circle.then(|| self.pupil(day, of, region)).flatten();
        let child = pupil.unwrap_or_else(|| self.country.bear(of, region, &mut self.rng));
        self.count(if pupil.is_some() { "took up a second programme" } else { "came" });
        if pupil.is_none() {
            let persons = paper::persons(&[&self.country.children[child]]);
            self.file(Kind::Persons, persons);
        }
        // Told on the day or a little later, within the month.
        let back = self.rng.random_range(0..3).min(day.day() - 1);
        let from = day.checked_sub(back.days()).unwrap().max(self.start);
        let place = self.country.settle(child, performer, from, &mut self.rng);
        let year = self.voucher_year(of, day);
        self.entitle(&[place], year);
        self.enrol(&[place], Expect::Taken);
        self.fill(place, day);
    }

    /// A pupil of another programme without a circle.
    fn pupil(&mut self, day: Date, of: usize, region: i16) -> Option<usize> {
        self.anybody(day, |year, at| {
            let place = &year.country.places[at];
            let child = &year.country.children[place.child];
            let performer = &year.country.performers[place.performer];
            let others = year.country.places.iter().filter(|other| other.child == place.child);
            year.country.programmes[performer.of].terms.issue == Issue::Automatic
                && child.region == region
                && others.into_iter().all(|other| year.country.performers[other.performer].of != of)
        })
        .map(|at| self.country.places[at].child)
    }

    fn end_place(&mut self, at: usize, last: Date, reason: &'static str) {
        self.country.places[at].last = Some((last, reason));
    }

    /// The family ends the contract; the performer tells at once, or late.
    fn leave(&mut self, day: Date, late: i32) {
        let last = Self::in_days(day, -late);
        let Some(at) = self.anybody(day, |year, at| year.country.places[at].from < last) else { return };
        self.end_place(at, last, "parent_ended");
        self.count(if late > 0 { "left, told late" } else { "left" });
        self.carry_out(day, Task::Tell(vec![at]));
    }

    /// The child goes to another performer: by days, or on the 1st where the programme wants that.
    fn change(&mut self, day: Date) {
        let Some(at) = self.anybody(day, |year, at| {
            let performer = &year.country.performers[year.country.places[at].performer];
            year.country.of(performer.of, performer.region).len() > 1
        }) else {
            return;
        };
        let old = self.country.places[at].performer;
        let by_days = self.country.programme(at).terms.transfer == Transfer::ByDays;
        let last = if by_days {
            day.checked_sub(self.rng.random_range(0..3).min(day.day()).days()).unwrap()
        } else {
            day.first_of_month().yesterday().unwrap()
        };
        let is_soon = by_days || day.day() < 6;
        let is_turn = last.year() == 2026 && last >= date(2026, 12, 30);
        if self.country.places[at].from > last || last < self.start || !is_soon || is_turn {
            return;
        }
        let (of, region) = (self.country.performers[old].of, self.country.performers[old].region);
        let other = self.country.of(of, region).into_iter().find(|other| *other != old).unwrap();
        self.end_place(at, last, "transfer");
        self.count(if by_days { "changed performer by days" } else { "changed performer on the 1st" });
        let child = self.country.places[at].child;
        let new = self.country.settle(child, other, last.tomorrow().unwrap(), &mut self.rng);
        // Both in one file, the end after the beginning: ends are applied first.
        self.enrol(&[new, at], Expect::Taken);
        self.fill(new, day);
    }

    /// The issuer ends a voucher for a reason, if the programme knows it.
    fn end(&mut self, day: Date, reason: &'static str) {
        if (date(2026, 12, 20)..=date(2027, 1, 15)).contains(&day) {
            return;
        }
        let Some(at) = self.anybody(day, |_, _| true) else { return };
        let last = Self::in_days(day, self.rng.random_range(-2..4)).max(self.country.places[at].from);
        let programme = self.country.programme(at).clone();
        let effect = self.pack.end_effect(programme.code(), reason, last);
        let is_within = last < self.country.places[at].to && programme.serves(last);
        if !is_within {
            return;
        }
        let iin = self.country.children[self.country.places[at].child].iin.clone();
        let what = What::End { iin, programme: programme.code().to_owned(), reason, last };
        let Some(effect) = effect else {
            self.tell(what, Expect::Refused("end.reason"));
            return;
        };
        self.end_place(at, last, reason);
        self.tell(what, Expect::Taken);
        let back = Self::in_days(last, self.rng.random_range(8..40));
        let annulled = effect == law::pack::EndEffect::Annul;
        if back > day && reason != "refusal" {
            self.plan(back, Task::Return(at, annulled));
        }
    }

    fn die(&mut self, day: Date) {
        if !self.rng.random_bool(0.4) {
            return;
        }
        let Some(at) = self.anybody(day, |_, _| true) else { return };
        let child = self.country.places[at].child;
        let died = Self::in_days(day, -self.rng.random_range(0..12));
        self.country.children[child].died = Some(died);
        self.count("died");
        for place in self.country.places_of(child, died) {
            if self.country.places[place].from > died {
                self.country.places[place].withdrawn = true;
            } else {
                self.end_place(place, died, "death");
            }
        }
        let persons = paper::persons(&[&self.country.children[child]]);
        self.file(Kind::Persons, persons);
    }

    /// The child moves to another region: its voucher goes with it or ends.
    fn relocate(&mut self, day: Date) {
        let alone = |year: &Self, at: usize| {
            let place = &year.country.places[at];
            let regions = &year.country.programme(at).regions;
            let all = year.country.places.iter().filter(|other| other.child == place.child);
            regions.len() > 1 && all.count() == 1 && place.from < day && day < place.to
        };
        if (date(2026, 12, 20)..=date(2027, 1, 15)).contains(&day) {
            return;
        }
        let Some(at) = self.anybody(day, alone) else { return };
        let place = self.country.places[at].clone();
        let programme = self.country.programme(at).clone();
        if !programme.serves(day) {
            return;
        }
        let old = self.country.performers[place.performer].region;
        let new = *programme.regions.iter().find(|region| **region != old).unwrap();
        self.country.children[place.child].region = new;
        let persons = paper::persons(&[&self.country.children[place.child]]);
        self.file(Kind::Persons, persons);
        self.end_place(at, day.yesterday().unwrap(), "move");
        let iin = self.country.children[place.child].iin.clone();
        self.tell(What::Move { iin, programme: programme.code().to_owned(), region: new, on: day }, Expect::Taken);
        self.count(if programme.terms.r#move == Move::Keeps { "moved with the voucher" } else { "moved without it" });
        if programme.terms.r#move == Move::Keeps {
            let of = self.country.performers[place.performer].of;
            let there = self.country.of(of, new)[0];
            let next = self.country.settle(place.child, there, day, &mut self.rng);
            self.enrol(&[next], Expect::Taken);
        }
    }

    /// An enrolment is entered by mistake and taken back the next day.
    fn mistake(&mut self, day: Date) {
        let before = self.country.places.len();
        self.arrive(day);
        if self.country.places.len() > before {
            self.country.places[before].withdrawn = true;
            self.count("enrolled by mistake");
            self.pending.values_mut().for_each(|rows| rows.retain(|row| row.place != before));
            self.plan(day.tomorrow().unwrap(), Task::Tell(vec![before]));
        }
    }

    /// The child goes to the other group of its performer.
    fn regroup(&mut self, day: Date) {
        let Some(at) = self.anybody(day, |year, at| {
            let place = &year.country.places[at];
            place.before.is_none() && place.from < day && place.last.is_none() && year.country.programme(at).serves(day)
        }) else {
            return;
        };
        let place = &mut self.country.places[at];
        (place.before, place.group) = (Some((day, place.group)), 1 - place.group);
        self.count("changed the group");
        self.carry_out(day, Task::Tell(vec![at]));
    }

    /// A group will have vacations that nobody knew of.
    fn rest(&mut self, day: Date) {
        let performer = self.any_performer(day);
        let (from, to) = (Self::in_days(day, 3), Self::in_days(day, 5));
        let groups = &mut self.country.performers[performer].groups;
        if to.month() != day.month() || groups[0].vacations.len() > 4 {
            return;
        }
        groups[0].vacations.push((from, to));
        groups[0].vacations.sort_unstable();
        self.count("rested unexpectedly");
        let bytes = paper::roster(&self.country, &[], &[performer], day);
        self.file(Kind::Roster, bytes);
    }
}
