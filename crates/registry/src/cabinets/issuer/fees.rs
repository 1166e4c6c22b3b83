//! Parents' fees as the issuer sees them: those above the ceiling – asked and refused, or told before the ceiling was set –, and the ceilings
//! that it has published.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query as Asked, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::get,
};
use serde::{Deserialize, Serialize};

use super::open;
use crate::{
    app::App,
    cabinets::{
        charges::store::{self, Above, CeilingRow},
        lists::{self, Ask, Listing, Question},
        titles,
        work::{self, Kind},
    },
    platform::{
        Actor, Result, access,
        govuk::{self, Cell, Errors, Pagination, Select, Table, Tag},
        http::{
            Caller, Page, Reader,
            format::parse_money,
            page::{show, show_again},
        },
    },
};

/// Fees shown on the page; files have all.
const SHOWN: i64 = 200;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/fees", get(list).post(publish))
        .route("/{language}/issuer/fees/file", get(lists::file::<Query>))
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    /// `refused` or `standing`.
    state: String,
}

impl Query {
    fn refused(&self) -> Option<bool> {
        match self.state.as_str() {
            "refused" => Some(true),
            "standing" => Some(false),
            _ => None,
        }
    }
}

/// A ceiling as the form sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    programme: String,
    region: String,
    locality: String,
    hours: String,
    month: String,
    sum: String,
    act_number: String,
    act_date: String,
}

#[derive(Template)]
#[template(path = "cabinets/issuer/fees.html")]
struct FeesPage {
    page: Page,
    here: String,
    listing: Listing,
    ceilings: Vec<CeilingRow>,
    written: Written,
    errors: Errors,
}

async fn page(
    (app, reader, caller): (&App, &Reader, &Caller),
    query: Query,
    (written, errors): (Written, Errors),
) -> Result<FeesPage> {
    let tx = open(app, &caller.actor, "page.issuer.fees").await?;
    let issuer = caller.actor.organisation.as_str();
    let rows = store::list_above(&tx, (issuer, query.refused()), tx.today(), SHOWN).await?;
    let ceilings = store::list_ceilings(&tx, issuer).await?;
    tx.commit().await?;
    let page = super::under(reader.page("fees-issuer-title")).wide();
    let states = ["refused", "standing"].map(|word| (word.to_owned(), page.t_of("fees-above", word).to_string()));
    let filter = Ask::new(&page, &query).choose("state", page.t("fees-above-state"), states.into()).filter();
    let table = table(&page, &rows);
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let pages = Pagination::new(&page, None, None);
    let listing = Listing::new((&page, &query), filter, (total, table), pages, page.t("fees-above-none"))
        .about(page.t("fees-above-lead"));
    Ok(FeesPage { here: page.href("/issuer/fees"), page: errors.on(page), listing, ceilings, written, errors })
}

async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let empty = (Written::default(), Errors::new(reader.language));
    show(&page((&app, &reader, &caller), query, empty).await?)
}

/// Publishes a ceiling: a row of the file, brought alone.
async fn publish(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.issuer.fees").await?;
    let mut errors = Errors::new(reader.language);
    match parse_money(&written.sum) {
        None => errors.say("sum", "fees-sum-wrong"),
        Some(sum) => {
            let cells = [
                caller.actor.organisation.as_str(),
                &written.programme,
                &written.region,
                &written.locality,
                &written.hours,
                &written.month,
                &sum.to_string(),
                &written.act_number,
                &written.act_date,
            ];
            let cells = cells.map(|cell| format!("\"{}\"", cell.trim().replace('"', "\"\""))).join(",");
            let header = "issuer_bin,programme,region,locality,hours,from,monthly_tiyn,act_number,act_date";
            let file = format!("{header}\n{cells}\n");
            let asked =
                work::Asked::Import { kind: Kind::Ceilings, name: "form.csv", bytes: file.as_bytes(), dry_run: false };
            match work::start(&app, &caller.actor, asked).await {
                Ok(job) => return Ok(Redirect::to(&reader.href(format!("/jobs/{job}"))).into_response()),
                Err(error) => errors.refused("sum", error)?,
            }
        }
    }
    show_again(&page((&app, &reader, &caller), Query::default(), (written, errors)).await?)
}

