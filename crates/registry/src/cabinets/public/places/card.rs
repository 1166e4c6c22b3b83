//! The card of a performer: facts, groups with free places, what the state pays, acts and payments, standing. It names no person.

use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{Path, State},
    response::Response,
    routing::get,
};
use uuid::Uuid;

use super::{seats, standing_tag};
use crate::{
    app::App,
    cabinets::public::{
        begin, names,
        store::{
            money::{self, ActRow},
            places::{self as store, Day, GroupRow, Place, RateRow},
        },
    },
    platform::{
        Result, Tx,
        error::refuse,
        govuk::{self, Cell, SummaryList, Table, Tag},
        http::{Page, Reader, page::show},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/places/{bin}", get(card))
}

#[derive(Template)]
#[template(path = "cabinets/public/places/card.html")]
struct CardPage {
    page: Page,
    parts: Vec<Part>,
    now: String,
}

/// The performer in one region and programme.
struct Part {
    title: String,
    warning: Option<String>,
    facts: SummaryList,
    seats: String,
    groups: Option<Table>,
    rates: Option<Table>,
    rules: String,
    acts: Option<Table>,
}

async fn card(State(app): State<Arc<App>>, reader: Reader, Path((_, bin)): Path<(String, String)>) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.places").await?;
    let places = store::find(&tx, &bin, tx.today()).await?;
    let Some(first) = places.first() else { return refuse("page.unknown", "") };
    let page = reader.page_of(names::own(reader.language, &first.name_kk, &first.name_ru));
    let page = page.crumb("/places", reader.t("places-title"));
    let mut parts = Vec::with_capacity(places.len());
    for place in &places {
        parts.push(part(&tx, &page, place).await?);
    }
    let now = page.instant(tx.at());
    tx.commit().await?;
    show(&CardPage { page, parts, now })
}

async fn part(tx: &Tx<'_>, page: &Page, place: &Place) -> Result<Part> {
    let groups = store::groups(tx, place, Day::of(tx.today())).await?;
    let rates = store::rates(tx, place, tx.today()).await?;
    let acts = money::acts(tx, place.region, place.id).await?;
    let standing = place.standing.as_ref().map_or("good", |(standing, ..)| standing.as_str());
    Ok(Part {
        title: names::programme(page, &place.programme),
        warning: warning(page, place),
        facts: facts(page, place, &groups),
        seats: seats(page, total(&groups), standing),
        groups: (!groups.is_empty()).then(|| groups_table(page, &groups, standing)),
        rules: page.href(format!("/rules/{}#calculator", place.programme)),
        rates: (!rates.is_empty()).then(|| rates_table(page, &rates)),
        acts: (!acts.is_empty()).then(|| acts_table(page, &acts)),
    })
}

/// Why nobody can be enrolled now, if so.
fn warning(page: &Page, place: &Place) -> Option<String> {
    let (standing, reason, since) = place.standing.as_ref()?;
    let key = match standing.as_str() {
        "good" => return None,
        "suspended" => "place-suspended",
        _ => "place-terminated",
    };
    let reason = names::word(page, "standing-reason", reason);
    Some(page.t(key).with("since", page.date(since)).with("reason", reason).into())
}

fn facts(page: &Page, place: &Place, groups: &[GroupRow]) -> SummaryList {
    let mut addresses: Vec<&str> =
        groups.iter().map(|group| group.address.as_str()).filter(|text| !text.is_empty()).collect();
    addresses.sort_unstable();
    addresses.dedup();
    let standing = place.standing.as_ref().map_or("good", |(standing, ..)| standing.as_str());
    let tag = standing_tag(page, standing).unwrap_or_else(|| Tag::green(page.t("standing-good")));
    SummaryList::new()
        .row_html(page.t("place-standing"), tag)
        .row(page.t("place-bin"), &place.bin)
        .row(page.t("place-region"), names::region(page.reader().language, place.region))
        .row(page.t("place-address"), if addresses.is_empty() { "–".to_owned() } else { addresses.join("; ") })
        .row(page.t("place-kind"), names::word(page, "performer-kind", &place.kind))
        .row(page.t("place-locality"), names::word(page, "locality", &place.locality))
        .row(page.t("place-kato"), &place.kato)
        .row(
            page.t("place-licence"),
            page.t("place-licence-of").with("number", &place.licence.0).with("on", page.date(place.licence.1)),
        )
        .row(page.t("place-admitted"), page.date(place.admitted_on))
}

