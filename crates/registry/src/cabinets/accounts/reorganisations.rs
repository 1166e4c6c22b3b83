//! The registrar's page of performers that take over from others: what was entered, and a form that tries first and then does.

use std::sync::Arc;

use askama::Template;
use axum::{Form as Body, extract::State as Of, response::Response};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    app::App,
    cabinets::{issuer::step_up::StepUp, titles},
    parties::store::successions::{self, Taken},
    platform::{
        Result, access,
        govuk::{self, Cell, DateInput, Errors, Radios, SummaryList, Table},
        http::{
            Caller, Page, Reader,
            page::{show, show_again},
        },
    },
    reorganisations::{Kind, Reorganised, Reorganising, reorganise},
};

/// Rows listed.
const LISTED: i64 = 100;
const PATH: &str = "/registrar/reorganisations";

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Written {
    predecessor: String,
    successor: String,
    kind: String,
    document: String,
    #[serde(rename = "on-day")]
    day: String,
    #[serde(rename = "on-month")]
    month: String,
    #[serde(rename = "on-year")]
    year: String,
    /// `try` or `carry`.
    #[serde(rename = "do")]
    act: String,
}

impl Written {
    fn date(&self) -> Option<Date> {
        let year = self.year.trim().parse().ok().filter(|year| (2020..=2100).contains(year))?;
        Date::new(year, self.month.trim().parse().ok()?, self.day.trim().parse().ok()?).ok()
    }

    fn asked(&self, errors: &mut Errors) -> Option<Reorganising> {
        let (on, kind) = (self.date(), Kind::of(&self.kind));
        if on.is_none() {
            errors.say("on", "reorganise-on-empty");
        }
        if kind.is_none() {
            errors.say("kind", "reorganise-kind-empty");
        }
        let (predecessor, successor) = (self.predecessor.trim().to_owned(), self.successor.trim().to_owned());
        Some(Reorganising { predecessor, successor, kind: kind?, on: on?, document: self.document.trim().to_owned() })
    }
}

#[derive(Template)]
#[template(path = "cabinets/accounts/reorganisations.html")]
struct ReorganisationsPage {
    page: Page,
    errors: Errors,
    written: Written,
    step_up: StepUp,
    /// What a try has found.
    tried: Option<Reorganised>,
    taken: Option<Table>,
}

async fn page(
    (app, reader, caller): (&App, &Reader, &Caller),
    (written, errors, tried): (Written, Errors, Option<Reorganised>),
) -> Result<ReorganisationsPage> {
    access::require(app, &caller.actor, "page.registrar").await?;
    let tx = app.begin(&caller.actor, "accounts.read", 0).await?;
    let taken = successions::list_newest(&tx, LISTED).await?;
    tx.commit().await?;
    let page = errors.on(reader.page("reorganise-title")).crumb("/registrar/accounts", reader.t("accounts-title"));
    let row = |taken: &Taken| {
        let row = &taken.succession;
        [
            Cell::new(titles::region(reader, row.region)),
            Cell::new(&taken.predecessor_bin),
            Cell::new(&taken.successor_bin),
            Cell::new(page.t(format!("reorganise-kind-{}", row.kind.replace('_', "-")))),
            Cell::new(page.date(row.effective_on)),
            Cell::new(&row.document),
        ]
    };
    let table = Table::new(page.t("reorganise-taken")).caption_hidden().stacked();
    let heads = ["entry-region", "reorganise-predecessor", "reorganise-successor", "reorganise-kind", "reorganise-on"];
    let table = heads.into_iter().fold(table, |table, head| table.text(page.t(head))).text(page.t("account-document"));
    let taken = (!taken.is_empty()).then(|| table.rows(taken.iter().map(row)));
    let step_up = StepUp::seen(reader, caller, app.clock.now(), PATH);
    Ok(ReorganisationsPage { page, errors, written, step_up, tried, taken })
}

pub(super) async fn list(Of(app): Of<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    let errors = Errors::new(reader.language);
    show(&page((&app, &reader, &caller), (Written::default(), errors, None)).await?)
}

/// Tries, and shows what would go over; or carries out what was tried.
pub(super) async fn enter(
    Of(app): Of<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Body(written): Body<Written>,
) -> Result<Response> {
    let dry_run = written.act != "carry";
    if !dry_run {
        caller.require_step_up(app.clock.now())?;
    }
    let mut errors = Errors::new(reader.language);
    let Some(what) = written.asked(&mut errors) else {
        return show_again(&page((&app, &reader, &caller), (written, errors, None)).await?);
    };
    match reorganise(&app, &caller.actor, &what, dry_run).await {
        Ok(done) if dry_run => show(&page((&app, &reader, &caller), (written, errors, Some(done))).await?),
        Ok(_) => Ok(reader.done(PATH, "done-reorganised")),
        Err(error) => {
            let field = match error.code() {
                Some("end.document") => "document",
                Some("performer.unknown") => "predecessor",
                Some("month.closed") => "on",
                _ => "successor",
            };
            errors.refused(field, error)?;
            show_again(&page((&app, &reader, &caller), (written, errors, None)).await?)
        }
    }
}

impl ReorganisationsPage {
    fn kinds(&self) -> Radios {
        let page = &self.page;
        let item = |kind: Kind| {
            let word = kind.code().replace('_', "-");
            (kind.code(), page.t(format!("reorganise-kind-{word}")))
        };
        Radios::new("kind", page.t("reorganise-kind"))
            .items(Kind::ALL.map(item))
            .value(&self.written.kind)
            .error(self.errors.get("kind"))
    }

    fn on(&self) -> DateInput {
        let written = &self.written;
        DateInput::new(&self.page, "on", self.page.t("reorganise-on"))
            .hint(self.page.t("reorganise-on-hint"))
            .written([&written.day, &written.month, &written.year])
            .error(self.errors.get("on"))
    }

    fn found(&self, done: &Reorganised) -> SummaryList {
        let page = &self.page;
        let number = |count: usize| page.number(i64::try_from(count).unwrap_or(i64::MAX));
        SummaryList::new()
            .row(page.t("reorganise-performers"), number(done.performers))
            .row(page.t("reorganise-orders"), number(done.state_orders))
            .row(page.t("reorganise-contracts"), number(done.contracts))
            .row(page.t("reorganise-portions"), number(done.portions))
            .row(page.t("reorganise-booked"), page.money(done.booked))
    }
}
