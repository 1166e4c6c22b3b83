//! Signing and write-off on the real database with real keys.

use std::collections::HashMap;

use eds::Role;
use sandbox::ca::Usage;
use uuid::Uuid;

use super::{
    Side, accept_signature,
    fixture::{Desk, OCTOBER, Owed, SEPTEMBER, profile},
};
use crate::{
    platform::{
        Progress, Result,
        testkit::{self, fixture::REGION},
    },
    programmes,
};

/// A desk with one draft of September over two children: 600 and 0 of 1000 booked each.
async fn desk() -> (Desk, Uuid) {
    let desk = Desk::new().await;
    let owed = [Owed::month(desk.vouchers[0], 600), Owed::month(desk.vouchers[1], 0)];
    let act = desk.draft(&desk.schools[0], SEPTEMBER, &owed).await;
    (desk, act)
}

fn codes(signed: Result<super::Signed>) -> Vec<&'static str> {
    match signed {
        Ok(signed) => signed.refused.iter().map(|refused| refused.code).collect(),
        Err(error) => vec![error.code().unwrap()],
    }
}

#[tokio::test]
async fn two_signatures_write_the_month_off_and_nothing_stays_committed() {
    let (mut desk, act) = desk().await;
    assert_eq!(desk.stripes(), "2000|0|0|0");
    let bin = desk.schools[0].bin.clone();
    let key = desk.key(&bin, 0);
    let signed = desk.sign(Side::Performer, SEPTEMBER, &key).await.unwrap();
    assert_eq!((signed.acts, signed.total, signed.refused.len()), (1, 600, 0));
    assert_eq!((desk.state(act).as_str(), desk.stripes().as_str()), ("performer_signed", "2000|0|0|0"));
    let issuer = desk.key(&desk.country.issuer_bin.clone(), 1);
    let signed = desk.sign(Side::Issuer, SEPTEMBER, &issuer).await.unwrap();
    assert_eq!((signed.acts, signed.total, signed.refused.len()), (1, 600, 0));
    assert_eq!(desk.state(act), "issuer_signed");
    assert_eq!(desk.movements(), "5:600/400 5:0/1000");
    assert_eq!(desk.stripes(), "0|600|0|0");
    let algorithms = desk.country.rows("SELECT algorithm FROM act_signatures ORDER BY side DESC");
    assert_eq!(algorithms, ["RSA-2048-SHA256", "ECDSA-P256-SHA256"]);
    let sql = "SELECT count(*) FROM act_signatures WHERE evidence->>'status' = 'PASSED' AND jsonb_array_length(evidence->'crls_sha256') = 2";
    assert_eq!(desk.country.number(sql), 2);
}

#[tokio::test]
async fn signing_twice_has_one_effect_and_another_person_is_told() {
    let (mut desk, _) = desk().await;
    desk.sign_all(SEPTEMBER).await;
    let movements = desk.movements();
    desk.sign_all(SEPTEMBER).await;
    assert_eq!(desk.movements(), movements);
    let other = desk.key(&desk.country.issuer_bin.clone(), 5);
    assert_eq!(codes(desk.sign(Side::Issuer, SEPTEMBER, &other).await), ["act.already_signed"]);
    assert_eq!(desk.country.number("SELECT count(*) FROM act_signatures"), 2);
}

/// Enters terms that ask for a share of student-days by QR (basis points).
async fn ask_share(desk: &Desk, qr_share_bp: u32) {
    let terms = law::Pack::kz().latest_terms("school").unwrap();
    let terms = law::Terms { qr_share_bp, valid_from: SEPTEMBER, ..terms.clone() };
    let rows = toml::to_string(&HashMap::from([("terms", [terms])])).unwrap();
    let (app, actor) = (&desk.country.app, &desk.country.actor);
    programmes::enter(app, actor, ("rules.toml", rows.as_bytes()), false, &Progress::silent()).await.unwrap();
}

