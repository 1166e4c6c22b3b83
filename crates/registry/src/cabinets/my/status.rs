//! The one sentence that says how a child's place stands, with the next date and the next step; pure.

use std::cmp::Reverse;

use jiff::civil::Date;
use law::{
    Calendar, Month, Terms,
    calendar::Term,
    terms::{PaymentStart, PaymentTermKind},
};

use super::{
    stay::{Performer, Stay},
    strip::Part,
};
use crate::{cabinets::deadline::pay_day, platform::blocks::PartState, vouchers::Effect};

/// The reason of which no machine speaks.
const DEATH: &str = "death";

/// How a place stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// The register told of a death: nothing is said by a machine, a person answers.
    Person,
    /// No voucher was issued.
    NoVoucher,
    /// A voucher, and nobody chosen.
    NoContract,
    /// The reader's consent to the contract is asked for: nothing is paid before it.
    Unconfirmed { place: Performer },
    /// The place begins on a day to come.
    Starts { place: Performer, on: Date },
    /// Reports of days are late.
    Missing { place: Performer, month: Date, days: u32 },
    /// The bank sent the money back.
    SentBack { place: Performer, month: Date },
    /// Booked; the month is not closed.
    Booked { place: Performer, month: Date },
    /// Booked in a month without a published budget.
    Unfunded { place: Performer, month: Date },
    /// The service was accepted; the payment term runs.
    Accepted { place: Performer, month: Date, by: Option<Date> },
    /// The order is at the bank.
    Paying { place: Performer, month: Date, by: Option<Date> },
    /// Paid.
    Paid { place: Performer, month: Date },
    /// Closed, and by the rules nothing is owed.
    NothingDue { place: Performer, month: Date },
    /// The place ended, and there is no other.
    Ended { place: Performer, on: Date, reason: String, effect: Effect },
    /// The voucher ended before anybody was chosen.
    Annulled { on: Date, reason: String },
    /// All months of the voucher are over.
    Over { month: Date },
}

/// What the reader may do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    FindPlace,
    SeeVoucher,
    Confirm,
    SeeAttendance(Date),
    SeePayments,
    Ask,
}

/// What happens next, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The place begins.
    Begins(Date),
    /// The organisation may still report until then.
    Reports(Date),
    /// The month ends and can be closed.
    Closes(Date),
    /// The state has to pay by then.
    Pays(Date),
}

/// From where a voucher is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around<'a> {
    pub(super) today: Date,
    /// The latest day whose attendance ought to be there.
    pub(super) reported_until: Date,
    pub(super) terms: &'a Terms,
    /// The state calendar of the legal terms.
    pub(super) calendar: &'a Calendar,
}

/// The sentence of one voucher.
pub(super) fn of_voucher(parts: &[Part], around: Around<'_>) -> Status {
    let stays = || parts.iter().flat_map(|part| part.stays.iter());
    let Some(last_month) = parts.last().map(|part| part.month) else { return Status::NoContract };
    if stays().next().is_none() {
        let over = last_month.last_of_month() < around.today;
        return if over { Status::Over { month: last_month } } else { Status::NoContract };
    }
    let goes_on = stays().any(|stay| !stay.is_empty() && stay.last() >= around.today);
    if !goes_on && let Some(ended) = ended(stays()) {
        return ended;
    }
    if around.terms.activation
        && let Some(open) = stays().find(|stay| !stay.is_empty() && stay.contract.awaits_consent(around.today))
    {
        return Status::Unconfirmed { place: open.performer.clone() };
    }
    let begun = |part: &&Part| part.live().any(|stay| stay.first() <= around.today);
    let begun: Vec<&Part> = parts.iter().filter(begun).collect();
    let Some(newest) = begun.last() else { return starts(stays()) };
    if let Some(late) = missing(&begun, around) {
        return late;
    }
    let this_month = around.today.first_of_month();
    let whole = begun.iter().rev().find(|part| part.month < this_month || part.state == PartState::Redeemed);
    let told = of_part(whole.unwrap_or(newest), around);
    let settled = matches!(told, Status::Paid { .. } | Status::NothingDue { .. });
    if settled && !goes_on && last_month < this_month { Status::Over { month: last_month } } else { told }
}

