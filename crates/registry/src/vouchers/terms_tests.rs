//! Bookings by the terms of each programme, on the real database.

use jiff::civil::{Date, date};

use super::{
    Booking, Effect,
    book_tests::{assert_whole, book_in, booking, codes, end_in},
};
use crate::{
    platform::{
        Actor, Progress, Role, Scope,
        testkit::fixture::{Child, Country, MONTHLY, REGION, School, SchoolLike, with_check_digit},
    },
    programmes::import_rates,
};

const EXTRA: &str = "extra";
const COLLEGE: &str = "tvet";
const ACCOUNTS: &str = "preschool_accounts";
const BORN: Date = date(2016, 3, 7);

/// A programme whose parts are split when they are booked, with two circles and children who hold vouchers without parts.
async fn circles(children: u32) -> (Country, [School; 2], Vec<Child>) {
    let country = Country::new().await;
    country.rate_of_issuer(EXTRA, (date(2026, 9, 1), MONTHLY), &country.issuer_bin).await;
    for month in 9..=12 {
        country.line_in(EXTRA, (date(2026, month, 1), "464003"), 1_000_000_000_000).await;
    }
    let like = SchoolLike { programme: EXTRA, ..SchoolLike::default() };
    let circles = [country.school(1, &like).await, country.school(2, &like).await];
    let children = country.children(BORN, children).await;
    country.vouchers_of(&children, (EXTRA, "EXT"), (date(2026, 1, 1), 0)).await;
    (country, circles, children)
}

/// The parts that somebody serves: month, nominal and what is held.
fn parts(country: &Country) -> Vec<String> {
    country.rows(
        "SELECT to_char(p.month, 'YYYY-MM'), coalesce((SELECT r.nominal FROM repricings r WHERE r.month = p.month AND r.voucher_id = p.voucher_id ORDER BY r.recorded_at DESC LIMIT 1), p.nominal),
            (SELECT sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount END) FROM movements m WHERE m.subject = p.voucher_id AND m.part_month = p.month)
        FROM parts p
        WHERE EXISTS (
            SELECT 1 FROM portions t WHERE t.month = p.month AND t.voucher_id = p.voucher_id
                AND coalesce((SELECT e.last_day FROM portion_ends e WHERE (e.month, e.voucher_id, e.portion) = (t.month, t.voucher_id, t.portion) ORDER BY e.recorded_at DESC LIMIT 1), t.to_day) >= t.from_day
        )
        ORDER BY p.voucher_id, p.month",
    )
}

#[tokio::test]
async fn a_voucher_without_parts_is_split_from_the_contract_to_the_end_of_the_financial_year_and_anew_after_a_release()
{
    let (country, [first, second], children) = circles(1).await;
    let one = booking(&country, &first, &children[0], (date(2026, 9, 14), date(2027, 5, 31)));
    assert_eq!(codes(&book_in(&country, EXTRA, std::slice::from_ref(&one)).await), ["booked"]);
    let whole = |month: &str| format!("{month}|{MONTHLY}|{MONTHLY}");
    assert_eq!(parts(&country), ["2026-09", "2026-10", "2026-11", "2026-12"].map(whole));
    // The contract's days of the next year are another voucher's.
    assert!(book_in(&country, EXTRA, std::slice::from_ref(&one)).await[0].as_ref().unwrap().portions.is_empty());
    // A release in mid-month keeps the days served and discards the parts that nobody serves.
    end_in(&country, EXTRA, &one, (date(2026, 10, 16), Effect::Release)).await;
    // 12 of the 21 study days of October 2026.
    let kept = (MONTHLY * 12 * 2 + 21) / 42;
    assert_eq!(parts(&country), [whole("2026-09"), format!("2026-10|{MONTHLY}|{kept}")]);
    // The next booking splits anew, at what the issuer's rate is by then.
    country.rate_of_issuer(EXTRA, (date(2026, 11, 1), 2 * MONTHLY), &country.issuer_bin).await;
    let next = booking(&country, &second, &children[0], (date(2026, 11, 9), date(2026, 12, 18)));
    assert_eq!(codes(&book_in(&country, EXTRA, &[next]).await), ["booked"]);
    let double = |month: &str| format!("{month}|{0}|{0}", 2 * MONTHLY);
    assert_eq!(
        parts(&country),
        [whole("2026-09"), format!("2026-10|{MONTHLY}|{kept}"), double("2026-11"), double("2026-12")]
    );
    assert_whole(&country);
}

