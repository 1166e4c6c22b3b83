//! Performers' places: facts, groups and free places. Places are counted over what is booked for today; nobody is named.

use jiff::civil::Date;
use uuid::Uuid;

use super::super::few::TAKEN_HIDDEN_MAX;
use crate::platform::{Result, Tx};

/// What a reader looks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::cabinets::public) struct Wanted {
    pub(in crate::cabinets::public) region: Option<i16>,
    pub(in crate::cabinets::public) locality: Option<String>,
    pub(in crate::cabinets::public) programme: Option<String>,
    /// Full years of the child.
    pub(in crate::cabinets::public) age: Option<i16>,
    /// Only where somebody can be enrolled today.
    pub(in crate::cabinets::public) free: bool,
    /// A part of the name or the BIN, folded.
    pub(in crate::cabinets::public) name: String,
}

/// Where a page of the list begins: after this region, name and performer; or before it, going back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cabinets::public) struct Edge {
    pub(in crate::cabinets::public) region: i16,
    pub(in crate::cabinets::public) name: String,
    pub(in crate::cabinets::public) id: Uuid,
    pub(in crate::cabinets::public) back: bool,
}

/// A line of the list.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct PlaceRow {
    pub(in crate::cabinets::public) region: i16,
    pub(in crate::cabinets::public) id: Uuid,
    pub(in crate::cabinets::public) bin: String,
    pub(in crate::cabinets::public) name_kk: String,
    pub(in crate::cabinets::public) name_ru: String,
    pub(in crate::cabinets::public) programme: String,
    pub(in crate::cabinets::public) kind: String,
    pub(in crate::cabinets::public) locality: String,
    pub(in crate::cabinets::public) standing: String,
    pub(in crate::cabinets::public) address: String,
    pub(in crate::cabinets::public) ages: Option<(i16, i16)>,
    pub(in crate::cabinets::public) seats: Seats,
}

/// Places and how many are free.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::cabinets::public) struct Seats {
    pub(in crate::cabinets::public) capacity: i64,
    /// Free places, or the least they can be where few are taken.
    pub(in crate::cabinets::public) free: i64,
    /// Whether `free` is the least: so few children are enrolled somewhere that their number is not told.
    pub(in crate::cabinets::public) at_least: bool,
}

/// The Kazakh letters with the Russian ones that people type for them, capitals with small ones: what [`super::super::fold`] does in Rust.
pub(in crate::cabinets::public) const FOLDED: (&str, &str) = (
    "ӘәҒғҚқҢңӨөҰұҮүҺһІіЁёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "аагғккннооууууххииеёабвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz",
);

/// The groups of performer `p` with places taken on day $3 of month $2. Fewer than five taken are counted as four, so that neither a group nor
/// a sum tells how many they are.
const GROUPS: &str = "
    SELECT
        g.id, g.code, r.title, r.group_kind, r.hours, r.capacity, r.age_from, r.age_to, r.weekdays, r.object_id,
        coalesce(o.capacity, 0) AS object_capacity, coalesce(o.address, '') AS address,
        CASE WHEN t.taken BETWEEN 1 AND $1 THEN $1 ELSE coalesce(t.taken, 0) END AS taken,
        coalesce(t.taken, 0) BETWEEN 1 AND $1 AS few
    FROM groups g
    JOIN LATERAL (
        SELECT * FROM group_revisions r WHERE r.region = g.region AND r.group_id = g.id ORDER BY r.recorded_at DESC LIMIT 1
    ) r ON true
    LEFT JOIN objects o ON o.region = g.region AND o.id = r.object_id AND o.performer_id = g.performer_id
    LEFT JOIN (
        SELECT n.group_id, count(*) AS taken
        FROM portions n
        LEFT JOIN LATERAL (
            SELECT last_day FROM portion_ends e
            WHERE e.region = n.region AND e.month = n.month AND e.voucher_id = n.voucher_id AND e.portion = n.portion
            ORDER BY e.recorded_at DESC LIMIT 1
        ) e ON true
        WHERE n.region = p.region AND n.month = $2 AND n.performer_id = p.id
            AND n.from_day <= $3 AND coalesce(e.last_day, n.to_day) >= $3
        GROUP BY n.group_id
    ) t ON t.group_id = g.id
    WHERE g.region = p.region AND g.performer_id = p.id";

