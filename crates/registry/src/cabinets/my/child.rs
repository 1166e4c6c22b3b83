//! `/my/children/{id}`: the voucher, its strip of parts with where the money of each month stands, and the contracts.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;

use super::{
    household::{self, Held, Member},
    status::pay_by,
    stay::{Contract, Performer, Stay},
    strip::{Part, Segment},
    view::{self, Asked, OfPerson, Sentence, Tab},
};
use crate::{
    app::App,
    platform::{
        Result, access,
        http::{
            Caller, format,
            page::{Page, Reader, show as answer},
            words::Text,
        },
    },
};

#[derive(Template)]
#[template(path = "cabinets/my/child.html")]
struct ChildPage {
    page: Page,
    alive: bool,
    tabs: Vec<Tab>,
    sentence: Sentence,
    iin: Option<String>,
    voucher: Option<Shown>,
    /// The other vouchers: where and what.
    others: Vec<(String, String)>,
}

struct Shown {
    number: String,
    brand: &'static str,
    issuer: String,
    issuer_bin: String,
    issued_on: Date,
    /// Σ nominals of the months that are booked (tiyn).
    price: i64,
    /// Months without a nominal yet.
    unpriced: usize,
    months: Vec<MonthRow>,
    contracts: Vec<Agreed>,
}

struct MonthRow {
    month: Date,
    number: String,
    segment: &'static str,
    label: String,
    money: Text,
    due: i64,
    paid: i64,
    /// Whether amounts mean anything yet.
    closed: bool,
    now: bool,
    /// Where and on which days, when there were several places.
    stays: Vec<(String, String)>,
}

struct Agreed {
    contract: Contract,
    place: String,
    performer: Performer,
    ended: Option<Text>,
}

/// The page.
pub(super) async fn show(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id)): OfPerson,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.child").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    let held = member.voucher(asked.voucher)?;
    let today = app.clock.today();
    let others = member.held.iter().filter(|other| held.is_none_or(|held| held.voucher.id != other.voucher.id));
    answer(&ChildPage {
        page: reader.page_of(view::name(&reader, &member)).crumb("/my", reader.t("my-title")),
        alive: member.alive,
        tabs: view::tabs(&reader, &member, ""),
        sentence: view::sentence(&reader, &member),
        iin: member.masked_iin(),
        others: others.map(|other| link(&reader, &member, other)).collect(),
        voucher: held.map(|held| shown(&reader, held, today)),
    })
}

fn link(reader: &Reader, member: &Member, held: &Held) -> (String, String) {
    let href = reader.href(format!("/my/children/{}?voucher={}", member.id, held.voucher.id));
    (href, format!("{}, {}", view::brand(held), held.voucher.number))
}

fn shown(reader: &Reader, held: &Held, today: Date) -> Shown {
    let voucher = &held.voucher;
    let nominals = held.parts.iter().filter(|part| part.live().next().is_some()).filter_map(|part| part.nominal);
    Shown {
        number: voucher.number.clone(),
        brand: view::brand(held),
        issuer: voucher.issuer_name.clone(),
        issuer_bin: voucher.issuer_bin.clone(),
        issued_on: voucher.issued_on,
        price: nominals.clone().fold(0, i64::saturating_add),
        unpriced: held.parts.len().saturating_sub(nominals.count()),
        months: held.parts.iter().map(|part| row(reader, held, part, today)).collect(),
        contracts: contracts(reader, held),
    }
}

fn row(reader: &Reader, held: &Held, part: &Part, today: Date) -> MonthRow {
    let several = part.live().nth(1).is_some();
    let days = |stay: &Stay| format!("{}–{}", format::date(stay.first()), format::date(stay.last()));
    let place = |stay: &Stay| view::place_name(reader.language, &stay.performer).to_owned();
    MonthRow {
        month: part.month,
        number: format!("{:02}", part.month.month()),
        segment: part.segment.code(),
        label: view::segment(reader, &held.voucher.programme, part.segment),
        money: money(reader, held, part, today),
        due: part.due,
        paid: part.paid,
        closed: matches!(part.segment, Segment::WrittenOff | Segment::Redeemed),
        now: part.month == today.first_of_month(),
        stays: part.live().filter(|_| several).map(|stay| (days(stay), place(stay))).collect(),
    }
}

/// Where the money of a month stands, in the words of the tracker.
fn money(reader: &Reader, held: &Held, part: &Part, today: Date) -> Text {
    let latest = |of: fn(&Stay) -> Option<Date>| part.stays.iter().filter_map(of).max();
    let dated = |key: &'static str, date: Option<Date>| date.map(|date| reader.t(key).with("date", format::date(date)));
    let accepted = latest(|stay| stay.money.written_on);
    match part.segment {
        Segment::Future => reader.t("my-money-future"),
        Segment::Reserved => reader.t("my-money-reserved"),
        Segment::Booked if part.month.last_of_month() < today => reader.t("my-money-closing"),
        Segment::Booked => reader.t("my-money-kept"),
        Segment::WrittenOff if part.ordered > 0 => {
            dated("my-money-ordered", latest(|stay| stay.money.ordered_on)).unwrap_or_else(|| reader.t("my-money-owed"))
        }
        Segment::WrittenOff => dated("my-money-by", accepted.and_then(|on| pay_by(held.terms, on)))
            .unwrap_or_else(|| reader.t("my-money-owed")),
        Segment::Redeemed if part.due == 0 => reader.t("my-money-nothing"),
        Segment::Redeemed => {
            dated("my-money-paid", latest(|stay| stay.money.paid_on)).unwrap_or_else(|| reader.t("my-money-set-off"))
        }
        Segment::Annulled => reader.t("my-money-annulled"),
        Segment::Passed => reader.t("my-money-passed"),
    }
}

/// The contracts of a voucher, the newest first.
fn contracts(reader: &Reader, held: &Held) -> Vec<Agreed> {
    let mut found: Vec<Agreed> = Vec::new();
    for stay in held.parts.iter().flat_map(|part| part.stays.iter()).rev() {
        if found.iter().any(|known| known.contract.id == stay.contract.id) {
            continue;
        }
        let why = stay.reason.as_deref().filter(|_| stay.ended_on.is_some());
        found.push(Agreed {
            contract: stay.contract.clone(),
            place: view::place_name(reader.language, &stay.performer).to_owned(),
            performer: stay.performer.clone(),
            ended: why.map(|why| view::reason(reader, why)),
        });
    }
    found.sort_by_key(|agreed| std::cmp::Reverse(agreed.contract.enrolled_from));
    found
}
