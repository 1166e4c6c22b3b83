//! `/terms-kept`: how legal terms were kept, by programme, kind and region (spec 6.7, 8.1); cells below five are not told.

use std::{collections::BTreeMap, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use jiff::civil::{Date, date};
use serde::Deserialize;

use super::{
    begin,
    download::{Download, Value},
    few::Children,
    names,
};
use crate::{
    app::App,
    cabinets::{
        deadline::{self, Kind, State as Kept},
        store::deadlines as store,
    },
    platform::{
        Result, Tx,
        error::refuse,
        govuk::{Cell, Table},
        http::{Page, Reader, page::show},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/terms-kept", get(page)).route("/{language}/terms-kept.csv", get(file))
}

/// The year that is asked for.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Asked {
    year: Option<i16>,
}

/// How many were kept, missed, or run still.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    kept: i64,
    missed: i64,
    running: i64,
}

/// Programme, kind and region with their counts.
type Rows = BTreeMap<(String, Kind, i16), Counts>;

#[derive(Template)]
#[template(path = "cabinets/public/terms_kept.html")]
struct TermsKeptPage {
    page: Page,
    year: i16,
    before: String,
    after: Option<String>,
    table: Option<Table>,
    csv: String,
    now: String,
}

fn year_of(asked: Asked, today: Date) -> Result<i16> {
    match asked.year.unwrap_or_else(|| today.year()) {
        year @ 2020..=2100 => Ok(year),
        _ => refuse("page.unknown", "no such year"),
    }
}

async fn rows(tx: &Tx<'_>, year: i16) -> Result<Rows> {
    let (pack, today) = (tx.pack(), tx.today());
    let of = store::Of { from: Some(date(year, 1, 1)), to: Some(date(year, 12, 1)), ..store::Of::default() };
    let mut rows = Rows::new();
    for group in store::groups(tx, &of, false).await? {
        let Some(kind) = Kind::of(&group.kind) else { continue };
        let due = deadline::due_on(pack, kind, (&group.programme, group.month), (group.event, group.opens));
        let Some(due) = due else { continue };
        let counts = rows.entry((group.programme, kind, group.region)).or_default();
        let count = match Kept::of(due, group.closed, today) {
            Kept::Kept => &mut counts.kept,
            Kept::Missed => &mut counts.missed,
            Kept::Running => &mut counts.running,
        };
        *count = count.saturating_add(group.count);
    }
    Ok(rows)
}

async fn page(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.deadlines").await?;
    let year = year_of(asked, tx.today())?;
    let rows = rows(&tx, year).await?;
    let (at, today) = (tx.at(), tx.today());
    tx.commit().await?;
    let page = reader.page("terms-kept-title");
    let of = |year: i16| page.href(format!("/terms-kept?year={year}"));
    let later = year.saturating_add(1);
    show(&TermsKeptPage {
        year,
        before: of(year.saturating_sub(1)),
        after: (later <= today.year()).then(|| of(later)),
        table: (!rows.is_empty()).then(|| table(&page, &rows)),
        csv: page.href(format!("/terms-kept.csv?year={year}")),
        now: page.instant(at),
        page,
    })
}

fn table(page: &Page, rows: &Rows) -> Table {
    let row = |((programme, kind, region), counts): (&(String, Kind, i16), &Counts)| {
        let Counts { kept, missed, running } = *counts;
        let figures = [kept, missed, running].map(|count| Cell::new(Children(count)));
        let names = [
            Cell::new(names::programme(page, programme)),
            Cell::new(page.t_of("deadline-kind", kind.word())),
            Cell::new(names::region(page.reader().language, *region)),
        ];
        names.into_iter().chain(figures)
    };
    Table::new(page.t("terms-kept-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("terms-kept-programme"))
        .text(page.t("deadline-kind"))
        .text(page.t("terms-kept-region"))
        .number(page.t("terms-kept-kept"))
        .number(page.t("terms-kept-missed"))
        .number(page.t("terms-kept-running"))
        .rows(rows.iter().map(row))
}

async fn file(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.deadlines").await?;
    let year = year_of(asked, tx.today())?;
    let rows = rows(&tx, year).await?;
    tx.commit().await?;
    let told = |count: i64| {
        if Children(count).is_few() { Value::from("<5") } else { Value::from(count) }
    };
    let row = |((programme, kind, region), counts): (&(String, Kind, i16), &Counts)| {
        vec![
            Value::from(i64::from(year)),
            Value::from(programme.as_str()),
            Value::from(kind.word()),
            Value::from(format!("{region:02}")),
            told(counts.kept),
            told(counts.missed),
            told(counts.running),
        ]
    };
    Download {
        name: format!("terms-kept-{year}"),
        columns: vec!["year", "programme", "kind", "region", "kept", "missed", "running"],
        rows: rows.iter().map(row).collect(),
    }
    .csv()
}
