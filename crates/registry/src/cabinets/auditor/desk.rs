//! The pages of the auditor.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form,
    extract::{Query, State},
    response::Response,
};
use law::Month;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    recompute::Recomputed,
    sample::{Sample, sample},
    store::{Draw, LineRow},
};
use crate::{
    app::App,
    cabinets::{
        lists, titles,
        work::{self, Asked},
    },
    platform::{
        Error, Result, access,
        error::refuse,
        govuk::{self, Cell, ErrorSummary, Errors, Input, Select, SummaryList, Table, Tag},
        http::{
            Caller, Page, Reader,
            page::{show as answer, show_again},
        },
    },
};

/// Lines of a sample at most.
const LINES_MAX: i64 = 200;
/// Letters of a seed at most.
const SEED_MAX: usize = 40;

/// The form as the address says it.
#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct Asking {
    month: Option<String>,
    programme: Option<String>,
    region: Option<String>,
    seed: Option<String>,
    lines: Option<String>,
}

fn said(text: Option<&String>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl Asking {
    /// What to draw, or what is wrong with the form.
    fn draw(&self, errors: &mut Errors) -> Option<Draw> {
        let month = said(self.month.as_ref()).and_then(Month::parse).map(Month::first);
        if month.is_none() {
            errors.say("month", "audit-error-month");
        }
        let seed = said(self.seed.as_ref()).filter(|seed| seed.chars().count() <= SEED_MAX);
        if seed.is_none() {
            errors.say("seed", "audit-error-seed");
        }
        let lines = said(self.lines.as_ref()).and_then(|lines| lines.parse::<i64>().ok());
        let lines = lines.filter(|lines| (1..=LINES_MAX).contains(lines));
        if lines.is_none() {
            errors.say("lines", "audit-error-lines");
        }
        Some(Draw {
            month: month?,
            programme: said(self.programme.as_ref()).map(str::to_owned),
            region: said(self.region.as_ref()).and_then(|region| region.parse().ok()),
            seed: seed?.to_owned(),
            lines: lines?,
        })
    }

    /// The query that draws the same again, with more if asked.
    fn query(draw: &Draw, more: &[(&str, &str)]) -> String {
        let (month, lines) = (draw.month.strftime("%Y-%m").to_string(), draw.lines.to_string());
        let region = draw.region.map(|region| format!("{region:02}")).unwrap_or_default();
        let own = [
            ("month", month.as_str()),
            ("seed", &draw.seed),
            ("lines", &lines),
            ("programme", draw.programme.as_deref().unwrap_or_default()),
            ("region", &region),
        ];
        lists::encode(own.into_iter().chain(more.iter().copied()))
    }
}

#[derive(Template)]
#[template(path = "cabinets/auditor/desk.html")]
struct DeskPage {
    page: Page,
    /// The programmes of the reader's mandate; none is all.
    own: Vec<String>,
    asking: Asking,
    errors: Errors,
}

impl DeskPage {
    fn value(value: Option<&String>) -> &str {
        said(value).unwrap_or_default()
    }

    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.page, &self.errors)
    }

    fn month(&self) -> Input {
        let month = Input::new("month", self.page.t("audit-month")).hint(self.page.t("audit-month-hint"));
        month
            .value(Self::value(self.asking.month.as_ref()))
            .error(self.errors.get("month"))
            .classes("govuk-input--width-10")
    }

    fn seed(&self) -> Input {
        let seed = Input::new("seed", self.page.t("audit-seed")).hint(self.page.t("audit-seed-hint"));
        seed.value(Self::value(self.asking.seed.as_ref()))
            .error(self.errors.get("seed"))
            .classes("govuk-input--width-20")
    }

    fn lines(&self) -> Input {
        let lines = Input::digits("lines", self.page.t("audit-lines")).hint(self.page.t("audit-lines-hint"));
        lines.value(said(self.asking.lines.as_ref()).unwrap_or("30")).error(self.errors.get("lines"))
    }

    fn programmes(&self) -> Select {
        lists::programmes(&self.page, &self.own, Self::value(self.asking.programme.as_ref()))
    }

    fn regions(&self) -> Select {
        lists::regions(&self.page, Self::value(self.asking.region.as_ref()))
    }
}

/// The form; a query fills it in, so that a sample can be drawn again with a change.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asking): Query<Asking>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.auditor.sample").await?;
    let errors = Errors::new(reader.language);
    answer(&DeskPage { page: reader.page("audit-title"), own: own(&caller), asking, errors })
}

