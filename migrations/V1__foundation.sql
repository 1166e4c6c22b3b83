-- why: the tables of one month of one programme, from budget to redeemed part (spec 2); the first migration, so nothing lives beside it.
-- Every business table has the region (or the person's bucket) first in its keys: regions are what the nation is spread by (spec 9.2).
-- Facts are inserted once; `recorded_at` and `entry_id` (its journal entry) stand last in each. What may change is said by grants below.

-- ---------------------------------------------------------------- dictionaries
-- reference: the terms of programmes, the same everywhere
CREATE TABLE programme_terms (
    programme  text NOT NULL,
    valid_from date NOT NULL,
    terms      jsonb NOT NULL,
    act        text NOT NULL,
    PRIMARY KEY (programme, valid_from)
);
-- reference: days off and worked days by decree
CREATE TABLE calendar_days (
    day  date NOT NULL PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('off', 'worked')),
    act  text NOT NULL
);
-- reference: what the end of a contract does to the parts that follow
CREATE TABLE end_reasons (
    programme  text NOT NULL,
    reason     text NOT NULL,
    valid_from date NOT NULL,
    effect     text NOT NULL CHECK (effect IN ('release', 'pause', 'annul')),
    PRIMARY KEY (programme, reason, valid_from)
);
-- reference: who may do what; deny by default
CREATE TABLE access_matrix (
    role   text NOT NULL,
    action text NOT NULL,
    scope  text NOT NULL CHECK (scope IN ('national', 'region', 'party', 'person', 'public')),
    PRIMARY KEY (role, action)
);

-- ---------------------------------------------------------------- messages kept before they are acted on
CREATE TABLE inbox (
    region      smallint NOT NULL,
    sha256      bytea NOT NULL,
    kind        text NOT NULL,
    name        text NOT NULL,
    size        bigint NOT NULL,
    body        bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (region, kind, sha256)
);
-- What came of a kept message: written in the transaction of its effect, so that the same file twice has one effect.
CREATE TABLE inbox_outcomes (
    region      smallint NOT NULL,
    sha256      bytea NOT NULL,
    kind        text NOT NULL,
    report      jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, kind, sha256)
);

-- ---------------------------------------------------------------- parties
CREATE TABLE issuers (
    region      smallint NOT NULL,
    id          uuid NOT NULL,
    bin         text NOT NULL,
    name        text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, bin)
);
CREATE TABLE performers (
    region         smallint NOT NULL,
    id             uuid NOT NULL,
    bin            text NOT NULL,
    name_kk        text NOT NULL,
    name_ru        text NOT NULL,
    kind           text NOT NULL CHECK (kind IN ('state', 'private')),
    programme      text NOT NULL,
    locality       text NOT NULL CHECK (locality IN ('urban', 'rural')),
    kato           text NOT NULL,
    iban           text NOT NULL,
    bik            text NOT NULL,
    licence_number text NOT NULL,
    licence_on     date NOT NULL,
    admitted_on    date NOT NULL,
    recorded_at    timestamptz NOT NULL,
    entry_id       uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, bin, programme)
);
-- Standing of a performer from a date: the latest row in force counts; none means good.
CREATE TABLE standings (
    region       smallint NOT NULL,
    performer_id uuid NOT NULL,
    effective_on date NOT NULL,
    standing     text NOT NULL CHECK (standing IN ('good', 'suspended', 'terminated')),
    reason       text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, performer_id, recorded_at),
    FOREIGN KEY (region, performer_id) REFERENCES performers (region, id)
);
-- One row a performer: whoever changes its contracts, attendance or acts takes it first and counts `epoch` up, so that
-- places are counted exactly and a signature is bound to what was seen.
CREATE TABLE performer_locks (
    region       smallint NOT NULL,
    performer_id uuid NOT NULL,
    epoch        bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (region, performer_id)
);
CREATE TABLE objects (
    region       smallint NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    code         text NOT NULL,
    rka          text NOT NULL,
    kato         text NOT NULL,
    address      text NOT NULL,
    capacity     integer NOT NULL CHECK (capacity >= 0),
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, performer_id, code),
    FOREIGN KEY (region, performer_id) REFERENCES performers (region, id)
);
CREATE TABLE groups (
    region       smallint NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    code         text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, performer_id, code),
    FOREIGN KEY (region, performer_id) REFERENCES performers (region, id)
);
CREATE TABLE group_revisions (
    region       smallint NOT NULL,
    group_id     uuid NOT NULL,
    object_id    uuid NOT NULL,
    title        text NOT NULL,
    group_kind   text NOT NULL,
    hours        smallint NOT NULL,
    capacity     integer NOT NULL CHECK (capacity >= 0),
    age_from     smallint NOT NULL,
    age_to       smallint NOT NULL,
    weekdays     smallint NOT NULL CHECK (weekdays BETWEEN 1 AND 127),
    vacations    text NOT NULL,
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, group_id, recorded_at),
    FOREIGN KEY (region, group_id) REFERENCES groups (region, id)
);

