//! Every route of the document × every role: what the matrix has no row for is refused, nobody signed in is told so.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Asking, House, Who, get, post};
use crate::platform::{Role, Scope, testkit::fixture::REGION};

/// The rows of the matrix.
fn granted() -> BTreeSet<(String, String)> {
    let text = include_str!("../../../platform/access.csv");
    let rows = text.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>());
    rows.map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
}

/// A request that is right but for its ids, with the action that this very request asks for.
fn asking(method: &str, path: &str, action: &Value) -> (Asking, String) {
    let id = uuid::Uuid::from_u128(7).to_string();
    let at = path.replace("{id}", &id).replace("{month}", "2026-09").replace("{name}", "report.json");
    let signature = json!({ "side": "issuer", "version": 1, "cms": "AAAA" });
    let body = match path {
        "/api/v1/vouchers/issue" => json!({ "programme": "school", "year": 2026 }),
        "/api/v1/vouchers/proposals" => json!({ "programme": "school", "year": 2026, "region": REGION }),
        "/api/v1/exports" => json!({ "month": "2026-09" }),
        "/api/v1/acts/{id}/signatures" => signature,
        "/api/v1/attendance/{month}/confirmations" => json!({ "contract": id, "seen": "1.0.0" }),
        "/api/v1/attendance/{month}/disputes" => json!({ "contract": id, "day": 1, "reason": "was_present" }),
        "/api/v1/voucher-ends" => {
            json!({ "voucher": "SCH-75-2026-99999999-0", "reason": "refusal", "last": "2026-10-11", "document": "1" })
        }
        "/api/v1/reinstatements" => {
            json!({ "voucher": "SCH-75-2026-99999999-0", "on": "2026-10-11", "document": "1" })
        }
        "/api/v1/moves" => {
            json!({ "voucher": "SCH-75-2026-99999999-0", "region": 75, "on": "2026-10-11", "document": "1" })
        }
        "/api/v1/reorganisations" => {
            let on = "2026-10-14";
            json!({ "predecessor": "990340001231", "successor": "990440000385", "kind": "merger", "on": on, "document": "1", "dry_run": true })
        }
        "/api/v1/accounts/{id}/events" => json!({ "event": "lift", "reason": "error", "document": "1" }),
        "/api/v1/qr-failures" => {
            json!({ "performer": id, "from": "2026-09-01", "to": "2026-09-01", "document": "1", "cause": "broken" })
        }
        "/api/v1/qr-failures/{id}/decisions" => json!({ "accepted": true }),
        _ => json!({}),
    };
    let named = action.as_str().unwrap_or("sign.issuer").replace('*', "timesheet");
    if path == "/api/v1/imports/{kind}" {
        let asking = Asking { body: b"x".to_vec(), ..post(at.replace("{kind}", "timesheet"), &body) };
        let asking =
            asking.with("content-type", "text/csv").with("content-disposition", "attachment; filename=\"09.csv\"");
        return (asking, named);
    }
    let query = match path {
        "/api/v1/exceptions" => "?month=2026-09",
        "/api/v1/budget" | "/api/v1/volumes" | "/api/v1/estimates" => "?year=2026",
        "/api/v1/reconciliation" => "?performer=990340001231&issuer=990340001231&from=2026-01-01&to=2026-12-31",
        "/api/v1/accounts/{id}/statement" => "?from=2026-01-01&to=2026-12-31",
        "/api/v1/parental-fees" => "?performer=990340001231&programme=school&month=2026-09",
        "/api/v1/performers/{id}/qr-share" => "?month=2026-09",
        "/api/v1/one-c" => "?performer=990340001231&from=2026-01-01&to=2026-12-31&part=acts",
        "/api/v1/vouchers/{id}/transfer-preview" => "?to_group=00000000-0000-0000-0000-000000000007&on=2026-10-14",
        _ => "",
    };
    (if method == "get" { get(format!("{at}{query}")) } else { post(at, &body) }, named)
}

