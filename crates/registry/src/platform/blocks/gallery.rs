//! Every component on one page, in a sandbox: for those who make pages, and for the browser's tests of what they are made of.

use std::sync::Arc;

use askama::Template;
use axum::{Router, extract::State, response::Response, routing::get};
use jiff::{ToSpan as _, civil::Date};

use super::{
    Calendar, DayKind, Event, Filter, GridCell, GridRow, Legend, MonthGrid, PartState, PartStrip, Sign, Step,
    StepState, Timeline, Tracker,
};
use crate::{
    app::App,
    platform::{
        Result,
        error::refuse,
        govuk::{
            Action, Button, Cell, Checkboxes, Column, DateInput, Details, Errors, FileUpload, Input, InsetText, Item,
            MonthInput, NotificationBanner, Pagination, Panel, Radios, Select, SummaryList, Table, Tabs, Tag, Task,
            TaskList, Textarea, WarningText,
        },
        http::{Page, Reader, page::show},
    },
};

/// `/{language}/design`.
pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/design", get(gallery))
}

async fn gallery(State(app): State<Arc<App>>, reader: Reader) -> Result<Response> {
    if !app.is_sandbox() {
        return refuse("page.unknown", "the gallery is a sandbox's");
    }
    let page = reader.page("design-title").crumb("", reader.t("layout-name"));
    let today = app.clock.today();
    show(&GalleryPage { shown: shown(&page, today), blocks: blocks(&page, today), page })
}

#[derive(Template)]
#[template(path = "platform/blocks/gallery.html")]
struct GalleryPage {
    page: Page,
    shown: Vec<String>,
    blocks: Vec<String>,
}

/// The components of govuk-frontend, with words that every page has.
fn shown(page: &Page, today: Date) -> Vec<String> {
    let mut errors = Errors::new(page.reader().language);
    errors.say("wrong", "refused-422");
    let say = |key: &'static str| page.t(key);
    let pairs = || [("a", say("nav-money").to_string()), ("b", say("nav-rules").to_string())];
    vec![
        NotificationBanner::new(say("warning-prefix"), say("layout-sandbox-text")).to_string(),
        Input::new("plain", say("home-verify")).hint(say("home-verify-text")).to_string(),
        Input::money("wrong", say("figure-sum")).value("12 345,67").error(errors.get("wrong")).to_string(),
        Textarea::new("area", say("layout-contact")).rows(3).to_string(),
        Select::new("select", say("layout-language")).choices(pairs()).value("b").to_string(),
        Radios::new("radios", say("layout-menu"))
            .items(pairs())
            .item(Item::new("c", say("nav-verify")).hint(say("home-verify-text")))
            .value("a")
            .to_string(),
        Checkboxes::new("boxes", say("layout-menu")).items(pairs()).small().to_string(),
        DateInput::new(page, "day", say("date-day")).date(Some(today)).to_string(),
        MonthInput::new(page, "month", say("date-month-box")).month(Some(today)).to_string(),
        FileUpload::new("file", say("org-import-file")).accept(".csv").to_string(),
        Button::new(say("block-filter-apply")).to_string(),
        Button::new(say("block-filter-clear")).secondary().to_string(),
        Button::new(say("job-cancel")).warning().to_string(),
        Button::link(say("layout-sign-in"), page.href("/design")).start().to_string(),
        SummaryList::new()
            .row(say("home-money"), page.money(123_456_789))
            .row_html(say("home-places"), Tag::green(say("block-step-done")))
            .action(Action::new(page.href("/design"), say("figure-csv"), say("home-places")))
            .card(say("home-money"))
            .to_string(),
        TaskList::new("tasks")
            .task(
                Task::tagged(say("home-rules"), Tag::blue(say("block-step-now")))
                    .href(page.href("/design"))
                    .hint(say("job-safe-to-close")),
            )
            .task(Task::new(say("home-data"), say("block-step-ahead")).cannot_start())
            .to_string(),
        Table::new(say("home-data"))
            .text(say("date-month-box"))
            .text(say("home-places"))
            .number(say("figure-sum"))
            .row([
                Cell::new(page.month(today)),
                Cell::html(Tag::green(say("act-state-paid"))),
                Cell::new(page.amount(4_321_000)),
            ])
            .stacked()
            .to_string(),
        Tabs::new(say("layout-menu"))
            .tab("one", say("nav-money"), InsetText::new(say("home-money-text")))
            .tab("two", say("nav-rules"), InsetText::new(say("home-rules-text")))
            .to_string(),
        Details::new(say("layout-help"), say("layout-promise")).to_string(),
        WarningText::new(say("warning-prefix"), say("job-safe-to-close")).to_string(),
        Pagination::new(page, Some(page.href("/design?before=1")), Some(page.href("/design?after=4"))).to_string(),
        Panel::new(say("layout-done"), "KZ-2026-000123").level(2).to_string(),
    ]
}

