//! The way of an act from its draft to the money, in seven steps, each with its holder and its legal term (spec 2.5, 6.7); pure.

use jiff::{Timestamp, civil::Date};
use law::{
    Calendar, Terms,
    calendar::Term,
    terms::{PaymentStart, PaymentTermKind},
};

use crate::{cabinets::deadline::pay_day, platform::clock::Clock};

/// Who holds an act while a step is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    /// The performer itself.
    Performer,
    /// Who owes.
    Issuer,
    /// The registry, by itself.
    Registry,
    /// Who draws the payment orders.
    Operator,
    /// The treasury and the bank.
    Treasury,
}

impl Holder {
    /// The word of its message.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Performer => "performer",
            Self::Issuer => "issuer",
            Self::Registry => "registry",
            Self::Operator => "operator",
            Self::Treasury => "treasury",
        }
    }
}

/// A step of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The act was drafted.
    Drafted,
    /// The performer has signed.
    PerformerSigned,
    /// The registry has held the signed version against contracts, persons, places and money.
    Checked,
    /// The issuer has signed: written off.
    IssuerSigned,
    /// The electronic invoice is attached.
    Invoiced,
    /// The payment order lies with the treasury.
    Ordered,
    /// The statement confirms the payment.
    Paid,
}

impl Kind {
    /// The steps in their order.
    pub(super) const ALL: [Self; 7] = [
        Self::Drafted,
        Self::PerformerSigned,
        Self::Checked,
        Self::IssuerSigned,
        Self::Invoiced,
        Self::Ordered,
        Self::Paid,
    ];

    /// The word of its message.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::PerformerSigned => "performer-signed",
            Self::Checked => "checked",
            Self::IssuerSigned => "issuer-signed",
            Self::Invoiced => "invoiced",
            Self::Ordered => "ordered",
            Self::Paid => "paid",
        }
    }

    fn holder(self) -> Holder {
        match self {
            Self::Drafted | Self::IssuerSigned => Holder::Issuer,
            Self::PerformerSigned | Self::Invoiced => Holder::Performer,
            Self::Checked => Holder::Registry,
            Self::Ordered => Holder::Operator,
            Self::Paid => Holder::Treasury,
        }
    }
}

/// When each step was taken, as far as it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Taken {
    /// When the current version was made.
    pub(super) drafted: Option<Timestamp>,
    /// The performer's signature.
    pub(super) performer: Option<Timestamp>,
    /// The issuer's signature.
    pub(super) issuer: Option<Timestamp>,
    /// The invoice.
    pub(super) invoice: Option<Timestamp>,
    /// The payment order.
    pub(super) order: Option<Timestamp>,
    /// The statement's confirmation.
    pub(super) paid: Option<Timestamp>,
    /// Nothing is to be paid: no order will come.
    pub(super) nothing_due: bool,
}

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// Taken then; `late` by its term.
    Done {
        /// When.
        at: Timestamp,
        /// After its term.
        late: bool,
    },
    /// Open now; days left until its term, below zero when it has passed; none where no term is known.
    Open {
        /// Whole days from today to the term.
        days_left: Option<i32>,
    },
    /// Not yet to be taken.
    Ahead,
    /// Will not be taken: nothing is due.
    Needless,
}

/// A step with its term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) kind: Kind,
    pub(super) holder: Holder,
    pub(super) state: State,
    /// The last day of its term; known once the step before it was taken.
    pub(super) deadline: Option<Date>,
}

impl Step {
    /// Whether it is open and its term has passed.
    pub(super) fn is_overdue(self) -> bool {
        matches!(self.state, State::Open { days_left: Some(days) } if days < 0)
    }

    /// Whether it is the one that is waited for.
    pub(super) fn is_open(self) -> bool {
        matches!(self.state, State::Open { .. })
    }
}

/// What terms are counted by.
#[derive(Clone, Copy)]
pub(super) struct Counting<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) terms: &'a Terms,
    pub(super) month: Date,
    pub(super) today: Date,
}

/// The seven steps of an act.
pub(super) fn steps(taken: Taken, by: Counting<'_>) -> [Step; 7] {
    let mut open_seen = false;
    Kind::ALL.map(|kind| {
        let deadline = deadline(kind, taken, by);
        let state = match at(kind, taken) {
            Some(at) => State::Done { at, late: deadline.is_some_and(|last| Clock::legal_date(at) > last) },
            None if taken.nothing_due && matches!(kind, Kind::Ordered | Kind::Paid) => State::Needless,
            None if open_seen => State::Ahead,
            None => {
                open_seen = true;
                State::Open { days_left: deadline.and_then(|last| days_between(by.today, last)) }
            }
        };
        let deadline = deadline.filter(|_| state != State::Needless);
        Step { kind, holder: kind.holder(), state, deadline }
    })
}

fn days_between(today: Date, last: Date) -> Option<i32> {
    Some(today.until(last).ok()?.get_days())
}

