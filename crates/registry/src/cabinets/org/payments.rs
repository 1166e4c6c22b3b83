//! Where the money is: each act on its way in seven steps, with holder and legal term; what is due, ordered, paid and held.

use std::sync::Arc;

use askama::Template;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use jiff::civil::Date;

use super::{
    Own,
    acts::Asked,
    brand, in_address,
    lists::Wanted,
    steps::StepView,
    store::{
        self, Performer,
        acts::{Act, Sums, Which},
    },
    way::{self, Counting, Step},
};
use crate::{
    accounts,
    app::App,
    cabinets::lists::{Datum as Cell, List},
    platform::{
        Result, Tx,
        blocks::Tracker,
        govuk,
        http::{Caller, Page, Reader, page::show as render},
    },
};

/// Acts on a page.
const SHOWN: usize = 20;

/// An act with its steps.
struct Tracked {
    act: Act,
    steps: Vec<StepView>,
}

impl Tracked {
    /// The step that is waited for.
    fn open(&self) -> Option<&StepView> {
        self.steps.iter().find(|step| step.open)
    }

    fn way(&self) -> Tracker {
        Tracker::new(self.steps.iter().map(StepView::tracked))
    }

    fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.done).count()
    }
}

#[derive(Template)]
#[template(path = "cabinets/org/payments.html")]
struct PaymentsPage {
    page: Page,
    year: i16,
    sums: Sums,
    held_by: Vec<Performer>,
    /// The code by which the account holds payments.
    account_held: Option<&'static str>,
    acts: Vec<Tracked>,
    overdue: usize,
    next: Option<String>,
    first: Option<String>,
}

/// `/org/payments`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.payments").await?;
    let which = asked.which();
    let tx = own.begin(&app).await?;
    let today = tx.today();
    let mut all = tracked(&tx, &own, &which, i64::try_from(SHOWN).unwrap_or(20).saturating_add(1)).await?;
    let sums = store::acts::sums(&tx, &own, (today.first_of_year(), today.last_of_year())).await?;
    let performers = store::list_performers(&tx, &own, today.first_of_month()).await?;
    let organisation = own.actor.organisation.as_str();
    let account_held = accounts::store::standing(&tx, &[], &[organisation]).await?.performer(organisation).held_by();
    tx.commit().await?;
    let held_by =
        performers.into_iter().filter(|one| one.standing.as_ref().is_some_and(|(word, ..)| word == "suspended"));
    let more = all.len() > SHOWN;
    all.truncate(SHOWN);
    let after = all.last().filter(|_| more).map(|(act, _)| format!("?after={}_{}", in_address(act.month), act.id));
    let next = after.map(|after| format!("{}{after}", reader.href("/org/payments")));
    let first = which.after.is_some().then(|| reader.href("/org/payments"));
    let page = reader.page("org-payments-title").crumb("/org", reader.t("org-title"));
    let overdue = all.iter().filter(|(_, steps)| steps.iter().any(|step| step.is_overdue())).count();
    let view = |(act, steps): (Act, Vec<Step>)| Tracked {
        act,
        steps: steps.into_iter().map(|step| StepView::of(&page, step)).collect(),
    };
    let acts = all.into_iter().map(view).collect();
    let (year, held_by) = (today.year(), held_by.collect());
    render(&PaymentsPage { page, year, sums, held_by, account_held, acts, overdue, next, first })
}

async fn tracked(tx: &Tx<'_>, own: &Own, which: &Which, limit: i64) -> Result<Vec<(Act, Vec<Step>)>> {
    let today = tx.today();
    let steps = |act: &Act| {
        let terms = tx.pack().terms_on(&act.programme, act.month.last_of_month())?;
        let by = Counting { calendar: &tx.pack().calendar, terms, month: act.month, today };
        Some(way::steps(act.taken, by).to_vec())
    };
    let acts = store::acts::list_acts(tx, own, which, limit).await?;
    Ok(acts.into_iter().map(|act| (act.clone(), steps(&act).unwrap_or_default())).collect())
}

/// `/org/payments/table.csv` or `.xlsx`: an act a row, the date of each step.
pub(super) async fn file(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, kind)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.payments").await?;
    Wanted::Payments(asked).answer((&app, &reader, &caller), &own, &kind).await
}

/// The list for a file.
pub(super) async fn list((app, own, reader): (&App, &Own, &Reader), asked: &Asked, limit: i64) -> Result<List> {
    let tx = own.begin(app).await?;
    let all = tracked(&tx, own, &Which { after: None, ..asked.which() }, limit).await?;
    tx.commit().await?;
    let mut header: Vec<String> =
        ["month", "act", "total-tiyn"].map(|head| reader.t(format!("org-col-{head}")).to_string()).into();
    header.extend(way::Kind::ALL.map(|kind| reader.t(format!("org-step-{}", kind.word())).to_string()));
    let page = reader.page("org-payments-title");
    let row = |(act, steps): &(Act, Vec<Step>)| {
        let mut cells = vec![Cell::text(in_address(act.month)), Cell::text(&act.number), Cell::Number(act.total)];
        cells.extend(steps.iter().map(|step| match step.state {
            way::State::Done { at, .. } => Cell::text(page.instant(at)),
            way::State::Open { .. } | way::State::Ahead | way::State::Needless => Cell::Empty,
        }));
        cells
    };
    Ok(List::new("payments", header, all.iter().map(row).collect()))
}

impl PaymentsPage {
    fn brand<'a>(&self, programme: &'a str) -> &'a str {
        brand(self.page.reader(), programme)
    }

    /// Why the account holds payments.
    fn account_says(&self) -> Option<&str> {
        self.account_held.map(|code| self.page.refusal(code).0)
    }

    fn link(&self, act: &Act) -> String {
        self.page.href(format!("/org/acts/{}", act.id))
    }

    fn since(&self, performer: &Performer) -> (String, Option<Date>) {
        performer.standing.as_ref().map_or((String::new(), None), |(_, reason, day)| (reason.clone(), Some(*day)))
    }

    /// The act that the reader can move on: its page is linked first.
    fn yours(&self) -> Option<&Tracked> {
        self.acts.iter().find(|one| one.act.taken.drafted.is_some() && one.act.taken.performer.is_none())
    }
}
