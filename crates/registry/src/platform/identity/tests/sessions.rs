//! How a session lives, what it may do, and what ends it.

use super::*;

#[tokio::test]
async fn a_7_a_mandate_that_ended_closes_the_live_session_within_a_minute() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    assert_eq!(house.show(&cookie).await.status, 200);
    house.mandate(&director(), &house.schools[0].bin, "performer", "2026-08-19").await;
    house.later(SignedDuration::from_secs(60));
    assert_eq!(house.show(&cookie).await.status, 401);
    // It does not come back with a new mandate.
    house.mandate(&director(), &house.schools[0].bin, "performer", "2026-12-31").await;
    assert_eq!(house.show(&cookie).await.status, 401);
}

#[tokio::test]
async fn a_7_the_database_alone_ends_a_session_though_nothing_was_forgotten_in_memory() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    // Another process records the end: this one learns of it when what it remembers is half a minute old.
    let file =
        format!("iin,bin,role,from,to\n{},{},performer,2026-01-01,2026-08-19\n", director(), house.schools[0].bin);
    let watch = Progress::silent();
    house.country.app.clock.set("2026-08-20T05:00:10Z".parse().unwrap());
    import_mandates(&house.country.app, &house.country.actor, ("m.csv", file.as_bytes()), false, &watch).await.unwrap();
    assert_eq!(house.show(&cookie).await.status, 200, "remembered for half a minute");
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.show(&cookie).await.status, 401);
}

#[tokio::test]
async fn a_8_a_cookie_set_before_signing_in_is_no_session_after() {
    let house = House::new().await;
    let planted = format!("__Host-qazyna={}", "a".repeat(64));
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let (text, bound) = house.nonce().await;
    let opened = house.open((&text, &format!("{bound}; {planted}")), &house.cms(&text, &key)).await;
    assert_eq!(opened.status, 201);
    assert_ne!(opened.cookie("__Host-qazyna").unwrap(), "a".repeat(64));
    assert_eq!(house.show(&planted).await.status, 401);
    // A real session that the browser had before is ended.
    let first = format!("__Host-qazyna={}", opened.cookie("__Host-qazyna").unwrap());
    let (text, bound) = house.nonce().await;
    let again = house.open((&text, &format!("{bound}; {first}")), &house.cms(&text, &key)).await;
    assert_eq!(again.status, 201);
    assert_eq!(house.show(&first).await.status, 401);
}

#[tokio::test]
async fn a_9_after_signing_out_the_token_is_worth_nothing() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin")];
    let out = house.send("DELETE /api/v1/session", &headers, "").await;
    assert_eq!(out.status, 204);
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    assert_eq!(house.show(&cookie).await.status, 401);
}

#[tokio::test]
async fn a_10_one_session_too_many_ends_the_oldest_and_the_person_is_told() {
    let house = House::new().await;
    let first = house.sign_in(&director()).await;
    for _ in 0..identity::SESSIONS_MAX - 1 {
        house.sign_in(&director()).await;
    }
    assert_eq!(house.show(&first).await.status, 200);
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let sixth = house.try_key(&key).await;
    assert_eq!(sixth.json()["ended"], 1, "told at signing in");
    assert_eq!(house.show(&first).await.status, 401);
    let cookie = format!("__Host-qazyna={}", sixth.cookie("__Host-qazyna").unwrap());
    let listed = house.send("GET /api/v1/sessions", &[("cookie", &cookie)], "").await.json();
    let rows = listed["items"].as_array().unwrap();
    assert_eq!(rows.len(), 6);
    assert_eq!(
        (&rows[0]["current"], &rows[0]["ended_at"], &rows[0]["ended_why"]),
        (&json!(true), &Value::Null, &json!(""))
    );
    assert_eq!((&rows[5]["current"], &rows[5]["ended_why"]), (&json!(false), &json!("too_many")), "and in the list");
    assert!(rows[5]["ended_at"].is_string() && rows[1]["ended_at"].is_null());
    let page = house.send("GET /en/auth/sessions", &[("cookie", &cookie)], "").await;
    assert!(page.body.contains("More than five sessions were open"), "{page:?}");
    // A session that nobody used for half an hour is none too many.
    house.later(minutes(31));
    assert_eq!(house.try_key(&key).await.json()["ended"], 0);
}

