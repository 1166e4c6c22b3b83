//! The month of a group: a grid of children and days, what is missing in it, its files.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::{Timestamp, civil::Date};
use law::{Pack, Terms};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Own, Purpose, around, brand,
    grid::{self, Cell, Completeness, Days},
    id_of, in_address,
    lists::Wanted,
    month_of, store,
    store::attendance::{Group, Of, Place},
};
use crate::{
    app::App,
    cabinets::{
        days,
        lists::{Datum, List},
        names,
    },
    platform::{
        Result, Tx, access,
        blocks::{GridCell, GridRow, Legend, MonthGrid},
        error::refuse,
        govuk,
        http::{Caller, Page, Reader, page::show as render, words::Text},
    },
};

/// The filter of the address.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Asked {
    /// A group.
    group: Option<String>,
    /// Only rows that somebody has to look at.
    problems: Option<String>,
}

impl Asked {
    fn only_problems(&self) -> bool {
        self.problems.as_deref() == Some("1")
    }

    /// The filter as a query.
    fn query(&self, group: Uuid) -> String {
        let problems = if self.only_problems() { "&problems=1" } else { "" };
        format!("?group={group}{problems}")
    }
}

/// A child's row with its name.
pub(super) struct ChildRow {
    pub(super) place: Place,
    /// None: the child's data were erased.
    pub(super) name: Option<String>,
    pub(super) row: grid::Row,
}

/// The grid of one group.
pub(super) struct Grid {
    pub(super) group: Group,
    pub(super) days: Days,
    pub(super) rows: Vec<ChildRow>,
    /// Of all rows, whatever the filter shows.
    pub(super) complete: Completeness,
    /// All rows.
    pub(super) of: usize,
}

#[derive(Template)]
#[template(path = "cabinets/org/attendance.html")]
struct AttendancePage {
    page: Page,
    month: Date,
    before: Option<Date>,
    after: Option<Date>,
    groups: Vec<Group>,
    grid: Option<Grid>,
    problems: bool,
    query: String,
    latest: Option<Timestamp>,
    lock_until: Option<Date>,
}

/// `/org/attendance`: the month that is under way.
pub(super) async fn current(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    access::require(&app, &caller.actor, "page.org.attendance").await?;
    let month = in_address(app.clock.today().first_of_month());
    Ok(Redirect::to(&reader.href(format!("/org/attendance/{month}"))).into_response())
}

/// `/org/attendance/{month}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, month)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.attendance").await?;
    let month = month_of(&month)?;
    let tx = own.begin(&app).await?;
    let groups = store::attendance::list_groups(&tx, &own, month).await?;
    let grid = read(&tx, &own, month, (&groups, &asked)).await?;
    let months = store::list_months(&tx, &own, tx.today().first_of_month()).await?;
    let latest = store::attendance::find_latest(&tx, &own, month).await?;
    tx.commit().await?;
    note(&app, &own, grid.as_ref()).await?;
    let (before, after) = around(month, &months);
    let query = grid.as_ref().map(|grid| asked.query(grid.group.id)).unwrap_or_default();
    let lock_until = grid.as_ref().and_then(|grid| lock_until(reader.pack(), &grid.group.programme, month));
    let page = reader.page_of(reader.t("org-attendance-title").with("month", reader.page("org-title").month(month)));
    let page = page.crumb("/org", reader.t("org-title")).wide();
    let problems = asked.only_problems();
    render(&AttendancePage { page, month, before, after, groups, grid, problems, query, latest, lock_until })
}

/// `/org/attendance/{month}/table.csv` or `.xlsx`: what the filter shows.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, month, kind)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.attendance").await?;
    Wanted::Attendance(month, asked).answer((&app, &reader, &caller), &own, &kind).await
}

