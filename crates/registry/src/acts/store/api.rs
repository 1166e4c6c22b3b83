//! SQL of what the API shows of acts, in the scope of whoever asks.

use jiff::{Timestamp, civil::Date};
use serde::Serialize;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::platform::{Result, Tx};

/// The key that lists of acts and their parts are sorted by.
pub(in crate::acts) type Key = (i16, Date, Uuid);

/// An act as it stands. Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ActRow {
    /// Its id.
    pub(crate) id: Uuid,
    /// Its number.
    #[schema(example = "A-75-202609-school-990340001231")]
    pub(crate) number: String,
    /// The region.
    #[schema(minimum = 1, maximum = 99)]
    pub(crate) region: i16,
    /// Its first day.
    #[schema(format = Date, example = "2026-09-01")]
    pub(crate) month: Date,
    /// The programme.
    pub(crate) programme: String,
    /// The performer's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    pub(crate) performer_bin: String,
    /// The issuer's BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    pub(crate) issuer_bin: String,
    /// Where it stands.
    #[schema(
        pattern = "^(draft|performer_signed|issuer_signed|invoiced|in_register|ordered|paid|returned)$",
        example = "draft"
    )]
    pub(crate) state: String,
    /// The version that is signed or to be signed.
    #[schema(minimum = 1)]
    pub(crate) version: i16,
    /// What is to be paid.
    #[schema(minimum = 0)]
    pub(crate) total: i64,
}

fn act(row: &Row) -> Result<ActRow> {
    Ok(ActRow {
        region: row.try_get(0)?,
        month: row.try_get(1)?,
        id: row.try_get(2)?,
        number: row.try_get(3)?,
        programme: row.try_get(4)?,
        performer_bin: row.try_get(5)?,
        issuer_bin: row.try_get(6)?,
        state: row.try_get(7)?,
        version: row.try_get(8)?,
        total: row.try_get(9)?,
    })
}

const ACTS: &str = "SELECT a.region, a.month, a.id, a.number, a.programme, p.bin, i.bin, a.state, a.version, a.total
    FROM acts a
    JOIN performers p ON p.region = a.region AND p.id = a.performer_id
    JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id";

pub(in crate::acts) async fn list(
    tx: &Tx<'_>,
    (month, state): (Option<Date>, Option<&str>),
    after: Option<Key>,
    rows: i64,
) -> Result<Vec<ActRow>> {
    let sql = format!(
        "{ACTS}
        WHERE ($1::date IS NULL OR a.month = $1) AND ($2::text IS NULL OR a.state = $2)
          AND ($3::int2 IS NULL OR (a.region, a.month, a.id) > ($3, $4::date, $5::uuid))
        ORDER BY a.region, a.month, a.id
        LIMIT $6"
    );
    let key = after.map_or((None, None, None), |(region, month, id)| (Some(region), Some(month), Some(id)));
    tx.query(&sql, &[&month, &state, &key.0, &key.1, &key.2, &rows]).await?.iter().map(act).collect()
}

/// An act by its id, if it lies in the scope.
pub(crate) async fn find(tx: &Tx<'_>, id: Uuid) -> Result<Option<ActRow>> {
    let sql = format!("{ACTS} WHERE a.id = $1");
    tx.find(&sql, &[&id]).await?.as_ref().map(act).transpose()
}

/// A line of an act. Money is tiyn, days are counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ActLineRow {
    /// Its number in the act.
    pub(crate) n: i32,
    /// 0 month, 1 adjustment, 2 estimate, 3 capital.
    #[schema(minimum = 0, maximum = 3)]
    pub(crate) kind: i16,
    /// The month that it is for; of an adjustment the corrected one.
    #[schema(format = Date, example = "2026-09-01")]
    pub(crate) month: Date,
    /// The voucher.
    pub(crate) voucher_id: Uuid,
    /// The voucher's number.
    pub(crate) voucher_number: String,
    /// Which portion of the voucher's month.
    pub(crate) portion: i16,
    /// The nominal as known then.
    pub(crate) nominal: i64,
    /// Study days of the month.
    pub(crate) study_days: i16,
    /// Those on which the child was enrolled.
    pub(crate) enrolled_days: i16,
    /// Present, or taught remotely.
    pub(crate) present: i16,
    /// Ill with a certificate.
    pub(crate) excused: i16,
    /// On leave.
    pub(crate) leave: i16,
    /// The object was closed.
    pub(crate) closed: i16,
    /// Absent without a reason.
    pub(crate) unexcused: i16,
    /// What is paid for.
    pub(crate) payable_days: i16,
    /// The amount by the rule.
    pub(crate) computed: i64,
    /// The amount owed, after the cut to the nominal; signed for an adjustment.
    pub(crate) due: i64,
    /// As of when facts were taken.
    #[schema(format = DateTime)]
    pub(crate) known_at: Timestamp,
}