/// The end that came last.
fn ended<'a>(stays: impl Iterator<Item = &'a Stay>) -> Option<Status> {
    let last = stays.filter(|stay| stay.effect.is_some()).max_by_key(|stay| (stay.ended_on, Reverse(stay.month)))?;
    if last.reason.as_deref() == Some(DEATH) {
        return Some(Status::Person);
    }
    Some(Status::Ended {
        place: last.performer.clone(),
        on: last.ended_on?,
        reason: last.reason.clone().unwrap_or_default(),
        effect: last.effect()?,
    })
}

fn starts<'a>(stays: impl Iterator<Item = &'a Stay>) -> Status {
    let first = stays.filter(|stay| !stay.is_empty()).min_by_key(|stay| stay.first());
    first.map_or(Status::NoContract, |stay| Status::Starts { place: stay.performer.clone(), on: stay.first() })
}

/// The oldest month that cannot close because reports are late.
fn missing(begun: &[&Part], around: Around<'_>) -> Option<Status> {
    let open =
        begun.iter().filter(|part| matches!(part.state, PartState::Booked | PartState::Active | PartState::Reserved));
    let mut late = open.filter_map(|part| {
        let late = |stay: &&Stay| stay.missing(around.reported_until) != 0;
        let days = part.live().map(|stay| stay.missing(around.reported_until).count_ones()).sum();
        let place = part.live().find(late)?.performer.clone();
        Some(Status::Missing { place, month: part.month, days })
    });
    late.next()
}

fn of_part(part: &Part, around: Around<'_>) -> Status {
    let Some(stay) = part.stay() else { return Status::NoContract };
    let (place, month) = (stay.performer.clone(), part.month);
    let by = part
        .stays
        .iter()
        .filter_map(|stay| stay.money.written_on)
        .max()
        .and_then(|on| pay_by((around.terms, around.calendar), (part.month, on)));
    match part.state {
        PartState::Redeemed if part.due == 0 => Status::NothingDue { place, month },
        PartState::Redeemed => Status::Paid { place, month },
        PartState::WrittenOff if part.ordered > 0 => Status::Paying { place, month, by },
        PartState::WrittenOff if part.stays.iter().any(|stay| stay.money.returned_on.is_some()) => {
            Status::SentBack { place, month }
        }
        PartState::WrittenOff => Status::Accepted { place, month, by },
        PartState::Reserved => Status::Unfunded { place, month },
        PartState::Booked | PartState::Active | PartState::Future | PartState::Passed | PartState::Annulled => {
            Status::Booked { place, month }
        }
    }
}

/// The last day on which the state has to pay what was accepted for a month on a day; none where another event starts the term.
pub(super) fn pay_by((terms, calendar): (&Terms, &Calendar), (month, accepted_on): (Date, Date)) -> Option<Date> {
    let (term, start) = (terms.payment?, terms.payment_counted_from?);
    let count = i64::from(term.count);
    match (start, term.kind) {
        (PaymentStart::IssuerSignature, PaymentTermKind::Days) => {
            calendar.deadline(accepted_on, Term::Days(count)).ok()
        }
        (PaymentStart::IssuerSignature, PaymentTermKind::WorkingDays) => {
            calendar.deadline(accepted_on, Term::WorkingDays(count)).ok()
        }
        (PaymentStart::IssuerSignature, PaymentTermKind::DayOfNextMonth) => pay_day(month, term.count, accepted_on),
        (PaymentStart::KsnCredit, _) => None,
    }
}

