//! The simulator over HTTP on a real database: what it starts from is what is booked, and it sees no other issuer's money.

use crate::{
    cabinets::{months::tests::Room, tests::lived::World},
    platform::{
        Role,
        testkit::{fixture::MONTHLY, require_captions},
    },
};

const OF: &str = "year=2026&of=75%2Fschool";

#[tokio::test]
async fn a_year_is_shown_as_it_is_booked_and_as_it_would_be() {
    let room = Room::at(World::enrolled().await, "2026-10-07T05:00:00Z").await;
    for language in ["kk", "ru", "en"] {
        for (path, role) in [("issuer", Role::Issuer), ("operator", Role::Operator)] {
            room.get(&format!("/{language}/{path}/simulator"), role).await;
            let page = room.get(&format!("/{language}/{path}/simulator?{OF}&percent=10"), role).await;
            require_captions(&page);
        }
    }
    let file = async |asked: &str| {
        let path = format!("/en/issuer/simulator/file?form=csv&{OF}&{asked}");
        let lines = room.file(&path, Role::Issuer).await;
        let september = lines.iter().find(|line| line.starts_with("2026-09,")).cloned().unwrap_or_default();
        september.split(',').skip(1).take(4).map(|cell| cell.parse().unwrap()).collect::<Vec<i64>>()
    };
    // The child that moved has one part, not two.
    let booked = room.world.desk.country.number("SELECT sum(nominal)::int8 FROM parts WHERE month = '2026-09-01'");
    assert_eq!(booked, 13 * MONTHLY);
    assert_eq!(file("").await, [13, booked, 13, booked]);
    assert_eq!(file("percent=10").await, [13, booked, 13, booked / 10 * 11]);
    assert_eq!(file("percent=10&from=2026-10").await, [13, booked, 13, booked]);
    assert_eq!(file("children=-3&amount=100").await, [13, booked, 10, 10 * 10_000]);
    assert_eq!(file("key=urban%2Fprivate%2Fnone%2F5&percent=10").await, [13, booked, 13, booked], "nobody's key");
}

#[tokio::test]
async fn what_is_wrong_is_told_and_money_of_others_is_not_shown() {
    let room = Room::at(World::enrolled().await, "2026-10-07T05:00:00Z").await;
    for (asked, words) in [
        ("percent=much", "two decimals at most"),
        ("percent=5&amount=5", "not both"),
        ("amount=0", "above zero"),
        ("children=x", "whole number"),
        ("from=2026-13", "Choose a month"),
    ] {
        let page = room.get(&format!("/en/issuer/simulator?{OF}&{asked}"), Role::Issuer).await;
        assert!(page.contains(words) && page.contains("govuk-error-summary"), "{asked}");
    }
    let none = room.file(&format!("/en/issuer/simulator/file?form=csv&{}", OF.replace("75", "71")), Role::Issuer).await;
    assert_eq!(none.len(), 1, "{none:?}");
}