pub(in crate::acts) async fn list_lines(tx: &Tx<'_>, act: &ActRow, after: i32, rows: i64) -> Result<Vec<ActLineRow>> {
    let found = tx
        .query(
            "SELECT l.n, l.kind, l.line_month, l.voucher_id, v.number, l.portion, l.nominal, l.study_days, l.enrolled_days,
                l.present, l.excused, l.leave, l.closed, l.unexcused, l.payable_days, l.computed, l.due, l.known_at
            FROM act_lines l
            JOIN vouchers v ON v.region = l.region AND v.id = l.voucher_id
            WHERE l.region = $1 AND l.month = $2 AND l.act_id = $3 AND l.version = $4 AND l.n > $5
            ORDER BY l.n
            LIMIT $6",
            &[&act.region, &act.month, &act.id, &act.version, &after, &rows],
        )
        .await?;
    let line = |row: &Row| {
        Ok(ActLineRow {
            n: row.try_get(0)?,
            kind: row.try_get(1)?,
            month: row.try_get(2)?,
            voucher_id: row.try_get(3)?,
            voucher_number: row.try_get(4)?,
            portion: row.try_get(5)?,
            nominal: row.try_get(6)?,
            study_days: row.try_get(7)?,
            enrolled_days: row.try_get(8)?,
            present: row.try_get(9)?,
            excused: row.try_get(10)?,
            leave: row.try_get(11)?,
            closed: row.try_get(12)?,
            unexcused: row.try_get(13)?,
            payable_days: row.try_get(14)?,
            computed: row.try_get(15)?,
            due: row.try_get(16)?,
            known_at: row.try_get(17)?,
        })
    };
    found.iter().map(line).collect()
}

/// The frozen bytes of the current version.
pub(in crate::acts) async fn find_document(tx: &Tx<'_>, act: &ActRow) -> Result<Option<Vec<u8>>> {
    let sql = "SELECT xml FROM act_versions WHERE region = $1 AND month = $2 AND act_id = $3 AND version = $4";
    let row = tx.find(sql, &[&act.region, &act.month, &act.id, &act.version]).await?;
    row.map(|row| Ok(row.try_get(0)?)).transpose()
}

/// What kept a portion out of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ExceptionRow {
    /// The region.
    pub(crate) region: i16,
    /// The month.
    #[schema(format = Date, example = "2026-09-01")]
    pub(crate) month: Date,
    /// The performer.
    pub(crate) performer_id: Uuid,
    /// Its BIN.
    #[schema(pattern = "^[0-9]{12}$", example = "990340001231")]
    pub(crate) performer_bin: String,
    /// The voucher; nil when it is about the performer as a whole.
    pub(crate) voucher_id: Uuid,
    /// Which portion of the voucher's month.
    pub(crate) portion: i16,
    /// The refusal code.
    pub(crate) code: String,
    /// What it is about.
    pub(crate) detail: String,
}

/// The key of an exception in its month.
pub(in crate::acts) type ExceptionKey = (i16, Uuid, Uuid, i16, String);

pub(in crate::acts) async fn list_exceptions(
    tx: &Tx<'_>,
    month: Date,
    after: Option<ExceptionKey>,
    rows: i64,
) -> Result<Vec<ExceptionRow>> {
    let (region, performer, voucher, portion, code) = after.map_or((None, None, None, None, None), |key| {
        (Some(key.0), Some(key.1), Some(key.2), Some(key.3), Some(key.4))
    });
    let found = tx
        .query(
            "SELECT e.region, e.month, e.performer_id, p.bin, e.voucher_id, e.portion, e.code, e.detail
            FROM exceptions e
            JOIN performers p ON p.region = e.region AND p.id = e.performer_id
            LEFT JOIN acts a ON a.region = e.region AND a.month = e.month AND a.performer_id = e.performer_id AND a.programme = p.programme
            WHERE e.month = $1
              AND e.version = coalesce(a.version, (SELECT max(f.version) FROM exceptions f WHERE f.region = e.region AND f.month = e.month AND f.performer_id = e.performer_id))
              AND ($2::int2 IS NULL OR (e.region, e.performer_id, e.voucher_id, e.portion, e.code) > ($2, $3::uuid, $4::uuid, $5::int2, $6::text))
            ORDER BY e.region, e.performer_id, e.voucher_id, e.portion, e.code
            LIMIT $7",
            &[&month, &region, &performer, &voucher, &portion, &code, &rows],
        )
        .await?;
    let exception = |row: &Row| {
        Ok(ExceptionRow {
            region: row.try_get(0)?,
            month: row.try_get(1)?,
            performer_id: row.try_get(2)?,
            performer_bin: row.try_get(3)?,
            voucher_id: row.try_get(4)?,
            portion: row.try_get(5)?,
            code: row.try_get(6)?,
            detail: row.try_get(7)?,
        })
    };
    found.iter().map(exception).collect()
}
