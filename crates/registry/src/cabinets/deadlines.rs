//! `/deadlines`: the legal terms that run with an office – its own, and those that others have missed below it (spec 6.7).

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Query as Asked, State},
    response::Response,
    routing::get,
};
use jiff::civil::Date;
use law::Pack;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    deadline::{self, Due, Kind},
    lists::{self, Ask, List, Listing, Long, Question, filled},
    store::deadlines as store,
    titles,
};
use crate::{
    app::App,
    platform::{
        Actor, Result, Role, Scope, Tx, access,
        govuk::{Cell, Table},
        http::{Caller, Page, Reader, page::show as render},
    },
};

/// Rows of a page.
const PAGE: i64 = 100;

/// The page of every office.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/{language}/deadlines", get(show))
        .route("/{language}/deadlines/file", get(lists::file::<Query>))
}

/// The list for a job.
pub(super) async fn long_list(asked: &Long<'_>) -> Result<Option<List>> {
    asked.of::<Query>().await
}

/// The question of the page.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub(super) struct Query {
    kind: String,
    state: String,
    /// `all`: also what is not with the reader now.
    whose: String,
    after: String,
}

/// An open group with its end and whoever is asked now.
struct Running {
    group: store::Group,
    kind: Kind,
    due: Date,
    /// Whoever is asked, the owner first.
    levels: Vec<Role>,
}

/// What an office's deadlines are read by.
fn of(actor: &Actor) -> store::Of {
    match &actor.scope {
        Scope::Own { parties, .. } => {
            store::Of { performers: Some(parties.iter().copied().unzip()), ..store::Of::default() }
        }
        Scope::National | Scope::Regions(_) | Scope::Programmes { .. } if actor.role == Role::Issuer => {
            store::Of { issuer: Some(actor.organisation.clone()), ..store::Of::default() }
        }
        Scope::National | Scope::Regions(_) | Scope::Programmes { .. } => store::Of::default(),
    }
}

async fn running(tx: &Tx<'_>, of: &store::Of) -> Result<Vec<Running>> {
    let (pack, today) = (tx.pack(), tx.today());
    let one = |group: store::Group| {
        let kind = Kind::of(&group.kind)?;
        let due = deadline::due_on(pack, kind, (&group.programme, group.month), (group.event, group.opens))?;
        let owner = deadline::owner(pack, kind, &group.programme);
        Some(Running { kind, due, levels: deadline::levels(pack, owner, due, today), group })
    };
    Ok(store::groups(tx, of, true).await?.into_iter().filter_map(one).collect())
}

/// What waits with an office: for its first screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Count {
    /// Deadlines that are with it now.
    pub(crate) mine: i64,
    /// Of these: whose term is over.
    pub(crate) missed: i64,
    /// The first day on which one of them ends or has ended.
    pub(crate) first: Option<Date>,
    /// The same of acts to sign alone.
    pub(crate) first_act: Option<Date>,
}

/// Counts what is with the actor's office.
///
/// # Errors
/// Faults.
pub(crate) async fn count(tx: &Tx<'_>, actor: &Actor) -> Result<Count> {
    let today = tx.today();
    let mine = running(tx, &of(actor)).await?.into_iter().filter(|one| one.levels.contains(&actor.role));
    Ok(mine.fold(Count::default(), |count, one| {
        let earlier = |known: Option<Date>| Some(known.map_or(one.due, |known| known.min(one.due)));
        let of_acts = one.kind == Kind::ActSignature;
        Count {
            mine: count.mine.saturating_add(one.group.count),
            missed: count.missed.saturating_add(if one.due < today { one.group.count } else { 0 }),
            first: earlier(count.first),
            first_act: if of_acts { earlier(count.first_act) } else { count.first_act },
        }
    }))
}

#[derive(Template)]
#[template(path = "cabinets/deadlines.html")]
struct DeadlinesPage {
    page: Page,
    listing: Listing,
    now: String,
}

/// Rows of the question, with whoever is asked now.
async fn rows(tx: &Tx<'_>, actor: &Actor, query: &Query, limit: i64) -> Result<(i64, Vec<store::DeadlineRow>)> {
    let (of, today) = (of(actor), tx.today());
    let mut all = running(tx, &of).await?;
    all.retain(|one| {
        (query.kind.is_empty() || query.kind == one.kind.word())
            && (query.whose == "all" || one.levels.contains(&actor.role))
            && match query.state.as_str() {
                "running" => today <= one.due,
                "missed" => today > one.due,
                _ => true,
            }
    });
    let total = all.iter().fold(0_i64, |sum, one| sum.saturating_add(one.group.count));
    let groups: Vec<(&store::Group, Date)> = all.iter().map(|one| (&one.group, one.due)).collect();
    let after = filled(&query.after).and_then(|text| {
        let (due, subject) = text.split_once('_')?;
        Some((due.parse::<Date>().ok()?, subject.parse::<Uuid>().ok()?))
    });
    Ok((total, store::list(tx, &of, &groups, (after, limit)).await?))
}

