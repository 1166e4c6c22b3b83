//! SQL of signing and writing off: acts with their frozen bytes, what stands now, lines with what is committed.

use jiff::civil::Date;
use tokio_postgres::Row;
use uuid::Uuid;

use crate::{
    acts::{sign::Side, write_off::Line},
    platform::{Result, Tx},
};

/// An act with the frozen bytes of its current version.
#[derive(Clone, Debug)]
pub(in crate::acts) struct Act {
    pub(in crate::acts) id: Uuid,
    pub(in crate::acts) number: String,
    pub(in crate::acts) performer_id: Uuid,
    pub(in crate::acts) programme: String,
    pub(in crate::acts) performer_bin: String,
    pub(in crate::acts) issuer_bin: String,
    pub(in crate::acts) version: i16,
    pub(in crate::acts) prepared_by: String,
    /// The total of the version (tiyn).
    pub(in crate::acts) total: i64,
    /// Student-days enrolled in the act's own month, and those of them by QR (spec 3.7); none in an act that only corrects others.
    pub(in crate::acts) student_days: (i32, i32),
    pub(in crate::acts) xml: Vec<u8>,
    /// Whether its share by QR is not tested: the month is left without pay already, or an estimate pays it whatever the attendance.
    pub(in crate::acts) untested: bool,
}

/// How an act stands under the lock of its performer.
#[derive(Clone, Debug)]
pub(in crate::acts) struct Standing {
    pub(in crate::acts) id: Uuid,
    pub(in crate::acts) state: String,
    pub(in crate::acts) version: i16,
    pub(in crate::acts) epoch: i64,
    /// Keyed hashes of those who signed.
    pub(in crate::acts) performer_signer: Option<Vec<u8>>,
    pub(in crate::acts) issuer_signer: Option<Vec<u8>>,
}

const ACT: &str = "SELECT
        a.id,
        a.number,
        a.performer_id,
        a.programme,
        p.bin AS performer_bin,
        i.bin AS issuer_bin,
        v.version,
        v.prepared_by,
        v.total,
        v.enrolled_days,
        v.qr_days,
        v.xml,
        v.unpaid IS NOT NULL OR EXISTS (
            SELECT 1 FROM act_lines l
            WHERE l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
                AND l.kind = 2 AND l.line_month = a.month
        ) AS untested
    FROM acts a
    JOIN performers p ON p.region = a.region AND p.id = a.performer_id
    JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
    JOIN act_versions v ON v.region = a.region AND v.month = a.month AND v.act_id = a.id AND v.version = a.version
    WHERE a.region = $1 AND a.month = $2 AND a.id = ANY ($3)
    ORDER BY a.performer_id, a.id";

/// Acts of one region and month, in the order of their performers.
pub(in crate::acts) async fn list_acts(tx: &Tx<'_>, region: i16, month: Date, ids: &[Uuid]) -> Result<Vec<Act>> {
    let rows = tx.query(ACT, &[&region, &month, &ids]).await?;
    Ok(rows.iter().map(read_act).collect::<Result<_, _>>()?)
}

fn read_act(row: &Row) -> Result<Act, tokio_postgres::Error> {
    Ok(Act {
        id: row.try_get("id")?,
        number: row.try_get("number")?,
        performer_id: row.try_get("performer_id")?,
        programme: row.try_get("programme")?,
        performer_bin: row.try_get("performer_bin")?,
        issuer_bin: row.try_get("issuer_bin")?,
        version: row.try_get("version")?,
        prepared_by: row.try_get("prepared_by")?,
        total: row.try_get("total")?,
        student_days: (row.try_get("enrolled_days")?, row.try_get("qr_days")?),
        xml: row.try_get("xml")?,
        untested: row.try_get("untested")?,
    })
}

/// The region and month of an act.
pub(in crate::acts) async fn find_place(tx: &Tx<'_>, act: Uuid) -> Result<Option<(i16, Date)>> {
    let row = tx.find("SELECT region, month FROM acts WHERE id = $1", &[&act]).await?;
    Ok(row.map(|row| Ok::<_, tokio_postgres::Error>((row.try_get(0)?, row.try_get(1)?))).transpose()?)
}

/// Whether a BIN is of the side at all.
pub(in crate::acts) async fn is_party(tx: &Tx<'_>, side: Side, bin: &str) -> Result<bool> {
    let sql = match side {
        Side::Performer => "SELECT 1 FROM performers WHERE bin = $1 LIMIT 1",
        Side::Issuer => "SELECT 1 FROM issuers WHERE bin = $1 LIMIT 1",
    };
    Ok(tx.find(sql, &[&bin]).await?.is_some())
}

