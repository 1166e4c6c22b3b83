//! What opens and closes legal deadlines, read from the facts: an act's signatures, its invoice, its payment, the last list of its month,
//! disputes with their answers. Days are those of Almaty (UTC+5).

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// Whose deadlines are read.
#[derive(Clone, Debug, Default)]
pub(in crate::cabinets) struct Of {
    /// Of an issuer's acts and vouchers, by its BIN.
    pub(in crate::cabinets) issuer: Option<String>,
    /// Of performers, by regions and ids.
    pub(in crate::cabinets) performers: Option<(Vec<i16>, Vec<Uuid>)>,
    /// Of service months from this one on.
    pub(in crate::cabinets) from: Option<Date>,
    /// And up to this one.
    pub(in crate::cabinets) to: Option<Date>,
}

/// A day of a timestamp in Almaty.
macro_rules! almaty {
    ($column:literal) => {
        concat!("((", $column, " AT TIME ZONE 'UTC') + interval '5 hours')::date")
    };
}

/// Deadlines as rows: $1 issuer, $2 regions and $3 ids of performers, $4 and $5 months, $6 whether only what is open is wanted: then no act
/// that is paid is read, and no line of a statement. `event` opens the term, `opens` is the day before which nothing can be due, `closed`
/// is when it was done. A timesheet whose act finds days without a mark is not told yet.
const DEADLINES: &str = concat!(
    "WITH known AS (
        SELECT a.region, x.kind, a.id AS subject, a.programme, a.month, a.performer_id, x.event, x.opens, x.closed
        FROM acts a
        JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id AND ($1::text IS NULL OR i.bin = $1)
        LEFT JOIN act_signatures ps ON ps.region = a.region AND ps.month = a.month AND ps.act_id = a.id AND ps.side = 'performer'
        LEFT JOIN act_signatures si ON si.region = a.region AND si.month = a.month AND si.act_id = a.id AND si.side = 'issuer'
        LEFT JOIN act_invoices n ON n.region = a.region AND n.month = a.month AND n.act_id = a.id
        LEFT JOIN payment_orders o ON o.region = a.region AND o.month = a.month AND o.act_id = a.id
        LEFT JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id
        LEFT JOIN timesheets s ON s.region = a.region AND s.month = a.month AND s.performer_id = a.performer_id
        LEFT JOIN (
            SELECT l.region, l.order_id, l.amount, min(l.recorded_at) AS at FROM statement_lines l
            WHERE NOT $6::bool AND l.order_id IS NOT NULL
            GROUP BY l.region, l.order_id, l.amount
        ) p ON p.region = o.region AND p.order_id = o.id AND p.amount = o.amount
        LEFT JOIN LATERAL (
            SELECT true AS missing FROM exceptions e
            WHERE e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
                AND e.code = 'timesheet.incomplete'
            LIMIT 1
        ) m ON true
        LEFT JOIN LATERAL (
            SELECT coalesce((r.terms ->> 'qr_share_bp')::int8, 0) AS bp FROM programme_terms r
            WHERE r.programme = a.programme AND r.valid_from < a.month + interval '1 month'
            ORDER BY r.valid_from DESC LIMIT 1
        ) q ON true
        LEFT JOIN act_versions w ON q.bp > 0 AND w.region = a.region AND w.month = a.month AND w.act_id = a.id AND w.version = a.version
            AND w.qr_days * 10000::int8 < q.bp * w.enrolled_days
        CROSS JOIN LATERAL (VALUES
            ('qr_cure', CASE WHEN w.act_id IS NOT NULL THEN (a.month + interval '1 month' - interval '1 day')::date END, a.month,
                CASE WHEN w.unpaid IS NOT NULL THEN ",
    almaty!("w.recorded_at"),
    " END),
            ('timesheet', (a.month + interval '1 month' - interval '1 day')::date, a.month,
                CASE WHEN m.missing THEN NULL ELSE ",
    almaty!("s.last_at"),
    " END),
            ('act_signature', ",
    almaty!("ps.recorded_at"),
    ", a.month, ",
    almaty!("si.recorded_at"),
    "),
            ('invoice', CASE WHEN a.total > 0 THEN ",
    almaty!("si.recorded_at"),
    " END, a.month, ",
    almaty!("n.recorded_at"),
    "),
            ('payment', CASE WHEN a.total > 0 AND n.act_id IS NOT NULL THEN ",
    almaty!("si.recorded_at"),
    " END, ",
    almaty!("n.recorded_at"),
    ", CASE WHEN t.state = 'confirmed' THEN ",
    almaty!("coalesce(p.at, n.recorded_at)"),
    " END)
        ) x (kind, event, opens, closed)
        WHERE x.event IS NOT NULL AND (x.kind <> 'timesheet' OR s.last_at IS NOT NULL OR m.missing)
            AND ($2::int2[] IS NULL OR a.region = ANY ($2) AND a.performer_id = ANY ($3::uuid[]))
            AND ($4::date IS NULL OR a.month >= $4) AND ($5::date IS NULL OR a.month <= $5)
            AND (NOT $6::bool OR a.state <> 'paid')
        UNION ALL
        SELECT d.region, 'dispute_answer', d.id, d.programme, d.month, d.performer_id, ",
    almaty!("d.recorded_at"),
    ", d.month, ",
    almaty!("w.recorded_at"),
    "
        FROM disputes d
        JOIN vouchers v ON v.region = d.region AND v.id = d.voucher_id
        JOIN issuers i ON i.region = v.region AND i.id = v.issuer_id AND ($1::text IS NULL OR i.bin = $1)
        LEFT JOIN dispute_answers w ON w.region = d.region AND w.month = d.month AND w.dispute_id = d.id
        WHERE ($2::int2[] IS NULL OR d.region = ANY ($2) AND d.performer_id = ANY ($3::uuid[]))
            AND ($4::date IS NULL OR d.month >= $4) AND ($5::date IS NULL OR d.month <= $5)
    )"
);

/// Deadlines that have everything in common but their subject.
#[derive(Clone, Debug)]
pub(in crate::cabinets) struct Group {
    pub(in crate::cabinets) region: i16,
    pub(in crate::cabinets) kind: String,
    pub(in crate::cabinets) programme: String,
    pub(in crate::cabinets) month: Date,
    pub(in crate::cabinets) event: Date,
    pub(in crate::cabinets) opens: Date,
    pub(in crate::cabinets) closed: Option<Date>,
    pub(in crate::cabinets) count: i64,
}

/// How many deadlines there are of each kind, programme, month and days; only those that are open, or all.
pub(in crate::cabinets) async fn groups(tx: &Tx<'_>, of: &Of, open: bool) -> Result<Vec<Group>> {
    let (regions, performers) = of.performers.clone().unzip();
    let sql = format!(
        "{DEADLINES} SELECT region, kind, programme, month, event, opens, closed, count(*)
        FROM known WHERE NOT $6::bool OR closed IS NULL
        GROUP BY region, kind, programme, month, event, opens, closed
        ORDER BY region, kind, programme, month, event, opens, closed"
    );
    let rows = tx.query(&sql, &[&of.issuer, &regions, &performers, &of.from, &of.to, &open]).await?;
    let read = |row: &Row| {
        Ok(Group {
            region: row.try_get(0)?,
            kind: row.try_get(1)?,
            programme: row.try_get(2)?,
            month: row.try_get(3)?,
            event: row.try_get(4)?,
            opens: row.try_get(5)?,
            closed: row.try_get(6)?,
            count: row.try_get(7)?,
        })
    };
    rows.iter().map(read).collect()
}

/// An open deadline.
#[derive(Clone, Debug)]
pub(in crate::cabinets) struct DeadlineRow {
    pub(in crate::cabinets) kind: String,
    pub(in crate::cabinets) subject: Uuid,
    pub(in crate::cabinets) programme: String,
    pub(in crate::cabinets) month: Date,
    pub(in crate::cabinets) due: Date,
    pub(in crate::cabinets) bin: String,
    pub(in crate::cabinets) name_kk: String,
    pub(in crate::cabinets) name_ru: String,
}

/// Open deadlines of groups with their last days, the first to end first, after a place.
pub(in crate::cabinets) async fn list(
    tx: &Tx<'_>,
    of: &Of,
    groups: &[(&Group, Date)],
    (after, limit): (Option<(Date, Uuid)>, i64),
) -> Result<Vec<DeadlineRow>> {
    let (regions, performers) = of.performers.clone().unzip();
    let sql = format!(
        "{DEADLINES} SELECT k.kind, k.subject, k.programme, k.month, g.due, p.bin, p.name_kk, p.name_ru
        FROM known k
        JOIN unnest($7::int2[], $8::text[], $9::text[], $10::date[], $11::date[], $12::date[], $13::date[])
            AS g (region, kind, programme, month, event, opens, due)
            ON g.region = k.region AND g.kind = k.kind AND g.programme = k.programme AND g.month = k.month AND g.event = k.event
                AND g.opens = k.opens
        JOIN performers p ON p.region = k.region AND p.id = k.performer_id
        WHERE k.closed IS NULL AND ($14::date IS NULL OR (g.due, k.subject) > ($14, $15::uuid))
        ORDER BY g.due, k.subject
        LIMIT $16"
    );
    let (due, subject) = after.unzip();
    let column = |of: fn(&Group) -> &str| groups.iter().map(|(group, _)| of(group).to_owned()).collect::<Vec<_>>();
    let day = |of: fn(&Group) -> Date| groups.iter().map(|(group, _)| of(group)).collect::<Vec<_>>();
    let rows = tx
        .query(
            &sql,
            &[
                &of.issuer,
                &regions,
                &performers,
                &of.from,
                &of.to,
                &true,
                &groups.iter().map(|(group, _)| group.region).collect::<Vec<_>>(),
                &column(|group| &group.kind),
                &column(|group| &group.programme),
                &day(|group| group.month),
                &day(|group| group.event),
                &day(|group| group.opens),
                &groups.iter().map(|(_, due)| *due).collect::<Vec<_>>(),
                &due,
                &subject,
                &limit,
            ],
        )
        .await?;
    let read = |row: &Row| {
        Ok(DeadlineRow {
            kind: row.try_get(0)?,
            subject: row.try_get(1)?,
            programme: row.try_get(2)?,
            month: row.try_get(3)?,
            due: row.try_get(4)?,
            bin: row.try_get(5)?,
            name_kk: row.try_get(6)?,
            name_ru: row.try_get(7)?,
        })
    };
    rows.iter().map(read).collect()
}
