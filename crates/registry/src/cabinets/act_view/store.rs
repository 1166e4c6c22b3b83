//! The SQL of an act's views: one statement a view, lines by pages.

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// An act with its current version and its parties.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    /// The region.
    pub(crate) region: i16,
    /// The first day of its month.
    pub(crate) month: Date,
    /// The act.
    pub(crate) id: Uuid,
    /// Its number.
    pub(crate) number: String,
    /// The programme.
    pub(crate) programme: String,
    /// Its state, as data spell it.
    pub(crate) state: String,
    /// The current version.
    pub(crate) version: i16,
    /// What is paid by it (tiyn).
    pub(crate) total: i64,
    /// The performer.
    pub(crate) performer_id: Uuid,
    /// The performer's BIN.
    pub(crate) performer_bin: String,
    /// The performer's name in Kazakh.
    pub(crate) performer_kk: String,
    /// The performer's name in Russian.
    pub(crate) performer_ru: String,
    /// The issuer's BIN.
    pub(crate) issuer_bin: String,
    /// The issuer's name.
    pub(crate) issuer_name: String,
    /// Lines of the version.
    pub(crate) lines: i32,
    /// Σ dues of its lines (tiyn); above the total by what was carried over to be set off.
    pub(crate) due: i64,
    /// Days of all enrolments.
    pub(crate) enrolled_days: i32,
    /// Of them seen by QR.
    pub(crate) qr_days: i32,
    /// What was known when it was made.
    pub(crate) known_at: Timestamp,
    /// Lines kept out of the version.
    pub(crate) exceptions: i64,
}

impl Act {
    /// What earlier acts left to be set off against this one (tiyn).
    pub(crate) fn set_off(&self) -> i64 {
        self.due.saturating_sub(self.total).max(0)
    }
}

/// An act by its id.
pub(crate) async fn find_act(tx: &Tx<'_>, id: Uuid) -> Result<Option<Act>> {
    let row = tx
        .find(
            "SELECT
                a.region,
                a.month,
                a.id,
                a.number,
                a.programme,
                a.state,
                a.version,
                v.total,
                a.performer_id,
                p.bin AS performer_bin,
                p.name_kk,
                p.name_ru,
                i.bin AS issuer_bin,
                i.name AS issuer_name,
                v.lines,
                (
                    SELECT coalesce(sum(l.due), 0)::int8
                    FROM act_lines l
                    WHERE l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
                ) AS due,
                v.enrolled_days,
                v.qr_days,
                v.known_at,
                (
                    SELECT count(*)
                    FROM exceptions e
                    WHERE e.region = a.region AND e.month = a.month AND e.performer_id = a.performer_id AND e.version = a.version
                ) AS exceptions
            FROM acts a
            JOIN act_versions v ON v.region = a.region AND v.month = a.month AND v.act_id = a.id AND v.version = a.version
            JOIN performers p ON p.region = a.region AND p.id = a.performer_id
            JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
            WHERE a.id = $1",
            &[&id],
        )
        .await?;
    row.map(|row| read_act(&row)).transpose()
}

fn read_act(row: &Row) -> Result<Act> {
    Ok(Act {
        region: row.try_get("region")?,
        month: row.try_get("month")?,
        id: row.try_get("id")?,
        number: row.try_get("number")?,
        programme: row.try_get("programme")?,
        state: row.try_get("state")?,
        version: row.try_get("version")?,
        total: row.try_get("total")?,
        performer_id: row.try_get("performer_id")?,
        performer_bin: row.try_get("performer_bin")?,
        performer_kk: row.try_get("name_kk")?,
        performer_ru: row.try_get("name_ru")?,
        issuer_bin: row.try_get("issuer_bin")?,
        issuer_name: row.try_get("issuer_name")?,
        lines: row.try_get("lines")?,
        due: row.try_get("due")?,
        enrolled_days: row.try_get("enrolled_days")?,
        qr_days: row.try_get("qr_days")?,
        known_at: row.try_get("known_at")?,
        exceptions: row.try_get("exceptions")?,
    })
}

