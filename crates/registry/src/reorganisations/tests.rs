//! Who is refused, where dues and receivables go, and that a dry run keeps nothing.

use jiff::civil::date;

use super::{Kind, Reorganised, Reorganising, reorganise};
use crate::{
    accounts::{self, Change, Changing, Hold, Owner},
    acts::fixture::{Desk, OCTOBER, Owed, SEPTEMBER},
    contracts::{
        fixture::{line, roster},
        import_roster,
    },
    invoices,
    parties::store::StandingRow,
    payments::{Order, order},
    platform::{
        Progress, Result,
        testkit::fixture::{Country, REGION, School, SchoolLike},
    },
};

fn of(from: &School, to: &School) -> Reorganising {
    let (predecessor, successor) = (from.bin.clone(), to.bin.clone());
    Reorganising { predecessor, successor, kind: Kind::Merger, on: OCTOBER, document: "No 3 of 2026-09-20".to_owned() }
}

async fn done(country: &Country, what: &Reorganising) -> Result<Reorganised> {
    reorganise(&country.app, &country.actor, what, false).await
}

async fn code(country: &Country, what: &Reorganising) -> &'static str {
    done(country, what).await.err().and_then(|error| error.code()).unwrap_or("done")
}

async fn change(country: &Country, bin: &str, change: Change) {
    let (reason, document) = (change.reasons()[0].to_owned(), "No 7".to_owned());
    let what = Changing { owner: Owner::Performer(bin.to_owned()), change, reason, document };
    accounts::change(&country.app, &country.actor, &what).await.unwrap();
}

#[tokio::test]
async fn what_cannot_be_taken_over_is_refused_by_its_code_and_nothing_moves() {
    let (country, first, second) = Country::usual().await;
    let other = country.school(3, &SchoolLike { programme: "extra", ..SchoolLike::default() }).await;
    let (child, _) = country.holders(1).await.remove(0);
    let file = ("r.zip", &*roster(&[line(&first, &child.iin, "A-0")]));
    let report = import_roster(&country.app, &country.actor, file, false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, []);
    let facts = "SELECT (SELECT count(*) FROM contracts) + (SELECT count(*) FROM portions) + (SELECT count(*) FROM portion_ends)
        + (SELECT count(*) FROM groups) + (SELECT count(*) FROM successions) + (SELECT count(*) FROM movements)";
    let before = country.number(facts);
    let usual = of(&first, &second);
    let nobody = "000740000728".to_owned();
    for (what, expected) in [
        (of(&first, &first), "input.invalid"),
        (Reorganising { predecessor: nobody.clone(), ..usual.clone() }, "performer.unknown"),
        (Reorganising { successor: nobody, ..usual.clone() }, "performer.not_admitted"),
        (of(&first, &other), "performer.not_admitted"),
        (Reorganising { document: " ".to_owned(), ..usual.clone() }, "end.document"),
    ] {
        assert_eq!(code(&country, &what).await, expected, "{what:?}");
    }
    for (bin, hold, expected) in
        [(&first.bin, Hold::Payments, "account.blocked"), (&second.bin, Hold::All, "account.blocked")]
    {
        change(&country, bin, Change::Block(hold)).await;
        assert_eq!(code(&country, &usual).await, expected, "{bin}");
        change(&country, bin, Change::Lift).await;
    }
    let standing = |word: &str| StandingRow {
        region: REGION,
        performer_id: second.performer,
        effective_on: date(2026, 8, 1),
        standing: word.to_owned(),
        reason: "tax".to_owned(),
    };
    for (word, expected) in [("suspended", "performer.suspended"), ("good", "done")] {
        let mut tx = country.app.begin(&country.actor, "test", REGION).await.unwrap();
        tx.record(&[standing(word)]).await.unwrap();
        tx.commit().await.unwrap();
        if expected == "done" {
            assert_eq!(country.number(facts), before, "nothing was kept of what was refused");
            let tried = reorganise(&country.app, &country.actor, &usual, true).await.unwrap();
            assert_eq!((tried.contracts, tried.portions, tried.dry_run), (1, 8, true));
            assert_eq!(country.number(facts), before, "a dry run keeps nothing");
        }
        assert_eq!(code(&country, &usual).await, expected);
    }
    assert_eq!(code(&country, &usual).await, "performer.succeeded");
    assert_eq!(code(&country, &of(&second, &first)).await, "performer.succeeded", "nor back to who is gone");
    assert_eq!(
        country.rows("SELECT event, reason FROM performer_account_events ORDER BY recorded_at DESC LIMIT 1"),
        ["close|reorganised"]
    );
}