fn who(house: &House, role: Role) -> Who {
    match role {
        Role::Performer => house.performer(0),
        Role::Beneficiary => Who { role, ..house.performer(0) },
        Role::Issuer => house.issuer(),
        Role::Authority => Who { role, scope: Scope::Regions(vec![REGION]), ..house.registrar() },
        Role::Registrar | Role::Operator | Role::Auditor | Role::Public => Who { role, ..house.registrar() },
    }
}

#[tokio::test]
async fn every_route_is_held_by_the_matrix_for_every_role() {
    let house = House::new().await;
    let (granted, document) = (granted(), crate::api::openapi());
    let (mut cells, mut refused) = (0, 0);
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let action = &operation["x-action"];
            // Sessions have no role yet: their own tests hold them.
            if action == "session" {
                continue;
            }
            let (asking, named) = asking(method, path, action);
            let nobody = house.anybody(&asking).await;
            if named == "read.public" {
                assert!(nobody.status < 500 && nobody.status != 401, "{method} {path}: {nobody:?}");
            } else {
                assert_eq!((nobody.status, nobody.code().as_str()), (401, "session.none"), "{method} {path}");
            }
            for role in Role::ALL {
                // The batch answers item by item.
                if path == "/api/v1/acts/signatures" {
                    continue;
                }
                let asking = asking.clone().with("idempotency-key", &format!("{method} {path}"));
                let answer = house.ask(&who(&house, role), &asking).await;
                let expected = granted.contains(&(role.code().to_owned(), named.clone()));
                let denied = answer.status == 403 && answer.code() == "access.denied";
                assert_eq!(denied, !expected, "{} {method} {path}: {answer:?}", role.code());
                assert!(expected || answer.status == 403, "{} {method} {path}", role.code());
                assert!(![401, 405, 500].contains(&answer.status), "{} {method} {path}: {answer:?}", role.code());
                cells += 1;
                refused += usize::from(denied);
            }
        }
    }
    assert!(cells > 150 && refused > 40, "{cells} {refused}");
}

#[tokio::test]
async fn the_batch_of_signatures_refuses_each_item_of_a_role_that_may_not_sign() {
    let house = House::new().await;
    let item = json!({ "act": uuid::Uuid::from_u128(7), "side": "issuer", "version": 1, "cms": "AAAA" });
    let batch = post("/api/v1/acts/signatures", &json!({ "signatures": [item, { "act": 1 }] }));
    for (who, code) in
        [(house.performer(0), "access.denied"), (house.registrar(), "access.denied"), (house.issuer(), "act.unknown")]
    {
        let answer = house.ask(&who, &batch).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let result = answer.json();
        assert_eq!((&result["accepted"], &result["refused"]), (&json!(0), &json!(2)));
        assert_eq!(result["items"][0]["error"]["code"], code);
        assert_eq!(result["items"][1]["error"]["code"], "input.invalid", "121: one wrong item loses no other");
    }
}