#[tokio::test]
async fn below_the_share_by_qr_that_the_terms_ask_for_nobody_signs() {
    let (mut desk, act) = desk().await;
    ask_share(&desk, 3000).await;
    let bin = desk.schools[0].bin.clone();
    let key = desk.key(&bin, 0);
    // None of the 20 student-days, then one too few.
    for days in [0, 5] {
        drop(desk.country.rows(&format!("UPDATE act_versions SET qr_days = {days}")));
        assert_eq!(codes(desk.sign(Side::Performer, SEPTEMBER, &key).await), ["qr.below_share"]);
        assert_eq!(desk.state(act), "draft");
    }
    drop(desk.country.rows("UPDATE act_versions SET qr_days = 6"));
    assert_eq!(codes(desk.sign(Side::Performer, SEPTEMBER, &key).await), Vec::<&str>::new());
    assert_eq!(desk.state(act), "performer_signed");
}

#[tokio::test]
async fn an_act_that_only_adjusts_is_not_tested_by_its_share() {
    let (mut desk, act) = desk().await;
    ask_share(&desk, 10_000).await;
    drop(desk.country.rows("UPDATE act_versions SET enrolled_days = 0, qr_days = 0"));
    let key = desk.key(&desk.schools[0].bin.clone(), 0);
    assert_eq!(codes(desk.sign(Side::Performer, SEPTEMBER, &key).await), Vec::<&str>::new());
    assert_eq!(desk.state(act), "performer_signed");
}

#[tokio::test]
async fn a_signature_that_is_not_right_in_every_way_moves_nothing() {
    let (mut desk, act) = desk().await;
    let bin = desk.schools[0].bin.clone();
    let at = |text: &str| text.parse().unwrap();
    let usual = profile(&bin, 0, Role::Head);
    let bundle = |desk: &mut Desk, profile| desk.authority.issue(&profile).unwrap();
    let employee = bundle(&mut desk, profile(&bin, 0, Role::Employee));
    let login = bundle(&mut desk, sandbox::ca::Profile { usage: Usage::Auth, ..usual.clone() });
    let expired = bundle(&mut desk, sandbox::ca::Profile { not_after: at("2026-08-01T00:00:00Z"), ..usual.clone() });
    let early = bundle(&mut desk, sandbox::ca::Profile { not_before: at("2026-12-01T00:00:00Z"), ..usual.clone() });
    let revoked = bundle(&mut desk, usual.clone());
    desk.authority.revoke(revoked.serial, at("2026-08-10T00:00:00Z"));
    desk.publish_crl();
    for (issued, code) in [
        (employee, "signature.wrong_certificate"),
        (login, "signature.wrong_certificate"),
        (expired, "signature.invalid"),
        (early, "signature.invalid"),
        (revoked, "signature.invalid"),
    ] {
        assert_eq!(codes(desk.sign(Side::Performer, SEPTEMBER, issued.pem.as_bytes()).await), [code]);
    }
    let person = bundle(&mut desk, sandbox::ca::Profile { bin: None, ..usual.clone() });
    assert_eq!(
        codes(desk.sign(Side::Performer, SEPTEMBER, person.pem.as_bytes()).await),
        ["signature.wrong_certificate"]
    );
    assert_eq!(codes(desk.sign(Side::Performer, SEPTEMBER, b"no key").await), ["signature.invalid"]);
    let right = bundle(&mut desk, usual);
    std::fs::remove_file(desk.ca().join("crl/ca.crl")).unwrap();
    assert_eq!(codes(desk.sign(Side::Performer, SEPTEMBER, right.pem.as_bytes()).await), ["signature.indeterminate"]);
    assert_eq!(desk.state(act), "draft");
    assert_eq!(desk.country.number("SELECT count(*) FROM act_signatures"), 0);
}