-- ---------------------------------------------------------------- persons (bucket = first bits of the keyed hash of the IIN)
CREATE TABLE persons (
    bucket      smallint NOT NULL,
    id          uuid NOT NULL,
    region      smallint NOT NULL,
    iin_hmac    bytea NOT NULL,
    iin_cipher  bytea NOT NULL,
    birth_date  date NOT NULL,
    sex         text NOT NULL CHECK (sex IN ('male', 'female')),
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (bucket, id),
    UNIQUE (bucket, iin_hmac)
);
-- The wrapped key of a person: destroyed by the erasure role, it makes the ciphers of that person unreadable and leaves every proof whole.
CREATE TABLE person_keys (
    bucket      smallint NOT NULL,
    person_id   uuid NOT NULL,
    key_version smallint NOT NULL,
    wrapped     bytea NOT NULL,
    PRIMARY KEY (bucket, person_id)
);
CREATE TABLE person_states (
    bucket       smallint NOT NULL,
    person_id    uuid NOT NULL,
    region       smallint NOT NULL,
    name_cipher  bytea NOT NULL,
    guardians    bytea NOT NULL,
    kato         text NOT NULL,
    status       text NOT NULL CHECK (status IN ('alive', 'deceased')),
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (bucket, person_id, recorded_at),
    FOREIGN KEY (bucket, person_id) REFERENCES persons (bucket, id)
);

-- ---------------------------------------------------------------- budgets
CREATE TABLE budget_lines (
    region      smallint NOT NULL,
    month       date NOT NULL,
    id          uuid NOT NULL,
    issuer_id   uuid NOT NULL,
    programme   text NOT NULL,
    year        smallint NOT NULL,
    source      text NOT NULL CHECK (source IN ('republican', 'local')),
    kbk         text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, id),
    UNIQUE (region, month, issuer_id, programme, source, kbk),
    FOREIGN KEY (region, issuer_id) REFERENCES issuers (region, id)
);
-- The state of a line, spread over stripes so that many may book at once; rebuilt from movements by audit. Single columns of a
-- stripe may be below zero (what was booked on one stripe may be released on another); their sum is what the law bounds.
CREATE TABLE budget_stripes (
    region    smallint NOT NULL,
    month     date NOT NULL,
    line_id   uuid NOT NULL,
    stripe    smallint NOT NULL,
    allotted  bigint NOT NULL,
    committed bigint NOT NULL,
    due       bigint NOT NULL,
    ordered   bigint NOT NULL,
    paid      bigint NOT NULL,
    PRIMARY KEY (region, month, line_id, stripe),
    CONSTRAINT budget_exhausted CHECK (allotted >= committed + due + ordered + paid)
) WITH (fillfactor = 50);
CREATE TABLE rates (
    region         smallint NOT NULL,
    id             uuid NOT NULL,
    programme      text NOT NULL,
    locality       text NOT NULL,
    performer_kind text NOT NULL,
    group_kind     text NOT NULL,
    hours          smallint NOT NULL,
    valid_from     date NOT NULL,
    valid_to       date,
    monthly        bigint NOT NULL CHECK (monthly > 0),
    act_number     text NOT NULL,
    act_date       date NOT NULL,
    note           text NOT NULL,
    recorded_at    timestamptz NOT NULL,
    entry_id       uuid NOT NULL,
    PRIMARY KEY (region, id)
);

