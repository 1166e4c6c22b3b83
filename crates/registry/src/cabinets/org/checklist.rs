//! The month's checklist of a performer: what is done, what is next, who holds it and until when; pure.

use jiff::civil::Date;

use super::{
    grid::Completeness,
    way::{Holder, Kind, State, Step},
};

/// A task of the month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Task {
    /// Every day of every child is known.
    Attendance,
    /// What keeps lines out of the act.
    Exceptions,
    /// The act is drafted.
    Draft,
    /// It is signed.
    Sign,
    /// The invoice is attached.
    Invoice,
    /// The money has come.
    Paid,
}

impl Task {
    /// All of them in order.
    pub(super) const ALL: [Self; 6] =
        [Self::Attendance, Self::Exceptions, Self::Draft, Self::Sign, Self::Invoice, Self::Paid];

    /// The word of its message.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Attendance => "attendance",
            Self::Exceptions => "exceptions",
            Self::Draft => "draft",
            Self::Sign => "sign",
            Self::Invoice => "invoice",
            Self::Paid => "paid",
        }
    }
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Done.
    Done,
    /// The performer has to do it; with how many of what.
    Yours(u64),
    /// Others have to do it.
    Waits,
    /// Not yet.
    Ahead,
    /// Will not be done: nothing is due.
    Needless,
}

/// A task with its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub(super) task: Task,
    pub(super) standing: Standing,
    pub(super) holder: Holder,
    pub(super) deadline: Option<Date>,
    /// Whole days to the deadline, below zero when it has passed; of open tasks.
    pub(super) days_left: Option<i32>,
}

impl Item {
    /// Whether it is open and late.
    pub(super) fn is_overdue(self) -> bool {
        let open = matches!(self.standing, Standing::Yours(_) | Standing::Waits);
        open && self.days_left.is_some_and(|days| days < 0)
    }
}

/// What the month of a performer is like.
#[derive(Clone, Copy, Debug)]
pub(super) struct Month {
    pub(super) completeness: Completeness,
    /// The month is over.
    pub(super) is_over: bool,
    /// Whether children were there at all.
    pub(super) has_children: bool,
    /// Until when attendance is to be told.
    pub(super) attendance_until: Option<Date>,
    pub(super) today: Date,
    /// Lines kept out of the act, when there is one.
    pub(super) exceptions: Option<u64>,
}

/// The checklist; `steps` are the way of the act, or of the act that is still to come.
pub(super) fn checklist(month: Month, steps: &[Step; 7]) -> [Item; 6] {
    let signed = step(steps, Kind::PerformerSigned).is_some_and(|step| matches!(step.state, State::Done { .. }));
    Task::ALL.map(|task| match task {
        Task::Attendance => attendance(month, signed),
        Task::Exceptions => {
            let standing = match month.exceptions {
                None => Standing::Ahead,
                Some(0) => Standing::Done,
                Some(_) if signed => Standing::Done,
                Some(count) => Standing::Yours(count),
            };
            Item { task, standing, holder: Holder::Performer, deadline: None, days_left: None }
        }
        Task::Draft => of_step(task, step(steps, Kind::Drafted), month.is_over),
        Task::Sign => of_step(task, step(steps, Kind::PerformerSigned), true),
        Task::Invoice => of_step(task, step(steps, Kind::Invoiced), true),
        Task::Paid => of_step(task, step(steps, Kind::Paid), true),
    })
}

fn step(steps: &[Step; 7], kind: Kind) -> Option<Step> {
    steps.iter().copied().find(|step| step.kind == kind)
}

fn attendance(month: Month, signed: bool) -> Item {
    let missing = month.completeness.missing;
    let standing = if !month.has_children {
        Standing::Ahead
    } else if signed || month.is_over && missing == 0 {
        Standing::Done
    } else {
        Standing::Yours(missing)
    };
    let open = matches!(standing, Standing::Yours(_));
    let days_left =
        month.attendance_until.filter(|_| open).and_then(|last| Some(month.today.until(last).ok()?.get_days()));
    Item { task: Task::Attendance, standing, holder: Holder::Performer, deadline: month.attendance_until, days_left }
}

