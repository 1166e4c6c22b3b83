//! All SQL of one's own pages: who one may see, what they hold, where they were, who looked. Every statement runs in the reader's
//! scope `Own`, so that what it does not ask for is not shown either.

use jiff::{Timestamp, civil::Date};
use law::Calendar;
use tokio_postgres::Row;
use uuid::Uuid;

use super::stay::{Contract, Money, Performer, Stay};
use crate::{
    attendance::Planes,
    platform::{Result, Tx},
};

/// Lists are for a household; nobody has more.
const HOUSEHOLD: i64 = 100;

/// A person as the persons register says it last.
#[derive(Clone)]
pub(super) struct Person {
    pub(super) bucket: i16,
    pub(super) id: Uuid,
    pub(super) iin_hmac: Vec<u8>,
    pub(super) iin_cipher: Vec<u8>,
    pub(super) birth_date: Date,
    /// Empty when the person's data were erased.
    pub(super) wrapped_key: Option<Vec<u8>>,
    pub(super) name_cipher: Vec<u8>,
    pub(super) alive: bool,
}

/// A voucher with its issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Voucher {
    pub(super) region: i16,
    pub(super) id: Uuid,
    pub(super) person: Uuid,
    pub(super) number: String,
    pub(super) programme: String,
    pub(super) year: i16,
    pub(super) first_month: Date,
    /// Bit 0 is `first_month`.
    pub(super) parts: i16,
    pub(super) issued_on: Date,
    pub(super) issuer_bin: String,
    pub(super) issuer_name: String,
    /// The voucher that it continues.
    pub(super) succeeds: Option<Uuid>,
    /// The last day that stays served of an annulled one, and why.
    pub(super) annulled: Option<(Date, String)>,
}

/// Persons of a scope: bucket and id.
pub(super) type Keys<'a> = &'a [(i16, Uuid)];

fn split(keys: Keys<'_>) -> (Vec<i16>, Vec<Uuid>) {
    keys.iter().copied().unzip()
}

