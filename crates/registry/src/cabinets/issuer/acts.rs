//! The queue of acts: tabs with counts, filters in the address, rows to choose, all that match to choose at once.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Query as Asked, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use jiff::civil::Date;
use serde_json::json;
use uuid::Uuid;

use super::{
    batch, deadline,
    filter::{Cursor, Filter, Query, Sort, Tab},
    open,
    store::acts as store,
};
use crate::{
    app::App,
    cabinets::{
        deadline::Due,
        lists::{self, Question},
        titles,
    },
    platform::{
        Actor, Result, access,
        govuk::{self, Pagination, Tag},
        http::{Caller, Page, Reader, format, page::show},
        proposals,
    },
};

/// Rows of a page.
const PAGE: i64 = 50;
/// Acts in one batch.
pub(super) const BATCH_MAX: i64 = 20_000;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/acts", get(queue))
        .route("/{language}/issuer/acts/file", get(lists::file::<Query>))
        .route("/{language}/issuer/acts/choose", post(choose))
}

#[derive(Template)]
#[template(path = "cabinets/issuer/acts.html")]
struct QueuePage {
    page: Page,
    query: Query,
    filter: Filter,
    errors: govuk::Errors,
    tabs: Vec<TabView>,
    months: Vec<(String, String)>,
    programmes: Vec<(&'static str, String)>,
    sorts: Vec<(&'static str, String)>,
    rows: Vec<RowView>,
    count: store::Count,
    pages: Pagination,
    files: Vec<(String, &'static str)>,
    clear: String,
    now: String,
}

impl QueuePage {
    /// Whether rows can be chosen to be signed.
    fn can_sign(&self) -> bool {
        self.filter.tab == Tab::Waiting && self.count.acts > 0
    }

    /// Whether anything narrows the list.
    fn is_filtered(&self) -> bool {
        self.filter != Filter { tab: self.filter.tab, sort: self.filter.sort, ..Filter::default() }
    }
}

struct TabView {
    name: String,
    count: String,
    href: String,
    here: bool,
}

struct RowView {
    id: Uuid,
    href: String,
    performer: String,
    bin: String,
    programme: String,
    month: String,
    total: String,
    lines: String,
    exceptions: i64,
    since: String,
    state: Tag,
    due: Option<(Tag, String)>,
}

async fn queue(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let (filter, wrong) = query.filter();
    let mut errors = govuk::Errors::new(reader.language);
    for field in wrong {
        errors.say(field, if field == "month" { "issuer-filter-month-wrong" } else { "issuer-entry-sum-wrong" });
    }
    let tx = open(&app, &caller.actor, "page.issuer.acts").await?;
    let (bin, today) = (caller.actor.organisation.as_str(), tx.today());
    let counts = store::count_tabs(&tx, bin, &filter).await?;
    let cursor = query.cursor();
    let mut rows = store::list_page(&tx, bin, &filter, cursor.as_ref(), PAGE.saturating_add(1)).await?;
    let months = store::list_months(&tx, bin).await?;
    tx.commit().await?;
    let page = errors.on(super::under(reader.page("issuer-acts-title")).wide());
    let pages = pages(&page, &query, cursor.as_ref(), &mut rows);
    let count = counts.iter().find(|(tab, _)| *tab == filter.tab).map(|(_, count)| *count).unwrap_or_default();
    show(&QueuePage {
        tabs: tabs(&page, &query, &filter, &counts),
        months: months.iter().map(|month| (month.strftime("%Y-%m").to_string(), page.month(*month).into())).collect(),
        programmes: super::programmes(page.reader()),
        sorts: Sort::ALL.map(|sort| (sort.code(), page.t_of("issuer-sort", sort.code()).into())).into(),
        rows: rows.iter().map(|row| view(&page, row, today)).collect(),
        count,
        pages,
        files: query.files(&page),
        clear: format!("{}?tab={}", page.href("/issuer/acts"), filter.tab.code()),
        now: page.instant(app.clock.now()),
        page,
        query,
        filter,
        errors,
    })
}

fn tabs(page: &Page, query: &Query, filter: &Filter, counts: &[(Tab, store::Count)]) -> Vec<TabView> {
    let view = |(tab, count): &(Tab, store::Count)| TabView {
        name: page.t_of("issuer-tab", tab.code()).into(),
        count: page.number(count.acts),
        href: format!("{}{}", page.href("/issuer/acts"), query.with(&[("tab", tab.code())])),
        here: *tab == filter.tab,
    };
    counts.iter().map(view).collect()
}

/// Links to the pages before and after; the one row too many is taken away.
fn pages(page: &Page, query: &Query, cursor: Option<&Cursor>, rows: &mut Vec<store::Queued>) -> Pagination {
    let more = i64::try_from(rows.len()).unwrap_or(i64::MAX) > PAGE;
    let backwards = cursor.is_some_and(|cursor| cursor.backwards);
    if more {
        // Backwards, the one too many lies before the page.
        if backwards { drop(rows.remove(0)) } else { drop(rows.pop()) }
    }
    let link = |name: &str, row: &store::Queued| {
        let place = Cursor::text(row.id, &row.key);
        format!("{}{}", page.href("/issuer/acts"), query.with(&[(name, &place)]))
    };
    let has_before = if backwards { more } else { cursor.is_some() };
    let has_after = backwards || more;
    let before = rows.first().filter(|_| has_before).map(|row| link("before", row));
    let after = rows.last().filter(|_| has_after).map(|row| link("after", row));
    Pagination::new(page, before, after)
}

fn view(page: &Page, row: &store::Queued, today: Date) -> RowView {
    let pack = page.reader().pack();
    let tab = Tab::ALL.into_iter().find(|tab| tab.code() == row.tab).unwrap_or(Tab::All);
    let due =
        deadline::of(pack, tab, (&row.programme, row.month), row.since).map(|on| Due::seen(&pack.calendar, on, today));
    RowView {
        id: row.id,
        href: page.href(format_args!("/issuer/acts/{}", row.id)),
        performer: titles::performer(page.reader(), &row.name_kk, &row.name_ru).to_owned(),
        bin: row.bin.clone(),
        programme: titles::programme(page.reader(), &row.programme),
        month: page.month(row.month).into(),
        total: page.money(row.total),
        lines: page.number(i64::from(row.lines)),
        exceptions: row.exceptions,
        since: format::date(crate::platform::clock::Clock::legal_date(row.since)),
        state: state_tag(page, tab),
        due: due.map(|due| (due.tag(page), page.date(due.on))),
    }
}

/// Where an act stands, as the issuer sees it.
pub(super) fn state_tag(page: &Page, tab: Tab) -> Tag {
    let word = page.t_of("issuer-stands", tab.code());
    match tab {
        Tab::Waiting => Tag::yellow(word),
        Tab::Draft => Tag::orange(word),
        Tab::Performer | Tab::All => Tag::grey(word),
        Tab::Signed | Tab::Invoiced | Tab::Ordered => Tag::blue(word),
        Tab::Paid => Tag::green(word),
    }
}

/// What was chosen: rows, or everything that the filter shows. It becomes a batch that holds the versions as they are seen now.
async fn choose(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "sign.issuer").await?;
    let field =
        |name: &str| sent.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let query = Query {
        month: field("month"),
        programme: field("programme"),
        q: field("q"),
        exceptions: field("exceptions"),
        from: field("from"),
        to: field("to"),
        ..Query::default()
    };
    let tx = open(&app, &caller.actor, "page.issuer.acts").await?;
    let bin = caller.actor.organisation.as_str();
    let mut acts = store::list_waiting(&tx, bin, &query.filter().0, BATCH_MAX).await?;
    tx.commit().await?;
    if field("what") != "all" {
        let chosen: Vec<Uuid> =
            sent.iter().filter(|(key, _)| key == "act").filter_map(|(_, value)| value.parse().ok()).collect();
        acts.retain(|(id, _)| chosen.contains(id));
    }
    if acts.is_empty() {
        let to = format!("/issuer/acts{}", query.with(&[]));
        return Ok(reader.done(to, "done-issuer-nothing-chosen"));
    }
    let mut tx = app.begin(&caller.actor, "proposals.made", 0).await?;
    let region = caller.actor.home();
    let id = proposals::record(&mut tx, region, batch::KIND, (json!({ "acts": acts }), json!(null))).await?;
    tx.commit().await?;
    Ok(Redirect::to(&reader.href(format_args!("/issuer/acts/batches/{id}"))).into_response())
}

impl Question for Query {
    const WORD: &'static str = "acts";
    const PATH: &'static str = "/issuer/acts";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![
            ("tab", &self.tab),
            ("month", &self.month),
            ("programme", &self.programme),
            ("q", &self.q),
            ("exceptions", &self.exceptions),
            ("from", &self.from),
            ("to", &self.to),
            ("sort", &self.sort),
        ]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor, "page.issuer.acts").await?;
        let rows = store::list_page(&tx, &actor.organisation, &self.filter().0, None, limit).await?;
        tx.commit().await?;
        let row = |row: store::Queued| {
            vec![
                row.number.into(),
                row.month.strftime("%Y-%m").to_string().into(),
                row.programme.into(),
                row.bin.into(),
                row.name_kk.into(),
                row.name_ru.into(),
                row.state.into(),
                row.tab.into(),
                i64::from(row.version).into(),
                i64::from(row.lines).into(),
                row.exceptions.into(),
                row.total.into(),
                row.since.to_string().into(),
            ]
        };
        let header = [
            "act",
            "month",
            "programme",
            "performer_bin",
            "performer_kk",
            "performer_ru",
            "state",
            "stands",
            "version",
            "lines",
            "exceptions",
            "total_tiyn",
            "since",
        ];
        Ok(lists::List::new("acts", header, rows.into_iter().map(row).collect()))
    }
}
