//! The acts of the organisation, by month and state.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Own, brand, in_address,
    lists::Wanted,
    month_of, store,
    store::acts::{Act, Which},
};
use crate::{
    acts as rules,
    app::App,
    cabinets::lists::{Datum as Cell, List},
    platform::{
        Result, blocks,
        govuk::{self, Tag},
        http::{Caller, Page, Reader, page::show as render},
    },
};

/// Acts on a page.
const SHOWN: usize = 50;

/// The filter of the address.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Asked {
    month: Option<String>,
    state: Option<String>,
    /// `2026-09_<id>`: acts older than that one.
    after: Option<String>,
}

impl Asked {
    /// What is listed; what cannot be read is as if it were not there.
    pub(super) fn which(&self) -> Which {
        let month = self.month.as_deref().and_then(|text| month_of(text).ok());
        let state = self.state.as_deref().filter(|text| rules::State::parse(text).is_some()).map(str::to_owned);
        let after = self.after.as_deref().and_then(|text| text.split_once('_'));
        let after = after.and_then(|(month, id)| Some((month_of(month).ok()?, id.parse::<Uuid>().ok()?)));
        Which { month, state, after }
    }
}

/// The filter as a query, from its `?` on; empty without one.
fn query(which: &Which, after: Option<&Act>) -> String {
    let month = which.month.map(|month| format!("month={}", in_address(month)));
    let state = which.state.as_ref().map(|state| format!("state={state}"));
    let after = after.map(|act| format!("after={}_{}", in_address(act.month), act.id));
    let all: Vec<String> = [month, state, after].into_iter().flatten().collect();
    if all.is_empty() { String::new() } else { format!("?{}", all.join("&")) }
}

#[derive(Template)]
#[template(path = "cabinets/org/acts.html")]
struct ActsPage {
    page: Page,
    which: Which,
    months: Vec<Date>,
    acts: Vec<Act>,
    next: Option<String>,
    first: Option<String>,
}

/// `/org/acts`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.acts").await?;
    let which = asked.which();
    let tx = own.begin(&app).await?;
    let mut acts =
        store::acts::list_acts(&tx, &own, &which, i64::try_from(SHOWN).unwrap_or(50).saturating_add(1)).await?;
    let months = store::list_months(&tx, &own, tx.today().first_of_month()).await?;
    tx.commit().await?;
    let more = acts.len() > SHOWN;
    acts.truncate(SHOWN);
    let link = |after: Option<&Act>| format!("{}{}", reader.href("/org/acts"), query(&which, after));
    let next = more.then(|| link(acts.last()));
    let first = which.after.is_some().then(|| link(None));
    let page = reader.page("org-acts-title").crumb("/org", reader.t("org-title"));
    render(&ActsPage { page, which, months, acts, next, first })
}

/// `/org/acts/table.csv` or `.xlsx`.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.acts").await?;
    Wanted::Acts(asked).answer((&app, &reader, &caller), &own, &kind).await
}

/// The list for a file.
pub(super) async fn list((app, own, reader): (&App, &Own, &Reader), asked: &Asked, limit: i64) -> Result<List> {
    let which = Which { after: None, ..asked.which() };
    let tx = own.begin(app).await?;
    let acts = store::acts::list_acts(&tx, own, &which, limit).await?;
    tx.commit().await?;
    let heads =
        ["month", "act", "programme", "issuer", "state", "total-tiyn", "lines", "exceptions", "invoice", "order"];
    let header = heads.map(|head| reader.t(format!("org-col-{head}")).to_string());
    let row = |act: &Act| {
        let text = |text: &Option<String>| text.as_ref().map_or(Cell::Empty, Cell::text);
        vec![
            Cell::text(in_address(act.month)),
            Cell::text(&act.number),
            Cell::text(brand(reader, &act.programme)),
            Cell::text(&act.issuer),
            Cell::text(reader.t(format!("act-state-{}", act.state.replace('_', "-")))),
            Cell::Number(act.total),
            Cell::Number(act.lines.into()),
            Cell::Number(act.exceptions),
            text(&act.invoice),
            text(&act.order),
        ]
    };
    Ok(List::new("acts", header, acts.iter().map(row).collect()))
}

/// The state of an act in a word.
pub(super) fn state_tag(page: &Page, state: &str) -> Tag {
    let text = page.t_of("act-state", state);
    match rules::State::parse(state) {
        Some(rules::State::Draft) => Tag::yellow(text),
        Some(rules::State::Returned) => Tag::red(text),
        Some(rules::State::Paid) => Tag::green(text),
        Some(
            rules::State::PerformerSigned
            | rules::State::IssuerSigned
            | rules::State::Invoiced
            | rules::State::InRegister
            | rules::State::Ordered,
        ) => Tag::blue(text),
        None => Tag::grey(text),
    }
}

impl ActsPage {
    fn ask(&self) -> blocks::Filter {
        let (page, which) = (&self.page, &self.which);
        let without = |which: Which| format!("/org/acts{}", query(&which, None));
        let mut filter = blocks::Filter::new(page, "/org/acts")
            .field(govuk::Select::new("month", page.t("org-col-month")).choices(self.months()).value(self.month()))
            .field(govuk::Select::new("state", page.t("org-col-state")).choices(self.states()).value(self.state()));
        if let Some(month) = which.month {
            filter = filter.applied(page.month(month), without(Which { month: None, after: None, ..which.clone() }));
        }
        if let Some(state) = &which.state {
            let word = page.t_of("act-state", state);
            filter = filter.applied(word, without(Which { state: None, after: None, ..which.clone() }));
        }
        filter
    }

    fn table(&self) -> govuk::Table {
        let page = &self.page;
        let row = |act: &Act| {
            [
                govuk::Cell::link(page.href(format!("/org/acts/{}", act.id)), page.month(act.month)),
                govuk::Cell::html(state_tag(page, &act.state)),
                govuk::Cell::number(page.amount(act.total)),
                govuk::Cell::number(act.lines),
                govuk::Cell::number(act.exceptions),
                govuk::Cell::new(&act.number),
            ]
        };
        govuk::Table::new(page.t("org-acts-title"))
            .caption_hidden()
            .text(page.t("org-col-month"))
            .text(page.t("org-col-state"))
            .number(page.t("org-col-total"))
            .number(page.t("org-col-lines"))
            .number(page.t("org-col-exceptions"))
            .text(page.t("org-col-act"))
            .stacked()
            .rows(self.acts.iter().map(row))
    }

    fn months(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.page.t("org-filter-all-months").to_string());
        let month = |month: &Date| (in_address(*month), self.page.month(month).to_string());
        std::iter::once(all).chain(self.months.iter().map(month)).collect()
    }

    fn states(&self) -> Vec<(&'static str, String)> {
        let all = ("", self.page.t("org-filter-all-states").to_string());
        let state = |state: rules::State| (state.code(), self.page.t_of("act-state", state.code()).into());
        std::iter::once(all).chain(rules::State::ALL.map(state)).collect()
    }

    fn month(&self) -> String {
        self.which.month.map(in_address).unwrap_or_default()
    }

    fn state(&self) -> &str {
        self.which.state.as_deref().unwrap_or_default()
    }

    fn file(&self, kind: &str) -> String {
        let filter = Which { after: None, ..self.which.clone() };
        format!("{}{}", self.page.href(format!("/org/acts/table.{kind}")), query(&filter, None))
    }
}
