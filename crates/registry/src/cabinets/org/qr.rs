//! `/org/qr`: which groups and days pull a month below its share by QR, until when it is cured, and the failures that are documented.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use law::Month;
use serde::Deserialize;

use super::{Own, brand, in_address};
use crate::{
    acts::qr::{self, Failure, GroupShare, Share},
    app::App,
    cabinets::{
        charges::store::{self, Party},
        deadline::Due,
        lists::filled,
    },
    platform::{
        Result,
        govuk::{self, Cell, Errors, Select, Table, Tag},
        http::{
            Caller, Page, Reader,
            page::{show as render, show_again},
        },
    },
};

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    programme: String,
    month: String,
}

/// What the form sends.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    programme: String,
    group: String,
    from: String,
    to: String,
    document: String,
    cause: String,
}

#[derive(Template)]
#[template(path = "cabinets/org/qr.html")]
struct QrPage {
    page: Page,
    here: String,
    today: Date,
    parties: Vec<Party>,
    found: Option<(Party, Date, Share)>,
    written: Written,
    errors: Errors,
}

async fn page(
    (app, own, reader): (&App, &Own, &Reader),
    asked: &Asked,
    (written, errors): (Written, Errors),
) -> Result<QrPage> {
    let tx = own.begin(app).await?;
    let today = tx.today();
    let mut parties = store::list_parties(&tx, &own.regions, &own.performers).await?;
    parties.retain(|party| tx.pack().latest_terms(&party.programme).is_some_and(|terms| terms.qr_share_bp > 0));
    // The month before is the one whose act is made now.
    let last = today.first_of_month().yesterday().unwrap_or(today).first_of_month();
    let month = filled(&asked.month).and_then(Month::parse).map_or(last, Month::first);
    let party = parties.iter().find(|party| asked.programme.is_empty() || party.programme == asked.programme).cloned();
    let found = match party {
        Some(party) => {
            let share = qr::share(&tx, (party.region, month), party.id).await?;
            Some((party, month, share))
        }
        None => None,
    };
    tx.commit().await?;
    let page = reader.page("qr-title").crumb("/org", reader.t("org-title")).wide();
    Ok(QrPage { here: page.href("/org/qr"), page: errors.on(page), today, parties, found, written, errors })
}

/// The page.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.qr").await?;
    let empty = (Written::default(), Errors::new(reader.language));
    render(&page((&app, &own, &reader), &asked, empty).await?)
}

/// Documents a failure.
pub(super) async fn document(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.qr").await?;
    let mut errors = Errors::new(reader.language);
    let days = written.from.parse::<Date>().ok().zip(written.to.parse::<Date>().ok());
    let month = days.map(|(from, _)| in_address(from)).unwrap_or_default();
    let asked = Asked { programme: written.programme.clone(), month: month.clone() };
    match days {
        None => errors.say("from", "qr-days-wrong"),
        Some(days) => {
            let tx = own.begin(&app).await?;
            let parties = store::list_parties(&tx, &own.regions, &own.performers).await?;
            tx.commit().await?;
            let party = parties.into_iter().find(|party| party.programme == written.programme);
            let performer = party.map_or_else(Default::default, |party| (party.region, party.id));
            let what = Failure {
                performer,
                days,
                group: filled(&written.group).map(str::to_owned),
                document: written.document.clone(),
                cause: written.cause.clone(),
            };
            match qr::document(&app, &caller.actor, what).await {
                Ok(_) => {
                    let path = format!("/org/qr?programme={}&month={month}", written.programme);
                    return Ok(reader.done(path, "done-qr-told"));
                }
                Err(error) => errors.refused("from", error)?,
            }
        }
    }
    show_again(&page((&app, &own, &reader), &asked, (written, errors)).await?)
}

/// Where a failure stands.
pub(in crate::cabinets) fn tag(page: &Page, accepted: Option<bool>) -> Tag {
    match accepted {
        None => Tag::yellow(page.t("qr-state-waiting")),
        Some(true) => Tag::green(page.t("qr-state-accepted")),
        Some(false) => Tag::red(page.t("qr-state-refused")),
    }
}

