//! Find a place: performers by region, programme, age, name and free places (spec 8.1). The filter is the address of the page.

mod card;

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use serde::Deserialize;

use super::{
    begin,
    download::{Download, Value},
    fold::fold,
    names,
    store::places::{self as store, Day, Edge, PlaceRow, Seats, Wanted},
};
use crate::{
    app::App,
    cabinets::lists::{ROWS_MAX, encode},
    platform::{
        Result,
        govuk::{self, Pagination, Tag},
        http::{Page, Reader, page::show},
    },
};

/// Places on a page of the list.
const PAGE: i64 = 20;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/places", get(list))
        .route("/{language}/places.csv", get(csv))
        .route("/{language}/places.xlsx", get(xlsx))
        .merge(card::routes())
}

/// What the address of the list says: empty words are no filter.
#[derive(Clone, Debug, Default, Deserialize)]
struct Filter {
    #[serde(default)]
    q: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    locality: String,
    #[serde(default)]
    programme: String,
    #[serde(default)]
    age: String,
    #[serde(default)]
    free: String,
    /// The last place of the page before: region, performer and name.
    #[serde(default)]
    after: String,
    /// The first place of the page after.
    #[serde(default)]
    before: String,
}

impl Filter {
    fn wanted(&self) -> Wanted {
        let word = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Wanted {
            region: self.region.parse().ok(),
            locality: word(&self.locality),
            programme: word(&self.programme),
            age: self.age.parse().ok().filter(|age| (0..=30).contains(age)),
            free: !self.free.is_empty(),
            name: fold(self.q.chars().take(100).collect::<String>().as_str()),
        }
    }

    fn edge(&self) -> Option<Edge> {
        let read = |text: &str, back| {
            let mut parts = text.splitn(3, '~');
            let (region, id) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
            Some(Edge { region, id, name: parts.next()?.to_owned(), back })
        };
        read(&self.after, false).or_else(|| read(&self.before, true))
    }

    /// The filter as a query, with a place in the list or without one.
    fn query(&self, place: Option<(&str, &str)>) -> String {
        let fields = [
            ("q", &self.q),
            ("region", &self.region),
            ("locality", &self.locality),
            ("programme", &self.programme),
            ("age", &self.age),
            ("free", &self.free),
        ];
        encode(fields.map(|(name, value)| (name, value.as_str())).into_iter().chain(place))
    }

    fn is_empty(&self) -> bool {
        self.query(None).is_empty()
    }

    /// Whether it asks for what is folded away at first.
    fn has_more(&self) -> bool {
        [&self.locality, &self.programme, &self.age, &self.free].iter().any(|asked| !asked.is_empty())
    }
}

#[derive(Template)]
#[template(path = "cabinets/public/places/list.html")]
struct ListPage {
    page: Page,
    filter: Filter,
    regions: Vec<(String, String)>,
    programmes: Vec<(String, String)>,
    places: Vec<PlaceView>,
    pagination: Pagination,
    now: String,
}

/// A place of the list as the page shows it.
struct PlaceView {
    href: String,
    name: String,
    line: String,
    ages: String,
    seats: String,
    tag: Option<Tag>,
    programme: String,
}

impl PlaceView {
    fn of(page: &Page, row: &PlaceRow) -> Self {
        let language = page.reader().language;
        let region = names::region(language, row.region);
        Self {
            href: page.href(format!("/places/{}", row.bin)),
            name: names::own(language, &row.name_kk, &row.name_ru).to_owned(),
            line: if row.address.is_empty() { region } else { format!("{region}, {}", row.address) },
            ages: row
                .ages
                .map(|(from, to)| page.t("places-ages").with("from", from).with("to", to).to_string())
                .unwrap_or_default(),
            seats: seats(page, row.seats, &row.standing),
            tag: standing_tag(page, &row.standing),
            programme: names::programme(page, &row.programme),
        }
    }
}

/// How many places are free, in words; none where nobody may be enrolled now.
fn seats(page: &Page, seats: Seats, standing: &str) -> String {
    if standing != "good" {
        return page.t("places-none-now").into();
    }
    let words = |key: &'static str| page.t(key).with("free", seats.free).with("capacity", seats.capacity).to_string();
    match (seats.capacity, seats.free, seats.at_least) {
        (0, ..) => page.t("places-no-groups").into(),
        (_, 0, false) => words("places-full"),
        (_, _, true) => words("places-free-at-least"),
        (_, _, false) => words("places-free"),
    }
}

/// What a standing other than good looks like.
fn standing_tag(page: &Page, standing: &str) -> Option<Tag> {
    let text = page.t_of("standing", standing);
    match standing {
        "good" => None,
        "suspended" => Some(Tag::yellow(text)),
        _ => Some(Tag::red(text)),
    }
}