#[tokio::test]
async fn an_issuers_rate_is_its_own_and_a_methodologys_rate_is_none_of_an_issuers() {
    let (country, [circle, _], children) = circles(1).await;
    country.database.as_superuser("UPDATE rate_issuers SET issuer_bin = '990340001999'").unwrap();
    let one = booking(&country, &circle, &children[0], (date(2026, 9, 1), date(2026, 12, 31)));
    assert_eq!(codes(&book_in(&country, EXTRA, std::slice::from_ref(&one)).await), ["rate.none"]);
    country.rate_of(EXTRA, date(2026, 9, 1), MONTHLY).await;
    assert_eq!(codes(&book_in(&country, EXTRA, std::slice::from_ref(&one)).await), ["rate.none"]);
    country.rate_of_issuer(EXTRA, (date(2026, 9, 1), MONTHLY / 2), &country.issuer_bin).await;
    assert_eq!(codes(&book_in(&country, EXTRA, &[one]).await), ["booked"]);
    assert_eq!(country.rows("SELECT DISTINCT nominal FROM parts"), [(MONTHLY / 2).to_string()]);
}

#[tokio::test]
async fn a_file_of_rates_says_whose_they_are_where_an_issuer_sets_them_and_nowhere_else() {
    let country = Country::new().await;
    let (app, console, bin) = (&country.app, &country.actor, &country.issuer_bin);
    let clerk =
        Actor { role: Role::Issuer, organisation: bin.clone(), scope: Scope::Regions(vec![REGION]), ..console.clone() };
    let head = "programme,region,locality,performer_kind,group_kind,hours,valid_from,valid_to,monthly_tiyn,act_number,act_date,note,issuer_bin";
    let row = |programme: &str, act: &str, issuer: &str| {
        format!("{programme},{REGION},urban,private,school,0,2026-09-01,,100,{act},2026-08-01,,{issuer}")
    };
    let other = with_check_digit("99034000177").unwrap_or_else(|| with_check_digit("99034000188").unwrap());
    for (actor, row, codes) in [
        (&clerk, row(EXTRA, "1", ""), vec![]),
        (&clerk, row(EXTRA, "2", bin), vec![]),
        (&clerk, row(EXTRA, "3", &other), vec!["access.denied"]),
        (console, row(EXTRA, "4", ""), vec!["bin.format"]),
        (console, row(EXTRA, "1", bin), vec![]),
        (console, row("school", "5", bin), vec!["row.invalid"]),
        (console, row("school", "6", ""), vec![]),
    ] {
        let text = format!("{head}\n{row}\n");
        let file = ("rates.csv", text.as_bytes());
        let report = import_rates(app, actor, file, false, &Progress::silent()).await.unwrap();
        assert_eq!(report.errors.iter().map(|error| error.code.as_str()).collect::<Vec<_>>(), codes, "{text}");
    }
    // The same rate of the same issuer told again adds nothing.
    assert_eq!(
        country.rows("SELECT r.programme, r.act_number, i.issuer_bin FROM rates r LEFT JOIN rate_issuers i ON i.rate_id = r.id ORDER BY 1, 2"),
        [format!("extra|1|{bin}"), format!("extra|2|{bin}"), "school|6|".to_owned()]
    );
}

