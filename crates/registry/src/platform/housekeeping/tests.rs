//! What has served its time goes; what has not, and what never does, stays.

use serde_json::json;

use super::*;
use crate::platform::{
    cluster::Role as DatabaseRole,
    jobs::{File, Kinds},
    testkit::fixture::Country,
};

const KEEP: Keep = Keep { idempotency_keys: 90, job_files: 30, jobs: 365, requests: 100, sessions: 20 };

/// So many days before now, as SQL.
fn ago(days: i64) -> String {
    format!("timestamptz '2026-08-20 05:00:00Z' - interval '{days} days'")
}

#[tokio::test]
async fn what_has_served_its_time_is_erased_and_nothing_else() {
    let country = Country::new().await;
    let clock = crate::platform::clock::Clock::fixed("2026-08-20T05:00:00Z".parse().unwrap());
    let app = App::open(country.database.config(DatabaseRole::App), country.app.data.clone(), clock).await.unwrap();
    let app = Arc::new(app);
    let put = |sql: String| country.database.as_superuser(&sql).unwrap();
    for days in [10, 95] {
        put(format!(
            "INSERT INTO idempotency_keys (client, key, request_hash, status, location, body, recorded_at) VALUES ('c', 'k{days}', '', 200, '', '', {})",
            ago(days)
        ));
    }
    for days in [99, 101] {
        let id = first_id(app.clock.now().checked_sub(SignedDuration::from_hours(days * 24)).unwrap());
        put(format!(
            "INSERT INTO api_requests (id, at, client, method, route, status, code, milliseconds) VALUES ('{id}', {}, '', 'GET', 'r{days}', 200, '', 1)",
            ago(days)
        ));
    }
    for (days, why) in [(19, ""), (21, "time")] {
        put(format!(
            "INSERT INTO sessions (token_sha256, id, person_hmac, name_cipher, created_at, used_at, ended_why) VALUES ('\\x{days}', gen_random_uuid(), '', '', {0}, {0}, '{why}')",
            ago(days)
        ));
    }
    for (name, minutes) in [("open", "+ interval '1 minute'"), ("over", "- interval '1 minute'")] {
        put(format!(
            "INSERT INTO nonces (nonce_sha256, binding_sha256, origin, purpose, expires_at) VALUES ('{name}', '', '', 'sign_in', {} {minutes})",
            ago(0)
        ));
    }
    let kinds = Kinds::default().with("close", async |_| {
        let file = File { name: "a.txt".to_owned(), media_type: "text/plain".to_owned(), bytes: vec![1] };
        Ok(jobs::Done { result: json!({}), files: vec![file.clone(), File { name: "b.txt".to_owned(), ..file }] })
    });
    for _ in 0..4 {
        jobs::start(&app, &country.actor, "close", json!({})).await.unwrap();
    }
    for _ in 0..3 {
        assert!(jobs::step(&app, &kinds).await.unwrap());
    }
    let ids = country.rows("SELECT id FROM jobs WHERE state = 'done' ORDER BY id");
    for (id, days) in ids.iter().zip([29, 31, 400]) {
        put(format!("UPDATE jobs SET finished_at = {} WHERE id = '{id}'", ago(days)));
    }
    put(format!("UPDATE jobs SET created_at = {} WHERE state = 'queued'", ago(1000)));
    let facts = "SELECT (SELECT count(*) FROM journal_entries) || ' ' || (SELECT count(*) FROM journal_bodies) || ' ' || (SELECT count(*) FROM inbox)";
    let before = country.rows(facts);
    let erased = once(&app, KEEP).await.unwrap();
    assert_eq!(erased, Erased { idempotency_keys: 1, job_files: 4, jobs: 1, requests: 1, nonces: 1, sessions: 1 });
    assert_eq!(once(&app, KEEP).await.unwrap(), Erased::default(), "there is nothing left to do");
    assert_eq!(country.rows("SELECT key FROM idempotency_keys"), ["k10"]);
    assert_eq!(country.rows("SELECT route FROM api_requests"), ["r99"]);
    assert_eq!(country.rows("SELECT convert_from(nonce_sha256, 'UTF8') FROM nonces"), ["open"]);
    assert_eq!(country.rows("SELECT count(*) FROM sessions"), ["1"]);
    assert_eq!(country.rows("SELECT job_id FROM job_files GROUP BY job_id"), [ids[0].clone()]);
    assert_eq!(
        country.rows("SELECT id FROM jobs WHERE state = 'done' ORDER BY id"),
        ids[..2],
        "a job is listed when its files are gone"
    );
    assert_eq!(country.rows("SELECT state FROM jobs WHERE state = 'queued'"), ["queued"], "what has not ended stays");
    assert_eq!(country.rows(facts), before, "the journal and kept messages are no business of housekeeping");
}
