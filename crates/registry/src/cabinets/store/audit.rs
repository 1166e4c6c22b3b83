//! Invariants (spec 9): each statement gives the keys and details of the rows that break one.

/// P6: Σ dues of the portions of a part, adjustments included, is at most its nominal; P9: no balance of a portion is below zero;
/// P5: no more is paid than is due.
pub(in crate::cabinets) const PORTIONS: &str = "
    WITH told AS (
        SELECT region, subject, part_month, portion,
            sum(CASE kind WHEN 3 THEN amount WHEN 4 THEN -amount WHEN 5 THEN -amount - rest WHEN 14 THEN amount WHEN 15 THEN -amount ELSE 0 END) AS committed,
            sum(CASE WHEN kind IN (5, 8, 9, 10, 16, 22, 23) THEN amount WHEN kind IN (6, 11, 13, 17, 19, 20) THEN -amount ELSE 0 END) AS open,
            sum(CASE WHEN kind IN (6, 20) THEN amount WHEN kind IN (7, 8, 21, 22) THEN -amount ELSE 0 END) AS ordered,
            sum(CASE WHEN kind IN (7, 21) THEN amount WHEN kind IN (9, 23) THEN -amount ELSE 0 END) AS paid,
            count(*) FILTER (WHERE kind = 5) AS write_offs
        FROM movements WHERE kind NOT IN (1, 2) GROUP BY region, subject, part_month, portion
    )
    SELECT subject::text || '/' || to_char(part_month, 'YYYY-MM') || '/' || portion, concat_ws(' ', 'committed', committed, 'due', open, 'ordered', ordered, 'paid', paid, 'write-offs', write_offs)
    FROM told
    WHERE committed < 0 OR open < 0 OR ordered < 0 OR paid < 0 OR write_offs > 1";

/// What a movement keeps beside the fields that are printed and hashed: the budget's own name their line alone, every other one a portion of
/// its performer or, beside the parts (kinds from 14), the performer itself; and a rest is a write-off's. The key is the entry.
pub(in crate::cabinets) const MOVEMENTS: &str = "
    SELECT m.entry_id::text, 'movement ' || m.id || ' is of no portion'
    FROM movements m
    LEFT JOIN portions t ON t.region = m.region AND t.month = m.part_month AND t.voucher_id = m.subject AND t.portion = m.portion AND t.performer_id = m.performer_id
    WHERE m.kind NOT IN (1, 2) AND m.kind < 14 AND t.voucher_id IS NULL
    UNION ALL
    SELECT entry_id::text, 'movement ' || id || ' is not of its performer alone'
    FROM movements WHERE kind >= 14 AND (subject IS DISTINCT FROM performer_id OR portion <> 0)
    UNION ALL
    SELECT entry_id::text, 'movement ' || id || ' has a rest'
    FROM movements WHERE kind <> 5 AND rest <> 0
    UNION ALL
    SELECT entry_id::text, 'movement ' || id || ' is not of its line alone'
    FROM movements WHERE kind IN (1, 2) AND (subject <> line_id OR performer_id IS NOT NULL OR part_month <> month OR portion <> 0)";

/// What was posted for an act against its signed lines, portion by portion and beside the parts; and a signed act of a month with an
/// estimate, as known when it was made, against the estimate.
pub(in crate::cabinets) const POSTED: &str = "
    WITH told AS (
        SELECT l.region, l.act_id, l.voucher_id, l.line_month, l.portion, sum(l.due) AS due
        FROM act_signatures s
        JOIN act_lines l ON l.region = s.region AND l.month = s.month AND l.act_id = s.act_id AND l.version = s.version
        WHERE s.side = 'issuer' GROUP BY l.region, l.act_id, l.voucher_id, l.line_month, l.portion
    ), posted AS (
        SELECT region, document, subject, part_month, portion, sum(CASE WHEN kind IN (5, 10, 16) THEN amount ELSE -amount END) AS due
        FROM movements WHERE kind IN (5, 10, 11, 12, 16, 17, 18) GROUP BY region, document, subject, part_month, portion
    )
    SELECT coalesce(t.act_id, m.document)::text || ' ' || coalesce(t.voucher_id, m.subject)::text || '/' || to_char(coalesce(t.line_month, m.part_month), 'YYYY-MM') || '/' || coalesce(t.portion, m.portion),
        coalesce(m.due, 0) || ' is posted, the lines say ' || coalesce(t.due, 0)
    FROM told t
    FULL JOIN posted m ON m.region = t.region AND m.document = t.act_id AND m.subject = t.voucher_id AND m.part_month = t.line_month AND m.portion = t.portion
    WHERE coalesce(m.due, 0) <> coalesce(t.due, 0)
    UNION ALL
    SELECT s.act_id::text || ' ' || to_char(s.month, 'YYYY-MM'), 'the lines of the month are ' || coalesce(l.due, 0) || ', its estimate is ' || e.amount
    FROM act_signatures s
    JOIN acts a ON a.region = s.region AND a.month = s.month AND a.id = s.act_id
    JOIN act_versions w ON w.region = s.region AND w.month = s.month AND w.act_id = s.act_id AND w.version = s.version
    JOIN LATERAL (
        SELECT amount FROM estimates e
        WHERE e.region = s.region AND e.performer_id = a.performer_id AND e.month = s.month AND e.recorded_at <= w.known_at
        ORDER BY e.recorded_at DESC LIMIT 1
    ) e ON true
    LEFT JOIN LATERAL (
        SELECT sum(l.due) AS due FROM act_lines l
        WHERE l.region = s.region AND l.month = s.month AND l.act_id = s.act_id AND l.version = s.version AND l.line_month = s.month AND l.kind <> 3
    ) l ON true
    WHERE s.side = 'issuer' AND coalesce(l.due, 0) <> e.amount";

