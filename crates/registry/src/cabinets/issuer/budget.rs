//! The budget of a year by lines and months: what is allotted and what has become of it.

use std::{fmt::Display, sync::Arc};

use askama::Template;
use axum::{
    Router,
    extract::{Query, State},
    response::Response,
    routing::get,
};
use jiff::Timestamp;
use ledger::posting::Effect;
use serde::Deserialize;

use super::{open, store::budget as store};
use crate::{
    app::App,
    cabinets::{lists, titles},
    platform::{
        Result,
        govuk::{self, Cell, HtmlSafe, Table},
        http::{Caller, Page, Reader, page::show},
    },
};

/// Changes shown below the grid.
const CHANGES: i64 = 20;

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/issuer/budget", get(budget)).route("/{language}/issuer/budget/file", get(file))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    year: String,
    #[serde(default)]
    form: String,
}

#[derive(Template)]
#[template(path = "cabinets/issuer/budget.html")]
struct BudgetPage {
    page: Page,
    year: i16,
    years: Vec<i16>,
    total: Option<Table>,
    groups: Vec<Group>,
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
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.budget").await?;
    let bin = caller.actor.organisation.as_str();
    let this_year = tx.today().year();
    let mut years = store::list_years(&tx, bin).await?;
    let year = asked.year.parse().ok().unwrap_or_else(|| years.first().copied().unwrap_or(this_year));
    let lines = store::list_lines(&tx, bin, year).await?;
    let changes = store::list_changes(&tx, bin, year, CHANGES).await?;
    tx.commit().await?;
    if !years.contains(&year) {
        years.push(year);
    }
    years.sort_unstable();
    let page = super::under(reader.page_of(reader.t("issuer-budget-title").with("year", year.to_string()))).wide();
    show(&BudgetPage {
        total: total(&page, &lines),
        groups: groups(&page, year, &lines),
        changes: recent(&page, &changes),
        now: page.instant(app.clock.now()),
        year,
        years,
        page,
    })
}

fn same_line(one: &store::LineMonth, other: &store::LineMonth) -> bool {
    (one.region, &one.programme, &one.source, &one.kbk) == (other.region, &other.programme, &other.source, &other.kbk)
}

fn groups(page: &Page, year: i16, lines: &[store::LineMonth]) -> Vec<Group> {
    let group = |lines: &[store::LineMonth]| {
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
    lines.chunk_by(same_line).filter_map(group).collect()
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

/// All lines together, where there are several.
fn total(page: &Page, lines: &[store::LineMonth]) -> Option<Table> {
    let groups: Vec<&[store::LineMonth]> = lines.chunk_by(same_line).collect();
    if groups.len() < 2 {
        return None;
    }
    let rows = groups.iter().filter_map(|lines| {
        let first = lines.first()?;
        Some(row(page, Cell::new(title(page, first)), sum(lines)))
    });
    let all = row(page, Cell::new(page.t("issuer-total")), sum(lines));
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

async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = lists::Form::parse(&asked.form)?;
    let tx = open(&app, &caller.actor, "page.issuer.budget").await?;
    let year = asked.year.parse().unwrap_or_else(|_| tx.today().year());
    let lines = store::list_lines(&tx, &caller.actor.organisation, year).await?;
    tx.commit().await?;
    let row = |line: store::LineMonth| {
        let money = line.money;
        vec![
            format!("{:02}", line.region).into(),
            titles::region(&reader, line.region).into(),
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
        "region_name",
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
    lists::List::new("budget", header, lines.into_iter().map(row).collect())
        .answer(form, &reader.about_file(app.clock.now()))
}
