//! Until when an act has to move on, by the terms of its programme; pure.

use jiff::{Timestamp, civil::Date};
use law::{
    Calendar, Pack,
    calendar::Term,
    terms::{PaymentTerm, PaymentTermKind},
};

use super::filter::Tab;
use crate::platform::{
    clock::Clock,
    govuk::{Colour, Tag},
    http::Page,
};

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

/// Until when an act of a programme and month must leave a tab that it has stood in since an instant; nothing where no term runs.
pub(crate) fn of(pack: &Pack, tab: Tab, (programme, month): (&str, Date), since: Timestamp) -> Option<Date> {
    let terms = pack.terms_on(programme, month.last_of_month()).or_else(|| pack.latest_terms(programme))?;
    let event = Clock::legal_date(since);
    let term = match tab {
        Tab::Waiting => Term::WorkingDays(i64::from(terms.act_signature_working_days)),
        Tab::Signed => Term::Days(i64::from(terms.invoice_days)),
        Tab::Invoiced | Tab::Ordered => return payment(&pack.calendar, terms.payment?, event),
        Tab::All | Tab::Draft | Tab::Performer | Tab::Paid => return None,
    };
    pack.calendar.deadline(event, term).ok()
}

fn payment(calendar: &Calendar, term: PaymentTerm, event: Date) -> Option<Date> {
    let count = i64::from(term.count);
    match term.kind {
        PaymentTermKind::Days => calendar.deadline(event, Term::Days(count)).ok(),
        PaymentTermKind::WorkingDays => calendar.deadline(event, Term::WorkingDays(count)).ok(),
        PaymentTermKind::DayOfNextMonth => law::Month::of(event).next()?.day_or_last(term.count),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn five_working_days_are_counted_from_the_performers_signature() {
        // A Friday at 23:30 in Almaty; the week after has five working days.
        let friday: Timestamp = "2026-10-02T18:30:00Z".parse().unwrap();
        let due = of(Pack::kz(), Tab::Waiting, ("school", date(2026, 9, 1)), friday).unwrap();
        assert_eq!(due, date(2026, 10, 9));
        assert_eq!(Due::seen(&Pack::kz().calendar, due, date(2026, 10, 7)), Due { on: due, left: 3, over: 0 });
        assert_eq!(Due::seen(&Pack::kz().calendar, due, date(2026, 10, 9)), Due { on: due, left: 1, over: 0 });
        assert_eq!(Due::seen(&Pack::kz().calendar, due, date(2026, 10, 13)), Due { on: due, left: 0, over: 2 });
    }

    #[test]
    fn no_term_runs_for_what_is_paid_or_not_made_yet() {
        let at: Timestamp = "2026-10-02T08:00:00Z".parse().unwrap();
        assert_eq!(of(Pack::kz(), Tab::Paid, ("school", date(2026, 9, 1)), at), None);
        assert_eq!(of(Pack::kz(), Tab::Waiting, ("nothing", date(2026, 9, 1)), at), None);
        assert!(of(Pack::kz(), Tab::Signed, ("school", date(2026, 9, 1)), at).is_some());
    }
}
