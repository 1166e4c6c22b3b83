//! All SQL of the slice `accounts`.

use std::collections::HashMap;

use jiff::{Timestamp, ToSpan as _, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use super::account::{Change, Event, Owner, State};
use crate::{
    beneficiaries::store::{find_death, find_recorded},
    fact,
    parties::store::list_of_bin,
    platform::{Result, Tx},
};

fact! {
    /// What happened to the account of a beneficiary after its opening.
    pub struct PersonAccountEvent in "person_account_events" {
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        event: String = "text",
        hold: Option<String> = "text",
        reason: String = "text",
        document: String = "text",
        effective_on: Date = "date",
    }
}

fact! {
    /// What happened to the account of a performer after its opening; `region` is 0.
    pub struct PerformerAccountEvent in "performer_account_events" {
        region: i16 = "int2",
        bin: String = "text",
        event: String = "text",
        hold: Option<String> = "text",
        reason: String = "text",
        document: String = "text",
        effective_on: Date = "date",
    }
}

/// Keeps an event of an account.
pub(super) async fn record(tx: &mut Tx<'_>, owner: &Owner, event: &Event) -> Result<()> {
    let word = event.change.code().to_owned();
    let hold = event.change.hold().map(|hold| hold.code().to_owned());
    let Event { reason, document, effective_on, .. } = event.clone();
    match owner.clone() {
        Owner::Person(bucket, person_id) => {
            tx.record(&[PersonAccountEvent { bucket, person_id, event: word, hold, reason, document, effective_on }])
                .await
        }
        Owner::Performer(bin) => {
            let row = PerformerAccountEvent { region: 0, bin, event: word, hold, reason, document, effective_on };
            tx.record(&[row]).await
        }
    }
}

/// Reads an event from five columns: event, hold, reason, document, legal day.
fn event(row: &Row, first: usize) -> Result<Event> {
    let column = |n: usize| first.saturating_add(n);
    let (word, hold): (String, Option<String>) = (row.try_get(column(0))?, row.try_get(column(1))?);
    let change = Change::of(&word, hold.as_deref())
        .ok_or_else(|| anyhow::anyhow!("an event of an account is neither a change nor a block: {word}"))?;
    Ok(Event {
        change,
        reason: row.try_get(column(2))?,
        document: row.try_get(column(3))?,
        effective_on: row.try_get(column(4))?,
    })
}

/// When the account was opened: the first row of its owner was recorded; `None` where there is no owner in sight.
pub(crate) async fn find_opened(tx: &Tx<'_>, owner: &Owner) -> Result<Option<Timestamp>> {
    match owner {
        Owner::Person(bucket, id) => find_recorded(tx, (*bucket, *id)).await,
        Owner::Performer(bin) => Ok(list_of_bin(tx, bin).await?.into_iter().map(|(.., at)| at).min()),
    }
}

/// Everything that happened to an account, the oldest first, with the instants. A death closes the account of a person by itself, for as
/// long as the persons register tells of it.
pub(crate) async fn list_events(tx: &Tx<'_>, owner: &Owner) -> Result<Vec<(Timestamp, Event)>> {
    let rows = match owner {
        Owner::Person(bucket, id) => {
            tx.query(
                "SELECT recorded_at, event, hold, reason, document, effective_on FROM person_account_events
                WHERE bucket = $1 AND person_id = $2
                ORDER BY recorded_at",
                &[bucket, id],
            )
            .await?
        }
        Owner::Performer(bin) => {
            tx.query(
                "SELECT recorded_at, event, hold, reason, document, effective_on FROM performer_account_events
                WHERE region = 0 AND bin = $1
                ORDER BY recorded_at",
                &[bin],
            )
            .await?
        }
    };
    let mut events = rows.iter().map(|row| Ok((row.try_get(0)?, event(row, 1)?))).collect::<Result<Vec<_>>>()?;
    if let Owner::Person(bucket, id) = owner
        && let Some((at, on)) = find_death(tx, (*bucket, *id)).await?
    {
        let (reason, document) = ("death".to_owned(), "persons register".to_owned());
        events.push((at, Event { change: Change::Close, reason, document, effective_on: on }));
        events.sort_by_key(|(at, _)| *at);
    }
    Ok(events)
}

/// Accounts that are not active.
#[derive(Clone, Debug, Default)]
pub(crate) struct Standing {
    persons: HashMap<Uuid, State>,
    performers: HashMap<String, State>,
}

impl Standing {
    /// The state of a beneficiary's account.
    pub(crate) fn person(&self, id: Uuid) -> &State {
        self.persons.get(&id).unwrap_or(&State::Active)
    }

    /// The state of a performer's account.
    pub(crate) fn performer(&self, bin: &str) -> &State {
        self.performers.get(bin).unwrap_or(&State::Active)
    }
}

/// How the accounts of beneficiaries (bucket and person) and performers (BINs) stand, in one statement.
pub(crate) async fn standing(tx: &Tx<'_>, persons: &[(i16, Uuid)], bins: &[&str]) -> Result<Standing> {
    let (buckets, ids): (Vec<i16>, Vec<Uuid>) = persons.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT u.person_id, NULL::text AS bin, e.event, e.hold, e.reason, e.document, e.effective_on
            FROM unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            CROSS JOIN LATERAL (
                SELECT * FROM person_account_events e
                WHERE e.bucket = u.bucket AND e.person_id = u.person_id
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e
            UNION ALL
            SELECT NULL, b.bin, e.event, e.hold, e.reason, e.document, e.effective_on
            FROM unnest($3::text[]) AS b (bin)
            CROSS JOIN LATERAL (
                SELECT * FROM performer_account_events e
                WHERE e.region = 0 AND e.bin = b.bin
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e",
            &[&buckets, &ids, &bins],
        )
        .await?;
    let mut standing = Standing::default();
    for row in &rows {
        let state = State::after(Some(&event(row, 2)?));
        if let Some(person) = row.try_get(0)? {
            standing.persons.insert(person, state);
        } else if let Some(bin) = row.try_get(1)? {
            standing.performers.insert(bin, state);
        }
    }
    Ok(standing)
}

/// An account that is blocked or closed, as a list shows it.
#[derive(Clone, Debug)]
pub(crate) struct Held {
    pub(crate) owner: Owner,
    pub(crate) at: Timestamp,
    pub(crate) event: Event,
}

/// Accounts whose latest event has one of the words, the newest first.
pub(crate) async fn list_held(tx: &Tx<'_>, words: &[&str], limit: i64) -> Result<Vec<Held>> {
    let rows = tx
        .query(
            "SELECT bucket, person_id, bin, recorded_at, event, hold, reason, document, effective_on
            FROM (
                (SELECT DISTINCT ON (e.bucket, e.person_id)
                    e.bucket, e.person_id, NULL::text AS bin, e.recorded_at, e.event, e.hold, e.reason, e.document, e.effective_on
                FROM person_account_events e
                ORDER BY e.bucket, e.person_id, e.recorded_at DESC)
                UNION ALL
                (SELECT DISTINCT ON (e.bin)
                    NULL, NULL, e.bin, e.recorded_at, e.event, e.hold, e.reason, e.document, e.effective_on
                FROM performer_account_events e
                WHERE e.region = 0
                ORDER BY e.bin, e.recorded_at DESC)
            ) AS latest
            WHERE event = ANY ($1)
            ORDER BY recorded_at DESC, bin, person_id
            LIMIT $2",
            &[&words, &limit],
        )
        .await?;
    let read = |row: &Row| {
        let owner = match (row.try_get(0)?, row.try_get(1)?, row.try_get::<_, Option<String>>(2)?) {
            (Some(bucket), Some(person), _) => Owner::Person(bucket, person),
            (_, _, bin) => Owner::Performer(bin.unwrap_or_default()),
        };
        Ok(Held { owner, at: row.try_get(3)?, event: event(row, 4)? })
    };
    rows.iter().map(read).collect()
}

/// Holds an account until the commit; whoever changes the same account waits.
pub(super) async fn lock(tx: &Tx<'_>, owner: &Owner) -> Result<()> {
    let key = format!("account {owner}");
    tx.query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", &[&key]).await?;
    Ok(())
}

/// Whether anything of an account is still open after a day: of a person days that are booked, of a performer months of the last year and
/// later ones that are served and whose act is not paid, or what it has to give back.
pub(super) async fn is_in_use(tx: &Tx<'_>, owner: &Owner, on: Date) -> Result<bool> {
    let month = on.first_of_month();
    let row = match owner {
        Owner::Person(bucket, id) => {
            tx.find(
                "SELECT EXISTS (
                    SELECT 1 FROM live_days d
                    WHERE d.bucket = $1 AND d.person_id = $2 AND d.month >= $3
                        AND d.days >> CASE WHEN d.month = $3 THEN $4::int4 ELSE 0 END <> 0
                )",
                &[bucket, id, &month, &i32::from(on.day())],
            )
            .await?
        }
        Owner::Performer(bin) => {
            let since = month.checked_sub(12.months())?;
            tx.find(
                "SELECT EXISTS (
                    SELECT 1
                    FROM performers p
                    JOIN portions t ON t.region = p.region AND t.performer_id = p.id AND t.month >= $2
                    LEFT JOIN LATERAL (
                        SELECT last_day FROM portion_ends e
                        WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                        ORDER BY e.recorded_at DESC LIMIT 1
                    ) e ON true
                    WHERE p.bin = $1 AND least(t.to_day, coalesce(e.last_day, t.to_day)) >= t.from_day
                        AND NOT EXISTS (
                            SELECT 1 FROM acts a
                            WHERE a.region = t.region AND a.month = t.month AND a.performer_id = t.performer_id AND a.state = 'paid'
                        )
                ) OR EXISTS (
                    SELECT 1
                    FROM performers p
                    JOIN movements m ON m.region = p.region AND m.performer_id = p.id AND m.kind IN (12, 13, 18, 19)
                    WHERE p.bin = $1
                    HAVING sum(CASE WHEN m.kind IN (12, 18) THEN m.amount ELSE -m.amount END) <> 0
                )",
                &[bin, &since],
            )
            .await?
        }
    };
    Ok(row.map_or(Ok(false), |row| row.try_get(0))?)
}
