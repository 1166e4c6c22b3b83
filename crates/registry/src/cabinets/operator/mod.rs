//! The operator's desk (spec 8.4): payment orders, statements of the bank, and what does not agree between them.

mod desk;
mod differences;
mod orders;
mod registers;
mod statements;
mod store;

use std::sync::Arc;

use axum::{Router, routing::get};
use jiff::civil::Date;

use crate::{
    app::App,
    platform::{Result, error::refuse},
};

/// All routes of the operator.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/operator", get(desk::show))
        .route("/{language}/operator/orders", get(orders::list).post(orders::form))
        .route("/{language}/operator/registers", get(registers::list))
        .route("/{language}/operator/registers/{id}", get(registers::one))
        .route("/{language}/operator/registers/{id}/file", get(registers::file))
        .route("/{language}/operator/statements", get(statements::list).post(statements::upload))
        .route("/{language}/operator/differences", get(differences::list))
}

/// The first day of a form's or filter's `YYYY-MM`; empty means none.
fn month(text: Option<&str>) -> Result<Option<Date>> {
    let Some(text) = said(text) else { return Ok(None) };
    match law::Month::parse(text) {
        Some(month) => Ok(Some(month.first())),
        None => refuse("page.unknown", "no such month"),
    }
}

/// A field of a query that says something.
fn said(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
