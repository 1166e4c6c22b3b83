//! `/my/children/{id}/attendance/{yyyy-mm}`: the month as a calendar, with what each mark means for the payment.

use std::{collections::BTreeSet, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::{Timestamp, civil::Date};
use law::{Month, terms::AbsenceRule};

use super::{
    household::{self, Held, Member},
    stay::{Day, Stay},
    view::{self, OfPerson, Tab, month_path},
};
use crate::{
    app::App,
    attendance::Mark,
    platform::{
        Result, access,
        error::refuse,
        http::{
            Caller,
            page::{Page, Reader, show as answer},
            words::Text,
        },
    },
};

#[derive(Template)]
#[template(path = "cabinets/my/attendance.html")]
struct AttendancePage {
    page: Page,
    tabs: Vec<Tab>,
    month: Date,
    /// Where the months before and after are.
    before: Option<(String, Date)>,
    after: Option<(String, Date)>,
    places: Vec<Place>,
    /// What absences mean in the programmes of the month.
    rules: Vec<String>,
}

/// A place of the month with its calendar.
struct Place {
    name: String,
    weeks: Vec<[Option<Cell>; 7]>,
    /// Mark and how many days carry it.
    counts: Vec<(&'static str, u32)>,
    study_days: u32,
    by_qr: u32,
    told_at: Option<Timestamp>,
    missing: String,
    days: Vec<Cell>,
}

#[derive(Clone, Copy)]
struct Cell {
    day: u32,
    date: Date,
    /// The word of styles and messages.
    kind: &'static str,
    today: bool,
}

/// The word of a day's kind.
fn word(day: Day) -> &'static str {
    match day {
        Day::Marked(Mark::Present) => "present",
        Day::Marked(Mark::Excused) => "ill",
        Day::Marked(Mark::Unexcused) => "absent",
        Day::Marked(Mark::Leave) => "leave",
        Day::Marked(Mark::Closed) => "closed",
        Day::Missing => "missing",
        Day::Awaited | Day::Marked(Mark::Withdrawn) => "awaited",
        Day::Weekend => "weekend",
        Day::Holiday => "holiday",
        Day::Vacation => "vacation",
        Day::Outside => "outside",
    }
}

/// The kinds that are counted, in the order of the legend.
const COUNTED: [&str; 7] = ["present", "ill", "leave", "closed", "absent", "missing", "awaited"];

/// Sends the reader to the latest month that has begun.
pub(super) async fn latest(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id)): OfPerson,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.attendance").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    let this_month = app.clock.today().first_of_month();
    let months = months(&member);
    let month = months.range(..=this_month).next_back().or(months.first()).copied().unwrap_or(this_month);
    let path = reader.href(format!("/my/children/{}/attendance/{}", member.id, month_path(month)));
    Ok(Redirect::to(&path).into_response())
}

/// The months in which the person had a place.
fn months(member: &Member) -> BTreeSet<Date> {
    let parts = member.held.iter().flat_map(|held| held.parts.iter());
    parts.filter(|part| part.live().next().is_some()).map(|part| part.month).collect()
}

/// The page.
pub(super) async fn show(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id, month)): Path<(String, String, String)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.attendance").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    if let Some(elsewhere) = view::quietly(&reader, &member) {
        return Ok(elsewhere);
    }
    let Some(month) = Month::parse(&month).map(Month::first) else { return refuse("page.unknown", "no such month") };
    let today = app.clock.today();
    let href = |month: Date| reader.href(format!("/my/children/{}/attendance/{}", member.id, month_path(month)));
    let known = months(&member);
    let begun = |date: &Date| *date <= today.first_of_month();
    let before = known.range(..month).next_back().copied();
    let after = known.iter().copied().find(|date| *date > month).filter(begun);
    let of_month = |held: &&Held| held.parts.iter().any(|part| part.month == month && part.live().next().is_some());
    let mut rules: Vec<String> =
        member.held.iter().filter(of_month).map(|held| rule(&reader, held).to_string()).collect();
    rules.dedup();
    let places = member.held.iter().flat_map(|held| {
        let parts = held.parts.iter().filter(|part| part.month == month);
        parts.flat_map(|part| part.live()).map(|stay| place(&reader, held, stay, today)).collect::<Vec<_>>()
    });
    answer(&AttendancePage {
        page: reader
            .page("my-attendance-title")
            .crumb("/my", reader.t("my-title"))
            .crumb(format!("/my/children/{}", member.id), view::name(&reader, &member)),
        tabs: view::tabs(&reader, &member, "/attendance"),
        month,
        before: before.map(|month| (href(month), month)),
        after: after.map(|month| (href(month), month)),
        places: places.collect(),
        rules,
    })
}

fn place(reader: &Reader, held: &Held, stay: &Stay, today: Date) -> Place {
    let month = Month::of(stay.month);
    let cells: Vec<Cell> = (1..=month.days())
        .filter_map(|day| {
            let date = month.day_or_last(day)?;
            let kind = word(stay.day_kind(day, held.reported_until));
            Some(Cell { day, date, kind, today: date == today })
        })
        .collect();
    let count = |kind: &'static str| {
        let days = cells.iter().filter(|cell| cell.kind == kind).count();
        (kind, u32::try_from(days).unwrap_or(u32::MAX))
    };
    Place {
        name: view::place_name(reader.language, &stay.performer).to_owned(),
        weeks: weeks(&cells),
        counts: COUNTED.into_iter().map(count).filter(|(_, days)| *days > 0).collect(),
        study_days: (stay.study() & stay.live()).count_ones(),
        by_qr: (stay.planes.qr & stay.live()).count_ones(),
        told_at: stay.told_at,
        missing: super::stay::day_list(stay.missing(held.reported_until)),
        days: cells.into_iter().filter(|cell| COUNTED.contains(&cell.kind)).collect(),
    }
}

/// The month in weeks from Monday.
fn weeks(cells: &[Cell]) -> Vec<[Option<Cell>; 7]> {
    let mut weeks: Vec<[Option<Cell>; 7]> = Vec::new();
    for cell in cells {
        let column = usize::try_from(cell.date.weekday().to_monday_zero_offset()).unwrap_or(0);
        if column == 0 || weeks.is_empty() {
            weeks.push([None; 7]);
        }
        if let Some(place) = weeks.last_mut().and_then(|week| week.get_mut(column)) {
            *place = Some(*cell);
        }
    }
    weeks
}

/// What absences mean for the payment, by the programme's terms.
fn rule(reader: &Reader, held: &Held) -> Text {
    match held.terms.absence() {
        AbsenceRule::Allowed { allowed } => {
            reader.t("my-rule-allowed").with("n", allowed).with("leave", held.terms.leave_days_max)
        }
        AbsenceRule::Enrolled => reader.t("my-rule-enrolled"),
    }
}
