//! A programme's money in one region: what became of it, its months, and its performers by what they acted.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    balance, begin, by, download, figures, flow, names,
    programme::{drawn, months_table},
    store::{self, Of, PerformerRow},
    total,
};
use crate::{
    app::App,
    cabinets::{
        lists::ROWS_MAX,
        public::download::{Download, Value},
    },
    platform::{
        Result,
        blocks::Figure,
        error::refuse,
        govuk::{Cell, Pagination, Table},
        http::{Page, Reader, format, page::show},
    },
};

/// Performers on a page.
const PAGE: i64 = 50;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/money/{year}/{programme}/{kato}", get(region))
        .route("/{language}/money/{year}/{programme}/{kato}/months.csv", get(months_csv))
        .route("/{language}/money/{year}/{programme}/{kato}/performers.csv", get(performers_csv))
}

/// Where the page of performers begins: `sum~performer`.
#[derive(Clone, Debug, Default, Deserialize)]
struct After {
    #[serde(default)]
    after: String,
}

impl After {
    fn read(&self) -> Option<(i64, Uuid)> {
        let (sum, id) = self.after.split_once('~')?;
        Some((sum.parse().ok()?, id.parse().ok()?))
    }
}

/// Year, programme and region of an address.
type Place = Path<(String, i16, String, String)>;

#[derive(Template)]
#[template(path = "cabinets/public/money/region.html")]
struct RegionPage {
    page: Page,
    figures: Vec<(String, String)>,
    flow: Option<Figure>,
    balance: String,
    months: Table,
    spread: Option<Figure>,
    performers: Option<Table>,
    pagination: Pagination,
    csv: String,
    now: String,
}

async fn region(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, year, code, kato)): Place,
    Query(after): Query<After>,
) -> Result<Response> {
    let Some(region) = known(&kato) else { return refuse("page.unknown", "") };
    let tx = begin(&app, &reader, "page.public.money").await?;
    let rows = store::of_year(&tx, year, Some(&code), Some(region)).await?;
    if rows.is_empty() {
        return refuse("page.unknown", "");
    }
    let of = Of { region, programme: &code, year };
    let mut performers = store::performers(&tx, of, after.read(), PAGE + 1).await?;
    let at = tx.at();
    tx.commit().await?;
    let title =
        reader.t("money-programme-title").with("programme", names::programme(&reader.page("money-title"), &code));
    let page = reader.page_of(names::region(reader.language, region)).crumb("/money", reader.t("money-title"));
    let path = format!("/money/{year}/{code}");
    let page = page.crumb(&path, title.with("year", year.to_string()));
    let more = performers.len() > usize::try_from(PAGE).unwrap_or_default();
    performers.truncate(usize::try_from(PAGE).unwrap_or_default());
    let here = format!("{path}/{region:02}");
    let next =
        performers.last().filter(|_| more).map(|row| page.href(format!("{here}?after={}~{}", row.acted, row.id)));
    let begin_again = after.read().map(|_| page.href(&here));
    let whole = total(rows.iter().map(|row| &row.money));
    let (now, csv) = (page.instant(at), page.href(format!("{here}/performers.csv")));
    let months_csv = page.href(format!("{here}/months.csv"));
    show(&RegionPage {
        figures: figures(&page, whole),
        flow: drawn(&page, whole, (&now, &months_csv)),
        balance: balance(&page, whole),
        months: months_table(&page, &by(&rows, |row| row.month)),
        spread: spread(&page, &performers, (&now, &csv)).filter(|_| begin_again.is_none()),
        performers: (!performers.is_empty()).then(|| performers_table(&page, &performers)),
        pagination: Pagination::new(&page, begin_again, next),
        csv,
        now,
        page,
    })
}

/// A region of the pack by its two digits.
fn known(kato: &str) -> Option<i16> {
    let code: i16 = kato.parse().ok().filter(|_| kato.len() == 2)?;
    law::Pack::kz().regions.iter().any(|region| region.code == kato).then_some(code)
}

/// The performers of the first page and the others together: Σ of all acts is known from the statement itself.
fn spread(page: &Page, performers: &[PerformerRow], (now, csv): (&str, &str)) -> Option<Figure> {
    let share = |row: &PerformerRow| flow::Share {
        name: names::own(page.reader().language, &row.name_kk, &row.name_ru).to_owned(),
        paid: row.paid,
        owed: row.acted.saturating_sub(row.paid).max(0),
    };
    let mut shares: Vec<flow::Share> = performers.iter().map(share).collect();
    let first = performers.first()?;
    let (acted, paid) = performers
        .iter()
        .fold((0_i64, 0_i64), |sum, row| (sum.0.saturating_add(row.acted), sum.1.saturating_add(row.paid)));
    let (acted, paid) = (first.all_acted.saturating_sub(acted), first.all_paid.saturating_sub(paid));
    if acted > 0 {
        shares.push(flow::Share {
            name: page.t("money-other-performers").into(),
            paid,
            owed: acted.saturating_sub(paid).max(0),
        });
    }
    let chart = flow::shares(page, &page.t("money-acted").to_string(), shares)?;
    let caption = page.t("money-spread-performers").to_string();
    Some(flow::figure(page, &chart, ("spread", &caption)).as_of(now).limits(page.t("money-performers-limits")).csv(csv))
}

fn performers_table(page: &Page, performers: &[PerformerRow]) -> Table {
    let table = Table::new(page.t("money-by-performer"))
        .caption_hidden()
        .text(page.t("money-performer"))
        .number(page.t("money-acted"))
        .number(page.t("money-paid"));
    performers.iter().fold(table, |table, row| {
        let name = names::own(page.reader().language, &row.name_kk, &row.name_ru);
        table.row([
            Cell::link(page.href(format!("/places/{}", row.bin)), name),
            Cell::new(format::amount(row.acted)),
            Cell::new(format::amount(row.paid)),
        ])
    })
}

async fn months_csv(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, year, code, kato)): Place,
) -> Result<Response> {
    let Some(region) = known(&kato) else { return refuse("page.unknown", "") };
    let tx = begin(&app, &reader, "page.public.money").await?;
    let rows = store::of_year(&tx, year, Some(&code), Some(region)).await?;
    tx.commit().await?;
    let Some(first) = rows.first() else { return refuse("page.unknown", "") };
    download(format!("money-{year}-{}-{region:02}", first.programme), year, &rows).csv()
}

async fn performers_csv(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, year, code, kato)): Place,
) -> Result<Response> {
    let Some(region) = known(&kato) else { return refuse("page.unknown", "") };
    let tx = begin(&app, &reader, "page.public.money").await?;
    let rows = store::performers(&tx, Of { region, programme: &code, year }, None, ROWS_MAX).await?;
    tx.commit().await?;
    let values = |row: &PerformerRow| -> Vec<Value> {
        vec![
            i64::from(year).into(),
            format!("{region:02}").into(),
            row.bin.as_str().into(),
            row.name_kk.as_str().into(),
            row.name_ru.as_str().into(),
            row.acted.into(),
            row.paid.into(),
        ]
    };
    let columns = vec!["year", "region", "bin", "name_kk", "name_ru", "acted_tiyn", "paid_tiyn"];
    Download { name: format!("performers-{year}-{region:02}"), columns, rows: rows.iter().map(values).collect() }.csv()
}
