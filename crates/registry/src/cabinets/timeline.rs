//! The way of an act (spec 2.5): seven steps, each with who holds it, when it was done and until when the law gives for it.

use jiff::{Timestamp, civil::Date, tz::Offset};
use law::{
    Pack, Terms,
    calendar::Term,
    terms::{KsnHolder, PaymentStart, PaymentTermKind},
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{deadline::pay_day, store::timeline as store};
use crate::{
    app::App,
    platform::{Actor, Refusal, Result, access, clock::Clock},
};

/// Where a step stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Done.
    Done,
    /// The act waits for it.
    Current,
    /// Steps before it are not done.
    Later,
}

/// A step of an act's way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// Which one: `draft`, `performer_signature`, `issuer_signature`, `invoice`, `register`, `order`, `payment`.
    #[schema(
        pattern = "^(draft|performer_signature|issuer_signature|invoice|register|order|payment)$",
        example = "invoice"
    )]
    pub step: &'static str,
    /// Where it stands.
    pub standing: Standing,
    /// Who has to do it: `performer`, `issuer`, `operator`, `treasury`.
    #[schema(pattern = "^(performer|issuer|operator|treasury)$", example = "performer")]
    pub holder: &'static str,
    /// When it was done.
    pub done_at: Option<Timestamp>,
    /// The last day for it, where the law or the terms give one and its term has begun.
    #[schema(format = Date, example = "2026-10-07")]
    pub deadline: Option<Date>,
    /// Days left until then, below zero when it is overdue; none once it is done.
    pub days_left: Option<i32>,
}

/// What is known of an act's way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinets) struct Facts {
    pub(in crate::cabinets) programme: String,
    pub(in crate::cabinets) month: Date,
    /// When each step was done, in their order.
    pub(in crate::cabinets) done: [Option<Timestamp>; 7],
}

/// The seven steps of an act in the actor's scope.
///
/// # Errors
/// `access.denied`; `act.unknown`; faults.
pub async fn of(app: &App, actor: &Actor, act: Uuid) -> Result<Vec<Step>> {
    access::require(app, actor, "read.acts").await?;
    let tx = app.begin(actor, "acts.read", 0).await?;
    let facts = store::find(&tx, act).await?;
    tx.commit().await?;
    let facts = facts.ok_or_else(|| Refusal::new("act.unknown", act.to_string()))?;
    Ok(steps(app.pack(), &facts, app.clock.today()))
}

/// The steps as they stand on a day.
fn steps(pack: &Pack, facts: &Facts, today: Date) -> Vec<Step> {
    let terms = pack.terms_on(&facts.programme, facts.month);
    let [_, performer, issuer, invoice, register, _, _] = facts.done.map(|at| at.map(Clock::legal_date));
    let drafted = facts.done.first().copied().flatten().map(Clock::legal_date);
    let working =
        |from: Option<Date>, days: Option<u32>| after(pack, from, days.map(|days| Term::WorkingDays(i64::from(days))));
    let signature = terms.map(|terms| terms.act_signature_working_days);
    let payment = terms.and_then(|terms| payment_deadline(pack, (terms, facts.month), issuer, register));
    let payer = match terms.map(|terms| terms.ksn_holder) {
        Some(KsnHolder::Issuer | KsnHolder::ChildrenAccounts) => "issuer",
        Some(KsnHolder::Operator) | None => "operator",
    };
    let all: [(&'static str, &'static str, Option<Date>); 7] = [
        (
            "draft",
            "issuer",
            working(Some(facts.month.last_of_month()), terms.map(|terms| terms.timesheet_lock_working_days)),
        ),
        ("performer_signature", "performer", working(drafted, signature)),
        ("issuer_signature", "issuer", working(performer, signature)),
        ("invoice", "performer", after(pack, issuer, terms.map(|terms| Term::Days(i64::from(terms.invoice_days))))),
        ("register", payer, working(invoice, terms.and_then(|terms| terms.register_of_acts_working_days))),
        ("order", payer, payment),
        ("payment", "treasury", payment),
    ];
    let current = facts.done.iter().position(Option::is_none);
    let told = all.into_iter().zip(facts.done).enumerate();
    told.map(|(place, ((step, holder, deadline), done_at))| {
        let standing = match current {
            Some(current) if place > current => Standing::Later,
            Some(current) if place == current => Standing::Current,
            Some(_) | None => Standing::Done,
        };
        let days_left = deadline.filter(|_| standing != Standing::Done).and_then(|last| days_between(today, last));
        Step { step, standing, holder, done_at, deadline, days_left }
    })
    .collect()
}

fn days_between(from: Date, to: Date) -> Option<i32> {
    from.until(to).ok().map(|span| span.get_days())
}

/// The last day of a term; none where the calendar of its year is not entered.
fn after(pack: &Pack, event: Option<Date>, term: Option<Term>) -> Option<Date> {
    pack.calendar.deadline(event?, term?).ok()
}

/// Until when the money is to be paid. A term counted from the credit of the KSN begins, as far as we know of it, with the register.
fn payment_deadline(
    pack: &Pack,
    (terms, month): (&Terms, Date),
    issuer: Option<Date>,
    register: Option<Date>,
) -> Option<Date> {
    let term = terms.payment?;
    let from = match terms.payment_counted_from? {
        PaymentStart::IssuerSignature => issuer?,
        PaymentStart::KsnCredit => register?,
    };
    let count = i64::from(term.count);
    match term.kind {
        PaymentTermKind::Days => after(pack, Some(from), Some(Term::Days(count))),
        PaymentTermKind::WorkingDays => after(pack, Some(from), Some(Term::WorkingDays(count))),
        PaymentTermKind::DayOfNextMonth => pay_day(month, term.count, from),
    }
}

/// The instant at which a day of Almaty begins: for facts that are known by their day.
pub(in crate::cabinets) fn begin_of(day: Date) -> Option<Timestamp> {
    Offset::constant(5).to_timestamp(day.at(0, 0, 0, 0)).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn at(text: &str) -> Option<Timestamp> {
        Some(text.parse().unwrap())
    }

    #[test]
    fn the_step_that_an_act_waits_for_has_its_holder_and_the_days_left() {
        let programme = Pack::kz()
            .terms
            .iter()
            .find(|terms| terms.payment.is_some_and(|term| term.kind == PaymentTermKind::Days))
            .unwrap();
        let facts = Facts {
            programme: programme.programme.clone(),
            month: date(2026, 9, 1),
            done: [
                at("2026-10-02T05:00:00Z"),
                at("2026-10-05T05:00:00Z"),
                at("2026-10-06T05:00:00Z"),
                None,
                None,
                None,
                None,
            ],
        };
        let steps = steps(Pack::kz(), &facts, date(2026, 10, 10));
        let invoice = &steps[3];
        assert_eq!(
            (invoice.standing, invoice.holder, invoice.deadline, invoice.days_left),
            (Standing::Current, "performer", Some(date(2026, 10, 21)), Some(11))
        );
        assert_eq!(steps.iter().filter(|step| step.standing == Standing::Done).count(), 3);
        assert!(steps[..3].iter().all(|step| step.days_left.is_none() && step.done_at.is_some()));
        assert_eq!((steps[6].standing, steps[6].deadline), (Standing::Later, Some(date(2026, 11, 5))));
        assert_eq!(steps[1].deadline, Some(date(2026, 10, 9)), "five working days after the draft of Friday");
    }
}
