//! What the persons register says of who may act for whom, and who has looked.

use super::*;

/// A family in the persons register: a child with a guardian, who may be taken away again.
async fn family(house: &House, guardians: &str, name: &str) -> (String, String) {
    let (child, mother) = (iin(date(2016, 3, 7), 1), iin(date(2001, 1, 2), 3));
    let sex = |iin: &str| if iin.as_bytes()[6] % 2 == 1 { "male" } else { "female" };
    let head = "iin,last_name,first_name,middle_name,birth_date,sex,guardian_iins,kato,status,status_on\n";
    let file = format!(
        "{head}{mother},А,Б,,2001-01-02,{},,751110000,alive,\n{child},А,{name},,2016-03-07,{},{guardians},751110000,alive,\n",
        sex(&mother),
        sex(&child)
    );
    let file = file.replace("MOTHER", &mother);
    let watch = Progress::silent();
    let report = beneficiaries::import(&house.app, &house.country.actor, ("p.csv", file.as_bytes()), false, &watch)
        .await
        .unwrap();
    assert_eq!(report.exit(), 0, "{report:?}");
    (mother, child)
}

#[tokio::test]
async fn a_guardian_sees_children_by_the_latest_word_of_the_persons_register() {
    let house = House::new().await;
    let (mother, child) = family(&house, "MOTHER", "В").await;
    let (_, hmac) = house.app.secrets.lookup(&mother);
    let capacities = identity::capacities::of(&house.app, &hmac).await.unwrap();
    let [only] = &*capacities else { panic!("{capacities:?}") };
    let Scope::Own { parties, persons } = &only.scope else { panic!("{only:?}") };
    assert!(parties.is_empty());
    assert_eq!(persons.len(), 2, "herself and the child");
    assert_eq!(house.country.number("SELECT count(*) FROM guardians"), 1);
    assert!(house.app.secrets.lookup(&child).0 == persons[1].0);
    // The index stays, the register's word does not.
    family(&house, "", "В").await;
    house.app.identity.forget();
    assert!(identity::capacities::of(&house.app, &hmac).await.unwrap().is_empty());
    // A child of age is its own.
    family(&house, "MOTHER", "Г").await;
    house.app.identity.forget();
    house.app.clock.set("2034-03-06T20:00:00Z".parse().unwrap());
    assert!(identity::capacities::of(&house.app, &hmac).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_reading_of_a_card_is_shown_to_the_person_and_to_nobody_elses_parent() {
    let house = House::new().await;
    let (mother, _) = family(&house, "MOTHER", "В").await;
    let (_, hmac) = house.app.secrets.lookup(&mother);
    let scope = identity::capacities::of(&house.app, &hmac).await.unwrap()[0].scope.clone();
    let Scope::Own { persons, .. } = &scope else { panic!() };
    let child = persons[1];
    let registrar = crate::platform::Actor { person: "ab".repeat(32), ..house.country.actor.clone() };
    identity::readings::keep(&house.app, &registrar, &[child, child], "complaint 7").await.unwrap();
    let own = registrar.with_scope(scope.clone());
    identity::readings::keep(&house.app, &own, &[child], "own card").await.unwrap();
    let seen = identity::readings::list(&house.app, &own, child).await.unwrap();
    let told: Vec<(&str, &str)> =
        seen.iter().map(|(_, reading)| (reading.role.as_str(), reading.purpose.as_str())).collect();
    assert_eq!(told, [("registrar", "complaint 7")]);
    let stranger = registrar.with_scope(Scope::Own { parties: vec![], persons: vec![(1, uuid::Uuid::nil())] });
    assert!(identity::readings::list(&house.app, &stranger, child).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_audit_finds_a_child_to_whom_no_guardian_leads() {
    let house = House::new().await;
    family(&house, "MOTHER", "В").await;
    let differences = async || {
        let tx = house.app.begin(&house.country.actor, "test", 0).await.unwrap();
        let found = beneficiaries::guardian_differences(&tx).await.unwrap();
        tx.commit().await.unwrap();
        found.len()
    };
    assert_eq!(differences().await, 0);
    house.country.database.as_superuser("DELETE FROM guardians").unwrap();
    assert_eq!(differences().await, 1);
}

#[tokio::test]
async fn a_mandate_names_programmes_for_auditors_alone_and_its_next_row_may_name_others() {
    let house = House::new().await;
    let bring = async |rows: &str| {
        let file = format!("iin,bin,role,from,to,regions,programmes\n{rows}");
        let (app, actor) = (&house.app, &house.country.actor);
        import_mandates(app, actor, ("mandates.csv", file.as_bytes()), false, &Progress::silent()).await.unwrap()
    };
    let (iin, bin) = (director(), "000740000728");
    let of = async || {
        let found = identity::capacities::of(&house.app, &house.app.secrets.lookup(&iin).1).await.unwrap();
        found.iter().find(|one| one.role == crate::platform::Role::Auditor).map(|one| one.scope.clone())
    };
    let named = |regions: &[i16], programmes: &[&str]| {
        let programmes = programmes.iter().map(|code| (*code).to_owned()).collect();
        Some(Scope::Programmes { regions: regions.to_vec(), programmes })
    };
    for (regions, programmes, scope) in [
        ("75 10", "tvet school school", named(&[10, 75], &["school", "tvet"])),
        ("", "school", named(&[], &["school"])),
        ("75", "", Some(Scope::Regions(vec![75]))),
        ("", "", Some(Scope::National)),
        ("", "extra", named(&[], &["extra"])),
    ] {
        house.later(SignedDuration::from_secs(1));
        let report = bring(&format!("{iin},{bin},auditor,2026-01-01,,{regions},{programmes}\n")).await;
        assert_eq!(report.exit(), 0, "{report:?}");
        assert_eq!(of().await, scope, "{regions} {programmes}");
    }
    let again = bring(&format!("{iin},{bin},auditor,2026-01-01,, ,extra\n")).await;
    assert_eq!(again.exit(), 0);
    assert_eq!(house.country.number(&format!("SELECT count(*) FROM mandates WHERE bin = '{bin}'")), 5, "nothing new");
    let refused =
        bring(&format!("{iin},{bin},auditor,2026-01-01,,,wings\n{iin},{bin},operator,2026-01-01,,,school\n")).await;
    assert_eq!(refused.errors.iter().map(|error| error.code.as_str()).collect::<Vec<_>>(), ["row.invalid"; 2]);
}
