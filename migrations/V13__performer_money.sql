-- why: money that a performer has beside its parts (spec 2.2, 3.8, 3.9): the month estimates of state performers and the obligations of the capital
-- component. Only adds tables, a policy and an index: an older binary works beside it and neither reads nor writes such money. The index replaces
-- one of the same few rows; it is made in one pass over the movements.

-- What a state performer's month costs, whatever its contingent; the latest row of a performer and month counts. `line_id`: the budget line that
-- pays what the parts of the month do not hold.
CREATE TABLE estimates (
    region          smallint NOT NULL,
    performer_id    uuid NOT NULL,
    month           date NOT NULL,
    amount          bigint NOT NULL CHECK (amount > 0),
    line_id         uuid NOT NULL,
    document_number text NOT NULL,
    document_date   date NOT NULL,
    recorded_at     timestamptz NOT NULL,
    entry_id        uuid NOT NULL,
    PRIMARY KEY (region, performer_id, month, recorded_at),
    FOREIGN KEY (region, performer_id) REFERENCES performers (region, id)
);
-- Places that an issuer pays the capital component for; the latest row of an obligation counts, one without places has ended. `id` is the
-- obligation's through all its rows.
CREATE TABLE capital_obligations (
    region       smallint NOT NULL,
    performer_id uuid NOT NULL,
    id           uuid NOT NULL,
    number       text NOT NULL,
    kind         text NOT NULL,
    places       integer NOT NULL CHECK (places >= 0),
    accepted_on  date NOT NULL,
    document     text NOT NULL,
    first_month  date NOT NULL,
    last_month   date NOT NULL CHECK (last_month >= first_month),
    recorded_at  timestamptz NOT NULL,
    entry_id     uuid NOT NULL,
    PRIMARY KEY (region, performer_id, id, recorded_at),
    FOREIGN KEY (region, performer_id) REFERENCES performers (region, id)
);

-- reason: what a performer must give back is asked at every write-off; such movements are few, those beside the parts included.
DROP INDEX movements_of_receivables;
CREATE INDEX movements_of_receivables ON movements (region, performer_id) WHERE kind IN (12, 13, 18, 19);

DO $$
DECLARE
    t text;
    rule text := '(SELECT current_setting(''qazyna.regions'', true)) = ''national'''
        || ' OR region = ANY ((SELECT string_to_array(nullif(nullif(current_setting(''qazyna.regions'', true), ''''), ''national''), '','')::smallint[])::smallint[])'
        || ' OR performer_id = (SELECT nullif(current_setting(''qazyna.party'', true), '''')::uuid)';
    own text := 'region = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.party_regions'', true), ''''), '','')::smallint[])::smallint[])'
        || ' AND performer_id = ANY ((SELECT string_to_array(nullif(current_setting(''qazyna.parties'', true), ''''), '','')::uuid[])::uuid[])';
BEGIN
    FOREACH t IN ARRAY ARRAY['estimates', 'capital_obligations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY scope ON %I USING (%s) WITH CHECK (%s)', t, rule, rule);
        EXECUTE format('CREATE POLICY own ON %I FOR SELECT TO qazyna_reader USING (%s)', t, own);
        EXECUTE format('GRANT SELECT, INSERT ON %I TO qazyna_app', t);
        EXECUTE format('GRANT SELECT ON %I TO qazyna_reader', t);
    END LOOP;
    -- A line beside the parts has no contract that it could be seen through: its subject is the performer itself.
    EXECUTE format('CREATE POLICY beside ON act_lines FOR SELECT TO qazyna_reader USING (%s)', replace(own, 'performer_id', 'voucher_id'));
END $$;
