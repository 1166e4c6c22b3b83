//! The budget of a year by lines and months, a page of lines at a time: what is allotted and what has become of it.

use std::{fmt::Display, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{Query as Asked, State},
    response::Response,
    routing::get,
};
use jiff::Timestamp;
use ledger::posting::Effect;
use serde::{Deserialize, Serialize};

use super::{open, store::budget as store};
use crate::{
    app::App,
    cabinets::{
        lists::{self, Question},
        titles,
    },
    platform::{
        Actor, Result,
        govuk::{self, Cell, HtmlSafe, Pagination, Table},
        http::{Caller, Page, Reader, page::show},
    },
};

/// Changes shown below the grid.
const CHANGES: i64 = 20;
/// Lines of a page, each with its months.
const PAGE: i64 = 20;
/// Months that a line has at most: those of its financial year.
const MONTHS: i64 = 12;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/budget", get(budget))
        .route("/{language}/issuer/budget/file", get(lists::file::<Query>))
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    year: String,
    after: String,
}

#[derive(Template)]
#[template(path = "cabinets/issuer/budget.html")]
struct BudgetPage {
    page: Page,
    year: i16,
    years: Vec<i16>,
    total: Option<Table>,
    groups: Vec<Group>,
    pages: Pagination,
    files: Vec<(String, &'static str)>,
    changes: Option<Table>,
    now: String,
}

/// A line of the budget over the months of the year.
struct Group {
    about: String,
    table: Table,
    free: i64,
    add: String,
}

async fn budget(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.budget").await?;
    let bin = caller.actor.organisation.as_str();
    let this_year = tx.today().year();
    let mut years = store::list_years(&tx, bin).await?;
    let year = query.year.parse().ok().unwrap_or_else(|| years.first().copied().unwrap_or(this_year));
    let query = Query { year: year.to_string(), ..query };
    let after = store::Key::parse(&query.after);
    // One line too many tells that there are more; a line that has not all its months leaves room for the next.
    let limit = PAGE.saturating_add(1).saturating_mul(MONTHS);
    let lines = store::list_lines(&tx, (bin, year), after.as_ref(), limit).await?;
    let whole = store::sum_year(&tx, bin, year).await?;
    let changes = store::list_changes(&tx, bin, year, CHANGES).await?;
    tx.commit().await?;
    if !years.contains(&year) {
        years.push(year);
    }
    years.sort_unstable();
    let page = super::under(reader.page_of(reader.t("issuer-budget-title").with("year", year.to_string()))).wide();
    let mut lines: Vec<&[store::LineMonth]> = lines.chunk_by(same_line).collect();
    let pages = lists::pages(&page, &query, (&mut lines, PAGE), |months| months.first().map_or_else(String::new, key));
    show(&BudgetPage {
        total: total(&page, &lines, whole),
        groups: groups(&page, year, &lines),
        files: query.files(&page),
        changes: recent(&page, &changes),
        now: page.instant(app.clock.now()),
        pages,
        year,
        years,
        page,
    })
}

fn key(line: &store::LineMonth) -> String {
    store::Key::text(line)
}

fn same_line(one: &store::LineMonth, other: &store::LineMonth) -> bool {
    (one.region, &one.programme, &one.source, &one.kbk) == (other.region, &other.programme, &other.source, &other.kbk)
}

fn groups(page: &Page, year: i16, lines: &[&[store::LineMonth]]) -> Vec<Group> {
    let group = |lines: &&[store::LineMonth]| {
        let first = lines.first()?;
        let about = title(page, first);
        let table = table(page, &about, lines);
        let add = lists::encode([
            ("region", first.region.to_string().as_str()),
            ("programme", &first.programme),
            ("source", &first.source),
            ("kbk", &first.kbk),
            ("year", &year.to_string()),
        ]);
        Some(Group {
            free: sum(lines).free().unwrap_or_default(),
            add: page.href(format_args!("/issuer/budget/new{add}")),
            about,
            table,
        })
    };
    lines.iter().filter_map(group).collect()
}

/// `Region, source, KBK 464003`.
fn title(page: &Page, line: &store::LineMonth) -> String {
    page.t("issuer-budget-line")
        .with("programme", titles::programme(page.reader(), &line.programme))
        .with("region", titles::region(page.reader(), line.region))
        .with("source", page.t_of("issuer-source", &line.source))
        .with("kbk", line.kbk.as_str())
        .into()
}

fn sum(lines: &[store::LineMonth]) -> Effect {
    lines.iter().fold(Effect::default(), |sum, line| sum.plus(line.money).unwrap_or(sum))
}

fn head(page: &Page, caption: impl Display, first: &'static str) -> Table {
    Table::new(caption)
        .caption_hidden()
        .dense()
        .text(page.t(first))
        .number(page.t("issuer-allotted"))
        .number(page.t("issuer-committed"))
        .number(page.t("issuer-due"))
        .number(page.t("issuer-ordered"))
        .number(page.t("issuer-paid"))
        .number(page.t("issuer-free"))
        .text(page.t("issuer-used"))
}

fn row(page: &Page, first: Cell, money: Effect) -> Vec<Cell> {
    let sums =
        [money.allotted, money.committed, money.due, money.ordered, money.paid, money.free().unwrap_or_default()];
    let sums = sums.map(|sum| Cell::new(page.amount(sum)));
    let mut cells = vec![first];
    cells.extend(sums);
    cells.push(Cell::html(Bar::of(page, money)));
    cells
}

fn table(page: &Page, about: &str, lines: &[store::LineMonth]) -> Table {
    let rows = lines.iter().map(|line| row(page, Cell::new(page.month(line.month)), line.money));
    let total = row(page, Cell::new(page.t("issuer-total")), sum(lines));
    head(page, about, "issuer-month").rows(rows).row(total)
}

/// The lines of the page together, and what all lines of the year are in sum; nothing where one line is all.
fn total(page: &Page, lines: &[&[store::LineMonth]], whole: Effect) -> Option<Table> {
    if lines.len() < 2 && lines.first().is_none_or(|lines| sum(lines) == whole) {
        return None;
    }
    let rows = lines.iter().filter_map(|lines| {
        let first = lines.first()?;
        Some(row(page, Cell::new(title(page, first)), sum(lines)))
    });
    let all = row(page, Cell::new(page.t("issuer-total")), whole);
    Some(head(page, page.t("issuer-budget-all"), "issuer-line").rows(rows).row(all))
}

fn recent(page: &Page, changes: &[(Timestamp, store::LineMonth)]) -> Option<Table> {
    let row = |(at, line): &(Timestamp, store::LineMonth)| {
        [
            Cell::new(page.instant(*at)),
            Cell::new(title(page, line)),
            Cell::new(page.month(line.month)),
            Cell::new(page.amount(line.money.allotted)),
        ]
    };
    let table = Table::new(page.t("issuer-budget-changes"))
        .caption_hidden()
        .text(page.t("issuer-when"))
        .text(page.t("issuer-line"))
        .text(page.t("issuer-month"))
        .number(page.t("issuer-changed-by"))
        .rows(changes.iter().map(row));
    (!changes.is_empty()).then_some(table)
}

/// What has become of an allotment, as shares of it: paid, owed or ordered, promised; the rest is free. The table beside it says the sums.
#[derive(Debug, Template)]
#[template(
    source = "<svg class=\"qz-bar\" viewBox=\"0 0 1000 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{{ label }}\">{% for (class, x, width) in parts %}<rect class=\"qz-bar__{{ class }}\" x=\"{{ x }}\" y=\"0\" width=\"{{ width }}\" height=\"100\"/>{% endfor %}</svg>",
    ext = "html"
)]
struct Bar {
    label: String,
    parts: Vec<(&'static str, i64, i64)>,
}

impl HtmlSafe for Bar {}

impl Bar {
    fn of(page: &Page, money: Effect) -> Self {
        let share = |part: i64| {
            let scaled = i128::from(part.max(0)).checked_mul(1000)?.checked_div(i128::from(money.allotted))?;
            i64::try_from(scaled).ok()
        };
        let mut parts = Vec::new();
        let mut x = 0_i64;
        for (class, part) in
            [("paid", money.paid), ("owed", money.due.saturating_add(money.ordered)), ("committed", money.committed)]
        {
            let width = share(part).unwrap_or_default().min(1000_i64.saturating_sub(x));
            parts.push((class, x, width));
            x = x.saturating_add(width);
        }
        let used = money.allotted.saturating_sub(money.free().unwrap_or_default());
        let percent = share(used).unwrap_or_default().saturating_mul(10);
        let label = page.t("issuer-used-share").with("share", crate::platform::http::format::percent(percent));
        Self { label: label.into(), parts }
    }
}

impl Question for Query {
    const WORD: &'static str = "budget";
    const PATH: &'static str = "/issuer/budget";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("year", &self.year)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<lists::List> {
        let tx = open(app, actor, "page.issuer.budget").await?;
        let year = self.year.parse().unwrap_or_else(|_| tx.today().year());
        let lines = store::list_lines(&tx, (&actor.organisation, year), None, limit).await?;
        tx.commit().await?;
        let row = |line: store::LineMonth| {
            let money = line.money;
            vec![
                format!("{:02}", line.region).into(),
                line.programme.into(),
                line.source.into(),
                line.kbk.into(),
                line.month.strftime("%Y-%m").to_string().into(),
                money.allotted.into(),
                money.committed.into(),
                money.due.into(),
                money.ordered.into(),
                money.paid.into(),
                money.free().unwrap_or_default().into(),
            ]
        };
        let header = [
            "region",
            "programme",
            "source",
            "kbk",
            "month",
            "allotted_tiyn",
            "committed_tiyn",
            "due_tiyn",
            "ordered_tiyn",
            "paid_tiyn",
            "free_tiyn",
        ];
        Ok(lists::List::new("budget", header, lines.into_iter().map(row).collect()))
    }
}
