//! Parameters of an address, read strictly: what nobody knows is refused by its name.

use std::fmt::Display;

use axum::{
    extract::{FromRequestParts, Query},
    http::{Uri, request::Parts},
};
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::problem::Rejected;

/// The parameters with the address they stood in.
#[derive(Debug)]
pub struct Asked<T> {
    /// What they say.
    pub by: T,
    /// The address.
    pub uri: Uri,
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Asked<T> {
    type Rejection = Rejected;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Rejected> {
        let by = Query::<T>::try_from_uri(&parts.uri).map_err(|rejection| refusal(&innermost(&rejection)))?;
        Ok(Self { by: by.0, uri: parts.uri.clone() })
    }
}

/// What the last cause of an error says.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut last = error;
    while let Some(cause) = last.source() {
        last = cause;
    }
    last.to_string()
}

fn refusal(words: &str) -> Rejected {
    let quoted = words.split('`').nth(1).unwrap_or_default();
    if words.contains("unknown field") {
        return Rejected::at(format!("?{quoted}"), "request.unknown_field", "nobody knows this parameter");
    }
    if words.contains("missing field") {
        return Rejected::at(format!("?{quoted}"), "input.invalid", "the parameter is missing");
    }
    // `name: what is wrong`, where the parameter is known.
    let name = words.split(':').next().unwrap_or_default();
    let plain = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let place = if plain { format!("?{name}") } else { "?".to_owned() };
    Rejected::at(place, "input.invalid", "the value is not valid")
}

/// The first day of a month written `yyyy-mm`.
///
/// # Errors
/// `input.invalid` at the place named.
pub fn month(place: impl Display, text: &str) -> Result<Date, Rejected> {
    let month = law::Month::parse(text).ok_or_else(|| Rejected::at(place.to_string(), "input.invalid", "yyyy-mm"))?;
    Ok(month.first())
}

/// The same where it may be left out.
///
/// # Errors
/// As [`month`].
pub fn any_month(place: impl Display, text: Option<&str>) -> Result<Option<Date>, Rejected> {
    text.map(|text| month(place, text)).transpose()
}