fn table(page: &Page, rows: &[Above]) -> Table {
    let row = |one: &Above| {
        let state = if one.refused {
            Tag::yellow(page.t("fees-above-refused"))
        } else {
            Tag::red(page.t("fees-above-standing"))
        };
        [
            Cell::new(titles::performer(page.reader(), &one.name_kk, &one.name_ru)),
            Cell::new(titles::programme(page.reader(), &one.programme)),
            Cell::new(&one.of),
            Cell::new(page.month(one.from)),
            Cell::number(page.amount(one.fee)),
            Cell::number(page.amount(one.ceiling)),
            Cell::html(state),
            Cell::new(page.instant(one.told)),
        ]
    };
    Table::new(page.t("fees-issuer-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("deadline-performer"))
        .text(page.t("fees-programme"))
        .text(page.t("fees-of"))
        .text(page.t("fees-from"))
        .number(page.t("fees-monthly"))
        .number(page.t("fees-ceiling"))
        .text(page.t("fees-above-state"))
        .text(page.t("qr-told"))
        .rows(rows.iter().map(row))
}

impl FeesPage {
    fn published(&self) -> Table {
        let page = &self.page;
        let any = || page.t("fees-any").to_string();
        let row = |one: &CeilingRow| {
            let locality =
                if one.locality.is_empty() { any() } else { page.t_of("fees-locality", &one.locality).into() };
            [
                Cell::new(titles::programme(page.reader(), &one.programme)),
                Cell::new(format!("{:02}", one.region)),
                Cell::new(locality),
                Cell::new(if one.hours == 0 { any() } else { one.hours.to_string() }),
                Cell::new(page.month(one.from)),
                Cell::number(page.amount(one.monthly)),
                Cell::new(format!("№ {}, {}", one.act, page.date(one.act_date))),
            ]
        };
        Table::new(page.t("fees-ceilings"))
            .text(page.t("fees-programme"))
            .text(page.t("filter-region"))
            .text(page.t("fees-locality"))
            .text(page.t("fees-hours"))
            .text(page.t("fees-from"))
            .number(page.t("fees-ceiling"))
            .text(page.t("fees-act"))
            .rows(self.ceilings.iter().map(row))
    }

    fn programmes(&self) -> Select {
        Select::new("programme", self.page.t("fees-programme"))
            .choices(super::programmes(self.page.reader()).into_iter().map(|(code, name)| (code.to_owned(), name)))
            .value(&self.written.programme)
    }

    fn localities(&self) -> Select {
        let choices =
            ["urban", "rural"].map(|word| (word.to_owned(), self.page.t_of("fees-locality", word).to_string()));
        let any = (String::new(), self.page.t("fees-any").to_string());
        let choices = std::iter::once(any).chain(choices);
        Select::new("locality", self.page.t("fees-locality")).choices(choices).value(&self.written.locality)
    }
}

impl Question for Query {
    const WORD: &'static str = "fees-above";
    const PATH: &'static str = "/issuer/fees";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("state", &self.state)]
    }

    fn after(&self) -> &str {
        ""
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor, "page.issuer.fees").await?;
        let rows = store::list_above(&tx, (&actor.organisation, self.refused()), tx.today(), limit).await?;
        tx.commit().await?;
        let row = |one: Above| {
            vec![
                one.bin.into(),
                one.name_ru.into(),
                one.programme.into(),
                (if one.is_group { "group" } else { "contract" }).into(),
                one.of.into(),
                one.from.strftime("%Y-%m").to_string().into(),
                one.fee.into(),
                one.ceiling.into(),
                (if one.refused { "refused" } else { "standing" }).into(),
                one.told.to_string().into(),
            ]
        };
        let header = [
            "performer_bin",
            "performer_ru",
            "programme",
            "kind",
            "of",
            "from",
            "monthly_tiyn",
            "ceiling_tiyn",
            "state",
            "told_at",
        ];
        Ok(lists::List::new("fees-above", header, rows.into_iter().map(row).collect()))
    }
}
