//! `/org/fees`: what parents are charged for a month, what they have paid and owe; fees and payments entered one by one as rows of the files.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::civil::Date;
use law::{Month, terms::ParentalFee};
use serde::{Deserialize, Serialize};

use super::{Own, brand};
use crate::{
    app::App,
    cabinets::{
        charges::{self, ChargeList, Party, store},
        lists::{self, List, Question, filled},
        work::{self, Kind},
    },
    contracts::fees::Age,
    platform::{
        Actor, Result, Scope,
        error::refuse,
        govuk::{self, Cell, Errors, Select, Table},
        http::{
            Caller, Page, Reader,
            format::parse_money,
            page::{show as render, show_again},
        },
        identity::capacities,
        paper::Form as Paper,
    },
};

/// What the address asks for.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(in crate::cabinets) struct Asked {
    /// The programme; empty: the first that knows a fee.
    programme: String,
    /// `yyyy-mm`; empty: the month before this one.
    month: String,
}

#[derive(Template)]
#[template(path = "cabinets/org/fees.html")]
struct FeesPage {
    page: Page,
    here: String,
    parties: Vec<Party>,
    found: Option<ChargeList>,
    written: Written,
    errors: Errors,
}

/// A fee or a payment as the forms send it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    /// `fee` or `payment`.
    r#do: String,
    programme: String,
    contract: String,
    group: String,
    month: String,
    sum: String,
    paid_on: String,
    paid: String,
    given_back: String,
    reference: String,
}

async fn read(app: &App, own: &Own, asked: &Asked) -> Result<(Vec<Party>, Option<ChargeList>)> {
    let tx = own.begin(app).await?;
    let mut parties = store::list_parties(&tx, &own.regions, &own.performers).await?;
    let knows = |party: &Party| {
        tx.pack().latest_terms(&party.programme).is_some_and(|terms| terms.parental_fee != ParentalFee::None)
    };
    parties.retain(knows);
    let last = tx.today().first_of_month().yesterday().unwrap_or(tx.today()).first_of_month();
    let month = filled(&asked.month).and_then(Month::parse).map_or(last, Month::first);
    let wanted = parties.iter().find(|party| asked.programme.is_empty() || party.programme == asked.programme).cloned();
    let found = match wanted {
        Some(party) => Some(charges::list(&tx, party, month).await?),
        None => None,
    };
    tx.commit().await?;
    Ok((parties, found))
}

async fn page(
    (app, own, reader): (&App, &Own, &Reader),
    asked: Asked,
    (written, errors): (Written, Errors),
) -> Result<FeesPage> {
    let (parties, found) = read(app, own, &asked).await?;
    let page = reader.page("fees-title").crumb("/org", reader.t("org-title")).wide();
    let here = page.href("/org/fees");
    Ok(FeesPage { page: errors.on(page), here, parties, found, written, errors })
}

/// The page.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.fees").await?;
    let empty = (Written::default(), Errors::new(reader.language));
    render(&page((&app, &own, &reader), asked, empty).await?)
}

/// Takes a fee or a payment: a row of the file, brought alone, so that a row is judged in one way.
pub(super) async fn enter(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.fees").await?;
    let mut errors = Errors::new(reader.language);
    let (field, kind) = match written.r#do.as_str() {
        "fee" => ("sum", Kind::Fees),
        "payment" => ("paid", Kind::FeePayments),
        _ => return refuse("input.invalid", "fee or payment"),
    };
    match row(&written, &caller.actor.organisation) {
        None => errors.say(field, "fees-sum-wrong"),
        Some(file) => {
            let asked = work::Asked::Import { kind, name: "form.csv", bytes: file.as_bytes(), dry_run: false };
            match work::start(&app, &caller.actor, asked).await {
                Ok(job) => return Ok(Redirect::to(&reader.href(format!("/org/import/{job}"))).into_response()),
                Err(error) => errors.refused(field, error)?,
            }
        }
    }
    let asked = Asked { programme: written.programme.clone(), month: String::new() };
    show_again(&page((&app, &own, &reader), asked, (written, errors)).await?)
}

/// The file of one row; nothing when a sum is none.
fn row(written: &Written, bin: &str) -> Option<String> {
    let quoted = |cells: &[&str]| -> String {
        cells.iter().map(|cell| format!("\"{}\"", cell.trim().replace('"', "\"\""))).collect::<Vec<_>>().join(",")
    };
    if written.r#do == "fee" {
        let sum = parse_money(&written.sum)?.to_string();
        let cells = [bin, &written.programme, &written.contract, &written.group, &written.month, &sum];
        return Some(format!("performer_bin,programme,contract_number,group,from,monthly_tiyn\n{}\n", quoted(&cells)));
    }
    let sum = parse_money(&written.paid).filter(|sum| *sum > 0)?;
    let sum = if written.given_back == "1" { format!("-{sum}") } else { sum.to_string() };
    let cells = [bin, &written.programme, &written.contract, &written.paid_on, &sum, &written.reference];
    Some(format!("performer_bin,programme,contract_number,paid_on,amount_tiyn,reference\n{}\n", quoted(&cells)))
}