/// The acts of a party's month that its side may sign, or has signed: region and id, in the order of performers.
pub(in crate::acts) async fn list_to_sign(tx: &Tx<'_>, side: Side, month: Date, bin: &str) -> Result<Vec<(i16, Uuid)>> {
    let sql = match side {
        Side::Performer => {
            "SELECT a.region, a.id
            FROM performers p
            JOIN acts a ON a.region = p.region AND a.performer_id = p.id AND a.month = $1
            WHERE p.bin = $2
            ORDER BY a.region, a.performer_id, a.id"
        }
        Side::Issuer => {
            "SELECT a.region, a.id
            FROM issuers i
            JOIN acts a ON a.region = i.region AND a.issuer_id = i.id AND a.month = $1
            WHERE i.bin = $2 AND a.state <> 'draft'
            ORDER BY a.region, a.performer_id, a.id"
        }
    };
    let rows = tx.query(sql, &[&month, &bin]).await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// How acts stand; the locks of their performers are held or the answer is only a forecast.
pub(in crate::acts) async fn list_standings(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    ids: &[Uuid],
) -> Result<Vec<Standing>> {
    let rows = tx
        .query(
            "SELECT a.id, a.state, a.version, a.epoch, p.signer_hmac, i.signer_hmac
            FROM acts a
            LEFT JOIN act_signatures p ON p.region = a.region AND p.month = a.month AND p.act_id = a.id AND p.side = 'performer'
            LEFT JOIN act_signatures i ON i.region = a.region AND i.month = a.month AND i.act_id = a.id AND i.side = 'issuer'
            WHERE a.region = $1 AND a.month = $2 AND a.id = ANY ($3)",
            &[&region, &month, &ids],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Standing {
            id: row.try_get(0)?,
            state: row.try_get(1)?,
            version: row.try_get(2)?,
            epoch: row.try_get(3)?,
            performer_signer: row.try_get(4)?,
            issuer_signer: row.try_get(5)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// Moves acts on.
pub(in crate::acts) async fn save_states(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    ids: &[Uuid],
    state: &str,
) -> Result<()> {
    let saved = tx
        .execute(
            "UPDATE acts SET state = $4 WHERE region = $1 AND month = $2 AND id = ANY ($3)",
            &[&region, &month, &ids, &state],
        )
        .await?;
    if saved != u64::try_from(ids.len()).unwrap_or(u64::MAX) {
        return Err(anyhow::anyhow!("{saved} of {} acts were moved to {state}", ids.len()).into());
    }
    Ok(())
}

/// A line of an act with the texts of its movements.
#[derive(Clone, Debug)]
pub(in crate::acts) struct PostedLine {
    pub(in crate::acts) act: Uuid,
    pub(in crate::acts) voucher_number: String,
    pub(in crate::acts) line: Line,
}

/// The lines of versions of acts, act by act in their order, each with what its portion still has committed (3 = book, 4 = release,
/// 5 = write-off), or the performer beside its parts (14 = reserve, 15 = unreserve).
pub(in crate::acts) async fn list_lines(
    tx: &Tx<'_>,
    region: i16,
    month: Date,
    acts: &[(Uuid, i16)],
) -> Result<Vec<PostedLine>> {
    let (ids, versions): (Vec<Uuid>, Vec<i16>) = acts.iter().copied().unzip();
    let rows = tx
        .query(
            "SELECT
                l.act_id,
                coalesce(v.number, ''),
                v.id IS NULL,
                l.voucher_id,
                l.line_month,
                l.portion,
                l.line_id,
                l.due,
                CASE WHEN l.kind IN (0, 2) AND l.line_month = $2 THEN (
                    SELECT coalesce(sum(CASE WHEN m.kind IN (3, 14) THEN m.amount WHEN m.kind IN (4, 15) THEN -m.amount ELSE -m.amount - m.rest END), 0)::int8
                    FROM movements m
                    WHERE m.region = $1 AND m.month = $2 AND m.subject = l.voucher_id AND m.part_month = l.line_month
                        AND m.portion = l.portion AND m.line_id = l.line_id AND m.kind IN (3, 4, 5, 14, 15)
                ) ELSE 0 END AS committed
            FROM unnest($3::uuid[], $4::int2[]) AS a (id, version)
            JOIN act_lines l ON l.region = $1 AND l.month = $2 AND l.act_id = a.id AND l.version = a.version
            LEFT JOIN vouchers v ON v.region = $1 AND v.id = l.voucher_id
            ORDER BY l.act_id, l.n",
            &[&region, &month, &ids, &versions],
        )
        .await?;
    let read = |row: &Row| {
        Ok(PostedLine {
            act: row.try_get(0)?,
            voucher_number: row.try_get(1)?,
            line: Line {
                adjustment: row.try_get::<_, Date>(4)? != month,
                beside: row.try_get(2)?,
                subject: row.try_get(3)?,
                part_month: row.try_get(4)?,
                portion: row.try_get(5)?,
                budget_line: row.try_get(6)?,
                due: row.try_get(7)?,
                committed: row.try_get(8)?,
            },
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// What performers must still give back, by performer (tiyn; 12 = receivable, 13 = set-off; 18 and 19 beside the parts): their own, and of those they took over from.
pub(in crate::acts) async fn list_carried(tx: &Tx<'_>, region: i16, performers: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    let rows = tx
        .query(
            "WITH latest AS (
                SELECT DISTINCT ON (predecessor_id) predecessor_id, successor_id FROM successions
                WHERE region = $1
                ORDER BY predecessor_id, recorded_at DESC
            ), heirs AS (
                SELECT id AS performer_id, id AS heir FROM unnest($2::uuid[]) AS id WHERE id NOT IN (SELECT predecessor_id FROM latest)
                UNION ALL
                SELECT predecessor_id, successor_id FROM latest WHERE successor_id = ANY ($2)
            )
            SELECT h.heir, sum(CASE WHEN m.kind IN (12, 18) THEN m.amount ELSE -m.amount END)::int8
            FROM heirs h
            JOIN movements m ON m.region = $1 AND m.performer_id = h.performer_id AND m.kind IN (12, 13, 18, 19)
            GROUP BY h.heir",
            &[&region, &performers],
        )
        .await?;
    Ok(rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect::<Result<_, tokio_postgres::Error>>()?)
}
