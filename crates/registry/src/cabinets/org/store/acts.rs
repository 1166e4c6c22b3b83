//! Acts with the dates of their way, and what is owed.

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    cabinets::org::{Own, way::Taken},
    platform::{Result, Tx},
};

/// An act as lists show it; amounts in tiyn.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct Act {
    pub(in crate::cabinets::org) month: Date,
    pub(in crate::cabinets::org) id: Uuid,
    pub(in crate::cabinets::org) number: String,
    pub(in crate::cabinets::org) programme: String,
    pub(in crate::cabinets::org) performer_id: Uuid,
    pub(in crate::cabinets::org) issuer: String,
    pub(in crate::cabinets::org) state: String,
    pub(in crate::cabinets::org) total: i64,
    pub(in crate::cabinets::org) lines: i32,
    pub(in crate::cabinets::org) exceptions: i64,
    pub(in crate::cabinets::org) taken: Taken,
    /// Registration number of the invoice.
    pub(in crate::cabinets::org) invoice: Option<String>,
    /// Number of the payment order.
    pub(in crate::cabinets::org) order: Option<String>,
}

/// Which acts a list shows.
#[derive(Clone, Debug, Default)]
pub(in crate::cabinets::org) struct Which {
    /// Of one month.
    pub(in crate::cabinets::org) month: Option<Date>,
    /// In one state, as data spell it.
    pub(in crate::cabinets::org) state: Option<String>,
    /// Those after (older than) this one.
    pub(in crate::cabinets::org) after: Option<(Date, Uuid)>,
}

/// Acts of the organisation, the newest month first.
pub(in crate::cabinets::org) async fn list_acts(tx: &Tx<'_>, own: &Own, which: &Which, limit: i64) -> Result<Vec<Act>> {
    let (month, id) = which.after.map_or((None, None), |(month, id)| (Some(month), Some(id)));
    let rows = tx
        .query(
            "SELECT
                a.month,
                a.id,
                a.number,
                a.programme,
                a.performer_id,
                i.name AS issuer,
                a.state,
                a.total,
                w.lines,
                (
                    SELECT count(*) FROM exceptions e
                    WHERE e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
                ) AS exceptions,
                w.recorded_at AS drafted,
                ps.recorded_at AS performer,
                si.recorded_at AS issuer_at,
                n.recorded_at AS invoiced,
                n.registration_number,
                o.recorded_at AS ordered,
                o.number AS order_number,
                CASE WHEN t.state = 'confirmed' THEN (
                    SELECT min(s.recorded_at) FROM statement_lines s
                    WHERE s.region = o.region AND s.order_id = o.id AND s.amount = o.amount
                ) END AS paid
            FROM acts a
            JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
            JOIN act_versions w ON w.region = a.region AND w.month = a.month AND w.act_id = a.id AND w.version = a.version
            LEFT JOIN act_signatures ps ON ps.region = a.region AND ps.month = a.month AND ps.act_id = a.id AND ps.side = 'performer'
            LEFT JOIN act_signatures si ON si.region = a.region AND si.month = a.month AND si.act_id = a.id AND si.side = 'issuer'
            LEFT JOIN act_invoices n ON n.region = a.region AND n.month = a.month AND n.act_id = a.id
            LEFT JOIN payment_orders o ON o.region = a.region AND o.month = a.month AND o.act_id = a.id
            LEFT JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id
            WHERE a.region = ANY ($1) AND a.performer_id = ANY ($2)
                AND ($3::date IS NULL OR a.month = $3) AND ($4::text IS NULL OR a.state = $4)
                AND ($5::date IS NULL OR (a.month, a.id) < ($5, $6::uuid))
            ORDER BY a.month DESC, a.id DESC
            LIMIT $7",
            &[&own.regions, &own.performers, &which.month, &which.state, &month, &id, &limit],
        )
        .await?;
    rows.iter().map(read_act).collect()
}

