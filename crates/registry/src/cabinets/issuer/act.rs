//! An act as the issuer sees it: what it says, what was kept out, its lines with explanations, what its version changed, who signed, the way.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query, State},
    response::{IntoResponse as _, Redirect, Response},
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use super::{acts::state_tag, batch, deadline, filter, filter::Tab, open, store::acts as queue};
use crate::{
    acts,
    app::App,
    cabinets::{
        act_view::{
            store::{self, Act},
            view,
        },
        deadline::Due,
        lists,
    },
    platform::{
        Actor, Refusal, Result, Tx, access,
        govuk::{self, Pagination, SummaryList, Table, Tag},
        http::{Caller, Page, Reader, page::show},
        paper::Form,
        proposals,
    },
};

pub(super) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/issuer/acts/{id}", get(act))
        .route("/{language}/issuer/acts/{id}/document.{form}", get(document))
        .route("/{language}/issuer/acts/{id}/lines", get(lines))
        .route("/{language}/issuer/acts/{id}/sign", post(sign))
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    voucher: String,
    after: String,
    form: String,
}

#[derive(Template)]
#[template(path = "cabinets/issuer/act.html")]
struct ActPage {
    page: Page,
    id: Uuid,
    asked: Asked,
    state: Tag,
    due: Option<(Tag, String)>,
    total: String,
    summary: SummaryList,
    exceptions: Option<Table>,
    exceptions_more: i64,
    lines: Option<Table>,
    rule: Option<(String, &'static str)>,
    pages: Pagination,
    changes: Option<Table>,
    changes_text: String,
    signatures: Option<Table>,
    events: Table,
    waits: bool,
    stale: bool,
}

/// The act, when it is one of the issuer's own.
async fn find(tx: &Tx<'_>, actor: &Actor, id: Uuid) -> Result<Act> {
    let found = store::find_act(tx, id).await?.filter(|act| act.issuer_bin == actor.organisation);
    found.ok_or_else(|| Refusal::new("act.unknown", id.to_string()).into())
}

/// The act in the queue: its tab and since when.
async fn queued(tx: &Tx<'_>, act: &Act) -> Result<Option<queue::Queued>> {
    let asked = filter::Filter {
        tab: Tab::All,
        month: Some(act.month),
        programme: Some(act.programme.clone()),
        performer: Some(act.performer_bin.clone()),
        ..filter::Filter::default()
    };
    let found = queue::list_page(tx, &act.issuer_bin, &asked, None, 50).await?;
    Ok(found.into_iter().find(|row| row.id == act.id))
}

async fn act(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let tx = open(&app, &caller.actor, "page.issuer.acts").await?;
    let act = find(&tx, &caller.actor, id).await?;
    let after = asked.after.parse().unwrap_or_default();
    let mut lines = store::list_lines(&tx, &act, asked.voucher.trim(), after, view::LINES.saturating_add(1)).await?;
    let exceptions = store::list_exceptions(&tx, &act, view::SHOWN).await?;
    let changes = store::list_changes(&tx, &act, view::SHOWN).await?;
    let signatures = store::list_signatures(&tx, &act).await?;
    let events = store::list_events(&tx, &act).await?;
    let (row, today) = (queued(&tx, &act).await?, tx.today());
    tx.commit().await?;
    let tab = row.as_ref().and_then(|row| Tab::ALL.into_iter().find(|tab| tab.code() == row.tab)).unwrap_or(Tab::All);
    let page = reader.page("issuer-act-title");
    let title = view::title(&page, act.month, view::performer(&page, &act));
    let page = super::under(reader.page_of(title)).crumb("/issuer/acts", reader.t("issuer-acts-title")).wide();
    let due = row.as_ref().and_then(|row| deadline::of(app.pack(), tab, (&act.programme, act.month), row.since));
    let pages = pages(&page, &act, &asked, &mut lines);
    let changed = page.t("actview-changes-text").with("n", changes.count).with("sum", page.money(changes.sum));
    show(&ActPage {
        id,
        state: state_tag(&page, tab),
        due: due.map(|on| (Due::seen(&app.pack().calendar, on, today).tag(&page), page.date(on))),
        total: page.money(act.total),
        summary: view::summary(&page, &act),
        exceptions: view::exceptions(&page, &exceptions),
        exceptions_more: act.exceptions.saturating_sub(i64::try_from(exceptions.len()).unwrap_or_default()),
        rule: view::rule(app.pack(), &act, &lines),
        lines: (!lines.is_empty()).then(|| view::lines(&page, &act, &lines)),
        pages,
        changes: view::changes(&page, &changes),
        changes_text: changed.into(),
        signatures: view::signatures(&page, &signatures),
        events: view::events(&page, &events),
        waits: tab == Tab::Waiting,
        stale: tab == Tab::Draft,
        asked,
        page,
    })
}

fn pages(page: &Page, act: &Act, asked: &Asked, lines: &mut Vec<store::Line>) -> Pagination {
    let here = page.href(format_args!("/issuer/acts/{}", act.id));
    let more = i64::try_from(lines.len()).unwrap_or(i64::MAX) > view::LINES;
    if more {
        lines.pop();
    }
    let link = |after: String| {
        let query = lists::encode([("voucher", asked.voucher.as_str()), ("after", after.as_str())]);
        format!("{here}{query}#lines")
    };
    let next = lines.last().filter(|_| more).map(|line| link(line.n.to_string()));
    let after = asked.after.parse::<i64>().unwrap_or_default();
    let before = after.saturating_sub(view::LINES);
    let previous = (after > 0).then(|| link(if before > 0 { before.to_string() } else { String::new() }));
    Pagination::new(page, previous, next)
}

/// The frozen bytes that are signed, or a paper that shows them.
async fn document(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((_, id, form)): Path<(String, Uuid, String)>,
) -> Result<Response> {
    let form = Form::parse(&form)?;
    let tx = open(&app, &caller.actor, "page.issuer.acts").await?;
    let act = find(&tx, &caller.actor, id).await?;
    let frozen = acts::paper::find(&tx, act.id).await?;
    tx.commit().await?;
    frozen.answer(app.pack(), form).await
}

/// The lines as a file.
async fn lines(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let form = lists::Form::parse(&asked.form)?;
    let wanted = Lines { act: id, voucher: asked.voucher.trim().to_owned() };
    let list = list_lines(&app, &caller.actor, &wanted, lists::at_once(&app)).await?;
    lists::answer_or_job((&app, &reader, &caller), (&list, form), ("lines", json!(wanted))).await
}

/// Lines that are asked for as a file.
#[derive(Deserialize, Serialize)]
pub(super) struct Lines {
    act: Uuid,
    /// Only those of vouchers that begin so; empty for all.
    voucher: String,
}

/// The lines of an act, for a file.
pub(super) async fn list_lines(app: &App, actor: &Actor, wanted: &Lines, limit: i64) -> Result<lists::List> {
    let tx = open(app, actor, "page.issuer.acts").await?;
    let act = find(&tx, actor, wanted.act).await?;
    let lines = store::list_lines(&tx, &act, &wanted.voucher, 0, limit).await?;
    tx.commit().await?;
    let days = |count: i16| lists::Datum::Number(i64::from(count));
    let row = |line: store::Line| {
        vec![
            i64::from(line.n).into(),
            line.line_month.strftime("%Y-%m").to_string().into(),
            line.voucher.into(),
            days(line.portion),
            line.contract.into(),
            line.nominal.into(),
            days(line.study_days),
            days(line.enrolled_days),
            days(line.present),
            days(line.excused),
            days(line.leave),
            days(line.closed),
            days(line.unexcused),
            days(line.payable_days),
            line.computed.into(),
            line.due.into(),
        ]
    };
    let header = [
        "n",
        "month",
        "voucher",
        "portion",
        "contract",
        "nominal_tiyn",
        "study_days",
        "enrolled_days",
        "present",
        "excused",
        "leave",
        "closed",
        "unexcused",
        "payable_days",
        "computed_tiyn",
        "due_tiyn",
    ];
    Ok(lists::List::new("act-lines", header, lines.into_iter().map(row).collect()))
}

/// A batch of this one act, which is then signed like any other.
async fn sign(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id)): Path<(String, Uuid)>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "sign.issuer").await?;
    let mut tx = app.begin(&caller.actor, "proposals.made", 0).await?;
    let act = find(&tx, &caller.actor, id).await?;
    let input = json!({ "acts": [(act.id, act.version)] });
    let batch = proposals::record(&mut tx, caller.actor.home(), batch::KIND, (input, json!(null))).await?;
    tx.commit().await?;
    Ok(Redirect::to(&reader.href(format_args!("/issuer/acts/batches/{batch}"))).into_response())
}
