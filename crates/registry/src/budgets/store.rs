//! All SQL of the slice `budgets`.

pub(super) mod api;
pub(crate) mod held;

use jiff::{Timestamp, civil::Date};
use ledger::{
    log::entry::RowHasher,
    posting::{Effect, Kind, Named, Owner},
};
use tokio_postgres::Row;
use uuid::Uuid;

use super::stripe::{STRIPES, Stripe};
use crate::{
    fact,
    platform::{
        Fact, Recorded, Result, Tx,
        fact::{Canonical as _, Parameter, instant},
    },
};

fact! {
    /// A line of the budget: issuer, programme, region, service month, source and KBK.
    pub struct BudgetLine in "budget_lines" {
        region: i16 = "int2",
        month: Date = "date",
        id: Uuid = "uuid",
        issuer_id: Uuid = "uuid",
        programme: String = "text",
        year: i16 = "int2",
        source: String = "text",
        kbk: String = "text",
    }
}

/// A movement with the texts that the export prints and the journal hashes (spec 2.6): its row hash is the hash of its line in movements.csv.
#[derive(Clone, Debug, PartialEq)]
pub struct Movement {
    /// The region of the budget line.
    pub region: i16,
    /// The service month of the budget line.
    pub month: Date,
    /// The voucher, the performer where the money lies beside its parts, or the line itself.
    pub subject: Uuid,
    /// The movement.
    pub id: Uuid,
    /// What it is.
    pub kind: Kind,
    /// The budget line charged.
    pub line_id: Uuid,
    /// The performer, where there is one.
    pub performer_id: Option<Uuid>,
    /// The month of the part: of the line, or the corrected month of an adjustment.
    pub part_month: Date,
    /// Which portion of the part; 0 where there is none.
    pub portion: i16,
    /// Tiyn, never below zero.
    pub amount: i64,
    /// What a write-off returns to the line (tiyn).
    pub rest: i64,
    /// What caused it: `budget`, `booking`, `estimate` (the journal entry that enters it), `act`, `order`, `statement`, `contract`, `rate`.
    pub document_kind: String,
    /// That document's id.
    pub document: Uuid,
    /// The legal date.
    pub effective_on: Date,
    /// `issuer/programme/region/YYYY-MM/source/kbk`.
    pub line_name: String,
    /// The voucher's number, empty where there is none.
    pub voucher_number: String,
    /// The performer's BIN, empty where there is none.
    pub performer_bin: String,
}

impl Movement {
    /// The lines of movements.csv: one, or `id-1` and `id-2` of a write-off.
    #[must_use]
    pub fn csv(&self, recorded_at: Timestamp) -> Vec<[String; 10]> {
        let part = if self.voucher_number.is_empty() {
            String::new()
        } else {
            format!("{}/{}", self.voucher_number, self.part_month.strftime("%Y-%m"))
        };
        let owner = Owner { line: &self.line_name, performer: &self.performer_bin, part: &part };
        let legs = self.kind.legs(self.amount, self.rest);
        let single = legs.len() == 1;
        legs.into_iter()
            .zip(1..)
            .map(|(leg, n): (_, u8)| {
                [
                    if single { self.id.to_string() } else { format!("{}-{n}", self.id) },
                    self.effective_on.to_string(),
                    instant(recorded_at),
                    leg.debit.of(owner),
                    leg.credit.of(owner),
                    leg.amount.to_string(),
                    self.voucher_number.clone(),
                    self.part_month.strftime("%Y-%m").to_string(),
                    self.document_kind.clone(),
                    self.document.to_string(),
                ]
            })
            .collect()
    }
}

