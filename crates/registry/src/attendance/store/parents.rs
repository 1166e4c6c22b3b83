//! SQL of the parent's word on a month: confirmations, disputes with their files and answers, silent months.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use super::planes;
use crate::{
    attendance::{confirmation::Given, dispute::State, planes::Planes},
    fact,
    platform::{Result, Tx, clock::Clock},
};

fact! {
    /// A parent's yes to a month of a contract, with what was marked then.
    pub struct Confirmation in "confirmations" {
        region: i16 = "int2",
        month: Date = "date",
        contract_id: Uuid = "uuid",
        p0: i32 = "int4",
        p1: i32 = "int4",
        p2: i32 = "int4",
        confirmed_by: Vec<u8> = "bytea",
    }
}

fact! {
    /// A day that a parent calls wrong.
    pub struct Dispute in "disputes" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        performer_id: Uuid = "uuid",
        contract_id: Uuid = "uuid",
        voucher_id: Uuid = "uuid",
        programme: String = "text",
        day: i16 = "int2",
        serial: i16 = "int2",
        said: i16 = "int2",
        reason: String = "text",
        words: Vec<u8> = "bytea",
        answer_by: Date = "date",
        raised_by: Vec<u8> = "bytea",
    }
}

fact! {
    /// The file that came with a dispute, under the child's key.
    pub struct DisputeFile in "dispute_files" {
        region: i16 = "int2",
        month: Date = "date",
        dispute_id: Uuid = "uuid",
        media_type: String = "text",
        size: i32 = "int4",
        sealed: Vec<u8> = "bytea",
    }
}

fact! {
    /// The performer's answer to a dispute.
    pub struct DisputeAnswer in "dispute_answers" {
        region: i16 = "int2",
        month: Date = "date",
        dispute_id: Uuid = "uuid",
        outcome: String = "text",
        mark: i16 = "int2",
        words: Vec<u8> = "bytea",
        answered_by: Vec<u8> = "bytea",
    }
}

fact! {
    /// What came of a month that only silence confirmed.
    pub struct SilentMonth in "silent_months" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        months: i16 = "int2",
        outcome: String = "text",
    }
}

/// The month of a child at a performer, as a parent speaks of it.
#[derive(Clone, Debug)]
pub struct Seat {
    /// The region.
    pub region: i16,
    /// The month's first day.
    pub month: Date,
    /// The contract.
    pub contract_id: Uuid,
    /// The performer.
    pub performer_id: Uuid,
    /// The voucher.
    pub voucher_id: Uuid,
    /// Its programme.
    pub programme: String,
    /// The group.
    pub group_id: Uuid,
    /// The first day of the place.
    pub from_day: i16,
    /// Its last day as known now; before `from_day` when nothing is left.
    pub last_day: i16,
    /// The group's weekdays.
    pub weekdays: i16,
    /// Its vacations.
    pub vacations: String,
    /// The marks.
    pub planes: Planes,
    /// When they were last told.
    pub told_at: Option<Timestamp>,
    /// The child's wrapped key, for readers who see it; none when the child's data were erased.
    pub key: Option<Vec<u8>>,
}

