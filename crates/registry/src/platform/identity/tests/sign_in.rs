//! What opens a session, and what does not.

use super::*;

#[tokio::test]
async fn a_signed_nonce_opens_a_session_in_the_only_capacity() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    let answer = house.show(&cookie).await;
    assert_eq!(answer.status, 200);
    let told = answer.json();
    assert_eq!(told["capacity"]["role"], "performer");
    assert_eq!(told["capacity"]["bin"], house.schools[0].bin);
    assert_eq!(told["name"], "АБАЙ ҚҰНАНБАЙҰЛЫ");
    assert_eq!(told["capacities"].as_array().unwrap().len(), 1);
    // The token is not what is kept, and neither the IIN nor the name is kept in clear.
    let secret = cookie.split_once('=').unwrap().1;
    let kept = house.country.database.as_superuser("SELECT s::text FROM sessions s").unwrap();
    assert!(!kept.contains(secret) && !kept.contains(&director()) && !kept.contains("АБАЙ"), "{kept}");
}

#[tokio::test]
async fn a_programme_gets_its_token_in_the_answer_and_carries_it_as_a_bearer() {
    let house = House::new().await;
    let asked = house.post("/nonce", &[], &json!({ "bearer": true })).await;
    let (text, binding) = (asked.json()["nonce"].as_str().unwrap().to_owned(), asked.json()["binding"].clone());
    assert_eq!(asked.header("set-cookie"), None);
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let body = json!({ "nonce": text, "cms": house.cms(&text, &key), "binding": binding });
    let opened = house.post("", &[], &body).await;
    assert_eq!((opened.status, opened.header("set-cookie")), (201, None));
    let bearer = format!("Bearer {}", opened.json()["token"].as_str().unwrap());
    let shown = house.send("GET /api/v1/session", &[("authorization", &bearer)], "").await;
    assert_eq!(shown.status, 200);
    // A bearer's token is sent by nobody else: the origin is not asked.
    let ended =
        house.send("DELETE /api/v1/session", &[("authorization", &bearer), ("sec-fetch-site", "cross-site")], "").await;
    assert_eq!(ended.status, 204);
    assert_eq!(house.send("GET /api/v1/session", &[("authorization", &bearer)], "").await.status, 401);
}

#[tokio::test]
async fn a_1_failures_close_the_door_to_their_client_longer_each_time() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Sign));
    for _ in 0..10 {
        assert_eq!(house.try_key(&key).await.status, 401);
    }
    let (good, _) = house.key(&profile(&director(), None, Usage::Auth));
    let closed = house.post("/nonce", &[], &json!({})).await;
    assert_eq!(closed.status, 429);
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.try_key(&key).await.status, 401);
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.post("/nonce", &[], &json!({})).await.status, 429, "the second closure is longer");
    house.later(SignedDuration::from_secs(31));
    assert_eq!(house.try_key(&good).await.status, 201);
    assert_eq!(house.try_key(&key).await.status, 401, "a success forgets the failures");
}

#[tokio::test]
async fn a_2_a_nonce_is_signed_once_and_within_two_minutes() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let (text, cookie) = house.nonce().await;
    let cms = house.cms(&text, &key);
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 201);
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 401, "replayed");
    let (text, cookie) = house.nonce().await;
    house.later(minutes(2));
    assert_eq!(house.open((&text, &cookie), &house.cms(&text, &key)).await.status, 401, "too late");
    // A nonce whose signature was wrong is used up too.
    let (text, cookie) = house.nonce().await;
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 401);
    assert_eq!(house.open((&text, &cookie), &house.cms(&text, &key)).await.status, 401);
    let invented = text.replace(|letter: char| letter.is_ascii_digit(), "0");
    assert_eq!(house.open((&invented, &cookie), &house.cms(&invented, &key)).await.status, 401, "invented");
}

