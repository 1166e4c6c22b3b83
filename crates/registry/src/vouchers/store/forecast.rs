//! SQL of a dry run of an issue: who would get a voucher, counted.

use jiff::civil::Date;

use crate::platform::{Result, Tx};

/// Children of a region, counted by what an issue would do for them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::vouchers) struct Counted {
    /// Living, of the age, without a voucher.
    pub(in crate::vouchers) entitled: i64,
    /// They hold a voucher of the programme and year.
    pub(in crate::vouchers) held: i64,
    /// Of the age, and dead.
    pub(in crate::vouchers) deceased: i64,
    /// Living children of another age.
    pub(in crate::vouchers) of_other_age: i64,
}

/// Counts persons whose latest state is in the region, born after `minors`: `born` is the first and last day of birth of those entitled.
pub(in crate::vouchers) async fn count_children(
    tx: &Tx<'_>,
    region: i16,
    (programme, year): (&str, i16),
    born: (Date, Date),
    minors: Date,
) -> Result<Counted> {
    let row = tx
        .find(
            "SELECT
                count(*) FILTER (WHERE c.alive AND c.of_age AND NOT c.held),
                count(*) FILTER (WHERE c.alive AND c.of_age AND c.held),
                count(*) FILTER (WHERE NOT c.alive AND c.of_age AND NOT c.held),
                count(*) FILTER (WHERE c.alive AND NOT c.of_age AND NOT c.held)
            FROM (
                SELECT
                    s.status = 'alive' AS alive,
                    p.birth_date BETWEEN $4 AND $5 AS of_age,
                    EXISTS (
                        SELECT 1 FROM person_vouchers h
                        WHERE h.bucket = p.bucket AND h.person_id = p.id AND h.programme = $2 AND h.year = $3
                    ) AS held
                FROM persons p
                CROSS JOIN LATERAL (
                    SELECT t.region, t.status FROM person_states t
                    WHERE t.bucket = p.bucket AND t.person_id = p.id
                    ORDER BY t.recorded_at DESC LIMIT 1
                ) s
                WHERE s.region = $1 AND p.birth_date >= $6
            ) c",
            &[&region, &programme, &year, &born.0, &born.1, &minors],
        )
        .await?;
    let Some(row) = row else { return Ok(Counted::default()) };
    Ok(Counted {
        entitled: row.try_get(0)?,
        held: row.try_get(1)?,
        deceased: row.try_get(2)?,
        of_other_age: row.try_get(3)?,
    })
}
