//! Ends of vouchers on the real database: every reason, what is told twice, gaps and amendments, pauses and reinstatements.

use jiff::civil::{Date, date};

use super::{
    Ended, Ending, approve_end, end,
    fixture::{Line, line, roster},
    import_roster, propose_end, reinstate, withdraw_end,
};
use crate::{
    platform::{
        Actor, Progress, Report, Result, Role, Scope,
        testkit::{
            enrolled::Stay,
            fixture::{Child, Country, MONTHLY, REGION, School, SchoolLike},
        },
    },
    vouchers::{Batch, Booking, book_many},
};

pub(crate) async fn import(country: &Country, lines: &[Line<'_>]) -> Report {
    import_roster(&country.app, &country.actor, ("oneroster.zip", &roster(lines)), false, &Progress::silent())
        .await
        .unwrap()
}

pub(crate) fn codes(report: &Report) -> Vec<&str> {
    report.errors.iter().map(|error| error.code.as_str()).collect()
}

/// The number of the `n`th holder's voucher.
pub(crate) fn number(n: u32) -> String {
    format!("SCH-{REGION}-2026-{:08}-0", n + 1)
}

pub(crate) fn ending(voucher: &str, reason: &str, last: Date) -> Ending {
    Ending { voucher: voucher.to_owned(), reason: reason.to_owned(), last, document: "No 1 of 2026-10-12".to_owned() }
}

async fn done(country: &Country, what: &Ending) -> Ended {
    end(&country.app, &country.actor, what).await.unwrap()
}

fn code<T>(answer: Result<T>) -> &'static str {
    answer.err().and_then(|error| error.code()).unwrap_or("done")
}

/// What is committed of each month that has a budget.
fn committed(country: &Country) -> Vec<String> {
    country.rows("SELECT sum(committed) FROM budget_stripes GROUP BY month ORDER BY month")
}

/// Portions, live days and committed money say the same.
pub(crate) fn assert_whole(country: &Country) {
    let held = country.number(
        "SELECT coalesce(sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount WHEN 5 THEN -amount - rest END), 0) FROM movements WHERE kind IN (3, 4, 5)",
    );
    assert_eq!(country.number("SELECT coalesce(sum(committed), 0) FROM budget_stripes"), held);
    assert_eq!(
        country.number("SELECT count(*) FROM budget_stripes WHERE allotted < committed + due + ordered + paid"),
        0
    );
    let days = country.number(
        "SELECT coalesce(sum(greatest(coalesce(e.last_day, p.to_day) - p.from_day + 1, 0)), 0) FROM portions p LEFT JOIN LATERAL (
            SELECT last_day FROM portion_ends e WHERE (e.month, e.voucher_id, e.portion) = (p.month, p.voucher_id, p.portion)
            ORDER BY recorded_at DESC LIMIT 1) e ON true",
    );
    assert_eq!(country.number("SELECT coalesce(sum(bit_count(days::bit(32))), 0) FROM live_days"), days);
}

/// A child enrolled for the year.
async fn enrolled(children: u32) -> (Country, School, School, Vec<Child>) {
    let (country, first, second) = Country::usual().await;
    let children: Vec<Child> = country.holders(children).await.into_iter().map(|(child, _)| child).collect();
    let numbers: Vec<String> = (0..children.len()).map(|n| format!("A-{n}")).collect();
    let lines: Vec<Line<'_>> =
        children.iter().zip(&numbers).map(|(child, number)| line(&first, &child.iin, number)).collect();
    assert_eq!(codes(&import(&country, &lines).await), Vec::<&str>::new());
    (country, first, second, children)
}

/// 22 study days in October 2026 but for the holiday of the 25th moved to the 26th: 21, of which 7 are up to the 9th.
fn kept() -> i64 {
    let study = crate::vouchers::terms::study_days(law::Pack::kz(), date(2026, 10, 1), 31, "").unwrap();
    let days = i64::from((study & 0x7ff).count_ones());
    let all = i64::from(study.count_ones());
    (2 * MONTHLY * days + all) / (2 * all)
}

