//! One act: what is to be done, what it says, what was kept out of it, its lines, what changed, who signed, what happened.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use documents::sum_words::{Tongue, sum_in_words};
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Own, Purpose,
    acts::state_tag,
    brand, id_of,
    lists::Wanted,
    name_in,
    steps::StepView,
    store::{self, acts::Which, lines::Whose},
    way::{self, Counting},
};
use crate::{
    acts,
    app::App,
    cabinets::{
        act_view::{
            Act, Changes, Event, Exception, Explained, Line, Signature as Stored, store as view,
            view::{beside, beside_days},
        },
        lists::{Datum as Cell, List},
        names, orders,
    },
    platform::{
        Result, Scope, Tx,
        blocks::{self, Timeline, Tracker},
        error::refuse,
        govuk,
        http::{Caller, Page, Reader, page::show as render},
        paper::Form,
    },
};

/// Lines on a page, exceptions and changes shown.
const LINES: usize = 50;
const EXCEPTIONS: i64 = 100;
const CHANGES: i64 = 50;

/// What the address asks for.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Lines after this number.
    after: Option<i32>,
}

/// A line with whose it is.
pub(super) struct NamedLine {
    pub(super) line: Line,
    pub(super) name: Option<String>,
    pub(super) group: String,
}

/// A signature with what its certificate says.
struct Signature {
    stored: Stored,
    name: String,
    serial: String,
}

#[derive(Template)]
#[template(path = "cabinets/org/act.html")]
struct ActPage {
    page: Page,
    act: Act,
    is_current: bool,
    steps: Vec<StepView>,
    exceptions: Vec<Exception>,
    lines: Vec<NamedLine>,
    next: Option<String>,
    first: Option<String>,
    changes: Changes,
    signatures: Vec<Signature>,
    events: Vec<Event>,
}

/// An act of the organisation; another's is as unknown as one that is not there.
pub(super) async fn find(tx: &Tx<'_>, own: &Own, id: Uuid) -> Result<Act> {
    let found = view::find_act(tx, id).await?;
    let is_own = |act: &Act| own.performers.contains(&act.performer_id);
    match found.filter(is_own) {
        Some(act) => Ok(act),
        None => refuse("act.unknown", id.to_string()),
    }
}

/// Whether nothing was recorded since the act was made that a new version would take in.
pub(super) async fn is_current(app: &App, own: &Own, act: &Act) -> Result<bool> {
    let tx = app.begin(&own.actor.with_scope(Scope::Regions(vec![act.region])), "org.read", act.region).await?;
    let current = store::is_current(&tx, (act.region, act.month, act.id), act.performer_id).await?;
    tx.commit().await?;
    Ok(current)
}

/// `/org/acts/{id}`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.acts").await?;
    let tx = own.begin(&app).await?;
    let act = find(&tx, &own, id_of(&id, "act.unknown")?).await?;
    let after = asked.after.unwrap_or(0);
    let mut lines = named_lines(&tx, &act, after, i64::try_from(LINES).unwrap_or(50).saturating_add(1)).await?;
    let exceptions = view::list_exceptions(&tx, &act, EXCEPTIONS).await?;
    let changes = view::list_changes(&tx, &act, CHANGES).await?;
    let signatures = signatures(&tx, &own, &act).await?;
    let events = view::list_events(&tx, &act).await?;
    let steps = steps(&tx, &own, &act).await?;
    tx.commit().await?;
    let more = lines.len() > LINES;
    lines.truncate(LINES);
    own.reads(&app, &persons(&lines), Purpose::Act).await?;
    let is_current = is_current(&app, &own, &act).await?;
    let page = reader.page_of(reader.t("org-act-title").with("month", reader.page("org-title").month(act.month)));
    let page = page.crumb("/org", reader.t("org-title")).crumb("/org/acts", reader.t("org-acts-title"));
    let link =
        |after: Option<i32>| after.map(|n| format!("{}?after={n}#lines", reader.href(format!("/org/acts/{id}"))));
    let next = link(lines.last().filter(|_| more).map(|one| one.1.line.n));
    let first = (after > 0).then(|| format!("{}#lines", reader.href(format!("/org/acts/{id}"))));
    let steps = steps.iter().map(|step| StepView::of(&page, *step)).collect();
    let lines = lines.into_iter().map(|(_, line)| line).collect();
    render(&ActPage { page, act, is_current, steps, exceptions, lines, next, first, changes, signatures, events })
}

