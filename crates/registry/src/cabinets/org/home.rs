//! The first screen: this month's checklist, what is next, how many children and how much money.

use std::{collections::HashMap, sync::Arc};

use askama::Template;
use axum::{
    extract::{Query, State},
    response::Response,
};
use jiff::civil::Date;
use law::calendar::Term;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    Own, around, brand,
    checklist::{self, Item, Standing, Task},
    grid::{self, Completeness, Days},
    in_address, month_of,
    store::{self, acts::Act, attendance::Of},
    way::{self, Counting, Taken},
};
use crate::{
    app::App,
    cabinets::deadlines::{self, Count},
    platform::{
        Result, Tx,
        govuk::{self, Tag},
        http::{Caller, Page, Reader, page::show as render},
    },
};

/// What the address asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    month: Option<String>,
}

#[derive(Template)]
#[template(path = "cabinets/org/home.html")]
struct HomePage {
    page: Page,
    month: Date,
    before: Option<String>,
    after: Option<String>,
    cards: Vec<Card>,
    sums: store::acts::Sums,
    children: i64,
    groups: usize,
    is_empty: bool,
    /// Legal terms that are with the organisation.
    deadlines: Count,
}

/// The month of one performer of the organisation.
struct Card {
    programme: String,
    standing: Option<(String, String, Date)>,
    items: [Item; 6],
    act: Option<Act>,
    completeness: Completeness,
    next: Option<Item>,
}

/// `/org`.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let own = Own::enter(&app, &caller, "page.org.home").await?;
    let tx = own.begin(&app).await?;
    let today = tx.today();
    let months = store::list_months(&tx, &own, today.first_of_month()).await?;
    let month = match asked.month {
        Some(text) => month_of(&text)?,
        None => current(&tx, &own, &months).await?,
    };
    let groups = store::attendance::list_groups(&tx, &own, month).await?;
    let (cards, children) = (cards(&tx, &own, month, &groups).await?, groups.iter().map(|group| group.children).sum());
    let sums = store::acts::sums(&tx, &own, (month.first_of_year(), month.last_of_year())).await?;
    let deadlines = deadlines::count(&tx, &own.actor).await?;
    tx.commit().await?;
    let (before, after) = around(month, &months);
    let link = |month: Option<Date>| month.map(|month| reader.href(format!("/org?month={}", in_address(month))));
    let page = reader.page_of(&caller.organisation_name);
    let is_empty = months.is_empty();
    let (before, after, groups) = (link(before), link(after), groups.len());
    render(&HomePage { page, month, before, after, cards, sums, children, groups, is_empty, deadlines })
}

/// The month that is worked on: the oldest of the last year whose act is not paid, else the current one.
async fn current(tx: &Tx<'_>, own: &Own, months: &[Date]) -> Result<Date> {
    let today = tx.today().first_of_month();
    let acts = store::acts::list_acts(tx, own, &store::acts::Which::default(), 100).await?;
    let is_over = |month: &Date| {
        let of_month: Vec<&Act> = acts.iter().filter(|act| act.month == *month).collect();
        !of_month.is_empty() && of_month.iter().all(|act| act.taken.paid.is_some() || act.taken.nothing_due)
    };
    let open = months
        .iter()
        .rev()
        .filter(|month| month.year().saturating_add(1) >= today.year())
        .find(|month| !is_over(month));
    Ok(open.copied().unwrap_or(today))
}

async fn cards(tx: &Tx<'_>, own: &Own, month: Date, groups: &[store::attendance::Group]) -> Result<Vec<Card>> {
    let today = tx.today();
    let performers = store::list_performers(tx, own, month).await?;
    let which = store::acts::Which { month: Some(month), ..Default::default() };
    let acts = store::acts::list_acts(tx, own, &which, 100).await?;
    let mut complete = completeness(tx, own, month, groups).await?;
    let mut cards = Vec::new();
    for performer in performers {
        let act = acts.iter().find(|act| act.performer_id == performer.id).cloned();
        let has_children = groups.iter().any(|group| group.performer_id == performer.id);
        if act.is_none() && !has_children {
            continue;
        }
        let Some(terms) = tx.pack().terms_on(&performer.programme, month.last_of_month()) else { continue };
        let calendar = &tx.pack().calendar;
        let taken = act.as_ref().map_or_else(Taken::default, |act| act.taken);
        let steps = way::steps(taken, Counting { calendar, terms, month, today });
        let completeness = complete.remove(&performer.id).unwrap_or_default();
        let until = Term::WorkingDays(i64::from(terms.timesheet_lock_working_days));
        let items = checklist::checklist(
            checklist::Month {
                completeness,
                is_over: month.last_of_month() < today,
                has_children,
                attendance_until: calendar.deadline(month.last_of_month(), until).ok(),
                today,
                exceptions: act.as_ref().map(|act| act.exceptions.unsigned_abs()),
            },
            &steps,
        );
        let next = checklist::next(&items);
        let standing = performer.standing.filter(|(standing, ..)| standing != "good");
        cards.push(Card { programme: performer.programme, standing, items, act, completeness, next });
    }
    Ok(cards)
}

