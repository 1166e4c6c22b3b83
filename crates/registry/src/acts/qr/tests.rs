//! A month below its share: who pulls it down, what leaves the base, and what is left when the term is over.

use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Decide, Failure, decide, document, share};
use crate::{
    acts::months_tests::Year,
    platform::{
        Actor, Result, Role, Scope,
        testkit::fixture::{MONTHLY, REGION},
    },
};

const SEPTEMBER: Date = date(2026, 9, 1);
const OCTOBER: Date = date(2026, 10, 1);

/// A school of two children, of whom the second comes by QR, in a programme that asks for 60 %.
async fn short() -> Year {
    let year = Year::new(2, |terms| terms.qr_share_bp = 6_000).await;
    year.now("2026-10-02T05:00:00Z");
    for (child, letter) in [(0, "P"), (1, "P*")] {
        year.enrol(child, &year.one, SEPTEMBER).await;
        year.mark(child, &year.one, SEPTEMBER, move |_| letter).await;
    }
    year.now("2026-10-05T05:00:00Z");
    year
}

fn performer(year: &Year) -> Actor {
    let parties = vec![(REGION, year.one.performer)];
    Actor {
        role: Role::Performer,
        organisation: year.one.bin.clone(),
        scope: Scope::Own { parties, persons: Vec::new() },
        ..year.country.actor.clone()
    }
}

fn issuer(year: &Year) -> Actor {
    let scope = Scope::Regions(vec![REGION]);
    Actor { role: Role::Issuer, organisation: year.country.issuer_bin.clone(), scope, ..year.country.actor.clone() }
}

fn failed(year: &Year, days: (Date, Date)) -> Failure {
    let (document, cause) = ("Act 7 of 2026-09-30".to_owned(), "The reader was broken".to_owned());
    Failure { performer: (REGION, year.one.performer), days, group: Some(year.one.group_code.clone()), document, cause }
}

async fn told(year: &Year, what: Failure) -> Result<Uuid> {
    document(&year.country.app, &performer(year), what).await
}

async fn decided(year: &Year, failure: Uuid, accepted: bool) -> Result<()> {
    let reason = "No document".to_owned();
    decide(&year.country.app, &issuer(year), Decide { failure, accepted, reason }).await
}

fn code<T: std::fmt::Debug>(answer: Result<T>) -> &'static str {
    answer.unwrap_err().code().unwrap()
}

/// `version|total|enrolled|by QR|unpaid` of the newest version.
fn version(year: &Year) -> String {
    let sql = "SELECT version, total, enrolled_days, qr_days, coalesce(unpaid, '-') FROM act_versions ORDER BY version DESC LIMIT 1";
    year.country.rows(sql).remove(0)
}

#[tokio::test]
async fn failures_that_the_issuer_accepts_leave_the_base_and_the_month_is_paid() {
    let year = short().await;
    year.close(SEPTEMBER).await;
    assert_eq!(version(&year), format!("1|{}|44|22|-", 2 * MONTHLY));
    let tx = year.country.app.begin(&performer(&year), "qr.read", 0).await.unwrap();
    let found = share(&tx, (REGION, SEPTEMBER), year.one.performer).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((found.enrolled, found.by_qr, found.share_bp, found.meets), (44, 22, 5_000, false));
    assert_eq!(found.until, Some(date(2026, 10, 19)));
    assert_eq!((found.groups.len(), found.groups[0].lacks, found.groups[0].days.len()), (1, 5, 22));
    assert!(found.groups[0].days.iter().all(|day| (day.enrolled, day.by_qr) == (2, 1)));
    // Days on which only the child without QR is counted out would be enough; a failure takes the group's whole days.
    let id = told(&year, failed(&year, (date(2026, 9, 1), date(2026, 9, 4)))).await.unwrap();
    year.close(SEPTEMBER).await;
    assert_eq!(version(&year), format!("1|{}|44|22|-", 2 * MONTHLY), "what nobody decided changes nothing");
    let waiting = async || {
        let tx = year.country.app.begin(&issuer(&year), "qr.read", 0).await.unwrap();
        super::store::count_waiting(&tx, &year.country.issuer_bin).await.unwrap()
    };
    assert_eq!(waiting().await, 1);
    decided(&year, id, true).await.unwrap();
    assert_eq!(waiting().await, 0);
    decided(&year, id, true).await.unwrap();
    assert_eq!(code(decided(&year, id, false).await), "qr.failure_decided");
    // The child without QR was by QR on some days after all: 15 of the 18 days that are left.
    year.mark(0, &year.one, SEPTEMBER, |n| if n < 8 { "P*" } else { "P" }).await;
    year.close(SEPTEMBER).await;
    assert_eq!(version(&year), format!("2|{}|36|22|-", 2 * MONTHLY));
    let meets = "SELECT qr_days * 10000 >= 6000 * enrolled_days FROM act_versions ORDER BY version DESC LIMIT 1";
    assert_eq!(year.country.rows(meets), ["t"]);
}

