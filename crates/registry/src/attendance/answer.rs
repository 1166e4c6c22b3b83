//! The performer answers a dispute (spec 6.5): it marks the day otherwise, or refuses with a reason.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    dispute::{self, Command, Outcome, State},
    keep::keep,
    marks::{Mark, Said},
    own,
    planes::Planes,
    raise::{WORDS_MAX, check_day},
    store::{
        AttendanceBatch,
        parents::{self, DisputeAnswer, Disputed, Seat},
    },
};
use crate::{
    app::App,
    parties,
    platform::{Actor, Refusal, Result, Scope, Tx, access, error::refuse},
};

/// What a performer answers.
#[derive(Clone)]
pub enum Answer {
    /// The day is marked otherwise.
    Correct(Mark),
    /// The mark stays; why.
    Refuse(String),
}

// The reason speaks of a child.
impl std::fmt::Debug for Answer {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Correct(mark) => write!(out, "Correct({mark:?})"),
            Self::Refuse(_) => out.write_str("Refuse(…)"),
        }
    }
}

impl Answer {
    fn command(&self) -> Command {
        match self {
            Self::Correct(_) => Command::Correct,
            Self::Refuse(_) => Command::Refuse,
        }
    }
}

/// Answers a dispute of one's own organisation; tells where it stands now. The same answer again changes nothing.
///
/// # Errors
/// `access.denied`; `dispute.unknown`; `dispute.answered` when it was answered otherwise, `dispute.reason` for a refusal without words,
/// `dispute.same_mark` when the day is marked so already, `month.closed` when the act is signed; faults.
pub async fn answer(app: &App, actor: &Actor, id: Uuid, answer: Answer) -> Result<State> {
    access::require(app, actor, "answer.dispute").await?;
    let (found, key) = find(app, actor, id).await?;
    let mut tx = own::begin(app, actor, "attendance.answered", found.region).await?;
    parties::lock_performers(&mut tx, found.region, &[found.performer_id]).await?;
    let seats = parents::list_seats(&tx, (found.region, found.month), &[found.contract_id]).await?;
    let day = u32::try_from(found.day).unwrap_or(0);
    let seat = own::on_day(seats, day).ok_or_else(|| Refusal::new("dispute.unknown", "the place is gone"))?;
    let now = own::disputes(&tx, &seat).await?.into_iter().find(|one| one.id == id);
    match dispute::after(now.as_ref().map(|one| one.state), answer.command()) {
        Outcome::No(code) => return refuse(code, ""),
        Outcome::Already => {
            tx.commit().await?;
            return Ok(now.map_or(State::Open, |one| one.state));
        }
        Outcome::Now(_) => {}
    }
    let now = now.ok_or_else(|| Refusal::new("dispute.unknown", ""))?;
    let state = match answer {
        Answer::Correct(mark) => correct(&mut tx, &seat, &now, mark).await?,
        Answer::Refuse(words) => {
            if words.trim().is_empty() || words.chars().count() > WORDS_MAX {
                return refuse("dispute.reason", "a refusal says why");
            }
            let sealed = own::seal(app, &own::open_key(app, key.as_deref())?, &words)?;
            tx.record(&[answered(&tx, &now, State::Refused, (now.said, sealed))]).await?;
            State::Refused
        }
    };
    tx.commit().await?;
    Ok(state)
}

/// A dispute of the organisation's own with the wrapped key of its child.
async fn find(app: &App, actor: &Actor, id: Uuid) -> Result<(Disputed, Option<Vec<u8>>)> {
    let Scope::Own { parties, .. } = &actor.scope else {
        return refuse("access.denied", "an organisation answers what is its own");
    };
    let (regions, performers): (Vec<i16>, Vec<Uuid>) = parties.iter().copied().unzip();
    let tx = app.begin(actor, "attendance.read", 0).await?;
    let found = parents::find_dispute(&tx, (&regions, &performers), id).await?;
    let Some(found) = found else { return refuse("dispute.unknown", "") };
    let seats = parents::list_seats(&tx, (found.region, found.month), &[found.contract_id]).await?;
    tx.commit().await?;
    Ok((found, seats.into_iter().next().and_then(|seat| seat.key)))
}

async fn correct(tx: &mut Tx<'_>, seat: &Seat, dispute: &Disputed, mark: Mark) -> Result<State> {
    let day = u32::try_from(dispute.day).unwrap_or(0);
    check_day(tx.pack(), seat, day, tx.today())?;
    if own::is_signed(tx, seat).await? {
        return refuse("month.closed", "the performer has signed the act");
    }
    let said = Said::new(mark, "manual").ok_or_else(|| anyhow::anyhow!("a mark without a byte"))?;
    if seat.planes.agrees(day, said) {
        return refuse("dispute.same_mark", "the day is marked so already");
    }
    let list = AttendanceBatch {
        region: seat.region,
        month: seat.month,
        id: tx.app().clock.id(),
        performer_id: seat.performer_id,
        group_id: seat.group_id,
        first_day: dispute.day,
        days: 1,
        contracts: seat.contract_id.as_bytes().to_vec(),
        marks: vec![said.byte()],
        source: dispute.id.as_bytes().to_vec(),
    };
    let known = HashMap::from([(seat.contract_id, seat.planes)]);
    let months = keep(tx, (seat.region, seat.month), &[list], &known).await?;
    settle(tx, std::slice::from_ref(dispute), &months).await?;
    parties::count_up(tx, seat.region, &[seat.performer_id]).await?;
    Ok(State::Corrected)
}

/// Answers the disputes whose days are marked otherwise now: the list that changed them is the answer.
pub(super) async fn settle(tx: &mut Tx<'_>, open: &[Disputed], months: &BTreeMap<Uuid, Planes>) -> Result<()> {
    let mut answers = Vec::new();
    for one in open {
        let Some(planes) = months.get(&one.contract_id) else { continue };
        let mark = planes.on(u32::try_from(one.day).unwrap_or(0)).map_or(0, |mark| i16::from(mark.code()));
        if mark != one.said {
            answers.push(answered(tx, one, State::Corrected, (mark, Vec::new())));
        }
    }
    answers.sort_by_key(|one| (one.month, one.dispute_id));
    tx.record(&answers).await
}

fn answered(tx: &Tx<'_>, of: &Disputed, state: State, (mark, words): (i16, Vec<u8>)) -> DisputeAnswer {
    DisputeAnswer {
        region: of.region,
        month: of.month,
        dispute_id: of.id,
        outcome: state.code().to_owned(),
        mark,
        words,
        answered_by: own::hand(tx.actor()),
    }
}

/// The performers of a month with disputes that nobody has answered: their act waits for the answer.
///
/// # Errors
/// Faults.
pub async fn unanswered(tx: &Tx<'_>, of: (i16, Date), performers: &[Uuid]) -> Result<HashMap<Uuid, usize>> {
    let mut found = HashMap::new();
    for one in parents::list_open(tx, of, performers).await? {
        let count: &mut usize = found.entry(one.performer_id).or_default();
        *count = count.saturating_add(1);
    }
    Ok(found)
}
