//! Cases made to trip a reader: envelope, strictness, order of refusals, extremes (spec 3.1).
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of tests may stop them")]

use serde_json::Value;

fn run(input: &[u8]) -> (u8, Vec<String>) {
    let mut out = Vec::new();
    let status = law::calc::run(law::Pack::kz(), input, &mut out).unwrap();
    (status, String::from_utf8(out).unwrap().lines().map(str::to_owned).collect())
}

/// The code of the refusal, or the answer's `out`.
fn check(op: &str, input: &str, want: &str) {
    let (_, lines) = run(format!("{{\"id\":1,\"op\":\"{op}\",\"in\":{input}}}").as_bytes());
    let answer: Value = serde_json::from_str(&lines[0]).unwrap();
    let got = answer["error"]["code"].as_str().map_or_else(|| answer["out"].to_string(), str::to_owned);
    assert_eq!(got, want, "{op} {input}");
}

#[test]
fn the_envelope_is_judged_before_the_case() {
    let input = b"\n  \r\n{\"op\":\"nope\",\"id\":[1,{\"a\":2}]}\n{\"id\":-0,\"op\":5,\"in\":{}}\nNaN\n\xef\xbb\xbf{}\n\"\\ud800\"\n\xff\n{\"id\":1,\"id\":\"x\",\"op\":\"iin\",\"in\":null}\r\n{\"op\":\"nope\",\"op\":\"iban\",\"in\":[],\"in\":{\"iban\":5,\"iban\":\"KZ3807057KRU7W90HUSE\"},\"more\":1e400}";
    let (status, lines) = run(input);
    assert_eq!(status, 2);
    let want = [
        r#"{"id":[1,{"a":2}],"error":{"code":"op.unknown","detail":""}}"#,
        r#"{"id":-0,"error":{"code":"input.invalid","detail":""}}"#,
        r#"{"id":null,"error":{"code":"input.not_json","detail":"line 5"}}"#,
        r#"{"id":null,"error":{"code":"input.not_json","detail":"line 6"}}"#,
        r#"{"id":null,"error":{"code":"input.not_json","detail":"line 7"}}"#,
        r#"{"id":null,"error":{"code":"input.not_json","detail":"line 8"}}"#,
        r#"{"id":"x","error":{"code":"input.invalid","detail":""}}"#,
        r#"{"id":null,"out":{"bank_code":"070"}}"#,
    ];
    assert_eq!(lines, want);
    assert_eq!(run(b"\n\n"), (0, vec![]));
    assert_eq!(run(b"5\n").0, 0);
}