-- ---------------------------------------------------------------- contracts
CREATE TABLE state_orders (
    region       smallint NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    issuer_id    uuid NOT NULL,
    programme    text NOT NULL,
    number       text NOT NULL,
    signed_on    date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, number),
    FOREIGN KEY (region, performer_id) REFERENCES performers (region, id),
    FOREIGN KEY (region, issuer_id) REFERENCES issuers (region, id)
);
CREATE TABLE state_order_months (
    region         smallint NOT NULL,
    month          date NOT NULL,
    state_order_id uuid NOT NULL,
    places         integer NOT NULL CHECK (places >= 0),
    amount         bigint NOT NULL CHECK (amount >= 0),
    recorded_at    timestamptz NOT NULL,
    entry_id       uuid NOT NULL,
    PRIMARY KEY (region, month, state_order_id),
    FOREIGN KEY (region, state_order_id) REFERENCES state_orders (region, id)
);
CREATE TABLE contracts (
    region       smallint NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    bucket       smallint NOT NULL,
    person_id    uuid NOT NULL,
    voucher_id   uuid NOT NULL,
    number       text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, performer_id, number),
    FOREIGN KEY (region, performer_id) REFERENCES performers (region, id)
);
-- A contract with the enrolment it carries. `enrolled_to` and `end_reason` come with its end; `withdrawn` takes back an entry made in error.
CREATE TABLE contract_revisions (
    region        smallint NOT NULL,
    contract_id   uuid NOT NULL,
    group_id      uuid NOT NULL,
    signed_on     date NOT NULL,
    contract_from date NOT NULL,
    contract_to   date NOT NULL,
    enrolled_from date NOT NULL,
    enrolled_to   date,
    price         bigint NOT NULL,
    end_reason    text,
    withdrawn     boolean NOT NULL,
    effective_on  date NOT NULL,
    recorded_at   timestamptz NOT NULL,
    entry_id      uuid NOT NULL,
    PRIMARY KEY (region, contract_id, recorded_at),
    FOREIGN KEY (region, contract_id) REFERENCES contracts (region, id)
);

-- ---------------------------------------------------------------- vouchers
CREATE TABLE voucher_numbers (
    region    smallint NOT NULL,
    programme text NOT NULL,
    year      smallint NOT NULL,
    last      integer NOT NULL,
    PRIMARY KEY (region, programme, year)
);
CREATE TABLE vouchers (
    region      smallint NOT NULL,
    id          uuid NOT NULL,
    number      text NOT NULL,
    bucket      smallint NOT NULL,
    person_id   uuid NOT NULL,
    programme   text NOT NULL,
    issuer_id   uuid NOT NULL,
    year        smallint NOT NULL,
    first_month date NOT NULL,
    parts       smallint NOT NULL CHECK (parts BETWEEN 1 AND 4095),
    issued_on   date NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, number),
    FOREIGN KEY (region, issuer_id) REFERENCES issuers (region, id)
);
-- One voucher a person, programme and year across regions; a successor (a move between regions) takes the next serial.
CREATE TABLE person_vouchers (
    bucket     smallint NOT NULL,
    person_id  uuid NOT NULL,
    programme  text NOT NULL,
    year       smallint NOT NULL,
    serial     smallint NOT NULL,
    region     smallint NOT NULL,
    voucher_id uuid NOT NULL,
    PRIMARY KEY (bucket, person_id, programme, year, serial)
);
-- The days of a month on which a child is somewhere (bit 0 = day 1): changed only `WHERE days & new = 0`, hence one live portion a day (P8).
CREATE TABLE live_days (
    bucket    smallint NOT NULL,
    person_id uuid NOT NULL,
    programme text NOT NULL,
    month     date NOT NULL,
    days      integer NOT NULL,
    PRIMARY KEY (bucket, month, person_id, programme)
) PARTITION BY RANGE (month);
-- A part from its booking on; before, it is a bit of vouchers.parts. `line_id` empty: booked in a month without a published budget.
CREATE TABLE parts (
    region      smallint NOT NULL,
    month       date NOT NULL,
    voucher_id  uuid NOT NULL,
    nominal     bigint NOT NULL CHECK (nominal > 0),
    line_id     uuid,
    rate_id     uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, voucher_id)
) PARTITION BY RANGE (month);
-- A new nominal of a booked part (a new rate); the latest row counts.
CREATE TABLE repricings (
    region       smallint NOT NULL,
    month        date NOT NULL,
    voucher_id   uuid NOT NULL,
    nominal      bigint NOT NULL CHECK (nominal > 0),
    rate_id      uuid NOT NULL,
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, voucher_id, recorded_at)
) PARTITION BY RANGE (month);
CREATE TABLE portions (
    region       smallint NOT NULL,
    month        date NOT NULL,
    voucher_id   uuid NOT NULL,
    portion      smallint NOT NULL,
    performer_id uuid NOT NULL,
    contract_id  uuid NOT NULL,
    group_id     uuid NOT NULL,
    from_day     smallint NOT NULL CHECK (from_day BETWEEN 1 AND 31),
    to_day       smallint NOT NULL CHECK (to_day BETWEEN from_day AND 31),
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, voucher_id, portion)
) PARTITION BY RANGE (month);
-- reason: a month is closed, listed and counted performer by performer.
CREATE INDEX portions_by_performer ON portions (region, month, performer_id);
-- The end of a portion before its last day (0 = none of its days is left); the latest row counts.
CREATE TABLE portion_ends (
    region       smallint NOT NULL,
    month        date NOT NULL,
    voucher_id   uuid NOT NULL,
    portion      smallint NOT NULL,
    last_day     smallint NOT NULL CHECK (last_day BETWEEN 0 AND 31),
    effect       text NOT NULL CHECK (effect IN ('release', 'pause', 'annul')),
    reason       text NOT NULL,
    effective_on date NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, voucher_id, portion, recorded_at)
) PARTITION BY RANGE (month);

