//! SQL of what the API shows of acts, in the scope of whoever asks.

use std::collections::HashMap;

use jiff::{Timestamp, civil::Date};
use law::Pack;
use serde::Serialize;
use tokio_postgres::Row;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    acts::{Counted, Explained, Rule},
    platform::{Result, Tx},
};

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

/// The numbers of acts of a month.
pub(crate) async fn list_numbers(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    acts: &[Uuid],
) -> Result<HashMap<Uuid, String>> {
    let sql = "SELECT id, number FROM acts WHERE region = $1 AND month = $2 AND id = ANY ($3)";
    let rows = tx.query(sql, &[&region, &month, &acts]).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
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
    /// The voucher; of a line that is of no part (what an estimate asks for above them, capital) the performer.
    pub(crate) voucher_id: Uuid,
    /// The voucher's number; empty where there is none.
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
    /// Of an adjustment: what earlier acts have accepted for the same portion.
    pub(crate) before: Option<i64>,
    /// Why the amount is what it is.
    pub(crate) explanation: Option<Explanation>,
}

/// Why a line's amount is what it is (spec 3.4). Money is tiyn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Explanation {
    /// The amount by the rule: nominal × paid days / study days of the month; of a line by an estimate (3.8) what falls on it, of the capital
    /// component (3.9) the sum over the pupils within the places.
    #[schema(example = "6580000 × 20 / 22 = 5981818")]
    pub(crate) formula: String,
    /// Enrolled days that are not paid.
    #[schema(minimum = 0)]
    pub(crate) unpaid_days: i64,
    /// By which rule they are not: absence without a reason beyond the allowed days, or nobody seen in the month. Null when every enrolled
    /// day is paid.
    #[schema(pattern = "^(absence_beyond_allowed|not_seen_in_month)$", example = "absence_beyond_allowed")]
    pub(crate) unpaid_rule: Option<String>,
    /// Days without a reason that the rule pays; null where the rule does not count them.
    #[schema(minimum = 0)]
    pub(crate) allowed_days: Option<u32>,
    /// What was cut off because other periods of the month have used the nominal up.
    #[schema(minimum = 0)]
    pub(crate) cut: i64,
    /// Whether nothing is paid because the month stayed short of its share by QR.
    pub(crate) short_of_share: bool,
    /// The version of the rule: its source and the day from which it rules.
    #[schema(example = "S2 2025-11-12")]
    pub(crate) rule_version: String,
    /// The clause that the rule carries out.
    #[schema(example = "3.4")]
    pub(crate) clause: String,
    /// The legal act that the rule comes from.
    pub(crate) legal_act: String,
}

impl ActLineRow {
    fn explain(&self, pack: &'static Pack, programme: &str) -> Option<Explanation> {
        let counted = Counted {
            kind: self.kind,
            line_month: self.month,
            enrolled_days: self.enrolled_days.into(),
            payable_days: self.payable_days.into(),
            computed: self.computed,
            due: self.due,
            before: self.before,
        };
        let told = Explained::of(pack, counted, programme)?;
        let (rule, allowed_days) = match told.rule {
            Rule::Allowed(allowed) => ("absence_beyond_allowed", Some(allowed)),
            Rule::Enrolled | Rule::Estimate | Rule::Capital => ("not_seen_in_month", None),
        };
        let formula = match told.rule {
            Rule::Allowed(_) | Rule::Enrolled => {
                format!("{} × {} / {} = {}", self.nominal, self.payable_days, self.study_days, self.computed)
            }
            Rule::Estimate if self.voucher_number.is_empty() => {
                format!("{} − Σ parts = {}", self.nominal, self.computed)
            }
            Rule::Estimate => format!("min({}, share of the estimate) = {}", self.computed, self.due),
            Rule::Capital => {
                format!("Σ {} × days / study days of {} pupils = {}", self.nominal, self.enrolled_days, self.computed)
            }
        };
        Some(Explanation {
            formula,
            unpaid_days: told.unpaid,
            unpaid_rule: (told.unpaid > 0).then(|| rule.to_owned()),
            allowed_days,
            cut: told.cut,
            short_of_share: told.short,
            rule_version: told.version,
            clause: told.clause.to_owned(),
            legal_act: told.act.to_owned(),
        })
    }
}

pub(in crate::acts) async fn list_lines(tx: &Tx<'_>, act: &ActRow, after: i32, rows: i64) -> Result<Vec<ActLineRow>> {
    let found = tx
        .query(
            "SELECT l.n, l.kind, l.line_month, l.voucher_id, coalesce(v.number, ''), l.portion, l.nominal, l.study_days, l.enrolled_days,
                l.present, l.excused, l.leave, l.closed, l.unexcused, l.payable_days, l.computed, l.due, l.known_at,
                CASE WHEN l.line_month < l.month THEN (
                    SELECT coalesce(sum(o.due), 0)::int8
                    FROM acts b
                    JOIN act_lines o ON o.region = b.region AND o.month = b.month AND o.act_id = b.id AND o.version = b.version
                    WHERE b.region = l.region AND b.month >= l.line_month AND b.month < l.month AND b.performer_id = a.performer_id
                        AND b.state IN ('issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid')
                        AND o.voucher_id = l.voucher_id AND o.portion = l.portion AND o.line_month = l.line_month
                        AND (v.id IS NOT NULL OR (o.kind, o.contract_id) = (l.kind, l.contract_id))
                ) END
            FROM act_lines l
            JOIN acts a ON a.region = l.region AND a.month = l.month AND a.id = l.act_id
            LEFT JOIN vouchers v ON v.region = l.region AND v.id = l.voucher_id
            WHERE l.region = $1 AND l.month = $2 AND l.act_id = $3 AND l.version = $4 AND l.n > $5
            ORDER BY l.n
            LIMIT $6",
            &[&act.region, &act.month, &act.id, &act.version, &after, &rows],
        )
        .await?;
    let line = |row: &Row| {
        let mut line = ActLineRow {
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
            before: row.try_get(18)?,
            explanation: None,
        };
        line.explanation = line.explain(tx.pack(), &act.programme);
        Ok(line)
    };
    found.iter().map(line).collect()
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