#[derive(Template)]
#[template(path = "cabinets/auditor/sample.html")]
struct SamplePage {
    page: Page,
    sample: Sample,
    draw: Draw,
    files: Vec<(String, &'static str)>,
    again: String,
}

impl SamplePage {
    fn verdict(&self) -> String {
        let wrong = self.sample.lines.len().saturating_sub(self.sample.agreeing());
        match wrong {
            0 => self.page.t("audit-all-agree").into(),
            n => self.page.t("audit-some-differ").with("n", n).into(),
        }
    }

    fn facts(&self) -> SummaryList {
        let page = &self.page;
        let (lines, sum) = self.sample.population;
        let all = || page.t("filter-all").to_string();
        let programme = self.draw.programme.as_ref().map_or_else(all, |code| titles::programme(page.reader(), code));
        let region = self.draw.region.map_or_else(all, |code| titles::region(page.reader(), code));
        SummaryList::new()
            .row(page.t("audit-month"), page.month(self.draw.month))
            .row(page.t("audit-seed"), &self.draw.seed)
            .row(page.t("filter-programme"), programme)
            .row(page.t("filter-region"), region)
            .row(page.t("audit-population"), page.number(lines))
            .row(page.t("audit-population-sum"), page.money(sum))
            .row(page.t("audit-drawn"), self.sample.lines.len())
            .row(page.t("audit-drawn-sum"), page.money(self.sample.due()))
            .row(page.t("audit-agreeing"), self.sample.agreeing())
    }

    fn table(&self) -> Table {
        let page = &self.page;
        let table = Table::new(page.t("audit-lines-drawn"))
            .caption_hidden()
            .text(page.t("audit-act"))
            .text(page.t("audit-voucher"))
            .text(page.t("audit-line-month"))
            .number(page.t("audit-days"))
            .number(page.t("audit-computed"))
            .number(page.t("audit-due"))
            .text(page.t("audit-verdict"))
            .text(page.t("audit-why"));
        table.rows(self.sample.lines.iter().map(|(line, recomputed)| self.row(line, recomputed)))
    }

    fn row(&self, line: &LineRow, recomputed: &Recomputed) -> [Cell; 8] {
        let page = &self.page;
        let (verdict, why) = match recomputed {
            Recomputed::Agrees(why) => {
                let words = page
                    .t("audit-formula")
                    .with("nominal", page.amount(line.nominal))
                    .with("paid", line.told.payable_days)
                    .with("study", line.told.study_days)
                    .with("computed", page.amount(line.told.computed))
                    .with("clause", why.clause.clone())
                    .with("version", why.version.clone());
                (Tag::green(page.t("audit-agrees")), words.to_string())
            }
            Recomputed::Differs(told) => {
                let words = page
                    .t("audit-differs-why")
                    .with("computed", page.money(told.computed))
                    .with("days", told.payable_days);
                (Tag::red(page.t("audit-differs")), words.to_string())
            }
            Recomputed::Refused(code) => (Tag::red(page.t("audit-differs")), page.refusal(code).0.to_owned()),
        };
        [
            Cell::link(page.href(format_args!("/audit/acts/{}/act.pdf", line.act_id)), &line.act),
            Cell::new(&line.voucher),
            Cell::new(page.month(line.line_month)),
            Cell::number(format!("{} / {}", line.told.payable_days, line.told.study_days)),
            Cell::number(page.amount(line.told.computed)),
            Cell::number(page.amount(line.due)),
            Cell::html(verdict),
            Cell::new(why),
        ]
    }
}

pub(super) async fn draw(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asking): Query<Asking>,
) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    let Some(draw) = asking.draw(&mut errors) else {
        access::require(&app, &caller.actor, "page.auditor.sample").await?;
        let page = errors.on(reader.page("audit-title"));
        return show_again(&DeskPage { page, own: own(&caller), asking, errors });
    };
    let sample = sample(&app, &caller.actor, &draw).await?;
    let page = reader.page("audit-sample-title").wide().crumb("/audit", reader.t("audit-title"));
    let file = |form: &str| page.href(format_args!("/audit/sample/file{}", Asking::query(&draw, &[("form", form)])));
    let files = vec![(file("xlsx"), "XLSX"), (file("csv"), "CSV")];
    let again = page.href(format_args!("/audit{}", Asking::query(&draw, &[])));
    answer(&SamplePage { page, sample, files, again, draw })
}

