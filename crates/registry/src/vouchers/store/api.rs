//! SQL of what the API shows of vouchers, in the scope of whoever asks. No person is named.

use jiff::{ToSpan as _, civil::Date};
use serde::Serialize;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    platform::{Result, Tx},
    vouchers::voucher::{Effect, State, Sums},
};

/// A voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct VoucherRow {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its number.
    pub(crate) number: String,
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    pub(crate) region: i16,
    /// The programme.
    pub(crate) programme: String,
    /// The year in which its months begin.
    pub(crate) year: i16,
    /// The issuer's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    pub(crate) issuer_bin: String,
    /// When it was issued.
    #[schema(format = Date, example = "2026-08-20")]
    pub(crate) issued_on: Date,
    /// The first day of its first month.
    #[schema(format = Date, example = "2026-09-01")]
    pub(crate) first_month: Date,
    /// The months that are parts, a bit each from the first.
    #[serde(skip)]
    pub(crate) parts: i16,
}

fn voucher(row: &Row) -> Result<VoucherRow> {
    Ok(VoucherRow {
        region: row.try_get(0)?,
        id: row.try_get(1)?,
        number: row.try_get(2)?,
        programme: row.try_get(3)?,
        year: row.try_get(4)?,
        issuer_bin: row.try_get(5)?,
        issued_on: row.try_get(6)?,
        first_month: row.try_get(7)?,
        parts: row.try_get(8)?,
    })
}

const VOUCHERS: &str =
    "SELECT v.region, v.id, v.number, v.programme, v.year, i.bin, v.issued_on, v.first_month, v.parts
    FROM vouchers v
    JOIN issuers i ON i.region = v.region AND i.id = v.issuer_id";

pub(in crate::vouchers) async fn list(
    tx: &Tx<'_>,
    programme: Option<&str>,
    after: Option<(i16, Uuid)>,
    rows: i64,
) -> Result<Vec<VoucherRow>> {
    let sql = format!(
        "{VOUCHERS}
        WHERE ($1::text IS NULL OR v.programme = $1) AND ($2::int2 IS NULL OR (v.region, v.id) > ($2, $3::uuid))
        ORDER BY v.region, v.id
        LIMIT $4"
    );
    let (region, id) = (after.map(|key| key.0), after.map(|key| key.1));
    tx.query(&sql, &[&programme, &region, &id, &rows]).await?.iter().map(voucher).collect()
}

pub(in crate::vouchers) async fn find(tx: &Tx<'_>, id: Uuid) -> Result<Option<VoucherRow>> {
    tx.find(&format!("{VOUCHERS} WHERE v.id = $1"), &[&id]).await?.as_ref().map(voucher).transpose()
}

/// A month of a voucher. Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PartRow {
    /// Its first day.
    #[schema(format = Date, example = "2026-09-01")]
    pub(crate) month: Date,
    /// The nominal; null until it is booked.
    pub(crate) nominal: Option<i64>,
    /// Where the child is, a portion each.
    pub(crate) portions: Vec<PortionRow>,
}

/// A performer's days of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct PortionRow {
    /// Its number.
    pub(crate) portion: i16,
    /// The contract.
    pub(crate) contract: Uuid,
    /// `booked`, `active` (both sides have confirmed the contract, where the programme asks for that), `written_off`, `redeemed`, `annulled`
    /// or `returned` (its days went back to the child).
    #[schema(pattern = "^[a-z_]+$", example = "booked")]
    pub(crate) state: String,
    /// The performer's BIN; null when it lies outside of what you may see.
    pub(crate) performer_bin: Option<String>,
    /// Its first day of the month.
    #[schema(minimum = 1, maximum = 31)]
    pub(crate) from_day: i16,
    /// Its last day; 0 when it was released whole.
    #[schema(minimum = 0, maximum = 31)]
    pub(crate) to_day: i16,
    /// Written off and adjusted.
    pub(crate) due: i64,
    /// Paid or set off.
    pub(crate) paid: i64,
}

