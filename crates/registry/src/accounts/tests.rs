//! Blocks, lifts and closings on the real database: what each refuses, what is held and goes on, and races.

use jiff::civil::date;

use super::{Change, Changed, Changing, Hold, Owner, change, store};
use crate::{
    acts::fixture::{Desk, Owed, SEPTEMBER},
    contracts::{
        fixture::{Line, line, roster},
        import_roster,
    },
    invoices,
    payments::{Order, Ordered, order},
    platform::{
        Progress, Result,
        testkit::fixture::{Child, Country, School},
    },
};

fn of(owner: &Owner, change: Change) -> Changing {
    let (reason, document) = (change.reasons()[0].to_owned(), "No 7 of 2026-10-01".to_owned());
    Changing { owner: owner.clone(), change, reason, document }
}

async fn done(country: &Country, owner: &Owner, what: Change) -> Changed {
    change(&country.app, &country.actor, &of(owner, what)).await.unwrap()
}

fn code<T>(answer: Result<T>) -> &'static str {
    answer.err().and_then(|error| error.code()).unwrap_or("done")
}

fn child_of(child: &Child) -> Owner {
    Owner::Person(child.bucket, child.id)
}

fn school_of(school: &School) -> Owner {
    Owner::Performer(school.bin.clone())
}

