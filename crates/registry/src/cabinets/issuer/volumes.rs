//! The order volumes of an issuer, version by version: what was published on which forecast, how many vouchers are issued of how many.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use serde::Deserialize;

use super::open;
use crate::{
    app::App,
    cabinets::{lists, titles},
    platform::{
        Result,
        govuk::{self, Cell, Table},
        http::{Caller, Page, Reader, format, page::show},
    },
    vouchers::volumes::{self, VolumeRow},
};

/// Versions shown.
const LISTED: i64 = 500;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/issuer/volumes", get(list))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    year: String,
}

#[derive(Template)]
#[template(path = "cabinets/issuer/volumes.html")]
struct VolumesPage {
    page: Page,
    year: i16,
    years: Vec<i16>,
    groups: Vec<Group>,
    now: String,
}

/// The versions of a programme and region.
struct Group {
    about: String,
    said: String,
    table: Table,
    correct: String,
}

async fn list(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.budget").await?;
    let this_year = tx.today().year();
    let years: Vec<i16> = (this_year.saturating_sub(1)..=this_year.saturating_add(1)).collect();
    let year = asked.year.parse().unwrap_or(this_year);
    let rows = volumes::list(&tx, (year, Some(&caller.actor.organisation)), None, LISTED).await?;
    tx.commit().await?;
    let page = super::under(reader.page_of(reader.t("volumes-title").with("year", year.to_string()))).wide();
    let groups = rows.chunk_by(|one, other| (one.region, &one.programme) == (other.region, &other.programme));
    show(&VolumesPage {
        groups: groups.filter_map(|versions| group(&page, versions)).collect(),
        year,
        years,
        now: page.instant(app.clock.now()),
        page,
    })
}

/// A contingent in ten-thousandths as people write it: `1 204,5`.
pub(in crate::cabinets) fn contingent(e4: i64) -> String {
    let (whole, rest) = (e4.div_euclid(10_000), e4.rem_euclid(10_000));
    let rest = format!("{rest:04}");
    match rest.trim_end_matches('0') {
        "" => format::number(whole),
        rest => format!("{},{rest}", format::number(whole)),
    }
}

fn group(page: &Page, versions: &[VolumeRow]) -> Option<Group> {
    let latest = versions.last()?;
    let about: String = page
        .t("volumes-of")
        .with("programme", titles::programme(page.reader(), &latest.programme))
        .with("region", titles::region(page.reader(), latest.region))
        .into();
    let (places, issued) = (latest.places(), latest.issued.unwrap_or_default());
    let said = page
        .t("volumes-issued")
        .with("issued", issued)
        .with("places", places)
        .with("left", places.saturating_sub(issued).max(0));
    let correct = lists::encode([
        ("region", latest.region.to_string().as_str()),
        ("programme", &latest.programme),
        ("year", &latest.year.to_string()),
    ]);
    Some(Group {
        table: table(page, &about, versions),
        said: said.into(),
        correct: page.href(format_args!("/issuer/volumes/new{correct}")),
        about,
    })
}

fn table(page: &Page, about: &str, versions: &[VolumeRow]) -> Table {
    let row = |row: &VolumeRow| {
        let forecast =
            if row.said.forecast.is_empty() { page.t("volumes-first").to_string() } else { row.said.forecast.clone() };
        [
            Cell::new(page.number(i64::from(row.version))),
            Cell::new(contingent(row.said.contingent)),
            Cell::new(page.amount(row.said.normative)),
            Cell::new(page.amount(row.said.volume)),
            Cell::new(
                page.t("volumes-act-of")
                    .with("number", row.said.act_number.as_str())
                    .with("date", page.date(row.said.act_date)),
            ),
            Cell::new(forecast),
            Cell::new(page.instant(row.recorded_at)),
        ]
    };
    Table::new(about)
        .caption_hidden()
        .number(page.t("volumes-version"))
        .number(page.t("volumes-contingent"))
        .number(page.t("volumes-normative-col"))
        .number(page.t("volumes-volume-col"))
        .text(page.t("volumes-act"))
        .text(page.t("volumes-forecast"))
        .text(page.t("volumes-published"))
        .rows(versions.iter().rev().map(row))
}

#[cfg(test)]
mod tests {
    use super::contingent;

    #[test]
    fn a_contingent_is_written_without_idle_zeros() {
        assert_eq!([0, 1, 1_204_500, 12_345_670_000].map(contingent), ["0", "0,0001", "120,45", "1\u{a0}234\u{a0}567"]);
    }
}
