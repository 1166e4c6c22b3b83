//! The explanation of a line: the formula with its numbers, the days, the rate and its act, the rule and its clause.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use law::{Calendar, Terms};

use super::{
    Own, Purpose,
    act::{NamedLine, find, named_lines},
    grid::{self, Days},
    id_of, in_address,
    store::{
        self,
        lines::{Basis, Rate},
    },
};
use crate::{
    app::App,
    attendance::Mark,
    cabinets::{
        act_view::{
            Act, Explained, Line, Rule,
            view::{beside, beside_days},
        },
        days as days_shown, orders,
    },
    parties::GroupCalendar,
    platform::{
        Refusal, Result, blocks, govuk,
        http::{Caller, Page, Reader, page::show as render},
    },
};

#[derive(Template)]
#[template(path = "cabinets/org/line.html")]
struct LinePage {
    page: Page,
    act: Act,
    line: NamedLine,
    told: Explained,
    terms: &'static Terms,
    basis: Option<Basis>,
    /// The marks of the month, when they still are what the line was calculated from.
    days: Option<Vec<(Date, grid::Cell, grid::Column)>>,
}

/// `/org/acts/{id}/lines/{n}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id, n)): Path<(String, String, String)>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.acts").await?;
    let unknown = || Refusal::new("page.unknown", "the act has no such line");
    let n: i32 = n.parse().ok().filter(|n| *n > 0).ok_or_else(unknown)?;
    let tx = own.begin(&app).await?;
    let act = find(&tx, &own, id_of(&id, "act.unknown")?).await?;
    let found = named_lines(&tx, &act, n.saturating_sub(1), 1).await?.into_iter().next();
    let (person, line) = found.filter(|(_, one)| one.line.n == n).ok_or_else(unknown)?;
    let basis = store::lines::find_basis(&tx, &own, &act, n).await?;
    let today = tx.today();
    tx.commit().await?;
    own.reads(&app, person.as_slice(), Purpose::Act).await?;
    let told = Explained::of(app.pack(), &line.line, &act.programme).ok_or_else(unknown)?;
    let terms = app.pack().terms_on(&act.programme, line.line.line_month.last_of_month()).ok_or_else(unknown)?;
    let days = basis.as_ref().and_then(|basis| days(&app.pack().calendar, &line.line, basis, today));
    let name = match line.line.voucher.as_str() {
        "" => beside(&reader.page("org-title"), &line.line),
        _ => line.name.clone().unwrap_or_else(|| reader.t("org-name-erased").into()),
    };
    let page = reader.page_of(name).back(format!("/org/acts/{}#lines", act.id));
    render(&LinePage { page, act, line, told, terms, basis, days })
}

/// The days of the line's month, when the marks known now give the very numbers that were signed.
fn days(calendar: &Calendar, line: &Line, basis: &Basis, today: Date) -> Option<Vec<(Date, grid::Cell, grid::Column)>> {
    let of = GroupCalendar::parse(basis.weekdays, &basis.vacations)?;
    let days = Days::by(of, line.line_month, today, calendar)?;
    let counted = days.study & grid::span(basis.from_day, basis.last_day);
    let count = |mark: Mark| (basis.planes.days(mark) & counted).count_ones();
    let same = count(Mark::Present) == number(line.present)
        && count(Mark::Excused) == number(line.excused)
        && count(Mark::Closed) == number(line.closed)
        && count(Mark::Unexcused).saturating_add(count(Mark::Leave))
            == number(line.unexcused).saturating_add(number(line.leave))
        && days.study.count_ones() == number(line.study_days)
        && counted.count_ones() == number(line.enrolled_days);
    if !same {
        return None;
    }
    let shown = days.columns.iter().zip(1..).filter_map(|(column, day)| {
        let cell = grid::cell(basis.planes, (grid::span(basis.from_day, basis.last_day), &days), day);
        Some((days.month.day_or_last(day)?, cell, *column))
    });
    Some(shown.collect())
}

fn number(days: i16) -> u32 {
    u32::try_from(days).unwrap_or(0)
}

