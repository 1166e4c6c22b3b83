//! What a close reads and writes: whole chunks of performers, no statement for a single row.

use std::collections::{HashMap, HashSet};

use jiff::{ToSpan as _, civil::Date};
use law::{DayMask, Month, month::days_up_to};
use ledger::posting::Kind;
use tokio_postgres::Row;
use uuid::Uuid;

use super::{ActFee, ActLine, Exception};
use crate::{
    acts::{act::State, line::Portion},
    attendance::Planes,
    platform::{Fact, Result, Tx},
};

/// A performer that a close may concern.
#[derive(Clone, Debug)]
pub(in crate::acts) struct Work {
    pub(in crate::acts) region: i16,
    pub(in crate::acts) programme: String,
    pub(in crate::acts) performer_id: Uuid,
    /// Portions of the month.
    pub(in crate::acts) portions: usize,
}

/// A performer under its lock.
#[derive(Clone, Debug)]
pub(in crate::acts) struct Performer {
    pub(in crate::acts) id: Uuid,
    pub(in crate::acts) bin: String,
    /// Who owes: by the state order, with its BIN.
    pub(in crate::acts) issuer: Option<(Uuid, String)>,
    /// The act of the month: id, state, version.
    pub(in crate::acts) act: Option<(Uuid, State, i16)>,
    /// Its total (tiyn).
    pub(in crate::acts) total: i64,
    pub(in crate::acts) terminated_on: Option<Date>,
    /// Student-days of the act's version and those of them by QR.
    pub(in crate::acts) student_days: (i32, i32),
    /// Why that version leaves its month without pay.
    pub(in crate::acts) unpaid: Option<String>,
}

/// A group of a performer as its latest revision says.
#[derive(Clone, Debug)]
pub(in crate::acts) struct Group {
    pub(in crate::acts) id: Uuid,
    pub(in crate::acts) weekdays: i16,
    pub(in crate::acts) vacations: String,
    /// The admitted object and its places, when it is the performer's.
    pub(in crate::acts) object: Option<(Uuid, i32)>,
}

/// An act as it is to stand.
#[derive(Clone, Debug)]
pub(in crate::acts) struct ActRow {
    pub(in crate::acts) id: Uuid,
    pub(in crate::acts) number: String,
    pub(in crate::acts) programme: String,
    pub(in crate::acts) performer_id: Uuid,
    pub(in crate::acts) issuer_id: Uuid,
    pub(in crate::acts) version: i16,
    pub(in crate::acts) epoch: i64,
    pub(in crate::acts) total: i64,
}

/// Whose portions to read.
pub(in crate::acts) enum Of<'a> {
    Performers(&'a [Uuid]),
    Vouchers(&'a [Uuid]),
}

/// Takes the lock of a close until the transaction ends; `false` when another close holds it.
pub(in crate::acts) async fn try_lock(tx: &Tx<'_>, region: i16, month: Date, programme: &str) -> Result<bool> {
    let key = format!("close/{region}/{month}/{programme}");
    let row = tx.find("SELECT pg_try_advisory_xact_lock(hashtextextended($1, 0))", &[&key]).await?;
    row.map_or(Ok(false), |row| Ok(row.try_get(0)?))
}

/// Performers with portions in the month or an estimate of it, with an act of it, or with an act of the year before that may need adjusting.
pub(in crate::acts) async fn list_work(
    tx: &Tx<'_>,
    month: Date,
    programme: Option<&str>,
    region: Option<i16>,
) -> Result<Vec<Work>> {
    let year_before = month.checked_sub(12.months())?;
    let rows = tx
        .query(
            "SELECT p.region, p.programme, p.id, coalesce(c.count, 0) AS count
            FROM performers p
            LEFT JOIN (
                SELECT region, performer_id, count(*) AS count FROM portions
                WHERE month = $1 AND ($3::int2 IS NULL OR region = $3)
                GROUP BY region, performer_id
            ) c ON c.region = p.region AND c.performer_id = p.id
            WHERE ($2::text IS NULL OR p.programme = $2) AND ($3::int2 IS NULL OR p.region = $3)
                AND (c.count > 0 OR (p.region, p.id) IN (SELECT region, performer_id FROM acts WHERE month BETWEEN $4 AND $1)
                    OR (p.region, p.id) IN (SELECT region, performer_id FROM estimates WHERE month = $1))
            ORDER BY p.region, p.programme, p.id",
            &[&month, &programme, &region, &year_before],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let count: i64 = row.try_get(3)?;
            let portions = usize::try_from(count).unwrap_or(0);
            Ok(Work { region: row.try_get(0)?, programme: row.try_get(1)?, performer_id: row.try_get(2)?, portions })
        })
        .collect()
}