/// A line of an act; amounts in tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Its number in the act.
    pub(crate) n: i32,
    /// 0 month, 1 adjustment, 2 estimate, 3 capital.
    pub(crate) kind: i16,
    /// The act's month, or the month corrected.
    pub(crate) line_month: Date,
    /// The voucher's number; empty on a line that is of no part.
    pub(crate) voucher: String,
    /// The period of service within the part.
    pub(crate) portion: i16,
    /// The contract's number; of a capital line the obligation's.
    pub(crate) contract: String,
    /// The part's nominal.
    pub(crate) nominal: i64,
    /// Study days of the group.
    pub(crate) study_days: i16,
    /// Of them enrolled.
    pub(crate) enrolled_days: i16,
    /// Present.
    pub(crate) present: i16,
    /// Ill, with a certificate.
    pub(crate) excused: i16,
    /// On leave of a parent, within the year's limit.
    pub(crate) leave: i16,
    /// The group was closed.
    pub(crate) closed: i16,
    /// Absent without a reason, leave beyond the limit included.
    pub(crate) unexcused: i16,
    /// Paid days.
    pub(crate) payable_days: i16,
    /// nominal × payable / study.
    pub(crate) computed: i64,
    /// What the line adds to the act.
    pub(crate) due: i64,
    /// Of an adjustment: what earlier acts have accepted for the same portion.
    pub(crate) before: Option<i64>,
}

/// The lines of the current version after line `after`, in their order; `voucher` narrows them to numbers that contain it.
pub(crate) async fn list_lines(tx: &Tx<'_>, act: &Act, voucher: &str, after: i32, limit: i64) -> Result<Vec<Line>> {
    let rows = tx
        .query(
            "SELECT
                l.n,
                l.kind,
                l.line_month,
                coalesce(v.number, '') AS voucher,
                l.portion,
                coalesce(c.number, (SELECT k.number FROM capital_obligations k WHERE k.region = l.region AND k.id = l.contract_id LIMIT 1), '') AS contract,
                l.nominal,
                l.study_days,
                l.enrolled_days,
                l.present,
                l.excused,
                l.leave,
                l.closed,
                l.unexcused,
                l.payable_days,
                l.computed,
                l.due,
                CASE WHEN l.line_month < l.month THEN (
                    SELECT coalesce(sum(o.due), 0)::int8
                    FROM acts b
                    JOIN act_lines o ON o.region = b.region AND o.month = b.month AND o.act_id = b.id AND o.version = b.version
                    WHERE b.region = l.region AND b.month >= l.line_month AND b.month < l.month AND b.performer_id = $8
                        AND b.state IN ('issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid')
                        AND o.voucher_id = l.voucher_id AND o.portion = l.portion AND o.line_month = l.line_month
                        AND (v.id IS NOT NULL OR (o.kind, o.contract_id) = (l.kind, l.contract_id))
                ) END AS before
            FROM act_lines l
            LEFT JOIN vouchers v ON v.region = l.region AND v.id = l.voucher_id
            LEFT JOIN contracts c ON c.region = l.region AND c.id = l.contract_id
            WHERE l.region = $1 AND l.month = $2 AND l.act_id = $3 AND l.version = $4 AND l.n > $5
                AND ($6 = '' OR strpos(v.number, $6) > 0)
            ORDER BY l.n
            LIMIT $7",
            &[&act.region, &act.month, &act.id, &act.version, &after, &voucher, &limit, &act.performer_id],
        )
        .await?;
    rows.iter().map(read_line).collect()
}

fn read_line(row: &Row) -> Result<Line> {
    Ok(Line {
        n: row.try_get("n")?,
        kind: row.try_get("kind")?,
        line_month: row.try_get("line_month")?,
        voucher: row.try_get("voucher")?,
        portion: row.try_get("portion")?,
        contract: row.try_get("contract")?,
        nominal: row.try_get("nominal")?,
        study_days: row.try_get("study_days")?,
        enrolled_days: row.try_get("enrolled_days")?,
        present: row.try_get("present")?,
        excused: row.try_get("excused")?,
        leave: row.try_get("leave")?,
        closed: row.try_get("closed")?,
        unexcused: row.try_get("unexcused")?,
        payable_days: row.try_get("payable_days")?,
        computed: row.try_get("computed")?,
        due: row.try_get("due")?,
        before: row.try_get("before")?,
    })
}