async fn list(State(app): State<Arc<App>>, reader: Reader, Query(filter): Query<Filter>) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.places").await?;
    let edge = filter.edge();
    let back = edge.as_ref().is_some_and(|edge| edge.back);
    let mut rows = store::list(&tx, &filter.wanted(), (Day::of(tx.today()), edge.as_ref()), PAGE + 1).await?;
    let at = tx.at();
    tx.commit().await?;
    // One row more than is shown tells whether there are others in the direction read.
    let more = rows.len() > usize::try_from(PAGE).unwrap_or_default();
    if more && back {
        rows.remove(0);
    } else if more {
        rows.pop();
    }
    let page = reader.page("places-title");
    let (earlier, later) = if back { (more, true) } else { (edge.is_some(), more) };
    let way = |name: &str, row: Option<&PlaceRow>| {
        row.map(|row| {
            let edge = format!("{}~{}~{}", row.region, row.id, row.name_kk);
            page.href(format!("/places{}", filter.query(Some((name, &edge)))))
        })
    };
    let pagination = Pagination::new(
        &page,
        way("before", rows.first().filter(|_| earlier)),
        way("after", rows.last().filter(|_| later)),
    );
    show(&ListPage {
        regions: named(&page, "places-all-regions", names::regions(reader.language)),
        programmes: named(&page, "places-all-programmes", names::programmes(&page)),
        places: rows.iter().map(|row| PlaceView::of(&page, row)).collect(),
        now: page.instant(at),
        pagination,
        filter,
        page,
    })
}

/// A list of choices after the one that chooses nothing.
fn named(page: &Page, key: &'static str, choices: Vec<(String, String)>) -> Vec<(String, String)> {
    std::iter::once((String::new(), page.t(key).to_string())).chain(choices).collect()
}

/// The columns of the open table of places.
pub(super) const COLUMNS: [&str; 13] = [
    "region",
    "bin",
    "name_kk",
    "name_ru",
    "programme",
    "kind",
    "locality",
    "address",
    "age_from",
    "age_to",
    "capacity",
    "free_at_least",
    "standing",
];

/// Exactly what the filter shows and all of it, as a table.
async fn table(app: &App, reader: &Reader, filter: &Filter) -> Result<Download> {
    let tx = begin(app, reader, "page.public.places").await?;
    let rows = store::list(&tx, &filter.wanted(), (Day::of(tx.today()), None), ROWS_MAX).await?;
    tx.commit().await?;
    Ok(Download { name: "places".to_owned(), columns: COLUMNS.to_vec(), rows: rows.iter().map(values).collect() })
}

fn values(row: &PlaceRow) -> Vec<Value> {
    let age = |age: Option<i16>| age.map_or(Value::None, |age| Value::Number(i64::from(age)));
    vec![
        format!("{:02}", row.region).into(),
        row.bin.as_str().into(),
        row.name_kk.as_str().into(),
        row.name_ru.as_str().into(),
        row.programme.as_str().into(),
        row.kind.as_str().into(),
        row.locality.as_str().into(),
        row.address.as_str().into(),
        age(row.ages.map(|ages| ages.0)),
        age(row.ages.map(|ages| ages.1)),
        row.seats.capacity.into(),
        row.seats.free.into(),
        row.standing.as_str().into(),
    ]
}

async fn csv(State(app): State<Arc<App>>, reader: Reader, Query(filter): Query<Filter>) -> Result<Response> {
    table(&app, &reader, &filter).await?.csv()
}

async fn xlsx(State(app): State<Arc<App>>, reader: Reader, Query(filter): Query<Filter>) -> Result<Response> {
    let columns: Vec<String> =
        COLUMNS.iter().map(|column| reader.page("places-title").t_of("column", column).into()).collect();
    table(&app, &reader, &filter).await?.xlsx(&columns, &reader.about_file(app.clock.now()))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn a_filter_is_its_address() {
        let filter =
            Filter {
                q: "Күн & №5".to_owned(), region: "75".to_owned(), free: "1".to_owned(), ..Filter::default()
            };
        assert_eq!(filter.query(None), "?q=%D0%9A%D2%AF%D0%BD%20%26%20%E2%84%965&region=75&free=1");
        assert_eq!(filter.wanted().name, "кун & №5");
        assert_eq!((filter.wanted().region, filter.wanted().free), (Some(75), true));
    }

    #[test]
    fn what_is_no_filter_filters_nothing() {
        let filter = Filter {
            region: "'; DROP".to_owned(),
            age: "-3".to_owned(),
            after: "75~x~y".to_owned(),
            ..Filter::default()
        };
        assert_eq!(filter.wanted(), Wanted::default());
        assert_eq!(filter.edge(), None);
    }

    #[test]
    fn a_page_begins_where_the_other_ended() {
        let id = Uuid::from_u128(7);
        let filter = Filter { before: format!("75~{id}~Мектеп ~ №1"), ..Filter::default() };
        assert_eq!(filter.edge(), Some(Edge { region: 75, id, name: "Мектеп ~ №1".to_owned(), back: true }));
    }
}
