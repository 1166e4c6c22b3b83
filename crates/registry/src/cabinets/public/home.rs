//! The first page: the ways in, the country in numbers, and what became of this year's money.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::State,
    response::{Redirect, Response},
    routing::get,
};

use super::{begin, money, names, store::money as store};
use crate::{
    app::App,
    cabinets::public::few::Children,
    platform::{
        Result,
        blocks::Figure,
        http::{Page, Reader, page::show},
    },
};

/// `/` and the first page in each language.
pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/", get(|| async { Redirect::temporary("/kk") })).route("/{language}", get(home))
}

#[derive(Template)]
#[template(path = "cabinets/public/home.html")]
struct HomePage {
    page: Page,
    figures: Vec<(String, String)>,
    flow: Option<Figure>,
    year: Option<i16>,
    now: String,
}

impl HomePage {
    /// The ways in: path, heading, one line about it.
    fn ways() -> [(&'static str, &'static str, &'static str); 6] {
        [
            ("/places", "home-places", "home-places-text"),
            ("/money", "home-money", "home-money-text"),
            ("/rules", "home-rules", "home-rules-text"),
            ("/verify", "home-verify", "home-verify-text"),
            ("/data", "home-data", "home-data-text"),
            ("/auth/login", "home-sign-in", "home-sign-in-text"),
        ]
    }
}

async fn home(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.home").await?;
    let performers = store::performer_count(&tx).await?;
    let year = store::years(&tx).await?.into_iter().next();
    let (rows, vouchers) = match year {
        Some(year) => (store::of_year(&tx, year, None, None).await?, store::vouchers(&tx, year).await?),
        None => (Vec::new(), Vec::new()),
    };
    let at = tx.at();
    tx.commit().await?;
    let page = reader.page("home-title");
    let issued: i64 = vouchers.iter().map(|(_, _, count)| *count).sum();
    let whole = money::whole(&rows);
    let said = year.map(|year| year.to_string()).unwrap_or_default();
    let in_year = |key: &'static str| page.t(key).with("year", said.as_str()).to_string();
    let figures = vec![
        (in_year("home-children-year"), Children(issued).to_string()),
        (page.t("home-performers").to_string(), page.number(performers)),
        (in_year("home-budget-year"), names::short(&page, whole.allotted)),
        (in_year("home-paid-year"), names::short(&page, whole.paid)),
    ];
    let now = page.instant(at);
    let flow = year.and_then(|year| money::year_flow(&page, (year, whole), &now));
    show(&HomePage { figures, flow, year, now, page })
}
