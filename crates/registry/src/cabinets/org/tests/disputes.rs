//! Disputed days on the performer's pages.

use super::*;

/// The parent of the first child says that the 3rd is wrong.
async fn disputed(office: &Office) -> uuid::Uuid {
    let child = &office.children[0];
    let actor = Actor {
        scope: Scope::Own { parties: Vec::new(), persons: vec![(child.bucket, child.id)] },
        organisation: String::new(),
        ..office.as_of(0, Role::Beneficiary)
    };
    let order = Raise {
        month: SEPTEMBER,
        contract: office.contracts[0],
        day: 3,
        reason: "was_ill".to_owned(),
        words: "ауырған <b>".to_owned(),
        file: b"%PDF-1.4 spravka %%EOF".to_vec(),
    };
    attendance::raise(&office.app, &actor, order).await.unwrap().id
}

#[tokio::test]
async fn a_disputed_day_is_shown_with_its_clock_and_answered_on_its_page() {
    let office = Office::enrolled().await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    let id = disputed(&office).await;
    let list = office.get("/ru/org/disputes").await;
    assert!(
        list.has("03.09.2026") && list.has("Ребёнок болел") && list.has(&format!("/ru/org/disputes/{id}")),
        "{list:?}"
    );
    let deadlines = office.get("/ru/deadlines").await;
    assert!(deadlines.has("Ответ на спор") && deadlines.has("07.10.2026"), "{deadlines:?}");
    let path = format!("/ru/org/disputes/{id}");
    let page = office.get(&path).await;
    assert!(page.has("07.10.2026") && page.has("ауырған") && !page.has("ауырған <b>"), "{page:?}");
    let file = office.get(&format!("{path}/evidence")).await;
    assert_eq!(file.header("content-type"), Some("application/pdf"));
    assert!(file.header("content-disposition").unwrap().starts_with("attachment"));
    assert_eq!(file.body, "%PDF-1.4 spravka %%EOF");
    // The other school knows nothing of it.
    let other = office.as_of(1, Role::Performer);
    assert_eq!(office.get_as(other.clone(), &path).await.status, 404);
    assert_eq!(office.get_as(other.clone(), &format!("{path}/evidence")).await.status, 404);
    assert!(!office.get_as(other, "/ru/org/disputes").await.has("03.09.2026"));
    // The issuer of the voucher opens the file too, and the family sees that it did; another issuer does not.
    let clerk = |bin: &str| Actor {
        organisation: bin.to_owned(),
        scope: Scope::Regions(vec![75]),
        ..office.as_of(0, Role::Issuer)
    };
    let own = format!("/ru/issuer/disputes/{id}/evidence");
    let shown = office.get_as(clerk(&office.country.issuer_bin), "/ru/issuer/disputes").await;
    assert!(shown.has(&own), "{shown:?}");
    assert_eq!(office.get_as(clerk(&office.country.issuer_bin), &own).await.body, "%PDF-1.4 spravka %%EOF");
    assert_eq!(office.get_as(clerk("150140000123"), &own).await.status, 404);
    assert_eq!(office.country.number("SELECT count(*) FROM readings WHERE role = 'issuer'"), 1);
    // The performer cannot sign before it has answered.
    office.close().await;
    let refused = office.post_plain(&path, &[("do", "refuse"), ("words", " ")]).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    let refused = office.post_plain(&path, &[("do", "correct"), ("mark", "")]).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    let done = office.post_plain(&path, &[("do", "correct"), ("mark", "S")]).await;
    assert_eq!(done.status, 303, "{done:?}");
    assert!(office.get("/ru/org/disputes").await.has("Ни один день не ждёт ответа"));
    assert!(office.get("/ru/org/disputes?state=all").await.has("Исправлено"));
    let rows = office.country.rows("SELECT outcome, mark FROM dispute_answers");
    assert_eq!(rows, ["corrected|2"]);
}

#[tokio::test]
async fn an_act_is_not_signed_while_a_dispute_has_no_answer() {
    let office = Office::enrolled().await.with_key(0).await;
    office.today("2026-10-02T05:00:00Z");
    office.mark_all().await;
    let id = disputed(&office).await;
    office.close().await;
    let (act, path) = (office.act(), format!("/ru/org/disputes/{id}"));
    let cms = office.cms(0, &office.get(&format!("/ru/org/acts/{act}/act.xml")).await.body);
    let refused = bring(&office, &act, cms).await;
    assert_eq!(refused, Err("dispute.open"));
    let done = office.post_plain(&path, &[("do", "refuse"), ("words", "анықтама жоқ")]).await;
    assert_eq!(done.status, 303, "{done:?}");
    let cms = office.cms(0, &office.get(&format!("/ru/org/acts/{act}/act.xml")).await.body);
    assert_eq!(bring(&office, &act, cms).await, Ok(()));
}
