//! What documents have made of portions: due of acts, ordered of payment orders.

use jiff::civil::Date;
use ledger::posting::Kind;
use tokio_postgres::Row;
use uuid::Uuid;

use super::Movement;
use crate::platform::{Result, Tx};

/// Money of a portion that a document holds (tiyn).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    /// The act or the order.
    pub(crate) document: Uuid,
    /// Tiyn, above zero.
    pub(crate) amount: i64,
    region: i16,
    month: Date,
    subject: Uuid,
    line_id: Uuid,
    performer_id: Option<Uuid>,
    part_month: Date,
    portion: i16,
    line_name: String,
    voucher_number: String,
    performer_bin: String,
}

impl Held {
    /// The movement that passes this money on, caused by another document on a legal date; beside the parts it is the movement of that kind there.
    pub(crate) fn pass_on(
        &self,
        tx: &Tx<'_>,
        kind: Kind,
        (document_kind, document): (&str, Uuid),
        on: Date,
    ) -> Movement {
        Movement {
            region: self.region,
            month: self.month,
            subject: self.subject,
            id: tx.app().clock.id(),
            kind: if self.voucher_number.is_empty() { kind.beside_parts() } else { kind },
            line_id: self.line_id,
            performer_id: self.performer_id,
            part_month: self.part_month,
            portion: self.portion,
            amount: self.amount,
            rest: 0,
            document_kind: document_kind.to_owned(),
            document,
            effective_on: on,
            line_name: self.line_name.clone(),
            voucher_number: self.voucher_number.clone(),
            performer_bin: self.performer_bin.clone(),
        }
    }
}

/// Which documents hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    /// Acts: written off (5) and adjusted up (10), less adjusted down (11) and set off (13); beside the parts 16, less 17 and 19.
    Acts,
    /// Payment orders: ordered (6; beside the parts 20).
    Orders,
}

/// What documents of one region and month hold of every portion and beside the parts, those without money left out; by (subject, portion).
pub(crate) async fn list_held(
    tx: &Tx<'_>,
    (region, month): (i16, Date),
    of: Of,
    documents: &[Uuid],
) -> Result<Vec<Held>> {
    let (kind, kinds): (&str, &[i16]) = match of {
        Of::Acts => ("act", &[5, 10, 11, 13, 16, 17, 19]),
        Of::Orders => ("order", &[6, 20]),
    };
    let rows = tx
        .query(
            "SELECT
                s.document,
                s.amount,
                s.subject,
                s.line_id,
                s.performer_id,
                s.part_month,
                s.portion,
                i.bin || '/' || l.programme || '/' || lpad(l.region::text, 2, '0') || '/' || to_char(l.month, 'YYYY-MM') || '/' || l.source || '/' || l.kbk AS line_name,
                coalesce(v.number, ''),
                coalesce(p.bin, '') AS performer_bin
            FROM (
                SELECT m.document, m.subject, m.line_id, m.performer_id, m.part_month, m.portion,
                    sum(CASE WHEN m.kind IN (11, 13, 17, 19) THEN -m.amount ELSE m.amount END)::int8 AS amount
                FROM movements m
                WHERE m.region = $1 AND m.month = $2 AND m.document_kind = $3 AND m.document = ANY ($4) AND m.kind = ANY ($5)
                GROUP BY m.document, m.subject, m.line_id, m.performer_id, m.part_month, m.portion
            ) s
            JOIN budget_lines l ON l.region = $1 AND l.month = $2 AND l.id = s.line_id
            JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id
            LEFT JOIN vouchers v ON v.region = $1 AND v.id = s.subject
            LEFT JOIN performers p ON p.region = $1 AND p.id = s.performer_id
            WHERE s.amount <> 0
            ORDER BY s.subject, s.part_month, s.portion",
            &[&region, &month, &kind, &documents, &kinds],
        )
        .await?;
    let read = |row: &Row| {
        Ok(Held {
            document: row.try_get(0)?,
            amount: row.try_get(1)?,
            region,
            month,
            subject: row.try_get(2)?,
            line_id: row.try_get(3)?,
            performer_id: row.try_get(4)?,
            part_month: row.try_get(5)?,
            portion: row.try_get(6)?,
            line_name: row.try_get(7)?,
            voucher_number: row.try_get(8)?,
            performer_bin: row.try_get(9)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, tokio_postgres::Error>>()?)
}
