//! Until when an act has to leave a tab of the queue; the terms are those of every deadline; pure.

use jiff::{Timestamp, civil::Date};
use law::Pack;

use super::filter::Tab;
use crate::{
    cabinets::deadline::{Kind, due_on},
    platform::clock::Clock,
};

/// Until when an act of a programme and month must leave a tab that it has stood in since an instant; nothing where no term runs.
pub(crate) fn of(pack: &Pack, tab: Tab, of: (&str, Date), since: Timestamp) -> Option<Date> {
    let kind = match tab {
        Tab::Waiting => Kind::ActSignature,
        Tab::Signed => Kind::Invoice,
        Tab::Invoiced | Tab::Ordered => Kind::Payment,
        Tab::All | Tab::Draft | Tab::Performer | Tab::Paid => return None,
    };
    let event = Clock::legal_date(since);
    due_on(pack, kind, of, (event, event))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::cabinets::deadline::Due;

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