/// A task that is a step of the way; `begun`: it may be waited for already.
fn of_step(task: Task, step: Option<Step>, begun: bool) -> Item {
    let Some(step) = step else {
        return Item { task, standing: Standing::Ahead, holder: Holder::Registry, deadline: None, days_left: None };
    };
    let (standing, days_left) = match step.state {
        State::Done { .. } => (Standing::Done, None),
        State::Open { .. } if !begun => (Standing::Ahead, None),
        State::Open { days_left } if step.holder == Holder::Performer => (Standing::Yours(0), days_left),
        State::Open { days_left } => (Standing::Waits, days_left),
        State::Ahead => (Standing::Ahead, None),
        State::Needless => (Standing::Needless, None),
    };
    Item { task, standing, holder: step.holder, deadline: step.deadline, days_left }
}

/// What the performer does next: its first open task; an incomplete current month counts only when something is missing.
pub(super) fn next(items: &[Item; 6]) -> Option<Item> {
    items.iter().copied().find(|item| match item.standing {
        Standing::Yours(missing) => item.task != Task::Attendance || missing > 0,
        Standing::Done | Standing::Waits | Standing::Ahead | Standing::Needless => false,
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use law::Pack;

    use super::*;
    use crate::cabinets::org::way::{Counting, Taken, steps};

    fn month(missing: u64, exceptions: Option<u64>) -> Month {
        Month {
            completeness: Completeness { expected: 100, missing, children: 1, conflicts: 0 },
            is_over: true,
            has_children: true,
            attendance_until: Some(date(2026, 10, 5)),
            today: date(2026, 10, 7),
            exceptions,
        }
    }

    fn way(taken: Taken) -> [Step; 7] {
        let terms = Pack::kz().latest_terms("school").unwrap();
        steps(
            taken,
            Counting { calendar: &Pack::kz().calendar, terms, month: date(2026, 9, 1), today: date(2026, 10, 7) },
        )
    }

    fn standings(items: [Item; 6]) -> [Standing; 6] {
        items.map(|item| item.standing)
    }

    #[test]
    fn a_month_begins_with_its_attendance() {
        use Standing::{Ahead, Waits, Yours};
        let items = checklist(month(4, None), &way(Taken::default()));
        assert_eq!(standings(items), [Yours(4), Ahead, Waits, Ahead, Ahead, Ahead]);
        assert!(items[0].is_overdue() && items[2].is_overdue());
        assert_eq!(next(&items).map(|item| item.task), Some(Task::Attendance));
    }

    #[test]
    fn exceptions_come_before_the_signature() {
        use Standing::{Ahead, Done, Yours};
        let drafted = Some("2026-10-03T05:00:00Z".parse().unwrap());
        let items = checklist(month(0, Some(2)), &way(Taken { drafted, ..Taken::default() }));
        assert_eq!(standings(items), [Done, Yours(2), Done, Yours(0), Ahead, Ahead]);
        assert_eq!(next(&items).map(|item| item.task), Some(Task::Exceptions));
    }

    #[test]
    fn after_the_signatures_only_invoice_and_money_are_open() {
        use Standing::{Done, Waits, Yours};
        let at = Some("2026-10-03T05:00:00Z".parse().unwrap());
        let signed = Taken { drafted: at, performer: at, issuer: at, ..Taken::default() };
        let items = checklist(month(0, Some(2)), &way(signed));
        assert_eq!(standings(items), [Done, Done, Done, Done, Yours(0), Standing::Ahead]);
        let invoiced = Taken { invoice: at, order: at, ..signed };
        let items = checklist(month(0, Some(0)), &way(invoiced));
        assert_eq!(items[5].standing, Waits);
        assert_eq!(next(&items), None);
    }
}
