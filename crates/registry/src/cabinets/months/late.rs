//! Performers whose timesheet leaves days open: apart from all others, whose acts go on without them.

use std::{marker::PhantomData, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query as FromAddress, State},
    response::Response,
};
use jiff::civil::Date;
use law::{Pack, calendar::Term};
use serde::{Deserialize, Serialize};

use super::{
    country::month_of,
    store::{self, LateRow},
};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Ask, Listing, Question, Whose, filled},
        titles,
    },
    platform::{
        Actor, Result, Tx, access,
        govuk::{Cell, Table},
        http::{Caller, Page, Reader, format, page::show as answer},
    },
};

/// Rows of a page.
const PAGE: i64 = 100;

/// An issuer's own.
#[derive(Default)]
pub(super) struct Own;

impl Whose for Own {
    const OWN: bool = true;
    const WORD: &'static str = "late";
    const PATH: &'static str = "/issuer/late";
    const ACTION: &'static str = "page.issuer.close";
}

/// The country's.
#[derive(Default)]
pub(super) struct Country;

impl Whose for Country {
    const OWN: bool = false;
    const WORD: &'static str = "country.late";
    const PATH: &'static str = "/registrar/late";
    const ACTION: &'static str = "page.registrar";
}

/// The question of the page.
#[derive(Default, Deserialize, Serialize)]
#[serde(default, bound = "")]
pub(super) struct Query<W: Whose> {
    #[serde(skip)]
    whose: PhantomData<W>,
    month: String,
    region: String,
    programme: String,
    after: String,
}

impl<W: Whose> Query<W> {
    fn asked<'a>(&'a self, actor: &'a Actor, month: Date) -> store::Asked<'a> {
        store::Asked {
            month,
            issuer: W::OWN.then_some(actor.organisation.as_str()),
            region: self.region.parse().ok(),
            programme: filled(&self.programme),
        }
    }
}

impl<W: Whose> Question for Query<W> {
    const WORD: &'static str = W::WORD;
    const PATH: &'static str = W::PATH;

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("month", &self.month), ("region", &self.region), ("programme", &self.programme)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open::<W>(app, actor).await?;
        let months = store::list_months(&tx, tx.today()).await?;
        let month = month_of(&tx, &self.month, &months);
        let rows = store::list_late(&tx, &self.asked(actor, month), None, limit).await?;
        tx.commit().await?;
        let row = |one: LateRow| {
            vec![
                month.strftime("%Y-%m").to_string().into(),
                i64::from(one.region).into(),
                one.programme.into(),
                one.bin.into(),
                one.name_kk.into(),
                one.name_ru.into(),
                one.children.into(),
                i64::from(one.lines).into(),
            ]
        };
        let header = [
            "month",
            "region",
            "programme",
            "performer_bin",
            "performer_kk",
            "performer_ru",
            "children_with_open_days",
            "lines_in_act",
        ];
        Ok(lists::List::new("late", header, rows.into_iter().map(row).collect()))
    }
}

async fn open<'a, W: Whose>(app: &'a App, actor: &Actor) -> Result<Tx<'a>> {
    access::require(app, actor, W::ACTION).await?;
    app.begin(actor, "late.read", 0).await
}

#[derive(Template)]
#[template(path = "cabinets/months/late.html")]
struct LatePage {
    page: Page,
    listing: Listing,
}

pub(super) async fn show<W: Whose>(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    FromAddress(mut query): FromAddress<Query<W>>,
) -> Result<Response> {
    let tx = open::<W>(&app, &caller.actor).await?;
    let (months, today) = (store::list_months(&tx, tx.today()).await?, tx.today());
    let month = month_of(&tx, &query.month, &months);
    query.month = month.strftime("%Y-%m").to_string();
    let asked = query.asked(&caller.actor, month);
    let mut rows = store::list_late(&tx, &asked, filled(&query.after), PAGE.saturating_add(1)).await?;
    let total = store::count_late(&tx, &asked).await?;
    tx.commit().await?;
    let page = reader.page_of(reader.t("late-title").with("month", format::month(reader.language, month))).wide();
    let page = if W::OWN {
        let close = page.t("issuer-close-title");
        page.crumb("/issuer", reader.t("issuer-title")).crumb("/issuer/close", close)
    } else {
        let months = page.t("months-word");
        page.crumb("/registrar", reader.t("registrar-desk-title")).crumb("/registrar/months", months)
    };
    let pages = lists::pages(&page, &query, (&mut rows, PAGE), |row| row.key.clone());
    let filter = Ask::new(&page, &query).month(&months).region().programme().filter();
    let table = (total, table::<W>(&page, (month, today), &rows));
    let listing = Listing::new((&page, &query), filter, table, pages, page.t("late-none")).about(page.t("late-lead"));
    answer(&LatePage { listing, page })
}

/// The last day for the timesheets of a month (spec 1.3: three working days after it).
fn lock(pack: &Pack, programme: &str, month: Date) -> Option<Date> {
    let terms = pack.terms_on(programme, month.last_of_month())?;
    let term = Term::WorkingDays(i64::from(terms.timesheet_lock_working_days));
    pack.calendar.deadline(month.last_of_month(), term).ok()
}

fn table<W: Whose>(page: &Page, (month, today): (Date, Date), rows: &[LateRow]) -> Table {
    let row = |one: &LateRow| {
        let name = titles::performer(page.reader(), &one.name_kk, &one.name_ru);
        let until = lock(page.reader().pack(), &one.programme, month);
        let stands = match until {
            Some(day) if day < today => page.t("late-since").with("day", page.date(day)).to_string(),
            Some(day) => page.t("late-until").with("day", page.date(day)).to_string(),
            None => String::new(),
        };
        [
            if W::OWN {
                Cell::link(page.href(format_args!("/issuer/acts/{}", one.act)), name)
            } else {
                Cell::new(name)
            },
            Cell::new(&one.bin),
            Cell::new(titles::region(page.reader(), one.region)),
            Cell::new(titles::programme(page.reader(), &one.programme)),
            Cell::new(page.number(one.children)),
            Cell::new(page.number(i64::from(one.lines))),
            Cell::new(stands),
        ]
    };
    Table::new(page.t("late-word"))
        .caption_hidden()
        .stacked()
        .text(page.t("issuer-performer"))
        .text(page.t("late-bin"))
        .text(page.t("register-region"))
        .text(page.t("filter-programme"))
        .number(page.t("late-children"))
        .number(page.t("late-lines"))
        .text(page.t("late-term"))
        .rows(rows.iter().map(row))
}
