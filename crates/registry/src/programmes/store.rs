//! All SQL of the slice `programmes`.

use jiff::civil::Date;
use law::pack::{EnteredYear, PackRows};
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

fact! {
    /// Whose a rate is, where the terms say that the issuer sets it; a rate of the methodology has none.
    pub struct RateIssuer in "rate_issuers" {
        region: i16 = "int2",
        rate_id: Uuid = "uuid",
        issuer_bin: String = "text",
    }
}

fact! {
    /// The terms of a programme from a day on, as the JSON of [`law::Terms`]; the latest row of a programme and day counts.
    pub struct TermsRow in "programme_terms" {
        programme: String = "text",
        valid_from: Date = "date",
        terms: serde_json::Value = "jsonb",
        act: String = "text",
    }
}

fact! {
    /// What the end for a reason does from a day on.
    pub struct EndReasonRow in "end_reasons" {
        programme: String = "text",
        reason: String = "text",
        valid_from: Date = "date",
        effect: String = "text",
    }
}

fact! {
    /// The name of a state in a programme.
    pub struct LabelRow in "programme_labels" {
        programme: String = "text",
        state: String = "text",
        kk: String = "text",
        ru: String = "text",
        en: String = "text",
        is_default: bool = "bool",
    }
}

fact! {
    /// A day of the calendar by decree, or a feast; the latest row of a day counts.
    pub struct CalendarDay in "calendar_days" {
        day: Date = "date",
        kind: String = "text",
        act: String = "text",
    }
}

fact! {
    /// A year whose calendar is entered.
    pub struct CalendarYear in "calendar_years" {
        year: i16 = "int2",
        act: String = "text",
    }
}

/// Every row that rules were entered by, in the order of recording, and their number: rows are only added, so a number names a state.
///
/// # Errors
/// Faults of the database; a stored row that is not in its form.
pub(crate) async fn entered(client: &tokio_postgres::Client) -> Result<(i64, PackRows)> {
    let count = count_entered(client).await?;
    let mut rows = PackRows::default();
    for row in
        client.query("SELECT terms FROM programme_terms ORDER BY recorded_at, programme, valid_from", &[]).await?
    {
        rows.terms.push(serde_json::from_value(row.try_get(0)?)?);
    }
    let sql =
        "SELECT json_build_object('programme', programme, 'reason', reason, 'valid_from', valid_from, 'effect', effect)
        FROM end_reasons ORDER BY recorded_at, programme, reason, valid_from";
    for row in client.query(sql, &[]).await? {
        rows.end_reasons.push(serde_json::from_value(row.try_get(0)?)?);
    }
    let sql = "SELECT json_build_object('programme', programme, 'state', state, 'default', is_default,
            'text', json_build_object('kk', kk, 'ru', ru, 'en', en))
        FROM programme_labels ORDER BY recorded_at, programme, state";
    for row in client.query(sql, &[]).await? {
        rows.labels.push(serde_json::from_value(row.try_get(0)?)?);
    }
    let sql =
        "SELECT json_build_object('day', day, 'kind', kind, 'act', act) FROM calendar_days ORDER BY recorded_at, day";
    for row in client.query(sql, &[]).await? {
        rows.days.push(serde_json::from_value(row.try_get(0)?)?);
    }
    for row in client.query("SELECT year, act FROM calendar_years ORDER BY year", &[]).await? {
        rows.years.push(EnteredYear { year: row.try_get(0)?, act: row.try_get(1)? });
    }
    Ok((count, rows))
}

/// How many rows were ever entered.
pub(crate) async fn count_entered(client: &tokio_postgres::Client) -> Result<i64> {
    let sql = "SELECT (SELECT count(*) FROM programme_terms) + (SELECT count(*) FROM end_reasons) + (SELECT count(*) FROM programme_labels)
        + (SELECT count(*) FROM calendar_days) + (SELECT count(*) FROM calendar_years)";
    Ok(client.query_one(sql, &[]).await?.try_get(0)?)
}

/// Every rate of some acts with its issuer, if it has one: a file's own rows are among them if it was read before.
pub(super) async fn list_by_act(tx: &Tx<'_>, act_numbers: &[&str]) -> Result<Vec<(Rate, Option<String>)>> {
    let sql = format!(
        "SELECT r.*, i.issuer_bin FROM ({}) r LEFT JOIN rate_issuers i ON i.region = r.region AND i.rate_id = r.id
        WHERE r.act_number = ANY ($1)",
        Rate::SELECT
    );
    let rows = tx.query(&sql, &[&act_numbers]).await?;
    let read = |row: &tokio_postgres::Row| Ok((Rate::read(row)?.fact, row.try_get("issuer_bin")?));
    Ok(rows.iter().map(read).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// A rate in force on the first day of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RateRow {
    /// Month, BIN of the issuer whose it is (empty: the methodology's), locality, performer kind, group kind, hours.
    pub(crate) key: (Date, String, String, String, String, i16),
    pub(crate) id: Uuid,
    /// Tiyn a month.
    pub(crate) monthly: i64,
}

/// The latest recorded rates in force on the first days given.
pub(crate) async fn rates_on(tx: &Tx<'_>, region: i16, programme: &str, months: &[Date]) -> Result<Vec<RateRow>> {
    let rows = tx
        .query(
            "SELECT DISTINCT ON (m.month, coalesce(i.issuer_bin, ''), r.locality, r.performer_kind, r.group_kind, r.hours)
                m.month,
                coalesce(i.issuer_bin, ''),
                r.locality,
                r.performer_kind,
                r.group_kind,
                r.hours,
                r.id,
                r.monthly
            FROM rates r
            JOIN unnest($3::date[]) AS m (month) ON r.valid_from <= m.month AND (r.valid_to IS NULL OR r.valid_to >= m.month)
            LEFT JOIN rate_issuers i ON i.region = r.region AND i.rate_id = r.id
            WHERE r.region = $1 AND r.programme = $2
            ORDER BY m.month, coalesce(i.issuer_bin, ''), r.locality, r.performer_kind, r.group_kind, r.hours, r.recorded_at DESC, r.id DESC",
            &[&region, &programme, &months],
        )
        .await?;
    rows.iter()
        .map(|row| {
            let key =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
            Ok(RateRow { key, id: row.try_get(6)?, monthly: row.try_get(7)? })
        })
        .collect()
}

/// The rate that rules a month for whoever has the rate `of`: the same key and issuer, latest recorded.
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
            LEFT JOIN rate_issuers w ON w.region = o.region AND w.rate_id = o.id
            CROSS JOIN unnest($3::date[]) AS m (month)
            JOIN LATERAL (
                SELECT r.id, r.monthly FROM rates r
                LEFT JOIN rate_issuers i ON i.region = r.region AND i.rate_id = r.id
                WHERE i.issuer_bin IS NOT DISTINCT FROM w.issuer_bin AND r.region = o.region AND r.programme = o.programme AND r.locality = o.locality
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