const LAST: Date = date(2026, 10, 11);

#[tokio::test]
async fn every_reason_of_the_table_closes_its_month_by_days_and_does_what_the_table_says() {
    let reasons = [
        ("transfer", "release"),
        ("parent_ended", "release"),
        ("performer_terminated", "release"),
        ("expulsion", "annul"),
        ("refusal", "annul"),
        ("death", "annul"),
    ];
    let (country, _, second, children) = enrolled(6).await;
    let before = country.number("SELECT sum(committed) FROM budget_stripes");
    for (((reason, effect), n), child) in reasons.into_iter().zip(0_u32..).zip(&children) {
        let ended = done(&country, &ending(&number(n), reason, LAST)).await;
        let returned = 3 * MONTHLY - kept();
        assert_eq!(
            (ended.effect, ended.contracts, ended.portions, ended.returned),
            (effect, 1, 8, returned),
            "{reason}"
        );
        let voucher = number(n);
        let of = |sql: &str| {
            country.rows(&sql.replace("$", &format!("(SELECT id FROM vouchers WHERE number = '{voucher}')")))
        };
        assert_eq!(
            of("SELECT month, last_day, effect, reason FROM portion_ends WHERE voucher_id = $ ORDER BY 1 LIMIT 2"),
            [format!("2026-10-01|11|{effect}|{reason}"), format!("2026-11-01|0|{effect}|{reason}")]
        );
        assert_eq!(
            of("SELECT effect, reason, last_on FROM voucher_ends WHERE voucher_id = $"),
            [format!("{effect}|{reason}|{LAST}")]
        );
        assert_eq!(
            of(
                "SELECT r.enrolled_to, r.end_reason, r.withdrawn FROM contract_revisions r JOIN contracts c ON c.id = r.contract_id WHERE c.voucher_id = $ ORDER BY r.recorded_at DESC LIMIT 1"
            ),
            [format!("{LAST}|{reason}|f")]
        );
        // The same told twice does nothing more.
        let again = done(&country, &ending(&voucher, reason, LAST)).await;
        assert!(again.already && again.portions == 0);
        assert_eq!(of("SELECT count(*) FROM voucher_ends WHERE voucher_id = $"), ["1"]);
        // A released child is booked elsewhere, an annulled voucher never again.
        let at = "2026-10-12T05:00:00.000Z";
        let other = format!("B-{n}");
        let there = Line { from: "2026-10-12", at, ..line(&second, &child.iin, &other) };
        let expected: &[&str] = if effect == "annul" { &["voucher.annulled"] } else { &[] };
        assert_eq!(codes(&import(&country, &[there]).await), expected, "{reason}");
        assert_whole(&country);
    }
    let (released, annulled) = (3_i64, 3_i64);
    let left = before - annulled * (3 * MONTHLY - kept());
    assert_eq!(
        country.number("SELECT sum(committed) FROM budget_stripes"),
        left,
        "{released} are booked anew to their nominal"
    );
    assert_eq!(
        country
            .number("SELECT count(*) FROM (SELECT month, voucher_id FROM parts GROUP BY 1, 2 HAVING count(*) > 1) t"),
        0
    );
}