async fn steps(tx: &Tx<'_>, own: &Own, act: &Act) -> Result<Vec<way::Step>> {
    let which = Which { month: Some(act.month), ..Which::default() };
    let acts = store::acts::list_acts(tx, own, &which, 100).await?;
    let taken = acts.into_iter().find(|one| one.id == act.id).map(|one| one.taken).unwrap_or_default();
    let Some(terms) = tx.pack().terms_on(&act.programme, act.month.last_of_month()) else { return Ok(Vec::new()) };
    let by = Counting { calendar: &tx.pack().calendar, terms, month: act.month, today: tx.today() };
    Ok(way::steps(taken, by).into())
}

/// Lines with whose they are: person, line; a line that is of no part is nobody's.
type Read = (Option<(i16, Uuid)>, NamedLine);

pub(super) async fn named_lines(tx: &Tx<'_>, act: &Act, after: i32, limit: i64) -> Result<Vec<Read>> {
    let lines = view::list_lines(tx, act, "", after, limit).await?;
    let numbers: Vec<i32> = lines.iter().map(|line| line.n).collect();
    let whose = store::lines::list_whose(tx, act, &numbers).await?;
    let mut whose: HashMap<i32, Whose> = whose.into_iter().map(|one| (one.n, one)).collect();
    let named = |line: Line| {
        if line.voucher.is_empty() {
            return Some((None, NamedLine { line, name: None, group: String::new() }));
        }
        let whose = whose.remove(&line.n)?;
        let name = names::reveal(&tx.app().secrets, whose.wrapped_key.as_deref(), &whose.name_cipher);
        Some((Some(whose.person), NamedLine { line, name, group: whose.group }))
    };
    Ok(lines.into_iter().filter_map(named).collect())
}

fn persons(lines: &[Read]) -> Vec<(i16, Uuid)> {
    lines.iter().filter_map(|(person, _)| *person).collect()
}

/// The signatures with what their certificates say.
async fn signatures(tx: &Tx<'_>, own: &Own, act: &Act) -> Result<Vec<Signature>> {
    let messages: HashMap<String, Vec<u8>> = store::acts::list_messages(tx, own, act.id).await?.into_iter().collect();
    let with_certificate = |stored: Stored| {
        let certificate = messages.get(&stored.side).and_then(|cms| eds::cms::claimed(cms).into_iter().next());
        let certificate = certificate.as_ref();
        Signature {
            name: certificate.and_then(|known| known.name()).unwrap_or_default().to_owned(),
            serial: certificate.map(eds::Certificate::serial).unwrap_or_default(),
            stored,
        }
    };
    Ok(view::list_signatures(tx, act).await?.into_iter().map(with_certificate).collect())
}

/// `/org/acts/{id}/act.xml`, the very bytes that are signed, and `.pdf` and `.xlsx`, which show them.
pub(super) async fn document(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id, form)): Path<(String, String, String)>,
) -> Result<Response> {
    let form = Form::parse(&form)?;
    let own = Own::enter(&app, &caller, "page.org.acts").await?;
    let tx = own.begin(&app).await?;
    let act = find(&tx, &own, id_of(&id, "act.unknown")?).await?;
    let frozen = acts::paper::find(&tx, act.id).await?;
    tx.commit().await?;
    frozen.answer(app.pack(), form).await
}

/// `/org/acts/{id}/lines.csv` or `.xlsx`.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id, kind)): Path<(String, String, String)>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.acts").await?;
    Wanted::Lines(id).answer((&app, &reader, &caller), &own, &kind).await
}

