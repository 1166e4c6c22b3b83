//! Bookings on the real database.

use std::collections::HashMap;

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Batch, Booked, Booking, Child as Person, End, book_many, release_many, voucher::Effect};
use crate::{
    contracts::state_orders,
    parties::lock_performers,
    platform::{
        Refusal, Result,
        testkit::fixture::{Child, Country, MONTHLY, PROGRAMME, REGION, School, SchoolLike, months},
    },
};

pub(super) fn booking(country: &Country, school: &School, child: &Child, (from, to): (Date, Date)) -> Booking {
    let id = country.app.clock.id();
    Booking {
        child: Some(Person { bucket: child.bucket, id: child.id, birth_date: date(2016, 3, 7), deceased: false }),
        performer_id: school.performer,
        contract_id: id,
        number: id.to_string(),
        group_id: school.group,
        contract: (from, to),
        price: MONTHLY,
        from,
        to,
        ends: None,
        effective_on: from,
        continues: false,
    }
}

const YEAR: (Date, Date) = (date(2026, 9, 1), date(2027, 5, 31));

pub(super) async fn book(country: &Country, bookings: &[Booking]) -> Vec<Result<Booked, Refusal>> {
    book_in(country, PROGRAMME, bookings).await
}

pub(super) async fn book_in(country: &Country, programme: &str, bookings: &[Booking]) -> Vec<Result<Booked, Refusal>> {
    let performers: Vec<Uuid> = bookings.iter().map(|booking| booking.performer_id).collect();
    let mut tx = country.app.begin(&country.actor, "test", REGION).await.unwrap();
    lock_performers(&mut tx, REGION, &performers).await.unwrap();
    let orders = state_orders(&tx, REGION, programme, &performers).await.unwrap();
    let answers = book_many(&mut tx, &Batch { region: REGION, programme, orders: &orders, bookings }).await.unwrap();
    tx.commit().await.unwrap();
    answers
}

pub(super) fn codes(answers: &[Result<Booked, Refusal>]) -> Vec<&str> {
    answers.iter().map(|answer| answer.as_ref().map_or_else(|refusal| refusal.code, |_| "booked")).collect()
}

pub(super) async fn end(country: &Country, booking: &Booking, at: (Date, Effect)) {
    end_in(country, PROGRAMME, booking, at).await;
}

pub(super) async fn end_in(country: &Country, programme: &str, booking: &Booking, (last, effect): (Date, Effect)) {
    let child = booking.child.as_ref().unwrap();
    let end = End {
        contract_id: booking.contract_id,
        performer_id: booking.performer_id,
        child: (child.bucket, child.id),
        last,
        effect,
        reason: "transfer".to_owned(),
        withdrawn: false,
    };
    let mut tx = country.app.begin(&country.actor, "test", REGION).await.unwrap();
    lock_performers(&mut tx, REGION, &[booking.performer_id]).await.unwrap();
    release_many(&mut tx, (REGION, programme), &[end]).await.unwrap();
    tx.commit().await.unwrap();
}

/// Portions, live days, committed money and Σ(Book − Release) agree.
pub(super) fn assert_whole(country: &Country) {
    let held = country.number("SELECT coalesce(sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount END), 0) FROM movements WHERE kind IN (3, 4)");
    assert_eq!(country.number("SELECT coalesce(sum(committed), 0) FROM budget_stripes"), held);
    let days = country.number(
        "SELECT coalesce(sum(greatest(coalesce(e.last_day, p.to_day) - p.from_day + 1, 0)), 0) FROM portions p LEFT JOIN LATERAL (
            SELECT last_day FROM portion_ends e WHERE (e.month, e.voucher_id, e.portion) = (p.month, p.voucher_id, p.portion)
            ORDER BY recorded_at DESC LIMIT 1) e ON true",
    );
    assert_eq!(country.number("SELECT coalesce(sum(bit_count(days::bit(32))), 0) FROM live_days"), days);
}

#[tokio::test]
async fn a_contract_books_its_nine_months_once_and_commits_those_that_have_a_budget() {
    let (country, school, _) = Country::usual().await;
    let holders = country.holders(1).await;
    let one = booking(&country, &school, &holders[0].0, YEAR);
    assert_eq!(codes(&book(&country, std::slice::from_ref(&one)).await), ["booked"]);
    assert_eq!(country.number("SELECT count(*) FROM portions"), 9);
    assert_eq!(country.number("SELECT count(*) FROM parts WHERE line_id IS NULL"), 5);
    assert_eq!(country.number("SELECT sum(amount) FROM movements WHERE kind = 3"), 4 * MONTHLY);
    let again = book(&country, std::slice::from_ref(&one)).await;
    assert!(again[0].as_ref().unwrap().portions.is_empty());
    assert_eq!(country.number("SELECT count(*) FROM portions"), 9);
    assert_whole(&country);
}