/// A line kept out of the act; without a voucher it is about the act as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Exception {
    /// The voucher's number, or nothing.
    pub(crate) voucher: String,
    /// The period of service.
    pub(crate) portion: i16,
    /// The code of the refusal.
    pub(crate) code: String,
    /// The month it is about.
    pub(crate) detail: String,
}

/// What the current version left out, the first `limit` by code and voucher.
pub(crate) async fn list_exceptions(tx: &Tx<'_>, act: &Act, limit: i64) -> Result<Vec<Exception>> {
    let rows = tx
        .query(
            "SELECT coalesce(v.number, '') AS voucher, e.portion, e.code, e.detail
            FROM exceptions e
            LEFT JOIN vouchers v ON v.region = e.region AND v.id = e.voucher_id
            WHERE e.region = $1 AND e.month = $2 AND e.performer_id = $3 AND e.version = $4
            ORDER BY e.code, voucher, e.portion
            LIMIT $5",
            &[&act.region, &act.month, &act.performer_id, &act.version, &limit],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Exception {
            voucher: row.try_get(0)?,
            portion: row.try_get(1)?,
            code: row.try_get(2)?,
            detail: row.try_get(3)?,
        })
    };
    rows.iter().map(read).collect()
}

/// A line that differs from the version before: what it had there and has now (tiyn), nothing where it is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    /// The voucher's number.
    pub(crate) voucher: String,
    /// The month of the line.
    pub(crate) line_month: Date,
    /// The period of service.
    pub(crate) portion: i16,
    /// Paid days before and now.
    pub(crate) days: (Option<i16>, Option<i16>),
    /// Due before and now (tiyn).
    pub(crate) due: (Option<i64>, Option<i64>),
}

/// The difference between the current version and the one before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    /// Lines that differ, the first by voucher.
    pub(crate) lines: Vec<Change>,
    /// How many differ in all.
    pub(crate) count: i64,
    /// Σ of the differences (tiyn).
    pub(crate) sum: i64,
}

/// What is new in the current version; nothing of the first one.
pub(crate) async fn list_changes(tx: &Tx<'_>, act: &Act, limit: i64) -> Result<Changes> {
    if act.version < 2 {
        return Ok(Changes::default());
    }
    let before = act.version.saturating_sub(1);
    let rows = tx
        .query(
            "WITH was AS (
                SELECT * FROM act_lines w WHERE w.region = $1 AND w.month = $2 AND w.act_id = $3 AND w.version = $4
            ), now AS (
                SELECT * FROM act_lines n WHERE n.region = $1 AND n.month = $2 AND n.act_id = $3 AND n.version = $5
            ), changed AS (
                SELECT
                    coalesce(now.voucher_id, was.voucher_id) AS voucher_id,
                    coalesce(now.line_month, was.line_month) AS line_month,
                    coalesce(now.portion, was.portion) AS portion,
                    was.payable_days AS days_was,
                    now.payable_days AS days_now,
                    was.due AS due_was,
                    now.due AS due_now
                FROM was
                FULL JOIN now ON now.voucher_id = was.voucher_id AND now.line_month = was.line_month
                    AND now.portion = was.portion AND now.kind = was.kind AND now.contract_id = was.contract_id
                WHERE (was.due, was.payable_days, was.nominal) IS DISTINCT FROM (now.due, now.payable_days, now.nominal)
            )
            SELECT
                coalesce(v.number, '') AS voucher,
                c.line_month,
                c.portion,
                c.days_was,
                c.days_now,
                c.due_was,
                c.due_now,
                count(*) OVER () AS count,
                sum(coalesce(c.due_now, 0) - coalesce(c.due_was, 0)) OVER ()::int8 AS sum
            FROM changed c
            LEFT JOIN vouchers v ON v.region = $1 AND v.id = c.voucher_id
            ORDER BY 1, c.line_month, c.portion
            LIMIT $6",
            &[&act.region, &act.month, &act.id, &before, &act.version, &limit],
        )
        .await?;
    let mut changes = Changes::default();
    for row in &rows {
        changes.count = row.try_get("count")?;
        changes.sum = row.try_get("sum")?;
        changes.lines.push(Change {
            voucher: row.try_get("voucher")?,
            line_month: row.try_get("line_month")?,
            portion: row.try_get("portion")?,
            days: (row.try_get("days_was")?, row.try_get("days_now")?),
            due: (row.try_get("due_was")?, row.try_get("due_now")?),
        });
    }
    Ok(changes)
}

