CREATE TABLE public.access_matrix (
    role text NOT NULL,
    action text NOT NULL,
    scope text NOT NULL,
    CONSTRAINT access_matrix_scope_check CHECK ((scope = ANY (ARRAY['national'::text, 'region'::text, 'party'::text, 'person'::text, 'public'::text])))
);

ALTER TABLE public.access_matrix OWNER TO qazyna_owner;

CREATE TABLE public.act_fees (
    region smallint NOT NULL,
    month date NOT NULL,
    act_id uuid NOT NULL,
    version smallint NOT NULL,
    n integer NOT NULL,
    line_month date NOT NULL,
    contract_id uuid NOT NULL,
    fee bigint NOT NULL,
    fee_due bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.act_fees FORCE ROW LEVEL SECURITY;

ALTER TABLE public.act_fees OWNER TO qazyna_owner;

CREATE TABLE public.act_invoices (
    region smallint NOT NULL,
    month date NOT NULL,
    act_id uuid NOT NULL,
    registration_number text NOT NULL,
    invoice_date date NOT NULL,
    total bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.act_invoices FORCE ROW LEVEL SECURITY;

ALTER TABLE public.act_invoices OWNER TO qazyna_owner;

CREATE TABLE public.act_lines (
    region smallint NOT NULL,
    month date NOT NULL,
    act_id uuid NOT NULL,
    version smallint NOT NULL,
    n integer NOT NULL,
    kind smallint NOT NULL,
    line_month date NOT NULL,
    voucher_id uuid NOT NULL,
    portion smallint NOT NULL,
    contract_id uuid NOT NULL,
    line_id uuid NOT NULL,
    nominal bigint NOT NULL,
    study_days smallint NOT NULL,
    enrolled_days smallint NOT NULL,
    present smallint NOT NULL,
    excused smallint NOT NULL,
    leave smallint NOT NULL,
    leave_days_used smallint NOT NULL,
    closed smallint NOT NULL,
    unexcused smallint NOT NULL,
    payable_days smallint NOT NULL,
    computed bigint NOT NULL,
    due bigint NOT NULL,
    known_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT act_lines_kind_check CHECK (((kind >= 0) AND (kind <= 3)))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.act_lines FORCE ROW LEVEL SECURITY;

ALTER TABLE public.act_lines OWNER TO qazyna_owner;

CREATE TABLE public.act_registers (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    programme text NOT NULL,
    acts integer NOT NULL,
    total bigint NOT NULL,
    file bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.act_registers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.act_registers OWNER TO qazyna_owner;

CREATE TABLE public.act_signatures (
    region smallint NOT NULL,
    month date NOT NULL,
    act_id uuid NOT NULL,
    version smallint NOT NULL,
    side text NOT NULL,
    signer_hmac bytea NOT NULL,
    bin text NOT NULL,
    algorithm text NOT NULL,
    cms bytea NOT NULL,
    evidence jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT act_signatures_side_check CHECK ((side = ANY (ARRAY['performer'::text, 'issuer'::text])))
);

ALTER TABLE ONLY public.act_signatures FORCE ROW LEVEL SECURITY;

ALTER TABLE public.act_signatures OWNER TO qazyna_owner;

CREATE TABLE public.act_versions (
    region smallint NOT NULL,
    month date NOT NULL,
    act_id uuid NOT NULL,
    version smallint NOT NULL,
    lines integer NOT NULL,
    total bigint NOT NULL,
    enrolled_days integer NOT NULL,
    qr_days integer NOT NULL,
    known_at timestamp with time zone NOT NULL,
    prepared_by text NOT NULL,
    xml bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    unpaid text,
    CONSTRAINT act_versions_total_check CHECK ((total >= 0))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.act_versions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.act_versions OWNER TO qazyna_owner;

CREATE TABLE public.acts (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    programme text NOT NULL,
    performer_id uuid NOT NULL,
    issuer_id uuid NOT NULL,
    state text NOT NULL,
    version smallint NOT NULL,
    epoch bigint NOT NULL,
    total bigint NOT NULL,
    CONSTRAINT acts_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'performer_signed'::text, 'issuer_signed'::text, 'invoiced'::text, 'in_register'::text, 'ordered'::text, 'paid'::text, 'returned'::text]))),
    CONSTRAINT acts_total_check CHECK ((total >= 0)),
    CONSTRAINT acts_version_check CHECK ((version > 0))
);

ALTER TABLE ONLY public.acts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.acts OWNER TO qazyna_owner;

CREATE TABLE public.api_requests (
    id uuid NOT NULL,
    at timestamp with time zone NOT NULL,
    client text NOT NULL,
    method text NOT NULL,
    route text NOT NULL,
    status smallint NOT NULL,
    code text NOT NULL,
    milliseconds integer NOT NULL
);

ALTER TABLE public.api_requests OWNER TO qazyna_owner;

CREATE TABLE public.attendance_batches (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    group_id uuid NOT NULL,
    first_day smallint NOT NULL,
    days smallint NOT NULL,
    contracts bytea NOT NULL,
    marks bytea NOT NULL,
    source bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT attendance_batches_check CHECK ((length(marks) = ((length(contracts) / 16) * days))),
    CONSTRAINT attendance_batches_days_check CHECK (((days >= 1) AND (days <= 31))),
    CONSTRAINT attendance_batches_first_day_check CHECK (((first_day >= 1) AND (first_day <= 31)))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.attendance_batches FORCE ROW LEVEL SECURITY;

ALTER TABLE public.attendance_batches OWNER TO qazyna_owner;

CREATE TABLE public.attendance_months (
    region smallint NOT NULL,
    month date NOT NULL,
    contract_id uuid NOT NULL,
    p0 integer NOT NULL,
    p1 integer NOT NULL,
    p2 integer NOT NULL,
    qr integer NOT NULL,
    folded_at timestamp with time zone NOT NULL
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.attendance_months FORCE ROW LEVEL SECURITY;

ALTER TABLE public.attendance_months OWNER TO qazyna_owner;

CREATE TABLE public.audits (
    id uuid NOT NULL,
    head bigint NOT NULL,
    entries bigint NOT NULL,
    facts bigint NOT NULL,
    findings bigint NOT NULL,
    begun_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL
);

ALTER TABLE public.audits OWNER TO qazyna_owner;

CREATE TABLE public.body_erasures (
    region smallint NOT NULL,
    erased_id uuid NOT NULL,
    rows_digest bytea NOT NULL,
    ground text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.body_erasures FORCE ROW LEVEL SECURITY;

ALTER TABLE public.body_erasures OWNER TO qazyna_owner;

CREATE TABLE public.budget_lines (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    issuer_id uuid NOT NULL,
    programme text NOT NULL,
    year smallint NOT NULL,
    source text NOT NULL,
    kbk text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT budget_lines_source_check CHECK ((source = ANY (ARRAY['republican'::text, 'local'::text])))
);

ALTER TABLE ONLY public.budget_lines FORCE ROW LEVEL SECURITY;

ALTER TABLE public.budget_lines OWNER TO qazyna_owner;

CREATE TABLE public.budget_stripes (
    region smallint NOT NULL,
    month date NOT NULL,
    line_id uuid NOT NULL,
    stripe smallint NOT NULL,
    allotted bigint NOT NULL,
    committed bigint NOT NULL,
    due bigint NOT NULL,
    ordered bigint NOT NULL,
    paid bigint NOT NULL,
    CONSTRAINT budget_exhausted CHECK ((allotted >= (((committed + due) + ordered) + paid)))
)
WITH (fillfactor='50');

ALTER TABLE ONLY public.budget_stripes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.budget_stripes OWNER TO qazyna_owner;

CREATE TABLE public.calendar_days (
    day date NOT NULL,
    kind text NOT NULL,
    act text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT calendar_days_kind_check CHECK ((kind = ANY (ARRAY['off'::text, 'worked'::text, 'feast'::text, 'usual'::text])))
);

ALTER TABLE public.calendar_days OWNER TO qazyna_owner;

CREATE TABLE public.calendar_years (
    year smallint NOT NULL,
    act text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE public.calendar_years OWNER TO qazyna_owner;

CREATE TABLE public.capital_obligations (
    region smallint NOT NULL,
    performer_id uuid NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    kind text NOT NULL,
    places integer NOT NULL,
    accepted_on date NOT NULL,
    document text NOT NULL,
    first_month date NOT NULL,
    last_month date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT capital_obligations_check CHECK ((last_month >= first_month)),
    CONSTRAINT capital_obligations_places_check CHECK ((places >= 0))
);

ALTER TABLE ONLY public.capital_obligations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.capital_obligations OWNER TO qazyna_owner;

CREATE TABLE public.confirmations (
    region smallint NOT NULL,
    month date NOT NULL,
    contract_id uuid NOT NULL,
    p0 integer NOT NULL,
    p1 integer NOT NULL,
    p2 integer NOT NULL,
    confirmed_by bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.confirmations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.confirmations OWNER TO qazyna_owner;

CREATE TABLE public.contract_confirmations (
    region smallint NOT NULL,
    contract_id uuid NOT NULL,
    side text NOT NULL,
    channel text NOT NULL,
    person_hmac bytea NOT NULL,
    document text NOT NULL,
    confirmed_on date NOT NULL,
    revision_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT contract_confirmations_channel_check CHECK ((channel = ANY (ARRAY['roster'::text, 'portal'::text, 'paper'::text]))),
    CONSTRAINT contract_confirmations_side_check CHECK ((side = ANY (ARRAY['performer'::text, 'parent'::text])))
);

ALTER TABLE ONLY public.contract_confirmations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contract_confirmations OWNER TO qazyna_owner;

CREATE TABLE public.contract_revisions (
    region smallint NOT NULL,
    contract_id uuid NOT NULL,
    group_id uuid NOT NULL,
    signed_on date NOT NULL,
    contract_from date NOT NULL,
    contract_to date NOT NULL,
    enrolled_from date NOT NULL,
    enrolled_to date,
    price bigint NOT NULL,
    end_reason text,
    withdrawn boolean NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.contract_revisions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contract_revisions OWNER TO qazyna_owner;

CREATE TABLE public.contract_vouchers (
    region smallint NOT NULL,
    contract_id uuid NOT NULL,
    voucher_id uuid NOT NULL,
    performer_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.contract_vouchers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contract_vouchers OWNER TO qazyna_owner;

CREATE TABLE public.contracts (
    region smallint NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    voucher_id uuid NOT NULL,
    number text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.contracts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.contracts OWNER TO qazyna_owner;

CREATE TABLE public.dispute_answers (
    region smallint NOT NULL,
    month date NOT NULL,
    dispute_id uuid NOT NULL,
    outcome text NOT NULL,
    mark smallint NOT NULL,
    words bytea NOT NULL,
    answered_by bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT dispute_answers_mark_check CHECK (((mark >= 0) AND (mark <= 5))),
    CONSTRAINT dispute_answers_outcome_check CHECK ((outcome = ANY (ARRAY['corrected'::text, 'refused'::text])))
);

ALTER TABLE ONLY public.dispute_answers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.dispute_answers OWNER TO qazyna_owner;

CREATE TABLE public.dispute_files (
    region smallint NOT NULL,
    month date NOT NULL,
    dispute_id uuid NOT NULL,
    media_type text NOT NULL,
    size integer NOT NULL,
    sealed bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT dispute_files_media_type_check CHECK ((media_type = ANY (ARRAY['application/pdf'::text, 'image/jpeg'::text, 'image/png'::text, 'image/webp'::text]))),
    CONSTRAINT dispute_files_size_check CHECK ((size > 0))
);

ALTER TABLE ONLY public.dispute_files FORCE ROW LEVEL SECURITY;

ALTER TABLE public.dispute_files OWNER TO qazyna_owner;

CREATE TABLE public.disputes (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    voucher_id uuid NOT NULL,
    programme text NOT NULL,
    day smallint NOT NULL,
    serial smallint NOT NULL,
    said smallint NOT NULL,
    reason text NOT NULL,
    words bytea NOT NULL,
    answer_by date NOT NULL,
    raised_by bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT disputes_day_check CHECK (((day >= 1) AND (day <= 31))),
    CONSTRAINT disputes_reason_check CHECK ((reason = ANY (ARRAY['was_present'::text, 'was_absent'::text, 'was_ill'::text, 'other'::text]))),
    CONSTRAINT disputes_said_check CHECK (((said >= 0) AND (said <= 5))),
    CONSTRAINT disputes_serial_check CHECK ((serial >= 0))
);

ALTER TABLE ONLY public.disputes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.disputes OWNER TO qazyna_owner;

CREATE TABLE public.end_reasons (
    programme text NOT NULL,
    reason text NOT NULL,
    valid_from date NOT NULL,
    effect text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT end_reasons_effect_check CHECK ((effect = ANY (ARRAY['release'::text, 'pause'::text, 'annul'::text])))
);

ALTER TABLE public.end_reasons OWNER TO qazyna_owner;

CREATE TABLE public.estimates (
    region smallint NOT NULL,
    performer_id uuid NOT NULL,
    month date NOT NULL,
    amount bigint NOT NULL,
    line_id uuid NOT NULL,
    document_number text NOT NULL,
    document_date date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT estimates_amount_check CHECK ((amount > 0))
);

ALTER TABLE ONLY public.estimates FORCE ROW LEVEL SECURITY;

ALTER TABLE public.estimates OWNER TO qazyna_owner;

CREATE TABLE public.exceptions (
    region smallint NOT NULL,
    month date NOT NULL,
    performer_id uuid NOT NULL,
    version smallint NOT NULL,
    voucher_id uuid NOT NULL,
    portion smallint NOT NULL,
    code text NOT NULL,
    detail text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.exceptions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.exceptions OWNER TO qazyna_owner;

CREATE TABLE public.fee_ceilings (
    region smallint NOT NULL,
    issuer_id uuid NOT NULL,
    programme text NOT NULL,
    locality text NOT NULL,
    hours smallint NOT NULL,
    valid_from date NOT NULL,
    monthly bigint NOT NULL,
    act_number text NOT NULL,
    act_date date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT fee_ceilings_hours_check CHECK (((hours >= 0) AND (hours <= 24))),
    CONSTRAINT fee_ceilings_locality_check CHECK ((locality = ANY (ARRAY[''::text, 'urban'::text, 'rural'::text]))),
    CONSTRAINT fee_ceilings_monthly_check CHECK ((monthly >= 0))
);

ALTER TABLE ONLY public.fee_ceilings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.fee_ceilings OWNER TO qazyna_owner;

CREATE TABLE public.fee_payments (
    region smallint NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    paid_on date NOT NULL,
    amount bigint NOT NULL,
    reference text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT fee_payments_amount_check CHECK ((amount <> 0))
);

ALTER TABLE ONLY public.fee_payments FORCE ROW LEVEL SECURITY;

ALTER TABLE public.fee_payments OWNER TO qazyna_owner;

CREATE TABLE public.grants (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    programme text NOT NULL,
    number text NOT NULL,
    college_bin text NOT NULL,
    qualification text NOT NULL,
    study_form text NOT NULL,
    valid_from date NOT NULL,
    valid_to date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT grants_check CHECK ((valid_to >= valid_from))
);

ALTER TABLE ONLY public.grants FORCE ROW LEVEL SECURITY;

ALTER TABLE public.grants OWNER TO qazyna_owner;

CREATE TABLE public.group_revisions (
    region smallint NOT NULL,
    group_id uuid NOT NULL,
    object_id uuid NOT NULL,
    title text NOT NULL,
    group_kind text NOT NULL,
    hours smallint NOT NULL,
    capacity integer NOT NULL,
    age_from smallint NOT NULL,
    age_to smallint NOT NULL,
    weekdays smallint NOT NULL,
    vacations text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT group_revisions_capacity_check CHECK ((capacity >= 0)),
    CONSTRAINT group_revisions_weekdays_check CHECK (((weekdays >= 1) AND (weekdays <= 127)))
);

ALTER TABLE ONLY public.group_revisions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.group_revisions OWNER TO qazyna_owner;

CREATE TABLE public.groups (
    region smallint NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    code text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.groups FORCE ROW LEVEL SECURITY;

ALTER TABLE public.groups OWNER TO qazyna_owner;

CREATE TABLE public.guardians (
    bucket smallint NOT NULL,
    guardian_hmac bytea NOT NULL,
    child_bucket smallint NOT NULL,
    child_id uuid NOT NULL
);

ALTER TABLE ONLY public.guardians FORCE ROW LEVEL SECURITY;

ALTER TABLE public.guardians OWNER TO qazyna_owner;

CREATE TABLE public.idempotency_keys (
    client text NOT NULL,
    key text NOT NULL,
    request_hash bytea NOT NULL,
    status smallint NOT NULL,
    location text NOT NULL,
    body bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE public.idempotency_keys OWNER TO qazyna_owner;

CREATE TABLE public.inbox (
    region smallint NOT NULL,
    sha256 bytea NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    size bigint NOT NULL,
    body bytea NOT NULL,
    received_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.inbox FORCE ROW LEVEL SECURITY;

ALTER TABLE public.inbox OWNER TO qazyna_owner;

CREATE TABLE public.inbox_outcomes (
    region smallint NOT NULL,
    sha256 bytea NOT NULL,
    kind text NOT NULL,
    report jsonb NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.inbox_outcomes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_outcomes OWNER TO qazyna_owner;

CREATE TABLE public.inbox_senders (
    region smallint NOT NULL,
    kind text NOT NULL,
    sha256 bytea NOT NULL,
    bin text NOT NULL,
    received_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.inbox_senders FORCE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_senders OWNER TO qazyna_owner;

CREATE TABLE public.issuers (
    region smallint NOT NULL,
    id uuid NOT NULL,
    bin text NOT NULL,
    name text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.issuers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.issuers OWNER TO qazyna_owner;

CREATE TABLE public.job_files (
    region smallint NOT NULL,
    job_id uuid NOT NULL,
    name text NOT NULL,
    media_type text NOT NULL,
    bytes bytea NOT NULL
);

ALTER TABLE ONLY public.job_files FORCE ROW LEVEL SECURITY;

ALTER TABLE public.job_files OWNER TO qazyna_owner;

CREATE TABLE public.jobs (
    region smallint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    role text NOT NULL,
    organisation text NOT NULL,
    actor jsonb NOT NULL,
    input jsonb NOT NULL,
    state text NOT NULL,
    step text NOT NULL,
    done bigint NOT NULL,
    total bigint NOT NULL,
    attempts smallint NOT NULL,
    lease uuid,
    lease_until timestamp with time zone,
    result jsonb,
    created_at timestamp with time zone NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    CONSTRAINT jobs_check CHECK (((state = ANY (ARRAY['done'::text, 'failed'::text, 'cancelled'::text])) = (finished_at IS NOT NULL))),
    CONSTRAINT jobs_check1 CHECK (((done >= 0) AND (total >= 0) AND (attempts >= 0))),
    CONSTRAINT jobs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'cancelled'::text])))
);

ALTER TABLE ONLY public.jobs FORCE ROW LEVEL SECURITY;

ALTER TABLE public.jobs OWNER TO qazyna_owner;

CREATE TABLE public.journal_bodies (
    region smallint NOT NULL,
    id uuid NOT NULL,
    salt bytea NOT NULL,
    body bytea NOT NULL
);

ALTER TABLE ONLY public.journal_bodies FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journal_bodies OWNER TO qazyna_owner;

CREATE TABLE public.journal_checkpoints (
    size bigint NOT NULL,
    note text NOT NULL,
    signed_at timestamp with time zone NOT NULL
);

ALTER TABLE public.journal_checkpoints OWNER TO qazyna_owner;

CREATE TABLE public.journal_entries (
    region smallint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    entry bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.journal_entries FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journal_entries OWNER TO qazyna_owner;

CREATE TABLE public.journal_leaves (
    index bigint NOT NULL,
    region smallint NOT NULL,
    entry_id uuid NOT NULL,
    entry bytea NOT NULL
);

ALTER TABLE ONLY public.journal_leaves FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journal_leaves OWNER TO qazyna_owner;

CREATE TABLE public.journal_queue (
    region smallint NOT NULL,
    id uuid NOT NULL
);

ALTER TABLE ONLY public.journal_queue FORCE ROW LEVEL SECURITY;

ALTER TABLE public.journal_queue OWNER TO qazyna_owner;

CREATE TABLE public.key_erasures (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    ground text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.key_erasures FORCE ROW LEVEL SECURITY;

ALTER TABLE public.key_erasures OWNER TO qazyna_owner;

CREATE TABLE public.live_days (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    programme text NOT NULL,
    month date NOT NULL,
    days integer NOT NULL
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.live_days FORCE ROW LEVEL SECURITY;

ALTER TABLE public.live_days OWNER TO qazyna_owner;

CREATE TABLE public.mandate_programmes (
    bucket smallint NOT NULL,
    person_hmac bytea NOT NULL,
    bin text NOT NULL,
    role text NOT NULL,
    programmes text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT mandate_programmes_programmes_check CHECK ((programmes <> ''::text))
);

ALTER TABLE ONLY public.mandate_programmes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.mandate_programmes OWNER TO qazyna_owner;

CREATE TABLE public.mandates (
    bucket smallint NOT NULL,
    person_hmac bytea NOT NULL,
    bin text NOT NULL,
    role text NOT NULL,
    regions text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT mandates_role_check CHECK ((role = ANY (ARRAY['issuer'::text, 'operator'::text, 'registrar'::text, 'authority'::text, 'performer'::text, 'auditor'::text])))
);

ALTER TABLE ONLY public.mandates FORCE ROW LEVEL SECURITY;

ALTER TABLE public.mandates OWNER TO qazyna_owner;

CREATE TABLE public.movements (
    region smallint NOT NULL,
    month date NOT NULL,
    subject uuid NOT NULL,
    id uuid NOT NULL,
    kind smallint NOT NULL,
    line_id uuid NOT NULL,
    performer_id uuid,
    part_month date NOT NULL,
    portion smallint NOT NULL,
    amount bigint NOT NULL,
    rest bigint NOT NULL,
    document_kind text NOT NULL,
    document uuid NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT movements_check CHECK (((amount >= 0) AND (rest >= 0)))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.movements FORCE ROW LEVEL SECURITY;

ALTER TABLE public.movements OWNER TO qazyna_owner;

CREATE TABLE public.nonces (
    nonce_sha256 bytea NOT NULL,
    binding_sha256 bytea NOT NULL,
    origin text NOT NULL,
    purpose text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT nonces_purpose_check CHECK ((purpose = ANY (ARRAY['sign_in'::text, 'step_up'::text])))
);

ALTER TABLE public.nonces OWNER TO qazyna_owner;

CREATE TABLE public.objects (
    region smallint NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    code text NOT NULL,
    rka text NOT NULL,
    kato text NOT NULL,
    address text NOT NULL,
    capacity integer NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT objects_capacity_check CHECK ((capacity >= 0))
);

ALTER TABLE ONLY public.objects FORCE ROW LEVEL SECURITY;

ALTER TABLE public.objects OWNER TO qazyna_owner;

CREATE TABLE public.order_volumes (
    region smallint NOT NULL,
    issuer_id uuid NOT NULL,
    programme text NOT NULL,
    year smallint NOT NULL,
    version smallint NOT NULL,
    contingent bigint NOT NULL,
    normative bigint NOT NULL,
    volume bigint NOT NULL,
    forecast text NOT NULL,
    act_number text NOT NULL,
    act_date date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT order_volumes_check CHECK (((version = 1) OR (forecast <> ''::text))),
    CONSTRAINT order_volumes_contingent_check CHECK ((contingent >= 0)),
    CONSTRAINT order_volumes_normative_check CHECK ((normative > 0)),
    CONSTRAINT order_volumes_version_check CHECK ((version > 0)),
    CONSTRAINT order_volumes_volume_check CHECK ((volume >= 0))
);

ALTER TABLE ONLY public.order_volumes FORCE ROW LEVEL SECURITY;

ALTER TABLE public.order_volumes OWNER TO qazyna_owner;

CREATE TABLE public.parental_fees (
    region smallint NOT NULL,
    performer_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    group_id uuid NOT NULL,
    valid_from date NOT NULL,
    monthly bigint NOT NULL,
    above bigint,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT parental_fees_check CHECK (((above IS NULL) OR (above < monthly))),
    CONSTRAINT parental_fees_check1 CHECK (((contract_id = '00000000-0000-0000-0000-000000000000'::uuid) <> (group_id = '00000000-0000-0000-0000-000000000000'::uuid))),
    CONSTRAINT parental_fees_monthly_check CHECK ((monthly >= 0)),
    CONSTRAINT parental_fees_valid_from_check CHECK ((EXTRACT(day FROM valid_from) = (1)::numeric))
);

ALTER TABLE ONLY public.parental_fees FORCE ROW LEVEL SECURITY;

ALTER TABLE public.parental_fees OWNER TO qazyna_owner;

CREATE TABLE public.parts (
    region smallint NOT NULL,
    month date NOT NULL,
    voucher_id uuid NOT NULL,
    nominal bigint NOT NULL,
    line_id uuid,
    rate_id uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT parts_nominal_check CHECK ((nominal > 0))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.parts FORCE ROW LEVEL SECURITY;

ALTER TABLE public.parts OWNER TO qazyna_owner;

CREATE TABLE public.payment_orders (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    register_id uuid NOT NULL,
    act_id uuid NOT NULL,
    performer_id uuid NOT NULL,
    iban text NOT NULL,
    bik text NOT NULL,
    amount bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT payment_orders_amount_check CHECK ((amount > 0))
);

ALTER TABLE ONLY public.payment_orders FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment_orders OWNER TO qazyna_owner;

CREATE TABLE public.payment_states (
    region smallint NOT NULL,
    month date NOT NULL,
    order_id uuid NOT NULL,
    state text NOT NULL,
    CONSTRAINT payment_states_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'signed'::text, 'sent'::text, 'confirmed'::text, 'rejected'::text, 'in_doubt'::text])))
);

ALTER TABLE ONLY public.payment_states FORCE ROW LEVEL SECURITY;

ALTER TABLE public.payment_states OWNER TO qazyna_owner;

CREATE TABLE public.performer_account_events (
    region smallint NOT NULL,
    bin text NOT NULL,
    event text NOT NULL,
    hold text,
    reason text NOT NULL,
    document text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT performer_account_events_check CHECK (((event = 'block'::text) = (hold IS NOT NULL))),
    CONSTRAINT performer_account_events_document_check CHECK ((document <> ''::text)),
    CONSTRAINT performer_account_events_event_check CHECK ((event = ANY (ARRAY['block'::text, 'lift'::text, 'close'::text, 'reopen'::text]))),
    CONSTRAINT performer_account_events_hold_check CHECK ((hold = ANY (ARRAY['payments'::text, 'all'::text]))),
    CONSTRAINT performer_account_events_region_check CHECK ((region = 0))
);

ALTER TABLE ONLY public.performer_account_events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.performer_account_events OWNER TO qazyna_owner;

CREATE TABLE public.performer_locks (
    region smallint NOT NULL,
    performer_id uuid NOT NULL,
    epoch bigint DEFAULT 0 NOT NULL
);

ALTER TABLE ONLY public.performer_locks FORCE ROW LEVEL SECURITY;

ALTER TABLE public.performer_locks OWNER TO qazyna_owner;

CREATE TABLE public.performers (
    region smallint NOT NULL,
    id uuid NOT NULL,
    bin text NOT NULL,
    name_kk text NOT NULL,
    name_ru text NOT NULL,
    kind text NOT NULL,
    programme text NOT NULL,
    locality text NOT NULL,
    kato text NOT NULL,
    iban text NOT NULL,
    bik text NOT NULL,
    licence_number text NOT NULL,
    licence_on date NOT NULL,
    admitted_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT performers_kind_check CHECK ((kind = ANY (ARRAY['state'::text, 'private'::text]))),
    CONSTRAINT performers_locality_check CHECK ((locality = ANY (ARRAY['urban'::text, 'rural'::text])))
);

ALTER TABLE ONLY public.performers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.performers OWNER TO qazyna_owner;

CREATE TABLE public.person_account_events (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    event text NOT NULL,
    hold text,
    reason text NOT NULL,
    document text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT person_account_events_check CHECK (((event = 'block'::text) = (hold IS NOT NULL))),
    CONSTRAINT person_account_events_document_check CHECK ((document <> ''::text)),
    CONSTRAINT person_account_events_event_check CHECK ((event = ANY (ARRAY['block'::text, 'lift'::text, 'close'::text, 'reopen'::text]))),
    CONSTRAINT person_account_events_hold_check CHECK ((hold = ANY (ARRAY['payments'::text, 'all'::text])))
);

ALTER TABLE ONLY public.person_account_events FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_account_events OWNER TO qazyna_owner;

CREATE TABLE public.person_keys (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    key_version smallint NOT NULL,
    wrapped bytea NOT NULL
);

ALTER TABLE ONLY public.person_keys FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_keys OWNER TO qazyna_owner;

CREATE TABLE public.person_states (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    region smallint NOT NULL,
    name_cipher bytea NOT NULL,
    guardians bytea NOT NULL,
    kato text NOT NULL,
    status text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT person_states_status_check CHECK ((status = ANY (ARRAY['alive'::text, 'deceased'::text])))
);

ALTER TABLE ONLY public.person_states FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_states OWNER TO qazyna_owner;

CREATE TABLE public.person_vouchers (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    programme text NOT NULL,
    year smallint NOT NULL,
    serial smallint NOT NULL,
    region smallint NOT NULL,
    voucher_id uuid NOT NULL
);

ALTER TABLE ONLY public.person_vouchers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.person_vouchers OWNER TO qazyna_owner;

CREATE TABLE public.persons (
    bucket smallint NOT NULL,
    id uuid NOT NULL,
    region smallint NOT NULL,
    iin_hmac bytea NOT NULL,
    iin_cipher bytea NOT NULL,
    birth_date date NOT NULL,
    sex text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT persons_sex_check CHECK ((sex = ANY (ARRAY['male'::text, 'female'::text])))
);

ALTER TABLE ONLY public.persons FORCE ROW LEVEL SECURITY;

ALTER TABLE public.persons OWNER TO qazyna_owner;

CREATE TABLE public.portion_ends (
    region smallint NOT NULL,
    month date NOT NULL,
    voucher_id uuid NOT NULL,
    portion smallint NOT NULL,
    last_day smallint NOT NULL,
    effect text NOT NULL,
    reason text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT portion_ends_effect_check CHECK ((effect = ANY (ARRAY['release'::text, 'pause'::text, 'annul'::text]))),
    CONSTRAINT portion_ends_last_day_check CHECK (((last_day >= 0) AND (last_day <= 31)))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.portion_ends FORCE ROW LEVEL SECURITY;

ALTER TABLE public.portion_ends OWNER TO qazyna_owner;

CREATE TABLE public.portions (
    region smallint NOT NULL,
    month date NOT NULL,
    voucher_id uuid NOT NULL,
    portion smallint NOT NULL,
    performer_id uuid NOT NULL,
    contract_id uuid NOT NULL,
    group_id uuid NOT NULL,
    from_day smallint NOT NULL,
    to_day smallint NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT portions_check CHECK (((to_day >= from_day) AND (to_day <= 31))),
    CONSTRAINT portions_from_day_check CHECK (((from_day >= 1) AND (from_day <= 31)))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.portions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.portions OWNER TO qazyna_owner;

CREATE TABLE public.programme_labels (
    programme text NOT NULL,
    state text NOT NULL,
    kk text NOT NULL,
    ru text NOT NULL,
    en text NOT NULL,
    is_default boolean NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE public.programme_labels OWNER TO qazyna_owner;

CREATE TABLE public.programme_terms (
    programme text NOT NULL,
    valid_from date NOT NULL,
    terms jsonb NOT NULL,
    act text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE public.programme_terms OWNER TO qazyna_owner;

CREATE TABLE public.proposal_decisions (
    region smallint NOT NULL,
    proposal_id uuid NOT NULL,
    decision text NOT NULL,
    decided_by text NOT NULL,
    job_id uuid,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT proposal_decisions_decision_check CHECK ((decision = ANY (ARRAY['approved'::text, 'withdrawn'::text])))
);

ALTER TABLE ONLY public.proposal_decisions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.proposal_decisions OWNER TO qazyna_owner;

CREATE TABLE public.proposals (
    region smallint NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL,
    organisation text NOT NULL,
    prepared_by text NOT NULL,
    input jsonb NOT NULL,
    found jsonb NOT NULL,
    sha256 bytea NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.proposals FORCE ROW LEVEL SECURITY;

ALTER TABLE public.proposals OWNER TO qazyna_owner;

CREATE TABLE public.qr_failure_decisions (
    region smallint NOT NULL,
    month date NOT NULL,
    failure_id uuid NOT NULL,
    accepted boolean NOT NULL,
    reason text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.qr_failure_decisions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.qr_failure_decisions OWNER TO qazyna_owner;

CREATE TABLE public.qr_failures (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    group_id uuid NOT NULL,
    from_day smallint NOT NULL,
    to_day smallint NOT NULL,
    document text NOT NULL,
    cause text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT qr_failures_cause_check CHECK ((cause <> ''::text)),
    CONSTRAINT qr_failures_check CHECK (((to_day >= from_day) AND (to_day <= 31))),
    CONSTRAINT qr_failures_document_check CHECK ((document <> ''::text)),
    CONSTRAINT qr_failures_from_day_check CHECK (((from_day >= 1) AND (from_day <= 31)))
);

ALTER TABLE ONLY public.qr_failures FORCE ROW LEVEL SECURITY;

ALTER TABLE public.qr_failures OWNER TO qazyna_owner;

CREATE TABLE public.rate_issuers (
    region smallint NOT NULL,
    rate_id uuid NOT NULL,
    issuer_bin text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.rate_issuers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rate_issuers OWNER TO qazyna_owner;

CREATE TABLE public.rates (
    region smallint NOT NULL,
    id uuid NOT NULL,
    programme text NOT NULL,
    locality text NOT NULL,
    performer_kind text NOT NULL,
    group_kind text NOT NULL,
    hours smallint NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    monthly bigint NOT NULL,
    act_number text NOT NULL,
    act_date date NOT NULL,
    note text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT rates_monthly_check CHECK ((monthly > 0))
);

ALTER TABLE ONLY public.rates FORCE ROW LEVEL SECURITY;

ALTER TABLE public.rates OWNER TO qazyna_owner;

CREATE TABLE public.readings (
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    reader_hmac bytea NOT NULL,
    organisation text NOT NULL,
    role text NOT NULL,
    purpose text NOT NULL,
    request uuid NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.readings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.readings OWNER TO qazyna_owner;

CREATE TABLE public.refinery_schema_history (
    version integer NOT NULL,
    name character varying(255),
    applied_on character varying(255),
    checksum character varying(255)
);

ALTER TABLE public.refinery_schema_history OWNER TO qazyna_owner;

CREATE TABLE public.relocations (
    region smallint NOT NULL,
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    from_kato text NOT NULL,
    to_kato text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.relocations FORCE ROW LEVEL SECURITY;

ALTER TABLE public.relocations OWNER TO qazyna_owner;

CREATE TABLE public.repricings (
    region smallint NOT NULL,
    month date NOT NULL,
    voucher_id uuid NOT NULL,
    nominal bigint NOT NULL,
    rate_id uuid NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT repricings_nominal_check CHECK ((nominal > 0))
)
PARTITION BY RANGE (month);

ALTER TABLE ONLY public.repricings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.repricings OWNER TO qazyna_owner;

CREATE TABLE public.sessions (
    token_sha256 bytea NOT NULL,
    id uuid NOT NULL,
    person_hmac bytea NOT NULL,
    name_cipher bytea NOT NULL,
    role text,
    bin text,
    created_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    stepped_up_until timestamp with time zone,
    ended_why text DEFAULT ''::text NOT NULL,
    CONSTRAINT sessions_ended_why_check CHECK ((ended_why = ANY (ARRAY[''::text, 'signed_out'::text, 'too_many'::text, 'capacity'::text, 'time'::text])))
);

ALTER TABLE public.sessions OWNER TO qazyna_owner;

CREATE TABLE public.silent_months (
    region smallint NOT NULL,
    month date NOT NULL,
    voucher_id uuid NOT NULL,
    months smallint NOT NULL,
    outcome text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT silent_months_months_check CHECK ((months > 0)),
    CONSTRAINT silent_months_outcome_check CHECK ((outcome = ANY (ARRAY['warned'::text, 'annulled'::text])))
);

ALTER TABLE ONLY public.silent_months FORCE ROW LEVEL SECURITY;

ALTER TABLE public.silent_months OWNER TO qazyna_owner;

CREATE TABLE public.standings (
    region smallint NOT NULL,
    performer_id uuid NOT NULL,
    effective_on date NOT NULL,
    standing text NOT NULL,
    reason text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT standings_standing_check CHECK ((standing = ANY (ARRAY['good'::text, 'suspended'::text, 'terminated'::text])))
);

ALTER TABLE ONLY public.standings FORCE ROW LEVEL SECURITY;

ALTER TABLE public.standings OWNER TO qazyna_owner;

CREATE TABLE public.state_order_months (
    region smallint NOT NULL,
    month date NOT NULL,
    state_order_id uuid NOT NULL,
    places integer NOT NULL,
    amount bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT state_order_months_amount_check CHECK ((amount >= 0)),
    CONSTRAINT state_order_months_places_check CHECK ((places >= 0))
);

ALTER TABLE ONLY public.state_order_months FORCE ROW LEVEL SECURITY;

ALTER TABLE public.state_order_months OWNER TO qazyna_owner;

CREATE TABLE public.state_order_prices (
    region smallint NOT NULL,
    month date NOT NULL,
    state_order_id uuid NOT NULL,
    price bigint NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT state_order_prices_price_check CHECK ((price > 0))
);

ALTER TABLE ONLY public.state_order_prices FORCE ROW LEVEL SECURITY;

ALTER TABLE public.state_order_prices OWNER TO qazyna_owner;

CREATE TABLE public.state_orders (
    region smallint NOT NULL,
    id uuid NOT NULL,
    performer_id uuid NOT NULL,
    issuer_id uuid NOT NULL,
    programme text NOT NULL,
    number text NOT NULL,
    signed_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.state_orders FORCE ROW LEVEL SECURITY;

ALTER TABLE public.state_orders OWNER TO qazyna_owner;

CREATE TABLE public.statement_lines (
    region smallint NOT NULL,
    month date NOT NULL,
    id uuid NOT NULL,
    statement text NOT NULL,
    "row" integer NOT NULL,
    end_to_end text NOT NULL,
    iban text NOT NULL,
    amount bigint NOT NULL,
    booked_on date NOT NULL,
    order_id uuid,
    outcome text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL
);

ALTER TABLE ONLY public.statement_lines FORCE ROW LEVEL SECURITY;

ALTER TABLE public.statement_lines OWNER TO qazyna_owner;

CREATE TABLE public.successions (
    region smallint NOT NULL,
    predecessor_id uuid NOT NULL,
    successor_id uuid NOT NULL,
    kind text NOT NULL,
    document text NOT NULL,
    effective_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT successions_check CHECK ((successor_id <> predecessor_id)),
    CONSTRAINT successions_document_check CHECK ((document <> ''::text)),
    CONSTRAINT successions_kind_check CHECK ((kind = ANY (ARRAY['merger'::text, 'new_bin'::text, 'assignment'::text])))
);

ALTER TABLE ONLY public.successions FORCE ROW LEVEL SECURITY;

ALTER TABLE public.successions OWNER TO qazyna_owner;

CREATE TABLE public.timesheets (
    region smallint NOT NULL,
    month date NOT NULL,
    performer_id uuid NOT NULL,
    last_at timestamp with time zone NOT NULL
);

ALTER TABLE ONLY public.timesheets FORCE ROW LEVEL SECURITY;

ALTER TABLE public.timesheets OWNER TO qazyna_owner;

CREATE TABLE public.voucher_ends (
    region smallint NOT NULL,
    voucher_id uuid NOT NULL,
    effect text NOT NULL,
    reason text NOT NULL,
    last_on date NOT NULL,
    document text NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    CONSTRAINT voucher_ends_effect_check CHECK ((effect = ANY (ARRAY['release'::text, 'pause'::text, 'annul'::text])))
);

ALTER TABLE ONLY public.voucher_ends FORCE ROW LEVEL SECURITY;

ALTER TABLE public.voucher_ends OWNER TO qazyna_owner;

CREATE TABLE public.voucher_numbers (
    region smallint NOT NULL,
    programme text NOT NULL,
    year smallint NOT NULL,
    last integer NOT NULL
);

ALTER TABLE ONLY public.voucher_numbers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.voucher_numbers OWNER TO qazyna_owner;

CREATE TABLE public.vouchers (
    region smallint NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL,
    bucket smallint NOT NULL,
    person_id uuid NOT NULL,
    programme text NOT NULL,
    issuer_id uuid NOT NULL,
    year smallint NOT NULL,
    first_month date NOT NULL,
    parts smallint NOT NULL,
    issued_on date NOT NULL,
    recorded_at timestamp with time zone NOT NULL,
    entry_id uuid NOT NULL,
    succeeds uuid,
    CONSTRAINT vouchers_parts_check CHECK (((parts >= 0) AND (parts <= 4095)))
);

ALTER TABLE ONLY public.vouchers FORCE ROW LEVEL SECURITY;

ALTER TABLE public.vouchers OWNER TO qazyna_owner;

ALTER TABLE ONLY public.access_matrix
    ADD CONSTRAINT access_matrix_pkey PRIMARY KEY (role, action);

ALTER TABLE ONLY public.act_fees
    ADD CONSTRAINT act_fees_pkey PRIMARY KEY (region, month, act_id, version, n);

ALTER TABLE ONLY public.act_invoices
    ADD CONSTRAINT act_invoices_pkey PRIMARY KEY (region, month, act_id);

ALTER TABLE ONLY public.act_invoices
    ADD CONSTRAINT act_invoices_region_registration_number_month_key UNIQUE (region, registration_number, month);

ALTER TABLE ONLY public.act_lines
    ADD CONSTRAINT act_lines_pkey PRIMARY KEY (region, month, act_id, version, n);

ALTER TABLE ONLY public.act_registers
    ADD CONSTRAINT act_registers_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.act_registers
    ADD CONSTRAINT act_registers_region_month_number_key UNIQUE (region, month, number);

ALTER TABLE ONLY public.act_signatures
    ADD CONSTRAINT act_signatures_pkey PRIMARY KEY (region, month, act_id, side);

ALTER TABLE ONLY public.act_versions
    ADD CONSTRAINT act_versions_pkey PRIMARY KEY (region, month, act_id, version);

ALTER TABLE ONLY public.acts
    ADD CONSTRAINT acts_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.acts
    ADD CONSTRAINT acts_region_month_performer_id_programme_key UNIQUE (region, month, performer_id, programme);

ALTER TABLE ONLY public.api_requests
    ADD CONSTRAINT api_requests_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.attendance_batches
    ADD CONSTRAINT attendance_batches_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.attendance_months
    ADD CONSTRAINT attendance_months_pkey PRIMARY KEY (region, month, contract_id);

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.body_erasures
    ADD CONSTRAINT body_erasures_pkey PRIMARY KEY (region, erased_id);

ALTER TABLE ONLY public.budget_lines
    ADD CONSTRAINT budget_lines_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.budget_lines
    ADD CONSTRAINT budget_lines_region_month_issuer_id_programme_source_kbk_key UNIQUE (region, month, issuer_id, programme, source, kbk);

ALTER TABLE ONLY public.budget_stripes
    ADD CONSTRAINT budget_stripes_pkey PRIMARY KEY (region, month, line_id, stripe);

ALTER TABLE ONLY public.calendar_days
    ADD CONSTRAINT calendar_days_pkey PRIMARY KEY (day, recorded_at);

ALTER TABLE ONLY public.calendar_years
    ADD CONSTRAINT calendar_years_pkey PRIMARY KEY (year);

ALTER TABLE ONLY public.capital_obligations
    ADD CONSTRAINT capital_obligations_pkey PRIMARY KEY (region, performer_id, id, recorded_at);

ALTER TABLE ONLY public.confirmations
    ADD CONSTRAINT confirmations_pkey PRIMARY KEY (region, month, contract_id, p0, p1, p2);

ALTER TABLE ONLY public.contract_confirmations
    ADD CONSTRAINT contract_confirmations_pkey PRIMARY KEY (region, contract_id, side);

ALTER TABLE ONLY public.contract_revisions
    ADD CONSTRAINT contract_revisions_pkey PRIMARY KEY (region, contract_id, recorded_at);

ALTER TABLE ONLY public.contract_vouchers
    ADD CONSTRAINT contract_vouchers_pkey PRIMARY KEY (region, contract_id, voucher_id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_region_performer_id_number_key UNIQUE (region, performer_id, number);

ALTER TABLE ONLY public.dispute_answers
    ADD CONSTRAINT dispute_answers_pkey PRIMARY KEY (region, month, dispute_id);

ALTER TABLE ONLY public.dispute_files
    ADD CONSTRAINT dispute_files_pkey PRIMARY KEY (region, month, dispute_id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT disputes_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT disputes_region_month_contract_id_day_serial_key UNIQUE (region, month, contract_id, day, serial);

ALTER TABLE ONLY public.end_reasons
    ADD CONSTRAINT end_reasons_pkey PRIMARY KEY (programme, reason, valid_from, recorded_at);

ALTER TABLE ONLY public.estimates
    ADD CONSTRAINT estimates_pkey PRIMARY KEY (region, performer_id, month, recorded_at);

ALTER TABLE ONLY public.exceptions
    ADD CONSTRAINT exceptions_pkey PRIMARY KEY (region, month, performer_id, version, voucher_id, portion, code);

ALTER TABLE ONLY public.fee_ceilings
    ADD CONSTRAINT fee_ceilings_pkey PRIMARY KEY (region, programme, locality, hours, valid_from, recorded_at);

ALTER TABLE ONLY public.fee_payments
    ADD CONSTRAINT fee_payments_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.fee_payments
    ADD CONSTRAINT fee_payments_region_performer_id_reference_key UNIQUE (region, performer_id, reference);

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (bucket, person_id, programme, number, recorded_at);

ALTER TABLE ONLY public.group_revisions
    ADD CONSTRAINT group_revisions_pkey PRIMARY KEY (region, group_id, recorded_at);

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_region_performer_id_code_key UNIQUE (region, performer_id, code);

ALTER TABLE ONLY public.guardians
    ADD CONSTRAINT guardians_pkey PRIMARY KEY (bucket, guardian_hmac, child_bucket, child_id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (client, key);

ALTER TABLE ONLY public.inbox_outcomes
    ADD CONSTRAINT inbox_outcomes_pkey PRIMARY KEY (region, kind, sha256);

ALTER TABLE ONLY public.inbox
    ADD CONSTRAINT inbox_pkey PRIMARY KEY (region, kind, sha256);

ALTER TABLE ONLY public.inbox_senders
    ADD CONSTRAINT inbox_senders_pkey PRIMARY KEY (region, kind, sha256, bin);

ALTER TABLE ONLY public.issuers
    ADD CONSTRAINT issuers_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.issuers
    ADD CONSTRAINT issuers_region_bin_key UNIQUE (region, bin);

ALTER TABLE ONLY public.job_files
    ADD CONSTRAINT job_files_pkey PRIMARY KEY (region, job_id, name);

ALTER TABLE ONLY public.jobs
    ADD CONSTRAINT jobs_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.journal_bodies
    ADD CONSTRAINT journal_bodies_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.journal_checkpoints
    ADD CONSTRAINT journal_checkpoints_pkey PRIMARY KEY (size);

ALTER TABLE ONLY public.journal_entries
    ADD CONSTRAINT journal_entries_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.journal_leaves
    ADD CONSTRAINT journal_leaves_pkey PRIMARY KEY (index);

ALTER TABLE ONLY public.journal_leaves
    ADD CONSTRAINT journal_leaves_region_entry_id_key UNIQUE (region, entry_id);

ALTER TABLE ONLY public.journal_queue
    ADD CONSTRAINT journal_queue_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.key_erasures
    ADD CONSTRAINT key_erasures_pkey PRIMARY KEY (bucket, person_id);

ALTER TABLE ONLY public.live_days
    ADD CONSTRAINT live_days_pkey PRIMARY KEY (bucket, month, person_id, programme);

ALTER TABLE ONLY public.mandate_programmes
    ADD CONSTRAINT mandate_programmes_pkey PRIMARY KEY (bucket, person_hmac, bin, role, recorded_at);

ALTER TABLE ONLY public.mandates
    ADD CONSTRAINT mandates_pkey PRIMARY KEY (bucket, person_hmac, bin, role, recorded_at);

ALTER TABLE ONLY public.movements
    ADD CONSTRAINT movements_pkey PRIMARY KEY (region, month, subject, id);

ALTER TABLE ONLY public.nonces
    ADD CONSTRAINT nonces_pkey PRIMARY KEY (nonce_sha256);

ALTER TABLE ONLY public.objects
    ADD CONSTRAINT objects_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.objects
    ADD CONSTRAINT objects_region_performer_id_code_key UNIQUE (region, performer_id, code);

ALTER TABLE ONLY public.order_volumes
    ADD CONSTRAINT order_volumes_pkey PRIMARY KEY (region, issuer_id, programme, year, version);

ALTER TABLE ONLY public.parental_fees
    ADD CONSTRAINT parental_fees_pkey PRIMARY KEY (region, contract_id, group_id, valid_from, recorded_at);

ALTER TABLE ONLY public.parts
    ADD CONSTRAINT parts_pkey PRIMARY KEY (region, month, voucher_id);

ALTER TABLE ONLY public.payment_orders
    ADD CONSTRAINT payment_orders_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.payment_orders
    ADD CONSTRAINT payment_orders_region_month_act_id_key UNIQUE (region, month, act_id);

ALTER TABLE ONLY public.payment_orders
    ADD CONSTRAINT payment_orders_region_month_number_key UNIQUE (region, month, number);

ALTER TABLE ONLY public.payment_states
    ADD CONSTRAINT payment_states_pkey PRIMARY KEY (region, month, order_id);

ALTER TABLE ONLY public.performer_account_events
    ADD CONSTRAINT performer_account_events_pkey PRIMARY KEY (region, bin, recorded_at);

ALTER TABLE ONLY public.performer_locks
    ADD CONSTRAINT performer_locks_pkey PRIMARY KEY (region, performer_id);

ALTER TABLE ONLY public.performers
    ADD CONSTRAINT performers_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.performers
    ADD CONSTRAINT performers_region_bin_programme_key UNIQUE (region, bin, programme);

ALTER TABLE ONLY public.person_account_events
    ADD CONSTRAINT person_account_events_pkey PRIMARY KEY (bucket, person_id, recorded_at);

ALTER TABLE ONLY public.person_keys
    ADD CONSTRAINT person_keys_pkey PRIMARY KEY (bucket, person_id);

ALTER TABLE ONLY public.person_states
    ADD CONSTRAINT person_states_pkey PRIMARY KEY (bucket, person_id, recorded_at);

ALTER TABLE ONLY public.person_vouchers
    ADD CONSTRAINT person_vouchers_pkey PRIMARY KEY (bucket, person_id, programme, year, serial);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_bucket_iin_hmac_key UNIQUE (bucket, iin_hmac);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_pkey PRIMARY KEY (bucket, id);

ALTER TABLE ONLY public.portion_ends
    ADD CONSTRAINT portion_ends_pkey PRIMARY KEY (region, month, voucher_id, portion, recorded_at);

ALTER TABLE ONLY public.portions
    ADD CONSTRAINT portions_pkey PRIMARY KEY (region, month, voucher_id, portion);

ALTER TABLE ONLY public.programme_labels
    ADD CONSTRAINT programme_labels_pkey PRIMARY KEY (programme, state, recorded_at);

ALTER TABLE ONLY public.programme_terms
    ADD CONSTRAINT programme_terms_pkey PRIMARY KEY (programme, valid_from, recorded_at);

ALTER TABLE ONLY public.proposal_decisions
    ADD CONSTRAINT proposal_decisions_pkey PRIMARY KEY (region, proposal_id);

ALTER TABLE ONLY public.proposals
    ADD CONSTRAINT proposals_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.qr_failure_decisions
    ADD CONSTRAINT qr_failure_decisions_pkey PRIMARY KEY (region, month, failure_id);

ALTER TABLE ONLY public.qr_failures
    ADD CONSTRAINT qr_failures_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.rate_issuers
    ADD CONSTRAINT rate_issuers_pkey PRIMARY KEY (region, rate_id);

ALTER TABLE ONLY public.rates
    ADD CONSTRAINT rates_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.readings
    ADD CONSTRAINT readings_pkey PRIMARY KEY (bucket, person_id, recorded_at, request);

ALTER TABLE ONLY public.refinery_schema_history
    ADD CONSTRAINT refinery_schema_history_pkey PRIMARY KEY (version);

ALTER TABLE ONLY public.relocations
    ADD CONSTRAINT relocations_pkey PRIMARY KEY (region, bucket, person_id, recorded_at);

ALTER TABLE ONLY public.repricings
    ADD CONSTRAINT repricings_pkey PRIMARY KEY (region, month, voucher_id, recorded_at);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (token_sha256);

ALTER TABLE ONLY public.silent_months
    ADD CONSTRAINT silent_months_pkey PRIMARY KEY (region, month, voucher_id);

ALTER TABLE ONLY public.standings
    ADD CONSTRAINT standings_pkey PRIMARY KEY (region, performer_id, recorded_at);

ALTER TABLE ONLY public.state_order_months
    ADD CONSTRAINT state_order_months_pkey PRIMARY KEY (region, month, state_order_id);

ALTER TABLE ONLY public.state_order_prices
    ADD CONSTRAINT state_order_prices_pkey PRIMARY KEY (region, month, state_order_id);

ALTER TABLE ONLY public.state_orders
    ADD CONSTRAINT state_orders_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.state_orders
    ADD CONSTRAINT state_orders_region_number_key UNIQUE (region, number);

ALTER TABLE ONLY public.statement_lines
    ADD CONSTRAINT statement_lines_pkey PRIMARY KEY (region, month, id);

ALTER TABLE ONLY public.successions
    ADD CONSTRAINT successions_pkey PRIMARY KEY (region, predecessor_id, recorded_at);

ALTER TABLE ONLY public.timesheets
    ADD CONSTRAINT timesheets_pkey PRIMARY KEY (region, month, performer_id);

ALTER TABLE ONLY public.voucher_ends
    ADD CONSTRAINT voucher_ends_pkey PRIMARY KEY (region, voucher_id, recorded_at);

ALTER TABLE ONLY public.voucher_numbers
    ADD CONSTRAINT voucher_numbers_pkey PRIMARY KEY (region, programme, year);

ALTER TABLE ONLY public.vouchers
    ADD CONSTRAINT vouchers_pkey PRIMARY KEY (region, id);

ALTER TABLE ONLY public.vouchers
    ADD CONSTRAINT vouchers_region_number_key UNIQUE (region, number);

CREATE INDEX act_lines_by_entry ON ONLY public.act_lines USING brin (entry_id, act_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX act_registers_by_time ON public.act_registers USING btree (id);

CREATE INDEX acts_to_order ON public.acts USING btree (month) WHERE (state = 'invoiced'::text);

CREATE INDEX api_requests_of_client ON public.api_requests USING btree (client, id);

CREATE INDEX audits_by_time ON public.audits USING btree (ended_at, id);

CREATE INDEX contract_revisions_by_entry ON public.contract_revisions USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX contract_vouchers_by_performer ON public.contract_vouchers USING btree (region, performer_id);

CREATE INDEX contracts_by_entry ON public.contracts USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX contracts_by_person ON public.contracts USING btree (bucket, person_id);

CREATE INDEX disputes_of_performer ON public.disputes USING btree (region, performer_id, month);

CREATE INDEX fee_payments_of_contract ON public.fee_payments USING btree (region, contract_id);

CREATE INDEX grants_by_programme ON public.grants USING btree (programme, bucket, person_id);

CREATE INDEX idempotency_keys_by_time ON public.idempotency_keys USING btree (recorded_at);

CREATE INDEX inbox_by_time ON public.inbox USING btree (received_at, encode(sha256, 'hex'::text));

CREATE INDEX jobs_of_organisation ON public.jobs USING btree (organisation, role, id);

CREATE INDEX jobs_open ON public.jobs USING btree (id) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));

CREATE INDEX movements_by_entry ON ONLY public.movements USING brin (entry_id, id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX movements_of_receivables ON ONLY public.movements USING btree (region, performer_id) WHERE (kind = ANY (ARRAY[12, 13, 18, 19]));

CREATE INDEX nonces_by_expiry ON public.nonces USING btree (expires_at);

CREATE INDEX parental_fees_above ON public.parental_fees USING btree (region, recorded_at) WHERE (above IS NOT NULL);

CREATE INDEX parental_fees_of_performer ON public.parental_fees USING btree (region, performer_id);

CREATE INDEX parts_by_entry ON ONLY public.parts USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX payment_orders_by_entry ON public.payment_orders USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX payment_orders_by_time ON public.payment_orders USING btree (id);

CREATE INDEX performers_by_bin ON public.performers USING btree (bin);

CREATE INDEX person_states_deceased ON public.person_states USING btree (bucket, person_id) WHERE (status = 'deceased'::text);

CREATE INDEX portion_ends_by_entry ON ONLY public.portion_ends USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX portions_by_entry ON ONLY public.portions USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX portions_by_performer ON ONLY public.portions USING btree (region, month, performer_id);

CREATE INDEX proposals_of_organisation ON public.proposals USING btree (region, organisation, kind, id);

CREATE INDEX qr_failures_of_performer ON public.qr_failures USING btree (region, performer_id, month);

CREATE INDEX repricings_by_entry ON ONLY public.repricings USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX sessions_by_person ON public.sessions USING btree (person_hmac) WHERE (ended_at IS NULL);

CREATE INDEX sessions_of_person ON public.sessions USING btree (person_hmac, created_at);

CREATE INDEX statement_lines_by_entry ON public.statement_lines USING brin (entry_id) WITH (autosummarize='on', pages_per_range='32');

CREATE INDEX statement_lines_by_statement ON public.statement_lines USING btree (statement, recorded_at);

CREATE INDEX statement_lines_that_differ ON public.statement_lines USING btree (recorded_at, id) WHERE (outcome <> 'redeemed'::text);

CREATE INDEX vouchers_by_programme ON public.vouchers USING btree (region, programme, year, issuer_id);

CREATE UNIQUE INDEX vouchers_succeeds ON public.vouchers USING btree (region, succeeds) WHERE (succeeds IS NOT NULL);

ALTER TABLE ONLY public.budget_lines
    ADD CONSTRAINT budget_lines_region_issuer_id_fkey FOREIGN KEY (region, issuer_id) REFERENCES public.issuers(region, id);

ALTER TABLE ONLY public.capital_obligations
    ADD CONSTRAINT capital_obligations_region_performer_id_fkey FOREIGN KEY (region, performer_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.confirmations
    ADD CONSTRAINT confirmations_region_contract_id_fkey FOREIGN KEY (region, contract_id) REFERENCES public.contracts(region, id);

ALTER TABLE ONLY public.contract_confirmations
    ADD CONSTRAINT contract_confirmations_region_contract_id_fkey FOREIGN KEY (region, contract_id) REFERENCES public.contracts(region, id);

ALTER TABLE ONLY public.contract_revisions
    ADD CONSTRAINT contract_revisions_region_contract_id_fkey FOREIGN KEY (region, contract_id) REFERENCES public.contracts(region, id);

ALTER TABLE ONLY public.contract_vouchers
    ADD CONSTRAINT contract_vouchers_region_contract_id_fkey FOREIGN KEY (region, contract_id) REFERENCES public.contracts(region, id);

ALTER TABLE ONLY public.contract_vouchers
    ADD CONSTRAINT contract_vouchers_region_voucher_id_fkey FOREIGN KEY (region, voucher_id) REFERENCES public.vouchers(region, id);

ALTER TABLE ONLY public.contracts
    ADD CONSTRAINT contracts_region_performer_id_fkey FOREIGN KEY (region, performer_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.dispute_answers
    ADD CONSTRAINT dispute_answers_region_month_dispute_id_fkey FOREIGN KEY (region, month, dispute_id) REFERENCES public.disputes(region, month, id);

ALTER TABLE ONLY public.dispute_files
    ADD CONSTRAINT dispute_files_region_month_dispute_id_fkey FOREIGN KEY (region, month, dispute_id) REFERENCES public.disputes(region, month, id);

ALTER TABLE ONLY public.disputes
    ADD CONSTRAINT disputes_region_contract_id_fkey FOREIGN KEY (region, contract_id) REFERENCES public.contracts(region, id);

ALTER TABLE ONLY public.estimates
    ADD CONSTRAINT estimates_region_performer_id_fkey FOREIGN KEY (region, performer_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.fee_payments
    ADD CONSTRAINT fee_payments_region_contract_id_fkey FOREIGN KEY (region, contract_id) REFERENCES public.contracts(region, id);

ALTER TABLE ONLY public.grants
    ADD CONSTRAINT grants_bucket_person_id_fkey FOREIGN KEY (bucket, person_id) REFERENCES public.persons(bucket, id);

ALTER TABLE ONLY public.group_revisions
    ADD CONSTRAINT group_revisions_region_group_id_fkey FOREIGN KEY (region, group_id) REFERENCES public.groups(region, id);

ALTER TABLE ONLY public.groups
    ADD CONSTRAINT groups_region_performer_id_fkey FOREIGN KEY (region, performer_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.objects
    ADD CONSTRAINT objects_region_performer_id_fkey FOREIGN KEY (region, performer_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.order_volumes
    ADD CONSTRAINT order_volumes_region_issuer_id_fkey FOREIGN KEY (region, issuer_id) REFERENCES public.issuers(region, id);

ALTER TABLE ONLY public.person_account_events
    ADD CONSTRAINT person_account_events_bucket_person_id_fkey FOREIGN KEY (bucket, person_id) REFERENCES public.persons(bucket, id);

ALTER TABLE ONLY public.person_states
    ADD CONSTRAINT person_states_bucket_person_id_fkey FOREIGN KEY (bucket, person_id) REFERENCES public.persons(bucket, id);

ALTER TABLE ONLY public.proposal_decisions
    ADD CONSTRAINT proposal_decisions_region_proposal_id_fkey FOREIGN KEY (region, proposal_id) REFERENCES public.proposals(region, id);

ALTER TABLE ONLY public.qr_failure_decisions
    ADD CONSTRAINT qr_failure_decisions_region_month_failure_id_fkey FOREIGN KEY (region, month, failure_id) REFERENCES public.qr_failures(region, month, id);

ALTER TABLE ONLY public.rate_issuers
    ADD CONSTRAINT rate_issuers_region_rate_id_fkey FOREIGN KEY (region, rate_id) REFERENCES public.rates(region, id);

ALTER TABLE ONLY public.silent_months
    ADD CONSTRAINT silent_months_region_voucher_id_fkey FOREIGN KEY (region, voucher_id) REFERENCES public.vouchers(region, id);

ALTER TABLE ONLY public.standings
    ADD CONSTRAINT standings_region_performer_id_fkey FOREIGN KEY (region, performer_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.state_order_months
    ADD CONSTRAINT state_order_months_region_state_order_id_fkey FOREIGN KEY (region, state_order_id) REFERENCES public.state_orders(region, id);

ALTER TABLE ONLY public.state_order_prices
    ADD CONSTRAINT state_order_prices_region_state_order_id_fkey FOREIGN KEY (region, state_order_id) REFERENCES public.state_orders(region, id);

ALTER TABLE ONLY public.state_orders
    ADD CONSTRAINT state_orders_region_issuer_id_fkey FOREIGN KEY (region, issuer_id) REFERENCES public.issuers(region, id);

ALTER TABLE ONLY public.state_orders
    ADD CONSTRAINT state_orders_region_performer_id_fkey FOREIGN KEY (region, performer_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.successions
    ADD CONSTRAINT successions_region_predecessor_id_fkey FOREIGN KEY (region, predecessor_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.successions
    ADD CONSTRAINT successions_region_successor_id_fkey FOREIGN KEY (region, successor_id) REFERENCES public.performers(region, id);

ALTER TABLE ONLY public.voucher_ends
    ADD CONSTRAINT voucher_ends_region_voucher_id_fkey FOREIGN KEY (region, voucher_id) REFERENCES public.vouchers(region, id);

ALTER TABLE ONLY public.vouchers
    ADD CONSTRAINT vouchers_region_issuer_id_fkey FOREIGN KEY (region, issuer_id) REFERENCES public.issuers(region, id);

ALTER TABLE public.act_fees ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.act_invoices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.act_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.act_registers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.act_signatures ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.act_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.acts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.attendance_batches ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.attendance_months ENABLE ROW LEVEL SECURITY;

CREATE POLICY beside ON public.act_lines FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (voucher_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

ALTER TABLE public.body_erasures ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.budget_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.budget_stripes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.capital_obligations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.confirmations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contract_confirmations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contract_revisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contract_vouchers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.contracts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.dispute_answers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.dispute_files ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.disputes ENABLE ROW LEVEL SECURITY;

CREATE POLICY erasure ON public.body_erasures FOR SELECT TO qazyna_erasure USING (true);

CREATE POLICY erasure ON public.guardians TO qazyna_erasure USING ((EXISTS ( SELECT 1
   FROM public.key_erasures e
  WHERE ((e.bucket = guardians.child_bucket) AND (e.person_id = guardians.child_id)))));

CREATE POLICY erasure ON public.journal_bodies TO qazyna_erasure USING ((EXISTS ( SELECT 1
   FROM public.body_erasures e
  WHERE ((e.region = journal_bodies.region) AND (e.erased_id = journal_bodies.id)))));

CREATE POLICY erasure ON public.key_erasures FOR SELECT TO qazyna_erasure USING (true);

CREATE POLICY erasure ON public.person_keys TO qazyna_erasure USING ((EXISTS ( SELECT 1
   FROM public.key_erasures e
  WHERE ((e.bucket = person_keys.bucket) AND (e.person_id = person_keys.person_id)))));

ALTER TABLE public.estimates ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.exceptions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.fee_ceilings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.fee_payments ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.grants ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.group_revisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.groups ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.guardians ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_outcomes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.inbox_senders ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.issuers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.job_files ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.jobs ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.journal_bodies ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.journal_entries ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.journal_leaves ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.journal_queue ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.key_erasures ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.live_days ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.mandate_programmes ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.mandates ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.movements ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.objects ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.order_volumes ENABLE ROW LEVEL SECURITY;

CREATE POLICY own ON public.act_fees FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = act_fees.region) AND (own.id = act_fees.contract_id)))));

CREATE POLICY own ON public.act_invoices FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.acts own
  WHERE ((own.region = act_invoices.region) AND (own.month = act_invoices.month) AND (own.id = act_invoices.act_id) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

CREATE POLICY own ON public.act_lines FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = act_lines.region) AND (own.id = act_lines.contract_id)))));

CREATE POLICY own ON public.act_signatures FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.acts own
  WHERE ((own.region = act_signatures.region) AND (own.month = act_signatures.month) AND (own.id = act_signatures.act_id) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

CREATE POLICY own ON public.act_versions FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.acts own
  WHERE ((own.region = act_versions.region) AND (own.month = act_versions.month) AND (own.id = act_versions.act_id) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

CREATE POLICY own ON public.acts FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR (EXISTS ( SELECT 1
   FROM public.act_lines line
  WHERE ((line.region = acts.region) AND (line.month = acts.month) AND (line.act_id = acts.id) AND (line.version = acts.version) AND ((line.region, line.voucher_id) IN ( SELECT own.region,
            own.voucher_id
           FROM public.person_vouchers own
          WHERE ((own.bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))))))));

CREATE POLICY own ON public.attendance_batches FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.attendance_months FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = attendance_months.region) AND (own.id = attendance_months.contract_id)))));

CREATE POLICY own ON public.capital_obligations FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.confirmations FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = confirmations.region) AND (own.id = confirmations.contract_id)))));

CREATE POLICY own ON public.contract_confirmations FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = contract_confirmations.region) AND (own.id = contract_confirmations.contract_id)))));

CREATE POLICY own ON public.contract_revisions FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = contract_revisions.region) AND (own.id = contract_revisions.contract_id)))));

CREATE POLICY own ON public.contract_vouchers FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = contract_vouchers.region) AND (own.id = contract_vouchers.contract_id)))));

CREATE POLICY own ON public.contracts FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))));

