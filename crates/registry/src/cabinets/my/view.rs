//! What several of one's own pages show: the sentence of a child, the links between a child's pages, names in the reader's language.

use axum::{
    extract::Path,
    response::{IntoResponse as _, Redirect, Response},
};
use law::{Month, Pack};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    household::{Held, Member},
    status::{Next, Status, Step},
    stay::Performer,
};
use crate::platform::{
    Refusal, Result,
    blocks::{PartLabel, PartState},
    govuk::{Colour, Tag},
    http::{
        format,
        page::Reader,
        words::{self, Language, Text},
    },
};

/// Which voucher a page is asked for; without it the leading one.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    pub(super) voucher: Option<Uuid>,
}

/// The id of a person in a path. What is no id is as unknown as somebody else's.
pub(super) fn person(id: &str) -> Result<Uuid> {
    Ok(id.parse().map_err(|_| Refusal::new("page.unknown", "no such person in the household"))?)
}

/// The path of a person's pages: language and id.
pub(super) type OfPerson = Path<(String, String)>;

/// The sentence of a card with its next date and step.
pub(super) struct Sentence {
    pub(super) tag: Tag,
    pub(super) colour: Colour,
    pub(super) text: Text,
    pub(super) next: Option<Text>,
    pub(super) step: Text,
    pub(super) href: String,
}

/// The name of a performer in the reader's language; the other one where it has none.
pub(super) fn place_name(language: Language, place: &Performer) -> &str {
    let (first, second) = match language {
        Language::Kk => (&place.name_kk, &place.name_ru),
        Language::Ru | Language::En => (&place.name_ru, &place.name_kk),
    };
    if first.is_empty() { second } else { first }
}

/// The name of a person, or what stands for it when the data were erased.
pub(super) fn name(reader: &Reader, member: &Member) -> String {
    member.name.clone().unwrap_or_else(|| reader.t("my-nameless").to_string())
}

/// Why a place ended, in words.
pub(super) fn reason(reader: &Reader, code: &str) -> Text {
    let key = format!("my-reason-{}", code.replace('_', "-"));
    if words::has(&key) { reader.t(key) } else { reader.t("my-reason-other") }
}

/// A programme by the name of its brand.
pub(super) fn brand(held: &Held) -> &'static str {
    &held.terms.brand
}

/// How a part stands: the word of the programme's order, or ours where it has none.
pub(super) fn part(reader: &Reader, programme: &str, state: PartState) -> PartLabel {
    PartLabel::new(state, part_in(reader.language, reader.pack(), programme, state))
}

/// The same in a language.
pub(super) fn part_in(language: Language, pack: &Pack, programme: &str, state: PartState) -> String {
    let label = of_machine(state).and_then(|state| pack.label(programme, state));
    let ours = || language.t(format!("my-part-{}", state.word())).to_string();
    label.map_or_else(ours, |text| language.of(text).to_owned())
}

/// The state of the machine, by which the pack names it in a programme; none where ours says more than the order.
fn of_machine(state: PartState) -> Option<&'static str> {
    match state {
        PartState::Future => Some("issued"),
        PartState::Booked => Some("booked"),
        PartState::Active => Some("active"),
        PartState::WrittenOff => Some("written_off"),
        PartState::Redeemed => Some("redeemed"),
        PartState::Annulled => Some("annulled"),
        PartState::Reserved | PartState::Passed => None,
    }
}

/// `2026-10` of a month's first day.
pub(super) fn month_path(first: jiff::civil::Date) -> String {
    let month = Month::of(first);
    format!("{:04}-{:02}", month.year(), month.month())
}

fn colour(status: &Status) -> Colour {
    match status {
        Status::Person | Status::NoVoucher | Status::Annulled { .. } | Status::Over { .. } => Colour::Grey,
        Status::NoContract | Status::Unconfirmed { .. } | Status::Ended { .. } => Colour::Yellow,
        Status::Starts { .. } | Status::Booked { .. } | Status::Accepted { .. } | Status::Paying { .. } => Colour::Blue,
        Status::Missing { .. } | Status::SentBack { .. } | Status::Unfunded { .. } | Status::NothingDue { .. } => {
            Colour::Orange
        }
        Status::Paid { .. } => Colour::Green,
    }
}

