//! A new version of an order volume: entered with its sum, which must be contingent × normative; then shown beside what is published, and
//! written only when that was confirmed.

use std::sync::Arc;

use askama::Template;
use axum::{
    Form, Router,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use documents::{csv_out::CsvOut, safe_cell::Cell as Csv};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{open, programmes, step_up::StepUp, store::budget as store, volumes::contingent as written_contingent};
use crate::{
    app::App,
    cabinets::{
        titles,
        work::{self, Asked, Kind},
    },
    platform::{
        Actor, Refusal, Result, Scope, access, blocks,
        error::refuse,
        govuk::{self, Errors, SummaryList, Tag},
        http::{Caller, Page, Reader, format, page::show, page::show_again},
        jobs,
        proposals::{self, Decision, Eyes, Proposal},
    },
    vouchers::volumes::{self, Said, VolumeRow},
};

/// The kind of these proposals, and the action that publishes.
const KIND: &str = "volume";
const PUBLISH: &str = "import.volumes";

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/volumes/new", get(ask).post(propose))
        .route("/{language}/issuer/volumes/entries/{id}", get(check))
        .route("/{language}/issuer/volumes/entries/{id}/confirm", post(confirm))
        .route("/{language}/issuer/volumes/entries/{id}/withdraw", post(withdraw))
}

/// The form as it was filled in, right or wrong.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Written {
    region: String,
    programme: String,
    year: String,
    contingent: String,
    normative: String,
    volume: String,
    act_number: String,
    #[serde(rename = "act_date-day")]
    day: String,
    #[serde(rename = "act_date-month")]
    month: String,
    #[serde(rename = "act_date-year")]
    act_year: String,
    forecast: String,
}

impl Written {
    fn date_parts(&self) -> [&str; 3] {
        [&self.day, &self.month, &self.act_year]
    }

    fn act_date(&self) -> Option<Date> {
        let [day, month, year] = self.date_parts();
        let year = year.trim().parse::<i16>().ok().filter(|year| (2000..=2999).contains(year))?;
        Date::new(year, month.trim().parse().ok()?, day.trim().parse().ok()?).ok()
    }
}

/// What is proposed: a version, money in tiyn, the contingent in ten-thousandths.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    region: i16,
    programme: String,
    year: i16,
    contingent: i64,
    normative: i64,
    volume: i64,
    act_number: String,
    act_date: Date,
    forecast: String,
}

impl Entry {
    fn said(&self) -> Said {
        Said {
            contingent: self.contingent,
            normative: self.normative,
            volume: self.volume,
            forecast: self.forecast.clone(),
            act_number: self.act_number.clone(),
            act_date: self.act_date,
        }
    }
}

#[derive(Template)]
#[template(path = "cabinets/issuer/volume_entry.html")]
struct EntryPage {
    page: Page,
    errors: Errors,
    written: Written,
    regions: Vec<(i16, String)>,
    programmes: Vec<(&'static str, String)>,
}

/// Regions of the issuer with its names there.
async fn issuers(app: &App, actor: &Actor) -> Result<(Vec<(i16, String)>, Date)> {
    let tx = open(app, actor, "page.issuer.budget").await?;
    let issuers = store::list_issuers(&tx, &actor.organisation).await?;
    let today = tx.today();
    tx.commit().await?;
    Ok((issuers, today))
}

fn entry_page(reader: &Reader, issuers: &[(i16, String)], written: Written, errors: Errors) -> EntryPage {
    let page = errors.on(super::under(reader.page("volumes-entry-title")));
    let page = page.crumb("/issuer/volumes", reader.t("nav-issuer-volumes"));
    let regions = issuers.iter().map(|(code, _)| (*code, titles::region(reader, *code))).collect();
    EntryPage { page, errors, written, regions, programmes: programmes(reader) }
}

async fn ask(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(mut written): Query<Written>,
) -> Result<Response> {
    let (issuers, today) = issuers(&app, &caller.actor).await?;
    if written.year.is_empty() {
        written.year = today.year().to_string();
    }
    show(&entry_page(&reader, &issuers, written, Errors::new(reader.language)))
}

async fn propose(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Form(written): Form<Written>,
) -> Result<Response> {
    access::require(&app, &caller.actor, PUBLISH).await?;
    let (issuers, today) = issuers(&app, &caller.actor).await?;
    let mut errors = Errors::new(reader.language);
    let Some(entry) = read(&reader, (&written, &mut errors), &issuers, today) else {
        return show_again(&entry_page(&reader, &issuers, written, errors));
    };
    if let Some(refusal) = tried(&app, &caller, &entry).await? {
        errors.refused(field_of(&refusal), refusal.into())?;
        return show_again(&entry_page(&reader, &issuers, written, errors));
    }
    let mut tx = app.begin(&caller.actor, "proposals.made", entry.region).await?;
    let input = (serde_json::to_value(&entry)?, serde_json::Value::Null);
    let id = proposals::record(&mut tx, entry.region, KIND, input).await?;
    tx.commit().await?;
    Ok(Redirect::to(&reader.href(format_args!("/issuer/volumes/entries/{id}"))).into_response())
}

/// The field that a refusal belongs to.
fn field_of(refusal: &Refusal) -> &'static str {
    match refusal.code {
        "volume.sum" => "volume",
        "volume.forecast" => "forecast",
        "volume.below_issued" => "contingent",
        _ => "programme",
    }
}