/// The grid for a file.
pub(super) async fn list((app, own, reader): (&App, &Own, &Reader), month: &str, asked: &Asked) -> Result<List> {
    let month = month_of(month)?;
    let tx = own.begin(app).await?;
    let groups = store::attendance::list_groups(&tx, own, month).await?;
    let grid = read(&tx, own, month, (&groups, asked)).await?;
    tx.commit().await?;
    note(app, own, grid.as_ref()).await?;
    let Some(grid) = grid else { return refuse("page.unknown", "the month has no groups") };
    Ok(sheet(reader, month, &grid))
}

pub(super) async fn note(app: &App, own: &Own, grid: Option<&Grid>) -> Result<()> {
    let persons: Vec<_> = grid.iter().flat_map(|grid| &grid.rows).map(|child| child.place.person).collect();
    own.reads(app, &persons, Purpose::Attendance).await
}

/// Until when a month's attendance is told without asking anybody.
pub(super) fn lock_until(pack: &Pack, programme: &str, month: Date) -> Option<Date> {
    let last = month.last_of_month();
    let terms = pack.terms_on(programme, last)?;
    let term = law::calendar::Term::WorkingDays(i64::from(terms.timesheet_lock_working_days));
    pack.calendar.deadline(last, term).ok()
}

/// The grid that is asked for: of the group named, else of the first; a group that is not the organisation's is unknown.
pub(super) async fn read(
    tx: &Tx<'_>,
    own: &Own,
    month: Date,
    (groups, asked): (&[Group], &Asked),
) -> Result<Option<Grid>> {
    let group = match asked.group.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => {
            let id = id_of(text, "page.unknown")?;
            let found = groups.iter().find(|group| group.id == id);
            match found {
                Some(group) => group,
                None => return refuse("page.unknown", "no such group in this month"),
            }
        }
        None => match groups.first() {
            Some(group) => group,
            None => return Ok(None),
        },
    };
    let days = Days::of(group, month, tx.today(), &tx.pack().calendar);
    let terms = tx.pack().terms_on(&group.programme, month.last_of_month());
    let (Some(days), Some(terms)) = (days, terms) else {
        return refuse("calendar.unknown_year", "the calendar of the month is not entered");
    };
    let places = store::attendance::list_places(tx, own, month, Of::Group(group.id)).await?;
    let mut rows = rows(tx, places, &days, terms);
    let (complete, of) = (Completeness::of(rows.iter().map(|child| &child.row)), rows.len());
    if asked.only_problems() {
        rows.retain(|child| child.row.is_problem());
    }
    Ok(Some(Grid { group: group.clone(), days, rows, complete, of }))
}

/// The rows of places with names, in the order of names; a place of which nothing is left and nothing was said has none.
pub(super) fn rows(tx: &Tx<'_>, places: Vec<Place>, days: &Days, terms: &Terms) -> Vec<ChildRow> {
    let is_there = |place: &Place| place.live() != 0 || place.planes.said() != 0;
    let child = |place: Place| {
        let name = names::reveal(&tx.app().secrets, place.wrapped_key.as_deref(), &place.name_cipher);
        let row = grid::row(&place, days, terms);
        ChildRow { place, name, row }
    };
    let mut rows: Vec<ChildRow> = places.into_iter().filter(is_there).map(child).collect();
    rows.sort_by_cached_key(|child| (child.name.as_deref().map(names::sort_key), child.place.voucher.clone()));
    rows
}

/// The table of the file: a row a child.
fn sheet(reader: &Reader, month: Date, grid: &Grid) -> List {
    let t = |key: &'static str| reader.t(key).to_string();
    let mut header = vec![t("org-col-child"), t("org-col-voucher"), t("org-col-contract")];
    header.extend((1..=grid.days.month.days()).map(|day| day.to_string()));
    header.extend([t("org-col-present"), t("org-col-payable"), t("org-col-due-tiyn"), t("org-col-missing")]);
    let row = |child: &ChildRow| {
        let name = child.name.clone().unwrap_or_else(|| t("org-name-erased"));
        let mut cells =
            vec![Datum::text(name), Datum::text(&child.place.voucher), Datum::text(&child.place.contract_number)];
        cells.extend(child.row.cells.iter().zip(&grid.days.columns).map(|(cell, column)| {
            match cell.letter(*column).letter(reader) {
                letter if letter.is_empty() => Datum::Empty,
                letter => Datum::text(letter),
            }
        }));
        cells.push(Datum::Number(child.row.present.into()));
        cells.push(child.row.payable.map(i64::from).into());
        cells.push(child.row.due.into());
        cells.push(Datum::Number(child.row.missing.into()));
        cells
    };
    List::new(format!("attendance-{}", in_address(month)), header, grid.rows.iter().map(row).collect())
}