/// Performers with their act of the month, issuer and standing.
pub(in crate::acts) async fn list_performers(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    ids: &[Uuid],
) -> Result<Vec<Performer>> {
    let last = month.last_of_month();
    let rows = tx
        .query(
            "SELECT p.id, p.bin, i.id, i.bin, a.id, a.state, a.version, s.effective_on, coalesce(a.total, 0), w.unpaid,
                coalesce(w.enrolled_days, 0), coalesce(w.qr_days, 0)
            FROM performers p
            LEFT JOIN (
                SELECT DISTINCT ON (performer_id) performer_id, issuer_id FROM state_orders
                WHERE region = $1 AND performer_id = ANY ($3)
                ORDER BY performer_id, signed_on DESC, id DESC
            ) o ON o.performer_id = p.id
            LEFT JOIN issuers i ON i.region = p.region AND i.id = o.issuer_id
            LEFT JOIN acts a ON a.region = p.region AND a.month = $2 AND a.performer_id = p.id AND a.programme = p.programme
            LEFT JOIN act_versions w ON w.region = a.region AND w.month = $2 AND w.act_id = a.id AND w.version = a.version
            LEFT JOIN LATERAL (
                SELECT standing, effective_on FROM standings s
                WHERE s.region = p.region AND s.performer_id = p.id AND s.effective_on <= $4
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON s.standing = 'terminated'
            WHERE p.region = $1 AND p.id = ANY ($3)
            ORDER BY p.id",
            &[&region, &month, &ids, &last],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let issuer = row.try_get::<_, Option<Uuid>>(2)?.zip(row.try_get::<_, Option<String>>(3)?);
            let state = row.try_get::<_, Option<&str>>(5)?.and_then(State::parse);
            let act = match (row.try_get(4)?, state, row.try_get(6)?) {
                (Some(id), Some(state), Some(version)) => Some((id, state, version)),
                (_, _, _) => None,
            };
            Ok(Performer {
                id: row.try_get(0)?,
                bin: row.try_get(1)?,
                issuer,
                act,
                terminated_on: row.try_get(7)?,
                total: row.try_get(8)?,
                unpaid: row.try_get(9)?,
                student_days: (row.try_get(10)?, row.try_get(11)?),
            })
        })
        .collect()
}

// The keys are compared with the parameters and not with each other, so that a plan touches one partition of each table.
const PORTIONS: &str = "SELECT
        t.performer_id, t.voucher_id, t.portion, t.contract_id, t.group_id, t.from_day,
        coalesce(e.last_day, t.to_day),
        coalesce(r.nominal, p.nominal),
        coalesce(p.line_id, b.line_id),
        v.number, v.person_id,
        c.contract_from, c.contract_to, c.withdrawn,
        coalesce(a.p0, 0), coalesce(a.p1, 0), coalesce(a.p2, 0), coalesce(a.qr, 0),
        NOT $5 OR (SELECT count(*) FROM contract_confirmations k WHERE k.region = $1 AND k.contract_id = t.contract_id) = 2
    FROM portions t
    JOIN parts p ON p.region = $1 AND p.month = $2 AND p.voucher_id = t.voucher_id
    JOIN vouchers v ON v.region = $1 AND v.id = t.voucher_id
    LEFT JOIN attendance_months a ON a.region = $1 AND a.month = $2 AND a.contract_id = t.contract_id
    LEFT JOIN LATERAL (
        SELECT last_day FROM portion_ends e
        WHERE e.region = $1 AND e.month = $2 AND e.voucher_id = t.voucher_id AND e.portion = t.portion
        ORDER BY e.recorded_at DESC LIMIT 1
    ) e ON true
    LEFT JOIN LATERAL (
        SELECT nominal FROM repricings r
        WHERE r.region = $1 AND r.month = $2 AND r.voucher_id = t.voucher_id
        ORDER BY r.recorded_at DESC LIMIT 1
    ) r ON true
    LEFT JOIN LATERAL (
        SELECT line_id FROM movements m
        WHERE p.line_id IS NULL
            AND m.region = $1 AND m.month = $2 AND m.subject = t.voucher_id AND m.kind = $4 AND m.part_month = $2
        LIMIT 1
    ) b ON true
    LEFT JOIN LATERAL (
        SELECT contract_from, contract_to, withdrawn FROM contract_revisions c
        WHERE c.region = $1 AND c.contract_id = t.contract_id
        ORDER BY c.recorded_at DESC LIMIT 1
    ) c ON true
    WHERE t.region = $1 AND t.month = $2 AND ";