/// The lines for a file.
pub(super) async fn list((app, own, reader): (&App, &Own, &Reader), id: &str, limit: i64) -> Result<List> {
    let tx = own.begin(app).await?;
    let act = find(&tx, own, id_of(id, "act.unknown")?).await?;
    let lines = named_lines(&tx, &act, 0, limit).await?;
    tx.commit().await?;
    own.reads(app, &persons(&lines), Purpose::Act).await?;
    let heads = [
        "n",
        "child",
        "group",
        "voucher",
        "month",
        "nominal-tiyn",
        "study",
        "enrolled",
        "present",
        "excused",
        "leave",
        "closed",
        "unexcused",
        "payable",
        "due-tiyn",
    ];
    let header = heads.map(|head| reader.t(format!("org-col-{head}")).to_string());
    let erased = reader.t("org-name-erased").to_string();
    let rows = lines.iter().map(|(_, line)| cells(line, &erased)).collect();
    Ok(List::new(act.number, header, rows))
}

fn cells(one: &NamedLine, erased: &str) -> Vec<Cell> {
    let line = &one.line;
    let mut cells = vec![
        Cell::Number(line.n.into()),
        Cell::text(if line.voucher.is_empty() { "" } else { one.name.as_deref().unwrap_or(erased) }),
        Cell::text(&one.group),
        Cell::text(&line.voucher),
        Cell::text(super::in_address(line.line_month)),
        Cell::Number(line.nominal),
    ];
    let days = [
        line.study_days,
        line.enrolled_days,
        line.present,
        line.excused,
        line.leave,
        line.closed,
        line.unexcused,
        line.payable_days,
    ];
    cells.extend(days.map(|days| Cell::Number(days.into())));
    cells.push(Cell::Number(line.due));
    cells
}

impl ActPage {
    fn way(&self) -> Tracker {
        Tracker::new(self.steps.iter().map(StepView::tracked))
    }

    fn is_draft(&self) -> bool {
        self.act.state == "draft"
    }

    fn link(&self, rest: &str) -> String {
        self.page.href(format!("/org/acts/{}{rest}", self.act.id))
    }

    fn summary(&self) -> govuk::SummaryList {
        let (page, act) = (&self.page, &self.act);
        let rule = page.reader().pack().terms_on(&act.programme, act.month.last_of_month());
        let rule =
            rule.map(|terms| format!("{} {}; {}", terms.source, page.date(terms.valid_from), orders::act(page, terms)));
        let mut list = govuk::SummaryList::new()
            .row(page.t("org-col-act"), &act.number)
            .row_html(page.t("org-col-state"), state_tag(page, &act.state))
            .row(page.t("org-col-total"), page.money(act.total));
        if act.set_off() > 0 {
            let text =
                page.t("org-act-set-off-text").with("sum", page.money(act.set_off())).with("due", page.money(act.due));
            list = list.row(page.t("org-act-set-off"), text);
        }
        list.row(page.t("org-col-lines"), act.lines)
            .row(page.t("org-col-enrolled-days"), act.enrolled_days)
            .row(page.t("org-col-qr-days"), act.qr_days)
            .row(page.t("org-col-programme"), brand(page.reader(), &act.programme))
            .row(page.t("org-col-performer"), format!("{}, {}", self.performer(), act.performer_bin))
            .row(page.t("org-col-issuer"), format!("{}, {}", act.issuer_name, act.issuer_bin))
            .row(
                page.t("org-col-version"),
                page.t("org-act-version").with("version", act.version).with("at", page.instant(act.known_at)),
            )
            .row(page.t("org-col-rule"), rule.unwrap_or_default())
    }

    fn performer(&self) -> &str {
        name_in(self.page.reader().language, &self.act.performer_kk, &self.act.performer_ru)
    }

    fn in_kazakh(&self) -> String {
        sum_in_words(self.act.total, Tongue::Kk)
    }

    fn in_russian(&self) -> String {
        sum_in_words(self.act.total, Tongue::Ru)
    }