#[test]
fn fields_are_typed_before_the_first_rule() {
    for days in ["1.0", "1e2", "true", "null", "\"5\"", "1000000001", "-1000000001", "9223372036854775808", "[]"] {
        check("add_working_days", &format!("{{\"date\":\"2026-01-05\",\"days\":{days}}}"), "input.invalid");
    }
    check("add_working_days", r#"{"date":"2026-01-05","days":-0}"#, "days.not_positive");
    check("add_working_days", r#"{"date":"9999-12-31","days":1000000000}"#, "calendar.unknown_year");
    check("working_days", r#"{"from":"9999-12-31","to":"0001-01-01"}"#, "period.reversed");
    check("working_days", r#"{"from":"0000-01-01","to":"2024-01-01"}"#, "input.invalid");
    check("deadline", r#"{"event":"2026-01-01"}"#, "input.invalid");
    check("deadline", r#"{"event":"2026-01-01","days":1,"months":null}"#, "input.invalid");
    check("deadline", r#"{"event":"9999-12-31","months":0}"#, "days.not_positive");
    check("deadline", r#"{"event":"2026-01-01","months":1000000000}"#, "calendar.unknown_year");
}

#[test]
fn vouchers_are_refused_in_order() {
    let split = |rest: &str, want: &str| check("voucher_split", &format!("{{{rest}}}"), want);
    split(r#""programme":"x","from":"2026-02-01","to":"2026-01-01""#, "programme.unknown");
    split(r#""programme":"x","from":"2026-02-01","to":"2026-01-01","total":1.0"#, "input.invalid");
    split(r#""programme":"tvet","from":"2026-07-01","to":"2026-08-31","total":0,"monthly":0"#, "voucher.no_months");
    split(r#""programme":"school","from":"0001-01-01","to":"9999-12-31""#, "voucher.too_long");
    split(r#""programme":"preschool","from":"2026-01-31","to":"2027-01-01""#, "voucher.too_long");
    split(r#""programme":"preschool","from":"2026-01-31","to":"2026-12-01""#, "voucher.rate");
    split(r#""programme":"preschool","from":"2026-01-01","to":"2026-12-31","total":11"#, "amount.too_small");
    split(r#""programme":"preschool","from":"2026-01-01","to":"2026-12-31","total":-1"#, "amount.not_positive");
    split(
        r#""programme":"preschool","from":"9999-12-01","to":"9999-12-31","total":1"#,
        r#"{"nominal":1,"parts":[{"month":"9999-12","nominal":1}]}"#,
    );
    split(r#""programme":"preschool","from":"2026-01-01","to":"2026-02-01","total":1000000000000001"#, "input.invalid");
    split(
        r#""programme":"extra","from":"2026-12-31","to":"9999-12-31","monthly":7"#,
        r#"{"nominal":7,"parts":[{"month":"2026-12","nominal":7}]}"#,
    );
}

#[test]
fn amounts_are_refused_in_order() {
    let due = |rest: &str, want: &str| check("amount_due", &format!("{{\"programme\":\"school\",{rest}}}"), want);
    due(r#""nominal":0,"month":"2030-01","marks":{"2030-01-01":5}"#, "input.invalid");
    due(
        r#""nominal":0,"month":"2030-01","marks":{},"enrolled_from":"2030-02-01","enrolled_to":"2030-01-01""#,
        "amount.not_positive",
    );
    due(
        r#""nominal":1,"month":"2030-01","marks":{},"enrolled_from":"2030-02-01","enrolled_to":"2030-01-01""#,
        "period.reversed",
    );
    due(r#""nominal":1,"month":"2030-01","marks":{"2026-01-01":"X"}"#, "calendar.unknown_year");
    due(
        r#""nominal":1,"month":"2026-09","calendar":{"vacations":[["0001-01-01","9999-12-31"]]},"marks":{"2026-09-01":"X"}"#,
        "month.no_study_days",
    );
    due(r#""nominal":1,"month":"2026-09","marks":{"2026-08-31":"P","2026-09-01":"p"}"#, "mark.unknown");
    due(r#""nominal":1,"month":"2026-09","marks":{"2026-08-31":"P"}"#, "mark.outside_enrolment");
    due(r#""nominal":1,"month":"2026-09","marks":{"2026-09-05":"P"}"#, "mark.outside_enrolment");
    due(r#""nominal":1,"month":"2026-09","marks":{"2026-09-01":"P"}"#, "timesheet.incomplete");
    due(r#""nominal":1,"month":"2026-09","marks":{"2026-9-01":"P"}"#, "input.invalid");
    for calendar in [
        r#"{"weekdays":[]}"#,
        r#"{"weekdays":[0]}"#,
        r#"{"weekdays":[8]}"#,
        r#"{"weekdays":null}"#,
        r#"{"vacations":[["2026-09-01"]]}"#,
        r#"{"vacations":[["2026-09-01","2026-09-02","2026-09-03"]]}"#,
        "null",
        "[]",
    ] {
        due(&format!("\"nominal\":1,\"month\":\"2026-09\",\"marks\":{{}},\"calendar\":{calendar}"), "input.invalid");
    }
    due(r#""nominal":1,"month":"2026-09","marks":{},"leave_days_used":-1"#, "input.invalid");
    due(r#""nominal":1,"month":"2026-09","marks":{},"parental_fee":-1"#, "input.invalid");
    let monday = r#""nominal":1000000000000000,"month":"2026-02","calendar":{"weekdays":[1,1],"vacations":[["2026-02-09","2026-02-20"],["2026-02-28","2026-02-01"]]},"enrolled_from":"0001-01-01","enrolled_to":"9999-12-31","parental_fee":5,"#;
    let all = r#"{"closed":0,"due":1000000000000000,"enrolled_days":2,"excused":1,"leave":0,"payable_days":2,"present":1,"study_days":2,"unexcused":0}"#;
    due(&format!(r#"{monday}"marks":{{"2026-02-23":"P","2026-02-02":5,"2026-02-02":"S"}}"#), all);
    due(&format!(r#"{monday}"marks":{{"2026-02-23":"X","2026-02-02":"S","2026-02-23":"P"}}"#), all);
}

#[test]
fn counts_are_exact_at_their_extremes() {
    let month = format!("{{\"study_days\":31,\"enrolled_days\":[{}1]}}", "31,".repeat(4_000));
    check(
        "order_volume",
        &format!("{{\"normative\":1000000000000000,\"months\":[{month}]}}"),
        r#"{"contingent":"4000.0323","volume":4000032258064516129}"#,
    );
    check("order_volume", r#"{"normative":-1,"months":[{"study_days":0,"enrolled_days":[]}]}"#, "input.invalid");
    check("order_volume", r#"{"normative":1,"months":[{"study_days":32,"enrolled_days":[]}]}"#, "input.invalid");
    check(
        "order_volume",
        r#"{"normative":1,"months":[{"study_days":5,"enrolled_days":[6]},{"study_days":0,"enrolled_days":[]}]}"#,
        "enrolled_days.range",
    );
    check(
        "order_volume",
        r#"{"normative":1,"months":[{"study_days":-3,"enrolled_days":[-1]}]}"#,
        "month.no_study_days",
    );
    check(
        "order_volume",
        r#"{"normative":1,"months":[{"study_days":2,"enrolled_days":[1]}]}"#,
        r#"{"contingent":"0.5000","volume":1}"#,
    );
    check("capital_due", r#"{"kind":"new","mrp":0,"study_days":0,"enrolled_days":-1}"#, "amount.not_positive");
    check("capital_due", r#"{"kind":"new","mrp":1,"study_days":5,"enrolled_days":-1}"#, "enrolled_days.range");
    check(
        "capital_due",
        r#"{"kind":"new","mrp":1000000000000000,"study_days":1,"enrolled_days":1}"#,
        r#"{"due":10666666666666667}"#,
    );
    check("capital_due", r#"{"kind":"reconstruction","mrp":9,"study_days":1,"enrolled_days":1}"#, r#"{"due":47}"#);
    check("qr_share", r#"{"enrolled":1,"qr":1,"required_bp":10001}"#, "input.invalid");
    check("qr_share", r#"{"enrolled":-1,"qr":-1}"#, "qr.counts");
    check("queue_category", r#"{"birth_date":"2026-07-02","year":2026}"#, "input.invalid");
    check("queue_category", r#"{"birth_date":"0001-01-01","year":9999}"#, r#"{"age":9998,"category":5}"#);
    check("queue_category", r#"{"birth_date":"0001-01-01","year":10000}"#, "input.invalid");
    check("apportion", r#"{"available":1,"claims":[{"id":"a","amount":-1,"weight":-1}]}"#, "input.invalid");
    check(
        "apportion",
        r#"{"available":1,"claims":[{"id":"é\n","amount":2,"weight":1},{"id":"é\n","amount":2,"weight":1}]}"#,
        r#"{"paid":[{"amount":1,"id":"é\n"},{"amount":0,"id":"é\n"}],"unpaid":3}"#,
    );
}

#[test]
fn the_queue_is_ordered_by_instant_and_then_by_code_point() {
    let case = |instants: &[(&str, &str)]| {
        let rows: Vec<String> = instants
            .iter()
            .map(|(id, at)| format!("{{\"id\":\"{id}\",\"category\":1,\"registered_at\":\"{at}\"}}"))
            .collect();
        format!("{{\"total\":9,\"categories\":[{{\"no\":1,\"k\":1}}],\"applications\":[{}]}}", rows.join(","))
    };
    let order = [
        ("d", "2024-01-01T00:00:00.000000001Z"),
        ("b", "2024-01-01T00:00:00.1Z"),
        ("c", "2024-01-01T05:00:00+05:00"),
        ("a", "2023-12-31T23:59:00-00:01"),
        ("z", "0001-01-01T00:00:00+23:59"),
        ("y", "9999-12-31T23:59:59.999999999-23:59"),
        ("\u{10000}", "2024-01-01T00:00:00.10Z"),
        ("\u{ffff}", "2024-01-01T00:00:00.100Z"),
    ];
    check(
        "allocate",
        &case(&order),
        "{\"quotas\":[{\"category\":1,\"quota\":8}],\"sequence\":[\"z\",\"a\",\"c\",\"d\",\"b\",\"\u{ffff}\",\"\u{10000}\",\"y\"],\"unused\":1}",
    );
    for wrong in [
        "2024-01-01T00:00:60Z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z",
        "2024-01-01t00:00:00Z",
        "2024-01-01T00:00:00z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00.1234567890Z",
        "2024-01-01T00:00:00+0500",
        "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00+05:60",
        "2024-02-30T00:00:00Z",
        "2024-01-01 00:00:00Z",
        "é24-01-01T00:00:00Z",
    ] {
        check("allocate", &case(&[("a", wrong)]), "input.invalid");
    }
    check("allocate", &case(&[("a", "2024-01-01T00:00:00Z"), ("a", "2024-01-02T00:00:00Z")]), "input.invalid");
}
