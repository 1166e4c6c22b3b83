//! The parent's word on a month as the page of attendance shows it: confirm, or what became of it; and the days called wrong.

use std::{collections::HashMap, sync::Arc};

use axum::{
    Form,
    extract::{Path, State},
    response::Response,
};
use jiff::civil::Date;
use law::Month;
use serde::Deserialize;
use uuid::Uuid;

use super::{
    household::{self, Held, Member},
    stay::Stay,
    view::{self, month_path},
};
use crate::{
    app::App,
    attendance::{
        self, Confirm, MonthWord, Planes,
        confirmation::{self, Silence, Word},
        dispute::State as Standing,
        store::parents::Disputed,
    },
    platform::{
        Actor, Refusal, Result, access,
        error::refuse,
        govuk::{SummaryList, Tag},
        http::{
            Caller,
            page::{Page, Reader},
            words::Text,
        },
    },
};

/// What a place shows of the parent's word.
pub(super) struct Spoken {
    /// Where it stands.
    pub(super) text: Option<Text>,
    /// What silence has led to.
    pub(super) warning: Option<Text>,
    /// Contract and marks of the form that confirms.
    pub(super) form: Option<(Uuid, String)>,
    /// Where a day is called wrong, while that is taken.
    pub(super) wrong: Option<String>,
    /// The days that were.
    pub(super) disputes: Vec<SummaryList>,
}

/// The words of a month, by contract, and what was decided of silent months, by voucher.
pub(super) struct Words {
    by_contract: HashMap<Uuid, MonthWord>,
    silent: HashMap<Uuid, Vec<(Date, i16, String)>>,
}

/// Reads the words on the places of a month.
///
/// # Errors
/// Faults.
pub(super) async fn read(app: &App, actor: &Actor, held: &[Held], month: Date) -> Result<Words> {
    let tx = app.begin(actor, "attendance.read", 0).await?;
    let mut by_region = HashMap::<i16, Vec<Uuid>>::new();
    for one in held {
        let stays = one.parts.iter().filter(|part| part.month == month).flat_map(|part| part.live());
        by_region.entry(one.voucher.region).or_default().extend(stays.map(|stay| stay.contract.id));
    }
    let mut by_contract = HashMap::new();
    for (region, contracts) in by_region {
        for word in attendance::of_contracts(&tx, (region, month), &contracts).await? {
            by_contract.insert(word.seat.contract_id, word);
        }
    }
    let vouchers: Vec<(i16, Uuid)> = held.iter().map(|one| (one.voucher.region, one.voucher.id)).collect();
    let silent = attendance::silent(&tx, &vouchers).await?;
    tx.commit().await?;
    Ok(Words { by_contract, silent })
}

/// Which months of whom wait for a parent's word today: person, month, last day. Nothing is read where no programme asks.
///
/// # Errors
/// Faults.
pub(super) async fn asked(app: &App, actor: &Actor, members: &[Member]) -> Result<Vec<(Uuid, Date, Date)>> {
    let this = app.clock.today().first_of_month();
    let before = this.yesterday().unwrap_or(this).first_of_month();
    let mut waits = Vec::new();
    for member in members.iter().filter(|member| member.alive) {
        if !member.held.iter().any(|held| confirmation::is_asked(held.terms)) {
            continue;
        }
        for month in [before, this] {
            let words = read(app, actor, &member.held, month).await?;
            let until = words.by_contract.values().filter_map(|word| word.word.until()).min();
            waits.extend(until.map(|until| (member.id, month, until)));
        }
    }
    Ok(waits)
}

impl Words {
    /// What a place shows.
    ///
    /// # Errors
    /// A fault when a cipher was changed.
    pub(super) fn of(
        &self,
        app: &App,
        page: &Page,
        (held, stay): (&Held, &Stay),
        child: Uuid,
    ) -> Result<Option<Spoken>> {
        let Some(word) = self.by_contract.get(&stay.contract.id) else { return Ok(None) };
        let today = app.clock.today();
        let wrong = format!("/my/children/{child}/attendance/{}/wrong/{}", month_path(stay.month), stay.contract.id);
        let is_taken = word.lock.is_some_and(|lock| today <= lock) && stay.month <= today;
        let mut disputes = Vec::new();
        for one in &word.disputes {
            disputes.push(dispute(page, (one, stay.month), word.words(app, one)?));
        }
        let takes = word.word.until().is_some() && word.disputes.iter().all(|one| one.state != Standing::Open);
        Ok(Some(Spoken {
            text: said(page, word.word),
            warning: self.warning(page, held, word, today),
            form: takes.then(|| (stay.contract.id, word.seat.planes.token())),
            wrong: is_taken.then(|| page.href(wrong)),
            disputes,
        }))
    }

