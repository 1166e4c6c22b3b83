//! A parent says that a day is wrong (spec 1.3, 6.5, 8.2): a reason, and if there is one a file that shows it.

use jiff::civil::Date;
use law::{Month, Pack, Terms, calendar::Term, month::day_bit};
use uuid::Uuid;

use super::{
    confirmation,
    dispute::{self, Command, FILE_MAX, Outcome, REASONS, State},
    own,
    store::parents::{Dispute, DisputeFile, Disputed, Seat},
};
use crate::{
    app::App,
    parties::{self, GroupCalendar},
    platform::{Actor, Refusal, Result, Tx, access, clock::Clock, error::refuse},
};

/// The longest text of a dispute or an answer, in characters.
pub const WORDS_MAX: usize = 2_000;

/// What a parent says.
#[derive(Clone)]
pub struct Raise {
    /// The month's first day.
    pub month: Date,
    /// The contract.
    pub contract: Uuid,
    /// The day of the month.
    pub day: u32,
    /// One of [`REASONS`].
    pub reason: String,
    /// In the parent's words; needed where the reason is `other`.
    pub words: String,
    /// A file that shows it; empty for none.
    pub file: Vec<u8>,
}

// What a parent writes of a child is printed nowhere.
impl std::fmt::Debug for Raise {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Raise").field("month", &self.month).field("day", &self.day).finish_non_exhaustive()
    }
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Raised {
    /// The dispute.
    pub id: Uuid,
    /// The last day for the answer.
    pub answer_by: Date,
    /// Whether the day was disputed already.
    pub before: bool,
}

/// Disputes a day of the month of one's own child. Said again while it is open, it changes nothing.
///
/// # Errors
/// `access.denied`; `timesheet.unknown`; `dispute.reason`, `file.type`, `request.too_large` for what is brought; `mark.future`,
/// `mark.outside_enrolment` for the day; `dispute.closed` after the lock or a signature, `dispute.answered` when it was refused; faults.
pub async fn raise(app: &App, actor: &Actor, order: Raise) -> Result<Raised> {
    access::require(app, actor, "dispute").await?;
    let media_type = check(&order)?;
    let own = own::find(app, actor, order.month, order.contract).await?;
    let key = own::open_key(app, own.key.as_deref())?;
    let mut tx = own::begin(app, actor, "attendance.disputed", own.region).await?;
    // Whoever signs the month holds the performer too: a dispute is there before the signature or after it, never beside it.
    parties::lock_performers(&mut tx, own.region, &[own.performer_id]).await?;
    let seat = own::seat_on(&tx, &own, order.day).await?;
    check_day(tx.pack(), &seat, order.day, tx.today())?;
    let day = i16::try_from(order.day).map_err(anyhow::Error::from)?;
    let of_day = of_day(own::disputes(&tx, &seat).await?, day);
    let in_time = in_time(&tx, &seat, &of_day).await?;
    match dispute::after(of_day.last().map(|dispute| dispute.state), Command::Raise { in_time }) {
        Outcome::Now(_) => {}
        Outcome::No(code) => return refuse(code, format!("day {}", order.day)),
        Outcome::Already => {
            let open = of_day.last().ok_or_else(|| anyhow::anyhow!("a dispute without a row"))?;
            let raised = Raised { id: open.id, answer_by: open.answer_by, before: true };
            tx.commit().await?;
            return Ok(raised);
        }
    }
    let answer_by = tx.pack().deadline_after("dispute_answer", tx.today());
    let answer_by = answer_by.ok_or_else(|| Refusal::new("calendar.unknown_year", "the term of the answer"))?;
    let (id, region, month) = (app.clock.id(), seat.region, seat.month);
    let said = seat.planes.on(order.day).map_or(0, |mark| i16::from(mark.code()));
    let fact = Dispute {
        region,
        month,
        id,
        performer_id: seat.performer_id,
        contract_id: seat.contract_id,
        voucher_id: seat.voucher_id,
        programme: seat.programme.clone(),
        day,
        serial: i16::try_from(of_day.len()).map_err(anyhow::Error::from)?,
        said,
        reason: order.reason.clone(),
        words: own::seal(app, &key, &order.words)?,
        answer_by,
        raised_by: own::hand(actor),
    };
    tx.record(&[fact]).await?;
    if let Some(media_type) = media_type {
        let size = i32::try_from(order.file.len()).map_err(anyhow::Error::from)?;
        let sealed = app.secrets.encrypt_bytes(&key, &order.file)?;
        let file = DisputeFile { region, month, dispute_id: id, media_type: media_type.to_owned(), size, sealed };
        tx.record(&[file]).await?;
    }
    tx.commit().await?;
    Ok(Raised { id, answer_by, before: false })
}