impl AttendancePage {
    fn choices(&self) -> Vec<(Uuid, String)> {
        let choice = |group: &Group| {
            let programme = if self.has_several() {
                format!(" · {}", brand(self.page.reader(), &group.programme))
            } else {
                String::new()
            };
            let text = self.page.t("org-group-choice").with("group", group.name()).with("children", group.children);
            (group.id, format!("{text}{programme}"))
        };
        self.groups.iter().map(choice).collect()
    }

    fn has_several(&self) -> bool {
        let mut programmes: Vec<&str> = self.groups.iter().map(|group| group.programme.as_str()).collect();
        programmes.dedup();
        programmes.len() > 1
    }

    fn link(&self, month: &Date) -> String {
        self.page.href(format!("/org/attendance/{}", in_address(*month)))
    }

    fn here(&self) -> String {
        self.link(&self.month)
    }

    fn file(&self, kind: &str) -> String {
        format!("{}/table.{kind}{}", self.link(&self.month), self.query)
    }

    /// The timesheet of the whole group as a paper.
    fn paper(&self, form: &str) -> String {
        let group = self.grid.as_ref().map(|grid| format!("?group={}", grid.group.id)).unwrap_or_default();
        format!("{}/timesheet.{form}{group}", self.link(&self.month))
    }

    fn child(&self, child: &ChildRow) -> String {
        format!("{}/children/{}", self.link(&self.month), child.place.contract)
    }

    fn name(&self, child: &ChildRow) -> String {
        child.name.clone().unwrap_or_else(|| self.page.t("org-name-erased").into())
    }

    fn table(&self, grid: &Grid) -> MonthGrid {
        let page = &self.page;
        let caption = page.t("org-grid-caption").with("group", grid.group.name()).with("month", page.month(self.month));
        let columns = grid.days.columns.iter().zip(1..);
        let days = columns.filter_map(|(column, day)| Some((grid.days.month.day_or_last(day)?, column.kind())));
        MonthGrid::new(page, caption, days.collect())
            .total(page.t("org-col-present"))
            .total(page.t("org-col-payable"))
            .rows(grid.rows.iter().map(|child| self.row(grid, child)))
    }

    fn row(&self, grid: &Grid, child: &ChildRow) -> GridRow {
        let (page, row) = (&self.page, &child.row);
        let cell = |(cell, column): (&Cell, &grid::Column)| match *cell {
            Cell::Conflict(mark) => GridCell::struck(days::kind(mark)),
            Cell::Marked { qr, .. } => GridCell::new(cell.kind(*column)).starred(qr),
            Cell::Free | Cell::Outside | Cell::Ahead | Cell::Missing => GridCell::new(cell.kind(*column)),
        };
        let cells = row.cells.iter().zip(&grid.days.columns).map(cell).collect();
        let tag = |is: bool, tag: fn(Text) -> govuk::Tag, key: &'static str| is.then(|| tag(page.t(key)));
        GridRow::new(self.name(child), self.child(child), cells)
            .total(Some(row.present))
            .total(row.payable)
            .about(page.t("org-attendance-row").with("present", row.present).with("missing", row.missing))
            .tag(tag(row.missing > 0, govuk::Tag::yellow, "org-attendance-row-missing"))
            .tag(tag(row.conflicts > 0, govuk::Tag::red, "org-attendance-row-conflict"))
    }

    fn share(&self, grid: &Grid) -> String {
        grid.complete.share().map(crate::platform::http::format::percent).unwrap_or_default()
    }
}