fn read_act(row: &Row) -> Result<Act> {
    let total: i64 = row.try_get("total")?;
    let issuer: Option<Timestamp> = row.try_get("issuer_at")?;
    Ok(Act {
        month: row.try_get("month")?,
        id: row.try_get("id")?,
        number: row.try_get("number")?,
        programme: row.try_get("programme")?,
        performer_id: row.try_get("performer_id")?,
        issuer: row.try_get("issuer")?,
        state: row.try_get("state")?,
        total,
        lines: row.try_get("lines")?,
        exceptions: row.try_get("exceptions")?,
        taken: Taken {
            drafted: row.try_get("drafted")?,
            performer: row.try_get("performer")?,
            issuer,
            invoice: row.try_get("invoiced")?,
            order: row.try_get("ordered")?,
            paid: row.try_get("paid")?,
            nothing_due: total == 0 && issuer.is_some(),
        },
        invoice: row.try_get("registration_number")?,
        order: row.try_get("order_number")?,
    })
}

/// What the organisation is owed by acts that both sides have signed, and what it owes (tiyn).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cabinets::org) struct Sums {
    /// Written off, no order yet.
    pub(in crate::cabinets::org) due: i64,
    /// Ordered, not confirmed.
    pub(in crate::cabinets::org) ordered: i64,
    /// Confirmed by the statement.
    pub(in crate::cabinets::org) paid: i64,
    /// Of `due`: held while a performer is suspended.
    pub(in crate::cabinets::org) held: i64,
    /// To be set off against later acts.
    pub(in crate::cabinets::org) receivable: i64,
}

/// The sums of all acts of a calendar year.
pub(in crate::cabinets::org) async fn sums(tx: &Tx<'_>, own: &Own, year: (Date, Date)) -> Result<Sums> {
    let row = tx
        .find(
            "SELECT
                coalesce(sum(a.total) FILTER (WHERE a.state IN ('issuer_signed', 'invoiced', 'in_register')), 0)::int8,
                coalesce(sum(a.total) FILTER (WHERE a.state = 'ordered'), 0)::int8,
                coalesce(sum(a.total) FILTER (WHERE a.state = 'paid'), 0)::int8,
                coalesce(sum(a.total) FILTER (WHERE a.state IN ('issuer_signed', 'invoiced', 'in_register') AND s.standing = 'suspended'), 0)::int8,
                (
                    SELECT coalesce(sum(CASE WHEN m.kind IN (12, 18) THEN m.amount ELSE -m.amount END), 0)::int8
                    FROM movements m
                    WHERE m.region = ANY ($1) AND m.performer_id = ANY ($2) AND m.kind IN (12, 13, 18, 19)
                )
            FROM acts a
            LEFT JOIN LATERAL (
                SELECT s.standing FROM standings s
                WHERE s.region = a.region AND s.performer_id = a.performer_id AND s.effective_on <= $5
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true
            WHERE a.region = ANY ($1) AND a.performer_id = ANY ($2) AND a.month BETWEEN $3 AND $4",
            &[&own.regions, &own.performers, &year.0, &year.1, &tx.today()],
        )
        .await?;
    let Some(row) = row else { return Ok(Sums::default()) };
    Ok(Sums {
        due: row.try_get(0)?,
        ordered: row.try_get(1)?,
        paid: row.try_get(2)?,
        held: row.try_get(3)?,
        receivable: row.try_get(4)?,
    })
}

/// The stored bytes of a version, which are what is signed, and the current version.
pub(in crate::cabinets::org) async fn find_document(
    tx: &Tx<'_>,
    own: &Own,
    act: Uuid,
) -> Result<Option<(i16, Vec<u8>)>> {
    let row = tx
        .find(
            "SELECT w.version, w.xml
            FROM acts a
            JOIN act_versions w ON w.region = a.region AND w.month = a.month AND w.act_id = a.id AND w.version = a.version
            WHERE a.region = ANY ($1) AND a.performer_id = ANY ($2) AND a.id = $3",
            &[&own.regions, &own.performers, &act],
        )
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// The messages of an act's signatures by their side.
pub(in crate::cabinets::org) async fn list_messages(
    tx: &Tx<'_>,
    own: &Own,
    act: Uuid,
) -> Result<Vec<(String, Vec<u8>)>> {
    let rows = tx
        .query(
            "SELECT s.side, s.cms
            FROM acts a
            JOIN act_signatures s ON s.region = a.region AND s.month = a.month AND s.act_id = a.id
            WHERE a.region = ANY ($1) AND a.performer_id = ANY ($2) AND a.id = $3",
            &[&own.regions, &own.performers, &act],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
