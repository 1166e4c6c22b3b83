//! An issue to a list in two pairs of eyes over the API, within a volume that was published by a file.

use jiff::civil::date;
use serde_json::json;

use super::{Asking, House, get, post};
use crate::{
    platform::{Actor, Scope, testkit::fixture::REGION},
    vouchers,
};

async fn publish(house: &House, children: i64, forecast: &str) {
    let text = format!(
        "issuer_bin,issuer_name,programme,region,year,contingent,normative_tiyn,volume_tiyn,act_number,act_date,forecast\n{},A,extra,{REGION},2026,{children},100,{},7,2026-08-01,{forecast}\n",
        house.world.country.issuer_bin,
        children * 100
    );
    let bring = Asking { body: text.into_bytes(), ..post("/api/v1/imports/volumes", &json!({})) }
        .with("content-type", "text/csv")
        .with("content-disposition", "attachment; filename=\"volumes.csv\"")
        .with("idempotency-key", forecast);
    let answer = house.ask(&house.issuer(), &bring).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    house.work().await;
}

#[tokio::test]
async fn a_list_is_proposed_approved_by_another_person_and_issued() {
    let house = House::new().await;
    let country = &house.world.country;
    let children = country.children(date(2015, 3, 7), 3).await;
    let issuer = house.issuer();
    publish(&house, 2, "first").await;
    let iins: Vec<&str> = children.iter().map(|child| child.iin.as_str()).collect();
    let body = json!({ "programme": "extra", "year": 2026, "region": REGION, "children": iins });
    let made = house.ask(&issuer, &post("/api/v1/vouchers/proposals", &body)).await;
    assert_eq!(made.status, 201, "{made:?}");
    let again = house.ask(&issuer, &post("/api/v1/vouchers/proposals", &body)).await;
    assert_eq!((again.header("idempotency-replayed"), &again.bytes), (Some("true"), &made.bytes));
    let proposal = made.json();
    let found = json!({ "entitled": 2, "held": 0, "refused": { "volume.exhausted": 1 }, "left": 0 });
    assert_eq!((&proposal["found"], &proposal["standing"]), (&found, &json!("waits")));
    assert!(iins.iter().all(|iin| !proposal.to_string().contains(iin)), "no person is named");
    let here = made.header("location").unwrap().to_owned();
    assert_eq!(house.ask(&issuer, &get(&here)).await.json(), proposal);
    let mut not_now = issuer.clone();
    not_now.stepped_up = false;
    let approve = post(format!("{here}/approve"), &json!({})).with("idempotency-key", "approve");
    assert_eq!(house.ask(&not_now, &approve).await.code(), "access.step_up");
    assert_eq!(house.ask(&issuer, &approve).await.code(), "act.four_eyes");
    assert_eq!(house.ask(&house.registrar(), &get(&here)).await.code(), "proposal.unknown");
    let other = Actor {
        person: "another".to_owned(),
        organisation: issuer.organisation.clone(),
        role: issuer.role,
        scope: Scope::Regions(vec![REGION]),
        ..country.actor.clone()
    };
    let id = proposal["id"].as_str().unwrap().parse().unwrap();
    let job = vouchers::approve(&house.app, &other, id).await.unwrap();
    let approved = house.ask(&issuer, &get(&here)).await.json();
    assert_eq!((&approved["standing"], &approved["job"]), (&json!("approved"), &json!(job)));
    let withdraw = post(format!("{here}/withdraw"), &json!({})).with("idempotency-key", "withdraw");
    assert_eq!(house.ask(&issuer, &withdraw).await.code(), "proposal.decided");
    house.work().await;
    let result = house.ask(&issuer, &get(format!("/api/v1/jobs/{job}"))).await.json()["result"].clone();
    assert_eq!((&result["issued"], &result["refused"]), (&json!(2), &json!({ "volume.exhausted": 1 })));
    let volumes = house.ask(&issuer, &get("/api/v1/volumes?year=2026")).await.json();
    let volume = &volumes["items"][0];
    assert_eq!(
        (&volume["contingent_e4"], &volume["places"], &volume["issued"]),
        (&json!(20_000), &json!(2), &json!(2))
    );
    assert_eq!(house.ask(&issuer, &get("/api/v1/volumes?year=1")).await.code(), "input.invalid");
}

#[tokio::test]
async fn what_is_proposed_may_be_taken_back_and_a_list_is_asked_for_where_one_is_needed() {
    let house = House::new().await;
    let issuer = house.issuer();
    let ask = |body: &serde_json::Value| post("/api/v1/vouchers/proposals", body);
    for (body, code) in [
        (json!({ "programme": "extra", "year": 2026, "region": REGION }), "input.invalid"),
        (json!({ "programme": "school", "year": 2026, "region": REGION, "children": ["1"] }), "input.invalid"),
        (json!({ "programme": "school", "year": 2026, "region": 10 }), "access.denied"),
        (json!({ "programme": "nothing", "year": 2026, "region": REGION }), "input.invalid"),
        (json!({ "programme": "school", "year": 2026 }), "input.invalid"),
    ] {
        assert_eq!(house.ask(&issuer, &ask(&body)).await.code(), code, "{body}");
    }
    let made = house.ask(&issuer, &ask(&json!({ "programme": "school", "year": 2026, "region": REGION }))).await;
    assert_eq!((made.status, made.json()["found"].get("left")), (201, None));
    let here = made.header("location").unwrap().to_owned();
    let withdraw = post(format!("{here}/withdraw"), &json!({})).with("idempotency-key", "withdraw");
    let withdrawn = house.ask(&issuer, &withdraw).await;
    assert_eq!((withdrawn.status, &withdrawn.json()["standing"]), (200, &json!("withdrawn")));
    let direct = json!({ "programme": "extra", "year": 2026, "children": ["123", ""] });
    let direct = post("/api/v1/vouchers/issue", &direct).with("idempotency-key", "direct");
    let job = house.ask(&issuer, &direct).await.json()["href"].as_str().unwrap().to_owned();
    house.work().await;
    let job = house.ask(&issuer, &get(&job)).await.json();
    assert_eq!(job["result"]["refused"], json!({ "iin.format": 2 }), "{job}");
}