#[tokio::test]
async fn a_signature_made_elsewhere_is_held_to_the_act_its_party_and_its_version() {
    let (mut desk, act) = desk().await;
    let other = desk.draft(&desk.schools[1], SEPTEMBER, &[Owed::month(desk.vouchers[2], 500)]).await;
    let xml = |desk: &Desk, act| {
        let hex =
            desk.country.rows(&format!("SELECT encode(xml, 'hex') FROM act_versions WHERE act_id = '{act}'")).concat();
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect::<Vec<u8>>()
    };
    let bin = desk.schools[0].bin.clone();
    let key = eds::SigningKey::from_pem(&desk.key(&bin, 1)).unwrap();
    let made = |act| eds::cms::sign(&xml(&desk, act), &key, false, desk.country.app.clock.now()).unwrap();
    let (mine, foreign) = (made(act), made(other));
    let mut damaged = mine.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let app = &desk.country.app;
    for (act, version, cms, code) in [
        (act, 1, foreign.clone(), "signature.invalid"),
        (act, 1, damaged, "signature.invalid"),
        (act, 1, b"nothing".to_vec(), "signature.invalid"),
        (other, 1, foreign, "signature.wrong_certificate"),
        (act, 2, mine.clone(), "act.stale"),
        (Uuid::nil(), 1, mine.clone(), "act.unknown"),
    ] {
        let refused = accept_signature(app, Side::Performer, act, version, cms).await.unwrap_err();
        assert_eq!(refused.code(), Some(code), "{refused}");
    }
    accept_signature(app, Side::Performer, act, 1, mine).await.unwrap();
    assert_eq!((desk.state(act).as_str(), desk.state(other).as_str()), ("performer_signed", "draft"));
}

#[tokio::test]
async fn one_person_does_not_sign_for_both_sides() {
    let (mut desk, act) = desk().await;
    let bin = desk.schools[0].bin.clone();
    let key = desk.key(&bin, 4);
    desk.sign(Side::Performer, SEPTEMBER, &key).await.unwrap();
    let same = desk.key(&desk.country.issuer_bin.clone(), 4);
    assert_eq!(codes(desk.sign(Side::Issuer, SEPTEMBER, &same).await), ["act.four_eyes"]);
    assert_eq!((desk.state(act).as_str(), desk.movements().as_str()), ("performer_signed", ""));
}

#[tokio::test]
async fn the_performer_does_not_sign_what_has_changed_since() {
    let (mut desk, act) = desk().await;
    desk.country.database.as_superuser("UPDATE performer_locks SET epoch = epoch + 1").unwrap();
    let bin = desk.schools[0].bin.clone();
    let key = desk.key(&bin, 0);
    assert_eq!(codes(desk.sign(Side::Performer, SEPTEMBER, &key).await), ["act.stale"]);
    assert_eq!(desk.state(act), "draft");
}

#[tokio::test]
async fn an_issuer_finds_nothing_to_sign_before_the_performer_has() {
    let (mut desk, _) = desk().await;
    let issuer = desk.key(&desk.country.issuer_bin.clone(), 1);
    let signed = desk.sign(Side::Issuer, SEPTEMBER, &issuer).await.unwrap();
    assert_eq!((signed.acts, signed.refused.len()), (0, 0));
}

#[tokio::test]
async fn a_line_without_money_refuses_its_act_alone() {
    let (mut desk, act) = desk().await;
    let rich = Owed { booked: 0, ..Owed::month(desk.vouchers[2], 2_000_000_000_000) };
    let other = desk.draft(&desk.schools[1], SEPTEMBER, &[rich]).await;
    for bin in desk.schools.clone().map(|school| school.bin) {
        let key = desk.key(&bin, 2);
        desk.sign(Side::Performer, SEPTEMBER, &key).await.unwrap();
    }
    let issuer = desk.key(&desk.country.issuer_bin.clone(), 3);
    assert_eq!(codes(desk.sign(Side::Issuer, SEPTEMBER, &issuer).await), ["budget.exhausted"]);
    assert_eq!((desk.state(act).as_str(), desk.state(other).as_str()), ("issuer_signed", "performer_signed"));
    assert_eq!(desk.stripes(), "0|600|0|0");
}

#[tokio::test]
async fn what_was_overpaid_is_set_off_in_this_act_and_the_next() {
    let (mut desk, _) = desk().await;
    desk.sign_all(SEPTEMBER).await;
    // October owes 300 and takes back 500: nothing is paid, 200 stay to be given back.
    let owed = [Owed::month(desk.vouchers[0], 300), Owed::september(desk.vouchers[0], -500)];
    desk.draft(&desk.schools[0], OCTOBER, &owed).await;
    desk.sign_all(OCTOBER).await;
    assert_eq!(desk.movements(), "5:600/400 5:0/1000 5:300/700 12:500/0 13:300/0");
    let november = jiff::civil::date(2026, 11, 1);
    desk.draft_with_total(&desk.schools[0], november, &[Owed::month(desk.vouchers[0], 700)], 500).await;
    desk.sign_all(november).await;
    assert!(desk.movements().ends_with(" 5:700/300 13:200/0"), "{}", desk.movements());
    // 600 + 500 are owed; what was taken back lowers what the programme cost: −500 + 300 + 200.
    assert_eq!(desk.stripes(), "0|1100|0|0");
}