/// A performer's standing on the day $4.
const STANDING: &str = "
    SELECT standing, reason, effective_on FROM standings s
    WHERE s.region = p.region AND s.performer_id = p.id AND s.effective_on <= $4
    ORDER BY s.recorded_at DESC LIMIT 1";

/// The day that places are told for, as the statements take it.
#[derive(Clone, Copy, Debug)]
pub(in crate::cabinets::public) struct Day {
    month: Date,
    day: i16,
    date: Date,
}

impl Day {
    pub(in crate::cabinets::public) fn of(date: Date) -> Self {
        Self { month: date.first_of_month(), day: i16::from(date.day()), date }
    }
}

/// One page of the list, by region and name; going back the page before the edge, still in that order.
pub(in crate::cabinets::public) async fn list(
    tx: &Tx<'_>,
    wanted: &Wanted,
    (day, edge): (Day, Option<&Edge>),
    limit: i64,
) -> Result<Vec<PlaceRow>> {
    let back = edge.is_some_and(|edge| edge.back);
    let (beyond, order) = if back { ("<", "DESC") } else { (">", "ASC") };
    // Performers are filtered and sorted first; seats are counted one by one until the page is full.
    let sql = format!(
        "SELECT p.region, p.id, p.bin, p.name_kk, p.name_ru, p.programme, p.kind, p.locality,
            coalesce(s.standing, 'good'), coalesce(c.address, ''), c.age_from, c.age_to,
            coalesce(c.capacity, 0), coalesce(c.free, 0), coalesce(c.few, false)
        FROM (
            SELECT * FROM performers p
            WHERE ($5::int2 IS NULL OR p.region = $5) AND ($6::text IS NULL OR p.locality = $6) AND ($7::text IS NULL OR p.programme = $7)
                AND ($8 = '' OR strpos(translate(p.name_kk || ' ' || p.name_ru || ' ' || p.bin, $11, $12), $8) > 0)
                AND ($13::int2 IS NULL OR (p.region, p.name_kk COLLATE \"kk-x-icu\", p.id) {beyond} ($13, $14 COLLATE \"kk-x-icu\", $15))
            ORDER BY p.region {order}, p.name_kk COLLATE \"kk-x-icu\" {order}, p.id {order}
        ) p
        LEFT JOIN LATERAL ({STANDING}) s ON true
        LEFT JOIN LATERAL (
            SELECT min(o.age_from) AS age_from, max(o.age_to) AS age_to, min(o.address) AS address,
                sum(o.capacity)::int8 AS capacity, sum(greatest(least(o.free, o.object_free), 0))::int8 AS free, bool_or(o.few) AS few
            FROM (
                SELECT g.object_id, min(g.age_from) AS age_from, max(g.age_to) AS age_to, min(g.address) AS address,
                    sum(g.capacity) FILTER (WHERE g.fits) AS capacity,
                    sum(greatest(g.capacity - g.taken, 0)) FILTER (WHERE g.fits) AS free,
                    min(g.object_capacity) - sum(g.taken) AS object_free, bool_or(g.few) AS few
                FROM (SELECT g.*, $9::int2 IS NULL OR $9 BETWEEN g.age_from AND g.age_to AS fits FROM ({GROUPS}) g) g
                GROUP BY g.object_id
            ) o
        ) c ON true
        WHERE ($9::int2 IS NULL OR c.capacity > 0) AND (NOT $10 OR c.free > 0 AND coalesce(s.standing, 'good') = 'good')
        ORDER BY p.region {order}, p.name_kk COLLATE \"kk-x-icu\" {order}, p.id {order}
        LIMIT $16"
    );
    let edge = (edge.map(|edge| edge.region), edge.map(|edge| edge.name.as_str()), edge.map(|edge| edge.id));
    let mut rows = tx
        .query(
            &sql,
            &[
                &TAKEN_HIDDEN_MAX,
                &day.month,
                &day.day,
                &day.date,
                &wanted.region,
                &wanted.locality,
                &wanted.programme,
                &wanted.name,
                &wanted.age,
                &wanted.free,
                &FOLDED.0,
                &FOLDED.1,
                &edge.0,
                &edge.1,
                &edge.2,
                &limit,
            ],
        )
        .await?
        .iter()
        .map(read)
        .collect::<Result<Vec<_>>>()?;
    if back {
        rows.reverse();
    }
    Ok(rows)
}

fn read(row: &tokio_postgres::Row) -> Result<PlaceRow> {
    let ages: (Option<i16>, Option<i16>) = (row.try_get(10)?, row.try_get(11)?);
    Ok(PlaceRow {
        region: row.try_get(0)?,
        id: row.try_get(1)?,
        bin: row.try_get(2)?,
        name_kk: row.try_get(3)?,
        name_ru: row.try_get(4)?,
        programme: row.try_get(5)?,
        kind: row.try_get(6)?,
        locality: row.try_get(7)?,
        standing: row.try_get(8)?,
        address: row.try_get(9)?,
        ages: ages.0.zip(ages.1),
        seats: Seats { capacity: row.try_get(12)?, free: row.try_get(13)?, at_least: row.try_get(14)? },
    })
}

/// A performer in one programme.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct Place {
    pub(in crate::cabinets::public) region: i16,
    pub(in crate::cabinets::public) id: Uuid,
    pub(in crate::cabinets::public) bin: String,
    pub(in crate::cabinets::public) name_kk: String,
    pub(in crate::cabinets::public) name_ru: String,
    pub(in crate::cabinets::public) kind: String,
    pub(in crate::cabinets::public) programme: String,
    pub(in crate::cabinets::public) locality: String,
    pub(in crate::cabinets::public) kato: String,
    pub(in crate::cabinets::public) licence: (String, Date),
    pub(in crate::cabinets::public) admitted_on: Date,
    /// Standing, reason and since when; nothing where nothing was said.
    pub(in crate::cabinets::public) standing: Option<(String, String, Date)>,
}

/// A performer by BIN, in every region and programme it is admitted to.
pub(in crate::cabinets::public) async fn find(tx: &Tx<'_>, bin: &str, on: Date) -> Result<Vec<Place>> {
    let rows = tx
        .query(
            "SELECT p.region, p.id, p.bin, p.name_kk, p.name_ru, p.kind, p.programme, p.locality, p.kato,
                p.licence_number, p.licence_on, p.admitted_on, s.standing, s.reason, s.effective_on
            FROM performers p
            LEFT JOIN LATERAL (
                SELECT standing, reason, effective_on FROM standings s
                WHERE s.region = p.region AND s.performer_id = p.id AND s.effective_on <= $2
                ORDER BY s.recorded_at DESC LIMIT 1
            ) s ON true
            WHERE p.bin = $1 AND p.region = ANY ($3)
            ORDER BY p.region, p.programme
            LIMIT 40",
            &[&bin, &on, &super::regions()],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        let standing: Option<String> = row.try_get(12)?;
        let told = match standing {
            Some(standing) => Some((standing, row.try_get(13)?, row.try_get(14)?)),
            None => None,
        };
        Ok(Place {
            region: row.try_get(0)?,
            id: row.try_get(1)?,
            bin: row.try_get(2)?,
            name_kk: row.try_get(3)?,
            name_ru: row.try_get(4)?,
            kind: row.try_get(5)?,
            programme: row.try_get(6)?,
            locality: row.try_get(7)?,
            kato: row.try_get(8)?,
            licence: (row.try_get(9)?, row.try_get(10)?),
            admitted_on: row.try_get(11)?,
            standing: told,
        })
    };
    rows.iter().map(read).collect()
}

/// A group as everybody may see it.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct GroupRow {
    pub(in crate::cabinets::public) title: String,
    pub(in crate::cabinets::public) group_kind: String,
    pub(in crate::cabinets::public) hours: i16,
    pub(in crate::cabinets::public) ages: (i16, i16),
    /// Bit 0 is Monday.
    pub(in crate::cabinets::public) weekdays: i16,
    pub(in crate::cabinets::public) address: String,
    pub(in crate::cabinets::public) seats: Seats,
    pub(in crate::cabinets::public) object: Uuid,
    /// What is left in the building, whatever the group has.
    pub(in crate::cabinets::public) object_free: i64,
}

