//! The consent of both sides, from the portal and from paper, against the real database.

use std::sync::Arc;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use jiff::civil::date;

use super::terms::{OCTOBER, Place, SEPTEMBER, since_the_15th};
use crate::{
    app::App,
    contracts::{self, Consent},
    platform::{
        Actor, Role, Scope,
        clock::Clock,
        cluster,
        testkit::fixture::{MONTHLY, REGION},
    },
};

#[tokio::test]
async fn what_is_not_confirmed_by_both_sides_stays_out_of_the_act_and_rides_later() {
    let garden = Place::new(("preschool", "PRE"), (SEPTEMBER, 0b1111), None).await;
    garden.country.rate_of("preschool", SEPTEMBER, MONTHLY).await;
    garden.enrol("1").await;
    // A guardian consents for its own child alone.
    assert_eq!(garden.consent(0, "A-1").await, Err("contract.unknown".to_owned()));
    assert_eq!(garden.consent(0, "A-0").await, Ok(true));
    assert_eq!(garden.consent(0, "A-0").await, Ok(false));
    garden.attend(SEPTEMBER, 15).await;
    let closed = garden.close(SEPTEMBER).await;
    assert_eq!((closed.lines, closed.exceptions), (1, 2));
    assert_eq!(garden.country.rows("SELECT DISTINCT code FROM exceptions"), ["contract.not_in_force"]);
    let (parts, portions) = garden.audited(SEPTEMBER).await;
    let of = |state: &str| format!("2026-09,{MONTHLY},{state}");
    assert_eq!(parts, [of("active"), of("booked"), of("booked")]);
    assert_eq!(portions, ["2026-09,A-0,1,active", "2026-09,A-1,1,booked", "2026-09,A-2,15,booked"]);
    // A clerk of the issuer enters the second one's paper: the draft that was seen before is stale, and the close takes the line up.
    let clerk = Actor {
        role: Role::Issuer,
        organisation: garden.country.issuer_bin.clone(),
        scope: Scope::Regions(vec![REGION]),
        ..garden.country.actor.clone()
    };
    let paper = |signed_on| Consent::Paper {
        iin: law::Iin::parse(&garden.children[1].iin).unwrap(),
        signed_on,
        document: "17".to_owned(),
    };
    let app = &garden.country.app;
    let strange = contracts::confirm(app, &clerk, garden.contract("A-2"), paper(SEPTEMBER)).await.unwrap_err();
    assert_eq!(strange.code(), Some("contract.not_guardian"));
    let early = contracts::confirm(app, &clerk, garden.contract("A-1"), paper(date(2026, 12, 1))).await.unwrap_err();
    assert_eq!(early.code(), Some("input.invalid"));
    assert!(contracts::confirm(app, &clerk, garden.contract("A-1"), paper(SEPTEMBER)).await.unwrap());
    let stale = "SELECT count(*) FROM acts a JOIN performer_locks k ON k.performer_id = a.performer_id WHERE k.epoch <> a.epoch";
    assert_eq!(garden.country.number(stale), 1);
    assert_eq!(garden.close(SEPTEMBER).await.lines, 2);
    assert_eq!(
        garden.country.rows(
            "SELECT channel, document, confirmed_on FROM contract_confirmations WHERE side = 'parent' ORDER BY 1"
        ),
        ["paper|17|2026-09-01", "portal||2026-08-20"]
    );
    // Signed by both without the third; its consent comes in October and its September rides in October's act.
    let at = app.clock.now();
    garden.country.database.as_superuser(&format!(
        "UPDATE acts SET state = 'issuer_signed' WHERE month = '{SEPTEMBER}';
        INSERT INTO act_signatures SELECT region, month, id, version, 'issuer', '', '', '', '', '{{}}', '{at}', id FROM acts WHERE month = '{SEPTEMBER}'"
    )).unwrap();
    garden.attend(OCTOBER, 1).await;
    assert_eq!(garden.consent(2, "A-2").await, Ok(true));
    let closed = garden.close(OCTOBER).await;
    assert_eq!((closed.lines, closed.exceptions), (4, 0));
    let of_october: Vec<String> = garden.dues().into_iter().filter(|row| row.contains("A-2")).collect();
    assert_eq!(of_october, [format!("09|A-2|{}", since_the_15th(MONTHLY)), format!("10|A-2|{MONTHLY}")]);
}

#[tokio::test]
async fn a_clerk_enters_a_paper_on_the_page_and_only_for_its_own_contracts() {
    let garden = Place::new(("preschool", "PRE"), (SEPTEMBER, 0b1111), None).await;
    garden.country.rate_of("preschool", SEPTEMBER, MONTHLY).await;
    garden.enrol("1").await;
    garden.now("2026-09-20T05:00:00Z");
    let config = garden.country.database.config(cluster::Role::App);
    let clock = Clock::fixed("2026-09-20T05:00:00Z".parse().unwrap());
    let app = Arc::new(App::open(config, garden.country.app.data.clone(), clock).await.unwrap());
    let clerk = |bin: &str| Actor {
        role: Role::Issuer,
        organisation: bin.to_owned(),
        person: "0a0b".to_owned(),
        request: app.clock.id(),
        scope: Scope::Regions(vec![REGION]),
    };
    let own = garden.country.issuer_bin.clone();
    let get = async |path: &str, bin: &str| {
        garden.send_as(&app, clerk(bin), Request::get(path).body(Body::empty()).unwrap()).await
    };
    let post = async |path: &str, iin: &str| {
        let body = format!("iin={iin}&document=17&signed-day=19&signed-month=09&signed-year=2026");
        let request = Request::post(path).header("content-type", "application/x-www-form-urlencoded").body(body.into());
        garden.send_as(&app, clerk(&own), request.unwrap()).await
    };
    for language in ["kk", "ru", "en"] {
        let (status, list) = get(&format!("/{language}/issuer/consents"), &own).await;
        assert!(status == StatusCode::OK && list.contains("A-2") && !list.contains('⟦'), "{list}");
    }
    assert!(!get("/en/issuer/consents", "150140000123").await.1.contains("A-2"), "another issuer's");
    let one = format!("/en/issuer/consents/{}", garden.contract("A-1"));
    assert_eq!(get(&one, "150140000123").await.0, StatusCode::NOT_FOUND);
    let (status, refused) = post(&one, &garden.children[0].iin).await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && refused.contains("no guardian"), "{status} {refused}");
    let (status, wrong) = post(&one, "123").await;
    assert!(status == StatusCode::UNPROCESSABLE_ENTITY && wrong.contains("Check the IIN"), "{status} {wrong}");
    assert_eq!(post(&one, &garden.children[1].iin).await.0, StatusCode::SEE_OTHER);
    assert_eq!(
        garden.country.rows("SELECT channel, document, confirmed_on FROM contract_confirmations WHERE side = 'parent'"),
        ["paper|17|2026-09-19"]
    );
    assert!(!get("/en/issuer/consents", &own).await.1.contains("A-1<"), "it waits no longer");
    assert_eq!(get(&one, &own).await.0, StatusCode::NOT_FOUND);
}
