//! `/my`: a card for each child, and for oneself, with one sentence, the next date and the next step.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};

use super::{
    household::{self, Member},
    view::{Sentence, Tab, brand, name, sentence, tabs},
};
use crate::{
    app::App,
    platform::{
        Result, access, govuk,
        http::{
            Caller,
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
    /// The other vouchers, by brand and number.
    others: Vec<(String, String, Text)>,
}

/// The page.
pub(super) async fn show(reader: Reader, caller: Caller, State(app): State<Arc<App>>) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.children").await?;
    let members = household::all(&app, &caller.actor).await?;
    let shown = members.iter().filter(|member| !member.is_reader || !member.held.is_empty());
    let cards = shown.map(|member| card(&reader, member)).collect();
    answer(&HomePage { page: reader.page("my-title"), cards })
}

fn card(reader: &Reader, member: &Member) -> Card {
    let href = reader.href(format!("/my/children/{}", member.id));
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
        href,
    }
}
