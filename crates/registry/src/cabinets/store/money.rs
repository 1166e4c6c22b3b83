//! Parts, portions, lines and movements.
//!
//! The state of a portion follows from its movements, its end and the consent of both sides to its contract: 4 redeemed, 3 written off,
//! 2 active, 1 booked, 0 annulled, -1 returned to the child.

/// What movements say of each portion of the months, and the portions with their rank.
macro_rules! ranked {
    () => {
        r#"
    WITH money AS (
        SELECT region, subject, part_month, portion,
            bool_or(kind = 5) AS written,
            coalesce(sum(CASE WHEN kind IN (5, 10) THEN amount WHEN kind IN (11, 12) THEN -amount END), 0)::int8 AS due,
            coalesce(sum(CASE WHEN kind IN (7, 13) THEN amount WHEN kind = 9 THEN -amount END), 0)::int8 AS paid
        FROM movements
        WHERE part_month = ANY ($3::date[]) AND kind IN (5, 7, 9, 10, 11, 12, 13) AND ($1::int2 IS NULL OR region = $1)
        GROUP BY region, subject, part_month, portion
    ), ends AS (
        SELECT DISTINCT ON (region, month, voucher_id, portion) region, month, voucher_id, portion, last_day, effect
        FROM portion_ends
        WHERE month = ANY ($3::date[]) AND ($1::int2 IS NULL OR region = $1)
        ORDER BY region, month, voucher_id, portion, recorded_at DESC
    ), confirmed AS (
        SELECT region, contract_id, count(*) AS sides FROM contract_confirmations
        WHERE $1::int2 IS NULL OR region = $1
        GROUP BY region, contract_id
    ), ranked AS (
        SELECT t.*,
            CASE WHEN e.last_day >= t.from_day THEN e.last_day ELSE t.to_day END AS last_day,
            coalesce(m.due, 0) AS due,
            coalesce(m.paid, 0) AS paid,
            CASE
                WHEN m.written AND m.paid >= m.due THEN 4
                WHEN m.written THEN 3
                WHEN e.last_day < t.from_day AND e.effect = 'annul' THEN 0
                WHEN e.last_day < t.from_day THEN -1
                WHEN k.sides = 2 THEN 2
                ELSE 1
            END AS rank
        FROM portions t
        LEFT JOIN money m ON m.region = t.region AND m.subject = t.voucher_id AND m.part_month = t.month AND m.portion = t.portion
        LEFT JOIN ends e ON e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
        LEFT JOIN confirmed k ON k.region = t.region AND k.contract_id = t.contract_id
        WHERE t.month = ANY ($3::date[]) AND ($1::int2 IS NULL OR t.region = $1)
    )"#
    };
}

/// Every part of every voucher in the months, booked or not. A part that nobody holds is annulled once an act of its programme,
/// region and month has both signatures: that month is closed (spec 2.1); and once the voucher is annulled before the month is over. A
/// voucher whose parts come with the booking has those that somebody serves or served, and those that were annulled.
pub(in crate::cabinets) const PARTS: &str = concat!(
    ranked!(),
    r#", held AS (
        SELECT region, month, voucher_id, min(rank) FILTER (WHERE rank > 0) AS rank, bool_or(rank = 0) AS annulled, sum(due) AS due, sum(paid) AS paid
        FROM ranked GROUP BY region, month, voucher_id
    ), closed AS (
        SELECT DISTINCT region, month, programme FROM acts WHERE month = ANY ($3::date[]) AND state NOT IN ('draft', 'performer_signed', 'returned')
    ), ended AS (
        SELECT region, voucher_id, min(last_on) AS last_on FROM voucher_ends
        WHERE effect = 'annul' AND ($1::int2 IS NULL OR region = $1)
        GROUP BY region, voucher_id
    )
    SELECT ARRAY[
        v.number,
        to_char(m.month, 'YYYY-MM'),
        v.programme,
        lpad(v.region::text, 2, '0'),
        '',
        i.bin,
        CASE WHEN h.rank IS NULL AND h.annulled IS NOT TRUE THEN NULL ELSE coalesce(z.nominal, q.nominal) END::text,
        CASE h.rank
            WHEN 1 THEN 'booked' WHEN 2 THEN 'active' WHEN 3 THEN 'written_off' WHEN 4 THEN 'redeemed'
            ELSE CASE WHEN h.annulled OR d.month IS NOT NULL OR m.month + interval '1 month' > x.last_on + 1 THEN 'annulled' ELSE 'issued' END
        END,
        coalesce(h.due, 0)::text,
        coalesce(h.paid, 0)::text
    ], v.person_id
    FROM vouchers v
    CROSS JOIN LATERAL unnest($3::date[]) AS m (month)
    JOIN issuers i ON i.region = v.region AND i.id = v.issuer_id
    LEFT JOIN parts q ON q.region = v.region AND q.month = m.month AND q.voucher_id = v.id
    LEFT JOIN LATERAL (
        SELECT nominal FROM repricings z WHERE z.region = q.region AND z.month = q.month AND z.voucher_id = q.voucher_id
        ORDER BY z.recorded_at DESC LIMIT 1
    ) z ON true
    LEFT JOIN held h ON h.region = v.region AND h.month = m.month AND h.voucher_id = v.id
    LEFT JOIN ended x ON x.region = v.region AND x.voucher_id = v.id
    LEFT JOIN closed d ON d.region = v.region AND d.month = m.month AND d.programme = v.programme
    WHERE ($1::int2 IS NULL OR v.region = $1) AND ($2::text IS NULL OR v.programme = $2)
        AND CASE
            WHEN v.parts = 0 THEN h.rank IS NOT NULL OR h.annulled
            WHEN m.month < v.first_month THEN false
            ELSE (v.parts::int >> least(31, (extract(year FROM m.month) - extract(year FROM v.first_month))::int * 12
                + (extract(month FROM m.month) - extract(month FROM v.first_month))::int)) & 1 = 1
        END
    ORDER BY v.number COLLATE "C", m.month"#
);