/// All groups together: what is free in a building is counted once.
fn total(groups: &[GroupRow]) -> super::Seats {
    let mut free = 0_i64;
    let objects: BTreeSet<Uuid> = groups.iter().map(|group| group.object).collect();
    for object in objects {
        let here = || groups.iter().filter(|group| group.object == object);
        let sum: i64 = here().map(|group| group.seats.free).sum();
        free = free.saturating_add(here().map(|group| group.object_free).max().map_or(sum, |left| sum.min(left)));
    }
    super::Seats {
        capacity: groups.iter().map(|group| group.seats.capacity).sum(),
        free,
        at_least: groups.iter().any(|group| group.seats.at_least),
    }
}

fn groups_table(page: &Page, groups: &[GroupRow], standing: &str) -> Table {
    let table = Table::new(page.t("place-groups"))
        .caption_hidden()
        .stacked()
        .text(page.t("place-group"))
        .text(page.t("place-ages"))
        .text(page.t("place-week"))
        .number(page.t("place-capacity"))
        .number(page.t("place-free"));
    groups.iter().fold(table, |table, group| {
        let kind = names::word(page, "group-kind", &group.group_kind);
        let hours = page.t("place-hours").with("n", group.hours);
        let free = if standing == "good" { free(page, group) } else { "–".to_owned() };
        table.row([
            Cell::new(format!("{} ({kind}, {hours})", group.title)),
            Cell::new(page.t("places-ages").with("from", group.ages.0).with("to", group.ages.1)),
            Cell::new(names::weekdays(page, group.weekdays)),
            Cell::new(page.number(group.seats.capacity)),
            Cell::new(free),
        ])
    })
}

/// Few children are not counted to the one: so many or more.
fn free(page: &Page, group: &GroupRow) -> String {
    let count = page.number(group.seats.free);
    if group.seats.at_least { page.t("place-or-more").with("count", count).into() } else { count }
}

fn rates_table(page: &Page, rates: &[RateRow]) -> Table {
    let table = Table::new(page.t("place-rates"))
        .caption_hidden()
        .stacked()
        .text(page.t("place-rate-group"))
        .number(page.t("place-rate-monthly"))
        .text(page.t("place-rate-from"))
        .text(page.t("place-rate-act"));
    rates.iter().fold(table, |table, rate| {
        let kind = names::word(page, "group-kind", &rate.group_kind);
        let until = rate.valid_to.map(|day| format!(" – {}", page.date(day))).unwrap_or_default();
        table.row([
            Cell::new(format!("{kind}, {}", page.t("place-hours").with("n", rate.hours))),
            Cell::new(page.money(rate.monthly)),
            Cell::new(format!("{}{until}", page.date(rate.valid_from))),
            Cell::new(page.t("place-act-of").with("number", &rate.act.0).with("on", page.date(rate.act.1))),
        ])
    })
}

fn acts_table(page: &Page, acts: &[ActRow]) -> Table {
    let table = Table::new(page.t("place-money"))
        .caption_hidden()
        .stacked()
        .text(page.t("place-month"))
        .text(page.t("place-act-state"))
        .number(page.t("place-acted"))
        .number(page.t("place-paid"));
    acts.iter().fold(table, |table, act| {
        table.row([
            Cell::new(page.month(act.month)),
            Cell::new(page.t_of("act-state", &act.state)),
            Cell::new(act.total.map_or_else(|| "–".to_owned(), |total| page.amount(total))),
            Cell::new(page.amount(act.paid)),
        ])
    })
}
