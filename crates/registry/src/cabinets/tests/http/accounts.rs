//! Accounts over real HTTP: the registrar blocks and lifts with a signature, owners see their own and nobody else's.

use serde_json::json;

use super::{Asking, House, Who, get, post};
use crate::{
    accounts::Owner,
    platform::{Role, Scope},
};

fn form(path: &str, body: &str) -> Asking {
    let asking = Asking { method: "POST", body: body.as_bytes().to_vec(), ..get(path) };
    asking.with("content-type", "application/x-www-form-urlencoded").with("sec-fetch-site", "same-origin")
}

fn text(answer: &super::Answer) -> String {
    String::from_utf8(answer.bytes.clone()).unwrap()
}

#[tokio::test]
async fn an_account_is_blocked_and_lifted_over_the_api_by_a_registrar_who_has_just_signed() {
    let house = House::new().await;
    let registrar = house.registrar();
    let number = Owner::Performer(house.school(0).bin.clone()).number();
    let (at, door) = (format!("/api/v1/accounts/{number}"), format!("/api/v1/accounts/{number}/events"));
    let block = json!({ "event": "block", "hold": "payments", "reason": "court", "document": "No 7" });
    let unsigned = Who { stepped_up: false, ..registrar.clone() };
    assert_eq!(house.ask(&unsigned, &post(&door, &block)).await.code(), "access.step_up");
    assert_eq!(house.ask(&house.performer(0), &post(&door, &block)).await.code(), "access.denied");
    let done = house.ask(&registrar, &post(&door, &block)).await;
    assert_eq!((done.status, done.json()["state"].as_str()), (201, Some("blocked")), "{done:?}");
    let again = house.ask(&registrar, &post(&door, &block)).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let other = post(&door, &json!({ "event": "lift", "hold": "all", "reason": "error", "document": "1" }));
    assert_eq!(house.ask(&registrar, &other.with("idempotency-key", "k2")).await.code(), "input.invalid");
    let seen = house.ask(&house.performer(0), &get(&at)).await.json();
    assert_eq!((&seen["state"], &seen["events"][0]["reason"]), (&json!("blocked"), &json!("court")));
    for foreign in [house.performer(1), Who { role: Role::Beneficiary, ..house.performer(1) }] {
        let answer = house.ask(&foreign, &get(&at)).await;
        assert_eq!((answer.status, answer.code().as_str()), (404, "account.unknown"));
    }
    let period = "from=2026-01-01&to=2026-12-31";
    for form in ["xml", "pdf", "xlsx", "csv"] {
        let asked = get(format!("{at}/statement?{period}&form={form}"));
        let own = house.ask(&house.performer(0), &asked).await;
        assert_eq!(own.status, 200, "{form}");
        // What an owner sees of its account is all of it.
        assert!(own.bytes.len() > 200 && own.bytes == house.ask(&registrar, &asked).await.bytes, "{form}");
        assert_eq!(house.ask(&house.performer(1), &asked).await.code(), "account.unknown", "{form}");
    }
    let reversed = get(format!("{at}/statement?from=2026-12-31&to=2026-01-01"));
    assert_eq!(house.ask(&registrar, &reversed).await.code(), "period.reversed");
}

#[tokio::test]
async fn the_registrar_finds_an_account_without_an_iin_in_an_address_and_changes_it_on_its_page() {
    let house = House::new().await;
    let registrar = house.registrar();
    let country = &house.world.country;
    let person = country.rows("SELECT bucket, person_id FROM vouchers ORDER BY number LIMIT 1").remove(0);
    let (bucket, id) = person.split_once('|').unwrap();
    let child = Owner::Person(bucket.parse().unwrap(), id.parse().unwrap());
    let voucher = country.rows(&format!("SELECT number FROM vouchers WHERE person_id = '{id}'")).remove(0);
    let school = Owner::Performer(house.school(0).bin.clone());
    for (sought, owner) in [(voucher, &child), (child.number(), &child), (house.school(0).bin.clone(), &school)] {
        let answer = house.ask(&registrar, &form("/en/registrar/accounts", &format!("q={sought}"))).await;
        let to = format!("/en/registrar/accounts/{owner}");
        assert_eq!((answer.status, answer.header("location")), (303, Some(to.as_str())), "{sought}");
    }
    let nothing = house.ask(&registrar, &form("/en/registrar/accounts", "q=nobody")).await;
    assert!(nothing.status == 422 && text(&nothing).contains("There is no such account."), "{nothing:?}");
    let at = format!("/en/registrar/accounts/{child}");
    let page = house.ask(&registrar, &get(&at)).await;
    assert_eq!(page.status, 200, "{page:?}");
    assert!(text(&page).contains("value=\"block-all\"") && !text(&page).contains("block-payments"));
    assert_eq!(country.number("SELECT count(*) FROM readings WHERE purpose = 'account'"), 1, "reading a card is noted");
    let wrong = house.ask(&registrar, &form(&at, "event=block-all&reason=court&document=")).await;
    assert!(wrong.status == 422 && text(&wrong).contains("A change of an account needs a document."), "{wrong:?}");
    let done = house.ask(&registrar, &form(&at, "event=block-all&reason=court&document=No+7")).await;
    assert_eq!((done.status, done.header("location")), (303, Some(format!("{at}?done=account-changed").as_str())));
    let page = text(&house.ask(&registrar, &get(&at)).await);
    assert!(
        page.contains("The account was blocked as a whole") && page.contains("Reason: Ruling of a court."),
        "{page}"
    );
    let list = text(&house.ask(&registrar, &get("/ru/registrar/accounts")).await);
    assert!(list.contains(&child.number()) && list.contains("Судебный акт"), "{list}");
    // The household sees the notice; somebody else's child is nowhere.
    let household = Scope::Own { parties: Vec::new(), persons: vec![(bucket.parse().unwrap(), id.parse().unwrap())] };
    let household = country.actor.with_scope(household);
    let tx = country.app.begin(&household, "test", 0).await.unwrap();
    let seen = crate::cabinets::accounts::find(&tx, &child).await.unwrap();
    assert_eq!((seen.state.code(), seen.events.len()), ("blocked", 1));
    tx.commit().await.unwrap();
    for foreign in [school.number(), Owner::Person(0, uuid::Uuid::from_u128(7)).number()] {
        assert!(crate::accounts::api::owner(&household, &foreign).is_err(), "{foreign}");
    }
    let org = text(&house.ask(&house.performer(0), &get("/kk/org/account")).await);
    assert!(org.contains(&school.number()) && org.contains("Шот ашылды"), "{org}");
}