#[tokio::test]
async fn what_cannot_end_is_refused_by_its_code_and_changes_nothing() {
    let (country, ..) = enrolled(2).await;
    let (app, actor) = (&country.app, &country.actor);
    let of = |change: &dyn Fn(&mut Ending)| {
        let mut what = ending(&number(0), "refusal", LAST);
        change(&mut what);
        what
    };
    let cases = [
        ("voucher.unknown", of(&|what| what.voucher = "SCH-75-2026-99999999-0".to_owned())),
        ("voucher.unknown", of(&|what| what.voucher = "nothing".to_owned())),
        ("end.reason", of(&|what| what.reason = "weather".to_owned())),
        ("end.reason", of(&|what| what.reason = "academic_leave".to_owned())),
        ("end.document", of(&|what| what.document = "  ".to_owned())),
        ("end.outside", of(&|what| what.last = date(2026, 8, 30))),
        ("end.outside", of(&|what| what.last = date(2027, 5, 31))),
        ("end.nothing", of(&|what| (what.reason, what.last) = ("parent_ended".to_owned(), date(2027, 5, 30)))),
    ];
    // The last days of May are the contract's too: what follows the 30th is one day.
    for (expected, what) in &cases[..7] {
        assert_eq!(code(end(app, actor, what).await), *expected, "{what:?}");
    }
    assert_eq!(code(end(app, actor, &cases[7].1).await), "done");
    assert_eq!(
        code(end(app, actor, &of(&|what| (what.reason, what.last) = ("transfer".to_owned(), date(2027, 5, 30)))).await),
        "end.nothing"
    );
    done(&country, &ending(&number(1), "expulsion", LAST)).await;
    for (reason, last) in [("parent_ended", date(2026, 9, 20)), ("refusal", LAST), ("refusal", date(2026, 11, 1))] {
        assert_eq!(code(end(app, actor, &ending(&number(1), reason, last)).await), "voucher.annulled");
    }
    // An earlier end of an annulled voucher takes the days between away.
    let earlier = done(&country, &ending(&number(1), "death", date(2026, 9, 20))).await;
    assert_eq!((earlier.contracts, earlier.effect), (1, "annul"));
    assert_whole(&country);
    let stranger = Actor {
        role: Role::Issuer,
        organisation: country.issuer_bin.clone(),
        person: "aa".to_owned(),
        request: app.clock.id(),
        scope: Scope::Regions(vec![71]),
    };
    assert_eq!(code(end(app, &stranger, &ending(&number(0), "refusal", LAST)).await), "voucher.unknown");
}

#[tokio::test]
async fn a_voucher_that_nobody_booked_ends_too_and_none_of_it_is_booked() {
    let (country, first, _) = Country::usual().await;
    let child = country.holders(1).await.remove(0).0;
    let ended = done(&country, &ending(&number(0), "refusal", date(2026, 8, 31))).await;
    assert_eq!((ended.effect, ended.contracts, ended.returned), ("annul", 0, 0));
    assert_eq!(codes(&import(&country, &[line(&first, &child.iin, "A-1")]).await), ["voucher.annulled"]);
    assert_whole(&country);
}

#[tokio::test]
async fn two_contracts_with_a_gap_a_return_and_amendments_leave_one_whole_story() {
    let (country, first, second, children) = enrolled(1).await;
    let iin = &children[0].iin;
    let on = |day: &str| format!("{day}T05:00:00.000Z");
    let told: Vec<String> = ["2026-10-12", "2026-10-20", "2026-11-03", "2026-11-10", "2026-12-01"].map(on).into();
    // The parent leaves; eight days later the child is at another school: the gap belongs to nobody and the voucher lives.
    done(&country, &ending(&number(0), "parent_ended", LAST)).await;
    country.app.clock.set("2026-10-12T06:00:00Z".parse().unwrap());
    let there = Line { from: "2026-10-20", at: &told[1], ..line(&second, iin, "B-1") };
    assert_eq!(codes(&import(&country, &[there]).await), Vec::<&str>::new());
    let gap = "SELECT days & (((1 << 19) - 1) & ~((1 << 11) - 1)) FROM live_days WHERE month = '2026-10-01' AND programme = 'school'";
    assert_eq!(country.number(gap), 0);
    assert_whole(&country);
    // An amendment shortens the contract, another lengthens it again.
    let shorter = Line { from: "2026-10-20", to: "2026-11-15", at: &told[2], ..line(&second, iin, "B-1") };
    assert_eq!(codes(&import(&country, &[shorter]).await), Vec::<&str>::new());
    assert_eq!(country.number("SELECT count(*) FROM live_days WHERE days <> 0 AND month > '2026-11-01'"), 0);
    assert_whole(&country);
    let longer = Line { from: "2026-10-20", to: "2026-12-31", at: &told[3], ..line(&second, iin, "B-1") };
    assert_eq!(codes(&import(&country, &[longer]).await), Vec::<&str>::new());
    assert_eq!(
        country.rows("SELECT days FROM live_days WHERE month = '2026-11-01' AND programme = 'school'"),
        [((1_i64 << 30) - 1).to_string()]
    );
    assert_eq!(
        codes(
            &import(
                &country,
                &[Line { from: "2026-10-20", to: "2026-12-31", at: &told[3], ..line(&second, iin, "B-1") }]
            )
            .await
        ),
        ["file.repeated"]
    );
    // Back at the first school from January under a new contract.
    let back = Line { from: "2027-01-01", at: &told[4], ..line(&first, iin, "A-2") };
    assert_eq!(codes(&import(&country, &[back]).await), Vec::<&str>::new());
    assert_eq!(country.number("SELECT count(*) FROM live_days WHERE month > '2026-12-01' AND days <> 0"), 5);
    assert_whole(&country);
    // Every part still has one nominal, and no more than it is held.
    assert_eq!(
        country.number(&format!(
            "SELECT count(*) FROM parts p WHERE p.nominal <> {MONTHLY} OR p.nominal < (
                SELECT sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount END) FROM movements m WHERE m.subject = p.voucher_id AND m.part_month = p.month)"
        )),
        0
    );
}