-- ---------------------------------------------------------------- attendance
-- A posted list as it came: `contracts` holds 16 bytes a child, `marks` one byte a child and day (rows of `days` bytes).
-- Byte: 0 nothing said; low nibble 1 P 2 S 3 U 4 L 5 C 7 withdrawn; high nibble 0 manual 1 qr 2 face 3 card 4 online.
CREATE TABLE attendance_batches (
    region       smallint NOT NULL,
    month        date NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    group_id     uuid NOT NULL,
    first_day    smallint NOT NULL CHECK (first_day BETWEEN 1 AND 31),
    days         smallint NOT NULL CHECK (days BETWEEN 1 AND 31),
    contracts    bytea NOT NULL,
    marks        bytea NOT NULL,
    source       bytea NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, id),
    CHECK (length(marks) = length(contracts) / 16 * days)
) PARTITION BY RANGE (month);
-- The folded month of a contract: three bit planes of the mark's code and one of QR; derived from batches in the order of recorded_at, id.
CREATE TABLE attendance_months (
    region      smallint NOT NULL,
    month       date NOT NULL,
    contract_id uuid NOT NULL,
    p0          integer NOT NULL,
    p1          integer NOT NULL,
    p2          integer NOT NULL,
    qr          integer NOT NULL,
    folded_at   timestamptz NOT NULL,
    PRIMARY KEY (region, month, contract_id)
) PARTITION BY RANGE (month);

-- ---------------------------------------------------------------- acts
CREATE TABLE acts (
    region       smallint NOT NULL,
    month        date NOT NULL,
    id           uuid NOT NULL,
    number       text NOT NULL,
    programme    text NOT NULL,
    performer_id uuid NOT NULL,
    issuer_id    uuid NOT NULL,
    state        text NOT NULL CHECK (state IN ('draft', 'performer_signed', 'issuer_signed', 'invoiced', 'in_register', 'ordered', 'paid', 'returned')),
    version      smallint NOT NULL CHECK (version > 0),
    epoch        bigint NOT NULL,
    total        bigint NOT NULL CHECK (total >= 0),
    PRIMARY KEY (region, month, id),
    UNIQUE (region, month, performer_id, programme)
);
-- A version of an act: the frozen bytes that are signed. A draft made again is a new version.
CREATE TABLE act_versions (
    region        smallint NOT NULL,
    month         date NOT NULL,
    act_id        uuid NOT NULL,
    version       smallint NOT NULL,
    lines         integer NOT NULL,
    total         bigint NOT NULL CHECK (total >= 0),
    enrolled_days integer NOT NULL,
    qr_days       integer NOT NULL,
    known_at      timestamptz NOT NULL,
    prepared_by   text NOT NULL,
    xml           bytea NOT NULL,
    recorded_at   timestamptz NOT NULL,
    entry_id      uuid NOT NULL,
    PRIMARY KEY (region, month, act_id, version)
) PARTITION BY RANGE (month);
CREATE TABLE act_lines (
    region          smallint NOT NULL,
    month           date NOT NULL,
    act_id          uuid NOT NULL,
    version         smallint NOT NULL,
    n               integer NOT NULL,
    kind            smallint NOT NULL CHECK (kind BETWEEN 0 AND 3),
    line_month      date NOT NULL,
    voucher_id      uuid NOT NULL,
    portion         smallint NOT NULL,
    contract_id     uuid NOT NULL,
    line_id         uuid NOT NULL,
    nominal         bigint NOT NULL,
    study_days      smallint NOT NULL,
    enrolled_days   smallint NOT NULL,
    present         smallint NOT NULL,
    excused         smallint NOT NULL,
    leave           smallint NOT NULL,
    leave_days_used smallint NOT NULL,
    closed          smallint NOT NULL,
    unexcused       smallint NOT NULL,
    payable_days    smallint NOT NULL,
    computed        bigint NOT NULL,
    due             bigint NOT NULL,
    known_at        timestamptz NOT NULL,
    recorded_at     timestamptz NOT NULL,
    entry_id        uuid NOT NULL,
    PRIMARY KEY (region, month, act_id, version, n)
) PARTITION BY RANGE (month);
-- What kept a line (or a whole act: voucher_id empty = zeros) out of a version of an act.
CREATE TABLE exceptions (
    region       smallint NOT NULL,
    month        date NOT NULL,
    performer_id uuid NOT NULL,
    version      smallint NOT NULL,
    voucher_id   uuid NOT NULL,
    portion      smallint NOT NULL,
    code         text NOT NULL,
    detail       text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, performer_id, version, voucher_id, portion, code)
) PARTITION BY RANGE (month);
CREATE TABLE act_signatures (
    region       smallint NOT NULL,
    month        date NOT NULL,
    act_id       uuid NOT NULL,
    version      smallint NOT NULL,
    side         text NOT NULL CHECK (side IN ('performer', 'issuer')),
    signer_hmac  bytea NOT NULL,
    bin          text NOT NULL,
    algorithm    text NOT NULL,
    cms          bytea NOT NULL,
    evidence     jsonb NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, act_id, side)
);
CREATE TABLE act_invoices (
    region              smallint NOT NULL,
    month               date NOT NULL,
    act_id              uuid NOT NULL,
    registration_number text NOT NULL,
    invoice_date        date NOT NULL,
    total               bigint NOT NULL,
    recorded_at         timestamptz NOT NULL,
    entry_id            uuid NOT NULL,
    PRIMARY KEY (region, month, act_id),
    UNIQUE (region, registration_number, month)
);

