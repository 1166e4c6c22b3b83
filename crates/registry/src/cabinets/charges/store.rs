//! SQL of charges: the fees of signed lines, and what parents have paid, in the scope of whoever asks.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// A performer with its names.
#[derive(Clone, Debug)]
pub(in crate::cabinets) struct Party {
    pub(in crate::cabinets) region: i16,
    pub(in crate::cabinets) id: Uuid,
    pub(in crate::cabinets) bin: String,
    pub(in crate::cabinets) name_kk: String,
    pub(in crate::cabinets) name_ru: String,
    pub(in crate::cabinets) programme: String,
}

/// What a line of a signed act charges; sums in tiyn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinets) struct Charge {
    pub(in crate::cabinets) contract: Uuid,
    pub(in crate::cabinets) number: String,
    pub(in crate::cabinets) voucher: String,
    /// The month charged, which an adjustment corrects.
    pub(in crate::cabinets) month: Date,
    /// What is asked for a month.
    pub(in crate::cabinets) fee: i64,
    /// What the line adds.
    pub(in crate::cabinets) due: i64,
    pub(in crate::cabinets) study: i64,
    pub(in crate::cabinets) enrolled: i64,
    pub(in crate::cabinets) leave: i64,
    pub(in crate::cabinets) closed: i64,
}

impl Charge {
    /// Days charged (spec 3.4): enrolled but for leave and closed days.
    pub(in crate::cabinets) fn days(&self) -> i64 {
        self.enrolled.saturating_sub(self.leave).saturating_sub(self.closed)
    }
}

macro_rules! charges {
    ($filter:literal) => {
        concat!(
            "SELECT f.contract_id, c.number, v.number, f.line_month, f.fee, f.fee_due,
                l.study_days::int8, l.enrolled_days::int8, l.leave::int8, l.closed::int8
            FROM acts a
            JOIN act_fees f ON f.region = a.region AND f.month = a.month AND f.act_id = a.id AND f.version = a.version
            JOIN act_lines l ON l.region = f.region AND l.month = f.month AND l.act_id = f.act_id AND l.version = f.version AND l.n = f.n
            JOIN contracts c ON c.region = f.region AND c.id = f.contract_id
            JOIN vouchers v ON v.region = l.region AND v.id = l.voucher_id
            WHERE a.state IN ('issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid') AND a.region = $1 AND ",
            $filter,
            " ORDER BY c.number, a.month, l.n"
        )
    };
}

fn charge(row: &Row) -> Result<Charge> {
    Ok(Charge {
        contract: row.try_get(0)?,
        number: row.try_get(1)?,
        voucher: row.try_get(2)?,
        month: row.try_get(3)?,
        fee: row.try_get(4)?,
        due: row.try_get(5)?,
        study: row.try_get(6)?,
        enrolled: row.try_get(7)?,
        leave: row.try_get(8)?,
        closed: row.try_get(9)?,
    })
}

/// The charges of a performer, act by act.
pub(in crate::cabinets) async fn list_charges(tx: &Tx<'_>, (region, performer): (i16, Uuid)) -> Result<Vec<Charge>> {
    tx.query(charges!("a.performer_id = $2"), &[&region, &performer]).await?.iter().map(charge).collect()
}

/// The charges of contracts, where they lie in sight.
pub(in crate::cabinets) async fn list_of_contracts(
    tx: &Tx<'_>,
    region: i16,
    contracts: &[Uuid],
) -> Result<Vec<Charge>> {
    tx.query(charges!("f.contract_id = ANY ($2)"), &[&region, &contracts]).await?.iter().map(charge).collect()
}

