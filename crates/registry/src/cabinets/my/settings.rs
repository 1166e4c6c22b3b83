//! `/my/settings`: what the registry knows of the reader, as whom they may act, and how to sign out.

use std::sync::Arc;

use askama::Template;
use axum::{extract::State, response::Response};
use jiff::civil::Date;

use super::{
    household::{self, Member},
    view,
};
use crate::{
    app::App,
    platform::{
        Result, access,
        govuk::SummaryList,
        http::{
            Caller,
            page::{Page, Reader, show as answer},
        },
    },
};

#[derive(Template)]
#[template(path = "cabinets/my/settings.html")]
struct SettingsPage {
    page: Page,
    name: String,
    /// What the persons register says, when it knows the reader.
    own: Option<Own>,
    children: Vec<(String, String)>,
    capacities: usize,
}

struct Own {
    name: String,
    iin: String,
    born_on: Date,
}

/// The page.
pub(super) async fn show(reader: Reader, caller: Caller, State(app): State<Arc<App>>) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.settings").await?;
    let members = household::all(&app, &caller.actor).await?;
    let (own, children): (Vec<Member>, Vec<Member>) = members.into_iter().partition(|member| member.is_reader);
    let own = own.first().map(|member| Own {
        name: view::name(&reader, member),
        iin: member.masked_iin().unwrap_or_default(),
        born_on: member.born_on,
    });
    let link = |member: &Member| (reader.href(format!("/my/children/{}", member.id)), view::name(&reader, member));
    answer(&SettingsPage {
        page: reader.page("my-settings-title").crumb("/my", reader.t("my-title")),
        name: caller.name.clone(),
        own,
        children: children.iter().map(link).collect(),
        capacities: caller.capacities,
    })
}

impl SettingsPage {
    fn data(&self) -> SummaryList {
        let page = &self.page;
        let list = SummaryList::new().row(page.t("my-settings-certificate"), &self.name);
        let Some(own) = &self.own else { return list };
        list.row(page.t("my-settings-register"), &own.name)
            .row(page.t("my-iin"), &own.iin)
            .row(page.t("my-born"), page.date(own.born_on))
    }
}
