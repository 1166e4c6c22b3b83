//! Ends against ends, ends against bookings, and histories without order: whatever comes first, everything stays whole.

use jiff::civil::{Date, date};

use super::{
    Ending, end,
    end_tests::{assert_whole, codes, ending, import, number},
    fixture::{Line, line},
};
use crate::{
    platform::testkit::fixture::{Child, Country, MONTHLY, School},
    vouchers::{
        Effect,
        voucher::{Command, State, Sums},
    },
};

#[tokio::test]
async fn of_two_ends_at_once_one_is_done_and_the_other_is_told_so() {
    let (country, first, _) = Country::usual().await;
    let children = country.holders(6).await;
    let numbers: Vec<String> = (0..6).map(|n| format!("A-{n}")).collect();
    let lines: Vec<Line<'_>> =
        children.iter().zip(&numbers).map(|((child, _), number)| line(&first, &child.iin, number)).collect();
    assert_eq!(codes(&import(&country, &lines).await), Vec::<&str>::new());
    let (app, actor) = (&country.app, &country.actor);
    for n in 0..3 {
        let what = ending(&number(n), "refusal", date(2026, 10, 11));
        let (one, two) = tokio::join!(end(app, actor, &what), end(app, actor, &what));
        assert_eq!(usize::from(one.unwrap().already) + usize::from(two.unwrap().already), 1);
    }
    for n in 3..6 {
        let (annul, release) = (
            ending(&number(n), "expulsion", date(2026, 10, 11)),
            ending(&number(n), "parent_ended", date(2026, 10, 11)),
        );
        let (one, two) = tokio::join!(end(app, actor, &annul), end(app, actor, &release));
        // The annulment always comes to pass; a release that comes after finds the voucher annulled.
        assert_eq!(one.unwrap().effect, "annul");
        assert!(two.is_ok() || two.unwrap_err().code() == Some("voucher.annulled"));
    }
    assert_eq!(country.number("SELECT count(*) FROM voucher_ends WHERE effect = 'annul'"), 6);
    assert_eq!(country.number("SELECT count(*) FROM live_days WHERE month > '2026-10-01' AND days <> 0"), 0);
    assert_whole(&country);
}

#[tokio::test]
async fn an_end_and_a_booking_at_once_never_leave_days_on_an_annulled_voucher() {
    let (country, first, second) = Country::usual().await;
    let children = country.holders(12).await;
    let (app, actor) = (&country.app, &country.actor);
    let mut booked = 0;
    for (n, (child, _)) in (0_u32..).zip(&children) {
        let (what, contract) = (ending(&number(n), "refusal", date(2026, 8, 31)), format!("A-{n}"));
        let lines = [line(if n % 2 == 0 { &first } else { &second }, &child.iin, &contract)];
        let (ended, report) = tokio::join!(end(app, actor, &what), import(&country, &lines));
        assert!(!ended.unwrap().already);
        let refused = codes(&report);
        assert!(refused.is_empty() || refused == ["voucher.annulled"], "{refused:?}");
        booked += usize::from(refused.is_empty());
        assert_eq!(country.number("SELECT coalesce(sum(bit_count(days::bit(32))), 0) FROM live_days"), 0, "{booked}");
        assert_whole(&country);
    }
    assert_eq!(country.number("SELECT coalesce(sum(committed), 0) FROM budget_stripes"), 0);
}

/// A small generator of numbers: the same seed gives the same history.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    pub(crate) fn day(&mut self, from: Date, days: usize) -> Date {
        from.checked_add(jiff::Span::new().days(i64::try_from(self.roll(days)).unwrap())).unwrap()
    }
}

/// Every portion's state by its key, from what is stored.
fn states(country: &Country) -> Vec<(String, State)> {
    let rows = country.rows(
        "SELECT p.voucher_id || ' ' || p.month || ' ' || p.portion,
            coalesce((SELECT sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount WHEN 5 THEN -amount - rest END) FROM movements m WHERE m.subject = p.voucher_id AND m.part_month = p.month AND m.portion = p.portion AND kind IN (3, 4, 5)), 0),
            coalesce((SELECT sum(amount) FROM movements m WHERE m.subject = p.voucher_id AND m.part_month = p.month AND m.portion = p.portion AND kind = 5), -1),
            coalesce(CASE WHEN e.last_day < p.from_day THEN e.effect END, '')
        FROM portions p LEFT JOIN LATERAL (
            SELECT last_day, effect FROM portion_ends e WHERE (e.month, e.voucher_id, e.portion) = (p.month, p.voucher_id, p.portion)
            ORDER BY recorded_at DESC LIMIT 1) e ON true ORDER BY 1",
    );
    let state = |row: &String| {
        let cells: Vec<&str> = row.split('|').collect();
        let due: i64 = cells[2].parse().unwrap();
        let sums = Sums { held: cells[1].parse().unwrap(), written_off: due >= 0, due: due.max(0), paid: 0 };
        assert!(sums.held >= 0, "{row}");
        (cells[0].to_owned(), State::of(sums, Effect::of(cells[3])))
    };
    rows.iter().map(state).collect()
}

