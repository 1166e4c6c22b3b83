//! The work of the month and of the year's turn.

use jiff::{
    ToSpan as _,
    civil::{Date, date},
};
use law::terms::{Confirmation, Issue, PartsEnd};
use rand::Rng;

use super::{
    event::{Bank, Expect, Kind, Seat, What},
    model::{Task, Year, held_back},
    paper::{self, Row},
};

impl Task {
    /// What follows the day's files.
    pub(crate) fn is_of_the_evening(&self) -> bool {
        match self {
            Self::Consent(_)
            | Self::Tell(_)
            | Self::Certificate(_)
            | Self::Answer(..)
            | Self::Return(..)
            | Self::Publish(_)
            | Self::Reprice(..)
            | Self::Turn => false,
            Self::Confirm(_)
            | Self::Silence(_)
            | Self::Close(_)
            | Self::Sign(_)
            | Self::IssuersSign(_)
            | Self::Pay(_)
            | Self::Statement(_)
            | Self::Recompute(_) => true,
        }
    }
}

impl Year {
    pub(crate) fn carry_out(&mut self, day: Date, task: Task) {
        match task {
            Task::Consent(place) => self.consent(day, place),
            Task::Tell(places) => {
                let rows: Vec<Row<'_>> =
                    places.iter().map(|at| Row::of(&self.country, &self.country.places[*at])).collect();
                let bytes = paper::roster(&self.country, &rows, &[], day);
                self.file(Kind::Roster, bytes);
            }
            Task::Certificate(row) => self.send(vec![row], Expect::Either(&["month.closed", "mark.outside_enrolment"])),
            Task::Answer(seat, on, row, corrects) => self.answer(seat, on, row, corrects),
            Task::Return(place, annulled) => self.come_back(day, place, annulled),
            Task::Publish(next_year) => {
                let bytes = paper::budget(&self.country, |programme, region, month| match next_year {
                    true => month.year() == 2027,
                    false => held_back(programme.code(), region, month),
                });
                self.file(Kind::Budget, bytes);
            }
            Task::Reprice(from, permille) => {
                let bytes = paper::rates(&self.country, from, permille, &format!("N-{permille}"));
                self.file(Kind::Rates, bytes);
            }
            Task::Turn => self.turn(day),
            Task::Confirm(month) => self.confirm(day, month),
            Task::Silence(month) => self.tell(What::Silence(month), Expect::Taken),
            Task::Close(month) => self.tell(What::Close(month), Expect::Taken),
            Task::Sign(month) => self.sign(day, month),
            Task::IssuersSign(month) => self.tell(What::IssuersSign(month), Expect::Taken),
            Task::Pay(month) => self.tell(What::Pay(month), Expect::Taken),
            Task::Statement(bank) => self.tell(
                What::Statement(bank),
                match bank {
                    Bank::Whole | Bank::Lost => Expect::Taken,
                    Bank::Short => Expect::Either(&["statement.amount"]),
                    Bank::Extra => Expect::Either(&["statement.unknown_order"]),
                    Bank::Returned => Expect::Either(&["statement.credit"]),
                },
            ),
            Task::Recompute(month) => self.tell(What::Recompute(month), Expect::Taken),
        }
    }

    fn consent(&mut self, day: Date, at: usize) {
        let place = &self.country.places[at];
        if place.withdrawn {
            return;
        }
        let child = &self.country.children[place.child];
        let paper = self.rng.random_bool(0.3).then_some(day);
        let what = What::Consent { contract: place.contract(), iin: child.parent.clone(), paper };
        self.country.places[at].consented = true;
        self.tell(what, Expect::Taken);
    }

    pub(crate) fn seat(&self, at: usize, month: Date) -> Seat {
        let place = &self.country.places[at];
        let child = &self.country.children[place.child];
        Seat { iin: child.iin.clone(), parent: child.parent.clone(), contract: place.contract(), month }
    }

    /// On the last day of a month parents confirm, dispute or say nothing.
    fn confirm(&mut self, day: Date, month: Date) {
        let asks = |year: &Self, at: usize| {
            year.country.programme(at).terms.parent_confirmation == Confirmation::MonthEndSilenceConfirms
        };
        for at in self.country.living(day, |_, _| true) {
            if !asks(self, at) || self.country.children[self.country.places[at].child].silent {
                continue;
            }
            let seat = self.seat(at, month);
            let wrong: Vec<Date> = (self.known.range((at, month)..=(at, day)))
                .filter(|(_, mark)| **mark == 'U')
                .map(|((_, on), _)| *on)
                .collect();
            let on = wrong.first().filter(|_| self.rng.random_bool(0.5)).copied();
            match on {
                Some(on) => self.dispute(day, at, (seat, on)),
                None if self.rng.random_bool(0.7) => {
                    self.tell(What::Confirm(seat), Expect::Either(&["confirmation.not_asked"]));
                }
                None => {}
            }
        }
    }

