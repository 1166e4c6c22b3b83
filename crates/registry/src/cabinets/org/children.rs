//! The contingent of a month: children by name, with contract and the state of the voucher's part.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Own, Purpose, around, id_of, in_address, lists::Wanted, month_of, store, store::children::Child};
use crate::{
    app::App,
    cabinets::{
        lists::{Datum as Cell, List},
        names,
    },
    platform::{
        Result, Tx, blocks,
        error::refuse,
        govuk::{self, Tag},
        http::{Caller, Page, Reader, page::show as render},
    },
};

/// Children on a page.
const SHOWN: usize = 50;
/// The states of a part that a list may be narrowed to.
const STATES: [&str; 6] = ["booked", "active", "written_off", "redeemed", "annulled", "returned"];

/// The filter of the address.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Asked {
    month: Option<String>,
    group: Option<String>,
    state: Option<String>,
    /// Those after the child of this contract.
    after: Option<Uuid>,
}

/// What is listed.
#[derive(Clone, Debug)]
struct Filter {
    month: Date,
    group: Option<Uuid>,
    state: Option<&'static str>,
}

impl Filter {
    fn of(asked: &Asked, today: Date) -> Result<Self> {
        let named = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let month = named(&asked.month).map_or(Ok(today.first_of_month()), |text| month_of(&text))?;
        let group = named(&asked.group).map(|text| id_of(&text, "page.unknown")).transpose()?;
        let state = named(&asked.state).and_then(|text| STATES.into_iter().find(|known| *known == text));
        Ok(Self { month, group, state })
    }

    fn query(&self, after: Option<Uuid>) -> String {
        let mut query = format!("?month={}", in_address(self.month));
        if let Some(group) = self.group {
            query.push_str(&format!("&group={group}"));
        }
        if let Some(state) = self.state {
            query.push_str(&format!("&state={state}"));
        }
        if let Some(after) = after {
            query.push_str(&format!("&after={after}"));
        }
        query
    }
}

/// A child with its name.
struct Named {
    child: Child,
    name: Option<String>,
}

#[derive(Template)]
#[template(path = "cabinets/org/children.html")]
struct ChildrenPage {
    page: Page,
    filter: Filter,
    groups: Vec<(Uuid, String)>,
    children: Vec<Named>,
    count: usize,
    months: (Option<Date>, Option<Date>),
    next: Option<String>,
    first: Option<String>,
}

/// Everybody of the filter in the order of names, and the groups of the month.
async fn read(tx: &Tx<'_>, own: &Own, filter: &Filter) -> Result<(Vec<Named>, Vec<(Uuid, String)>)> {
    let all = store::children::list_children(tx, own, filter.month).await?;
    let mut groups: Vec<(Uuid, String)> = all.iter().map(|child| (child.group, child.group_name.clone())).collect();
    groups.sort_by_cached_key(|(id, name)| (names::sort_key(name), *id));
    groups.dedup();
    if let Some(group) = filter.group
        && !groups.iter().any(|(known, _)| *known == group)
    {
        return refuse("page.unknown", "no such group in this month");
    }
    let shown = all.into_iter().filter(|child| {
        filter.group.is_none_or(|group| child.group == group) && filter.state.is_none_or(|state| child.state == state)
    });
    let named = |child: Child| {
        let name = names::reveal(&tx.app().secrets, child.wrapped_key.as_deref(), &child.name_cipher);
        Named { child, name }
    };
    let mut named: Vec<Named> = shown.map(named).collect();
    named.sort_by_cached_key(|one| (one.name.as_deref().map(names::sort_key), one.child.contract, one.child.from_day));
    Ok((named, groups))
}

/// `/org/children`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.children").await?;
    let tx = own.begin(&app).await?;
    let filter = Filter::of(&asked, tx.today())?;
    let (mut children, groups) = read(&tx, &own, &filter).await?;
    let months = store::list_months(&tx, &own, tx.today().first_of_month()).await?;
    tx.commit().await?;
    let count = children.len();
    if let Some(at) = asked.after.and_then(|after| children.iter().rposition(|one| one.child.contract == after)) {
        children.drain(..=at);
    }
    let more = children.len() > SHOWN;
    children.truncate(SHOWN);
    let persons: Vec<_> = children.iter().map(|one| one.child.person).collect();
    own.reads(&app, &persons, Purpose::Contingent).await?;
    let link = |after: Option<Uuid>| format!("{}{}", reader.href("/org/children"), filter.query(after));
    let next = children.last().filter(|_| more).map(|one| link(Some(one.child.contract)));
    let first = asked.after.map(|_| link(None));
    let page = reader.page("org-children-title").crumb("/org", reader.t("org-title"));
    let months = around(filter.month, &months);
    render(&ChildrenPage { page, filter, groups, children, count, months, next, first })
}

/// `/org/children/table.csv` or `.xlsx`.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.children").await?;
    Wanted::Children(asked).answer((&app, &reader, &caller), &own, &kind).await
}

