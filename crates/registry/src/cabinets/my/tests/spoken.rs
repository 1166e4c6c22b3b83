//! What a parent says of a month: that it is right, or that a day is wrong.

use super::*;

/// What a form answers: its status and where it sends.
async fn send(home: &Home, path: &str, kind: &str, body: Vec<u8>) -> (StatusCode, String) {
    let mut request = Request::post(path).header("content-type", kind).body(Body::from(body)).unwrap();
    request.extensions_mut().insert(home.guardian());
    let answer = crate::http::router(Arc::clone(&home.app)).oneshot(request).await.unwrap();
    let status = answer.status();
    let location = answer.headers().get("location").map(|value| value.to_str().unwrap().to_owned());
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, location.unwrap_or_else(|| String::from_utf8_lossy(&bytes).into_owned()))
}

fn multipart(fields: &[(&str, &str)], file: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\n");
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--b--\r\n");
    body
}

#[tokio::test]
async fn a_parent_says_that_a_day_is_wrong_and_sees_until_when_it_is_answered() {
    let home = Home::new().await;
    let path = home.of_child("en", 0, "/attendance/2026-11");
    let month = home.page(&path).await;
    assert!(month.contains("A day is marked wrong") && !month.contains("Confirm the month"), "{month}");
    let voucher = home.children[0].1;
    let rows = home
        .country
        .rows(&format!("SELECT contract_id FROM portions WHERE month = '{NOVEMBER}' AND voucher_id = '{voucher}'"));
    let wrong = format!("{path}/wrong/{}", rows[0]);
    assert!(home.page(&wrong).await.contains("Which day is wrong?"));
    // Another's child, on either side of the address.
    let foreign = home.of_child("en", 1, "/attendance/2026-11");
    let theirs = home.country.rows(&format!(
        "SELECT contract_id FROM portions WHERE month = '{NOVEMBER}' AND voucher_id = '{}'",
        home.children[1].1
    ));
    for path in [format!("{foreign}/wrong/{}", theirs[0]), format!("{path}/wrong/{}", theirs[0])] {
        assert_eq!(home.ask(&path, Some(home.guardian())).await.0, StatusCode::NOT_FOUND, "{path}");
        let form = multipart(&[("day", "3"), ("reason", "was_present")], b"");
        assert_eq!(send(&home, &path, "multipart/form-data; boundary=b", form).await.0, StatusCode::NOT_FOUND);
    }
    let form = |fields: &[(&str, &str)], file: &[u8]| multipart(fields, file);
    let kind = "multipart/form-data; boundary=b";
    for (fields, file, words) in [
        (vec![("day", ""), ("reason", "was_present")], &b""[..], "Choose the day"),
        (vec![("day", "3"), ("reason", "")], b"", "Choose why the mark is wrong"),
        (vec![("day", "3"), ("reason", "was_present")], b"MZ", "file"),
    ] {
        let (status, html) = send(&home, &wrong, kind, form(&fields, file)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(html.contains(words) && !html.contains('⟦'), "{html}");
    }
    let right = form(&[("day", "3"), ("reason", "was_present"), ("words", "ол болған")], b"%PDF-1.4 %%EOF");
    let (status, location) = send(&home, &wrong, kind, right).await;
    assert_eq!((status, location.split('?').next()), (StatusCode::SEE_OTHER, Some(path.as_str())));
    let month = home.page(&path).await;
    // Saturday 21 November and three working days.
    assert!(
        month.contains("Waits for an answer") && month.contains("25.11.2026") && month.contains("ол болған"),
        "{month}"
    );
}

#[tokio::test]
async fn a_parent_confirms_the_month_that_the_page_showed() {
    let home = Home::new().await;
    home.sql("UPDATE vouchers SET programme = 'preschool'");
    let path = home.of_child("en", 0, "/attendance/2026-11");
    let (_, html) = home.ask(&path, Some(home.guardian())).await;
    assert!(text(&html).contains("confirm them by 30.11.2026"), "{html}");
    assert!(home.page("/en/my").await.contains("Confirm the month: November 2026, by 30.11.2026"));
    let value = |name: &str| {
        let (_, rest) = html.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
        rest.split_once('"').unwrap().0.to_owned()
    };
    let form = |contract: &str, seen: &str| format!("contract={contract}&seen={seen}").into_bytes();
    let kind = "application/x-www-form-urlencoded";
    let (contract, seen) = (value("contract"), value("seen"));
    let (status, _) = send(&home, &path, kind, form(&contract, "1.0.0")).await;
    assert_eq!(status, StatusCode::CONFLICT);
    let theirs = home.country.rows(&format!(
        "SELECT contract_id FROM portions WHERE month = '{NOVEMBER}' AND voucher_id = '{}'",
        home.children[1].1
    ));
    assert_eq!(send(&home, &path, kind, form(&theirs[0], &seen)).await.0, StatusCode::NOT_FOUND);
    let (status, location) = send(&home, &path, kind, form(&contract, &seen)).await;
    assert_eq!((status, location.split('?').next()), (StatusCode::SEE_OTHER, Some(path.as_str())));
    assert_eq!(send(&home, &path, kind, form(&contract, &seen)).await.0, StatusCode::SEE_OTHER);
    assert_eq!(home.country.number("SELECT count(*) FROM confirmations"), 1);
    assert!(home.page(&path).await.contains("The month was confirmed on 21.11.2026"));
    assert!(!home.page("/en/my").await.contains("Confirm the month"));
}