#[tokio::test]
async fn a_transfer_within_a_month_is_refused_where_the_programme_changes_on_the_first() {
    let (country, ..) = Country::usual().await;
    let like = SchoolLike { programme: "preschool", ..SchoolLike::default() };
    let kindergarten = country.school(3, &like).await;
    country.rate_of("preschool", date(2026, 9, 1), MONTHLY).await;
    let child = country.children(date(2016, 3, 7), 1).await.remove(0);
    country.vouchers(std::slice::from_ref(&child), ("preschool", "PRE")).await;
    let file = |to: &'static str| {
        let lines = [Line { to, reason: "transfer", ..line(&kindergarten, &child.iin, "A-1") }];
        let files = super::fixture::files(&lines)
            .into_iter()
            .map(|(name, text)| (name, text.replace(",school,transfer", ",preschool,transfer")));
        super::fixture::zipped(&files.collect(), |text| text.as_bytes().to_vec())
    };
    let take = async |bytes: &[u8]| {
        import_roster(&country.app, &country.actor, ("r.zip", bytes), false, &Progress::silent()).await.unwrap()
    };
    assert_eq!(codes(&take(&file("2026-10-14")).await), ["transfer.first_of_month"]);
    assert_eq!(codes(&take(&file("2026-10-31")).await), Vec::<&str>::new());
    let voucher = format!("PRE-{REGION}-2026-00000001-0");
    let what = ending(&voucher, "transfer", date(2026, 10, 14));
    assert_eq!(code(end(&country.app, &country.actor, &what).await), "transfer.first_of_month");
    assert_eq!(code(end(&country.app, &country.actor, &ending(&voucher, "transfer", date(2026, 9, 30))).await), "done");
}

