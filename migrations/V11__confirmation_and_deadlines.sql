-- why: a parent confirms the month or says that a day is wrong, silence has its consequences (spec 1.3, S4), and when a timesheet was told
-- last is known without reading its lists (spec 6.7). Only adds tables, so that an older binary works beside it; what it keeps without
-- them – the time of the last list – is made again from the lists below, and the audit compares.

-- The parent's word on a month of a contract: what was marked when it was given. It stands while those days stay marked so.
CREATE TABLE confirmations (
    region       smallint NOT NULL,
    month        date NOT NULL,
    contract_id  uuid NOT NULL,
    p0           integer NOT NULL,
    p1           integer NOT NULL,
    p2           integer NOT NULL,
    confirmed_by bytea NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, contract_id, p0, p1, p2),
    FOREIGN KEY (region, contract_id) REFERENCES contracts (region, id)
);
-- A day that a parent calls wrong; `said` is the code of the mark it stands against (0 = none), `serial` how often the day was disputed before.
-- What the parent writes is under the child's key.
CREATE TABLE disputes (
    region       smallint NOT NULL,
    month        date NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    contract_id  uuid NOT NULL,
    voucher_id   uuid NOT NULL,
    programme    text NOT NULL,
    day          smallint NOT NULL CHECK (day BETWEEN 1 AND 31),
    serial       smallint NOT NULL CHECK (serial >= 0),
    said         smallint NOT NULL CHECK (said BETWEEN 0 AND 5),
    reason       text NOT NULL CHECK (reason IN ('was_present', 'was_absent', 'was_ill', 'other')),
    words        bytea NOT NULL,
    answer_by    date NOT NULL,
    raised_by    bytea NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, id),
    UNIQUE (region, month, contract_id, day, serial),
    FOREIGN KEY (region, contract_id) REFERENCES contracts (region, id)
);
-- reason: an organisation and its issuer list what is disputed, performer by performer.
CREATE INDEX disputes_of_performer ON disputes (region, performer_id, month);
-- What the parent adds to a dispute, under the child's key.
CREATE TABLE dispute_files (
    region      smallint NOT NULL,
    month       date NOT NULL,
    dispute_id  uuid NOT NULL,
    media_type  text NOT NULL CHECK (media_type IN ('application/pdf', 'image/jpeg', 'image/png', 'image/webp')),
    size        integer NOT NULL CHECK (size > 0),
    sealed      bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, dispute_id),
    FOREIGN KEY (region, month, dispute_id) REFERENCES disputes (region, month, id)
);
-- The performer's answer, once: corrected to a mark, or refused in words under the child's key. A refusal goes to risk review.
CREATE TABLE dispute_answers (
    region      smallint NOT NULL,
    month       date NOT NULL,
    dispute_id  uuid NOT NULL,
    outcome     text NOT NULL CHECK (outcome IN ('corrected', 'refused')),
    mark        smallint NOT NULL CHECK (mark BETWEEN 0 AND 5),
    words       bytea NOT NULL,
    answered_by bytea NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, dispute_id),
    FOREIGN KEY (region, month, dispute_id) REFERENCES disputes (region, month, id)
);
-- What came of a month that was confirmed by silence only: how many such months stand in a row, and what follows.
CREATE TABLE silent_months (
    region      smallint NOT NULL,
    month       date NOT NULL,
    voucher_id  uuid NOT NULL,
    months      smallint NOT NULL CHECK (months > 0),
    outcome     text NOT NULL CHECK (outcome IN ('warned', 'annulled')),
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, voucher_id),
    FOREIGN KEY (region, voucher_id) REFERENCES vouchers (region, id)
);
-- When the last list of a performer's month came: derived from attendance_batches, which no page could read for it.
CREATE TABLE timesheets (
    region       smallint NOT NULL,
    month        date NOT NULL,
    performer_id uuid NOT NULL,
    last_at      timestamptz NOT NULL,
    PRIMARY KEY (region, month, performer_id)
);
SELECT set_config('qazyna.regions', 'national', true);
INSERT INTO timesheets (region, month, performer_id, last_at)
SELECT b.region, b.month, b.performer_id, max(b.recorded_at)
FROM attendance_batches b
GROUP BY b.region, b.month, b.performer_id;

DO $$
DECLARE t text; rule text; reads text;
BEGIN
    FOREACH t IN ARRAY ARRAY['confirmations', 'disputes', 'dispute_files', 'dispute_answers', 'silent_months', 'timesheets'] LOOP
        rule := '(SELECT current_setting(''qazyna.regions'', true)) = ''national'''
             || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
        IF t IN ('disputes', 'timesheets') THEN
            rule := rule || ' OR performer_id = (SELECT nullif(current_setting(''qazyna.party'', true), '''')::uuid)';
        END IF;
        -- What hangs on a row that is one's own is one's own: the policy asks for that row, whose own policy answers.
        reads := CASE
            WHEN t IN ('confirmations', 'disputes') THEN format('EXISTS (SELECT 1 FROM contracts own WHERE own.region = %I.region AND own.id = %I.contract_id)', t, t)
            WHEN t IN ('dispute_files', 'dispute_answers') THEN format('EXISTS (SELECT 1 FROM disputes own WHERE own.region = %I.region AND own.month = %I.month AND own.id = %I.dispute_id)', t, t, t)
            WHEN t = 'silent_months' THEN 'EXISTS (SELECT 1 FROM vouchers own WHERE own.region = silent_months.region AND own.id = silent_months.voucher_id)'
            ELSE 'region = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.party_regions'', true), ''''), '','')::smallint[])::smallint[])'
              || ' AND performer_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.parties'', true), ''''), '','')::uuid[])::uuid[])'
        END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, rule, rule);
        EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO qazyna_reader USING (%s)', t, reads);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO qazyna_app', t);
        EXECUTE format('GRANT SELECT ON %I TO qazyna_reader', t);
    END LOOP;
END $$;
GRANT UPDATE (last_at) ON timesheets TO qazyna_app;