#[tokio::test]
async fn a_month_still_short_after_the_term_is_closed_unpaid_and_stays_so() {
    let year = short().await;
    year.close(SEPTEMBER).await;
    let waiting = told(&year, failed(&year, (date(2026, 9, 1), date(2026, 9, 1)))).await.unwrap();
    year.now("2026-10-20T05:00:00Z");
    year.close(SEPTEMBER).await;
    assert_eq!(version(&year), format!("1|{}|44|22|-", 2 * MONTHLY), "it waits for the issuer's word");
    decided(&year, waiting, false).await.unwrap();
    year.close(SEPTEMBER).await;
    assert_eq!(version(&year), "2|0|44|22|qr.below_share");
    let lines = year.country.rows("SELECT computed, due FROM act_lines WHERE version = 2");
    assert_eq!(lines, [format!("{MONTHLY}|0"), format!("{MONTHLY}|0")]);
    year.close(SEPTEMBER).await;
    assert_eq!(version(&year), "2|0|44|22|qr.below_share", "nothing changed");
    assert_eq!(year.recomputed(SEPTEMBER, None).await, Vec::<String>::new());
    // What becomes known of the month later gives nothing back.
    year.sign(SEPTEMBER);
    year.mark(0, &year.one, SEPTEMBER, |n| if n < 5 { "S" } else { "P" }).await;
    assert_eq!(year.close(OCTOBER).await.lines, 0);
}

#[tokio::test]
async fn what_is_documented_or_decided_wrongly_is_refused_by_its_code() {
    let year = short().await;
    let day = (date(2026, 9, 1), date(2026, 9, 1));
    let two_months = (date(2026, 9, 30), date(2026, 10, 1));
    for (what, expected) in [
        (failed(&year, two_months), "input.invalid"),
        (failed(&year, (date(2026, 10, 6), date(2026, 10, 6))), "input.invalid"),
        (Failure { document: " ".to_owned(), ..failed(&year, day) }, "input.invalid"),
        (Failure { group: Some("nowhere".to_owned()), ..failed(&year, day) }, "group.unknown"),
        (Failure { performer: (REGION, year.two.performer), ..failed(&year, day) }, "access.denied"),
    ] {
        assert_eq!(code(told(&year, what).await), expected);
    }
    assert_eq!(code(decided(&year, Uuid::nil(), true).await), "qr.failure_unknown");
    let id = told(&year, failed(&year, day)).await.unwrap();
    let silent = Decide { failure: id, accepted: false, reason: " ".to_owned() };
    assert_eq!(code(decide(&year.country.app, &issuer(&year), silent).await), "input.invalid");
    let other = Actor { organisation: year.one.bin.clone(), ..issuer(&year) };
    let what = Decide { failure: id, accepted: true, reason: String::new() };
    assert_eq!(code(decide(&year.country.app, &other, what).await), "qr.failure_unknown");
    year.now("2026-10-20T05:00:00Z");
    assert_eq!(code(told(&year, failed(&year, day)).await), "qr.cured");
    year.now("2026-10-05T05:00:00Z");
    year.close(SEPTEMBER).await;
    year.sign(SEPTEMBER);
    assert_eq!(code(told(&year, failed(&year, day)).await), "month.closed");
    let plain = Year::new(1, |_| ()).await;
    plain.now("2026-10-05T05:00:00Z");
    assert_eq!(code(told(&plain, failed(&plain, day)).await), "qr.not_asked");
}
