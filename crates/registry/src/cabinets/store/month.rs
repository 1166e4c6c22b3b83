//! Acts of the months with what follows them.

/// The months: the one asked for and each that its acts correct.
pub(in crate::cabinets) const MONTHS: &str = "
    SELECT DISTINCT l.line_month
    FROM acts a
    JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
    WHERE ($1::int2 IS NULL OR a.region = $1) AND ($2::text IS NULL OR a.programme = $2) AND a.month = $3
    ORDER BY 1";

/// The lines of the acts as they stand: of the latest version of each.
pub(in crate::cabinets) const ACT_LINES: &str = r#"
    SELECT ARRAY[
        a.number,
        p.bin,
        to_char(l.line_month, 'YYYY-MM'),
        coalesce(v.number, ''),
        CASE l.kind WHEN 0 THEN 'month' WHEN 1 THEN 'adjustment' WHEN 2 THEN 'estimate' ELSE 'capital' END,
        to_char(l.known_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        l.nominal::text,
        l.study_days::text,
        l.enrolled_days::text,
        l.present::text,
        l.excused::text,
        l.leave::text,
        l.leave_days_used::text,
        l.closed::text,
        l.unexcused::text,
        l.payable_days::text,
        l.computed::text,
        l.due::text,
        coalesce(f.fee::text, ''),
        coalesce(f.fee_due::text, ''),
        coalesce(c.number, o.number, '')
    ]
    FROM acts a
    JOIN act_lines l ON l.region = a.region AND l.month = a.month AND l.act_id = a.id AND l.version = a.version
    LEFT JOIN act_fees f ON f.region = l.region AND f.month = l.month AND f.act_id = l.act_id AND f.version = l.version AND f.n = l.n
    JOIN performers p ON p.region = a.region AND p.id = a.performer_id
    LEFT JOIN vouchers v ON v.region = l.region AND v.id = l.voucher_id
    LEFT JOIN contracts c ON c.region = l.region AND c.id = l.contract_id
    LEFT JOIN (SELECT DISTINCT region, id, number FROM capital_obligations) o ON o.region = l.region AND o.id = l.contract_id
    WHERE ($1::int2 IS NULL OR a.region = $1) AND ($2::text IS NULL OR a.programme = $2) AND a.month = ANY ($3::date[])
    ORDER BY a.number COLLATE "C", p.bin COLLATE "C", l.line_month, coalesce(v.number, '') COLLATE "C", l.kind, l.n"#;

/// Every estimate of performers in the months, revision by revision.
pub(in crate::cabinets) const ESTIMATES: &str = r#"
    SELECT ARRAY[
        p.bin,
        p.programme,
        to_char(e.month, 'YYYY-MM'),
        e.amount::text,
        e.document_number,
        e.document_date::text,
        to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    ]
    FROM estimates e
    JOIN performers p ON p.region = e.region AND p.id = e.performer_id
    WHERE ($1::int2 IS NULL OR e.region = $1) AND ($2::text IS NULL OR p.programme = $2) AND e.month = ANY ($3::date[])
    ORDER BY p.bin COLLATE "C", p.programme COLLATE "C", e.month, e.recorded_at"#;

/// Every obligation of the capital component, revision by revision.
pub(in crate::cabinets) const CAPITAL: &str = r#"
    SELECT ARRAY[
        p.bin,
        p.programme,
        o.number,
        o.kind,
        o.places::text,
        o.accepted_on::text,
        o.document,
        to_char(o.first_month, 'YYYY-MM'),
        to_char(o.last_month, 'YYYY-MM'),
        to_char(o.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    ]
    FROM capital_obligations o
    JOIN performers p ON p.region = o.region AND p.id = o.performer_id
    WHERE ($1::int2 IS NULL OR o.region = $1) AND ($2::text IS NULL OR p.programme = $2) AND cardinality($3::date[]) > 0
    ORDER BY p.bin COLLATE "C", p.programme COLLATE "C", o.number COLLATE "C", o.recorded_at"#;

/// Acts with the instants of their signatures, their invoice and their payment.
pub(in crate::cabinets) const ACTS: &str = r#"
    SELECT ARRAY[
        a.number,
        a.programme,
        p.bin,
        i.bin,
        to_char(a.month, 'YYYY-MM'),
        a.state,
        a.total::text,
        w.enrolled_days::text,
        w.qr_days::text,
        to_char(ps.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        to_char(si.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        n.registration_number,
        to_char((
            SELECT min(s.recorded_at)
            FROM payment_orders o
            JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id AND t.state = 'confirmed'
            JOIN statement_lines s ON s.order_id = o.id AND s.amount = o.amount
            WHERE o.region = a.region AND o.month = a.month AND o.act_id = a.id
        ) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    ]
    FROM acts a
    JOIN performers p ON p.region = a.region AND p.id = a.performer_id
    JOIN issuers i ON i.region = a.region AND i.id = a.issuer_id
    LEFT JOIN act_versions w ON w.region = a.region AND w.month = a.month AND w.act_id = a.id AND w.version = a.version
    LEFT JOIN act_signatures ps ON ps.region = a.region AND ps.month = a.month AND ps.act_id = a.id AND ps.side = 'performer'
    LEFT JOIN act_signatures si ON si.region = a.region AND si.month = a.month AND si.act_id = a.id AND si.side = 'issuer'
    LEFT JOIN act_invoices n ON n.region = a.region AND n.month = a.month AND n.act_id = a.id
    WHERE ($1::int2 IS NULL OR a.region = $1) AND ($2::text IS NULL OR a.programme = $2) AND a.month = ANY ($3::date[])
    ORDER BY a.number COLLATE "C""#;

/// Payment orders; the payee is the performer.
pub(in crate::cabinets) const ORDERS: &str = r#"
    SELECT ARRAY[
        o.number,
        'performer',
        p.bin,
        o.iban,
        o.amount::text,
        t.state,
        a.number
    ]
    FROM payment_orders o
    JOIN performers p ON p.region = o.region AND p.id = o.performer_id
    JOIN acts a ON a.region = o.region AND a.month = o.month AND a.id = o.act_id
    LEFT JOIN payment_states t ON t.region = o.region AND t.month = o.month AND t.order_id = o.id
    WHERE ($1::int2 IS NULL OR o.region = $1) AND ($2::text IS NULL OR a.programme = $2) AND o.month = ANY ($3::date[])
    ORDER BY o.number COLLATE "C""#;

/// What the latest version of each act left out; of a performer without an act, what its latest close said.
pub(in crate::cabinets) const EXCEPTIONS: &str = r#"
    SELECT ARRAY[
        p.bin,
        to_char(e.month, 'YYYY-MM'),
        coalesce(v.number, ''),
        e.code
    ]
    FROM exceptions e
    JOIN performers p ON p.region = e.region AND p.id = e.performer_id
    LEFT JOIN acts a ON a.region = e.region AND a.month = e.month AND a.performer_id = e.performer_id
    LEFT JOIN vouchers v ON v.region = e.region AND v.id = e.voucher_id
    WHERE ($1::int2 IS NULL OR e.region = $1) AND ($2::text IS NULL OR p.programme = $2) AND e.month = ANY ($3::date[])
        AND e.version = coalesce(a.version, (
            SELECT max(f.version) FROM exceptions f
            WHERE f.region = e.region AND f.month = e.month AND f.performer_id = e.performer_id
        ))
    ORDER BY p.bin COLLATE "C", e.month, coalesce(v.number, '') COLLATE "C", e.code COLLATE "C", e.portion"#;

/// Every rate known, as objects of terms.json.
pub(in crate::cabinets) const RATES: &str = r#"
    SELECT jsonb_build_object(
        'programme', r.programme,
        'region', lpad(r.region::text, 2, '0'),
        'locality', r.locality,
        'performer_kind', r.performer_kind,
        'group_kind', r.group_kind,
        'hours', r.hours,
        'valid_from', r.valid_from,
        'valid_to', r.valid_to,
        'monthly_tiyn', r.monthly,
        'act_number', r.act_number,
        'act_date', r.act_date,
        'note', r.note,
        'issuer_bin', i.issuer_bin,
        'recorded_at', to_char(r.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    )
    FROM rates r
    LEFT JOIN rate_issuers i ON i.region = r.region AND i.rate_id = r.id
    WHERE ($1::int2 IS NULL OR r.region = $1) AND ($2::text IS NULL OR r.programme = $2) AND cardinality($3::date[]) > 0
    ORDER BY r.programme, r.region, r.locality, r.performer_kind, r.group_kind, r.hours, r.valid_from, r.recorded_at, r.id"#;