impl Fact for Movement {
    const TABLE: &'static str = "movements";
    const COLUMNS: &'static [(&'static str, &'static str)] = &[
        ("region", "int2"),
        ("month", "date"),
        ("subject", "uuid"),
        ("id", "uuid"),
        ("kind", "int2"),
        ("line_id", "uuid"),
        ("performer_id", "uuid"),
        ("part_month", "date"),
        ("portion", "int2"),
        ("amount", "int8"),
        ("rest", "int8"),
        ("document_kind", "text"),
        ("document", "uuid"),
        ("effective_on", "date"),
    ];
    const SELECT: &'static str = "SELECT
            m.region, m.month, m.subject, m.id, m.kind, m.line_id, m.performer_id, m.part_month, m.portion, m.amount, m.rest,
            m.document_kind, m.document, m.effective_on,
            i.bin || '/' || l.programme || '/' || lpad(l.region::text, 2, '0') || '/' || to_char(l.month, 'YYYY-MM') || '/' || l.source || '/' || l.kbk AS line_name,
            coalesce(v.number, '') AS voucher_number,
            coalesce(p.bin, '') AS performer_bin,
            m.recorded_at, m.entry_id
        FROM movements m
        JOIN budget_lines l ON l.region = m.region AND l.month = m.month AND l.id = m.line_id
        JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id
        LEFT JOIN vouchers v ON v.region = m.region AND v.id = m.subject
        LEFT JOIN performers p ON p.region = m.region AND p.id = m.performer_id";

    fn arrays(rows: &[Self]) -> Vec<Parameter> {
        vec![
            Box::new(rows.iter().map(|row| row.region).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.month).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.subject).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.id).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.kind.code()).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.line_id).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.performer_id).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.part_month).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.portion).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.amount).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.rest).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.document_kind.clone()).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.document).collect::<Vec<_>>()),
            Box::new(rows.iter().map(|row| row.effective_on).collect::<Vec<_>>()),
        ]
    }

    /// The lines of the export, field by field: an auditor recomputes the hash from the file alone.
    fn canonical(&self, recorded_at: Timestamp) -> Vec<Option<String>> {
        self.csv(recorded_at).into_iter().flatten().map(Some).collect()
    }

    fn put(&self, recorded_at: Timestamp, row: &mut RowHasher) {
        let (year, month) = (self.part_month.year(), self.part_month.month());
        let part = match self.voucher_number.as_str() {
            "" => String::new(),
            number => format!("{number}/{year:04}-{month:02}"),
        };
        let owner = Owner { line: &self.line_name, performer: &self.performer_bin, part: &part };
        let legs = self.kind.legs(self.amount, self.rest);
        let single = legs.len() == 1;
        for (leg, n) in legs.into_iter().zip(1_u8..) {
            if single {
                self.id.put(row);
            } else {
                row.display(format_args!("{}-{n}", self.id));
            }
            self.effective_on.put(row);
            recorded_at.put(row);
            row.display(Named { account: leg.debit, owner });
            row.display(Named { account: leg.credit, owner });
            leg.amount.put(row);
            self.voucher_number.put(row);
            row.display(format_args!("{year:04}-{month:02}"));
            self.document_kind.put(row);
            self.document.put(row);
        }
    }

    fn read(row: &Row) -> Result<Recorded<Self>, tokio_postgres::Error> {
        Ok(Recorded {
            fact: Self {
                region: row.try_get("region")?,
                month: row.try_get("month")?,
                subject: row.try_get("subject")?,
                id: row.try_get("id")?,
                // A number that no kind has cannot have been written by us; Allot makes the audit's hash differ.
                kind: Kind::of(row.try_get("kind")?).unwrap_or(Kind::Allot),
                line_id: row.try_get("line_id")?,
                performer_id: row.try_get("performer_id")?,
                part_month: row.try_get("part_month")?,
                portion: row.try_get("portion")?,
                amount: row.try_get("amount")?,
                rest: row.try_get("rest")?,
                document_kind: row.try_get("document_kind")?,
                document: row.try_get("document")?,
                effective_on: row.try_get("effective_on")?,
                line_name: row.try_get("line_name")?,
                voucher_number: row.try_get("voucher_number")?,
                performer_bin: row.try_get("performer_bin")?,
            },
            recorded_at: row.try_get("recorded_at")?,
            entry_id: row.try_get("entry_id")?,
        })
    }
}

/// A budget line as a booking sees it: what is left of it, under lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The service month.
    pub month: Date,
    /// The line.
    pub id: Uuid,
    /// `issuer/programme/region/YYYY-MM/source/kbk`.
    pub name: String,
    /// What may still be promised (tiyn).
    pub free: i64,
}

