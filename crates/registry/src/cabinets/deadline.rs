//! Legal deadlines (spec 6.7): of which kind, whose, until when by the terms of the programme, and who is asked next when one is missed;
//! pure. Nothing of it is stored: what opens and closes a deadline are facts, its end is counted from them by the pack in force.

use jiff::civil::Date;
use law::{
    Calendar, Pack,
    calendar::Term,
    terms::{KsnHolder, PaymentTerm, PaymentTermKind},
};

use crate::{
    acts,
    platform::{
        Role,
        govuk::{Colour, Tag},
        http::Page,
    },
};

/// What has to be done by a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// The performer's timesheet is told, up to its lock.
    Timesheet,
    /// The issuer signs an act that its performer has signed.
    ActSignature,
    /// The performer's invoice for an act that both have signed.
    Invoice,
    /// What was accepted is paid.
    Payment,
    /// The performer answers a parent's dispute.
    DisputeAnswer,
    /// A month below the share by QR is cured.
    QrCure,
}

impl Kind {
    /// All of them, in the order of the month.
    pub(crate) const ALL: [Self; 6] =
        [Self::Timesheet, Self::DisputeAnswer, Self::QrCure, Self::ActSignature, Self::Invoice, Self::Payment];

    /// The word of statements, files and messages.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Timesheet => "timesheet",
            Self::ActSignature => "act_signature",
            Self::Invoice => "invoice",
            Self::Payment => "payment",
            Self::DisputeAnswer => "dispute_answer",
            Self::QrCure => "qr_cure",
        }
    }

    /// The kind of a word.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Whose a deadline of a kind is, in a programme.
pub(crate) fn owner(pack: &Pack, kind: Kind, programme: &str) -> Role {
    match kind {
        Kind::Timesheet | Kind::Invoice | Kind::DisputeAnswer | Kind::QrCure => Role::Performer,
        Kind::ActSignature => Role::Issuer,
        Kind::Payment => match pack.latest_terms(programme).map(|terms| terms.ksn_holder) {
            Some(KsnHolder::Issuer | KsnHolder::ChildrenAccounts) => Role::Issuer,
            Some(KsnHolder::Operator) | None => Role::Operator,
        },
    }
}

/// Who is asked when an office has missed its term; the authority is the last.
fn above(role: Role) -> Role {
    match role {
        Role::Performer => Role::Issuer,
        Role::Issuer => Role::Operator,
        Role::Operator | Role::Authority | Role::Registrar | Role::Beneficiary | Role::Auditor | Role::Public => {
            Role::Authority
        }
    }
}

/// Who is asked on a day: the owner; when the term is over the next level too, and one more with every further term of the pack. The last
/// is who has it now.
pub(crate) fn levels(pack: &Pack, owner: Role, due: Date, today: Date) -> Vec<Role> {
    let (mut levels, mut until) = (vec![owner], due);
    while let Some(last) = levels.last().copied().filter(|last| today > until && *last != Role::Authority) {
        levels.push(above(last));
        match pack.deadline_after("escalation", until) {
            Some(next) => until = next,
            None => break,
        }
    }
    levels
}

/// The last day of a deadline that an event of a programme's month has opened; nothing where no term runs. `opens` is the day before
/// which nothing can be due: a payment is never due before its invoice.
pub(crate) fn due_on(
    pack: &Pack,
    kind: Kind,
    (programme, month): (&str, Date),
    (event, opens): (Date, Date),
) -> Option<Date> {
    let terms = pack.terms_on(programme, month.last_of_month()).or_else(|| pack.latest_terms(programme))?;
    let working = |count: u32| Term::WorkingDays(i64::from(count));
    let due = match kind {
        Kind::Timesheet => {
            pack.calendar.deadline(month.last_of_month(), working(terms.timesheet_lock_working_days)).ok()
        }
        Kind::ActSignature => pack.calendar.deadline(event, working(terms.act_signature_working_days)).ok(),
        Kind::Invoice => pack.calendar.deadline(event, Term::Days(i64::from(terms.invoice_days))).ok(),
        Kind::Payment => payment(&pack.calendar, terms.payment?, (month, event)),
        Kind::DisputeAnswer => pack.deadline_after("dispute_answer", event),
        Kind::QrCure => acts::qr::until(pack, terms, month),
    };
    due.map(|due| due.max(opens))
}

/// The last day of a payment term for a month of service after an event.
fn payment(calendar: &Calendar, term: PaymentTerm, (month, event): (Date, Date)) -> Option<Date> {
    let count = i64::from(term.count);
    match term.kind {
        PaymentTermKind::Days => calendar.deadline(event, Term::Days(count)).ok(),
        PaymentTermKind::WorkingDays => calendar.deadline(event, Term::WorkingDays(count)).ok(),
        PaymentTermKind::DayOfNextMonth => pay_day(month, term.count, event),
    }
}

/// The day of the month by which a month of service is paid: the first such day after that month which is not before the event.
pub(super) fn pay_day(month: Date, day: u32, event: Date) -> Option<Date> {
    let mut next = law::Month::of(month).next()?;
    while next.day_or_last(day)? < event {
        next = next.next()?;
    }
    next.day_or_last(day)
}

