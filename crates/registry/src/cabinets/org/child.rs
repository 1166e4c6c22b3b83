//! One child's month: every day with its mark, and where each mark comes from.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::{Timestamp, civil::Date};
use law::month::day_of;
use uuid::Uuid;

use super::{
    Own, Purpose,
    attendance::rows,
    grid::{self, Cell, Days},
    id_of, in_address, month_of, store,
    store::attendance::{Group, Of, Place, Told},
};
use crate::{
    app::App,
    attendance::{Mark, Said, marks},
    cabinets::days,
    platform::{
        Result, blocks,
        error::refuse,
        govuk::{self, Tag},
        http::{Caller, Page, Reader, page::show as render},
    },
};

#[derive(Template)]
#[template(path = "cabinets/org/child.html")]
struct ChildPage {
    page: Page,
    month: Date,
    group: Group,
    place: Place,
    row: grid::Row,
    days: Vec<Day>,
    /// Where a change of place is looked at.
    transfer: String,
}

/// A day with its mark and everything that was said of it.
struct Day {
    day: u32,
    date: Date,
    column: grid::Column,
    cell: Cell,
    said: Vec<Word>,
}

/// Something that was said of a day.
struct Word {
    at: Timestamp,
    said: Said,
    /// The file, when the organisation brought it itself.
    file: Option<String>,
}

/// `/org/attendance/{month}/children/{contract}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, month, contract)): Path<(String, String, String)>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.attendance").await?;
    let (month, contract) = (month_of(&month)?, id_of(&contract, "page.unknown")?);
    let tx = own.begin(&app).await?;
    let places = store::attendance::list_places(&tx, &own, month, Of::Contract(contract)).await?;
    let groups = store::attendance::list_groups(&tx, &own, month).await?;
    let group = places.first().and_then(|place| groups.into_iter().find(|group| group.id == place.group));
    let Some(group) = group else { return refuse("page.unknown", "no such contract in this month") };
    let days = Days::of(&group, month, tx.today(), &tx.pack().calendar);
    let terms = tx.pack().terms_on(&group.programme, month.last_of_month());
    let (Some(days), Some(terms)) = (days, terms) else {
        return refuse("calendar.unknown_year", "the calendar of the month is not entered");
    };
    let told = store::attendance::list_told(&tx, &own, month, contract).await?;
    let child = rows(&tx, places, &days, terms).into_iter().next();
    tx.commit().await?;
    let Some(child) = child else { return refuse("page.unknown", "no such contract in this month") };
    own.reads(&app, &[child.place.person], Purpose::Attendance).await?;
    let name = child.name.unwrap_or_else(|| reader.t("org-name-erased").into());
    let page = reader.page_of(name).back(format!("/org/attendance/{}?group={}", in_address(month), group.id));
    let all = list(&days, &child.row, contract, told);
    let transfer = page.href(format_args!("/org/children/{contract}/transfer"));
    render(&ChildPage { page, month, group, place: child.place, row: child.row, days: all, transfer })
}

fn list(days: &Days, row: &grid::Row, contract: Uuid, told: Vec<Told>) -> Vec<Day> {
    let mut words = HashMap::<u32, Vec<Word>>::new();
    for list in told {
        for (_, date, said) in marks(&list.batch).filter(|(of, ..)| *of == contract) {
            words.entry(day_of(date)).or_default().push(Word { at: list.at, said, file: list.file.clone() });
        }
    }
    let day = |((column, cell), day): ((&grid::Column, &Cell), u32)| {
        let said = words.remove(&day).unwrap_or_default();
        Some(Day { day, date: days.month.day_or_last(day)?, column: *column, cell: *cell, said })
    };
    days.columns.iter().zip(&row.cells).zip(1..).filter_map(day).collect()
}

impl ChildPage {
    fn tag(&self, day: &Day) -> Tag {
        let text = day.cell.kind(day.column).said(self.page.reader());
        match day.cell {
            Cell::Missing => Tag::yellow(text),
            Cell::Conflict(_) => Tag::red(text),
            Cell::Marked { mark: Mark::Present, .. } => Tag::green(text),
            Cell::Marked { mark: Mark::Unexcused, .. } => Tag::orange(text),
            Cell::Marked { .. } => Tag::blue(text),
            Cell::Free | Cell::Outside | Cell::Ahead => Tag::grey(text),
        }
    }

    fn mark(&self, day: &Day) -> blocks::Mark {
        match day.cell {
            Cell::Conflict(mark) => blocks::Mark::struck(&self.page, days::kind(mark)),
            Cell::Free | Cell::Outside | Cell::Ahead | Cell::Missing | Cell::Marked { .. } => {
                blocks::Mark::new(&self.page, &day.cell.kind(day.column))
            }
        }
    }

    /// `20.10.2026 18:02: П, by QR, from such a file`.
    fn word(&self, word: &Word) -> String {
        let page = &self.page;
        let letter = match word.said.mark() {
            Some(Mark::Withdrawn) | None => "–".to_owned(),
            Some(mark) => days::kind(mark).letter(page.reader()),
        };
        let source = match &word.file {
            Some(file) => page.t("org-told-file").with("file", file).to_string(),
            None => page.t("org-told-registry").into(),
        };
        page.t("org-told")
            .with("at", page.instant(word.at))
            .with("letter", letter)
            .with("method", page.t_of("org-method", word.said.method()))
            .with("source", source)
            .into()
    }

    fn span(&self) -> String {
        let day = |day: i16| {
            let date = law::Month::of(self.month).day_or_last(u32::try_from(day).unwrap_or(0));
            date.map(|date| self.page.date(date)).unwrap_or_default()
        };
        format!("{} – {}", day(self.place.from_day), day(self.place.last_day))
    }

    fn summary(&self) -> govuk::SummaryList {
        let page = &self.page;
        let unknown = || page.t("org-payable-unknown").to_string();
        govuk::SummaryList::new()
            .row(page.t("org-col-group"), self.group.name())
            .row(page.t("org-col-contract"), &self.place.contract_number)
            .row(page.t("org-col-voucher"), &self.place.voucher)
            .row(page.t("org-col-enrolled"), self.span())
            .row(page.t("org-col-present"), self.row.present)
            .row(page.t("org-col-missing"), self.row.missing)
            .row(page.t("org-col-payable"), self.row.payable.map_or_else(unknown, |days| days.to_string()))
            .row(page.t("org-col-due"), self.row.due.map_or_else(unknown, |due| page.money(due)))
    }
}
