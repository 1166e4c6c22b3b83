//! Days of leave that children have taken, wherever they are (spec 3.4).

use std::collections::HashMap;

use jiff::{ToSpan as _, civil::Date};
use law::{DayMask, month::days_up_to};
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// Days of leave by child and month.
pub(in crate::acts) type Leave = HashMap<Uuid, Vec<(Date, u32)>>;

/// Days of leave by programme, child and month, from the first of the year of a year before the month until it; months without leave are left
/// out, and so are days after which the enrolment has ended.
pub(in crate::acts) async fn list_leave(tx: &Tx<'_>, month: Date) -> Result<HashMap<String, Leave>> {
    let from = month.checked_sub(12.months())?.first_of_year();
    let ended = list_ended(tx, (from, month)).await?;
    let rows = tx
        .query(
            "SELECT c.person_id, a.month, (a.p2 & ~a.p1 & ~a.p0), p.programme, a.contract_id
            FROM attendance_months a
            JOIN contracts c ON c.region = a.region AND c.id = a.contract_id
            JOIN performers p ON p.region = c.region AND p.id = c.performer_id
            WHERE a.month >= $1 AND a.month < $2 AND (a.p2 & ~a.p1 & ~a.p0) <> 0",
            &[&from, &month],
        )
        .await?;
    let mut leave = HashMap::<String, Leave>::new();
    for row in rows {
        let (month, days, contract) = (row.try_get(1)?, row.try_get::<_, i32>(2)?.cast_unsigned(), row.try_get(4)?);
        let days = days & ended.get(&(contract, month)).copied().unwrap_or(DayMask::MAX);
        if days == 0 {
            continue;
        }
        let of_programme = match leave.get_mut(row.try_get::<_, &str>(3)?) {
            Some(known) => known,
            None => leave.entry(row.try_get(3)?).or_default(),
        };
        of_programme.entry(row.try_get(0)?).or_default().push((month, days.count_ones()));
    }
    Ok(leave)
}

/// The days that contracts serve in the months in which something of theirs ended: few, so that the others are not looked at.
async fn list_ended(tx: &Tx<'_>, (from, to): (Date, Date)) -> Result<HashMap<(Uuid, Date), DayMask>> {
    let rows = tx
        .query(
            "SELECT t.contract_id, t.month, t.from_day, coalesce(e.last_day, t.to_day)
            FROM (SELECT DISTINCT region, month, voucher_id FROM portion_ends WHERE month >= $1 AND month < $2) x
            JOIN portions t ON t.region = x.region AND t.month = x.month AND t.voucher_id = x.voucher_id
            LEFT JOIN LATERAL (
                SELECT last_day FROM portion_ends e
                WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true",
            &[&from, &to],
        )
        .await?;
    let until = |day: i16| days_up_to(u32::try_from(day).unwrap_or(0));
    let mut served = HashMap::<(Uuid, Date), DayMask>::new();
    for row in rows {
        let (first, last): (i16, i16) = (row.try_get(2)?, row.try_get(3)?);
        *served.entry((row.try_get(0)?, row.try_get(1)?)).or_default() |= until(last) & !until(first.saturating_sub(1));
    }
    Ok(served)
}