/// Where a deadline stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// It runs.
    Running,
    /// It was kept.
    Kept,
    /// It was missed: what is done came late, or has not come.
    Missed,
}

impl State {
    /// Where a deadline stands that ends on a day and was closed on another, or not yet.
    pub(crate) fn of(due: Date, closed: Option<Date>, today: Date) -> Self {
        match closed {
            Some(closed) if closed <= due => Self::Kept,
            None if today <= due => Self::Running,
            Some(_) | None => Self::Missed,
        }
    }
}

/// A legal term seen today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Due {
    /// Its last day.
    pub(crate) on: Date,
    /// Working days that are left, today included; 0 when it is over.
    pub(crate) left: u32,
    /// Working days since it was over.
    pub(crate) over: u32,
}

impl Due {
    /// The term that ends on a day, seen today.
    pub(crate) fn seen(calendar: &Calendar, on: Date, today: Date) -> Self {
        if today <= on {
            Self { on, left: calendar.working_days(today, on).unwrap_or_default().max(1), over: 0 }
        } else {
            let since = on.tomorrow().unwrap_or(on);
            Self { on, left: 0, over: calendar.working_days(since, today).unwrap_or_default().max(1) }
        }
    }

    /// The tag of the queue: how long is left, in colours that grow warmer.
    pub(crate) fn tag(self, page: &Page) -> Tag {
        if self.over > 0 {
            return Tag::red(page.t("issuer-due-over").with("n", self.over));
        }
        let colour = if self.left <= 2 { Colour::Orange } else { Colour::Blue };
        Tag::new(page.t("issuer-due-left").with("n", self.left), colour)
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_missed_term_goes_from_level_to_level() {
        let pack = Pack::kz();
        let due = date(2026, 10, 9);
        let asked = |owner: Role, today: Date| levels(pack, owner, due, today).pop().unwrap();
        // Friday 9 October; five working days on are Friday 16, Friday 23 and, 25 October being moved, Monday 2 November.
        assert_eq!(asked(Role::Performer, due), Role::Performer);
        assert_eq!(asked(Role::Performer, date(2026, 10, 10)), Role::Issuer);
        assert_eq!(asked(Role::Performer, date(2026, 10, 16)), Role::Issuer);
        assert_eq!(asked(Role::Performer, date(2026, 10, 17)), Role::Operator);
        assert_eq!(asked(Role::Performer, date(2026, 10, 24)), Role::Authority);
        assert_eq!(asked(Role::Operator, date(2026, 10, 10)), Role::Authority);
        assert_eq!(asked(Role::Authority, date(2027, 10, 10)), Role::Authority);
        let all = [Role::Performer, Role::Issuer, Role::Operator];
        assert_eq!(levels(pack, Role::Performer, due, date(2026, 10, 17)), all, "whose it is stays asked");
    }

    #[test]
    fn terms_are_counted_by_the_programmes_rows() {
        let due = |kind, programme, event| due_on(Pack::kz(), kind, (programme, date(2026, 9, 1)), (event, event));
        let signed = date(2026, 10, 5);
        assert_eq!(due(Kind::Timesheet, "school", date(2026, 9, 30)), Some(date(2026, 10, 5)));
        assert_eq!(due(Kind::ActSignature, "school", signed), Some(date(2026, 10, 12)));
        assert_eq!(due(Kind::Invoice, "school", signed), Some(date(2026, 10, 20)));
        assert_eq!(due(Kind::Payment, "school", signed), Some(date(2026, 11, 4)));
        assert_eq!(due(Kind::Payment, "tvet", signed), Some(date(2026, 10, 19)));
        assert_eq!(due(Kind::Payment, "extra", signed), Some(date(2026, 10, 18)), "September is paid by 18 October");
        assert_eq!(due(Kind::Payment, "extra", date(2026, 10, 19)), Some(date(2026, 11, 18)), "signed late");
        assert_eq!(due(Kind::DisputeAnswer, "preschool", signed), Some(date(2026, 10, 8)));
        assert_eq!(
            due(Kind::QrCure, "tvet", date(2026, 9, 30)),
            Some(date(2026, 10, 19)),
            "ten working days from the lock"
        );
        assert_eq!(due(Kind::QrCure, "school", date(2026, 9, 30)), None);
        assert_eq!(due(Kind::Payment, "nothing", signed), None);
        // An invoice that came later than the term: nothing is due before it.
        let late = due_on(Pack::kz(), Kind::Payment, ("school", date(2026, 9, 1)), (signed, date(2026, 12, 1)));
        assert_eq!(late, Some(date(2026, 12, 1)));
    }

    #[test]
    fn what_came_by_the_last_day_was_kept() {
        let due = date(2026, 10, 9);
        assert_eq!(State::of(due, Some(due), date(2026, 12, 1)), State::Kept);
        assert_eq!(State::of(due, Some(date(2026, 10, 10)), date(2026, 12, 1)), State::Missed);
        assert_eq!(State::of(due, None, due), State::Running);
        assert_eq!(State::of(due, None, date(2026, 10, 10)), State::Missed);
    }
}