CREATE POLICY own ON public.dispute_answers FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.disputes own
  WHERE ((own.region = dispute_answers.region) AND (own.month = dispute_answers.month) AND (own.id = dispute_answers.dispute_id)))));

CREATE POLICY own ON public.dispute_files FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.disputes own
  WHERE ((own.region = dispute_files.region) AND (own.month = dispute_files.month) AND (own.id = dispute_files.dispute_id)))));

CREATE POLICY own ON public.disputes FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = disputes.region) AND (own.id = disputes.contract_id)))));

CREATE POLICY own ON public.estimates FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.exceptions FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.fee_ceilings FOR SELECT TO qazyna_reader USING (true);

CREATE POLICY own ON public.fee_payments FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = fee_payments.region) AND (own.id = fee_payments.contract_id)))));

CREATE POLICY own ON public.grants FOR SELECT TO qazyna_reader USING (((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.group_revisions FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.groups own
  WHERE ((own.region = group_revisions.region) AND (own.id = group_revisions.group_id)))));

CREATE POLICY own ON public.groups FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((region, performer_id) IN ( SELECT own.region,
    own.performer_id
   FROM public.contracts own
  WHERE ((own.bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.inbox FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.inbox_senders own
  WHERE ((own.region = inbox.region) AND (own.kind = inbox.kind) AND (own.sha256 = inbox.sha256)))));

CREATE POLICY own ON public.inbox_outcomes FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.inbox_senders own
  WHERE ((own.region = inbox_outcomes.region) AND (own.kind = inbox_outcomes.kind) AND (own.sha256 = inbox_outcomes.sha256)))));