/// P6 over all portions of a part. A part that was written off and whose nominal was lowered since owes more until the performer's next act
/// adjusts it: at most the nominal that its latest signed line knew.
pub(in crate::cabinets) const NOMINALS: &str = "
    SELECT n.subject::text || '/' || to_char(n.part_month, 'YYYY-MM'), n.due || ' is due of ' || n.nominal
    FROM (
        SELECT m.region, m.subject, m.part_month, m.due, coalesce(max(z.nominal), max(q.nominal), 0) AS nominal, max(z.recorded_at) AS repriced_at
        FROM (
            SELECT region, subject, part_month, sum(CASE WHEN kind IN (5, 10) THEN amount ELSE -amount END) AS due
            FROM movements WHERE kind IN (5, 10, 11, 12) GROUP BY region, subject, part_month
        ) m
        LEFT JOIN parts q ON q.region = m.region AND q.month = m.part_month AND q.voucher_id = m.subject
        LEFT JOIN LATERAL (
            SELECT nominal, recorded_at FROM repricings z WHERE z.region = q.region AND z.month = q.month AND z.voucher_id = q.voucher_id ORDER BY z.recorded_at DESC LIMIT 1
        ) z ON true
        GROUP BY m.region, m.subject, m.part_month, m.due
        HAVING m.due > coalesce(max(z.nominal), max(q.nominal), 0) OR m.due < 0
    ) n
    WHERE n.due < 0 OR n.repriced_at IS NULL OR NOT EXISTS (
        SELECT 1
        FROM act_lines l
        JOIN act_signatures s ON s.region = l.region AND s.month = l.month AND s.act_id = l.act_id AND s.version = l.version AND s.side = 'issuer'
        WHERE l.region = n.region AND l.voucher_id = n.subject AND l.line_month = n.part_month AND l.nominal >= n.due
            AND l.known_at < n.repriced_at
            AND NOT EXISTS (
                SELECT 1
                FROM act_signatures t
                JOIN act_versions w ON w.region = t.region AND w.month = t.month AND w.act_id = t.act_id AND w.version = t.version
                JOIN acts a ON a.region = t.region AND a.month = t.month AND a.id = t.act_id
                JOIN acts o ON o.region = l.region AND o.month = l.month AND o.id = l.act_id
                WHERE t.region = n.region AND t.side = 'issuer' AND a.performer_id = o.performer_id AND w.known_at > n.repriced_at
            )
    )";

/// P7: no budget line is overcommitted.
pub(in crate::cabinets) const LINES: &str = "
    SELECT line_id::text, 'is overcommitted by ' || -sum(allotted - committed - due - ordered - paid)
    FROM budget_stripes GROUP BY region, month, line_id
    HAVING sum(allotted) < sum(committed) + sum(due) + sum(ordered) + sum(paid) OR sum(allotted) < 0 OR sum(committed) < 0";

/// P5, P10: an order has the sum of an act with both signatures; what is redeemed by an order is its amount at most.
pub(in crate::cabinets) const ORDERS: &str = "
    SELECT o.id::text, o.amount || ' is ordered, the act has ' || coalesce(a.total, 0)
    FROM payment_orders o
    LEFT JOIN acts a ON a.region = o.region AND a.month = o.month AND a.id = o.act_id
    LEFT JOIN act_signatures s ON s.region = a.region AND s.month = a.month AND s.act_id = a.id AND s.side = 'issuer'
    WHERE a.total IS DISTINCT FROM o.amount OR s.act_id IS NULL";

/// P9: the issuer signs after the performer, an invoice comes after both.
pub(in crate::cabinets) const STEPS: &str = "
    SELECT s.act_id::text, 'the issuer signed what the performer had not'
    FROM act_signatures s
    LEFT JOIN act_signatures p ON p.region = s.region AND p.month = s.month AND p.act_id = s.act_id AND p.side = 'performer' AND p.version = s.version AND p.recorded_at <= s.recorded_at
    WHERE s.side = 'issuer' AND p.act_id IS NULL
    UNION ALL
    SELECT n.act_id::text, 'an invoice of what the issuer had not signed'
    FROM act_invoices n
    LEFT JOIN act_signatures s ON s.region = n.region AND s.month = n.month AND s.act_id = n.act_id AND s.side = 'issuer' AND s.recorded_at <= n.recorded_at
    WHERE s.act_id IS NULL";