/// The contingent for a file.
pub(super) async fn list((app, own, reader): (&App, &Own, &Reader), asked: &Asked) -> Result<List> {
    let tx = own.begin(app).await?;
    let filter = Filter::of(asked, tx.today())?;
    let (children, _) = read(&tx, own, &filter).await?;
    tx.commit().await?;
    let persons: Vec<_> = children.iter().map(|one| one.child.person).collect();
    own.reads(app, &persons, Purpose::Contingent).await?;
    let heads = [
        "child",
        "born",
        "group",
        "contract",
        "signed",
        "voucher",
        "from",
        "to",
        "state",
        "nominal-tiyn",
        "due-tiyn",
        "paid-tiyn",
    ];
    let header = heads.map(|head| reader.t(format!("org-col-{head}")).to_string());
    let page = reader.page("org-children-title");
    let rows = children.iter().map(|one| cells(&page, one)).collect();
    Ok(List::new(format!("children-{}", in_address(filter.month)), header, rows))
}

fn cells(page: &Page, one: &Named) -> Vec<Cell> {
    let child = &one.child;
    vec![
        Cell::text(name(page, one)),
        Cell::text(page.date(child.birth_date)),
        Cell::text(&child.group_name),
        Cell::text(&child.contract_number),
        child.signed_on.map_or(Cell::Empty, |day| Cell::text(page.date(day))),
        Cell::text(&child.voucher),
        Cell::Number(child.from_day.into()),
        Cell::Number(child.last_day.into()),
        Cell::text(state_word(page, child)),
        Cell::Number(child.nominal),
        Cell::Number(child.due),
        Cell::Number(child.paid),
    ]
}

fn name(page: &Page, one: &Named) -> String {
    one.name.clone().unwrap_or_else(|| page.t("org-name-erased").into())
}

/// The word of the order for the state of a part; days that went back to the child have ours.
fn state_word(page: &Page, child: &Child) -> String {
    let label = page.reader().pack().label(&child.programme, &child.state);
    label.map_or_else(|| page.t_of("org-part", &child.state).into(), |text| page.reader().language.of(text).to_owned())
}

fn state_tag(page: &Page, child: &Child) -> Tag {
    let text = state_word(page, child);
    match child.state.as_str() {
        "redeemed" => Tag::green(text),
        "written_off" => Tag::blue(text),
        "booked" => Tag::yellow(text),
        "active" => Tag::blue(text),
        _ => Tag::grey(text),
    }
}

impl ChildrenPage {
    fn table(&self) -> govuk::Table {
        let page = &self.page;
        let row = |one: &Named| {
            let child = &one.child;
            let href = format!("/org/attendance/{}/children/{}", in_address(self.filter.month), child.contract);
            let until = child.contract_to.map(|day| page.date(day)).unwrap_or_default();
            [
                govuk::Cell::link(page.href(href), name(page, one)),
                govuk::Cell::html(state_tag(page, child)),
                govuk::Cell::new(&child.group_name),
                govuk::Cell::new(
                    page.t("org-contract-text").with("number", &child.contract_number).with("until", until),
                ),
                govuk::Cell::new(&child.voucher),
                govuk::Cell::number(page.amount(child.nominal)),
            ]
        };
        govuk::Table::new(page.t("org-children-title"))
            .caption_hidden()
            .text(page.t("org-col-child"))
            .text(page.t("org-col-state"))
            .text(page.t("org-col-group"))
            .text(page.t("org-col-contract"))
            .text(page.t("org-col-voucher"))
            .number(page.t("org-col-nominal"))
            .rows(self.children.iter().map(row))
    }

    fn choices(&self) -> Vec<(String, String)> {
        let all = (String::new(), self.page.t("org-filter-all-groups").to_string());
        std::iter::once(all).chain(self.groups.iter().map(|(id, name)| (id.to_string(), name.clone()))).collect()
    }

    fn states(&self) -> Vec<(&'static str, String)> {
        let all = ("", self.page.t("org-filter-all-states").to_string());
        std::iter::once(all).chain(STATES.map(|state| (state, self.page.t_of("org-part", state).into()))).collect()
    }

    fn group(&self) -> String {
        self.filter.group.map(|id| id.to_string()).unwrap_or_default()
    }

    fn state(&self) -> &'static str {
        self.filter.state.unwrap_or_default()
    }

    fn of(&self, month: &Date) -> String {
        format!("{}?month={}", self.page.href("/org/children"), in_address(*month))
    }

    fn file(&self, kind: &str) -> String {
        format!("{}{}", self.page.href(format!("/org/children/table.{kind}")), self.filter.query(None))
    }

    fn ask(&self) -> blocks::Filter {
        let page = &self.page;
        let without = |filter: Filter| format!("/org/children{}", filter.query(None));
        let mut ask = blocks::Filter::new(page, "/org/children")
            .keep("month", in_address(self.filter.month))
            .field(govuk::Select::new("group", page.t("org-filter-group")).choices(self.choices()).value(self.group()))
            .field(govuk::Select::new("state", page.t("org-filter-state")).choices(self.states()).value(self.state()));
        if let Some(group) = self.filter.group {
            let name = self.groups.iter().find(|(id, _)| *id == group).map_or("", |(_, name)| name.as_str());
            ask = ask.applied(name, without(Filter { group: None, ..self.filter.clone() }));
        }
        if let Some(state) = self.filter.state {
            ask = ask.applied(page.t_of("org-part", state), without(Filter { state: None, ..self.filter.clone() }));
        }
        ask
    }
}