/// A signature under the act.
#[derive(Clone, Debug)]
pub(crate) struct Signature {
    /// `performer` or `issuer`.
    pub(crate) side: String,
    /// The version that was signed.
    pub(crate) version: i16,
    /// The organisation that the certificate names.
    pub(crate) bin: String,
    /// How it was made.
    pub(crate) algorithm: String,
    /// When the registry took it.
    pub(crate) recorded_at: Timestamp,
    /// When it was made, as it says itself; may be empty.
    pub(crate) signed_at: String,
    /// What the check answered.
    pub(crate) status: String,
}

/// The signatures, the performer's first.
pub(crate) async fn list_signatures(tx: &Tx<'_>, act: &Act) -> Result<Vec<Signature>> {
    let rows = tx
        .query(
            "SELECT
                s.side,
                s.version,
                s.bin,
                s.algorithm,
                s.recorded_at,
                coalesce(s.evidence ->> 'signed_at', '') AS signed_at,
                coalesce(s.evidence ->> 'status', '') AS status
            FROM act_signatures s
            WHERE s.region = $1 AND s.month = $2 AND s.act_id = $3
            ORDER BY s.side DESC",
            &[&act.region, &act.month, &act.id],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Signature {
            side: row.try_get("side")?,
            version: row.try_get("version")?,
            bin: row.try_get("bin")?,
            algorithm: row.try_get("algorithm")?,
            recorded_at: row.try_get("recorded_at")?,
            signed_at: row.try_get("signed_at")?,
            status: row.try_get("status")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Something that happened to the act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Event {
    /// `version`, `performer_signed`, `issuer_signed`, `invoiced`, `ordered`, `paid`.
    pub(crate) kind: String,
    /// When.
    pub(crate) at: Timestamp,
    /// The version's number, the invoice's, the order's or the statement's.
    pub(crate) document: String,
    /// Tiyn, where there is a sum.
    pub(crate) amount: Option<i64>,
}

/// What happened, the oldest first.
pub(crate) async fn list_events(tx: &Tx<'_>, act: &Act) -> Result<Vec<Event>> {
    let rows = tx
        .query(
            "SELECT 'version' AS kind, v.recorded_at AS at, v.version::text AS document, v.total AS amount
            FROM act_versions v
            WHERE v.region = $1 AND v.month = $2 AND v.act_id = $3
            UNION ALL
            SELECT s.side || '_signed', s.recorded_at, s.version::text, NULL
            FROM act_signatures s
            WHERE s.region = $1 AND s.month = $2 AND s.act_id = $3
            UNION ALL
            SELECT 'invoiced', n.recorded_at, n.registration_number, n.total
            FROM act_invoices n
            WHERE n.region = $1 AND n.month = $2 AND n.act_id = $3
            UNION ALL
            SELECT 'ordered', o.recorded_at, o.number, o.amount
            FROM payment_orders o
            WHERE o.region = $1 AND o.month = $2 AND o.act_id = $3
            UNION ALL
            SELECT 'paid', min(s.recorded_at), min(s.statement), o.amount
            FROM payment_orders o
            JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id AND t.state = 'confirmed'
            JOIN statement_lines s ON s.region = o.region AND s.order_id = o.id AND s.amount = o.amount
            WHERE o.region = $1 AND o.month = $2 AND o.act_id = $3
            GROUP BY o.amount
            ORDER BY at, kind",
            &[&act.region, &act.month, &act.id],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Event { kind: row.try_get(0)?, at: row.try_get(1)?, document: row.try_get(2)?, amount: row.try_get(3)? })
    };
    rows.iter().map(read).collect()
}