fn at(kind: Kind, taken: Taken) -> Option<Timestamp> {
    match kind {
        Kind::Drafted => taken.drafted,
        // Signatures are taken only when every check of the version has passed: the two steps have one time.
        Kind::PerformerSigned | Kind::Checked => taken.performer,
        Kind::IssuerSigned => taken.issuer,
        Kind::Invoiced => taken.invoice,
        Kind::Ordered => taken.order,
        Kind::Paid => taken.paid,
    }
}

fn deadline(kind: Kind, taken: Taken, by: Counting<'_>) -> Option<Date> {
    let after = |event: Option<Timestamp>, term: Term| by.calendar.deadline(Clock::legal_date(event?), term).ok();
    let working = |count: u32| Term::WorkingDays(i64::from(count));
    match kind {
        Kind::Drafted => {
            by.calendar.deadline(by.month.last_of_month(), working(by.terms.timesheet_lock_working_days)).ok()
        }
        Kind::PerformerSigned => after(taken.drafted, working(by.terms.act_signature_working_days)),
        Kind::Checked => None,
        Kind::IssuerSigned => after(taken.performer, working(by.terms.act_signature_working_days)),
        Kind::Invoiced => after(taken.issuer, Term::Days(i64::from(by.terms.invoice_days))),
        Kind::Ordered => {
            let days = by.terms.register_of_acts_working_days?;
            after(taken.issuer, working(days))
        }
        Kind::Paid => paid_until(taken, by),
    }
}

fn paid_until(taken: Taken, by: Counting<'_>) -> Option<Date> {
    let payment = by.terms.payment?;
    let start = match by.terms.payment_counted_from? {
        PaymentStart::IssuerSignature => taken.issuer?,
        // The credit of the account is not told to the performer; the order follows it.
        PaymentStart::KsnCredit => taken.order?,
    };
    let event = Clock::legal_date(start);
    let count = i64::from(payment.count);
    match payment.kind {
        PaymentTermKind::Days => by.calendar.deadline(event, Term::Days(count)).ok(),
        PaymentTermKind::WorkingDays => by.calendar.deadline(event, Term::WorkingDays(count)).ok(),
        PaymentTermKind::DayOfNextMonth => pay_day(by.month, payment.count, event),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use law::Pack;

    use super::*;

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().unwrap())
    }

    fn by(today: Date) -> Counting<'static> {
        let terms = Pack::kz().latest_terms("school").unwrap();
        Counting { calendar: &Pack::kz().calendar, terms, month: date(2026, 9, 1), today }
    }

    fn told(taken: Taken, today: Date) -> Vec<String> {
        let say = |step: Step| {
            let until = step.deadline.map_or(String::new(), |day| format!(" until {day}"));
            let state = match step.state {
                State::Done { late, .. } => format!("done{}", if late { " late" } else { "" }),
                State::Open { days_left } => format!("open {days_left:?}"),
                State::Ahead => "ahead".to_owned(),
                State::Needless => "needless".to_owned(),
            };
            format!("{} by {}: {state}{until}", step.kind.word(), step.holder.word())
        };
        steps(taken, by(today)).map(say).into()
    }

    #[test]
    fn a_draft_waits_for_its_performer() {
        let taken = Taken { drafted: at("2026-10-02T10:00:00Z"), ..Taken::default() };
        assert_eq!(
            told(taken, date(2026, 10, 7)),
            [
                "drafted by issuer: done until 2026-10-05",
                "performer-signed by performer: open Some(2) until 2026-10-09",
                "checked by registry: ahead",
                "issuer-signed by issuer: ahead",
                "invoiced by performer: ahead",
                "ordered by operator: ahead",
                "paid by treasury: ahead",
            ]
        );
    }

    #[test]
    fn a_step_past_its_term_is_overdue_and_one_taken_late_stays_late() {
        let taken =
            Taken { drafted: at("2026-10-02T10:00:00Z"), performer: at("2026-10-12T10:00:00Z"), ..Taken::default() };
        let steps = steps(taken, by(date(2026, 10, 22)));
        let late: Vec<bool> = steps.iter().map(|step| step.is_overdue()).collect();
        assert_eq!(late, [false, false, false, true, false, false, false]);
        assert!(matches!(steps[1].state, State::Done { late: true, .. }));
        assert_eq!(steps[3].state, State::Open { days_left: Some(-3) });
    }

    #[test]
    fn nothing_is_ordered_where_nothing_is_due() {
        let issuer = at("2026-10-06T10:00:00Z");
        let taken = Taken {
            drafted: issuer,
            performer: issuer,
            issuer,
            invoice: issuer,
            nothing_due: true,
            ..Taken::default()
        };
        assert_eq!(
            told(taken, date(2026, 10, 7))[5..],
            ["ordered by operator: needless", "paid by treasury: needless"]
        );
    }

    #[test]
    fn an_act_that_is_not_there_has_only_its_first_step_open() {
        let steps = steps(Taken::default(), by(date(2026, 10, 7)));
        assert!(steps[0].is_overdue() && steps[1..].iter().all(|step| step.state == State::Ahead));
    }
}