-- ---------------------------------------------------------------- payments
CREATE TABLE act_registers (
    region      smallint NOT NULL,
    month       date NOT NULL,
    id          uuid NOT NULL,
    number      text NOT NULL,
    programme   text NOT NULL,
    acts        integer NOT NULL,
    total       bigint NOT NULL,
    file        bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, id),
    UNIQUE (region, month, number)
);
CREATE TABLE payment_orders (
    region       smallint NOT NULL,
    month        date NOT NULL,
    id           uuid NOT NULL,
    number       text NOT NULL,
    register_id  uuid NOT NULL,
    act_id       uuid NOT NULL,
    performer_id uuid NOT NULL,
    iban         text NOT NULL,
    bik          text NOT NULL,
    amount       bigint NOT NULL CHECK (amount > 0),
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, id),
    UNIQUE (region, month, number),
    UNIQUE (region, month, act_id)
);
-- Where an order stands; changed only forwards, read from its facts by audit.
CREATE TABLE payment_states (
    region   smallint NOT NULL,
    month    date NOT NULL,
    order_id uuid NOT NULL,
    state    text NOT NULL CHECK (state IN ('draft', 'signed', 'sent', 'confirmed', 'rejected', 'in_doubt')),
    PRIMARY KEY (region, month, order_id)
);
-- Every line of every statement, also those that fit no order (region 0): a difference is a work item, never silence.
CREATE TABLE statement_lines (
    region      smallint NOT NULL,
    month       date NOT NULL,
    id          uuid NOT NULL,
    statement   text NOT NULL,
    row         integer NOT NULL,
    end_to_end  text NOT NULL,
    iban        text NOT NULL,
    amount      bigint NOT NULL,
    booked_on   date NOT NULL,
    order_id    uuid,
    outcome     text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, id)
);

-- ---------------------------------------------------------------- movements and journal
-- One row a movement (a write-off carries both its legs: amount and rest). `month` is the budget line's, `part_month` the part's.
-- `subject` is the voucher, the performer, or the line itself.
CREATE TABLE movements (
    region        smallint NOT NULL,
    month         date NOT NULL,
    subject       uuid NOT NULL,
    id            uuid NOT NULL,
    kind          smallint NOT NULL,
    line_id       uuid NOT NULL,
    performer_id  uuid,
    part_month    date NOT NULL,
    portion       smallint NOT NULL,
    amount        bigint NOT NULL,
    rest          bigint NOT NULL,
    document_kind text NOT NULL,
    document      uuid NOT NULL,
    effective_on  date NOT NULL,
    recorded_at   timestamptz NOT NULL,
    entry_id      uuid NOT NULL,
    PRIMARY KEY (region, month, subject, id),
    CHECK (amount >= 0 AND rest >= 0)
) PARTITION BY RANGE (month);
-- reason: what a performer must give back is asked at every write-off; such movements are few.
CREATE INDEX movements_of_receivables ON movements (region, performer_id) WHERE kind IN (12, 13);