#[tokio::test]
async fn cases_13_to_15_and_18_what_is_anothers_is_as_unknown_as_what_is_nowhere() {
    let house = House::new().await;
    let acts = house.ask(&house.registrar(), &get("/api/v1/acts")).await.json();
    let acts: Vec<(String, String)> = acts["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|act| (act["performer_bin"].as_str().unwrap().to_owned(), act["id"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(acts.len(), 2);
    let elsewhere = Who { scope: Scope::Regions(vec![10]), ..house.issuer() };
    for (bin, id) in &acts {
        for part in ["", "/lines", "/document", "/timeline"] {
            let path = format!("/api/v1/acts/{id}{part}");
            for (n, school) in house.world.schools.iter().enumerate() {
                let answer = house.ask(&house.performer(n), &get(&path)).await;
                assert_eq!(answer.status, if school.0.bin == *bin { 200 } else { 404 }, "{path} {answer:?}");
            }
            let answer = house.ask(&elsewhere, &get(&path)).await;
            assert_eq!((answer.status, answer.code().as_str()), (404, "act.unknown"), "{path}");
            assert_eq!(house.ask(&house.issuer(), &get(&path)).await.status, 200, "{path}");
        }
    }
    for (n, list) in [(0, "acts"), (1, "acts"), (0, "orders"), (1, "orders")] {
        let answer = house.ask(&house.performer(n), &get(format!("/api/v1/{list}"))).await.json();
        let bins: BTreeSet<&str> =
            answer["items"].as_array().unwrap().iter().map(|row| row["performer_bin"].as_str().unwrap()).collect();
        assert_eq!(Vec::from_iter(bins), [house.school(n).bin.as_str()], "{list}: 21, a list is its scope");
    }
    assert!(house.ask(&elsewhere, &get("/api/v1/acts")).await.json()["items"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn an_auditor_reads_the_programmes_of_the_mandate_and_no_others() {
    let house = House::new().await;
    let of = |programmes: &[&str]| Who {
        role: Role::Auditor,
        scope: Scope::Programmes {
            regions: Vec::new(),
            programmes: programmes.iter().map(|code| (*code).to_owned()).collect(),
        },
        ..house.registrar()
    };
    let every = Who { role: Role::Auditor, ..house.registrar() };
    let (own, both, foreign) = (of(&["school"]), of(&["preschool", "school"]), of(&["preschool", "tvet"]));
    let act = house.world.country.rows("SELECT id FROM acts LIMIT 1").remove(0);
    let place = &house.world.schools[0].1[0];
    let register = house.world.country.rows("SELECT id FROM act_registers LIMIT 1").remove(0);
    let month = "?month=2026-09";
    let mut seen = 0;
    for path in [
        format!("/api/v1/acts{month}"),
        format!("/api/v1/orders{month}"),
        format!("/api/v1/exceptions{month}"),
        "/api/v1/budget?year=2026".to_owned(),
        "/api/v1/vouchers".to_owned(),
        format!("/api/v1/acts/{act}"),
        format!("/api/v1/acts/{act}/lines"),
        format!("/api/v1/acts/{act}/document"),
        format!("/api/v1/acts/{act}/timeline"),
        format!("/api/v1/vouchers/{}", place.voucher),
        format!("/api/v1/registers/{register}/file"),
    ] {
        let ask = async |who: &Who| house.ask(who, &get(&path)).await;
        let whole = ask(&every).await;
        assert_eq!(whole.status, 200, "{path} {whole:?}");
        for auditor in [&own, &both] {
            let answer = ask(auditor).await;
            assert_eq!((answer.status, &answer.bytes), (whole.status, &whole.bytes), "{path}");
        }
        let nothing = ask(&foreign).await;
        seen += 1;
        if nothing.status == 200 {
            let items = nothing.json();
            assert_eq!(items["items"].as_array().map(Vec::len), Some(0), "{path} {items}");
        } else {
            assert_eq!(nothing.status, 404, "{path} {nothing:?}");
        }
    }
    assert!(seen >= 8, "{seen}");
    let sample = |programme: &str| {
        get(format!("/en/audit/sample/file?form=csv&month=2026-09&lines=5&seed=oak&programme={programme}"))
    };
    let rows = async |who: &Who, programme| {
        house.ask(who, &sample(programme)).await.bytes.split(|byte| *byte == b'\n').count()
    };
    let whole = rows(&every, "").await;
    assert_eq!([rows(&own, "").await, rows(&both, "school").await, rows(&foreign, "school").await], [whole, whole, 2]);
    let movement = house.world.country.rows("SELECT id FROM movements ORDER BY id LIMIT 1").remove(0);
    let receipt = house.ask(&foreign, &get(format!("/api/v1/receipts/{movement}"))).await;
    assert_eq!((receipt.status, receipt.code().as_str()), (422, "receipt.row"));
}