    fn exceptions(&self) -> govuk::Table {
        let page = &self.page;
        let row = |exception: &Exception| {
            let (text, remedy) = page.refusal(&exception.code);
            let voucher = if exception.voucher.is_empty() {
                page.t("org-act-whole").to_string()
            } else {
                exception.voucher.clone()
            };
            [
                govuk::Cell::new(voucher),
                govuk::Cell::new(text),
                govuk::Cell::new(remedy),
                govuk::Cell::new(&exception.code),
            ]
        };
        govuk::Table::new(page.t("org-act-exceptions"))
            .caption_hidden()
            .text(page.t("org-col-voucher"))
            .text(page.t("org-col-why"))
            .text(page.t("org-col-remedy"))
            .text(page.t("org-col-code"))
            .rows(self.exceptions.iter().map(row))
    }

    fn lines(&self) -> govuk::Table {
        let page = &self.page;
        let row = |one: &NamedLine| {
            let line = &one.line;
            let erased = || page.t("org-name-erased").into();
            let of_part = !line.voucher.is_empty();
            let name = if of_part { one.name.clone().unwrap_or_else(erased) } else { beside(page, line) };
            [
                govuk::Cell::link(self.link(&format!("/lines/{}", line.n)), name),
                govuk::Cell::number(page.amount(line.due)),
                govuk::Cell::new(self.why(line)),
                govuk::Cell::new(&one.group),
                govuk::Cell::new(&line.voucher),
            ]
        };
        govuk::Table::new(page.t("org-act-lines"))
            .caption_hidden()
            .text(page.t("org-col-child"))
            .number(page.t("org-col-due"))
            .text(page.t("org-col-how"))
            .text(page.t("org-col-group"))
            .text(page.t("org-col-voucher"))
            .rows(self.lines.iter().map(row))
    }

    /// The calculation in a line: `65 800,00 × 20 / 22`, or what it corrects.
    fn why(&self, line: &Line) -> String {
        let page = &self.page;
        let told = Explained::of(page.reader().pack(), line, &self.act.programme);
        if let Some(said) = told.and_then(|told| beside_days(page, line, &told)) {
            return said;
        }
        let plain = page
            .t("org-line-short")
            .with("nominal", page.amount(line.nominal))
            .with("payable", line.payable_days)
            .with("study", line.study_days);
        match Explained::of(page.reader().pack(), line, &self.act.programme).and_then(|told| told.before) {
            Some(_) => page.t("org-line-adjusts").with("month", page.month(line.line_month)).into(),
            None => plain.into(),
        }
    }

    fn changes(&self) -> govuk::Table {
        let page = &self.page;
        let days = |days: Option<i16>| days.map_or_else(|| "–".to_owned(), |days| days.to_string());
        let sum = |sum: Option<i64>| sum.map_or_else(|| "–".to_owned(), |sum| page.amount(sum));
        let rows = self.changes.lines.iter().map(|change| {
            [
                govuk::Cell::new(&change.voucher),
                govuk::Cell::number(days(change.days.0)),
                govuk::Cell::number(days(change.days.1)),
                govuk::Cell::number(sum(change.due.0)),
                govuk::Cell::number(sum(change.due.1)),
            ]
        });
        govuk::Table::new(page.t("org-act-changes"))
            .caption_hidden()
            .text(page.t("org-col-voucher"))
            .number(page.t("org-col-days-was"))
            .number(page.t("org-col-days-now"))
            .number(page.t("org-col-due-was"))
            .number(page.t("org-col-due-now"))
            .rows(rows)
    }

    /// When the signature was made, as it says itself.
    fn claimed(&self, signature: &Signature) -> String {
        let at = signature.stored.signed_at.parse::<jiff::Timestamp>();
        at.map_or_else(|_| "–".to_owned(), |at| self.page.instant(at))
    }

    fn story(&self) -> Timeline {
        let told = |event: &Event| blocks::Event::new(event.at, self.event(event));
        Timeline::new(&self.page, self.events.iter().map(told).collect())
    }

    fn event(&self, event: &Event) -> String {
        let page = &self.page;
        let sum = event.amount.map(|sum| page.money(sum)).unwrap_or_default();
        page.t_of("org-event", &event.kind).with("document", &event.document).with("sum", sum).into()
    }
}