#[tokio::test]
async fn a_signed_month_stays_and_its_dues_are_paid_to_the_successor() {
    let mut desk = Desk::new().await;
    let (first, second) = (desk.schools[0].clone(), desk.schools[1].clone());
    let v = desk.vouchers.clone();
    desk.draft(&first, SEPTEMBER, &[Owed::month(v[0], 600), Owed::month(v[1], 300)]).await;
    desk.sign_all(SEPTEMBER).await;
    let country = &desk.country;
    let early = Reorganising { on: date(2026, 9, 15), ..of(&first, &second) };
    assert_eq!(code(country, &early).await, "month.closed");
    let done = done(country, &of(&first, &second)).await.unwrap();
    assert_eq!((done.performers, done.state_orders, done.contracts, done.dry_run), (1, 1, 0, false));
    let bin = &first.bin;
    let file = format!(
        "act,registration_number,invoice_date,total_tiyn,performer_bin\nACT-{bin}-2026-09,ESF-{bin}-20260820-00000001,2026-08-20,900,{bin}\n"
    );
    let (app, actor) = (&country.app, &country.actor);
    let report = invoices::import(app, actor, ("i.csv", file.as_bytes()), false, &Progress::silent()).await.unwrap();
    assert_eq!(report.errors, []);
    // The account of the predecessor is closed, and its dues are not held: they are the successor's.
    let ordered = order(app, actor, Order { month: SEPTEMBER, programme: None }).await.unwrap();
    assert_eq!((ordered.orders, ordered.total, ordered.withheld.len()), (1, 900, 0));
    let file = String::from_utf8(ordered.registers[0].file.clone()).unwrap();
    assert!(file.contains(&second.bin) && !file.contains(&format!("<Id>{bin}</Id>")), "{file}");
    assert_eq!(
        country.rows("SELECT performer_id FROM payment_orders"),
        [first.performer.to_string()],
        "the debt stays whose it was"
    );
    // A block of the successor holds what it has taken over.
    assert_eq!(country.rows("SELECT kind, effective_on FROM successions"), ["merger|2026-10-01"]);
}

#[tokio::test]
async fn a_block_of_the_successor_holds_what_it_took_over_and_a_chain_leads_to_the_last() {
    let mut desk = Desk::new().await;
    let (first, second) = (desk.schools[0].clone(), desk.schools[1].clone());
    let third = desk.country.school(3, &SchoolLike::default()).await;
    let v = desk.vouchers.clone();
    desk.draft(&first, SEPTEMBER, &[Owed::month(v[0], 600)]).await;
    desk.sign_all(SEPTEMBER).await;
    let country = &desk.country;
    done(country, &of(&first, &second)).await.unwrap();
    done(country, &of(&second, &third)).await.unwrap();
    let bin = &first.bin;
    let file = format!(
        "act,registration_number,invoice_date,total_tiyn,performer_bin\nACT-{bin}-2026-09,ESF-{bin}-20260820-00000001,2026-08-20,600,{bin}\n"
    );
    let (app, actor) = (&country.app, &country.actor);
    invoices::import(app, actor, ("i.csv", file.as_bytes()), false, &Progress::silent()).await.unwrap();
    change(country, &third.bin, Change::Block(Hold::Payments)).await;
    let ask = async || order(app, actor, Order { month: SEPTEMBER, programme: None }).await.unwrap();
    let held = ask().await;
    assert_eq!(
        (held.orders, held.withheld[0].performer_bin.as_str(), held.withheld[0].code),
        (0, third.bin.as_str(), "account.blocked")
    );
    change(country, &third.bin, Change::Lift).await;
    let paid = ask().await;
    assert!(paid.orders == 1 && String::from_utf8(paid.registers[0].file.clone()).unwrap().contains(&third.bin));
}

#[tokio::test]
async fn what_the_predecessor_has_to_give_back_is_set_off_against_the_acts_of_the_successor() {
    let mut desk = Desk::new().await;
    let (first, second) = (desk.schools[0].clone(), desk.schools[1].clone());
    let (voucher, country) = (desk.vouchers[0], &desk.country);
    country
        .database
        .as_superuser(&format!(
            "INSERT INTO movements (region, month, subject, id, kind, line_id, performer_id, part_month, portion, amount, rest, document_kind, document, effective_on, recorded_at, entry_id)
            SELECT l.region, l.month, '{voucher}', gen_random_uuid(), 12, l.id, '{}', l.month, 1, 500, 0, 'act', gen_random_uuid(), '2026-08-01', now(), gen_random_uuid()
            FROM budget_lines l WHERE l.month = '2026-09-01'",
            first.performer
        ))
        .unwrap();
    done(country, &Reorganising { on: SEPTEMBER, ..of(&first, &second) }).await.unwrap();
    let act = desk.draft_with_total(&second, SEPTEMBER, &[Owed::month(voucher, 600)], 100).await;
    desk.sign_all(SEPTEMBER).await;
    assert_eq!(desk.state(act), "issuer_signed");
    let set_off = desk.country.rows("SELECT amount FROM movements WHERE kind = 13");
    assert_eq!(set_off, ["500"]);
}