/// Why the entry would be refused if it were confirmed at this moment.
async fn tried(app: &App, caller: &Caller, entry: &Entry) -> Result<Option<Refusal>> {
    let tx = open(app, &caller.actor, "page.issuer.budget").await?;
    let key = (entry.region, entry.programme.as_str(), entry.year);
    let refusal = volumes::refusal(&tx, key, (&caller.actor.organisation, &entry.said())).await?;
    tx.commit().await?;
    Ok(refusal)
}

/// Reads the form; nothing, with errors, when a field cannot be read.
fn read(
    reader: &Reader,
    (written, errors): (&Written, &mut Errors),
    issuers: &[(i16, String)],
    today: Date,
) -> Option<Entry> {
    let own = |region: &i16| issuers.iter().any(|(code, _)| code == region);
    let first = issuers.first().map(|(region, _)| *region);
    let region = written.region.parse().ok().or(first).filter(own);
    if region.is_none() {
        errors.say("region", "issuer-entry-region-wrong");
    }
    if !super::codes(reader.pack()).contains(&written.programme.as_str()) {
        errors.say("programme", "issuer-entry-programme-wrong");
    }
    let near = today.year().saturating_sub(1)..=today.year().saturating_add(1);
    let year = written.year.trim().parse::<i16>().ok().filter(|year| near.contains(year));
    if year.is_none() {
        errors.say("year", "issuer-issue-year-wrong");
    }
    let contingent = volumes::contingent(&written.contingent);
    if contingent.is_none() {
        errors.say("contingent", "volumes-contingent-wrong");
    }
    let money = |text: &str| format::parse_money(text);
    let (normative, volume) = (money(&written.normative).filter(|sum| *sum > 0), money(&written.volume));
    for (id, read) in [("normative", normative), ("volume", volume)] {
        if read.is_none() {
            errors.say(id, "issuer-entry-sum-wrong");
        }
    }
    if written.act_number.trim().is_empty() {
        errors.say("act_number", "volumes-act-number-wrong");
    }
    let act_date = written.act_date();
    if act_date.is_none() {
        errors.say("act_date", "volumes-act-date-wrong");
    }
    let entry = Entry {
        region: region?,
        programme: written.programme.clone(),
        year: year?,
        contingent: contingent?,
        normative: normative?,
        volume: volume?,
        act_number: written.act_number.trim().to_owned(),
        act_date: act_date?,
        forecast: written.forecast.trim().to_owned(),
    };
    errors.is_empty().then_some(entry)
}

#[derive(Template)]
#[template(path = "cabinets/issuer/volume_check.html")]
struct CheckPage {
    page: Page,
    entered: SummaryList,
    published: Option<SummaryList>,
    id: Uuid,
    refusal: Option<(&'static str, &'static str)>,
    step_up: StepUp,
    decided: Option<(Tag, String)>,
    job: Option<String>,
}

async fn load(app: &App, caller: &Caller, id: Uuid) -> Result<(Proposal, Entry, Option<VolumeRow>)> {
    let tx = open(app, &caller.actor, "page.issuer.budget").await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    let entry: Entry = serde_json::from_value(proposal.input.clone())?;
    let published = volumes::list(&tx, (entry.year, Some(&caller.actor.organisation)), None, 500).await?;
    tx.commit().await?;
    let same = |row: &VolumeRow| (row.region, &row.programme) == (entry.region, &entry.programme);
    let latest = published.into_iter().rfind(same);
    Ok((proposal, entry, latest))
}

async fn check(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    let (proposal, entry, published) = load(&app, &caller, id).await?;
    let job = match proposal.decided.as_ref().and_then(|decided| decided.job) {
        Some(job) => Some(jobs::find(&app, &caller.actor, job).await?),
        None => None,
    };
    let page =
        super::under(reader.page("volumes-check-title")).crumb("/issuer/volumes", reader.t("nav-issuer-volumes"));
    let refusal = match &proposal.decided {
        None => tried(&app, &caller, &entry).await?,
        Some(_) => None,
    };
    let decided = proposal.decided.as_ref().map(|decided| {
        let at = page.instant(decided.at);
        let state = job.as_ref().map(|job| blocks::Job::tag(&page, job.state));
        match decided.decision {
            Decision::Withdrawn => {
                (Tag::grey(page.t("issuer-proposal-withdrawn")), page.t("issuer-entry-withdrawn").with("at", at).into())
            }
            Decision::Approved => {
                let tag = state.unwrap_or_else(|| Tag::green(page.t("issuer-proposal-approved")));
                (tag, page.t("issuer-entry-confirmed").with("at", at).into())
            }
        }
    });
    let here = format!("/issuer/volumes/entries/{id}");
    show(&CheckPage {
        entered: entered(&page, &entry),
        published: published.filter(|_| proposal.decided.is_none()).map(|row| said(&page, &row)),
        id,
        refusal: refusal.map(|refusal| page.refusal(refusal.code)),
        step_up: StepUp::seen(&reader, &caller, app.clock.now(), &here),
        decided,
        job: job.map(|job| page.href(format_args!("/jobs/{}", job.id))),
        page,
    })
}

