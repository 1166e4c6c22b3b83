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
    strip::Part,
    view::{self, Asked, OfPerson, Sentence, Tab},
};
use crate::{
    accounts,
    app::App,
    contracts::{self, Consent},
    platform::{
        Result, access,
        blocks::{PartLabel, PartState, PartStrip},
        govuk::{self, Action, SummaryList},
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
    /// Why nothing is booked on the account.
    account_says: Option<&'static str>,
    tabs: Vec<Tab>,
    sentence: Sentence,
    iin: Option<String>,
    voucher: Option<Shown>,
    /// Where a change of place is looked at.
    transfer: String,
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
    strip: PartStrip,
    months: Vec<MonthRow>,
    contracts: Vec<Agreed>,
}

struct MonthRow {
    month: Date,
    label: PartLabel,
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
    /// Where the reader confirms it; none when that is done or not asked for.
    confirm: Option<String>,
    /// Whether the programme asks for the consent of both sides.
    asked: bool,
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
    let tx = app.begin(&caller.actor, "household.read", 0).await?;
    let standing = accounts::store::standing(&tx, &[(member.bucket, member.id)], &[]).await?;
    tx.commit().await?;
    let today = app.clock.today();
    let others = member.held.iter().filter(|other| held.is_none_or(|held| held.voucher.id != other.voucher.id));
    let page = reader.page_of(view::name(&reader, &member)).crumb("/my", reader.t("my-title"));
    answer(&ChildPage {
        account_says: standing.person(member.id).held_by().map(|code| page.refusal(code).0),
        page,
        alive: member.alive,
        tabs: view::tabs(&reader, &member, ""),
        sentence: view::sentence(&reader, &member),
        iin: member.masked_iin(),
        transfer: transfer(&reader, &member, held),
        others: others.map(|other| link(&reader, &member, other)).collect(),
        voucher: held.map(|held| shown(&reader, held, today)),
    })
}

/// The reader's consent to a contract of the child; given again it changes nothing.
pub(super) async fn confirm(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id, contract)): Path<(String, String, String)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.confirm").await?;
    let person = view::person(&id)?;
    contracts::confirm(&app, &caller.actor, view::person(&contract)?, Consent::Portal { person }).await?;
    Ok(reader.done(format_args!("/my/children/{person}"), "done-my-confirmed"))
}

impl ChildPage {
    fn requisites(&self, voucher: &Shown) -> SummaryList {
        let page = &self.page;
        let bin = format!("{} {}", page.t("my-bin"), voucher.issuer_bin);
        let list = SummaryList::new()
            .row(page.t("my-number"), &voucher.number)
            .row(page.t("my-programme"), voucher.brand)
            .row_lines(page.t("my-issuer"), [&voucher.issuer, &bin])
            .row(page.t("my-issued"), page.date(voucher.issued_on));
        let open = page.t("my-price-open").with("n", voucher.unpriced).to_string();
        let price = [page.money(voucher.price), open];
        let told = if voucher.unpriced > 0 { 2 } else { 1 };
        let list = if self.alive { list.row_lines(page.t("my-price"), price.iter().take(told)) } else { list };
        match &self.iin {
            Some(iin) => list.row(page.t("my-iin"), iin),
            None => list,
        }
    }

    fn contract(&self, agreed: &Agreed) -> SummaryList {
        let (page, contract, performer) = (&self.page, &agreed.contract, &agreed.performer);
        let span = |from: Date, to: String| format!("{} – {to}", page.date(from));
        let card = page.href(format!("/places/{}", performer.bin));
        let list = SummaryList::new().row(page.t("my-place"), &agreed.place).action(Action::new(
            card,
            page.t("my-place-card"),
            &agreed.place,
        ));
        let list = match performer.address.as_str() {
            "" => list,
            address => list.row(page.t("my-address"), address),
        };
        let ends = contract.enrolled_to.map_or_else(|| page.t("my-attends-open").to_string(), |to| page.date(to));
        let why = agreed.ended.as_ref().map(|why| page.t("my-ended-because").with("reason", why.to_string()));
        let list = match (agreed.asked, contract.confirmed_on) {
            (false, _) => list,
            (true, Some(on)) => list.row(page.t("my-confirmed"), page.date(on)),
            (true, None) => list.row(page.t("my-confirmed"), page.t("my-confirmed-not")),
        };
        let attends = [Some(span(contract.enrolled_from, ends)), why.map(String::from)];
        list.row(page.t("my-group"), &contract.group)
            .row(page.t("my-signed"), page.date(contract.signed_on))
            .row(page.t("my-term"), span(contract.from, page.date(contract.to)))
            .row_lines(page.t("my-attends"), attends.into_iter().flatten())
    }
}

