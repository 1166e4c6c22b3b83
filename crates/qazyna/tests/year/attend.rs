//! Attendance: what each child does on a study day, and when its performer tells.

use jiff::{ToSpan as _, civil::Date};
use rand::Rng;

use super::{
    event::Expect,
    model::{Task, Year},
    paper::MarkRow,
};

impl Year {
    pub(crate) fn row(&self, at: usize, day: Date, mark: char, by_qr: bool) -> MarkRow {
        let place = &self.country.places[at];
        let iin = self.country.children[place.child].iin.clone();
        let group = self.country.performers[place.performer].groups[place.group_on(day)].code.clone();
        MarkRow { place: at, iin, group, day, mark, by_qr }
    }

    pub(crate) fn studies(&self, at: usize, day: Date) -> bool {
        let place = &self.country.places[at];
        let group = &self.country.performers[place.performer].groups[place.group_on(day)];
        place.lives(day) && self.country.programme(at).serves(day) && group.studies(self.pack, day)
    }

    /// The day's marks are drawn; performers whose turn it is send theirs, everybody at the end of the month.
    pub(crate) fn attend(&mut self, day: Date) {
        self.close_groups(day);
        for at in self.country.living(day, |_, _| true) {
            self.draw(at, day);
        }
        let is_last = day == day.last_of_month();
        for performer in 0..self.country.performers.len() {
            let lag = self.country.performers[performer].lag;
            if is_last || day.day() == 2 || day.day_of_year() % lag == 0 {
                self.flush(performer, day);
            }
        }
    }

    fn close_groups(&mut self, day: Date) {
        for performer in &mut self.country.performers {
            for group in &mut performer.groups {
                if day > group.closed_until && self.rng.random_ratio(1, 90) {
                    group.closed_until = day.checked_add(self.rng.random_range(1..4).days()).unwrap();
                }
            }
        }
    }

    /// Draws the mark of a place on a day, if it has one.
    pub(crate) fn draw(&mut self, at: usize, day: Date) {
        if !self.studies(at, day) {
            return;
        }
        let place = &self.country.places[at];
        let closed = self.country.performers[place.performer].groups[place.group_on(day)].closed_until;
        let travels = self.country.children[place.child].travels;
        let chance = self.rng.random_range(0..100);
        let mark = if day <= closed && self.rng.random_bool(0.9) {
            'C'
        } else if place.ill > 0 {
            self.country.places[at].ill -= 1;
            'S'
        } else if place.leave > 0 {
            self.country.places[at].leave -= 1;
            'L'
        } else {
            match chance {
                0..=2 => {
                    self.country.places[at].ill = self.rng.random_range(1..4);
                    'S'
                }
                3..=4 => {
                    self.country.places[at].leave = if travels { self.rng.random_range(10..30) } else { 2 };
                    'L'
                }
                5..=11 => 'U',
                12 => '-',
                _ => 'P',
            }
        };
        if mark == '-' && self.rng.random_bool(0.1) {
            // Nobody marks the day: it is a gap.
            return;
        }
        let mark = if mark == '-' { 'P' } else { mark };
        let by_qr = mark == 'P' && self.rng.random_bool(0.8);
        let row = self.row(at, day, mark, by_qr);
        let performer = self.country.places[at].performer;
        self.pending.entry(performer).or_default().push(row.clone());
        if mark == 'U' && self.rng.random_bool(0.3) {
            // The certificate comes later, sometimes much later.
            let on = Self::in_days(day, self.rng.random_range(2..45));
            self.plan(on, Task::Certificate(MarkRow { mark: 'S', ..row }));
        }
    }

    fn flush(&mut self, performer: usize, day: Date) {
        let rows = self.pending.remove(&performer).unwrap_or_default();
        // What has ended meanwhile is not told any more.
        let rows: Vec<MarkRow> = rows.into_iter().filter(|row| self.studies(row.place, row.day)).collect();
        if rows.is_empty() {
            return;
        }
        let mut rows = self.shuffled(rows);
        if rows.len() > 3 && self.rng.random_bool(0.3) {
            let rest = rows.split_off(rows.len() / 2);
            self.send(rest, Expect::Taken);
        }
        self.send(rows, Expect::Taken);
        self.correct(performer, day);
    }

    /// Now and then a mark of the running month was wrong.
    fn correct(&mut self, performer: usize, day: Date) {
        if day == day.last_of_month() || !self.rng.random_bool(0.2) {
            return;
        }
        let month = day.first_of_month();
        let of = |at: usize| self.country.places[at].performer == performer && self.country.places[at].lives(day);
        let mut told = self.known.iter().filter(|((at, on), _)| *on >= month && of(*at));
        let Some(((at, on), mark)) = told.next_back().map(|(key, mark)| (*key, *mark)) else { return };
        let row = self.row(at, on, if mark == 'P' { 'U' } else { 'P' }, false);
        if self.studies(at, on) {
            self.send(vec![row], Expect::Taken);
        }
    }
}