/// The codes of a roster's rows.
async fn booked(country: &Country, lines: &[Line<'_>]) -> Vec<String> {
    let file = ("oneroster.zip", &*roster(lines));
    let report = import_roster(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
    report.errors.into_iter().map(|error| error.code).collect()
}

#[tokio::test]
async fn a_blocked_or_closed_account_refuses_bookings_until_it_is_lifted() {
    let (country, first, second) = Country::usual().await;
    let children: Vec<Child> = country.holders(4).await.into_iter().map(|(child, _)| child).collect();
    let lines = |number: [&'static str; 2]| {
        [line(&first, &children[0].iin, number[0]), line(&first, &children[1].iin, number[1])]
    };
    let (child, school) = (child_of(&children[0]), school_of(&first));
    assert_eq!(done(&country, &child, Change::Block(Hold::All)).await.state, "blocked");
    assert_eq!(booked(&country, &lines(["A-0", "A-1"])).await, ["account.blocked"], "the other child is booked");
    assert_eq!(done(&country, &child, Change::Lift).await.state, "active");
    done(&country, &school, Change::Block(Hold::All)).await;
    assert_eq!(booked(&country, &[line(&first, &children[2].iin, "A-2")]).await, ["account.blocked"]);
    // A block of payments alone lets service begin.
    done(&country, &school, Change::Block(Hold::Payments)).await;
    assert_eq!(booked(&country, &[line(&first, &children[0].iin, "A-0")]).await, [""; 0]);
    done(&country, &school, Change::Lift).await;
    let again =
        |school, n: usize, number| Line { at: "2026-09-01T06:00:00.000Z", ..line(school, &children[n].iin, number) };
    assert_eq!(booked(&country, &[again(&first, 2, "A-2")]).await, [""; 0]);
    let gone = child_of(&children[3]);
    assert_eq!(done(&country, &gone, Change::Close).await.state, "closed");
    assert_eq!(booked(&country, &[line(&second, &children[3].iin, "A-3")]).await, ["account.closed"]);
    done(&country, &gone, Change::Reopen).await;
    assert_eq!(booked(&country, &[again(&second, 3, "A-3")]).await, [""; 0]);
    assert_eq!(
        country.number("SELECT sum(bit_count(days::bit(32))) FROM live_days WHERE month = '2026-09-01'"),
        4 * 30
    );
}

#[tokio::test]
async fn what_cannot_be_done_to_an_account_is_refused_by_its_code_and_leaves_no_trace() {
    let (country, first, second) = Country::usual().await;
    let children: Vec<Child> = country.holders(2).await.into_iter().map(|(child, _)| child).collect();
    assert_eq!(booked(&country, &[line(&first, &children[0].iin, "A-0")]).await, [""; 0]);
    let (child, school) = (child_of(&children[0]), school_of(&first));
    let nobody = Owner::Person(0, uuid::Uuid::from_u128(7));
    let whole = Change::Block(Hold::All);
    let asked = [
        (of(&nobody, whole), "account.unknown"),
        (of(&Owner::Performer("990440000385".to_owned()), whole), "account.unknown"),
        (of(&child, Change::Block(Hold::Payments)), "account.payments"),
        (of(&child, Change::Lift), "account.state"),
        (of(&child, Change::Reopen), "account.state"),
        (of(&child, Change::Close), "account.in_use"),
        (of(&school, Change::Close), "account.in_use"),
        (Changing { reason: "whim".to_owned(), ..of(&school, whole) }, "account.reason"),
        (Changing { reason: "completed".to_owned(), ..of(&school, whole) }, "account.reason"),
        (Changing { document: " ".to_owned(), ..of(&school, whole) }, "account.document"),
        (Changing { document: "x".repeat(201), ..of(&school, whole) }, "account.document"),
    ];
    for (what, expected) in asked {
        assert_eq!(code(change(&country.app, &country.actor, &what).await), expected, "{what:?}");
    }
    let rows = "SELECT (SELECT count(*) FROM person_account_events) + (SELECT count(*) FROM performer_account_events)";
    assert_eq!(country.number(rows), 0);
    let idle = school_of(&second);
    assert_eq!(done(&country, &idle, Change::Close).await.state, "closed");
    assert_eq!(code(change(&country.app, &country.actor, &of(&idle, whole)).await), "account.closed");
    // The same words once more: nothing is done, and nothing is refused.
    assert!(done(&country, &idle, Change::Close).await.already);
    assert_eq!(country.number(rows), 1);
    assert_eq!(country.number("SELECT count(*) FROM journal_entries WHERE kind = 'accounts.changed'"), 1);
}

/// Two invoiced acts of September: 900 of the first school, 50 of the second.
async fn invoiced() -> Desk {
    let mut desk = Desk::new().await;
    let v = desk.vouchers.clone();
    let (first, second) = (desk.schools[0].clone(), desk.schools[1].clone());
    desk.draft(&first, SEPTEMBER, &[Owed::month(v[0], 600), Owed::month(v[1], 300)]).await;
    desk.draft(&second, SEPTEMBER, &[Owed::month(v[2], 50)]).await;
    desk.sign_all(SEPTEMBER).await;
    let mut file = "act,registration_number,invoice_date,total_tiyn,performer_bin\n".to_owned();
    for (n, (school, total)) in desk.schools.iter().zip([900, 50]).enumerate() {
        let bin = &school.bin;
        file += &format!("ACT-{bin}-2026-09,ESF-{bin}-20260820-{:08},2026-08-20,{total},{bin}\n", n + 1);
    }
    let (app, actor) = (&desk.country.app, &desk.country.actor);
    let report = invoices::import(app, actor, ("i.csv", file.as_bytes()), false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, []);
    desk
}

async fn ordered(desk: &Desk) -> Ordered {
    order(&desk.country.app, &desk.country.actor, Order { month: SEPTEMBER, programme: None }).await.unwrap()
}

#[tokio::test]
async fn a_blocked_performer_is_paid_by_the_next_order_after_the_block_is_lifted() {
    let desk = invoiced().await;
    let school = school_of(&desk.schools[0]);
    for hold in Hold::BOTH {
        done(&desk.country, &school, Change::Block(hold)).await;
        let orders = ordered(&desk).await;
        assert_eq!((orders.orders, orders.total), (1, 50));
        let held: Vec<_> = orders.withheld.iter().map(|held| (held.act.as_str(), held.total, held.code)).collect();
        let act = format!("ACT-{}-2026-09", desk.schools[0].bin);
        assert_eq!(held, [(act.as_str(), 900, "account.blocked")]);
    }
    assert_eq!(desk.stripes(), "0|900|50|0");
    done(&desk.country, &school, Change::Lift).await;
    let orders = ordered(&desk).await;
    assert_eq!((orders.orders, orders.total, orders.withheld.len(), orders.registers.len()), (2, 950, 0, 2));
    assert_eq!(desk.stripes(), "0|0|950|0");
    assert_eq!(ordered(&desk).await, orders, "nothing is ordered twice");
}

#[tokio::test]
async fn an_order_and_a_block_at_once_are_one_after_the_other() {
    let mut outcomes = [0, 0];
    for n in 0..4 {
        let desk = invoiced().await;
        let (country, school) = (&desk.country, school_of(&desk.schools[0]));
        let other = country.another_app().await;
        let blocking = of(&school, Change::Block(Hold::Payments));
        let late = async {
            tokio::time::sleep(std::time::Duration::from_millis(n * 7)).await;
            change(&other, &country.actor, &blocking).await
        };
        let (orders, blocked) = tokio::join!(ordered(&desk), late);
        assert_eq!(blocked.unwrap().state, "blocked");
        let paid = country.number("SELECT count(*) FROM payment_orders WHERE amount = 900");
        assert_eq!(
            (orders.orders, orders.withheld.len() == 1 && paid == 0),
            if paid == 1 { (2, false) } else { (1, true) }
        );
        outcomes[usize::try_from(paid).unwrap()] += 1;
        // Whatever came first, a later order pays nothing that is held.
        assert_eq!(ordered(&desk).await.orders, orders.orders);
    }
    assert_eq!(outcomes.iter().sum::<i32>(), 4);
}

#[tokio::test]
async fn of_the_same_changes_at_once_one_is_entered() {
    let (country, first, _) = Country::usual().await;
    let children: Vec<Child> = country.holders(1).await.into_iter().map(|(child, _)| child).collect();
    for owner in [school_of(&first), child_of(&children[0])] {
        let (app, actor) = (&country.app, &country.actor);
        let what = of(&owner, Change::Block(Hold::All));
        let (one, two) = tokio::join!(change(app, actor, &what), change(app, actor, &what));
        assert_eq!([one.unwrap().already, two.unwrap().already].iter().filter(|already| **already).count(), 1);
        let tx = country.app.begin(&country.actor, "test", 0).await.unwrap();
        let events = store::list_events(&tx, &owner).await.unwrap();
        assert_eq!((events.len(), events[0].1.effective_on), (1, date(2026, 8, 20)));
        tx.commit().await.unwrap();
    }
}