/// Portions with everything a line rests on; `activation`: whether the terms ask for contracts confirmed by both sides.
pub(in crate::acts) async fn list_portions(
    tx: &Tx<'_>,
    region: i16,
    (month, activation): (Date, bool),
    of: Of<'_>,
) -> Result<Vec<Portion>> {
    let (filter, ids) = match of {
        Of::Performers(ids) => ("t.performer_id = ANY ($3) ORDER BY t.performer_id, t.voucher_id, t.portion", ids),
        Of::Vouchers(ids) => ("t.voucher_id = ANY ($3) ORDER BY t.voucher_id, t.portion", ids),
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows =
        tx.query(&format!("{PORTIONS}{filter}"), &[&region, &month, &ids, &Kind::Book.code(), &activation]).await?;
    rows.iter().map(|row| portion(row, month)).collect()
}

fn portion(row: &Row, date: Date) -> Result<Portion> {
    let month = Month::of(date);
    let (from_day, last_day): (i16, i16) = (row.try_get(5)?, row.try_get(6)?);
    let until = |day: i16| days_up_to(u32::try_from(day).unwrap_or(0));
    let contract = row.try_get::<_, Option<Date>>(11)?.zip(row.try_get::<_, Option<Date>>(12)?);
    let withdrawn = row.try_get::<_, Option<bool>>(13)?.unwrap_or(true);
    let confirmed: bool = row.try_get(18)?;
    let in_force = contract.filter(|_| !withdrawn && confirmed).map_or(0, |(from, to)| month.days_between(from, to));
    let mask = |n: usize| -> Result<DayMask> { Ok(row.try_get::<_, i32>(n)?.cast_unsigned()) };
    Ok(Portion {
        month: date,
        performer_id: row.try_get(0)?,
        voucher_id: row.try_get(1)?,
        portion: row.try_get(2)?,
        contract_id: row.try_get(3)?,
        group_id: row.try_get(4)?,
        from_day,
        live: until(last_day) & !until(from_day.saturating_sub(1)) & month.all_days(),
        nominal: row.try_get(7)?,
        line_id: row.try_get(8)?,
        number: row.try_get(9)?,
        person_id: row.try_get(10)?,
        in_force,
        planes: Planes { p0: mask(14)?, p1: mask(15)?, p2: mask(16)?, qr: mask(17)? },
    })
}

/// Vouchers whose part of the month has several portions.
pub(in crate::acts) async fn list_shared(tx: &Tx<'_>, region: i16, month: Date) -> Result<HashSet<Uuid>> {
    let rows = tx
        .query(
            "SELECT DISTINCT voucher_id FROM portions WHERE region = $1 AND month = $2 AND portion > 1",
            &[&region, &month],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Children who have died, with the date: few, and told by no performer, so they are read once for all chunks.
pub(in crate::acts) async fn list_deaths(tx: &Tx<'_>) -> Result<HashMap<Uuid, Date>> {
    let rows = tx
        .query(
            "SELECT d.person_id, s.effective_on
            FROM (SELECT DISTINCT bucket, person_id FROM person_states WHERE status = 'deceased') d
            JOIN LATERAL (
                SELECT status, effective_on FROM person_states s
                WHERE s.bucket = d.bucket AND s.person_id = d.person_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON s.status = 'deceased'",
            &[],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// What performers still owe after adjustments (tiyn), and with it what those owed that they took over from.
pub(in crate::acts) async fn list_receivables(tx: &Tx<'_>, region: i16) -> Result<HashMap<Uuid, i64>> {
    // 12 = receivable, 13 = set-off; 18 and 19 beside the parts.
    let rows = tx
        .query(
            "SELECT coalesce(s.successor_id, m.performer_id), sum(CASE WHEN m.kind IN (12, 18) THEN m.amount ELSE -m.amount END)::int8
            FROM movements m
            LEFT JOIN LATERAL (
                SELECT successor_id FROM successions s
                WHERE s.region = m.region AND s.predecessor_id = m.performer_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true
            WHERE m.region = $1 AND m.kind IN (12, 13, 18, 19) AND m.performer_id IS NOT NULL
            GROUP BY 1",
            &[&region],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}

/// The budget line of a month that adjustments charge: republican money first.
pub(in crate::acts) async fn find_adjusting_line(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    programme: &str,
) -> Result<Option<Uuid>> {
    let row = tx
        .find(
            "SELECT id FROM budget_lines WHERE region = $1 AND month = $2 AND programme = $3 ORDER BY source DESC, kbk, id LIMIT 1",
            &[&region, &month, &programme],
        )
        .await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// Groups with the calendar and the object of their latest revision.
pub(in crate::acts) async fn list_groups(tx: &Tx<'_>, region: i16, ids: &[Uuid]) -> Result<Vec<Group>> {
    let rows = tx
        .query(
            "SELECT g.id, r.weekdays, r.vacations, o.id, o.capacity
            FROM groups g
            JOIN LATERAL (
                SELECT weekdays, vacations, object_id FROM group_revisions r
                WHERE r.region = g.region AND r.group_id = g.id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            LEFT JOIN objects o ON o.region = g.region AND o.id = r.object_id AND o.performer_id = g.performer_id
            WHERE g.region = $1 AND g.id = ANY ($2)",
            &[&region, &ids],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let object = row.try_get::<_, Option<Uuid>>(3)?.zip(row.try_get::<_, Option<i32>>(4)?);
            Ok(Group { id: row.try_get(0)?, weekdays: row.try_get(1)?, vacations: row.try_get(2)?, object })
        })
        .collect()
}

/// Lines of versions of acts, by act and in their order.
pub(in crate::acts) async fn list_lines(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    versions: &[(Uuid, i16)],
) -> Result<HashMap<Uuid, Vec<ActLine>>> {
    let (acts, numbers): (Vec<Uuid>, Vec<i16>) = versions.iter().copied().unzip();
    let sql = format!(
        "{} WHERE region = $1 AND month = $2 AND (act_id, version) IN (SELECT * FROM unnest($3::uuid[], $4::int2[])) ORDER BY act_id, n",
        ActLine::SELECT
    );
    let mut lines = HashMap::<Uuid, Vec<ActLine>>::new();
    for row in tx.query(&sql, &[&region, &month, &acts, &numbers]).await? {
        let line = ActLine::read(&row)?.fact;
        lines.entry(line.act_id).or_default().push(line);
    }
    Ok(lines)
}

/// Fees of the lines of versions of acts, by act and in their order.
pub(in crate::acts) async fn list_fees(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    versions: &[(Uuid, i16)],
) -> Result<HashMap<Uuid, Vec<ActFee>>> {
    let (acts, numbers): (Vec<Uuid>, Vec<i16>) = versions.iter().copied().unzip();
    let sql = format!(
        "{} WHERE region = $1 AND month = $2 AND (act_id, version) IN (SELECT * FROM unnest($3::uuid[], $4::int2[])) ORDER BY act_id, n",
        ActFee::SELECT
    );
    let mut fees = HashMap::<Uuid, Vec<ActFee>>::new();
    for row in tx.query(&sql, &[&region, &month, &acts, &numbers]).await? {
        let fee = ActFee::read(&row)?.fact;
        fees.entry(fee.act_id).or_default().push(fee);
    }
    Ok(fees)
}

/// Exceptions of versions, by performer.
pub(in crate::acts) async fn list_exceptions(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    versions: &[(Uuid, i16)],
) -> Result<HashMap<Uuid, Vec<Exception>>> {
    let (performers, numbers): (Vec<Uuid>, Vec<i16>) = versions.iter().copied().unzip();
    let sql = format!(
        "{} WHERE region = $1 AND month = $2 AND (performer_id, version) IN (SELECT * FROM unnest($3::uuid[], $4::int2[]))
        ORDER BY performer_id, voucher_id, portion, code",
        Exception::SELECT
    );
    let mut exceptions = HashMap::<Uuid, Vec<Exception>>::new();
    for row in tx.query(&sql, &[&region, &month, &performers, &numbers]).await? {
        let exception = Exception::read(&row)?.fact;
        exceptions.entry(exception.performer_id).or_default().push(exception);
    }
    Ok(exceptions)
}

/// Makes acts or brings them to a new version, as drafts.
pub(in crate::acts) async fn save_acts(tx: &Tx<'_>, region: i16, month: Date, acts: &[ActRow]) -> Result<()> {
    if acts.is_empty() {
        return Ok(());
    }
    tx.execute(
        "INSERT INTO acts (region, month, id, number, programme, performer_id, issuer_id, state, version, epoch, total)
        SELECT $1, $2, u.id, u.number, u.programme, u.performer_id, u.issuer_id, 'draft', u.version, u.epoch, u.total
        FROM unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::uuid[], $8::int2[], $9::int8[], $10::int8[])
            AS u (id, number, programme, performer_id, issuer_id, version, epoch, total)
        ON CONFLICT (region, month, id) DO UPDATE SET
            state = EXCLUDED.state,
            version = EXCLUDED.version,
            epoch = EXCLUDED.epoch,
            total = EXCLUDED.total",
        &[
            &region,
            &month,
            &acts.iter().map(|act| act.id).collect::<Vec<_>>(),
            &acts.iter().map(|act| act.number.as_str()).collect::<Vec<_>>(),
            &acts.iter().map(|act| act.programme.as_str()).collect::<Vec<_>>(),
            &acts.iter().map(|act| act.performer_id).collect::<Vec<_>>(),
            &acts.iter().map(|act| act.issuer_id).collect::<Vec<_>>(),
            &acts.iter().map(|act| act.version).collect::<Vec<_>>(),
            &acts.iter().map(|act| act.epoch).collect::<Vec<_>>(),
            &acts.iter().map(|act| act.total).collect::<Vec<_>>(),
        ],
    )
    .await?;
    Ok(())
}
