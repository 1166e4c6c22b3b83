//! All SQL of the slice `vouchers`.

use std::collections::HashSet;

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Result, Tx},
};

pub(super) mod api;
mod awaiting;
mod days;
mod ends;
mod forecast;
mod held;
mod succeed;

pub(super) use awaiting::{
    Awaiting, list_awaiting, list_booked_months, list_children, list_priced_by, list_repriceable,
};
pub(super) use days::{DaysKey, claim_days, free_days, live_days, lock_days};
pub use ends::{Told, VoucherHeld};
pub(super) use ends::{find_successor, find_voucher, get_voucher, give_successor, list_dead, list_ends, list_told};
pub(super) use forecast::count_children;
pub(super) use held::{
    Of, PartRow, PortionRow, annulments, list_parts, list_portions, list_vouchers, money_held, movement_sums,
};
pub(super) use succeed::list_running_out;

fact! {
    /// A voucher: one person, programme and year (spec 2.1); `parts` holds a bit a month from `first_month`, none where the parts come with
    /// the booking.
    pub struct Voucher in "vouchers" {
        region: i16 = "int2",
        id: Uuid = "uuid",
        number: String = "text",
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        programme: String = "text",
        issuer_id: Uuid = "uuid",
        year: i16 = "int2",
        first_month: Date = "date",
        parts: i16 = "int2",
        issued_on: Date = "date",
    }
    later {
        /// The voucher that this one continues.
        succeeds: Option<Uuid> = "uuid",
    }
}

fact! {
    /// What ended a voucher, or freed all that follows of it.
    pub struct VoucherEnd in "voucher_ends" {
        region: i16 = "int2",
        voucher_id: Uuid = "uuid",
        effect: String = "text",
        reason: String = "text",
        last_on: Date = "date",
        document: String = "text",
    }
}

fact! {
    /// A month of a voucher from its booking on, with the nominal fixed then (tiyn); `rate_id` is the rate, the contract or the state order
    /// that it was taken from.
    pub struct Part in "parts" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        nominal: i64 = "int8",
        line_id: Option<Uuid> = "uuid",
        rate_id: Uuid = "uuid",
    }
}

fact! {
    /// A new nominal of a booked part: a new rate, or a booking after everybody had left it.
    pub struct Repricing in "repricings" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        nominal: i64 = "int8",
        rate_id: Uuid = "uuid",
        effective_on: Date = "date",
    }
}

fact! {
    /// The days of a part at one performer under one contract.
    pub struct Portion in "portions" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        portion: i16 = "int2",
        performer_id: Uuid = "uuid",
        contract_id: Uuid = "uuid",
        group_id: Uuid = "uuid",
        from_day: i16 = "int2",
        to_day: i16 = "int2",
        effective_on: Date = "date",
    }
}

fact! {
    /// A portion ended before its last day.
    pub struct PortionEnd in "portion_ends" {
        region: i16 = "int2",
        month: Date = "date",
        voucher_id: Uuid = "uuid",
        portion: i16 = "int2",
        last_day: i16 = "int2",
        effect: String = "text",
        reason: String = "text",
        effective_on: Date = "date",
    }
}

/// Gives each child its one voucher of the programme and year: those that had none before, in the order of keys.
pub(super) async fn give(tx: &Tx<'_>, vouchers: &[Voucher]) -> Result<Vec<Uuid>> {
    let Some(first) = vouchers.first() else { return Ok(Vec::new()) };
    let buckets: Vec<i16> = vouchers.iter().map(|voucher| voucher.bucket).collect();
    let persons: Vec<Uuid> = vouchers.iter().map(|voucher| voucher.person_id).collect();
    let ids: Vec<Uuid> = vouchers.iter().map(|voucher| voucher.id).collect();
    let rows = tx
        .query(
            "INSERT INTO person_vouchers (bucket, person_id, programme, year, serial, region, voucher_id)
            SELECT u.bucket, u.person_id, $1, $2, 1, $3, u.id
            FROM unnest($4::int2[], $5::uuid[], $6::uuid[]) AS u (bucket, person_id, id)
            ORDER BY u.bucket, u.person_id
            ON CONFLICT (bucket, person_id, programme, year, serial) DO NOTHING
            RETURNING voucher_id",
            &[&first.programme, &first.year, &first.region, &buckets, &persons, &ids],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Who of some children holds a voucher of the programme and year.
pub(super) async fn list_holders(
    tx: &Tx<'_>,
    (programme, year): (&str, i16),
    children: &[(i16, Uuid)],
) -> Result<HashSet<Uuid>> {
    let buckets: Vec<i16> = children.iter().map(|child| child.0).collect();
    let persons: Vec<Uuid> = children.iter().map(|child| child.1).collect();
    let rows = tx
        .query(
            "SELECT DISTINCT h.person_id
            FROM unnest($3::int2[], $4::uuid[]) AS u (bucket, person_id)
            JOIN person_vouchers h ON h.bucket = u.bucket AND h.person_id = u.person_id AND h.programme = $1 AND h.year = $2",
            &[&programme, &year, &buckets, &persons],
        )
        .await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

/// Takes a block of voucher numbers; answers the first.
pub(super) async fn take_numbers(tx: &Tx<'_>, region: i16, programme: &str, (year, count): (i16, i32)) -> Result<i32> {
    let row = tx
        .find(
            "INSERT INTO voucher_numbers (region, programme, year, last) VALUES ($1, $2, $3, $4)
            ON CONFLICT (region, programme, year) DO UPDATE SET last = voucher_numbers.last + excluded.last
            RETURNING last - $4 + 1",
            &[&region, &programme, &year, &count],
        )
        .await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("a block of voucher numbers was not answered"))?;
    Ok(row.try_get(0)?)
}
