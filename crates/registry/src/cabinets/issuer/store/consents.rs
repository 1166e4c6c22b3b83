//! Contracts of the issuer's vouchers that wait for the parent's consent.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// A contract that waits. No child is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Waiting {
    pub(crate) id: Uuid,
    pub(crate) contract: String,
    pub(crate) voucher: String,
    pub(crate) programme: String,
    pub(crate) bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) from: Date,
    pub(crate) signed_on: Date,
}

/// $1 issuer, $2 programmes that ask for consent, $3 contract, voucher or performer, $4 today.
const FOUND: &str = "FROM issuers i
        JOIN vouchers v ON v.region = i.region AND v.issuer_id = i.id AND v.programme = ANY ($2)
        JOIN contracts c ON c.region = v.region AND c.voucher_id = v.id
        JOIN performers p ON p.region = c.region AND p.id = c.performer_id
        JOIN LATERAL (
            SELECT contract_from, contract_to, enrolled_to, signed_on, withdrawn FROM contract_revisions r
            WHERE r.region = c.region AND r.contract_id = c.id
            ORDER BY r.recorded_at DESC LIMIT 1
        ) r ON NOT r.withdrawn AND least(r.contract_to, r.enrolled_to) >= $4
        WHERE i.bin = $1
            AND ($3::text IS NULL OR c.number = $3 OR v.number = $3 OR p.bin = $3 OR strpos(lower(p.name_kk), lower($3)) > 0 OR strpos(lower(p.name_ru), lower($3)) > 0)
            AND NOT EXISTS (
                SELECT 1 FROM contract_confirmations k WHERE k.region = c.region AND k.contract_id = c.id AND k.side = 'parent'
            )";

fn programmes(tx: &Tx<'_>) -> Vec<String> {
    let asks = tx.pack().terms.iter().filter(|terms| terms.activation);
    asks.map(|terms| terms.programme.clone()).collect()
}

/// How many wait.
pub(crate) async fn count(tx: &Tx<'_>, (bin, text): (&str, Option<&str>)) -> Result<i64> {
    let row = tx.find(&format!("SELECT count(*) {FOUND}"), &[&bin, &programmes(tx), &text, &tx.today()]).await?;
    Ok(row.map_or(Ok(0), |row| row.try_get(0))?)
}

/// Those that wait, the oldest first: one, or all after one.
pub(crate) async fn list(
    tx: &Tx<'_>,
    (bin, text): (&str, Option<&str>),
    (one, after): (Option<Uuid>, Option<Uuid>),
    limit: i64,
) -> Result<Vec<Waiting>> {
    let sql = format!(
        "SELECT c.id, c.number, v.number, v.programme, p.bin, p.name_kk, p.name_ru, r.contract_from, r.signed_on
        {FOUND} AND ($5::uuid IS NULL OR c.id = $5) AND ($6::uuid IS NULL OR c.id > $6)
        ORDER BY c.id
        LIMIT $7"
    );
    let rows = tx.query(&sql, &[&bin, &programmes(tx), &text, &tx.today(), &one, &after, &limit]).await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Waiting> {
    Ok(Waiting {
        id: row.try_get(0)?,
        contract: row.try_get(1)?,
        voucher: row.try_get(2)?,
        programme: row.try_get(3)?,
        bin: row.try_get(4)?,
        name_kk: row.try_get(5)?,
        name_ru: row.try_get(6)?,
        from: row.try_get(7)?,
        signed_on: row.try_get(8)?,
    })
}