/// The form of the paper.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Wanted {
    form: String,
}

/// The list as a paper.
pub(super) async fn paper(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(asked): Query<Asked>,
    Query(wanted): Query<Wanted>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.fees").await?;
    let form = Paper::parse(&wanted.form)?;
    match read(&app, &own, &asked).await?.1 {
        Some(found) => found.made()?.answer(form).await,
        None => refuse("fee.not_charged", ""),
    }
}

impl Question for Asked {
    const WORD: &'static str = "fees";
    const PATH: &'static str = "/org/fees";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("programme", &self.programme), ("month", &self.month)]
    }

    fn after(&self) -> &str {
        ""
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<List> {
        crate::platform::access::require(app, actor, "page.org.fees").await?;
        // A job keeps no scope: what is the organisation's own is found anew.
        let own = match &actor.scope {
            Scope::Own { .. } => Own::of(actor.clone())?,
            Scope::National | Scope::Regions(_) | Scope::Programmes { .. } => {
                Own::of(actor.with_scope(capacities::of_organisation(app, &actor.organisation).await?))?
            }
        };
        match read(app, &own, self).await?.1 {
            Some(found) => Ok(found.table(limit)),
            None => refuse("fee.not_charged", ""),
        }
    }
}

impl FeesPage {
    fn programmes(&self, id: &'static str) -> Select {
        let choice = |party: &Party| (party.programme.clone(), brand(self.page.reader(), &party.programme).to_owned());
        let chosen = self.found.as_ref().map_or("", |found| found.party.programme.as_str());
        Select::new(id, self.page.t("fees-programme")).choices(self.parties.iter().map(choice)).value(chosen)
    }

    fn months(&self, found: &ChargeList) -> Select {
        let months = (0..18_i64).filter_map(|n| Month::of(found.today).plus(-n)).map(Month::first);
        let choice = |month: Date| (super::in_address(month), self.page.month(month).to_string());
        Select::new("month", self.page.t("fees-month"))
            .choices(months.map(choice))
            .value(super::in_address(found.month))
    }

    fn table(&self, found: &ChargeList) -> Table {
        let page = &self.page;
        let sum = |sum: i64| Cell::number(if sum == 0 { String::new() } else { page.amount(sum).to_string() });
        let row = |row: &charges::Row| {
            let formula = if row.study == 0 {
                String::new()
            } else {
                let formula = page.t("fees-formula").with("fee", page.amount(row.fee));
                formula.with("days", row.days).with("study", row.study).to_string()
            };
            let mut cells = vec![Cell::new(&row.contract), Cell::new(formula), sum(row.due), sum(row.stands.paid)];
            cells.push(sum(row.stands.rest()));
            cells.extend([Age::One, Age::Two, Age::Three].map(|age| sum(row.stands.aged(age, found.today))));
            cells.push(sum(row.stands.ahead));
            cells
        };
        Table::new(page.t("fees-table"))
            .text(page.t("fees-contract"))
            .text(page.t("fees-how"))
            .number(page.t("fees-due"))
            .number(page.t("fees-paid"))
            .number(page.t("fees-owed"))
            .number(page.t("fees-age-one"))
            .number(page.t("fees-age-two"))
            .number(page.t("fees-age-three"))
            .number(page.t("fees-ahead"))
            .rows(found.rows.iter().map(row))
    }

    fn files(&self, found: &ChargeList) -> Vec<(String, String)> {
        let asked = Asked { programme: found.party.programme.clone(), month: super::in_address(found.month) };
        let paper = |form: &str, text: String| {
            (self.page.href(format_args!("/org/fees/paper{}", asked.with(&[("form", form)]))), text)
        };
        let mut files = vec![paper("pdf", self.page.t("paper-pdf").to_string()), paper("xml", "XML".to_owned())];
        files.extend(asked.files(&self.page).into_iter().map(|(href, name)| (href, name.to_owned())));
        files
    }
}

/// The list for a job.
pub(in crate::cabinets) async fn long_list(asked: &lists::Long<'_>) -> Result<Option<List>> {
    asked.of::<Asked>().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_a_file_of_one_row_whatever_is_written_in_it() {
        let written = Written {
            r#do: "payment".to_owned(),
            programme: "preschool".to_owned(),
            contract: "A \"1\", 2".to_owned(),
            paid: "1 234,50".to_owned(),
            paid_on: "2026-10-01".to_owned(),
            reference: "R-1".to_owned(),
            ..Written::default()
        };
        let file = row(&written, "990340001231").unwrap();
        assert!(file.ends_with("\"A \"\"1\"\", 2\",\"2026-10-01\",\"123450\",\"R-1\"\n"), "{file}");
        let back = Written { given_back: "1".to_owned(), ..written.clone() };
        assert!(row(&back, "990340001231").unwrap().contains("\"-123450\""));
        assert_eq!(row(&Written { paid: "0".to_owned(), ..written }, "990340001231"), None);
    }
}
