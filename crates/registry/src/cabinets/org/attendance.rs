//! The month of a group: a grid of children and days, what is missing in it, its files.

use std::{collections::HashMap, sync::Arc};

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
    Own, around, brand,
    grid::{self, Cell, Completeness, Days},
    id_of, in_address,
    lists::Wanted,
    month_of, store,
    store::attendance::{Group, Of, Place},
};
use crate::{
    app::App,
    attendance::Mark,
    cabinets::{
        lists::{Datum, List},
        names,
    },
    platform::{
        Result, Tx, access,
        error::refuse,
        govuk,
        http::{Caller, Page, Reader, page::show as render},
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
    let lock_until = grid.as_ref().and_then(|grid| lock_until(&grid.group.programme, month));
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

async fn note(app: &App, own: &Own, grid: Option<&Grid>) -> Result<()> {
    let persons: Vec<_> = grid.iter().flat_map(|grid| &grid.rows).map(|child| child.place.person).collect();
    own.reads(app, &persons, "attendance").await
}

/// Until when a month's attendance is told without asking anybody.
pub(super) fn lock_until(programme: &str, month: Date) -> Option<Date> {
    let last = month.last_of_month();
    let terms = Pack::kz().terms_on(programme, last)?;
    let term = law::calendar::Term::WorkingDays(i64::from(terms.timesheet_lock_working_days));
    Pack::kz().calendar.deadline(last, term).ok()
}

/// The grid that is asked for: of the group named, else of the first; a group that is not the organisation's is unknown.
async fn read(tx: &Tx<'_>, own: &Own, month: Date, (groups, asked): (&[Group], &Asked)) -> Result<Option<Grid>> {
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
    let days = Days::of(group, month, tx.today(), &Pack::kz().calendar);
    let terms = Pack::kz().terms_on(&group.programme, month.last_of_month());
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
        cells.extend(child.row.cells.iter().map(|cell| match letter_key(*cell) {
            Some(key) => Datum::text(reader.t(key)),
            None => Datum::Empty,
        }));
        cells.push(Datum::Number(child.row.present.into()));
        cells.push(child.row.payable.map(i64::from).into());
        cells.push(child.row.due.into());
        cells.push(Datum::Number(child.row.missing.into()));
        cells
    };
    List::new(format!("attendance-{}", in_address(month)), header, grid.rows.iter().map(row).collect())
}

/// The message of a cell's letter.
pub(super) fn letter_key(cell: Cell) -> Option<&'static str> {
    match cell {
        Cell::Marked { mark, .. } | Cell::Conflict(mark) => Some(mark_letter(mark)),
        Cell::Missing => Some("org-letter-missing"),
        Cell::Free | Cell::Outside | Cell::Ahead => None,
    }
}

/// The message of a mark's letter.
pub(super) fn mark_letter(mark: Mark) -> &'static str {
    match mark {
        Mark::Present => "org-letter-present",
        Mark::Excused => "org-letter-excused",
        Mark::Unexcused => "org-letter-unexcused",
        Mark::Leave => "org-letter-leave",
        Mark::Closed => "org-letter-closed",
        Mark::Withdrawn => "org-letter-withdrawn",
    }
}

impl AttendancePage {
    fn choices(&self) -> Vec<(Uuid, String)> {
        let choice = |group: &Group| {
            let programme = if self.has_several() { format!(" · {}", brand(&group.programme)) } else { String::new() };
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

    fn child(&self, child: &ChildRow) -> String {
        format!("{}/children/{}", self.link(&self.month), child.place.contract)
    }

    fn name(&self, child: &ChildRow) -> String {
        child.name.clone().unwrap_or_else(|| self.page.t("org-name-erased").into())
    }

    /// The days of the head: number, weekday, class, and the date for those who listen.
    fn heads(&self, grid: &Grid) -> Vec<(u32, String, &'static str, String)> {
        let head = |(column, day): (&grid::Column, u32)| {
            let date = grid.days.month.day_or_last(day)?;
            let weekday = self.page.t_of("org-weekday", date.weekday().to_monday_one_offset());
            let about = self.page.t_of("org-column", column.word());
            Some((day, weekday.to_string(), column.word(), format!("{}, {about}", self.page.date(date))))
        };
        grid.days.columns.iter().zip(1..).filter_map(head).collect()
    }

    /// The cells of a row: day, class of the cell, letter, words for those who listen, whether it leads somewhere.
    fn cells(&self, grid: &Grid, child: &ChildRow) -> Vec<CellView> {
        let mut words = HashMap::<&'static str, String>::new();
        let mut view = |(cell, (column, day)): (&Cell, (&grid::Column, u32))| {
            let word = cell.word();
            let said = words.entry(word).or_insert_with(|| self.page.t_of("org-cell", word).into()).clone();
            let letter = letter_key(*cell).map(|key| self.page.t(key).to_string());
            CellView {
                day,
                class: word,
                column: column.word(),
                letter,
                said,
                qr: matches!(cell, Cell::Marked { qr: true, .. }),
            }
        };
        child.row.cells.iter().zip(grid.days.columns.iter().zip(1..)).map(&mut view).collect()
    }

    /// The letters and shapes that the grid uses: class, letter, words.
    fn legend(&self) -> Vec<(&'static str, String, String)> {
        let marks = grid::MARKS.map(|mark| Cell::Marked { mark, qr: false });
        let cells = marks.into_iter().chain([Cell::Missing]);
        let mut legend: Vec<_> = cells
            .filter_map(|cell| {
                let letter = self.page.t(letter_key(cell)?).into();
                Some((cell.word(), letter, self.page.t_of("org-legend", cell.word()).into()))
            })
            .collect();
        legend.push(("conflict", "!".to_owned(), self.page.t("org-legend-conflict").into()));
        legend
    }

    fn share(&self, grid: &Grid) -> String {
        grid.complete.share().map(crate::platform::http::format::percent).unwrap_or_default()
    }
}

/// A cell as the template prints it.
struct CellView {
    day: u32,
    class: &'static str,
    column: &'static str,
    letter: Option<String>,
    said: String,
    qr: bool,
}
