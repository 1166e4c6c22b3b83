//! The issuer's pages (spec 8.4): what waits, the budget by months, issue of vouchers, the queue of acts with batch signing, exceptions,
//! closing a month, performers.

mod act;
mod acts;
mod batch;
mod budget;
mod budget_entry;
mod bundle;
mod close;
mod deadline;
mod exceptions;
mod filter;
mod home;
mod issue;
mod jobs;
mod lists;
mod paste;
mod performers;
mod step_up;
mod store;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use law::Pack;

pub use jobs::kinds;

use crate::{
    app::App,
    platform::{
        Actor, Result, Tx, access,
        http::{Language, Page},
    },
};

/// The issuer's pages.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(home::routes())
        .merge(budget::routes())
        .merge(budget_entry::routes())
        .merge(issue::routes())
        .merge(acts::routes())
        .merge(batch::routes())
        .merge(act::routes())
        .merge(exceptions::routes())
        .merge(close::routes())
        .merge(performers::routes())
}

/// Opens the reading transaction of a page.
async fn open<'a>(app: &'a App, actor: &Actor, action: &str) -> Result<Tx<'a>> {
    access::require(app, actor, action).await?;
    app.begin(actor, "issuer.read", 0).await
}

/// A performer's name in the reader's language: the registry keeps it in the two languages of the state.
fn name<'a>(language: Language, kk: &'a str, ru: &'a str) -> &'a str {
    match language {
        Language::Kk => kk,
        Language::Ru | Language::En => ru,
    }
}

/// What a programme is called: its brand, or its code.
fn programme(code: &str) -> &str {
    Pack::kz().latest_terms(code).map(|terms| terms.brand.as_str()).filter(|brand| !brand.is_empty()).unwrap_or(code)
}

/// All programmes of the pack: code and name.
fn programmes() -> Vec<(&'static str, &'static str)> {
    let mut codes: Vec<&str> = Pack::kz().terms.iter().map(|terms| terms.programme.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter().map(|code| (code, programme(code))).collect()
}

/// The name of a region.
fn region(language: Language, code: i16) -> String {
    let text = format!("{code:02}");
    let known = Pack::kz().regions.iter().find(|region| region.code == text);
    known.map_or(text, |region| language.of(&region.title).to_owned())
}

/// The first page of the issuer, above all others.
fn under(page: Page) -> Page {
    let title = page.t("issuer-title");
    page.crumb("/issuer", title)
}
