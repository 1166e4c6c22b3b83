//! Jobs on a database of their own.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use jiff::ToSpan as _;
use serde_json::json;

use super::*;
use crate::platform::{error::refuse, testkit::fixture::Country};

/// A kind that counts how often it is begun and answers what it was asked.
fn counting(begun: &Arc<AtomicUsize>) -> Kinds {
    let begun = Arc::clone(begun);
    let counted = move |order: Order| {
        let begun = Arc::clone(&begun);
        async move {
            begun.fetch_add(1, Ordering::SeqCst);
            order.progress.at("step", 2, 3);
            let file = File { name: "a.txt".to_owned(), media_type: "text/plain".to_owned(), bytes: vec![1, 2, 3] };
            Ok(Done { result: json!({ "asked": order.input, "by": order.actor.journal() }), files: vec![file] })
        }
    };
    Kinds::default()
        .with("close", counted)
        .with("issue", async |_| refuse("programme.unknown", "none"))
        .with("orders", async |_| Err(anyhow::anyhow!("broken").into()))
        .with("export", async |_| -> Result<Done> { panic!("a planted panic") })
}

struct Office {
    country: Country,
    app: Arc<App>,
}

impl Office {
    async fn new() -> Self {
        let country = Country::new().await;
        let app = App::open(
            country.database.config(crate::platform::cluster::Role::App),
            country.app.data.clone(),
            crate::platform::clock::Clock::fixed("2026-08-20T05:00:00Z".parse().unwrap()),
        );
        let app = Arc::new(app.await.unwrap());
        Self { country, app }
    }

    fn of(&self, role: Role, organisation: &str) -> Actor {
        Actor { role, organisation: organisation.to_owned(), ..self.country.actor.clone() }
    }
}