#[tokio::test]
async fn a_page_tells_of_the_sessions_that_signing_in_ended() {
    let house = House::new().await;
    for _ in 0..identity::SESSIONS_MAX {
        house.sign_in(&director()).await;
    }
    let (text, bound) = house.nonce().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let part =
        |name: &str, value: &str| format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = format!(
        "--x\r\ncontent-disposition: form-data; name=\"signature\"; filename=\"s\"\r\n\r\n{}\r\n--x--\r\n",
        house.cms(&text, &key)
    );
    let body = [part("nonce", &text), part("next", "/ru/org?a=b"), file].concat();
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("sec-fetch-site", "same-origin"),
        ("cookie", bound.as_str()),
    ];
    let opened = house.send("POST /ru/auth/session", &headers, &body).await;
    assert_eq!(opened.header("location"), Some("/ru/org?a=b&done=oldest-session-ended&n=1"), "{opened:?}");
    let cookie = format!("__Host-qazyna={}", opened.cookie("__Host-qazyna").unwrap());
    let page = house.send("GET /ru/org?done=oldest-session-ended&n=1", &[("cookie", &cookie)], "").await;
    assert!(page.body.contains("самый старый закончен"), "{page:?}");
}

#[tokio::test]
async fn a_person_ends_own_sessions_and_nobody_elses() {
    let house = House::new().await;
    house.mandate(&iin(date(2001, 5, 6), 9), &house.schools[1].bin, "performer", "").await;
    let (here, there) = (house.sign_in(&director()).await, house.sign_in(&director()).await);
    let other = house.sign_in(&iin(date(2001, 5, 6), 9)).await;
    let ids = async |cookie: &str| -> Vec<String> {
        let listed = house.send("GET /api/v1/sessions", &[("cookie", cookie)], "").await.json();
        listed["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
    };
    let (own, foreign) = (ids(&here).await, ids(&other).await);
    assert_eq!((own.len(), foreign.len()), (2, 1));
    let headers = [("cookie", here.as_str()), ("sec-fetch-site", "same-origin")];
    let refused = house.send(&format!("DELETE /api/v1/sessions/{}", foreign[0]), &headers, "").await;
    assert_eq!((refused.status, refused.json()["code"].as_str()), (404, Some("session.unknown")));
    assert_eq!(house.show(&other).await.status, 200);
    // The newest is listed first: it is the other one of this person.
    for _ in 0..2 {
        assert_eq!(house.send(&format!("DELETE /api/v1/sessions/{}", own[0]), &headers, "").await.status, 204);
    }
    assert_eq!((house.show(&there).await.status, house.show(&here).await.status), (401, 200));
    let form = [
        ("cookie", here.as_str()),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let by_page = house.send("POST /ru/auth/sessions", &form, &format!("id={}", own[1])).await;
    assert_eq!((by_page.status, by_page.header("location")), (303, Some("/ru/auth/login")));
    assert_eq!(house.show(&here).await.status, 401);
}

#[tokio::test]
async fn sessions_are_a_row_of_the_matrix_for_every_role_and_for_nobody() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    assert_eq!(house.show(&cookie).await.status, 200);
    let close = |role: &str| {
        let sql = format!("DELETE FROM access_matrix WHERE role = '{role}' AND action = 'session'");
        house.country.database.as_superuser(&sql).unwrap();
    };
    close("performer");
    let headers =
        [("cookie", cookie.as_str()), ("sec-fetch-site", "same-origin"), ("content-type", "application/json")];
    for (line, body) in [
        ("GET /api/v1/session", ""),
        ("GET /api/v1/sessions", ""),
        ("GET /ru/auth/role", ""),
        ("GET /ru/auth/sessions", ""),
        ("GET /ru/auth/step-up", ""),
        ("POST /api/v1/session/nonce", r#"{"purpose":"step_up"}"#),
    ] {
        assert_eq!(house.send(line, &headers, body).await.status, 403, "{line}");
    }
    assert_eq!(house.post("/nonce", &[], &json!({})).await.status, 200);
    close("public");
    assert_eq!(house.post("/nonce", &[], &json!({})).await.status, 403);
}

#[tokio::test]
async fn a_11_nothing_but_a_token_of_ours_is_taken_for_one() {
    let house = House::new().await;
    for value in ["Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer ../../keys/master.key", "Basic YTpi", "Bearer", "bearer "]
    {
        assert_eq!(house.send("GET /api/v1/session", &[("authorization", value)], "").await.status, 401, "{value}");
    }
    // A bad bearer is not helped by a good cookie.
    let cookie = house.sign_in(&director()).await;
    let both = [("authorization", "Bearer nothing"), ("cookie", cookie.as_str())];
    assert_eq!(house.send("GET /api/v1/session", &both, "").await.status, 401);
}

#[tokio::test]
async fn a_session_ends_after_half_an_hour_unused_and_after_twelve_hours_at_the_latest() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    house.later(minutes(29));
    assert_eq!(house.show(&cookie).await.status, 200);
    house.later(minutes(31));
    assert_eq!(house.show(&cookie).await.status, 401);
    let cookie = house.sign_in(&director()).await;
    for _ in 0..28 {
        house.later(minutes(25));
        assert_eq!(house.show(&cookie).await.status, 200);
    }
    house.later(minutes(25));
    assert_eq!(house.show(&cookie).await.status, 401, "12 hours are over");
}

#[tokio::test]
async fn a_step_up_is_signed_anew_by_the_same_person_and_holds_five_minutes() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    let headers = [("cookie", cookie.as_str())];
    assert_eq!(house.show(&cookie).await.json()["stepped_up_until"], Value::Null);
    let asked = house.post("/nonce", &headers, &json!({ "purpose": "step_up" })).await;
    let text = asked.json()["nonce"].as_str().unwrap().to_owned();
    let (other, _) = house.key(&profile(&iin(date(2001, 5, 6), 9), None, Usage::Auth));
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let told = |text: &str, key: &SigningKey| json!({ "nonce": text, "cms": house.cms(text, key) });
    assert_eq!(house.post("/step-up", &headers, &told(&text, &other)).await.status, 401, "somebody else");
    let (sign_in_nonce, _) = house.nonce().await;
    assert_eq!(house.post("/step-up", &headers, &told(&sign_in_nonce, &key)).await.status, 401, "of another purpose");
    let asked = house.post("/nonce", &headers, &json!({ "purpose": "step_up" })).await;
    let text = asked.json()["nonce"].as_str().unwrap().to_owned();
    assert_eq!(house.post("/step-up", &headers, &told(&text, &key)).await.status, 200);
    let until: Timestamp = house.show(&cookie).await.json()["stepped_up_until"].as_str().unwrap().parse().unwrap();
    let left = until.duration_since(house.app.clock.now());
    assert!(left <= minutes(5) && left > minutes(4), "{left:?}");
    assert_eq!(house.post("/nonce", &[], &json!({ "purpose": "step_up" })).await.status, 401);
}

