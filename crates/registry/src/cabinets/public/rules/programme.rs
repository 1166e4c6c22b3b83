//! One programme: what its order says, the formula, the versions, the calculator.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::Response,
    routing::get,
};
use jiff::civil::Date;
use law::{Calendar, Terms, terms::AbsenceRule};

use super::{
    begin,
    calculator::{self, Answer, Form, LISTS},
    names, terms,
};
use crate::{
    app::App,
    cabinets::orders,
    platform::{
        Result,
        error::refuse,
        govuk::{self, Errors, SummaryList, Table},
        http::{
            Page, Reader,
            page::{show, show_again},
        },
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new().route("/{language}/rules/{programme}", get(programme))
}

#[derive(Template)]
#[template(path = "cabinets/public/rules/programme.html")]
struct ProgrammePage {
    page: Page,
    code: String,
    facts: SummaryList,
    formula: String,
    leave: u32,
    terms: Table,
    versions: Vec<Version>,
    form: Form,
    months: Vec<(String, String)>,
    charges_fee: bool,
    errors: Errors,
    result: Option<ResultView>,
}

/// A version of the terms and what it changed.
struct Version {
    from: Date,
    shown: bool,
    changes: Vec<(String, String, String)>,
}

/// What the calculator answers.
struct ResultView {
    due: String,
    fee: Option<String>,
    steps: SummaryList,
    line: String,
}

async fn programme(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((_, code)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response> {
    let tx = begin(&app, &reader, "page.public.rules").await?;
    let today = tx.today();
    tx.commit().await?;
    let rows = super::versions(reader.pack(), &code);
    let version = pairs.iter().find(|(name, _)| name == "version").and_then(|(_, value)| value.parse::<Date>().ok());
    let chosen = version.and_then(|from| rows.iter().find(|row| row.valid_from == from)).or_else(|| rows.first());
    let Some(terms) = chosen.copied() else { return refuse("page.unknown", "") };
    let calendar = &reader.pack().calendar;
    let mut form = Form::read(pairs);
    if !form.asked {
        form.month = today.strftime("%Y-%m").to_string();
    }
    let mut errors = Errors::new(reader.language);
    let page =
        reader.page_of(names::programme(&reader.page("rules-title"), &code)).crumb("/rules", reader.t("rules-title"));
    let result = if form.asked { calculate(&page, &form, (terms, calendar), &mut errors) } else { None };
    let shown = ProgrammePage {
        facts: facts(&page, terms),
        formula: formula(&page, terms),
        leave: terms.leave_days_max,
        terms: terms::table(&page, terms),
        versions: versions(&page, &rows, terms.valid_from),
        months: months(&page),
        charges_fee: terms.parental_fee == law::terms::ParentalFee::Charged,
        page: errors.on(page),
        code,
        form,
        result,
        errors,
    };
    if shown.errors.is_empty() { show(&shown) } else { show_again(&shown) }
}

/// Which order the terms come from.
fn facts(page: &Page, terms: &Terms) -> SummaryList {
    let list = SummaryList::new().row(page.t("rules-act"), orders::act(page, terms));
    let list = if terms.brand.is_empty() { list } else { list.row(page.t("rules-brand"), &terms.brand) };
    list.row(page.t("rules-when"), terms::period(page, terms)).row(page.t("rules-version"), page.date(terms.valid_from))
}

/// The rule of absences in words.
fn formula(page: &Page, terms: &Terms) -> String {
    match terms.absence() {
        AbsenceRule::Allowed { allowed } => page.t("rules-formula-allowed").with("n", allowed).into(),
        AbsenceRule::Enrolled => page.t("rules-formula-enrolled").into(),
    }
}

fn versions(page: &Page, rows: &[&Terms], shown: Date) -> Vec<Version> {
    let of = |(at, row): (usize, &&Terms)| {
        let before = rows.get(at.saturating_add(1));
        let changes = before.map(|before| terms::changes(page, before, row)).unwrap_or_default();
        Version { from: row.valid_from, shown: row.valid_from == shown, changes }
    };
    rows.iter().enumerate().map(of).collect()
}

/// The months that the calendar knows.
fn months(page: &Page) -> Vec<(String, String)> {
    let known = |year: &i16| page.reader().pack().calendar.is_working(Date::constant(*year, 1, 1)).is_ok();
    let month = |year: i16| (1..=12).map(move |month| Date::constant(year, month, 1));
    let all = (2020..=2060_i16).filter(known).flat_map(month);
    all.map(|first| (first.strftime("%Y-%m").to_string(), page.month(first).to_string())).collect()
}

fn calculate(
    page: &Page,
    form: &Form,
    (terms, calendar): (&Terms, &Calendar),
    errors: &mut Errors,
) -> Option<ResultView> {
    let case = calculator::case(form, calendar, errors)?;
    match case.answer(terms, calendar) {
        Ok(answer) => Some(view(page, form, &answer)),
        Err(refusal) => {
            let (text, _) = page.refusal(refusal.code());
            errors.add(case.field(refusal, calendar), text);
            None
        }
    }
}

/// Every step of the rule with its numbers.
fn view(page: &Page, form: &Form, answer: &Answer) -> ResultView {
    let amount = &answer.amount;
    let days = |n: u32| page.t("term-days").with("n", n).to_string();
    let study = page
        .t("calc-step-study-value")
        .with("days", days(amount.study_days))
        .with("off", calculator::listed_days(&answer.off));
    let formula = page
        .t("calc-formula")
        .with(
            "nominal",
            crate::platform::http::format::parse_money(&form.nominal).map(|tiyn| page.money(tiyn)).unwrap_or_default(),
        )
        .with("payable", amount.payable_days)
        .with("study", amount.study_days)
        .with("due", page.money(amount.due.tiyn()));
    let steps = SummaryList::new()
        .row(page.t("calc-step-study"), study)
        .row(page.t("calc-step-enrolled"), days(amount.enrolled_days))
        .row(page.t("calc-step-present"), days(amount.present))
        .row(page.t("calc-step-excused"), days(amount.excused))
        .row(page.t("calc-step-leave"), days(amount.leave))
        .row(page.t("calc-step-closed"), days(amount.closed))
        .row(page.t("calc-step-unexcused"), days(amount.unexcused))
        .row(page.t("calc-step-payable"), days(amount.payable_days))
        .row(page.t("calc-step-rule"), calculator::told(page.reader().language, &answer.explanation))
        .row(page.t("calc-step-formula"), formula)
        .row(page.t("calc-step-clause"), answer.explanation.clause.clone());
    ResultView {
        due: page.money(amount.due.tiyn()),
        fee: amount.parental_fee_due.map(|fee| page.money(fee.tiyn())),
        steps,
        line: answer.line.clone(),
    }
}

impl ProgrammePage {
    /// The lists of days: id, label.
    fn lists(&self) -> Vec<(&'static str, String)> {
        LISTS.iter().map(|(name, _)| (*name, self.page.t_of("calc", name).to_string())).collect()
    }

    /// The days of the week: number, name.
    fn week(&self) -> Vec<(String, String)> {
        (1..=7).map(|day: i16| (day.to_string(), self.page.t_of("public-weekday", day).to_string())).collect()
    }
}