#[tokio::test]
async fn a_receivable_larger_than_the_next_acts_is_carried_on_and_no_act_is_below_nothing() {
    let (mut desk, _) = desk().await;
    desk.sign_all(SEPTEMBER).await;
    let [november, december] = [11, 12].map(|month| jiff::civil::date(2026, month, 1));
    let owed = [Owed::month(desk.vouchers[0], 100), Owed::september(desk.vouchers[0], -600)];
    desk.draft(&desk.schools[0], OCTOBER, &owed).await;
    desk.sign_all(OCTOBER).await;
    for (month, due, total) in [(november, 300, 0), (december, 900, 700)] {
        desk.draft_with_total(&desk.schools[0], month, &[Owed::month(desk.vouchers[0], due)], total).await;
        desk.sign_all(month).await;
    }
    // 600 are taken back: 100 of October, 300 of November, the last 200 of December.
    assert!(
        desk.movements().ends_with("12:600/0 13:100/0 5:300/700 13:300/0 5:900/100 13:200/0"),
        "{}",
        desk.movements()
    );
    let totals = "SELECT total FROM acts WHERE performer_id = (SELECT performer_id FROM movements WHERE kind = 12) ORDER BY month";
    assert_eq!(desk.country.rows(totals), ["600", "0", "0", "700"]);
}

#[tokio::test]
async fn two_who_sign_at_once_have_one_effect() {
    let (mut desk, act) = desk().await;
    let bin = desk.schools[0].bin.clone();
    let key = desk.key(&bin, 0);
    let (one, two) =
        tokio::join!(desk.sign(Side::Performer, SEPTEMBER, &key), desk.sign(Side::Performer, SEPTEMBER, &key));
    assert_eq!((one.unwrap().acts, two.unwrap().acts), (1, 1));
    let issuer = desk.country.issuer_bin.clone();
    let (a, b) = (desk.key(&issuer, 1), desk.key(&issuer, 3));
    let (one, two) = tokio::join!(desk.sign(Side::Issuer, SEPTEMBER, &a), desk.sign(Side::Issuer, SEPTEMBER, &b));
    let refused = [codes(one), codes(two)].concat();
    assert_eq!(refused, ["act.already_signed"]);
    assert_eq!((desk.state(act).as_str(), desk.stripes().as_str()), ("issuer_signed", "0|600|0|0"));
    assert_eq!(desk.country.number(&format!("SELECT count(*) FROM movements WHERE region = {REGION} AND kind = 5")), 2);
}

#[tokio::test]
async fn work_that_breaks_off_before_or_after_its_commit_is_done_once_by_the_next_run() {
    let _alone = testkit::alone().await;
    let (mut desk, act) = desk().await;
    let bin = desk.schools[0].bin.clone();
    let (key, issuer) = (desk.key(&bin, 0), desk.key(&desk.country.issuer_bin.clone(), 1));
    desk.sign(Side::Performer, SEPTEMBER, &key).await.unwrap();
    for (point, state, stripes) in [
        ("sign-before-commit", "performer_signed", "2000|0|0|0"),
        ("before-commit", "performer_signed", "2000|0|0|0"),
        ("sign-after-commit", "issuer_signed", "0|600|0|0"),
    ] {
        // The reading transaction before passes the platform's own point as well: its fault is as good.
        fail::cfg(point, "return").unwrap();
        desk.sign(Side::Issuer, SEPTEMBER, &issuer).await.unwrap_err();
        fail::remove(point);
        assert_eq!((desk.state(act).as_str(), desk.stripes().as_str()), (state, stripes), "{point}");
    }
    let signed = desk.sign(Side::Issuer, SEPTEMBER, &issuer).await.unwrap();
    assert_eq!((signed.acts, signed.total), (1, 600));
    assert_eq!(desk.movements(), "5:600/400 5:0/1000");
}