fn entered(page: &Page, entry: &Entry) -> SummaryList {
    let list = SummaryList::new()
        .row(page.t("issuer-programme"), titles::programme(page.reader(), &entry.programme))
        .row(page.t("issuer-region"), titles::region(page.reader(), entry.region))
        .row(page.t("issuer-voucher-year"), entry.year);
    let list = figures(page, list, (entry.contingent, entry.normative, entry.volume));
    let act =
        page.t("volumes-act-of").with("number", entry.act_number.as_str()).with("date", page.date(entry.act_date));
    let list = list.row(page.t("volumes-act"), act);
    if entry.forecast.is_empty() { list } else { list.row_quoted(page.t("volumes-forecast"), &entry.forecast) }
}

fn figures(page: &Page, list: SummaryList, (contingent, normative, volume): (i64, i64, i64)) -> SummaryList {
    list.row(page.t("volumes-contingent"), written_contingent(contingent))
        .row(page.t("volumes-normative"), page.money(normative))
        .row(page.t("volumes-volume"), page.money(volume))
        .row(page.t("volumes-places"), page.number(volumes::places(contingent)))
}

fn said(page: &Page, row: &VolumeRow) -> SummaryList {
    let list = SummaryList::new().row(page.t("volumes-version"), page.number(i64::from(row.version)));
    figures(page, list, (row.said.contingent, row.said.normative, row.said.volume))
        .row(page.t("issuer-issued"), page.number(row.issued.unwrap_or_default()))
}

async fn confirm(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    caller.require_step_up(app.clock.now())?;
    let actor = &caller.actor;
    let (proposal, entry, _) = load(&app, &caller, id).await?;
    if proposal.decided.is_some() {
        return refuse("proposal.decided", id.to_string());
    }
    if let Some(refusal) = tried(&app, &caller, &entry).await? {
        return Err(refusal.into());
    }
    let (name, bytes) = file(&app, &caller, (id, &entry)).await?;
    // Files of jobs are kept where the workers look for them: in the nation's inbox.
    let mut tx = app.begin(&actor.with_scope(Scope::National), "proposals.decided", entry.region).await?;
    let asked = Asked::Import { kind: Kind::Volumes, name: &name, bytes: &bytes, dry_run: false };
    let job = work::enqueue(&tx, actor, asked).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Two, (Decision::Approved, Some(job)), None).await?;
    tx.commit().await?;
    jobs::woken(&app);
    Ok(Redirect::to(&reader.href(format_args!("/jobs/{job}"))).into_response())
}

/// The file that the import takes; the entry's id stands in it, so that the same figures entered again later are another file.
async fn file(app: &App, caller: &Caller, (id, entry): (Uuid, &Entry)) -> Result<(String, Vec<u8>)> {
    let (issuers, _) = issuers(app, &caller.actor).await?;
    let name = issuers.iter().find(|(region, _)| *region == entry.region).map_or("", |(_, name)| name);
    let header = [
        "issuer_bin",
        "issuer_name",
        "programme",
        "region",
        "year",
        "contingent",
        "normative_tiyn",
        "volume_tiyn",
        "act_number",
        "act_date",
        "forecast",
        "entry",
    ];
    let mut out = CsvOut::new(Vec::new(), &header)?;
    let (region, year) = (format!("{:02}", entry.region), entry.year.to_string());
    let contingent = format!("{}.{:04}", entry.contingent.div_euclid(10_000), entry.contingent.rem_euclid(10_000));
    out.row(&[
        Csv::Text(&caller.actor.organisation),
        Csv::Text(name),
        Csv::Text(&entry.programme),
        Csv::Text(&region),
        Csv::Text(&year),
        Csv::Text(&contingent),
        Csv::Integer(entry.normative),
        Csv::Integer(entry.volume),
        Csv::Text(&entry.act_number),
        Csv::Text(&entry.act_date.to_string()),
        Csv::Text(&entry.forecast),
        Csv::Text(&id.to_string()),
    ])?;
    Ok((format!("volume-{id}.csv"), out.finish()?))
}

async fn withdraw(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, PUBLISH).await?;
    let mut tx = app.begin(&caller.actor, "proposals.decided", 0).await?;
    let proposal = proposals::get(&tx, KIND, id).await?;
    proposals::decide(&mut tx, &proposal, Eyes::Two, (Decision::Withdrawn, None), None).await?;
    tx.commit().await?;
    Ok(reader.done("/issuer/volumes", "done-issuer-withdrawn"))
}