#[tokio::test]
async fn every_check_refuses_by_its_code_and_leaves_nothing_behind() {
    let (country, school, other) = Country::usual().await;
    let holders = country.holders(6).await;
    let bare = country.children(date(2015, 5, 5), 1).await;
    let full = country.school(3, &SchoolLike { group_capacity: 0, ..SchoolLike::default() }).await;
    let small = country.school(4, &SchoolLike { object_capacity: 0, ..SchoolLike::default() }).await;
    let unordered = country.school(5, &SchoolLike { places: 0, ..SchoolLike::default() }).await;
    let poor = country.school(6, &SchoolLike { amount: MONTHLY - 1, ..SchoolLike::default() }).await;
    let child = &holders[0].0;
    let with = |change: &dyn Fn(&mut Booking)| {
        let mut booking = booking(&country, &school, child, YEAR);
        change(&mut booking);
        booking
    };
    let person = |change: &dyn Fn(&mut Person)| with(&|booking| booking.child.iter_mut().for_each(change));
    let at = |school: &School| booking(&country, school, child, YEAR);
    let cases = [
        ("person.unknown", with(&|booking| booking.child = None)),
        ("person.deceased", person(&|child| child.deceased = true)),
        ("voucher.none", booking(&country, &school, &bare[0], YEAR)),
        ("performer.not_admitted", with(&|booking| booking.performer_id = Uuid::nil())),
        ("object.address_mismatch", with(&|booking| booking.group_id = other.group)),
        ("group.age", person(&|child| child.birth_date = date(2022, 1, 1))),
        ("contract.outside_period", with(&|booking| booking.contract = (date(2024, 9, 2), date(2025, 5, 30)))),
        ("contract.outside_period", with(&|booking| booking.contract.0 = date(2025, 1, 1))),
        ("group.full", at(&full)),
        ("object.over_capacity", at(&small)),
        ("contract.no_places", at(&unordered)),
        ("contract.no_places", at(&poor)),
    ];
    for (code, booking) in cases {
        assert_eq!(codes(&book(&country, &[booking]).await), [code]);
        assert_eq!(country.number("SELECT count(*) FROM portions"), 0, "{code}");
        assert_whole(&country);
    }
    let first = at(&school);
    assert_eq!(codes(&book(&country, std::slice::from_ref(&first)).await), ["booked"]);
    assert_eq!(codes(&book(&country, &[at(&other)]).await), ["booking.elsewhere"]);
    end(&country, &first, (date(2026, 9, 12), Effect::Annul)).await;
    assert_eq!(codes(&book(&country, &[at(&other)]).await), ["voucher.annulled"]);
    assert_whole(&country);
}

#[tokio::test]
async fn a_child_moves_in_mid_month_between_schools_of_different_calendars_and_the_part_holds_one_nominal() {
    let (country, school, _) = Country::usual().await;
    let second = country.school(7, &SchoolLike { weekdays: 63, ..SchoolLike::default() }).await;
    let holders = country.holders(1).await;
    let first = booking(&country, &school, &holders[0].0, YEAR);
    book(&country, std::slice::from_ref(&first)).await;
    end(&country, &first, (date(2026, 9, 11), Effect::Release)).await;
    // 22 study days in September 2026 from Monday to Friday, 9 of them to the 11th.
    let kept = (MONTHLY * 9 * 2 + 22) / 44;
    assert_eq!(country.number("SELECT sum(committed) FROM budget_stripes"), kept);
    let moved = booking(&country, &second, &holders[0].0, (date(2026, 9, 12), YEAR.1));
    assert_eq!(codes(&book(&country, &[moved]).await), ["booked"]);
    assert_eq!(country.number("SELECT sum(committed) FROM budget_stripes WHERE month = '2026-09-01'"), MONTHLY);
    assert_eq!(
        country.rows("SELECT portion, from_day, to_day FROM portions WHERE month = '2026-09-01' ORDER BY 1"),
        ["1|1|30", "2|12|30"]
    );
    assert_whole(&country);
    end(&country, &first, (date(2026, 9, 11), Effect::Release)).await;
    assert_eq!(country.number("SELECT count(*) FROM portion_ends"), 9);
}