/// What parents have paid to a performer: contract, its number, sum.
pub(in crate::cabinets) async fn list_paid(
    tx: &Tx<'_>,
    (region, performer): (i16, Uuid),
) -> Result<Vec<(Uuid, String, i64)>> {
    let rows = tx
        .query(
            "SELECT p.contract_id, c.number, sum(p.amount)::int8
            FROM fee_payments p
            JOIN contracts c ON c.region = p.region AND c.id = p.contract_id
            WHERE p.region = $1 AND p.performer_id = $2
            GROUP BY p.contract_id, c.number",
            &[&region, &performer],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// Payments under contracts: contract, day, sum.
pub(in crate::cabinets) async fn list_payments(
    tx: &Tx<'_>,
    region: i16,
    contracts: &[Uuid],
) -> Result<Vec<(Uuid, Date, i64)>> {
    let sql = "SELECT contract_id, paid_on, amount FROM fee_payments WHERE region = $1 AND contract_id = ANY ($2) ORDER BY paid_on, id";
    let rows = tx.query(sql, &[&region, &contracts]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// Contracts that a voucher of one's household is served under.
pub(in crate::cabinets) async fn list_contracts_of(tx: &Tx<'_>, (region, voucher): (i16, Uuid)) -> Result<Vec<Uuid>> {
    let sql = "SELECT DISTINCT contract_id FROM portions WHERE region = $1 AND voucher_id = $2";
    let rows = tx.query(sql, &[&region, &voucher]).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

fn party(row: &Row) -> Result<Party> {
    Ok(Party {
        region: row.try_get(0)?,
        id: row.try_get(1)?,
        bin: row.try_get(2)?,
        name_kk: row.try_get(3)?,
        name_ru: row.try_get(4)?,
        programme: row.try_get(5)?,
    })
}

/// Performers by regions and ids.
pub(in crate::cabinets) async fn list_parties(tx: &Tx<'_>, regions: &[i16], ids: &[Uuid]) -> Result<Vec<Party>> {
    let sql = "SELECT region, id, bin, name_kk, name_ru, programme FROM performers
        WHERE region = ANY ($1) AND id = ANY ($2) ORDER BY programme, region, id";
    tx.query(sql, &[&regions, &ids]).await?.iter().map(party).collect()
}

/// A performer by BIN and programme, where it lies in sight.
pub(in crate::cabinets) async fn find_party(tx: &Tx<'_>, bin: &str, programme: &str) -> Result<Option<Party>> {
    let sql = "SELECT region, id, bin, name_kk, name_ru, programme FROM performers WHERE bin = $1 AND programme = $2 ORDER BY region LIMIT 1";
    tx.find(sql, &[&bin, &programme]).await?.as_ref().map(party).transpose()
}

/// A fee that stands above the ceiling, or was refused for it; sums in tiyn.
#[derive(Clone, Debug)]
pub(in crate::cabinets) struct Above {
    pub(in crate::cabinets) bin: String,
    pub(in crate::cabinets) name_kk: String,
    pub(in crate::cabinets) name_ru: String,
    pub(in crate::cabinets) programme: String,
    /// The contract's number or the group's code.
    pub(in crate::cabinets) of: String,
    pub(in crate::cabinets) is_group: bool,
    pub(in crate::cabinets) from: Date,
    pub(in crate::cabinets) fee: i64,
    pub(in crate::cabinets) ceiling: i64,
    /// Whether the fee was refused: it is not in force.
    pub(in crate::cabinets) refused: bool,
    pub(in crate::cabinets) told: jiff::Timestamp,
}

/// Fees above the ceiling of an issuer's performers, the latest first: those refused, and those told before the ceiling was set or lowered, as
/// long as they are in force. The closest ceiling is the one of `contracts::fees::Ceilings`.
pub(in crate::cabinets) async fn list_above(
    tx: &Tx<'_>,
    (issuer, refused): (&str, Option<bool>),
    today: Date,
    limit: i64,
) -> Result<Vec<Above>> {
    let rows = tx
        .query(
            "SELECT p.bin, p.name_kk, p.name_ru, p.programme, coalesce(c.number, g.code, ''), g.id IS NOT NULL, f.valid_from, f.monthly,
                coalesce(f.above, m.monthly), f.above IS NOT NULL, f.recorded_at
            FROM parental_fees f
            JOIN performers p ON p.region = f.region AND p.id = f.performer_id
            LEFT JOIN contracts c ON c.region = f.region AND c.id = f.contract_id
            LEFT JOIN groups g ON g.region = f.region AND g.id = f.group_id
            LEFT JOIN LATERAL (
                SELECT coalesce(e.group_id, f.group_id) AS id FROM (SELECT 1) one LEFT JOIN LATERAL (
                    SELECT group_id FROM contract_revisions e WHERE e.region = f.region AND e.contract_id = f.contract_id
                    ORDER BY e.recorded_at DESC LIMIT 1
                ) e ON true
            ) o ON true
            LEFT JOIN LATERAL (
                SELECT hours FROM group_revisions r WHERE r.region = f.region AND r.group_id = o.id ORDER BY r.recorded_at DESC LIMIT 1
            ) h ON true
            LEFT JOIN LATERAL (
                SELECT monthly FROM fee_ceilings t
                WHERE t.region = f.region AND t.programme = p.programme AND t.valid_from <= greatest(f.valid_from, $3)
                    AND t.locality IN ('', p.locality) AND t.hours IN (0, h.hours)
                ORDER BY t.hours <> 0 DESC, t.locality <> '' DESC, t.valid_from DESC, t.recorded_at DESC LIMIT 1
            ) m ON f.above IS NULL
            WHERE EXISTS (
                    SELECT 1 FROM state_orders s JOIN issuers i ON i.region = s.region AND i.id = s.issuer_id
                    WHERE s.region = f.region AND s.performer_id = f.performer_id AND i.bin = $1
                )
                AND ($2::bool IS NULL OR (f.above IS NOT NULL) = $2)
                AND (f.above IS NOT NULL OR f.monthly > m.monthly AND NOT EXISTS (
                    SELECT 1 FROM parental_fees later
                    WHERE later.region = f.region AND later.contract_id = f.contract_id AND later.group_id = f.group_id AND later.above IS NULL
                        AND later.valid_from <= greatest(f.valid_from, $3)
                        AND (later.valid_from, later.recorded_at) > (f.valid_from, f.recorded_at)
                ))
            ORDER BY f.recorded_at DESC, f.contract_id, f.group_id, f.valid_from
            LIMIT $4",
            &[&issuer, &refused, &today.first_of_month(), &limit],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(Above {
                bin: row.try_get(0)?,
                name_kk: row.try_get(1)?,
                name_ru: row.try_get(2)?,
                programme: row.try_get(3)?,
                of: row.try_get(4)?,
                is_group: row.try_get(5)?,
                from: row.try_get(6)?,
                fee: row.try_get(7)?,
                ceiling: row.try_get(8)?,
                refused: row.try_get(9)?,
                told: row.try_get(10)?,
            })
        })
        .collect()
}

/// How many fees of an issuer's performers were refused for the ceiling since an instant.
pub(in crate::cabinets) async fn count_refused(tx: &Tx<'_>, issuer: &str, since: jiff::Timestamp) -> Result<i64> {
    let row = tx
        .find(
            "SELECT count(*) FROM parental_fees f
            WHERE f.above IS NOT NULL AND f.recorded_at > $2 AND EXISTS (
                SELECT 1 FROM state_orders s JOIN issuers i ON i.region = s.region AND i.id = s.issuer_id
                WHERE s.region = f.region AND s.performer_id = f.performer_id AND i.bin = $1
            )",
            &[&issuer, &since],
        )
        .await?;
    row.map_or(Ok(0), |row| Ok(row.try_get(0)?))
}

/// A ceiling as it is published; the sum in tiyn.
#[derive(Clone, Debug)]
pub(in crate::cabinets) struct CeilingRow {
    pub(in crate::cabinets) programme: String,
    pub(in crate::cabinets) region: i16,
    pub(in crate::cabinets) locality: String,
    pub(in crate::cabinets) hours: i16,
    pub(in crate::cabinets) from: Date,
    pub(in crate::cabinets) monthly: i64,
    pub(in crate::cabinets) act: String,
    pub(in crate::cabinets) act_date: Date,
}

/// The ceilings that an issuer has published, the newest words of each key.
pub(in crate::cabinets) async fn list_ceilings(tx: &Tx<'_>, issuer: &str) -> Result<Vec<CeilingRow>> {
    let rows = tx
        .query(
            "SELECT DISTINCT ON (c.programme, c.region, c.locality, c.hours, c.valid_from)
                c.programme, c.region, c.locality, c.hours, c.valid_from, c.monthly, c.act_number, c.act_date
            FROM fee_ceilings c
            JOIN issuers i ON i.region = c.region AND i.id = c.issuer_id
            WHERE i.bin = $1
            ORDER BY c.programme, c.region, c.locality, c.hours, c.valid_from, c.recorded_at DESC
            LIMIT 1000",
            &[&issuer],
        )
        .await?;
    rows.iter()
        .map(|row| {
            Ok(CeilingRow {
                programme: row.try_get(0)?,
                region: row.try_get(1)?,
                locality: row.try_get(2)?,
                hours: row.try_get(3)?,
                from: row.try_get(4)?,
                monthly: row.try_get(5)?,
                act: row.try_get(6)?,
                act_date: row.try_get(7)?,
            })
        })
        .collect()
}
