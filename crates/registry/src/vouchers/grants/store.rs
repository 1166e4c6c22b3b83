//! All SQL of grants.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    fact,
    platform::{Result, Tx},
};

fact! {
    /// What the register says of a grant; its latest row counts.
    pub(crate) struct Grant in "grants" {
        bucket: i16 = "int2",
        person_id: Uuid = "uuid",
        programme: String = "text",
        number: String = "text",
        college_bin: String = "text",
        qualification: String = "text",
        study_form: String = "text",
        valid_from: Date = "date",
        valid_to: Date = "date",
    }
}

/// The latest rows of grants of persons.
pub(super) async fn list_latest(tx: &Tx<'_>, persons: &[(i16, Uuid)]) -> Result<Vec<Grant>> {
    let buckets: Vec<i16> = persons.iter().map(|person| person.0).collect();
    let ids: Vec<Uuid> = persons.iter().map(|person| person.1).collect();
    let rows = tx
        .query(
            "SELECT DISTINCT ON (g.bucket, g.person_id, g.programme, g.number)
                g.bucket, g.person_id, g.programme, g.number, g.college_bin, g.qualification, g.study_form, g.valid_from, g.valid_to
            FROM unnest($1::int2[], $2::uuid[]) AS u (bucket, person_id)
            JOIN grants g ON g.bucket = u.bucket AND g.person_id = u.person_id
            ORDER BY g.bucket, g.person_id, g.programme, g.number, g.recorded_at DESC",
            &[&buckets, &ids],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(Grant {
            bucket: row.try_get(0)?,
            person_id: row.try_get(1)?,
            programme: row.try_get(2)?,
            number: row.try_get(3)?,
            college_bin: row.try_get(4)?,
            qualification: row.try_get(5)?,
            study_form: row.try_get(6)?,
            valid_from: row.try_get(7)?,
            valid_to: row.try_get(8)?,
        })
    };
    rows.iter().map(read).collect()
}

/// A student of the register as the persons register knows it.
#[derive(Clone)]
pub(in crate::vouchers) struct Student {
    pub(in crate::vouchers) bucket: i16,
    pub(in crate::vouchers) person_id: Uuid,
    pub(in crate::vouchers) birth_date: Date,
    pub(in crate::vouchers) deceased: bool,
}

/// Students of a region whose grants of a programme are in force on any day of a span, after a key, in the order of keys.
pub(in crate::vouchers) async fn list_students(
    tx: &Tx<'_>,
    (region, programme): (i16, &str),
    (first, last): (Date, Date),
    (bucket, person): (i16, Uuid),
    limit: i64,
) -> Result<Vec<Student>> {
    let rows = tx
        .query(
            "SELECT p.bucket, p.id, p.birth_date, s.status = 'deceased'
            FROM (
                SELECT DISTINCT ON (g.bucket, g.person_id, g.number) g.bucket, g.person_id, g.valid_from, g.valid_to
                FROM grants g
                WHERE g.programme = $2 AND (g.bucket, g.person_id) > ($5, $6)
                ORDER BY g.bucket, g.person_id, g.number, g.recorded_at DESC
            ) l
            JOIN persons p ON p.bucket = l.bucket AND p.id = l.person_id
            CROSS JOIN LATERAL (
                SELECT t.region, t.status FROM person_states t
                WHERE t.bucket = p.bucket AND t.person_id = p.id
                ORDER BY t.recorded_at DESC LIMIT 1
            ) s
            WHERE s.region = $1 AND l.valid_from <= $4 AND l.valid_to >= $3
            GROUP BY p.bucket, p.id, p.birth_date, s.status
            ORDER BY p.bucket, p.id
            LIMIT $7",
            &[&region, &programme, &first, &last, &bucket, &person, &limit],
        )
        .await?;
    let read = |row: &tokio_postgres::Row| {
        Ok(Student {
            bucket: row.try_get(0)?,
            person_id: row.try_get(1)?,
            birth_date: row.try_get(2)?,
            deceased: row.try_get(3)?,
        })
    };
    rows.iter().map(read).collect()
}
