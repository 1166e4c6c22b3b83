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
    spoken::{self, Spoken},
    stay::{Day, Stay},
    view::{self, OfPerson, Tab, month_path},
};
use crate::{
    app::App,
    attendance::Mark,
    cabinets::days,
    platform::{
        Result, access,
        blocks::{Calendar, DayKind, Legend},
        error::refuse,
        govuk,
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
    /// Where the page is, for the form that confirms.
    here: String,
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
    calendar: Calendar,
    legend: Legend,
    study_days: u32,
    by_qr: u32,
    told_at: Option<Timestamp>,
    missing: String,
    /// The days on which the group meets, each in words.
    days: Vec<(Date, String)>,
    /// The parent's word.
    spoken: Option<Spoken>,
}

/// What a day shows.
fn kind(day: Day) -> DayKind {
    match day {
        Day::Awaited | Day::Marked(Mark::Withdrawn) => DayKind::Ahead,
        Day::Marked(mark) => days::kind(mark),
        Day::Missing => DayKind::Missing,
        Day::Weekend => DayKind::Weekend,
        Day::Holiday => DayKind::Holiday,
        Day::Vacation => DayKind::Vacation,
        Day::Outside => DayKind::Outside,
    }
}

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
    let page = reader
        .page("my-attendance-title")
        .crumb("/my", reader.t("my-title"))
        .crumb(format!("/my/children/{}", member.id), view::name(&reader, &member));
    let words = spoken::read(&app, &caller.actor, &member.held, month).await?;
    let mut places = Vec::new();
    for held in &member.held {
        for stay in held.parts.iter().filter(|part| part.month == month).flat_map(|part| part.live()) {
            let spoken = words.of(&app, &page, (held, stay), member.id)?;
            places.push(Place { spoken, ..place(&page, held, stay, today) });
        }
    }
    answer(&AttendancePage {
        tabs: view::tabs(&reader, &member, "/attendance"),
        here: href(month),
        month,
        before: before.map(|month| (href(month), month)),
        after: after.map(|month| (href(month), month)),
        places,
        rules,
        page,
    })
}

fn place(page: &Page, held: &Held, stay: &Stay, today: Date) -> Place {
    let month = Month::of(stay.month);
    let kind_of = |day| Some((month.day_or_last(day)?, kind(stay.day_kind(day, held.reported_until))));
    let all: Vec<(Date, DayKind)> = (1..=month.days()).filter_map(kind_of).collect();
    let kinds: Vec<DayKind> = all.iter().map(|(_, kind)| *kind).collect();
    let name = view::place_name(page.reader().language, &stay.performer).to_owned();
    let caption = format!("{}: {}, {name}", page.t("my-attendance-title"), page.month(stay.month));
    let meets = all.iter().filter(|(_, kind)| kind.is_lettered() || *kind == DayKind::Ahead);
    Place {
        name,
        days: meets.map(|(date, kind)| (*date, kind.said(page.reader()))).collect(),
        legend: Legend::counted(page, &kinds),
        calendar: Calendar::new(page, caption, today, all),
        study_days: (stay.study() & stay.live()).count_ones(),
        by_qr: (stay.planes.qr & stay.live()).count_ones(),
        told_at: stay.told_at,
        missing: super::stay::day_list(stay.missing(held.reported_until)),
        spoken: None,
    }
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