/// Every portion of the months; its last day as known now.
pub(in crate::cabinets) const PORTIONS: &str = concat!(
    ranked!(),
    r#"
    SELECT ARRAY[
        v.number,
        to_char(r.month, 'YYYY-MM'),
        p.bin,
        c.number,
        g.code,
        r.from_day::text,
        r.last_day::text,
        CASE r.rank WHEN 4 THEN 'redeemed' WHEN 3 THEN 'written_off' WHEN 2 THEN 'active' WHEN 1 THEN 'booked' WHEN 0 THEN 'annulled' ELSE 'returned' END,
        r.due::text,
        r.paid::text
    ]
    FROM ranked r
    JOIN vouchers v ON v.region = r.region AND v.id = r.voucher_id
    JOIN performers p ON p.region = r.region AND p.id = r.performer_id
    JOIN contracts c ON c.region = r.region AND c.id = r.contract_id
    JOIN groups g ON g.region = r.region AND g.id = r.group_id
    WHERE $2::text IS NULL OR v.programme = $2
    ORDER BY v.number COLLATE "C", r.month, p.bin COLLATE "C", c.number COLLATE "C", g.code COLLATE "C", r.from_day, r.portion"#
);

/// The lines concerned: those of the months and those that an adjustment of their parts charged.
pub(in crate::cabinets) const LINES: &str = "
    SELECT l.id
    FROM budget_lines l
    WHERE ($1::int2 IS NULL OR l.region = $1) AND ($2::text IS NULL OR l.programme = $2)
        AND (
            l.month = ANY ($3::date[])
            OR EXISTS (SELECT 1 FROM movements m WHERE m.region = l.region AND m.month = l.month AND m.line_id = l.id AND m.part_month = ANY ($3::date[]))
        )
    ORDER BY l.id";

/// The state of lines ($1).
pub(in crate::cabinets) const BUDGET: &str = r#"
    SELECT ARRAY[
        i.bin,
        l.programme,
        lpad(l.region::text, 2, '0'),
        l.year::text,
        to_char(l.month, 'YYYY-MM'),
        l.source,
        l.kbk,
        sum(s.allotted)::text,
        sum(s.committed)::text,
        sum(s.due)::text,
        sum(s.ordered)::text,
        sum(s.paid)::text
    ]
    FROM budget_lines l
    JOIN issuers i ON i.region = l.region AND i.id = l.issuer_id
    JOIN budget_stripes s ON s.region = l.region AND s.month = l.month AND s.line_id = l.id
    WHERE l.id = ANY ($1::uuid[])
    GROUP BY i.bin, l.programme, l.region, l.year, l.month, l.source, l.kbk, l.id
    ORDER BY i.bin COLLATE "C", l.programme COLLATE "C", l.region, l.year, l.month, l.source COLLATE "C", l.kbk COLLATE "C""#;

/// Which movements are exported: those of lines ($1), in the order of their ids. Follows the SELECT of a movement.
pub(in crate::cabinets) const MOVEMENTS_OF_LINES: &str = "WHERE m.line_id = ANY ($1::uuid[]) ORDER BY m.id";