const LOCK: &str = "SELECT month, line_id, stripe, allotted, committed, due, ordered, paid
    FROM budget_stripes
    WHERE region = $1 AND line_id = ANY ($2)
    ORDER BY region, month, line_id, stripe
    FOR UPDATE";

/// The lines of a programme in the months given, republican money first, with what is free; their stripes stay locked until the end of
/// the transaction, so that what is decided on `free` holds at commit (P7).
pub(crate) async fn lock_lines(tx: &Tx<'_>, region: i16, programme: &str, months: &[Date]) -> Result<Vec<Line>> {
    let rows = tx
        .query(
            "SELECT
                l.month,
                l.id,
                i.bin || '/' || l.programme || '/' || lpad(l.region::text, 2, '0') || '/' || to_char(l.month, 'YYYY-MM') || '/' || l.source || '/' || l.kbk AS name
            FROM budget_lines l
            JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id
            WHERE l.region = $1 AND l.programme = $2 AND l.month = ANY ($3)
            ORDER BY l.month, l.source DESC, l.kbk, l.id",
            &[&region, &programme, &months],
        )
        .await?;
    let mut lines = rows
        .iter()
        .map(|row| Ok(Line { month: row.try_get(0)?, id: row.try_get(1)?, name: row.try_get(2)?, free: 0 }))
        .collect::<Result<Vec<_>, tokio_postgres::Error>>()?;
    let stripes = lock_stripes(tx, region, &lines.iter().map(|line| line.id).collect::<Vec<_>>()).await?;
    for line in &mut lines {
        let sums = stripes
            .iter()
            .filter(|stripe| stripe.line_id == line.id)
            .try_fold(Effect::default(), |sum, stripe| sum.plus(stripe.state));
        line.free = sums
            .and_then(Effect::free)
            .ok_or_else(|| anyhow::anyhow!("line {} is beyond the range of money", line.name))?;
    }
    Ok(lines)
}

/// A region, a programme and the months that have a budget line.
pub(crate) type Published = (i16, String, Vec<Date>);

/// The months with a budget, by region and programme.
pub(crate) async fn list_published(tx: &Tx<'_>) -> Result<Vec<Published>> {
    let rows = tx
        .query(
            "SELECT region, programme, array_agg(DISTINCT month ORDER BY month)
            FROM budget_lines GROUP BY region, programme ORDER BY region, programme",
            &[],
        )
        .await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?, row.try_get(2)?))).collect()
}

/// Lines by id, without locking: their names for movements that lower no free money.
pub(crate) async fn list_lines(tx: &Tx<'_>, region: i16, ids: &[Uuid]) -> Result<Vec<Line>> {
    let rows = tx
        .query(
            "SELECT
                l.month,
                l.id,
                i.bin || '/' || l.programme || '/' || lpad(l.region::text, 2, '0') || '/' || to_char(l.month, 'YYYY-MM') || '/' || l.source || '/' || l.kbk AS name
            FROM budget_lines l
            JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id
            WHERE l.region = $1 AND l.id = ANY ($2)",
            &[&region, &ids],
        )
        .await?;
    Ok(rows
        .iter()
        .map(|row| Ok(Line { month: row.try_get(0)?, id: row.try_get(1)?, name: row.try_get(2)?, free: 0 }))
        .collect::<Result<Vec<_>, tokio_postgres::Error>>()?)
}

pub(super) async fn lock_stripes(tx: &Tx<'_>, region: i16, lines: &[Uuid]) -> Result<Vec<Stripe>> {
    let rows = tx.query(LOCK, &[&region, &lines]).await?;
    Ok(rows
        .iter()
        .map(|row| {
            Ok(Stripe {
                month: row.try_get(0)?,
                line_id: row.try_get(1)?,
                stripe: row.try_get(2)?,
                state: Effect {
                    allotted: row.try_get(3)?,
                    committed: row.try_get(4)?,
                    due: row.try_get(5)?,
                    ordered: row.try_get(6)?,
                    paid: row.try_get(7)?,
                },
            })
        })
        .collect::<Result<Vec<_>, tokio_postgres::Error>>()?)
}

