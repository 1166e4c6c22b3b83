//! SQL of statements of accounts, in the scope of whoever asks.

use std::collections::HashMap;

use jiff::{ToSpan as _, civil::Date};
use ledger::posting::Kind;
use tokio_postgres::Row as Line;
use uuid::Uuid;

use super::{Balance, Row, What};
use crate::platform::{Result, Tx};

/// Rows of a statement; nobody has more.
const ROWS_MAX: i64 = 100_000;

/// What moved on an account (tiyn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moved {
    pub(super) on: Date,
    pub(super) kind: Kind,
    pub(super) voucher: String,
    pub(super) month: Option<Date>,
    pub(super) document: String,
    pub(super) amount: i64,
    pub(super) rest: i64,
}

fn kind(row: &Line, column: usize) -> Result<Kind> {
    let code: i16 = row.try_get(column)?;
    Ok(Kind::of(code).ok_or_else(|| anyhow::anyhow!("a movement of kind {code}"))?)
}

/// The names of an organisation: those of its latest row.
pub(super) async fn find_names(tx: &Tx<'_>, bin: &str) -> Result<(String, String)> {
    let sql = "SELECT name_kk, name_ru FROM performers WHERE bin = $1 ORDER BY recorded_at DESC LIMIT 1";
    let row = tx.find(sql, &[&bin]).await?;
    row.map_or_else(|| Ok(Default::default()), |row| Ok((row.try_get(0)?, row.try_get(1)?)))
}

/// The wrapped key and the sealed name of a person.
pub(super) async fn find_sealed_name(
    tx: &Tx<'_>,
    (bucket, id): (i16, Uuid),
) -> Result<Option<(Option<Vec<u8>>, Vec<u8>)>> {
    let row = tx
        .find(
            "SELECT k.wrapped, s.name_cipher
            FROM person_states s
            LEFT JOIN person_keys k ON k.bucket = s.bucket AND k.person_id = s.person_id
            WHERE s.bucket = $1 AND s.person_id = $2
            ORDER BY s.recorded_at DESC LIMIT 1",
            &[&bucket, &id],
        )
        .await?;
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).transpose()
}

/// Months from the first one to that of a day.
fn months_to(first: Date, last: Date) -> Vec<Date> {
    let next = |month: &Date| month.checked_add(1.month()).ok();
    std::iter::successors(Some(first.first_of_month()), next).take_while(|month| *month <= last).collect()
}

/// Everything that happened on the account of a person up to a day, the oldest first: vouchers issued and annulled, and every movement.
pub(super) async fn list_of_person(tx: &Tx<'_>, (bucket, id): (i16, Uuid), to: Date) -> Result<Vec<Row>> {
    let lines = tx
        .query(
            "SELECT v.region, v.id, v.number, v.issued_on, v.first_month, e.last_on
            FROM person_vouchers o
            JOIN vouchers v ON v.region = o.region AND v.id = o.voucher_id
            LEFT JOIN LATERAL (
                SELECT last_on FROM voucher_ends e
                WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul'
                ORDER BY e.last_on, e.recorded_at LIMIT 1
            ) e ON true
            WHERE o.bucket = $1 AND o.person_id = $2
            ORDER BY v.issued_on, v.number
            LIMIT $3",
            &[&bucket, &id, &ROWS_MAX],
        )
        .await?;
    let (mut rows, mut numbers) = (Vec::new(), HashMap::<Uuid, String>::new());
    let (mut regions, mut months) = (Vec::<i16>::new(), Vec::new());
    for line in &lines {
        let number: String = line.try_get(2)?;
        let told = [(What::Issued, Some(line.try_get::<_, Date>(3)?)), (What::Annulled, line.try_get(5)?)];
        rows.extend(told.into_iter().filter_map(|(what, on)| {
            let (voucher, document) = (number.clone(), String::new());
            Some(Row { on: on?, what, voucher, month: None, document, change: Balance::default() })
        }));
        regions.push(line.try_get(0)?);
        months.push(line.try_get(4)?);
        numbers.insert(line.try_get(1)?, number);
    }
    // A voucher has twelve months at most; adjustments charge lines of later ones.
    let (first, last) = (months.iter().min().copied(), months.iter().max().copied());
    let Some((first, last)) = first.zip(last) else { return Ok(rows) };
    let months = months_to(first, last.checked_add(12.months())?.max(tx.today()));
    let moved = list_moved(tx, (&regions, &months, &numbers)).await?;
    rows.extend(moved.into_iter().map(Row::from));
    rows.retain(|row| row.on <= to);
    // What is told of one day stays in its order: issued, moved, annulled.
    rows.sort_by_key(|row| (row.on, row.what == What::Annulled));
    Ok(rows)
}

