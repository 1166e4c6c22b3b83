//! What is derived, made again and compared: each statement gives the keys and details of the rows that differ.

/// The state of a budget line against its movements (spec 2.2).
pub(in crate::cabinets) const STRIPES: &str = "
    WITH told AS (
        SELECT region, month, line_id,
            sum(CASE kind WHEN 1 THEN amount WHEN 2 THEN -amount ELSE 0 END) AS allotted,
            sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount WHEN 5 THEN -amount - rest WHEN 14 THEN amount WHEN 15 THEN -amount ELSE 0 END) AS committed,
            sum(CASE WHEN kind IN (5, 8, 9, 10, 16, 22, 23) THEN amount WHEN kind IN (6, 11, 13, 17, 19, 20) THEN -amount ELSE 0 END) AS due,
            sum(CASE WHEN kind IN (6, 20) THEN amount WHEN kind IN (7, 8, 21, 22) THEN -amount ELSE 0 END) AS ordered,
            sum(CASE WHEN kind IN (7, 13, 19, 21) THEN amount WHEN kind IN (9, 12, 18, 23) THEN -amount ELSE 0 END) AS paid
        FROM movements GROUP BY region, month, line_id
    ), kept AS (
        SELECT region, month, line_id, sum(allotted) AS allotted, sum(committed) AS committed, sum(due) AS due, sum(ordered) AS ordered, sum(paid) AS paid
        FROM budget_stripes GROUP BY region, month, line_id
    )
    SELECT coalesce(k.line_id, t.line_id)::text,
        concat_ws(' ', k.allotted, k.committed, k.due, k.ordered, k.paid) || ' is kept, movements give ' || concat_ws(' ', t.allotted, t.committed, t.due, t.ordered, t.paid)
    FROM kept k
    FULL JOIN told t ON t.region = k.region AND t.month = k.month AND t.line_id = k.line_id
    WHERE (coalesce(k.allotted, 0), coalesce(k.committed, 0), coalesce(k.due, 0), coalesce(k.ordered, 0), coalesce(k.paid, 0))
        IS DISTINCT FROM (coalesce(t.allotted, 0), coalesce(t.committed, 0), coalesce(t.due, 0), coalesce(t.ordered, 0), coalesce(t.paid, 0))";

/// The days of each live portion as bits.
macro_rules! days_held {
    () => {
        "
    WITH ends AS (
        SELECT DISTINCT ON (region, month, voucher_id, portion) region, month, voucher_id, portion, last_day
        FROM portion_ends ORDER BY region, month, voucher_id, portion, recorded_at DESC
    ), held AS (
        SELECT v.bucket, v.person_id, v.programme, t.month,
            (1::bigint << least(t.to_day, coalesce(e.last_day, t.to_day))::int) - (1::bigint << (t.from_day - 1)) AS days
        FROM portions t
        JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id
        LEFT JOIN ends e ON e.region = t.region AND e.month = t.month AND e.voucher_id = t.voucher_id AND e.portion = t.portion
        WHERE least(t.to_day, coalesce(e.last_day, t.to_day)) >= t.from_day
    ), told AS (
        SELECT bucket, person_id, programme, month, bit_or(days) AS days, sum(days) AS summed FROM held GROUP BY bucket, person_id, programme, month
    )"
    };
}

/// The days on which a child is somewhere against its portions and their ends.
pub(in crate::cabinets) const LIVE_DAYS: &str = concat!(
    days_held!(),
    "
    SELECT coalesce(k.person_id, t.person_id)::text || ' ' || coalesce(k.month, t.month)::text,
        coalesce(k.days, 0) || ' is kept, portions give ' || coalesce(t.days, 0)
    FROM live_days k
    FULL JOIN told t ON t.bucket = k.bucket AND t.person_id = k.person_id AND t.programme = k.programme AND t.month = k.month
    WHERE coalesce(k.days, 0) <> coalesce(t.days, 0)"
);

/// One live portion a child, programme and day (P8): of disjoint days the sum is the union.
pub(in crate::cabinets) const OVERLAPS: &str = concat!(
    days_held!(),
    " SELECT person_id::text || ' ' || month::text, 'two live portions share a day' FROM told WHERE summed <> days"
);

/// The regions and months that have attendance.
pub(in crate::cabinets) const ATTENDED: &str =
    "SELECT region, month FROM attendance_batches UNION SELECT region, month FROM attendance_months ORDER BY 1, 2";