impl QrPage {
    fn programmes(&self, chosen: &str) -> Select {
        let choice = |party: &Party| (party.programme.clone(), brand(self.page.reader(), &party.programme).to_owned());
        Select::new("programme", self.page.t("fees-programme")).choices(self.parties.iter().map(choice)).value(chosen)
    }

    fn months(&self, month: &Date) -> Select {
        let months = (0..6_i64).filter_map(|n| Month::of(self.today).plus(-n)).map(Month::first);
        let choice = |month: Date| (in_address(month), self.page.month(month).to_string());
        Select::new("month", self.page.t("fees-month")).choices(months.map(choice)).value(in_address(*month))
    }

    fn due(&self, share: &Share) -> Option<Tag> {
        let until = share.until.filter(|_| !share.meets && share.enrolled > 0)?;
        Some(Due::seen(&self.page.reader().pack().calendar, until, self.today).tag(&self.page))
    }

    fn counted(&self, count: &u32) -> String {
        self.page.number(i64::from(*count)).to_string()
    }

    fn required(&self, share: &Share) -> String {
        self.percent(&share.required_bp.into())
    }

    fn percent(&self, bp: &i64) -> String {
        crate::platform::http::format::percent(*bp)
    }

    fn groups_of(&self, share: &Share) -> Table {
        let row = |group: &GroupShare| {
            // The days that pull the group down most.
            let mut worst: Vec<_> = group.days.iter().filter(|day| !day.failed && day.by_qr < day.enrolled).collect();
            worst.sort_by_key(|day| (std::cmp::Reverse(day.enrolled.saturating_sub(day.by_qr)), day.day));
            let said = |day: &&qr::DayShare| {
                let said = self.page.t("qr-day").with("day", day.day).with("by_qr", day.by_qr);
                said.with("enrolled", day.enrolled).to_string()
            };
            let mut days: Vec<String> = worst.iter().take(10).map(said).collect();
            if worst.len() > days.len() {
                days.push("…".to_owned());
            }
            [
                Cell::new(format!("{} ({})", group.title, group.group)),
                Cell::number(self.page.number(i64::from(group.enrolled))),
                Cell::number(self.page.number(i64::from(group.by_qr))),
                Cell::number(self.percent(&group.share_bp)),
                Cell::number(self.page.number(i64::from(group.lacks))),
                Cell::new(days.join("; ")),
            ]
        };
        Table::new(self.page.t("qr-groups"))
            .text(self.page.t("fees-group"))
            .number(self.page.t("qr-enrolled"))
            .number(self.page.t("qr-by-qr"))
            .number(self.page.t("qr-share"))
            .number(self.page.t("qr-lacks"))
            .text(self.page.t("qr-days"))
            .rows(share.groups.iter().map(row))
    }

    fn failures(&self, share: &Share) -> Table {
        let page = &self.page;
        let row = |known: &qr::store::Known| {
            let of = if known.group.is_empty() { page.t("qr-all-groups").to_string() } else { known.group.clone() };
            let day = |day: i16| super::disputes::day_of(known.failure.month, day);
            let days = format!("{} – {}", page.date(day(known.failure.from_day)), page.date(day(known.failure.to_day)));
            [
                Cell::new(days),
                Cell::new(of),
                Cell::new(&known.failure.document),
                Cell::new(&known.failure.cause),
                Cell::html(tag(page, known.accepted)),
                Cell::new(&known.reason),
            ]
        };
        Table::new(page.t("qr-failures"))
            .stacked()
            .text(page.t("qr-which-days"))
            .text(page.t("fees-group"))
            .text(page.t("qr-document"))
            .text(page.t("qr-cause"))
            .text(page.t("qr-state"))
            .text(page.t("qr-reason"))
            .rows(share.failures.iter().map(row))
    }

    fn groups_to_choose(&self, share: &Share) -> Select {
        let all = (String::new(), self.page.t("qr-all-groups").to_string());
        let known =
            share.groups.iter().map(|group| (group.group.clone(), format!("{} ({})", group.title, group.group)));
        Select::new("group", self.page.t("fees-group"))
            .choices(std::iter::once(all).chain(known))
            .value(&self.written.group)
    }
}