#[tokio::test]
async fn a_college_is_booked_at_the_price_of_its_contract_which_the_state_order_bounds() {
    let country = Country::new().await;
    let like = |price| SchoolLike { programme: COLLEGE, price, ..SchoolLike::default() };
    let priced = country.school(1, &like(Some(7_000_000))).await;
    let open = country.school(2, &like(None)).await;
    let students = country.children(BORN, 2).await;
    country.vouchers_of(&students, (COLLEGE, "TVE"), (date(2026, 9, 1), 0b11_1111_1111)).await;
    let year = (date(2026, 9, 1), date(2027, 5, 31));
    let at = |school: &School, child: &Child, price: i64| Booking { price, ..booking(&country, school, child, year) };
    for (school, price, code) in [
        (&priced, 0, "contract.price_missing"),
        (&priced, 7_000_001, "contract.price_differs"),
        (&open, 0, "contract.price_missing"),
    ] {
        assert_eq!(codes(&book_in(&country, COLLEGE, &[at(school, &students[0], price)]).await), [code]);
        assert_whole(&country);
    }
    let both = [at(&priced, &students[0], 7_000_000), at(&open, &students[1], 9_000_000)];
    assert_eq!(codes(&book_in(&country, COLLEGE, &both).await), ["booked", "booked"]);
    assert_eq!(
        country.rows("SELECT nominal, count(*), min(month), max(month) FROM parts GROUP BY 1 ORDER BY 1"),
        ["7000000|9|2026-09-01|2027-05-01", "9000000|9|2026-09-01|2027-05-01"]
    );
    // A student who changes the college in the middle of a month ends it at the nominal that the month began with; later ones are the new
    // contract's.
    end_in(&country, COLLEGE, &both[0], (date(2026, 10, 9), Effect::Release)).await;
    let moved = Booking { from: date(2026, 10, 10), ..at(&open, &students[0], 8_000_000) };
    assert_eq!(codes(&book_in(&country, COLLEGE, &[moved]).await), ["booked"]);
    let nominals = "SELECT to_char(p.month, 'MM'), coalesce((SELECT r.nominal FROM repricings r WHERE r.month = p.month AND r.voucher_id = p.voucher_id ORDER BY r.recorded_at DESC LIMIT 1), p.nominal)
        FROM parts p JOIN vouchers v ON v.id = p.voucher_id WHERE v.person_id = ";
    let found = country.rows(&format!("{nominals} '{}' AND p.month < '2026-12-01' ORDER BY 1", students[0].id));
    assert_eq!(found, ["09|7000000", "10|7000000", "11|8000000"]);
    assert_whole(&country);
}

#[tokio::test]
async fn an_order_per_child_gives_the_nominal_and_an_order_without_a_price_gives_none() {
    let country = Country::new().await;
    country.prolong(ACCOUNTS, date(2026, 1, 1), date(2026, 12, 31)).await;
    let like = |price| SchoolLike { programme: ACCOUNTS, price, ..SchoolLike::default() };
    let priced = country.school(1, &like(Some(4_200_000))).await;
    let open = country.school(2, &like(None)).await;
    let children = country.children(BORN, 1).await;
    country.vouchers_of(&children, (ACCOUNTS, "PBA"), (date(2026, 1, 1), 0b1111_1111_1111)).await;
    let autumn = (date(2026, 9, 1), date(2026, 12, 31));
    let at = |school: &School| booking(&country, school, &children[0], autumn);
    assert_eq!(codes(&book_in(&country, ACCOUNTS, &[at(&open)]).await), ["order.price_missing"]);
    assert_eq!(codes(&book_in(&country, ACCOUNTS, &[at(&priced)]).await), ["booked"]);
    assert_eq!(country.rows("SELECT DISTINCT nominal FROM parts"), ["4200000"]);
    assert_whole(&country);
}