#[test]
fn what_moves_money_asks_for_a_step_up_that_still_holds() {
    let now: Timestamp = NOW.parse().unwrap();
    let mut caller = crate::platform::http::Caller {
        session: uuid::Uuid::nil(),
        actor: crate::platform::Actor::public(uuid::Uuid::nil()),
        name: String::new(),
        organisation_name: String::new(),
        capacities: 1,
        stepped_up_until: None,
    };
    assert_eq!(caller.require_step_up(now).unwrap_err().code(), Some("access.step_up"));
    caller.stepped_up_until = Some(now);
    assert_eq!(caller.require_step_up(now).unwrap_err().code(), Some("access.step_up"));
    caller.stepped_up_until = now.checked_add(minutes(1)).ok();
    assert!(caller.require_step_up(now).is_ok());
}

#[tokio::test]
async fn a_person_of_two_organisations_chooses_and_may_change() {
    let house = House::new().await;
    house.mandate(&director(), &house.schools[1].bin, "performer", "").await;
    house.mandate(&director(), &house.country.issuer_bin, "issuer", "").await;
    let cookie = house.sign_in(&director()).await;
    let told = house.show(&cookie).await.json();
    assert_eq!((&told["capacity"], told["capacities"].as_array().unwrap().len()), (&Value::Null, 3));
    let headers =
        [("cookie", cookie.as_str()), ("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
    for (role, bin, status) in [
        ("issuer", house.country.issuer_bin.as_str(), 200),
        ("performer", house.schools[1].bin.as_str(), 200),
        ("registrar", house.schools[1].bin.as_str(), 403),
        ("issuer", house.schools[1].bin.as_str(), 403),
        ("nobody", "", 403),
    ] {
        let body = json!({ "role": role, "bin": bin }).to_string();
        assert_eq!(house.send("PUT /api/v1/session/capacity", &headers, &body).await.status, status, "{role}");
    }
    let told = house.show(&cookie).await.json();
    assert_eq!(
        (&told["capacity"]["role"], &told["capacity"]["bin"]),
        (&json!("performer"), &json!(house.schools[1].bin))
    );
}