/// The places of contracts in a month.
pub(in crate::attendance) async fn list_seats(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    contracts: &[Uuid],
) -> Result<Vec<Seat>> {
    let rows = tx
        .query(
            "SELECT
                t.region, t.month, t.contract_id, t.performer_id, t.voucher_id, v.programme, t.group_id, t.from_day,
                coalesce(e.last_day, t.to_day), g.weekdays, g.vacations,
                coalesce(a.p0, 0), coalesce(a.p1, 0), coalesce(a.p2, 0), coalesce(a.qr, 0), a.folded_at, k.wrapped
            FROM portions t
            JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
            LEFT JOIN person_keys k ON k.bucket = v.bucket AND k.person_id = v.person_id
            JOIN LATERAL (
                SELECT weekdays, vacations FROM group_revisions g
                WHERE g.region = t.region AND g.group_id = t.group_id
                ORDER BY g.recorded_at DESC LIMIT 1
            ) g ON true
            LEFT JOIN LATERAL (
                SELECT last_day FROM portion_ends e
                WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true
            LEFT JOIN attendance_months a ON a.region = t.region AND a.month = t.month AND a.contract_id = t.contract_id
            WHERE t.region = $1 AND t.month = $2 AND t.contract_id = ANY ($3)
            ORDER BY t.contract_id, t.from_day",
            &[&region, &month, &contracts],
        )
        .await?;
    rows.iter().map(seat).collect()
}

fn seat(row: &Row) -> Result<Seat> {
    Ok(Seat {
        region: row.try_get(0)?,
        month: row.try_get(1)?,
        contract_id: row.try_get(2)?,
        performer_id: row.try_get(3)?,
        voucher_id: row.try_get(4)?,
        programme: row.try_get(5)?,
        group_id: row.try_get(6)?,
        from_day: row.try_get(7)?,
        last_day: row.try_get(8)?,
        weekdays: row.try_get(9)?,
        vacations: row.try_get(10)?,
        planes: planes(row, 11)?,
        told_at: row.try_get(15)?,
        key: row.try_get(16)?,
    })
}

/// The contracts on which one's own children (bucket and id) have places in a month.
pub(in crate::attendance) async fn list_own(
    tx: &Tx<'_>,
    persons: &[(i16, Uuid)],
    month: Date,
) -> Result<Vec<(i16, Uuid)>> {
    let (buckets, ids): (Vec<i16>, Vec<Uuid>) = persons.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT DISTINCT t.region, t.contract_id
            FROM unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            JOIN person_vouchers o ON o.bucket = u.bucket AND o.person_id = u.person_id
            JOIN portions t ON t.region = o.region AND t.voucher_id = o.voucher_id AND t.month = $3
            ORDER BY t.region, t.contract_id
            LIMIT 100",
            &[&buckets, &ids, &month],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// What parents have confirmed of contracts in a month.
pub(in crate::attendance) async fn list_given(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    contracts: &[Uuid],
) -> Result<HashMap<Uuid, Vec<Given>>> {
    let rows = tx
        .query(
            "SELECT contract_id, p0, p1, p2, 0 AS qr, recorded_at FROM confirmations
            WHERE region = $1 AND month = $2 AND contract_id = ANY ($3)
            ORDER BY recorded_at",
            &[&region, &month, &contracts],
        )
        .await?;
    let mut given = HashMap::<Uuid, Vec<Given>>::new();
    for row in rows {
        given.entry(row.try_get(0)?).or_default().push(Given { planes: planes(&row, 1)?, at: row.try_get(5)? });
    }
    Ok(given)
}

/// A dispute with its answer.
#[derive(Clone, Debug)]
pub struct Disputed {
    /// The region.
    pub region: i16,
    /// The month's first day.
    pub month: Date,
    /// Its id.
    pub id: Uuid,
    /// The performer.
    pub performer_id: Uuid,
    /// The contract.
    pub contract_id: Uuid,
    /// The day of the month.
    pub day: i16,
    /// How often the day was disputed before.
    pub serial: i16,
    /// The code of the mark it stands against; 0 = none.
    pub said: i16,
    /// Why.
    pub reason: String,
    /// What the parent writes, sealed.
    pub words: Vec<u8>,
    /// The last day for the answer.
    pub answer_by: Date,
    /// When it was raised.
    pub raised_at: Timestamp,
    /// Where it stands.
    pub state: State,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
    /// What the performer writes, sealed.
    pub answer: Option<Vec<u8>>,
    /// The type of the file that came with it.
    pub file: Option<String>,
}

/// The columns of [`Disputed`]: `d` is the dispute, `w` its answer, `f` its file.
const DISPUTED: &str = "SELECT
        d.region, d.month, d.id, d.performer_id, d.contract_id, d.day, d.serial, d.said, d.reason, d.words, d.answer_by,
        d.recorded_at, w.outcome, w.recorded_at, w.words, f.media_type
    FROM disputes d
    LEFT JOIN dispute_answers w ON w.region = d.region AND w.month = d.month AND w.dispute_id = d.id
    LEFT JOIN dispute_files f ON f.region = d.region AND f.month = d.month AND f.dispute_id = d.id";

fn disputed(row: &Row) -> Result<Disputed> {
    Ok(Disputed {
        region: row.try_get(0)?,
        month: row.try_get(1)?,
        id: row.try_get(2)?,
        performer_id: row.try_get(3)?,
        contract_id: row.try_get(4)?,
        day: row.try_get(5)?,
        serial: row.try_get(6)?,
        said: row.try_get(7)?,
        reason: row.try_get(8)?,
        words: row.try_get(9)?,
        answer_by: row.try_get(10)?,
        raised_at: row.try_get(11)?,
        state: State::of(row.try_get::<_, Option<String>>(12)?.as_deref()),
        answered_at: row.try_get(13)?,
        answer: row.try_get(14)?,
        file: row.try_get(15)?,
    })
}

/// The disputes of contracts in a month, day by day, the oldest of a day first.
pub(in crate::attendance) async fn list_of_contracts(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    contracts: &[Uuid],
) -> Result<Vec<Disputed>> {
    let sql = format!(
        "{DISPUTED} WHERE d.region = $1 AND d.month = $2 AND d.contract_id = ANY ($3) ORDER BY d.day, d.serial, d.id"
    );
    let rows = tx.query(&sql, &[&region, &month, &contracts]).await?;
    rows.iter().map(disputed).collect()
}

/// The disputes of performers in a month that have no answer.
pub(in crate::attendance) async fn list_open(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    performers: &[Uuid],
) -> Result<Vec<Disputed>> {
    let sql = format!(
        "{DISPUTED}
        WHERE d.region = $1 AND d.month = $2 AND d.performer_id = ANY ($3) AND w.dispute_id IS NULL
        ORDER BY d.id"
    );
    let rows = tx.query(&sql, &[&region, &month, &performers]).await?;
    rows.iter().map(disputed).collect()
}

/// One dispute of performers (regions and ids) by its id.
pub(in crate::attendance) async fn find_dispute(
    tx: &Tx<'_>,
    (regions, performers): (&[i16], &[Uuid]),
    id: Uuid,
) -> Result<Option<Disputed>> {
    let sql = format!("{DISPUTED} WHERE d.region = ANY ($1) AND d.performer_id = ANY ($2) AND d.id = $3");
    tx.find(&sql, &[&regions, &performers, &id]).await?.as_ref().map(disputed).transpose()
}

/// The file of a dispute: media type and sealed bytes.
pub(in crate::attendance) async fn find_file(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    id: Uuid,
) -> Result<Option<(String, Vec<u8>)>> {
    let row = tx
        .find(
            "SELECT media_type, sealed FROM dispute_files WHERE region = $1 AND month = $2 AND dispute_id = $3",
            &[&region, &month, &id],
        )
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// A voucher that had marks in some months: of each, whether somebody spoke.
#[derive(Clone, Debug)]
pub(in crate::attendance) struct Spoken {
    pub(in crate::attendance) voucher_id: Uuid,
    pub(in crate::attendance) month: Date,
    pub(in crate::attendance) spoke: bool,
    /// The legal date of the last list.
    pub(in crate::attendance) told_on: Date,
    /// What the run of an earlier time decided of this month.
    pub(in crate::attendance) decided: bool,
}

/// The vouchers of a programme in a region with marks in months, in the order of vouchers and months: whether parents have confirmed or
/// disputed anything of each. A place of which nothing is left does not count.
pub(in crate::attendance) async fn list_spoken(
    tx: &Tx<'_>,
    region: i16,
    programme: &str,
    months: &[Date],
) -> Result<Vec<Spoken>> {
    let rows = tx
        .query(
            "SELECT
                t.voucher_id, t.month,
                EXISTS (SELECT 1 FROM confirmations c WHERE c.region = t.region AND c.month = t.month AND c.contract_id = t.contract_id)
                    OR EXISTS (SELECT 1 FROM disputes d WHERE d.region = t.region AND d.month = t.month AND d.contract_id = t.contract_id),
                EXISTS (SELECT 1 FROM silent_months s WHERE s.region = t.region AND s.month = t.month AND s.voucher_id = t.voucher_id),
                a.folded_at
            FROM portions t
            JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id AND v.programme = $2
            JOIN attendance_months a ON a.region = t.region AND a.month = t.month AND a.contract_id = t.contract_id AND (a.p0 | a.p1 | a.p2) <> 0
            LEFT JOIN LATERAL (
                SELECT last_day FROM portion_ends e
                WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true
            WHERE t.region = $1 AND t.month = ANY ($3) AND coalesce(e.last_day, t.to_day) >= t.from_day
            ORDER BY t.voucher_id, t.month, t.from_day",
            &[&region, &programme, &months],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Spoken {
            voucher_id: row.try_get(0)?,
            month: row.try_get(1)?,
            spoke: row.try_get(2)?,
            decided: row.try_get(3)?,
            told_on: Clock::legal_date(row.try_get(4)?),
        })
    };
    rows.iter().map(read).collect()
}

/// What was decided of the silent months of vouchers (region and id): month, how many in a row, outcome.
pub(in crate::attendance) async fn list_silent(
    tx: &Tx<'_>,
    vouchers: &[(i16, Uuid)],
) -> Result<HashMap<Uuid, Vec<(Date, i16, String)>>> {
    let (regions, ids): (Vec<i16>, Vec<Uuid>) = vouchers.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT s.voucher_id, s.month, s.months, s.outcome
            FROM unnest($1::int2[], $2::uuid[]) AS u (region, voucher_id)
            JOIN silent_months s ON s.region = u.region AND s.voucher_id = u.voucher_id
            ORDER BY s.voucher_id, s.month
            LIMIT 1000",
            &[&regions, &ids],
        )
        .await?;
    let mut silent = HashMap::<Uuid, Vec<(Date, i16, String)>>::new();
    for row in rows {
        silent.entry(row.try_get(0)?).or_default().push((row.try_get(1)?, row.try_get(2)?, row.try_get(3)?));
    }
    Ok(silent)
}

/// Notes when the last list of performers' months came.
pub(in crate::attendance) async fn save_told(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    performers: &[Uuid],
) -> Result<()> {
    tx.execute(
        "INSERT INTO timesheets (region, month, performer_id, last_at)
        SELECT $1, $2, u.performer_id, $4 FROM unnest($3::uuid[]) AS u (performer_id)
        ON CONFLICT (region, month, performer_id) DO UPDATE SET last_at = EXCLUDED.last_at",
        &[&region, &month, &performers, &tx.at()],
    )
    .await?;
    Ok(())
}
