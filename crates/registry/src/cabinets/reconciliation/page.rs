//! The statement on a page, the same for both sides: who with, which period, the balances, what has moved.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;

use super::{Row, Sides, Statement, paper::document, statement, store::list_issuers};
use crate::{
    app::App,
    platform::{
        Actor, Result, Role, Tx,
        error::refuse,
        govuk::{self, Cell, Input, Select, SummaryList, Table},
        http::{self, Caller, Language, Reader, page::show as render},
        paper::Form,
    },
};

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    /// The other side's BIN.
    with: String,
    /// First day; empty for 1 January.
    from: String,
    /// Last day; empty for today.
    to: String,
    /// Of a file: its form.
    form: String,
}

/// Which cabinet shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// Its path behind the language.
    pub(crate) path: &'static str,
    /// The cabinet's first page and the key of its title.
    pub(crate) above: (&'static str, &'static str),
}

#[derive(Template)]
#[template(path = "cabinets/reconciliation/page.html")]
struct StatementPage {
    page: http::Page,
    here: String,
    asked: Asked,
    period: (Date, Date),
    /// The issuers to choose from; nothing for an issuer, who writes the performer's BIN.
    issuers: Option<Vec<(String, String)>>,
    found: Option<Statement>,
}

/// The period asked for; what is no day is the default.
fn period(asked: &Asked, today: Date) -> (Date, Date) {
    let to = asked.to.parse().unwrap_or(today);
    let from = asked.from.parse().unwrap_or_else(|_| to.first_of_year());
    (from.min(to), to)
}

/// The two sides, when the address names the other one or there is only one.
async fn sides(tx: &Tx<'_>, actor: &Actor, asked: &Asked) -> Result<(Option<Sides>, Option<Vec<(String, String)>>)> {
    let own = actor.organisation.clone();
    let with = asked.with.trim().to_owned();
    if actor.role == Role::Performer {
        let issuers = list_issuers(tx, &own).await?;
        let issuer = if with.is_empty() { issuers.first().map(|(bin, _)| bin.clone()) } else { Some(with) };
        return Ok((issuer.map(|issuer| Sides { performer: own, issuer }), Some(issuers)));
    }
    Ok(((!with.is_empty()).then_some(Sides { performer: with, issuer: own }), None))
}

/// The page.
///
/// # Errors
/// `performer.unknown`; faults.
pub(crate) async fn show(
    (app, reader, caller): (&App, &Reader, &Caller),
    kind: Page,
    asked: Asked,
) -> Result<Response> {
    let tx = app.begin(&caller.actor, "reconciliation.read", 0).await?;
    let period = period(&asked, tx.today());
    let (sides, issuers) = sides(&tx, &caller.actor, &asked).await?;
    let found = match sides {
        Some(sides) => Some(statement(&tx, sides, period).await?),
        None => None,
    };
    tx.commit().await?;
    let page = reader.page("recon-title").crumb(kind.above.0, reader.t(kind.above.1));
    render(&StatementPage { here: page.href(kind.path), page, asked, period, issuers, found })
}

/// The file of the same question.
///
/// # Errors
/// `page.unknown`, `performer.unknown`; faults.
pub(crate) async fn file((app, caller): (&App, &Caller), asked: Asked) -> Result<Response> {
    let form = Form::parse(&asked.form)?;
    let tx = app.begin(&caller.actor, "reconciliation.read", 0).await?;
    let (sides, _) = sides(&tx, &caller.actor, &asked).await?;
    let Some(sides) = sides else { return refuse("page.unknown", "with whom?") };
    let found = statement(&tx, sides, period(&asked, tx.today())).await?;
    tx.commit().await?;
    found.made()?.answer(form).await
}

impl StatementPage {
    /// The issuers that the performer has acts with.
    fn choice(&self, issuers: &[(String, String)]) -> Select {
        let named = |(bin, name): &(String, String)| (bin.clone(), format!("{name}, {bin}"));
        let chosen = self.found.as_ref().map(|found| found.sides.issuer.as_str()).unwrap_or_default();
        Select::new("with", self.page.t("recon-with")).choices(issuers.iter().map(named)).value(chosen)
    }

    fn written(&self) -> Input {
        let input = Input::digits("with", self.page.t("recon-with-performer"));
        input.value(&self.asked.with).classes("govuk-input--width-20")
    }

    fn day(&self, name: &'static str) -> Input {
        let day = if name == "from" { self.period.0 } else { self.period.1 };
        let label = self.page.t(format!("recon-{name}"));
        Input::new(name, label).kind("date").value(day).classes("govuk-input--width-10")
    }

    fn summary(&self, found: &Statement) -> SummaryList {
        let page = &self.page;
        let list = SummaryList::new()
            .row(page.t("recon-opening"), page.money(found.opening))
            .row(page.t("recon-accrued"), page.money(found.accrued()))
            .row(page.t("recon-paid"), page.money(found.paid()))
            .row(page.t("recon-closing"), page.money(found.closing()))
            .row(page.t("recon-due"), page.money(found.due))
            .row(page.t("recon-receivable"), page.money(found.receivable));
        if found.set_off == 0 { list } else { list.row(page.t("recon-set-off"), page.money(found.set_off)) }
    }

    fn rows(&self, found: &Statement) -> Table {
        let page = &self.page;
        let amount = |sum: i64| if sum == 0 { "–".to_owned() } else { page.amount(sum) };
        let row = |row: &Row| {
            let said = document(row);
            let said = if page.reader().language == Language::Kk { said.kk } else { said.ru };
            [
                Cell::new(page.date(row.on)),
                Cell::new(said),
                Cell::number(amount(row.accrued)),
                Cell::number(amount(row.paid)),
            ]
        };
        Table::new(page.t("recon-rows"))
            .caption_hidden()
            .text(page.t("recon-on"))
            .text(page.t("recon-document"))
            .number(page.t("recon-accrued-tenge"))
            .number(page.t("recon-paid-tenge"))
            .rows(found.rows.iter().map(row))
    }

    fn href(&self, found: &Statement, form: &str) -> String {
        let with = if self.issuers.is_some() { &found.sides.issuer } else { &found.sides.performer };
        format!("{}/file?with={with}&from={}&to={}&form={form}", self.here, found.from, found.to)
    }
}