#[tokio::test]
async fn a_3_a_nonce_of_another_browser_or_host_opens_nothing_and_is_not_used_up_by_the_attempt() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let (text, cookie) = house.nonce().await;
    let (_, other) = house.nonce().await;
    let cms = house.cms(&text, &key);
    assert_eq!(house.open((&text, &other), &cms).await.status, 401);
    assert_eq!(house.open((&text, "a=b"), &cms).await.status, 401);
    assert!(text.contains(&house.address.to_string()), "the signed text names the host");
    let elsewhere = house.nonce_of_host("other.kz").await;
    assert_eq!(house.open((&elsewhere.0, &elsewhere.1), &house.cms(&elsewhere.0, &key)).await.status, 401);
    assert_eq!(house.open((&text, &cookie), &cms).await.status, 201);
}

#[tokio::test]
async fn a_4_a_certificate_for_signing_does_not_open_a_session() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&director(), Some(&house.schools[0].bin), Usage::Sign));
    assert_eq!(house.try_key(&key).await.status, 401);
    let (text, binding) = (ask_nonce(&house.app, Purpose::SignIn, "h", "b").await.unwrap().text, "b");
    let cms = eds::cms::sign(text.as_bytes(), &key, false, house.app.clock.now()).unwrap();
    let signed = identity::Signed { nonce: &text, cms: &cms, origin: "h", binding };
    assert_eq!(identity::sign_in(&house.app, &signed, None).await.unwrap_err().code(), Some("session.certificate"));
}

#[tokio::test]
async fn a_5_expired_future_and_revoked_certificates_do_not_open_a_session() {
    let house = House::new().await;
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let mut old = profile(&director(), None, Usage::Auth);
    old.not_after = at("2026-08-19T00:00:00Z");
    assert_eq!(house.try_key(&house.key(&old).0).await.status, 401);
    let mut early = profile(&director(), None, Usage::Auth);
    early.not_before = at("2026-08-21T00:00:00Z");
    assert_eq!(house.try_key(&house.key(&early).0).await.status, 401);
    let (key, serial) = house.key(&profile(&director(), None, Usage::Auth));
    assert_eq!(house.try_key(&key).await.status, 201);
    {
        let mut authority = house.authority.lock().unwrap();
        authority.revoke(serial, at("2026-08-19T00:00:00Z"));
        authority.crl(at("2026-08-20T00:00:00Z"), at("2027-08-01T00:00:00Z")).unwrap();
    }
    assert_eq!(house.try_key(&key).await.status, 401, "revoked");
    house.authority.lock().unwrap().crl(at("2026-08-01T00:00:00Z"), at("2026-08-02T00:00:00Z")).unwrap();
    let (fresh, _) = house.key(&profile(&director(), None, Usage::Auth));
    assert_eq!(house.try_key(&fresh).await.status, 401, "a stale list proves nothing");
}

#[tokio::test]
async fn a_6_a_certificate_of_another_authority_with_the_right_iin_does_not_open_a_session() {
    let house = House::new().await;
    let elsewhere = house.app.data.join("elsewhere");
    std::fs::create_dir_all(&elsewhere).unwrap();
    let mut other = Authority::create(&elsewhere, "2026-08-01T00:00:00Z".parse().unwrap()).unwrap();
    // Its keys are the sandbox's own; its root is not the one that is trusted once that folder holds another file.
    let issued = other.issue(&profile(&director(), None, Usage::Auth)).unwrap();
    let key = SigningKey::from_pem(issued.pem.as_bytes()).unwrap();
    std::fs::remove_file(house.app.data.join("ca/roots/root.pem")).unwrap();
    assert_eq!(house.try_key(&key).await.status, 401);
}

#[tokio::test]
async fn a_12_without_a_role_nobody_comes_in() {
    let house = House::new().await;
    let (key, _) = house.key(&profile(&iin(date(2001, 5, 6), 9), None, Usage::Auth));
    let answer = house.try_key(&key).await;
    assert_eq!((answer.status, answer.header("set-cookie")), (403, None));
}
