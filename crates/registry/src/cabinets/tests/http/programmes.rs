//! A programme that was entered by rows is on the pages and in the API from then on.

use serde_json::json;

use super::{House, get, post};
use crate::{platform::Progress, programmes};

const CAMP: &str = include_str!("../../../../../../testdata/rules/camp.toml");

#[tokio::test]
async fn an_entered_programme_is_shown_and_asked_for_like_any_other() {
    let house = House::new().await;
    let ask_for = |programme: &str| post("/api/v1/vouchers/issue", &json!({ "programme": programme, "year": 2026 }));
    assert_eq!(house.ask(&house.registrar(), &ask_for("camp")).await.status, 422);
    assert_eq!(house.anybody(&get("/en/rules/camp")).await.status, 404);

    let actor = &house.world.country.actor;
    let file = ("camp.toml", CAMP.as_bytes());
    let report = programmes::enter(&house.app, actor, file, false, &Progress::silent()).await.unwrap();
    assert_eq!(report.exit(), 0);
    for language in ["kk", "ru", "en"] {
        for path in ["rules", "rules/camp", "places"] {
            let page = house.anybody(&get(format!("/{language}/{path}"))).await;
            let text = String::from_utf8_lossy(&page.bytes).into_owned();
            assert!(page.status == 200 && text.contains("Jaz"), "{language} {path}: {} {text}", page.status);
        }
        // Whoever enters a budget can choose it.
        let page = house.ask(&house.issuer(), &get(format!("/{language}/issuer/budget/new"))).await;
        assert!(String::from_utf8_lossy(&page.bytes).contains("value=\"camp\""), "{language}: {}", page.status);
    }
    assert_eq!(house.ask(&house.registrar(), &ask_for("camp")).await.status, 202);
}