#[tokio::test]
async fn a_pause_returns_the_months_and_they_are_booked_anew_when_the_student_is_back() {
    let (country, ..) = Country::usual().await;
    let college = country.school(3, &SchoolLike { programme: "tvet", ..SchoolLike::default() }).await;
    country.rate_of("tvet", date(2026, 9, 1), MONTHLY).await;
    let child = country.children(date(2009, 3, 7), 1).await.remove(0);
    let voucher = country.vouchers(std::slice::from_ref(&child), ("tvet", "TVE")).await.remove(0);
    let stay =
        |month, amount| Stay { child: &child, voucher, school: &college, month, days: (1, 30), portion: 1, amount };
    let months = [date(2026, 9, 1), date(2026, 11, 1)];
    country.enrol(&months.map(|month| stay(month, MONTHLY))).await;
    for month in months {
        country
            .database
            .as_superuser(&format!(
                "INSERT INTO live_days VALUES ({}, '{}', 'tvet', '{month}', {})",
                child.bucket,
                child.id,
                (1_i64 << 30) - 1
            ))
            .unwrap();
    }
    assert_whole(&country);
    let number = format!("TVE-{REGION}-2026-00000001-0");
    let paused = done(&country, &ending(&number, "academic_leave", date(2026, 10, 11))).await;
    assert_eq!((paused.effect, paused.portions, paused.returned), ("pause", 1, MONTHLY));
    assert_eq!(committed(&country)[..3], [MONTHLY.to_string(), "0".to_owned(), "0".to_owned()]);
    assert_whole(&country);
    let id = country.app.clock.id();
    let from = date(2027, 1, 11);
    let back = Booking {
        child: Some(crate::vouchers::Child {
            bucket: child.bucket,
            id: child.id,
            birth_date: date(2009, 3, 7),
            deceased: false,
        }),
        performer_id: college.performer,
        contract_id: id,
        number: id.to_string(),
        group_id: college.group,
        contract: (from, date(2027, 5, 31)),
        from,
        to: date(2027, 5, 31),
        price: MONTHLY,
        ends: None,
        effective_on: from,
        continues: false,
    };
    let mut tx = country.app.begin(&country.actor, "test", REGION).await.unwrap();
    crate::parties::lock_performers(&mut tx, REGION, &[college.performer]).await.unwrap();
    let orders = super::state_orders(&tx, REGION, "tvet", &[college.performer]).await.unwrap();
    let batch = Batch { region: REGION, programme: "tvet", orders: &orders, bookings: &[back] };
    let answers = book_many(&mut tx, &batch).await.unwrap();
    assert_eq!(answers[0].as_ref().map(|booked| booked.portions.len()), Ok(5));
    tx.commit().await.unwrap();
    assert_eq!(
        country.rows("SELECT portion, from_day, to_day FROM portions WHERE month = '2027-01-01' ORDER BY 1"),
        ["1|11|31"]
    );
    assert_whole(&country);
}

#[tokio::test]
async fn whoever_was_expelled_is_reinstated_by_a_successor_for_the_months_left() {
    let (country, first, _, children) = enrolled(1).await;
    let (app, actor) = (&country.app, &country.actor);
    let back = ending(&number(0), "", date(2026, 11, 16));
    assert_eq!(code(reinstate(app, actor, &back).await), "voucher.in_force");
    done(&country, &ending(&number(0), "expulsion", LAST)).await;
    assert_eq!(code(reinstate(app, actor, &ending(&number(0), "", LAST)).await), "end.outside");
    let again = reinstate(app, actor, &back).await.unwrap();
    let successor = again.successor.unwrap();
    assert_eq!(country.rows(&format!("SELECT parts, serial FROM vouchers v JOIN person_vouchers o ON o.voucher_id = v.id WHERE number = '{successor}'")), ["508|2"]);
    assert_eq!(code(reinstate(app, actor, &back).await), "voucher.succeeded");
    let there = Line { from: "2026-11-16", at: "2026-11-16T05:00:00.000Z", ..line(&first, &children[0].iin, "A-2") };
    assert_eq!(codes(&import(&country, &[there]).await), Vec::<&str>::new());
    assert_eq!(
        country.rows(&format!(
            "SELECT count(*) FROM portions p JOIN vouchers v ON v.id = p.voucher_id WHERE v.number = '{successor}'"
        )),
        ["7"]
    );
    assert_whole(&country);
    country.tell(&children[0], "deceased").await;
    done(&country, &ending(&successor, "death", date(2026, 12, 1))).await;
    assert_eq!(code(reinstate(app, actor, &ending(&successor, "", date(2027, 1, 1))).await), "person.deceased");
}

