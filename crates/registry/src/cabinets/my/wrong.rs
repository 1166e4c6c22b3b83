//! `/my/children/{id}/attendance/{yyyy-mm}/wrong/{contract}`: a parent says that a day is wrong, why, and shows it.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use law::Month;
use uuid::Uuid;

use super::{
    household::{self, Held},
    stay::{Day, Stay},
    view::{self, month_path},
};
use crate::{
    app::App,
    attendance::{self, Raise, WORDS_MAX, dispute::REASONS},
    cabinets::days,
    platform::{
        Error, Result, access,
        error::refuse,
        govuk::{self, Errors, Item, Radios, Select},
        http::{
            Caller, Upload,
            page::{Page, Reader, show as answer, show_again},
        },
    },
};

/// The most bytes of a form with its file.
pub(super) const BYTES_MAX: usize = attendance::dispute::FILE_MAX + 64 * 1024;

#[derive(Template)]
#[template(path = "cabinets/my/wrong.html")]
struct WrongPage {
    page: Page,
    action: String,
    /// Days that can be called wrong, with what they are marked as.
    days: Vec<(String, String)>,
    written: Written,
    errors: Errors,
    until: Option<Date>,
}

/// What was written.
#[derive(Clone, Debug, Default)]
struct Written {
    day: String,
    reason: String,
    words: String,
}

/// Child, month and contract of an address.
type Of = Path<(String, String, String, String)>;

/// Everything that the page is about.
struct About {
    page: Page,
    path: String,
    back: String,
    month: Date,
    contract: Uuid,
    days: Vec<(String, String)>,
    until: Option<Date>,
}

async fn about(app: &App, reader: &Reader, caller: &Caller, Path((_, id, month, contract)): Of) -> Result<About> {
    access::require(app, &caller.actor, "page.my.attendance").await?;
    let member = household::one(app, &caller.actor, view::person(&id)?).await?;
    let (Some(month), Ok(contract)) = (Month::parse(&month).map(Month::first), contract.parse::<Uuid>()) else {
        return refuse("page.unknown", "no such month");
    };
    let of = |held: &Held| {
        let mut stays = held.parts.iter().filter(|part| part.month == month).flat_map(|part| part.live());
        stays.find(|stay| stay.contract.id == contract).cloned()
    };
    let found = member.held.iter().find_map(|held| Some((held, of(held)?)));
    let Some((held, stay)) = found else { return refuse("page.unknown", "no such place in this month") };
    let back = format!("/my/children/{}/attendance/{}", member.id, month_path(month));
    let page = reader.page("life-wrong-title").back(&back);
    let today = app.clock.today();
    let lock = attendance::lock(reader.pack(), held.terms, month);
    Ok(About {
        path: format!("{back}/wrong/{contract}"),
        days: choices(&page, held, &stay, today),
        until: lock,
        page,
        back,
        month,
        contract,
    })
}

/// The days that have come, each with what is marked.
fn choices(page: &Page, held: &Held, stay: &Stay, today: Date) -> Vec<(String, String)> {
    let month = Month::of(stay.month);
    let choice = |day: u32| {
        let date = month.day_or_last(day).filter(|date| *date <= today)?;
        let said = match stay.day_kind(day, held.reported_until) {
            Day::Marked(mark) => days::kind(mark).said(page.reader()),
            Day::Missing | Day::Awaited => page.t("life-wrong-unmarked").into(),
            Day::Weekend | Day::Holiday | Day::Vacation | Day::Outside => return None,
        };
        Some((day.to_string(), format!("{}: {said}", page.date(date))))
    };
    (1..=month.days()).filter_map(choice).collect()
}

impl WrongPage {
    fn day(&self) -> Select {
        let none = (String::new(), self.page.t("life-wrong-choose").to_string());
        let days = std::iter::once(none).chain(self.days.iter().cloned());
        Select::new("day", self.page.t("life-wrong-day"))
            .choices(days)
            .value(&self.written.day)
            .error(self.errors.get("day"))
    }

    fn reason(&self) -> Radios {
        let item = |reason: &str| Item::new(reason, self.page.t_of("dispute-reason", reason));
        Radios::new("reason", self.page.t("life-wrong-reason"))
            .items(REASONS.map(item))
            .value(&self.written.reason)
            .error(self.errors.get("reason"))
    }
}

fn rendered(about: About, written: Written, errors: Errors) -> WrongPage {
    let action = about.page.href(&about.path);
    WrongPage { action, days: about.days, written, until: about.until, page: errors.on(about.page), errors }
}

/// The page.
pub(super) async fn show(State(app): State<Arc<App>>, reader: Reader, caller: Caller, of: Of) -> Result<Response> {
    let about = about(&app, &reader, &caller, of).await?;
    answer(&rendered(about, Written::default(), Errors::new(reader.language)))
}

/// Takes what the parent says.
pub(super) async fn send(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    of: Of,
    upload: Upload,
) -> Result<Response> {
    let about = about(&app, &reader, &caller, of).await?;
    let field = |name: &str| upload.field(name).to_owned();
    let written = Written { day: field("day"), reason: field("reason"), words: field("words") };
    let mut errors = Errors::new(reader.language);
    let day = written.day.parse::<u32>();
    match day {
        Err(_) => errors.say("day", "life-wrong-day-none"),
        Ok(_) if written.reason.is_empty() => errors.say("reason", "life-wrong-reason-none"),
        Ok(day) => {
            let (reason, words) = (written.reason.clone(), written.words.clone());
            let order = Raise { month: about.month, contract: about.contract, day, reason, words, file: upload.bytes };
            match attendance::raise(&app, &caller.actor, order).await {
                Ok(raised) if raised.before => return Ok(reader.done(&about.back, "done-day-disputed-before")),
                Ok(_) => return Ok(reader.done(&about.back, "done-day-disputed")),
                Err(error) => errors.refused(field_of(&error), error)?,
            }
        }
    }
    show_again(&rendered(about, written, errors))
}

/// The field that a refusal is about.
fn field_of(error: &Error) -> &'static str {
    match error.code() {
        Some("dispute.reason") => "words",
        Some("file.type" | "request.too_large") => "file",
        Some(_) | None => "day",
    }
}