/// Rows that name what is not there: the hot tables carry no foreign keys.
pub(in crate::cabinets) const ORPHANS: &str = "
    SELECT 'parts ' || t.voucher_id, 'no voucher' FROM parts t LEFT JOIN vouchers v ON v.region = t.region AND v.id = t.voucher_id WHERE v.id IS NULL
    UNION ALL
    SELECT 'parts ' || t.voucher_id, 'no budget line' FROM parts t LEFT JOIN budget_lines l ON l.region = t.region AND l.id = t.line_id WHERE t.line_id IS NOT NULL AND l.id IS NULL
    UNION ALL
    SELECT 'repricings ' || t.voucher_id, 'no part' FROM repricings t LEFT JOIN parts q ON q.region = t.region AND q.month = t.month AND q.voucher_id = t.voucher_id WHERE q.voucher_id IS NULL
    UNION ALL
    SELECT 'portions ' || t.voucher_id, 'no part' FROM portions t LEFT JOIN parts q ON q.region = t.region AND q.month = t.month AND q.voucher_id = t.voucher_id WHERE q.voucher_id IS NULL
    UNION ALL
    SELECT 'portions ' || t.voucher_id, 'no contract' FROM portions t LEFT JOIN contracts c ON c.region = t.region AND c.id = t.contract_id
        AND (c.voucher_id = t.voucher_id OR EXISTS (SELECT 1 FROM contract_vouchers s WHERE s.region = c.region AND s.contract_id = c.id AND s.voucher_id = t.voucher_id))
    WHERE c.id IS NULL
    UNION ALL
    SELECT 'portion_ends ' || t.voucher_id, 'no portion' FROM portion_ends t LEFT JOIN portions q ON q.region = t.region AND q.month = t.month AND q.voucher_id = t.voucher_id AND q.portion = t.portion WHERE q.voucher_id IS NULL
    UNION ALL
    SELECT 'attendance_batches ' || t.id, 'no group' FROM attendance_batches t LEFT JOIN groups g ON g.region = t.region AND g.id = t.group_id WHERE g.id IS NULL
    UNION ALL
    SELECT 'act_versions ' || t.act_id, 'no act' FROM act_versions t LEFT JOIN acts a ON a.region = t.region AND a.month = t.month AND a.id = t.act_id WHERE a.id IS NULL
    UNION ALL
    SELECT 'act_lines ' || t.act_id, 'no version' FROM act_lines t LEFT JOIN act_versions w ON w.region = t.region AND w.month = t.month AND w.act_id = t.act_id AND w.version = t.version WHERE w.act_id IS NULL
    UNION ALL
    SELECT 'act_signatures ' || t.act_id, 'no version' FROM act_signatures t LEFT JOIN act_versions w ON w.region = t.region AND w.month = t.month AND w.act_id = t.act_id AND w.version = t.version WHERE w.act_id IS NULL
    UNION ALL
    SELECT 'payment_orders ' || t.id, 'no register' FROM payment_orders t LEFT JOIN act_registers r ON r.region = t.region AND r.id = t.register_id WHERE r.id IS NULL
    UNION ALL
    SELECT 'statement_lines ' || t.id, 'no order' FROM statement_lines t LEFT JOIN payment_orders o ON o.id = t.order_id WHERE t.order_id IS NOT NULL AND o.id IS NULL
    UNION ALL
    SELECT 'movements ' || t.id, 'no budget line' FROM movements t LEFT JOIN budget_lines l ON l.region = t.region AND l.month = t.month AND l.id = t.line_id WHERE l.id IS NULL
    UNION ALL
    SELECT 'movements ' || t.id, 'no voucher' FROM movements t LEFT JOIN vouchers v ON v.region = t.region AND v.id = t.subject WHERE t.kind NOT IN (1, 2, 12) AND t.kind < 14 AND v.id IS NULL";

/// Persons whose key is gone without a journalled order to destroy it. A state has a cipher when it is longer than nonce and tag.
pub(in crate::cabinets) const KEYS: &str = "
    SELECT DISTINCT s.person_id::text, 'the key is gone and no erasure is journalled'
    FROM person_states s
    LEFT JOIN person_keys k ON k.bucket = s.bucket AND k.person_id = s.person_id
    LEFT JOIN key_erasures e ON e.bucket = s.bucket AND e.person_id = s.person_id
    WHERE k.person_id IS NULL AND e.person_id IS NULL AND octet_length(s.name_cipher) > 28";

/// Persons whose key should be destroyed and is there.
pub(in crate::cabinets) const UNFINISHED: &str = "
    SELECT e.person_id::text, 'the erasure is journalled, the key is still there'
    FROM key_erasures e
    JOIN person_keys k ON k.bucket = e.bucket AND k.person_id = e.person_id";