#[tokio::test]
async fn an_annulment_is_approved_by_another_person_and_a_release_by_anyone_who_may() {
    let (country, ..) = enrolled(3).await;
    let clerk = |person: &str| Actor {
        role: Role::Issuer,
        organisation: country.issuer_bin.clone(),
        person: person.to_owned(),
        request: country.app.clock.id(),
        scope: Scope::Regions(vec![REGION]),
    };
    let (app, one, other) = (&country.app, clerk("aa"), clerk("bb"));
    let annul = propose_end(app, &one, &ending(&number(0), "refusal", LAST)).await.unwrap();
    assert_eq!(country.number("SELECT count(*) FROM voucher_ends"), 0);
    assert_eq!(code(approve_end(app, &one, annul).await), "act.four_eyes");
    assert_eq!(country.number("SELECT count(*) FROM voucher_ends"), 0);
    assert_eq!(approve_end(app, &other, annul).await.unwrap().returned, 3 * MONTHLY - kept());
    assert_eq!(code(approve_end(app, &other, annul).await), "proposal.decided");
    let release = propose_end(app, &one, &ending(&number(1), "parent_ended", LAST)).await.unwrap();
    assert_eq!(approve_end(app, &one, release).await.unwrap().effect, "release");
    // What has changed since is not approved.
    let stale = propose_end(app, &one, &ending(&number(2), "refusal", LAST)).await.unwrap();
    done(&country, &ending(&number(2), "parent_ended", date(2026, 12, 11))).await;
    assert_eq!(code(approve_end(app, &other, stale).await), "proposal.stale");
    withdraw_end(app, &one, stale).await.unwrap();
    assert_eq!(code(propose_end(app, &one, &ending(&number(1), "parent_ended", LAST)).await), "end.nothing");
    assert_whole(&country);
}

/// A circle whose voucher gets its parts when it is booked.
async fn circle() -> (Country, School, Child, String) {
    let country = Country::new().await;
    country.rate_of_issuer("extra", (date(2026, 9, 1), MONTHLY), &country.issuer_bin).await;
    for month in 9..=12 {
        country.line_in("extra", (date(2026, month, 1), "464003"), 1_000_000_000_000).await;
    }
    let circle = country.school(1, &SchoolLike { programme: "extra", ..SchoolLike::default() }).await;
    let child = country.children(date(2016, 3, 7), 1).await.remove(0);
    country.vouchers_of(std::slice::from_ref(&child), ("extra", "EXT"), (date(2026, 9, 1), 0)).await;
    let there = Line { programme: "extra", ..line(&circle, &child.iin, "A-0") };
    assert_eq!(codes(&import(&country, &[there]).await), Vec::<&str>::new());
    let number = format!("EXT-{REGION}-2026-00000001-0");
    (country, circle, child, number)
}

#[tokio::test]
async fn a_voucher_that_is_split_when_it_is_booked_ends_and_is_reinstated_within_its_year() {
    let (country, circle, child, number) = circle().await;
    assert_eq!(committed(&country), vec![MONTHLY.to_string(); 4]);
    let ended = done(&country, &ending(&number, "expulsion", LAST)).await;
    assert_eq!((ended.contracts, ended.portions, ended.returned), (1, 3, 3 * MONTHLY - kept()));
    let (app, actor) = (&country.app, &country.actor);
    assert_eq!(code(reinstate(app, actor, &ending(&number, "", date(2027, 1, 1))).await), "voucher.no_months");
    let back = reinstate(app, actor, &ending(&number, "", date(2026, 11, 16))).await.unwrap();
    let there = Line {
        programme: "extra",
        from: "2026-11-16",
        at: "2026-11-16T05:00:00.000Z",
        ..line(&circle, &child.iin, "A-1")
    };
    assert_eq!(codes(&import(&country, &[there]).await), Vec::<&str>::new());
    let successor = back.successor.unwrap();
    let months = country.rows(&format!(
        "SELECT to_char(p.month, 'MM-') || p.from_day FROM portions p JOIN vouchers v ON v.id = p.voucher_id WHERE v.number = '{successor}' ORDER BY 1"
    ));
    assert_eq!(months, ["11-16", "12-1"]);
    assert_whole(&country);
}
