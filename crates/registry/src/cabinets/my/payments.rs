//! `/my/children/{id}/payments`: what the state owes and has paid, month by month, and why the amount is what it is.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::{
    explained::explained,
    fees,
    household::{self, Held},
    status::pay_by,
    stay::Stay,
    store::{self, Line},
    strip::{Part, months},
    view::{self, Asked, OfPerson, Tab},
};
use crate::{
    acts,
    app::App,
    platform::{
        Actor, Result, access,
        blocks::{PartLabel, PartState, Step, StepState, Tracker},
        http::{
            Caller, format,
            page::{Page, Reader, show as answer},
            words::Text,
        },
    },
};

#[derive(Template)]
#[template(path = "cabinets/my/payments.html")]
struct PaymentsPage {
    page: Page,
    tabs: Vec<Tab>,
    number: String,
    due: i64,
    paid: i64,
    months: Vec<MonthView>,
    fees: Option<fees::FeesView>,
}

struct MonthView {
    month: Date,
    label: PartLabel,
    nominal: Option<i64>,
    closed: bool,
    due: i64,
    paid: i64,
    /// The way of the money until it is paid.
    way: Option<Tracker>,
    paid_on: Option<Date>,
    lines: Vec<LineView>,
}

struct LineView {
    act: String,
    state: Text,
    place: String,
    /// What it changes when it corrects an earlier act.
    corrects: Option<i64>,
    formula: Option<Text>,
    whys: Vec<Text>,
}

/// The page.
pub(super) async fn show(
    reader: Reader,
    caller: Caller,
    State(app): State<Arc<App>>,
    Path((_, id)): OfPerson,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.payments").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    if let Some(elsewhere) = view::quietly(&reader, &member) {
        return Ok(elsewhere);
    }
    let held = member.voucher(asked.voucher)?;
    let today = app.clock.today();
    let lines = match held {
        Some(held) => lines_of(&app, &caller.actor, held, today).await?,
        None => Vec::new(),
    };
    let fees = match held {
        Some(held) => fees::of(&app, &caller.actor, &reader, (held.voucher.region, held.voucher.id)).await?,
        None => None,
    };
    let begun = |part: &&Part| part.live().any(|stay| stay.first() <= today);
    let parts: Vec<&Part> = held.iter().flat_map(|held| held.parts.iter().rev()).filter(begun).collect();
    let sum = |of: fn(&Part) -> i64| parts.iter().map(|part| of(part)).fold(0, i64::saturating_add);
    answer(&PaymentsPage {
        page: reader
            .page("my-payments-title")
            .crumb("/my", reader.t("my-title"))
            .crumb(format!("/my/children/{}", member.id), view::name(&reader, &member)),
        tabs: view::tabs(&reader, &member, "/payments"),
        number: held.map(|held| held.voucher.number.clone()).unwrap_or_default(),
        due: sum(|part| part.due),
        paid: sum(|part| part.paid),
        months: held
            .iter()
            .flat_map(|held| parts.iter().map(|part| month(&reader, held, part, &lines)).collect::<Vec<_>>())
            .collect(),
        fees,
    })
}

async fn lines_of(app: &App, actor: &Actor, held: &Held, today: Date) -> Result<Vec<Line>> {
    let stays = held.parts.iter().flat_map(|part| part.stays.iter());
    let mut performers: Vec<Uuid> = stays.map(|stay| stay.performer.id).collect();
    performers.sort_unstable();
    performers.dedup();
    let acts = household::lines_of(&months(&held.voucher), today);
    let tx = app.begin(actor, "household.lines", 0).await?;
    let lines = store::list_lines(&tx, (held.voucher.region, held.voucher.id), &performers, &acts).await?;
    tx.commit().await?;
    Ok(lines)
}

fn month(reader: &Reader, held: &Held, part: &Part, lines: &[Line]) -> MonthView {
    let own: Vec<&Line> = lines.iter().filter(|line| line.month == part.month).collect();
    let latest = |of: fn(&Stay) -> Option<Date>| part.stays.iter().filter_map(of).max();
    let is_paid = part.state == PartState::Redeemed;
    MonthView {
        month: part.month,
        label: view::part(reader, &held.voucher.programme, part.state),
        nominal: part.nominal,
        closed: matches!(part.state, PartState::WrittenOff | PartState::Redeemed),
        due: part.due,
        paid: part.paid,
        way: (!is_paid).then(|| way(reader, held, part, &own)),
        paid_on: latest(|stay| stay.money.paid_on).filter(|_| is_paid),
        lines: own.into_iter().rev().map(|line| line_view(reader, held, part, line)).collect(),
    }
}

/// Where the month is on the way of the money: the first step that is not done is where it is now.
fn way(reader: &Reader, held: &Held, part: &Part, lines: &[&Line]) -> Tracker {
    let latest = |of: fn(&Stay) -> Option<Date>| part.stays.iter().filter_map(of).max();
    let accepted = latest(|stay| stay.money.written_on);
    let signed =
        lines.iter().any(|line| acts::State::parse(&line.act_state).is_some_and(|state| state != acts::State::Draft));
    let reported = part.live().all(|stay| stay.study() & stay.live() & !stay.planes.said() == 0);
    let by = accepted.and_then(|on| pay_by((held.terms, held.calendar), (part.month, on)));
    let by = by.map(|by| reader.t("my-track-by").with("date", format::date(by)).to_string());
    let ordered = latest(|stay| stay.money.ordered_on).filter(|_| part.ordered > 0);
    let steps = [
        ("my-track-reported", reported || accepted.is_some(), None),
        ("my-track-act", signed || accepted.is_some(), None),
        ("my-track-accepted", accepted.is_some(), accepted.map(format::date)),
        ("my-track-ordered", part.ordered > 0, ordered.map(format::date)),
        ("my-track-paid", false, by),
    ];
    let mut here = StepState::Now;
    Tracker::new(steps.map(|(key, done, about)| {
        let state = if done { StepState::Done } else { std::mem::replace(&mut here, StepState::Ahead) };
        Step::new(reader.t(key), state, reader.t(state.key())).about(about.unwrap_or_default())
    }))
}

fn line_view(reader: &Reader, held: &Held, part: &Part, line: &Line) -> LineView {
    let stay = part.stays.iter().find(|stay| stay.portion == line.portion);
    let is_correction = line.month != line.act_month;
    let told = stay.filter(|_| !is_correction).map(|stay| explained(reader.language, held.terms, stay, line));
    let (formula, whys) = told.map_or((None, Vec::new()), |told| (Some(told.formula), told.whys));
    LineView {
        act: line.act_number.clone(),
        state: reader.t(format!("my-act-{}", line.act_state.replace('_', "-"))),
        place: stay.map(|stay| view::place_name(reader.language, &stay.performer).to_owned()).unwrap_or_default(),
        corrects: is_correction.then_some(line.due),
        formula,
        whys,
    }
}