    fn dispute(&mut self, day: Date, at: usize, (seat, on): (Seat, Date)) {
        let number = u32::try_from(on.day()).unwrap();
        self.tell(What::Dispute(seat.clone(), number), Expect::Taken);
        let corrects = self.rng.random_bool(0.6);
        let row = self.row(at, on, 'P', false);
        self.plan(day.tomorrow().unwrap(), Task::Answer(seat, number, row, corrects));
    }

    fn answer(&mut self, seat: Seat, on: u32, row: paper::MarkRow, corrects: bool) {
        if corrects {
            self.known.insert((row.place, row.day), 'P');
        }
        self.tell(What::Answer(seat.clone(), on, corrects.then_some('P')), Expect::Taken);
        // What was corrected is asked for again.
        if corrects && self.rng.random_bool(0.5) {
            self.tell(What::Confirm(seat), Expect::Taken);
        }
    }

    fn sign(&mut self, day: Date, month: Date) {
        let bins: Vec<String> = self.country.performers.iter().map(|performer| performer.bin.clone()).collect();
        let late =
            if day.day() < 10 { bins.into_iter().filter(|_| self.rng.random_bool(0.15)).collect() } else { Vec::new() };
        self.tell(What::PerformersSign(month, late), Expect::Either(&["qr.below_share"]));
    }

    /// The turn of the year: vouchers of the new year, contracts that run on and contracts that begin anew.
    fn turn(&mut self, day: Date) {
        let volumes = paper::volumes(&self.country, 2027);
        self.file(Kind::Volumes, volumes);
        self.tell(What::Renew(2027), Expect::Taken);
        let first = date(2027, 1, 1);
        let over = self.country.living(date(2026, 12, 31), |at, _| self.country.programme(at).by_calendar());
        let mut new = Vec::new();
        for at in over {
            let (child, performer) = (self.country.places[at].child, self.country.places[at].performer);
            if self.country.children[child].died.is_none() && self.rng.random_bool(0.9) {
                let next = self.country.settle(child, performer, first, &mut self.rng);
                new.push(next);
            }
        }
        if new.is_empty() {
            return;
        }
        self.entitle(&new, 2027);
        self.enrol(&new, Expect::Taken);
        for at in new {
            self.fill(at, day);
        }
    }

    /// Marks of the days that a place has lived already are sent with the next ones.
    pub(crate) fn fill(&mut self, at: usize, today: Date) {
        let mut day = self.country.places[at].from;
        while day < today {
            self.draw(at, day);
            day = day.tomorrow().unwrap();
        }
    }

    /// A child whom an issuer expelled is reinstated; one on academic leave comes back to a new contract.
    fn come_back(&mut self, day: Date, at: usize, annulled: bool) {
        let (child, performer) = (self.country.places[at].child, self.country.places[at].performer);
        let programme = self.country.programme(at).clone();
        let is_new_year = day.year() > 2026
            && (programme.by_calendar() || programme.terms.parts_end == PartsEnd::FinancialYear)
            && self.country.places[at].from.year() == 2026;
        let dead = self.country.children[child].died.is_some();
        let moved = self.country.children[child].region != self.country.performers[performer].region;
        let busy = self.country.places_of(child, day).iter().any(|other| {
            self.country.performers[self.country.places[*other].performer].of == self.country.performers[performer].of
        });
        if dead || moved || busy || is_new_year || !programme.serves(day) {
            return;
        }
        if annulled {
            let iin = self.country.children[child].iin.clone();
            let what = What::Reinstate { iin, programme: programme.code().to_owned(), from: day };
            self.tell(what, Expect::Taken);
        }
        self.count(if annulled { "was reinstated" } else { "came back from leave" });
        let next = self.country.settle(child, performer, day, &mut self.rng);
        self.enrol(&[next], Expect::Taken);
    }

    /// Whether new vouchers of a programme may be asked for now.
    pub(crate) fn voucher_year(&self, of: usize, day: Date) -> i16 {
        let programme = &self.country.programmes[of];
        match programme.terms.issue {
            Issue::GrantRegister | Issue::Automatic if !programme.by_calendar() => 2026,
            Issue::GrantRegister | Issue::Automatic | Issue::OrderVolume => day.year(),
        }
    }

    pub(crate) fn in_days(day: Date, days: i32) -> Date {
        day.checked_add(days.days()).unwrap()
    }
}