async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Asked(query): Asked<Query>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.deadlines").await?;
    let tx = app.begin(&caller.actor, "deadlines.read", 0).await?;
    let (total, mut rows) = rows(&tx, &caller.actor, &query, PAGE.saturating_add(1)).await?;
    let (at, today) = (tx.at(), tx.today());
    tx.commit().await?;
    let page = reader.page("deadlines-title").wide();
    let pages = lists::pages(&page, &query, (&mut rows, PAGE), |row| format!("{}_{}", row.due, row.subject));
    let table = table(&page, &rows, (caller.actor.role, today));
    let named = |prefix: &'static str, word: &str| (word.to_owned(), page.t_of(prefix, word).to_string());
    let filter = Ask::new(&page, &query)
        .choose("kind", page.t("deadline-kind"), Kind::ALL.map(|kind| named("deadline-kind", kind.word())).into())
        .choose(
            "state",
            page.t("deadline-state"),
            ["running", "missed"].map(|word| named("deadline-state", word)).into(),
        )
        .choose("whose", page.t("deadline-whose"), vec![named("deadline-whose", "all")])
        .filter();
    let listing = Listing::new((&page, &query), filter, (total, table), pages, page.t("deadlines-empty"))
        .about(page.t("deadlines-lead"));
    render(&DeadlinesPage { listing, now: page.instant(at), page })
}

/// The word of whoever has a deadline.
fn named(page: &Page, role: Role) -> String {
    page.t_of("deadline-role", role.code()).into()
}

/// Who owns a deadline and who is asked now.
fn asked(pack: &'static Pack, row: &store::DeadlineRow, today: Date) -> Option<(Role, Role)> {
    let owner = deadline::owner(pack, Kind::of(&row.kind)?, &row.programme);
    Some((owner, deadline::levels(pack, owner, row.due, today).pop()?))
}

fn table(page: &Page, rows: &[store::DeadlineRow], (role, today): (Role, Date)) -> Table {
    let pack = page.reader().pack();
    let row = |one: &store::DeadlineRow| {
        let what = page.t_of("deadline-kind", &one.kind);
        let what = match place(role, one) {
            Some(path) => Cell::link(page.href(path), what),
            None => Cell::new(what),
        };
        let (owner, holder) = asked(pack, one, today)
            .map(|(owner, holder)| (named(page, owner), named(page, holder)))
            .unwrap_or_default();
        [
            what,
            Cell::new(titles::performer(page.reader(), &one.name_kk, &one.name_ru)),
            Cell::new(page.month(one.month)),
            Cell::new(owner),
            Cell::new(holder),
            Cell::new(page.date(one.due)),
            Cell::html(Due::seen(&pack.calendar, one.due, today).tag(page)),
        ]
    };
    Table::new(page.t("deadlines-title"))
        .caption_hidden()
        .stacked()
        .text(page.t("deadline-kind"))
        .text(page.t("deadline-performer"))
        .text(page.t("deadline-month"))
        .text(page.t("deadline-owner"))
        .text(page.t("deadline-holder"))
        .text(page.t("deadline-due"))
        .text(page.t("deadline-state"))
        .rows(rows.iter().map(row))
}

/// Where the work is, for a role that has a page of it.
fn place(role: Role, row: &store::DeadlineRow) -> Option<String> {
    let is_dispute = Kind::of(&row.kind)? == Kind::DisputeAnswer;
    match role {
        Role::Performer if is_dispute => Some(format!("/org/disputes/{}", row.subject)),
        Role::Performer => Some(format!("/org/acts/{}", row.subject)),
        Role::Issuer if is_dispute => Some("/issuer/disputes".to_owned()),
        Role::Issuer => Some(format!("/issuer/acts/{}", row.subject)),
        Role::Operator | Role::Registrar | Role::Authority | Role::Beneficiary | Role::Auditor | Role::Public => None,
    }
}

impl Question for Query {
    const WORD: &'static str = "deadlines";
    const PATH: &'static str = "/deadlines";

    fn fields(&self) -> Vec<(&'static str, &str)> {
        vec![("kind", &self.kind), ("state", &self.state), ("whose", &self.whose)]
    }

    fn after(&self) -> &str {
        &self.after
    }

    async fn list(&self, app: &App, actor: &Actor, limit: i64) -> Result<List> {
        access::require(app, actor, "page.deadlines").await?;
        let tx = app.begin(actor, "deadlines.read", 0).await?;
        let (_, rows) = rows(&tx, actor, self, limit).await?;
        let today = tx.today();
        let pack = tx.pack();
        tx.commit().await?;
        let row = |one: store::DeadlineRow| {
            let (owner, holder) =
                asked(pack, &one, today).map(|(owner, holder)| (owner.code(), holder.code())).unwrap_or_default();
            vec![
                one.kind.into(),
                one.programme.into(),
                one.month.strftime("%Y-%m").to_string().into(),
                one.bin.into(),
                one.name_kk.into(),
                one.name_ru.into(),
                one.due.to_string().into(),
                owner.to_owned().into(),
                holder.to_owned().into(),
                (if today > one.due { "missed" } else { "running" }).to_owned().into(),
            ]
        };
        let header = [
            "kind",
            "programme",
            "month",
            "performer_bin",
            "performer_kk",
            "performer_ru",
            "due",
            "owner",
            "holder",
            "state",
        ];
        Ok(List::new("deadlines", header, rows.into_iter().map(row).collect()))
    }
}