/// The sample as a file: the same lines in the order drawn.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(wanted): Query<lists::Wanted>,
    Query(asking): Query<Asking>,
) -> Result<Response> {
    let form = lists::Form::parse(&wanted.form)?;
    let mut errors = Errors::new(reader.language);
    let Some(draw) = asking.draw(&mut errors) else { return refuse("page.unknown", "no such sample") };
    let sample = sample(&app, &caller.actor, &draw).await?;
    let header = [
        "act",
        "performer_bin",
        "voucher_number",
        "month",
        "study_days",
        "payable_days",
        "nominal",
        "computed",
        "due",
        "verdict",
        "recomputed",
    ];
    let row = |(line, recomputed): &(LineRow, Recomputed)| {
        let (verdict, again) = match recomputed {
            Recomputed::Agrees(_) => ("agrees", Some(line.told.computed)),
            Recomputed::Differs(told) => ("differs", Some(told.computed)),
            Recomputed::Refused(code) => (*code, None),
        };
        vec![
            line.act.clone().into(),
            line.performer_bin.clone().into(),
            line.voucher.clone().into(),
            line.line_month.strftime("%Y-%m").to_string().into(),
            i64::from(line.told.study_days).into(),
            i64::from(line.told.payable_days).into(),
            line.nominal.into(),
            line.told.computed.into(),
            line.due.into(),
            verdict.into(),
            again.into(),
        ]
    };
    lists::List::new("sample", header, sample.lines.iter().map(row).collect())
        .answer(form, &reader.about_file(app.clock.now()))
}

#[derive(Template)]
#[template(path = "cabinets/auditor/export.html")]
struct ExportPage {
    page: Page,
    /// The programmes of the reader's mandate; none is all.
    own: Vec<String>,
    asking: Asking,
    errors: Errors,
}

impl ExportPage {
    fn summary(&self) -> ErrorSummary {
        ErrorSummary::new(&self.page, &self.errors)
    }

    fn month(&self) -> Input {
        let month = Input::new("month", self.page.t("audit-month")).hint(self.page.t("audit-month-hint"));
        let value = said(self.asking.month.as_ref()).unwrap_or_default();
        month.value(value).error(self.errors.get("month")).classes("govuk-input--width-10")
    }

    fn programmes(&self) -> Select {
        lists::programmes(&self.page, &self.own, said(self.asking.programme.as_ref()).unwrap_or_default())
            .error(self.errors.get("programme"))
    }

    fn regions(&self) -> Select {
        lists::regions(&self.page, said(self.asking.region.as_ref()).unwrap_or_default())
            .error(self.errors.get("region"))
    }
}

pub(super) async fn export_form(State(app): State<Arc<App>>, reader: Reader, caller: Caller) -> Result<Response> {
    access::require(&app, &caller.actor, "export").await?;
    let errors = Errors::new(reader.language);
    let page = reader.page("audit-export-title");
    answer(&ExportPage { page, own: own(&caller), asking: Asking::default(), errors })
}

/// The audit export of a month as a job: a zip of all files of spec 2.6.
pub(super) async fn export(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(asking): Form<Asking>,
) -> Result<Response> {
    let mut errors = Errors::new(reader.language);
    match ask_for_export(&app, &caller, &asking, &mut errors).await? {
        Some(job) => Ok(reader.done(format!("/jobs/{job}"), "done-started")),
        None => {
            let page = errors.on(reader.page("audit-export-title"));
            show_again(&ExportPage { page, own: own(&caller), asking, errors })
        }
    }
}

/// Puts the job down; what the mandate does not cover is said at its field.
async fn ask_for_export(app: &App, caller: &Caller, asking: &Asking, errors: &mut Errors) -> Result<Option<Uuid>> {
    let Some(month) = said(asking.month.as_ref()).and_then(Month::parse).map(Month::first) else {
        errors.say("month", "audit-error-month");
        return Ok(None);
    };
    let programme = said(asking.programme.as_ref()).map(str::to_owned);
    let region = said(asking.region.as_ref()).and_then(|region| region.parse().ok());
    match work::start(app, &caller.actor, Asked::Export { month, programme, region }).await {
        Ok(job) => Ok(Some(job)),
        Err(error) => {
            let is_programme = matches!(&error, Error::Refused(refusal) if refusal.detail.starts_with("programme"));
            errors.refused(if is_programme { "programme" } else { "region" }, error)?;
            Ok(None)
        }
    }
}

fn own(caller: &Caller) -> Vec<String> {
    caller.actor.scope.programmes().to_vec()
}
