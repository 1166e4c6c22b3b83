//! A programme's money in a year: what became of it, by region and by month.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use jiff::civil::Date;
use ledger::posting::Effect;

use super::{Asked, balance, begin, by, download, draw, figures, flow, metrics, names, store, table, total};
use crate::{
    app::App,
    cabinets::public::map::Drawn,
    platform::{
        Result,
        blocks::Figure,
        error::refuse,
        govuk::{Cell, Table},
        http::{Page, Reader, page::show},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/money/{year}/{programme}", get(programme))
        .route("/{language}/money/{year}/{programme}/regions.csv", get(csv))
}

#[derive(Template)]
#[template(path = "cabinets/public/money/programme.html")]
struct ProgrammePage {
    page: Page,
    year: i16,
    csv: String,
    figures: Vec<(String, String)>,
    flow: Option<Figure>,
    spread: Option<Figure>,
    balance: String,
    months: Table,
    map: Option<Drawn>,
    metrics: Vec<(String, String, bool)>,
    regions: Table,
    now: String,
}

async fn programme(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, year, code)): Path<(String, i16, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.money").await?;
    let rows = store::of_year(&tx, year, Some(&code), None).await?;
    let now = reader.page("money-title").instant(tx.at());
    tx.commit().await?;
    if rows.is_empty() {
        return refuse("page.unknown", "");
    }
    let page = reader.page("money-title");
    let title = reader
        .t("money-programme-title")
        .with("programme", names::programme(&page, &code))
        .with("year", year.to_string());
    let page = reader.page_of(title).crumb("/money", reader.t("money-title"));
    let (regions, months) = (by(&rows, |row| row.region), by(&rows, |row| row.month));
    let whole = total(regions.values());
    let path = format!("/money/{year}/{code}");
    let csv = page.href(format!("{path}/regions.csv"));
    let link = |(region, money): (&i16, &Effect)| {
        let name = names::region(reader.language, *region);
        (Cell::link(page.href(format!("{path}/{region:02}")), name), *money)
    };
    show(&ProgrammePage {
        year,
        figures: figures(&page, whole),
        flow: drawn(&page, whole, (&now, &csv)),
        spread: spread(&page, &regions, (&now, &csv)),
        balance: balance(&page, whole),
        months: months_table(&page, &months),
        map: draw(&page, asked.metric, &regions),
        metrics: metrics(&page, &path, asked.metric),
        regions: table(
            &page,
            (&page.t("money-by-region").to_string(), "money-region"),
            regions.iter().map(link).collect(),
        ),
        now,
        csv,
        page,
    })
}

/// What became of the money.
pub(super) fn drawn(page: &Page, money: Effect, (now, csv): (&str, &str)) -> Option<Figure> {
    let chart = flow::states(page, money)?;
    let caption = page.t("money-flow-of").with("title", page.title()).to_string();
    Some(flow::figure(page, &chart, ("flow", &caption)).as_of(now).limits(page.t("money-limits")).csv(csv))
}

/// What the regions accepted, and what of it is paid.
fn spread(page: &Page, regions: &BTreeMap<i16, Effect>, (now, csv): (&str, &str)) -> Option<Figure> {
    let share = |(region, money): (&i16, &Effect)| flow::Share {
        name: names::region(page.reader().language, *region),
        paid: money.paid,
        owed: money.due.saturating_add(money.ordered),
    };
    let chart = flow::shares(page, &page.t("money-accepted").to_string(), regions.iter().map(share).collect())?;
    let caption = page.t("money-spread-regions").to_string();
    Some(flow::figure(page, &chart, ("spread", &caption)).as_of(now).limits(page.t("money-spread-limits")).csv(csv))
}

/// The months of a budget.
pub(super) fn months_table(page: &Page, months: &BTreeMap<Date, Effect>) -> Table {
    let name = |(month, money): (&Date, &Effect)| (Cell::new(page.month(*month)), *money);
    table(page, (&page.t("money-by-month").to_string(), "money-month"), months.iter().map(name).collect())
}

async fn csv(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, year, code)): Path<(String, i16, String)>,
) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.money").await?;
    let rows = store::of_year(&tx, year, Some(&code), None).await?;
    tx.commit().await?;
    let Some(first) = rows.first() else { return refuse("page.unknown", "") };
    // The name comes from the data, never from the address.
    download(format!("money-{year}-{}", first.programme), year, &rows).csv()
}
