//! The performers of the issuer's state orders: standing, children, places, sums.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// What is asked for; nothing means all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Asked {
    pub(crate) programme: Option<String>,
    pub(crate) standing: Option<String>,
    pub(crate) performer: Option<String>,
}

/// A performer of the region; sums in tiyn.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) id: Uuid,
    pub(crate) bin: String,
    pub(crate) name_kk: String,
    pub(crate) name_ru: String,
    pub(crate) kind: String,
    pub(crate) programme: String,
    pub(crate) standing: String,
    pub(crate) reason: String,
    pub(crate) standing_from: Option<Date>,
    /// Children with a place in the month.
    pub(crate) children: i64,
    /// Places of its objects.
    pub(crate) capacity: i64,
    /// Places of the state order in the month.
    pub(crate) ordered_places: i64,
    /// Acts of the year that both have signed.
    pub(crate) accepted: i64,
    /// Of them paid.
    pub(crate) paid: i64,
    pub(crate) key: String,
}

/// $1 BIN, $2 month of the counts, $3 programme, $4 standing, $5 performer, $6 first day of the year of the sums, $7 today, $8 and $9 the
/// key to begin after, $10 how many.
const PAGE: &str = "WITH own AS (
        SELECT
            p.*,
            coalesce(s.standing, 'good') AS standing,
            coalesce(s.reason, '') AS reason,
            s.effective_on,
            lower(p.name_ru) AS key
        FROM issuers i
        JOIN state_orders o ON o.region = i.region AND o.issuer_id = i.id
        JOIN performers p ON p.region = o.region AND p.id = o.performer_id
        LEFT JOIN LATERAL (
            SELECT n.standing, n.reason, n.effective_on FROM standings n
            WHERE n.region = p.region AND n.performer_id = p.id AND n.effective_on <= $7
            ORDER BY n.effective_on DESC, n.recorded_at DESC LIMIT 1
        ) s ON true
        WHERE i.bin = $1
            AND ($3::text IS NULL OR p.programme = $3)
            AND ($5::text IS NULL OR p.bin = $5 OR strpos(lower(p.name_kk), lower($5)) > 0 OR strpos(lower(p.name_ru), lower($5)) > 0)
    ), page AS (
        SELECT DISTINCT w.region, w.id, w.bin, w.name_kk, w.name_ru, w.kind, w.programme, w.standing, w.reason, w.effective_on, w.key
        FROM own w
        WHERE ($4::text IS NULL OR w.standing = $4) AND ($8::text IS NULL OR (w.key, w.id) > ($8, $9::uuid))
        ORDER BY w.key, w.id
        LIMIT $10
    )
    SELECT
        g.*,
        (
            SELECT count(DISTINCT t.voucher_id) FROM portions t
            WHERE t.region = g.region AND t.month = $2 AND t.performer_id = g.id
                AND NOT EXISTS (
                    SELECT 1 FROM portion_ends n
                    WHERE n.region = t.region AND n.month = t.month AND n.voucher_id = t.voucher_id AND n.portion = t.portion AND n.last_day = 0
                )
        ) AS children,
        (SELECT coalesce(sum(b.capacity), 0)::int8 FROM objects b WHERE b.region = g.region AND b.performer_id = g.id) AS capacity,
        (
            SELECT coalesce(sum(m.places), 0)::int8
            FROM state_orders o
            JOIN state_order_months m ON m.region = o.region AND m.state_order_id = o.id AND m.month = $2
            WHERE o.region = g.region AND o.performer_id = g.id
        ) AS ordered_places,
        (
            SELECT coalesce(sum(a.total), 0)::int8 FROM acts a
            WHERE a.region = g.region AND a.month >= $6 AND a.month < $6 + interval '1 year' AND a.performer_id = g.id
                AND a.state IN ('issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid')
        ) AS accepted,
        (
            SELECT coalesce(sum(a.total), 0)::int8 FROM acts a
            WHERE a.region = g.region AND a.month >= $6 AND a.month < $6 + interval '1 year' AND a.performer_id = g.id AND a.state = 'paid'
        ) AS paid
    FROM page g
    ORDER BY g.key, g.id";

/// A page by name, after a key. `month` is the month of the counts, its year that of the sums.
pub(crate) async fn list(
    tx: &Tx<'_>,
    bin: &str,
    (asked, month): (&Asked, Date),
    after: Option<(&str, Uuid)>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let year = month.first_of_year();
    let (key, id) = (after.map(|after| after.0), after.map(|after| after.1));
    let rows = tx
        .query(
            PAGE,
            &[&bin, &month, &asked.programme, &asked.standing, &asked.performer, &year, &tx.today(), &key, &id, &limit],
        )
        .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<Listed> {
    Ok(Listed {
        id: row.try_get("id")?,
        bin: row.try_get("bin")?,
        name_kk: row.try_get("name_kk")?,
        name_ru: row.try_get("name_ru")?,
        kind: row.try_get("kind")?,
        programme: row.try_get("programme")?,
        standing: row.try_get("standing")?,
        reason: row.try_get("reason")?,
        standing_from: row.try_get("effective_on")?,
        children: row.try_get("children")?,
        capacity: row.try_get("capacity")?,
        ordered_places: row.try_get("ordered_places")?,
        accepted: row.try_get("accepted")?,
        paid: row.try_get("paid")?,
        key: row.try_get("key")?,
    })
}

/// How many there are in all, by standing.
pub(crate) async fn count(tx: &Tx<'_>, bin: &str) -> Result<Vec<(String, i64)>> {
    let rows = tx
        .query(
            "SELECT coalesce(s.standing, 'good') AS standing, count(DISTINCT p.id)
            FROM issuers i
            JOIN state_orders o ON o.region = i.region AND o.issuer_id = i.id
            JOIN performers p ON p.region = o.region AND p.id = o.performer_id
            LEFT JOIN LATERAL (
                SELECT n.standing FROM standings n
                WHERE n.region = p.region AND n.performer_id = p.id AND n.effective_on <= $2
                ORDER BY n.effective_on DESC, n.recorded_at DESC LIMIT 1
            ) s ON true
            WHERE i.bin = $1
            GROUP BY 1",
            &[&bin, &tx.today()],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