/// The parts of a voucher, booked or not.
pub(in crate::vouchers) async fn list_parts(tx: &Tx<'_>, voucher: &VoucherRow) -> Result<Vec<PartRow>> {
    let mut parts = Vec::new();
    // A voucher that gets its parts when it is booked may have them in any month of its year.
    let (first, bits) = match voucher.parts {
        0 => (Date::new(voucher.year, 1, 1)?, 0b1111_1111_1111),
        bits => (voucher.first_month, bits),
    };
    for ahead in 0..12_i32 {
        let is_part = u32::try_from(ahead).ok().and_then(|bit| bits.checked_shr(bit)).is_some_and(|rest| rest & 1 == 1);
        if is_part {
            let month = first.checked_add(ahead.months())?;
            parts.push(PartRow { month, nominal: None, portions: Vec::new() });
        }
    }
    let months: Vec<Date> = parts.iter().map(|part| part.month).collect();
    let nominals = tx
        .query(
            "SELECT p.month, coalesce((SELECT r.nominal FROM repricings r WHERE r.region = p.region AND r.month = p.month AND r.voucher_id = p.voucher_id ORDER BY r.recorded_at DESC LIMIT 1), p.nominal)
            FROM parts p
            WHERE p.region = $1 AND p.month = ANY ($2) AND p.voucher_id = $3",
            &[&voucher.region, &months, &voucher.id],
        )
        .await?;
    for row in nominals {
        let month: Date = row.try_get(0)?;
        if let Some(part) = parts.iter_mut().find(|part| part.month == month) {
            part.nominal = row.try_get(1)?;
        }
    }
    let portions = tx
        .query(
            "SELECT t.month, t.portion, p.bin, t.from_day, coalesce((SELECT e.last_day FROM portion_ends e WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion ORDER BY e.recorded_at DESC LIMIT 1), t.to_day),
                coalesce((SELECT sum(CASE WHEN m.kind IN (5, 10) THEN m.amount WHEN m.kind IN (11, 12) THEN -m.amount END) FROM movements m WHERE m.region = t.region AND m.subject = t.voucher_id AND m.part_month = t.month AND m.portion = t.portion), 0)::int8,
                coalesce((SELECT sum(CASE WHEN m.kind IN (7, 13) THEN m.amount WHEN m.kind = 9 THEN -m.amount END) FROM movements m WHERE m.region = t.region AND m.subject = t.voucher_id AND m.part_month = t.month AND m.portion = t.portion), 0)::int8,
                t.contract_id,
                EXISTS (SELECT 1 FROM movements m WHERE m.region = t.region AND m.subject = t.voucher_id AND m.part_month = t.month AND m.portion = t.portion AND m.kind = 5),
                (SELECT e.effect FROM portion_ends e WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion ORDER BY e.recorded_at DESC LIMIT 1),
                (SELECT count(*) FROM contract_confirmations k WHERE k.region = t.region AND k.contract_id = t.contract_id) = 2
            FROM portions t
            LEFT JOIN performers p ON p.region = t.region AND p.id = t.performer_id
            WHERE t.region = $1 AND t.month = ANY ($2) AND t.voucher_id = $3
            ORDER BY t.month, t.portion",
            &[&voucher.region, &months, &voucher.id],
        )
        .await?;
    for row in portions {
        let month: Date = row.try_get(0)?;
        if let Some(part) = parts.iter_mut().find(|part| part.month == month) {
            part.portions.push(portion(&row)?);
        }
    }
    if voucher.parts == 0 {
        parts.retain(|part| part.portions.iter().any(|portion| portion.state != RETURNED));
    }
    Ok(parts)
}

/// What everybody left is no part of a voucher that is split anew by its next booking.
const RETURNED: &str = "returned";

fn portion(row: &Row) -> Result<PortionRow> {
    let (from_day, to_day): (i16, i16) = (row.try_get(3)?, row.try_get(4)?);
    let (due, paid, written_off) = (row.try_get(5)?, row.try_get(6)?, row.try_get(8)?);
    let effect: Option<&str> = row.try_get(9)?;
    let emptied = effect.and_then(Effect::of).filter(|_| to_day < from_day);
    let state = State::of(Sums { held: 0, written_off, due, paid }, emptied).confirmed(row.try_get(10)?);
    Ok(PortionRow {
        portion: row.try_get(1)?,
        contract: row.try_get(7)?,
        state: if state == State::Issued { RETURNED } else { state.code() }.to_owned(),
        performer_bin: row.try_get(2)?,
        from_day,
        to_day,
        due,
        paid,
    })
}