/// The groups of a performer by address and title, with their free places: never more than the building has left.
pub(in crate::cabinets::public) async fn groups(tx: &Tx<'_>, place: &Place, day: Day) -> Result<Vec<GroupRow>> {
    let sql = format!(
        "SELECT g.title, g.group_kind, g.hours, g.age_from, g.age_to, g.weekdays, g.address, g.capacity::int8,
            greatest(g.capacity - g.taken, 0)::int8, g.few,
            greatest(g.object_capacity - sum(g.taken) OVER (PARTITION BY g.object_id), 0)::int8, g.object_id
        FROM (SELECT $4::int2 AS region, $5::uuid AS id) p
        CROSS JOIN LATERAL ({GROUPS}) g
        ORDER BY g.address, g.title, g.code
        LIMIT 500"
    );
    let rows = tx.query(&sql, &[&TAKEN_HIDDEN_MAX, &day.month, &day.day, &place.region, &place.id]).await?;
    let read = |row: &tokio_postgres::Row| {
        let object_free: i64 = row.try_get(10)?;
        let free: i64 = row.try_get(8)?;
        Ok(GroupRow {
            title: row.try_get(0)?,
            group_kind: row.try_get(1)?,
            hours: row.try_get(2)?,
            ages: (row.try_get(3)?, row.try_get(4)?),
            weekdays: row.try_get(5)?,
            address: row.try_get(6)?,
            seats: Seats { capacity: row.try_get(7)?, free: free.min(object_free), at_least: row.try_get(9)? },
            object: row.try_get(11)?,
            object_free,
        })
    };
    rows.iter().map(read).collect()
}