/// Persons, the youngest first.
pub(super) async fn list_persons(tx: &Tx<'_>, persons: Keys<'_>) -> Result<Vec<Person>> {
    let (buckets, ids) = split(persons);
    let rows = tx
        .query(
            "SELECT p.bucket, p.id, p.iin_hmac, p.iin_cipher, p.birth_date, k.wrapped, s.name_cipher, s.status = 'alive'
            FROM unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            JOIN persons p ON p.bucket = u.bucket AND p.id = u.person_id
            LEFT JOIN person_keys k ON k.bucket = p.bucket AND k.person_id = p.id
            CROSS JOIN LATERAL (
                SELECT name_cipher, status FROM person_states s
                WHERE s.bucket = p.bucket AND s.person_id = p.id
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s
            ORDER BY p.birth_date DESC, p.id
            LIMIT $3",
            &[&buckets, &ids, &HOUSEHOLD],
        )
        .await?;
    let read = |row: &Row| -> Result<Person, tokio_postgres::Error> {
        Ok(Person {
            bucket: row.try_get(0)?,
            id: row.try_get(1)?,
            iin_hmac: row.try_get(2)?,
            iin_cipher: row.try_get(3)?,
            birth_date: row.try_get(4)?,
            wrapped_key: row.try_get(5)?,
            name_cipher: row.try_get(6)?,
            alive: row.try_get(7)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

// Vouchers with their issuers and the end that annulled them: what they are taken from, and which of them.
macro_rules! vouchers {
    ($from:literal, $rest:literal) => {
        concat!(
            "SELECT v.region, v.id, v.person_id, v.number, v.programme, v.year, v.first_month, v.parts, v.issued_on, i.bin, i.name,
                v.succeeds, e.last_on, e.reason
            FROM ",
            $from,
            " JOIN issuers i ON i.region = v.region AND i.id = v.issuer_id
            LEFT JOIN LATERAL (
                SELECT last_on, reason FROM voucher_ends e
                WHERE e.region = v.region AND e.voucher_id = v.id AND e.effect = 'annul'
                ORDER BY e.last_on, e.recorded_at LIMIT 1
            ) e ON true ",
            $rest
        )
    };
}

/// The vouchers of persons, the newest first.
pub(super) async fn list_vouchers(tx: &Tx<'_>, persons: Keys<'_>) -> Result<Vec<Voucher>> {
    let (buckets, ids) = split(persons);
    let rows = tx
        .query(
            vouchers!(
                "unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            JOIN person_vouchers o ON o.bucket = u.bucket AND o.person_id = u.person_id
            JOIN vouchers v ON v.region = o.region AND v.id = o.voucher_id",
                "ORDER BY v.first_month DESC, o.serial DESC, v.number
            LIMIT $3"
            ),
            &[&buckets, &ids, &HOUSEHOLD],
        )
        .await?;
    Ok(rows.iter().map(read_voucher).collect::<Result<_, _>>()?)
}

/// A voucher in the scope of whoever asks.
pub(super) async fn find_voucher(tx: &Tx<'_>, id: Uuid) -> Result<Option<Voucher>> {
    let row = tx.find(vouchers!("vouchers v", "WHERE v.id = $1"), &[&id]).await?;
    Ok(row.as_ref().map(read_voucher).transpose()?)
}

/// A voucher of an issuer by its number.
pub(super) async fn find_numbered(tx: &Tx<'_>, regions: &[i16], issuer: &str, number: &str) -> Result<Option<Voucher>> {
    let row = tx
        .find(
            vouchers!("vouchers v", "WHERE v.region = ANY ($1) AND v.number = $3 AND i.bin = $2"),
            &[&regions, &issuer, &number],
        )
        .await?;
    Ok(row.as_ref().map(read_voucher).transpose()?)
}

fn read_voucher(row: &Row) -> Result<Voucher, tokio_postgres::Error> {
    Ok(Voucher {
        region: row.try_get(0)?,
        id: row.try_get(1)?,
        person: row.try_get(2)?,
        number: row.try_get(3)?,
        programme: row.try_get(4)?,
        year: row.try_get(5)?,
        first_month: row.try_get(6)?,
        parts: row.try_get(7)?,
        issued_on: row.try_get(8)?,
        issuer_bin: row.try_get(9)?,
        issuer_name: row.try_get(10)?,
        succeeds: row.try_get(11)?,
        annulled: row.try_get::<_, Option<Date>>(12)?.zip(row.try_get(13)?),
    })
}

// The months are given as a list, so that a plan touches their partitions alone. Movements: 3 booked, 5 written off, 6 ordered,
// 7 redeemed, 8 and 9 sent back by the bank, 10 to 12 adjusted, 13 set off.
const STAYS: &str = "SELECT
        t.voucher_id, t.month, t.portion, t.from_day, coalesce(e.last_day, t.to_day), e.effect, e.reason, e.effective_on,
        coalesce(z.nominal, q.nominal), q.line_id IS NOT NULL OR m.booked IS TRUE,
        r.id, r.bin, r.name_kk, r.name_ru,
        c.id, c.number, w.signed_on, w.contract_from, w.contract_to, w.enrolled_from, w.enrolled_to,
        g.title, g.weekdays, g.vacations, coalesce(x.address, ''),
        coalesce(a.p0, 0), coalesce(a.p1, 0), coalesce(a.p2, 0), coalesce(a.qr, 0), a.folded_at,
        m.written_on, m.due, m.ordered, m.paid, m.ordered_on, m.paid_on, m.returned_on,
        y.confirmed_on, y.sides = 2
    FROM unnest($1::int2[], $2::uuid[]) AS u (region, voucher_id)
    JOIN portions t ON t.region = u.region AND t.voucher_id = u.voucher_id AND t.month = ANY ($3)
    JOIN parts q ON q.region = t.region AND q.month = t.month AND q.voucher_id = t.voucher_id
    JOIN performers r ON r.region = t.region AND r.id = t.performer_id
    JOIN contracts c ON c.region = t.region AND c.id = t.contract_id
    CROSS JOIN LATERAL (
        SELECT signed_on, contract_from, contract_to, enrolled_from, enrolled_to FROM contract_revisions w
        WHERE w.region = t.region AND w.contract_id = t.contract_id
        ORDER BY w.recorded_at DESC LIMIT 1
    ) w
    CROSS JOIN LATERAL (
        SELECT title, weekdays, vacations, object_id FROM group_revisions g
        WHERE g.region = t.region AND g.group_id = t.group_id
        ORDER BY g.recorded_at DESC LIMIT 1
    ) g
    LEFT JOIN objects x ON x.region = t.region AND x.id = g.object_id
    LEFT JOIN LATERAL (
        SELECT last_day, effect, reason, effective_on FROM portion_ends e
        WHERE e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
        ORDER BY e.recorded_at DESC LIMIT 1
    ) e ON true
    LEFT JOIN LATERAL (
        SELECT nominal FROM repricings z
        WHERE z.region = t.region AND z.month = t.month AND z.voucher_id = t.voucher_id
        ORDER BY z.recorded_at DESC LIMIT 1
    ) z ON true
    CROSS JOIN LATERAL (
        SELECT max(y.confirmed_on) FILTER (WHERE y.side = 'parent') AS confirmed_on, count(*) AS sides FROM contract_confirmations y
        WHERE y.region = t.region AND y.contract_id = t.contract_id
    ) y
    LEFT JOIN attendance_months a ON a.region = t.region AND a.month = t.month AND a.contract_id = t.contract_id
    CROSS JOIN LATERAL (
        SELECT
            bool_or(m.kind = 3) AS booked,
            min(m.effective_on) FILTER (WHERE m.kind = 5) AS written_on,
            coalesce(sum(CASE WHEN m.kind IN (5, 10) THEN m.amount WHEN m.kind IN (11, 12) THEN -m.amount END), 0)::int8 AS due,
            coalesce(sum(CASE WHEN m.kind = 6 THEN m.amount WHEN m.kind IN (7, 8) THEN -m.amount END), 0)::int8 AS ordered,
            coalesce(sum(CASE WHEN m.kind IN (7, 13) THEN m.amount WHEN m.kind = 9 THEN -m.amount END), 0)::int8 AS paid,
            max(m.effective_on) FILTER (WHERE m.kind = 6) AS ordered_on,
            max(m.effective_on) FILTER (WHERE m.kind = 7) AS paid_on,
            max(m.effective_on) FILTER (WHERE m.kind IN (8, 9)) AS returned_on
        FROM movements m
        WHERE m.region = t.region AND m.month = ANY ($4) AND m.subject = t.voucher_id AND m.part_month = t.month AND m.portion = t.portion
    ) m
    ORDER BY t.voucher_id, t.month, t.from_day, t.portion
    LIMIT 2000";

/// Every portion of vouchers (region and id) in months, with its performer, contract, group, marks and money; `lines` are the months
/// whose budget lines may have paid for them.
pub(super) async fn list_stays(
    tx: &Tx<'_>,
    vouchers: &[(i16, Uuid)],
    months: &[Date],
    lines: &[Date],
) -> Result<Vec<(Uuid, Stay)>> {
    let (regions, ids) = split(vouchers);
    let rows = tx.query(STAYS, &[&regions, &ids, &months, &lines]).await?;
    Ok(rows.iter().map(|row| read_stay(&tx.pack().calendar, row)).collect::<Result<_, _>>()?)
}

fn read_stay(calendar: &'static Calendar, row: &Row) -> Result<(Uuid, Stay), tokio_postgres::Error> {
    let plane = |at: usize| -> Result<u32, tokio_postgres::Error> { Ok(row.try_get::<_, i32>(at)?.cast_unsigned()) };
    let stay = Stay {
        calendar,
        month: row.try_get(1)?,
        portion: row.try_get(2)?,
        from_day: row.try_get(3)?,
        last_day: row.try_get(4)?,
        effect: row.try_get(5)?,
        reason: row.try_get(6)?,
        ended_on: row.try_get(7)?,
        nominal: row.try_get(8)?,
        funded: row.try_get(9)?,
        performer: Performer {
            id: row.try_get(10)?,
            bin: row.try_get(11)?,
            name_kk: row.try_get(12)?,
            name_ru: row.try_get(13)?,
            address: row.try_get(24)?,
        },
        contract: Contract {
            id: row.try_get(14)?,
            number: row.try_get(15)?,
            signed_on: row.try_get(16)?,
            confirmed_on: row.try_get(37)?,
            confirmed: row.try_get(38)?,
            from: row.try_get(17)?,
            to: row.try_get(18)?,
            enrolled_from: row.try_get(19)?,
            enrolled_to: row.try_get(20)?,
            group: row.try_get(21)?,
        },
        weekdays: row.try_get(22)?,
        vacations: row.try_get(23)?,
        planes: Planes { p0: plane(25)?, p1: plane(26)?, p2: plane(27)?, qr: plane(28)? },
        told_at: row.try_get(29)?,
        money: Money {
            written_on: row.try_get(30)?,
            due: row.try_get(31)?,
            ordered: row.try_get(32)?,
            paid: row.try_get(33)?,
            ordered_on: row.try_get(34)?,
            paid_on: row.try_get(35)?,
            returned_on: row.try_get(36)?,
        },
    };
    Ok((row.try_get(0)?, stay))
}

/// A line of an act about a portion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// The month of the act.
    pub(super) act_month: Date,
    pub(super) act_number: String,
    pub(super) act_state: String,
    /// The month the line is about.
    pub(super) month: Date,
    pub(super) portion: i16,
    /// 1: it corrects an earlier month.
    pub(super) kind: i16,
    pub(super) nominal: i64,
    pub(super) study_days: i16,
    pub(super) enrolled_days: i16,
    pub(super) leave: i16,
    pub(super) leave_days_used: i16,
    pub(super) unexcused: i16,
    pub(super) payable_days: i16,
    pub(super) computed: i64,
    pub(super) due: i64,
}

/// The lines about one voucher in the acts of performers, the newest acts first.
pub(super) async fn list_lines(
    tx: &Tx<'_>,
    (region, voucher): (i16, Uuid),
    performers: &[Uuid],
    months: &[Date],
) -> Result<Vec<Line>> {
    let rows = tx
        .query(
            "SELECT a.month, a.number, a.state, l.line_month, l.portion, l.kind, l.nominal, l.study_days, l.enrolled_days, l.leave,
                l.leave_days_used, l.unexcused, l.payable_days, l.computed, l.due
            FROM acts a
            JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
            WHERE a.region = $1 AND a.performer_id = ANY ($3) AND a.month = ANY ($4) AND l.voucher_id = $2
            ORDER BY a.month DESC, l.line_month DESC, l.n
            LIMIT 500",
            &[&region, &voucher, &performers, &months],
        )
        .await?;
    let read = |row: &Row| -> Result<Line, tokio_postgres::Error> {
        Ok(Line {
            act_month: row.try_get(0)?,
            act_number: row.try_get(1)?,
            act_state: row.try_get(2)?,
            month: row.try_get(3)?,
            portion: row.try_get(4)?,
            kind: row.try_get(5)?,
            nominal: row.try_get(6)?,
            study_days: row.try_get(7)?,
            enrolled_days: row.try_get(8)?,
            leave: row.try_get(9)?,
            leave_days_used: row.try_get(10)?,
            unexcused: row.try_get(11)?,
            payable_days: row.try_get(12)?,
            computed: row.try_get(13)?,
            due: row.try_get(14)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Who read a person's card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) at: Timestamp,
    /// The reading's request: with the instant and the person its key.
    pub(super) request: Uuid,
    pub(super) person: Uuid,
    /// BIN of the reader's organisation; empty for a person.
    pub(super) bin: String,
    /// Its name, where the registry knows it.
    pub(super) organisation: String,
    pub(super) role: String,
    pub(super) purpose: String,
}

/// Readings of persons before a key, the newest first.
pub(super) async fn list_readings(
    tx: &Tx<'_>,
    persons: Keys<'_>,
    before: Option<(Timestamp, Uuid)>,
    limit: i64,
) -> Result<Vec<Seen>> {
    let (buckets, ids) = split(persons);
    let (at, request) = before.unzip();
    let rows = tx
        .query(
            "SELECT s.recorded_at, s.request, s.person_id, s.organisation, s.role, s.purpose,
                coalesce(
                    (SELECT i.name FROM issuers i WHERE i.bin = s.organisation ORDER BY i.region LIMIT 1),
                    (SELECT p.name_ru FROM performers p WHERE p.bin = s.organisation ORDER BY p.region LIMIT 1),
                    ''
                )
            FROM unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            JOIN readings s ON s.bucket = u.bucket AND s.person_id = u.person_id
            WHERE $3::timestamptz IS NULL OR (s.recorded_at, s.request) < ($3, $4::uuid)
            ORDER BY s.recorded_at DESC, s.request DESC, s.person_id
            LIMIT $5",
            &[&buckets, &ids, &at, &request, &limit],
        )
        .await?;
    let read = |row: &Row| -> Result<Seen, tokio_postgres::Error> {
        Ok(Seen {
            at: row.try_get(0)?,
            request: row.try_get(1)?,
            person: row.try_get(2)?,
            bin: row.try_get(3)?,
            role: row.try_get(4)?,
            purpose: row.try_get(5)?,
            organisation: row.try_get(6)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
