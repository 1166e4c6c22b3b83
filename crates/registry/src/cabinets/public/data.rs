//! Open data: a catalogue of tables with their columns (CSVW), each read when it is asked for. Numbers of children below five are not told.

use std::sync::Arc;

use askama::Template;
use axum::{
    Json, Router,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Response},
    routing::get,
};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value as Json_, json};

use super::{
    begin,
    download::{Download, Value},
    few, money, places,
    store::money as store,
};
use crate::{
    app::App,
    platform::{
        Result, Tx,
        error::refuse,
        http::{Page, Reader, page::show},
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/data", get(catalogue)).route("/{language}/data/{file}", get(file))
}

/// An open table: its name, its columns with what they are.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    /// Where its rows are read, when that is another page's table.
    elsewhere: Option<&'static str>,
}

const MONEY: &str = "money";
const VOUCHERS: &str = "vouchers";
const PAYMENTS: &str = "payment-terms";
const PLACES: &str = "places";

const TABLES: [Table; 4] = [
    Table { name: PLACES, columns: &places::COLUMNS, elsewhere: Some("/places.csv") },
    Table { name: MONEY, columns: &money::COLUMNS, elsewhere: None },
    Table { name: VOUCHERS, columns: &["year", "region", "programme", "vouchers"], elsewhere: None },
    Table {
        name: PAYMENTS,
        columns: &["year", "region", "programme", "month", "acts_signed", "acts_paid"],
        elsewhere: None,
    },
];

/// The kind of a column for machines: amounts and counts are numbers, everything else is text.
fn datatype(column: &str) -> &'static str {
    let number = column.ends_with("_tiyn")
        || ["year", "age_from", "age_to", "capacity", "free_at_least", "acts_signed", "acts_paid"].contains(&column);
    match column {
        "month" => "gYearMonth",
        _ if number => "integer",
        _ => "string",
    }
}

/// The description of a table in CSVW, in the reader's language.
fn csvw(page: &Page, table: &Table) -> Json_ {
    let column = |name: &&str| json!({ "name": name, "titles": name, "datatype": datatype(name), "dc:description": page.t_of("column", name).to_string() });
    json!({
        "@context": ["http://www.w3.org/ns/csvw", { "@language": page.lang() }],
        "url": format!("{}.csv", table.name),
        "dc:title": page.t_of("data", table.name).to_string(),
        "dc:license": "https://creativecommons.org/licenses/by/4.0/",
        "tableSchema": { "columns": table.columns.iter().map(column).collect::<Vec<_>>() },
    })
}

#[derive(Template)]
#[template(path = "cabinets/public/data.html")]
struct DataPage {
    page: Page,
    years: Vec<i16>,
    now: String,
}

impl DataPage {
    fn tables() -> &'static [Table] {
        &TABLES
    }
}

async fn catalogue(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.data").await?;
    let years = store::years(&tx).await?;
    let page = reader.page("data-title");
    let now = page.instant(tx.at());
    tx.commit().await?;
    show(&DataPage { years, now, page })
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
struct Asked {
    year: Option<i16>,
}

async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, file)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let described = file.strip_suffix(".csv-metadata.json");
    let wanted = described.or_else(|| file.strip_suffix(".csv"));
    let known =
        TABLES.iter().find(|table| Some(table.name) == wanted && (described.is_some() || table.elsewhere.is_none()));
    let Some(table) = known else { return refuse("page.unknown", "") };
    let tx = begin(&app, &reader, "page.public.data").await?;
    if described.is_some() {
        tx.commit().await?;
        return Ok(Json(csvw(&reader.page("data-title"), table)).into_response());
    }
    let Some(year) = asked.year.or(store::years(&tx).await?.first().copied()) else {
        return refuse("page.unknown", "");
    };
    let read = rows(&tx, table.name, year).await?;
    tx.commit().await?;
    read.csv()
}

async fn rows(tx: &Tx<'_>, name: &str, year: i16) -> Result<Download> {
    match name {
        MONEY => Ok(money::download(format!("money-{year}"), year, &store::of_year(tx, year, None, None).await?)),
        VOUCHERS => Ok(vouchers(year, &store::vouchers(tx, year).await?)),
        _ => Ok(payments(year, &store::terms_kept(tx, year).await?)),
    }
}

/// How many vouchers were issued: a voucher is a child, so small numbers are hidden.
fn vouchers(year: i16, rows: &[(i16, String, i64)]) -> Download {
    let counts: Vec<i64> = rows.iter().map(|(_, _, count)| *count).collect();
    let row = |((region, programme, count), hidden): (&(i16, String, i64), bool)| -> Vec<Value> {
        let told = if hidden && *count <= few::TAKEN_HIDDEN_MAX {
            Value::from("<5")
        } else if hidden {
            Value::None
        } else {
            Value::from(*count)
        };
        vec![i64::from(year).into(), format!("{region:02}").into(), programme.as_str().into(), told]
    };
    Download {
        name: format!("vouchers-{year}"),
        columns: vec!["year", "region", "programme", "vouchers"],
        rows: rows.iter().zip(few::hidden(&counts)).map(row).collect(),
    }
}

fn payments(year: i16, rows: &[(i16, String, Date, i64, i64)]) -> Download {
    let row = |(region, programme, month, signed, paid): &(i16, String, Date, i64, i64)| -> Vec<Value> {
        let month = month.strftime("%Y-%m").to_string();
        vec![
            i64::from(year).into(),
            format!("{region:02}").into(),
            programme.as_str().into(),
            month.into(),
            (*signed).into(),
            (*paid).into(),
        ]
    };
    Download {
        name: format!("payment-terms-{year}"),
        columns: vec!["year", "region", "programme", "month", "acts_signed", "acts_paid"],
        rows: rows.iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::http::Language;

    #[test]
    fn small_numbers_of_children_are_hidden_in_the_open_table() {
        let row = |region, count| (region, "p".to_owned(), count);
        let table = vouchers(2026, &[row(10, 3), row(11, 40), row(15, 9)]);
        let told: Vec<&Value> = table.rows.iter().filter_map(|row| row.get(3)).collect();
        assert_eq!(told, [&Value::from("<5"), &Value::Number(40), &Value::None]);
    }

    #[test]
    fn every_column_is_described_in_three_languages() {
        for language in Language::ALL {
            let page = Reader::stranger(language).page("data-title");
            for table in &TABLES {
                let text = csvw(&page, table).to_string();
                assert!(!text.contains('⟦'), "{text}");
            }
        }
    }
}