impl LinePage {
    fn formula(&self) -> String {
        let (page, line) = (&self.page, &self.line.line);
        if let Some(said) = beside_days(page, line, &self.told) {
            return said;
        }
        page.t("org-line-formula")
            .with("nominal", page.money(line.nominal))
            .with("payable", line.payable_days)
            .with("study", line.study_days)
            .with("computed", page.money(line.computed))
            .into()
    }

    fn is_by_days(&self) -> bool {
        matches!(self.told.rule, Rule::Allowed(_) | Rule::Enrolled)
    }

    fn rule(&self) -> String {
        match self.told.rule {
            Rule::Allowed(days) => self.page.t("org-rule-allowed").with("days", days).into(),
            Rule::Enrolled => self.page.t("org-rule-enrolled").into(),
            Rule::Estimate => self.page.t("funding-rule-estimate").into(),
            Rule::Capital => self.page.t("funding-rule-capital").into(),
        }
    }

    fn unpaid(&self) -> Option<String> {
        let (page, line) = (&self.page, &self.line.line);
        (self.told.unpaid > 0).then(|| match self.told.rule {
            Rule::Allowed(allowed) => page
                .t("org-unpaid-allowed")
                .with("days", self.told.unpaid)
                .with("absent", line.unexcused)
                .with("allowed", allowed)
                .into(),
            Rule::Enrolled | Rule::Estimate | Rule::Capital => {
                page.t("org-unpaid-not-seen").with("days", self.told.unpaid).into()
            }
        })
    }

    fn counts(&self) -> govuk::SummaryList {
        let (page, line) = (&self.page, &self.line.line);
        govuk::SummaryList::new()
            .row(page.t("org-col-study"), line.study_days)
            .row(page.t("org-col-enrolled"), line.enrolled_days)
            .row(page.t("org-col-present"), line.present)
            .row(page.t("org-col-excused"), line.excused)
            .row(page.t("org-col-leave"), line.leave)
            .row(page.t("org-col-closed"), line.closed)
            .row(page.t("org-col-unexcused"), line.unexcused)
            .row(page.t("org-col-payable"), line.payable_days)
    }

    fn sources(&self) -> govuk::SummaryList {
        let (page, line) = (&self.page, &self.line.line);
        let rate = self.basis.as_ref().and_then(|basis| basis.rate.as_ref());
        let list = govuk::SummaryList::new()
            .row(page.t("org-col-voucher"), &line.voucher)
            .row(page.t("org-col-contract"), &line.contract)
            .row(page.t("org-col-group"), &self.line.group)
            .row(page.t("org-col-nominal"), page.money(line.nominal));
        let list = match rate {
            Some(rate) => list.row_quoted(page.t("org-line-rate"), self.rate(rate)),
            None => list,
        };
        list.row(page.t("org-col-rule"), format!("{} · {}", self.told.version, orders::act(page, self.terms)))
            .row(page.t("org-line-clause"), self.told.clause)
            .row(page.t("org-line-known"), page.instant(self.act.known_at))
    }

    fn rate(&self, rate: &Rate) -> String {
        let page = &self.page;
        let text = page
            .t("org-line-rate-text")
            .with("sum", page.money(rate.monthly))
            .with("from", page.date(rate.valid_from))
            .with("number", &rate.act_number)
            .with("date", page.date(rate.act_date))
            .to_string();
        if rate.note.is_empty() { text } else { format!("{text} {}", rate.note) }
    }

    /// The child's month with where each mark comes from.
    fn attendance(&self) -> Option<String> {
        let basis = self.basis.as_ref()?;
        let month = in_address(self.line.line.line_month);
        Some(self.page.href(format!("/org/attendance/{month}/children/{}", basis.contract)))
    }

    fn kind(&self, cell: &grid::Cell, column: &grid::Column) -> blocks::DayKind {
        cell.kind(*column)
    }

    fn mark(&self, cell: &grid::Cell, column: &grid::Column) -> blocks::Mark {
        if let grid::Cell::Conflict(mark) = cell {
            return blocks::Mark::struck(&self.page, days_shown::kind(*mark));
        }
        blocks::Mark::new(&self.page, &cell.kind(*column))
    }
}