impl Status {
    /// The word of messages and styles.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::NoVoucher => "no-voucher",
            Self::NoContract => "no-contract",
            Self::Unconfirmed { .. } => "unconfirmed",
            Self::Starts { .. } => "starts",
            Self::Missing { .. } => "missing",
            Self::SentBack { .. } => "sent-back",
            Self::Booked { .. } => "booked",
            Self::Unfunded { .. } => "unfunded",
            Self::Accepted { .. } => "accepted",
            Self::Paying { .. } => "paying",
            Self::Paid { .. } => "paid",
            Self::NothingDue { .. } => "nothing-due",
            Self::Ended { effect, .. } => match effect {
                Effect::Release => "ended-release",
                Effect::Pause => "ended-pause",
                Effect::Annul => "ended-annul",
            },
            Self::Annulled { .. } => "annulled",
            Self::Over { .. } => "over",
        }
    }

    /// Of several vouchers the sentence that asks for most is shown: a lower rank wins.
    fn rank(&self) -> u8 {
        match self {
            Self::Person => 0,
            Self::SentBack { .. } | Self::Unconfirmed { .. } => 1,
            Self::Missing { .. } => 2,
            Self::Unfunded { .. } => 3,
            Self::NothingDue { .. } => 4,
            Self::Booked { .. } | Self::Accepted { .. } | Self::Paying { .. } | Self::Paid { .. } => 5,
            Self::Starts { .. } => 6,
            Self::Ended { .. } | Self::Annulled { .. } => 7,
            Self::NoContract => 8,
            Self::Over { .. } => 9,
            Self::NoVoucher => 10,
        }
    }

    /// What the reader may do.
    pub(super) fn step(&self) -> Step {
        match self {
            Self::Person | Self::NoVoucher => Step::Ask,
            Self::NoContract => Step::FindPlace,
            Self::Unconfirmed { .. } => Step::Confirm,
            Self::Ended { effect, .. } => match effect {
                Effect::Release => Step::FindPlace,
                Effect::Pause | Effect::Annul => Step::SeeVoucher,
            },
            Self::Missing { month, .. } | Self::Booked { month, .. } => Step::SeeAttendance(*month),
            Self::Starts { .. } | Self::Unfunded { .. } | Self::Annulled { .. } | Self::Over { .. } => Step::SeeVoucher,
            Self::SentBack { .. }
            | Self::Accepted { .. }
            | Self::Paying { .. }
            | Self::Paid { .. }
            | Self::NothingDue { .. } => Step::SeePayments,
        }
    }

    /// What happens next.
    pub(super) fn next(&self, around: Around<'_>) -> Option<Next> {
        let closing = || Next::Closes(around.today.last_of_month());
        match self {
            Self::Starts { on, .. } => Some(Next::Begins(*on)),
            Self::Missing { month, .. } => {
                let days = i64::from(around.terms.timesheet_lock_working_days);
                let end = around.calendar.add_working_days(Month::of(*month).last(), days).ok()?;
                (end >= around.today).then_some(Next::Reports(end))
            }
            Self::Accepted { by, .. } | Self::Paying { by, .. } => by.map(Next::Pays),
            Self::Booked { month, .. } => (*month == around.today.first_of_month()).then(closing),
            Self::Paid { .. } | Self::NothingDue { .. } => Some(closing()),
            Self::Person
            | Self::NoVoucher
            | Self::NoContract
            | Self::Unconfirmed { .. }
            | Self::SentBack { .. }
            | Self::Unfunded { .. }
            | Self::Ended { .. }
            | Self::Annulled { .. }
            | Self::Over { .. } => None,
        }
    }

    /// The place it speaks of.
    pub(super) fn place(&self) -> Option<&Performer> {
        match self {
            Self::Unconfirmed { place }
            | Self::Starts { place, .. }
            | Self::Missing { place, .. }
            | Self::SentBack { place, .. }
            | Self::Booked { place, .. }
            | Self::Unfunded { place, .. }
            | Self::Accepted { place, .. }
            | Self::Paying { place, .. }
            | Self::Paid { place, .. }
            | Self::NothingDue { place, .. }
            | Self::Ended { place, .. } => Some(place),
            Self::Person | Self::NoVoucher | Self::NoContract | Self::Annulled { .. } | Self::Over { .. } => None,
        }
    }
}

/// Which of a child's vouchers is shown first: the place of its sentence; the newest of equals.
pub(super) fn leading(of_vouchers: &[Status]) -> Option<usize> {
    let ranked = of_vouchers.iter().enumerate();
    ranked.min_by_key(|(_, status)| status.rank()).map(|(at, _)| at)
}

#[cfg(test)]
#[path = "status_tests.rs"]
mod tests;
