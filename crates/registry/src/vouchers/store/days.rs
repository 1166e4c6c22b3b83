//! SQL of live days: one live portion a child, programme and day.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use law::DayMask;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// Bucket, month and child: a row of `live_days` of one programme.
pub(in crate::vouchers) type DaysKey = (i16, Date, Uuid);

fn column(days: DayMask) -> i32 {
    i32::from_ne_bytes(days.to_ne_bytes())
}

/// Live days of children in months: child, month, programme, days.
pub(in crate::vouchers) async fn live_days(
    tx: &Tx<'_>,
    children: &[(i16, Uuid)],
    months: &[Date],
    programmes: &[String],
) -> Result<Vec<(Uuid, Date, String, DayMask)>> {
    let buckets: Vec<i16> = children.iter().map(|child| child.0).collect();
    let ids: Vec<Uuid> = children.iter().map(|child| child.1).collect();
    let rows = tx
        .query(
            "SELECT d.person_id, d.month, d.programme, d.days
            FROM unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            JOIN live_days d ON d.bucket = u.bucket AND d.person_id = u.person_id
            WHERE d.month = ANY ($3) AND d.programme = ANY ($4)",
            &[&buckets, &ids, &months, &programmes],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let days: i32 = row.try_get(3)?;
            Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, DayMask::from_ne_bytes(days.to_ne_bytes())))
        })
        .collect()
}

struct Arrays {
    buckets: Vec<i16>,
    months: Vec<Date>,
    children: Vec<Uuid>,
    days: Vec<i32>,
}

fn arrays(days: &BTreeMap<DaysKey, DayMask>) -> Arrays {
    Arrays {
        buckets: days.keys().map(|key| key.0).collect(),
        months: days.keys().map(|key| key.1).collect(),
        children: days.keys().map(|key| key.2).collect(),
        days: days.values().map(|days| column(*days)).collect(),
    }
}

/// Locks the rows of several programmes in the order of the table's key; a row that is not there is made, without days.
pub(in crate::vouchers) async fn lock_days(tx: &Tx<'_>, programmes: &[String], keys: &[DaysKey]) -> Result<()> {
    let buckets: Vec<i16> = keys.iter().map(|key| key.0).collect();
    let months: Vec<Date> = keys.iter().map(|key| key.1).collect();
    let children: Vec<Uuid> = keys.iter().map(|key| key.2).collect();
    tx.execute(
        "INSERT INTO live_days (bucket, person_id, programme, month, days)
        SELECT u.bucket, u.person_id, p.programme, u.month, 0
        FROM unnest($2::int2[], $3::date[], $4::uuid[]) AS u (bucket, month, person_id)
        CROSS JOIN unnest($1::text[]) AS p (programme)
        ORDER BY u.bucket, u.month, u.person_id, p.programme
        ON CONFLICT (bucket, month, person_id, programme) DO UPDATE SET days = live_days.days",
        &[&programmes, &buckets, &months, &children],
    )
    .await?;
    Ok(())
}

/// Takes days; the rows that are answered were free on all of theirs and stay locked, the others went to somebody else.
pub(in crate::vouchers) async fn claim_days(
    tx: &Tx<'_>,
    programme: &str,
    days: &BTreeMap<DaysKey, DayMask>,
) -> Result<BTreeSet<DaysKey>> {
    let Arrays { buckets, months, children, days } = arrays(days);
    let rows = tx
        .query(
            "INSERT INTO live_days (bucket, person_id, programme, month, days)
            SELECT u.bucket, u.person_id, $1, u.month, u.days
            FROM unnest($2::int2[], $3::date[], $4::uuid[], $5::int4[]) AS u (bucket, month, person_id, days)
            ORDER BY u.bucket, u.month, u.person_id
            ON CONFLICT (bucket, month, person_id, programme)
                DO UPDATE SET days = live_days.days | excluded.days WHERE live_days.days & excluded.days = 0
            RETURNING bucket, month, person_id",
            &[&programme, &buckets, &months, &children, &days],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// Gives days back; rows without bits are only locked, in the order of their keys.
pub(in crate::vouchers) async fn free_days(
    tx: &Tx<'_>,
    programme: &str,
    days: &BTreeMap<DaysKey, DayMask>,
) -> Result<()> {
    let Arrays { buckets, months, children, days } = arrays(days);
    // The locks are taken in the order of the keys first: an UPDATE takes them in the order of its plan.
    tx.query(
        "SELECT d.bucket FROM live_days d
        JOIN unnest($2::int2[], $3::date[], $4::uuid[]) AS u (bucket, month, person_id)
            ON d.bucket = u.bucket AND d.month = u.month AND d.person_id = u.person_id
        WHERE d.programme = $1
        ORDER BY d.bucket, d.month, d.person_id
        FOR UPDATE OF d",
        &[&programme, &buckets, &months, &children],
    )
    .await?;
    if days.iter().all(|days| *days == 0) {
        return Ok(());
    }
    tx.execute(
        "UPDATE live_days d SET days = d.days & ~u.days
        FROM unnest($2::int2[], $3::date[], $4::uuid[], $5::int4[]) AS u (bucket, month, person_id, days)
        WHERE d.programme = $1 AND d.bucket = u.bucket AND d.month = u.month AND d.person_id = u.person_id AND u.days <> 0",
        &[&programme, &buckets, &months, &children, &days],
    )
    .await?;
    Ok(())
}
