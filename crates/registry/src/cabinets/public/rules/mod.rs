//! What the orders say in plain words (spec 1.3, 3): the programmes, their terms and versions, the formula, and a calculator that uses the same
//! rule as the acts.

mod calculator;
mod programme;
mod terms;

use std::sync::Arc;

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};

use super::{begin, names, store::rules as store};
use crate::{
    app::App,
    platform::{
        Result,
        http::{Page, Reader, page::show},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/rules", get(index)).merge(programme::routes())
}

#[derive(Template)]
#[template(path = "cabinets/public/rules/index.html")]
struct IndexPage {
    page: Page,
    programmes: Vec<ProgrammeView>,
}

/// A programme as the list shows it.
struct ProgrammeView {
    href: String,
    name: String,
    brand: String,
    act: String,
    period: String,
}

async fn index(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.rules").await?;
    let mut rows = store::terms(&tx).await?;
    tx.commit().await?;
    // The latest version of each stands first.
    rows.dedup_by(|next, kept| next.programme == kept.programme);
    let page = reader.page("rules-title");
    let view = |row: &store::TermsRow| ProgrammeView {
        href: page.href(format!("/rules/{}", row.programme)),
        name: names::programme(&page, &row.programme),
        brand: row.terms.brand.clone(),
        act: terms::said(&page, "rules-act", &row.terms.source, &row.terms.act),
        period: terms::period(&page, &row.terms),
    };
    show(&IndexPage { programmes: rows.iter().map(view).collect(), page })
}
