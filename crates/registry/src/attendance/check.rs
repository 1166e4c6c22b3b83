//! Whether what a row says may be taken (spec 2.5, 3.4), as known now; pure.

use std::collections::BTreeMap;

use jiff::civil::Date;
use law::DayMask;
use law::month::{day_bit, days_up_to};
use uuid::Uuid;

use super::{
    marks::{Mark, Said},
    sheet::{Line, Wrong},
    store::{Group, Place, Standing, parents::Disputed},
};

/// What a row is held against.
pub(super) struct Known<'a> {
    pub(super) group: &'a Group,
    /// Study days of the group in the month.
    pub(super) study: DayMask,
    /// The child's portions at the performer in the month.
    pub(super) places: &'a [Place],
    pub(super) standing: Standing,
    /// The last date on which a certificate is taken after the issuer's signature.
    pub(super) certificates_until: Option<Date>,
    /// Whether the lock of the timesheet has passed in a programme whose parents confirm it.
    pub(super) is_locked: bool,
    /// Disputes of the month without an answer.
    pub(super) disputes: &'a [Disputed],
    pub(super) today: Date,
}

/// What is taken of a row: contract, day, byte.
pub(super) type Taken = Vec<(Uuid, u32, Said)>;

/// Why a cell is not taken: code, words.
type Reason = (&'static str, &'static str);

impl Place {
    fn booked(&self) -> DayMask {
        span(self.from_day, self.to_day)
    }

    fn live(&self) -> DayMask {
        span(self.from_day, self.last_day)
    }
}

fn span(from: i16, to: i16) -> DayMask {
    let until = |day: i16| days_up_to(u32::try_from(day).unwrap_or(0));
    until(to) & !until(from.saturating_sub(1))
}

/// Takes the days that are right; what is wrong is told once a reason, with its days. A wrong cell never takes the row with it.
pub(super) fn check(line: &Line, known: &Known<'_>) -> (Taken, Vec<Wrong>) {
    let mut taken = Taken::new();
    let mut wrong = BTreeMap::<Reason, Vec<String>>::new();
    for (day, text) in &line.unread {
        wrong.entry(("mark.unknown", "no letter of a mark")).or_default().push(format!("{day} ({text})"));
    }
    for (day, said) in line.said() {
        match check_day(line, (day, said), known) {
            Ok(mark) => taken.extend(mark),
            Err(why) => wrong.entry(why).or_default().push(day.to_string()),
        }
    }
    let told = wrong.into_iter().map(|((code, words), days)| (code, format!("{words}: day {}", days.join(", "))));
    (taken, told.collect())
}

fn check_day(line: &Line, (day, said): (u32, Said), known: &Known<'_>) -> Result<Option<(Uuid, u32, Said)>, Reason> {
    let wrong = |code, words| Err((code, words));
    if line.block.month.day_or_last(day).is_none_or(|date| date > known.today) {
        return wrong("mark.future", "it has not come yet");
    }
    let bit = day_bit(day);
    let here = || known.places.iter().filter(|place| place.group_id == known.group.id);
    let live = here().find(|place| place.live() & bit != 0);
    let withdrawn = said.mark() == Some(Mark::Withdrawn);
    let Some(place) = live.filter(|_| known.study & bit != 0) else {
        // Taking back what was said of a day outside the enrolment changes no money, so no signature stands in its way.
        return match here().find(|place| withdrawn && place.booked() & bit != 0) {
            Some(place) => Ok(Some((place.contract_id, day, said))),
            None if live.is_some() => wrong("mark.outside_enrolment", "it is no study day of the group"),
            None => wrong("mark.outside_enrolment", "the child is not enrolled in the group"),
        };
    };
    let late_certificate =
        said.mark() == Some(Mark::Excused) && known.certificates_until.is_some_and(|until| known.today <= until);
    let is_disputed =
        || known.disputes.iter().any(|one| one.contract_id == place.contract_id && u32::try_from(one.day) == Ok(day));
    match known.standing {
        // What nobody has marked yet is told late; what is marked changes only by a certificate or as the answer to a dispute.
        Standing::Open if known.is_locked && place.planes.on(day).is_some() && !place.planes.agrees(day, said) => {
            if said.mark() != Some(Mark::Excused) && !is_disputed() {
                return wrong("month.closed", "the timesheet is locked; a disputed day and a certificate are taken");
            }
        }
        Standing::Open => {}
        Standing::Closed | Standing::Signed(_) if place.planes.agrees(day, said) => return Ok(None),
        Standing::Closed => return wrong("month.closed", "the performer has signed the act"),
        Standing::Signed(_) if late_certificate => {}
        Standing::Signed(_) => {
            return wrong("month.closed", "the act is signed; a certificate is taken for 10 working days");
        }
    }
    Ok(Some((place.contract_id, day, said)))
}