/// What the state pays a month.
#[derive(Clone, Debug)]
pub(in crate::cabinets::public) struct RateRow {
    pub(in crate::cabinets::public) group_kind: String,
    pub(in crate::cabinets::public) hours: i16,
    /// Tiyn.
    pub(in crate::cabinets::public) monthly: i64,
    pub(in crate::cabinets::public) valid_from: Date,
    pub(in crate::cabinets::public) valid_to: Option<Date>,
    pub(in crate::cabinets::public) act: (String, Date),
}

/// The rates in force for such a performer.
pub(in crate::cabinets::public) async fn rates(tx: &Tx<'_>, place: &Place, on: Date) -> Result<Vec<RateRow>> {
    let rows = tx
        .query(
            "SELECT DISTINCT ON (r.group_kind, r.hours)
                r.group_kind, r.hours, r.monthly, r.valid_from, r.valid_to, r.act_number, r.act_date
            FROM rates r
            WHERE r.region = $1 AND r.programme = $2 AND r.locality = $3 AND r.performer_kind = $4
                AND r.valid_from <= $5 AND (r.valid_to IS NULL OR r.valid_to >= $5)
            ORDER BY r.group_kind, r.hours, r.recorded_at DESC, r.id DESC
            LIMIT 100",
            &[&place.region, &place.programme, &place.locality, &place.kind, &on],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(RateRow {
            group_kind: row.try_get(0)?,
            hours: row.try_get(1)?,
            monthly: row.try_get(2)?,
            valid_from: row.try_get(3)?,
            valid_to: row.try_get(4)?,
            act: (row.try_get(5)?, row.try_get(6)?),
        })
    };
    rows.iter().map(read).collect()
}