/// How complete the month of each performer is.
pub(super) async fn completeness(
    tx: &Tx<'_>,
    own: &Own,
    month: Date,
    groups: &[store::attendance::Group],
) -> Result<HashMap<Uuid, Completeness>> {
    let today = tx.today();
    let calendar = &tx.pack().calendar;
    let days: HashMap<Uuid, (&store::attendance::Group, Days)> =
        groups.iter().filter_map(|group| Some((group.id, (group, Days::of(group, month, today, calendar)?)))).collect();
    let mut found = HashMap::<Uuid, Completeness>::new();
    for place in store::attendance::list_places(tx, own, month, Of::All).await? {
        let Some((group, days)) = days.get(&place.group) else { continue };
        let Some(terms) = tx.pack().terms_on(&group.programme, month.last_of_month()) else { continue };
        let sum = found.entry(group.performer_id).or_default();
        *sum = sum.plus(Completeness::of([&grid::row(&place, days, terms)]));
    }
    Ok(found)
}

impl HomePage {
    fn list(&self, card: &Card, at: &usize) -> govuk::TaskList {
        let tasks = card.items.iter().map(|item| self.task(card, *item));
        tasks.fold(govuk::TaskList::new(format!("month-{at}")), govuk::TaskList::task)
    }

    fn task(&self, card: &Card, item: Item) -> govuk::Task {
        let title = self.page.t_of("org-task", item.task.word());
        let task = govuk::Task::tagged(title, self.tag(item)).hint(self.hint(card, item));
        match self.link(card, item.task) {
            Some(href) if item.standing != Standing::Ahead => task.href(href),
            Some(_) | None => task,
        }
    }

    fn tag(&self, item: Item) -> Tag {
        let page = &self.page;
        match item.standing {
            Standing::Done => Tag::green(page.t("org-state-done")),
            Standing::Yours(_) | Standing::Waits if item.is_overdue() => Tag::red(page.t("org-state-overdue")),
            Standing::Yours(_) => Tag::yellow(page.t("org-state-yours")),
            Standing::Waits => Tag::blue(page.t("org-state-waits")),
            Standing::Ahead => Tag::grey(page.t("org-state-ahead")),
            Standing::Needless => Tag::grey(page.t("org-state-needless")),
        }
    }

    /// What is missing, who holds it, until when.
    fn hint(&self, card: &Card, item: Item) -> String {
        let page = &self.page;
        let what = match (item.task, item.standing) {
            (Task::Attendance, Standing::Yours(0)) => page.t("org-task-attendance-goes-on").into(),
            (Task::Attendance, Standing::Yours(missing)) => page
                .t("org-task-attendance-missing")
                .with("days", missing)
                .with("children", card.completeness.children)
                .to_string(),
            (Task::Exceptions, Standing::Yours(count)) => page.t("org-task-exceptions-count").with("n", count).into(),
            (_, _) => String::new(),
        };
        let until = item.deadline.map(|day| page.date(day)).unwrap_or_default();
        let holder = page.t_of("org-holder", item.holder.word());
        let when = match (item.standing, item.days_left) {
            (Standing::Done | Standing::Ahead | Standing::Needless, _) => String::new(),
            (_, Some(days)) if days < 0 => page
                .t("org-step-overdue")
                .with("holder", holder)
                .with("until", until)
                .with("days", days.unsigned_abs())
                .into(),
            (_, Some(days)) => {
                page.t("org-step-open-left").with("holder", holder).with("until", until).with("days", days).into()
            }
            (_, None) => page.t("org-step-open").with("holder", holder).into(),
        };
        [what, when].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// Where a task is done.
    fn link(&self, card: &Card, task: Task) -> Option<String> {
        let page = &self.page;
        let act = card.act.as_ref().map(|act| act.id);
        Some(match task {
            Task::Attendance => page.href(format!("/org/attendance/{}", in_address(self.month))),
            Task::Exceptions => page.href(format!("/org/acts/{}#exceptions", act?)),
            Task::Draft => page.href(format!("/org/acts/{}", act?)),
            Task::Sign if card.act.as_ref()?.taken.performer.is_none() => page.href(format!("/org/acts/{}/sign", act?)),
            Task::Sign => page.href(format!("/org/acts/{}#signatures", act?)),
            Task::Invoice => page.href("/org/import?kind=invoices"),
            Task::Paid => page.href("/org/payments"),
        })
    }

    /// The one next step of the whole organisation.
    fn next(&self) -> Option<(String, String)> {
        let (card, item) = self.cards.iter().find_map(|card| Some((card, card.next?)))?;
        let href = match item.task {
            Task::Attendance => self.page.href(format!("/org/attendance/{}?problems=1", in_address(self.month))),
            Task::Exceptions | Task::Draft | Task::Sign | Task::Invoice | Task::Paid => self.link(card, item.task)?,
        };
        Some((self.page.t_of("org-next", item.task.word()).into(), href))
    }

    fn brand<'a>(&self, card: &'a Card) -> &'a str {
        brand(self.page.reader(), &card.programme)
    }
}