/// The reason and the file by themselves; the file's media type.
fn check(order: &Raise) -> Result<Option<&'static str>, Refusal> {
    if !REASONS.contains(&order.reason.as_str()) {
        return Err(Refusal::new("dispute.reason", "say why the mark is wrong"));
    }
    if order.reason == "other" && order.words.trim().is_empty() {
        return Err(Refusal::new("dispute.reason", "say in words why the mark is wrong"));
    }
    if order.words.chars().count() > WORDS_MAX {
        return Err(Refusal::new("request.too_large", format!("at most {WORDS_MAX} characters")));
    }
    if order.file.len() > FILE_MAX {
        return Err(Refusal::new("request.too_large", format!("a file has at most {FILE_MAX} bytes")));
    }
    if order.file.is_empty() {
        return Ok(None);
    }
    let found = dispute::media_type(&order.file);
    found.map(Some).ok_or_else(|| Refusal::new("file.type", "a whole PDF, JPEG, PNG or WebP is taken"))
}

/// Whether the child has a place on the day, the group meets and the day has come.
pub(super) fn check_day(pack: &Pack, seat: &Seat, day: u32, today: Date) -> Result<(), Refusal> {
    let month = Month::of(seat.month);
    let date = month.day_or_last(day).filter(|_| (1..=month.days()).contains(&day));
    let date = date.ok_or_else(|| Refusal::new("mark.outside_enrolment", "the month has no such day"))?;
    if date > today {
        return Err(Refusal::new("mark.future", "the day has not come yet"));
    }
    let first = |day: i16| u32::try_from(day).unwrap_or(0);
    let lives = (first(seat.from_day)..=first(seat.last_day)).contains(&day);
    let group = GroupCalendar::parse(seat.weekdays, &seat.vacations);
    let study = group.and_then(|group| pack.calendar.study_days(month, group.weekdays, &group.vacations).ok());
    if !lives || study.unwrap_or(0) & day_bit(day) == 0 {
        return Err(Refusal::new("mark.outside_enrolment", "the child has no place or the group does not meet"));
    }
    Ok(())
}

/// The disputes of one day, the oldest first.
fn of_day(all: Vec<Disputed>, day: i16) -> Vec<Disputed> {
    all.into_iter().filter(|dispute| dispute.day == day).collect()
}

/// The last day on which marks of a month are told without asking anybody: the lock of the timesheet.
#[must_use]
pub fn lock(pack: &Pack, terms: &Terms, month: Date) -> Option<Date> {
    let term = Term::WorkingDays(i64::from(terms.timesheet_lock_working_days));
    pack.calendar.deadline(month.last_of_month(), term).ok()
}

async fn in_time(tx: &Tx<'_>, seat: &Seat, of_day: &[Disputed]) -> Result<bool> {
    if own::is_signed(tx, seat).await? {
        return Ok(false);
    }
    let pack = tx.pack();
    let terms = pack.terms_on(&seat.programme, seat.month.last_of_month());
    let locked = terms.and_then(|terms| lock(pack, terms, seat.month));
    let corrected = of_day.iter().filter(|dispute| dispute.state == State::Corrected);
    let again = corrected.filter_map(|dispute| dispute.answered_at).max().map(|at| {
        let told = confirmation::Told { month: seat.month, planes: seat.planes, on: Clock::legal_date(at) };
        confirmation::until(pack, told, true)
    });
    Ok(locked.max(again).is_some_and(|until| tx.today() <= until))
}
