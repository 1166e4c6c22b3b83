//! Children, groups and marks.

/// Every revision of every contract that holds a portion in the months, with each voucher that it serves there. The enrolment ends with the contract at the latest; an entry
/// taken back ends the day before it began.
pub(in crate::cabinets) const ENROLMENTS: &str = r#"
    SELECT ARRAY[
        c.number,
        v.number,
        '',
        p.bin,
        g.code,
        r.enrolled_from::text,
        CASE WHEN r.withdrawn THEN r.enrolled_from - 1 ELSE least(coalesce(r.enrolled_to, r.contract_to), r.contract_to) END::text,
        to_char(r.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    ], c.person_id
    FROM contracts c
    JOIN contract_revisions r ON r.region = c.region AND r.contract_id = c.id
    CROSS JOIN LATERAL (
        SELECT c.voucher_id
        UNION
        SELECT s.voucher_id FROM contract_vouchers s WHERE s.region = c.region AND s.contract_id = c.id
    ) s
    JOIN vouchers v ON v.region = c.region AND v.id = s.voucher_id
    JOIN performers p ON p.region = c.region AND p.id = c.performer_id
    JOIN groups g ON g.region = r.region AND g.id = r.group_id
    WHERE ($1::int2 IS NULL OR c.region = $1) AND ($2::text IS NULL OR v.programme = $2)
        AND EXISTS (
            SELECT 1 FROM portions t
            WHERE t.region = c.region AND t.month = ANY ($3::date[]) AND t.voucher_id = s.voucher_id AND t.contract_id = c.id
        )
    ORDER BY c.number COLLATE "C", v.number COLLATE "C", p.bin COLLATE "C", r.recorded_at"#;

/// Every revision of the groups of the programme's performers; a calendar has no month, so $3 only asks that there is one.
pub(in crate::cabinets) const GROUPS: &str = r#"
    SELECT ARRAY[
        g.code,
        p.bin,
        (SELECT string_agg(d::text, ' ' ORDER BY d) FROM generate_series(1, 7) d WHERE (r.weekdays >> (d - 1)) & 1 = 1),
        r.vacations,
        to_char(r.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    ]
    FROM groups g
    JOIN group_revisions r ON r.region = g.region AND r.group_id = g.id
    JOIN performers p ON p.region = g.region AND p.id = g.performer_id
    WHERE ($1::int2 IS NULL OR g.region = $1) AND ($2::text IS NULL OR p.programme = $2) AND cardinality($3::date[]) > 0
    ORDER BY g.code COLLATE "C", p.bin COLLATE "C", r.recorded_at"#;

/// The posted lists child by child: person, group, month, first day, the bytes of its days, instant, place of the list among those of
/// the instant. The marks are unrolled and sorted by whoever reads this.
pub(in crate::cabinets) const MARKS: &str = r#"
    SELECT c.person_id, g.code, b.month, b.first_day, substring(b.marks FROM n * b.days + 1 FOR b.days), b.recorded_at, b.id
    FROM attendance_batches b
    JOIN performers p ON p.region = b.region AND p.id = b.performer_id
    JOIN groups g ON g.region = b.region AND g.id = b.group_id
    CROSS JOIN LATERAL generate_series(0, length(b.contracts) / 16 - 1) AS n
    JOIN contracts c ON c.region = b.region AND c.id = encode(substring(b.contracts FROM n * 16 + 1 FOR 16), 'hex')::uuid
    WHERE ($1::int2 IS NULL OR b.region = $1) AND ($2::text IS NULL OR p.programme = $2) AND b.month = ANY ($3::date[])"#;
