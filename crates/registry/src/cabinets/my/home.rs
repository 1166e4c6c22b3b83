//! `/my`: a card for each child, and for oneself, with one sentence, the next date and the next step.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    household::{self, Member},
    spoken,
    view::{Sentence, Tab, brand, month_path, name, sentence, tabs},
};
use crate::{
    app::App,
    platform::{
        Result, access, govuk,
        http::{
            Caller, format,
            page::{Page, Reader, show as answer},
            words::Text,
        },
    },
};

#[derive(Template)]
#[template(path = "cabinets/my/home.html")]
struct HomePage {
    page: Page,
    cards: Vec<Card>,
}

struct Card {
    name: String,
    href: String,
    /// Whose card it is when it is the reader's own.
    own: bool,
    sentence: Sentence,
    /// The child's pages.
    tabs: Vec<Tab>,
    /// Months that wait for the parent's word: where, and until when.
    asked: Vec<(String, Text)>,
    /// The other vouchers, by brand and number.
    others: Vec<(String, String, Text)>,
}

/// The page.
pub(super) async fn show(reader: Reader, caller: Caller, State(app): State<Arc<App>>) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.children").await?;
    let members = household::all(&app, &caller.actor).await?;
    let waits = spoken::asked(&app, &caller.actor, &members).await?;
    let shown = members.iter().filter(|member| !member.is_reader || !member.held.is_empty());
    let cards = shown.map(|member| card(&reader, member, &waits)).collect();
    answer(&HomePage { page: reader.page("my-title"), cards })
}

fn card(reader: &Reader, member: &Member, waits: &[(Uuid, Date, Date)]) -> Card {
    let href = reader.href(format!("/my/children/{}", member.id));
    let asked = waits.iter().filter(|(whose, ..)| *whose == member.id).map(|(_, month, until)| {
        let text = reader.t("life-confirm-by").with("month", format::month(reader.language, *month));
        (format!("{href}/attendance/{}", month_path(*month)), text.with("date", format::date(*until)))
    });
    let asked = asked.collect();
    let others = member.held.iter().skip(1).filter(|_| member.alive).map(|held| {
        let own = format!("{href}?voucher={}", held.voucher.id);
        (own, format!("{}, {}", brand(held), held.voucher.number), super::view::text(reader, &held.status))
    });
    Card {
        name: name(reader, member),
        own: member.is_reader,
        sentence: sentence(reader, member),
        tabs: tabs(reader, member, "-"),
        others: others.collect(),
        asked,
        href,
    }
}
