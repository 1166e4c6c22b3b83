//! All SQL of the slice `programmes`.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Fact, Result, Tx},
};

fact! {
    /// A per-capita rate of the methodology in force from a date (tiyn a month); a later row for the same key and date replaces it.
    pub struct Rate in "rates" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        programme: String = "text",
        locality: String = "text",
        performer_kind: String = "text",
        group_kind: String = "text",
        hours: i16 = "int2",
        valid_from: Date = "date",
        valid_to: Option<Date> = "date",
        monthly: i64 = "int8",
        act_number: String = "text",
        act_date: Date = "date",
        note: String = "text",
    }
}

/// Every rate of some acts: a file's own rows are among them if it was read before.
pub(super) async fn list_by_act(tx: &Tx<'_>, act_numbers: &[&str]) -> Result<Vec<Rate>> {
    let rows = tx.query(&format!("{} WHERE act_number = ANY ($1)", Rate::SELECT), &[&act_numbers]).await?;
    Ok(rows.iter().map(|row| Ok(Rate::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// A rate in force on the first day of a month: month, locality, performer kind, group kind, hours, id, tiyn.
pub(crate) type RateRow = (Date, String, String, String, i16, Uuid, i64);

/// The latest recorded rates in force on the first days given.
pub(crate) async fn rates_on(tx: &Tx<'_>, region: i16, programme: &str, months: &[Date]) -> Result<Vec<RateRow>> {
    let rows = tx
        .query(
            "SELECT DISTINCT ON (m.month, r.locality, r.performer_kind, r.group_kind, r.hours)
                m.month,
                r.locality,
                r.performer_kind,
                r.group_kind,
                r.hours,
                r.id,
                r.monthly
            FROM rates r
            JOIN unnest($3::date[]) AS m (month) ON r.valid_from <= m.month AND (r.valid_to IS NULL OR r.valid_to >= m.month)
            WHERE r.region = $1 AND r.programme = $2
            ORDER BY m.month, r.locality, r.performer_kind, r.group_kind, r.hours, r.recorded_at DESC, r.id DESC",
            &[&region, &programme, &months],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok((
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?,
            ))
        })
        .collect()
}

/// The rate that rules a month for whoever has the rate `of`: the same key, latest recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Successor {
    pub(crate) month: Date,
    pub(crate) of: Uuid,
    pub(crate) id: Uuid,
    /// Tiyn a month.
    pub(crate) monthly: i64,
}

/// For every rate of a programme and each month given by its first day, what rules the key then.
pub(crate) async fn successors(tx: &Tx<'_>, region: i16, programme: &str, months: &[Date]) -> Result<Vec<Successor>> {
    let rows = tx
        .query(
            "SELECT m.month, o.id, n.id, n.monthly
            FROM rates o
            CROSS JOIN unnest($3::date[]) AS m (month)
            JOIN LATERAL (
                SELECT r.id, r.monthly FROM rates r
                WHERE r.region = o.region AND r.programme = o.programme AND r.locality = o.locality
                    AND r.performer_kind = o.performer_kind AND r.group_kind = o.group_kind AND r.hours = o.hours
                    AND r.valid_from <= m.month AND (r.valid_to IS NULL OR r.valid_to >= m.month)
                ORDER BY r.recorded_at DESC, r.id DESC LIMIT 1
            ) n ON true
            WHERE o.region = $1 AND o.programme = $2
            ORDER BY m.month, o.id",
            &[&region, &programme, &months],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(Successor { month: row.try_get(0)?, of: row.try_get(1)?, id: row.try_get(2)?, monthly: row.try_get(3)? })
    };
    rows.iter().map(read).collect()
}