CREATE TABLE journal_entries (
    region      smallint NOT NULL,
    id          uuid NOT NULL,
    kind        text NOT NULL,
    entry       bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (region, id)
);
-- Body and salt lie apart: an erasure role may empty them and no proof breaks.
CREATE TABLE journal_bodies (
    region smallint NOT NULL,
    id     uuid NOT NULL,
    salt   bytea NOT NULL,
    body   bytea NOT NULL,
    PRIMARY KEY (region, id)
);
-- local: entries committed and not yet sequenced; the sequencer deletes what it has given an index
CREATE TABLE journal_queue (
    region smallint NOT NULL,
    id     uuid NOT NULL,
    PRIMARY KEY (region, id)
);
-- local: the one log of the registry, in the order of the sequencer
CREATE TABLE journal_leaves (
    index    bigint NOT NULL PRIMARY KEY,
    region   smallint NOT NULL,
    entry_id uuid NOT NULL,
    entry    bytea NOT NULL,
    UNIQUE (region, entry_id)
);
-- local: signed heads of the log, written by the signer's role alone
CREATE TABLE journal_checkpoints (
    size      bigint NOT NULL PRIMARY KEY,
    note      text NOT NULL,
    signed_at timestamptz NOT NULL
);

-- ---------------------------------------------------------------- who may what
-- Deny by default: row-level security with FORCE on every table that has a region or a bucket. The scope of a transaction is set
-- by `SET LOCAL` in its first round trip: qazyna.regions = 'national' or a list of regions; qazyna.party = the performer; qazyna.persons.
DO $$
DECLARE t record; has_party boolean; has_person boolean; rule text;
BEGIN
    FOR t IN SELECT c.oid, c.relname FROM pg_class c
             WHERE c.relnamespace = current_schema::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('region', 'bucket') AND NOT a.attisdropped)
    LOOP
        has_party := EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'performer_id');
        has_person := EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'person_id') OR t.relname = 'persons';
        rule := '(SELECT current_setting(''qazyna.regions'', true)) = ''national''';
        IF EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = t.oid AND a.attname = 'region') THEN
            rule := rule || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
        END IF;
        IF has_party THEN
            rule := rule || ' OR performer_id = (SELECT nullif(current_setting(''qazyna.party'', true), '''')::uuid)';
        END IF;
        IF has_person THEN
            rule := rule || format(' OR %s = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.persons'', true), ''''), '','')::uuid[])::uuid[])',
                                   CASE WHEN t.relname = 'persons' THEN 'id' ELSE 'person_id' END);
        END IF;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t.relname);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t.relname);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t.relname, rule, rule);
    END LOOP;
END $$;

-- The application reads and adds; it changes only what is named here, and deletes nothing but queue rows.
GRANT USAGE ON SCHEMA public TO qazyna_app, qazyna_signer, qazyna_erasure;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA public TO qazyna_app;
REVOKE INSERT ON programme_terms, calendar_days, end_reasons, access_matrix, journal_checkpoints FROM qazyna_app;
GRANT UPDATE (epoch) ON performer_locks TO qazyna_app;
GRANT UPDATE (allotted, committed, due, ordered, paid) ON budget_stripes TO qazyna_app;
GRANT UPDATE (last) ON voucher_numbers TO qazyna_app;
GRANT UPDATE (days) ON live_days TO qazyna_app;
GRANT UPDATE (p0, p1, p2, qr, folded_at) ON attendance_months TO qazyna_app;
GRANT UPDATE (state, version, epoch, total) ON acts TO qazyna_app;
GRANT UPDATE (state) ON payment_states TO qazyna_app;
GRANT DELETE ON journal_queue TO qazyna_app;
GRANT SELECT ON journal_leaves, journal_checkpoints TO qazyna_signer;
GRANT INSERT ON journal_checkpoints TO qazyna_signer;
GRANT SELECT, DELETE ON person_keys, journal_bodies TO qazyna_erasure;
CREATE POLICY sequencer ON journal_leaves FOR SELECT TO qazyna_signer USING (true);
CREATE POLICY erasure ON person_keys TO qazyna_erasure USING (true);
CREATE POLICY erasure ON journal_bodies TO qazyna_erasure USING (true);