/// Ours.
fn blocks(page: &Page, today: Date) -> Vec<String> {
    let first = today.first_of_month();
    let say = |key: &'static str| page.t(key);
    let href = |query: &str| page.href(format!("/design{query}"));
    let row = |n: i64| {
        let id = n.to_string();
        [
            Cell::checkbox("id", &id, &id),
            Cell::link(page.href("/design"), id),
            Cell::new(page.amount(n.saturating_mul(123_456))),
        ]
    };
    let table = Table::new(say("home-performers"))
        .no_row_heading()
        .column(Column::unseen(say("issuer-mark")))
        .column(Column::new(say("home-performers")).sorted(page.href("/design?sort=-name"), Some(true)))
        .number(say("figure-sum"))
        .rows((1..=4).map(row));
    let event = |key| {
        Event::new(first.to_zoned(jiff::tz::TimeZone::UTC).map(|at| at.timestamp()).unwrap_or_default(), say(key))
    };
    vec![
        Filter::new(page, "/design")
            .applied(say("home-verify"), "/design?region=75")
            .field(Input::new("q", say("home-places")).kind("search"))
            .field(Select::new("region", say("home-performers")).choices([("75", "75"), ("71", "71")]).value("75"))
            .to_string(),
        table.to_string(),
        Sign::elsewhere(
            say("org-sign-file"),
            href(""),
            FileUpload::new("signature", say("org-sign-cms")),
            Button::new(say("org-sign-send")),
        )
        .key(href(""), Button::new(say("org-sign-sandbox")), say("org-sign-sandbox-hint"))
        .step_to("", href(""), say("org-sign-step-xml"))
        .step(say("org-sign-step-tool"))
        .to_string(),
        Timeline::new(
            page,
            vec![
                event("act-state-issuer-signed").by(say("home-performers")).about(say("job-safe-to-close")),
                event("act-state-draft"),
            ],
        )
        .to_string(),
        tracker(page),
        strip(first),
        grid(page, first),
        calendar(page, (first, today)),
    ]
}

fn tracker(page: &Page) -> String {
    let step = |key, state, word| Step::new(page.t(key), state, page.t(word)).about(page.t("home-performers"));
    let steps = [
        step("act-state-draft", StepState::Done, "block-step-done"),
        step("act-state-performer-signed", StepState::Done, "block-step-done"),
        step("act-state-issuer-signed", StepState::Late, "block-step-late"),
        step("act-state-invoiced", StepState::Now, "block-step-now"),
        step("act-state-paid", StepState::Ahead, "block-step-ahead"),
    ];
    Tracker::new(steps).to_string()
}

fn strip(first: Date) -> String {
    let months = (0_i64..).map(|n| first.saturating_add(n.months()));
    let part = |(state, month): (PartState, Date)| (month, state, state == PartState::Booked);
    PartStrip::new(PartState::ALL.into_iter().cycle().zip(months).take(9).map(part)).to_string()
}

/// The days of a month with every kind of mark in turn; Saturdays and Sundays are off.
fn days(first: Date) -> impl Iterator<Item = (Date, DayKind)> {
    let days = first.series(1.day()).take_while(move |day| day.month() == first.month());
    let off = |day: Date| day.weekday().to_monday_one_offset() > 5;
    let kinds = DayKind::LETTERS.into_iter().cycle();
    days.zip(kinds).map(move |(day, kind)| (day, if off(day) { DayKind::Weekend } else { kind }))
}

fn grid(page: &Page, first: Date) -> String {
    let cells = || days(first).map(|(_, kind)| GridCell::new(kind)).collect();
    let row = |name: &str| GridRow::new(name, page.href("/design"), cells()).total(Some(12)).total(None);
    let heads = days(first).map(|(day, kind)| (day, if kind.is_lettered() { DayKind::Ahead } else { kind }));
    MonthGrid::new(page, page.month(first), heads.collect())
        .total(page.t("mark-present"))
        .total(page.t("figure-sum"))
        .rows(["Әлия", "Қанат", "Ёлкин"].map(row))
        .to_string()
}

fn calendar(page: &Page, (first, today): (Date, Date)) -> String {
    let kinds: Vec<DayKind> = days(first).map(|(_, kind)| kind).collect();
    let caption = format!("{}: {}", page.t("my-attendance-title"), page.month(first));
    let calendar = Calendar::new(page, caption, today, days(first).collect());
    format!("{calendar}{}", Legend::counted(page, &kinds))
}