#[tokio::test]
async fn a_job_is_done_once_and_told_with_its_files() {
    let office = Office::new().await;
    let begun = Arc::new(AtomicUsize::new(0));
    let (kinds, actor) = (counting(&begun), office.country.actor.clone());
    let id = start(&office.app, &actor, "close", json!({ "month": "2026-09" })).await.unwrap();
    assert_eq!(find(&office.app, &actor, id).await.unwrap().state, State::Queued);
    assert!(step(&office.app, &kinds).await.unwrap());
    assert!(!step(&office.app, &kinds).await.unwrap());
    let job = find(&office.app, &actor, id).await.unwrap();
    assert_eq!((job.state, job.step.as_str(), job.done, job.total), (State::Done, "step", 2, 3));
    let by = format!("registrar//console/{id}");
    assert_eq!(job.result.unwrap(), json!({ "asked": { "month": "2026-09" }, "by": by }));
    assert_eq!(job.files, [("a.txt".to_owned(), "text/plain".to_owned(), 3)]);
    assert_eq!(file(&office.app, &actor, id, "a.txt").await.unwrap().bytes, [1, 2, 3]);
    assert_eq!(file(&office.app, &actor, id, "b.txt").await.unwrap_err().code(), Some("job.unknown"));
    assert_eq!(begun.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_job_put_down_in_a_transaction_that_is_rolled_back_never_was() {
    let office = Office::new().await;
    let actor = &office.country.actor;
    let tx = begin(&office.app, actor).await.unwrap();
    let id = enqueue(&tx, actor, "close", json!({})).await.unwrap();
    drop(tx);
    assert_eq!(find(&office.app, actor, id).await.unwrap_err().code(), Some("job.unknown"));
    assert!(!step(&office.app, &counting(&Arc::default())).await.unwrap());
}

#[tokio::test]
async fn the_job_of_a_dead_worker_is_taken_over_when_its_lease_has_run_out() {
    let office = Office::new().await;
    let (begun, actor) = (Arc::new(AtomicUsize::new(0)), office.country.actor.clone());
    let kinds = counting(&begun);
    let id = start(&office.app, &actor, "close", json!({})).await.unwrap();
    // A worker that claims and is heard of no more.
    let tx = begin(&office.app, &actor).await.unwrap();
    let dead = office.app.clock.id();
    let until = tx.at().checked_add(jiff::SignedDuration::from_secs(30)).unwrap();
    assert_eq!(store::claim(&tx, dead, until).await.unwrap().unwrap().id, id);
    tx.commit().await.unwrap();
    assert!(!step(&office.app, &kinds).await.unwrap(), "the lease still holds it");
    office.app.clock.set(office.app.clock.now().checked_add(31.seconds()).unwrap());
    assert!(step(&office.app, &kinds).await.unwrap());
    assert_eq!(find(&office.app, &actor, id).await.unwrap().state, State::Done);
    // The dead one awakes: it may neither tell nor end anything.
    let tx = begin(&office.app, &actor).await.unwrap();
    assert!(!store::tell(&tx, (0, id, dead), ("late", 0, 0), until).await.unwrap());
    assert!(!store::finish(&tx, (0, id, dead), (State::Failed, &json!({})), &[]).await.unwrap());
    assert_eq!(begun.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_refusal_ends_a_job_and_a_fault_is_tried_again_until_it_is_given_up() {
    let office = Office::new().await;
    let (kinds, actor) = (counting(&Arc::default()), office.country.actor.clone());
    let refused = start(&office.app, &actor, "issue", json!({})).await.unwrap();
    assert!(step(&office.app, &kinds).await.unwrap());
    let job = find(&office.app, &actor, refused).await.unwrap();
    assert_eq!(job.result.unwrap(), json!({ "code": "programme.unknown", "detail": "none" }));
    for kind in ["orders", "export"] {
        let id = start(&office.app, &actor, kind, json!({})).await.unwrap();
        let mut times = 0;
        while find(&office.app, &actor, id).await.unwrap().state != State::Failed {
            office.app.clock.set(office.app.clock.now().checked_add(10.seconds()).unwrap());
            assert!(step(&office.app, &kinds).await.unwrap());
            times += 1;
        }
        assert_eq!(times, 4, "{kind}");
        let result = find(&office.app, &actor, id).await.unwrap().result.unwrap();
        assert_eq!(result, json!({ "code": "job.fault", "detail": "" }));
    }
}

#[tokio::test]
async fn jobs_of_one_organisation_wait_for_each_other_and_not_for_anothers() {
    let office = Office::new().await;
    let (one, two) = (office.of(Role::Issuer, "990340001231"), office.of(Role::Issuer, "990440000385"));
    let first = start(&office.app, &one, "close", json!({})).await.unwrap();
    let second = start(&office.app, &one, "close", json!({})).await.unwrap();
    let other = start(&office.app, &two, "close", json!({})).await.unwrap();
    let claim = async || {
        let tx = begin(&office.app, &one).await.unwrap();
        let until = tx.at().checked_add(jiff::SignedDuration::from_secs(30)).unwrap();
        let claimed = store::claim(&tx, office.app.clock.id(), until).await.unwrap();
        tx.commit().await.unwrap();
        claimed.map(|claimed| claimed.id)
    };
    assert_eq!((claim().await, claim().await, claim().await), (Some(first), Some(other), None));
    assert_eq!(find(&office.app, &one, second).await.unwrap().state, State::Queued);
}

#[tokio::test]
async fn only_the_organisation_in_the_same_role_and_the_registrar_see_a_job() {
    let office = Office::new().await;
    let issuer = office.of(Role::Issuer, "990340001231");
    let id = start(&office.app, &issuer, "close", json!({})).await.unwrap();
    let sees = async |actor: &Actor| {
        let found = find(&office.app, actor, id).await.is_ok();
        let listed = list(&office.app, actor, None, 10).await.unwrap();
        assert_eq!(listed.iter().any(|job| job.id == id), found);
        found
    };
    assert!(sees(&issuer).await && sees(&office.country.actor).await);
    assert!(!sees(&office.of(Role::Issuer, "990440000385")).await);
    assert!(!sees(&office.of(Role::Performer, "990340001231")).await);
    assert!(!sees(&office.of(Role::Auditor, "")).await);
    assert!(list(&office.app, &issuer, Some(id), 10).await.unwrap().is_empty());
    let denied = start(&office.app, &office.of(Role::Auditor, ""), "close", json!({})).await;
    assert_eq!(denied.unwrap_err().code(), Some("access.denied"));
}

#[tokio::test]
async fn a_job_that_waits_is_taken_back_once_and_never_begun() {
    let office = Office::new().await;
    let (begun, one) = (Arc::new(AtomicUsize::new(0)), office.of(Role::Issuer, "990340001231"));
    let kinds = counting(&begun);
    let cancel = async |actor: &Actor, id: Uuid| {
        let tx = begin(&office.app, actor).await.unwrap();
        let job = cancel(&tx, actor, id).await?;
        tx.commit().await.unwrap();
        Ok::<_, crate::platform::Error>(job.state)
    };
    let id = start(&office.app, &one, "close", json!({})).await.unwrap();
    for stranger in [
        office.country.actor.clone(),
        office.of(Role::Issuer, "990440000385"),
        office.of(Role::Performer, "990340001231"),
    ] {
        assert_eq!(
            cancel(&stranger, id).await.unwrap_err().code(),
            Some("job.unknown"),
            "the registrar sees it and no more"
        );
    }
    assert_eq!(cancel(&office.of(Role::Beneficiary, ""), id).await.unwrap_err().code(), Some("access.denied"));
    assert_eq!(cancel(&one, id).await.unwrap(), State::Cancelled);
    assert_eq!(cancel(&one, id).await.unwrap(), State::Cancelled, "twice as once");
    assert!(!step(&office.app, &kinds).await.unwrap());
    assert_eq!(begun.load(Ordering::SeqCst), 0);
    // What is under way, or has ended, is not taken back.
    let running = start(&office.app, &one, "close", json!({})).await.unwrap();
    let tx = begin(&office.app, &one).await.unwrap();
    let until = tx.at().checked_add(jiff::SignedDuration::from_secs(30)).unwrap();
    store::claim(&tx, office.app.clock.id(), until).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(cancel(&one, running).await.unwrap_err().code(), Some("job.begun"));
    office.app.clock.set(office.app.clock.now().checked_add(31.seconds()).unwrap());
    assert!(step(&office.app, &kinds).await.unwrap());
    assert_eq!(cancel(&one, running).await.unwrap_err().code(), Some("job.begun"));
    // A job that failed by a fault and waits for its next attempt can be given up.
    let broken = start(&office.app, &one, "export", json!({})).await.unwrap();
    assert!(step(&office.app, &kinds).await.unwrap());
    assert_eq!(cancel(&one, broken).await.unwrap(), State::Cancelled);
}