#[tokio::test]
async fn of_two_schools_that_book_one_child_at_once_exactly_one_wins() {
    let (country, school, other) = Country::usual().await;
    let holders = country.holders(200).await;
    for chunk in holders.chunks(20) {
        let of = |school: &School| {
            chunk
                .iter()
                .map(|(child, _)| booking(&country, school, child, (YEAR.0, date(2026, 10, 31))))
                .collect::<Vec<_>>()
        };
        let (ours, theirs) = (of(&school), of(&other));
        let (first, second) = tokio::join!(book(&country, &ours), book(&country, &theirs));
        for (one, two) in codes(&first).into_iter().zip(codes(&second)) {
            assert!(
                matches!((one, two), ("booked", "booking.elsewhere") | ("booking.elsewhere", "booked")),
                "{one} {two}"
            );
        }
    }
    assert_eq!(country.number("SELECT count(*) FROM portions"), 400);
    assert_whole(&country);
}

#[tokio::test]
async fn the_last_place_and_the_last_money_go_to_exactly_one() {
    let country = Country::new().await;
    country.rate(date(2026, 9, 1), MONTHLY).await;
    country.line(date(2026, 9, 1), MONTHLY * 100 + 1).await;
    let tight = country.school(1, &SchoolLike { group_capacity: 30, ..SchoolLike::default() }).await;
    let (wide, wider) =
        (country.school(2, &SchoolLike::default()).await, country.school(3, &SchoolLike::default()).await);
    let holders = country.holders(240).await;
    let september = (date(2026, 9, 1), date(2026, 9, 30));
    let of = |school: &School, children: &[(Child, Uuid)]| {
        children.iter().map(|(child, _)| booking(&country, school, child, september)).collect::<Vec<_>>()
    };
    let halves = (of(&tight, &holders[..20]), of(&tight, &holders[20..40]));
    let (one, two) = tokio::join!(book(&country, &halves.0), book(&country, &halves.1));
    let all = codes(&one).into_iter().chain(codes(&two)).fold(HashMap::<&str, usize>::new(), |mut all, code| {
        *all.entry(code).or_default() += 1;
        all
    });
    assert_eq!(all, HashMap::from([("booked", 30), ("group.full", 10)]));
    let halves = (of(&wide, &holders[40..140]), of(&wider, &holders[140..]));
    let (one, two) = tokio::join!(book(&country, &halves.0), book(&country, &halves.1));
    let booked = codes(&one).into_iter().chain(codes(&two)).filter(|code| *code == "booked").count();
    assert_eq!(booked, 70);
    assert!(codes(&two).into_iter().chain(codes(&one)).all(|code| matches!(code, "booked" | "budget.exhausted")));
    assert_eq!(country.number("SELECT sum(allotted - committed) FROM budget_stripes"), 1);
    assert_whole(&country);
}

