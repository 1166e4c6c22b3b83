//! What the orders say in plain words (spec 1.3, 3): the programmes, their terms and versions, the formula, and a calculator that uses the same
//! rule as the acts.

mod calculator;
mod programme;
mod terms;

use std::sync::Arc;

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use law::{Pack, Terms};

use super::{begin, names};
use crate::{
    app::App,
    cabinets::orders,
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

/// The versions of a programme's terms that the registry calculates by, the latest first.
fn versions(pack: &'static Pack, programme: &str) -> Vec<&'static Terms> {
    let mut rows: Vec<&Terms> = pack.terms.iter().filter(|terms| terms.programme == programme).collect();
    rows.sort_by_key(|terms| std::cmp::Reverse(terms.valid_from));
    rows
}

async fn index(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    begin(&app, &reader, "page.public.rules").await?.commit().await?;
    let page = reader.page("rules-title");
    let programmes = names::programmes(&page).into_iter();
    let latest = programmes.filter_map(|(code, name)| Some((name, versions(reader.pack(), &code).into_iter().next()?)));
    let view = |(name, terms): (String, &Terms)| ProgrammeView {
        href: page.href(format!("/rules/{}", terms.programme)),
        name,
        brand: terms.brand.clone(),
        act: orders::act(&page, terms),
        period: terms::period(&page, terms),
    };
    show(&IndexPage { programmes: latest.map(view).collect(), page })
}
