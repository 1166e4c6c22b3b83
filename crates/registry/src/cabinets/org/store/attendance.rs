//! The month of a group: children, their days and marks; and where a mark comes from.

use jiff::{Timestamp, civil::Date};
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    attendance::{Planes, store::AttendanceBatch},
    cabinets::{lists::ROWS_MAX, org::Own},
    platform::{Fact as _, Result, Tx},
};

/// A group as known now, with how many children it has in the month.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct Group {
    pub(in crate::cabinets::org) performer_id: Uuid,
    pub(in crate::cabinets::org) programme: String,
    pub(in crate::cabinets::org) id: Uuid,
    pub(in crate::cabinets::org) code: String,
    pub(in crate::cabinets::org) title: String,
    pub(in crate::cabinets::org) weekdays: i16,
    pub(in crate::cabinets::org) vacations: String,
    pub(in crate::cabinets::org) children: i64,
}

impl Group {
    /// Its title, or its code where it has none.
    pub(in crate::cabinets::org) fn name(&self) -> &str {
        if self.title.is_empty() { &self.code } else { &self.title }
    }
}

/// The groups of the organisation that have children in a month.
pub(in crate::cabinets::org) async fn list_groups(tx: &Tx<'_>, own: &Own, month: Date) -> Result<Vec<Group>> {
    let rows = tx
        .query(
            "SELECT
                g.performer_id,
                p.programme,
                g.id,
                g.code,
                r.title,
                r.weekdays,
                r.vacations,
                c.children
            FROM (
                SELECT t.region, t.group_id, count(DISTINCT t.voucher_id) AS children
                FROM portions t
                WHERE t.region = ANY ($1) AND t.performer_id = ANY ($2) AND t.month = $3
                GROUP BY t.region, t.group_id
            ) c
            JOIN groups g ON g.region = c.region AND g.id = c.group_id
            JOIN performers p ON p.region = g.region AND p.id = g.performer_id
            JOIN LATERAL (
                SELECT r.title, r.weekdays, r.vacations FROM group_revisions r
                WHERE r.region = g.region AND r.group_id = g.id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            ORDER BY p.programme, r.title, g.code
            LIMIT 1000",
            &[&own.regions, &own.performers, &month],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Group {
            performer_id: row.try_get(0)?,
            programme: row.try_get(1)?,
            id: row.try_get(2)?,
            code: row.try_get(3)?,
            title: row.try_get(4)?,
            weekdays: row.try_get(5)?,
            vacations: row.try_get(6)?,
            children: row.try_get(7)?,
        })
    };
    rows.iter().map(read).collect()
}

/// A child's period in a group in a month.
#[derive(Clone, Debug)]
pub(in crate::cabinets::org) struct Place {
    pub(in crate::cabinets::org) group: Uuid,
    pub(in crate::cabinets::org) contract: Uuid,
    pub(in crate::cabinets::org) contract_number: String,
    pub(in crate::cabinets::org) voucher: String,
    pub(in crate::cabinets::org) from_day: i16,
    /// Before `from_day` when nothing is left of it.
    pub(in crate::cabinets::org) last_day: i16,
    /// Bucket and id of the child.
    pub(in crate::cabinets::org) person: (i16, Uuid),
    pub(in crate::cabinets::org) name_cipher: Vec<u8>,
    pub(in crate::cabinets::org) wrapped_key: Option<Vec<u8>>,
    pub(in crate::cabinets::org) planes: Planes,
    /// The part's nominal (tiyn).
    pub(in crate::cabinets::org) nominal: i64,
    /// Days of leave in earlier months of the year, as far as this organisation saw them.
    pub(in crate::cabinets::org) leave_used: u32,
}

/// Whose month is read.
#[derive(Clone, Copy, Debug)]
pub(in crate::cabinets::org) enum Of {
    /// All groups.
    All,
    /// One group.
    Group(Uuid),
    /// One contract.
    Contract(Uuid),
}

