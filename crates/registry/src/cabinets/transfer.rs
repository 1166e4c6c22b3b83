//! The page that shows what a change of performer would do, the same for the child's people and for its performer.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use law::Bin;
use serde::Deserialize;
use uuid::Uuid;

use crate::{
    app::App,
    parties::store::{find_performers, list_groups},
    platform::{
        Actor, Result, Scope,
        govuk::{self, Cell, Errors, SummaryList, Table},
        http::{Page, Reader, page::show, page::show_again},
    },
    vouchers::{Preview, Wish, preview},
};

/// What the address asks: where to, which group there, from when.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    voucher: String,
    bin: String,
    group: String,
    #[serde(rename = "on-day")]
    day: String,
    #[serde(rename = "on-month")]
    month: String,
    #[serde(rename = "on-year")]
    year: String,
}

impl Asked {
    /// The voucher, where the address names one.
    pub(super) fn voucher(&self) -> Option<Uuid> {
        self.voucher.parse().ok()
    }

    fn on(&self) -> Option<Date> {
        let year = self.year.trim().parse().ok().filter(|year| (2020..=2100).contains(year))?;
        Date::new(year, self.month.trim().parse().ok()?, self.day.trim().parse().ok()?).ok()
    }
}

/// Whose change is looked at, and where the page stands.
pub(super) struct About {
    /// The voucher.
    pub(super) voucher: Uuid,
    /// Its region.
    pub(super) region: i16,
    /// Its programme.
    pub(super) programme: String,
    /// The page's path behind the language.
    pub(super) path: String,
}

#[derive(Template)]
#[template(path = "cabinets/transfer.html")]
struct TransferPage {
    page: Page,
    about: About,
    asked: Asked,
    errors: Errors,
    groups: Vec<(Uuid, String)>,
    seen: Option<Preview>,
}

/// Answers the form, and what it finds once place, group and day are named.
pub(super) async fn answer(
    app: &App,
    (reader, actor): (&Reader, &Actor),
    page: Page,
    (about, mut asked): (About, Asked),
) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    let (mut groups, mut seen) = (Vec::new(), None);
    if !asked.bin.trim().is_empty() {
        groups = groups_of(app, actor, &about, asked.bin.trim()).await?;
        if groups.is_empty() {
            errors.say("bin", "transfer-bin-wrong");
        }
    }
    if let [(only, _)] = groups.as_slice() {
        asked.group = only.to_string();
    }
    let group = asked.group.parse::<Uuid>().ok().filter(|group| groups.iter().any(|(known, _)| known == group));
    match (group, asked.on()) {
        (Some(to_group), Some(on)) => match preview(app, actor, Wish { voucher: about.voucher, to_group, on }).await {
            Ok(found) => seen = Some(found),
            Err(error) => errors.refused("on", error)?,
        },
        (Some(_), None) if !asked.day.is_empty() => errors.say("on", "transfer-on-wrong"),
        (Some(_) | None, _) => {}
    }
    let is_wrong = !errors.is_empty();
    let page = TransferPage { page: errors.on(page), about, asked, errors, groups, seen };
    if is_wrong { show_again(&page) } else { show(&page) }
}

/// The groups of a performer of the programme and region, by title.
async fn groups_of(app: &App, actor: &Actor, about: &About, bin: &str) -> Result<Vec<(Uuid, String)>> {
    if Bin::parse(bin).is_err() {
        return Ok(Vec::new());
    }
    // Places are public; the reader's own scope would show none of another organisation.
    let tx = app.begin(&actor.with_scope(Scope::National), "places.read", about.region).await?;
    let found = find_performers(&tx, &about.programme, &[bin.to_owned()]).await?;
    let performers: Vec<Uuid> =
        found.into_iter().filter(|(region, ..)| *region == about.region).map(|(_, id, _)| id).collect();
    let groups = list_groups(&tx, about.region, &performers).await?;
    tx.commit().await?;
    let mut named: Vec<(Uuid, String)> =
        groups.into_iter().filter_map(|group| Some((group.id, group.revision?.title))).collect();
    named.sort_by(|one, other| one.1.cmp(&other.1));
    Ok(named)
}

impl TransferPage {
    fn on(&self) -> govuk::DateInput {
        let Asked { day, month, year, .. } = &self.asked;
        let input = govuk::DateInput::new(&self.page, "on", self.page.t("transfer-on"));
        input.written([day, month, year]).error(self.errors.get("on"))
    }

    fn dates(&self, seen: &Preview) -> SummaryList {
        let page = &self.page;
        let none = |key| page.t(key).to_string();
        let last = seen.last.map_or_else(|| none("transfer-last-none"), |last| page.long_date(last).to_string());
        let nominal = seen.nominal.map_or_else(|| none("transfer-nominal-none"), |nominal| page.money(nominal));
        SummaryList::new()
            .row(page.t("transfer-last"), last)
            .row(page.t("transfer-first"), page.long_date(seen.first))
            .row(page.t("transfer-nominal"), nominal)
            .row(page.t("transfer-rest"), page.money(seen.rest))
            .row(page.t("transfer-later"), page.t("transfer-later-months").with("n", seen.later.len()))
    }

    fn shares(&self, seen: &Preview) -> Table {
        let page = &self.page;
        let row = |share: &crate::vouchers::transfer::Share| {
            [
                Cell::link(page.href(format_args!("/places/{}", share.performer_bin)), &share.performer_bin),
                Cell::new(format!("{} – {}", page.date(share.from), page.date(share.to))),
                Cell::number(format!("{} / {}", share.days, share.study_days)),
                Cell::number(page.amount(share.amount)),
            ]
        };
        Table::new(page.t("transfer-shares").with("month", page.month(seen.month)))
            .text(page.t("transfer-col-place"))
            .text(page.t("transfer-col-dates"))
            .number(page.t("transfer-col-days"))
            .number(page.t("transfer-col-amount"))
            .rows(seen.shares.iter().map(row))
    }
}
