//! Ends that are learned late, deaths and moves as the persons register tells them, and the preview of a change of performer.

use jiff::civil::{Date, date};

use super::lived::World;
use crate::{
    cabinets::{
        Export, audit, export,
        work::{Imported, Kind, import},
    },
    contracts::{
        self, Ending, Moving, end,
        fixture::{Line, line, roster},
        relocated, transfer_region,
    },
    parties::store::Issuer,
    platform::{
        Actor, Progress, Role, Scope,
        testkit::fixture::{Country, MONTHLY, REGION, SchoolLike, iin},
    },
    vouchers::{self, Issue, Wish, issue, preview},
};

const OCTOBER: Date = date(2026, 10, 1);
const BORN: Date = date(2016, 3, 7);

async fn audited(country: &Country) {
    assert_eq!(audit(&country.app, &country.actor, &Progress::silent()).await.unwrap().findings, []);
}

/// The rows of parts.csv of a month that begin with a voucher's number: month, nominal, state.
async fn parts(country: &Country, month: Date, number: &str) -> Vec<String> {
    let out = country.app.data.join(format!("export-{month}-{}", country.app.clock.id()));
    let what = Export { month, programme: None, region: None, out: out.clone() };
    export(&country.app, &country.actor, what, &Progress::silent()).await.unwrap();
    let text = std::fs::read_to_string(out.join("parts.csv")).unwrap();
    let cells = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
    let rows = text.lines().filter(|row| row.starts_with(number)).map(cells);
    rows.map(|cells| format!("{}|{}|{}", cells[1], cells[6], cells[7])).collect()
}

#[tokio::test]
async fn an_end_learned_after_the_month_was_paid_is_corrected_by_the_next_act() {
    let mut world = World::new().await;
    let country = &world.desk.country;
    let number =
        country.rows(&format!("SELECT number FROM vouchers WHERE id = '{}'", world.desk.vouchers[2])).remove(0);
    let what = Ending {
        voucher: number.clone(),
        reason: "expulsion".to_owned(),
        last: date(2026, 9, 14),
        document: "No 7".to_owned(),
    };
    let ended = end(&country.app, &country.actor, &what).await.unwrap();
    // September is paid: its money moves by the next act; three months of the budget give theirs back now.
    assert_eq!((ended.portions, ended.returned), (9, 3 * MONTHLY));
    audited(country).await;
    world.gone = vec![2];
    world.keep(OCTOBER).await;
    let country = &world.desk.country;
    let kept = (2 * MONTHLY * 10 + 22) / 44;
    assert_eq!(
        country.rows("SELECT l.line_month, l.due FROM act_lines l JOIN acts a ON a.id = l.act_id AND a.version = l.version WHERE l.kind = 1"),
        [format!("2026-09-01|{}", kept - MONTHLY)]
    );
    world.pay(OCTOBER).await;
    let country = &world.desk.country;
    audited(country).await;
    let told = parts(country, OCTOBER, &number).await;
    assert_eq!(told, [format!("2026-09|{MONTHLY}|redeemed"), format!("2026-10|{MONTHLY}|annulled")]);
}

/// A row of the persons register's extract: the `n`th child, where it lives and how it is.
fn person(n: u32, kato: &str, status: &str) -> String {
    let sex = if n.is_multiple_of(2) { "male" } else { "female" };
    format!("{},Ким,Айша,,{BORN},{sex},,{kato},{status}\n", iin(BORN, n))
}

async fn extract(country: &Country, rows: &str) -> Imported {
    let file =
        format!("iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n{rows}");
    let file = ("persons.csv", file.as_bytes());
    let imported =
        import(&country.app, (Kind::Persons, false), &country.actor, file, &Progress::silent()).await.unwrap();
    assert_eq!(imported.report.errors, []);
    imported
}

/// Three children of the register with vouchers, booked for the year from September.
async fn registered() -> (Country, Vec<String>) {
    let (country, school, _) = Country::usual().await;
    extract(&country, &(0..3).map(|n| person(n, "751110000", "alive,")).collect::<String>()).await;
    let what = Issue { programme: "school".to_owned(), year: 2026, region: None };
    assert_eq!(issue(&country.app, &country.actor, &what, &Progress::silent()).await.unwrap().issued, 3);
    let iins: Vec<String> = (0..3).map(|n| iin(BORN, n)).collect();
    let contracts = ["A-0", "A-1", "A-2"];
    let lines: Vec<Line<'_>> = iins.iter().zip(contracts).map(|(iin, number)| line(&school, iin, number)).collect();
    book(&country, &lines, &[]).await;
    let number = |number: &str| {
        country
            .rows(&format!(
                "SELECT v.number FROM contracts c JOIN vouchers v ON v.id = c.voucher_id WHERE c.number = '{number}'"
            ))
            .remove(0)
    };
    let numbers = contracts.map(number).into();
    (country, numbers)
}