/// The places of a month.
pub(in crate::cabinets::org) async fn list_places(tx: &Tx<'_>, own: &Own, month: Date, of: Of) -> Result<Vec<Place>> {
    let (group, contract) = match of {
        Of::All => (None, None),
        Of::Group(id) => (Some(id), None),
        Of::Contract(id) => (None, Some(id)),
    };
    let rows = tx
        .query(
            "SELECT
                t.group_id,
                t.contract_id,
                c.number AS contract,
                v.number AS voucher,
                t.from_day,
                coalesce(e.last_day, t.to_day) AS last_day,
                v.bucket,
                v.person_id,
                s.name_cipher,
                k.wrapped,
                coalesce(a.p0, 0) AS p0,
                coalesce(a.p1, 0) AS p1,
                coalesce(a.p2, 0) AS p2,
                coalesce(a.qr, 0) AS qr,
                coalesce(r.nominal, q.nominal) AS nominal,
                (
                    SELECT array_agg(y.p2 & ~y.p1 & ~y.p0)
                    FROM contracts o
                    JOIN attendance_months y ON y.region = o.region AND y.contract_id = o.id AND y.month >= $6 AND y.month < $3
                    WHERE o.region = t.region AND o.bucket = v.bucket AND o.person_id = v.person_id
                ) AS leave
            FROM portions t
            JOIN parts q ON q.region = t.region AND q.month = t.month AND q.voucher_id = t.voucher_id
            JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
            JOIN contracts c ON c.region = t.region AND c.id = t.contract_id
            LEFT JOIN person_keys k ON k.bucket = v.bucket AND k.person_id = v.person_id
            LEFT JOIN LATERAL (
                SELECT s.name_cipher FROM person_states s
                WHERE s.bucket = v.bucket AND s.person_id = v.person_id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true
            LEFT JOIN LATERAL (
                SELECT e.last_day FROM portion_ends e
                WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
                ORDER BY e.recorded_at DESC LIMIT 1
            ) e ON true
            LEFT JOIN attendance_months a ON a.region = t.region AND a.month = t.month AND a.contract_id = t.contract_id
            LEFT JOIN LATERAL (
                SELECT r.nominal FROM repricings r
                WHERE r.region = t.region AND r.month = t.month AND r.voucher_id = t.voucher_id
                ORDER BY r.recorded_at DESC LIMIT 1
            ) r ON true
            WHERE t.region = ANY ($1) AND t.performer_id = ANY ($2) AND t.month = $3
                AND ($4::uuid IS NULL OR t.group_id = $4) AND ($5::uuid IS NULL OR t.contract_id = $5)
            ORDER BY t.group_id, v.number, t.portion
            LIMIT $7",
            &[&own.regions, &own.performers, &month, &group, &contract, &month.first_of_year(), &ROWS_MAX],
        )
        .await?;
    rows.iter().map(read_place).collect()
}

fn read_place(row: &Row) -> Result<Place> {
    let mask = |name: &str| -> Result<u32> { Ok(row.try_get::<_, i32>(name)?.cast_unsigned()) };
    let leave: Option<Vec<i32>> = row.try_get("leave")?;
    let leave_used =
        leave.unwrap_or_default().into_iter().fold(0_u32, |sum, days| sum.saturating_add(days.count_ones()));
    Ok(Place {
        group: row.try_get("group_id")?,
        contract: row.try_get("contract_id")?,
        contract_number: row.try_get("contract")?,
        voucher: row.try_get("voucher")?,
        from_day: row.try_get("from_day")?,
        last_day: row.try_get("last_day")?,
        person: (row.try_get("bucket")?, row.try_get("person_id")?),
        name_cipher: row.try_get::<_, Option<Vec<u8>>>("name_cipher")?.unwrap_or_default(),
        wrapped_key: row.try_get("wrapped")?,
        planes: Planes { p0: mask("p0")?, p1: mask("p1")?, p2: mask("p2")?, qr: mask("qr")? },
        nominal: row.try_get("nominal")?,
        leave_used,
    })
}

/// When anything was last told of a month's attendance.
pub(in crate::cabinets::org) async fn find_latest(tx: &Tx<'_>, own: &Own, month: Date) -> Result<Option<Timestamp>> {
    let row = tx
        .find(
            "SELECT max(b.recorded_at) FROM attendance_batches b
            WHERE b.region = ANY ($1) AND b.performer_id = ANY ($2) AND b.month = $3",
            &[&own.regions, &own.performers, &month],
        )
        .await?;
    row.map_or(Ok(None), |row| Ok(row.try_get(0)?))
}

/// A list that may speak of a contract, with when it was recorded and the name of its file where the organisation brought it.
pub(in crate::cabinets::org) struct Told {
    pub(in crate::cabinets::org) batch: AttendanceBatch,
    pub(in crate::cabinets::org) at: Timestamp,
    /// The file, when the organisation brought it itself.
    pub(in crate::cabinets::org) file: Option<String>,
}

/// The lists of a month that speak of a contract, in the order of folding.
pub(in crate::cabinets::org) async fn list_told(
    tx: &Tx<'_>,
    own: &Own,
    month: Date,
    contract: Uuid,
) -> Result<Vec<Told>> {
    let sql = format!(
        "SELECT b.*, (
            SELECT min(i.name) FROM inbox i
            WHERE i.region IN (0, b.region) AND i.kind = 'import.timesheet' AND i.sha256 = b.source
        ) AS file
        FROM ({}) b
        WHERE b.region = ANY ($1) AND b.performer_id = ANY ($2) AND b.month = $3 AND position($4 IN b.contracts) > 0
        ORDER BY b.recorded_at, b.id
        LIMIT 1000",
        AttendanceBatch::SELECT
    );
    let bytes = contract.as_bytes().to_vec();
    let rows = tx.query(&sql, &[&own.regions, &own.performers, &month, &bytes]).await?;
    let read = |row: &Row| {
        let read = AttendanceBatch::read(row)?;
        Ok(Told { batch: read.fact, at: read.recorded_at, file: row.try_get("file")? })
    };
    rows.iter().map(read).collect()
}
