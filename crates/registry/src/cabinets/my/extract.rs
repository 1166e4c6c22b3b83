//! `/my/children/{id}/extract`: the requisites of a voucher and the state of every part, for printing (spec 2.1).

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::{Timestamp, civil::Date};

use super::{
    household::{self, Held},
    paper,
    stay::Stay,
    strip::Part,
    view::{self, Asked, OfPerson, Tab},
};
use crate::{
    app::App,
    platform::{
        Result, access,
        blocks::{PartLabel, PartState},
        error::refuse,
        govuk::SummaryList,
        http::{
            Caller, format,
            page::{Page, Reader, show as answer},
        },
        paper::Form,
    },
};

#[derive(Template)]
#[template(path = "cabinets/my/extract.html")]
struct ExtractPage {
    /// The page's own path with the voucher asked for, before the ending of a file.
    file: String,
    /// The way to the personal account.
    account: String,
    /// What stands behind the ending.
    query: String,
    page: Page,
    tabs: Vec<Tab>,
    at: Timestamp,
    name: String,
    iin: Option<String>,
    born_on: Date,
    voucher: Option<Requisites>,
}

struct Requisites {
    number: String,
    brand: &'static str,
    issuer: String,
    issuer_bin: String,
    issued_on: Date,
    year: i16,
    price: i64,
    /// Where, on which days, by which contract.
    bookings: Vec<String>,
    rows: Vec<Row>,
}

struct Row {
    month: Date,
    label: PartLabel,
    nominal: Option<i64>,
    due: i64,
    paid: i64,
    /// Whether the sums mean anything yet.
    closed: bool,
}

/// The page.
pub(super) async fn show(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id)): OfPerson,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.extract").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    let held = member.voucher(asked.voucher)?;
    answer(&ExtractPage {
        file: reader.href(format_args!("/my/children/{}/extract", member.id)),
        account: reader.href(format_args!("/my/children/{}/account", member.id)),
        query: asked.voucher.map(|voucher| format!("?voucher={voucher}")).unwrap_or_default(),
        page: reader
            .page("my-extract-title")
            .crumb("/my", reader.t("my-title"))
            .crumb(format!("/my/children/{}", member.id), view::name(&reader, &member)),
        tabs: view::tabs(&reader, &member, "/extract"),
        at: app.clock.now(),
        name: view::name(&reader, &member),
        iin: member.iin.clone(),
        born_on: member.born_on,
        voucher: held.map(|held| requisites(&reader, held)),
    })
}

fn requisites(reader: &Reader, held: &Held) -> Requisites {
    let voucher = &held.voucher;
    Requisites {
        number: voucher.number.clone(),
        brand: view::brand(held),
        issuer: voucher.issuer_name.clone(),
        issuer_bin: voucher.issuer_bin.clone(),
        issued_on: voucher.issued_on,
        year: voucher.year,
        price: price(held),
        bookings: bookings(reader, held),
        rows: held.parts.iter().map(|part| row(reader, held, part)).collect(),
    }
}

impl ExtractPage {
    fn requisites(&self, voucher: &Requisites) -> SummaryList {
        let page = &self.page;
        let said = |key, value: &str| format!("{} {value}", page.t(key));
        let iin = self.iin.as_ref().map(|iin| said("my-iin", iin));
        let born = said("my-born", &page.date(self.born_on));
        let whom = [Some(self.name.clone()), iin, Some(born)];
        let list = SummaryList::new()
            .row(page.t("my-number"), &voucher.number)
            .row_lines(page.t("my-issuer"), [&voucher.issuer, &said("my-bin", &voucher.issuer_bin)])
            .row_lines(page.t("my-beneficiary"), whom.into_iter().flatten())
            .row(page.t("my-issued"), page.date(voucher.issued_on))
            .row(page.t("my-programme"), format!("{}, {}", voucher.brand, voucher.year))
            .row(page.t("my-price"), page.money(voucher.price));
        match voucher.bookings.as_slice() {
            [] => list,
            bookings => list.row_lines(page.t("my-extract-where"), bookings),
        }
    }
}

fn row(reader: &Reader, held: &Held, part: &Part) -> Row {
    Row {
        month: part.month,
        label: view::part(reader, &held.voucher.programme, part.state),
        nominal: part.nominal.filter(|_| part.live().next().is_some()),
        due: part.due,
        paid: part.paid,
        closed: matches!(part.state, PartState::WrittenOff | PartState::Redeemed),
    }
}

/// Where the child was by each contract, from the first day booked to the last.
pub(super) fn spans(held: &Held) -> Vec<(&Stay, Date, Date)> {
    let mut spans: Vec<(&Stay, Date, Date)> = Vec::new();
    for stay in held.parts.iter().flat_map(Part::live) {
        match spans.iter_mut().find(|(known, ..)| known.contract.id == stay.contract.id) {
            Some((_, _, last)) => *last = stay.last(),
            None => spans.push((stay, stay.first(), stay.last())),
        }
    }
    spans
}

/// What all booked months are worth (tiyn).
pub(super) fn price(held: &Held) -> i64 {
    let nominals = held.parts.iter().filter(|part| part.live().next().is_some()).filter_map(|part| part.nominal);
    nominals.fold(0, i64::saturating_add)
}

fn bookings(reader: &Reader, held: &Held) -> Vec<String> {
    let told = |(stay, first, last): (&Stay, Date, Date)| {
        let told = reader.t("my-extract-booking").with("place", view::place_name(reader.language, &stay.performer));
        let told = told.with("bin", stay.performer.bin.as_str()).with("contract", stay.contract.number.as_str());
        told.with("from", format::date(first)).with("to", format::date(last)).to_string()
    };
    spans(held).into_iter().map(told).collect()
}

/// `/my/children/{id}/extract.pdf`, `.xlsx` and `.xml`.
pub(super) async fn file(
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id, form)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = Form::parse(&form)?;
    access::require(&app, &caller.actor, "page.my.extract").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    let Some(held) = member.voucher(asked.voucher)? else { return refuse("page.unknown", "no voucher yet") };
    paper::made(app.pack(), held, Some(&member), app.clock.now())?.answer(form).await
}
