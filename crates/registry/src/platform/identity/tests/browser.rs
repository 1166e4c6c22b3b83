//! What a browser is held to, and a person who has nothing else.

use super::*;

#[tokio::test]
async fn c_28_a_form_of_another_site_changes_nothing() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    for headers in [
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("origin", "https://evil.kz")],
        vec![("origin", "null")],
        vec![],
    ] {
        let mut all = vec![("cookie", cookie.as_str())];
        all.extend(headers.clone());
        assert_eq!(house.send("DELETE /api/v1/session", &all, "").await.status, 403, "{headers:?}");
    }
    assert_eq!(house.show(&cookie).await.status, 200);
    let attributes = house.sign_in_header().await;
    for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(attributes.contains(attribute), "{attributes}");
    }
    assert!(attributes.starts_with("__Host-") && !attributes.contains("Domain"), "{attributes}");
}

#[tokio::test]
async fn c_29_json_in_other_clothes_is_not_read() {
    let house = House::new().await;
    let (text, cookie) = house.nonce().await;
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    let body = json!({ "nonce": text, "cms": house.cms(&text, &key) }).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""] {
        let headers = [("cookie", cookie.as_str()), ("content-type", kind), ("sec-fetch-site", "same-origin")];
        assert_eq!(house.send("POST /api/v1/session", &headers, &body).await.status, 415, "{kind}");
    }
    let unknown = json!({ "nonce": text, "cms": "", "role": "registrar" });
    assert_eq!(house.post("", &[("cookie", &cookie)], &unknown).await.status, 422);
}

#[tokio::test]
async fn c_30_no_other_origin_is_ever_told_that_it_may_read() {
    let house = House::new().await;
    for origin in ["null", "https://evil-e-qazyna.kz", "https://e-qazyna.kz"] {
        let got = house.send("GET /api/v1/session", &[("origin", origin)], "").await;
        let asked = house
            .send("OPTIONS /api/v1/session", &[("origin", origin), ("access-control-request-method", "POST")], "")
            .await;
        for answer in [got, asked] {
            assert!(answer.headers.iter().all(|(name, _)| !name.starts_with("access-control-")), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn c_31_no_page_may_be_framed_and_nothing_inline_runs() {
    let house = House::new().await;
    for path in ["/kk", "/api/v1/session", "/nothing"] {
        let answer = house.send(&format!("GET {path}"), &[], "").await;
        let policy = answer.header("content-security-policy").unwrap();
        assert!(
            policy.starts_with("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert!(answer.header("permissions-policy").is_some());
    }
}

#[tokio::test]
async fn c_32_what_a_signed_in_person_sees_is_kept_in_no_cache() {
    let house = House::new().await;
    let cookie = house.sign_in(&director()).await;
    for path in ["/kk", "/api/v1/session", "/nothing"] {
        let answer = house.send(&format!("GET {path}"), &[("cookie", &cookie)], "").await;
        assert_eq!(answer.header("cache-control"), Some("no-store"), "{path}");
    }
    assert_eq!(house.send("GET /kk", &[], "").await.header("cache-control"), None);
}

#[tokio::test]
async fn a_browser_without_scripts_signs_in_by_uploading_the_signature() {
    let house = House::new().await;
    let form = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
    let page = house.send("POST /ru/auth/nonce", &form, "next=%2Fru%2Forg%2Facts").await;
    assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")), "{page:?}");
    let hidden = page.body.split("name=\"nonce\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let bound = format!("__Host-qazyna-nonce={}", page.cookie("__Host-qazyna-nonce").unwrap());
    let (key, _) = house.key(&profile(&director(), None, Usage::Auth));
    // A form sends line ends as CR LF; what is signed has none.
    let upload = |next: &str, cms: &str| {
        let part = |name: &str, value: &str| {
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let file =
            format!("--x\r\ncontent-disposition: form-data; name=\"signature\"; filename=\"s.txt\"\r\n\r\n{cms}\r\n");
        [part("nonce", &hidden.replace('\n', "\r\n")), part("next", next), file, "--x--\r\n".to_owned()].concat()
    };
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("sec-fetch-site", "same-origin"),
        ("cookie", bound.as_str()),
    ];
    let signature = house.cms(hidden, &key);
    let opened = house.send("POST /ru/auth/session", &headers, &upload("/ru/org/acts", &signature)).await;
    assert_eq!((opened.status, opened.header("location")), (303, Some("/ru/org/acts")), "{opened:?}");
    let cookie = format!("__Host-qazyna={}", opened.cookie("__Host-qazyna").unwrap());
    let page = house.send("GET /ru/auth/role", &[("cookie", &cookie)], "").await;
    assert!(page.status == 200 && page.body.contains(&house.schools[0].bin), "{page:?}");
    let again = house.send("POST /ru/auth/session", &headers, &upload("", &signature)).await;
    assert_eq!(again.status, 401, "the nonce is used up");
    let text = house.send("POST /ru/auth/nonce.txt", &form, "nonce=Qazyna%0D%0Apurpose").await;
    assert_eq!((text.status, text.body.as_str()), (200, "Qazyna\npurpose"));
    let out = house.send("POST /ru/auth/sign-out", &[("cookie", &cookie), ("sec-fetch-site", "same-origin")], "").await;
    assert_eq!((out.status, house.show(&cookie).await.status), (303, 401));
}

#[tokio::test]
async fn a_registry_that_is_no_sandbox_signs_for_nobody() {
    let house = House::new().await;
    assert_eq!(identity::keys::ring(&house.app).unwrap_err().code(), Some("page.unknown"));
    for path in ["GET /sandbox/sign-in", "GET /kk/sandbox/sign-in", "POST /kk/sandbox/step-up"] {
        assert_eq!(house.send(path, &[], "").await.status, 404, "{path}");
    }
    // With keys the ring finds them by person, organisation and use.
    let folder = house.app.data.join("ring");
    std::fs::create_dir_all(&folder).unwrap();
    let issued =
        house.authority.lock().unwrap().issue(&profile(&director(), Some("050140000001"), Usage::Auth)).unwrap();
    std::fs::write(folder.join("auth-director.pem"), issued.pem).unwrap();
    let ring = identity::keys::KeyRing::open(&folder, &house.app.secrets).unwrap();
    let people = ring.people();
    let [person] = people.as_slice() else { panic!("{}", people.len()) };
    let now = house.app.clock.now();
    assert!(ring.sign((&person.person, &person.bin), eds::Usage::Auth, b"bytes", now).is_ok());
    for (who, bin, usage) in [
        (person.person.as_str(), person.bin.as_str(), eds::Usage::Sign),
        (person.person.as_str(), "", eds::Usage::Auth),
        ("somebody", person.bin.as_str(), eds::Usage::Auth),
    ] {
        let refused = ring.sign((who, bin), usage, b"bytes", now).unwrap_err();
        assert_eq!(refused.code(), Some("signature.wrong_certificate"));
    }
}
