-- why: parents pay a fee beside the voucher (spec 1.3, 3.4, 6.1), a month below the QR share is cured or closes unpaid (spec 3.7).
-- Only adds tables and a column that old rows lack: an older binary works beside it.

-- The monthly fee of a contract, or of a group where the contract has none (the other id is zeros), from the 1st of a month. `above` is the
-- ceiling that the fee was refused for: such a row is no fee, it is what the issuer is told.
CREATE TABLE parental_fees (
    region       smallint NOT NULL,
    performer_id uuid NOT NULL,
    contract_id  uuid NOT NULL,
    group_id     uuid NOT NULL,
    valid_from   date NOT NULL CHECK (extract(day FROM valid_from) = 1),
    monthly      bigint NOT NULL CHECK (monthly >= 0),
    above        bigint CHECK (above IS NULL OR above < monthly),
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, contract_id, group_id, valid_from, recorded_at),
    CHECK ((contract_id = '00000000-0000-0000-0000-000000000000') <> (group_id = '00000000-0000-0000-0000-000000000000'))
);
-- reason: a close reads the fees of its performers, and the issuer those that were refused.
CREATE INDEX parental_fees_of_performer ON parental_fees (region, performer_id);
-- reason: the issuer's first screen counts the latest that were refused.
CREATE INDEX parental_fees_above ON parental_fees (region, recorded_at) WHERE above IS NOT NULL;
-- What an issuer allows parents to be asked for a month; an empty locality and no hours hold where nothing closer is said.
CREATE TABLE fee_ceilings (
    region      smallint NOT NULL,
    issuer_id   uuid NOT NULL,
    programme   text NOT NULL,
    locality    text NOT NULL CHECK (locality IN ('', 'urban', 'rural')),
    hours       smallint NOT NULL CHECK (hours BETWEEN 0 AND 24),
    valid_from  date NOT NULL,
    monthly     bigint NOT NULL CHECK (monthly >= 0),
    act_number  text NOT NULL,
    act_date    date NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, programme, locality, hours, valid_from, recorded_at)
);
-- What parents have paid, as the performer records it; below zero is money given back.
CREATE TABLE fee_payments (
    region       smallint NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    contract_id  uuid NOT NULL,
    paid_on      date NOT NULL,
    amount       bigint NOT NULL CHECK (amount <> 0),
    reference    text NOT NULL,
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, id),
    UNIQUE (region, performer_id, reference),
    FOREIGN KEY (region, contract_id) REFERENCES contracts (region, id)
);
-- reason: what a contract's parents have paid is summed contract by contract.
CREATE INDEX fee_payments_of_contract ON fee_payments (region, contract_id);
-- The fee of a line of an act, where there is one: what is asked for the month and what is due for it; `fee_due` of an adjustment is signed.
CREATE TABLE act_fees (
    region      smallint NOT NULL,
    month       date NOT NULL,
    act_id      uuid NOT NULL,
    version     smallint NOT NULL,
    n           integer NOT NULL,
    line_month  date NOT NULL,
    contract_id uuid NOT NULL,
    fee         bigint NOT NULL,
    fee_due     bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, act_id, version, n)
) PARTITION BY RANGE (month);
-- A technical failure of the QR attendance that a performer documents: of a group, or of all (zeros), on days of a month.
CREATE TABLE qr_failures (
    region       smallint NOT NULL,
    month        date NOT NULL,
    id           uuid NOT NULL,
    performer_id uuid NOT NULL,
    group_id     uuid NOT NULL,
    from_day     smallint NOT NULL CHECK (from_day BETWEEN 1 AND 31),
    to_day       smallint NOT NULL CHECK (to_day BETWEEN from_day AND 31),
    document     text NOT NULL CHECK (document <> ''),
    cause        text NOT NULL CHECK (cause <> ''),
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, month, id)
);
-- reason: a performer's failures of a month are read at its close.
CREATE INDEX qr_failures_of_performer ON qr_failures (region, performer_id, month);
-- The issuer's word on a failure, once: accepted days leave the base of the share.
CREATE TABLE qr_failure_decisions (
    region      smallint NOT NULL,
    month       date NOT NULL,
    failure_id  uuid NOT NULL,
    accepted    boolean NOT NULL,
    reason      text NOT NULL,
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (region, month, failure_id),
    FOREIGN KEY (region, month, failure_id) REFERENCES qr_failures (region, month, id)
);

-- Months whose lines have a partition have one for their fees.
DO $$
DECLARE p text;
BEGIN
    FOR p IN SELECT replace(c.relname, 'act_lines_', '') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'act_lines'::regclass LOOP
        EXECUTE format('CREATE TABLE act_fees_%s PARTITION OF act_fees FOR VALUES FROM (%L) TO (%L)', p, to_date(p, 'YYYYMM'), to_date(p, 'YYYYMM') + interval '1 month');
    END LOOP;
END $$;

-- Why nothing is paid for the month of a version, by code; empty for every version that is paid.
ALTER TABLE act_versions ADD COLUMN unpaid text;

DO $$
DECLARE
    t text;
    reads text;
    scope_of text;
    rule text := '(SELECT current_setting(''qazyna.regions'', true)) = ''national'''
        || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])';
    party text := 'region = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.party_regions'', true), ''''), '','')::smallint[])::smallint[])'
        || ' AND performer_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.parties'', true), ''''), '','')::uuid[])::uuid[])';
BEGIN
    FOREACH t IN ARRAY ARRAY['parental_fees', 'fee_ceilings', 'fee_payments', 'act_fees', 'qr_failures', 'qr_failure_decisions'] LOOP
        scope_of := rule || CASE WHEN t IN ('parental_fees', 'fee_payments', 'qr_failures')
            THEN ' OR performer_id = (SELECT nullif(current_setting(''qazyna.party'', true), '''')::uuid)' ELSE '' END;
        reads := CASE
            WHEN t IN ('fee_payments', 'act_fees') THEN format('EXISTS (SELECT 1 FROM contracts own WHERE own.region = %I.region AND own.id = %I.contract_id)', t, t)
            WHEN t = 'parental_fees' THEN party
                || ' OR EXISTS (SELECT 1 FROM contracts own WHERE own.region = parental_fees.region AND own.id = parental_fees.contract_id)'
            WHEN t = 'fee_ceilings' THEN 'true'
            WHEN t = 'qr_failure_decisions' THEN 'EXISTS (SELECT 1 FROM qr_failures own WHERE own.region = qr_failure_decisions.region'
                || ' AND own.month = qr_failure_decisions.month AND own.id = qr_failure_decisions.failure_id)'
            ELSE party
        END;
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, scope_of, scope_of);
        EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO qazyna_reader USING (%s)', t, reads);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO qazyna_app', t);
        EXECUTE format('GRANT SELECT ON %I TO qazyna_reader', t);
    END LOOP;
END $$;