fn transfer(reader: &Reader, member: &Member, held: Option<&Held>) -> String {
    let voucher = held.map(|held| format!("?voucher={}", held.voucher.id)).unwrap_or_default();
    reader.href(format!("/my/children/{}/transfer{voucher}", member.id))
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
        strip: PartStrip::new(held.parts.iter().map(|part| (part.month, part.state, is_now(part, today)))),
        months: held.parts.iter().map(|part| row(reader, held, part, today)).collect(),
        contracts: agreed(reader, held, today),
    }
}

/// Whether the month is the one under way.
fn is_now(part: &Part, today: Date) -> bool {
    part.month == today.first_of_month()
}

fn row(reader: &Reader, held: &Held, part: &Part, today: Date) -> MonthRow {
    let several = part.live().nth(1).is_some();
    let days = |stay: &Stay| format!("{}–{}", format::date(stay.first()), format::date(stay.last()));
    let place = |stay: &Stay| view::place_name(reader.language, &stay.performer).to_owned();
    MonthRow {
        month: part.month,
        label: view::part(reader, &held.voucher.programme, part.state),
        money: money(reader, held, part, today),
        due: part.due,
        paid: part.paid,
        closed: matches!(part.state, PartState::WrittenOff | PartState::Redeemed),
        now: is_now(part, today),
        stays: part.live().filter(|_| several).map(|stay| (days(stay), place(stay))).collect(),
    }
}

/// Where the money of a month stands, in the words of the tracker.
fn money(reader: &Reader, held: &Held, part: &Part, today: Date) -> Text {
    let latest = |of: fn(&Stay) -> Option<Date>| part.stays.iter().filter_map(of).max();
    let dated = |key: &'static str, date: Option<Date>| date.map(|date| reader.t(key).with("date", format::date(date)));
    let accepted = latest(|stay| stay.money.written_on);
    match part.state {
        PartState::Future => reader.t("my-money-future"),
        PartState::Reserved => reader.t("my-money-reserved"),
        PartState::Booked if held.terms.activation => reader.t("my-money-unconfirmed"),
        PartState::Booked | PartState::Active if part.month.last_of_month() < today => reader.t("my-money-closing"),
        PartState::Booked | PartState::Active => reader.t("my-money-kept"),
        PartState::WrittenOff if part.ordered > 0 => {
            dated("my-money-ordered", latest(|stay| stay.money.ordered_on)).unwrap_or_else(|| reader.t("my-money-owed"))
        }
        PartState::WrittenOff => {
            dated("my-money-by", accepted.and_then(|on| pay_by((held.terms, held.calendar), (part.month, on))))
                .unwrap_or_else(|| reader.t("my-money-owed"))
        }
        PartState::Redeemed if part.due == 0 => reader.t("my-money-nothing"),
        PartState::Redeemed => {
            dated("my-money-paid", latest(|stay| stay.money.paid_on)).unwrap_or_else(|| reader.t("my-money-set-off"))
        }
        PartState::Annulled => reader.t("my-money-annulled"),
        PartState::Passed => reader.t("my-money-passed"),
    }
}

/// The contracts of a voucher, the newest first.
fn agreed(reader: &Reader, held: &Held, today: Date) -> Vec<Agreed> {
    let mut found: Vec<Agreed> = Vec::new();
    for stay in held.parts.iter().flat_map(|part| part.stays.iter()).rev() {
        if found.iter().any(|known| known.contract.id == stay.contract.id) {
            continue;
        }
        let why = stay.reason.as_deref().filter(|_| stay.ended_on.is_some());
        let contract = stay.contract.clone();
        let open = held.terms.activation && contract.awaits_consent(today);
        let path = format!("/my/children/{}/contracts/{}/confirm", held.voucher.person, contract.id);
        found.push(Agreed {
            confirm: open.then(|| reader.href(path)),
            asked: held.terms.activation,
            contract,
            place: view::place_name(reader.language, &stay.performer).to_owned(),
            performer: stay.performer.clone(),
            ended: why.map(|why| view::reason(reader, why)),
        });
    }
    found.sort_by_key(|agreed| std::cmp::Reverse(agreed.contract.enrolled_from));
    found
}