pub(super) async fn insert_stripes(tx: &Tx<'_>, region: i16, lines: &[(Date, Uuid)]) -> Result<()> {
    let months: Vec<Date> = lines.iter().map(|line| line.0).collect();
    let ids: Vec<Uuid> = lines.iter().map(|line| line.1).collect();
    tx.execute(
        "INSERT INTO budget_stripes (region, month, line_id, stripe, allotted, committed, due, ordered, paid)
        SELECT $1, l.month, l.id, s, 0, 0, 0, 0, 0
        FROM unnest($2::date[], $3::uuid[]) AS l (month, id), generate_series(0, $4::int) AS s
        ORDER BY l.month, l.id, s",
        &[&region, &months, &ids, &i32::from(STRIPES).saturating_sub(1)],
    )
    .await?;
    Ok(())
}

/// The lines of some issuers in the months given.
pub(super) async fn list_by_issuer(tx: &Tx<'_>, issuers: &[Uuid], months: &[Date]) -> Result<Vec<BudgetLine>> {
    let sql = format!("{} WHERE issuer_id = ANY ($1) AND month = ANY ($2)", BudgetLine::SELECT);
    let rows = tx.query(&sql, &[&issuers, &months]).await?;
    Ok(rows.iter().map(|row| Ok(BudgetLine::read(row)?.fact)).collect::<Result<_, tokio_postgres::Error>>()?)
}

/// Adds changes to stripes; the CHECK of the table refuses what would overcommit a stripe.
pub(super) async fn save_stripes(tx: &Tx<'_>, region: i16, changes: &[Stripe]) -> Result<()> {
    let column = |of: fn(&Stripe) -> i64| changes.iter().map(of).collect::<Vec<_>>();
    tx.execute(
        "UPDATE budget_stripes s SET
            allotted = s.allotted + u.allotted,
            committed = s.committed + u.committed,
            due = s.due + u.due,
            ordered = s.ordered + u.ordered,
            paid = s.paid + u.paid
        FROM unnest($2::date[], $3::uuid[], $4::int2[], $5::int8[], $6::int8[], $7::int8[], $8::int8[], $9::int8[])
            AS u (month, line_id, stripe, allotted, committed, due, ordered, paid)
        WHERE s.region = $1 AND s.month = u.month AND s.line_id = u.line_id AND s.stripe = u.stripe",
        &[
            &region,
            &changes.iter().map(|stripe| stripe.month).collect::<Vec<_>>(),
            &changes.iter().map(|stripe| stripe.line_id).collect::<Vec<_>>(),
            &changes.iter().map(|stripe| stripe.stripe).collect::<Vec<_>>(),
            &column(|stripe| stripe.state.allotted),
            &column(|stripe| stripe.state.committed),
            &column(|stripe| stripe.state.due),
            &column(|stripe| stripe.state.ordered),
            &column(|stripe| stripe.state.paid),
        ],
    )
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use ledger::log::entry::row_hash;

    use super::*;

    #[test]
    fn a_movement_hashes_as_its_lines_in_the_export_do() {
        let at = "2026-10-05T06:07:08.000910Z".parse().unwrap();
        for (kind, number) in Kind::ALL.into_iter().flat_map(|kind| [(kind, ""), (kind, "V-1")]) {
            let movement = Movement {
                region: 75,
                month: date(2026, 10, 1),
                subject: Uuid::from_u128(1),
                id: Uuid::from_u128(2),
                kind,
                line_id: Uuid::from_u128(3),
                performer_id: None,
                part_month: date(2026, 9, 1),
                portion: 1,
                amount: 700,
                rest: 300,
                document_kind: "act".to_owned(),
                document: Uuid::from_u128(4),
                effective_on: date(2026, 10, 5),
                line_name: "L".to_owned(),
                voucher_number: number.to_owned(),
                performer_bin: "P".to_owned(),
            };
            let texts = movement.canonical(at);
            let texts: Vec<Option<&str>> = texts.iter().map(Option::as_deref).collect();
            assert_eq!(movement.hash(at), row_hash(Movement::TABLE, &texts), "{kind:?}");
        }
    }
}
