//! The job of a list that is too long to wait for: which pages know its word.

use crate::{
    cabinets::{
        deadlines, issuer,
        lists::{List, Long},
        months, operator, org, registrar, simulator,
    },
    platform::{
        Result,
        error::refuse,
        jobs::{Done, Order},
    },
};

/// Makes the list, whole, as a file.
pub(super) async fn run(order: Order) -> Result<Done> {
    let asked = Long::asked(&order);
    match find(&asked).await? {
        Some(list) => asked.done(&list),
        None => refuse("input.invalid", "there is no such list"),
    }
}

async fn find(asked: &Long<'_>) -> Result<Option<List>> {
    // The titles of the performer's lists are words of its reader.
    if let Some(word) = asked.word().strip_prefix("org.") {
        return org::list(asked.order(), asked.language()?, word, asked.asked_query()).await.map(Some);
    }
    if let Some(list) = issuer::long_list(asked).await? {
        return Ok(Some(list));
    }
    if let Some(list) = operator::long_list(asked).await? {
        return Ok(Some(list));
    }
    if let Some(list) = org::fees::long_list(asked).await? {
        return Ok(Some(list));
    }
    if let Some(list) = months::long_list(asked).await? {
        return Ok(Some(list));
    }
    if let Some(list) = simulator::long_list(asked).await? {
        return Ok(Some(list));
    }
    if let Some(list) = deadlines::long_list(asked).await? {
        return Ok(Some(list));
    }
    registrar::long_list(asked).await
}