    /// What silence has led to, where the terms count it.
    fn warning(&self, page: &Page, held: &Held, word: &MonthWord, today: Date) -> Option<Text> {
        let decided = self.silent.get(&held.voucher.id)?;
        let (month, count, outcome) = decided.last()?;
        if outcome == "annulled" {
            return Some(page.t("life-annulled").with("month", page.month(*month).to_string()));
        }
        // The row is whole only when it ends with the month before this one.
        let runs = Month::of(*month).next().map(Month::first) == Some(today.first_of_month());
        let row = vec![true; usize::try_from(*count).unwrap_or(0)];
        let spoke = word.seat.month == today.first_of_month()
            && (matches!(word.word, Word::Given(..) | Word::Void(_)) || !word.disputes.is_empty());
        let rules = (page.reader().pack(), held.terms);
        match confirmation::silence(rules, if runs { &row } else { &[] }, spoke, today) {
            Silence::Fine => None,
            Silence::Warned(until) => Some(page.t("life-warned").with("date", page.date(until))),
            Silence::Last(until) => Some(page.t("life-last-warning").with("date", page.date(until))),
            Silence::Annuls => Some(page.t("life-annuls")),
        }
    }
}

fn said(page: &Page, word: Word) -> Option<Text> {
    let dated = |key: &'static str, date: Date| page.t(key).with("date", page.date(date));
    match word {
        Word::NotAsked => None,
        Word::Open(until) => Some(dated("life-confirm-open", until)),
        Word::Void(until) => Some(dated("life-confirm-void", until)),
        Word::Given(at, None) => Some(page.t("life-confirmed").with("at", page.instant(at))),
        Word::Given(at, Some(until)) => {
            Some(page.t("life-confirmed-partly").with("at", page.instant(at)).with("date", page.date(until)))
        }
        Word::Silent => Some(page.t("life-silent")),
    }
}

/// A disputed day in rows.
fn dispute(page: &Page, (one, month): (&Disputed, Date), (words, answer): (String, String)) -> SummaryList {
    let day = u32::try_from(one.day).ok().and_then(|day| Month::of(month).day_or_last(day)).unwrap_or(month);
    let state = page.t_of("dispute-state", one.state.code());
    let tag = match one.state {
        Standing::Open => Tag::yellow(state),
        Standing::Corrected => Tag::green(state),
        Standing::Refused => Tag::red(state),
    };
    let list = SummaryList::new()
        .row(page.t("life-dispute-day"), page.date(day))
        .row_html(page.t("life-dispute-state"), tag)
        .row(page.t("life-dispute-reason"), page.t_of("dispute-reason", &one.reason));
    let list = if words.is_empty() { list } else { list.row_quoted(page.t("life-dispute-words"), words) };
    let list = match one.answered_at {
        Some(at) => list.row(page.t("life-dispute-answered"), page.instant(at)),
        None => list.row(page.t("life-dispute-answer-by"), page.date(one.answer_by)),
    };
    if answer.is_empty() { list } else { list.row_quoted(page.t("life-dispute-answer"), answer) }
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(super) struct Seen {
    contract: Uuid,
    seen: String,
}

/// Confirms the month as it was shown.
pub(super) async fn confirm(
    State(app): State<Arc<App>>,
    reader: Reader,
    caller: Caller,
    Path((_, id, month)): Path<(String, String, String)>,
    Form(form): Form<Seen>,
) -> Result<Response> {
    access::require(&app, &caller.actor, "page.my.attendance").await?;
    let member = household::one(&app, &caller.actor, view::person(&id)?).await?;
    let Some(month) = Month::parse(&month).map(Month::first) else { return refuse("page.unknown", "no such month") };
    let seen = Planes::of_token(&form.seen).ok_or_else(|| Refusal::new("input.invalid", "seen"))?;
    let done = attendance::confirm(&app, &caller.actor, Confirm { month, contract: form.contract, seen }).await?;
    let key = if done.before { "done-month-confirmed-before" } else { "done-month-confirmed" };
    Ok(reader.done(format!("/my/children/{}/attendance/{}", member.id, month_path(month)), key))
}
