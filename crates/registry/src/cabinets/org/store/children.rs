//! The contingent of a month: each child's contract, group and the state of the voucher's part.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    cabinets::{lists::ROWS_MAX, org::Own},
    platform::{Result, Tx},
};

/// A child of the contingent; amounts in tiyn.
#[derive(Clone)]
pub(in crate::cabinets::org) struct Child {
    pub(in crate::cabinets::org) contract: Uuid,
    pub(in crate::cabinets::org) contract_number: String,
    pub(in crate::cabinets::org) signed_on: Option<Date>,
    pub(in crate::cabinets::org) contract_to: Option<Date>,
    pub(in crate::cabinets::org) group: Uuid,
    pub(in crate::cabinets::org) group_name: String,
    pub(in crate::cabinets::org) voucher: String,
    pub(in crate::cabinets::org) programme: String,
    pub(in crate::cabinets::org) from_day: i16,
    pub(in crate::cabinets::org) last_day: i16,
    pub(in crate::cabinets::org) person: (i16, Uuid),
    pub(in crate::cabinets::org) birth_date: Date,
    pub(in crate::cabinets::org) name_cipher: Vec<u8>,
    pub(in crate::cabinets::org) wrapped_key: Option<Vec<u8>>,
    /// `booked`, `active`, `written_off`, `redeemed`, `annulled`, `returned` (its days went back to the child).
    pub(in crate::cabinets::org) state: String,
    pub(in crate::cabinets::org) nominal: i64,
    pub(in crate::cabinets::org) due: i64,
    pub(in crate::cabinets::org) paid: i64,
}

/// $1 regions, $2 performers, $3 the month, $4 at most so many.
const CHILDREN: &str = "WITH money AS (
        SELECT m.region, m.subject, m.portion,
            bool_or(m.kind = 5) AS written,
            coalesce(sum(CASE WHEN m.kind IN (5, 10) THEN m.amount WHEN m.kind IN (11, 12) THEN -m.amount END), 0)::int8 AS due,
            coalesce(sum(CASE WHEN m.kind IN (7, 13) THEN m.amount WHEN m.kind = 9 THEN -m.amount END), 0)::int8 AS paid
        FROM movements m
        WHERE m.region = ANY ($1) AND m.performer_id = ANY ($2) AND m.month >= $3 AND m.part_month = $3
            AND m.kind IN (5, 7, 9, 10, 11, 12, 13)
        GROUP BY m.region, m.subject, m.portion
    )
    SELECT
        t.contract_id,
        c.number AS contract,
        r.signed_on,
        r.contract_to,
        t.group_id,
        coalesce(nullif(h.title, ''), g.code) AS group_name,
        v.number AS voucher,
        v.programme,
        t.from_day,
        coalesce(e.last_day, t.to_day) AS last_day,
        v.bucket,
        v.person_id,
        n.birth_date,
        s.name_cipher,
        k.wrapped,
        CASE
            WHEN m.written AND m.paid >= m.due THEN 'redeemed'
            WHEN m.written THEN 'written_off'
            WHEN e.last_day < t.from_day AND e.effect = 'annul' THEN 'annulled'
            WHEN e.last_day < t.from_day THEN 'returned'
            WHEN (SELECT count(*) FROM contract_confirmations y WHERE y.region = t.region AND y.contract_id = t.contract_id) = 2 THEN 'active'
            ELSE 'booked'
        END AS state,
        coalesce(z.nominal, q.nominal) AS nominal,
        coalesce(m.due, 0) AS due,
        coalesce(m.paid, 0) AS paid
    FROM portions t
    JOIN parts q ON q.region = t.region AND q.month = t.month AND q.voucher_id = t.voucher_id
    JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
    JOIN persons n ON n.bucket = v.bucket AND n.id = v.person_id
    JOIN contracts c ON c.region = t.region AND c.id = t.contract_id
    JOIN groups g ON g.region = t.region AND g.id = t.group_id
    LEFT JOIN money m ON m.region = t.region AND m.subject = t.voucher_id AND m.portion = t.portion
    LEFT JOIN person_keys k ON k.bucket = v.bucket AND k.person_id = v.person_id
    LEFT JOIN LATERAL (
        SELECT s.name_cipher FROM person_states s
        WHERE s.bucket = v.bucket AND s.person_id = v.person_id
        ORDER BY s.recorded_at DESC LIMIT 1
    ) s ON true
    LEFT JOIN LATERAL (
        SELECT r.signed_on, r.contract_to FROM contract_revisions r
        WHERE r.region = t.region AND r.contract_id = t.contract_id
        ORDER BY r.recorded_at DESC LIMIT 1
    ) r ON true
    LEFT JOIN LATERAL (
        SELECT h.title FROM group_revisions h
        WHERE h.region = t.region AND h.group_id = t.group_id
        ORDER BY h.recorded_at DESC LIMIT 1
    ) h ON true
    LEFT JOIN LATERAL (
        SELECT e.last_day, e.effect FROM portion_ends e
        WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
        ORDER BY e.recorded_at DESC LIMIT 1
    ) e ON true
    LEFT JOIN LATERAL (
        SELECT z.nominal FROM repricings z
        WHERE z.region = t.region AND z.month = t.month AND z.voucher_id = t.voucher_id
        ORDER BY z.recorded_at DESC LIMIT 1
    ) z ON true
    WHERE t.region = ANY ($1) AND t.performer_id = ANY ($2) AND t.month = $3
    ORDER BY t.voucher_id, t.portion
    LIMIT $4";

/// The whole contingent of a month.
pub(in crate::cabinets::org) async fn list_children(tx: &Tx<'_>, own: &Own, month: Date) -> Result<Vec<Child>> {
    let rows = tx.query(CHILDREN, &[&own.regions, &own.performers, &month, &ROWS_MAX]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Child> {
    Ok(Child {
        contract: row.try_get("contract_id")?,
        contract_number: row.try_get("contract")?,
        signed_on: row.try_get("signed_on")?,
        contract_to: row.try_get("contract_to")?,
        group: row.try_get("group_id")?,
        group_name: row.try_get("group_name")?,
        voucher: row.try_get("voucher")?,
        programme: row.try_get("programme")?,
        from_day: row.try_get("from_day")?,
        last_day: row.try_get("last_day")?,
        person: (row.try_get("bucket")?, row.try_get("person_id")?),
        birth_date: row.try_get("birth_date")?,
        name_cipher: row.try_get::<_, Option<Vec<u8>>>("name_cipher")?.unwrap_or_default(),
        wrapped_key: row.try_get("wrapped")?,
        state: row.try_get("state")?,
        nominal: row.try_get("nominal")?,
        due: row.try_get("due")?,
        paid: row.try_get("paid")?,
    })
}

/// The region, voucher and programme of one of the organisation's contracts.
pub(in crate::cabinets::org) async fn find_voucher(
    tx: &Tx<'_>,
    own: &Own,
    contract: Uuid,
) -> Result<Option<(i16, Uuid, String)>> {
    let row = tx
        .find(
            "SELECT v.region, v.id, v.programme
            FROM contracts c
            JOIN vouchers v ON v.region = c.region AND v.id = c.voucher_id
            WHERE c.region = ANY ($1) AND c.performer_id = ANY ($2) AND c.id = $3",
            &[&own.regions, &own.performers, &contract],
        )
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).transpose()
}
