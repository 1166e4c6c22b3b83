-- why: an auditor's mandate names programmes beside regions (spec 1.2), the last audits are remembered (spec 9), and lists by time are read by
-- an index. Only adds: an older binary works beside it and reads what it read before. The indexes are of tables that grow by files and orders,
-- not by marks: each is made in seconds.

-- The programmes of a mandate by commas, in a row beside it with the same recorded_at; a mandate without such a row is for all programmes.
CREATE TABLE mandate_programmes (
    bucket      smallint NOT NULL,
    person_hmac bytea NOT NULL,
    bin         text NOT NULL,
    role        text NOT NULL,
    programmes  text NOT NULL CHECK (programmes <> ''),
    recorded_at timestamptz NOT NULL,
    entry_id    uuid NOT NULL,
    PRIMARY KEY (bucket, person_hmac, bin, role, recorded_at)
);
-- local: when the registry was last audited, on which signed head, and how much was found; an audit speaks of the journal and is no part of it
CREATE TABLE audits (
    id       uuid NOT NULL PRIMARY KEY,
    head     bigint NOT NULL,
    entries  bigint NOT NULL,
    facts    bigint NOT NULL,
    findings bigint NOT NULL,
    begun_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL
);
-- reason: the newest is asked for.
CREATE INDEX audits_by_time ON audits (ended_at, id);

-- reason: orders and registers are listed the newest first, and their ids are in the order of time.
CREATE INDEX payment_orders_by_time ON payment_orders (id);
CREATE INDEX act_registers_by_time ON act_registers (id);
-- reason: what waits to be ordered is counted on the operator's first screen, and is few among all acts.
CREATE INDEX acts_to_order ON acts (month) WHERE state = 'invoiced';
-- reason: messages are listed the newest first.
CREATE INDEX inbox_by_time ON inbox (received_at, encode(sha256, 'hex'));
-- reason: statements are told apart by hopping over their lines, and the lines of a page's statements are summed alone.
CREATE INDEX statement_lines_by_statement ON statement_lines (statement, recorded_at);
-- reason: lines that redeemed nothing are few, and are listed the newest first.
CREATE INDEX statement_lines_that_differ ON statement_lines (recorded_at, id) WHERE outcome <> 'redeemed';

DO $$
DECLARE
    nation text := '(SELECT current_setting(''qazyna.regions'', true)) = ''national''';
    -- Nothing said is all programmes: who is held to some says so in each transaction.
    named text := '(SELECT coalesce(current_setting(''qazyna.programmes'', true), '''')) = '''''
        || ' OR programme = ANY ((SELECT string_to_array(current_setting(''qazyna.programmes'', true), '',''))::text[])';
    t text;
BEGIN
    ALTER TABLE mandate_programmes ENABLE ROW LEVEL SECURITY;
    ALTER TABLE mandate_programmes FORCE ROW LEVEL SECURITY;
    EXECUTE format('CREATE POLICY scope ON mandate_programmes USING (%s) WITH CHECK (%s)', nation, nation);
    -- Rows that hang on these (lines, portions, movements, orders) are read through them.
    FOREACH t IN ARRAY ARRAY['acts', 'act_registers', 'budget_lines', 'live_days', 'performers', 'person_vouchers', 'state_orders', 'vouchers'] LOOP
        EXECUTE format('CREATE POLICY programmes ON %I AS RESTRICTIVE FOR SELECT TO qazyna_app USING (%s)', t, named);
    END LOOP;
END $$;

GRANT SELECT, INSERT ON mandate_programmes, audits TO qazyna_app;