/// Where an act stands against its versions, signatures, invoice and order.
pub(in crate::cabinets) const ACTS: &str = "
    WITH told AS (
        SELECT a.region, a.month, a.id, a.number, a.state, a.version, a.total, w.version AS last_version, w.total AS last_total,
            p.act_id IS NOT NULL AS performer, i.act_id IS NOT NULL AS issuer, n.act_id IS NOT NULL AS invoice, o.id IS NOT NULL AS ordered,
            coalesce(t.state = 'confirmed', false) AS confirmed
        FROM acts a
        LEFT JOIN LATERAL (
            SELECT version, total FROM act_versions w WHERE w.region = a.region AND w.month = a.month AND w.act_id = a.id ORDER BY version DESC LIMIT 1
        ) w ON true
        LEFT JOIN act_signatures p ON p.region = a.region AND p.month = a.month AND p.act_id = a.id AND p.side = 'performer' AND p.version = a.version
        LEFT JOIN act_signatures i ON i.region = a.region AND i.month = a.month AND i.act_id = a.id AND i.side = 'issuer' AND i.version = a.version
        LEFT JOIN act_invoices n ON n.region = a.region AND n.month = a.month AND n.act_id = a.id
        LEFT JOIN payment_orders o ON o.region = a.region AND o.month = a.month AND o.act_id = a.id
        LEFT JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id
    )
    SELECT number, concat_ws(' ', state, 'version', version, 'total', total) || ' is kept, the facts give '
        || concat_ws(' ', 'version', last_version, 'total', last_total, CASE WHEN performer THEN 'performer' END, CASE WHEN issuer THEN 'issuer' END,
            CASE WHEN invoice THEN 'invoice' END, CASE WHEN ordered THEN 'order' END, CASE WHEN confirmed THEN 'confirmed' END)
    FROM told
    WHERE version IS DISTINCT FROM last_version
        OR total IS DISTINCT FROM last_total
        OR NOT state = ANY (CASE
            WHEN issuer AND NOT performer THEN '{}'
            WHEN confirmed THEN '{paid}'
            WHEN ordered THEN '{in_register,ordered}'
            WHEN issuer AND total = 0 THEN '{issuer_signed,invoiced,in_register,paid}'
            WHEN issuer AND invoice THEN '{invoiced,in_register}'
            WHEN issuer THEN '{issuer_signed}'
            WHEN performer THEN '{performer_signed,returned}'
            ELSE '{draft,returned}'
        END::text[])";

/// Where an order stands against the statements: confirmed when a line has its amount and account.
pub(in crate::cabinets) const PAYMENT_STATES: &str = "
    SELECT coalesce(o.id, t.order_id)::text, coalesce(t.state, 'nothing') || ' is kept'
    FROM payment_orders o
    FULL JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id
    WHERE o.id IS NULL OR t.order_id IS NULL
        OR (t.state = 'confirmed') <> EXISTS (SELECT 1 FROM statement_lines s WHERE s.order_id = o.id AND s.amount = o.amount AND s.iban = o.iban)";

/// One voucher a person, programme and year against the vouchers.
pub(in crate::cabinets) const PERSON_VOUCHERS: &str = "
    SELECT coalesce(v.id, k.voucher_id)::text, CASE WHEN k.voucher_id IS NULL THEN 'has no place' WHEN v.id IS NULL THEN 'is no voucher' ELSE 'is another one''s' END
    FROM vouchers v
    FULL JOIN person_vouchers k ON k.region = v.region AND k.voucher_id = v.id
    WHERE v.id IS NULL OR k.voucher_id IS NULL
        OR (v.bucket, v.person_id, v.programme, v.year) <> (k.bucket, k.person_id, k.programme, k.year)";

/// The numbers given against the last number kept: a lower one would give a number twice.
pub(in crate::cabinets) const VOUCHER_NUMBERS: &str = "
    SELECT concat_ws('/', v.region, v.programme, v.year), coalesce(k.last, 0) || ' is kept, ' || v.last || ' was given'
    FROM (
        SELECT region, programme, year, max(split_part(number, '-', 4)::int) AS last
        FROM vouchers WHERE split_part(number, '-', 4) ~ '^[0-9]{1,9}$' GROUP BY region, programme, year
    ) v
    LEFT JOIN voucher_numbers k ON k.region = v.region AND k.programme = v.programme AND k.year = v.year
    WHERE coalesce(k.last, 0) < v.last";

/// Whoever has contracts or acts has a row to lock.
pub(in crate::cabinets) const LOCKS: &str = "
    SELECT p.id::text, 'has no row to lock'
    FROM performers p
    LEFT JOIN performer_locks k ON k.region = p.region AND k.performer_id = p.id
    WHERE k.performer_id IS NULL
        AND (EXISTS (SELECT 1 FROM contracts c WHERE c.region = p.region AND c.performer_id = p.id) OR EXISTS (SELECT 1 FROM acts a WHERE a.region = p.region AND a.performer_id = p.id))
    UNION ALL
    SELECT k.performer_id::text, 'is no performer'
    FROM performer_locks k
    LEFT JOIN performers p ON p.region = k.region AND p.id = k.performer_id
    WHERE p.id IS NULL";

/// When the last list of a performer's month came, against the lists.
pub(in crate::cabinets) const TIMESHEETS: &str = "
    WITH told AS (
        SELECT region, month, performer_id, max(recorded_at) AS last_at FROM attendance_batches GROUP BY region, month, performer_id
    )
    SELECT coalesce(k.performer_id, t.performer_id)::text || ' ' || coalesce(k.month, t.month)::text,
        coalesce(k.last_at::text, 'nothing') || ' is kept, lists give ' || coalesce(t.last_at::text, 'nothing')
    FROM timesheets k
    FULL JOIN told t ON t.region = k.region AND t.month = k.month AND t.performer_id = k.performer_id
    WHERE k.last_at IS DISTINCT FROM t.last_at";
