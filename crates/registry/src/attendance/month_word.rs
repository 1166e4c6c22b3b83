//! The parent's word on months as the pages and the API show it: read with whatever sight its reader has.

use std::collections::HashMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::{
    confirm::told,
    confirmation::{Given, Word, word},
    own,
    store::parents::{self, Disputed, Seat},
};
use crate::{
    app::App,
    platform::{Actor, Refusal, Result, Tx, access},
};

/// A month of a contract with the parent's word and the disputes of its days.
#[derive(Clone, Debug)]
pub struct MonthWord {
    /// The place and its marks.
    pub seat: Seat,
    /// Where the word stands.
    pub word: Word,
    /// The disputes, day by day.
    pub disputes: Vec<Disputed>,
    /// The last day on which a day can be disputed for the first time.
    pub lock: Option<Date>,
}

impl MonthWord {
    /// What the parent and the performer wrote of a dispute, for a reader who sees the child's key.
    ///
    /// # Errors
    /// A fault when a cipher was changed.
    pub fn words(&self, app: &App, of: &Disputed) -> Result<(String, String)> {
        let read = |sealed: &[u8]| own::unseal(app, self.seat.key.as_deref(), sealed);
        Ok((read(&of.words)?, read(of.answer.as_deref().unwrap_or_default())?))
    }

    /// The file that came with a dispute of this month: media type and bytes.
    ///
    /// # Errors
    /// `dispute.unknown` when there is none; `timesheet.unknown` when the child's data were erased; faults.
    pub async fn file(&self, app: &App, tx: &Tx<'_>, dispute: Uuid) -> Result<(String, Vec<u8>)> {
        let found = parents::find_file(tx, (self.seat.region, self.seat.month), dispute).await?;
        let (media_type, sealed) = found.ok_or_else(|| Refusal::new("dispute.unknown", "no file came with it"))?;
        let key = own::open_key(app, self.seat.key.as_deref())?;
        Ok((media_type, app.secrets.decrypt_bytes(&key, &sealed)?))
    }
}

/// The words on months of contracts, in three statements.
///
/// # Errors
/// Faults.
pub async fn of_contracts(tx: &Tx<'_>, of: (i16, Date), contracts: &[Uuid]) -> Result<Vec<MonthWord>> {
    if contracts.is_empty() {
        return Ok(Vec::new());
    }
    let seats = parents::list_seats(tx, of, contracts).await?;
    let given = parents::list_given(tx, of, contracts).await?;
    let mut disputes = HashMap::<Uuid, Vec<Disputed>>::new();
    for one in parents::list_of_contracts(tx, of, contracts).await? {
        disputes.entry(one.contract_id).or_default().push(one);
    }
    let none: Vec<Given> = Vec::new();
    let view = |seat: Seat| {
        let terms = tx.pack().terms_on(&seat.programme, seat.month.last_of_month());
        let given = given.get(&seat.contract_id).unwrap_or(&none);
        MonthWord {
            word: terms.map_or(Word::NotAsked, |terms| word((tx.pack(), terms), told(&seat), given, tx.today())),
            lock: terms.and_then(|terms| super::lock(tx.pack(), terms, seat.month)),
            disputes: disputes.remove(&seat.contract_id).unwrap_or_default(),
            seat,
        }
    };
    Ok(seats.into_iter().map(view).collect())
}

/// The words on a month of one's own children.
///
/// # Errors
/// `access.denied`; faults.
pub async fn of_own(app: &App, actor: &Actor, month: Date) -> Result<Vec<MonthWord>> {
    access::require(app, actor, "read.attendance").await?;
    let own = own::list(app, actor, month).await?;
    let tx = app.begin(actor, "attendance.read", 0).await?;
    let mut words = Vec::new();
    for chunk in own.chunk_by(|one, next| one.region == next.region) {
        let Some(region) = chunk.first().map(|seat| seat.region) else { continue };
        let contracts: Vec<Uuid> = chunk.iter().map(|seat| seat.contract_id).collect();
        words.extend(of_contracts(&tx, (region, month), &contracts).await?);
    }
    tx.commit().await?;
    Ok(words)
}

/// One dispute of performers (regions and ids) with the month it is about.
///
/// # Errors
/// `dispute.unknown`; faults.
pub async fn of_dispute(tx: &Tx<'_>, performers: (&[i16], &[Uuid]), id: Uuid) -> Result<(Disputed, MonthWord)> {
    let unknown = || Refusal::new("dispute.unknown", "");
    let found = parents::find_dispute(tx, performers, id).await?.ok_or_else(unknown)?;
    let words = of_contracts(tx, (found.region, found.month), &[found.contract_id]).await?;
    let word = words.into_iter().next().ok_or_else(unknown)?;
    Ok((found, word))
}

/// What was decided of the silent months of vouchers (region and id): month, how many in a row, `warned` or `annulled`.
///
/// # Errors
/// Faults.
pub async fn silent(tx: &Tx<'_>, vouchers: &[(i16, Uuid)]) -> Result<HashMap<Uuid, Vec<(Date, i16, String)>>> {
    parents::list_silent(tx, vouchers).await
}