CREATE POLICY own ON public.inbox_senders FOR SELECT TO qazyna_reader USING ((bin IN ( SELECT own.bin
   FROM public.performers own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

CREATE POLICY own ON public.issuers FOR SELECT TO qazyna_reader USING (true);

CREATE POLICY own ON public.live_days FOR SELECT TO qazyna_reader USING (((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.mandates FOR SELECT TO qazyna_reader USING (((role = 'performer'::text) AND (bin IN ( SELECT own.bin
   FROM public.performers own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.movements FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR (EXISTS ( SELECT 1
   FROM public.portions own
  WHERE ((own.region = movements.region) AND (own.month = movements.part_month) AND (own.voucher_id = movements.subject) AND (own.portion = movements.portion))))));

CREATE POLICY own ON public.objects FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((region, performer_id) IN ( SELECT own.region,
    own.performer_id
   FROM public.contracts own
  WHERE ((own.bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.order_volumes FOR SELECT TO qazyna_reader USING (true);

CREATE POLICY own ON public.parental_fees FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR (EXISTS ( SELECT 1
   FROM public.contracts own
  WHERE ((own.region = parental_fees.region) AND (own.id = parental_fees.contract_id))))));

CREATE POLICY own ON public.parts FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.portions own
  WHERE ((own.region = parts.region) AND (own.month = parts.month) AND (own.voucher_id = parts.voucher_id)))));

CREATE POLICY own ON public.payment_orders FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR (EXISTS ( SELECT 1
   FROM public.acts own
  WHERE ((own.region = payment_orders.region) AND (own.month = payment_orders.month) AND (own.id = payment_orders.act_id))))));

CREATE POLICY own ON public.payment_states FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.payment_orders own
  WHERE ((own.region = payment_states.region) AND (own.month = payment_states.month) AND (own.id = payment_states.order_id)))));

CREATE POLICY own ON public.performer_account_events FOR SELECT TO qazyna_reader USING ((bin IN ( SELECT own.bin
   FROM public.performers own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

CREATE POLICY own ON public.performers FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((region, id) IN ( SELECT own.region,
    own.performer_id
   FROM public.contracts own
  WHERE ((own.bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.person_account_events FOR SELECT TO qazyna_reader USING (((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.person_keys FOR SELECT TO qazyna_reader USING ((((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((bucket, person_id) IN ( SELECT own.bucket,
    own.person_id
   FROM public.contracts own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.person_states FOR SELECT TO qazyna_reader USING ((((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((bucket, person_id) IN ( SELECT own.bucket,
    own.person_id
   FROM public.contracts own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.person_vouchers FOR SELECT TO qazyna_reader USING ((((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((region, voucher_id) IN ( SELECT own.region,
    own.voucher_id
   FROM public.contracts own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.persons FOR SELECT TO qazyna_reader USING ((((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((bucket, id) IN ( SELECT own.bucket,
    own.person_id
   FROM public.contracts own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.portion_ends FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.portions own
  WHERE ((own.region = portion_ends.region) AND (own.month = portion_ends.month) AND (own.voucher_id = portion_ends.voucher_id) AND (own.portion = portion_ends.portion)))));

CREATE POLICY own ON public.portions FOR SELECT TO qazyna_reader USING ((((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((region, voucher_id) IN ( SELECT own.region,
    own.voucher_id
   FROM public.person_vouchers own
  WHERE ((own.bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

CREATE POLICY own ON public.qr_failure_decisions FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.qr_failures own
  WHERE ((own.region = qr_failure_decisions.region) AND (own.month = qr_failure_decisions.month) AND (own.id = qr_failure_decisions.failure_id)))));

CREATE POLICY own ON public.qr_failures FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.rate_issuers FOR SELECT TO qazyna_reader USING (true);

CREATE POLICY own ON public.rates FOR SELECT TO qazyna_reader USING (true);

CREATE POLICY own ON public.readings FOR SELECT TO qazyna_reader USING (((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.repricings FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.portions own
  WHERE ((own.region = repricings.region) AND (own.month = repricings.month) AND (own.voucher_id = repricings.voucher_id)))));

CREATE POLICY own ON public.silent_months FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.vouchers own
  WHERE ((own.region = silent_months.region) AND (own.id = silent_months.voucher_id)))));

CREATE POLICY own ON public.standings FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.state_order_months FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.state_orders own
  WHERE ((own.region = state_order_months.region) AND (own.id = state_order_months.state_order_id)))));

CREATE POLICY own ON public.state_order_prices FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.state_orders own
  WHERE ((own.region = state_order_prices.region) AND (own.id = state_order_prices.state_order_id)))));

CREATE POLICY own ON public.state_orders FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.statement_lines FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.payment_orders own
  WHERE ((own.region = statement_lines.region) AND (own.month = statement_lines.month) AND (own.id = statement_lines.order_id) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

CREATE POLICY own ON public.successions FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND ((predecessor_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])) OR (successor_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))));

CREATE POLICY own ON public.timesheets FOR SELECT TO qazyna_reader USING (((region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY own ON public.voucher_ends FOR SELECT TO qazyna_reader USING ((EXISTS ( SELECT 1
   FROM public.vouchers own
  WHERE ((own.region = voucher_ends.region) AND (own.id = voucher_ends.voucher_id)))));

CREATE POLICY own ON public.vouchers FOR SELECT TO qazyna_reader USING ((((bucket = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.person_buckets'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))) OR ((region, id) IN ( SELECT own.region,
    own.voucher_id
   FROM public.contracts own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))))));

ALTER TABLE public.parental_fees ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.parts ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.payment_orders ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.payment_states ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.performer_account_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.performer_locks ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.performers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_account_events ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_states ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.person_vouchers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.persons ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.portion_ends ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.portions ENABLE ROW LEVEL SECURITY;

CREATE POLICY programmes ON public.act_registers AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

CREATE POLICY programmes ON public.acts AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

CREATE POLICY programmes ON public.budget_lines AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

CREATE POLICY programmes ON public.live_days AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

CREATE POLICY programmes ON public.performers AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

CREATE POLICY programmes ON public.person_vouchers AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

CREATE POLICY programmes ON public.state_orders AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

CREATE POLICY programmes ON public.vouchers AS RESTRICTIVE FOR SELECT TO qazyna_app USING (((( SELECT COALESCE(current_setting('qazyna.programmes'::text, true), ''::text) AS "coalesce") = ''::text) OR (programme = ANY (( SELECT string_to_array(current_setting('qazyna.programmes'::text, true), ','::text) AS string_to_array)::text[]))));

ALTER TABLE public.proposal_decisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.proposals ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.qr_failure_decisions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.qr_failures ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rate_issuers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.rates ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.readings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.relocations ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.repricings ENABLE ROW LEVEL SECURITY;

CREATE POLICY scope ON public.act_fees USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.act_invoices USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.act_lines USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.act_registers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.act_signatures USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.act_versions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.acts USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.attendance_batches USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.attendance_months USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.body_erasures USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.budget_lines USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.budget_stripes USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.capital_obligations USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.confirmations USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.contract_confirmations USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.contract_revisions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.contract_vouchers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.contracts USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.dispute_answers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.dispute_files USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.disputes USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.estimates USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.exceptions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.fee_ceilings USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.fee_payments USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.grants USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.group_revisions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.groups USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.guardians USING ((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text)) WITH CHECK ((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text));

CREATE POLICY scope ON public.inbox USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.inbox_outcomes USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.inbox_senders USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.issuers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.job_files USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.jobs USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.journal_bodies USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.journal_entries USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.journal_leaves USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.journal_queue USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.key_erasures USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.live_days USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.mandate_programmes USING ((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text)) WITH CHECK ((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text));

CREATE POLICY scope ON public.mandates USING ((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text)) WITH CHECK ((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text));

CREATE POLICY scope ON public.movements USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.objects USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.order_volumes USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.parental_fees USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.parts USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.payment_orders USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.payment_states USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.performer_account_events USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.performer_locks USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.performers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.person_account_events USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.person_keys USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.person_states USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.person_vouchers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.persons USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.portion_ends USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.portions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.proposal_decisions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.proposals USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.qr_failure_decisions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.qr_failures USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.rate_issuers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.rates USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.readings USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.relocations USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY scope ON public.repricings USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.silent_months USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.standings USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.state_order_months USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.state_order_prices USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.state_orders USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.statement_lines USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.successions USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.timesheets USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif")))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (performer_id = ( SELECT (NULLIF(current_setting('qazyna.party'::text, true), ''::text))::uuid AS "nullif"))));

CREATE POLICY scope ON public.voucher_ends USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.voucher_numbers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[]))));

CREATE POLICY scope ON public.vouchers USING (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[])))) WITH CHECK (((( SELECT current_setting('qazyna.regions'::text, true) AS current_setting) = 'national'::text) OR (region = ANY (( SELECT (string_to_array(NULLIF(NULLIF(current_setting('qazyna.regions'::text, true), ''::text), 'national'::text), ','::text))::smallint[] AS string_to_array)::smallint[])) OR (person_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.persons'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))));

CREATE POLICY sequencer ON public.journal_leaves FOR SELECT TO qazyna_signer USING (true);

CREATE POLICY served ON public.person_vouchers FOR SELECT TO qazyna_reader USING (((region, voucher_id) IN ( SELECT own.region,
    own.voucher_id
   FROM public.contract_vouchers own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

CREATE POLICY served ON public.vouchers FOR SELECT TO qazyna_reader USING (((region, id) IN ( SELECT own.region,
    own.voucher_id
   FROM public.contract_vouchers own
  WHERE ((own.region = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.party_regions'::text, true), ''::text), ','::text))::smallint[] AS string_to_array)::smallint[])) AND (own.performer_id = ANY (( SELECT (string_to_array(NULLIF(current_setting('qazyna.parties'::text, true), ''::text), ','::text))::uuid[] AS string_to_array)::uuid[]))))));

ALTER TABLE public.silent_months ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.standings ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.state_order_months ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.state_order_prices ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.state_orders ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.statement_lines ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.successions ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.timesheets ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.voucher_ends ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.voucher_numbers ENABLE ROW LEVEL SECURITY;

ALTER TABLE public.vouchers ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA public TO qazyna_app;

GRANT USAGE ON SCHEMA public TO qazyna_signer;

GRANT USAGE ON SCHEMA public TO qazyna_erasure;

GRANT USAGE ON SCHEMA public TO qazyna_reader;

GRANT SELECT ON TABLE public.access_matrix TO qazyna_app;

GRANT SELECT ON TABLE public.access_matrix TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.act_fees TO qazyna_app;

GRANT SELECT ON TABLE public.act_fees TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.act_invoices TO qazyna_app;

GRANT SELECT ON TABLE public.act_invoices TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.act_lines TO qazyna_app;

GRANT SELECT ON TABLE public.act_lines TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.act_registers TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.act_signatures TO qazyna_app;

GRANT SELECT ON TABLE public.act_signatures TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.act_versions TO qazyna_app;

GRANT SELECT ON TABLE public.act_versions TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.acts TO qazyna_app;

GRANT SELECT ON TABLE public.acts TO qazyna_reader;

GRANT UPDATE(state) ON TABLE public.acts TO qazyna_app;

GRANT UPDATE(version) ON TABLE public.acts TO qazyna_app;

GRANT UPDATE(epoch) ON TABLE public.acts TO qazyna_app;

GRANT UPDATE(total) ON TABLE public.acts TO qazyna_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.api_requests TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.attendance_batches TO qazyna_app;

GRANT SELECT ON TABLE public.attendance_batches TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.attendance_months TO qazyna_app;

GRANT SELECT ON TABLE public.attendance_months TO qazyna_reader;

GRANT UPDATE(p0) ON TABLE public.attendance_months TO qazyna_app;

GRANT UPDATE(p1) ON TABLE public.attendance_months TO qazyna_app;

GRANT UPDATE(p2) ON TABLE public.attendance_months TO qazyna_app;

GRANT UPDATE(qr) ON TABLE public.attendance_months TO qazyna_app;

GRANT UPDATE(folded_at) ON TABLE public.attendance_months TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.audits TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.body_erasures TO qazyna_app;

GRANT SELECT ON TABLE public.body_erasures TO qazyna_erasure;

GRANT SELECT,INSERT ON TABLE public.budget_lines TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.budget_stripes TO qazyna_app;

GRANT UPDATE(allotted) ON TABLE public.budget_stripes TO qazyna_app;

GRANT UPDATE(committed) ON TABLE public.budget_stripes TO qazyna_app;

GRANT UPDATE(due) ON TABLE public.budget_stripes TO qazyna_app;

GRANT UPDATE(ordered) ON TABLE public.budget_stripes TO qazyna_app;

GRANT UPDATE(paid) ON TABLE public.budget_stripes TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.calendar_days TO qazyna_app;

GRANT SELECT ON TABLE public.calendar_days TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.calendar_years TO qazyna_app;

GRANT SELECT ON TABLE public.calendar_years TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.capital_obligations TO qazyna_app;

GRANT SELECT ON TABLE public.capital_obligations TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.confirmations TO qazyna_app;

GRANT SELECT ON TABLE public.confirmations TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.contract_confirmations TO qazyna_app;

GRANT SELECT ON TABLE public.contract_confirmations TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.contract_revisions TO qazyna_app;

GRANT SELECT ON TABLE public.contract_revisions TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.contract_vouchers TO qazyna_app;

GRANT SELECT ON TABLE public.contract_vouchers TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.contracts TO qazyna_app;

GRANT SELECT ON TABLE public.contracts TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.dispute_answers TO qazyna_app;

GRANT SELECT ON TABLE public.dispute_answers TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.dispute_files TO qazyna_app;

GRANT SELECT ON TABLE public.dispute_files TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.disputes TO qazyna_app;

GRANT SELECT ON TABLE public.disputes TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.end_reasons TO qazyna_app;

GRANT SELECT ON TABLE public.end_reasons TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.estimates TO qazyna_app;

GRANT SELECT ON TABLE public.estimates TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.exceptions TO qazyna_app;

GRANT SELECT ON TABLE public.exceptions TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.fee_ceilings TO qazyna_app;

GRANT SELECT ON TABLE public.fee_ceilings TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.fee_payments TO qazyna_app;

GRANT SELECT ON TABLE public.fee_payments TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.grants TO qazyna_app;

GRANT SELECT ON TABLE public.grants TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.group_revisions TO qazyna_app;

GRANT SELECT ON TABLE public.group_revisions TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.groups TO qazyna_app;

GRANT SELECT ON TABLE public.groups TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.guardians TO qazyna_app;

GRANT SELECT,DELETE ON TABLE public.guardians TO qazyna_erasure;

GRANT SELECT,INSERT,DELETE ON TABLE public.idempotency_keys TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.inbox TO qazyna_app;

GRANT SELECT ON TABLE public.inbox TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.inbox_outcomes TO qazyna_app;

GRANT SELECT ON TABLE public.inbox_outcomes TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.inbox_senders TO qazyna_app;

GRANT SELECT ON TABLE public.inbox_senders TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.issuers TO qazyna_app;

GRANT SELECT ON TABLE public.issuers TO qazyna_reader;

GRANT SELECT,INSERT,DELETE ON TABLE public.job_files TO qazyna_app;

GRANT SELECT,INSERT,DELETE ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(state) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(step) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(done) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(total) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(attempts) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(lease) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(lease_until) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(result) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(started_at) ON TABLE public.jobs TO qazyna_app;

GRANT UPDATE(finished_at) ON TABLE public.jobs TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.journal_bodies TO qazyna_app;

GRANT SELECT,DELETE ON TABLE public.journal_bodies TO qazyna_erasure;

GRANT SELECT ON TABLE public.journal_checkpoints TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.journal_checkpoints TO qazyna_signer;

GRANT SELECT,INSERT ON TABLE public.journal_entries TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.journal_leaves TO qazyna_app;

GRANT SELECT ON TABLE public.journal_leaves TO qazyna_signer;

GRANT SELECT,INSERT,DELETE ON TABLE public.journal_queue TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.key_erasures TO qazyna_app;

GRANT SELECT ON TABLE public.key_erasures TO qazyna_erasure;

GRANT SELECT,INSERT ON TABLE public.live_days TO qazyna_app;

GRANT SELECT ON TABLE public.live_days TO qazyna_reader;

GRANT UPDATE(days) ON TABLE public.live_days TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.mandate_programmes TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.mandates TO qazyna_app;

GRANT SELECT ON TABLE public.mandates TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.movements TO qazyna_app;

GRANT SELECT ON TABLE public.movements TO qazyna_reader;

GRANT SELECT,INSERT,DELETE ON TABLE public.nonces TO qazyna_app;

GRANT UPDATE(used_at) ON TABLE public.nonces TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.objects TO qazyna_app;

GRANT SELECT ON TABLE public.objects TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.order_volumes TO qazyna_app;

GRANT SELECT ON TABLE public.order_volumes TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.parental_fees TO qazyna_app;

GRANT SELECT ON TABLE public.parental_fees TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.parts TO qazyna_app;

GRANT SELECT ON TABLE public.parts TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.payment_orders TO qazyna_app;

GRANT SELECT ON TABLE public.payment_orders TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.payment_states TO qazyna_app;

GRANT SELECT ON TABLE public.payment_states TO qazyna_reader;

GRANT UPDATE(state) ON TABLE public.payment_states TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.performer_account_events TO qazyna_app;

GRANT SELECT ON TABLE public.performer_account_events TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.performer_locks TO qazyna_app;

GRANT UPDATE(epoch) ON TABLE public.performer_locks TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.performers TO qazyna_app;

GRANT SELECT ON TABLE public.performers TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.person_account_events TO qazyna_app;

GRANT SELECT ON TABLE public.person_account_events TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.person_keys TO qazyna_app;

GRANT SELECT,DELETE ON TABLE public.person_keys TO qazyna_erasure;

GRANT SELECT ON TABLE public.person_keys TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.person_states TO qazyna_app;

GRANT SELECT ON TABLE public.person_states TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.person_vouchers TO qazyna_app;

GRANT SELECT ON TABLE public.person_vouchers TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.persons TO qazyna_app;

GRANT SELECT ON TABLE public.persons TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.portion_ends TO qazyna_app;

GRANT SELECT ON TABLE public.portion_ends TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.portions TO qazyna_app;

GRANT SELECT ON TABLE public.portions TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.programme_labels TO qazyna_app;

GRANT SELECT ON TABLE public.programme_labels TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.programme_terms TO qazyna_app;

GRANT SELECT ON TABLE public.programme_terms TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.proposal_decisions TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.proposals TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.qr_failure_decisions TO qazyna_app;

GRANT SELECT ON TABLE public.qr_failure_decisions TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.qr_failures TO qazyna_app;

GRANT SELECT ON TABLE public.qr_failures TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.rate_issuers TO qazyna_app;

GRANT SELECT ON TABLE public.rate_issuers TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.rates TO qazyna_app;

GRANT SELECT ON TABLE public.rates TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.readings TO qazyna_app;

GRANT SELECT ON TABLE public.readings TO qazyna_reader;

GRANT SELECT ON TABLE public.refinery_schema_history TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.relocations TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.repricings TO qazyna_app;

GRANT SELECT ON TABLE public.repricings TO qazyna_reader;

GRANT SELECT,INSERT,DELETE ON TABLE public.sessions TO qazyna_app;

GRANT UPDATE(role) ON TABLE public.sessions TO qazyna_app;

GRANT UPDATE(bin) ON TABLE public.sessions TO qazyna_app;

GRANT UPDATE(used_at) ON TABLE public.sessions TO qazyna_app;

GRANT UPDATE(ended_at) ON TABLE public.sessions TO qazyna_app;

GRANT UPDATE(stepped_up_until) ON TABLE public.sessions TO qazyna_app;

GRANT UPDATE(ended_why) ON TABLE public.sessions TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.silent_months TO qazyna_app;

GRANT SELECT ON TABLE public.silent_months TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.standings TO qazyna_app;

GRANT SELECT ON TABLE public.standings TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.state_order_months TO qazyna_app;

GRANT SELECT ON TABLE public.state_order_months TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.state_order_prices TO qazyna_app;

GRANT SELECT ON TABLE public.state_order_prices TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.state_orders TO qazyna_app;

GRANT SELECT ON TABLE public.state_orders TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.statement_lines TO qazyna_app;

GRANT SELECT ON TABLE public.statement_lines TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.successions TO qazyna_app;

GRANT SELECT ON TABLE public.successions TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.timesheets TO qazyna_app;

GRANT SELECT ON TABLE public.timesheets TO qazyna_reader;

GRANT UPDATE(last_at) ON TABLE public.timesheets TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.voucher_ends TO qazyna_app;

GRANT SELECT ON TABLE public.voucher_ends TO qazyna_reader;

GRANT SELECT,INSERT ON TABLE public.voucher_numbers TO qazyna_app;

GRANT UPDATE(last) ON TABLE public.voucher_numbers TO qazyna_app;

GRANT SELECT,INSERT ON TABLE public.vouchers TO qazyna_app;

GRANT SELECT ON TABLE public.vouchers TO qazyna_reader;