async fn book(country: &Country, lines: &[Line<'_>], expected: &[&str]) {
    let bytes = roster(lines);
    let report = contracts::import_roster(&country.app, &country.actor, ("r.zip", &bytes), false, &Progress::silent())
        .await
        .unwrap();
    assert_eq!(report.errors.iter().map(|error| error.code.as_str()).collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn a_death_that_the_register_tells_ends_the_vouchers_at_its_date_and_only_once() {
    let (country, numbers) = registered().await;
    country.app.clock.set("2026-10-20T05:00:00Z".parse().unwrap());
    let told = extract(&country, &person(1, "751110000", "deceased,2026-10-12")).await;
    let study = vouchers::terms::study_days(law::Pack::kz(), OCTOBER, 31, "").unwrap();
    let (days, all) = (i64::from((study & 0xfff).count_ones()), i64::from(study.count_ones()));
    let kept = (2 * MONTHLY * days + all) / (2 * all);
    let ended = told.ended.unwrap();
    assert_eq!((ended.vouchers, ended.returned), (1, 3 * MONTHLY - kept));
    assert_eq!(
        country.rows("SELECT reason, effect, last_on, document FROM voucher_ends"),
        ["death|annul|2026-10-12|persons register"]
    );
    assert_eq!(
        country.rows("SELECT enrolled_to, end_reason FROM contract_revisions ORDER BY recorded_at DESC LIMIT 1"),
        ["2026-10-12|death"]
    );
    assert_eq!(country.number("SELECT count(*) FROM journal_entries WHERE kind = 'vouchers.ended'"), 1);
    // The same extract under another name, and one with other people: nothing more ends.
    let again = extract(
        &country,
        &format!("{}{}", person(1, "751110000", "deceased,2026-10-12"), person(0, "751110000", "alive,")),
    )
    .await;
    assert_eq!(again.ended.unwrap().vouchers, 0);
    // An earlier date takes the days between away.
    let earlier = extract(&country, &person(1, "751110000", "deceased,2026-09-30")).await;
    assert_eq!((earlier.ended.unwrap().vouchers, earlier.ended.unwrap().returned), (1, kept));
    let school = country.school(8, &SchoolLike::default()).await;
    let born = iin(BORN, 1);
    let after = Line { from: "2026-11-02", at: "2026-11-02T05:00:00.000Z", ..line(&school, &born, "B-1") };
    book(&country, &[after], &["person.deceased"]).await;
    audited(&country).await;
    assert_eq!(parts(&country, OCTOBER, &numbers[1]).await, [format!("2026-10|{MONTHLY}|annulled")]);
    assert_eq!(parts(&country, date(2027, 2, 1), &numbers[1]).await, [format!("2027-02|{MONTHLY}|annulled")]);
}

fn issuer(country: &Country, region: i16) -> Actor {
    Actor {
        role: Role::Issuer,
        organisation: country.issuer_bin.clone(),
        person: "aa".to_owned(),
        request: country.app.clock.id(),
        scope: Scope::Regions(vec![region]),
    }
}

#[tokio::test]
async fn a_move_to_another_region_is_told_carried_out_there_and_gives_the_child_one_voucher() {
    let (country, numbers) = registered().await;
    let app = &country.app;
    let mut tx = app.begin(&country.actor, "fixture", 71).await.unwrap();
    let there = Issuer { region: 71, id: app.clock.id(), bin: country.issuer_bin.clone(), name: "There".to_owned() };
    tx.record(&[there]).await.unwrap();
    tx.commit().await.unwrap();
    app.clock.set("2026-10-15T05:00:00Z".parse().unwrap());
    let (here, there) = (issuer(&country, REGION), issuer(&country, 71));
    let what = |on: Date| Moving { voucher: numbers[0].clone(), region: 71, on, document: "No 3".to_owned() };
    let on = date(2026, 10, 12);
    let code = |answer: crate::platform::Result<contracts::Ended>| answer.unwrap_err().code();
    assert_eq!(code(transfer_region(app, &there, &what(on)).await), Some("move.not_registered"));
    extract(&country, &format!("{}{}", person(0, "711110000", "alive,"), person(2, "751210000", "alive,"))).await;
    let waits = relocated(app, &there).await.unwrap();
    assert_eq!(
        waits.iter().map(|one| (one.voucher.as_str(), one.keeps)).collect::<Vec<_>>(),
        [(numbers[0].as_str(), true)]
    );
    // Within a region the voucher is kept as it is: nothing waits there.
    assert_eq!(relocated(app, &here).await.unwrap(), []);
    assert_eq!(code(transfer_region(app, &here, &what(on)).await), Some("voucher.unknown"));
    let (one, two) = {
        let what = what(on);
        tokio::join!(transfer_region(app, &there, &what), transfer_region(app, &there, &what))
    };
    let (one, two) = (one.unwrap(), two.unwrap());
    assert_eq!(usize::from(one.already) + usize::from(two.already), 1);
    assert_eq!(one.successor, two.successor);
    let successor = one.successor.unwrap();
    assert!(successor.starts_with("SCH-71-2026-"), "{successor}");
    assert_eq!(
        country.rows(&format!("SELECT v.region, v.parts, w.number FROM vouchers v JOIN vouchers w ON w.id = v.succeeds WHERE v.number = '{successor}'")),
        [format!("71|510|{}", numbers[0])]
    );
    assert_eq!(relocated(app, &there).await.unwrap(), []);
    assert_eq!(code(transfer_region(app, &there, &what(date(2026, 11, 1))).await), Some("voucher.annulled"));
    audited(&country).await;
    assert_eq!(parts(&country, OCTOBER, &numbers[0]).await, [format!("2026-10|{MONTHLY}|booked")]);
    assert_eq!(parts(&country, OCTOBER, &successor).await, ["2026-10||issued"]);
    assert_eq!(parts(&country, date(2026, 11, 1), &numbers[0]).await, [format!("2026-11|{MONTHLY}|annulled")]);
}

#[tokio::test]
async fn a_preview_says_days_money_gaps_and_what_goes_back_and_changes_nothing() {
    let (country, numbers) = registered().await;
    let second = country.school(7, &SchoolLike { weekdays: 63, ..SchoolLike::default() }).await;
    let voucher = country.rows(&format!("SELECT id FROM vouchers WHERE number = '{}'", numbers[0])).remove(0);
    let wish = |on| Wish { voucher: voucher.parse().unwrap(), to_group: second.group, on };
    let look = async |on| preview(&country.app, &country.actor, wish(on)).await;
    let seen = look(date(2026, 9, 15)).await.unwrap();
    assert_eq!((seen.first, seen.last, seen.moved), (date(2026, 9, 15), Some(date(2026, 9, 14)), None));
    // Ten of 22 study days here, fourteen of 26 there where Saturday is one.
    let share = |days: i64, of: i64| (2 * MONTHLY * days + of) / (2 * of);
    let amounts: Vec<(u32, u32, i64)> =
        seen.shares.iter().map(|share| (share.days, share.study_days, share.amount)).collect();
    assert_eq!(amounts, [(10, 22, share(10, 22)), (14, 26, share(14, 26))]);
    assert_eq!((seen.gap_days, seen.rest), (0, MONTHLY - share(10, 22) - share(14, 26)));
    assert_eq!(seen.later.len(), 8);
    let later = look(date(2027, 5, 31)).await.unwrap();
    assert_eq!((later.nominal, later.later.len()), (Some(MONTHLY), 0));
    let ended = Ending {
        voucher: numbers[0].clone(),
        reason: "parent_ended".to_owned(),
        last: date(2026, 9, 14),
        document: "1".to_owned(),
    };
    let before = country.number("SELECT count(*) FROM journal_entries");
    assert_eq!(look(date(2026, 8, 30)).await.unwrap_err().code(), Some("contract.outside_period"));
    assert_eq!(country.number("SELECT count(*) FROM journal_entries"), before);
    end(&country.app, &country.actor, &ended).await.unwrap();
    let gap = look(date(2026, 9, 21)).await.unwrap();
    assert_eq!((gap.last, gap.gap_days), (Some(date(2026, 9, 14)), 5));
    // What it showed is what a booking does: the money of the two portions, with the whole rest held until the month is closed.
    let own = |performer| Actor {
        role: Role::Performer,
        scope: Scope::Own { parties: vec![(REGION, performer)], persons: Vec::new() },
        ..issuer(&country, REGION)
    };
    let (mine, other) =
        (country.rows("SELECT performer_id FROM contracts WHERE number = 'A-0'").remove(0), second.performer);
    assert!(preview(&country.app, &own(mine.parse().unwrap()), wish(date(2026, 9, 21))).await.is_ok());
    let hidden = preview(&country.app, &own(other), wish(date(2026, 9, 21))).await;
    assert_eq!(hidden.unwrap_err().code(), Some("voucher.unknown"));
    let unknown =
        preview(&country.app, &country.actor, Wish { to_group: voucher.parse().unwrap(), ..wish(date(2026, 9, 21)) })
            .await;
    assert_eq!(unknown.unwrap_err().code(), Some("group.unknown"));
}