#[tokio::test]
async fn one_childs_days_in_three_programmes_that_may_not_overlap_are_each_day_of_one() {
    let (country, school, _) = Country::usual().await;
    country.prolong(ACCOUNTS, date(2026, 1, 1), date(2026, 12, 31)).await;
    country.rate_of("preschool", date(2026, 9, 1), MONTHLY).await;
    let like = |programme| SchoolLike { programme, price: Some(MONTHLY), ..SchoolLike::default() };
    let places = [school, country.school(3, &like("preschool")).await, country.school(4, &like(ACCOUNTS)).await];
    let programmes = ["school", "preschool", ACCOUNTS];
    let children: Vec<Child> = country.holders(1).await.into_iter().map(|(child, _)| child).collect();
    for (programme, prefix) in [("preschool", "PRE"), (ACCOUNTS, "PBA")] {
        country.vouchers(&children, (programme, prefix)).await;
    }
    let months = [(9, 30), (10, 31), (11, 30)];
    for (turn, (month, last)) in months.into_iter().enumerate() {
        // Whoever comes first has the month; the other two are refused, from whichever side they come.
        for step in 0..3 {
            let at = (turn + step) % 3;
            let days = (date(2026, month, 1), date(2026, month, last));
            let asked = booking(&country, &places[at], &children[0], days);
            let expected = if step == 0 { "booked" } else { "booking.overlap" };
            assert_eq!(codes(&book_in(&country, programmes[at], &[asked]).await), [expected], "{month} {at}");
        }
    }
    assert_eq!(country.number("SELECT count(*) FROM portions"), 3);
    assert_eq!(country.number("SELECT count(*) FROM live_days a JOIN live_days b USING (bucket, person_id, month) WHERE a.programme < b.programme AND a.days & b.days <> 0"), 0);
    assert_whole(&country);
}

/// The next number of a fixed sequence, below a limit.
fn draw(seed: &mut u32, below: i16) -> i16 {
    *seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
    i16::try_from((*seed >> 16) % u32::try_from(below).unwrap()).unwrap()
}

#[tokio::test]
async fn whatever_is_booked_and_released_each_part_holds_no_more_than_its_nominal_and_all_of_it_while_it_is_whole() {
    let (country, circles, children) = circles(6).await;
    let mut seed = 7;
    let mut open: Vec<Option<Booking>> = vec![None; children.len()];
    for _ in 0..36 {
        let n = usize::try_from(draw(&mut seed, 6)).unwrap();
        let day = date(2026, 9, 1).checked_add(jiff::Span::new().days(draw(&mut seed, 110))).unwrap();
        match open[n].take() {
            Some(booked) => {
                let last = day.max(booked.from);
                end_in(&country, EXTRA, &booked, (last, Effect::Release)).await;
            }
            None => {
                let circle = &circles[usize::try_from(draw(&mut seed, 2)).unwrap()];
                let asked = booking(&country, circle, &children[n], (day, date(2027, 1, 31)));
                let answers = book_in(&country, EXTRA, std::slice::from_ref(&asked)).await;
                // Days before the last release may still be somebody's.
                assert!(matches!(codes(&answers)[0], "booked" | "booking.elsewhere"), "{answers:?}");
                open[n] = answers[0].is_ok().then_some(asked);
            }
        }
        assert_whole(&country);
        let over = "SELECT count(*) FROM (
                SELECT sum(CASE m.kind WHEN 3 THEN m.amount ELSE -m.amount END) AS held, min(p.nominal) AS nominal
                FROM movements m JOIN parts p ON p.voucher_id = m.subject AND p.month = m.part_month WHERE m.kind IN (3, 4) GROUP BY m.subject, m.part_month
            ) s WHERE held > nominal OR held < 0";
        assert_eq!(country.number(over), 0);
        // A part that is served to its month's end holds the whole nominal.
        let short = "SELECT count(*) FROM (
                SELECT sum(CASE m.kind WHEN 3 THEN m.amount ELSE -m.amount END) AS held, min(p.nominal) AS nominal
                FROM portions t
                JOIN movements m ON m.subject = t.voucher_id AND m.part_month = t.month AND m.kind IN (3, 4)
                JOIN parts p ON p.voucher_id = m.subject AND p.month = m.part_month
                WHERE NOT EXISTS (SELECT 1 FROM portion_ends e WHERE (e.month, e.voucher_id, e.portion) = (t.month, t.voucher_id, t.portion))
                GROUP BY t.voucher_id, t.month, t.portion
            ) s WHERE held <> nominal";
        assert_eq!(country.number(short), 0);
    }
    assert_eq!(country.number("SELECT count(*) FROM parts WHERE month > '2026-12-01'"), 0);
}