type Vouchers<'a> = (&'a [i16], &'a [Date], &'a HashMap<Uuid, String>);

async fn list_moved(tx: &Tx<'_>, (regions, months, numbers): Vouchers<'_>) -> Result<Vec<Moved>> {
    let vouchers: Vec<Uuid> = numbers.keys().copied().collect();
    let lines = tx
        .query(
            "SELECT m.effective_on, m.kind, m.subject, m.part_month, m.amount, m.rest, coalesce(a.number, o.number, c.number, '')
            FROM movements m
            LEFT JOIN acts a ON m.document_kind = 'act' AND a.region = m.region AND a.month = ANY ($2) AND a.id = m.document
            LEFT JOIN contracts c ON m.document_kind IN ('booking', 'contract') AND c.region = m.region AND c.id = m.document
            LEFT JOIN statement_lines s ON m.document_kind = 'statement' AND s.region = m.region AND s.month = ANY ($2) AND s.id = m.document
            LEFT JOIN payment_orders o ON o.region = m.region AND o.month = ANY ($2)
                AND o.id = CASE m.document_kind WHEN 'order' THEN m.document ELSE s.order_id END
            WHERE m.region = ANY ($1) AND m.month = ANY ($2) AND m.subject = ANY ($3)
            ORDER BY m.effective_on, m.recorded_at, m.id
            LIMIT $4",
            &[&regions, &months, &vouchers, &ROWS_MAX],
        )
        .await?;
    let read = |line: &Line| {
        let subject: Uuid = line.try_get(2)?;
        Ok(Moved {
            on: line.try_get(0)?,
            kind: kind(line, 1)?,
            voucher: numbers.get(&subject).cloned().unwrap_or_default(),
            month: Some(line.try_get(3)?),
            document: line.try_get(6)?,
            amount: line.try_get(4)?,
            rest: line.try_get(5)?,
        })
    };
    lines.iter().map(read).collect()
}

/// What moved on the account of a performer up to a day, by day and document: from the signed act to the bank.
pub(super) async fn list_of_performer(tx: &Tx<'_>, bin: &str, to: Date) -> Result<Vec<Row>> {
    let Some(places) = tx
        .find(
            "SELECT
                array_agg(DISTINCT a.region),
                array_agg(DISTINCT a.month),
                array_agg(DISTINCT l.voucher_id) || array_agg(DISTINCT p.id)
            FROM performers p
            JOIN acts a ON a.region = p.region AND a.performer_id = p.id
            JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
            WHERE p.bin = $1
            HAVING count(*) > 0",
            &[&bin],
        )
        .await?
    else {
        return Ok(Vec::new());
    };
    let (regions, months, subjects): (Vec<i16>, Vec<Date>, Vec<Uuid>) =
        (places.try_get(0)?, places.try_get(1)?, places.try_get(2)?);
    let lines = tx
        .query(
            "SELECT m.effective_on, m.kind, coalesce(a.number, o.number, '') AS document, sum(m.amount)::int8
            FROM (
                SELECT m.region, m.effective_on, m.kind, m.document_kind, m.document, sum(m.amount) AS amount
                FROM movements m
                JOIN performers p ON p.region = m.region AND p.id = m.performer_id
                WHERE m.region = ANY ($2) AND m.month = ANY ($3) AND m.subject = ANY ($4) AND p.bin = $1
                    AND m.kind >= 5 AND m.effective_on <= $5
                GROUP BY m.region, m.effective_on, m.kind, m.document_kind, m.document
            ) m
            LEFT JOIN acts a ON m.document_kind = 'act' AND a.region = m.region AND a.month = ANY ($3) AND a.id = m.document
            LEFT JOIN statement_lines s ON m.document_kind = 'statement' AND s.region = m.region AND s.month = ANY ($3) AND s.id = m.document
            LEFT JOIN payment_orders o ON o.region = m.region AND o.month = ANY ($3)
                AND o.id = CASE m.document_kind WHEN 'order' THEN m.document ELSE s.order_id END
            GROUP BY 1, 2, 3
            ORDER BY 1, 2, 3
            LIMIT $6",
            &[&bin, &regions, &months, &subjects, &to, &ROWS_MAX],
        )
        .await?;
    let read = |line: &Line| {
        let (on, document, amount) = (line.try_get(0)?, line.try_get(2)?, line.try_get(3)?);
        Ok(Row::from(Moved {
            on,
            kind: kind(line, 1)?,
            voucher: String::new(),
            month: None,
            document,
            amount,
            rest: 0,
        }))
    };
    lines.iter().map(read).collect()
}
