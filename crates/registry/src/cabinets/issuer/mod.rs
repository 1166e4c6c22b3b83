//! The issuer's pages (spec 8.4): what waits, the budget by months, order volumes, issue of vouchers, the queue of acts with batch signing, exceptions,
//! closing a month, performers.

mod act;
mod acts;
mod batch;
mod budget;
mod budget_entry;
mod bundle;
mod close;
mod consents;
mod deadline;
mod disputes;
mod ends;
mod exceptions;
mod fees;
mod filter;
mod funding;
mod funding_entry;
mod home;
mod issue;
mod jobs;
mod paste;
mod performers;
mod qr;
mod reconciliation;
pub(in crate::cabinets) mod step_up;
mod store;
mod volume_entry;
pub(super) mod volumes;
mod voucher;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use axum::Router;
use law::Pack;

pub use jobs::kinds;

use crate::{
    app::App,
    cabinets::{
        lists::{self, List, Long},
        titles,
    },
    platform::{
        Actor, Result, Tx, access,
        http::{Page, Reader},
    },
};

/// The issuer's pages.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .merge(home::routes())
        .merge(budget::routes())
        .merge(budget_entry::routes())
        .merge(volumes::routes())
        .merge(volume_entry::routes())
        .merge(funding::routes())
        .merge(funding_entry::routes())
        .merge(issue::routes())
        .merge(ends::routes())
        .merge(acts::routes())
        .merge(batch::routes())
        .merge(act::routes())
        .merge(disputes::routes())
        .merge(fees::routes())
        .merge(qr::routes())
        .merge(consents::routes())
        .merge(exceptions::routes())
        .merge(close::routes())
        .merge(performers::routes())
        .merge(reconciliation::routes())
        .merge(voucher::routes())
}

/// A list of these pages for a job.
pub(super) async fn long_list(asked: &Long<'_>) -> Result<Option<List>> {
    let (acts, exceptions) = (asked.of::<filter::Query>().await?, asked.of::<exceptions::Query>().await?);
    let lines = match asked.query::<act::Lines>("lines")? {
        Some(wanted) => {
            let order = asked.order();
            Some(act::list_lines(&order.app, &order.actor, &wanted, lists::ROWS_MAX).await?)
        }
        None => None,
    };
    let (performers, budget) = (asked.of::<performers::Query>().await?, asked.of::<budget::Query>().await?);
    let (disputes, consents) = (asked.of::<disputes::Query>().await?, asked.of::<consents::Query>().await?);
    let fees = asked.of::<fees::Query>().await?;
    Ok(fees.or(acts).or(exceptions).or(lines).or(performers).or(budget).or(disputes).or(consents))
}

/// Opens the reading transaction of a page.
async fn open<'a>(app: &'a App, actor: &Actor, action: &str) -> Result<Tx<'a>> {
    access::require(app, actor, action).await?;
    app.begin(actor, "issuer.read", 0).await
}

/// All programmes of the pack: code and name.
fn programmes(reader: &Reader) -> Vec<(&'static str, String)> {
    codes(reader.pack()).into_iter().map(|code| (code, titles::programme(reader, code))).collect()
}

/// The codes of all programmes of the pack.
fn codes(pack: &'static Pack) -> Vec<&'static str> {
    let mut codes: Vec<&str> = pack.terms.iter().map(|terms| terms.programme.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// The first page of the issuer, above all others.
fn under(page: Page) -> Page {
    let title = page.t("issuer-title");
    page.crumb("/issuer", title)
}