#[tokio::test]
async fn the_order_of_a_batch_does_not_change_who_is_booked() {
    let mut seen = Vec::new();
    for reversed in [false, true] {
        let (country, school, _) = Country::usual().await;
        let tight = country.school(9, &SchoolLike { group_capacity: 5, ..SchoolLike::default() }).await;
        let holders = country.holders(12).await;
        let mut all: Vec<Booking> = holders.iter().map(|(child, _)| booking(&country, &tight, child, YEAR)).collect();
        all.extend(holders[6..].iter().map(|(child, _)| booking(&country, &school, child, (date(2026, 9, 5), YEAR.1))));
        for (n, booking) in all.iter_mut().enumerate() {
            booking.number = format!("{n:03}");
        }
        if reversed {
            all.reverse();
        }
        let answers = book(&country, &all).await;
        let mut states: Vec<(String, String)> =
            all.iter().zip(codes(&answers)).map(|(booking, code)| (booking.number.clone(), code.to_owned())).collect();
        states.sort();
        seen.push(states);
        assert_whole(&country);
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(months().len(), 9);
}

#[tokio::test]
async fn a_suspended_performer_one_without_orders_and_a_line_without_money_refuse_by_code() {
    let (country, school, other) = Country::usual().await;
    let holders = country.holders(2).await;
    country
        .database
        .as_superuser(&format!(
            "INSERT INTO standings VALUES ({REGION}, '{0}', '2026-08-05', 'suspended', '', '2026-08-05T00:00:00Z', '{0}')",
            other.performer
        ))
        .unwrap();
    let suspended = booking(&country, &other, &holders[0].0, YEAR);
    assert_eq!(codes(&book(&country, &[suspended]).await), ["performer.suspended"]);
    country
        .database
        .as_superuser(&format!("DELETE FROM state_order_months WHERE state_order_id = '{}'", other.state_order))
        .unwrap();
    country
        .database
        .as_superuser(&format!("DELETE FROM standings WHERE performer_id = '{}'", other.performer))
        .unwrap();
    let unordered = booking(&country, &other, &holders[0].0, YEAR);
    assert_eq!(codes(&book(&country, &[unordered]).await), ["performer.no_state_order"]);
    let poor = Country::new().await;
    poor.rate(date(2026, 9, 1), MONTHLY).await;
    poor.line(date(2026, 9, 1), MONTHLY - 1).await;
    let there = poor.school(1, &SchoolLike::default()).await;
    let pupil = poor.holders(1).await;
    assert_eq!(codes(&book(&poor, &[booking(&poor, &there, &pupil[0].0, YEAR)]).await), ["budget.exhausted"]);
    assert_whole(&poor);
    assert_eq!(codes(&book(&country, &[booking(&country, &school, &holders[1].0, YEAR)]).await), ["booked"]);
    assert_eq!(country.number("SELECT count(DISTINCT voucher_id) FROM portions"), 1);
}

/// Children with vouchers of two programmes whose live days may not overlap, with a school and a kindergarten that take them.
async fn two_programmes(children: u32) -> (Country, School, School, Vec<Child>) {
    let (country, school, _) = Country::usual().await;
    let like = SchoolLike { programme: KINDERGARTEN, ..SchoolLike::default() };
    let kindergarten = country.school(3, &like).await;
    country.rate_of(KINDERGARTEN, date(2026, 9, 1), MONTHLY).await;
    let children = country.holders(children).await.into_iter().map(|(child, _)| child).collect::<Vec<_>>();
    country.vouchers(&children, (KINDERGARTEN, "PRE")).await;
    (country, school, kindergarten, children)
}

const KINDERGARTEN: &str = "preschool";
const AUTUMN: (Date, Date) = (date(2026, 9, 1), date(2026, 10, 31));

#[tokio::test]
async fn days_of_programmes_that_may_not_overlap_are_refused_and_free_again_when_the_child_leaves() {
    let (country, school, kindergarten, children) = two_programmes(1).await;
    let first = booking(&country, &school, &children[0], AUTUMN);
    assert_eq!(codes(&book(&country, std::slice::from_ref(&first)).await), ["booked"]);
    // One common day is enough, and nothing of the booking stays.
    let common = booking(&country, &kindergarten, &children[0], (date(2026, 10, 31), date(2026, 12, 31)));
    assert_eq!(codes(&book_in(&country, KINDERGARTEN, &[common]).await), ["booking.overlap"]);
    assert_eq!(country.number("SELECT count(*) FROM portions"), 2);
    assert_whole(&country);
    let beside = booking(&country, &kindergarten, &children[0], (date(2026, 11, 1), date(2026, 12, 31)));
    assert_eq!(codes(&book_in(&country, KINDERGARTEN, &[beside]).await), ["booked"]);
    // The rule holds from the other side too.
    let back = booking(&country, &school, &children[0], (date(2026, 12, 31), date(2027, 5, 31)));
    assert_eq!(codes(&book(&country, &[back]).await), ["booking.overlap"]);
    end(&country, &first, (date(2026, 9, 11), Effect::Release)).await;
    let after = booking(&country, &kindergarten, &children[0], (date(2026, 9, 12), date(2026, 10, 31)));
    assert_eq!(codes(&book_in(&country, KINDERGARTEN, &[after]).await), ["booked"]);
    assert_whole(&country);
}

#[tokio::test]
async fn of_two_programmes_that_book_one_child_at_once_exactly_one_wins() {
    let (country, school, kindergarten, children) = two_programmes(200).await;
    for chunk in children.chunks(20) {
        let of =
            |school: &School| chunk.iter().map(|child| booking(&country, school, child, AUTUMN)).collect::<Vec<_>>();
        let (ours, theirs) = (of(&school), of(&kindergarten));
        let (first, second) = tokio::join!(book(&country, &ours), book_in(&country, KINDERGARTEN, &theirs));
        for (one, two) in codes(&first).into_iter().zip(codes(&second)) {
            assert!(matches!((one, two), ("booked", "booking.overlap") | ("booking.overlap", "booked")), "{one} {two}");
        }
    }
    assert_eq!(country.number("SELECT count(*) FROM portions"), 400);
    let both = "SELECT count(*) FROM live_days a JOIN live_days b USING (bucket, person_id, month) WHERE a.programme < b.programme AND a.days & b.days <> 0";
    assert_eq!(country.number(both), 0);
    assert_whole(&country);
}