/// The sentence of a status.
pub(super) fn text(reader: &Reader, status: &Status) -> Text {
    let said = reader.t(format!("my-status-{}", status.code()));
    let place = status.place().map(|place| place_name(reader.language, place)).unwrap_or_default();
    let month = |of: &jiff::civil::Date| format::month(reader.language, *of);
    match status {
        Status::Person | Status::NoVoucher | Status::NoContract => said,
        Status::Unconfirmed { .. } => said.with("place", place),
        Status::Starts { on, .. } => said.with("place", place).with("date", format::date(*on)),
        Status::Missing { month: of, days, .. } => said.with("place", place).with("month", month(of)).with("n", *days),
        Status::SentBack { month: of, .. }
        | Status::Booked { month: of, .. }
        | Status::Unfunded { month: of, .. }
        | Status::Accepted { month: of, .. }
        | Status::Paying { month: of, .. }
        | Status::Paid { month: of, .. }
        | Status::NothingDue { month: of, .. } => said.with("place", place).with("month", month(of)),
        Status::Ended { on, reason: why, .. } => {
            said.with("place", place).with("date", format::date(*on)).with("reason", reason(reader, why))
        }
        Status::Annulled { on, reason: why } => {
            said.with("date", format::date(*on)).with("reason", reason(reader, why))
        }
        Status::Over { month: of } => said.with("month", month(of)),
    }
}

fn next(reader: &Reader, next: Next) -> Text {
    let (key, date) = match next {
        Next::Begins(date) => ("my-next-begins", date),
        Next::Reports(date) => ("my-next-reports", date),
        Next::Closes(date) => ("my-next-closes", date),
        Next::Pays(date) => ("my-next-pays", date),
    };
    reader.t(key).with("date", format::date(date))
}

/// The sentence of a member's leading voucher.
pub(super) fn sentence(reader: &Reader, member: &Member) -> Sentence {
    let status = member.status();
    let below = |path: &str| reader.href(format!("/my/children/{}{path}", member.id));
    let (key, href) = match status.step() {
        Step::FindPlace => ("my-step-find", reader.href("/places")),
        Step::SeeVoucher => ("my-step-voucher", below("")),
        Step::Confirm => ("my-step-confirm", below("")),
        Step::SeeAttendance(month) => ("my-step-attendance", below(&format!("/attendance/{}", month_path(month)))),
        Step::SeePayments => ("my-step-payments", below("/payments")),
        Step::Ask => ("my-step-ask", reader.href("/contact")),
    };
    let coming = member.held.first().filter(|_| member.alive).and_then(|held| held.next);
    Sentence {
        tag: Tag::new(reader.t(format!("my-tag-{}", status.code())), colour(status)),
        colour: colour(status),
        text: text(reader, status),
        next: coming.map(|coming| next(reader, coming)),
        step: reader.t(key),
        href,
    }
}

/// A link between a child's pages.
pub(super) struct Tab {
    pub(super) href: String,
    pub(super) key: &'static str,
    pub(super) here: bool,
}

/// The pages of a child; `here` is the path behind the child's. None of the dead.
pub(super) fn tabs(reader: &Reader, member: &Member, here: &str) -> Vec<Tab> {
    let pages = [
        ("", "my-tab-voucher"),
        ("/attendance", "my-tab-attendance"),
        ("/payments", "my-tab-payments"),
        ("/extract", "my-tab-extract"),
    ];
    let tab = |(path, key): (&str, &'static str)| Tab {
        href: reader.href(format!("/my/children/{}{path}", member.id)),
        key,
        here: path == here,
    };
    if member.alive { pages.map(tab).into() } else { Vec::new() }
}

/// Where the reader is sent from pages that only a machine would fill: of the dead a person speaks.
pub(super) fn quietly(reader: &Reader, member: &Member) -> Option<Response> {
    let path = reader.href(format!("/my/children/{}", member.id));
    (!member.alive).then(|| Redirect::to(&path).into_response())
}