/// Whether the machine has a way from one state to another by commands.
fn allowed(from: Option<State>, to: State, commands: &[Command]) -> bool {
    let Some(from) = from else { return to == State::Booked };
    from == to || commands.iter().any(|command| from.after(*command) == Some(to))
}

/// Writes one booked portion off, as the issuer's signature does.
fn write_off(country: &Country, dice: &mut Dice) {
    let rows = country.rows(
        "SELECT p.region, p.month, p.voucher_id, p.portion, p.performer_id, q.line_id, sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount ELSE -amount - rest END)
        FROM portions p JOIN parts q USING (region, month, voucher_id)
        JOIN movements m ON m.subject = p.voucher_id AND m.part_month = p.month AND m.portion = p.portion AND kind IN (3, 4, 5)
        GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount ELSE -amount - rest END) > 0 ORDER BY 3, 2, 4 LIMIT 20",
    );
    if rows.is_empty() {
        return;
    }
    let chosen = &rows[dice.roll(rows.len())];
    let cells: Vec<&str> = chosen.split('|').collect();
    let held: i64 = cells[6].parse().unwrap();
    let due = held - held / 10;
    country
        .database
        .as_superuser(&format!(
            "INSERT INTO movements (region, month, subject, id, kind, line_id, performer_id, part_month, portion, amount, rest, document_kind, document, effective_on, recorded_at, entry_id)
            VALUES ({}, '{1}', '{2}', gen_random_uuid(), 5, '{5}', '{4}', '{1}', {3}, {due}, {6}, 'act', '{2}', '{1}', now(), '{2}');
            UPDATE budget_stripes SET committed = committed - {held}, due = due + {due} WHERE line_id = '{5}' AND stripe = 0",
            cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], held - due
        ))
        .unwrap();
}

/// One step of a history; what it may do to a portion.
async fn step(
    country: &Country,
    dice: &mut Dice,
    (schools, children): (&[School; 2], &[Child]),
    n: u32,
) -> Vec<Command> {
    let who = dice.roll(children.len());
    let day = dice.day(date(2026, 9, 1), 100);
    let reasons = ["transfer", "parent_ended", "performer_terminated", "expulsion", "refusal", "death"];
    match dice.roll(8) {
        0..=3 => {
            let (from, contract) = (day.to_string(), format!("N-{n}"));
            let at = format!("{day}T05:00:00.000Z");
            let school = &schools[dice.roll(2)];
            let row = Line { from: &from, at: &at, ..line(school, &children[who].iin, &contract) };
            import(country, &[row]).await;
            vec![Command::Book]
        }
        4 => {
            write_off(country, dice);
            vec![Command::WriteOff(0)]
        }
        kind => {
            // Releases are frequent, annulments rare, so that histories go on.
            let reason = if kind == 7 { reasons[dice.roll(6)] } else { reasons[dice.roll(3)] };
            let what: Ending = ending(&number(u32::try_from(who).unwrap()), reason, day);
            let answer = end(&country.app, &country.actor, &what).await;
            if let Err(error) = &answer {
                assert!(matches!(error.code(), Some("voucher.annulled" | "end.nothing" | "end.outside")), "{error:?}");
            } else {
                // Told again it does nothing.
                assert!(end(&country.app, &country.actor, &what).await.unwrap().already);
            }
            vec![Command::End(Effect::Release), Command::End(Effect::Annul)]
        }
    }
}

#[tokio::test]
async fn whatever_happens_only_allowed_moves_are_made_and_every_part_is_its_nominal() {
    for seed in 1..=3 {
        let (country, first, second) = Country::usual().await;
        let children: Vec<Child> = country.holders(4).await.into_iter().map(|(child, _)| child).collect();
        let (schools, mut dice) = ([first, second], Dice(seed));
        let mut before = Vec::new();
        for n in 0..30 {
            let commands = step(&country, &mut dice, (&schools, &children), n).await;
            let after = states(&country);
            for (key, to) in &after {
                let from = before.iter().find(|(known, _)| known == key).map(|(_, state)| *state);
                let written = matches!((from, to), (Some(State::Booked), State::WrittenOff { .. }));
                assert!(written || allowed(from, *to, &commands), "seed {seed} step {n}: {key} {from:?} to {to:?}");
            }
            assert!(after.len() >= before.len());
            before = after;
            assert_whole(&country);
            // Held and written off of all its portions: never above the nominal; the rest is the budget's again.
            let above = format!(
                "SELECT count(*) FROM parts p WHERE p.nominal <> {MONTHLY} OR p.nominal < (
                    SELECT coalesce(sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount ELSE -rest END), 0) FROM movements m
                    WHERE m.subject = p.voucher_id AND m.part_month = p.month AND kind IN (3, 4, 5))"
            );
            assert_eq!(country.number(&above), 0, "seed {seed} step {n}");
            let on_annulled = "SELECT count(*) FROM live_days d JOIN vouchers v USING (bucket, person_id, programme)
                JOIN (SELECT voucher_id, min(last_on) AS last_on FROM voucher_ends WHERE effect = 'annul' GROUP BY 1) e ON e.voucher_id = v.id
                WHERE d.month > e.last_on AND d.days <> 0";
            assert_eq!(country.number(on_annulled), 0, "seed {seed} step {n}");
        }
    }
}
